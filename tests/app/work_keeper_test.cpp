// What was learned outlives the program, and the next one goes on from there.
#include "app/session/work_keeper.h"
#include "tests/support/window_bench.h"
#include "ui/window/notice_strip.h"

using namespace hourglass;
using namespace hourglass::tests;
using app::KeptWork;
using app::WorkKeeper;
using core::Index;

class WorkKeeperTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString works() const { return m_folder->filePath("works"); }

    /// A program that trained so many steps and ended.
    std::string workOf(int steps, double rate = 0.002) {
        SessionBench bench;
        WorkKeeper keeper(bench.session, works());
        bench.open();
        bench.step(3);
        bench.setRate(rate, "Rate");
        bench.session.finishEdit();
        bench.step(steps - 3);
        return bench.hash();
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theNextProgramGoesOn() {
        const std::string learned = workOf(25);
        SessionBench bench;
        const WorkKeeper keeper(bench.session, works());
        QCOMPARE(keeper.left().size(), std::size_t{1});
        const KeptWork work = keeper.left().front();
        QVERIFY2(work.title().contains("epoch 1.3"), qPrintable(work.title()));
        bench.open();
        bench.session.goOn(work);
        QCOMPARE(bench.session.status().step, Index(25));
        QCOMPARE(bench.hash(), learned);
        const auto log = bench.session.runs().present;
        QCOMPARE(log->lastStep(), Index(25));
        QCOMPARE(log->marks().size(), std::size_t{1});
        QVERIFY(log->evaluations().records().size() > 1);
        bench.step(5);
        QTRY_COMPARE_WITH_TIMEOUT(log->lastStep(), Index(30), patience);
        bench.session.undo(); // it is an edit
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(0), patience);
        QVERIFY(bench.session.spec() == smallSpec());
    }

    void goesOnToTheBitsOfATrainingThatNeverEnded() {
        workOf(25);
        SessionBench whole, parts;
        whole.open();
        whole.step(3);
        whole.setRate(0.002, "Rate");
        whole.step(27);
        const WorkKeeper keeper(parts.session, works());
        parts.session.goOn(keeper.left().front()); // before anything else was open
        QTRY_COMPARE_WITH_TIMEOUT(parts.session.status().step, Index(25), patience);
        parts.step(5);
        QCOMPARE(parts.hash(), whole.hash());
    }

    void whatIsGoneOnFromIsReplacedWhenTheNewOneIsKept() {
        workOf(5);
        {
            SessionBench bench;
            WorkKeeper keeper(bench.session, works());
            bench.open();
            const KeptWork work = keeper.left().front();
            bench.session.goOn(work);
            QVERIFY(keeper.left().empty()); // it is this window's now
            QVERIFY(QDir(work.folder).exists());
            bench.step(2);
        }
        SessionBench bench;
        const WorkKeeper keeper(bench.session, works());
        QCOMPARE(keeper.left().size(), std::size_t{1});
        bench.session.goOn(keeper.left().front());
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(7), patience);
    }

    void twoWindowsKeepTwoWorks() {
        SessionBench one, other;
        {
            WorkKeeper first(one.session, works()), second(other.session, works());
            QVERIFY(first.folder() != second.folder());
            one.open();
            other.open();
            one.step(2);
            other.step(4);
            first.finish();
            QVERIFY(second.left().empty()); // it lives
        }
        SessionBench next;
        QCOMPARE(WorkKeeper(next.session, works()).left().size(), std::size_t{2});
    }

    void whatWasNeverTrainedIsNotKept() {
        {
            SessionBench bench;
            WorkKeeper keeper(bench.session, works());
            bench.open();
        }
        SessionBench next;
        QVERIFY(WorkKeeper(next.session, works()).left().empty());
    }

    void onlyTheLastFewStay() {
        for (int i = 0; i < WorkKeeper::keptMost + 2; ++i)
            workOf(4);
        SessionBench bench;
        QCOMPARE(static_cast<int>(WorkKeeper(bench.session, works()).left().size()), WorkKeeper::keptMost);
    }

    void aDamagedWorkIsASentenceAndStays() {
        workOf(5);
        SessionBench bench;
        const WorkKeeper keeper(bench.session, works());
        bench.open();
        const std::string before = bench.hash();
        const KeptWork work = keeper.left().front();
        QVERIFY(QFile(QDir(work.folder).filePath("training.safetensors")).resize(100));
        bench.session.goOn(work);
        QCOMPARE(bench.problems.size(), std::size_t{1});
        QCOMPARE(bench.hash(), before);
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(keeper.left().size(), std::size_t{1}); // nothing is thrown away
        QVERIFY(QFile(QDir(work.folder).filePath("work.json")).resize(3));
        QVERIFY(keeper.left().empty());
    }

    void theWindowOffersIt() {
        const std::string learned = workOf(25);
        QSettings settings(m_folder->filePath("settings.ini"), QSettings::IniFormat);
        WindowBench bench(settings, 2, works());
        bench.open();
        QCOMPARE(bench.window.notices()->count(), 1);
        auto *goOn = bench.window.notices()->findChild<QPushButton *>();
        QCOMPARE(goOn->text(), QString("Go on there"));
        QTest::mouseClick(goOn, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(25), WindowBench::patience);
        bench.rest();
        QCOMPARE(app::parameterHash(*bench.session.snapshotFeed().snapshot()), learned);
        QCOMPARE(bench.window.notices()->count(), 0);
        QCOMPARE(bench.views.loss->run().lastStep(), Index(25));
    }

private:
    static constexpr int patience = SessionBench::patience;
};

QTEST_MAIN(WorkKeeperTest)
#include "work_keeper_test.moc"
