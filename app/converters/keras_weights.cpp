#include "app/converters/keras_weights.h"

#include <unistd.h>

#include <array>
#include <cstring>
#include <memory>

#include <zip.h>

#include "app/converters/hdf5_file.h"
#include "engine/files/safetensors_header.h"

namespace hourglass::app {

using core::Error;

namespace {

constexpr zip_uint64_t largestWeights = zip_uint64_t{4} << 30;
constexpr core::Index largestArray = core::Index{1} << 28; ///< of an array: what a layer may have is less

struct CloseArchive {
    void operator()(zip_t *archive) const { zip_discard(archive); }
    void operator()(zip_file_t *entry) const { zip_fclose(entry); }
};

Error damagedModel(const std::string &path, const std::string &what) {
    return {what, path, "It may be damaged or cut off: save it again with model.save(\"NAME.keras\")."};
}

bool writeBytes(int descriptor, const char *bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t written = ::write(descriptor, bytes, count);
        if (written <= 0)
            return false;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

/// The HDF5 file in the archive.
core::Result<std::string> unpackedWeights(const std::string &path) {
    int problem = 0;
    const std::unique_ptr<zip_t, CloseArchive> archive(zip_open(path.c_str(), ZIP_RDONLY, &problem));
    zip_stat_t facts;
    if (!archive)
        return damagedModel(path, "this is no archive");
    if (zip_stat(archive.get(), "model.weights.h5", 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0)
        return damagedModel(path, "there are no weights (model.weights.h5) in it");
    if (facts.size > largestWeights)
        return Error{"its weights take more than 4 GB", path, "Save a smaller model."};
    const std::unique_ptr<zip_file_t, CloseArchive> entry(zip_fopen(archive.get(), "model.weights.h5", 0));
    if (!entry)
        return damagedModel(path, "its weights cannot be unpacked");
    std::string bytes;
    std::array<char, 1 << 16> piece{};
    zip_int64_t got = 0;
    while ((got = zip_fread(entry.get(), piece.data(), piece.size())) > 0 && bytes.size() <= facts.size)
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (got < 0 || bytes.size() != facts.size)
        return damagedModel(path, "its weights cannot be unpacked");
    return bytes;
}

} // namespace

core::Result<data::Conversion> convertKerasWeights(const ForeignFile &file) {
    auto unpacked = unpackedWeights(file.path);
    if (!unpacked)
        return unpacked.error();
    const auto weights = Hdf5File::ofBytes(*unpacked); // HDF5 follows links by their names, so that a descriptor's path is none to it
    if (!weights)
        return damagedModel(file.path, "its weights are no HDF5 file");
    std::vector<const Hdf5Dataset *> taken;
    std::vector<files::TensorEntry> entries;
    data::Conversion conversion;
    for (const Hdf5Dataset &dataset : weights->datasets()) {
        if (dataset.content != Hdf5Dataset::Content::Numbers || dataset.extents.empty() || dataset.count() < 1) {
            conversion.choices.push_back(dataset.path); // there, and not read
            continue;
        }
        if (dataset.count() > largestArray)
            return damagedModel(file.path + ": " + dataset.path, "it has more numbers than a layer may have");
        taken.push_back(&dataset);
        entries.push_back({dataset.path, dataset.extents, dataset.count()});
    }
    const std::string header = files::writeTensorHeader(entries);
    const std::uint64_t length = header.size(); // little-endian, as all machines that this runs on
    std::array<char, sizeof length> bytes{};
    std::memcpy(bytes.data(), &length, sizeof length);
    bool isWritten = writeBytes(file.output, bytes.data(), bytes.size()) && writeBytes(file.output, header.data(), header.size());
    for (std::size_t i = 0; i < taken.size() && isWritten; ++i) {
        const auto numbers = weights->doubles(*taken[i]);
        if (!numbers)
            return damagedModel(file.path + ": " + taken[i]->path, "its numbers cannot be read");
        const std::vector<float> single(numbers->begin(), numbers->end());
        isWritten = writeBytes(file.output, reinterpret_cast<const char *>(single.data()), single.size() * sizeof(float)); // NOLINT: bytes of numbers
        file.progress(static_cast<double>(i + 1) / static_cast<double>(taken.size()));
    }
    if (!isWritten)
        return Error{"its weights take more memory than is allowed", file.path, "Save a smaller model."};
    return conversion;
}

} // namespace hourglass::app
