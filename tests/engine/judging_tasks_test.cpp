// What the panel asks for, on data and a stack of the test's own: which samples are learned from and asked, faces of clusters, and what poor data give.
#include <QTest>

#include <algorithm>
#include <set>

#include "engine/core/random.h"
#include "engine/judging/clusters_task.h"
#include "engine/judging/probes_task.h"
#include "engine/judging/sample_marks_task.h"
#include "engine/plan/plan.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::judging;

namespace {

/// Three clouds in six numbers; every fifth sample without a class where `hasGaps`.
data::Part cloudsOf(Index samples, bool hasGaps = false) {
    const core::Random random(5, core::Stream::Data);
    data::Part part;
    part.samples = samples;
    part.features = 6;
    for (Index sample = 0; sample < samples; ++sample) {
        for (Index row = 0; row < 6; ++row)
            part.floats.push_back(0.4f + 0.05f * random.normal(0, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(row)) +
                                  (row == sample % 3 ? 0.4f : 0.0f));
        part.labels.push_back(hasGaps && sample % 5 == 0 ? -1 : static_cast<std::int32_t>(sample % 3));
    }
    return part;
}

std::shared_ptr<data::Dataset> dataset(bool hasTest, bool hasGaps = false) {
    auto made = std::make_shared<data::Dataset>();
    made->key = "clouds";
    made->shape = core::Shape(6);
    made->train = cloudsOf(300, hasGaps);
    if (hasTest)
        made->test = cloudsOf(120, hasGaps);
    made->classNames = {"one", "two", "three"};
    return made;
}

/// 6-4-6 without hidden layers, by fixed weights: the code is four of the numbers.
struct Bench {
    std::shared_ptr<const data::Dataset> data;
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> cancelled{false};

    explicit Bench(std::shared_ptr<const data::Dataset> shown) : data(std::move(shown)) {
        spec::ModelSpec model;
        model.layers = {tests::dense(4, "identity"), tests::output()};
        model.code = 0;
        snapshot->plan = *plan::compile(model, data->shape);
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        const core::Random random(2, core::Stream::Parameters);
        for (Index i = 0; i < snapshot->parameters.size(); ++i)
            snapshot->parameters[i] = random.normal(0, 0, static_cast<std::uint64_t>(i));
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
    }
    template <class Task>
    auto run(const Task &task) {
        analysis::TaskContext context(snapshot, data, shared, cancelled);
        return task.run(context);
    }
};

/// Of a sample of the test part.
std::vector<float> codeOf(Bench &bench, Index sample) {
    core::Floats x(core::strideOf(6));
    bench.data->test.copySample(sample, x.data());
    const core::ConstView code = bench.shared.network->encode({x.data(), 6, 1, core::strideOf(6)});
    return {code.data, code.data + code.rows};
}

double squaredDistance(const std::vector<float> &a, const std::vector<float> &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (static_cast<double>(a[i]) - static_cast<double>(b[i])) * (static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return sum;
}

} // namespace

class JudgingTasksTest : public QObject {
    Q_OBJECT

private slots:
    void learnsFromTheTrainingPartAndAsksTheTestPart() {
        Bench bench(dataset(true));
        const auto report = bench.run(ProbesTask{});
        QVERIFY(report && report->scores);
        QCOMPARE(report->scores->fitted, Index{300});
        QCOMPARE(report->scores->asked, Index{120});
        QVERIFY(report->asked.part == data::PartKind::Test);
        QVERIFY(report->scores->accuracy > 0.95);
        const auto fewer = bench.run(ProbesTask{.fitted = 100, .asked = 50});
        QVERIFY(fewer->scores); // though the classes take turns
        QCOMPARE(fewer->scores->fitted, Index{99});
        const auto again = bench.run(ProbesTask{});
        QVERIFY(again->scores->accuracy == report->scores->accuracy && again->scores->area == report->scores->area);
        const auto baselines = bench.run(BaselineProbesTask{.code = 2});
        QVERIFY(baselines && baselines->pca.scores && baselines->raw.scores);
        QCOMPARE(baselines->pca.scores->numbers, Index{2});
        QCOMPARE(baselines->raw.scores->numbers, Index{6});
        bench.cancelled = true;
        QVERIFY(!bench.run(ProbesTask{}) && !bench.run(BaselineProbesTask{.code = 2}) && !bench.run(ClustersTask{}));
    }

    void withoutATestPartTheTrainingPartIsDivided() {
        Bench bench(dataset(false, true));
        const auto report = bench.run(ProbesTask{.fitted = 200, .asked = 100});
        QVERIFY(report && report->scores);
        QCOMPARE(report->scores->fitted + report->scores->asked, Index{240}); // the others have no class
        QVERIFY(report->asked.part == data::PartKind::Train);
        const ProbeSamples samples = probeSamples(*bench.data, 200, 100);
        std::set<Index> all(samples.fit.samples.begin(), samples.fit.samples.end());
        all.insert(samples.asked.samples.begin(), samples.asked.samples.end());
        QCOMPARE(all.size(), std::size_t{240}); // none is both
    }

    void facesAreTheMeanOfTheReconstructions() {
        Bench bench(dataset(true));
        const auto report = bench.run(ClustersTask{});
        QVERIFY(report && report->scores);
        QCOMPARE(report->scores->clusters.count, Index{3});
        QVERIFY(report->scores->agreement->adjustedRand > 0.9);
        for (Index cluster = 0; cluster < 3; ++cluster) {
            std::vector<double> mean(6);
            Index count = 0;
            for (std::size_t i = 0; i < report->samples.samples.size(); ++i)
                if (report->scores->clusters.labels[i] == cluster) {
                    core::Floats x(core::strideOf(6));
                    bench.data->test.copySample(report->samples.samples[i], x.data());
                    const core::ConstView y = bench.shared.network->reconstruct({x.data(), 6, 1, core::strideOf(6)});
                    for (std::size_t row = 0; row < 6; ++row)
                        mean[row] += static_cast<double>(y.data[row]);
                    ++count;
                }
            QCOMPARE(report->sizes[static_cast<std::size_t>(cluster)], count);
            for (std::size_t row = 0; row < 6; ++row)
                QVERIFY(std::abs(static_cast<double>(report->faces.column(cluster)[row]) - mean[row] / static_cast<double>(count)) < 1e-5);
        }
        for (const ClusterMethod method : clusterMethods)
            QVERIFY(bench.run(ClustersTask{.method = method, .clusters = 2}));
    }

    void eachSampleOfTheMapHasItsCluster() {
        Bench bench(dataset(true));
        QVERIFY(bench.run(ClustersTask{.most = 40})->ofShown.empty());
        for (const ClusterMethod method : clusterMethods) {
            const auto report = bench.run(ClustersTask{.method = method, .most = 40, .marksShown = true});
            QVERIFY(report && report->scores);
            QCOMPARE(report->ofShown.size(), std::size_t{120});
            const auto &samples = report->samples.samples;
            QVERIFY(samples.size() < 120);
            std::vector<std::vector<float>> codes;
            for (Index i = 0; i < 120; ++i)
                codes.push_back(codeOf(bench, i));
            for (std::size_t i = 0; i < 120; ++i) { // the nearest of those that were divided, by a loop over all of them
                std::size_t nearest = 0;
                for (std::size_t other = 1; other < samples.size(); ++other)
                    if (squaredDistance(codes[i], codes[static_cast<std::size_t>(samples[other])]) <
                        squaredDistance(codes[i], codes[static_cast<std::size_t>(samples[nearest])]))
                        nearest = other;
                QCOMPARE(report->ofShown[i], report->scores->clusters.labels[nearest]);
            }
        }
    }

    void predictionsAreThoseOfTheProbe() {
        Bench bench(dataset(true, true));
        const auto marks = bench.run(PredictionsTask{});
        const auto report = bench.run(ProbesTask{});
        QVERIFY(marks && !marks->obstacle && report->scores);
        QCOMPARE(marks->values.size(), std::size_t{120}); // of those without a class as well
        for (std::size_t i = 0; i < report->asked.samples.size(); ++i)
            QCOMPARE(static_cast<std::int32_t>(marks->values[static_cast<std::size_t>(report->asked.samples[i])]), report->scores->predicted[i]);
        const auto some = bench.run(PredictionsTask{.most = 50});
        QCOMPARE(std::count_if(some->values.begin(), some->values.end(), [](float value) { return std::isfinite(value); }), std::ptrdiff_t{50});
        bench.cancelled = true;
        QVERIFY(!bench.run(PredictionsTask{}) && !bench.run(DensityTask{}));
    }

    void densitiesAreThoseOfASlowLoop() {
        Bench bench(dataset(true));
        const auto marks = bench.run(DensityTask{.neighbours = 5});
        QVERIFY(marks && !marks->obstacle);
        std::vector<std::vector<float>> codes;
        for (Index i = 0; i < 120; ++i)
            codes.push_back(codeOf(bench, i));
        std::vector<double> radii;
        for (const auto &code : codes) {
            std::vector<double> distances;
            for (const auto &other : codes)
                distances.push_back(std::sqrt(squaredDistance(code, other)));
            std::sort(distances.begin(), distances.end());
            radii.push_back(distances[5]); // without itself
        }
        std::vector<double> sorted = radii;
        std::sort(sorted.begin(), sorted.end());
        const double median = (sorted[59] + sorted[60]) / 2;
        for (std::size_t i = 0; i < 120; ++i)
            QVERIFY(std::abs(static_cast<double>(marks->values[i]) - 4 * std::log10(median / radii[i])) < 1e-4);
        // On a line of even distances all lie equally dense but for the ends, where the nearest lie to one side.
        core::Floats line(101);
        for (Index i = 0; i < 101; ++i)
            line[i] = static_cast<float>(i);
        core::ThreadPool alone(1);
        const auto even = relativeDensities({line.data(), 1, 101, 1}, 2, alone);
        QVERIFY(even);
        QCOMPARE((*even)[50], 0.0f);
        QVERIFY(std::abs((*even)[0] - std::log10(0.5f)) < 1e-6f);
        // Two of the same code lie as near as the nearest pair that differs.
        line[1] = 0;
        line[2] = 0;
        QCOMPARE((*relativeDensities({line.data(), 1, 101, 1}, 2, alone))[0], (*even)[50]);
        std::fill_n(line.data(), 101, 3.0f);
        QVERIFY(!relativeDensities({line.data(), 1, 101, 1}, 2, alone));
        QVERIFY(!relativeDensities({line.data(), 1, 1, 1}, 2, alone));
        line[4] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!relativeDensities({line.data(), 1, 101, 1}, 2, alone));
    }

    void poorDataAreASentence() {
        auto unlabelled = dataset(true);
        unlabelled->classNames.clear();
        unlabelled->train.labels.clear();
        unlabelled->test.labels.clear();
        Bench without(unlabelled);
        QVERIFY(without.run(ProbesTask{})->obstacle->sentence().find("no classes") != std::string::npos);
        QVERIFY(without.run(BaselineProbesTask{.code = 2})->raw.obstacle);
        const auto clusters = without.run(ClustersTask{});
        QVERIFY(clusters && clusters->scores && !clusters->scores->agreement);
        QCOMPARE(clusters->commonest.front(), std::int32_t{-1});

        auto alike = dataset(true);
        std::fill(alike->train.labels.begin(), alike->train.labels.end(), 1);
        Bench single(alike);
        QVERIFY(single.run(ProbesTask{})->obstacle->sentence().find("one class") != std::string::npos);

        Bench broken(dataset(true));
        broken.snapshot->parameters[0] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(broken.run(ProbesTask{})->obstacle->sentence().find("not finite") != std::string::npos);
        QVERIFY(broken.run(PredictionsTask{})->obstacle->sentence().find("not finite") != std::string::npos);
        QVERIFY(broken.run(DensityTask{})->obstacle->sentence().find("not finite") != std::string::npos);
        QVERIFY(broken.run(ClustersTask{})->obstacle->sentence().find("not finite") != std::string::npos);

        auto lonely = dataset(false);
        lonely->train = cloudsOf(1);
        Bench one(lonely);
        QVERIFY(one.run(ProbesTask{})->obstacle);
        QVERIFY(one.run(PredictionsTask{})->obstacle && one.run(DensityTask{})->obstacle);
        QVERIFY(one.run(ClustersTask{})->scores);
        QVERIFY(one.run(ClustersTask{.method = ClusterMethod::Hdbscan})->obstacle);
    }
};

QTEST_APPLESS_MAIN(JudgingTasksTest)
#include "judging_tasks_test.moc"
