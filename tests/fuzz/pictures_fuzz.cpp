// Any bytes as a picture, in a folder beside a sound one: read, or left out with a sentence. Checksums of PNG are made right first, or hardly
// anything would come past them.
#include <QCoreApplication>

#include <zlib.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <vector>

#include "app/pictures/image_decoder.h"
#include "engine/data/readers/image_folder.h"
#include "tests/fuzz/file_of_bytes.h"

using namespace hourglass;

namespace {

constexpr const char *fileName = "some.png";
constexpr std::size_t signatureLength = 8, chunkFrame = 12; // length, type and checksum

void check(bool isTrue) {
    if (!isTrue)
        std::abort();
}

std::uint32_t bigEndian(const std::uint8_t *at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}

void repairChecksums(std::vector<std::uint8_t> &bytes) {
    if (bytes.size() < signatureLength || std::memcmp(bytes.data(), "\x89PNG\r\n\x1a\n", signatureLength) != 0)
        return;
    for (std::size_t at = signatureLength; at + chunkFrame <= bytes.size();) {
        const std::size_t length = bigEndian(&bytes[at]);
        if (length > bytes.size() - at - chunkFrame)
            return;
        const auto checksum = static_cast<std::uint32_t>(crc32(0, &bytes[at + 4], static_cast<uInt>(length + 4)));
        for (std::size_t i = 0; i < 4; ++i)
            bytes[at + 8 + length + i] = static_cast<std::uint8_t>(checksum >> (24 - 8 * i));
        at += chunkFrame + length;
    }
}

/// Two pixels of grey, as a picture that can always be read.
const std::string &folderWithSoundPicture() {
    static const std::string folder = [] {
        const std::filesystem::path path = std::filesystem::path(fuzz::pathOfTries(fileName)).parent_path();
        std::vector<std::uint8_t> bitmap(62, 0);
        const std::uint8_t header[] = {'B', 'M', 62, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0};
        std::memcpy(bitmap.data(), header, sizeof header);
        std::ofstream(path / "sound.bmp", std::ios::binary).write(reinterpret_cast<const char *>(bitmap.data()), static_cast<std::streamsize>(bitmap.size()));
        return path.string();
    }();
    return folder;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *count, char ***arguments) {
    static QCoreApplication program(*count, *arguments); // it knows where the formats' plugins are
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    std::vector<std::uint8_t> content(bytes, bytes + size);
    repairChecksums(content);
    fuzz::fileOf(fileName, content.data(), content.size());
    data::ReadOrder order{folderWithSoundPicture(), {}, {}};
    order.images = &app::imageDecoder();
    const auto dataset = data::readImageFolder(order, 1);
    check(bool(dataset));                                              // the sound one is always there
    check(dataset->train.samples + dataset->report.problemCount >= 2); // a file may have several pages, of which the last is not whole
    check(dataset->train.bytes.size() + dataset->train.floats.size() == static_cast<std::size_t>(dataset->train.samples * dataset->features()));
    for (const float value : dataset->train.floats)
        check(std::isfinite(value));
    fuzz::note(dataset->report.problemCount == 0, dataset->report.problems.empty() ? "" : dataset->report.problems.front().what);
    return 0;
}
