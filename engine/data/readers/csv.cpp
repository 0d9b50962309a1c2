#include "engine/data/readers/csv.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <thread>

#include "engine/data/readers/csv_finish.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/csv_text.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t sampleBytes = 1 << 20, sampleLines = 16, sampleRows = 1000;
constexpr std::size_t mostColumns = 65537; // an image of 256 × 256 and its label
constexpr int mostPasses = 8;

/// The beginning of the file and what it says of the rest.
struct Beginning {
    std::vector<CsvRow> rows; ///< as long as most, without the header
    std::vector<std::string> names;
    std::string remark; ///< or empty
};

Result<CsvEncoding> findEncoding(const std::string &path, const std::optional<CsvEncoding> &given) {
    if (given)
        return *given;
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

/// Reads the first rows, finds out what was not given, and splits the header from the rows.
Result<Beginning> readBeginning(const CsvOptions &options, CsvPassOrder &pass) {
    const std::string &path = pass.path;
    auto text = CsvText::open(path, pass.encoding);
    if (!text)
        return text.error();
    const auto sample = text->peek(sampleBytes, sampleLines);
    if (!sample)
        return sample.error();
    pass.dialect = sniffDialect(*sample, options.given);
    Beginning beginning;
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
    header.resize(width);
    beginning.names = std::move(header);
    std::erase_if(rows, [width](const CsvRow &row) { return row.fields.size() != width; });
    return beginning;
}

/// The rows that there can be at most: a row takes a line, and a byte for each of its values.
Result<Index> mostRowsOf(const CsvTable &table, const CsvPassOrder &pass) {
    auto lines = countLines(pass.path, pass.progress);
    std::error_code failure;
    if (const auto size = fs::file_size(pass.path, failure); lines && !failure)
        *lines = std::min(*lines, static_cast<Index>(size / table.columns.size()) + 1);
    return lines;
}

/// What the plan took for granted, corrected where the whole file says otherwise; true where it is to be read again.
Result<bool> reviseAll(CsvTable &table, const CsvPassResult &result, const CsvOptions &options) {
    auto isRevised = revise(table, result.counts, options);
    if (!isRevised)
        return isRevised;
    const bool isAsked = options.shape == "images";
    Index channels = 1;
    const bool fits = squareWidth(table.features, channels) > 0;
    if (isAsked && !fits)
        return Error{"the rows have " + std::to_string(table.features) + " values: not those of a square image with one channel or three",
                     "data.options.shape", "Leave out the columns that are no pixels, or choose \"table\"."};
    if (table.areBytes && (!fits || !result.holdsBytes)) {
        table.areBytes = false;
        table.areImages = isAsked;
        return true;
    }
    table.areImages = table.areImages && fits;
    return isRevised;
}

Error nothingLeft(const CsvTable &table, const CsvPassResult &result, const std::string &path) {
    if (table.features == 0) {
        std::string what = "no column holds numbers, or words of few kinds";
        for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
            if (!table.at(i).reason.empty()) {
                what += "; " + table.titleOf(i) + " is left out: " + table.at(i).reason;
                break;
            }
        return {what, path, "Choose another file, or set delimiter, decimal sign and columns."};
    }
    if (result.report.problems.empty())
        return {"every row has a missing value and is left out", path, "Set the missing values to \"mean\", or leave out the columns that lack them."};
    const Problem &first = result.report.problems.front();
    return {"no row can be used; line " + std::to_string(first.line) + ": " + first.what, path, "Correct the file, or set delimiter and decimal sign."};
}

Result<Dataset> makeDataset(const CsvTable &table, CsvPassResult &result, const CsvPassOrder &pass, const CsvOptions &options) {
    Dataset dataset{.key = pass.path, .title = fs::path(pass.path).filename().string(), .origin = "Delimited text " + pass.path};
    const bool isWithinUnit = std::all_of(result.lowest.begin(), result.lowest.end(), [](float value) { return value >= 0.0f; }) &&
                              std::all_of(result.highest.begin(), result.highest.end(), [](float value) { return value <= 1.0f; });
    dataset.isWithinUnit = isWithinUnit || table.areBytes;
    dataset.report = std::move(result.report);
    const auto filled = fillMissing(result, table.features, options.missing == "median");
    addRemarks(table, result, filled, options, dataset.report);
    dataset.report.assumed = assumedOf(table, pass, options);
    Index channels = 1;
    const Index width = table.areImages ? squareWidth(table.features, channels) : 0;
    dataset.shape = width > 0 ? core::Shape(channels, width, width) : core::Shape(table.features);
    if (width == 0)
        dataset.featureNames = featureNamesOf(table);
    else
        dataset.report.remarks.push_back("The values of a row are read as an image, " + core::toText(dataset.shape) +
                                         (channels > 1 ? ", one channel after another." : ", row by row."));
    dataset.train.samples = result.rows;
    dataset.train.features = table.features;
    dataset.train.floats = std::move(result.values);
    dataset.train.bytes = std::move(result.bytes);
    return dataset;
}

/// Reads until the plan fits the whole file.
Result<Dataset> readPlanned(CsvTable table, CsvPassOrder pass, const CsvOptions &options, const Progress &progress) {
    double done = 0.0;
    for (int i = 0; i < mostPasses; ++i) {
        pass.isSurvey = table.lacksCategories();
        const double to = done >= 0.95 ? (done + 1.0) / 2.0 : pass.isSurvey ? (done + 0.95) / 2.0 : 0.95;
        pass.progress = progress.between(done, to);
        done = to;
        if (table.features == 0 && !pass.isSurvey)
            return nothingLeft(table, {}, pass.path);
        auto result = runPass(table, pass);
        if (!result)
            return result.error();
        const auto isRevised = reviseAll(table, *result, options);
        if (!isRevised)
            return isRevised.error();
        if (*isRevised || pass.isSurvey)
            continue;
        if (result->rows == 0 || table.features == 0)
            return nothingLeft(table, *result, pass.path);
        Dataset labelled;
        if (table.label >= 0 && !makeLabels(table, result->labels, labelled)) {
            if (table.isLabelGiven)
                return Error{"the label column “" + table.keyOf(table.label) + "” cannot hold classes: its numbers are not whole, or more than 1000",
                             "data.options.label", "Name another column, or \"none\"."};
            table.label = -1;
            layOut(table);
            continue;
        }
        auto dataset = makeDataset(table, *result, pass, options);
        dataset->train.labels = std::move(labelled.train.labels);
        dataset->classNames = std::move(labelled.classNames);
        if (auto error = applyKeys(table, *result, *dataset))
            return *error;
        return dataset;
    }
    return Error{"the columns cannot be told apart", pass.path, "Set the columns to leave out and the label column."};
}

bool endsWith(std::string name, const char *ending) {
    for (char &c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    const std::string text(ending);
    return name.ends_with(text) || name.ends_with(text + ".gz");
}

} // namespace

bool looksLikeCsv(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    const std::string name = fs::path(path).filename().string();
    for (const char *ending : {".csv", ".tsv", ".txt", ".data"})
        if (endsWith(name, ending))
            return true;
    auto stream = ByteStream::open(path);
    if (!stream)
        return false;
    std::string bytes(4096, '\0');
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(bytes.data()), bytes.size()});
    if (!got)
        return false;
    const bool isWhole = *got < bytes.size();
    bytes.resize(*got);
    const CsvEncoding encoding = encodingOf(bytes, isWhole);
    if (encoding == CsvEncoding::Utf16Le || encoding == CsvEncoding::Utf16Be)
        return true;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r'; };
    const std::string_view text = trimmed(bytes);
    if (text.empty() || std::any_of(bytes.begin(), bytes.end(), isControl) || std::string_view("{[<").find(text.front()) != std::string_view::npos)
        return false;
    if (isWhole)
        bytes += '\n';
    return fitOf(bytes, sniffDialect(bytes, {})) > 0.8;
}

Result<Dataset> readCsv(const ReadOrder &order, int threads) try {
    const CsvOptions options = csvOptions(order.options);
    CsvPassOrder pass{.path = order.path, .progress = order.progress};
    pass.threads = threads > 0 ? threads : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
    const auto encoding = findEncoding(order.path, options.encoding);
    if (!encoding)
        return encoding.error();
    pass.encoding = *encoding;
    const auto beginning = readBeginning(options, pass);
    if (!beginning)
        return beginning.error();
    auto table = planTable(beginning->rows, beginning->names, pass.hasHeader, pass.dialect.point, options);
    if (!table)
        return table.error();
    const auto mostRows = mostRowsOf(*table, pass);
    if (!mostRows)
        return mostRows.error();
    pass.mostRows = *mostRows;
    auto dataset = readPlanned(std::move(*table), pass, options, order.progress);
    if (dataset && !beginning->remark.empty())
        dataset->report.remarks.push_back(beginning->remark);
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
