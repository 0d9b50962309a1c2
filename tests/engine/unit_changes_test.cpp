// Units that are muted, fixed or scaled, against networks whose weights give that output by themselves, and against slow loops.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/analysis/activations_task.h"
#include "engine/analysis/favourites_task.h"
#include "engine/analysis/posterior_task.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/core/unit.h"
#include "engine/plan/input_gradient.h"
#include "tests/support/layer_cases.h"
#include "tests/support/snapshot_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using Kind = plan::UnitChangeKind;

namespace {

constexpr Index samples = 9;

/// Images of 4 × 5 through a convolution, a dense layer and the code, 3 units; layers end in zero where their weights are.
SnapshotBench bench(const char *convolution = "tanh", const char *hidden = "tanh", const char *code = "identity", const char *last = "sigmoid") {
    return SnapshotBench(
        {.train = 10, .features = 20, .test = 40, .shape = core::Shape(1, 4, 5)},
        {conv("conv2d", 4, 3, 1, {{"activation", std::string(convolution)}}), dense(6, hidden), dense(3, code), dense(7, "tanh"), output(last)}, 2);
}

void set(SnapshotBench &of, plan::UnitChanges changes) {
    of.snapshot->changes = std::make_shared<const plan::UnitChanges>(std::move(changes));
}

/// The weights and the bias of a unit, times `factor`, and the bias plus `bias`.
void rewrite(SnapshotBench &of, int layer, Index unit, float factor, float bias) {
    const auto &outlines = of.snapshot->plan->outline().layers;
    const Index units = core::unitsOf(outlines[static_cast<std::size_t>(layer)].output);
    const Index inputs = layer == 0 ? 9 : outlines[static_cast<std::size_t>(layer - 1)].output.size();
    float *weights = of.parametersOf(layer), *biases = weights + core::padded(units * inputs);
    biases[unit] = 0.1f; // they start at zero, which would hide what becomes of it
    for (Index i = 0; i < inputs; ++i)
        weights[unit * inputs + i] *= factor;
    biases[unit] = biases[unit] * factor + bias;
}

struct Batch {
    core::Floats floats;
    core::View view;

    explicit Batch(const SnapshotBench &of) : floats(core::strideOf(of.dataset->features()) * samples) {
        view = {floats.data(), of.dataset->features(), samples, core::strideOf(of.dataset->features())};
        for (Index i = 0; i < samples; ++i)
            of.dataset->test.copySample(i, view.column(i));
    }
};

double distance(core::ConstView a, core::ConstView b) {
    double most = a.rows == b.rows && a.columns == b.columns ? 0 : 1e9;
    for (Index column = 0; column < a.columns && most < 1e9; ++column)
        for (Index row = 0; row < a.rows; ++row)
            most = std::max(most, static_cast<double>(std::abs(a.column(column)[row] - b.column(column)[row])));
    return most;
}

/// All that a network is asked for is the same of both.
void compareNetworks(const SnapshotBench &changed, const SnapshotBench &rewritten) {
    const Batch x(changed);
    plan::Network first(*changed.snapshot, samples), second(*rewritten.snapshot, samples);
    QVERIFY(distance(first.encode(x.view), second.encode(x.view)) < 1e-5);
    QVERIFY(distance(first.decode(first.encode(x.view)), second.decode(second.encode(x.view))) < 1e-5);
    QVERIFY(distance(first.reconstruct(x.view), second.reconstruct(x.view)) < 1e-5);
    for (int layer = 0; layer < 5; ++layer)
        QVERIFY2(distance(first.output(layer, samples), second.output(layer, samples)) < 1e-5, qPrintable(QString::number(layer)));
    QVERIFY(distance(first.reconstructLogits(x.view), second.reconstructLogits(x.view)) < 2e-4);
    plan::Network copy(first); // as each worker has one
    QVERIFY(distance(copy.reconstruct(x.view), second.reconstruct(x.view)) < 1e-5);
}

} // namespace

class UnitChangesTest : public QObject {
    Q_OBJECT
private slots:
    void aChangedUnitIsOneOfOtherWeights_data() {
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("kind");
        QTest::addColumn<float>("value");
        QTest::addColumn<float>("factor");
        QTest::addColumn<float>("bias");
        QTest::newRow("a map, muted") << 0 << static_cast<int>(Kind::Muted) << 0.0f << 0.0f << 0.0f;
        QTest::newRow("a map, fixed") << 0 << static_cast<int>(Kind::Fixed) << 0.4f << 0.0f << std::atanh(0.4f);
        QTest::newRow("a unit, muted") << 1 << static_cast<int>(Kind::Muted) << 0.0f << 0.0f << 0.0f;
        QTest::newRow("a unit, fixed") << 1 << static_cast<int>(Kind::Fixed) << -0.6f << 0.0f << std::atanh(-0.6f);
        QTest::newRow("of the code, muted") << 2 << static_cast<int>(Kind::Muted) << 0.0f << 0.0f << 0.0f;
        QTest::newRow("of the code, fixed") << 2 << static_cast<int>(Kind::Fixed) << 1.5f << 0.0f << 1.5f;
        QTest::newRow("of the code, scaled") << 2 << static_cast<int>(Kind::Scaled) << -2.5f << -2.5f << 0.0f;
        QTest::newRow("of the output, fixed") << 4 << static_cast<int>(Kind::Fixed) << 0.25f << 0.0f << std::log(0.25f / 0.75f);
    }
    void aChangedUnitIsOneOfOtherWeights() {
        QFETCH(int, layer);
        QFETCH(int, kind);
        QFETCH(float, value);
        QFETCH(float, factor);
        QFETCH(float, bias);
        SnapshotBench changed = bench(), rewritten = bench();
        rewrite(changed, layer, 2, 1, 0);
        rewrite(rewritten, layer, 2, factor, bias);
        const Batch x(changed);
        plan::Network plain(*changed.snapshot, samples), other(*rewritten.snapshot, samples);
        QVERIFY(distance(plain.reconstruct(x.view), other.reconstruct(x.view)) > 1e-4); // it matters
        set(changed, {{layer, 2, static_cast<Kind>(kind), value}});
        compareNetworks(changed, rewritten);
    }

    void severalInSeveralLayers() {
        SnapshotBench changed = bench(), rewritten = bench();
        for (const auto &[layer, unit] : {std::pair(0, 1), std::pair(1, 5), std::pair(2, 0), std::pair(2, 1)})
            rewrite(changed, layer, unit, 1, 0);
        rewrite(rewritten, 0, 1, 0, 0);
        rewrite(rewritten, 1, 5, 0, std::atanh(0.3f));
        rewrite(rewritten, 2, 0, 0.5f, 0);
        rewrite(rewritten, 2, 1, 0, 0);
        set(changed, {{0, 1, Kind::Muted, 0},
                      {1, 5, Kind::Fixed, 0.3f},
                      {2, 0, Kind::Scaled, 0.5f},
                      {2, 1, Kind::Muted, 0},
                      {1, 99, Kind::Fixed, 7},
                      {8, 0, Kind::Muted, 0}});
        compareNetworks(changed, rewritten);
        // What a task shows is the changed network's.
        analysis::ReconstructionTask task;
        task.samples = {3, 11};
        const auto first = changed.run(task), second = rewritten.run(task);
        for (std::size_t column = 0; column < 2; ++column)
            for (std::size_t i = 0; i < 20; ++i)
                QVERIFY(std::abs(first->columns[column].reconstruction[i] - second->columns[column].reconstruction[i]) < 1e-4f);
    }

    void withoutAnyTheBitsAreTheSame() {
        SnapshotBench plain = bench(), none = bench();
        set(none, {});
        const Batch x(plain);
        plan::Network first(*plain.snapshot, samples), second(*none.snapshot, samples),
            third(plain.snapshot->plan, plain.snapshot->parameters.data(), plain.snapshot->state.data(), samples);
        const core::ConstView y = first.reconstruct(x.view);
        QCOMPARE(distance(y, second.reconstruct(x.view)), 0.0);
        QCOMPARE(distance(y, third.reconstruct(x.view)), 0.0);
    }

    /// A code that a person gives: held units stay held whatever it says, its scale is its own.
    void decodingHoldsWhatIsHeld() {
        SnapshotBench changed = bench(), plain = bench();
        set(changed, {{2, 0, Kind::Fixed, 0.8f}, {2, 1, Kind::Scaled, 3}});
        core::Floats given(core::strideOf(3)), meant(core::strideOf(3));
        const float codes[][3] = {{5, -1, 2}, {0.8f, -1, 2}};
        std::copy_n(codes[0], 3, given.data());
        std::copy_n(codes[1], 3, meant.data());
        plan::Network first(*changed.snapshot, 1), second(*plain.snapshot, 1);
        const core::ConstView decoded = first.decode({given.data(), 3, 1, core::strideOf(3)});
        QCOMPARE(distance(decoded, second.decode({meant.data(), 3, 1, core::strideOf(3)})), 0.0);
        QCOMPARE(given.data()[0], 5.0f); // is not written to
    }

    /// Of a sequence a unit is a feature at every step, and the steps before hand on what was computed.
    void aFeatureIsChangedAtEveryStep() {
        SnapshotBench of({.train = 10, .features = 20, .test = 40, .shape = core::Shape(1, 4, 5)},
                         {recurrent("gru", 6, "sequence", false), recurrent("lstm", 3, "last", false), output()}, 1);
        const core::Shape shape = of.snapshot->plan->outline().layers[0].output;
        QCOMPARE(shape.rank, 2);
        const Batch x(of);
        plan::Network plain(*of.snapshot, samples);
        plain.reconstruct(x.view);
        set(of, {{0, 4, Kind::Fixed, 0.125f}, {0, 1, Kind::Scaled, 2}});
        plan::Network changed(*of.snapshot, samples);
        changed.reconstruct(x.view);
        const core::ConstView before = plain.output(0, samples), after = changed.output(0, samples);
        for (Index sample = 0; sample < samples; ++sample)
            for (Index step = 0; step < shape.extents[0]; ++step)
                for (Index unit = 0; unit < 6; ++unit) {
                    const float was = before.column(sample)[step * 6 + unit], is = after.column(sample)[step * 6 + unit];
                    QCOMPARE(is, unit == 4 ? 0.125f : unit == 1 ? 2 * was : was);
                }
        QVERIFY(distance(plain.output(1, samples), changed.output(1, samples)) > 1e-4);
    }

    /// The gradient of a later layer goes through what is changed before it; the layer's own changes do not count.
    void theGradientGoesThroughThem() {
        SnapshotBench of = bench();
        set(of, {{0, 1, Kind::Scaled, -1.5f}, {1, 2, Kind::Muted, 0}, {1, 3, Kind::Scaled, 3}, {3, 0, Kind::Muted, 0}});
        const Batch x(of);
        plan::InputGradient gradient(*of.snapshot, 3, samples);
        plan::Network network(*of.snapshot, samples);
        network.reconstruct(x.view);
        const core::ConstView y = gradient.forward(x.view), expected = network.output(3, samples);
        for (Index row = 1; row < y.rows; ++row)
            QCOMPARE(y.column(0)[row], expected.column(0)[row]);
        QVERIFY(std::abs(y.column(0)[0]) > 1e-6f && expected.column(0)[0] == 0);
        const auto objective = [](core::ConstView made) {
            double sum = 0;
            for (Index row = 0; row < made.rows; ++row)
                sum += static_cast<double>(made.column(0)[row]) * (1 + static_cast<double>(row));
            return sum;
        };
        const core::View slope = gradient.outputGradient();
        for (Index row = 0; row < slope.rows; ++row)
            slope.column(0)[row] = 1 + static_cast<float>(row);
        const core::ConstView back = gradient.backward();
        const std::vector<double> found(back.column(0), back.column(0) + back.rows);
        constexpr float step = 4e-3f;
        double largest = 0;
        for (Index i = 0; i < 20; ++i) {
            const float kept = x.view.column(0)[i];
            x.view.column(0)[i] = kept + step;
            const double above = objective(gradient.forward(x.view));
            x.view.column(0)[i] = kept - step;
            const double below = objective(gradient.forward(x.view));
            x.view.column(0)[i] = kept;
            const double slow = (above - below) / (2 * static_cast<double>(step));
            largest = std::max(largest, std::abs(slow));
            QVERIFY2(std::abs(found[static_cast<std::size_t>(i)] - slow) < 2e-3,
                     qPrintable(QString("%1: %2 %3").arg(i).arg(found[static_cast<std::size_t>(i)]).arg(slow)));
        }
        QVERIFY(largest > 0.05);
    }

    /// What a unit itself says does not depend on what it is changed to; that of one behind it does.
    void favouritesAreOfWhatTheUnitSays() {
        SnapshotBench plain = bench(), changed = bench();
        set(changed, {{1, 2, Kind::Muted, 0}});
        const auto own = changed.run(analysis::FavouritesTask{1, 2, 5}), before = plain.run(analysis::FavouritesTask{1, 2, 5});
        QVERIFY(before->highest > before->lowest);
        QCOMPARE(own->highest, before->highest);
        QCOMPARE(own->counts, before->counts);
        QVERIFY(changed.run(analysis::FavouritesTask{2, 0, 5})->mean != plain.run(analysis::FavouritesTask{2, 0, 5})->mean);
        const auto shown = changed.run(analysis::ActivationsTask{{data::PartKind::Test, 4}}); // Layer by layer shows what goes on
        QCOMPARE(shown->layers[1].values[2], 0.0f);
    }

    /// z = s (μ + σ ε): a scaled unit is N(sμ, s²σ²); a held one tells nothing.
    void theSpreadOfAVariationalCodeGoesAlong() {
        const auto make = [] {
            return SnapshotBench({.train = 10, .features = 20, .test = 40, .shape = core::Shape(1, 4, 5)},
                                 {dense(6, "tanh"), {"variational", {{"units", Index{3}}}}, output()}, 1);
        };
        SnapshotBench plain = make(), changed = make();
        set(changed, {{1, 0, Kind::Scaled, 1.5f}, {1, 2, Kind::Fixed, 0.5f}});
        const auto before = plain.run(analysis::PosteriorTask()), after = changed.run(analysis::PosteriorTask());
        QVERIFY(!before->obstacle && !after->obstacle);
        const Index count = static_cast<Index>(before->samples.size());
        QCOMPARE(count, Index{40});
        plan::Network network(*plain.snapshot, 1);
        double slow = 0;
        for (Index sample = 0; sample < count; ++sample) {
            core::Floats x(core::strideOf(20));
            plain.dataset->test.copySample(sample, x.data());
            const double mean = 1.5 * static_cast<double>(network.encode({x.data(), 20, 1, core::strideOf(20)}).data[0]);
            const double deviation = 1.5 * static_cast<double>(before->deviationsOf(sample)[0]);
            QVERIFY(std::abs(static_cast<double>(after->deviationsOf(sample)[0]) - deviation) < 1e-5);
            QCOMPARE(after->deviationsOf(sample)[1], before->deviationsOf(sample)[1]);
            QVERIFY(after->deviationsOf(sample)[2] < 1e-6f);
            slow += 0.5 * (mean * mean + deviation * deviation - 1 - 2 * std::log(deviation)) / static_cast<double>(count);
        }
        QVERIFY(std::abs(*after->units[0].divergence - slow) < 1e-5);
        QCOMPARE(*after->units[1].divergence, *before->units[1].divergence);
        QCOMPARE(*after->units[2].divergence, 0.0);
        QCOMPARE(after->units[2].mean, 0.5);
        QVERIFY(!after->units[2].isActive());
    }
};

QTEST_APPLESS_MAIN(UnitChangesTest)
#include "unit_changes_test.moc"
