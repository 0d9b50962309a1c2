#include "engine/judging/subject.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "engine/core/random.h"

namespace hourglass::judging {

std::optional<core::Error> obstacleTo(core::ConstView codes) {
    if (codes.columns < 1 || codes.rows < 1)
        return core::Error{"There are no codes", "", "Give at least one sample with one number."};
    const float largest = 1e18f / std::sqrt(static_cast<float>(codes.rows)); // sums of squared differences stay below the largest float
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (Index row = 0; row < codes.rows; ++row)
            if (const float value = codes.column(sample)[row]; !(std::abs(value) <= largest))
                return core::Error{
                    "Sample " + std::to_string(sample) +
                        (std::isfinite(value) ? " is too large for distances in single precision" : " has a number that is not finite"),
                    "", std::isfinite(value) ? "Scale the numbers to be near 1." : "Judge codes of a model that has not diverged, or leave this sample out."};
    return {};
}

Table selected(core::ConstView codes, std::span<const Index> samples) {
    Table table(codes.rows, static_cast<Index>(samples.size()));
    for (Index i = 0; i < table.columns; ++i)
        std::copy_n(codes.column(samples[static_cast<std::size_t>(i)]), codes.rows, table.column(i));
    return table;
}

std::vector<std::int32_t> selected(Labels labels, std::span<const Index> samples) {
    std::vector<std::int32_t> chosen;
    chosen.reserve(samples.size());
    for (const Index sample : samples)
        chosen.push_back(labels[static_cast<std::size_t>(sample)]);
    return chosen;
}

Index classesOf(Labels labels) {
    Index classes = 0;
    for (const std::int32_t label : labels)
        classes = std::max<Index>(classes, label + 1);
    return classes;
}

Split stratifiedSplit(Labels labels, double heldOut, std::uint64_t seed) {
    std::vector<std::vector<Index>> ofClass(static_cast<std::size_t>(classesOf(labels)));
    for (std::size_t sample = 0; sample < labels.size(); ++sample)
        if (labels[sample] >= 0)
            ofClass[static_cast<std::size_t>(labels[sample])].push_back(static_cast<Index>(sample));
    const core::Random random(seed, core::Stream::Split);
    Split split;
    for (std::size_t each = 0; each < ofClass.size(); ++each) {
        std::vector<Index> &samples = ofClass[each];
        const auto size = static_cast<Index>(samples.size());
        for (Index i = size - 1; i > 0; --i)
            std::swap(samples[static_cast<std::size_t>(i)], samples[static_cast<std::size_t>(random.below(i + 1, 0, each, static_cast<std::uint64_t>(i)))]);
        const Index aside = size < 2 ? 0 : std::clamp<Index>(static_cast<Index>(std::llround(heldOut * static_cast<double>(size))), 1, size - 1);
        split.heldOut.insert(split.heldOut.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(aside));
        split.fit.insert(split.fit.end(), samples.begin() + static_cast<std::ptrdiff_t>(aside), samples.end());
    }
    std::sort(split.fit.begin(), split.fit.end());
    std::sort(split.heldOut.begin(), split.heldOut.end());
    return split;
}

Standardisation::Standardisation(core::ConstView samples)
    : mean(static_cast<std::size_t>(samples.rows)), deviation(static_cast<std::size_t>(samples.rows), 1.0) {
    const auto count = static_cast<double>(samples.columns);
    std::vector<double> squares(mean.size());
    for (Index sample = 0; sample < samples.columns; ++sample)
        for (std::size_t row = 0; row < mean.size(); ++row)
            mean[row] += static_cast<double>(samples.column(sample)[row]) / count;
    for (Index sample = 0; sample < samples.columns; ++sample)
        for (std::size_t row = 0; row < mean.size(); ++row) {
            const double way = static_cast<double>(samples.column(sample)[row]) - mean[row];
            squares[row] += way * way;
        }
    for (std::size_t row = 0; row < mean.size(); ++row)
        if (const double found = std::sqrt(squares[row] / count); found > 1e-7 * std::abs(mean[row])) // else it is the mean's rounding
            deviation[row] = found;
}

Table Standardisation::applied(core::ConstView samples) const {
    Table table(samples.rows, samples.columns);
    for (Index sample = 0; sample < samples.columns; ++sample)
        for (Index row = 0; row < samples.rows; ++row)
            table.column(sample)[row] = static_cast<float>((static_cast<double>(samples.column(sample)[row]) - mean[static_cast<std::size_t>(row)]) /
                                                           deviation[static_cast<std::size_t>(row)]);
    return table;
}

} // namespace hourglass::judging
