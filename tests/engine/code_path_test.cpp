// Ways between codes against closed forms, and what stands along them against slow loops.
#include <QTest>

#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/analysis/code_path.h"
#include "engine/analysis/path_task.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using analysis::PathEnd;
using core::Index;

namespace {

constexpr double quarter = std::numbers::pi / 2;

double largestDifference(const std::vector<float> &a, const std::vector<float> &b) {
    double largest = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

struct Bench {
    std::shared_ptr<data::Dataset> dataset = std::make_shared<data::Dataset>(*tests::smoothData({.train = 64, .features = 7, .test = 120}));
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};
    std::shared_ptr<analysis::LatestMix> latest = std::make_shared<analysis::LatestMix>();

    Bench() {
        for (Index i = 0; i < dataset->test.samples; ++i)
            dataset->test.labels.push_back(static_cast<std::int32_t>(i % 3));
        spec::ModelSpec model{{tests::dense(6, "tanh"), tests::dense(3, "identity"), tests::dense(6, "tanh"), tests::output()}, 1, false};
        snapshot->plan = *plan::compile(model, core::Shape(7));
        snapshot->run = snapshot->step = 2;
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, 6, snapshot->parameters.data(), snapshot->state.data());
        run(analysis::MixTask{{}, analysis::CodeBasis::Units, false, {}, latest});
    }
    template <class T>
    std::shared_ptr<const typename T::Result> run(const T &task) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
    std::shared_ptr<const analysis::PathPicture> path(PathEnd from, PathEnd to, bool isSpherical = false) {
        return run(analysis::PathTask{from, to, isSpherical, 5, latest});
    }
    std::vector<float> code(Index sample) const {
        const analysis::CodeTable &codes = *latest->codes;
        return {codes.values.data() + sample * 3, codes.values.data() + sample * 3 + 3}; // all samples are there
    }
    std::vector<float> sample(Index number) const {
        std::vector<float> values(7);
        dataset->test.copySample(number, values.data());
        return values;
    }
};

} // namespace

class CodePathTest : public QObject {
    Q_OBJECT
private slots:
    void aQuarterOfACircle() {
        const std::vector<float> a{3, 2}, b{1, 4}, origin{1, 2}; // a − origin = (2, 0), b − origin = (0, 2)
        for (const double t : {0.0, 0.25, 0.5, 0.9, 1.0}) {
            const std::vector<float> at = analysis::sphericalBetween(a, b, origin, t);
            QVERIFY(largestDifference(at, {static_cast<float>(1 + 2 * std::cos(t * quarter)), static_cast<float>(2 + 2 * std::sin(t * quarter))}) < 1e-6);
        }
    }

    void unequalLengthsAsShoemakeHasThem() {
        const std::vector<float> a{1, 0}, b{1, 1}, origin{0, 0}; // 45°
        const double angle = std::numbers::pi / 4, t = 0.3;
        const double ofA = std::sin((1 - t) * angle) / std::sin(angle), ofB = std::sin(t * angle) / std::sin(angle);
        QVERIFY(largestDifference(analysis::sphericalBetween(a, b, origin, t), {static_cast<float>(ofA + ofB), static_cast<float>(ofB)}) < 1e-6);
    }

    void whereThereIsNoAngleTheWayIsStraight() {
        const std::vector<float> zero{0, 0}, a{1, 2}, twice{2, 4}, opposite{-1, -2};
        for (const std::vector<float> &b : {twice, opposite, zero, a})
            QVERIFY(largestDifference(analysis::sphericalBetween(a, b, zero, 0.25), analysis::linearBetween(a, b, 0.25)) < 1e-6);
        QVERIFY(largestDifference(analysis::linearBetween(a, twice, 0.25), {1.25f, 2.5f}) < 1e-6);
    }

    void betweenTwoSamples() {
        Bench bench;
        const auto path = bench.path({PathEnd::Kind::Sample, 4}, {PathEnd::Kind::Sample, 31});
        QCOMPARE(path->stops.size(), std::size_t(5));
        plan::Network single(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
        for (std::size_t i = 0; i < 5; ++i) {
            const analysis::PathStop &stop = path->stops[i];
            QCOMPARE(stop.t, 0.25 * static_cast<double>(i));
            QVERIFY(largestDifference(stop.code, analysis::linearBetween(bench.code(4), bench.code(31), stop.t)) < 1e-5);
            QVERIFY(largestDifference(stop.blend, analysis::linearBetween(bench.sample(4), bench.sample(31), stop.t)) < 1e-6);
            const core::ConstView y = single.decode({stop.code.data(), 3, 1, 3});
            QVERIFY(largestDifference(stop.decoded, {y.data, y.data + 7}) < 1e-6);
            double nearest = std::numeric_limits<double>::infinity(); // a slow search
            for (Index sample = 0; sample < 120; ++sample) {
                double squares = 0;
                for (std::size_t unit = 0; unit < 3; ++unit)
                    squares += std::pow(static_cast<double>(bench.code(sample)[unit]) - static_cast<double>(stop.code[unit]), 2);
                nearest = std::min(nearest, std::sqrt(squares));
            }
            QVERIFY(std::abs(stop.distance - nearest) < 1e-6);
            QVERIFY(largestDifference(stop.nearest, bench.sample(stop.nearestSample)) < 1e-6);
            QCOMPARE(stop.nearestLabel, static_cast<std::int32_t>(stop.nearestSample % 3));
        }
        QCOMPARE(path->stops.front().nearestSample, 4);
        QCOMPARE(path->stops.back().nearestSample, 31);
    }

    void theSphericalWayGoesAboutTheMean() {
        Bench bench;
        const auto path = bench.path({PathEnd::Kind::Sample, 4}, {PathEnd::Kind::Sample, 31}, true);
        QVERIFY(largestDifference(path->stops[2].code, analysis::sphericalBetween(bench.code(4), bench.code(31), bench.latest->picture->spread.mean, 0.5)) <
                1e-5);
    }

    void betweenTwoClasses() {
        Bench bench;
        const auto path = bench.path({PathEnd::Kind::ClassMean, 0}, {PathEnd::Kind::ClassMean, 2});
        std::vector<float> code(3), sample(7);
        for (Index i = 0; i < 120; i += 3) {
            for (std::size_t unit = 0; unit < 3; ++unit)
                code[unit] += bench.code(i)[unit] / 40;
            for (std::size_t feature = 0; feature < 7; ++feature)
                sample[feature] += bench.sample(i)[feature] / 40;
        }
        QVERIFY(largestDifference(path->stops.front().code, code) < 1e-5);
        QVERIFY(largestDifference(path->stops.front().blend, sample) < 1e-5);
        QVERIFY(bench.path({PathEnd::Kind::ClassMean, 7}, {PathEnd::Kind::ClassMean, 2})->stops.empty()); // nobody is of class 7
        QVERIFY(bench.path({PathEnd::Kind::Sample, 5000}, {PathEnd::Kind::Sample, 2})->stops.empty());
    }

    void codesOfAnotherMomentAreNoWay() {
        Bench bench;
        bench.snapshot->step = 3;
        QVERIFY(!bench.path({PathEnd::Kind::Sample, 4}, {PathEnd::Kind::Sample, 31}));
    }
};

QTEST_APPLESS_MAIN(CodePathTest)
#include "code_path_test.moc"
