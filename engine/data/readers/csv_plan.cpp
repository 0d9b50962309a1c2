// Decides by the first rows of a delimited text what its columns are.
#include <algorithm>
#include <charconv>
#include <set>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_vector.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Role = CsvColumn::Role;

namespace {

constexpr Index smallestImage = 8; // pixels wide
constexpr float brightest = 255.0f;
constexpr std::size_t rowsForId = 8; // fewer may rise by chance

/// What the first rows hold in one column.
struct Look {
    std::size_t numbers = 0, missing = 0, words = 0, dates = 0;
    bool isWhole = true, rises = true, falls = true;
    float lowest = 0.0f, highest = 0.0f;

    std::size_t present() const { return numbers + words + dates; }
    bool holdsNumbers() const { return numbers > words + dates || present() == 0; }
    bool holdsDates() const { return 2 * dates > present(); }
    bool holdsBytes() const { return numbers > 0 && words + dates == 0 && isWhole && lowest >= 0.0f && highest <= brightest; }
};

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

Look lookAt(const std::vector<CsvRow> &rows, std::size_t column, char point, const CsvColumn &described) {
    Look look;
    std::string plain;
    std::int64_t last = 0;
    std::size_t perhapsMissing = 0;
    for (const CsvRow &row : rows) {
        std::string_view field = trimmed(row.fields[column]);
        float value = 0.0f;
        CsvValue kind = readCsvNumber(field, point, value);
        if (kind == CsvValue::Word && described.numerals.areRead && readNumeral(field, point, described.numerals, plain)) {
            field = plain;
            kind = readCsvNumber(field, point, value);
        }
        if (described.codes.holdWord(field) || (kind == CsvValue::Number && described.codes.holdNumber(value)))
            kind = CsvValue::Missing;
        perhapsMissing += kind == CsvValue::Word && mayMeanMissing(field) ? 1 : 0;
        look.missing += kind == CsvValue::Missing ? 1 : 0;
        look.words += kind == CsvValue::Word ? 1 : 0;
        look.dates += kind == CsvValue::Date ? 1 : 0;
        if (kind != CsvValue::Number)
            continue;
        look.lowest = look.numbers == 0 ? value : std::min(look.lowest, value);
        look.highest = look.numbers == 0 ? value : std::max(look.highest, value);
        std::int64_t whole = 0; // a float does not tell ids above 2^24 apart
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), whole);
        look.isWhole = look.isWhole && error == std::errc() && end == field.data() + field.size();
        look.rises = look.rises && (look.numbers == 0 || whole > last);
        look.falls = look.falls && (look.numbers == 0 || whole < last);
        last = whole;
        ++look.numbers;
    }
    if (look.numbers > look.words - perhapsMissing + look.dates) { // among numbers they say that there is none
        look.words -= perhapsMissing;
        look.missing += perhapsMissing;
    }
    if (look.numbers > look.words && areCompactDates(rows, column))
        std::swap(look.numbers, look.dates);
    return look;
}

/// Of a column with several numbers in each field.
Look lookOf(const CsvVectors &vectors, std::size_t rows) {
    Look look;
    look.numbers = rows;
    look.isWhole = vectors.areBytes;
    look.rises = look.falls = false;
    look.highest = vectors.highest;
    return look;
}

std::size_t distinct(const std::vector<CsvRow> &rows, std::size_t column) {
    std::set<std::string> texts;
    for (const CsvRow &row : rows)
        texts.insert(row.fields[column]);
    return texts.size();
}

bool isNameOfId(const std::string &name) {
    const std::string text = lower(name);
    for (const char *known : {"", "id", "ids", "index", "idx", "key", "no", "no.", "nr", "row", "rowid", "uuid", "guid", "unnamed: 0"})
        if (text == known)
            return true;
    return text.ends_with("_id") || text.ends_with(" id") || text.starts_with("id_") || name.ends_with("Id");
}

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
            m_looks.push_back(lookAt(m_rows, i, m_point, column));
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

    bool isUsableAsLabel(std::size_t column) const {
        const Look &look = m_looks[column];
        if (look.present() == 0 || look.holdsDates() || m_table.columns[column].elements > 0)
            return false;
        const std::size_t classes = distinct(m_rows, column);
        if (!look.holdsNumbers())
            return classes <= 100;
        return look.isWhole && classes <= 100 && (look.present() < 10 || 2 * classes <= look.present());
    }

    bool areBytes(std::size_t from, std::size_t to) const {
        return std::all_of(m_looks.begin() + static_cast<std::ptrdiff_t>(from), m_looks.begin() + static_cast<std::ptrdiff_t>(to),
                           [](const Look &look) { return look.holdsBytes(); });
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
        m_table.label = findLabel();
        return {};
    }

    Index findLabel() const {
        for (const char *known : {"label", "labels", "class", "classes", "target", "species", "variety", "category", "y"})
            for (std::size_t i = 0; i < count(); ++i) {
                const bool isCoordinate = *known == 'y' && std::any_of(m_table.columns.begin(), m_table.columns.end(),
                                                                       [](const CsvColumn &column) { return lower(column.name) == "x"; });
                if (lower(m_table.columns[i].name) == known && !isCoordinate && count() > 1 && isUsableAsLabel(i))
                    return static_cast<Index>(i);
            }
        if (const Index beside = labelBesidePictures(); beside >= 0)
            return beside;
        Index channels = 1;
        if (count() > 1 && squareWidth(static_cast<Index>(count()) - 1, channels) >= smallestImage)
            for (const std::size_t i : {std::size_t{0}, count() - 1}) {
                const bool areImages = i == 0 ? areBytes(1, count()) : areBytes(0, count() - 1);
                if (areImages && m_looks[i].holdsBytes() && m_looks[i].highest < 10.0f)
                    return static_cast<Index>(i);
            }
        if (!m_hasHeader && count() > 1) { // the only words, at the end: as the repository of Irvine has its tables
            const std::size_t words = static_cast<std::size_t>(
                std::count_if(m_looks.begin(), m_looks.end(), [](const Look &look) { return !look.holdsNumbers() && !look.holdsDates(); }));
            const std::size_t last = count() - 1;
            const bool isLast = !m_looks[last].holdsNumbers() && !m_looks[last].holdsDates();
            if (words == 1 && isLast && isUsableAsLabel(last) && 2 * distinct(m_rows, last) <= m_rows.size())
                return static_cast<Index>(last);
        }
        return -1;
    }

    /// The one column of whole numbers, or else of words, that may hold classes beside a picture in one field.
    Index labelBesidePictures() const {
        Index label = -1, pictures = 0, numbers = 0, words = 0, channels = 1;
        for (std::size_t i = 0; i < count(); ++i) {
            if (m_table.columns[i].elements > 0)
                pictures += m_looks[i].holdsBytes() && squareWidth(m_table.columns[i].elements, channels) >= smallestImage ? 1 : 2;
            else if (!m_looks[i].holdsDates() && isUsableAsLabel(i) && distinct(m_rows, i) > 1)
                ++(m_looks[i].holdsNumbers() ? numbers : words);
        }
        for (std::size_t i = 0; i < count() && pictures == 1; ++i)
            if (isUsableAsLabel(i) && distinct(m_rows, i) > 1 && (numbers == 1 ? m_looks[i].holdsNumbers() : numbers == 0 && words == 1))
                label = static_cast<Index>(i);
        return label;
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
        const Look &look = m_looks[column];
        if (look.present() == 0)
            return {};
        if (look.holdsDates())
            return "it holds dates";
        if (look.missing > 0 || look.present() < m_rows.size() || m_rows.size() < 2)
            return {};
        const bool isNumber = look.words == 0 && look.isWhole, isWord = look.numbers == 0;
        const bool isNamed = m_hasHeader && isNameOfId(m_table.columns[column].name);
        if (isNumber && column == 0 && count() > 2 && m_rows.size() >= rowsForId && (look.rises || look.falls))
            return "it numbers the rows";
        if (isNumber && isNamed && distinct(m_rows, column) == m_rows.size())
            return "each row has a number of its own";
        if (isWord && (isNamed || m_rows.size() >= rowsForId) && distinct(m_rows, column) == m_rows.size())
            return "each row has a text of its own";
        return {};
    }

    void giveRole(std::size_t i) {
        CsvColumn &column = m_table.columns[i];
        const Look &look = m_looks[i];
        const auto number = static_cast<Index>(i);
        const bool isKey = m_table.isKey(number);
        const bool isVectorKey = isKey && column.elements > 0; // its fields are words
        column.elements = isKey ? 0 : column.elements;
        if (column.role == Role::LeftOut || (look.holdsNumbers() && number != m_table.group && !isVectorKey)) {
            column.hasFlag = column.role != Role::LeftOut && !isKey && m_table.addsFlags && look.missing > 0;
            return;
        }
        column.role = Role::Words;
        column.hasFlag = !isKey && m_table.addsFlags && look.missing > 0;
        if (!isKey && m_options.words == "leave_out") {
            column.role = Role::LeftOut;
            column.reason = "it holds words";
        }
    }

    /// A table without numbers whose words never come again is prose, however few its lines are.
    void leaveOutTexts() {
        for (std::size_t i = 0; i < count(); ++i)
            if (m_table.isFeature(static_cast<Index>(i)) && m_table.columns[i].role == Role::Number)
                return;
        for (std::size_t i = 0; i < count(); ++i)
            if (m_table.isFeature(static_cast<Index>(i)) && distinct(m_rows, i) == m_rows.size())
                leaveOutColumn(i, "each row has a text of its own");
    }

    std::optional<Error> seeImages() {
        Index channels = 1;
        const Index width = squareWidth(m_table.features, channels);
        const bool isAsked = m_options.shape == "images";
        if (isAsked && width == 0)
            return Error{"the rows have " + std::to_string(m_table.features) + " values: not those of a square image with one channel or three",
                         "data.options.shape", "Leave out the columns that are no pixels, or choose \"table\"."};
        float highest = 0.0f;
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
    std::vector<Look> m_looks;
    CsvTable m_table;
};

} // namespace

Result<CsvTable> planTable(const std::vector<CsvRow> &rows, const std::vector<std::string> &names, bool hasHeader, char point,
                           const CsvOptions &options) {
    return Planner(rows, names, hasHeader, point, options).plan();
}

} // namespace hourglass::data
