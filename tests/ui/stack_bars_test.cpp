// Bars of layers that make images and sequences: their words, the outlines of their maps, slim layers, and stacks that do not compile.
#include <QtTest>

#include <QImage>
#include <QPainter>

#include "engine/layers/registry.h"
#include "engine/plan/plan.h"
#include "ui/stack/stack_painting.h"
#include "ui/stack/stack_sketch.h"
#include "ui/stack/stack_text.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

const core::Shape image(1, 28, 28);
using spec::Index;

spec::LayerSpec layer(const std::string &kind, spec::Values values = {}) {
    return {kind, std::move(values)};
}

spec::Value data() {
    return std::string("data");
}

spec::ModelSpec convolutions() {
    const auto maps = [](const char *kind, spec::Value channels) { return layer(kind, {{"channels", channels}, {"stride", Index{2}}}); };
    return {{maps("conv2d", Index{16}), layer("max_pool"), layer("spatial_dropout"), layer("dense", {{"units", Index{8}}}),
             layer("dense", {{"units", Index{784}}}), layer("upsample"), maps("conv2d_transposed", Index{16}),
             layer("conv2d", {{"channels", data()}, {"activation", std::string("sigmoid")}})},
            3,
            false};
}

spec::ModelSpec recurrent() {
    return {{layer("gru", {{"units", Index{32}}, {"output", std::string("sequence")}}), layer("lstm", {{"units", Index{8}}, {"bidirectional", true}}),
             layer("repeat_vector"), layer("dense_steps", {{"units", data()}})},
            1,
            false};
}

spec::Catalogue catalogue() {
    spec::Catalogue catalogue;
    catalogue.layers = layers::layerKinds();
    return catalogue;
}

std::vector<StackBar> barsFor(const spec::ModelSpec &model) {
    const auto plan = plan::compile(model, image);
    return plan ? barsOf((*plan)->outline(), true) : std::vector<StackBar>();
}

QImage painted(const std::vector<StackBar> &bars, QSizeF room) {
    StackScene scene;
    scene.bars = bars;
    scene.layout = layOutStack(bars, room, 0, -1, 0);
    QImage picture(static_cast<int>(room.width()), static_cast<int>(scene.layout.height), QImage::Format_RGB32);
    picture.fill(scene.theme.panel);
    QPainter painter(&picture);
    paintStack(painter, scene, picture.rect(), picture.rect());
    return picture;
}

} // namespace

class StackBarsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void imagesTellChannelsAndSides() {
        const auto bars = barsFor(convolutions());
        QCOMPARE(bars.size(), std::size_t(9));
        QCOMPARE(bars[1].name, QString("16 maps · 14 × 14"));
        QCOMPARE(bars[1].shortName, QString("16 · 14 × 14"));
        QCOMPARE(bars[1].detail, QString("Convolution · ReLU"));
        QCOMPARE(bars[1].shortDetail, QString("Convolution"));
        QCOMPARE(bars[0].shortName, QString("28 × 28"));
        QCOMPARE(bars[2].label(), QString("Max pooling · 7 × 7"));
        QCOMPARE(bars[3].label(), QString("Spatial dropout"));
        QCOMPARE(bars[4].name, QString("Code 8"));
        QCOMPARE(bars[5].label(), QString("Dense 784 · ReLU"));
        QCOMPARE(bars[6].label(), QString("Upsampling · 14 × 14"));
        QVERIFY(bars[1].spoken.startsWith("Convolution 16, ReLU, encoder, layer 1"));
        spec::ModelSpec isCode = convolutions();
        isCode.code = 1;
        QCOMPARE(barsFor(isCode)[2].name, QString("Code 16 maps · 7 × 7"));
        QVERIFY(!barsFor(isCode)[2].isSlim);
    }

    void aReshapeTellsWhatItMakes() {
        const auto bars = barsFor({{layer("dense", {{"units", Index{96}}}), layer("reshape", {{"channels", Index{6}}}),
                                    layer("reshape", {{"form", std::string("series")}, {"channels", Index{12}}}), layer("dense", {{"units", data()}})},
                                   0,
                                   false});
        QCOMPARE(bars.size(), std::size_t(5));
        QCOMPARE(bars[2].label(), QString("Reshape · 6 maps · 4 × 4"));
        QCOMPARE(bars[3].label(), QString("Reshape · 8 steps × 12"));
        QVERIFY(bars[2].isSlim && bars[3].isSlim);
    }

    void outlinesFollowTheMaps() {
        const auto bars = barsFor(convolutions());
        QCOMPARE(bars[0].outlines, 1); // the input, since there are maps
        QCOMPARE(bars[1].outlines, 3);
        QCOMPARE(bars[4].outlines, 0);
        QCOMPARE(bars[1].mapHeight, 0.5);
        QCOMPARE(bars[7].mapHeight, 1.0);
        spec::ModelSpec flat{{layer("dense", {{"units", Index{8}}}), layer("dense", {{"units", data()}})}, 0, false};
        QCOMPARE(barsFor(flat)[0].outlines, 0); // a dense stack looks as it did
    }

    void sequencesTellStepsAndFeatures() {
        const auto bars = barsFor(recurrent());
        QCOMPARE(bars[1].name, QString("28 steps × 32"));
        QCOMPARE(bars[1].shortName, QString("28 × 32"));
        QCOMPARE(bars[1].detail, QString("GRU"));
        QCOMPARE(bars[2].name, QString("Code 16"));
        QCOMPARE(bars[3].name, QString("28 steps × 16"));
        QVERIFY(bars[1].spoken.startsWith("GRU 32"));
        QCOMPARE(stepsText(core::Shape(1, 5)), QString("1 step × 5"));
        QCOMPARE(mapsText(core::Shape(1, 7, 9)), QString("1 map · 7 × 9"));
    }

    void layersWithoutAWidthAreSlim() {
        const auto bars = barsFor(convolutions());
        std::vector<bool> slim;
        for (const StackBar &bar : bars)
            slim.push_back(bar.isSlim);
        QCOMPARE(slim, (std::vector<bool>{false, false, true, true, false, false, true, false, false}));
        const StackLayout roomy = layOutStack(bars, {300, 1000}, 40, -1, 0);
        QCOMPARE(roomy.bars[1].height(), 40.0);
        QCOMPARE(roomy.bars[2].height(), 24.0);
        const StackLayout lower = layOutStack(bars, {300, 340}, 40, -1, 0); // of 464
        QVERIFY(lower.height <= 340);
        QVERIFY(lower.bars[2].height() >= 18 && lower.bars[1].height() < 40 && lower.bars[1].height() >= lower.bars[2].height());
        for (std::size_t i = 1; i < lower.bars.size(); ++i)
            QVERIFY(lower.bars[i].top() - lower.bars[i - 1].bottom() >= 8);
    }

    void aStackIsSeenAsAWholeWhereLinesOfTextFit() {
        std::vector<StackBar> bars(7);
        for (StackBar &bar : bars)
            bar.units = 64;
        for (const double height : {400.0, 264.0, 250.0, 220.0}) {
            const StackLayout layout = layOutStack(bars, {230, height}, 40, -1, 0);
            QVERIFY2(layout.height <= height, qPrintable(QString("%1 of %2").arg(layout.height).arg(height)));
            QVERIFY(layout.bars[0].height() >= 20 && layout.gap >= 8);
        }
        QCOMPARE(layOutStack(bars, {230, 190}, 40, -1, 0).bars[0].height(), 40.0); // it scrolls
    }

    void everyKindHasItsWidth() {
        QStringList slim;
        for (const spec::Kind &kind : layers::layerKinds())
            if (!kind.hasWidth())
                slim << QString::fromStdString(kind.key);
        slim.sort();
        QCOMPARE(slim, (QStringList{"activation", "average_pool", "batch_norm", "dropout", "gaussian_noise", "k_sparse", "layer_norm", "max_pool", "mmd",
                                    "prelu", "reshape", "spatial_dropout", "upsample"}));
    }

    void outlinesStayInTheirBars() {
        const auto bars = barsFor(convolutions());
        for (const QSizeF room : {QSizeF(200, 1000), QSizeF(300, 1000), QSizeF(300, 345)}) {
            const StackLayout layout = layOutStack(bars, room, 0, -1, 0);
            auto plain = bars;
            for (StackBar &bar : plain)
                bar.outlines = 0;
            const QImage with = painted(bars, room), without = painted(plain, room);
            QVERIFY(with != without);
            for (int y = 0; y < with.height(); ++y)
                for (int x = 0; x < with.width(); ++x)
                    if (with.pixel(x, y) != without.pixel(x, y)) {
                        const bool isText = x > layout.centre + layout.fullWidth * 0.135; // a label may move beside its bar
                        const int bar = layout.barAt(QPointF(x + 0.5, y + 0.5));
                        QVERIFY2(isText || bar >= 0, qPrintable(QString("%1, %2").arg(x).arg(y)));
                    }
        }
    }

    /// What is told of a stack that does not compile is what the plan says of one that does.
    void aSketchKnowsShapes() {
        spec::ModelSpec tied{{layer("dense", {{"units", Index{64}}}), layer("prelu"), layer("variational", {{"units", Index{9}}}),
                              layer("dense", {{"units", Index{64}}}), layer("tied", {{"to", Index{0}}})},
                             2,
                             false};
        spec::ModelSpec series{
            {layer("conv1d", {{"channels", Index{8}}, {"stride", Index{2}}}), layer("conv1d_transposed", {{"channels", data()}, {"stride", Index{2}}})},
            0,
            false};
        spec::ModelSpec reshaped{{layer("dense", {{"units", Index{96}}}), layer("reshape", {{"channels", Index{4}}, {"width", Index{4}}}),
                                  layer("conv2d", {{"channels", Index{6}}}), layer("reshape", {{"form", std::string("series")}, {"channels", Index{12}}}),
                                  layer("reshape", {{"channels", Index{16}}, {"height", Index{1}}}), layer("dense", {{"units", data()}})},
                                 0,
                                 false};
        spec::ModelSpec maps = convolutions();
        for (const spec::ModelSpec &model : {maps, recurrent(), tied, series, reshaped}) {
            const auto plan = plan::compile(model, image);
            if (!plan)
                QFAIL(plan.error().what.c_str());
            const plan::Outline sketch = sketchedStack(model, catalogue(), image);
            for (std::size_t i = 0; i < sketch.layers.size(); ++i) {
                const plan::LayerOutline &made = (*plan)->outline().layers[i];
                const bool isFlatAndThenImage =
                    made.input.rank == 1 && made.output.rank == 3 && made.label != "Reshape"; // the plan looks for a shape that comes back
                if (!isFlatAndThenImage && sketch.layers[i].input == made.input) {
                    const QString what =
                        QString("%1: %2, not %3").arg(QString::fromStdString(made.label), shapeText(sketch.layers[i].output), shapeText(made.output));
                    QVERIFY2(sketch.layers[i].output == made.output, qPrintable(what));
                }
                QCOMPARE(sketch.layers[i].hasWidth, made.hasWidth);
            }
        }
    }
};

QTEST_MAIN(StackBarsTest)
#include "stack_bars_test.moc"
