// Runs by name: which trainings are runs, what is kept of them, and within which memory.
#include <QtTest>

#include "engine/runs/run_list.h"
#include "tests/support/loss_data.h"

using namespace hourglass;
using runs::Origin;
using runs::RunList;
using tests::heldOut;
using tests::lossSteps;

namespace {

struct Bench {
    runs::RunHistory history;
    RunList list;
    std::uint64_t id = 0;

    explicit Bench(core::Index budget = RunList::defaultByteBudget) : list(budget) {}
    void start(const char *name = "Map", Origin origin = Origin::Start) {
        history.start(++id, 0, "loss", "test");
        RunList::Beginning beginning{.origin = origin};
        beginning.spec.name = name;
        list.begin(history.present(), beginning);
    }
    void train(core::Index steps, double end = 0.3) {
        history.log().append(lossSteps(1, steps, 1, end));
        history.log().append(heldOut(steps, end));
    }
    const runs::NamedRun &at(std::size_t index) const { return list.runs()[index]; }
    std::string names() const {
        std::string names;
        for (const runs::NamedRun &run : list.runs())
            names += run.name + "|";
        return names;
    }
};

} // namespace

class RunListTest : public QObject {
    Q_OBJECT

private slots:
    void eachTrainingIsARunAndWhatNeverTrainedIsNone() {
        Bench bench;
        bench.start();
        bench.train(20);
        bench.start(); // edits on the way
        bench.start();
        QCOMPARE(bench.list.runs().size(), std::size_t(2));
        QCOMPARE(bench.at(1).parent, bench.at(0).id);
        bench.train(30);
        bench.start("Deep", Origin::Edit);
        QCOMPARE(bench.names(), std::string("Map|Map 2|Deep|"));
        QCOMPARE(bench.at(2).parent, bench.at(1).id);
        QVERIFY(bench.at(0).colour != bench.at(1).colour);
        QCOMPARE(bench.list.present(), bench.at(2).id);
    }

    void oneThatTrainsBesideStaysAsThePresentOneDoes() {
        Bench bench(1); // everything that may go goes
        bench.start();
        bench.train(2000);
        const auto beside = [&bench](const char *name) {
            bench.history.startBeside(1000 + ++bench.id, 0, "loss", "test");
            RunList::Beginning beginning;
            beginning.spec.name = name;
            bench.list.beginBeside(bench.history.beside(), beginning, bench.at(0).id);
        };
        beside("Deep");
        const std::uint64_t present = bench.list.present();
        QCOMPARE(bench.names(), std::string("Map|Deep|"));
        QCOMPARE(bench.list.beside(), bench.at(1).id);
        QCOMPARE(bench.at(1).parent, present);
        bench.history.beside()->log->append(lossSteps(1, 2000, 1, 0.2));
        QCOMPARE(bench.list.remove({bench.at(0).id, bench.at(1).id}), std::size_t(0));
        bench.list.show(present, true);
        QCOMPARE(bench.at(1).log->mostSpans(), core::Index(2000)); // nor is it shortened
        const auto left = bench.history.beside();
        beside("Narrow"); // in its place, which was trained and stays, but for memory
        QVERIFY(bench.list.find(bench.list.beside())->name == "Narrow");
        QCOMPARE(bench.list.present(), present);
        beside("Wide"); // Narrow was trained no step
        QVERIFY(bench.names().find("Narrow") == std::string::npos);
        bench.history.resumeBeside(9999, left);
        bench.list.beginBeside(bench.history.beside(), {}, 0);
        QVERIFY(bench.list.find(bench.list.beside())->log == left->log);
        bench.list.endBeside();
        QCOMPARE(bench.list.beside(), std::uint64_t(0));
    }

    void aRunThatIsResumedIsTheSameRun() {
        Bench bench;
        bench.start();
        bench.train(20);
        const auto first = bench.history.present();
        bench.start();
        bench.train(10);
        bench.history.resume(++bench.id, first);
        bench.list.begin(bench.history.present(), {});
        QCOMPARE(bench.list.runs().size(), std::size_t(2));
        QCOMPARE(bench.list.present(), bench.at(0).id);
        QVERIFY(bench.at(0).stretch == bench.history.present());
    }

    void theRunsOfAProjectTakeThePlaceOfAll() {
        Bench bench;
        bench.start("Here");
        bench.train(20);
        auto log = std::make_shared<runs::RunLog>("loss", "test");
        log->append(lossSteps(1, 30));
        bench.list.fill({{.id = 3, .name = "Map", .isPinned = true, .isStored = true, .log = log}, {.id = 7, .parent = 3, .name = "Map 2"}});
        QCOMPARE(bench.names(), std::string("Map|Map 2|"));
        QCOMPARE(bench.list.present(), std::uint64_t(0));
        QVERIFY(bench.at(0).canGoOn() && !bench.at(1).canGoOn());
        bench.history.takeUp(++bench.id, 0, log); // goes on, as the run that it is
        bench.list.begin(bench.history.present(), {});
        QCOMPARE(bench.list.present(), std::uint64_t(3));
        QVERIFY(bench.at(0).isPinned);
        bench.start();
        QCOMPARE(bench.list.present(), std::uint64_t(8));
        QCOMPARE(bench.names(), std::string("Map|Map 2|Map 3|"));
        QCOMPARE(bench.list.remove({7}), std::size_t(1));
        QVERIFY(bench.list.isRestorable(7) && !bench.list.isRestorable(3));
        const std::uint64_t version = bench.list.version();
        bench.list.noteStored(8);
        bench.list.noteStored(8);
        QCOMPARE(bench.list.version(), version + 1);
    }

    void aBranchCountsFromWhereItLeft() {
        Bench bench;
        bench.start();
        bench.train(40);
        bench.history.log().mark({20, 0.1, "Rate"});
        bench.history.branch(++bench.id, 0);
        bench.list.begin(bench.history.present(), {.origin = Origin::Branch, .branchStep = 20});
        QCOMPARE(bench.at(1).branchStep, core::Index(20));
        QVERIFY(!bench.at(1).isTrained());
        bench.start();
        QCOMPARE(bench.list.runs().size(), std::size_t(2)); // the branch went: nothing was trained on it
        QCOMPARE(bench.at(1).parent, bench.at(0).id);
    }

    void theResultIsOfThePresentLoss() {
        Bench bench;
        bench.start();
        bench.train(235, 0.3);
        runs::RunResult result = runs::resultOf(*bench.at(0).log);
        QCOMPARE(result.lossName, std::string("loss"));
        QCOMPARE(result.bestStep, core::Index(235));
        QVERIFY(result.best > 0.2 && result.best < 0.5);
        bench.history.log().changeLoss("another");
        result = runs::resultOf(*bench.at(0).log);
        QCOMPARE(result.lossName, std::string("another"));
        QVERIFY(std::isnan(result.best));
        QCOMPARE(result.steps, core::Index(235));
    }

    void isRenamedPinnedHiddenAndDeletedWithAWayBack() {
        Bench bench;
        for (int i = 0; i < 3; ++i) {
            bench.start();
            bench.train(5);
        }
        const std::uint64_t first = bench.at(0).id, second = bench.at(1).id, present = bench.at(2).id, version = bench.list.version();
        bench.list.rename(first, "wide");
        bench.list.rename(first, "");
        bench.list.pin(second, true);
        bench.list.show(first, false);
        QCOMPARE(bench.list.version(), version + 3);
        QCOMPARE(bench.names(), std::string("wide|Map 2|Map 3|"));
        QVERIFY(bench.at(1).isPinned && !bench.at(0).isShown);
        QCOMPARE(bench.list.remove({first, second, present}), std::size_t(2)); // the present one stays
        QCOMPARE(bench.names(), std::string("Map 3|"));
        bench.list.restore();
        QCOMPARE(bench.names(), std::string("wide|Map 2|Map 3|"));
        QVERIFY(!bench.list.canRestore());
    }

    void aDeletedRunComesBackWithItsTraining() {
        Bench bench;
        bench.start();
        bench.train(5);
        const auto first = bench.history.present();
        bench.start();
        bench.train(5);
        bench.list.remove({bench.at(0).id});
        bench.history.resume(++bench.id, first);
        bench.list.begin(bench.history.present(), {});
        QCOMPARE(bench.list.runs().size(), std::size_t(2));
        QVERIFY(!bench.list.canRestore());
    }

    void theNewestCurvesStayInSight() {
        Bench bench;
        for (int i = 0; i < 10; ++i) {
            bench.start();
            bench.train(2);
            if (i == 0)
                bench.list.pin(bench.at(0).id, true);
        }
        QVERIFY(bench.at(0).isShown && !bench.at(1).isShown && !bench.at(2).isShown && bench.at(3).isShown && bench.at(9).isShown);
    }

    void memoryIsBoundedAndTheEndsOfCurvesStay() {
        Bench bench(3'000'000);
        for (int i = 0; i < 6; ++i) {
            bench.start();
            bench.train(30'000);
        }
        bench.start();
        QVERIFY2(bench.list.bytes() <= 3'000'000, qPrintable(QString::number(bench.list.bytes())));
        QCOMPARE(bench.list.runs().size(), std::size_t(7)); // curves are thinner; none is gone
        QCOMPARE(bench.at(0).log->lastStep(), core::Index(30'000));
        Bench small(200'000);
        for (int i = 0; i < 12; ++i) {
            small.start();
            small.train(3'000);
            if (i == 0)
                small.list.pin(small.at(0).id, true);
        }
        small.start();
        QVERIFY(small.list.runs().size() < 13);
        QCOMPARE(small.at(0).name, std::string("Map")); // pinned
    }
};

QTEST_APPLESS_MAIN(RunListTest)
#include "run_list_test.moc"
