#include "engine/analysis/similarity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/analysis/metrics.h"

namespace hourglass::analysis {

using core::Index;

namespace {

constexpr Index fullWindow = 11;
constexpr double sigma = 1.5, k1 = 0.01, k2 = 0.03;

/// Weights of one direction, of sum 1.
std::vector<double> gaussian(Index size) {
    std::vector<double> weights;
    double sum = 0;
    for (Index i = 0; i < size; ++i) {
        const double distance = static_cast<double>(i - size / 2);
        weights.push_back(std::exp(-distance * distance / (2 * sigma * sigma)));
        sum += weights.back();
    }
    for (double &weight : weights)
        weight /= sum;
    return weights;
}

/// Weighted means of windows, where the whole window lies within: height × width → (height − window + 1) × (width − window + 1).
class WindowMeans {
public:
    WindowMeans(Index height, Index width)
        : m_height(height), m_width(width), m_rows(gaussian(windowOf(height))), m_columns(gaussian(windowOf(width))),
          m_across(static_cast<std::size_t>(height * means(width))) {}

    Index places() const { return means(m_height) * means(m_width); }

    template <class Value>
    void of(Value value, std::vector<double> &result) {
        const Index across = means(m_width), down = means(m_height);
        for (Index y = 0; y < m_height; ++y)
            for (Index x = 0; x < across; ++x) {
                double sum = 0;
                for (std::size_t i = 0; i < m_columns.size(); ++i)
                    sum += m_columns[i] * value(y * m_width + x + static_cast<Index>(i));
                m_across[static_cast<std::size_t>(y * across + x)] = sum;
            }
        result.assign(static_cast<std::size_t>(places()), 0.0);
        for (Index y = 0; y < down; ++y)
            for (std::size_t i = 0; i < m_rows.size(); ++i) {
                const double *from = m_across.data() + (y + static_cast<Index>(i)) * across;
                double *to = result.data() + y * across;
                for (Index x = 0; x < across; ++x)
                    to[x] += m_rows[i] * from[x];
            }
    }

private:
    static Index windowOf(Index side) { return std::min(fullWindow, side % 2 == 1 ? side : side - 1); }
    static Index means(Index side) { return side - windowOf(side) + 1; }

    Index m_height, m_width;
    std::vector<double> m_rows, m_columns, m_across;
};

} // namespace

double dataRangeOf(const data::Dataset &dataset) {
    const double width = static_cast<double>(dataset.range.highest) - static_cast<double>(dataset.range.lowest);
    return width > 0 && std::isfinite(width) ? width : 1;
}

double meanAbsoluteError(Index features, const float *output, const float *target) {
    double sum = 0;
    for (Index i = 0; i < features; ++i)
        sum += std::abs(static_cast<double>(output[i]) - static_cast<double>(target[i]));
    return sum / static_cast<double>(features);
}

double structuralSimilarity(const core::Shape &sample, const float *output, const float *target, double dataRange) {
    if (!sample.isImage() || sample.size() < 1)
        return std::numeric_limits<double>::quiet_NaN();
    const double c1 = std::pow(k1 * dataRange, 2), c2 = std::pow(k2 * dataRange, 2);
    WindowMeans means(sample.height(), sample.width());
    std::vector<double> x, y, xx, yy, xy;
    double sum = 0;
    for (Index channel = 0; channel < sample.channels(); ++channel) {
        const Index first = channel * sample.height() * sample.width();
        const auto of = [first](const float *values) { return [own = values + first](Index i) { return static_cast<double>(own[i]); }; };
        const auto a = of(output), b = of(target);
        means.of(a, x);
        means.of(b, y);
        means.of([&](Index i) { return a(i) * a(i); }, xx);
        means.of([&](Index i) { return b(i) * b(i); }, yy);
        means.of([&](Index i) { return a(i) * b(i); }, xy);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double product = x[i] * y[i], squares = x[i] * x[i] + y[i] * y[i];
            sum += (2 * product + c1) * (2 * (xy[i] - product) + c2) / ((squares + c1) * (xx[i] + yy[i] - squares + c2));
        }
    }
    return sum / static_cast<double>(sample.channels() * means.places());
}

double measured(Measure measure, const core::Shape &sample, const float *output, const float *target, double dataRange) {
    switch (measure) {
    case Measure::Mse: return meanSquaredError(sample.size(), output, target);
    case Measure::Mae: return meanAbsoluteError(sample.size(), output, target);
    case Measure::Psnr: return peakSignalToNoise(meanSquaredError(sample.size(), output, target) / (dataRange * dataRange));
    case Measure::Ssim: return structuralSimilarity(sample, output, target, dataRange);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

Measure measureFor(const core::Shape &sample, Measure measure) {
    return factsOf(measure).isForImages && !sample.isImage() ? Measure::Mse : measure;
}

} // namespace hourglass::analysis
