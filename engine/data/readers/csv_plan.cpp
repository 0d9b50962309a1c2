// Decides by the first rows of a delimited text what its columns are.
#include <algorithm>
#include <set>
#include <string>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_label.h"
#include "engine/data/readers/csv_look.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_numbering.h"
#include "engine/data/readers/csv_vector.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Role = CsvColumn::Role;

namespace {

constexpr Index smallestImage = 8; // pixels wide
constexpr double brightest = 255.0;
constexpr std::size_t rowsForTexts = 8; // fewer may differ by chance

class Planner {
public:
    Planner(const std::vector<CsvRow> &rows, const std::vector<std::string> &names, bool hasHeader, char point, const CsvOptions &options)
        : m_rows(rows), m_hasHeader(hasHeader), m_point(point), m_options(options) {
        for (const std::string &name : names)
            m_table.columns.push_back({.name = name});
        m_table.areCodes = options.words == "codes";
        m_table.dropsRows = options.missing == "drop_row";
        m_table.addsFlags = options.missing == "column";
        m_table.mostCategories = options.categories;
    }

    Result<CsvTable> plan() {
        if (auto error = giveCodes(m_table, m_options.missingCodes))
            return *error;
        look();
        if (auto error = chooseLabel())
            return *error;
        if (auto error = chooseKeys(m_rows, m_options, m_table))
            return *error;
        if (auto error = leaveOut())
            return *error;
        for (std::size_t i = 0; i < m_looks.size(); ++i)
            giveRole(i);
        if (m_options.leaveOut == "automatic")
            leaveOutTexts();
        findTime();
        nameCategories();
        layOut(m_table);
        if (auto error = seeImages())
            return *error;
        return std::move(m_table);
    }

private:
    std::size_t count() const { return m_looks.size(); }

    void look() {
        const bool hasDecimals = holdDecimals(m_rows, m_point);
        for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
            CsvColumn &column = m_table.columns[i];
            column.numerals = numeralsIn(m_rows, i, m_point, hasDecimals);
            m_looks.push_back(lookAtColumn(m_rows, i, m_point, column));
            if (m_looks[i].numbers >= m_looks[i].words)
                continue;
            const CsvVectors vectors = vectorsIn(m_rows, i, m_point);
            column.elements = static_cast<Index>(vectors.length);
            column.shortest = static_cast<Index>(vectors.length > 0 ? 0 : vectors.shortest);
            column.longest = static_cast<Index>(vectors.length > 0 ? 0 : vectors.longest);
            if (column.elements > 0)
                m_looks[i] = lookOf(vectors, m_rows.size());
        }
    }

    /// Of a column with several numbers in each field.
    static CsvLook lookOf(const CsvVectors &vectors, std::size_t rows) {
        CsvLook look;
        look.numbers = rows;
        look.isWhole = vectors.areBytes;
        look.rises = look.falls = false;
        look.highest = static_cast<double>(vectors.highest);
        return look;
    }

    std::optional<Error> chooseLabel() {
        if (m_options.label == "none")
            return {};
        if (m_options.label != "automatic") {
            const auto found = findColumn(m_table, m_options.label, "label");
            if (!found)
                return found.error();
            m_table.label = *found;
            m_table.isLabelGiven = true;
            return {};
        }
        const CsvLabel found = findLabel(m_looks, m_table, m_hasHeader);
        m_table.label = found.column;
        m_table.isLabelGuessed = found.isGuessed && found.column >= 0;
        return {};
    }

    std::optional<Error> leaveOut() {
        if (m_options.leaveOut == "none")
            return {};
        if (m_options.leaveOut == "automatic") {
            for (std::size_t i = 0; i < count(); ++i)
                if (!m_table.isKey(static_cast<Index>(i)))
                    if (std::string reason = reasonToLeaveOut(i); !reason.empty())
                        leaveOutColumn(i, std::move(reason));
            return {};
        }
        for (std::size_t at = 0; at <= m_options.leaveOut.size();) {
            const std::size_t comma = std::min(m_options.leaveOut.find(',', at), m_options.leaveOut.size());
            const std::string name(trimmed(std::string_view(m_options.leaveOut).substr(at, comma - at)));
            at = comma + 1;
            if (name.empty())
                continue;
            const auto found = findColumn(m_table, name, "leave_out");
            if (!found)
                return found.error();
            if (*found == m_table.label && m_table.isLabelGiven)
                return Error{"the label column " + spec::quoted(name) + " is to be left out too", "data.options.leave_out", "Remove it from one of the two."};
            if (*found == m_table.group)
                return Error{"the group column " + spec::quoted(name) + " is to be left out too", "data.options.leave_out", "Remove it from one of the two."};
            m_table.label = *found == m_table.label ? -1 : m_table.label;
            m_table.part = *found == m_table.part ? -1 : m_table.part;
            leaveOutColumn(static_cast<std::size_t>(*found), "it was asked for");
        }
        return {};
    }

    void leaveOutColumn(std::size_t column, std::string reason) {
        m_table.columns[column].role = Role::LeftOut;
        m_table.columns[column].reason = std::move(reason);
        m_table.columns[column].isChosen = true;
    }

    /// Why nothing is to be learned from a column of dates or of names of the rows; empty for all others.
    std::string reasonToLeaveOut(std::size_t column) const {
        const CsvLook &look = m_looks[column];
        if (look.present() == 0)
            return {};
        if (look.holdsDates())
            return "it holds dates";
        const std::string &name = m_table.columns[column].name;
        const auto isLeftOut = [](const CsvColumn &before) { return before.role == Role::LeftOut; };
        const bool isLeading = std::all_of(m_table.columns.begin(), m_table.columns.begin() + static_cast<std::ptrdiff_t>(column), isLeftOut);
        if (std::string reason = reasonOfNumbering(look, {name, m_hasHeader, column == 0, isLeading, m_rows.size(), count()}); !reason.empty())
            return reason;
        const bool isNamed = m_hasHeader && isNameOfId(name);
        if (look.numbers == 0 && look.missing == 0 && m_rows.size() >= 2 && (isNamed || m_rows.size() >= rowsForTexts) && look.distinct == m_rows.size())
            return "each row has a text of its own";
        return {};
    }

    void giveRole(std::size_t i) {
        CsvColumn &column = m_table.columns[i];
        const CsvLook &look = m_looks[i];
        const auto number = static_cast<Index>(i);
        const bool isKey = m_table.isKey(number);
        const bool isMixedLabel = number == m_table.label && look.words > 0; // classes 1 … 9 and X
        const bool isVectorKey = isKey && column.elements > 0;               // its fields are words
        column.elements = isKey ? 0 : column.elements;
        if (column.role == Role::LeftOut || (look.holdsNumbers() && number != m_table.group && number != m_table.part && !isMixedLabel && !isVectorKey)) {
            column.hasFlag = column.role != Role::LeftOut && !isKey && m_table.addsFlags && look.missing > 0;
            return;
        }
        column.role = Role::Words;
        column.holdsGrades = look.holdsGrades();
        column.hasFlag = !isKey && m_table.addsFlags && look.missing > 0;
        if (!isKey && m_options.words == "leave_out") {
            column.role = Role::LeftOut;
            column.reason = "it holds words";
        }
    }

    /// The words of the first rows: where no others follow, the file is read once. Those that are not ASCII depend on the encoding.
    void nameCategories() {
        for (std::size_t i = 0; i < count(); ++i) {
            CsvColumn &column = m_table.columns[i];
            const auto number = static_cast<Index>(i);
            if (column.role != Role::Words || static_cast<Index>(m_looks[i].distinct) > m_table.mostWordsIn(number))
                continue;
            std::set<std::string> words;
            for (const CsvRow &row : m_rows) {
                const std::string text(trimmed(row.fields[i]));
                float value = 0.0f;
                if (readCsvNumber(text, '.', value) != CsvValue::Missing && !column.codes.holdWord(text))
                    words.insert(text);
            }
            const auto isForeign = [](const std::string &word) {
                return std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
            };
            if (!std::any_of(words.begin(), words.end(), isForeign))
                column.categories.assign(words.begin(), words.end());
            if (number == m_table.label)
                std::sort(column.categories.begin(), column.categories.end(), comesBefore);
        }
    }

    /// A table without numbers whose words never come again is prose, however few its lines are.
    void leaveOutTexts() {
        for (std::size_t i = 0; i < count(); ++i)
            if (m_table.isFeature(static_cast<Index>(i)) && m_table.columns[i].role == Role::Number)
                return;
        for (std::size_t i = 0; i < count(); ++i)
            if (m_table.isFeature(static_cast<Index>(i)) && m_looks[i].distinct == m_looks[i].present())
                leaveOutColumn(i, "each row has a text of its own");
    }

    /// The first column of dates that is left out, with one of times beside it; without dates, an index or a year.
    void findTime() {
        for (std::size_t i = 0; i < count(); ++i) {
            const bool isIndex = m_looks[i].holdsNumbersAlone() && m_looks[i].step != 0.0, isDate = m_looks[i].holdsDates();
            if (m_table.columns[i].role != Role::LeftOut || (!isDate && !isIndex))
                continue;
            if (isDate && (m_table.time < 0 || m_table.hasNumbersForTime)) {
                m_table.time = static_cast<Index>(i);
                m_table.hasNumbersForTime = false;
                const bool isSecond = i + 1 < count() && m_looks[i + 1].holdsDates() && m_table.columns[i + 1].role == Role::LeftOut;
                if (isSecond && holdTimesOfDay(i + 1) && !holdTimesOfDay(i))
                    m_table.timeOfDay = static_cast<Index>(i) + 1;
            } else if (m_table.time < 0) {
                m_table.time = static_cast<Index>(i);
                m_table.hasNumbersForTime = true;
            }
        }
    }

    bool holdTimesOfDay(std::size_t column) const {
        return std::all_of(m_rows.begin(), m_rows.end(), [column](const CsvRow &row) {
            const std::string &text = row.fields[column];
            const std::size_t colon = text.find(':');
            return text.empty() || (colon != std::string::npos && colon <= 2);
        });
    }

    std::optional<Error> seeImages() {
        Index channels = 1;
        const Index width = squareWidth(m_table.features, channels);
        const bool isAsked = m_options.shape == "images";
        if (isAsked && width == 0)
            return Error{"the rows have " + std::to_string(m_table.features) + " values: not those of a square image with one channel or three",
                         "data.options.shape", "Leave out the columns that are no pixels, or choose \"table\"."};
        double highest = 0.0;
        bool holdBytes = m_table.features > 0;
        for (std::size_t i = 0; i < count(); ++i)
            if (m_table.isFeature(static_cast<Index>(i))) {
                holdBytes = holdBytes && m_looks[i].holdsBytes();
                highest = std::max(highest, m_looks[i].highest);
            }
        // As bytes they are divided by 255: grey levels from 0 to 16, say, would all be black.
        m_table.areBytes = holdBytes && highest > brightest / 2 && m_options.shape != "table" && (isAsked || width >= smallestImage);
        m_table.areImages = isAsked || m_table.areBytes;
        return {};
    }

    const std::vector<CsvRow> &m_rows;
    bool m_hasHeader;
    char m_point;
    const CsvOptions &m_options;
    std::vector<CsvLook> m_looks;
    CsvTable m_table;
};

} // namespace

Result<CsvTable> planTable(const std::vector<CsvRow> &rows, const std::vector<std::string> &names, bool hasHeader, char point, const CsvOptions &options) {
    return Planner(rows, names, hasHeader, point, options).plan();
}

} // namespace hourglass::data
