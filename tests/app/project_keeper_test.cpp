// A window's work is kept in a project by itself, outlives the program, and the next window goes on from there.
#include <QJsonDocument>

#include "app/session/project_keeper.h"
#include "app/session/sample_selection.h"
#include "engine/files/weights.h"
#include "engine/runs/training_files.h"
#include "engine/spec/json.h"
#include "tests/support/window_bench.h"
#include "ui/window/notice_strip.h"
#include "ui/window/recent_menu.h"

using namespace hourglass;
using namespace hourglass::tests;
using app::KeptWork;
using app::ProjectKeeper;
using core::Index;

namespace {

/// A window's work without the window.
struct KeeperBench : SessionBench {
    ProjectKeeper keeper;
    QStringList files, failures, looks;
    int savings = 0;

    explicit KeeperBench(const QString &works) : keeper(session, works) {
        QObject::connect(&keeper, &ProjectKeeper::fileChanged, &keeper, [this](const QString &file) { files << file; });
        QObject::connect(&keeper, &ProjectKeeper::failed, &keeper, [this](const core::Error &error) { failures << QString::fromStdString(error.sentence()); });
        QObject::connect(&keeper, &ProjectKeeper::openedToLook, &keeper,
                         [this](const core::Error &error) { looks << QString::fromStdString(error.sentence()); });
        QObject::connect(&keeper, &ProjectKeeper::saved, &keeper, [this] { ++savings; });
    }
    /// Opens a project, and waits until the training stands at this step.
    void openProject(const QString &path, Index step) {
        session.openPath(path);
        QTRY_COMPARE_WITH_TIMEOUT(session.status().step, step, patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), patience);
    }
    void saveAs(const QString &path) {
        keeper.saveAs(path);
        QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), path, patience);
    }
    /// Without waiting for the second to be over.
    void saveNow() {
        QVERIFY(QTest::qWaitFor(
            [this] {
                if (!keeper.isSaved())
                    keeper.keep();
                return keeper.isSaved();
            },
            patience));
    }
};

struct InFile {
    std::vector<project::StoredRun> runs;
    std::int64_t present = 0;

    explicit InFile(const QString &path) {
        if (auto file = project::ProjectFile::openToRead(path.toStdString())) {
            runs = file->runs();
            present = file->presentRun();
        }
    }
    /// Of the run that was saved last; -1: nothing is there.
    Index step() const {
        for (const project::StoredRun &run : runs)
            if (run.record.id == present && run.last())
                return run.last()->step;
        return -1;
    }
};

void write(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

class ProjectKeeperTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString works() const { return m_folder->filePath("works"); }
    QString path(const char *name) const { return m_folder->filePath(name); }

    /// A window that trained so many steps and ended.
    std::string workOf(int steps, double rate = 0.002) {
        KeeperBench bench(works());
        bench.open();
        bench.step(3);
        bench.setRate(rate, "Rate");
        bench.session.finishEdit();
        bench.step(steps - 3);
        return bench.hash();
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theNextWindowGoesOn() {
        const std::string learned = workOf(25);
        KeeperBench bench(works());
        QCOMPARE(bench.keeper.left().size(), std::size_t{1});
        const KeptWork work = bench.keeper.left().front();
        QVERIFY2(work.title().contains("epoch 1.3"), qPrintable(work.title()));
        bench.open();
        QSignalSpy told(&bench.session, &app::Session::told);
        bench.session.goOn(work);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(25), patience);
        QCOMPARE(told.back().front().toString(), QString("Opened Small; the training goes on from where it was")); // by no number of its file
        QCOMPARE(bench.hash(), learned);
        QVERIFY(bench.keeper.left().empty()); // it is this window's now
        QCOMPARE(bench.keeper.path(), work.folder);
        const auto log = bench.session.runs().present;
        QCOMPARE(log->lastStep(), Index(25));
        QCOMPARE(log->marks().size(), std::size_t{1});
        QVERIFY(log->evaluations().records().size() > 1);
        QCOMPARE(bench.session.runList().runs().size(), std::size_t{1});
        QCOMPARE(bench.session.runList().runs()[0].name, std::string("Small"));
        bench.step(5);
        QTRY_COMPARE_WITH_TIMEOUT(log->lastStep(), Index(30), patience);
    }

    void goesOnToTheBitsOfATrainingThatNeverEnded() {
        workOf(25);
        SessionBench whole;
        whole.open();
        whole.step(3);
        whole.setRate(0.002, "Rate");
        whole.step(27);
        {
            KeeperBench parts(works());
            parts.session.goOn(parts.keeper.left().front()); // before anything else was open
            QTRY_COMPARE_WITH_TIMEOUT(parts.session.status().step, Index(25), patience);
            parts.step(3);
        }
        KeeperBench last(works());
        QCOMPARE(last.keeper.left().size(), std::size_t{1}); // the same project
        last.openProject(last.keeper.left().front().folder, 28);
        last.step(2);
        QCOMPARE(last.hash(), whole.hash());
    }

    void savesByItself() {
        KeeperBench bench(works());
        bench.open();
        QTest::qWait(600);
        QVERIFY(!QFile::exists(bench.keeper.path())); // what nobody touched is no work
        bench.setUnits(0, std::int64_t{9});           // an edit alone is
        QTRY_COMPARE_WITH_TIMEOUT(InFile(bench.keeper.path()).step(), Index(0), patience);
        QCOMPARE(InFile(bench.keeper.path()).runs.front().record.spec.model.layers[0].values.at("units"), spec::Value(std::int64_t{9}));
        bench.step(4);
        QTRY_COMPARE_WITH_TIMEOUT(InFile(bench.keeper.path()).step(), Index(4), patience);
        bench.session.runList().rename(bench.session.runList().present(), "Nine");
        QTRY_COMPARE_WITH_TIMEOUT(InFile(bench.keeper.path()).runs.back().record.name, std::string("Nine"), patience);
        bench.saveNow(); // that the run can be read back is known
        const QDateTime written = QFileInfo(bench.keeper.path()).lastModified();
        bench.saveNow();
        QCOMPARE(QFileInfo(bench.keeper.path()).lastModified(), written); // nothing changes any more
    }

    void twoWindowsKeepTwoWorks() {
        {
            KeeperBench one(works()), other(works());
            QVERIFY(one.keeper.path() != other.keeper.path());
            one.open();
            other.open();
            one.step(2);
            other.step(4);
            one.keeper.finish();
            QVERIFY(other.keeper.left().empty()); // it lives
        }
        KeeperBench next(works());
        QCOMPARE(next.keeper.left().size(), std::size_t{2});
    }

    void onlyTheLastFewStay() {
        for (int i = 0; i < ProjectKeeper::keptMost + 2; ++i)
            workOf(4);
        KeeperBench bench(works());
        QCOMPARE(static_cast<int>(bench.keeper.left().size()), ProjectKeeper::keptMost);
        QCOMPARE(QDir(works()).entryList({"*.moment", "*.lock"}, QDir::Files), QStringList());
    }

    void aFolderOfAnEarlierVersionBecomesAProject() {
        std::string learned;
        const QString folder = works() + "/earlier";
        QVERIFY(QDir().mkpath(folder));
        {
            SessionBench bench;
            bench.open();
            bench.step(5);
            learned = bench.hash();
            runs::State state;
            std::atomic<bool> isHere = false;
            bench.session.requestState([&](const runs::State &taken) {
                state = taken;
                isHere = true;
            });
            QTRY_VERIFY_WITH_TIMEOUT(isHere, patience);
            QVERIFY(!runs::writeTraining(folder.toStdString(), *state, *bench.session.runs().present));
            write(folder + "/stack.json", QByteArray::fromStdString(spec::writeSpec(bench.session.trained())));
            write(folder + "/work.json",
                  QJsonDocument(QJsonObject{{"preset", ""}, {"epoch", 0.2}, {"kept", QDateTime::currentDateTime().toString(Qt::ISODate)}}).toJson());
        }
        {
            KeeperBench bench(works());
            QCOMPARE(bench.keeper.left().size(), std::size_t{1});
            bench.open();
            bench.session.goOn(bench.keeper.left().front());
            QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(5), patience);
            QCOMPARE(bench.hash(), learned);
            bench.step(2);
        }
        QVERIFY(!QDir(folder).exists());
        KeeperBench bench(works());
        QCOMPARE(bench.keeper.left().size(), std::size_t{1});
        bench.openProject(bench.keeper.left().front().folder, 7);
    }

    void aDamagedWorkIsASentenceAndStays() {
        workOf(5);
        KeeperBench bench(works());
        bench.open();
        const std::string before = bench.hash();
        const KeptWork work = bench.keeper.left().front();
        QVERIFY(QFile(work.folder).resize(20'000));
        bench.session.goOn(work);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.problems.empty(), patience);
        QCOMPARE(bench.hash(), before);
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(QFile::exists(work.folder)); // nothing is thrown away
    }

    void anUntitledWorkMovesToTheNameThatItIsGiven() {
        const QString named = path("exam.hourglass");
        std::string learned;
        {
            KeeperBench bench(works());
            bench.open();
            bench.step(4);
            bench.saveNow();
            const QString untitled = bench.keeper.path();
            bench.keeper.saveAs(path("exam"));
            QTRY_COMPARE_WITH_TIMEOUT(bench.keeper.file(), named, patience);
            QCOMPARE(bench.files.last(), named);
            QVERIFY(!QFile::exists(untitled));
            QCOMPARE(InFile(named).step(), Index(4));
            bench.step(3);
            bench.saveNow();
            QCOMPARE(InFile(named).step(), Index(7));
            bench.step(1);
            learned = bench.hash();
        }
        KeeperBench bench(works());
        QVERIFY(bench.keeper.left().empty());
        bench.openProject(named, 8);
        QCOMPARE(bench.hash(), learned);
        QCOMPARE(bench.keeper.file(), named);
        QVERIFY(bench.looks.isEmpty() && bench.problems.empty());
    }

    void aCopyGoesOnAndTheRestStays() {
        KeeperBench bench(works());
        bench.open();
        bench.step(4);
        bench.saveAs(path("a.hourglass"));
        bench.step(2);
        bench.keeper.duplicate();
        QTRY_COMPARE_WITH_TIMEOUT(bench.keeper.file(), path("a copy.hourglass"), patience);
        bench.step(1);
        bench.saveNow();
        QCOMPARE(InFile(path("a copy.hourglass")).step(), Index(7));
        QCOMPARE(InFile(path("a.hourglass")).step(), Index(6));
    }

    void revertsToTheMomentOfItsName() {
        KeeperBench bench(works());
        bench.open();
        bench.step(4);
        const std::string then = bench.hash();
        bench.saveAs(path("a.hourglass"));
        QVERIFY(!bench.keeper.canRevert());
        bench.step(5);
        bench.saveNow();
        QVERIFY(bench.keeper.canRevert());
        bench.keeper.revert();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(4), patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.keeper.file(), path("a.hourglass"), patience);
        QCOMPARE(bench.hash(), then);
        std::vector<KeptWork> left; // what came since; a last writing may still take its file for a moment
        int looks = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                const std::vector<KeptWork> seen = bench.keeper.left();
                looks = seen.size() == 1 ? looks + 1 : 0;
                if (!seen.empty())
                    left = seen;
                return looks == 10;
            },
            patience));
        QCOMPARE(InFile(left.front().folder).step(), Index(9));
    }

    void aSecondWindowLooksAndKeepsItsOwn() {
        const QString named = path("a.hourglass");
        KeeperBench first(works());
        first.open();
        first.step(4);
        first.saveAs(named);
        const std::string learned = first.hash();
        KeeperBench second(works());
        second.openProject(named, 4);
        QCOMPARE(second.hash(), learned);
        QCOMPARE(second.looks.size(), 1);
        QVERIFY2(second.looks[0].contains("another window"), qPrintable(second.looks[0]));
        QCOMPARE(second.keeper.file(), QString());
        second.step(2);
        second.saveNow();
        QCOMPARE(InFile(second.keeper.path()).step(), Index(6));
        QCOMPARE(InFile(named).step(), Index(4));
        second.saveAs(path("b.hourglass"));
        QCOMPARE(InFile(path("b.hourglass")).step(), Index(6));
        second.keeper.saveAs(named);
        QTRY_COMPARE_WITH_TIMEOUT(second.problems.size(), std::size_t{1}, patience); // that one is taken
        QCOMPARE(second.keeper.file(), path("b.hourglass"));
    }

    void aFolderThatGoesAndComesBack() {
        QVERIFY(QDir().mkpath(path("drive")));
        const QString named = path("drive/a.hourglass");
        KeeperBench bench(works());
        bench.open();
        bench.step(2);
        bench.saveAs(named);
        QVERIFY(QDir().rename(path("drive"), path("away")));
        bench.step(2);
        bench.keeper.keep();
        QTRY_COMPARE_WITH_TIMEOUT(bench.failures.size(), 1, patience);
        QVERIFY2(bench.failures[0].contains("a.hourglass"), qPrintable(bench.failures[0]));
        bench.step(2); // it goes on
        QVERIFY(QDir().rename(path("away"), path("drive")));
        QTRY_COMPARE_WITH_TIMEOUT(InFile(named).step(), Index(6), patience);
        auto file = project::ProjectFile::openToRead(named.toStdString());
        QCOMPARE(file->log(1)->lastStep(), Index(6));
        QCOMPARE(bench.failures.size(), 1);
    }

    void aRunThatIsRemovedOnItsWayIntoTheFileIsNotInIt() {
        const QString named = path("runs.hourglass");
        {
            KeeperBench bench(works());
            bench.open();
            bench.saveAs(named);
            bench.step(2);
            bench.saveNow();
            for (int units : {8, 9}) { // within the second until it is saved again
                bench.widen(units, "Units");
                bench.step(2);
            }
            bench.keeper.keep();
            QVERIFY(!bench.keeper.isSaved());
            QCOMPARE(bench.session.runList().remove({2}), std::size_t{1});
        }
        const InFile in(named);
        QCOMPARE(in.runs.size(), std::size_t{2});
        QCOMPARE(in.runs[1].record.id, std::int64_t{3});
        QCOMPARE(in.step(), Index(2));
    }

    void allRunsComeBack() {
        const QString named = path("runs.hourglass");
        std::string first;
        {
            KeeperBench bench(works());
            bench.open();
            bench.saveAs(named);
            bench.step(6);
            first = bench.hash();
            for (int units : {8, 9, 10}) {
                bench.widen(units, "Units");
                bench.step(3);
            }
            runs::RunList &list = bench.session.runList();
            QCOMPARE(list.runs().size(), std::size_t{4});
            list.rename(1, "the first");
            list.pin(1, true);
            list.show(2, false);
            QCOMPARE(list.remove({3}), std::size_t{1});
        }
        const InFile in(named);
        QCOMPARE(in.runs.size(), std::size_t{3});
        QCOMPARE(in.present, std::int64_t{4});
        KeeperBench bench(works());
        bench.openProject(named, 3);
        const runs::RunList &list = bench.session.runList();
        QCOMPARE(list.runs().size(), std::size_t{3});
        QCOMPARE(list.present(), std::uint64_t{4});
        const runs::NamedRun &back = list.runs()[0];
        QVERIFY(back.name == "the first" && back.isPinned && back.isShown && back.canGoOn());
        QCOMPARE(back.log->lastStep(), Index(6));
        QVERIFY(!list.runs()[1].isShown);
        QCOMPARE(list.runs()[1].parent, std::uint64_t{1});
        QVERIFY(list.runs()[0].colour != list.runs()[1].colour);
        bench.session.goOnFrom(1);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(6), patience);
        QCOMPARE(bench.hash(), first);
        QCOMPARE(list.present(), std::uint64_t{1});
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(3), patience);
    }

    void theWindowOffersItAndFindsItsPlaces() {
        QSettings settings(m_folder->filePath("settings.ini"), QSettings::IniFormat);
        std::string learned;
        {
            WindowBench bench(settings, 2, works());
            bench.open();
            bench.session.step();
            QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(1), patience);
            QVERIFY(bench.window.showArrangement("data"));
            auto *selection = bench.session.findChild<app::SampleSelection *>();
            selection->choose(std::make_shared<const app::SampleSet>(app::SampleSet{"Odd", {{data::PartKind::Test, 3}, {data::PartKind::Train, 70}}}));
            selection->keep("Odd ones");
            selection->pin(data::SampleId{data::PartKind::Test, 5});
            bench.rest();
            learned = app::parameterHash(*bench.session.snapshotFeed().snapshot());
            QVERIFY(bench.window.windowTitle().startsWith("Small"));
        }
        settings.remove("window");
        WindowBench bench(settings, 2, works());
        bench.open();
        QCOMPARE(bench.window.notices()->count(), 1);
        auto *goOn = bench.window.notices()->findChild<QPushButton *>();
        QCOMPARE(goOn->text(), QString("Go on there"));
        QTest::mouseClick(goOn, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(1), patience);
        QCOMPARE(bench.window.docksState()["arrangement"].toString(), QString("data"));
        const auto *selection = bench.session.findChild<app::SampleSelection *>();
        QVERIFY(selection->set() && selection->set()->name == "Odd ones" && selection->isKept());
        QCOMPARE(selection->set()->samples.size(), std::size_t{2});
        QVERIFY(selection->pinned() == data::SampleId({data::PartKind::Test, 5}));
        bench.rest();
        QCOMPARE(app::parameterHash(*bench.session.snapshotFeed().snapshot()), learned);
        bench.program.keeper()->saveAs(path("lesson.hourglass"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.window.windowTitle().startsWith("lesson"), patience);
        QMenu *recent = bench.window.recentProjects();
        QVERIFY(recent->isEnabled());
        QVERIFY(recent->actions().front()->text().startsWith("lesson.hourglass"));
        emit recent->aboutToShow();
        QVERIFY(!recent->actions().front()->text().contains("missing"));
    }

private:
    static constexpr int patience = SessionBench::patience;
};

QTEST_MAIN(ProjectKeeperTest)
#include "project_keeper_test.moc"
