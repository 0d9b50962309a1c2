// A spec that cannot be trained ends the command with one sentence and status 1, and leaves the folder as it was.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/command_run.h"

using namespace hourglass::tests;

namespace {

std::string specText(const std::string &layers, const std::string &training = "") {
    return R"({"version": 1, "data": {"source": "tabular"}, "model": {"layers": [)" + layers + R"(], "code": 0}, "training": {)" + training + "}}";
}

std::string repeated(int count) {
    std::string layers;
    for (int i = 0; i < count; ++i)
        layers += std::string(i ? ", " : "") + R"({"kind": "dense", "units": "data"})";
    return layers;
}

const std::string last = R"({"kind": "dense", "units": "data"})";

} // namespace

class BadSpecsTest : public QObject {
    Q_OBJECT

private slots:
    void leaveNothingBehind_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part"); ///< of the sentence
        const auto row = [](const char *name, const std::string &text, const char *part) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(part);
        };
        row("unknown key", specText(R"({"kind": "dense", "unit": 3}, )" + last), "Did you mean \"units\"?");
        row("unknown kind", specText(R"({"kind": "denze"}, )" + last), "Did you mean \"dense\"?");
        row("wrong type", specText(R"({"kind": "dense", "units": [3]}, )" + last), "model.layers.0.units");
        row("not a number", specText(last, R"("optimiser": {"kind": "adam", "rate": NaN})"), "is not JSON");
        row("not a number, in words", specText(last, R"("optimiser": {"kind": "adam", "rate": "NaN"})"), "training.optimiser.rate");
        row("negative units", specText(R"({"kind": "dense", "units": -3}, )" + last), "from 1 to 65536");
        row("negative epochs", specText(last, R"("epochs": -1)"), "training.epochs: must be a whole number from 1");
        row("a billion units", specText(R"({"kind": "dense", "units": 1000000000}, )" + last), "4000 MB");
        row("a billion weights", specText(R"({"kind": "dense", "units": 65536}, {"kind": "dense", "units": 16384}, )" + last), "1073741824 weights (4295 MB)");
        row("500 layers", specText(repeated(500)), "has 500 layers. A stack has 1 to 64 layers");
        row("no layer", specText(""), "has no layer");
        row("tied in a ring", specText(R"({"kind": "dense"}, {"kind": "tied", "to": 2}, {"kind": "tied", "to": 1}, )" + last), "layer 2");
        row("an output of another size", specText(R"({"kind": "dense", "units": 3})"), "layer 1");
        row("a loss that does not fit", specText(last, R"("loss": {"kind": "structural_similarity"})"), "training.loss");
        row("clipped L-BFGS", specText(last, R"("optimiser": {"kind": "lbfgs"}, "gradient": {"clip_norm": 1})"), "training.gradient");
        row("a stop twice", specText(last, R"("stop": [{"kind": "no_improvement"}, {"kind": "no_improvement"}])"), "training.stop");
        row("numbers that run away",
            specText(R"({"kind": "dense", "units": "data", "activation": "identity"})", R"("optimiser": {"kind": "sgd", "rate": 1000000}, "epochs": 50)"),
            "Lower the learning rate");
    }
    void leaveNothingBehind() {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const QDir files(folder.path());
        QFile spec(files.filePath("bad.json")), weights(files.filePath("old.safetensors"));
        QVERIFY(spec.open(QIODevice::WriteOnly) && weights.open(QIODevice::WriteOnly));
        spec.write(text);
        weights.write("what was here");
        spec.close();
        weights.close();
        for (const char *out : {"new.safetensors", "old.safetensors"}) {
            const Run result = run({"train", "--spec", spec.fileName().toStdString(), "--weights-out", files.filePath(out).toStdString(), "--json"});
            QVERIFY2(result.status == 1, result.err.c_str());
            const QString sentence = QString::fromStdString(result.err);
            QVERIFY2(sentence.startsWith("hourglass: ") && sentence.contains(part), qPrintable(sentence));
            QCOMPARE(sentence.count('\n'), 1);
            QCOMPARE(files.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList({"bad.json", "old.safetensors"}));
            QVERIFY(weights.open(QIODevice::ReadOnly));
            QCOMPARE(weights.readAll(), QByteArray("what was here"));
            weights.close();
        }
    }
};

QTEST_GUILESS_MAIN(BadSpecsTest)
#include "bad_specs_test.moc"
