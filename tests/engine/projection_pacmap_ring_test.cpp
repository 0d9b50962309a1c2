// PaCMAP's further pairs of many samples, which stand on a ring, beside slow loops over all pairs.
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/projections/layout_points.h"
#include "engine/projections/pacmap_pairs.h"

using namespace hourglass;
using namespace hourglass::projections;
using core::ThreadPool;

namespace {

constexpr Index manySamples = 1237;

double distance(core::ConstView codes, Index a, Index b) {
    double sum = 0;
    for (Index row = 0; row < codes.rows; ++row)
        sum += std::pow(static_cast<double>(codes.column(a)[row]) - static_cast<double>(codes.column(b)[row]), 2);
    return std::sqrt(sum);
}

/// Clouds about eight places, more samples than are paired one by one.
std::vector<float> manyCodes() {
    const core::Random random(2, core::Stream::Data);
    std::vector<float> codes(8 * manySamples);
    for (std::size_t i = 0; i < codes.size(); ++i)
        codes[i] = random.normal(0, i, 0) + (i / 8 % 8 == i % 8 ? 6.0f : 0.0f);
    return codes;
}

} // namespace

class ProjectionPacmapRingTest : public QObject {
    Q_OBJECT

private slots:
    void manySamplesAreFurtherPairsOnARing() {
        const std::vector<float> numbers = manyCodes();
        const core::ConstView codes{numbers.data(), 8, manySamples, 8};
        ThreadPool pool(2);
        const core::Random random(0, core::Stream::Projection);
        const auto pairs = pacmapPairs(codes, fitting({10, 5, 20}, manySamples), 2, nullptr, random, pool, nullptr);
        QVERIFY(pairs && pairs->ring);
        const PacmapRing &ring = *pairs->ring;
        const auto sampleOf = [&](std::int32_t point) { return pairs->samples[static_cast<std::size_t>(point)]; };
        double onRing = 0, all = 0;
        Index near = 0;
        for (std::int32_t point = 0; point < manySamples; ++point) {
            const std::vector<std::int32_t> nearOnes = pairs->near.of(point), leftOut = pairs->further.of(point);
            Index count = 0;
            for (std::int32_t other = 0; other < manySamples; ++other) {
                const double way = distance(codes, sampleOf(point), sampleOf(other));
                all += way / static_cast<double>(manySamples - 1);
                const bool isLeftOut = other != point && ring.arePaired(point, other) && std::ranges::count(nearOnes, other) > 0;
                QCOMPARE(std::ranges::count(leftOut, other), std::ptrdiff_t{isLeftOut ? 1 : 0});
                if (!ring.arePaired(point, other))
                    continue;
                QVERIFY(other != point && ring.arePaired(other, point));
                onRing += way / 40;
                ++count;
            }
            QCOMPARE(count, Index{40}); // twenty of its own, and of twenty others one of theirs
            near += std::ssize(leftOut);
        }
        QVERIFY(near > 0);
        QVERIFY2(std::abs(onRing - all) < 0.01 * all, qPrintable(QString("%1 for %2").arg(onRing / manySamples).arg(all / manySamples)));
        const PacmapRing other(manySamples, 20, 2, core::Random(1, core::Stream::Projection));
        Index same = 0;
        for (std::int32_t sample = 1; sample < manySamples; ++sample)
            same += ring.arePaired(0, sample) && other.arePaired(0, sample);
        QVERIFY(same < 12); // another seed pairs others
    }

    void theRingsGradientIsThatOfItsPairs() {
        for (const Index samples : {manySamples, Index{1536}})
            for (const Index dimensions : {2, 3}) {
                const core::Random random(3, core::Stream::Projection);
                PacmapRing ring(samples, 20, dimensions, random);
                Layout layout(samples, dimensions), gradient(samples, dimensions);
                for (Index axis = 0; axis < dimensions; ++axis)
                    for (Index i = 0; i < samples; ++i) {
                        layout.axis(axis)[i] = 4 * random.normal(9, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(axis));
                        gradient.axis(axis)[i] = 0.5f; // what is there already
                    }
                for (Index chunk = 0; chunk < ring.chunks(); ++chunk)
                    ring.take(chunk, pointsOf(std::as_const(layout)));
                for (Index chunk = 0; chunk < ring.chunks(); ++chunk)
                    ring.gradient(chunk, 1.5f);
                ring.addTo(0, samples, gradient);
                for (Index i = 0; i < samples; ++i) {
                    std::array<double, 3> slope{0.5, 0.5, 0.5};
                    for (Index j = 0; j < samples; ++j) {
                        if (!ring.arePaired(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j)))
                            continue;
                        double away = 2; // 1 + d; ∂ 1.5 / (1 + d)
                        const auto way = [&](Index axis) { return static_cast<double>(layout.axis(axis)[i]) - static_cast<double>(layout.axis(axis)[j]); };
                        for (Index axis = 0; axis < dimensions; ++axis)
                            away += way(axis) * way(axis);
                        for (Index axis = 0; axis < dimensions; ++axis)
                            slope[static_cast<std::size_t>(axis)] -= 1.5 * 2 * way(axis) / (away * away);
                    }
                    for (Index axis = 0; axis < dimensions; ++axis)
                        QVERIFY(std::abs(static_cast<double>(gradient.axis(axis)[i]) - slope[static_cast<std::size_t>(axis)]) < 1e-5);
                }
            }
    }

    /// All that pushes: the ring's pairs, of which those that are near ones are taken off again.
    void nearPairsOfTheRingAreTakenOff() {
        const std::vector<float> numbers = manyCodes();
        const core::Random random(0, core::Stream::Projection);
        ThreadPool pool(2);
        const Index points = core::padded(manySamples);
        for (const Index dimensions : {2, 3}) {
            auto pairs = pacmapPairs({numbers.data(), 8, manySamples, 8}, fitting({10, 5, 20}, manySamples), dimensions, nullptr, random, pool, nullptr);
            QVERIFY(pairs && pairs->ring);
            Layout layout(points, dimensions), gradient(points, dimensions);
            for (Index axis = 0; axis < dimensions; ++axis)
                for (Index i = 0; i < manySamples; ++i)
                    layout.axis(axis)[i] = random.normal(9, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(axis));
            const float weights[3] = {0, 0, -1};
            const kernels::PairSlices rows[3] = {pairs->near.view(), pairs->middle.view(), pairs->further.view()};
            kernels::pacmapGradient(0, points, rows, weights, pointsOf(std::as_const(layout)), pointsOf(gradient));
            for (Index chunk = 0; chunk < pairs->ring->chunks(); ++chunk)
                pairs->ring->take(chunk, pointsOf(std::as_const(layout)));
            for (Index chunk = 0; chunk < pairs->ring->chunks(); ++chunk)
                pairs->ring->gradient(chunk, 1);
            pairs->ring->addTo(0, manySamples, gradient);
            Index takenOff = 0;
            for (std::int32_t i = 0; i < manySamples; ++i) {
                const std::vector<std::int32_t> near = pairs->near.of(i);
                std::array<double, 3> slope{};
                for (std::int32_t j = 0; j < manySamples; ++j) {
                    if (i == j || !pairs->ring->arePaired(i, j))
                        continue;
                    if (std::ranges::find(near, j) != near.end()) {
                        ++takenOff;
                        continue;
                    }
                    double away = 2; // 1 + d; ∂ 1 / (1 + d)
                    const auto way = [&](Index axis) { return static_cast<double>(layout.axis(axis)[i]) - static_cast<double>(layout.axis(axis)[j]); };
                    for (Index axis = 0; axis < dimensions; ++axis)
                        away += way(axis) * way(axis);
                    for (Index axis = 0; axis < dimensions; ++axis)
                        slope[static_cast<std::size_t>(axis)] -= 2 * way(axis) / (away * away);
                }
                for (Index axis = 0; axis < dimensions; ++axis)
                    QVERIFY(std::abs(static_cast<double>(gradient.axis(axis)[i]) - slope[static_cast<std::size_t>(axis)]) < 1e-5);
            }
            QVERIFY(takenOff > 100);
        }
    }
};

QTEST_GUILESS_MAIN(ProjectionPacmapRingTest)
#include "projection_pacmap_ring_test.moc"
