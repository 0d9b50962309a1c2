#include "engine/data/readers/matlab.h"

#include <array>
#include <filesystem>
#include <string_view>

#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/converted.h"

namespace hourglass::data {

namespace fs = std::filesystem;

spec::Kind matlabKind() {
    return convertedArrays("matlab", "MATLAB file", "Variables that belong together, a sample a row; pictures one behind the other are turned.");
}

bool looksLikeMatlab(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    auto stream = ByteStream::open(path);
    std::array<std::uint8_t, 6> magic{};
    if (!stream)
        return false;
    const auto got = stream->read(magic);
    return path.ends_with(".mat") || (got && *got == magic.size() && std::string_view(reinterpret_cast<const char *>(magic.data()), magic.size()) == "MATLAB");
}

core::Result<Dataset> readMatlab(const ReadOrder &order) {
    return readConverted({"matlab", "MATLAB file", {"array", "labels", "validation", "test"}}, order);
}

} // namespace hourglass::data
