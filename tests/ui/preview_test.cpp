// What the sheet shows of each drawn set: points for curves, surfaces and clusters, lines for series, pictures for pictures.
#include <QtTest>

#include "engine/data/generators/generator.h"
#include "ui/import/cloud_view.h"
#include "ui/import/preview_samples.h"
#include "ui/import/preview_tiles.h"
#include "ui/import/sample_preview.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

data::Dataset drawn(const std::string &key, spec::Values options = {}) {
    options.emplace("samples", core::Index(300));
    auto dataset = data::generate(*data::findGenerator(key), options, 7);
    return dataset ? *dataset : data::Dataset{};
}

double length(const PointCloud &cloud, int point) {
    const float *place = cloud.places.data() + 3 * point;
    return std::sqrt(static_cast<double>(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]));
}

} // namespace

class PreviewTest : public QObject {
    Q_OBJECT
private slots:
    void eachSetIsShownAsWhatItIs() {
        const std::map<std::string, PreviewKind> others{
            {"blobs", PreviewKind::Points},  {"correlated", PreviewKind::Table}, {"sparse-codes", PreviewKind::Series},
            {"sines", PreviewKind::Series},  {"ecg", PreviewKind::Series},       {"noise", PreviewKind::Series},
            {"tabular", PreviewKind::Table}, {"halves", PreviewKind::Series},    {"uniform", PreviewKind::Table}};
        for (const data::Generator &generator : data::generators()) {
            const spec::Kind kind = generator.kind();
            const PreviewSamples preview = previewOf(drawn(kind.key));
            const PreviewKind wanted = others.contains(kind.key)                          ? others.at(kind.key)
                                       : kind.group == "Images" || kind.group == "Series" ? PreviewKind::Pictures
                                                                                          : PreviewKind::Points;
            QVERIFY2(preview.kind == wanted, kind.key.c_str());
            QVERIFY2((preview.points.count() > 0) == (wanted == PreviewKind::Points), kind.key.c_str());
            SamplePreview view;
            view.resize(400, 300);
            view.showSamples(preview);
            view.show();
            QCOMPARE(view.cloud()->isVisible(), wanted == PreviewKind::Points);
            QVERIFY(!view.grab().isNull());
        }
    }

    void pointsAreThoseOfTheSamples() {
        const data::Dataset moons = drawn("moons");
        const PointCloud cloud = pointCloudOf(moons);
        QCOMPARE(cloud.dimensions, 2);
        QCOMPARE(cloud.count(), 300);
        QVERIFY(!cloud.isProjected);
        QCOMPARE(cloud.classes.size(), std::size_t(300));
        double farthest = 0;
        for (int i = 0; i < cloud.count(); ++i)
            farthest = std::max(farthest, length(cloud, i));
        QVERIFY(std::abs(farthest - 1) < 1e-5);
        // One scale for both directions: differences keep their proportions.
        const float *values = moons.train.floats.data();
        const float scale = (cloud.places[0] - cloud.places[3]) / (values[0] - values[2]);
        QVERIFY(std::abs((cloud.places[1] - cloud.places[4]) - scale * (values[1] - values[3])) < 1e-4f);
    }

    void manyDimensionsAreSeenAlongTheWidest() {
        const PointCloud roll = pointCloudOf(drawn("swiss-roll", {{"dimensions", core::Index(12)}}));
        QVERIFY(roll.isProjected);
        QCOMPARE(roll.dimensions, 3);
        QCOMPARE(roll.tintName, std::string("Angle"));
        QCOMPARE(roll.tints.size(), std::size_t(300));
        const PointCloud circles = pointCloudOf(drawn("circles", {{"dimensions", core::Index(9)}})); // still a plane
        QCOMPARE(circles.dimensions, 2);
        int inner = 0;
        for (int i = 0; i < circles.count(); ++i)
            inner += length(circles, i) < 0.75;
        int labelled = 0;
        for (const int label : circles.classes)
            labelled += label == 1;
        QCOMPARE(inner, labelled);
    }

    void allAtOnePlaceDoNoHarm() {
        data::Dataset dataset = drawn("moons");
        std::fill(dataset.train.floats.begin(), dataset.train.floats.end(), 0.5f);
        CloudView view;
        view.resize(300, 200);
        view.show(pointCloudOf(dataset));
        QVERIFY(!view.grab().isNull());
        view.show({});
        QVERIFY(!view.grab().isNull());
        QVERIFY(view.caption().isEmpty());
    }

    void pointsOfSpaceTurn() {
        CloudView view;
        view.resize(400, 300);
        view.show(pointCloudOf(drawn("torus")));
        QVERIFY(view.caption().contains("drag to turn"));
        QVERIFY(view.caption().contains("Around the ring"));
        const QPointF before = view.position(3);
        QTest::mousePress(&view, Qt::LeftButton, {}, {100, 100});
        QMouseEvent move(QEvent::MouseMove, QPointF(180, 100), QPointF(180, 100), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&view, &move);
        QVERIFY(view.position(3) != before);
        const QPointF turned = view.position(3);
        QTest::keyClick(&view, Qt::Key_Up);
        QVERIFY(view.position(3) != turned);
        for (int i = 0; i < 300; ++i)
            QVERIFY(view.rect().contains(view.position(i).toPoint()));
        view.show(pointCloudOf(drawn("moons")));
        const QPointF flat = view.position(3);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.position(3), flat);
    }

    void picturesThatLieClassByClassAreShownOfEach() {
        data::Dataset folder;
        folder.shape = core::Shape(1, 4, 4);
        folder.classNames = {"boots", "coats", "hats"};
        folder.train.samples = 300;
        folder.train.features = 16;
        folder.train.bytes.resize(300 * 16);
        for (std::size_t i = 0; i < 300; ++i) {
            folder.train.bytes[16 * i] = static_cast<std::uint8_t>(i % 100);
            folder.train.labels.push_back(static_cast<std::int32_t>(i / 100));
        }
        const PreviewSamples preview = previewOf(folder);
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(preview.labels[static_cast<std::size_t>(i)], folder.classNames[static_cast<std::size_t>(i % 3)]);
            QCOMPARE(std::lround(preview.sample(i)[0] * 255), long(i / 3)); // the first ones of each
        }
        for (std::size_t i = 0; i < 300; ++i)
            folder.train.labels[i] = static_cast<std::int32_t>(i % 3);
        QCOMPARE(std::lround(previewOf(folder).sample(7)[0] * 255), 7L); // mixed: as they come
    }

    void aMovieIsOnePlate() {
        for (const char *layout : {"sequence", "channels"}) {
            data::Dataset movie = drawn("moving-dot", {{"layout", std::string(layout)}});
            const PreviewSamples preview = previewOf(movie);
            QCOMPARE(preview.kind, PreviewKind::Pictures);
            QCOMPARE(preview.shape.channels(), 1);
            QCOMPARE(preview.shape.width(), preview.shape.height());
            const float *plate = preview.sample(0);
            QVERIFY(std::count_if(plate, plate + preview.shape.size(), [](float value) { return value > 0.15f; }) > 10); // a trail
        }
    }
};

QTEST_MAIN(PreviewTest)
#include "preview_test.moc"
