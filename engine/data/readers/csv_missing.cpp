#include "engine/data/readers/csv_missing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr float fill = 1e15f; // larger ones are no measurements beside smaller ones: netCDF's 9.96921e36, 1e20, 1e30
constexpr std::size_t mostColumnsTold = 3;
constexpr Index leastRest = 3;
constexpr int mostDecimals = 15;

/// The fewest digits that give this float back.
std::string shortestText(float value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// Nines from 99 to 9999999 with up to three of them behind the point, and what else is in use, both signs.
const std::vector<float> &knownCodes() {
    static const std::vector<float> codes = [] {
        std::vector<float> all;
        for (std::string nines = "99"; nines.size() <= 7; nines += '9')
            for (const char *decimals : {"", ".9", ".99", ".999"})
                all.push_back(std::strtof((nines + decimals).c_str(), nullptr));
        for (const float known :
             {-200.0f, 777.0f, 888.0f, 7777.0f, 8888.0f, 77777.0f, 88888.0f, -88.0f, -77.0f, -999.25f, -9999.25f, 32767.0f, 32768.0f, 65535.0f, 2147483648.0f})
            all.push_back(known);
        for (std::size_t i = 0, count = all.size(); i < count; ++i)
            all.push_back(-all[i]);
        std::erase(all, 200.0f); // a round number of its own
        std::sort(all.begin(), all.end());
        return all;
    }();
    return codes;
}

/// The values of one column of numbers, which may be kept as differences, and the codes among them.
class CodedValues {
public:
    CodedValues(const CsvTable &table, const CsvPassResult &result, Index column)
        : m_values(result.values), m_first(static_cast<std::size_t>(table.at(column).first)), m_features(static_cast<std::size_t>(table.features)),
          m_lowest(result.lowest[m_first]), m_highest(result.highest[m_first]), m_offset(table.at(column).offset.value_or(0.0)) {
        for (const float code : knownCodes())
            m_kept.push_back(keptOf(code));
    }

    /// Whether their range ends with a code.
    bool endWithCode() const { return !std::isnan(codeOf(m_lowest)) || !std::isnan(codeOf(m_highest)); }
    /// The code that is kept as this value; NaN where none is.
    float codeOf(float kept) const {
        if (const double value = sourceOf(kept); std::abs(value) >= static_cast<double>(fill))
            return static_cast<float>(value);
        const auto found = std::lower_bound(m_kept.begin(), m_kept.end(), kept);
        return found != m_kept.end() && *found == kept ? knownCodes()[static_cast<std::size_t>(found - m_kept.begin())]
                                                       : std::numeric_limits<float>::quiet_NaN();
    }
    double sourceOf(float kept) const { return static_cast<double>(kept) + m_offset; }
    bool hold(float code) const {
        const float kept = keptOf(code);
        bool isThere = false;
        for (std::size_t at = m_first; m_lowest <= kept && kept <= m_highest && !isThere && at < m_values.size(); at += m_features)
            isThere = m_values[at] == kept;
        return isThere;
    }
    template <class Visit>
    void forEach(const Visit &visit) const {
        for (std::size_t at = m_first; at < m_values.size(); at += m_features)
            if (!std::isnan(m_values[at]))
                visit(m_values[at]);
    }
    /// The fewest digits that are kept as this value.
    std::string textOf(float kept) const {
        if (m_offset == 0.0)
            return shortestText(kept);
        double text = sourceOf(kept), unit = 1.0;
        for (int digits = 0; digits < mostDecimals; ++digits, unit *= 10.0)
            if (const double rounded = std::round(sourceOf(kept) * unit) / unit; static_cast<float>(rounded - m_offset) == kept) {
                text = rounded;
                break;
            }
        return spec::shortest(text);
    }

private:
    float keptOf(float code) const { return static_cast<float>(static_cast<double>(code) - m_offset); }

    const std::vector<float> &m_values;
    std::size_t m_first, m_features;
    float m_lowest, m_highest;
    double m_offset;
    std::vector<float> m_kept; ///< knownCodes(), in their order
};

struct Suspicion {
    Index column = 0;
    float code = 0.0f;
    std::string lowest, highest; ///< of the others
    Index count = 0;
    bool isStrong = false; ///< farther from the others than these are from one another
};

/// Codes of one column that are repeated beyond all its other values.
void suspect(const CodedValues &values, Index column, std::vector<Suspicion> &found) {
    std::map<float, Index> codes;
    float least = std::numeric_limits<float>::infinity(), most = -least;
    Index rest = 0;
    values.forEach([&](float value) {
        if (const float code = values.codeOf(value); !std::isnan(code)) {
            ++codes[code];
            return;
        }
        ++rest;
        least = std::min(least, value);
        most = std::max(most, value);
    });
    if (rest < leastRest || least == most)
        return;
    const double lowest = values.sourceOf(least), highest = values.sourceOf(most), range = highest - lowest;
    for (const auto &[code, count] : codes) {
        const auto value = static_cast<double>(code);
        const double gap = value < lowest ? lowest - value : value - highest;
        if (count >= 2 && gap > 0.0 && (gap > range / 4.0 || (value < 0.0 && lowest >= 0.0)))
            found.push_back({column, code, values.textOf(least), values.textOf(most), count, gap > range});
    }
}

bool isNumbers(const CsvTable &table, Index i) {
    const CsvColumn &column = table.at(i);
    return table.isFeature(i) && column.role == CsvColumn::Role::Number && column.elements == 0;
}

/// Whether a column holds the code as a number like others.
bool isOfOthers(const CsvTable &table, const CsvPassResult &result, const std::vector<Suspicion> &found, float code) {
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const auto isIt = [&](const Suspicion &suspicion) { return suspicion.column == i && suspicion.code == code; };
        if (isNumbers(table, i) && std::none_of(found.begin(), found.end(), isIt) && CodedValues(table, result, i).hold(code))
            return true;
    }
    return false;
}

} // namespace

bool CsvMissingCodes::holdWord(std::string_view text) const {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool CsvMissingCodes::holdNumber(float value) const {
    return std::find(numbers.begin(), numbers.end(), value) != numbers.end();
}

std::optional<core::Error> giveCodes(CsvTable &table, const std::string &setting) {
    if (setting == "none" || setting == "automatic")
        return {};
    for (std::size_t at = 0; at <= setting.size();) {
        const std::size_t comma = std::min(setting.find(',', at), setting.size());
        std::string code(trimmed(std::string_view(setting).substr(at, comma - at)));
        at = comma + 1;
        if (code.empty())
            continue;
        Index only = -1;
        if (const std::size_t sign = code.rfind('='); sign != std::string::npos && sign > 0) {
            const auto column = findColumn(table, std::string(trimmed(code.substr(0, sign))), "missing_codes");
            if (!column)
                return column.error();
            only = *column;
            code = std::string(trimmed(code.substr(sign + 1)));
        }
        float value = 0.0f;
        const bool isNumber = readCsvNumber(code, '.', value) == CsvValue::Number;
        for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
            if (only >= 0 && i != only)
                continue;
            CsvMissingCodes &codes = table.columns[static_cast<std::size_t>(i)].codes;
            if (isNumber)
                codes.numbers.push_back(value);
            codes.words.push_back(code);
        }
    }
    return {};
}

void addCodesInDoubt(const CsvTable &table, const CsvPassResult &result, const CsvOptions &options, ReadReport &report) {
    if (result.values.empty())
        return;
    std::vector<Suspicion> found;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        if (isNumbers(table, i))
            if (const CodedValues values(table, result, i); values.endWithCode())
                suspect(values, i, found);
    std::erase_if(found, [&, all = found](const Suspicion &weak) { // what is plain in one column holds for the others
        return !weak.isStrong && std::none_of(all.begin(), all.end(), [&](const Suspicion &other) { return other.isStrong && other.code == weak.code; });
    });
    if (found.empty())
        return;
    std::string sentence, codes, offer;
    for (std::size_t i = 0; i < std::min(found.size(), mostColumnsTold); ++i)
        sentence += (i == 0 ? "" : "; ") + table.titleOf(found[i].column) + ": " + std::to_string(found[i].count) + " values are " +
                    shortestText(found[i].code) + ", the others " + found[i].lowest + " to " + found[i].highest;
    if (found.size() > mostColumnsTold)
        sentence += "; so it is with " + std::to_string(found.size() - mostColumnsTold) + " more";
    sentence += ". Such numbers may stand for missing values; they are taken as they are.";
    if (options.missingCodes != "none" && options.missingCodes != "automatic")
        codes = options.missingCodes;
    std::vector<float> told;
    for (const Suspicion &suspicion : found) {
        const bool isFirst = std::find(told.begin(), told.end(), suspicion.code) == told.end();
        const bool isNamed = isOfOthers(table, result, found, suspicion.code);
        if (isFirst) {
            told.push_back(suspicion.code);
            offer += (offer.empty() ? "" : ", ") + shortestText(suspicion.code);
        }
        if (isFirst || isNamed)
            codes += (codes.empty() ? "" : ", ") + (isNamed ? table.keyOf(suspicion.column) + '=' : std::string()) + shortestText(suspicion.code);
    }
    offer += told.size() == 1 ? " stands for missing values" : " stand for missing values";
    report.doubts.push_back({std::move(sentence), "missing_codes", codes, std::move(offer)});
}

} // namespace hourglass::data
