#include "engine/data/readers/series/series_numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/float_offsets.h"
#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

namespace {

constexpr std::size_t shortNumber = 7; // characters: at most seven digits, which floats hold apart
constexpr float infinite = std::numeric_limits<float>::infinity();

} // namespace

bool readSeriesNumber(std::string_view text, float &number) {
    const CsvValue kind = readCsvNumber(text, '.', number);
    if (kind == CsvValue::Number)
        return true;
    number = std::numeric_limits<float>::quiet_NaN();
    return kind == CsvValue::Missing;
}

bool SeriesNumbers::read(std::string_view text, std::size_t channel, float &number) {
    if (!readSeriesNumber(text, number))
        return false;
    const double offset = offsetOf(channel);
    if ((text.size() <= shortNumber && offset == 0) || std::isnan(number))
        return true;
    double exact = 0.0;
    if (readCsvNumber(text, '.', exact) == CsvValue::Number)
        number = of(exact, channel);
    return true;
}

float SeriesNumbers::of(double exact, std::size_t channel) {
    if (const double offset = offsetOf(channel); offset != 0)
        return static_cast<float>(exact - offset);
    const auto number = static_cast<float>(exact);
    if (static_cast<double>(number) != exact && !std::isnan(exact)) {
        m_isRounded.resize(std::max(m_isRounded.size(), channel + 1));
        m_isRounded[channel] = 1;
    }
    return number;
}

bool SeriesNumbers::isToBeReadAgain(const std::vector<std::vector<float>> &channels) {
    const auto valuesOf = [&](std::size_t channel) { return FeatureValues{channels[channel].data(), static_cast<core::Index>(channels[channel].size()), 1}; };
    if (m_areTried) {
        bool isAgain = false;
        for (std::size_t i = 0; i < m_offsets.size() && i < channels.size(); ++i)
            if (m_offsets[i] != 0 && !needsOffset(valuesOf(i), m_offsets[i])) {
                m_offsets[i] = 0;
                isAgain = true;
            }
        if (std::all_of(m_offsets.begin(), m_offsets.end(), [](double offset) { return offset == 0; }))
            m_offsets.clear();
        return isAgain;
    }
    m_areTried = true;
    m_isRounded.resize(channels.size());
    for (std::size_t i = 0; i < channels.size(); ++i) {
        float lowest = infinite, highest = -infinite;
        for (const float value : channels[i]) { // comparisons with NaN are false
            lowest = value < lowest ? value : lowest;
            highest = value > highest ? value : highest;
        }
        if (!m_isRounded[i] || !mayNeedOffset(valuesOf(i), lowest, highest, true))
            continue;
        m_offsets.resize(channels.size());
        m_offsets[i] = static_cast<double>(static_cast<float>(offsetBetween(lowest, highest)));
    }
    return !m_offsets.empty();
}

std::string SeriesNumbers::sentence(const std::string &name) const {
    std::vector<std::pair<std::string, double>> told;
    for (std::size_t i = 0; i < m_offsets.size(); ++i)
        if (m_offsets[i] != 0)
            told.emplace_back(m_offsets.size() > 1 ? name + " " + std::to_string(i + 1) : name, m_offsets[i]);
    return told.empty() ? std::string() : offsetsSentence(told);
}

} // namespace hourglass::data
