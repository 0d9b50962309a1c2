#include "engine/data/readers/csv_dialect.h"

#include <algorithm>
#include <cstring>

namespace hourglass::data {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

const char *find(const char *from, const char *end, char wanted) {
    return static_cast<const char *>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)));
}

bool delimits(char c, const CsvDialect &dialect) {
    return c == dialect.delimiter || (dialect.delimiter == ' ' && c == '\t');
}

/// Blanks that may stand around a field.
const char *skipBlanks(const char *at, const CsvDialect &dialect) {
    while (*at == ' ' || (*at == '\t' && dialect.delimiter != '\t'))
        ++at;
    return at;
}

/// Spreadsheets write ="007" for what is to stay a text: the quotes begin behind the sign.
const char *skipFormulaSign(const char *at, const CsvDialect &dialect) {
    return dialect.quote != 0 && at[0] == '=' && at[1] == dialect.quote ? at + 1 : at;
}

/// Of a piece of the file: where its last line break is passed, where it ends, and whether the file ends there too.
struct Piece {
    const char *rowsEnd;
    const char *end;
    bool isEndOfFile;
};

/// The '\n' that ends the row, or null where that may depend on what follows the piece.
const char *endOfQuotedRow(const char *row, const Piece &piece, const CsvDialect &dialect) {
    const char *at = beginOfRow(row, dialect);
    while (true) {
        at = skipFormulaSign(skipBlanks(at, dialect), dialect);
        if (*at == dialect.quote) {
            const char *closed = closingQuote(at + 1, piece.end, dialect.quote);
            const bool mayGoOn = !piece.isEndOfFile && static_cast<std::size_t>(piece.end - at) <= longestCsvQuoted + 2;
            if (mayGoOn && (!closed || closed + 1 == piece.end)) // the next byte may double the quote
                return nullptr;
            if (!closed)
                return endOfLine(at, piece.rowsEnd);
            if (closed + 1 >= piece.rowsEnd)
                return nullptr;
            at = closed + 1;
        }
        while (*at != '\n' && !delimits(*at, dialect))
            ++at;
        const char *next = nextField(at, dialect);
        if (!next)
            return endOfLine(at, piece.rowsEnd);
        at = next;
    }
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (isBlank(text.front()) || text.front() == '\n'))
        text.remove_prefix(1);
    while (!text.empty() && (isBlank(text.back()) || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

std::string_view takeWord(std::string_view &text) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

const char *closingQuote(const char *from, const char *end, char quote) {
    const char *limit = static_cast<std::size_t>(end - from) > longestCsvQuoted ? from + longestCsvQuoted : end;
    for (const char *at = from; at < limit;) {
        const char *found = find(at, limit, quote);
        if (!found)
            return nullptr;
        if (found + 1 >= end || found[1] != quote)
            return found;
        at = found + 2;
    }
    return nullptr;
}

std::size_t wholeRows(std::string_view text, const CsvDialect &dialect, bool isEndOfFile) {
    const std::size_t last = text.rfind('\n');
    if (last == std::string_view::npos)
        return 0;
    const char *const begin = text.data(), *const rowsEnd = begin + last + 1, *const end = begin + text.size();
    const char *quote = begin;
    for (const char *at = begin; at < rowsEnd;) {
        if (dialect.quote == 0 || (quote = find(std::max(quote, at), end, dialect.quote)) == nullptr)
            return last + 1;
        const char *line = endOfLine(at, rowsEnd);
        if (quote < line && (dialect.comment == 0 || *at != dialect.comment)) {
            line = endOfQuotedRow(at, {rowsEnd, end, isEndOfFile}, dialect);
            if (!line)
                return static_cast<std::size_t>(at - begin);
        }
        at = line + 1;
    }
    return last + 1;
}

const char *readCsvField(const char *from, const char *end, const CsvDialect &dialect, CsvField &field) {
    field.text.clear();
    field.isQuoted = field.isUnclosed = field.hasRest = false;
    const char *at = skipFormulaSign(skipBlanks(from, dialect), dialect);
    if (dialect.quote != 0 && *at == dialect.quote) {
        if (const char *closed = closingQuote(at + 1, end, dialect.quote)) {
            field.isQuoted = true;
            for (const char *c = at + 1; c < closed; ++c) {
                field.text += *c;
                if (*c == dialect.quote)
                    ++c; // doubled
            }
            at = closed + 1;
        } else {
            field.isUnclosed = true;
        }
    }
    const char *to = at;
    while (*to != '\n' && !delimits(*to, dialect))
        ++to;
    const std::string_view rest = trimmed({at, static_cast<std::size_t>(to - at)});
    field.hasRest = field.isQuoted && !rest.empty();
    field.text += rest;
    return to;
}

const char *beginOfRow(const char *from, const CsvDialect &dialect) {
    return dialect.delimiter == ' ' ? skipBlanks(from, dialect) : from;
}

const char *nextField(const char *fieldEnd, const CsvDialect &dialect) {
    if (*fieldEnd == '\n')
        return nullptr;
    if (dialect.delimiter != ' ')
        return fieldEnd + 1;
    const char *at = fieldEnd;
    while (isBlank(*at))
        ++at;
    return *at == '\n' ? nullptr : at;
}

const char *endOfLine(const char *from, const char *end) {
    return find(from, end, '\n');
}

bool isPassedOver(const char *from, const CsvDialect &dialect) {
    if (dialect.comment != 0 && *from == dialect.comment)
        return true;
    const char *at = from;
    while (isBlank(*at) && *at != dialect.delimiter)
        ++at;
    return *at == '\n' || (dialect.delimiter == ' ' && *beginOfRow(from, dialect) == '\n');
}

std::vector<CsvRow> firstRows(std::string_view text, const CsvDialect &dialect, std::size_t most) {
    std::vector<CsvRow> rows;
    const std::size_t last = text.rfind('\n');
    if (last == std::string_view::npos)
        return rows;
    const char *const end = text.data() + last + 1;
    CsvField field;
    std::size_t line = 1;
    for (const char *at = text.data(); at < end && rows.size() < most;) {
        const char *const begin = at;
        if (!isPassedOver(at, dialect)) {
            CsvRow row;
            row.line = line;
            for (const char *from = beginOfRow(at, dialect); from; from = nextField(at, dialect)) {
                at = readCsvField(from, end, dialect, field);
                row.isUnclosed = field.isUnclosed;
                row.fields.push_back(field.text);
                row.isQuoted.push_back(field.isQuoted && !field.hasRest);
                if (field.isUnclosed)
                    break;
            }
            rows.push_back(std::move(row));
        }
        at = endOfLine(at, end) + 1;
        line += static_cast<std::size_t>(std::count(begin, at, '\n'));
    }
    return rows;
}

} // namespace hourglass::data
