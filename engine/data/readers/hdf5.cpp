#include "engine/data/readers/hdf5.h"

#include <array>
#include <filesystem>
#include <string_view>

#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/converted.h"

namespace hourglass::data {

namespace fs = std::filesystem;

namespace {

bool beginsWith(const std::string &path, std::string_view magic) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    auto stream = ByteStream::open(path);
    std::array<std::uint8_t, 8> bytes{};
    if (!stream)
        return false;
    const auto got = stream->read(bytes);
    return got && std::string_view(reinterpret_cast<const char *>(bytes.data()), *got).starts_with(magic);
}

} // namespace

spec::Kind hdf5Kind() {
    return convertedArraysOrTable("hdf5", "HDF5 file",
                                  "Data sets that belong together, samples first, by their paths; AnnData, frames of pandas and netCDF 4 as well.");
}

spec::Kind netcdfKind() {
    return convertedArraysOrTable("netcdf", "netCDF file", "Variables in their units, the first dimension being the samples.");
}

bool looksLikeHdf5(const std::string &path) {
    return beginsWith(path, "\x89HDF\r\n\x1a\n");
}

bool looksLikeNetcdf(const std::string &path) {
    return beginsWith(path, "CDF\x01") || beginsWith(path, "CDF\x02") || beginsWith(path, "CDF\x05");
}

core::Result<Dataset> readHdf5(const ReadOrder &order) {
    return readConverted({"hdf5", "HDF5 file", {"array", "labels", "validation", "test"}}, order);
}

core::Result<Dataset> readNetcdf(const ReadOrder &order) {
    return readConverted({"netcdf", "netCDF file", {"array", "labels", "validation", "test"}}, order);
}

} // namespace hourglass::data
