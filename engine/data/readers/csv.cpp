#include "engine/data/readers/csv.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <thread>

#include "engine/data/readers/csv_beginning.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/csv_planned.h"
#include "engine/data/readers/csv_prose.h"
#include "engine/data/readers/csv_text.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

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
    return fitOf(bytes, sniffDialect(bytes, {})) > 0.8 || looksLikeProse(bytes) || hasFixedWidths(bytes); // what is no table is told so
}

Result<Dataset> readCsv(const ReadOrder &order, int threads) try {
    const CsvOptions options = csvOptions(order.options);
    CsvPassOrder pass{.path = order.path, .progress = order.progress};
    pass.threads = threads > 0 ? threads : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
    const auto beginning = readBeginning(options, pass);
    if (!beginning)
        return beginning.error();
    auto table = planTable(beginning->rows, beginning->names, beginning->hasNames, pass.dialect.point, options);
    if (!table)
        return table.error();
    table->least = static_cast<Index>(beginning->least);
    auto dataset = readPlanned(std::move(*table), pass, options, order.progress, runPass);
    if (dataset)
        tellOfBeginning(*beginning, dataset->report);
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
