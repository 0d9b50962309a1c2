// What people see is in the numbers of the source, whatever was trained on; errors are those of the training.
#include <QTest>

#include <cmath>

#include "engine/analysis/lattice_task.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/analysis/thumbnails_task.h"
#include "engine/core/floating_point.h"
#include "engine/training/demands.h"
#include "tests/support/shaped_data.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr Index features = 9, samples = 40;

/// Hundreds, below and above zero, as images of 3 × 3.
data::Dataset images(const char *scaling) {
    data::Part part;
    part.samples = samples;
    part.features = features;
    for (Index i = 0; i < samples * features; ++i)
        part.floats.push_back(300 * wave(i) + 100);
    data::Dataset dataset = datasetOf(part);
    dataset.shape = core::Shape(1, 3, 3);
    spec::DataSpec wanted;
    wanted.scaling = {scaling, {}};
    if (!shaped(dataset, wanted).empty())
        qFatal("cannot be shaped");
    return dataset;
}

struct Bench {
    explicit Bench(const char *scaling, Index code = 2) : dataset(std::make_shared<data::Dataset>(images(scaling))) {
        core::setFloatingPointMode();
        plan = *plan::compile({{dense(code, "identity"), output("tanh")}, 0, false}, dataset->shape);
        parameters = core::Floats(plan->parameterFloats());
        state = core::Floats(plan->stateFloats() + 1);
        plan::initialise(*plan, 5, parameters.data(), state.data());
    }
    plan::Network network() const { return {plan, parameters.data(), state.data(), 4}; }

    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state;
};

bool areNear(const float *a, const float *b) {
    for (Index f = 0; f < features; ++f)
        if (std::abs(a[f] - b[f]) > 1e-2f)
            return false;
    return true;
}

} // namespace

class InvertedPicturesTest : public QObject {
    Q_OBJECT

private slots:
    void reconstructionsAreInTheSourcesNumbers_data() {
        QTest::addColumn<QString>("scaling");
        for (const char *scaling : {"unit", "range", "standardise", "robust", "unit_norm", "whiten"})
            QTest::newRow(scaling) << scaling;
    }
    void reconstructionsAreInTheSourcesNumbers() {
        QFETCH(QString, scaling);
        const Bench bench(scaling.toUtf8(), features); // a code as wide as PCA with all its components, which stands beside none other
        const data::Part &test = bench.dataset->test;
        plan::Network network = bench.network();
        analysis::ReconstructionTask task;
        task.samples = {0, 3, 2};
        task.corruption = data::makeCorruption({"masking", {}});
        task.pca = std::make_shared<analysis::Pca>(*analysis::fitPca(bench.dataset->train, features));
        const auto picture = analysis::makeReconstructions(network, {}, *bench.dataset, task);
        QVERIFY(picture->range.lowest < -150 && picture->range.highest > 350);
        for (const analysis::ReconstructionColumn &column : picture->columns) {
            std::vector<float> source(features), scaled(features);
            const Index number = test.sourceIndex[static_cast<std::size_t>(column.sample)];
            for (Index f = 0; f < features; ++f)
                source[static_cast<std::size_t>(f)] = 300 * wave(number * features + f) + 100;
            QVERIFY(areNear(column.original.data(), source.data()));
            QVERIFY(areNear(column.pca.data(), source.data())); // nothing is lost with all its components
            QVERIFY(!column.corrupted.empty() && !areNear(column.corrupted.data(), source.data()));
            // Against one sample at a time, run without its corruption.
            core::Floats x(core::strideOf(features));
            test.copySample(column.sample, x.data());
            std::copy_n(x.data(), features, scaled.data());
            analysis::ReconstructionTask plain = task;
            plain.corruption = {};
            plain.samples = {column.sample};
            const analysis::ReconstructionColumn alone = analysis::makeReconstructions(network, {}, *bench.dataset, plain)->columns.front();
            const core::ConstView y = network.reconstruct({x.data(), features, 1, core::strideOf(features)});
            QCOMPARE(alone.mse, analysis::meanSquaredError(features, y.data, scaled.data())); // of what is trained on
            std::vector<float> shown(features);
            bench.dataset->invert(test, column.sample, y.data, shown.data());
            QVERIFY(alone.reconstruction == shown);
        }
    }

    void thumbnailsAreInTheSourcesNumbers() {
        const Bench bench("standardise", features);
        analysis::SharedWork shared{std::make_unique<plan::Network>(bench.network()), nullptr};
        auto snapshot = std::make_shared<plan::Snapshot>();
        snapshot->plan = bench.plan;
        const std::atomic<bool> isCancelled{false};
        analysis::TaskContext context(snapshot, bench.dataset, shared, isCancelled);
        const data::Part &test = bench.dataset->test;
        analysis::ThumbnailsTask task{{3, 0, 1'000'000, -1, 2}, false, std::make_shared<analysis::LatestThumbnails>()};
        const auto originals = task.run(context);
        QVERIFY(originals->samples == (std::vector<Index>{3, 0, 2}) && originals->shape == bench.dataset->shape &&
                originals->range == bench.dataset->originalRange);
        for (std::size_t i = 0; i < 3; ++i) {
            std::vector<float> source(features);
            for (Index f = 0; f < features; ++f)
                source[static_cast<std::size_t>(f)] = 300 * wave(test.sourceIndex[static_cast<std::size_t>(originals->samples[i])] * features + f) + 100;
            QVERIFY(areNear(originals->picture(i), source.data()));
        }
        QVERIFY(task.run(context) == originals); // they stay as they are, whatever is learned
        task.areReconstructions = true;
        const auto reconstructions = task.run(context);
        analysis::ReconstructionTask beside;
        beside.samples = originals->samples;
        const auto columns = analysis::makeReconstructions(*shared.network, {}, *bench.dataset, beside);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(areNear(reconstructions->picture(i), columns->columns[i].reconstruction.data()));

        // What is larger than a thumbnail is reduced by means.
        auto large = std::make_shared<data::Dataset>();
        large->shape = core::Shape(2, 130, 70);
        large->test.samples = 1;
        large->test.features = large->shape.size();
        for (Index i = 0; i < large->shape.size(); ++i)
            large->test.floats.push_back(static_cast<float>(i % 9100 / 70 / 3) + static_cast<float>(i / 9100) * 100);
        analysis::TaskContext other(snapshot, large, shared, isCancelled);
        const auto reduced = analysis::ThumbnailsTask{{0}, false, std::make_shared<analysis::LatestThumbnails>()}.run(other);
        QVERIFY(reduced->shape == core::Shape(2, 43, 23));
        QCOMPARE(reduced->values[23 * 7 + 5], 7.0f);
        QCOMPARE(reduced->values[43 * 23 + 23 * 42], 142.0f);
    }

    void thumbnailsOfSeriesAndTablesAreSharesOfWhatMostReach() {
        analysis::SharedWork shared{std::make_unique<plan::Network>(Bench("unit").network()), nullptr};
        auto snapshot = std::make_shared<plan::Snapshot>();
        const std::atomic<bool> isCancelled{false};
        const auto picturesOf = [&](const core::Shape &shape, const std::vector<std::string> &names, const std::vector<float> &numbers) {
            auto dataset = std::make_shared<data::Dataset>();
            dataset->shape = shape;
            dataset->featureNames = names;
            dataset->test.features = shape.size();
            dataset->test.samples = static_cast<Index>(numbers.size()) / shape.size();
            dataset->test.floats = numbers;
            analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
            return analysis::ThumbnailsTask{{0, 1}, false, std::make_shared<analysis::LatestThumbnails>()}.run(context);
        };
        using Kind = analysis::ThumbnailPictures::Kind;
        // A table of unlike features: one counts from 0 to 200, one is 1000 times that, one never differs, one is a rare word.
        std::vector<float> numbers;
        for (int i = 0; i <= 200; ++i)
            for (const float value : {static_cast<float>(i), 1000.0f * static_cast<float>(i), 7.0f, i == 0 ? 1.0f : 0.0f})
                numbers.push_back(value);
        const auto table = picturesOf(core::Shape(4), {"a", "b", "c", "d"}, numbers);
        QVERIFY(table->kind == Kind::Table && table->shape == core::Shape(4) && table->samples.size() == 2);
        QVERIFY(table->values == (std::vector<float>{0, 0, 0.5f, 1, 0, 0, 0.5f, 0})); // 1 lies below the 1st percentile, which is 2
        QVERIFY(picturesOf(core::Shape(2, 2), {}, numbers)->kind == Kind::Series);

        // Of 130 steps and two channels each three steps become their mean.
        numbers.clear();
        for (int sample = 0; sample < 3; ++sample)
            for (int step = 0; step < 130; ++step) {
                numbers.push_back(static_cast<float>(step));
                numbers.push_back(-10 * static_cast<float>(sample));
            }
        const auto series = picturesOf(core::Shape(130, 2), {}, numbers);
        QVERIFY(series->kind == Kind::Series && series->shape == core::Shape(43, 2));
        for (std::size_t step = 0; step < 43; ++step) {
            QVERIFY(std::abs(series->values[2 * step] - (3 * static_cast<float>(step) + 1) / 129) < 1e-5f);
            QVERIFY(series->values[2 * step + 1] == 1 && series->values[86 + 2 * step + 1] == 0.5f);
        }
        // Wide rows without names are a curve, with names a table, reduced where there are very many.
        numbers.assign(3 * 2500, 1);
        QVERIFY(picturesOf(core::Shape(2500), {}, numbers)->shape == core::Shape(62, 1));
        QVERIFY(picturesOf(core::Shape(2500), std::vector<std::string>(2500, "gene"), numbers)->shape == core::Shape(833));
        // An image that is wide and low is never read beyond its end.
        numbers.assign(2 * 300, 0.25f);
        const auto low = picturesOf(core::Shape(1, 2, 150), {}, numbers);
        QVERIFY(low->shape == core::Shape(1, 1, 50) && low->values == std::vector<float>(100, 0.25f));
    }

    void theLatticeIsInTheSourcesNumbers() {
        const Bench bench("standardise");
        plan::Network network = bench.network();
        analysis::SharedWork ofTheContext{std::make_unique<plan::Network>(bench.network()), nullptr};
        const std::atomic<bool> isCancelled{false};
        analysis::TaskContext context(nullptr, bench.dataset, ofTheContext, isCancelled);
        const auto latest = std::make_shared<analysis::LatestMap>();
        const auto map = analysis::LatentTask{std::make_shared<analysis::AxesProjection>(analysis::LatentAxes{}), latest}.run(context);
        const auto lattice = analysis::LatticeTask{{-1, 1, -1, 1, 1, 1}, latest}.run(context);
        QVERIFY(lattice->sample == bench.dataset->shape && lattice->range == bench.dataset->originalRange);
        std::vector<float> shown(features);
        core::Floats code(core::strideOf(2));
        std::copy_n(map->plane->origin.data(), 2, code.data());
        const core::ConstView y = network.decode({code.data(), 2, 1, core::strideOf(2)});
        bench.dataset->invert(y.data, shown.data());
        QVERIFY(areNear(lattice->pixels.data(), shown.data()));
        QVERIFY(!areNear(y.data, shown.data()));
    }

    void whatTheEndCannotReachIsSaid_data() {
        QTest::addColumn<QString>("scaling");
        QTest::addColumn<QString>("activation");
        QTest::addColumn<QString>("said");
        QTest::newRow("sigmoid") << "standardise"
                                 << "sigmoid"
                                 << "below 0 and above 1: sigmoid";
        QTest::newRow("tanh") << "standardise"
                              << "tanh"
                              << "below -1 and above 1: tanh";
        QTest::newRow("relu") << "standardise"
                              << "relu"
                              << "below 0: relu";
        QTest::newRow("identity") << "standardise"
                                  << "identity"
                                  << "";
        QTest::newRow("range") << "range"
                               << "sigmoid"
                               << "";
        QTest::newRow("as they are") << "unit"
                                     << "sigmoid"
                                     << "above 1";
    }
    void whatTheEndCannotReachIsSaid() {
        QFETCH(QString, scaling);
        QFETCH(QString, activation);
        QFETCH(QString, said);
        spec::Spec spec;
        spec.model = {{dense(2, "identity"), output(activation.toUtf8())}, 0, false};
        const std::vector<std::string> notes = training::notesOn(spec, images(scaling.toUtf8()));
        QCOMPARE(notes.size(), std::size_t(said.isEmpty() ? 0 : 1));
        if (!said.isEmpty())
            QVERIFY2(notes.front().find(said.toStdString()) != std::string::npos && notes.front().find("identity") != std::string::npos, notes.front().c_str());
    }
};

QTEST_APPLESS_MAIN(InvertedPicturesTest)
#include "inverted_pictures_test.moc"
