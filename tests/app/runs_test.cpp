// The runs of a session: what is listed, and going on from one of them.
#include <QtTest>

#include "tests/support/session_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr int patience = SessionBench::patience;

} // namespace

class RunsTest : public QObject {
    Q_OBJECT

private slots:
    void eachTrainingIsListedWithItsSpec() {
        SessionBench bench;
        bench.open();
        runs::RunList &list = bench.session.runList();
        QCOMPARE(list.runs().size(), std::size_t(1));
        bench.step(3);
        bench.widen(16, "wider");
        bench.widen(20, "wider still"); // nothing was trained between the two
        QTRY_COMPARE_WITH_TIMEOUT(list.runs().size(), std::size_t(2), patience);
        QCOMPARE(list.runs()[0].name, std::string("Small"));
        QCOMPARE(list.runs()[1].name, std::string("Small 2"));
        QCOMPARE(list.runs()[1].parent, list.runs()[0].id);
        QVERIFY(list.runs()[1].origin == runs::Origin::Edit);
        QVERIFY(list.runs()[1].parameters > list.runs()[0].parameters);
        QCOMPARE(std::get<core::Index>(list.runs()[0].spec.model.layers[0].values.at("units")), core::Index(12));
        QCOMPARE(std::get<core::Index>(list.runs()[1].spec.model.layers[0].values.at("units")), core::Index(20));
        QVERIFY(!list.runs()[0].log->dataName().empty());
        bench.setRate(0.02); // acts on the run that goes on
        QCOMPARE(list.runs().size(), std::size_t(2));
        QCOMPARE(std::get<double>(list.runs()[1].spec.training.optimiser.values.at("rate")), 0.02);
    }

    void goesOnFromTheEndOfARunAndUndoReturns() {
        SessionBench bench;
        bench.open();
        runs::RunList &list = bench.session.runList();
        bench.step(7);
        const std::string learned = bench.hash();
        bench.widen(16, "wider");
        bench.step(4);
        const std::string wider = bench.hash();
        bench.session.startWithNewSeed();
        bench.step(2);
        QCOMPARE(list.runs().size(), std::size_t(3));
        const std::uint64_t first = list.runs()[0].id, second = list.runs()[1].id;

        bench.session.goOnFrom(first); // past the one between
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(7), patience);
        QCOMPARE(bench.hash(), learned);
        QCOMPARE(list.present(), first);
        QCOMPARE(list.runs().size(), std::size_t(3));
        QCOMPARE(bench.session.spec().training.seed, list.runs()[0].spec.training.seed);
        bench.step(2); // its curve goes on
        QTRY_COMPARE_WITH_TIMEOUT(list.find(first)->log->lastStep(), core::Index(9), patience);

        bench.session.goOnFrom(second);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(4), patience);
        QCOMPARE(bench.hash(), wider);
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(9), patience);
        QCOMPARE(list.present(), first);
        QVERIFY(bench.problems.empty());
    }

    void aRunStartsAgainFromItsBeginning() {
        SessionBench bench;
        bench.open();
        bench.step(5);
        const std::string learned = bench.hash();
        bench.widen(16, "wider");
        bench.step(2);
        runs::RunList &list = bench.session.runList();
        bench.session.startAgain(list.runs()[0].id);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(0), patience);
        QCOMPARE(list.runs().size(), std::size_t(3));
        bench.step(5);
        QCOMPARE(bench.hash(), learned); // the same seed, the same numbers
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(2), patience);
    }

    void otherDataAreReadForARunThatWasTrainedOnThem() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const QString title = QString::fromStdString(bench.session.dataset()->title);
        runs::RunList &list = bench.session.runList();
        const std::uint64_t first = list.present();
        bench.session.openSource("moons");
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        bench.step(2);
        bench.session.goOnFrom(first);
        QTRY_VERIFY_WITH_TIMEOUT(bench.datasets == 3, patience);
        QCOMPARE(QString::fromStdString(bench.session.dataset()->title), title);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(3), patience);
        QCOMPARE(list.present(), first);
    }
};

QTEST_GUILESS_MAIN(RunsTest)
#include "runs_test.moc"
