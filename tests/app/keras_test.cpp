// Files of Keras: those that we write come back, those that Keras wrote (tests/data/make_keras_models.py) give what they gave there, and others are refused.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

#include "engine/core/floating_point.h"
#include "engine/exporters/model.h"
#include "engine/importers/importer.h"
#include "tests/support/converted_data.h"
#include "tests/support/graph_stacks.h"
#include "tests/support/imported_models.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

constexpr Index samples = 3;

const QString models = QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/models/");

std::string bytesOf(const QString &path) {
    std::ifstream file(path.toStdString(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const QString &path, const std::string &bytes) {
    std::ofstream(path.toStdString(), std::ios::binary) << bytes;
}

const exporters::Row &format() {
    const auto &rows = exporters::formats();
    return *std::find_if(rows.begin(), rows.end(), [](const exporters::Row &row) { return row.key == std::string("keras"); });
}

core::Result<importers::Imported> imported(const QString &path, const importers::Wish &wish = {}) {
    return importers::read(path.toStdString(), wish, &programConverter());
}

/// Empty, or how what comes back differs from what left.
QString faultOfRoundTrip(const FilledPlan &filled, std::uint64_t seed) {
    auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, StackPart::Whole, format());
    const QTemporaryDir folder;
    const QString path = folder.filePath("model.keras");
    const auto bytes = format().make(*model);
    if (!bytes)
        return QString::fromStdString(bytes.error().sentence());
    write(path, *bytes);
    const auto back = imported(path);
    if (!back)
        return QString::fromStdString(back.error().sentence());
    const std::vector<float> input = someSamples(filled.plan->features(), samples, seed);
    if (isCloseCall(*filled.lowered(StackPart::Whole), input, samples))
        return {};
    if (!(back->plan->input() == filled.plan->input()))
        return "another sample";
    if (back->plan->codeSize() != filled.plan->codeSize())
        return QString("a code of %1, not of %2").arg(back->plan->codeSize()).arg(filled.plan->codeSize());
    const double difference = differenceOf(outputOf(*back, input, samples), networkOutput(filled, StackPart::Whole, input, samples));
    return difference <= 1e-5 ? QString() : QString("differs by %1").arg(difference);
}

} // namespace

class KerasTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void presetsComeBack_data() {
        QTest::addColumn<QString>("key");
        for (const spec::Preset &preset : spec::presets())
            if (presetPlan(preset)->parameterFloats() < 600'000)
                QTest::newRow(preset.key.c_str()) << QString::fromStdString(preset.key);
    }
    void presetsComeBack() {
        QFETCH(QString, key);
        const FilledPlan filled(presetPlan(*spec::findPreset(key.toStdString())), 1);
        QCOMPARE(faultOfRoundTrip(filled, 1), QString());
    }

    /// Each is an archive with the three parts that Keras asks for, and the weights lie where Keras looks for them.
    void itsPartsLieWhereKerasLooks() {
        const FilledPlan filled(presetPlan(*spec::findPreset("map")), 1);
        auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, StackPart::Whole, format());
        const QTemporaryDir folder;
        const QString path = folder.filePath("map.keras");
        write(path, *format().make(*model));
        QCOMPARE(bytesOf(path), *format().make(*model)); // the same model is the same bytes
        const auto conversion = programConverter().convert({"keras", path.toStdString(), {}, {}});
        QVERIFY2(conversion, conversion ? "" : conversion.error().sentence().c_str());
        const auto weights = files::SafetensorsFile::open(conversion->path);
        QVERIFY(weights);
        QStringList found;
        for (const files::TensorEntry &entry : weights->tensors())
            found << QString::fromStdString(entry.name + ' ' + files::shapeText(entry.shape));
        found.sort();
        QStringList wanted;
        const Index sizes[] = {784, 256, 64, 2, 64, 256, 784};
        for (int layer = 0; layer < 6; ++layer) {
            const int within = layer % 3;
            const QString place =
                QString("layers/functional%1/layers/dense%2/vars/").arg(layer < 3 ? "" : "_1", within == 0 ? QString() : QString("_%1").arg(within));
            wanted << QString("%1%2 [%3, %4]").arg(place, "0").arg(sizes[layer]).arg(sizes[layer + 1])
                   << QString("%1%2 [%3]").arg(place, "1").arg(sizes[layer + 1]);
        }
        wanted.sort();
        QCOMPARE(found, wanted);
    }

    void othersGiveWhatTheyGaveThere_data() {
        QTest::addColumn<Index>("code");
        QTest::addColumn<std::vector<Index>>("shape"); // of a sample here, where its numbers lie in another order
        QTest::addColumn<std::vector<Index>>("order");
        const std::vector<Index> none;
        QTest::newRow("keras_sequential") << Index{2} << none << none;
        QTest::newRow("keras_nested") << Index{3} << std::vector<Index>{7, 7, 2} << std::vector<Index>{2, 0, 1};
        QTest::newRow("keras_upsampled") << Index{8} << none << none;
        QTest::newRow("keras_series") << Index{2} << none << none;
    }
    void othersGiveWhatTheyGaveThere() {
        QFETCH(Index, code);
        QFETCH(std::vector<Index>, shape);
        QFETCH(std::vector<Index>, order);
        const QString path = models + QTest::currentDataTag();
        const auto back = imported(path + ".keras");
        QVERIFY2(back, back ? "" : back.error().sentence().c_str());
        auto expected = files::SafetensorsFile::open((path + ".expected.safetensors").toStdString());
        QVERIFY(expected);
        std::vector<float> input = numbersOf(*expected, "input"), output = numbersOf(*expected, "output");
        if (!shape.empty()) {
            input = inOurOrder(input, samples, shape, order);
            output = inOurOrder(output, samples, shape, order);
        }
        const double difference = differenceOf(outputOf(*back, input, samples), output);
        QVERIFY2(difference <= 1e-5, qPrintable(QString("differs by %1").arg(difference)));
        QCOMPARE(back->plan->codeSize(), code);
    }

    void whatNoLayerDoesIsNamed() {
        const auto skip = imported(models + "keras_branching.keras");
        QVERIFY(!skip);
        const QString said = QString::fromStdString(skip.error().sentence());
        QVERIFY2(said.contains("layer \"skip\" (Add)") && said.contains("keras_branching.keras"), qPrintable(said));
    }

    void whatWorksInTrainingAloneIsTold() {
        const auto back = imported(models + "keras_sequential.keras");
        QVERIFY(back);
        const bool isTold =
            std::any_of(back->remarks.begin(), back->remarks.end(), [](const std::string &remark) { return remark.find("(Dropout)") != std::string::npos; });
        QVERIFY(isTold);
    }

    void damagedFilesGiveASentence_data() {
        QTest::addColumn<bool>("isCut");
        QTest::newRow("cut off") << true;
        QTest::newRow("turned") << false;
    }
    void damagedFilesGiveASentence() {
        QFETCH(bool, isCut);
        const std::string whole = bytesOf(models + "keras_upsampled.keras");
        QVERIFY(whole.size() > 1000);
        const QTemporaryDir folder;
        const QString path = folder.filePath("model.keras");
        Lots lots(17);
        int refused = 0;
        constexpr std::size_t pieces = 12;
        for (std::size_t i = 0; i < 2 * pieces; ++i) {
            std::string bytes = isCut ? whole.substr(0, whole.size() * i / (2 * pieces)) : whole;
            if (!isCut)
                bytes[static_cast<std::size_t>(lots.between(Index{0}, static_cast<Index>(bytes.size()) - 1))] ^=
                    static_cast<char>(1 << lots.between(Index{0}, Index{7}));
            write(path, bytes);
            const auto back = imported(path);
            if (!back) {
                ++refused;
                const QString said = QString::fromStdString(back.error().sentence());
                QVERIFY2(said.contains("model.keras") && said.size() > 30 && !said.contains("/proc/"), qPrintable(said));
                continue;
            }
            QVERIFY2(!isCut, "a file that is cut off was read");
            QVERIFY(kernels::areFinite(back->parameters.size(), back->parameters.data()));
        }
        QVERIFY(refused > 0);
    }

    void othersAreNoModels() {
        const QTemporaryDir folder;
        write(folder.filePath("text.keras"), "hello");
        const auto text = imported(folder.filePath("text.keras"));
        QVERIFY(!text && QString::fromStdString(text.error().sentence()).contains("no `.keras` file"));
        const auto inEngine = importers::read((models + "keras_nested.keras").toStdString(), {});
        QVERIFY(!inEngine && QString::fromStdString(inEngine.error().sentence()).contains("weights of Keras"));
    }
};

QTEST_GUILESS_MAIN(KerasTest)
#include "keras_test.moc"
