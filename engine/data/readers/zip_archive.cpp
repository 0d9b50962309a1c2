#include "engine/data/readers/zip_archive.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>

#include <zip.h>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largestRatio = 1032; // one deflate symbol of at least two bits yields at most 258 bytes

const char *const damagedHint = "The file seems to be damaged or cut off: copy or download it again.";

std::string messageOf(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string message = zip_error_strerror(&error);
    zip_error_fini(&error);
    return message;
}

/// The end of the file where the number of entries stands (APPNOTE.TXT 4.3.14): libzip asks for memory for as many as a 64-bit archive declares.
/// An entry takes at least 46 bytes.
std::optional<Error> checkEntryCount(const std::string &path, std::uint64_t fileSize) {
    constexpr std::uint64_t mostTail = 66'000, recordSize = 56, countAt = 32;
    constexpr std::array<char, 4> magic{'P', 'K', 6, 6};
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    const auto tailSize = static_cast<std::size_t>(std::min(fileSize, mostTail));
    std::vector<char> tail(tailSize);
    if (!file || std::fseek(file.get(), -static_cast<long>(tailSize), SEEK_END) != 0 || std::fread(tail.data(), 1, tailSize, file.get()) != tailSize)
        return Error{"the file cannot be read", path, "Check its permissions."};
    for (auto at = tail.begin(); (at = std::search(at, tail.end(), magic.begin(), magic.end())) != tail.end(); ++at) {
        std::uint64_t count = 0;
        if (static_cast<std::uint64_t>(tail.end() - at) < recordSize)
            break;
        std::memcpy(&count, &*at + countAt, sizeof count);
        if (count > fileSize / 46)
            return Error{"the zip archive declares " + std::to_string(count) + " entries, more than the file can hold", path, damagedHint};
    }
    return {};
}

} // namespace

namespace {

/// The header in front of an entry (APPNOTE.TXT 4.3.7).
struct LocalHeader {
    std::string name;
    std::uint64_t packedSize = 0, content = 0; ///< bytes of it, and bytes of the file before it
    bool isStored = false;
};

std::uint64_t littleEndian(const std::uint8_t *from, int bytes) {
    std::uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; --i)
        value = value << 8 | from[i];
    return value;
}

/// The header at a place of the file; nothing where there is none whose size can be told: its packed size may stand behind the content.
std::optional<LocalHeader> localHeaderAt(std::FILE *file, std::uint64_t at) {
    constexpr std::uint32_t magic = 0x04034b50, sizeIsInExtra = 0xffffffff;
    constexpr std::uint16_t isEncrypted = 1, sizeIsBehind = 8, largeSizes = 1;
    std::array<std::uint8_t, 30> fixed{};
    if (fseeko(file, static_cast<off_t>(at), SEEK_SET) != 0 || std::fread(fixed.data(), 1, fixed.size(), file) != fixed.size() ||
        littleEndian(&fixed[0], 4) != magic || (littleEndian(&fixed[6], 2) & (isEncrypted | sizeIsBehind)))
        return {};
    LocalHeader header{std::string(littleEndian(&fixed[26], 2), '\0'), littleEndian(&fixed[18], 4), 0, littleEndian(&fixed[8], 2) == ZIP_CM_STORE};
    std::vector<std::uint8_t> extra(littleEndian(&fixed[28], 2));
    if (std::fread(header.name.data(), 1, header.name.size(), file) != header.name.size() || std::fread(extra.data(), 1, extra.size(), file) != extra.size())
        return {};
    header.content = at + fixed.size() + header.name.size() + extra.size();
    if (header.packedSize != sizeIsInExtra)
        return header;
    for (std::size_t field = 0; field + 4 <= extra.size(); field += 4 + littleEndian(&extra[field + 2], 2)) // 4.5.3: both sizes, the packed one last
        if (littleEndian(&extra[field], 2) == largeSizes && littleEndian(&extra[field + 2], 2) >= 16 && field + 20 <= extra.size()) {
            header.packedSize = littleEndian(&extra[field + 12], 8);
            return header;
        }
    return {};
}

} // namespace

/// Reads one entry; libzip verifies size and check sum at its end.
class ZipArchive::Reader final : public ByteSource {
public:
    Reader(std::string name, zip_file_t *file, std::uint64_t size) : m_name(std::move(name)), m_file(file, zip_fclose), m_size(size) {}

    Result<std::size_t> read(std::span<std::uint8_t> to) override {
        std::size_t filled = 0;
        while (filled < to.size()) {
            const zip_int64_t got = zip_fread(m_file.get(), to.data() + filled, to.size() - filled);
            if (got < 0)
                return Error{std::string("the entry cannot be unpacked (") + zip_file_strerror(m_file.get()) + ")", m_name, damagedHint};
            if (got == 0)
                break;
            filled += static_cast<std::size_t>(got);
        }
        m_produced += filled;
        return filled;
    }
    std::uint64_t mostRemaining() const override { return m_size > m_produced ? m_size - m_produced : 0; }
    double fraction() const override { return m_size == 0 ? 1.0 : std::min(1.0, static_cast<double>(m_produced) / static_cast<double>(m_size)); }
    const std::string &name() const override { return m_name; }

private:
    std::string m_name;
    std::unique_ptr<zip_file_t, int (*)(zip_file_t *)> m_file;
    std::uint64_t m_size, m_produced = 0;
};

void ZipArchive::Discard::operator()(zip *archive) const {
    zip_discard(archive);
}

Result<ZipArchive> ZipArchive::open(const std::string &path) {
    ZipArchive archive;
    archive.m_path = path;
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return Error{"this is not a file", path, "Name a .npz file."};
    archive.m_fileSize = fs::file_size(path, failure);
    if (failure || archive.m_fileSize == 0)
        return Error{failure ? "the size of the file cannot be read (" + failure.message() + ")" : std::string("the file is empty"), path, damagedHint};
    if (auto error = checkEntryCount(path, archive.m_fileSize))
        return *error;
    int code = 0;
    archive.m_archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive.m_archive)
        return Error{"the zip archive cannot be read (" + messageOf(code) + ")", path, damagedHint};
    std::set<std::string> names;
    const zip_int64_t count = zip_get_num_entries(archive.m_archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t state;
        zip_stat_init(&state);
        constexpr zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if (zip_stat_index(archive.m_archive.get(), static_cast<zip_uint64_t>(i), 0, &state) != 0 || (state.valid & wanted) != wanted)
            return Error{"the directory of the zip archive is damaged", path, damagedHint};
        if (!names.insert(state.name).second)
            return Error{"the zip archive has two entries named " + spec::quoted(state.name), path, "Save it again with numpy.savez."};
        archive.m_entries.push_back({state.name, static_cast<std::uint64_t>(i), state.size, state.comp_size});
    }
    return archive;
}

/// libzip does not tell. Archives of NumPy have their entries one behind the other from the start; of others nothing is said.
std::optional<core::Index> ZipArchive::placeOf(const Entry &entry) const {
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(m_path.c_str(), "rb"), std::fclose);
    for (std::uint64_t at = 0, seen = 0; file && at < m_fileSize && seen < m_entries.size(); ++seen) {
        const auto header = localHeaderAt(file.get(), at);
        if (!header || header->content > m_fileSize || header->packedSize > m_fileSize - header->content)
            return {};
        if (header->name == entry.name) {
            const bool isPlain = header->isStored && header->packedSize == entry.size && entry.size == entry.packedSize;
            return isPlain ? std::optional(static_cast<core::Index>(header->content)) : std::nullopt;
        }
        at = header->content + header->packedSize;
    }
    return {};
}

Result<std::unique_ptr<ByteSource>> ZipArchive::read(const Entry &entry) const {
    const std::string where = m_path + ": " + entry.name;
    zip_stat_t state;
    zip_stat_init(&state);
    if (zip_stat_index(m_archive.get(), entry.number, 0, &state) != 0)
        return Error{"the entry cannot be found", where, damagedHint};
    if ((state.valid & ZIP_STAT_ENCRYPTION_METHOD) && state.encryption_method != ZIP_EM_NONE)
        return Error{"the entry is encrypted", where, "Unpack the archive with its password, and save it without one."};
    const bool isStored = state.comp_method == ZIP_CM_STORE;
    if (!(state.valid & ZIP_STAT_COMP_METHOD) || (!isStored && state.comp_method != ZIP_CM_DEFLATE))
        return Error{"the entry is packed by method " + std::to_string(state.comp_method) + "; stored and deflated ones can be read", where,
                     "Save it again with numpy.savez_compressed."};
    const std::uint64_t packed = std::min(entry.packedSize, m_fileSize), most = isStored ? packed : packed * largestRatio;
    if (entry.packedSize > m_fileSize || entry.size > most)
        return Error{"the entry is said to unpack to " + std::to_string(entry.size) + " bytes, more than it can hold", where, damagedHint};
    zip_file_t *file = zip_fopen_index(m_archive.get(), entry.number, 0);
    if (!file)
        return Error{std::string("the entry cannot be opened (") + zip_strerror(m_archive.get()) + ")", where, damagedHint};
    return std::unique_ptr<ByteSource>(std::make_unique<Reader>(where, file, entry.size));
}

} // namespace hourglass::data
