// How a delimited text is written (RFC 4180 and its relatives), and where its rows and fields end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hourglass::data {

struct CsvDialect {
    char delimiter = ','; ///< ' ' stands for any run of blanks and tabs
    char point = '.';     ///< of decimals
    char quote = '"';     ///< doubled inside quotes; 0: none
    char comment = 0;     ///< begins lines that are passed over; 0: none
};

/// Bytes of a row at most, so that a file without line breaks is not read into memory.
constexpr std::size_t longestCsvRow = 16 << 20;
/// Bytes between a quote and the one that closes it at most: one forgotten does not swallow the rest of the file.
constexpr std::size_t longestCsvQuoted = 64 << 10;

/// The closing quote of what begins behind an opening one, or null where there is none before `end` or within the limit.
const char *closingQuote(const char *from, const char *end, char quote);

/// How many bytes of `text`, which begins with a row, are whole rows. Unless the file ends here, a row whose quotes may still be closed by
/// what follows is not whole.
std::size_t wholeRows(std::string_view text, const CsvDialect &dialect, bool isEndOfFile);

/// One field as it stands, blanks around it and quotes taken off.
struct CsvField {
    std::string text;
    bool isQuoted = false;
    bool hasRest = false;    ///< something stands between the closing quote and the delimiter
    bool isUnclosed = false; ///< opened by a quote that nothing closes: it ends with its line
};

/// Reads a field that begins at `from` and returns its end: a delimiter or the '\n' of the row. There must be a '\n' before `end`.
const char *readCsvField(const char *from, const char *end, const CsvDialect &dialect, CsvField &field);

/// Where the row's first field begins: behind blanks, where blanks delimit.
const char *beginOfRow(const char *from, const CsvDialect &dialect);

/// From a field's end to the next field of the row, or null where the row ends there. Blanks before the end of a row begin no field where
/// they delimit.
const char *nextField(const char *fieldEnd, const CsvDialect &dialect);

/// The '\n' that ends the line, which must be there.
const char *endOfLine(const char *from, const char *end);

/// Whether the line that begins here holds no row: it is empty, blank or a comment.
bool isPassedOver(const char *from, const CsvDialect &dialect);

struct CsvRow {
    std::vector<std::string> fields;
    std::vector<bool> isQuoted; ///< one a field
    std::size_t line = 0;       ///< from 1
    bool isUnclosed = false;
};

/// The first rows of a text as fields, for a look at them. Text that does not end with a line break loses its last line.
std::vector<CsvRow> firstRows(std::string_view text, const CsvDialect &dialect, std::size_t most);

/// Without blanks and line breaks at both ends.
std::string_view trimmed(std::string_view text);

/// The first word, which is taken off the text; "" where there is none.
std::string_view takeWord(std::string_view &text);

inline bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace hourglass::data
