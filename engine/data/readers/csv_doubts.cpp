#include "engine/data/readers/csv_doubts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/data/readers/csv_column_values.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_numbering.h"
#include "engine/data/readers/csv_offered_class.h"

namespace hourglass::data {

namespace {

constexpr Index smallestImage = 8;
constexpr std::size_t fewestNamed = 5, fewestGroups = 10; // groups, where a name speaks for them and where none does

class Doubts {
public:
    Doubts(const CsvTable &table, const CsvPassResult &result, const std::vector<std::int32_t> &labels, std::size_t classes, const CsvOptions &options,
           const CsvOrder &order, ReadReport &report)
        : m_table(table), m_result(result), m_labels(labels), m_classes(classes), m_options(options), m_order(order), m_report(report) {}

    void add() {
        if (m_table.label >= 0 && m_options.label == "automatic" && m_table.isLabelGuessed)
            m_report.doubts.push_back({m_table.titleOf(m_table.label) + " holds a few " +
                                           (m_table.at(m_table.label).role == CsvColumn::Role::Words ? "words" : "whole numbers") +
                                           " that come again and again, unlike the others: it is taken for the class.",
                                       "label", std::string("none"), m_table.titleOf(m_table.label) + " is a feature"});
        if (m_table.part >= 0 && arePartsByTruth(m_table.at(m_table.part).name, m_table.at(m_table.part).categories))
            m_report.doubts.push_back({m_table.titleOf(m_table.part) + " is taken for the part of each row, as its name says.", "group", std::string("none"),
                                       m_table.titleOf(m_table.part) + " is a feature"});
        if (m_table.areBytes)
            return;
        if (m_table.label >= 0)
            addWhatGivesAway();
        else if (m_options.label == "automatic")
            offerClass(m_table, m_result, m_report);
        if (m_options.group == "automatic")
            offerGroup();
        if (m_options.leaveOut == "automatic")
            offerAxis();
        if (m_options.shape == "automatic")
            offerPicture();
    }

private:
    Index count() const { return static_cast<Index>(m_table.columns.size()); }
    std::size_t rows() const { return static_cast<std::size_t>(m_result.rows); }

    /// A feature, or several of one word: not several numbers in a field.
    bool isValue(Index column) const { return m_table.isFeature(column) && m_table.at(column).elements == 0; }

    /// Columns in which each class has a value of its own.
    void addWhatGivesAway() {
        if (m_classes < 2 || rows() < 3 * m_classes)
            return;
        std::string titles, keys;
        Index first = -1;
        for (Index i = 0; i < count(); ++i)
            if (isValue(i) && saysTheClass(i)) {
                first = first < 0 ? i : first;
                titles += (titles.empty() ? "" : ", ") + m_table.titleOf(i);
                keys += (keys.empty() ? "" : ", ") + m_table.keyOf(i);
            }
        if (first < 0)
            return;
        const std::string chosen = m_table.chosenKeys();
        m_report.doubts.push_back({titles + " gives the class away: each class of " + m_table.titleOf(m_table.label) + " has a value of its own there.",
                                   "leave_out", chosen == "none" ? keys : chosen + ", " + keys, "Leave out " + keys});
    }

    bool saysTheClass(Index column) const {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const CsvColumnValues values(m_table, m_result, column);
        std::vector<float> valueOf(m_classes, nan);
        std::unordered_map<float, std::int32_t> classOf;
        for (std::size_t row = 0; row < rows(); ++row) {
            const std::int32_t label = m_labels[row];
            const float value = values.at(row);
            if (label < 0 || std::isnan(value))
                continue;
            float &known = valueOf[static_cast<std::size_t>(label)];
            known = std::isnan(known) ? value : known;
            if (known != value || classOf.emplace(value, label).first->second != label)
                return false;
        }
        return classOf.size() == m_classes;
    }

    void offerGroup() {
        if (m_table.group >= 0 || rows() < 3)
            return;
        for (Index i = 0; i < count(); ++i) {
            const CsvColumn &column = m_table.at(i);
            if (m_table.isKey(i) || column.reason.starts_with("each row has"))
                continue;
            const bool isNamed = mayNameGroups(column.name), isFirst = i == 0 || (i == 1 && m_table.at(0).role == CsvColumn::Role::LeftOut);
            const bool isOfSeries = !m_order.series.empty() && isValue(i) && changesWithSeries(i);
            const bool mayCountUp = isFirst && column.role == CsvColumn::Role::Number;
            if (!isNamed && !isNamedId(i) && !mayCountUp && !isOfSeries)
                continue;
            std::string repeats = isValue(i) ? repetitionOf(i, isNamed) : std::string();
            if (isOfSeries)
                repeats = " changes where the times of " + m_table.titleOf(m_table.time) + " begin anew, and";
            if (repeats.empty() && !(isNamed && !m_table.isFeature(i)))
                continue;
            const bool isNumber = m_table.isFeature(i) && column.role == CsvColumn::Role::Number;
            std::string sentence = m_table.titleOf(i) + repeats + " may say which samples belong together: if so, name it as the group column.";
            if (isNumber)
                sentence += " As a feature, its numbers are trained on like measured ones.";
            m_report.doubts.push_back({std::move(sentence), "group", m_table.keyOf(i), m_table.titleOf(i) + " says which samples belong together"});
            return;
        }
    }

    /// A first column that rises by the same fraction from row to row, though neither its name nor whole numbers say that it counts: an axis, most often.
    void offerAxis() {
        constexpr float unevenness = 0.02f; // of a step, that digits were left out may be
        constexpr std::size_t fewest = 12;
        const Index column = m_table.isKey(0) ? 1 : 0;
        if (rows() < fewest || count() < column + 2 || !isValue(column) || m_table.at(column).role != CsvColumn::Role::Number || m_table.at(column).isChosen ||
            m_table.areImages)
            return;
        const CsvColumnValues values(m_table, m_result, column);
        const float step = (values.at(rows() - 1) - values.at(0)) / static_cast<float>(rows() - 1);
        for (std::size_t row = 1; row < rows(); ++row)
            if (!(std::abs(values.at(row) - values.at(row - 1) - step) <= unevenness * std::abs(step)))
                return; // also where one is missing
        if (step == 0.0f)
            return;
        const std::string chosen = m_table.chosenKeys(), key = m_table.keyOf(column);
        m_report.doubts.push_back({m_table.titleOf(column) + (step > 0.0f ? " rises" : " falls") +
                                       " evenly from row to row, as a time or another axis does: it is taken for a feature.",
                                   "leave_out", chosen == "none" ? key : chosen + ", " + key, "Leave out " + key});
    }

    bool isNamedId(Index column) const { return !m_table.at(column).name.empty() && isNameOfId(m_table.at(column).name); }

    bool changesWithSeries(Index column) const {
        const CsvColumnValues values(m_table, m_result, column);
        for (std::size_t row = 1; row < rows(); ++row)
            if ((values.at(row) != values.at(row - 1)) != (m_order.series[row] != m_order.series[row - 1]))
                return false;
        return true;
    }

    /// " holds 30 values, each in rows that follow one another, and", or nothing where it holds no groups.
    std::string repetitionOf(Index column, bool isNamed) const {
        const CsvColumnValues values(m_table, m_result, column);
        std::unordered_map<float, std::size_t> counts;
        std::size_t runs = 0;
        float last = std::numeric_limits<float>::quiet_NaN();
        bool rises = true;
        for (std::size_t row = 0; row < rows(); ++row) {
            const float value = values.at(row);
            if (std::isnan(value) || (value != std::floor(value)))
                return {};
            if (value != last) {
                ++runs;
                rises = rises && (row == 0 || value == last + 1.0f);
            }
            ++counts[value];
            last = value;
        }
        const std::size_t groups = counts.size();
        if (groups < 2 || 3 * groups > 2 * rows())
            return {};
        const bool areRuns = 10 * runs <= 11 * groups;
        const bool areBalanced =
            std::all_of(counts.begin(), counts.end(), [&](const auto &group) { return group.second == rows() / groups; }) && rows() % groups == 0;
        if (isNamed && groups < fewestNamed) // "group" may as well name two treatments
            return {};
        const bool isIdOfRuns = isNamedId(column) && (areRuns || areBalanced);
        const bool countsUp = areRuns && runs == groups && rises && groups >= fewestGroups && m_table.at(column).role == CsvColumn::Role::Number &&
                              !isNameOfTime(m_table.at(column).name) && (areBalanced || isNamedId(column));
        if (!isNamed && !isIdOfRuns && !countsUp)
            return {};
        return " holds " + std::to_string(groups) + " values" + (areRuns ? ", each in rows that follow one another, and" : " that come again, and");
    }

    /// Grey levels of few bits are read as a table: as bytes they would all be nearly black.
    void offerPicture() {
        Index channels = 1;
        const Index width = squareWidth(m_table.features, channels);
        if (width < smallestImage || m_table.areImages)
            return;
        float highest = 0.0f;
        for (Index i = 0; i < m_table.features; ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (!(m_result.lowest[at] >= 0.0f && m_result.highest[at] <= 255.0f))
                return;
            highest = std::max(highest, m_result.highest[at]);
        }
        const bool hasWords = std::any_of(m_table.columns.begin(), m_table.columns.end(),
                                          [](const CsvColumn &column) { return column.role == CsvColumn::Role::Words && column.width > 0; });
        const bool areWhole = std::all_of(m_result.values.begin(), m_result.values.end(), [](float value) { return value == std::floor(value); });
        if (hasWords || highest < 15.0f || !areWhole)
            return;
        const std::string side = std::to_string(width);
        m_report.doubts.push_back({"The " + std::to_string(m_table.features) + " whole numbers of a row may be the pixels of a picture, " + side + " × " +
                                       side + ": they are read as a table.",
                                   "shape", std::string("images"), "Each row is a picture"});
    }

    const CsvTable &m_table;
    const CsvPassResult &m_result;
    const std::vector<std::int32_t> &m_labels;
    std::size_t m_classes;
    const CsvOptions &m_options;
    const CsvOrder &m_order;
    ReadReport &m_report;
};

} // namespace

bool areClasses(const std::vector<std::int32_t> &labels, std::size_t classes) {
    const auto labelled = static_cast<std::size_t>(std::count_if(labels.begin(), labels.end(), [](std::int32_t label) { return label >= 0; }));
    return classes >= 2 && (labelled < 10 || classes < labelled);
}

void addDoubts(const CsvTable &table, const CsvPassResult &result, const std::vector<std::int32_t> &labels, std::size_t classes, const CsvOptions &options,
               const CsvOrder &order, ReadReport &report) {
    Doubts(table, result, labels, classes, options, order, report).add();
}

} // namespace hourglass::data
