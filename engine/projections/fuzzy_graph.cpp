#include "engine/projections/fuzzy_graph.h"

#include <algorithm>
#include <cmath>

#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr double tolerance = 1e-5, leastScale = 1e-3;
constexpr int mostTries = 64;

/// Replaces squared distances, nearest first, by memberships.
void membership(std::vector<double> &distances, float *values, Index count, double meanOfAll) {
    double mean = 0, nearest = 0;
    for (Index i = 0; i < count; ++i) {
        const double distance = std::sqrt(static_cast<double>(values[i]));
        distances[static_cast<std::size_t>(i)] = distance;
        mean += distance;
        if (nearest == 0)
            nearest = distance;
    }
    mean /= static_cast<double>(count + 1); // the sample itself counts, as in umap-learn
    const double target = std::log2(static_cast<double>(count + 1));
    double low = 0, high = 0, scale = 1;
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        double sum = 0;
        for (Index i = 0; i < count; ++i) {
            const double way = distances[static_cast<std::size_t>(i)] - nearest;
            sum += way > 0 ? std::exp(-way / scale) : 1;
        }
        if (std::abs(sum - target) < tolerance)
            break;
        (sum > target ? high : low) = scale;
        scale = high > 0 ? 0.5 * (low + high) : 2 * scale;
    }
    scale = std::max(scale, leastScale * (nearest > 0 ? mean : meanOfAll));
    for (Index i = 0; i < count; ++i) {
        const double way = distances[static_cast<std::size_t>(i)] - nearest;
        values[i] = way > 0 && scale > 0 ? static_cast<float>(std::exp(-way / scale)) : 1.0f;
    }
}

/// Of the whole cloud; in a fixed order.
double meanDistance(const std::vector<float> &squares, Index count) {
    double sum = 0;
    for (const float square : squares)
        sum += std::sqrt(static_cast<double>(square));
    return sum / (static_cast<double>(squares.size()) * static_cast<double>(count + 1) / static_cast<double>(count));
}

} // namespace

SparseMatrix fuzzyGraph(Neighbours neighbours, core::ThreadPool &pool) {
    std::vector<float> values(std::move(neighbours.squaredDistances));
    const Index count = neighbours.count, rows = static_cast<Index>(values.size()) / count;
    const double mean = meanDistance(values, count);
    pool.run(chunksOfRows(rows), [&](Index chunk, int) {
        std::vector<double> distances(static_cast<std::size_t>(count));
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, rows); ++row)
            membership(distances, values.data() + row * count, count, mean);
    });
    return symmetric(
        std::move(neighbours), std::move(values), [](float own, float other) { return own + other - own * other; }, pool);
}

UmapCurve umapCurve(double spread, double leastDistance) {
    constexpr int places = 300;
    const auto wanted = [&](double x) { return x < leastDistance ? 1 : std::exp(-(x - leastDistance) / spread); };
    const auto errorOf = [&](const UmapCurve &curve) {
        double error = 0;
        for (int i = 0; i < places; ++i) {
            const double x = 3 * spread * i / (places - 1);
            error += std::pow(1 / (1 + curve.a * std::pow(x, 2 * curve.b)) - wanted(x), 2);
        }
        return error;
    };
    // Levenberg and Marquardt's way between steepest descent and Gauss–Newton.
    UmapCurve curve;
    double damping = 1e-3, error = errorOf(curve);
    for (int attempt = 0; attempt < 500 && damping < 1e12; ++attempt) {
        double aa = 0, ab = 0, bb = 0, a = 0, b = 0;
        for (int i = 1; i < places; ++i) {
            const double x = 3 * spread * i / (places - 1), power = std::pow(x, 2 * curve.b), value = 1 / (1 + curve.a * power);
            const double slopeA = -value * value * power, slopeB = -value * value * curve.a * power * 2 * std::log(x), rest = wanted(x) - value;
            aa += slopeA * slopeA;
            ab += slopeA * slopeB;
            bb += slopeB * slopeB;
            a += slopeA * rest;
            b += slopeB * rest;
        }
        const double dampedA = aa * (1 + damping), dampedB = bb * (1 + damping), determinant = dampedA * dampedB - ab * ab;
        const UmapCurve next{curve.a + (a * dampedB - b * ab) / determinant, curve.b + (b * dampedA - a * ab) / determinant};
        const double nextError = next.a > 0 && next.b > 0 ? errorOf(next) : error;
        if (!(nextError < error)) {
            damping *= 10;
            continue;
        }
        const bool isThere = error - nextError < 1e-15 * error;
        curve = next;
        error = nextError;
        damping *= 0.1;
        if (isThere)
            break;
    }
    return curve;
}

} // namespace hourglass::projections
