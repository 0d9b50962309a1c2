// A task answered of a kept model: the numbers of that model, whatever the inspector shows, and once.
#include <QTest>

#include "engine/analysis/inspector.h"
#include "engine/analysis/kept_model_task.h"
#include "engine/analysis/reconstruction_task.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using analysis::KeptModelTask;
using analysis::ReconstructionTask;

namespace {

std::shared_ptr<const plan::Snapshot> snapshotAfter(TrainerBench &bench, core::Index step) {
    auto made = std::make_shared<plan::Snapshot>();
    made->plan = bench.plan;
    made->run = 7;
    made->step = step;
    made->parameters = bench.parametersAfter(step);
    made->state = core::Floats(bench.plan->stateFloats() + 1);
    return made;
}

template <class Subscription>
auto answerOf(Subscription &subscription) {
    decltype(subscription.take()) answer;
    comesAbout([&] { return static_cast<bool>(answer = subscription.take()); });
    return answer;
}

} // namespace

class KeptModelTaskTest : public QObject {
    Q_OBJECT

private slots:
    void answersOfItsOwnModelWhateverIsShown() {
        TrainerBench bench{{100, 9, 0, 40}, {dense(2, "tanh"), output()}};
        const auto kept = snapshotAfter(bench, 20), shown = snapshotAfter(bench, 1);
        ReconstructionTask task;
        task.samples = {3, 1, 30};
        // The obvious way: a network of the kept parameters.
        plan::Network network(kept->plan, kept->parameters.data(), kept->state.data(), 8);
        const auto expected = analysis::makeReconstructions(network, analysis::momentOf(*kept), *bench.dataset, task);

        analysis::Inspector inspector;
        inspector.begin(bench.dataset);
        auto subscription = inspector.subscribe<KeptModelTask<ReconstructionTask>>();
        subscription->setWatched(true);
        subscription->want({kept, task}); // before anything is shown
        const auto answer = answerOf(*subscription);
        QVERIFY(answer && answer->result);
        QCOMPARE(answer->result->moment.step, core::Index(20));
        QCOMPARE(answer->result->columns.size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(answer->result->columns[i].sample, task.samples[i]);
            QCOMPARE(answer->result->columns[i].reconstruction, expected->columns[i].reconstruction);
            QCOMPARE(answer->result->columns[i].mse, expected->columns[i].mse);
        }
        // What is shown now has other numbers, and is no reason to ask again.
        auto present = inspector.subscribe<ReconstructionTask>();
        present->setWatched(true);
        present->want(task);
        inspector.show(shown);
        const auto other = answerOf(*present);
        QVERIFY(other && other->result->columns[0].reconstruction != expected->columns[0].reconstruction);
        QVERIFY(comesAbout([&] { return !inspector.isWorking(analysis::Lane::Live); }));
        QVERIFY(!subscription->take());
        subscription->want({shown, task}); // another model is another wish
        const auto second = answerOf(*subscription);
        QVERIFY(second && second->result->columns[0].reconstruction == other->result->columns[0].reconstruction);
    }

    void aModelOfOtherDataHasNoAnswer() {
        TrainerBench bench{{100, 9, 0, 40}, {dense(2, "tanh"), output()}}, other{{100, 5, 0, 40}, {dense(2, "tanh"), output()}};
        analysis::Inspector inspector;
        inspector.begin(bench.dataset);
        auto subscription = inspector.subscribe<KeptModelTask<ReconstructionTask>>();
        subscription->setWatched(true);
        ReconstructionTask task;
        task.samples = {0};
        subscription->want({snapshotAfter(other, 0), task});
        QVERIFY(comesAbout([&] { return !inspector.isWorking(analysis::Lane::Live); }));
        QVERIFY(!subscription->take());
    }
};

QTEST_APPLESS_MAIN(KeptModelTaskTest)
#include "kept_model_task_test.moc"
