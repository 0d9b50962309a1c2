// The samples nearest to one, by code and by data, against slow loops.
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "engine/analysis/neighbours_task.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

struct Bench {
    std::shared_ptr<data::Dataset> dataset = std::make_shared<data::Dataset>(*tests::smoothData({.train = 64, .features = 7, .test = 120}));
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};
    std::shared_ptr<analysis::LatestCodes> latest = std::make_shared<analysis::LatestCodes>();

    Bench() {
        for (Index i = 0; i < dataset->test.samples; ++i)
            dataset->test.labels.push_back(static_cast<std::int32_t>(i % 3));
        spec::ModelSpec model{{tests::dense(6, "tanh"), tests::dense(3, "identity"), tests::dense(6, "tanh"), tests::output()}, 1, false};
        snapshot->plan = *plan::compile(model, core::Shape(7));
        snapshot->run = snapshot->step = 2;
        learn(6);
    }
    void learn(std::uint64_t seed) {
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, seed, snapshot->parameters.data(), snapshot->state.data());
        shared = {};
        ++snapshot->step;
    }
    std::shared_ptr<const analysis::SampleNeighbours> near(Index sample, Index count = 8, Index pictured = 2) {
        analysis::NeighboursTask task;
        task.sample = sample;
        task.count = count;
        task.pictured = pictured;
        task.latest = latest;
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
    /// The numbers of the nearest by a loop over all.
    static std::vector<Index> byLoop(core::ConstView columns, Index itself, Index count) {
        std::vector<std::pair<double, Index>> all;
        for (Index i = 0; i < columns.columns; ++i) {
            double squared = 0;
            for (Index row = 0; row < columns.rows; ++row)
                squared += std::pow(static_cast<double>(columns.column(i)[row]) - columns.column(itself)[row], 2);
            if (i != itself)
                all.emplace_back(squared, i);
        }
        std::sort(all.begin(), all.end());
        std::vector<Index> nearest;
        for (Index i = 0; i < count; ++i)
            nearest.push_back(all[static_cast<std::size_t>(i)].second);
        return nearest;
    }
    static std::vector<Index> numbers(const std::vector<analysis::NearSample> &samples) {
        std::vector<Index> result;
        for (const analysis::NearSample &each : samples)
            result.push_back(each.sample);
        return result;
    }
    std::vector<float> values() const {
        std::vector<float> all(7 * 120);
        for (Index i = 0; i < 120; ++i)
            dataset->test.copySample(i, all.data() + 7 * i);
        return all;
    }
};

} // namespace

class NeighboursTaskTest : public QObject {
    Q_OBJECT
private slots:
    void findsTheNearestInCodeAndInData() {
        Bench bench;
        const std::vector<float> values = bench.values();
        for (const Index sample : {Index(0), Index(57), Index(119)}) {
            const auto near = bench.near(sample);
            QVERIFY(near);
            QCOMPARE(near->sample, sample);
            QCOMPARE(near->label, static_cast<std::int32_t>(sample % 3));
            QCOMPARE(Bench::numbers(near->inCode), Bench::byLoop(bench.latest->table->view(), sample, 8));
            QCOMPARE(Bench::numbers(near->inData), Bench::byLoop({values.data(), 7, 120, 7}, sample, 8));
            const analysis::NearSample &second = near->inData[1];
            QCOMPARE(second.label, static_cast<std::int32_t>(second.sample % 3));
            QCOMPARE(second.values, std::vector<float>(values.begin() + second.sample * 7, values.begin() + second.sample * 7 + 7));
            QVERIFY(near->inData[2].values.empty() && near->inData[0].distance <= second.distance);
        }
    }

    void codesAreThoseOfTheParameters() {
        Bench bench;
        const auto before = bench.near(5);
        const auto table = bench.latest->table;
        bench.near(6);
        QVERIFY(bench.latest->table == table); // the same parameters: no code is made twice
        bench.learn(9);
        const auto after = bench.near(5);
        QVERIFY(bench.latest->table != table && after->moment != before->moment);
        QVERIFY(Bench::numbers(after->inCode) != Bench::numbers(before->inCode));
        QCOMPARE(Bench::numbers(after->inData), Bench::numbers(before->inData));
    }

    void whatCannotBeSaidIsLeftOut() {
        Bench bench;
        QVERIFY(!bench.near(120) && !bench.near(-1));
        QCOMPARE(bench.near(3, 1000)->inCode.size(), std::size_t(119));
        bench.dataset->test.floats[7 * 11] = std::numeric_limits<float>::quiet_NaN();
        bench.learn(6);
        const auto near = bench.near(3, 1000);
        QCOMPARE(near->inData.size(), std::size_t(118));
        QCOMPARE(near->inCode.size(), std::size_t(118));
        bench.isCancelled = true;
        QVERIFY(!bench.near(3));
    }
};

QTEST_GUILESS_MAIN(NeighboursTaskTest)
#include "neighbours_task_test.moc"
