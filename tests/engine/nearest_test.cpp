// The training samples whose codes are nearest, against a search through codes that were made one by one.
#include <QTest>

#include <atomic>
#include <cmath>

#include "engine/analysis/nearest_task.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

struct Bench {
    std::shared_ptr<const data::Dataset> dataset = tests::smoothData({.train = 300, .features = 7, .test = 20});
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    std::unique_ptr<plan::Network> network;
    std::atomic<bool> isCancelled{false};
    std::shared_ptr<analysis::LatestTrainingCodes> latest = std::make_shared<analysis::LatestTrainingCodes>();

    Bench() { begin(1); }
    void begin(std::uint64_t seed) {
        snapshot = std::make_shared<plan::Snapshot>();
        spec::ModelSpec model{{tests::dense(6, "tanh"), tests::dense(3, "identity"), tests::dense(6, "tanh"), tests::output()}, 1, false};
        snapshot->plan = *plan::compile(model, core::Shape(7));
        snapshot->run = 3;
        snapshot->step = static_cast<Index>(seed);
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, seed, snapshot->parameters.data(), snapshot->state.data());
        network.reset();
    }
    std::shared_ptr<const analysis::NearestPicture> run(const std::vector<float> &sample) {
        analysis::TaskContext context(snapshot, dataset, network, isCancelled);
        return analysis::NearestTask{sample, 5, latest}.run(context);
    }
    std::vector<float> sampleOf(const data::Part &part, Index sample) const {
        std::vector<float> values(7);
        part.copySample(sample, values.data());
        return values;
    }
    std::vector<float> codeOf(const std::vector<float> &sample) const {
        plan::Network single(snapshot->plan, snapshot->parameters.data(), snapshot->state.data(), 1);
        const core::ConstView code = single.encode({sample.data(), 7, 1, 7});
        return {code.data, code.data + code.rows};
    }
};

double distance(const std::vector<float> &a, const std::vector<float> &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return std::sqrt(sum);
}

} // namespace

class NearestTest : public QObject {
    Q_OBJECT
private slots:
    void areThoseOfASearchThroughAll() {
        Bench bench;
        for (const std::uint64_t seed : {1, 2}) { // codes of the moment before are not taken
            bench.begin(seed);
            const std::vector<float> sample = bench.sampleOf(bench.dataset->test, 4), code = bench.codeOf(sample);
            std::vector<std::pair<double, Index>> all;
            for (Index i = 0; i < 300; ++i)
                all.emplace_back(distance(code, bench.codeOf(bench.sampleOf(bench.dataset->train, i))), i);
            std::sort(all.begin(), all.end());
            const auto picture = bench.run(sample);
            QVERIFY(picture);
            QCOMPARE(picture->searched, 300);
            QCOMPARE(picture->samples.size(), std::size_t(5));
            for (std::size_t i = 0; i < 5; ++i) {
                QVERIFY(std::abs(picture->samples[i].distance - all[i].first) < 1e-5);
                QVERIFY(picture->samples[i].sample == all[i].second || std::abs(all[i].first - all[i + 1].first) < 1e-5);
                QCOMPARE(picture->samples[i].values, bench.sampleOf(bench.dataset->train, picture->samples[i].sample));
            }
        }
    }

    void ofATrainingSampleItIsTheFirst() {
        Bench bench;
        const auto picture = bench.run(bench.sampleOf(bench.dataset->train, 17));
        QVERIFY(picture->samples.front().distance < 1e-5);
        QVERIFY(picture->samples.front().sample % 97 == 17); // smooth samples repeat
    }

    void whatCannotBeAskedIsNull() {
        Bench bench;
        QVERIFY(!bench.run({1, 2, 3}));
        bench.isCancelled = true;
        QVERIFY(!bench.run(bench.sampleOf(bench.dataset->test, 0)));
    }

    void codesThatAreNotFiniteAreNoNeighbours() {
        analysis::CodeTable codes;
        codes.units = 1;
        codes.values = core::Floats(4);
        codes.samples = {0, 1, 2, 3};
        codes.values[0] = std::nanf("");
        codes.values[1] = 5;
        codes.values[2] = 1;
        codes.values[3] = 1;
        std::vector<double> distances;
        QCOMPARE(analysis::nearestCodes(codes, {2}, 9, distances), (std::vector<std::size_t>{2, 3, 1}));
        QCOMPARE(distances, (std::vector<double>{1, 1, 3}));
    }
};

QTEST_GUILESS_MAIN(NearestTest)
#include "nearest_test.moc"
