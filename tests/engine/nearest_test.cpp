// The training samples whose codes are nearest, against a search through codes that were made one by one.
#include <QTest>

#include <atomic>
#include <cmath>
#include <limits>

#include "engine/analysis/estimates.h"
#include "engine/analysis/nearest_task.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

struct Bench {
    std::shared_ptr<const data::Dataset> dataset = tests::smoothData({.train = 300, .features = 7, .test = 20});
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};
    std::shared_ptr<analysis::LatestCodes> latest = std::make_shared<analysis::LatestCodes>();

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
        shared = {};
    }
    std::shared_ptr<const analysis::NearestPicture> run(const std::vector<float> &sample) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
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
        const float code = 2;
        QVERIFY(analysis::nearestCodes(codes, &code, 9) == (std::vector<analysis::Near>{{1, 2}, {1, 3}, {9, 1}}));
        QVERIFY(analysis::nearestCodes(codes, &code, 9, 3) == (std::vector<analysis::Near>{{1, 2}, {9, 1}}));
    }

    void ofALayoutTheWayToCodesIsEstimated() {
        // The codes are a plain function of the place: what is estimated between the points comes near to it.
        analysis::LatentPicture map;
        analysis::CodeTable codes;
        codes.units = 3;
        constexpr Index side = 20, count = side * side;
        codes.values = core::Floats(3 * count);
        for (Index i = 0; i < count; ++i) {
            const float x = static_cast<float>(i % side), y = static_cast<float>(i / side);
            map.x.push_back(x);
            map.y.push_back(y);
            map.samples.push_back(2 * i);
            codes.values[3 * i] = x + 10;
            codes.values[3 * i + 1] = -y;
            codes.values[3 * i + 2] = 2 * x + 3 * y;
        }
        codes.samples = map.samples;
        const auto on = analysis::estimatedCode(map, codes, 7, 4);
        QVERIFY(on && *on == (std::vector<float>{17, -4, 26})); // a point's own
        const auto between = analysis::estimatedCode(map, codes, 7.4, 4.6);
        QVERIFY(std::abs((*between)[0] - 17.4f) < 0.25f && std::abs((*between)[1] + 4.6f) < 0.25f);
        std::vector<float> before = *analysis::estimatedCode(map, codes, 5, 5.3);
        for (double x = 5; x < 8; x += 0.01) { // without a jump
            const std::vector<float> now = *analysis::estimatedCode(map, codes, x, 5.3);
            for (std::size_t unit = 0; unit < 3; ++unit)
                QVERIFY2(std::abs(now[unit] - before[unit]) < 0.12f, QByteArray::number(x));
            before = now;
        }
        QVERIFY(!analysis::estimatedCode(map, codes, 30, 5)); // far from all of them
        const auto place = analysis::estimatedPlace(map, codes, std::vector<float>{17, -4, 26});
        QVERIFY(place && place->first == 7 && place->second == 4);
        QVERIFY(!analysis::estimatedPlace(map, codes, std::vector<float>{17, -4}));
        codes.values[3 * (4 * side + 7)] = std::numeric_limits<float>::quiet_NaN();
        const auto beside = analysis::estimatedCode(map, codes, 7, 4); // of its neighbours
        QVERIFY(beside && std::abs((*beside)[0] - 17) < 0.5f);
        codes.samples.pop_back();
        QVERIFY(!analysis::estimatedCode(map, codes, 7, 4)); // of other samples
        const analysis::LatentPicture nothing;
        QVERIFY(!analysis::estimatedCode(nothing, {}, 0, 0));
    }
};

QTEST_GUILESS_MAIN(NearestTest)
#include "nearest_test.moc"
