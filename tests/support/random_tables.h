// Tables by lot with their truth: any delimiter, quotes, header, units, footers, missing words, categories, labels and broken
// rows, as files have them. The same seed draws the same. What even a person could not tell is not drawn, and the places say why.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/spec/setting.h"
#include "tests/support/random_table_columns.h"
#include "tests/support/random_table_text.h"

namespace hourglass::tests {

enum class HeaderSort { Words, None, Years, Wavelengths, Counts, RowNames, UnitsBelow, TypesBelow, Comment };

struct RandomTable {
    std::uint64_t seed = 0;
    std::string bytes; ///< of the file
    spec::Values options;
    std::vector<std::string> featureNames; ///< empty without a header
    std::vector<std::vector<double>> rows; ///< samples × features
    std::vector<std::string> classes;      ///< a sample's, or empty where it has none; of no length without a label
    Index leftOut = 0;                     ///< rows that are no samples, and hold something
    std::vector<Index> oddLines;           ///< from 1: header, first sample, and all that are no samples
    HeaderSort header = HeaderSort::Words;
    std::string missing = "mean", words = "one_hot";
    TableStyle style;
};

/// Draws one RandomTable.
class TableLottery {
public:
    explicit TableLottery(std::uint64_t seed) : m_lots(seed * 7919 + 13) { m_table.seed = seed; }

    RandomTable draw() {
        m_table.style = drawStyle(m_lots);
        m_table.header = static_cast<HeaderSort>(m_lots.oneIn(2) ? 0 : m_lots.between(Index{0}, Index{8}));
        if (isOf(HeaderSort::RowNames)) // with a delimiter behind each row, names and values would be equally many: nothing says
                                        // whose they are
            m_table.style.hasTrailingDelimiter = false;
        m_rows = static_cast<std::size_t>(m_lots.oneIn(8) ? m_lots.between(Index{100}, Index{400}) : m_lots.between(Index{16}, Index{60}));
        m_isWide = m_table.header == HeaderSort::Years || m_table.header == HeaderSort::Wavelengths || m_table.header == HeaderSort::Counts;
        if (m_isWide)
            drawWideColumns();
        else
            drawColumns();
        drawOptions();
        drawMissing();
        findSamples();
        write();
        findTruth();
        return std::move(m_table);
    }

private:
    bool hasNames() const { return m_table.header != HeaderSort::None; }
    bool isOf(HeaderSort sort) const { return m_table.header == sort; }

    std::string name(const std::vector<std::string> &pool) {
        std::string drawn;
        do {
            drawn = m_lots.from(pool);
            if (m_lots.oneIn(3))
                drawn += (m_table.style.delimiter == ' ' ? "_" : " ") + std::to_string(m_lots.between(Index{1}, Index{30}));
        } while (!m_names.insert(drawn).second);
        return drawn;
    }
    std::string numberName() {
        std::vector<std::string> pool{"height", "weight", "pressure", "flow", "temp_in", "voltage", "speed",
                                      "depth",  "mass",   "ratio",    "load", "gain",    "area",    "angle"};
        for (const char *more : {"Höhe", "Größe", "x", "B", "PM2.5", "CO2", "a.b", "V(out)", "no2_level"})
            pool.push_back(more);
        return name(pool);
    }

    /// Numbers over the columns: all of one sort below, as spectra, years and unnamed arrays have it.
    void drawWideColumns() {
        ColumnLottery columns(m_lots, m_rows, m_table.style.point, false);
        const Index count = m_lots.between(Index{6}, Index{40});
        if (isOf(HeaderSort::Years) && m_lots.oneIn(2))
            m_columns.push_back(columns.ids(m_lots.oneIn(2) ? "Country" : "", "Place ", 100, true));
        if (isOf(HeaderSort::Counts)) // pandas writes nothing above its index
            m_columns.push_back(columns.ids("", "", 0, false));
        const int decimals = static_cast<int>(m_lots.between(Index{2}, Index{5}));
        const Index first = m_lots.between(Index{1950}, Index{1990}), step = m_lots.between(Index{1}, Index{5});
        const double longest = static_cast<double>(m_lots.between(Index{4000}, Index{9000})) / 10.0;
        for (Index i = 0; i < count; ++i) {
            std::string text = std::to_string(i);
            if (isOf(HeaderSort::Years))
                text = std::to_string(first + i);
            else if (isOf(HeaderSort::Wavelengths))
                text = columns.withPoint(columns.written(longest - 0.5 * static_cast<double>(i * step), 1));
            m_columns.push_back(columns.shares(text, decimals));
        }
    }

    void drawColumns() {
        ColumnLottery columns(m_lots, m_rows, m_table.style.point, m_table.style.mayHoldBlanks());
        std::vector<std::string> colours{"red", "green", "blue", "grey, light", "größer", "B", "x1", "no \"name\"", "north-west", "New York"};
        const std::vector<std::string> kinds{"setosa", "virginica", "versicolor", "A", "B", "C"};
        if (m_table.style.lineEnd == "\n")
            colours.push_back("two\nlines");
        const Index count = m_lots.between(Index{2}, Index{9});
        if (isOf(HeaderSort::RowNames))
            m_columns.push_back(columns.ids("", m_lots.oneIn(2) ? "" : "Row", 1, false));
        else if (m_lots.oneIn(4))
            m_columns.push_back(
                columns.ids(m_lots.oneIn(2) ? "id" : "No.", m_lots.oneIn(2) ? "" : "P-", m_lots.between(Index{1}, Index{500}), hasNames() && m_lots.oneIn(3)));
        if (m_lots.oneIn(4))
            m_columns.push_back(columns.dates(hasNames() ? name({"date", "Datum", "measured"}) : ""));
        for (Index i = 0; i < count; ++i)
            m_columns.push_back(hasNames() && m_lots.oneIn(12) ? columns.years(name({"built", m_table.style.delimiter == ' ' ? "model_year" : "model year"}))
                                                               : columns.numbers(numberName()));
        // Without names, words at the end are taken for the class, and a few numbers from 0 or 1 on at either end: nothing says
        // they are not.
        const bool hasWords = m_lots.oneIn(2), hasClasses = m_lots.oneIn(3) && count >= 3;
        if (hasWords)
            insert(columns.words(name({"colour", "shape", "region", "Art", "brand"}), ColumnSort::Words, colours), hasNames());
        if (hasClasses && hasNames())
            insert(m_lots.oneIn(2) ? columns.numberedClasses(m_lots.oneIn(2) ? "label" : "class") : columns.words("class", ColumnSort::Classes, kinds), true);
        if (isOf(HeaderSort::Words) && m_lots.oneIn(10))
            nameOneAsAnother();
        if (hasClasses && !hasNames() && !hasWords && std::none_of(m_columns.begin(), m_columns.end(), [](const TableColumn &column) {
                return column.sort == ColumnSort::LeftOut && column.cells[0].text[0] == 'P';
            }))
            m_columns.push_back(columns.words("", ColumnSort::Classes, kinds));
    }

    /// Names that come again are told apart by numbers, as pandas does it.
    void nameOneAsAnother() {
        std::vector<std::size_t> numbers;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            if (m_columns[i].sort == ColumnSort::Numbers)
                numbers.push_back(i);
        m_columns[numbers.back()].name = m_columns[numbers.front()].name;
        m_again = numbers.size() > 1 ? numbers.back() : 0;
    }

    /// Anywhere, or before the last column.
    void insert(TableColumn column, bool mayBeLast) {
        const auto first = std::count_if(m_columns.begin(), m_columns.end(), [](const TableColumn &other) { return other.sort == ColumnSort::LeftOut; });
        const Index at = m_lots.between(static_cast<Index>(first), static_cast<Index>(m_columns.size()) - (mayBeLast ? 0 : 1));
        m_columns.insert(m_columns.begin() + at, std::move(column));
    }

    void drawOptions() {
        m_table.missing = m_lots.from(std::vector<std::string>{"mean", "mean", "median", "drop_row", "column"});
        m_table.words = m_lots.oneIn(3) ? "codes" : "one_hot";
        m_table.options = {{"missing", m_table.missing}, {"words", m_table.words}};
    }

    /// In at most a third of the fields of a row that count, so that a row always holds something; and in about a third of the
    /// rows, so that not all are dropped.
    void drawMissing() {
        if (!m_lots.oneIn(2))
            return;
        const bool hasBlanks = m_table.style.delimiter == ' ';
        std::vector<std::string> words{"NA", "NaN", "n/a", "?", "null", "-", "N/A", "nan"};
        const std::string word = hasBlanks || m_lots.oneIn(2) ? m_lots.from(words) : std::string();
        const std::size_t features = static_cast<std::size_t>(
            std::count_if(m_columns.begin(), m_columns.end(), [](const TableColumn &column) { return column.sort != ColumnSort::LeftOut; }));
        std::vector<std::size_t> lacking(m_rows);
        std::vector<bool> mayLack;
        for (std::size_t i = 0; i < m_rows; ++i)
            mayLack.push_back(m_lots.oneIn(3));
        for (TableColumn &column : m_columns) {
            if (column.sort == ColumnSort::LeftOut || m_lots.oneIn(2))
                continue;
            for (std::size_t i = 0; i < m_rows; ++i)
                if (mayLack[i] && m_lots.oneIn(4) && 3 * (lacking[i] + 1) <= features) {
                    ++lacking[i];
                    column.cells[i] = {.text = word, .isMissing = true};
                }
        }
    }

    /// Rows of another length are none; a whole share of short ones would be rows without their last values.
    void findSamples() {
        m_lengths.assign(m_rows, m_columns.size());
        if (!m_table.style.hasTrailingDelimiter && m_lots.oneIn(4) && m_rows >= 30 && m_columns.size() >= 4) {
            // one, or in long tables two: of more, the short ones would be rows that lack their last values
            for (Index broken = m_rows >= 100 ? m_lots.between(Index{1}, Index{2}) : 1; broken > 0; --broken) {
                const auto row = static_cast<std::size_t>(m_lots.between(Index{8}, static_cast<Index>(m_rows) - 8));
                m_lengths[row] = m_lots.oneIn(2) ? m_columns.size() + 1 : m_columns.size() - static_cast<std::size_t>(m_lots.between(Index{1}, Index{2}));
            }
        }
        for (std::size_t i = 0; i < m_rows; ++i) {
            const bool lacks = std::any_of(m_columns.begin(), m_columns.end(),
                                           [i](const TableColumn &column) { return column.cells[i].isMissing && column.sort != ColumnSort::Classes; });
            if (m_lengths[i] != m_columns.size() || (lacks && m_table.missing == "drop_row"))
                ++m_table.leftOut;
            else
                m_samples.push_back(i);
        }
    }

    void write() {
        TableWriter writer(m_lots, m_table.style);
        // Lines above whose fields are as many as the table's could be its names: between blanks, and in narrow tables.
        const bool mayHaveTitles = !isOf(HeaderSort::Comment) && m_table.style.delimiter != ' ' && m_columns.size() >= 4 && hasNames();
        if (mayHaveTitles && m_lots.oneIn(8))
            writer.separatorLine();
        else if (mayHaveTitles && m_lots.oneIn(6))
            writer.titles();
        if (hasNames())
            writeNames(writer);
        const Index empty = m_lots.oneIn(6) ? m_lots.between(Index{10}, static_cast<Index>(m_rows) - 1) : -1;
        const auto numbers = std::count_if(m_columns.begin(), m_columns.end(), [](const TableColumn &column) { return column.sort == ColumnSort::Numbers; });
        const Index again = isOf(HeaderSort::Words) && numbers >= 2 && m_lots.oneIn(12) ? m_lots.between(Index{10}, static_cast<Index>(m_rows) - 1) : -1;
        m_table.oddLines = {};
        for (Index line = 1; line <= writer.line(); ++line)
            m_table.oddLines.push_back(line);
        for (std::size_t i = 0; i < m_rows; ++i) {
            if (static_cast<Index>(i) == empty) {
                m_table.oddLines.push_back(writer.line());
                if (m_lots.oneIn(2) && m_table.style.delimiter != ' ')
                    writer.row(std::vector<std::string>(m_columns.size()), {});
                else
                    writer.blankLine();
            }
            if (static_cast<Index>(i) == again) {
                m_table.oddLines.push_back(writer.line());
                ++m_table.leftOut;
                writeNames(writer);
            }
            if (m_lengths[i] != m_columns.size())
                m_table.oddLines.push_back(writer.line());
            std::vector<std::string> fields;
            std::vector<bool> areWords;
            for (std::size_t column = 0; column < std::min(m_lengths[i], m_columns.size()); ++column) {
                fields.push_back(m_columns[column].cells[i].text);
                areWords.push_back(m_columns[column].sort != ColumnSort::Numbers && !m_columns[column].cells[i].isMissing);
            }
            if (m_lengths[i] > m_columns.size()) {
                fields.push_back("7");
                areWords.push_back(false);
            }
            writer.row(fields, areWords);
        }
        const Index end = writer.line();
        writeFoot(writer);
        for (Index line = end; line < writer.line(); ++line)
            m_table.oddLines.push_back(line);
        m_table.bytes = writer.bytes();
    }

    void writeNames(TableWriter &writer) {
        std::vector<std::string> fields, below;
        const bool areNumbers = m_isWide;
        if (isOf(HeaderSort::Comment)) {
            for (const TableColumn &column : m_columns)
                fields.push_back(column.name);
            writer.comment(fields);
            return;
        }
        for (std::size_t i = isOf(HeaderSort::RowNames) ? 1 : 0; i < m_columns.size(); ++i) {
            fields.push_back(m_columns[i].name);
            below.push_back(isOf(HeaderSort::TypesBelow) ? m_columns[i].type : m_columns[i].unit);
        }
        writer.row(fields, std::vector<bool>(fields.size(), !areNumbers));
        if (isOf(HeaderSort::UnitsBelow) || isOf(HeaderSort::TypesBelow))
            writer.row(below, std::vector<bool>(below.size(), true));
    }

    /// Totals where a first column can say so, and where the table comes from.
    void writeFoot(TableWriter &writer) {
        if (m_table.style.delimiter == ' ' || m_columns.size() < 3)
            return;
        const bool canSayTotal = m_columns[0].sort == ColumnSort::LeftOut || m_columns[0].sort == ColumnSort::Words;
        if (canSayTotal && m_lots.oneIn(6))
            writeTotals(writer);
        if (!m_lots.oneIn(8))
            return;
        if (m_lots.oneIn(2))
            writer.blankLine();
        writer.row({m_lots.from(std::vector<std::string>{"Source: Statistical Office", "Quelle: Ämter der Länder", "* provisional", "End of report"})}, {true});
    }

    void writeTotals(TableWriter &writer) {
        ColumnLottery columns(m_lots, m_rows, m_table.style.point, false);
        std::vector<std::string> fields{m_lots.from(std::vector<std::string>{"Total", "Summe", "TOTAL:", "Sum"})};
        std::size_t sums = 0;
        for (std::size_t i = 1; i < m_columns.size(); ++i) {
            const TableColumn &column = m_columns[i];
            double sum = 0.0;
            for (std::size_t row = 0; row < m_rows; ++row)
                sum += m_lengths[row] == m_columns.size() ? column.cells[row].number : 0.0;
            const bool isSum = column.sort == ColumnSort::Numbers && column.isPlain;
            sums += isSum ? 1 : 0;
            fields.push_back(isSum ? columns.withPoint(columns.written(sum, column.decimals)) : "");
        }
        std::vector<bool> areWords(fields.size());
        areWords[0] = true;
        if (sums > 0)
            writer.row(fields, areWords);
    }

    void findTruth() {
        m_table.rows.assign(m_samples.size(), {});
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const TableColumn &column = m_columns[i];
            const std::string name = column.name + (m_again > 0 && i == m_again ? ".1" : "");
            if (column.sort == ColumnSort::Numbers)
                addNumbers(column, name);
            else if (column.sort == ColumnSort::Words)
                addWords(column, name);
            else if (column.sort == ColumnSort::Classes)
                for (const std::size_t row : m_samples)
                    m_table.classes.push_back(column.cells[row].word);
        }
        if (!hasNames())
            m_table.featureNames.clear();
    }

    /// One value a sample, NaN where it is missing, and a flag beside it where that was asked for.
    void add(const std::vector<double> &values, const std::string &name) {
        m_table.featureNames.push_back(name);
        for (std::size_t i = 0; i < values.size(); ++i)
            m_table.rows[i].push_back(values[i]);
    }

    void addFlag(const TableColumn &column, const std::string &name) {
        const auto isMissing = [&](std::size_t row) { return column.cells[row].isMissing; };
        if (m_table.missing != "column" || std::none_of(m_samples.begin(), m_samples.end(), isMissing))
            return;
        std::vector<double> flags;
        for (const std::size_t row : m_samples)
            flags.push_back(isMissing(row) ? 1.0 : 0.0);
        add(flags, name + " is missing");
    }

    void addNumbers(const TableColumn &column, const std::string &name) {
        std::vector<double> values, there;
        double sum = 0.0;
        for (const std::size_t row : m_samples) {
            values.push_back(column.cells[row].isMissing ? std::nan("") : column.cells[row].number);
            if (!column.cells[row].isMissing) {
                there.push_back(values.back());
                sum += values.back();
            }
        }
        std::sort(there.begin(), there.end());
        const std::size_t half = there.size() / 2;
        const double median = there.empty() ? 0.0 : there.size() % 2 == 1 ? there[half] : (there[half - 1] + there[half]) / 2.0;
        const double filled = m_table.missing == "median" ? median : there.empty() ? 0.0 : sum / static_cast<double>(there.size());
        for (double &value : values)
            value = std::isnan(value) ? filled : value;
        add(values, name);
        addFlag(column, name);
    }

    void addWords(const TableColumn &column, const std::string &name) {
        std::map<std::string, double> counts;
        double all = 0.0;
        for (const std::size_t row : m_samples)
            if (!column.cells[row].isMissing) {
                counts[column.cells[row].word] += 1.0;
                all += 1.0;
            }
        std::string commonest;
        for (const auto &[word, count] : counts)
            commonest = commonest.empty() || count > counts[commonest] ? word : commonest;
        const bool takesShares = m_table.words == "one_hot" && m_table.missing != "median";
        std::vector<double> codes;
        for (const std::size_t row : m_samples)
            codes.push_back(static_cast<double>(std::distance(counts.begin(), counts.find(column.cells[row].isMissing ? commonest : column.cells[row].word))));
        if (m_table.words == "codes") {
            add(codes, name);
        } else {
            double code = 0.0;
            for (const auto &[word, count] : counts) {
                std::vector<double> values;
                for (std::size_t i = 0; i < m_samples.size(); ++i)
                    values.push_back(takesShares && column.cells[m_samples[i]].isMissing ? count / all : codes[i] == code ? 1.0 : 0.0);
                add(values, name + "=" + word);
                code += 1.0;
            }
        }
        addFlag(column, name);
    }

    Lots m_lots;
    RandomTable m_table;
    std::size_t m_rows = 0;
    bool m_isWide = false;
    std::vector<TableColumn> m_columns;
    std::size_t m_again = 0;            ///< the column that has the name of another; 0: none
    std::vector<std::size_t> m_lengths; ///< fields a row
    std::vector<std::size_t> m_samples; ///< rows that are
    std::set<std::string> m_names;
};

} // namespace hourglass::tests
