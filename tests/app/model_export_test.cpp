// File › Export: what trains goes into a file of another program, and the check's result is said; what cannot be is said as well.
#include <QTemporaryDir>

#include "app/session/model_exporter.h"
#include "app/wiring/export_wiring.h"
#include "app/wiring/program.h"
#include "engine/exporters/exporter.h"
#include "tests/support/file_dialog.h"
#include "tests/support/session_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

QStringList filesIn(const QTemporaryDir &folder) {
    return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

class ModelExportTest : public QObject {
    Q_OBJECT

private slots:
    void whatTrainsIsWrittenAndChecked() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        auto *exporter = new app::ModelExporter(bench.session, "9.8.7");
        QStringList told;
        QObject::connect(&bench.session, &app::Session::told, &bench.session, [&told](const QString &sentence) { told << sentence; });
        const QTemporaryDir folder;
        QStringList names;
        int written = 0;
        for (const app::ExportChoice &choice : app::exportChoices()) {
            told.clear();
            names << QString("model%1").arg(++written);
            exporter->write(*choice.format, choice.part, folder.filePath(names.back()));
            QVERIFY(QTest::qWaitFor([&] { return !told.isEmpty() || !bench.problems.empty(); }, 60'000));
            QVERIFY2(bench.problems.empty(), bench.problems.empty() ? "" : bench.problems.front().sentence().c_str());
            QVERIFY2(told.front().startsWith("Exported " + names.back() + " (" + choice.format->label + ": "), qPrintable(told.front()));
            QVERIFY2(told.front().contains("on 16 samples its operations differ from the network by at most"), qPrintable(told.front()));
            const QString name = names.back(), key(choice.format->key);
            if (choice.format->isScript())
                names << name + ".samples.npy" << name + ".weights.safetensors"; // beside it
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (key != "torch_state" && key != "keras") // archives
                QVERIFY(file.readAll().contains("9.8.7"));
        }
        names.sort();
        QCOMPARE(filesIn(folder), names);
        QVERIFY(app::exportChoices().size() >= exporters::formats().size());
    }

    void aPlaceThatCannotBeWrittenToIsSaid() {
        SessionBench bench;
        bench.open();
        bench.step(1);
        const QTemporaryDir folder;
        auto *exporter = new app::ModelExporter(bench.session, "1");
        exporter->write(exporters::formats().front(), StackPart::Whole, folder.filePath("none/model.onnx"));
        QVERIFY(QTest::qWaitFor([&] { return !bench.problems.empty(); }, 60'000));
        QVERIFY2(bench.problems.front().sentence().find("none/model.onnx") != std::string::npos, bench.problems.front().sentence().c_str());
        QVERIFY(filesIn(folder).isEmpty());
        bench.step(1); // and the training goes on
    }

    void withoutAStackNothingIsWritten() {
        SessionBench bench;
        const QTemporaryDir folder;
        auto *exporter = new app::ModelExporter(bench.session, "1");
        exporter->write(exporters::formats().front(), StackPart::Whole, folder.filePath("model.onnx"));
        QVERIFY(QTest::qWaitFor([&] { return !bench.problems.empty(); }, 60'000));
        QVERIFY2(bench.problems.front().sentence().find("no stack yet") != std::string::npos, bench.problems.front().sentence().c_str());
        QVERIFY(filesIn(folder).isEmpty());
    }

    /// The session may go while a file is being written: it is whole, or not there.
    void endingMeanwhileLeavesNoHalf() {
        const QTemporaryDir folder;
        {
            SessionBench bench;
            bench.open();
            bench.step(1);
            (new app::ModelExporter(bench.session, "1"))->write(exporters::formats().front(), StackPart::Whole, folder.filePath("model.onnx"));
        }
        const QStringList left = filesIn(folder);
        QVERIFY2(left.isEmpty() || left == QStringList("model.onnx"), qPrintable(left.join(' ')));
    }

    void theDialogAsksForFormatAndPlace() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        const QTemporaryDir place;
        app::Program program(settings, 1);
        program.open(smallSpec(), {});
        program.window().show();
        const ui::Actions &actions = program.window().commands();
        QVERIFY(QTest::qWaitFor([&] { return actions.exportModel->isEnabled(); }, 60'000));
        QStringList told;
        QObject::connect(&program.session(), &app::Session::told, &program.window(), [&told](const QString &sentence) { told << sentence; });
        const auto isHeader = [](const app::ExportChoice &choice) { return QString(choice.format->label) == "C++ header"; };
        const auto choices = app::exportChoices();
        const QString header = std::find_if(choices.begin(), choices.end(), isHeader)->filter();
        QTimer answer;
        answer.setInterval(20);
        QObject::connect(&answer, &QTimer::timeout, &answer, [&] {
            for (QWidget *widget : QApplication::topLevelWidgets())
                if (auto *dialog = qobject_cast<QFileDialog *>(widget); dialog && dialog->isVisible()) {
                    answer.stop();
                    QVERIFY(dialog->nameFilters().contains(header));
                    QVERIFY(acceptWith(*dialog, place.filePath("mine.h"), header));
                }
        });
        answer.start();
        actions.exportModel->trigger();
        QVERIFY(QTest::qWaitFor([&] { return !told.isEmpty(); }, 60'000));
        QVERIFY2(told.front().startsWith("Exported mine.h (C++ header: "), qPrintable(told.front()));
        QCOMPARE(filesIn(place), QStringList("mine.h"));
    }
};

QTEST_MAIN(ModelExportTest)
#include "model_export_test.moc"
