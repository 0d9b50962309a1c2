// The timeline outlives the program: its moments come back with the project, can be looked at and branched from, and stay within what a person allows.
#include <QTemporaryDir>

#include <algorithm>

#include "app/session/project_keeper.h"
#include "tests/support/window_bench.h"
#include "ui/timeline/timeline_strip.h"

using namespace hourglass;
using namespace hourglass::tests;
using app::ProjectKeeper;
using core::Index;
using runs::KeyFrames;

namespace {

struct Work : SessionBench {
    ProjectKeeper keeper;

    explicit Work(const QString &works) : keeper(session, works) {}
    void goOn(Index step) {
        QCOMPARE(keeper.left().size(), std::size_t{1});
        session.goOn(keeper.left().front());
        QTRY_COMPARE_WITH_TIMEOUT(session.status().step, step, patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), patience);
    }
    void saveNow() {
        QVERIFY(QTest::qWaitFor(
            [this] {
                if (!keeper.isSaved())
                    keeper.keep();
                return keeper.isSaved();
            },
            patience));
    }
    std::vector<KeyFrames::Frame> frames() const { return session.keyFrames().frames(); }
};

bool areSame(const KeyFrames::Frame &a, const KeyFrames::Frame &b) {
    const auto one = a.snapshot->parameters.span(), other = b.snapshot->parameters.span();
    return a.step() == b.step() && a.epoch() == b.epoch() && a.isBeforeEdit == b.isBeforeEdit && std::equal(one.begin(), one.end(), other.begin(), other.end());
}

std::size_t momentsIn(const QString &path) {
    auto file = project::ProjectFile::openToRead(path.toStdString());
    return file ? file->frames(file->presentRun()).size() : 0;
}

} // namespace

class ProjectTimelineTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString works() const { return m_folder->filePath("works"); }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void itsMomentsComeBack() {
        std::vector<KeyFrames::Frame> before;
        bool hadBest = false; // steps alone may be over before something is measured
        {
            Work work(works());
            work.open();
            work.step(12);
            work.setRate(0.002, "Rate");
            work.session.finishEdit();
            work.step(18);
            work.hash(); // until the last of them is here
            QTRY_COMPARE_WITH_TIMEOUT(work.frames().back().step(), Index(30), Work::patience);
            before = work.frames();
            hadBest = work.session.keyFrames().best().has_value();
        }
        QVERIFY(before.size() > 15);
        Work work(works());
        work.open();
        work.goOn(30);
        QTRY_COMPARE_WITH_TIMEOUT(work.frames().size(), before.size(), Work::patience);
        const std::vector<KeyFrames::Frame> after = work.frames();
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY2(areSame(after[i], before[i]), qPrintable(QStringLiteral("step %1").arg(before[i].step())));
        for (std::size_t i = 0; i + 1 < before.size(); ++i) // the last one is also the first of what goes on
            QCOMPARE(after[i].state != nullptr, before[i].state != nullptr);
        QVERIFY(work.session.keyFrames().best().has_value() || !hadBest);
        QCOMPARE(after[3].snapshot->run, work.session.status().run);

        // Branching goes to the bits that a training without a break comes to.
        SessionBench whole;
        whole.open();
        whole.step(12);
        const auto state = std::find_if(after.rbegin(), after.rend(), [](const KeyFrames::Frame &each) { return each.state && each.step() < 12; });
        QVERIFY(state != after.rend());
        const Index from = state->step();
        work.session.branchFrom(from);
        QTRY_COMPARE_WITH_TIMEOUT(work.session.status().step, from, Work::patience);
        QTRY_VERIFY_WITH_TIMEOUT(work.isSettled(), Work::patience);
        work.step(static_cast<int>(12 - from));
        QCOMPARE(work.hash(), whole.hash());
        work.saveNow(); // the branch has moments of its own
        QVERIFY(momentsIn(work.keeper.path()) > 3);
        QVERIFY(momentsIn(work.keeper.path()) < before.size());

        // Back to the run before, and to its moments.
        work.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(work.session.status().step, Index(30), Work::patience);
        QVERIFY(work.frames().size() >= before.size());
        work.saveNow();
        QVERIFY(momentsIn(work.keeper.path()) >= before.size());
    }

    void aRunOfAnotherDayHasItsMoments() {
        {
            Work work(works());
            work.open();
            work.step(9);
            work.widen(9, "Other");
            QTRY_COMPARE_WITH_TIMEOUT(work.session.status().step, Index(0), Work::patience);
            work.step(5);
        }
        Work work(works());
        work.open();
        work.goOn(5);
        QTRY_VERIFY_WITH_TIMEOUT(work.frames().size() >= 6, Work::patience);
        work.session.goOnFrom(1);
        QTRY_COMPARE_WITH_TIMEOUT(work.session.status().step, Index(9), Work::patience);
        QTRY_COMPARE_WITH_TIMEOUT(work.frames().size(), std::size_t{10}, Work::patience);
        QCOMPARE(work.frames()[4].snapshot->parameters.size(), work.session.plan()->parameterFloats());
    }

    void theBudgetOfTheFileIsChosenAndKept() {
        QSettings settings(m_folder->filePath("window.ini"), QSettings::IniFormat);
        const auto choose = [](ui::MainWindow &window, const QString &menu, const QString &text) {
            for (QMenu *each : window.timeline()->findChildren<QMenu *>())
                if (each->title() == menu)
                    for (QAction *action : each->actions())
                        if (action->text() == text) {
                            action->trigger();
                            return true;
                        }
            return false;
        };
        {
            WindowBench bench(settings, 2, works());
            bench.open();
            for (int i = 0; i < 5; ++i)
                bench.session.step();
            QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(5), WindowBench::patience);
            QVERIFY(choose(bench.window, "Moments in the project’s file", "None"));
            QVERIFY(choose(bench.window, "Memory of moments and undo", "128 MB"));
            QCOMPARE(bench.session.memoryBudget(), Index(128'000'000));
        }
        const QStringList files = QDir(works()).entryList({"*.hourglass"}, QDir::Files);
        QCOMPARE(files.size(), 1);
        const QString file = QDir(works()).filePath(files.front());
        QCOMPARE(momentsIn(file), std::size_t{0});
        WindowBench bench(settings, 2, works());
        bench.open();
        QCOMPARE(bench.session.memoryBudget(), Index(128'000'000));
        QVERIFY(choose(bench.window, "Moments in the project’s file", "64 MB"));
        for (int i = 0; i < 5; ++i)
            bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(5), WindowBench::patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.keyFrames().frames().size() >= 6, WindowBench::patience);
        QString present;
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                     for (const QString &each : QDir(works()).entryList({"*.hourglass"}, QDir::Files))
                                         if (QDir(works()).filePath(each) != file)
                                             present = QDir(works()).filePath(each);
                                     return !present.isEmpty() && momentsIn(present) >= 6;
                                 }()),
                                 WindowBench::patience);
    }
};

QTEST_MAIN(ProjectTimelineTest)
#include "project_timeline_test.moc"
