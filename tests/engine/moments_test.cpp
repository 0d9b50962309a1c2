// What earlier moments of a training made of samples: the error of one over time, and the row beside the present reconstructions.
#include <QTest>

#include <cmath>

#include "engine/analysis/reconstruction_task.h"
#include "engine/analysis/sample_history_task.h"
#include "engine/analysis/similarity.h"
#include "tests/support/snapshot_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using analysis::Measure;

namespace {

SnapshotBench bench() {
    return SnapshotBench({.train = 30, .features = 20, .test = 40, .shape = core::Shape(1, 4, 5)}, {dense(6, "tanh"), dense(3, "identity"), output()}, 1);
}

/// The bench's model at another moment.
std::shared_ptr<plan::Snapshot> moment(const SnapshotBench &of, Index step, float factor) {
    auto made = std::make_shared<plan::Snapshot>(*of.snapshot);
    made->step = step;
    made->epoch = 0.5 * static_cast<double>(step);
    made->published = static_cast<std::uint64_t>(step) + 100;
    for (Index i = 0; i < made->parameters.size(); ++i)
        made->parameters[i] *= factor;
    return made;
}

/// What that model makes of a test sample, alone.
std::vector<float> made(const SnapshotBench &of, const plan::Snapshot &model, Index sample) {
    core::Floats x(core::strideOf(20));
    of.dataset->test.copySample(sample, x.data());
    plan::Network network(model.plan, model.parameters.data(), model.state.data(), 1);
    const core::ConstView y = network.reconstruct({x.data(), 20, 1, core::strideOf(20)});
    return {y.data, y.data + 20};
}

} // namespace

class MomentsTest : public QObject {
    Q_OBJECT
private slots:
    void theErrorOfASampleAtEachMoment_data() {
        QTest::addColumn<int>("measure");
        for (const analysis::MeasureFacts &facts : analysis::measures)
            QTest::newRow(facts.key) << static_cast<int>(facts.measure);
    }
    void theErrorOfASampleAtEachMoment() {
        QFETCH(int, measure);
        SnapshotBench of = bench();
        analysis::SampleHistoryTask task;
        task.known = std::make_shared<analysis::KnownHistory>();
        task.sample = {data::PartKind::Test, 5};
        task.measure = static_cast<Measure>(measure);
        for (const auto &[step, factor] : {std::pair<Index, float>{0, 0.1f}, {1, 0.5f}, {4, 1.0f}})
            task.moments.push_back(moment(of, step, factor));
        std::vector<float> original(20);
        of.dataset->test.copySample(5, original.data());
        const auto slow = [&](std::size_t at) {
            const std::vector<float> y = made(of, *task.moments[at], 5);
            return analysis::measured(task.measure, core::Shape(1, 4, 5), y.data(), original.data(), analysis::dataRangeOf(*of.dataset));
        };
        const auto first = of.run(task);
        QCOMPARE(first->points.size(), std::size_t{3});
        for (std::size_t at = 0; at < 3; ++at) {
            QCOMPARE(first->points[at].step, task.moments[at]->step);
            QVERIFY(std::abs(first->points[at].error - slow(at)) < 1e-6);
        }
        QVERIFY(first->points[0].error != first->points[2].error);
        // Another moment comes: those before are known, and one that was given up is gone.
        task.known->errors.begin()->second = 77; // of step 0, as the keys are sorted
        task.moments.erase(task.moments.begin() + 1);
        task.moments.push_back(moment(of, 9, 1.5f));
        const auto second = of.run(task);
        QCOMPARE(second->points.size(), std::size_t{3});
        QCOMPARE(second->points[0].error, 77.0);
        QVERIFY(std::abs(second->points[2].error - slow(2)) < 1e-6);
        QCOMPARE(task.known->errors.size(), std::size_t{3});
        task.sample.sample = 6; // nothing is known of another
        QVERIFY(of.run(task)->points[0].error != 77.0);
        task.sample.sample = 40;
        QVERIFY(!of.run(task));
    }

    void aRowOfAnEarlierMoment() {
        SnapshotBench of = bench();
        analysis::ReconstructionTask task;
        for (Index sample = 0; sample < 40; ++sample)
            task.samples.push_back(39 - sample);
        task.hasSsim = true;
        const auto plain = of.run(task);
        QVERIFY(!plain->earlierEpoch && plain->columns[0].earlier.empty());
        task.latest = std::make_shared<analysis::LatestEarlier>();
        for (const float factor : {0.3f, 2.0f}) { // one, and another in its place
            const auto earlier = moment(of, factor > 1 ? 8 : 2, factor);
            task.earlier = earlier;
            const auto picture = of.run(task);
            QCOMPARE(*picture->earlierEpoch, earlier->epoch);
            for (const analysis::ReconstructionColumn &column : picture->columns) {
                const std::vector<float> expected = made(of, *earlier, column.sample);
                std::vector<float> original(20);
                of.dataset->test.copySample(column.sample, original.data());
                for (std::size_t i = 0; i < 20; ++i)
                    QVERIFY(std::abs(column.earlier[i] - expected[i]) < 1e-6f);
                for (const analysis::MeasureFacts &facts : analysis::measures)
                    QVERIFY(std::abs(column.ofEarlier(facts.measure) -
                                     analysis::measured(facts.measure, core::Shape(1, 4, 5), expected.data(), original.data(), picture->dataRange)) < 1e-5);
            }
            QVERIFY(picture->columns[0].reconstruction == plain->columns[0].reconstruction);
        }
        SnapshotBench other({.train = 5, .features = 7, .test = 5}, {dense(2, "tanh"), output()}, 0);
        task.earlier = other.snapshot; // a model for other data
        QVERIFY(of.run(task)->columns[0].earlier.empty());
    }
};

QTEST_APPLESS_MAIN(MomentsTest)
#include "moments_test.moc"
