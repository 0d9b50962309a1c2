#include "engine/data/readers/csv_beginning.h"

#include <algorithm>

#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_text.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr std::size_t sampleBytes = 1 << 20, sampleLines = 16, sampleRows = 1000;
constexpr std::size_t mostColumns = 65537; // an image of 256 × 256 and its label

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
        return Error{"the file holds bytes of value 0, as no text does", path,
                     "It is binary, or UTF-16 without a mark: for that, choose the encoding."};
    return encoding;
}

std::string nameOf(const std::string &field, CsvEncoding encoding) {
    std::string name = encoding == CsvEncoding::Windows1252 || !spec::isUtf8(field) ? fromWindows1252(field) : field;
    std::replace_if(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return name;
}

/// The line before the row at `line` (from 1), where that is a comment.
std::string_view commentAbove(std::string_view text, std::size_t line, char sign) {
    std::string_view above;
    for (std::size_t number = 1; number < line; ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        above = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return sign != 0 && above.starts_with(sign) ? trimmed(above.substr(1)) : std::string_view();
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
    pass.dialect = sniffDialect(*sample, options.given);
    CsvBeginning beginning;
    std::vector<CsvRow> &rows = beginning.rows;
    rows = firstRows(*sample, pass.dialect, sampleRows + 1);
    if (rows.empty() && !text->isAtEnd())
        return Error{"the first " + std::to_string(sample->size() >> 20) + " MB hold no line of data", path, "Each sample needs a line of its own; is this a delimited text?"};
    if (rows.empty())
        return Error{"the file holds no rows", path, "There are only blank lines or comments: choose a file with a sample a line."};
    std::erase_if(rows, [](const CsvRow &row) { return row.isUnclosed; });
    if (rows.empty())
        return Error{"the quotes of the first rows are not closed", path, "Close them, or set the quotes to \"none\"."};
    pass.hasHeader = options.given.hasHeader ? *options.given.hasHeader : sniffHeader(rows, pass.dialect.point);
    std::vector<std::string> header;
    if (pass.hasHeader) {
        for (const std::string &field : rows.front().fields)
            header.push_back(nameOf(field, pass.encoding));
        rows.erase(rows.begin());
        if (rows.empty())
            return Error{"the file holds a header and no rows", path, "Choose a file with a sample a line, or say that the first row is no header."};
    }
    const std::size_t width = usualWidth(rows);
    if (width > mostColumns)
        return Error{"the rows have " + std::to_string(width) + " columns; at most " + std::to_string(mostColumns) + " can be read", path,
                     "If a row is a feature rather than a sample, turn the table round."};
    if (pass.hasHeader && header.size() + 1 == width) {
        header.insert(header.begin(), ""); // R names no column of row names
    } else if (pass.hasHeader && header.size() != width) {
        beginning.remark = "The header has " + std::to_string(header.size()) + " names, the rows have " + std::to_string(width) + " values.";
    }
    if (!pass.hasHeader)
        header = namesInComment(commentAbove(*sample, rows.front().line, pass.dialect.comment), width, pass);
    beginning.hasNames = !header.empty();
    if (beginning.hasNames && !pass.hasHeader)
        beginning.remark = "The comment in line " + std::to_string(rows.front().line - 1) + " names the columns.";
    header.resize(width);
    beginning.names = std::move(header);
    std::erase_if(rows, [width](const CsvRow &row) { return row.fields.size() != width; });
    return beginning;
}

} // namespace hourglass::data
