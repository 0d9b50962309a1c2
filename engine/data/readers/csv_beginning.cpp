#include "engine/data/readers/csv_beginning.h"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/data/readers/csv_foot.h"
#include "engine/data/readers/csv_lines.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_prose.h"
#include "engine/data/readers/csv_text.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr std::size_t sampleBytes = 1 << 20, sampleLines = 16, sampleRows = 1000;
constexpr std::size_t mostColumns = 65537; // an image of 256 × 256 and its label
constexpr std::size_t endBytes = 64 << 10, mostEndBytes = std::size_t{1} << 30;
constexpr double fitBelowTitles = 0.6; ///< of a short table below some lines of titles, whose sign delimits all the same
constexpr double fitOfTables = 0.9;    ///< of sniffDialect: what fits better is a table, whatever its words are

Result<CsvEncoding> findEncoding(const std::string &path) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    std::string bytes(sampleBytes, '\0');
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(bytes.data()), bytes.size()});
    if (!got)
        return got.error();
    const bool isWhole = *got < bytes.size();
    bytes.resize(*got);
    const CsvEncoding encoding = encodingOf(bytes, isWhole);
    if ((encoding == CsvEncoding::Utf8 || encoding == CsvEncoding::Windows1252) && bytes.find('\0') != std::string::npos)
        return Error{"the file holds bytes of value 0, as no text does", path, "It is binary, or UTF-16 without a mark: for that, choose the encoding."};
    return encoding;
}

std::string nameOf(const std::string &field, CsvEncoding encoding) {
    std::string name = inUtf8(field, encoding);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return name;
}

struct Comment {
    std::string_view text;
    std::size_t line = 0; ///< from 1
};

/// What is right above the row at `line` (from 1), where that is a comment that says something: empty ones may stand between.
Comment commentAbove(std::string_view text, std::size_t line, char sign) {
    Comment above;
    for (std::size_t number = 1; number < line; ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view whole = text.substr(0, end);
        const bool isComment = sign != 0 && whole.starts_with(sign);
        if (!isComment || !trimmed(whole.substr(1)).empty())
            above = {isComment ? trimmed(whole.substr(1)) : std::string_view(), number};
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return above;
}

/// Names of so many columns in a comment, as numpy.savetxt writes its header; nothing where it is a remark of another kind.
std::vector<std::string> namesInComment(std::string_view comment, std::size_t width, const CsvPassOrder &pass) {
    std::string line(comment);
    line += '\n';
    CsvDialect dialect = pass.dialect;
    dialect.comment = 0;
    const std::vector<CsvRow> rows = firstRows(line, dialect, 1);
    if (rows.empty() || rows[0].fields.size() != width || (width == 1 && comment.find(' ') != std::string_view::npos))
        return {};
    std::vector<std::string> names;
    float value = 0.0f;
    for (const std::string &field : rows[0].fields) {
        if (readCsvNumber(field, dialect.point, value) != CsvValue::Word || std::find(names.begin(), names.end(), field) != names.end())
            return {};
        names.push_back(nameOf(field, pass.encoding));
    }
    return names;
}

/// "sep=;" in the first line says what Excel is to delimit by.
bool takeSign(std::string_view text, CsvGiven &given) {
    std::string_view line = trimmed(text.substr(0, text.find('\n')));
    if (text.starts_with("sep=\t"))
        line = text.substr(0, 5);
    if (line.size() == 7 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, 5);
    if (line.size() != 5 || (!line.starts_with("sep=") && !line.starts_with("SEP=")) || std::string_view(",;\t| ").find(line[4]) == std::string_view::npos)
        return false;
    if (!given.delimiter)
        given.delimiter = line[4];
    return true;
}

/// An error for text for reading, and for columns that no sign delimits.
std::optional<Error> refuseWhatIsNoTable(std::string_view text, const std::vector<CsvRow> &rows, const CsvPassOrder &pass) {
    const double fit = fitOf(text, pass.dialect);
    if (fit >= fitOfTables)
        return {};
    if ((pass.dialect.delimiter == ' ' || fit < fitBelowTitles) && hasFixedWidths(text))
        return Error{"its columns seem to have fixed widths: no sign delimits them, and blanks stand within values or in place of them", pass.path,
                     "Turn it into CSV, for instance by pandas.read_fwf(…).to_csv(…), or set the delimiter."};
    std::size_t fields = 0, numbers = 0, usual = 0;
    const std::size_t width = usualWidth(rows);
    double value = 0.0;
    for (const CsvRow &row : rows) {
        usual += row.fields.size() == width ? 1 : 0;
        fields += row.fields.size();
        numbers += static_cast<std::size_t>(std::count_if(
            row.fields.begin(), row.fields.end(), [&](const std::string &field) { return cellOf(field, pass.dialect.point, value) == CsvCell::Number; }));
    }
    const bool isUneven = rows.size() >= 5 && 2 * usual < rows.size() && 20 * numbers < fields;
    if (!looksLikeProse(text) && !isUneven)
        return {};
    return Error{"it looks like text for reading, not like a table", pass.path, "If it is one, set the delimiter."};
}

/// Where the line (from 1) begins.
std::size_t offsetOf(std::string_view text, std::size_t line) {
    std::size_t at = 0;
    for (std::size_t i = 1; i < line; ++i)
        at = text.find('\n', at) + 1;
    return at;
}

std::size_t lineAt(std::string_view text, std::size_t offset) {
    return static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n')) + 1;
}

/// How many lines above this one are to be passed over: none, where they are all blank or comments.
std::size_t linesAbove(std::string_view text, std::size_t line, const CsvDialect &dialect) {
    const std::string above(text.substr(0, offsetOf(text, line)));
    return firstRows(above, dialect, 1).empty() ? 0 : line - 1;
}

/// Names that come again get numbers, as pandas writes them: a, a.1, a.2.
void tellApart(CsvBeginning &beginning) {
    std::set<std::string> taken(beginning.names.begin(), beginning.names.end()), seen;
    std::string told;
    std::size_t count = 0;
    for (std::size_t i = 0; i < beginning.names.size(); ++i) {
        std::string &name = beginning.names[i];
        if (name.empty() || seen.insert(name).second)
            continue;
        std::size_t number = 1;
        while (taken.contains(name + '.' + std::to_string(number)))
            ++number;
        const std::string apart = name + '.' + std::to_string(number);
        if (count++ == 0)
            told = "Column " + std::to_string(i + 1) + " is called " + spec::quoted(apart) + ", for another is named " + spec::quoted(name) + " too";
        taken.insert(apart);
        seen.insert(apart);
        name = apart;
    }
    if (count > 0)
        beginning.remarks.push_back(told + (count > 1 ? "; so it is with " + std::to_string(count - 1) + " more." : "."));
}

std::string linesFrom(std::size_t first, std::size_t last) {
    return first == last ? "Line " + std::to_string(first) + " is" : "Lines " + std::to_string(first) + " to " + std::to_string(last) + " are";
}

/// Says what stands above the names or the samples, and between them.
void describeTop(const std::vector<CsvRow> &rows, const CsvLines &lines, std::size_t skipped, CsvEncoding encoding, CsvBeginning &beginning) {
    const std::size_t top = lines.hasHeader ? lines.header : lines.samples;
    const auto isText = [](const CsvRow &row) { return filledFields(row) > 0 && !isRuler(row); };
    const auto above = std::find_if(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(top), isText);
    if (above != rows.begin() + static_cast<std::ptrdiff_t>(top))
        beginning.remarks.push_back(linesFrom(std::max(above->line, skipped + 1), rows[top].line - 1) + " passed over: no line of the table (" +
                                    spec::quoted(nameOf(above->fields.front(), encoding), 40) + (top > 1 ? " …)." : ")."));
    for (const std::size_t i : lines.passed) {
        const auto shown = std::find_if(rows[i].fields.begin(), rows[i].fields.end(), [](const std::string &field) { return !field.empty(); });
        beginning.remarks.push_back("Line " + std::to_string(rows[i].line) + ", below the names, is passed over: it holds no values but " +
                                    spec::quoted(nameOf(*shown, encoding), 20) + (rows[i].fields.size() > 1 ? " …" : "") + ".");
    }
}

/// Lines at the end that are no samples: as many as a person said, or as look so.
std::optional<Error> findBottom(const CsvOptions &options, const std::string &sample, bool isWhole, std::size_t begin, const CsvProfile &profile,
                                CsvPassOrder &pass, CsvBeginning &beginning) {
    if (options.skipBottom && *options.skipBottom == 0)
        return {};
    CsvFoot foot;
    if (isWhole) {
        const std::string_view rest = std::string_view(sample).substr(begin);
        foot = options.skipBottom ? lastLines(rest, *options.skipBottom) : footOf({rest, lineAt(sample, begin), true, pass.encoding}, pass.dialect, profile);
    } else {
        for (std::size_t size = endBytes; size <= mostEndBytes; size *= 8) {
            const auto end = CsvText::endOf(pass.path, pass.encoding, size);
            if (!end)
                return end.error();
            foot = options.skipBottom ? lastLines(*end, *options.skipBottom) : footOf({*end, 0, false, pass.encoding}, pass.dialect, profile);
            if (!options.skipBottom || foot.lines == *options.skipBottom)
                break;
        }
    }
    pass.heldBack = foot.bytes;
    pass.skipBottom = foot.lines;
    beginning.remarks.insert(beginning.remarks.end(), foot.remarks.begin(), foot.remarks.end());
    beginning.doubts.insert(beginning.doubts.end(), foot.doubts.begin(), foot.doubts.end());
    return {};
}

} // namespace

Result<CsvBeginning> readBeginning(const CsvOptions &options, CsvPassOrder &pass) {
    const std::string &path = pass.path;
    const auto encoding = options.encoding ? Result<CsvEncoding>(*options.encoding) : findEncoding(path);
    if (!encoding)
        return encoding.error();
    pass.encoding = *encoding;
    auto text = CsvText::open(path, pass.encoding);
    if (!text)
        return text.error();
    const auto sample = text->peek(sampleBytes, sampleLines);
    if (!sample)
        return sample.error();
    CsvGiven given = options.given;
    const bool hasSign = takeSign(*sample, given);
    pass.dialect = sniffDialect(*sample, given);
    CsvBeginning beginning;
    std::vector<CsvRow> &rows = beginning.rows;
    rows = firstRows(*sample, pass.dialect, sampleRows + 1);
    if (!options.given.delimiter)
        if (auto error = refuseWhatIsNoTable(*sample, rows, pass))
            return *error;
    const std::size_t skipped = std::max(static_cast<std::size_t>(options.skipTop.value_or(0)), std::size_t{hasSign ? 1u : 0u});
    std::erase_if(rows, [skipped](const CsvRow &row) { return row.line <= skipped; });
    if (rows.empty() && !text->isAtEnd())
        return Error{"the first " + std::to_string(sample->size() >> 20) + " MB hold no line of data", path,
                     "Each sample needs a line of its own; is this a delimited text?"};
    if (rows.empty())
        return Error{"the file holds no rows", path, "There are only blank lines or comments: choose a file with a sample a line."};
    std::erase_if(rows, [](const CsvRow &row) { return row.isUnclosed; });
    if (rows.empty())
        return Error{"the quotes of the first rows are not closed", path, "Close them, or set the quotes to \"none\"."};
    CsvLines lines = sortLines(rows, pass.dialect.point, options.given.hasHeader);
    pass.hasHeader = lines.hasHeader;
    const std::size_t width = lines.profile.width;
    if (lines.samples >= rows.size() && lines.hasHeader)
        return Error{"the file holds a header and no rows", path, "Choose a file with a sample a line, or say that the first row is no header."};
    if (width > mostColumns)
        return Error{"the rows have " + std::to_string(width) + " columns; at most " + std::to_string(mostColumns) + " can be read", path,
                     "If a row is a feature rather than a sample, turn the table round."};
    beginning.least = lines.profile.least;
    beginning.remarks = std::move(lines.remarks);
    beginning.doubts = std::move(lines.doubts);
    const std::size_t first = rows[lines.samples].line;
    for (const std::string &name : lines.names)
        beginning.names.push_back(nameOf(name, pass.encoding));
    const Comment comment = commentAbove(*sample, first, pass.dialect.comment);
    if (!pass.hasHeader)
        beginning.names = namesInComment(comment.text, width, pass);
    beginning.hasNames = !beginning.names.empty();
    if (beginning.hasNames && !pass.hasHeader)
        beginning.remarks.push_back("The comment in line " + std::to_string(comment.line) + " names the columns.");
    beginning.names.resize(width);
    tellApart(beginning);
    describeTop(rows, lines, skipped, pass.encoding, beginning);
    pass.skippedLines = first - 1;
    const std::size_t top = pass.hasHeader ? rows[lines.header].line : first;
    pass.skipTop = options.skipTop ? *options.skipTop : static_cast<Index>(linesAbove(*sample, top, pass.dialect));
    const std::size_t begin = offsetOf(*sample, first);
    if (auto error = findBottom(options, *sample, text->isAtEnd(), begin, lines.profile, pass, beginning))
        return *error;
    const std::size_t end = text->isAtEnd() ? lineAt(*sample, sample->size() - pass.heldBack) : std::string::npos;
    const std::vector<std::string> header = pass.hasHeader ? rows[lines.header].fields : std::vector<std::string>();
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(lines.samples));
    if (lines.profile.isTyped()) // the header once more tells nothing of the columns
        std::erase_if(rows, [&](const CsvRow &row) { return row.fields == header; });
    std::erase_if(rows, [&](const CsvRow &row) { return row.line >= end || !lines.profile.fits(row) || filledFields(row) == 0; });
    if (rows.empty())
        return Error{"the file holds no rows", path, "All lines are passed over: lower data.options.skip_top or data.options.skip_bottom."};
    for (CsvRow &row : rows) {
        row.fields.resize(width);
        row.isQuoted.resize(width);
    }
    return beginning;
}

void tellOfBeginning(const CsvBeginning &beginning, ReadReport &report) {
    report.remarks.insert(report.remarks.end(), beginning.remarks.begin(), beginning.remarks.end());
    report.doubts.insert(report.doubts.begin(), beginning.doubts.begin(), beginning.doubts.end());
}

} // namespace hourglass::data
