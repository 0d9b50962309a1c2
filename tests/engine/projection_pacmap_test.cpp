// PaCMAP's pairs and gradient beside loops, the whole as somebody meets it.
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "engine/projections/layout_points.h"
#include "engine/projections/pacmap_pairs.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "tests/support/projection_reference.h"

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

/// The mean distance to the 4th, 5th and 6th nearest.
double scaleOf(core::ConstView codes, Index sample) {
    std::vector<double> all;
    for (Index other = 0; other < codes.columns; ++other)
        if (other != sample)
            all.push_back(distance(codes, sample, other));
    std::sort(all.begin(), all.end());
    return (all[3] + all[4] + all[5]) / 3;
}

/// The loss of Wang et al. 2021 over pairs that stand in both rows.
double lossOf(const PacmapPairs &pairs, const float weights[3], const std::array<std::vector<double>, 3> &axes) {
    double loss = 0;
    const auto farness = [&](std::size_t a, std::size_t b) {
        double d = 1;
        for (const std::vector<double> &axis : axes)
            d += std::pow(axis[a] - axis[b], 2);
        return d;
    };
    const Pairs *kinds[3] = {&pairs.near, &pairs.middle, &pairs.further};
    for (int kind = 0; kind < 3; ++kind)
        for (std::size_t point = 0; point < pairs.samples.size(); ++point)
            for (const std::int32_t other : kinds[kind]->of(static_cast<Index>(point))) {
                const double d = farness(point, static_cast<std::size_t>(other));
                const double term = kind == 0 ? d / (10 + d) : kind == 1 ? d / (10000 + d) : 1 / (1 + d);
                loss += 0.5 * static_cast<double>(weights[kind]) * term; // each pair is met twice
            }
    return loss;
}

Layout run(const Subject &subject, const spec::Values &settings, int threads, Index stepsOfSlice = 1'000'000) {
    ThreadPool pool(threads);
    auto projection = project("pacmap", settings, subject);
    if (!projection)
        qFatal("%s", projection.error().sentence().c_str());
    Slice slice;
    slice.steps = stepsOfSlice;
    while (!(*projection)->isFinished())
        if (const auto error = (*projection)->advance(slice, pool))
            qFatal("%s", error->sentence().c_str());
    return (*projection)->layout();
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

class ProjectionPacmapTest : public QObject {
    Q_OBJECT

private slots:
    void pairsAreWhatTheyAreCalled() {
        const ProjectionReference reference;
        const core::ConstView codes = reference.codeView();
        ThreadPool pool(2);
        const PairCounts counts = fitting({10, 5, 20}, codes.columns);
        const core::Random random(0, core::Stream::Projection);
        const auto pairs = pacmapPairs(codes, counts, 2, nullptr, random, pool, nullptr);
        QVERIFY(pairs);
        std::vector<double> scales;
        std::vector<Index> pointOf(static_cast<std::size_t>(codes.columns), -1);
        for (Index point = 0; point < codes.columns; ++point) {
            scales.push_back(scaleOf(codes, point));
            pointOf[static_cast<std::size_t>(pairs->samples[static_cast<std::size_t>(point)])] = point;
        }
        QVERIFY(std::ranges::find(pointOf, -1) == pointOf.end());
        Index met[3] = {};
        const auto own = [&](const Pairs &of, Index sample, Index &all) {
            std::set<std::int32_t> others;
            for (const std::int32_t point : of.of(pointOf[static_cast<std::size_t>(sample)])) {
                others.insert(pairs->samples[static_cast<std::size_t>(point)]);
                ++all;
            }
            return others;
        };
        double middle = 0, further = 0;
        for (Index sample = 0; sample < codes.columns; ++sample) {
            // The nearest by scaled distance among the 60 nearest.
            std::vector<std::pair<double, std::int32_t>> all;
            for (Index other = 0; other < codes.columns; ++other)
                if (other != sample)
                    all.emplace_back(distance(codes, sample, other), static_cast<std::int32_t>(other));
            std::sort(all.begin(), all.end());
            all.resize(60);
            for (auto &[square, other] : all)
                square = square * square / (scales[static_cast<std::size_t>(sample)] * scales[static_cast<std::size_t>(other)]);
            std::sort(all.begin(), all.end());
            const auto near = own(pairs->near, sample, met[0]), between = own(pairs->middle, sample, met[1]), apart = own(pairs->further, sample, met[2]);
            for (int i = 0; i < 10; ++i)
                QVERIFY(near.count(all[static_cast<std::size_t>(i)].second) == 1);
            QVERIFY(apart.size() >= 20 && apart.count(static_cast<std::int32_t>(sample)) == 0 && between.count(static_cast<std::int32_t>(sample)) == 0);
            for (const std::int32_t other : between)
                middle += distance(codes, sample, other) / static_cast<double>(between.size());
            for (const std::int32_t other : apart)
                further += distance(codes, sample, other) / static_cast<double>(apart.size());
        }
        QVERIFY(middle < 0.9 * further); // the second nearest of six
        QCOMPARE(met[0], Index(2 * 120 * 10));
        QCOMPARE(met[1], Index(2 * 120 * 5));
        QCOMPARE(met[2], Index(2 * 120 * 20));
    }

    void theGradientIsTheSlopeOfTheLoss() {
        const ProjectionReference reference;
        ThreadPool pool(1);
        const core::Random random(0, core::Stream::Projection);
        const auto pairs = pacmapPairs(reference.codeView(), fitting({10, 5, 20}, reference.samples), 2, nullptr, random, pool, nullptr);
        QVERIFY(pairs);
        const float weights[3] = {2.0f, 500.0f, 1.0f};
        for (const Index dimensions : {2, 3}) {
            const Index samples = core::padded(reference.samples);
            Layout layout(samples, dimensions), gradient(samples, dimensions);
            std::array<std::vector<double>, 3> at;
            at.fill(std::vector<double>(static_cast<std::size_t>(reference.samples)));
            for (Index axis = 0; axis < dimensions; ++axis)
                for (Index i = 0; i < reference.samples; ++i) {
                    layout.axis(axis)[i] = axis < 2 ? reference.planeView().column(i)[axis] : 3 * random.normal(7, static_cast<std::uint64_t>(i), 0);
                    at[static_cast<std::size_t>(axis)][static_cast<std::size_t>(i)] = static_cast<double>(layout.axis(axis)[i]);
                }
            const kernels::PairSlices rows[3] = {pairs->near.view(), pairs->middle.view(), pairs->further.view()};
            kernels::pacmapGradient(0, samples, rows, weights, pointsOf(layout), pointsOf(gradient));
            if (dimensions == 2) { // read beside each other they are the same numbers
                std::vector<float> twos;
                for (Index i = 0; i < samples; ++i)
                    twos.insert(twos.end(), {layout.x[i], layout.y[i]});
                Layout other(samples);
                kernels::pacmapGradient(0, samples, rows, weights, {layout.x.data(), layout.y.data(), nullptr, twos.data()}, pointsOf(other));
                QVERIFY(std::ranges::equal(gradient.x.span(), other.x.span()) && std::ranges::equal(gradient.y.span(), other.y.span()));
            }
            const double h = 1e-4;
            for (const std::size_t point : {0, 17, 63, 119})
                for (Index axis = 0; axis < dimensions; ++axis) {
                    double &value = at[static_cast<std::size_t>(axis)][point];
                    const double before = value;
                    value = before + h;
                    const double above = lossOf(*pairs, weights, at);
                    value = before - h;
                    const double below = lossOf(*pairs, weights, at);
                    value = before;
                    const double slope = (above - below) / (2 * h);
                    const auto ours = static_cast<double>(gradient.axis(axis)[static_cast<Index>(point)]);
                    QVERIFY2(std::abs(ours - slope) < 1e-4 * (1 + std::abs(slope)), qPrintable(QString("%1 for %2").arg(ours).arg(slope)));
                }
        }
    }

    void manySamplesAreTheSameBitsOnAnyNumberOfThreads() {
        const std::vector<float> numbers = manyCodes();
        for (const Index dimensions : {2, 3}) {
            Subject subject{{numbers.data(), 8, manySamples, 8}};
            subject.dimensions = dimensions;
            const Layout whole = run(subject, {{"iterations", Index{90}}}, 1);
            for (const int threads : {2, 3, 5}) {
                const Layout sliced = run(subject, {{"iterations", Index{90}}}, threads, 7);
                for (Index axis = 0; axis < dimensions; ++axis)
                    QVERIFY(std::ranges::equal(whole.axis(axis).span(), sliced.axis(axis).span()));
            }
        }
    }

    void ofManySamplesItKeepsNeighbourhoodsAndParts() {
        const std::vector<float> numbers = manyCodes();
        const core::ConstView codes{numbers.data(), 8, manySamples, 8};
        const Layout layout = run({codes}, {}, 2);
        const core::Floats columns = layout.toColumns();
        ThreadPool pool(2);
        const auto quality = judge(codes, {columns.data(), 2, manySamples, 2}, 12, pool);
        QVERIFY2(quality && quality->trustworthiness > 0.9, qPrintable(QString::number(quality->trustworthiness)));
        // The nearest on the plane is of the same cloud.
        const auto nearest = nearestNeighbours({columns.data(), 2, manySamples, 2}, 1, pool);
        QVERIFY(nearest);
        Index same = 0;
        for (Index i = 0; i < manySamples; ++i)
            same += nearest->of(i)[0] % 8 == i % 8;
        QVERIFY2(same > manySamples * 98 / 100, qPrintable(QString::number(same)));
    }

    void keepsNeighbourhoods() {
        const ProjectionReference reference;
        const core::Floats columns = run({reference.codeView()}, {}, 2).toColumns();
        ThreadPool pool(1);
        const auto quality = judge(reference.codeView(), {columns.data(), 2, reference.samples, 2}, 12, pool);
        QVERIFY(quality);
        QVERIFY2(quality->trustworthiness > 0.94, qPrintable(QString::number(quality->trustworthiness)));
    }

    void slicesAndThreadsChangeNoBit() {
        const ProjectionReference reference;
        for (const Index dimensions : {2, 3}) {
            Subject subject{reference.codeView()};
            subject.dimensions = dimensions;
            const Layout whole = run(subject, {{"iterations", Index{60}}}, 1);
            QVERIFY(dimensions == 2 || std::ranges::any_of(whole.z.span(), [](float z) { return z != 0; }));
            for (const int threads : {2, 3, 5}) {
                const Layout sliced = run(subject, {{"iterations", Index{60}}}, threads, 7);
                for (Index axis = 0; axis < dimensions; ++axis)
                    QVERIFY(std::ranges::equal(whole.axis(axis).span(), sliced.axis(axis).span()));
            }
        }
    }

    void threadsChangeNoBitOfManySamples() {
        const core::Random random(3, core::Stream::Data);
        std::vector<float> codes(static_cast<std::size_t>(4 * (manyOfPacmap + 200)));
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = random.normal(0, i, 0);
        const Subject subject{{codes.data(), 4, manyOfPacmap + 200, 4}};
        const spec::Values settings{{"iterations", Index{8}}};
        const Layout alone = run(subject, settings, 1);
        for (const int threads : {2, 3, 5}) {
            const Layout shared = run(subject, settings, threads);
            QVERIFY(std::ranges::equal(alone.x.span(), shared.x.span()) && std::ranges::equal(alone.y.span(), shared.y.span()));
        }
    }

    void fewSamplesAndEqualOnesStayFinite() {
        for (const Index samples : {4, 5, 12, 40, 800}) {
            std::vector<float> codes(static_cast<std::size_t>(2 * samples), 0.25f);
            codes[0] = 3;
            codes[3] = 2;
            const Layout plane = run({{codes.data(), 2, samples, 2}}, {{"iterations", Index{50}}}, 1);
            for (Index i = 0; i < samples; ++i)
                QVERIFY(std::isfinite(plane.x[i]) && std::isfinite(plane.y[i]));
        }
    }
};

QTEST_GUILESS_MAIN(ProjectionPacmapTest)
#include "projection_pacmap_test.moc"
