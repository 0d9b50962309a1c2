#include "engine/data/readers/csv_offered_class.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>

#include "engine/data/readers/csv_column_values.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_look.h"
#include "engine/data/readers/csv_numbering.h"

namespace hourglass::data {

namespace {

constexpr std::size_t mostOffered = 30, mostOfferedNumbers = 15; // classes
constexpr std::size_t fewestOffered = 5;                         // samples of a class, in the mean

/// "type", "Outcome", "cell_type".
bool isNameOfClasses(const std::string &name) {
    const std::string text = inLowerCase(name);
    for (const char *known : {"type",     "kind",     "direction", "outcome",  "diagnosis", "result", "grade",   "survived", "default",   "churn",    "fraud",
                              "quality",  "cultivar", "disease",   "response", "cls",       "genus",  "digit",   "emotion",  "sentiment", "activity", "cluster",
                              "purchase", "label",    "labels",    "class",    "classes",   "target", "species", "variety",  "category",  "y"})
        if (text == known || text.ends_with(std::string("_") + known) || text.ends_with(std::string(" ") + known))
            return true;
    return false;
}

/// Of what is known beforehand and rarely asked for.
bool isNameOfFactor(const std::string &name) {
    const std::string text = inLowerCase(name);
    for (const char *known : {"sex", "gender", "race", "age", "region", "country", "continent", "location", "treat", "treatment", "trt", "dose", "block",
                              "married", "children", "state", "city", "site", "language"})
        if (text == known)
            return true;
    return isNameOfTime(name);
}

class Offering {
public:
    Offering(const CsvTable &table, const CsvPassResult &result) : m_table(table), m_result(result) {}

    void offer(ReadReport &report) const {
        Index features = 0, rich = 0, words = 0, first = -1, last = -1;
        for (Index i = 0; i < count(); ++i)
            if (m_table.isFeature(i)) {
                ++features;
                words += m_table.at(i).role == CsvColumn::Role::Words ? 1 : 0;
                first = first < 0 ? i : first;
                last = i;
            }
        if (features < 3 || features > 1000)
            return;
        for (Index i = 0; i < count(); ++i)
            rich += isRich(i) ? 1 : 0;
        const bool areOnlyWords = words == 1 && features >= 6; // beside numbers of whatever kind
        if (rich < 2 && !areOnlyWords)
            return;
        Index best = -1, most = 0;
        for (Index i = 0; i < count(); ++i) {
            if (!isValue(i) || m_table.at(i).numerals.areRead || mayNameGroups(m_table.at(i).name) || isNameOfFactor(m_table.at(i).name))
                continue;
            const bool areWords = m_table.at(i).role == CsvColumn::Role::Words;
            const bool standsOut = (2 * rich >= features - 1 || (areWords && areOnlyWords)) &&
                                   (areWords ? i == last || (i == first && words == 1) : i == last && words == 0 && 4 * rich >= 3 * (features - 1));
            const Index score = (isNameOfClasses(m_table.at(i).name) ? 2 : 0) + (standsOut ? 2 : 0) + (i == last ? 1 : 0);
            if (score >= 2 && score > most && fewIn(i).areClasses) {
                best = i;
                most = score;
            }
        }
        if (best < 0)
            return;
        const std::size_t values = fewIn(best).values;
        const bool areWords = m_table.at(best).role == CsvColumn::Role::Words;
        report.doubts.push_back({m_table.titleOf(best) + " holds " + std::to_string(values) + (areWords ? " words" : " whole numbers") +
                                     " and may be the class of the samples: it is taken for a feature.",
                                 "label", m_table.keyOf(best), m_table.titleOf(best) + " is the class"});
    }

private:
    Index count() const { return static_cast<Index>(m_table.columns.size()); }
    std::size_t rows() const { return static_cast<std::size_t>(m_result.rows); }

    /// A feature, or several of one word: not several numbers in a field.
    bool isValue(Index column) const { return m_table.isFeature(column) && m_table.at(column).elements == 0; }

    /// Different values, and how often the commonest stands there; more than `most` are not counted.
    struct Few {
        std::size_t values = 0, rarest = 0;
        bool areClasses = false;
    };
    Few fewIn(Index column) const {
        const bool areWords = m_table.at(column).role == CsvColumn::Role::Words;
        const std::size_t most = areWords ? mostOffered : mostOfferedNumbers;
        const CsvColumnValues values(m_table, m_result, column);
        std::unordered_map<float, std::size_t> counts;
        Few few;
        float lowest = std::numeric_limits<float>::infinity(), highest = -lowest;
        for (std::size_t row = 0; row < rows() && counts.size() <= most; ++row) {
            const float value = values.at(row);
            if (std::isnan(value))
                continue;
            if (!areWords && value != std::floor(value))
                return few;
            ++counts[value];
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
        few.values = counts.size();
        few.rarest = rows();
        for (const auto &[value, times] : counts)
            few.rarest = std::min(few.rarest, times);
        const bool isNamed = isNameOfClasses(m_table.at(column).name); // marks from 3 to 9, of which the best are few
        const bool isRow = areWords || (lowest >= -1.0f && lowest <= (isNamed ? 10.0f : 1.0f) && highest - lowest < 2.0f * static_cast<float>(counts.size()));
        const bool isSpread = areWords || isNamed || few.values == 2 || 20 * few.values * few.rarest >= rows(); // or they are counts
        few.areClasses = isSpread && few.values >= 2 && few.values <= most && few.rarest >= 2 && isRow && fewestOffered * few.values <= rows();
        return few;
    }

    /// A number that takes very many values.
    bool isRich(Index column) const {
        if (!isValue(column) || m_table.at(column).role != CsvColumn::Role::Number)
            return false;
        const CsvColumnValues values(m_table, m_result, column);
        std::unordered_map<float, std::size_t> counts;
        const std::size_t wanted = std::min<std::size_t>(40, rows() / 4);
        for (std::size_t row = 0; row < rows(); ++row) {
            if (!std::isnan(values.at(row)))
                counts[values.at(row)] = 1;
            if (counts.size() > wanted)
                return true;
        }
        return false;
    }

    const CsvTable &m_table;
    const CsvPassResult &m_result;
};

} // namespace

void offerClass(const CsvTable &table, const CsvPassResult &result, ReadReport &report) {
    Offering(table, result).offer(report);
}

} // namespace hourglass::data
