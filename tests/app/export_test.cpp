// `hourglass export`: a file whole or none, and a sentence for whatever does not fit.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "engine/data/dataset.h"
#include "engine/exporters/model.h"
#include "engine/files/npy_writer.h"
#include "tests/support/command_run.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Words = std::vector<std::string>;

const char *const stack = R"({"version": 1, "name": "Mine", "model": {"code": 1, "layers": [{"kind": "dense", "units": 9, "activation": "tanh"},
    {"kind": "dense", "units": 3, "activation": "identity"}, {"kind": "dropout"}, {"kind": "dense", "units": "data", "activation": "sigmoid"}]},
    "training": {"loss": {"kind": "mean_squared_error"}, "batch": 16, "epochs": 2}, "data": {"source": "tabular"}})";

const char *const stackOfTwo = R"({"version": 1, "model": {"code": 0, "layers": [{"kind": "dense", "units": 1, "activation": "identity"},
    {"kind": "dense", "units": "data", "activation": "identity"}]}, "data": {"source": "tabular", "scaling": {"kind": "standardise"}}})";

} // namespace

class ExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string m_spec = pathOf("spec.json"), m_weights = pathOf("w.safetensors");

    std::string pathOf(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    Run exported(const Words &more) const {
        Words words{"export", "--spec", m_spec, "--weights-in", m_weights};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

private slots:
    void initTestCase() {
        QFile file(QString::fromStdString(m_spec));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(stack);
        file.close();
        QCOMPARE(run({"train", "--spec", m_spec, "--steps", "5", "--weights-out", m_weights, "--json"}).status, 0);
    }

    void cleanup() {
        for (const QString &name : files())
            if (name != "spec.json" && name != "w.safetensors")
                QVERIFY(QFile::remove(m_folder.filePath(name)));
    }

    void writesEachPartInEachFormat_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("part");
        for (const exporters::Row &row : exporters::formats())
            for (const char *part : {"whole", "encoder", "decoder"})
                if (!row.isScript())
                    QTest::addRow("%s %s", row.key, part) << row.key << part;
    }
    void writesEachPartInEachFormat() {
        QFETCH(QString, format);
        QFETCH(QString, part);
        const std::string path = pathOf("model");
        const Run result = exported({"--to", format.toStdString(), "--part", part.toStdString(), "-o", path});
        QVERIFY2(result.status == 0, result.err.c_str());
        QVERIFY2(result.err.find("differ from the network by at most") != std::string::npos, result.err.c_str());
        QVERIFY2(result.out.empty(), result.out.c_str());
        QVERIFY(QFile(QString::fromStdString(path)).size() > 200);
        QCOMPARE(files(), QStringList({"model", "spec.json", "w.safetensors"}));
    }

    void aScriptHasItsWeightsAndSamplesBesideIt_data() {
        QTest::addColumn<QString>("format");
        for (const exporters::Row &row : exporters::formats())
            if (row.isScript())
                QTest::newRow(row.key) << row.key;
    }
    void aScriptHasItsWeightsAndSamplesBesideIt() {
        QFETCH(QString, format);
        const Run result = exported({"--to", format.toStdString(), "-o", pathOf("mine.py")});
        QVERIFY2(result.status == 0, result.err.c_str());
        QVERIFY2(result.err.find("Beside it: mine.weights.safetensors and mine.samples.npy.") != std::string::npos, result.err.c_str());
        QVERIFY2(result.err.find("Random numbers are drawn by another generator") != std::string::npos, result.err.c_str()); // the dropout
        QCOMPARE(files(), QStringList({"mine.py", "mine.samples.npy", "mine.weights.safetensors", "spec.json", "w.safetensors"}));
        const auto contentOf = [this](const char *name) {
            QFile file(m_folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QCOMPARE(contentOf("mine.weights.safetensors"), contentOf("w.safetensors"));
        QVERIFY(contentOf("mine.samples.npy").contains("'shape': (") && contentOf("mine.py").contains("mine.samples.npy"));
        const Run half = exported({"--to", format.toStdString(), "-o", pathOf("half.py"), "--part", "encoder"});
        QVERIFY2(half.status == 1 && half.err.find("A script takes the whole stack") != std::string::npos, half.err.c_str());
        QCOMPARE(files().size(), 5);
    }

    void whatDoesNotFitIsSaid_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("said");
        QTest::newRow("no format") << QStringList{"-o", "X"} << "In which format?";
        QTest::newRow("unknown format") << QStringList{"--to", "caffe", "-o", "X"} << "no format \"caffe\"";
        QTest::newRow("no place") << QStringList{"--to", "onnx"} << "Where should the model go?";
        QTest::newRow("unknown part") << QStringList{"--to", "onnx", "-o", "X", "--part", "half"} << "no part \"half\"";
        QTest::newRow("no such folder") << QStringList{"--to", "onnx", "-o", "none/X"} << "no such folder";
        QTest::newRow("a folder") << QStringList{"--to", "onnx", "-o", m_folder.path()} << "folder";
        QTest::newRow("no decoder") << QStringList{"--to", "onnx", "-o", "X", "--part", "decoder", "--set", "model.code=3"} << "no decoder";
        QTest::newRow("other weights") << QStringList{"--to", "onnx", "-o", "X", "--set", "model.layers.0.units=8"}
                                       << "the shape is [9, 10], but in the stack [8, 10]";
    }
    void whatDoesNotFitIsSaid() {
        QFETCH(QStringList, words);
        QFETCH(QString, said);
        Words all;
        for (const QString &word : words)
            all.push_back(word == "X" || word == "none/X" ? pathOf(word.toUtf8().constData()) : word.toStdString());
        const Run result = exported(all);
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.find(said.toStdString()) != std::string::npos, result.err.c_str());
        QCOMPARE(files(), QStringList({"spec.json", "w.safetensors"}));
    }

    void withoutWeightsNothingLeaves() {
        const Run result = run({"export", "--spec", m_spec, "--to", "onnx", "-o", pathOf("X")});
        QVERIFY(result.status == 1 && result.err.find("Which weights?") != std::string::npos);
        QCOMPARE(files(), QStringList({"spec.json", "w.safetensors"}));
    }

    /// Numbers of the source = factor · input + offset.
    void saysHowNumbersBecameTheInput() {
        data::Dataset plain;
        plain.title = "Mine";
        plain.shape = core::Shape(2);
        plain.train.floats = {1, 2};
        plain.train.samples = 1;
        const auto fact = [](const std::vector<std::pair<std::string, std::string>> &facts, const std::string &key) {
            for (const auto &[name, value] : facts)
                if (name == key)
                    return value;
            return std::string();
        };
        QCOMPARE(fact(exporters::scalingFacts(plain, {"unit", {}}), "hourglass.input"), std::string("The numbers of the data as they are."));
        data::Dataset bytes = plain;
        bytes.train.floats.clear();
        bytes.train.bytes = {1, 2};
        QCOMPARE(fact(exporters::scalingFacts(bytes, {"unit", {}}), "hourglass.input"), std::string("Bytes divided by 255."));
        plain.offsets = {1700000000.5, 3};
        QCOMPARE(fact(exporters::scalingFacts(plain, {"unit", {}}), "hourglass.offset"), std::string("[1700000000.5,3]"));
        QCOMPARE(fact(exporters::scalingFacts(plain, {"unit", {}}), "hourglass.factor"), std::string("[1]"));
    }

    void aTableIsStandardisedByWhatTheFileSays() {
        auto writer = files::NpyWriter::create(pathOf("X.npy"), {8, 2});
        const std::vector<float> values{1, 10, 3, 10, 1, 30, 3, 30, 1, 10, 3, 10, 1, 30, 3, 30};
        QVERIFY(writer && !writer->write(std::span<const float>(values)) && !writer->commit());
        QFile file(m_folder.filePath("two.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(stackOfTwo);
        file.close();
        QCOMPARE(run({"train", "--spec", pathOf("two.json"), "--data", pathOf("X.npy"), "--steps", "1", "--weights-out", pathOf("two.safetensors"), "--json"})
                     .status,
                 0);
        const Run result = run({"export", "--spec", pathOf("two.json"), "--data", pathOf("X.npy"), "--weights-in", pathOf("two.safetensors"), "--to", "onnx",
                                "-o", pathOf("two.onnx")});
        QVERIFY2(result.status == 0, result.err.c_str());
        QVERIFY2(result.err.find("input: (number - offset) / factor") != std::string::npos, result.err.c_str());
        QFile model(m_folder.filePath("two.onnx"));
        QVERIFY(model.open(QIODevice::ReadOnly));
        const QByteArray bytes = model.readAll();
        QVERIFY(bytes.contains("hourglass.offset") && bytes.contains("hourglass.factor") && bytes.contains("standardise"));
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "export_test.moc"
