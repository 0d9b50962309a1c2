#include "engine/data/readers/npy.h"

#include <algorithm>
#include <filesystem>

#include "engine/data/readers/array_set.h"
#include "engine/data/readers/array_storage.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/npy_words.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostBeside = 100; ///< files whose headers are read

bool isNamedNpy(const std::string &name) {
    return name.ends_with(".npy") || name.ends_with(".npy.gz");
}

/// "X_train" of "some/X_train.npy.gz"
std::string stemOf(const std::string &path) {
    std::string name = fs::path(path).filename().string();
    for (const char *ending : {".gz", ".npy"})
        if (name.ends_with(ending))
            name.resize(name.size() - std::char_traits<char>::length(ending));
    return name;
}

/// The .npy files of a folder, by name.
std::vector<std::string> filesOf(const fs::path &folder) {
    std::vector<std::string> paths;
    std::error_code failure;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (isNamedNpy(entry->path().filename().string()) && entry->is_regular_file(ignored))
            paths.push_back((folder / entry->path().filename()).string());
    }
    std::sort(paths.begin(), paths.end()); // bytewise, so that the choice is the same everywhere
    return paths;
}

class NpyFiles final : public ArraySet {
public:
    explicit NpyFiles(const ReadOrder &order) : m_order(order) {}

    /// An error where the file holds no array that can be read. Words are of use beside samples alone.
    Result<int> add(const std::string &path, bool mayBeWords = true) {
        auto stream = ByteStream::open(path);
        if (!stream)
            return stream.error();
        auto layout = readNpyLayout(*stream);
        if (!layout) {
            const auto words = mayBeWords ? layoutOfWords(path) : Result<NpyWordLayout>(layout.error());
            if (!words)
                return layout.error();
            m_arrays.push_back({stemOf(path), words->extents, words->count() * words->wordBytes(), true});
            m_files.push_back({path, {}, false});
            return static_cast<int>(m_files.size()) - 1;
        }
        m_arrays.push_back({stemOf(path), layout->extents, layout->bytes()});
        m_files.push_back({path, std::move(*layout), stream->isPacked()});
        return static_cast<int>(m_files.size()) - 1;
    }

    Result<int> find(const std::string &name) override {
        const fs::path given(name), beside = m_folder / given;
        std::error_code failure;
        for (const std::string &path : {beside.string(), beside.string() + ".npy", name, name + ".npy"}) {
            for (std::size_t i = 0; i < m_files.size(); ++i)
                if (m_files[i].path == path)
                    return static_cast<int>(i);
            if (fs::exists(path, failure))
                return add(path);
        }
        return Error{"there is no file " + spec::quoted(name) + " here or beside the samples", "data.options", "Name a .npy file, or none."};
    }
    std::string nameOf(int array) const override { return fs::path(file(array).path).filename().string(); }
    Result<Array> read(int array, const Progress &progress) const override { return readNpyFileAsItIs(file(array).path, progress); }
    Result<Array> readDifferences(int array, const std::vector<double> &offsets, const Progress &progress) const override {
        return readNpyFileAsItIs(file(array).path, progress, offsets);
    }
    Result<ClassLabels> readWords(int array, const Progress &progress) const override {
        auto stream = ByteStream::open(file(array).path);
        if (!stream)
            return stream.error();
        const auto layout = readNpyWordLayout(*stream);
        return layout ? readNpyWords(*stream, *layout, progress) : Result<ClassLabels>(layout.error());
    }
    Result<std::shared_ptr<const SampleFile>> openRows(int array, const SampleForm &form) const override;

    void setFolder(fs::path folder) { m_folder = std::move(folder); }

private:
    struct File {
        std::string path;
        NpyLayout layout;
        bool isPacked = false;
    };
    static Result<NpyWordLayout> layoutOfWords(const std::string &path) {
        auto stream = ByteStream::open(path);
        return stream ? readNpyWordLayout(*stream) : Result<NpyWordLayout>(stream.error());
    }
    const File &file(int array) const { return m_files[static_cast<std::size_t>(array)]; }

    const ReadOrder &m_order;
    fs::path m_folder;
    std::vector<File> m_files; ///< as m_arrays
};

Result<std::shared_ptr<const SampleFile>> NpyFiles::openRows(int array, const SampleForm &form) const {
    const File &one = file(array);
    return rowsInFile({one.path, one.path, one.layout, one.isPacked ? std::nullopt : std::optional(one.layout.offset)}, form, m_order);
}

/// What was made of the file, besides what is the same for every set of arrays.
void describe(const NpyFiles &files, int samples, bool isFolder, const ReadOrder &order, Dataset &dataset) {
    std::error_code failure;
    fs::path folder = fs::absolute(order.path, failure).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    dataset.title = isFolder ? folder.filename().string() : files.nameOf(samples);
    dataset.origin = (isFolder ? "NumPy arrays in " : "NumPy array ") + order.path;
    dataset.report.assumed["storage"] = std::string(dataset.train.file ? "file" : "memory");
    if (isFolder)
        dataset.report.remarks.push_back(files.nameOf(samples) + " is taken for the samples.");
}

} // namespace

spec::Kind npyKind() {
    spec::Kind kind{.key = "npy",
                    .label = "NumPy array",
                    .help = "One array, samples first; labels, groups, validation and test part may be in files beside it.",
                    .settings = besideSettings()};
    kind.settings.insert(kind.settings.begin(), channelsSetting());
    kind.settings.push_back(storageSetting());
    return kind;
}

bool looksLikeNpy(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure)) {
        const std::vector<std::string> files = filesOf(path);
        return std::any_of(files.begin(), files.end(), [](const std::string &file) { return parseArrayName(stemOf(file)).isSamples; });
    }
    if (!fs::is_regular_file(path, failure))
        return false;
    if (isNamedNpy(fs::path(path).filename().string()))
        return true;
    auto stream = ByteStream::open(path);
    return stream && beginsAsNpy(*stream);
}

Result<Dataset> readNpy(const ReadOrder &order) {
    std::error_code failure;
    const bool isFolder = fs::is_directory(order.path, failure);
    const fs::path folder = isFolder ? fs::path(order.path) : fs::path(order.path).parent_path();
    NpyFiles files(order);
    files.setFolder(folder);
    int samples = -1;
    if (!isFolder) {
        const auto added = files.add(order.path, false);
        if (!added)
            return added.error();
        samples = *added;
    }
    const std::string rest = isFolder ? std::string() : parseArrayName(stemOf(order.path)).rest;
    std::optional<Error> first;
    std::size_t tried = 0;
    for (const std::string &path : filesOf(folder))
        if ((isFolder || (path != order.path && parseArrayName(stemOf(path)).rest == rest)) && tried++ < mostBeside)
            if (const auto added = files.add(path); !added && !first) // what cannot be read is no neighbour
                first = added.error();
    if (isFolder)
        samples = chooseSamples(files.arrays());
    if (samples < 0)
        return first ? *first : Error{"the folder holds no NumPy array that can be read", order.path, "Put X.npy into it."};
    auto dataset = datasetOf(files, samples, order);
    if (!dataset)
        return dataset;
    describe(files, samples, isFolder, order, *dataset);
    return dataset;
}

} // namespace hourglass::data
