// Weights on the command line: a training that starts from a file, ends in one, and takes as many steps as it is told, in the order it is told.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "engine/files/safetensors.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words &more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

const Words training{"train", "--preset", "tabular", "--epochs", "2", "--seed", "7", "--json"};

nlohmann::json doneOf(const Run &run) {
    return run.out.empty() ? nlohmann::json() : objects(run.out).back();
}

} // namespace

class WeightsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    QByteArray bytesOf(const char *name) {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void whatIsWrittenIsWhatWasReached() {
        const Run whole = run(training + Words{"--weights-out", pathOf("end")});
        QVERIFY2(whole.status == 0, whole.err.c_str());
        QCOMPARE(whole.err, std::string());
        QVERIFY(doneOf(run(training))["parameters_sha256"] == doneOf(whole)["parameters_sha256"]); // writing changes nothing
    }

    void goesOnToTheBit() {
        // An optimiser without memory, and epochs of two steps that are all alike: four steps are two and two.
        const Words words{
            "train",  "--preset", "tabular", "--batch", "500", "--no-shuffle", "--set", "training.optimiser.kind=sgd", "--set", "training.optimiser.momentum=0",
            "--rate", "0.1",      "--json"};
        const Run four = run(words + Words{"--steps", "4", "--weights-out", pathOf("four")});
        QVERIFY2(four.status == 0, four.err.c_str());
        QCOMPARE(run(words + Words{"--steps", "2", "--weights-out", pathOf("two")}).status, 0);
        QVERIFY(bytesOf("two") != bytesOf("four"));
        const Run rest = run(words + Words{"--steps", "2", "--weights-in", pathOf("two"), "--weights-out", pathOf("two")}); // over its own beginning
        QVERIFY2(rest.status == 0, rest.err.c_str());
        QVERIFY(!bytesOf("two").isEmpty() && bytesOf("two") == bytesOf("four"));
        QVERIFY(doneOf(rest)["parameters_sha256"] == doneOf(four)["parameters_sha256"]);
        QVERIFY(doneOf(rest)["test"] == doneOf(four)["test"]);
    }

    void stepsEndATrainingWithinAnEpoch() {
        const Run seven = run(training + Words{"--steps", "7", "--weights-out", pathOf("seven")});
        QVERIFY2(seven.status == 0, seven.err.c_str());
        QCOMPARE(objects(seven.out).size(), std::size_t{2}); // start, done: the epoch did not end
        QCOMPARE(doneOf(seven)["stopped"].get<bool>(), false);
        for (const char *threads : {"1", "3"}) {
            const Run other = run(training + Words{"--steps", "7", "--threads", threads, "--weights-out", pathOf("other")});
            QVERIFY(doneOf(other)["parameters_sha256"] == doneOf(seven)["parameters_sha256"]);
            QVERIFY(!bytesOf("seven").isEmpty() && bytesOf("other") == bytesOf("seven"));
        }
        QVERIFY(doneOf(run(training + Words{"--steps", "8"}))["parameters_sha256"] != doneOf(seven)["parameters_sha256"]);
    }

    void epochsAndStepsEndAtWhatComesFirst() {
        // 1000 samples, 500 in a step: two steps an epoch.
        const Words words{"train", "--preset", "tabular", "--batch", "500", "--json"};
        const auto epochs = [](const Run &run) { return objects(run.out).size() - 2; };
        QCOMPARE(epochs(run(words + Words{"--epochs", "3", "--steps", "100"})), std::size_t{3});
        QCOMPARE(epochs(run(words + Words{"--epochs", "3", "--steps", "5"})), std::size_t{2});
        QCOMPARE(epochs(run(words + Words{"--epochs", "3", "--steps", "6"})), std::size_t{3});
        QCOMPARE(epochs(run(words + Words{"--set", "training.epochs=3", "--steps", "9"})), std::size_t{4}); // the steps are what was asked for
    }

    void theOrderOfTheSamplesMatters() {
        const auto hash = [&](const Words &more) { return doneOf(run(training + more))["parameters_sha256"].get<std::string>(); };
        QVERIFY(hash({}) != hash({"--no-shuffle"}));
        QCOMPARE(hash({"--no-shuffle", "--threads", "1"}), hash({"--no-shuffle", "--threads", "3"}));
    }

    void theSeedDoesNotMatterWhereNothingIsDrawn() {
        // Weights from a file, samples in order: what is left of the seed is the generator's data.
        const QString data = m_folder.filePath("data");
        QVERIFY(QDir().mkpath(data));
        QFile samples(data + "/train-images-idx3-ubyte"), test(data + "/t10k-images-idx3-ubyte");
        QVERIFY(samples.open(QIODevice::WriteOnly) && test.open(QIODevice::WriteOnly));
        QByteArray content("\0\0\x08\x02\0\0\0\x20\0\0\0\x0a", 12);
        for (int i = 0; i < 320; ++i)
            content.append(static_cast<char>(i * 37));
        samples.write(content);
        test.write(content);
        samples.close();
        test.close();
        const Words words{"train", "--preset", "tabular", "--data", data.toStdString(), "--batch", "10", "--epochs", "2", "--json"};
        QCOMPARE(run(words + Words{"--weights-out", pathOf("start")}).status, 0);
        const auto hash = [&](const char *seed) {
            return doneOf(run(words + Words{"--weights-in", pathOf("start"), "--no-shuffle", "--seed", seed}))["parameters_sha256"].get<std::string>();
        };
        QCOMPARE(hash("1"), hash("2"));
    }

    void saysHowMuchMemoryIsPlanned() {
        const auto memory = objects(run(training).out)[0]["memory_mb"];
        QCOMPARE(memory["data"].get<double>(), 0.08);
        QVERIFY(std::abs(memory["parameters"].get<double>() - 5546 * 4e-6) < 1e-3);
        QVERIFY(std::abs(memory["optimiser"].get<double>() - 3 * 5546 * 4e-6) < 3e-3);
        QVERIFY(memory["activations"].get<double>() > 0.1);
        const Run plain = run({"train", "--preset", "tabular", "--steps", "1"});
        QCOMPARE(plain.err, std::string("hourglass: planned memory: parameters 0.0222 MB, optimiser 0.0666 MB, activations 0.57 MB, data 0.08 MB\n"));
    }

    void saysWhatDoesNotFit_data() {
        QTest::addColumn<Words>("words");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, Words words, const char *part) { QTest::newRow(name) << std::move(words) << QString::fromUtf8(part); };
        row("no such weights", {"--weights-in", "/nowhere/w"}, "/nowhere/w: there is no such file");
        row("a folder", {"--weights-in", "/tmp"}, "/tmp: this is not a file");
        row("no weights", {"--weights-in", HOURGLASS_SOURCE_DIR "/README.md"}, "README.md: the header is said to have");
        row("other weights", {"--weights-in", "WEIGHTS", "--set", "model.layers.0.units=65"},
            "layers.0.weight: the shape is [64, 10], but in the stack [65, 10]");
        row("no folder to write to", {"--weights-out", "/nowhere/w"}, "/nowhere/w: there is no such folder");
        row("a device", {"--weights-out", "/dev/full"}, "/dev/full: this is not a file that could be replaced");
        row("no steps", {"--steps", "0"}, "--steps");
        row("some steps", {"--steps", "some"}, "--steps");
    }
    void saysWhatDoesNotFit() {
        QFETCH(Words, words);
        QFETCH(QString, part);
        const std::string weights = pathOf("weights.safetensors");
        QCOMPARE(run({"train", "--preset", "tabular", "--steps", "1", "--weights-out", weights}).status, 0);
        std::replace(words.begin(), words.end(), std::string("WEIGHTS"), weights);
        const Run result = run(training + words);
        QCOMPARE(result.status, 1);
        QVERIFY2(QString::fromStdString(result.err).contains(part), result.err.c_str());
        QCOMPARE(std::count(result.err.begin(), result.err.end(), '\n'), 1);
        QCOMPARE(result.out, std::string());
    }

    void aTrainingThatDivergesWritesNothing() {
        for (const Words &steps : {Words{"--steps", "1"}, Words{}}) {
            const Run result = run(Words{"train", "--preset", "deep", "--data", "fashion-mnist-sample", "--rate", "1e39", "--set",
                                         "training.optimiser.kind=sgd", "--epochs", "1", "--json", "--weights-out", pathOf("none")} +
                                   steps);
            QCOMPARE(result.status, 1);
            QVERIFY2(result.err.find("--rate") != std::string::npos, result.err.c_str());
            QVERIFY(!QFile::exists(m_folder.filePath("none")));
        }
    }
};

QTEST_GUILESS_MAIN(WeightsTest)
#include "weights_test.moc"
