// What views of the network show: weights as tiles and matrices, activations, a unit's favourites, against slow loops and against what the network does.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/analysis/activations_task.h"
#include "engine/analysis/favourites_task.h"
#include "engine/analysis/unit.h"
#include "engine/analysis/weights_task.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/layer_cases.h"
#include "tests/support/snapshot_bench.h"
#include "tests/support/torch_layers.h"

using namespace hourglass;
using namespace hourglass::tests;
using Form = analysis::WeightsPicture::Form;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

SnapshotBench pictureBench(std::vector<spec::LayerSpec> layers, Index code) {
    return SnapshotBench({.train = 40, .features = 20, .test = 60, .shape = core::Shape(1, 4, 5)}, std::move(layers), code);
}

/// What the first layer makes of a sample with a single one in it.
std::vector<float> answerTo(SnapshotBench &bench, Index place) {
    const Index features = bench.dataset->features();
    core::Floats x(features);
    x[place] = 1;
    plan::Network network(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
    network.reconstruct({x.data(), features, 1, core::strideOf(features)});
    const core::ConstView y = network.output(0, 1);
    return {y.data, y.data + y.rows};
}

} // namespace

class NetworkTasksTest : public QObject {
    Q_OBJECT
private slots:
    void unitsOfEachShape() {
        QCOMPARE(analysis::unitsOf(core::Shape(7)), Index{7});
        QCOMPARE(analysis::unitsOf(core::Shape(5, 3)), Index{3}); // steps × features
        QCOMPARE(analysis::unitsOf(core::Shape(4, 2, 3)), Index{4});
        const std::vector<float> values{1, 2, 3, 4, 5, 6};
        QCOMPARE(analysis::activationOf(core::Shape(6), values.data(), 2), 3.0);
        QCOMPARE(analysis::activationOf(core::Shape(2, 3), values.data(), 1), 3.5);    // 2 and 5
        QCOMPARE(analysis::activationOf(core::Shape(2, 1, 3), values.data(), 1), 5.0); // 4, 5 and 6
    }

    /// A tile of the first layer is what each pixel alone adds to its unit, of the last what its unit alone adds to each pixel.
    void denseTilesAreWhatUnitsReadAndDraw() {
        SnapshotBench bench = pictureBench({dense(6, "identity"), dense(3, "tanh"), output("identity")}, 1);
        const auto incoming = bench.run(analysis::WeightsTask{0, 0, 0, 100});
        QCOMPARE(incoming->form, Form::Incoming);
        QCOMPARE(incoming->units, Index{6});
        QCOMPARE(incoming->tile, core::Shape(1, 4, 5));
        QCOMPARE(incoming->values.size(), std::size_t{120});
        for (Index pixel = 0; pixel < 20; ++pixel) {
            const std::vector<float> answer = answerTo(bench, pixel);
            for (std::size_t unit = 0; unit < 6; ++unit)
                QVERIFY(std::abs(incoming->values[unit * 20 + static_cast<std::size_t>(pixel)] - answer[unit]) < 1e-6f);
        }
        const auto outgoing = bench.run(analysis::WeightsTask{2, 0, 0, 100});
        QCOMPARE(outgoing->form, Form::Outgoing);
        QCOMPARE(outgoing->units, Index{3});
        plan::Network network(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
        for (std::size_t unit = 0; unit < 3; ++unit) {
            core::Floats code(3);
            code[static_cast<Index>(unit)] = 1;
            const core::ConstView y = network.decode({code.data(), 3, 1, core::strideOf(3)});
            for (std::size_t pixel = 0; pixel < 20; ++pixel)
                QVERIFY(std::abs(outgoing->values[unit * 20 + pixel] - y.data[pixel]) < 1e-6f);
        }
        const auto middle = bench.run(analysis::WeightsTask{1});
        QCOMPARE(middle->form, Form::Matrix);
        QCOMPARE(middle->shownRows, Index{3});
        QCOMPARE(middle->shownColumns, Index{6});
        for (std::size_t i = 0; i < 18; ++i)
            QCOMPARE(middle->values[i], bench.parametersOf(1)[i]);
    }

    void aTiedLayerDrawsByTheWeightsOfTheOther() {
        SnapshotBench bench = pictureBench({dense(6, "identity"), {"tied", {{"activation", std::string("identity")}}}}, 0);
        const auto reads = bench.run(analysis::WeightsTask{0}), draws = bench.run(analysis::WeightsTask{1});
        QCOMPARE(draws->form, Form::Outgoing);
        QCOMPARE(draws->tiedTo, 0);
        QVERIFY(draws->values == reads->values);
    }

    /// A kernel is what a single one paints, read where the geometry says: in groups and transposed as well.
    void kernelsAreWhatASinglePixelPaints_data() {
        QTest::addColumn<bool>("isTransposed");
        QTest::addColumn<int>("groups");
        QTest::newRow("convolution") << false << 1;
        QTest::newRow("convolution, groups") << false << 2;
        QTest::newRow("transposed") << true << 1;
        QTest::newRow("transposed, groups") << true << 2;
    }
    void kernelsAreWhatASinglePixelPaints() {
        QFETCH(bool, isTransposed);
        QFETCH(int, groups);
        const Index channels = 2, out = 6, side = 7, kernel = 3;
        spec::LayerSpec layer = conv(isTransposed ? "conv2d_transposed" : "conv2d", out, kernel, isTransposed ? 2 : 1,
                                     {{"groups", Index{groups}}, {"activation", std::string("identity")}});
        SnapshotBench bench({.train = 4, .features = channels * side * side, .test = 4, .shape = core::Shape(channels, side, side)},
                            {layer, output("identity")}, 0);
        const core::Shape &map = bench.snapshot->plan->outline().layers[0].output;
        const auto picture = bench.run(analysis::WeightsTask{0, 0, 0, 100});
        QCOMPARE(picture->form, Form::Kernels);
        QCOMPARE(picture->tile, core::Shape(1, kernel, kernel));
        QCOMPARE(picture->units, out);
        QCOMPARE(picture->inputs, channels / groups);
        QCOMPARE(picture->tiles(), out * channels / groups);
        int seen = 0;
        for (Index channel = 0; channel < channels; ++channel) {
            const std::vector<float> answer = answerTo(bench, channel * side * side + 3 * side + 3); // the middle
            for (Index unit = 0; unit < out; ++unit) {
                const bool isConnected = unit / (out / groups) == channel / (channels / groups);
                // What is painted, in a rectangle of the map; of a convolution it stands turned round.
                std::vector<float> painted;
                for (Index i = 0; i < map.height() * map.width(); ++i)
                    if (const float value = answer[static_cast<std::size_t>(unit * map.height() * map.width() + i)]; value != 0)
                        painted.push_back(value);
                if (!isConnected) {
                    QVERIFY(painted.empty());
                    continue;
                }
                QCOMPARE(painted.size(), std::size_t{9});
                if (!isTransposed)
                    std::reverse(painted.begin(), painted.end());
                const auto tile = static_cast<std::size_t>(unit * picture->inputs + channel % picture->inputs);
                for (std::size_t i = 0; i < 9; ++i)
                    QVERIFY(std::abs(picture->values[tile * 9 + i] - painted[i]) < 1e-6f);
                ++seen;
            }
        }
        QCOMPARE(seen, static_cast<int>(picture->tiles()));
    }

    void tilesInSightAreWhatIsCopied() {
        SnapshotBench bench = pictureBench({dense(3000, "relu"), output()}, 0);
        const auto all = bench.run(analysis::WeightsTask{0, 0, 0, 3000}), some = bench.run(analysis::WeightsTask{0, 0, 2990, 20});
        QCOMPARE(some->first, Index{2990});
        QCOMPARE(some->values.size(), std::size_t{200}); // there are ten more
        QVERIFY(std::equal(some->values.begin(), some->values.end(), all->values.begin() + 2990 * 20));
        QCOMPARE(bench.run(analysis::WeightsTask{0, 0, 90'000, 20})->first, Index{2999});
        QCOMPARE(bench.run(analysis::WeightsTask{0, 0, -5, 2})->values.size(), std::size_t{40});
    }

    /// A matrix too large to be shown number by number, against a slow loop.
    void ofALargeMatrixTheFurthestFromZeroIsShown() {
        SnapshotBench bench = pictureBench({dense(700, "tanh"), dense(1100, "tanh"), output()}, 1);
        const auto picture = bench.run(analysis::WeightsTask{1});
        QCOMPARE(picture->rowsInOne, Index{3});
        QCOMPARE(picture->columnsInOne, Index{2});
        QCOMPARE(picture->shownRows, Index{367});
        QCOMPARE(picture->shownColumns, Index{350});
        const float *weights = bench.parametersOf(1);
        for (Index row = 0; row < picture->shownRows; row += 7)
            for (Index column = 0; column < picture->shownColumns; ++column) {
                float furthest = 0;
                for (Index r = row * 3; r < std::min<Index>(1100, row * 3 + 3); ++r)
                    for (Index c = column * 2; c < column * 2 + 2; ++c)
                        if (std::abs(weights[r * 700 + c]) > std::abs(furthest))
                            furthest = weights[r * 700 + c];
                QCOMPARE(picture->values[static_cast<std::size_t>(row * picture->shownColumns + column)], furthest);
            }
    }

    void theLimitIsWhatAlmostAllStayBelow() {
        SnapshotBench bench = pictureBench({dense(50, "tanh"), output()}, 0);
        std::vector<float> magnitudes(bench.parametersOf(0), bench.parametersOf(0) + 1000);
        for (float &value : magnitudes)
            value = std::abs(value);
        std::sort(magnitudes.begin(), magnitudes.end());
        QCOMPARE(bench.run(analysis::WeightsTask{0})->limit, magnitudes[994]);
        bench.parametersOf(0)[7] = notANumber;
        bench.parametersOf(0)[8] = std::numeric_limits<float>::infinity();
        const auto broken = bench.run(analysis::WeightsTask{0});
        QCOMPARE(broken->notFinite, Index{2});
        QVERIFY(std::isfinite(broken->limit) && broken->limit > 0);
        std::fill_n(bench.parametersOf(0), 1000, 0.0f);
        QCOMPARE(bench.run(analysis::WeightsTask{0})->limit, 0.0f);
    }

    void recurrentLayersHaveTwoMatricesAndOthersNone() {
        SnapshotBench bench({.train = 4, .features = 21, .test = 4, .shape = core::Shape(7, 3)},
                            {recurrent("lstm", 5, "last", false), plain("dropout"), output()}, 0);
        const auto inputs = bench.run(analysis::WeightsTask{0, 0}), states = bench.run(analysis::WeightsTask{0, 1}),
                   beyond = bench.run(analysis::WeightsTask{0, 9});
        QCOMPARE(inputs->tensors, (std::vector<std::string>{"weight_ih_l0", "weight_hh_l0"}));
        QCOMPARE(inputs->shownColumns, Index{3});
        QCOMPARE(states->shownColumns, Index{5});
        QCOMPARE(states->shownRows, Index{20});
        QCOMPARE(beyond->tensor, std::size_t{0});
        const auto none = bench.run(analysis::WeightsTask{1});
        QVERIFY(none->obstacle && none->values.empty());
        QVERIFY(!bench.run(analysis::WeightsTask{3}) && !bench.run(analysis::WeightsTask{-1}));
    }

    void activationsAreTheOutputsOfEachLayer() {
        for (const LayerCase &row : layerCases()) {
            if (row.name != std::string("lstm") && row.name != std::string("convolution") && row.name != std::string("variational"))
                continue;
            SnapshotBench bench(row.sizes, row.layers, row.code);
            const auto picture = bench.run(analysis::ActivationsTask{{data::PartKind::Test, 4}});
            QCOMPARE(picture->layers.size(), row.layers.size());
            std::vector<float> x(static_cast<std::size_t>(bench.dataset->features()));
            bench.dataset->test.copySample(4, x.data());
            QVERIFY(picture->original == x);
            // Layer by layer: each on what the one before it made.
            std::vector<float> before = x;
            for (std::size_t layer = 0; layer < row.layers.size(); ++layer) {
                const plan::PlacedLayer &placed = bench.snapshot->plan->layers()[layer];
                const layers::Traits &traits = placed.traits();
                const Index inputs = static_cast<Index>(before.size()), outputs = traits.output.size();
                core::Floats in(inputs), out(outputs), scratch(traits.scratchPerSample + 1), workspace(traits.workspace + 1),
                    prepared(bench.snapshot->plan->preparedFloats() + 1);
                plan::prepare(*bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), prepared.data());
                std::copy(before.begin(), before.end(), in.data());
                layers::ForwardPass pass;
                pass.arrays =
                    bench.snapshot->plan->arraysOf(static_cast<int>(layer), bench.snapshot->parameters.data(), prepared.data(), bench.snapshot->state.data());
                pass.x = {in.data(), inputs, 1, inputs};
                pass.y = {out.data(), outputs, 1, outputs};
                pass.scratch = {scratch.data(), traits.scratchPerSample, 1, traits.scratchPerSample};
                pass.workspace = workspace.data();
                placed.layer->forward(pass);
                before.assign(out.data(), out.data() + outputs);
                QCOMPARE(picture->layers[layer].values.size(), before.size());
                for (std::size_t i = 0; i < before.size(); ++i)
                    QVERIFY(std::abs(picture->layers[layer].values[i] - before[i]) < 1e-5f);
                QCOMPARE(picture->layers[layer].isCode, static_cast<Index>(layer) == row.code);
            }
            QVERIFY(picture->layers.back().isSample && picture->layers.back().shape == bench.dataset->shape);
            QVERIFY(!bench.run(analysis::ActivationsTask{{data::PartKind::Test, 20}}) && !bench.run(analysis::ActivationsTask{{data::PartKind::Test, -1}}));
            QVERIFY(bench.run(analysis::ActivationsTask{{data::PartKind::Train, 0}})->layers.size() == row.layers.size());
        }
    }

    /// With the parameters that PyTorch came to, the last layer's activations have the loss that PyTorch measured.
    void activationsHaveTheLossThatPyTorchMeasured() {
        int compared = 0;
        for (const TorchLayers &reference : readTorchLayers()) {
            const auto spec = spec::readSpec(reference.spec, training::catalogue(), "reference");
            QVERIFY(bool(spec));
            const bool hasState =
                std::any_of(spec->model.layers.begin(), spec->model.layers.end(), [](const spec::LayerSpec &layer) { return layer.kind == "batch_norm"; });
            if (spec->training.loss.kind != squaredError || hasState) // running statistics are not committed
                continue;
            SnapshotBench bench(formulaData(reference.features), spec->model);
            std::size_t number = 0;
            forEachParameter(*bench.snapshot->plan,
                             [&](Index at, double) { bench.snapshot->parameters[at] = static_cast<float>(reference.values.at(number++)); });
            double sum = 0;
            for (Index sample = 0; sample < torchSamples; ++sample) {
                const auto picture = bench.run(analysis::ActivationsTask{{data::PartKind::Train, sample}});
                for (std::size_t i = 0; i < picture->original.size(); ++i)
                    sum += std::pow(static_cast<double>(picture->layers.back().values[i]) - static_cast<double>(picture->original[i]), 2);
            }
            const double loss = sum / static_cast<double>(torchSamples * reference.features);
            QVERIFY2(std::abs(loss / reference.values.back() - 1) < 1e-4,
                     qPrintable(QString("%1, not %2: %3").arg(loss).arg(reference.values.back()).arg(reference.spec.c_str())));
            ++compared;
        }
        QVERIFY2(compared > 20, qPrintable(QString::number(compared)));
    }

    /// Against a loop that runs each sample alone and sorts all of them.
    void favouritesAreTheMostExcited_data() {
        QTest::addColumn<int>("layer");
        for (int layer = 0; layer < 3; ++layer)
            QTest::addRow("layer %d", layer) << layer;
    }
    void favouritesAreTheMostExcited() {
        QFETCH(int, layer);
        SnapshotBench bench({.train = 10, .features = 25, .test = 150, .shape = core::Shape(1, 5, 5)},
                            {conv("conv2d", 4, 3, 1, {{"activation", std::string("relu")}}), dense(3, "tanh"), output()}, 1);
        const core::Shape output = bench.snapshot->plan->outline().layers[static_cast<std::size_t>(layer)].output;
        for (Index unit = 0; unit < analysis::unitsOf(output); unit += 2) {
            const auto picture = bench.run(analysis::FavouritesTask{layer, unit, 7});
            std::vector<std::pair<double, Index>> slow;
            Index silent = 0;
            plan::Network network(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
            for (Index sample = 0; sample < 150; ++sample) {
                core::Floats x(25);
                bench.dataset->test.copySample(sample, x.data());
                network.reconstruct({x.data(), 25, 1, core::strideOf(25)});
                const core::ConstView y = network.output(layer, 1);
                double sum = 0;
                bool speaks = false;
                const Index places = output.rank == 3 ? 25 : 1;
                for (Index place = 0; place < places; ++place) {
                    sum += static_cast<double>(y.data[unit * places + place]) / static_cast<double>(places);
                    speaks = speaks || y.data[unit * places + place] != 0;
                }
                silent += !speaks;
                slow.emplace_back(-sum, sample);
            }
            std::sort(slow.begin(), slow.end());
            QCOMPARE(picture->samples, Index{150});
            QCOMPARE(picture->silent, silent);
            QCOMPARE(picture->units, analysis::unitsOf(output));
            QCOMPARE(picture->favourites.size(), std::size_t{7});
            for (std::size_t i = 0; i < 7; ++i) {
                QVERIFY(std::abs(picture->favourites[i].activation + slow[i].first) < 1e-6);
                std::vector<float> x(25);
                bench.dataset->test.copySample(picture->favourites[i].sample, x.data());
                QVERIFY(picture->favourites[i].values == x);
            }
            double mean = 0;
            for (const auto &[negative, sample] : slow)
                mean -= negative / 150;
            QVERIFY(std::abs(picture->mean - mean) < 1e-6);
            QVERIFY(std::abs(picture->highest + slow.front().first) < 1e-6 && std::abs(picture->lowest + slow.back().first) < 1e-6);
            QCOMPARE(std::accumulate(picture->counts.begin(), picture->counts.end(), Index{0}), Index{150});
            const double width = (picture->highest - picture->lowest) / analysis::FavouritesTask::bins;
            for (std::size_t bin = 0; bin + 1 < picture->counts.size(); bin += 5) { // counted anew, but for what lies at an edge
                const double from = picture->lowest + static_cast<double>(bin) * width, to = from + width;
                Index least = 0, most = 0;
                for (const auto &[negative, sample] : slow) {
                    least += -negative > from + 1e-6 && -negative < to - 1e-6;
                    most += -negative > from - 1e-6 && -negative < to + 1e-6;
                }
                QVERIFY(picture->counts[bin] >= least && picture->counts[bin] <= most);
            }
        }
    }

    void favouritesOfBadUnits() {
        SnapshotBench bench = pictureBench({dense(4, "relu"), output()}, 0);
        QVERIFY(!bench.run(analysis::FavouritesTask{5, 0}) && !bench.run(analysis::FavouritesTask{-1, 0}) && !bench.run(analysis::FavouritesTask{0, 4}) &&
                !bench.run(analysis::FavouritesTask{0, -1}));
        std::fill_n(bench.parametersOf(0), 20, notANumber);
        const auto broken = bench.run(analysis::FavouritesTask{0, 0});
        QVERIFY(broken->favourites.empty() && broken->counts.empty());
        QCOMPARE(broken->notFinite, Index{60});
        std::fill_n(bench.parametersOf(0) + 20, 20, -1.0f); // samples are positive
        const auto silent = bench.run(analysis::FavouritesTask{0, 1});
        QCOMPARE(silent->silent, Index{60});
        QCOMPARE(silent->counts.front(), Index{60});
        for (Index i = 0; i < 12; ++i)
            QCOMPARE(silent->favourites[static_cast<std::size_t>(i)].sample, i); // of equal ones the lower number
        bench.dataset = smoothData({.train = 4, .features = 20, .test = 1, .shape = core::Shape(1, 4, 5)});
        QCOMPARE(bench.run(analysis::FavouritesTask{0, 2})->favourites.size(), std::size_t{1});
        bench.isCancelled = true;
        QVERIFY(!bench.run(analysis::FavouritesTask{0, 2}));
    }
};

QTEST_APPLESS_MAIN(NetworkTasksTest)
#include "network_tasks_test.moc"
