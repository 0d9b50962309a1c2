// Which task runs when, and what of it comes through: tasks of the test's own, held and let go.
#include <QTest>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/inspector.h"
#include "engine/analysis/lattice_task.h"
#include "tests/support/trainer_bench.h"
#include "tests/support/weight_norm_task.h"

using namespace hourglass;
using namespace hourglass::tests;
using analysis::Inspector;
using analysis::Lane;
using analysis::Reads;
using analysis::TaskContext;

namespace {

/// What ran, in order, and what holds it.
struct Journal {
    std::mutex mutex;
    std::vector<std::string> lines;
    std::atomic<bool> holds{false};

    void write(const std::string &line) {
        const std::lock_guard lock(mutex);
        lines.push_back(line);
    }
    std::vector<std::string> read() {
        const std::lock_guard lock(mutex);
        return lines;
    }
    bool says(const std::string &line) {
        return comesAbout([&] {
            const std::vector<std::string> written = read();
            return std::find(written.begin(), written.end(), line) != written.end();
        });
    }
};

/// Waits while the journal holds it, unless it is given up.
template <int priority, Reads reads = Reads::Dataset, Lane lane = Lane::Live>
struct Probe {
    using Result = std::string;
    static constexpr analysis::TaskTraits traits{reads, lane, priority};

    std::string name;
    std::shared_ptr<Journal> journal;

    std::shared_ptr<const std::string> run(TaskContext &context) const {
        journal->write(name);
        while (journal->holds) {
            if (context.cancelled()->load()) {
                journal->write(name + " given up");
                return nullptr;
            }
            std::this_thread::sleep_for(1ms);
        }
        return std::make_shared<const std::string>(name);
    }
    bool operator==(const Probe &) const = default;
};

struct Bench {
    TrainerBench bench{{100, 9, 0, 40}, {dense(2, "tanh"), output()}};
    Inspector inspector;
    std::shared_ptr<Journal> journal = std::make_shared<Journal>(), other = std::make_shared<Journal>();

    Bench() { inspector.begin(bench.dataset); }

    template <class Task>
    auto watch(Task task) {
        auto subscription = inspector.subscribe<Task>();
        subscription->setWatched(true);
        subscription->want(std::move(task));
        return subscription;
    }
    std::shared_ptr<const plan::Snapshot> snapshot(core::Index step = 0) const {
        auto made = std::make_shared<plan::Snapshot>();
        made->plan = bench.plan;
        made->run = 1;
        made->step = step;
        made->parameters = bench.parametersAfter(step);
        made->state = core::Floats(bench.plan->stateFloats() + 1);
        made->published = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / 1ns);
        return made;
    }
    template <class Subscription>
    static auto answerOf(Subscription &subscription) {
        decltype(subscription.take()) answer;
        comesAbout([&] { return static_cast<bool>(answer = subscription.take()); });
        return answer;
    }
    bool rests() {
        return comesAbout([this] { return !inspector.isWorking(Lane::Live) && !inspector.isWorking(Lane::Long); });
    }
};

/// The codes that a task is given.
template <int priority>
struct CodesProbe {
    using Result = std::shared_ptr<const analysis::CodeTable>;
    static constexpr analysis::TaskTraits traits{Reads::EverySnapshot, Lane::Live, priority};

    Index most;

    std::shared_ptr<const Result> run(TaskContext &context) const { return std::make_shared<const Result>(analysis::gatherCodes(context, most)); }
    bool operator==(const CodesProbe &) const = default;
};

/// Places a code by its length: no way leads back.
struct LengthProjection : analysis::Projection {
    std::optional<analysis::LatentPicture> place(const analysis::Codes &codes, const analysis::LatentPicture *, const std::atomic<bool> *) const override {
        analysis::LatentPicture picture;
        picture.units = codes.values.rows;
        for (Index i = 0; i < codes.values.columns; ++i) {
            picture.samples.push_back(codes.samples[static_cast<std::size_t>(i)]);
            picture.x.push_back(std::hypot(codes.values.column(i)[0], codes.values.column(i)[1]));
            picture.y.push_back(0);
        }
        return picture;
    }
};

} // namespace

class InspectorTest : public QObject {
    Q_OBJECT

private slots:
    void aTaskOfItsOwnFileIsRun() {
        Bench bench;
        const auto norm = bench.watch(WeightNormTask{});
        QVERIFY(norm->isBusy()); // it waits for a snapshot
        const auto first = bench.snapshot(), second = bench.snapshot(3);
        bench.inspector.show(first);
        auto answer = Bench::answerOf(*norm);
        QVERIFY(answer && !norm->isBusy());
        QCOMPARE(*answer->result, WeightNormTask{}.norm(*first));
        QCOMPARE(answer->moment, analysis::momentOf(*first));
        QVERIFY(answer->ageSeconds > 0 && answer->ageSeconds < 60);
        QVERIFY(answer->cpuSeconds > 0 && answer->cpuSeconds == norm->cpuSeconds());
        norm->want({}); // the same wish is none
        QVERIFY(bench.rests() && !norm->take());
        norm->want({1});
        QCOMPARE(*Bench::answerOf(*norm)->result, WeightNormTask{1}.norm(*first));
        bench.inspector.show(second);
        answer = Bench::answerOf(*norm);
        QCOMPARE(answer->moment.step, Index{3});
        QCOMPARE(*answer->result, WeightNormTask{1}.norm(*second));
    }

    void whatNobodyLooksAtIsNotRun() {
        Bench bench;
        const auto norm = bench.inspector.subscribe<WeightNormTask>();
        norm->want({});
        bench.inspector.show(bench.snapshot());
        QVERIFY(!bench.inspector.follows() && !bench.inspector.isBusy());
        QVERIFY(bench.rests() && !norm->take());
        norm->setWatched(true);
        QVERIFY(bench.inspector.follows());
        QVERIFY(Bench::answerOf(*norm));
    }

    void theMoreUrgentGoesFirstAndThenTheNewestWish() {
        Bench bench;
        bench.journal->holds = true;
        const auto running = bench.watch(Probe<9>{"running", bench.journal});
        QVERIFY(bench.journal->says("running"));
        const auto older = bench.watch(Probe<1>{"older", bench.journal});
        const auto newer = bench.watch(Probe<1>{"newer", bench.journal});
        const auto urgent = bench.watch(Probe<2>{"urgent", bench.journal});
        bench.journal->holds = false;
        QVERIFY(Bench::answerOf(*older));
        QCOMPARE(bench.journal->read(), (std::vector<std::string>{"running", "urgent", "newer", "older"}));
    }

    void givesUpForTheMoreUrgentButNotForEver() {
        Bench bench;
        bench.journal->holds = true;
        const auto slow = bench.watch(Probe<1>{"slow", bench.journal});
        QVERIFY(bench.journal->says("slow"));
        const auto urgent = bench.watch(Probe<2>{"urgent", bench.other});
        QVERIFY(Bench::answerOf(*urgent));
        QVERIFY(comesAbout([&] { return bench.journal->read().size() == 3; }));
        urgent->want({"again", bench.other});
        QVERIFY(slow->isBusy() && !bench.other->read().empty());
        std::this_thread::sleep_for(20ms);
        QCOMPARE(bench.journal->read(), (std::vector<std::string>{"slow", "slow given up", "slow"})); // the second run goes to its end
        QCOMPARE(bench.other->read(), std::vector<std::string>{"urgent"});
        bench.journal->holds = false;
        QVERIFY(Bench::answerOf(*slow) && Bench::answerOf(*urgent));
        QCOMPARE(bench.other->read(), (std::vector<std::string>{"urgent", "again"}));
    }

    void aNewerWishReplacesTheOne() {
        Bench bench;
        bench.journal->holds = true;
        const auto wish = bench.watch(Probe<1>{"old", bench.journal});
        QVERIFY(bench.journal->says("old"));
        wish->want({"new", bench.other});
        QCOMPARE(*Bench::answerOf(*wish)->result, std::string("new"));
        QCOMPARE(bench.journal->read(), (std::vector<std::string>{"old", "old given up"}));
    }

    void whatIsHiddenOrGoneIsGivenUp() {
        Bench bench;
        bench.journal->holds = true;
        auto wish = bench.watch(Probe<1>{"hidden", bench.journal});
        QVERIFY(bench.journal->says("hidden"));
        wish->setWatched(false);
        QVERIFY(bench.journal->says("hidden given up"));
        wish->want({"gone", bench.journal});
        wish->setWatched(true);
        QVERIFY(bench.journal->says("gone"));
        wish.reset();
        QVERIFY(bench.journal->says("gone given up"));
        QVERIFY(bench.rests() && !bench.inspector.isBusy());
    }

    void longTasksDoNotDelayLiveOnes() {
        Bench bench;
        bench.journal->holds = true;
        const auto seconds = bench.watch(Probe<9, Reads::Dataset, Lane::Long>{"long", bench.journal});
        QVERIFY(bench.journal->says("long"));
        const auto live = bench.watch(Probe<1>{"live", bench.other});
        QVERIFY(Bench::answerOf(*live));
        QVERIFY(seconds->isBusy());
        QCOMPARE(bench.journal->read(), std::vector<std::string>{"long"});
        bench.journal->holds = false;
        QVERIFY(Bench::answerOf(*seconds));
    }

    void anotherTrainingEndsWhatReadTheOneBefore() {
        Bench bench;
        const auto data = bench.watch(Probe<1, Reads::Dataset, Lane::Long>{"data", bench.other});
        bench.journal->holds = bench.other->holds = true;
        const auto picture = bench.watch(Probe<1, Reads::EverySnapshot>{"picture", bench.journal});
        bench.inspector.show(bench.snapshot());
        QVERIFY(bench.journal->says("picture") && bench.other->says("data"));
        bench.inspector.begin(bench.bench.dataset);
        QVERIFY(bench.journal->says("picture given up"));
        bench.other->holds = false; // the same data: they are measured to the end
        QVERIFY(Bench::answerOf(*data));
        QCOMPARE(bench.other->read(), std::vector<std::string>{"data"});
        bench.journal->holds = false;
        QVERIFY(picture->isBusy() && !picture->take());
        bench.inspector.show(bench.snapshot());
        QVERIFY(comesAbout([&] { return !bench.inspector.isWorking(Lane::Live); }));
        bench.inspector.begin(smoothData({30, 9, 0, 10})); // a result that was not taken is one of the training before
        QVERIFY(!picture->take());
        QVERIFY(Bench::answerOf(*data)); // other data are measured anew
    }

    void aWishForTheParametersOfThisMomentTakesNoOlderOnes() {
        Bench bench;
        bench.inspector.show(bench.snapshot(1));
        const auto once = bench.watch(Probe<1, Reads::NewSnapshot>{"once", bench.journal});
        QVERIFY(bench.inspector.needsNewSnapshot() && once->isBusy() && !bench.inspector.follows());
        QVERIFY(bench.rests() && bench.journal->read().empty());
        bench.inspector.show(bench.snapshot(2));
        QCOMPARE(Bench::answerOf(*once)->moment.step, Index{2});
        QVERIFY(!bench.inspector.needsNewSnapshot());
        bench.inspector.show(bench.snapshot(3));
        QVERIFY(bench.rests() && !once->take());
        once->wantAnew({"once", bench.journal});
        QVERIFY(bench.inspector.needsNewSnapshot());
    }

    void tasksOfOneSnapshotAreGivenTheSameCodes() {
        Bench bench;
        const auto first = bench.watch(CodesProbe<3>{30}), second = bench.watch(CodesProbe<3>{30});
        const auto fewer = bench.watch(CodesProbe<2>{7});
        std::shared_ptr<const analysis::CodeTable> before;
        for (const Index step : {1, 2}) {
            const auto snapshot = bench.snapshot(step);
            bench.inspector.show(snapshot);
            const auto codes = *Bench::answerOf(*first)->result;
            QCOMPARE(*Bench::answerOf(*second)->result, codes);
            const auto seven = *Bench::answerOf(*fewer)->result;
            QCOMPARE(codes->samples.size(), std::size_t{30});
            QCOMPARE(seven->samples.size(), std::size_t{7});
            QCOMPARE(codes->moment, analysis::momentOf(*snapshot));
            QVERIFY(codes != before);
            plan::Network network(*snapshot, 1);
            std::vector<float> input(9);
            for (const auto &table : {codes, seven})
                for (std::size_t i = 0; i < table->samples.size(); ++i) {
                    bench.bench.dataset->test.copySample(table->samples[i], input.data());
                    const core::ConstView code = network.encode({input.data(), 9, 1, 9});
                    for (Index unit = 0; unit < 2; ++unit)
                        QVERIFY(std::abs(code.data[unit] - table->view().column(static_cast<Index>(i))[unit]) < 1e-5f);
                }
            before = codes;
        }
    }

    void saysWhenNothingIsDueAnyMore() {
        auto journal = std::make_shared<Journal>();
        journal->holds = true;
        std::atomic<int> rests{0};
        Inspector inspector(10, [&rests] { ++rests; });
        QVERIFY(comesAbout([&] { return rests == 2; })); // from the start, in both lanes
        const auto probe = inspector.subscribe<Probe<1>>();
        const auto seconds = inspector.subscribe<Probe<1, Reads::Dataset, Lane::Long>>();
        probe->setWatched(true);
        probe->want({"live", journal});
        inspector.begin(smoothData({30, 9, 0, 10}));
        QVERIFY(journal->says("live"));
        QCOMPARE(rests.load(), 2);
        journal->holds = false;
        QVERIFY(comesAbout([&] { return rests == 3; }));
        QVERIFY(probe->take()); // the result was there before
        seconds->setWatched(true);
        seconds->want({"long", journal});
        QVERIFY(Bench::answerOf(*seconds));
        QVERIFY(comesAbout([&] { return rests == 4; }));
    }

    void withoutAWayBackThereIsNoLattice() {
        Bench bench;
        const auto latest = std::make_shared<analysis::LatestMap>();
        const auto map = bench.watch(analysis::LatentTask{std::make_shared<LengthProjection>(), latest});
        const auto lattice = bench.watch(analysis::LatticeTask{{-1, 1, -1, 1, 4, 3}, latest});
        bench.inspector.show(bench.snapshot());
        const auto picture = Bench::answerOf(*map)->result;
        QCOMPARE(picture->x.size(), std::size_t{40});
        QVERIFY(!picture->plane);
        QVERIFY(bench.rests() && !lattice->take() && !lattice->isBusy());
        map->want({std::make_shared<analysis::AxesProjection>(analysis::LatentAxes{}), latest});
        QVERIFY(Bench::answerOf(*map)->result->plane);
        bench.inspector.show(bench.snapshot(1));
        QCOMPARE(Bench::answerOf(*lattice)->moment.step, Index{1});
    }
};

QTEST_APPLESS_MAIN(InspectorTest)
#include "inspector_test.moc"
