// Any text as the configuration of a `.keras` file, and any bytes behind its first zero as the weights: the archive about the one is made here, as a sum of
// checks would keep nearly every try out, and the other stands for what the program's converter makes of its HDF5 file.
#include <zlib.h>

#include <cstring>
#include <vector>

#include "engine/data/converter.h"
#include "tests/fuzz/tried_model.h"

using namespace hourglass;

namespace {

void append(std::vector<std::uint8_t> &to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8)
        to.push_back(static_cast<std::uint8_t>(value));
}

/// What stands of an entry in front of it and in the directory alike.
void appendFacts(std::vector<std::uint8_t> &to, std::uint32_t sum, std::size_t size, std::size_t nameSize) {
    append(to, 20, 2);        // version
    append(to, 0, 2 + 2 + 4); // flags, stored, time
    append(to, sum, 4);
    append(to, size, 4);
    append(to, size, 4);
    append(to, nameSize, 2);
    append(to, 0, 2);
}

/// An archive with this text as its config.json.
std::vector<std::uint8_t> archiveOf(const std::uint8_t *text, std::size_t size) {
    constexpr char name[] = "config.json";
    constexpr std::size_t nameSize = sizeof name - 1;
    const auto sum = static_cast<std::uint32_t>(crc32(0, text, static_cast<unsigned>(size)));
    std::vector<std::uint8_t> bytes;
    append(bytes, 0x04034b50, 4);
    appendFacts(bytes, sum, size, nameSize);
    bytes.insert(bytes.end(), name, name + nameSize);
    bytes.insert(bytes.end(), text, text + size);
    const std::size_t directory = bytes.size();
    append(bytes, 0x02014b50, 4);
    append(bytes, 20, 2);
    appendFacts(bytes, sum, size, nameSize);
    append(bytes, 0, 2 + 2 + 2 + 4 + 4); // comment, disk, attributes, place
    bytes.insert(bytes.end(), name, name + nameSize);
    const std::size_t directorySize = bytes.size() - directory;
    append(bytes, 0x06054b50, 4);
    append(bytes, 0, 4);
    append(bytes, 1, 2);
    append(bytes, 1, 2);
    append(bytes, directorySize, 4);
    append(bytes, directory, 4);
    append(bytes, 0, 2);
    return bytes;
}

class WeightsBeside : public data::Converter {
public:
    explicit WeightsBeside(std::string path) : m_path(std::move(path)) {}
    core::Result<data::Conversion> convert(const data::ConversionOrder &) const override {
        data::Conversion conversion;
        conversion.path = m_path;
        return conversion;
    }

private:
    std::string m_path;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    const std::uint8_t *zero = std::find(bytes, bytes + size, std::uint8_t{0});
    const auto text = static_cast<std::size_t>(zero - bytes);
    const std::vector<std::uint8_t> archive = archiveOf(bytes, text);
    const std::string &path = fuzz::fileOf("some.keras", archive.data(), archive.size());
    const std::string weights = path + ".safetensors";
    std::FILE *file = std::fopen(weights.c_str(), "wb");
    const std::size_t rest = text < size ? size - text - 1 : 0;
    if (!file || (rest > 0 && std::fwrite(zero + 1, 1, rest, file) != rest) || std::fclose(file) != 0)
        std::abort();
    const WeightsBeside converter(weights);
    fuzz::tryModel(path, &converter);
    return 0;
}
