// `reconstruct` and `encode`: the numbers of the network itself, in the order and the shape of the file.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>

#include "engine/core/floating_point.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/reader.h"
#include "engine/files/npy_writer.h"
#include "engine/files/weights.h"
#include "engine/plan/network.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/command_run.h"
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

const char *const stack = R"({"version": 1, "model": {"code": 2, "layers": [{"kind": "dense", "units": 9, "activation": "tanh"}, {"kind": "batch_norm"},
    {"kind": "dense", "units": 3, "activation": "identity"}, {"kind": "dense", "units": "data", "activation": "sigmoid"}]},
    "training": {"loss": {"kind": "mean_squared_error"}, "batch": 16, "epochs": 2}, "data": {"source": "tabular"}})";

} // namespace

class ApplyTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string m_spec = pathOf("spec.json"), m_weights = pathOf("w.safetensors"), m_out = pathOf("Y.npy");

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }

    /// Numbers from 0 to 1.
    std::string writeData(const std::vector<Index> &extents) {
        Index count = 1;
        for (const Index extent : extents)
            count *= extent;
        std::vector<float> values;
        for (Index i = 0; i < count; ++i)
            values.push_back(0.5f + 0.5f * wave(i));
        auto writer = files::NpyWriter::create(pathOf("X.npy"), extents);
        if (!writer || writer->write(values) || writer->commit())
            qFatal("cannot write");
        return pathOf("X.npy");
    }
    data::Array output() {
        auto array = data::readNpyFile(m_out, {});
        return array ? *array : data::Array{m_out, {0}, {}, {}, false};
    }
    Words words(const char *command) const { return {command, "--spec", m_spec, "--weights-in", m_weights, "-o", m_out}; }
    void train(const Words &more) {
        const Run trained = run(Words{"train", "--spec", m_spec, "--steps", "5", "--weights-out", m_weights, "--json"} + more);
        QVERIFY2(trained.status == 0, trained.err.c_str());
    }

private slots:
    void initTestCase() {
        QFile file(QString::fromStdString(m_spec));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(stack);
    }
    void init() { QFile::remove(QString::fromStdString(m_out)); }

    void rowIBelongsToRowI() {
        core::setFloatingPointMode();
        const std::string path = writeData({600, 7}); // more than two blocks
        train({"--data", path});
        const auto array = data::readNpyFile(path, {});
        const auto spec = spec::readSpec(stack, training::catalogue(), "stack");
        QVERIFY(array && spec);
        const auto plan = *plan::compile(spec->model, core::Shape(7));
        const auto weights = files::readWeights(m_weights, *plan);
        QVERIFY(bool(weights));
        plan::Network network(plan, weights->parameters.data(), weights->state.data(), 1);
        for (const bool isCode : {false, true}) {
            const Run applied = run(words(isCode ? "encode" : "reconstruct") + Words{"--data", path});
            QVERIFY2(applied.status == 0, applied.err.c_str());
            QCOMPARE(applied.out, std::string());
            QVERIFY(applied.err.find(isCode ? "Y.npy: 600 × 3\n" : "Y.npy: 600 × 7\n") != std::string::npos);
            const data::Array written = output();
            QCOMPARE(written.extents, (std::vector<Index>{600, isCode ? 3 : 7}));
            for (Index sample = 0; sample < 600; ++sample) {
                core::Floats x(core::strideOf(7));
                std::copy_n(array->floats.data() + sample * 7, 7, x.data());
                const core::ConstView column{x.data(), 7, 1, core::strideOf(7)};
                const core::ConstView y = isCode ? network.encode(column) : network.reconstruct(column);
                QVERIFY2(std::equal(y.data, y.data + y.rows, written.floats.data() + sample * y.rows), qPrintable(QString("sample %1").arg(sample)));
            }
        }
    }

    void decodingTheCodesIsTheReconstruction() {
        const std::string path = writeData({300, 7}), codes = pathOf("codes.npy");
        train({"--data", path});
        QCOMPARE(run(Words{"encode", "--spec", m_spec, "--weights-in", m_weights, "-o", codes, "--data", path}).status, 0);
        QCOMPARE(run(words("reconstruct") + Words{"--data", path}).status, 0);
        const data::Array expected = output();
        const Run decoded = run(words("decode") + Words{codes, "--data", path});
        QVERIFY2(decoded.status == 0, decoded.err.c_str());
        const data::Array found = output();
        QCOMPARE(found.extents, expected.extents);
        QVERIFY(found.floats == expected.floats);
        const Run wrong = run(words("decode") + Words{path, "--data", path});
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.err.find("holds codes of 7 numbers, and the stack's code has 3") != std::string::npos, wrong.err.c_str());
        QCOMPARE(run(words("decode") + Words{"--data", path}).status, 1);
    }

    void numbersThatFloatsDoNotHoldAreWrittenInDouble() {
        std::vector<double> values;
        for (Index i = 0; i < 200; ++i)
            for (const double number : {5412345.25 + 0.01 * static_cast<double>(i * 7 % 200), 0.5 + 0.5 * static_cast<double>(wave(i))})
                values.push_back(number);
        auto writer = files::NpyWriter::create(pathOf("X.npy"), {200, 2}, true);
        QVERIFY(writer && !writer->write(values) && !writer->commit());
        QFile file(QString::fromStdString(pathOf("identity.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"version": 1, "model": {"layers": [{"kind": "activation", "activation": "identity"}], "code": 0}})");
        file.close();
        for (const char *scaling : {"unit", "standardise", "whiten"}) {
            const Words data{"--spec", pathOf("identity.json"), "--data", pathOf("X.npy"), "--set", std::string("data.scaling.kind=") + scaling};
            QCOMPARE(run(Words{"train"} + data + Words{"--epochs", "1", "--weights-out", pathOf("none.safetensors")}).status, 0);
            const Run applied = run(Words{"reconstruct"} + data + Words{"--weights-in", pathOf("none.safetensors"), "-o", m_out});
            QVERIFY2(applied.status == 0, applied.err.c_str());
            QFile written(QString::fromStdString(m_out));
            QVERIFY(written.open(QIODevice::ReadOnly));
            const QByteArray content = written.readAll();
            QVERIFY(content.contains("'descr': '<f8'"));
            const qsizetype header = content.size() - static_cast<qsizetype>(values.size() * sizeof(double));
            QVERIFY(header > 0 && header % 64 == 0);
            for (std::size_t i = 0; i < values.size(); ++i) {
                double number = 0;
                std::memcpy(&number, content.constData() + header + static_cast<qsizetype>(i * sizeof number), sizeof number);
                QVERIFY2(std::abs(number - values[i]) < 1e-6, qPrintable(QString("%1 %2: %3").arg(scaling).arg(i).arg(number, 0, 'g', 15)));
            }
            QCOMPARE(run(Words{"encode"} + data + Words{"--weights-in", pathOf("none.safetensors"), "-o", m_out}).status, 0);
            QCOMPARE(output().extents, (std::vector<Index>{200, 2})); // codes are float32 as ever
        }
    }

    void theSeedOfTheSplitDoesNotMatter() {
        const std::string path = writeData({50, 7});
        train({"--data", path});
        std::vector<std::vector<float>> all;
        for (const Words &more : {Words{"--seed", "1"}, Words{"--seed", "2"}, Words{"--set", "data.validation=0.3"}, Words{"--part", "all"}}) {
            QCOMPARE(run(words("encode") + Words{"--data", path} + more).status, 0);
            all.push_back(output().floats);
        }
        QCOMPARE(all[0].size(), std::size_t{150});
        QVERIFY(all == std::vector<std::vector<float>>(4, all[0]));
    }

    void partsAreRowsOfTheWhole() {
        const std::string path = writeData({50, 7});
        const Words data{"--data", path, "--set", "data.validation=0.2", "--seed", "3"};
        train({"--data", path});
        QCOMPARE(run(words("encode") + data).status, 0);
        const std::vector<float> whole = output().floats;
        std::size_t rows = 0;
        for (const char *part : {"train", "validation", "test"}) {
            QCOMPARE(run(words("encode") + data + Words{"--part", part}).status, 0);
            const std::vector<float> some = output().floats;
            rows += some.size() / 3;
            auto from = whole.begin(); // in order: each row is found behind the one before
            for (std::size_t at = 0; at < some.size(); at += 3) {
                while (from != whole.end() && !std::equal(from, from + 3, some.begin() + static_cast<std::ptrdiff_t>(at)))
                    from += 3;
                QVERIFY(from != whole.end());
            }
        }
        QCOMPARE(rows, std::size_t{50});
    }

    void aTestFileComesBehindTheTrainingFile() {
        const QString folder = m_folder.filePath("idx");
        QVERIFY(QDir().mkpath(folder));
        const auto write = [&](const char *name, int samples, int from) {
            QFile file(folder + '/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QByteArray content("\0\0\x08\x03\0\0\0", 7);
            content.append(static_cast<char>(samples));
            content.append(QByteArray("\0\0\0\x02\0\0\0\x03", 8));
            for (int i = 0; i < 6 * samples; ++i)
                content.append(static_cast<char>((i + from) * 37));
            file.write(content);
        };
        write("train-images-idx3-ubyte", 20, 0);
        write("t10k-images-idx3-ubyte", 9, 500);
        const Words data{"--data", folder.toStdString()};
        train(data);
        std::vector<float> parts;
        for (const char *part : {"train", "test"}) {
            QCOMPARE(run(words("reconstruct") + data + Words{"--part", part}).status, 0);
            const data::Array array = output();
            parts.insert(parts.end(), array.floats.begin(), array.floats.end());
        }
        QCOMPARE(run(words("reconstruct") + data).status, 0);
        QCOMPARE(output().extents, (std::vector<Index>{29, 2, 3}));
        QVERIFY(output().floats == parts);
        const Run validation = run(words("reconstruct") + data + Words{"--part", "validation"});
        QCOMPARE(validation.status, 1);
        QVERIFY2(validation.err.find("no validation part") != std::string::npos, validation.err.c_str());
    }

    void keepsTheShapeOfTheFile_data() {
        QTest::addColumn<QVector<int>>("extents");
        for (const QVector<int> &extents : {QVector<int>{12}, {12, 6}, {12, 2, 3}, {12, 1, 2, 3}, {12, 2, 3, 1}, {12, 3, 2, 2}})
            QTest::addRow("%d dimensions, %d", int(extents.size()), extents.back()) << extents;
    }
    void keepsTheShapeOfTheFile() {
        QFETCH(QVector<int>, extents);
        const std::vector<Index> wanted(extents.begin(), extents.end());
        const Words data{"--data", writeData(wanted)};
        train(data);
        QCOMPARE(run(words("reconstruct") + data).status, 0);
        QCOMPARE(output().extents, wanted);
        QCOMPARE(run(words("encode") + data).status, 0);
        QCOMPARE(output().extents, (std::vector<Index>{12, 3}));
    }

    void channelsThatCameLastGoBackThere() {
        constexpr Index samples = 12, height = 4, width = 5, channels = 3, pixels = height * width;
        const Words first{"--data", writeData({samples, channels, height, width}), "--set", "data.options.channels=first"};
        train(first);
        QCOMPARE(run(words("reconstruct") + first).status, 0);
        const std::vector<float> planes = output().floats;
        const auto array = data::readNpyFile(pathOf("X.npy"), {});
        QVERIFY(bool(array));
        std::vector<float> mixed(array->floats.size());
        for (Index sample = 0; sample < samples; ++sample)
            for (Index channel = 0; channel < channels; ++channel)
                for (Index pixel = 0; pixel < pixels; ++pixel)
                    mixed[static_cast<std::size_t>((sample * pixels + pixel) * channels + channel)] =
                        array->floats[static_cast<std::size_t>((sample * channels + channel) * pixels + pixel)];
        auto writer = files::NpyWriter::create(pathOf("last.npy"), std::vector<Index>{samples, height, width, channels});
        QVERIFY(writer && !writer->write(mixed) && !writer->commit());
        QCOMPARE(run(words("reconstruct") + Words{"--data", pathOf("last.npy")}).status, 0);
        const data::Array last = output();
        QCOMPARE(last.extents, (std::vector<Index>{samples, height, width, channels}));
        for (Index sample = 0; sample < samples; ++sample)
            for (Index channel = 0; channel < channels; ++channel)
                for (Index pixel = 0; pixel < pixels; ++pixel)
                    QCOMPARE(last.floats[static_cast<std::size_t>((sample * pixels + pixel) * channels + channel)],
                             planes[static_cast<std::size_t>((sample * channels + channel) * pixels + pixel)]);
    }

    void endsWhereSamplesInTheirFileCannotBeRead() {
        constexpr Index rows = 20'001; // of which 10 000 are looked at
        writeData({rows, 7});
        const std::string path = pathOf("X.npy");
        const Words data{"--data", path, "--set", "data.options.storage=file"};
        train(data + Words{"--set", "training.batch=64"});
        // A row that is not looked at becomes infinite.
        const float infinite = std::numeric_limits<float>::infinity();
        bool isFound = false;
        for (Index row = 0; row < 30 && !isFound; ++row) {
            writeData({rows, 7});
            QFile file(QString::fromStdString(path));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - (rows - row) * 7 * 4));
            file.write(reinterpret_cast<const char *>(&infinite), sizeof infinite);
            file.close();
            isFound = bool(data::readPath({path, {{"storage", std::string("file")}}, {}}));
        }
        QVERIFY(isFound);
        for (const char *command : {"train", "encode"}) {
            const Words wanted = *command == 't' ? Words{"train", "--spec", m_spec, "--epochs", "1", "--json"} : words(command);
            const Run ended = run(wanted + data);
            QCOMPARE(ended.status, 1);
            QVERIFY2(ended.err.find("holds a value that is not a finite number") != std::string::npos, ended.err.c_str());
            QVERIFY(!QFile::exists(QString::fromStdString(m_out)));
        }
    }

    /// X.npy of a person, written over by what the stack makes of it, is gone.
    void whatIsReadIsNotWrittenOver() {
        const std::string data = writeData({40, 10}), codes = pathOf("C.npy");
        const auto bytes = [](const std::string &path) {
            QFile file(QString::fromStdString(path));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        train({"--data", data});
        const Words common{"--spec", m_spec, "--weights-in", m_weights};
        QCOMPARE(run(Words{"encode", "--data", data, "-o", codes} + common).status, 0);
        const QByteArray before = bytes(data), code = bytes(codes);
        const std::string otherName = pathOf("./X.npy");
        for (const Words &words :
             {Words{"reconstruct", "--data", data, "-o", otherName} + common, Words{"reconstruct", "--set", "data.source=" + data, "-o", data} + common,
              Words{"decode", codes, "--data", data, "-o", codes} + common, Words{"decode", codes, "--data", data, "-o", data} + common,
              Words{"projection", "--method", "pca", codes, "-o", codes},
              Words{"sweep", "--spec", m_spec, "--vary", "training.batch=8,16", "--epochs", "1", "--data", data, "-o", data},
              Words{"sweep", "--spec", m_spec, "--vary", "training.batch=8,16", "--epochs", "1", "--data", data, "--best", m_spec}}) {
            const Run result = run(words);
            QCOMPARE(result.status, 1);
            QVERIFY2(result.err.find("is what is read here, and would be lost") != std::string::npos, result.err.c_str());
        }
        QVERIFY(bytes(data) == before && bytes(codes) == code);
        // Weights may go on in their own file.
        QCOMPARE(run(Words{"train", "--data", data, "--epochs", "1", "--weights-out", m_weights} + common).status, 0);
    }

    void saysWhatDoesNotFit_data() {
        QTest::addColumn<Words>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, Words words, int status, const char *part) {
            QTest::newRow(name) << std::move(words) << status << QString::fromUtf8(part);
        };
        row("no output", {"--weights-in", "WEIGHTS"}, 1, "Where should the numbers go?");
        row("no weights", {"-o", "OUT"}, 1, "Which weights?");
        row("weights that are not there", {"-o", "OUT", "--weights-in", "/nowhere/w"}, 1, "/nowhere/w: there is no such file");
        row("weights of another stack", {"-o", "OUT", "--weights-in", "WEIGHTS", "--set", "model.layers.2.units=4"}, 1,
            "layers.2.weight: the shape is [3, 9], but in the stack [4, 9]");
        row("no folder", {"-o", "/nowhere/Y.npy", "--weights-in", "WEIGHTS"}, 1, "/nowhere/Y.npy: there is no such folder");
        row("a device", {"-o", "/dev/full", "--weights-in", "WEIGHTS"}, 1, "not a file that could be replaced");
        row("a table", {"-o", "OUT.csv", "--weights-in", "WEIGHTS"}, 1, "Let it end in .npy.");
        row("its own weights", {"-o", "WEIGHTS", "--weights-in", "WEIGHTS"}, 1, "is what is read here, and would be lost");
        row("unknown part", {"-o", "OUT", "--weights-in", "WEIGHTS", "--part", "half"}, 1, "no part \"half\"");
        row("no such part", {"-o", "OUT", "--weights-in", "WEIGHTS", "--part", "validation"}, 1, "data.validation=0.1");
        row("missing data", {"-o", "OUT", "--weights-in", "WEIGHTS", "--data", "/nowhere/X.npy"}, 1, "/nowhere/X.npy: there is no such file");
        row("weights that compute nothing", {"-o", "OUT", "--weights-in", "HUGE"}, 1, "sample 0 becomes numbers that are not finite");
        row("unknown option", {"-o", "OUT", "--weights", "WEIGHTS"}, 2, "--weights-in");
    }
    void saysWhatDoesNotFit() {
        QFETCH(Words, words);
        QFETCH(int, status);
        QFETCH(QString, part);
        train({});
        const auto spec = spec::readSpec(stack, training::catalogue(), "stack");
        const auto plan = *plan::compile(spec->model, core::Shape(10));
        auto huge = files::readWeights(m_weights, *plan);
        QVERIFY(bool(huge));
        std::fill_n(huge->parameters.data() + plan->layers()[2].parameters, 27, 3e38f);
        std::fill_n(huge->parameters.data() + plan->layers()[1].parameters, 9, 1e30f);
        QVERIFY(!files::writeWeights(pathOf("huge"), *plan, huge->parameters, huge->state));
        std::replace(words.begin(), words.end(), std::string("WEIGHTS"), m_weights);
        std::replace(words.begin(), words.end(), std::string("HUGE"), pathOf("huge"));
        std::replace(words.begin(), words.end(), std::string("OUT"), m_out);
        const Run result = run(Words{"encode", "--spec", m_spec} + words);
        QVERIFY2(result.status == status, result.err.c_str());
        QVERIFY2(QString::fromStdString(result.err).contains(part), result.err.c_str());
        QCOMPARE(std::count(result.err.begin(), result.err.end(), '\n'), 1);
        QCOMPARE(result.out, std::string());
        QVERIFY(!QFile::exists(QString::fromStdString(m_out)));
        for (const QString &name : QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden))
            QVERIFY2(!name.endsWith(".part"), qPrintable(name)); // nothing half is left
    }
};

QTEST_GUILESS_MAIN(ApplyTest)
#include "apply_test.moc"
