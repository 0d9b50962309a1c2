#include "engine/data/readers/npz.h"

#include <array>
#include <bit>
#include <filesystem>

#include "engine/data/readers/array_set.h"
#include "engine/data/readers/array_storage.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/npy_array.h"
#include "engine/data/readers/npy_words.h"
#include "engine/data/readers/zip_archive.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostArrays = 1000; ///< whose headers are read

class NpzArrays final : public ArraySet {
public:
    /// The order must outlive them.
    static Result<NpzArrays> open(const ReadOrder &order, const DescribingArrays &described) {
        auto archive = ZipArchive::open(order.path);
        if (!archive)
            return archive.error();
        NpzArrays arrays(std::move(*archive), order);
        arrays.m_described = described;
        arrays.readHeaders();
        return arrays;
    }

    Result<int> find(const std::string &name) override {
        const std::string bare = name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
        for (std::size_t i = 0; i < m_arrays.size(); ++i)
            if (m_arrays[i].name == bare)
                return m_errors[i] && !m_arrays[i].isText ? Result<int>(*m_errors[i]) : static_cast<int>(i);
        return Error{"the archive has no array " + spec::quoted(name), m_path, "It has " + names() + "."};
    }
    std::string nameOf(int array) const override { return m_arrays[static_cast<std::size_t>(array)].name; }
    bool isArchive() const override { return true; }

    Result<Array> read(int array, const Progress &progress) const override { return readDifferences(array, {}, progress); }
    Result<Array> readDifferences(int array, const std::vector<double> &offsets, const Progress &progress) const override {
        const auto source = m_archive.read(entry(array));
        if (!source)
            return source.error();
        auto layout = readNpyLayout(**source);
        if (!layout)
            return layout.error();
        layout->keepsMissing = true;
        return readNpyNumbers(**source, *layout, progress, offsets);
    }
    Result<ClassLabels> readWords(int array, const Progress &progress) const override {
        const auto source = m_archive.read(entry(array));
        if (!source)
            return source.error();
        const auto layout = readNpyWordLayout(**source);
        return layout ? readNpyWords(**source, *layout, progress) : Result<ClassLabels>(layout.error());
    }

    Result<std::shared_ptr<const SampleFile>> openRows(int array, const SampleForm &form) const override {
        const auto i = static_cast<std::size_t>(array);
        std::optional<Index> numbers = m_archive.placeOf(entry(array));
        if (numbers)
            *numbers += m_layouts[i].offset;
        return rowsInFile({m_path, m_path + ": " + entry(array).name, m_layouts[i], numbers}, form, m_order);
    }

    std::string names() const {
        constexpr std::size_t mostNamed = 20;
        std::string text;
        for (std::size_t i = 0; i < std::min(m_arrays.size(), mostNamed); ++i) {
            text += text.empty() ? "" : ", ";
            text += m_arrays[i].name;
        }
        return text.empty() ? "none" : m_arrays.size() > mostNamed ? text + " …" : text;
    }
    /// Why nothing can be read of an archive in which nothing can.
    Error whyNone() const {
        for (const auto &error : m_errors)
            if (error)
                return *error;
        return {"the archive holds no arrays (.npy)", m_path, "Save them with numpy.savez(\"data.npz\", X=X, y=y)."};
    }

private:
    NpzArrays(ZipArchive archive, const ReadOrder &order) : m_archive(std::move(archive)), m_order(order), m_path(order.path) {}

    const ZipArchive::Entry &entry(int array) const { return m_archive.entries()[m_entries[static_cast<std::size_t>(array)]]; }

    void readHeaders() {
        for (std::size_t i = 0; i < m_archive.entries().size() && m_arrays.size() < mostArrays; ++i) {
            const ZipArchive::Entry &entry = m_archive.entries()[i];
            if (!entry.name.ends_with(".npy"))
                continue;
            m_entries.push_back(i);
            m_arrays.push_back({entry.name.substr(0, entry.name.size() - 4), {}, 0});
            m_layouts.emplace_back();
            m_errors.push_back(readHeader(entry, m_arrays.back(), m_layouts.back()));
        }
    }
    std::optional<Error> readHeader(const ZipArchive::Entry &entry, NamedArray &array, NpyLayout &into) const {
        const auto source = m_archive.read(entry);
        if (!source)
            return source.error();
        const auto layout = readNpyLayout(**source);
        if (!layout) {
            if (const auto again = m_archive.read(entry))
                if (const auto words = readNpyWordLayout(**again)) {
                    array.extents = words->extents;
                    array.bytes = words->count() * words->wordBytes();
                    array.isText = true;
                }
            return layout.error();
        }
        array.extents = layout->extents;
        array.bytes = layout->bytes();
        into = *layout;
        return {};
    }

    ZipArchive m_archive;
    const ReadOrder &m_order;
    const std::string &m_path;
    std::vector<std::size_t> m_entries;         ///< of the archive, as m_arrays
    std::vector<NpyLayout> m_layouts;           ///< as m_arrays
    std::vector<std::optional<Error>> m_errors; ///< why an array cannot be read, as m_arrays
};

} // namespace

spec::Kind npzKind() {
    spec::Kind kind{.key = "npz", .label = "NumPy archive", .help = "Several arrays in one file, samples first.", .settings = besideSettings()};
    kind.settings.insert(kind.settings.begin(), channelsSetting());
    kind.settings.insert(kind.settings.begin(),
                         {.key = "array",
                          .label = "Samples",
                          .help = "The name of the array that holds the samples. Where nothing is said it is found by its name (X_train, X, data).",
                          .kind = spec::SettingKind::Text,
                          .fallback = std::string()});
    kind.settings.push_back(storageSetting());
    return kind;
}

bool looksLikeNpz(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    if (path.ends_with(".npz"))
        return true;
    // The header of the first entry (APPNOTE.TXT 4.3.7): its name stands behind 30 bytes, its length at 26.
    auto stream = ByteStream::open(path);
    std::array<std::uint8_t, 30> header{};
    if (!stream)
        return false;
    const auto got = stream->read(header);
    if (!got || *got < header.size() || header[0] != 'P' || header[1] != 'K' || header[2] != 3 || header[3] != 4)
        return false;
    std::string name(static_cast<std::size_t>(header[26] | header[27] << 8), '\0');
    const auto nameGot = stream->read({reinterpret_cast<std::uint8_t *>(name.data()), name.size()});
    return nameGot && *nameGot == name.size() && name.ends_with(".npy");
}

Result<Dataset> readNpz(const ReadOrder &order) {
    return readDescribedNpz(order, {});
}

Result<Dataset> readDescribedNpz(const ReadOrder &order, const DescribingArrays &described) {
    auto arrays = NpzArrays::open(order, described);
    if (!arrays)
        return arrays.error();
    const std::string wanted = textOption(order, "array");
    const auto samples = wanted.empty() ? Result<int>(chooseSamples(arrays->arrays())) : arrays->find(wanted);
    if (!samples)
        return samples.error();
    if (*samples < 0)
        return arrays->whyNone();
    auto dataset = datasetOf(*arrays, *samples, order);
    if (!dataset)
        return dataset;
    dataset->title = fs::path(order.path).filename().string();
    dataset->origin = "NumPy archive ";
    dataset->origin += order.path;
    dataset->report.assumed["storage"] = std::string(dataset->train.file ? "file" : "memory");
    dataset->report.assumed["array"] = arrays->nameOf(*samples);
    if (wanted.empty() && arrays->arrays().size() > 1)
        dataset->report.remarks.insert(dataset->report.remarks.begin(), arrays->nameOf(*samples) + " is taken for the samples.");
    return dataset;
}

} // namespace hourglass::data
