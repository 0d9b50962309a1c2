// Models of other programs that are opened: in the session, from the window's start, and by the command line.
#include <QtTest>

#include <sstream>

#include "app/commands/command_line.h"
#include "app/commands/window_options.h"
#include "app/session/model_exporter.h"
#include "app/session/opened_model.h"
#include "engine/files/npy_writer.h"
#include "engine/files/weights.h"
#include "engine/importers/meaning.h"
#include "tests/support/lots.h"
#include "tests/support/window_bench.h"

using namespace hourglass;
using tests::SessionBench;
using tests::smallSpec;

namespace {

constexpr int patience = SessionBench::patience;

spec::Spec wider() {
    spec::Spec spec = smallSpec();
    spec.model.layers[0] = tests::dense(20, "tanh");
    return spec;
}

/// The session's stack as it is now, in ONNX.
void exportTo(const QString &path, SessionBench &bench) {
    auto *exporter = new app::ModelExporter(bench.session, "1");
    QSignalSpy told(&bench.session, &app::Session::told);
    exporter->write(exporters::formats().front(), plan::StackPart::Whole, path);
    QVERIFY(QTest::qWaitFor([&] { return !told.isEmpty() || !bench.problems.empty(); }, patience));
    QVERIFY(bench.problems.empty());
}

/// Opens and waits for whatever is said.
QString openedBy(SessionBench &bench, const QString &path) {
    QSignalSpy told(&bench.session, &app::Session::told);
    const std::size_t before = bench.problems.size();
    bench.session.openPath(path);
    [&] { QVERIFY(QTest::qWaitFor([&] { return !told.isEmpty() || bench.problems.size() > before; }, patience)); }();
    return told.isEmpty() ? QString::fromStdString(bench.problems.back().sentence()) : told.front().front().toString();
}

struct Answer {
    app::ExitStatus status;
    std::string out, err;
};

Answer run(const std::vector<std::string> &words) {
    std::ostringstream out, err;
    app::Console console{out, err};
    const app::ExitStatus status = app::runCommandLine(words, console).status;
    return {status, out.str(), err.str()};
}

} // namespace

class ModelImportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    std::string word(const char *name) const { return path(name).toStdString(); }

private slots:
    void whatLeftComesBackAndTrainsOn() {
        std::string learned;
        {
            SessionBench bench;
            bench.open();
            bench.step(7);
            learned = bench.hash();
            exportTo(path("mine.onnx"), bench);
        }
        SessionBench bench;
        bench.open(wider());
        bench.step(2);
        const std::string before = bench.hash();
        const QString said = openedBy(bench, path("mine.onnx"));
        QVERIFY2(said.startsWith("Opened mine.onnx with its weights"), qPrintable(said));
        QCOMPARE(bench.session.spec().name, std::string("mine"));
        QCOMPARE(bench.session.spec().model.code, smallSpec().model.code);
        QCOMPARE(bench.session.status().step, core::Index(0));
        QCOMPARE(QString::fromStdString(bench.hash()), QString::fromStdString(learned));
        QVERIFY(bench.session.file().isEmpty()); // saving must not write over the model
        bench.step(1);
        QVERIFY(bench.hash() != learned);
        QCOMPARE(bench.undoText, QString("Open mine.onnx"));
        bench.session.undo();
        QCOMPARE(bench.hash(), before);
        QVERIFY(bench.session.spec() == wider());
    }

    void whatDoesNotFitLeavesAllAsItIs() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        const std::string before = bench.hash();
        const QString models = QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/models/");
        const QString sized = openedBy(bench, models + "torch_convolutional.onnx");
        QVERIFY2(sized.contains("The model takes 8 × 8 × 2, and a sample of the data is") && sized.contains("Open the data that it was made for"),
                 qPrintable(sized));
        QFile damaged(path("damaged.onnx"));
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("no model") > 0);
        damaged.close();
        QVERIFY(openedBy(bench, path("damaged.onnx")).contains("This is no model in ONNX"));
        QCOMPARE(bench.hash(), before);
        QVERIFY(bench.session.spec() == smallSpec());
        bench.step(1);
    }

    void aModelOfOtherDataIsDoubted() {
        SessionBench bench;
        bench.open();
        bench.step(1);
        exportTo(path("young.onnx"), bench);
        QStringList doubts;
        QObject::connect(&bench.session, &app::Session::modelDoubted, &bench.session, [&doubts](const QString &sentence) { doubts << sentence; });
        openedBy(bench, path("young.onnx")); // after one step it is no better than the mean
        QCOMPARE(doubts.size(), 1);
        QVERIFY2(doubts.front().contains("no better than the mean sample (MSE "), qPrintable(doubts.front()));
    }

    /// Against a loop that looks at every number, and a model that copies.
    void itsMeaningIsMeasured() {
        auto dataset = std::make_shared<data::Dataset>();
        dataset->shape = core::Shape(3);
        tests::Lots lots(3);
        for (data::Part *part : {&dataset->train, &dataset->test}) {
            part->features = 3;
            part->samples = 150;
            for (int i = 0; i < 450; ++i)
                part->floats.push_back(static_cast<float>(lots.between(0.0, 1.0)));
        }
        const spec::LayerSpec copies{"dense", {{"units", std::string("data")}, {"activation", std::string("identity")}, {"bias", false}}};
        const auto plan = plan::compile({{copies}, 0}, core::Shape(3));
        QVERIFY(plan);
        importers::Imported imported{*plan, core::Floats((*plan)->parameterFloats()), core::Floats((*plan)->stateFloats())};
        for (const int i : {0, 4, 8})
            imported.parameters[i] = 1;
        double mean[3] = {}, error = 0, square = 0;
        for (int i = 0; i < 450; ++i)
            mean[i % 3] += static_cast<double>(dataset->train.floats[static_cast<std::size_t>(i)]) / 150;
        for (int i = 0; i < 450; ++i) {
            const auto number = static_cast<double>(dataset->test.floats[static_cast<std::size_t>(i)]);
            error += (number - mean[i % 3]) * (number - mean[i % 3]) / 450;
            square += number * number / 450;
        }
        const importers::Meaning copied = importers::measureMeaning(*plan, imported, *dataset);
        QCOMPARE(copied.model, 0.0);
        QVERIFY(std::abs(copied.mean - error) < 1e-9);
        QVERIFY(copied.sentence().empty());
        imported.parameters = core::Floats((*plan)->parameterFloats()); // zeros
        const importers::Meaning nothing = importers::measureMeaning(*plan, imported, *dataset);
        QVERIFY(std::abs(nothing.model - square) < 1e-6);
        QVERIFY(nothing.sentence().find("no better than the mean sample") != std::string::npos);
    }

    void theWindowOpensOnAModel() {
        const auto arguments = app::Arguments::parse({word("mine.onnx")}, {}, 1);
        const auto opening = app::openingFrom(*arguments);
        QVERIFY(opening);
        QCOMPARE(opening->model, path("mine.onnx"));
        QSettings settings(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        app::Program program(settings, 1);
        QSignalSpy told(&program.session(), &app::Session::told);
        program.open(smallSpec(), {});
        program.openWhenThereAreData(opening->model);
        QVERIFY(QTest::qWaitFor([&] { return !told.isEmpty(); }, patience));
        QVERIFY2(told.front().front().toString().startsWith("Opened mine.onnx"), qPrintable(told.front().front().toString()));
        QCOMPARE(program.session().spec().name, std::string("mine"));
    }

    void theCommandLineWritesAStackWithItsWeights() {
        const std::string model = HOURGLASS_SOURCE_DIR "/tests/data/models/torch_coded.onnx";
        const Answer answer = run({"import", model, "--code", "2", "--epochs", "3", "-o", word("coded.json")});
        QVERIFY2(answer.status == app::ExitStatus::Done, answer.err.c_str());
        QVERIFY2(answer.err.find("with a code of 2") != std::string::npos, answer.err.c_str());
        const auto arguments = app::Arguments::parse({word("coded.json")}, {}, 1);
        const auto opening = app::openingFrom(*arguments);
        QVERIFY(opening);
        QCOMPARE(opening->spec.training.epochs, core::Index(3));
        const auto plan = plan::compile(opening->spec.model, core::Shape(20));
        QVERIFY(plan && files::readWeights(word("coded.safetensors"), **plan));
    }

    void theCommandLineTriesItOnData() {
        auto writer = files::NpyWriter::create(word("X.npy"), {40, 20});
        QVERIFY(writer);
        tests::Lots lots(5);
        std::vector<float> numbers;
        for (int i = 0; i < 800; ++i)
            numbers.push_back(static_cast<float>(lots.between(0.0, 1.0)));
        QVERIFY(!writer->write(std::span<const float>(numbers)) && !writer->commit());
        const std::string models = HOURGLASS_SOURCE_DIR "/tests/data/models/";
        const Answer answer = run({"import", models + "torch_coded.onnx", "--data", word("X.npy"), "-o", word("tried.json")});
        QVERIFY2(answer.status == app::ExitStatus::Done && answer.err.find("no better than the mean sample") != std::string::npos, answer.err.c_str());
        const Answer refused = run({"import", models + "torch_dense.onnx", "--data", word("X.npy"), "-o", word("refused.json")});
        QVERIFY2(refused.status == app::ExitStatus::Failed && refused.err.find("The model takes 12, and a sample of the data is 20") != std::string::npos,
                 refused.err.c_str());
        QVERIFY(!QFileInfo::exists(path("refused.json")) && !QFileInfo::exists(path("refused.safetensors")));
        QVERIFY(run({"import", models + "none.onnx", "-o", word("none.json")}).status == app::ExitStatus::Failed);
        QVERIFY(run({"import", models + "torch_dense.onnx"}).status == app::ExitStatus::Failed);
        QVERIFY(run({"import", "-o", word("none.json")}).status == app::ExitStatus::Failed);
    }
};

QTEST_MAIN(ModelImportTest)
#include "model_import_test.moc"
