// MAE, PSNR and SSIM against scikit-image (data/make_similarity_reference.py, scikit-image 0.26.0), and the errors of a part by any of them.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/analysis/part_errors.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/analysis/sample_draw.h"
#include "engine/analysis/similarity.h"
#include "engine/core/random.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using analysis::Measure;
using core::Index;

namespace {

struct Pattern {
    std::vector<float> original, spoiled;
};

/// The same whole numbers as the script's.
Pattern patternOf(const core::Shape &shape, float low, float high) {
    Pattern pattern;
    for (Index c = 0; c < shape.channels(); ++c)
        for (Index y = 0; y < shape.height(); ++y)
            for (Index x = 0; x < shape.width(); ++x) {
                const Index value = (x * x * 3 + y * y * 5 + x * y * 7 + c * 41 + 29) % 256;
                const Index other = std::clamp<Index>(value + (x * 11 + y * 17 + c * 5 + 3) % 61 - 30, 0, 255);
                const auto scaled = [&](Index number) {
                    return static_cast<float>(static_cast<double>(low) + static_cast<double>(number) / 255.0 * static_cast<double>(high - low));
                };
                pattern.original.push_back(scaled(value));
                pattern.spoiled.push_back(scaled(other));
            }
    return pattern;
}

struct Bench {
    std::shared_ptr<const data::Dataset> dataset = tests::smoothData({.train = 50, .features = 7, .test = 90});
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};

    Bench() {
        spec::ModelSpec model{{tests::dense(6, "tanh"), tests::dense(3, "identity"), tests::dense(6, "tanh"), tests::output()}, 1, false};
        snapshot->plan = *plan::compile(model, core::Shape(7));
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, 5, snapshot->parameters.data(), snapshot->state.data());
    }
    template <class T>
    std::shared_ptr<const typename T::Result> run(const T &task) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
};

} // namespace

class SimilarityTest : public QObject {
    Q_OBJECT
private slots:
    void agreesWithScikitImage() {
        struct Row {
            const char *name;
            core::Shape shape;
            float low, high;
            double mse, mae, psnr, ssim;
        };
        const Row rows[] = {{"grey 28 x 28", {1, 28, 28}, 0.0f, 1.0f, 0.004443385220, 0.056902761085, 23.5228603390, 0.974020094817},
                            {"colour 3 x 32 x 24", {3, 32, 24}, 0.0f, 1.0f, 0.004469421509, 0.057264433621, 23.4974868526, 0.973243472587},
                            {"from -1 to 1", {1, 16, 20}, -1.0f, 1.0f, 0.017620915191, 0.113039215938, 23.5603153037, 0.897232006936},
                            {"just one window", {1, 11, 11}, 0.0f, 1.0f, 0.004487021919, 0.056911359991, 23.4804180898, 0.972686758553}};
        for (const Row &row : rows) {
            const Pattern pattern = patternOf(row.shape, row.low, row.high);
            const double range = static_cast<double>(row.high - row.low);
            const auto isClose = [&](Measure measure, double expected, double tolerance) {
                const double value = analysis::measured(measure, row.shape, pattern.spoiled.data(), pattern.original.data(), range);
                return std::abs(value - expected) <= tolerance;
            };
            QVERIFY2(isClose(Measure::Mse, row.mse, 1e-7), row.name);
            QVERIFY2(isClose(Measure::Mae, row.mae, 1e-9), row.name);
            QVERIFY2(isClose(Measure::Psnr, row.psnr, 1e-4), row.name);
            QVERIFY2(isClose(Measure::Ssim, row.ssim, 1e-9), row.name);
        }
    }

    void aCopyIsPerfectAndNoImageHasNoStructure() {
        for (const core::Shape &shape : {core::Shape(1, 28, 28), core::Shape(3, 8, 8), core::Shape(1, 1, 1), core::Shape(1, 2, 40)}) {
            const Pattern pattern = patternOf(shape, 0, 1);
            QVERIFY(std::abs(analysis::structuralSimilarity(shape, pattern.original.data(), pattern.original.data(), 1) - 1) < 1e-12);
            QVERIFY(analysis::structuralSimilarity(shape, pattern.spoiled.data(), pattern.original.data(), 1) < 1);
        }
        const Pattern flat = patternOf(core::Shape(1, 1, 50), 0, 1);
        QVERIFY(std::isnan(analysis::structuralSimilarity(core::Shape(50), flat.spoiled.data(), flat.original.data(), 1)));
        QCOMPARE(analysis::measureFor(core::Shape(50), Measure::Ssim), Measure::Mse);
        QCOMPARE(analysis::measureFor(core::Shape(1, 5, 5), Measure::Ssim), Measure::Ssim);
        QVERIFY(analysis::isBetter(Measure::Psnr, 20, 10) && analysis::isBetter(Measure::Mae, 0.1, 0.2) &&
                !analysis::isBetter(Measure::Ssim, std::nan(""), 0.5));
    }

    void theErrorsOfAPartAreThoseBelowItsReconstructions() {
        Bench bench;
        for (const bool isCorrupted : {false, true})
            for (const Measure measure : {Measure::Mse, Measure::Mae, Measure::Psnr}) {
                analysis::PartErrorsTask task{.measure = measure, .most = 1000};
                if (isCorrupted)
                    task.corruption = {0.5f, data::Corruption::Kind::Masking};
                task.seed = 9;
                const auto errors = bench.run(task);
                QVERIFY(errors);
                QCOMPARE(errors->measured, 90);
                analysis::ReconstructionTask shown;
                shown.samples.resize(90);
                std::iota(shown.samples.begin(), shown.samples.end(), Index{0});
                shown.corruption = task.corruption;
                shown.seed = task.seed;
                const auto picture = bench.run(shown);
                for (std::size_t i = 0; i < 90; ++i)
                    QVERIFY(std::abs(picture->columns[i].of(measure) - static_cast<double>(errors->bySample[i])) < 1e-5);
            }
        bench.isCancelled = true;
        QVERIFY(!bench.run(analysis::PartErrorsTask{.most = 1000}));
    }

    void theWorstAndTheBestAreFound() {
        analysis::PartErrors errors{Measure::Mse, {0.3f, std::nanf(""), 0.1f, 0.5f, 0.1f, 0.2f}, 5};
        QCOMPARE(errors.extremes(2, true), (std::vector<Index>{3, 0}));
        QCOMPARE(errors.extremes(3, false), (std::vector<Index>{2, 4, 5}));
        QCOMPARE(errors.extremes(100, true).size(), std::size_t{5}); // what was not measured is in neither
        errors.measure = Measure::Ssim;
        QCOMPARE(errors.extremes(1, true), (std::vector<Index>{2}));
        QVERIFY(analysis::PartErrors().extremes(3, true).empty());
        Bench bench; // fewer than there are: at even distances
        const auto some = bench.run(analysis::PartErrorsTask{.most = 30});
        QCOMPARE(some->measured, 30);
        QVERIFY(std::isfinite(some->bySample[87]) && std::isnan(some->bySample[88]));
    }

    void drawsAreOthersOfTheSameKind() {
        data::Part part;
        part.samples = 40;
        for (int i = 0; i < 40; ++i)
            part.labels.push_back(i % 4);
        const std::vector<Index> members = analysis::samplesOfClass(part, 2);
        QCOMPARE(members.size(), std::size_t{10});
        QCOMPARE(analysis::drawFrom(members, 3, 0), (std::vector<Index>{2, 6, 10}));
        const std::vector<Index> drawn = analysis::drawFrom(members, 4, 1), again = analysis::drawFrom(members, 4, 1),
                                 other = analysis::drawFrom(members, 4, 2);
        QCOMPARE(drawn, again);
        QVERIFY(drawn != other && drawn.size() == 4);
        for (const Index sample : drawn)
            QCOMPARE(part.labels[static_cast<std::size_t>(sample)], 2);
        QVERIFY(analysis::samplesOfClass(part, 7).empty() && analysis::drawFrom({}, 4, 1).empty());
    }
};

QTEST_GUILESS_MAIN(SimilarityTest)
#include "similarity_test.moc"
