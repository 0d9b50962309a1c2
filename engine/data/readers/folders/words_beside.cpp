#include "engine/data/readers/folders/words_beside.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "engine/data/readers/csv_beginning.h"
#include "engine/data/readers/csv_text.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr std::size_t mostColumns = 1000, blockBytes = 1 << 20;
constexpr char noDelimiter = '\x1f'; ///< which no text holds: a line is one field

std::optional<double> numberIn(const std::string &text) {
    double value = 0.0;
    const char *const begin = text.data() + (text.starts_with('+') ? 1 : 0), *const end = text.data() + text.size();
    const auto [after, problem] = std::from_chars(begin, end, value);
    return problem == std::errc() && after == end && begin != end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

bool isMissing(const std::string &word) {
    std::string small = word;
    for (char &c : small)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return small.empty() || small == "nan" || small == "na" || small == "n/a" || small == "?" || small == "null";
}

/// "1.0000000e+00" and "1" are one class.
std::string plain(const std::string &word) {
    const auto number = numberIn(word);
    return number && *number == std::floor(*number) && std::abs(*number) < 1e15 ? spec::shortest(*number + 0.0) : word;
}

/// How the file is written: a line is one word where blanks alone would part it into others than numbers.
Result<CsvPassOrder> lookAt(const std::string &path) {
    CsvPassOrder order{.path = path, .progress = {}};
    CsvOptions options = csvOptions({});
    options.given.hasHeader = false;
    const auto beginning = readBeginning(options, order);
    if (!beginning)
        return beginning.error();
    if (order.dialect.delimiter == ' ')
        for (const CsvRow &row : beginning->rows)
            for (const std::string &field : row.fields)
                if (!numberIn(field) && !isMissing(field))
                    order.dialect.delimiter = noDelimiter;
    return order;
}

Result<std::vector<std::vector<std::string>>> readRows(const CsvPassOrder &order, Index most, const Progress &progress) {
    auto text = CsvText::open(order.path, order.encoding);
    if (!text)
        return text.error();
    std::vector<std::vector<std::string>> rows;
    CsvField field;
    for (std::string block;;) {
        if (auto error = text->next(order.dialect, blockBytes, block))
            return *error;
        if (progress.isCancelled())
            return cancelledError(order.path);
        const std::size_t length = block.size() - std::min(block.size(), CsvText::slack);
        if (block.empty() || length == 0)
            return rows;
        const char *const end = block.data() + length;
        for (const char *at = block.data(); at < end;) {
            if (isPassedOver(at, order.dialect)) {
                at = endOfLine(at, end) + 1;
                continue;
            }
            if (static_cast<Index>(rows.size()) > most)
                return Error{"it has more rows than the table has samples (" + std::to_string(most) + ")", order.path, {}};
            std::vector<std::string> &row = rows.emplace_back();
            const char *last = at;
            for (const char *next = beginOfRow(at, order.dialect); next; next = nextField(last, order.dialect)) {
                last = readCsvField(next, end, order.dialect, field);
                if (row.size() <= mostColumns)
                    row.push_back(std::string(trimmed(field.text)));
            }
            at = endOfLine(last, end) + 1;
        }
    }
}

/// Numbers that rise by one from row to row, as pandas writes its index.
bool countsRows(const std::vector<std::vector<std::string>> &rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto number = numberIn(rows[i][0]), first = numberIn(rows[0][0]);
        if (!number || !first || *number != *first + static_cast<double>(i) || (*first != 0.0 && *first != 1.0))
            return false;
    }
    return rows.size() > 1;
}

/// Whether the first of two columns is pandas' index, or an id: nothing names it, or a name of rows does.
bool namesRows(const std::vector<std::vector<std::string>> &rows, const std::vector<std::string> &header) {
    if (header.size() != 2)
        return false;
    std::string name = header.front();
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    if (!name.empty() && name != "id" && name != "index" && name != "unnamed: 0" && !name.ends_with("_id") &&
        !(name.ends_with("id") && header.front().ends_with("Id")))
        return false;
    std::set<std::string> seen;
    return std::all_of(rows.begin(), rows.end(), [&](const auto &row) { return seen.insert(row.front()).second; });
}

/// The column of a row's only 1 among zeros, or nothing.
std::optional<std::size_t> onlyOne(const std::vector<std::string> &row) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const auto number = numberIn(row[i]);
        if (!number || (*number != 0.0 && *number != 1.0) || (*number == 1.0 && found))
            return {};
        if (*number == 1.0)
            found = i;
    }
    return found;
}

/// Whether the first of these rows names the columns: a word that does not come again, above numbers or words; anything above
/// one-hot rows; or, where the table has a header too, whatever stands there.
bool beginsWithHeader(const std::vector<std::vector<std::string>> &rows, const RowsBeside &table) {
    if (table.hasHeader && table.areCertain)
        return true;
    const auto isOneHot = [](const std::vector<std::string> &row) { return row.size() > 1 && onlyOne(row); };
    if (!isOneHot(rows.front()) && std::all_of(rows.begin() + 1, rows.end(), isOneHot))
        return true;
    const std::string &first = rows.front().back();
    return !numberIn(first) && std::none_of(rows.begin() + 1, rows.end(), [&](const auto &row) { return row.back() == first; });
}

} // namespace

Result<std::vector<std::string>> readWordsBeside(const std::string &path, const RowsBeside &table, const Progress &progress) {
    const Index rows = table.rows;
    const auto order = lookAt(path);
    if (!order)
        return order.error();
    auto read = readRows(*order, rows + 1, progress);
    if (!read)
        return read.error();
    std::vector<std::vector<std::string>> &all = *read;
    std::vector<std::string> header;
    if (static_cast<Index>(all.size()) == rows + 1 && beginsWithHeader(all, table)) {
        header = std::move(all.front());
        all.erase(all.begin());
    }
    if (static_cast<Index>(all.size()) != rows)
        return Error{"it has " + std::to_string(all.size()) + " rows where the table has " + std::to_string(rows) + " samples" +
                         (table.areCertain ? "" : ", of which others are left out"),
                     path,
                     {}};
    std::size_t width = all.front().size();
    for (const std::vector<std::string> &row : all)
        if (row.size() != width || width > mostColumns)
            return Error{"its rows have several numbers of columns, or more than " + std::to_string(mostColumns), path, {}};
    if (width > 1 && (countsRows(all) || (width == 2 && namesRows(all, header)))) {
        for (std::vector<std::string> &row : all)
            row.erase(row.begin());
        if (header.size() == width)
            header.erase(header.begin());
        --width;
    }
    std::vector<std::string> words;
    for (const std::vector<std::string> &row : all) {
        const auto one = width > 1 ? onlyOne(row) : std::optional<std::size_t>(0);
        if (!one)
            return Error{"it has " + std::to_string(width) + " columns, and they are not one-hot", path, {}};
        words.push_back(width == 1 ? plain(row[0]) : *one < header.size() && !header[*one].empty() ? header[*one] : std::to_string(*one));
    }
    return words;
}

bool mayHoldWords(const std::string &path) {
    CsvPassOrder order{.path = path, .progress = {}};
    CsvOptions options = csvOptions({});
    options.given.hasHeader = false;
    const auto beginning = readBeginning(options, order);
    if (!beginning) // why not is told when it is read
        return true;
    const std::vector<CsvRow> &rows = beginning->rows;
    const auto isOneHot = [](const CsvRow &row) { return onlyOne(row.fields).has_value(); };
    const auto isNoNumber = [](const std::string &field) { return !numberIn(field) && !isMissing(field); };
    const bool areSentences = order.dialect.delimiter == ' ' && std::any_of(rows.begin(), rows.end(), [&](const CsvRow &row) {
                                  return std::any_of(row.fields.begin(), row.fields.end(), isNoNumber);
                              });
    return areSentences || rows.front().fields.size() <= 2 || (rows.size() > 1 && std::all_of(rows.begin() + 1, rows.end(), isOneHot)) ||
           std::all_of(rows.begin() + 1, rows.end(), [&](const CsvRow &row) {
               return onlyOne({row.fields.begin() + 1, row.fields.end()}).has_value();
           });
}

std::vector<std::pair<std::string, std::string>> readNameList(const std::string &path, std::size_t most) {
    std::vector<std::pair<std::string, std::string>> names;
    auto text = CsvText::open(path, CsvEncoding::Utf8);
    const CsvDialect lines{.delimiter = noDelimiter, .quote = 0};
    std::string block;
    if (!text || text->next(lines, blockBytes, block) || !text->isAtEnd())
        return {};
    block.resize(block.size() - std::min(block.size(), CsvText::slack));
    for (const CsvRow &row : firstRows(block, lines, most + 1)) {
        const std::string &line = row.fields.front();
        const std::size_t end = line.find_first_of(" \t,;");
        if (end == std::string::npos || !spec::isUtf8(line))
            return {};
        names.emplace_back(plain(line.substr(0, end)), std::string(trimmed(std::string_view(line).substr(end + 1))));
    }
    return names.size() < 2 || names.size() > most ? std::vector<std::pair<std::string, std::string>>() : names;
}

std::optional<ClassLabels> classesOf(const std::vector<std::string> &words) {
    ClassLabels classes;
    std::map<std::string, std::int32_t> numbers;
    bool areNumbers = true, areWhole = true;
    for (const std::string &word : words) {
        if (isMissing(word)) {
            classes.labels.push_back(-1);
            continue;
        }
        const auto [known, isNew] = numbers.try_emplace(word, static_cast<std::int32_t>(numbers.size()));
        classes.labels.push_back(known->second);
        if (!isNew)
            continue;
        const auto number = numberIn(word);
        areNumbers = areNumbers && number;
        areWhole = areWhole && number && *number == std::floor(*number);
        classes.names.push_back(word);
    }
    if (classes.names.empty() || (!areNumbers && classes.names.size() > mostClasses))
        return {};
    if (!areNumbers || (areWhole && areClasses(classes.names.size(), words.size())))
        return classes;
    ClassLabels measured;
    for (const std::string &word : words)
        measured.numbers.push_back(isMissing(word) ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(*numberIn(word)));
    return measured;
}

} // namespace hourglass::data
