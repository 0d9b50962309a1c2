// Columns of tables by lot: what stands in their fields, and what it means.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "tests/support/lots.h"

namespace hourglass::tests {

enum class ColumnSort { Numbers, Words, Classes, LeftOut };

/// One field as it stands in the table, before quotes, and its meaning.
struct TableCell {
    std::string text;
    double number = 0.0;
    std::string word;
    bool isMissing = false;
};

struct TableColumn {
    std::string name;
    ColumnSort sort = ColumnSort::Numbers;
    std::string unit, type; ///< for a line below the names
    int decimals = 0;
    bool isPlain = false; ///< numbers without signs around them: totals can be written below
    std::vector<TableCell> cells;
};

/// Draws columns of so many rows. `point` stands before decimals.
class ColumnLottery {
public:
    ColumnLottery(Lots &lots, std::size_t rows, char point, bool mayHoldBlanks) : m_lots(lots), m_rows(rows), m_point(point), m_mayHoldBlanks(mayHoldBlanks) {}

    TableColumn numbers(const std::string &name) {
        const Index sort = m_lots.between(Index{1}, Index{m_mayHoldBlanks ? 13 : 9});
        TableColumn column{.name = name, .unit = m_lots.from(std::vector<std::string>{"m", "kg", "m/s", "°C", "V", "%"}), .type = "float"};
        switch (sort) {
        case 1: { // whole and few, but not from 0 or 1 on: those may be classes where nothing names them
            const Index least = m_lots.between(Index{2}, Index{40}), most = least + m_lots.between(Index{5}, Index{300});
            fill(
                column, [&] { return static_cast<double>(m_lots.between(least, most)); }, 0);
            column.type = "int";
            break;
        }
        case 2:
            fill(
                column, [&] { return static_cast<double>(m_lots.between(Index{-50'000}, Index{90'000})); }, 0);
            column.type = "int";
            break;
        case 3: { // so large that floats would merge neighbours
            const double base = m_lots.between(1e6, 9e8);
            fill(
                column, [&] { return base + m_lots.between(0.0, 50.0); }, 2);
            break;
        }
        case 4:
            fill(
                column, [&] { return std::pow(10.0, m_lots.between(-9.0, 9.0)); }, -1);
            break;
        case 5:
        case 6:
            fill(
                column, [&] { return m_lots.between(-1.0, 1.0); }, static_cast<int>(m_lots.between(Index{2}, Index{9})));
            break;
        case 10: signs(column, m_lots.oneIn(2) ? "%" : " %", false); break;
        case 11: signs(column, m_lots.from(std::vector<std::string>{" kg", " mm", " km/h"}), false); break;
        case 12: signs(column, m_lots.from(std::vector<std::string>{"$", "€", "£"}), true); break;
        case 13: { // at least two separators: one alone might stand before decimals
            for (std::size_t i = 0; i < m_rows; ++i) {
                const Index whole = m_lots.between(Index{1'000'000}, Index{999'999'999});
                std::string text = std::to_string(whole);
                for (std::size_t at = text.size(); at > 3; at -= 3)
                    text.insert(at - 3, 1, m_point == '.' ? ',' : '.');
                column.cells.push_back({.text = text, .number = static_cast<double>(whole)});
            }
            break;
        }
        default: {
            const double least = m_lots.between(-100.0, 100.0), most = least + m_lots.between(1.0, 1000.0);
            fill(
                column, [&] { return m_lots.between(least, most); }, static_cast<int>(m_lots.between(Index{1}, Index{4})));
        }
        }
        return column;
    }

    /// Between 0 and 1, as spectra and the like.
    TableColumn shares(const std::string &name, int decimals) {
        TableColumn column{.name = name, .unit = "-", .type = "float"};
        fill(
            column, [&] { return m_lots.between(0.0, 1.0); }, decimals);
        return column;
    }

    TableColumn years(const std::string &name) {
        TableColumn column{.name = name, .unit = "a", .type = "int"};
        fill(
            column, [&] { return static_cast<double>(m_lots.between(Index{1990}, Index{2021})); }, 0);
        return column;
    }

    /// A few words that come again.
    TableColumn words(const std::string &name, ColumnSort sort, const std::vector<std::string> &pool) {
        TableColumn column{.name = name, .sort = sort, .unit = "-", .type = "string"};
        std::vector<std::string> some = pool;
        m_lots.shuffle(some);
        some.resize(static_cast<std::size_t>(
            m_lots.between(Index{2}, std::min<Index>(static_cast<Index>(some.size()), std::max<Index>(2, static_cast<Index>(m_rows) / 4)))));
        std::vector<std::string> all;
        for (std::size_t i = 0; i < m_rows; ++i)
            all.push_back(some[i % some.size()]);
        m_lots.shuffle(all);
        for (const std::string &word : all)
            column.cells.push_back({.text = word, .word = word});
        return column;
    }

    /// Classes from 0 or 1 on, equally many of each.
    TableColumn numberedClasses(const std::string &name) {
        const Index first = m_lots.between(Index{0}, Index{1});
        std::vector<std::string> pool;
        for (Index i = 0; i < m_lots.between(Index{2}, Index{4}) || i < 2; ++i)
            pool.push_back(std::to_string(first + i));
        TableColumn column{.name = name, .sort = ColumnSort::Classes, .unit = "-", .type = "int"};
        std::vector<std::string> all;
        for (std::size_t i = 0; i < m_rows; ++i)
            all.push_back(pool[i % pool.size()]);
        m_lots.shuffle(all);
        for (const std::string &word : all)
            column.cells.push_back({.text = word, .word = word});
        return column;
    }

    TableColumn dates(const std::string &name) {
        TableColumn column{.name = name, .sort = ColumnSort::LeftOut, .unit = "date", .type = "date"};
        const Index form = m_lots.between(Index{1}, Index{m_mayHoldBlanks ? 4 : 3}), first = m_lots.between(Index{0}, Index{4000});
        for (std::size_t i = 0; i < m_rows; ++i) {
            const int day = static_cast<int>(first) + static_cast<int>(i);
            const int year = 1980 + day / 336, month = day / 28 % 12 + 1, date = day % 28 + 1;
            char text[40];
            if (form == 2)
                std::snprintf(text, sizeof text, "%02d.%02d.%04d", date, month, year);
            else if (form == 3)
                std::snprintf(text, sizeof text, "%04d/%02d/%02d", year, month, date);
            else
                std::snprintf(text, sizeof text, form == 4 ? "%04d-%02d-%02d 12:30:00" : "%04d-%02d-%02d", year, month, date);
            column.cells.push_back({.text = text});
        }
        return column;
    }

    /// What numbers or names the rows: 1, 2, 3 …, numbers in any order, or texts of their own.
    TableColumn ids(const std::string &name, const char *prefix, Index first, bool isShuffled) {
        TableColumn column{.name = name, .sort = ColumnSort::LeftOut, .unit = "-", .type = "string"};
        std::vector<Index> all;
        for (std::size_t i = 0; i < m_rows; ++i)
            all.push_back(first + static_cast<Index>(i));
        if (isShuffled)
            m_lots.shuffle(all);
        for (const Index id : all)
            column.cells.push_back({.text = prefix + std::to_string(id)});
        return column;
    }

    /// So many decimals; -1: in the form with an exponent.
    std::string written(double value, int decimals) const {
        char text[64];
        if (decimals < 0)
            std::snprintf(text, sizeof text, "%.5e", value);
        else
            std::snprintf(text, sizeof text, "%.*f", decimals, value);
        return text;
    }
    std::string withPoint(std::string text) const {
        if (const std::size_t at = text.find('.'); at != std::string::npos)
            text[at] = m_point;
        return text;
    }

private:
    template <class Draw>
    void fill(TableColumn &column, Draw draw, int decimals) {
        column.decimals = decimals;
        column.isPlain = decimals >= 0;
        for (std::size_t i = 0; i < m_rows; ++i) {
            const std::string text = written(draw(), decimals);
            column.cells.push_back({.text = withPoint(text), .number = std::strtod(text.c_str(), nullptr)});
        }
    }

    /// A sign around all numbers; money with separators of thousands, and with brackets where it is negative.
    void signs(TableColumn &column, const std::string &sign, bool isMoney) {
        const bool isBefore = isMoney && (sign != "€" || m_lots.oneIn(2)), hasBrackets = m_lots.oneIn(2);
        column.decimals = 2;
        for (std::size_t i = 0; i < m_rows; ++i) {
            const double drawn = isMoney ? m_lots.between(-9e3, 9e5) : m_lots.between(0.5, 100.0);
            const std::string text = written(drawn, isMoney ? 2 : 1);
            std::string shown = withPoint(text[0] == '-' ? text.substr(1) : text);
            if (isMoney)
                for (std::size_t at = shown.find(m_point); at > 3; at -= 3)
                    shown.insert(at - 3, 1, m_point == '.' ? ',' : '.');
            if (isMoney)
                shown = isBefore ? sign + shown : shown + " " + sign;
            else
                shown += sign;
            if (text[0] == '-')
                shown = hasBrackets ? "(" + shown + ")" : "-" + shown;
            column.cells.push_back({.text = shown, .number = std::strtod(text.c_str(), nullptr)});
        }
    }

    Lots &m_lots;
    std::size_t m_rows;
    char m_point;
    bool m_mayHoldBlanks;
};

} // namespace hourglass::tests
