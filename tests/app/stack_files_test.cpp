// Stacks saved to files and opened again: spec and weights together, strictly, and nothing lost where opening fails.
#include <QtTest>

#include <QLabel>
#include <QStatusBar>

#include "app/commands/window_options.h"
#include "engine/files/weights.h"
#include "engine/spec/json.h"
#include "engine/training/constancy.h"
#include "tests/support/window_bench.h"

using namespace hourglass;
using tests::save;
using tests::SessionBench;
using tests::smallSpec;
using tests::WindowBench;

namespace {

constexpr int patience = SessionBench::patience;

void overwrite(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

QByteArray bytesOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

spec::Spec wider() {
    spec::Spec spec = smallSpec();
    spec.model.layers[0] = tests::dense(20, "tanh");
    return spec;
}

} // namespace

class StackFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private slots:
    void whatIsSavedComesBack() {
        QString learned;
        {
            SessionBench bench;
            bench.open();
            bench.step(7);
            learned = QString::fromStdString(bench.hash());
            QStringList told;
            QObject::connect(&bench.session, &app::Session::told, &bench.session, [&told](const QString &sentence) { told << sentence; });
            QVERIFY(save(bench.session, path("mine"))); // the ending is added
            QCOMPARE(bench.session.file(), path("mine.json"));
            QCOMPARE(told, QStringList{"Saved mine.json and mine.safetensors"});
            bench.step(1); // and the training goes on
        }
        QVERIFY(QFileInfo::exists(path("mine.json")) && QFileInfo::exists(path("mine.safetensors")));
        SessionBench bench;
        bench.open(wider());
        bench.step(2);
        const std::string before = bench.hash();
        QStringList told;
        QObject::connect(&bench.session, &app::Session::told, &bench.session, [&told](const QString &sentence) { told << sentence; });
        bench.session.openPath(path("mine.json"));
        QCOMPARE(told, QStringList{"Opened mine.json with the weights in mine.safetensors"});
        QCOMPARE(bench.session.spec().name, std::string("mine"));
        QVERIFY(bench.session.spec().model == smallSpec().model);
        QCOMPARE(bench.session.status().step, core::Index(0));
        QCOMPARE(QString::fromStdString(bench.hash()), learned);
        bench.step(1); // from there
        QVERIFY(QString::fromStdString(bench.hash()) != learned);
        QCOMPARE(bench.session.status().step, core::Index(1));
        QCOMPARE(bench.undoText, QString("Open mine.json"));
        bench.session.undo();
        QCOMPARE(bench.hash(), before);
        QVERIFY(bench.session.spec() == wider());
        QVERIFY(bench.session.file().isEmpty()); // saving now would write over what was opened
        bench.session.redo();
        QCOMPARE(bench.session.file(), path("mine.json"));
    }

    void thePresentStackOpensAgainAtItsSavedWeights() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string saved = bench.hash();
        QVERIFY(save(bench.session, path("again.json")));
        bench.step(3);
        bench.session.openPath(path("again.json"));
        QCOMPARE(bench.hash(), saved);
        QCOMPARE(bench.session.status().step, core::Index(0));
    }

    /// Biases so low that ReLU lets nothing through: said when an epoch ends, and no longer when another training begins.
    void aDeadCodeIsSaid() {
        spec::Spec dead = smallSpec();
        dead.name = "dead";
        dead.model = {{tests::dense(5, "relu"), tests::output()}, 0, false};
        SessionBench bench;
        bench.open(dead);
        const auto plan = *plan::compile(dead.model, bench.session.dataset()->shape);
        core::Floats parameters(plan->parameterFloats()), state(plan->stateFloats());
        const core::Index bias = core::padded(plan->layers()[0].traits().parameters[0].size());
        std::fill_n(parameters.data() + bias, 5, -1000.0f);
        overwrite(path("dead.json"), QByteArray::fromStdString(spec::writeSpec(dead)));
        QVERIFY(!files::writeWeights(path("dead.safetensors").toStdString(), *plan, parameters, state));
        QStringList told;
        QString note;
        QObject::connect(&bench.session, &app::Session::outputDied, &bench.session, [&told](const QString &sentence) { told << sentence; });
        QObject::connect(&bench.session, &app::Session::trainingChanged, &bench.session,
                         [&note](const spec::TrainingSpec &, int, const QString &text) { note = text; });
        bench.session.openPath(path("dead.json"));
        QVERIFY(!note.contains("same for all samples"));
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(told.contains(QString::fromUtf8(training::constantSentence(training::Constant::Code))), patience);
        QVERIFY(note.contains(QString::fromUtf8(training::constantSentence(training::Constant::Code))));
        bench.session.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!note.contains("same for all samples"), patience);
    }

    void aSpecWithoutWeightsStartsAnew() {
        SessionBench bench;
        bench.open();
        const std::string first = bench.hash();
        bench.step(2);
        spec::Spec alone = smallSpec();
        alone.name = "alone";
        overwrite(path("alone.json"), QByteArray::fromStdString(spec::writeSpec(alone)));
        bench.session.openPath(path("alone.json"));
        QCOMPARE(bench.hash(), first);
        QCOMPARE(bench.problems.size(), std::size_t(0));
    }

    void whatCannotBeOpenedLeavesAllAsItWas_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("isOtherData");
        SessionBench bench;
        bench.open(wider());
        for (const char *name : {"cut.json", "other.json", "unfit.json"})
            if (!save(bench.session, path(name)))
                qFatal("not saved");
        overwrite(path("cut.safetensors"), bytesOf(path("cut.safetensors")).chopped(3));
        overwrite(path("other.json"), QByteArray::fromStdString(spec::writeSpec(smallSpec()))); // weights of a wider stack
        spec::Spec unfit = smallSpec();
        unfit.model.layers.back().values["units"] = core::Index(9);
        overwrite(path("unfit.json"), QByteArray::fromStdString(spec::writeSpec(unfit)));
        spec::Spec noise = smallSpec(); // data of their own, which are there, and weights that do not fit
        noise.data.source = "noise";
        noise.training.loss.kind = tests::squaredError;
        overwrite(path("noise.json"), QByteArray::fromStdString(spec::writeSpec(noise)));
        QFile::copy(path("other.safetensors"), path("noise.safetensors"));
        for (const char *name : {"cut.json", "other.json", "unfit.json", "noise.json"})
            QTest::newRow(name) << path(name) << (QLatin1String(name) == QLatin1String("noise.json"));
    }
    void whatCannotBeOpenedLeavesAllAsItWas() {
        QFETCH(QString, file);
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string before = bench.hash();
        const auto dataset = bench.session.dataset();
        bench.session.openPath(file);
        QTRY_COMPARE_WITH_TIMEOUT(bench.problems.size(), std::size_t(1), patience);
        QVERIFY(!bench.problems.front().what.empty());
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.session.dataset(), dataset);
        QCOMPARE(bench.session.status().step, core::Index(3));
        QCOMPARE(bench.hash(), before);
        QCOMPARE(bench.runs, 1);
        QVERIFY(bench.session.file().isEmpty());
        QVERIFY(!bench.canUndo);
        bench.step(1);
    }

    void whatCannotBeSavedLeavesNothing() {
        SessionBench bench;
        bench.open();
        QVERIFY(!save(bench.session, path("no/such/folder/mine.json")));
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY(bench.session.file().isEmpty());
        QVERIFY(QDir(m_folder.path()).mkdir("taken.safetensors"));
        QVERIFY(!save(bench.session, path("taken.json"))); // the weights have no place: no spec alone either
        QVERIFY(!QFileInfo::exists(path("taken.json")));
        SessionBench empty;
        QVERIFY(!save(empty.session, path("empty.json")));
    }

    /// The files hold the moment of the request, whatever is done until they are written.
    void whatIsEditedMeanwhileIsNotInTheFiles() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string saved = bench.hash();
        QStringList files;
        QObject::connect(&bench.session, &app::Session::saved, &bench.session, [&files](const QString &file) { files << QFileInfo(file).fileName(); });
        bench.session.saveTo(path("moment.json"));
        bench.widen(30, "Wider");
        bench.session.saveTo(path("later.json"));
        bench.session.undo();
        QCOMPARE(files, QStringList()); // nobody has waited
        QTRY_COMPARE_WITH_TIMEOUT(files, QStringList({"moment.json", "later.json"}), patience);
        QCOMPARE(bench.session.file(), path("later.json"));
        SessionBench other;
        other.open();
        other.session.openPath(path("moment.json"));
        QVERIFY(other.session.spec().model == smallSpec().model);
        QCOMPARE(other.hash(), saved);
        other.session.openPath(path("later.json"));
        QCOMPARE(other.session.plan()->outline().layers[0].output.size(), core::Index(30));
        QVERIFY(other.problems.empty());
    }

    void moreSavesThanMayBeUnderWayAreRefused() {
        SessionBench bench;
        bench.open();
        int saved = 0;
        QObject::connect(&bench.session, &app::Session::saved, &bench.session, [&saved] { ++saved; });
        for (int i = 0; i < 5; ++i)
            bench.session.saveTo(path("often.json"));
        QCOMPARE(bench.problems.size(), std::size_t(3));
        QVERIFY(!bench.problems.front().hint.empty());
        QTRY_COMPARE_WITH_TIMEOUT(saved, 2, patience);
        QVERIFY(save(bench.session, path("often.json")));
        QCOMPARE(bench.session.file(), path("often.json"));
    }

    void aFileThatIsBeingWrittenIsOpenedAfterwards() {
        SessionBench bench;
        bench.open(wider());
        QVERIFY(save(bench.session, path("both.json")));
        bench.setRate(0.25, "Rate");
        bench.session.saveTo(path("both.json"));
        bench.session.openPath(path("both.json"));
        bench.setRate(0.5, "Rate");
        QTRY_COMPARE_WITH_TIMEOUT(bench.undoText, QString("Open both.json"), patience);
        QCOMPARE(bench.rate(), 0.25); // not that of the file before
    }

    void whatCannotBeSavedIsNoPlaceToSaveTo() {
        SessionBench bench;
        bench.open();
        QVERIFY(save(bench.session, path("place.json")));
        bench.session.saveTo(path("no/such/folder/mine.json"));
        bench.session.saveTo(path("nor/this/folder/mine.json"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.problems.size(), std::size_t(2), patience);
        QCOMPARE(bench.session.file(), path("place.json"));
    }

    void theEndOfTheProgramWaitsForWhatIsSaved() {
        std::string saved;
        {
            SessionBench bench;
            bench.open();
            bench.step(2);
            saved = bench.hash();
            bench.session.saveTo(path("last.json"));
        }
        SessionBench bench;
        bench.open();
        bench.session.openPath(path("last.json"));
        QVERIFY(bench.problems.empty());
        QCOMPARE(bench.hash(), saved);
    }

    void aPresetIsNotSavedOverAFile() {
        SessionBench bench;
        bench.open();
        QVERIFY(save(bench.session, path("kept.json")));
        bench.session.openPreset("narrow");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.spec().name == "Narrow", patience);
        QVERIFY(bench.session.file().isEmpty());
        bench.session.undo();
        QCOMPARE(bench.session.file(), path("kept.json"));
    }

    void theWindowSavesAndTells() {
        QSettings settings(path("settings.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open();
        QVERIFY(save(bench.session, path("window.json")));
        QVERIFY(bench.window.windowTitle().startsWith("window[*]"));
        const auto *hint = bench.window.statusBar()->findChild<QLabel *>("hint");
        QVERIFY(hint && hint->text().contains("window.safetensors"));
        const QByteArray before = bytesOf(path("window.safetensors"));
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == 1, patience);
        bench.rest();
        QTest::keyClick(&bench.window, Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(bytesOf(path("window.safetensors")) != before, patience);
        QVERIFY(bench.window.commands().saveAs->isEnabled());
    }

    void theCommandLineOpensWithWeights() {
        SessionBench source;
        source.open();
        source.step(4);
        const std::string learned = source.hash();
        QVERIFY(save(source.session, path("line.json")));
        const auto arguments = app::Arguments::parse({path("line.json").toStdString()}, {}, 1);
        QVERIFY(arguments);
        const auto opening = app::openingFrom(*arguments);
        QVERIFY(opening);
        QCOMPARE(opening->file, path("line.json"));
        QSettings settings(path("line.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.show();
        bench.program.open(opening->spec, opening->presetKey, opening->file);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map && bench.session.snapshotFeed().snapshot(), patience);
        QCOMPARE(app::parameterHash(*bench.session.snapshotFeed().snapshot()), learned);
        QCOMPARE(bench.session.status().step, core::Index(0));
    }

    /// Data named without an option are looked at first, a set's name or an option opens it at once.
    void theCommandLineLooksAtData() {
        QFile file(path("rows.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("a,b\n1,2\n") > 0);
        file.close();
        const auto openingOf = [](const std::vector<std::string> &words) {
            return *app::openingFrom(*app::Arguments::parse(words, {{"--data", "NAME|PATH", ""}}, 1));
        };
        const app::Opening looked = openingOf({path("rows.csv").toStdString()});
        QCOMPARE(looked.data, path("rows.csv"));
        QVERIFY(looked.spec.data.source != path("rows.csv").toStdString());
        QCOMPARE(openingOf({"tabular"}).spec.data.source, std::string("tabular"));
        QVERIFY(openingOf({"tabular"}).data.isEmpty());
        QCOMPARE(openingOf({"--data", path("rows.csv").toStdString()}).spec.data.source, path("rows.csv").toStdString());
    }
};

QTEST_MAIN(StackFilesTest)
#include "stack_files_test.moc"
