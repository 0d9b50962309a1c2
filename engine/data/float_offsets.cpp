#include "engine/data/float_offsets.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Index;

namespace {

constexpr double leastMagnitude = 8; ///< ranges: an offset wins at least so much
constexpr double blurred = 1e-4;     ///< of the range, between neighbouring floats
constexpr double different = 1e-7;   ///< of the range, between two numbers
constexpr double ofDoubles = 1e-12;  ///< of the magnitude
constexpr std::size_t mostNamed = 8;

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

/// Floats of one sign that lie within an eighth of their magnitude: there are few, and each has a number.
class FloatNumbers {
public:
    FloatNumbers(float lowest, float highest) : m_least(std::min(bits(lowest), bits(highest))), m_count(std::max(bits(lowest), bits(highest)) - m_least + 1) {}

    std::size_t count() const { return m_count; }
    std::size_t operator()(float value) const { return bits(value) - m_least; }

private:
    static std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value) & 0x7fffffffu; }

    std::uint32_t m_least, m_count;
};

double magnitudeOf(float lowest, float highest) {
    return std::max(std::abs(static_cast<double>(lowest)), std::abs(static_cast<double>(highest)));
}

double spacingAt(double magnitude) {
    const auto value = static_cast<float>(magnitude);
    return static_cast<double>(value) - static_cast<double>(std::nextafter(value, 0.0f));
}

bool areTwoEqual(const FeatureValues &values, const FloatNumbers &numbers) {
    if (static_cast<std::size_t>(values.count) > numbers.count())
        return true; // of more numbers than there are floats; a few missing ones are of no account
    std::vector<bool> isThere(numbers.count());
    for (Index i = 0; i < values.count; ++i) {
        if (std::isnan(values[i]))
            continue;
        const std::size_t number = numbers(values[i]);
        if (isThere[number])
            return true;
        isThere[number] = true;
    }
    return false;
}

bool areWhole(const FeatureValues &values) {
    for (Index i = 0; i < values.count; ++i)
        if (!std::isnan(values[i]) && values[i] != std::floor(values[i]))
            return false;
    return true;
}

FeatureValues feature(const std::vector<float> &rows, Index features, Index which) {
    return {rows.data() + which, static_cast<Index>(rows.size()) / features, features};
}

} // namespace

bool mayNeedOffset(const FeatureValues &values, float lowest, float highest, bool isRounded) {
    if (!(lowest <= highest) || !std::isfinite(lowest) || !std::isfinite(highest) || (lowest == highest && !isRounded))
        return false;
    const double magnitude = magnitudeOf(lowest, highest), range = static_cast<double>(highest) - static_cast<double>(lowest);
    if (magnitude <= leastMagnitude * range || magnitude < static_cast<double>(std::numeric_limits<float>::min()) / ofDoubles)
        return false;
    if (spacingAt(magnitude) > blurred * range)
        return isRounded || !areWhole(values);
    return isRounded && areTwoEqual(values, FloatNumbers(lowest, highest));
}

double offsetBetween(float lowest, float highest) {
    const double range = static_cast<double>(highest) - static_cast<double>(lowest);
    const double middle = static_cast<double>(lowest) + range / 2, step = std::max(range, spacingAt(magnitudeOf(lowest, highest)));
    const int power = static_cast<int>(std::floor(std::log10(step)));
    const double unit = std::pow(10.0, std::abs(power));
    return power < 0 ? std::round(middle * unit) / unit : std::round(middle / unit) * unit;
}

bool needsOffset(const FeatureValues &differences, double offset) {
    double least = std::numeric_limits<double>::infinity(), most = -least, error = 0;
    for (Index i = 0; i < differences.count; ++i) {
        if (std::isnan(differences[i]))
            continue;
        const double difference = static_cast<double>(differences[i]), number = difference + offset;
        least = std::min(least, difference);
        most = std::max(most, difference);
        error = std::max(error, std::abs(number - static_cast<double>(static_cast<float>(number))));
    }
    const double range = most - least, magnitude = std::max(std::abs(least + offset), std::abs(most + offset));
    // Of one sign, and few floats: a file that changed since the offset was found may hold anything.
    if (!(range > ofDoubles * std::abs(offset)) || !(magnitude > leastMagnitude / 2 * range) ||
        !(magnitude < static_cast<double>(std::numeric_limits<float>::max())))
        return false;
    if (2 * error > blurred * range)
        return true;
    const FloatNumbers numbers(static_cast<float>(least + offset), static_cast<float>(most + offset));
    std::vector<float> first(numbers.count(), std::numeric_limits<float>::quiet_NaN());
    for (Index i = 0; i < differences.count; ++i) {
        if (std::isnan(differences[i]))
            continue;
        float &seen = first[numbers(static_cast<float>(static_cast<double>(differences[i]) + offset))];
        if (std::isnan(seen))
            seen = differences[i];
        else if (std::abs(static_cast<double>(seen) - static_cast<double>(differences[i])) > different * range)
            return true;
    }
    return false;
}

std::vector<double> possibleOffsets(const std::vector<float> &rows, Index features, const std::vector<std::uint8_t> &isRounded) {
    if (std::find(isRounded.begin(), isRounded.end(), 1) == isRounded.end())
        return {};
    std::vector<float> lowest(at(features), std::numeric_limits<float>::infinity()), highest(at(features), -std::numeric_limits<float>::infinity());
    for (const float *row = rows.data(), *end = row + rows.size(); row < end; row += features)
        for (Index f = 0; f < features; ++f) { // comparisons with NaN are false
            lowest[at(f)] = row[f] < lowest[at(f)] ? row[f] : lowest[at(f)];
            highest[at(f)] = row[f] > highest[at(f)] ? row[f] : highest[at(f)];
        }
    std::vector<double> offsets;
    for (Index f = 0; f < features; ++f)
        if (isRounded[at(f)] && mayNeedOffset(feature(rows, features, f), lowest[at(f)], highest[at(f)], true)) {
            offsets.resize(at(features));
            offsets[at(f)] = offsetBetween(lowest[at(f)], highest[at(f)]);
        }
    return offsets;
}

bool keepNeededOffsets(const std::vector<float> &differences, std::vector<double> &offsets) {
    const auto features = static_cast<Index>(offsets.size());
    bool isChanged = false;
    for (Index f = 0; f < features; ++f)
        if (offsets[at(f)] != 0 && !needsOffset(feature(differences, features, f), offsets[at(f)])) {
            offsets[at(f)] = 0;
            isChanged = true;
        }
    if (std::all_of(offsets.begin(), offsets.end(), [](double offset) { return offset == 0; }))
        offsets.clear();
    return isChanged;
}

std::vector<double> possibleCommonOffset(const std::vector<float> &rows, Index features, const std::vector<std::uint8_t> &isRounded) {
    const std::uint8_t isAny = std::find(isRounded.begin(), isRounded.end(), 1) == isRounded.end() ? 0 : 1;
    const std::vector<double> offset = possibleOffsets(rows, 1, {isAny});
    return offset.empty() ? offset : std::vector<double>(at(features), offset[0]);
}

bool keepNeededCommonOffset(const std::vector<float> &differences, std::vector<double> &offsets) {
    std::vector<double> offset(offsets.begin(), offsets.begin() + (offsets.empty() ? 0 : 1));
    const bool isChanged = keepNeededOffsets(differences, offset);
    if (offset.empty())
        offsets.clear();
    return isChanged;
}

std::string offsetsSentence(const std::vector<std::pair<std::string, double>> &offsets) {
    std::string text = "Trained on as differences, because the numbers are so large beside these that 32-bit floats would merge or blur them: ";
    for (std::size_t i = 0; i < std::min(mostNamed, offsets.size()); ++i)
        text.append(i == 0 ? "" : ", ").append(offsets[i].first).append(" less ").append(spec::shortest(offsets[i].second));
    if (offsets.size() > mostNamed)
        text += " and " + std::to_string(offsets.size() - mostNamed) + " more";
    return text + ". Tables and files that are written have the numbers themselves.";
}

} // namespace hourglass::data
