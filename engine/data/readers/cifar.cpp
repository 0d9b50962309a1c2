#include "engine/data/readers/cifar.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t pixelBytes = 3072, largestNames = 1 << 16;
constexpr Index recordsInPiece = 256; // three quarters of a megabyte
constexpr int mostBatches = 99;
const char *const truncatedHint = "The file seems to be cut off: copy or download it again.";

/// The files of a set, and what precedes the pixels of a record.
struct CifarFiles {
    std::vector<std::string> train, test;
    std::string names; ///< of the classes, or empty
    std::string folder;
    std::size_t labelBytes = 1; ///< CIFAR-100: 2
    std::size_t labelAt = 0;    ///< which of them is used

    std::size_t recordBytes() const { return labelBytes + pixelBytes; }
};

bool isFile(const fs::path &path) {
    std::error_code failure;
    return fs::is_regular_file(path, failure);
}

std::uintmax_t sizeOf(const fs::path &path) {
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(path, failure);
    return failure ? 0 : size;
}

bool holdsRecords(const fs::path &path, std::size_t recordBytes) {
    const std::uintmax_t size = sizeOf(path);
    return size > 0 && size % recordBytes == 0;
}

bool isTen(const std::string &name) {
    return name.starts_with("data_batch_") || name == "test_batch.bin";
}

bool isHundred(const fs::path &path) {
    const std::string name = path.filename().string();
    return (name == "train.bin" || name == "test.bin") && (isFile(path.parent_path() / "fine_label_names.txt") || holdsRecords(path, 2 + pixelBytes));
}

void useTen(CifarFiles &files) {
    files.names = (fs::path(files.folder) / "batches.meta.txt").string();
}

void useHundred(CifarFiles &files, bool isCoarse) {
    files.labelBytes = 2;
    files.labelAt = isCoarse ? 0 : 1;
    files.names = (fs::path(files.folder) / (isCoarse ? "coarse_label_names.txt" : "fine_label_names.txt")).string();
}

std::optional<CifarFiles> filesOfFolder(const fs::path &folder, bool isCoarse) {
    CifarFiles files;
    files.folder = folder.string();
    for (int batch = 1; batch <= mostBatches; ++batch)
        if (const fs::path path = folder / ("data_batch_" + std::to_string(batch) + ".bin"); isFile(path))
            files.train.push_back(path.string());
    if (const fs::path path = folder / "test_batch.bin"; isFile(path))
        files.test.push_back(path.string());
    if (!files.train.empty() || !files.test.empty()) {
        useTen(files);
        return files;
    }
    for (const auto &[name, part] : {std::pair{"train.bin", &files.train}, std::pair{"test.bin", &files.test}})
        if (isFile(folder / name) && isHundred(folder / name))
            part->push_back((folder / name).string());
    if (files.train.empty() && files.test.empty())
        return {};
    useHundred(files, isCoarse);
    return files;
}

/// A size that fits both kinds of records is taken for CIFAR-10, unless the file is named as CIFAR-100 names its own.
std::optional<CifarFiles> filesOfFile(const fs::path &path, bool isCoarse) {
    const std::string name = path.filename().string();
    if (!name.ends_with(".bin"))
        return {};
    CifarFiles files;
    files.folder = path.parent_path().string();
    files.train.push_back(path.string());
    if (isHundred(path))
        useHundred(files, isCoarse);
    else if (isTen(name) || holdsRecords(path, 1 + pixelBytes))
        useTen(files);
    else if (holdsRecords(path, 2 + pixelBytes))
        useHundred(files, isCoarse);
    else
        return {};
    return files;
}

std::optional<CifarFiles> filesOf(const std::string &path, bool isCoarse) {
    std::error_code failure;
    auto files = fs::is_directory(path, failure) ? filesOfFolder(path, isCoarse) : isFile(path) ? filesOfFile(path, isCoarse) : std::nullopt;
    if (files && files->train.empty())
        files->train = std::exchange(files->test, {});
    return files;
}

/// Whether the folder holds the pickles of the Python version.
bool isPythonVersion(const fs::path &folder) {
    return (isFile(folder / "data_batch_1") && isFile(folder / "batches.meta")) ||
           (isFile(folder / "train") && isFile(folder / "meta") && isFile(folder / "test"));
}

/// The lines of a file of names that are not empty; none where there is no such file.
Result<std::vector<std::string>> readNames(const std::string &path) {
    std::vector<std::string> names;
    if (!isFile(path) || sizeOf(path) == 0)
        return names;
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    std::string text(largestNames, '\0');
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(text.data()), text.size()});
    if (!got)
        return got.error();
    text.resize(*got);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.pop_back();
        if (!line.empty())
            names.push_back(shownName(line));
        at = end + 1;
    }
    return names;
}

std::optional<Error> checkLabels(const Part &part, Index first, std::size_t classes, const std::string &name) {
    for (Index i = first; i < part.samples; ++i)
        if (const std::int32_t label = part.labels[static_cast<std::size_t>(i)]; static_cast<std::size_t>(label) >= classes)
            return Error{"record " + std::to_string(i - first + 1) + " has the label " + std::to_string(label) + ", but there are " + std::to_string(classes) +
                             " class names",
                         name, "The file is damaged or not of this set; take the file of class names away to read it all the same."};
    return {};
}

/// Appends the records of one file.
std::optional<Error> readRecords(const std::string &path, const CifarFiles &files, std::size_t classes, const Progress &progress, Part &part) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    const std::string what = "Reading " + shownName(fs::path(path).filename().string());
    const std::size_t recordBytes = files.recordBytes();
    const Index before = part.samples;
    std::vector<std::uint8_t> piece(static_cast<std::size_t>(recordsInPiece) * recordBytes);
    for (;;) {
        if (progress.isCancelled())
            return cancelledError(path);
        const auto got = stream->read(piece);
        if (!got)
            return got.error();
        if (*got % recordBytes != 0)
            return Error{"the file ends within its record " + std::to_string(part.samples - before + static_cast<Index>(*got / recordBytes) + 1) +
                             ", which has " + std::to_string(recordBytes) + " bytes",
                         path, truncatedHint};
        for (std::size_t at = 0; at < *got; at += recordBytes, ++part.samples) {
            part.labels.push_back(piece[at + files.labelAt]);
            const auto pixels = piece.begin() + static_cast<std::ptrdiff_t>(at + files.labelBytes);
            part.bytes.insert(part.bytes.end(), pixels, pixels + pixelBytes);
        }
        if (*got < piece.size())
            break;
        progress.tell(stream->fraction(), what);
    }
    return classes > 0 ? checkLabels(part, before, classes, path) : std::nullopt;
}

std::optional<Error> readPart(const std::vector<std::string> &paths, const CifarFiles &files, std::size_t classes, const Progress &progress, Part &part) {
    std::uintmax_t bytes = 0;
    for (const std::string &path : paths)
        bytes += sizeOf(path);
    part.features = pixelBytes;
    part.bytes.reserve(static_cast<std::size_t>(bytes)); // what the files really have
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const double count = static_cast<double>(paths.size());
        if (auto error = readRecords(paths[i], files, classes, progress.between(static_cast<double>(i) / count, static_cast<double>(i + 1) / count), part))
            return error;
    }
    return {};
}

} // namespace

spec::Kind cifarKind() {
    return {.key = "cifar",
            .label = "CIFAR binary",
            .help = "Pictures of 32 × 32 in colour, in records of 3073 bytes, or of 3074 with two labels.",
            .settings = {{.key = "labels",
                          .label = "Labels",
                          .help = "Which of the two labels of CIFAR-100 name the classes. CIFAR-10 has one.",
                          .kind = spec::SettingKind::Choice,
                          .fallback = std::string("fine"),
                          .choices = {{"fine", "Fine", "Of CIFAR-100: a hundred classes."}, {"coarse", "Coarse", "Of CIFAR-100: twenty groups of classes."}}}}};
}

bool looksLikeCifar(const std::string &path) {
    std::error_code failure;
    return filesOf(path, false) || (fs::is_directory(path, failure) && isPythonVersion(path));
}

Result<Dataset> readCifar(const ReadOrder &order) try {
    const spec::Kind kind = cifarKind();
    const auto files = filesOf(order.path, spec::choiceOf({kind.key, order.options}, kind, "labels") == "coarse");
    if (!files)
        return Error{"this is the Python version of CIFAR", order.path, "Download the binary version, whose files end in .bin."};
    const auto names = readNames(files->names);
    if (!names)
        return names.error();
    std::error_code failure;
    const bool isFolder = fs::is_directory(order.path, failure);
    Dataset dataset{.key = order.path,
                    .title = isFolder ? (files->labelBytes == 1 ? "CIFAR-10" : "CIFAR-100") : shownName(fs::path(order.path).filename().string()),
                    .origin = (isFolder ? "CIFAR files in " : "CIFAR file ") + shownName(order.path),
                    .shape = core::Shape(3, 32, 32)};
    const double total = static_cast<double>(files->train.size() + files->test.size());
    const double trained = static_cast<double>(files->train.size()) / total;
    if (auto error = readPart(files->train, *files, names->size(), order.progress.between(0.0, trained), dataset.train))
        return *error;
    if (!files->test.empty())
        if (auto error = readPart(files->test, *files, names->size(), order.progress.between(trained, 1.0), dataset.test))
            return *error;
    dataset.classNames = names->empty() ? numberNames(dataset) : *names;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or name a single file of the set."};
}

} // namespace hourglass::data
