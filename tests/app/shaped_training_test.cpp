// Shaped data on the command line: one training whatever the format, and numbers that come back in those of the file.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "engine/data/readers/npy.h"
#include "engine/files/npy_writer.h"
#include "tests/support/command_run.h"
#include "tests/support/idx_files.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words &more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

} // namespace

class ShapedTrainingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    std::string writeNpy(const char *name, const std::vector<Index> &extents, const std::vector<float> &values) {
        auto writer = files::NpyWriter::create(pathOf(name), extents);
        if (!writer || writer->write(values) || writer->commit())
            qFatal("cannot write");
        return pathOf(name);
    }

private slots:
    void theFormatMakesNoDifference_data() {
        QTest::addColumn<QStringList>("settings");
        QTest::newRow("as it is") << QStringList{};
        QTest::newRow("validation") << QStringList{"data.validation=0.2"};
        QTest::newRow("range") << QStringList{"data.scaling={\"kind\": \"range\", \"by\": \"whole\"}"};
        QTest::newRow("standardise") << QStringList{"data.scaling=standardise", "training.loss.kind=mean_squared_error"};
        QTest::newRow("unit length") << QStringList{"data.scaling=unit_norm"};
        QTest::newRow("some, by order") << QStringList{"data.subset={\"kind\": \"random\", \"samples\": 70}", "data.split=order"};
    }
    void theFormatMakesNoDifference() {
        QFETCH(QStringList, settings);
        constexpr std::uint32_t samples = 90, side = 28;
        tests::Bytes idx = tests::idxHeader(0x08, {samples, side, side});
        std::vector<float> floats;
        for (Index i = 0; i < samples * side * side; ++i) {
            const auto byte = static_cast<std::uint8_t>(i % 784 < 40 ? 0 : 127.5f + 127.4f * wave(i));
            idx.push_back(byte);
            floats.push_back(static_cast<float>(byte) / 255.0f);
        }
        const std::string bytes = tests::writeFile(m_folder.path(), "set-images-idx3-ubyte", idx), npy = writeNpy("set.npy", {samples, side, side}, floats);
        std::vector<std::string> hashes;
        for (const std::string &source : {bytes, npy}) {
            Words words{"train", "--preset", "deep", "--data", source, "--epochs", "2", "--batch", "32", "--seed", "11", "--json"};
            for (const QString &setting : settings)
                words = words + Words{"--set", setting.toStdString()};
            const Run trained = run(words);
            QVERIFY2(trained.status == 0, trained.err.c_str());
            hashes.push_back(objects(trained.out).back()["parameters_sha256"].get<std::string>());
        }
        QCOMPARE(hashes[0].size(), std::size_t{64});
        QCOMPARE(hashes[0], hashes[1]);
    }

    void reconstructionsComeBackInTheNumbersOfTheFile() {
        constexpr Index samples = 200, columns = 4;
        std::vector<float> x;
        for (Index i = 0; i < samples * columns; ++i)
            x.push_back(1000.0f + 500.0f * static_cast<float>(i % columns) + 70.0f * wave(i));
        const std::string path = writeNpy("table.npy", {samples, columns}, x);
        const Words words{
            "--preset",
            "tabular",
            "--data",
            path,
            "--set",
            "data.scaling=standardise",
            "--set",
            "data.split.test=0",
            "--set",
            "model.layers=[{\"kind\": \"dense\", \"units\": 4, \"activation\": \"identity\"}, {\"kind\": \"dense\", \"units\": \"data\", \"activation\": \"identity\"}]",
            "--set",
            "model.code=0",
            "--set",
            "training.loss.kind=mean_squared_error"};
        const Run trained = run(Words{"train"} + words + Words{"--epochs", "150", "--batch", "20", "--rate", "0.01", "--weights-out", pathOf("w")});
        QVERIFY2(trained.status == 0, trained.err.c_str());
        const Run applied = run(Words{"reconstruct"} + words + Words{"--weights-in", pathOf("w"), "-o", pathOf("Y.npy")});
        QVERIFY2(applied.status == 0, applied.err.c_str());
        const auto y = data::readNpyFile(pathOf("Y.npy"), {});
        QVERIFY(y && y->floats.size() == x.size());
        for (std::size_t i = 0; i < x.size(); ++i) // nothing to be lost: four columns in four units
            QVERIFY2(std::abs(y->floats[i] - x[i]) < 5, qPrintable(QString("%1: %2, not %3").arg(i).arg(double(y->floats[i])).arg(double(x[i]))));
    }

    void windowsAreTrainedOn() {
        std::vector<float> series;
        for (Index i = 0; i < 300; ++i)
            series.push_back(0.5f + 0.4f * std::sin(0.2f * static_cast<float>(i)));
        const std::string path = writeNpy("series.npy", {300}, series);
        const Words words{"--preset", "tabular",         "--data", path, "--set", "data.window={\"kind\": \"sliding\", \"length\": 20, \"step\": 2}",
                          "--set",    "data.split=order"};
        const Run trained = run(Words{"train"} + words + Words{"--epochs", "2", "--weights-out", pathOf("v"), "--json"});
        QVERIFY2(trained.status == 0, trained.err.c_str());
        QCOMPARE(objects(trained.out)[0]["samples"].get<int>(), 118); // 141 windows, 14 of them the test part, 9 beside it
        const Run applied = run(Words{"reconstruct"} + words + Words{"--weights-in", pathOf("v"), "--part", "test", "-o", pathOf("Z.npy")});
        QVERIFY2(applied.status == 0, applied.err.c_str());
        const auto z = data::readNpyFile(pathOf("Z.npy"), {});
        QVERIFY(z && z->extents == (std::vector<Index>{14, 20, 1}));
    }

    void whatCannotBeIsSaid() {
        const auto refused = [](const char *setting, const char *part) {
            const Run result = run({"train", "--preset", "tabular", "--epochs", "1", "--set", setting});
            return result.status == 1 && result.err.find(part) != std::string::npos && std::count(result.err.begin(), result.err.end(), '\n') == 1;
        };
        QVERIFY(refused("data.split=stratified", "has no labels"));
        QVERIFY(refused("data.scaling=standardize", "standardise"));
        QVERIFY(refused("data.subset={\"kind\": \"first\", \"samples\": 0}", "data.subset.samples"));
        QVERIFY(refused("data.subset={\"kind\": \"all\", \"classes\": \"dog\"}", "data.subset.classes"));
        QVERIFY(refused("data.window={\"kind\": \"sliding\", \"length\": 2000}", "data.window.length"));
        const Run noted =
            run({"train", "--preset", "tabular", "--epochs", "1", "--set", "data.scaling=standardise", "--set", "training.loss.kind=mean_squared_error"});
        QVERIFY2(noted.status == 0 && noted.err.find("cannot reach them") != std::string::npos, noted.err.c_str());
    }

    void everyTableIsListed() {
        for (const auto &[command, kind] : {std::pair{"windows", "sliding"}, {"subsets", "random"}, {"splits", "stratified"}, {"scalings", "whiten"}})
            QVERIFY(run({command}).out.find(kind) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ShapedTrainingTest)
#include "shaped_training_test.moc"
