#include "engine/data/readers/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "engine/data/readers/byte_stream.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
using namespace std::string_view_literals;
namespace fs = std::filesystem;

namespace {

constexpr Index mostFiles = 1'000'000;
constexpr std::size_t blockSize = 1 << 20, tarMagicAt = 257;

struct Free {
    void operator()(archive *reader) const { archive_read_free(reader); }
};
using Archive = std::unique_ptr<archive, Free>;

/// Of a zip archive: the name of its first entry (APPNOTE.TXT 4.3.7).
std::string_view firstEntry(std::string_view bytes) {
    if (bytes.size() < 30)
        return {};
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[26]) | static_cast<unsigned char>(bytes[27]) << 8);
    return bytes.substr(30, length);
}

bool isArchiveOfFiles(std::string_view bytes, const std::string &path) {
    if (bytes.substr(0, 4) != "PK\3\4"sv)
        return false;
    for (const char *ending : {".npz", ".xlsx", ".xlsm", ".pt", ".pth", ".keras", ".docx", ".pptx", ".ods", ".odt", ".jar"})
        if (path.ends_with(ending))
            return false;
    const std::string_view first = firstEntry(bytes);
    return !first.ends_with(".npy") && first != "mimetype" && first != "[Content_Types].xml" && !first.ends_with("/data.pkl") &&
           !first.ends_with("/.format_version");
}

/// Whether bytes begin as those of a format do whose reader takes a file as it lies on the disk, and so nothing through gzip.
bool isReadFromDisk(std::string_view bytes) {
    for (const std::string_view magic : {"\x89HDF"sv, "CDF"sv, "MATLAB 5.0"sv, "MATLAB 7.3"sv, "PK\3\4"sv, "RIFF"sv, "RF64"sv, "FORM"sv, "fLaC"sv, "OggS"sv})
        if (bytes.starts_with(magic))
            return true;
    return false;
}

/// The name in the archive as a path below its folder; empty for what is passed over.
fs::path safePath(const char *name) {
    fs::path safe;
    for (const fs::path &part : fs::path(name ? name : "").lexically_normal()) {
        const std::string text = part.string();
        if (text == ".." || text == "__MACOSX" || (text.size() > 1 && text.front() == '.'))
            return {};
        if (text != "/" && text != "." && !text.empty())
            safe /= part;
    }
    return safe;
}

bool isGzip(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 2> begin{};
    return file.read(begin.data(), begin.size()) && begin[0] == '\x1F' && begin[1] == '\x8B';
}

/// The file's name without the ending that says how it is packed: "data.csv.bz2" holds "data.csv".
std::string innerName(const std::string &path) {
    const fs::path name = fs::path(path).filename();
    const std::string stem = name.stem().string();
    return name.has_extension() && !stem.empty() && stem.front() != '.' ? stem : "unpacked";
}

std::uint64_t mostBytes(const std::string &folder) {
    const auto memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    std::error_code failure;
    const fs::space_info space = fs::space(folder, failure);
    return std::min(memory, failure ? memory : static_cast<std::uint64_t>(space.available)) / 2;
}

Error tooLarge(const std::string &path, std::uint64_t most) {
    return {"it takes more than " + std::to_string(most / 1'000'000) + " MB once unpacked", path,
            "Unpack it yourself where there is room, and open what is in it."};
}

Error damaged(const std::string &path, archive *reader) {
    const char *why = archive_error_string(reader);
    return {std::string("the archive is damaged, cut off or encrypted") + (why && *why ? std::string(" (") + why + ")" : ""), path,
            "Fetch or make it anew, or unpack it yourself."};
}

/// Writes the entry at hand to the file.
std::optional<Error> writeEntry(archive *reader, const fs::path &to, const std::string &path, const Progress &progress, std::uint64_t most,
                                std::uint64_t &bytes) {
    const int file = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return errno == EEXIST
                   ? std::optional<Error>()
                   : Error{std::string("it cannot be unpacked (") + std::strerror(errno) + ")", path, "Unpack it yourself, and open what is in it."};
    const auto close = [file](std::optional<Error> error) {
        ::close(file);
        return error;
    };
    std::vector<char> block(blockSize);
    while (true) {
        if (progress.isCancelled())
            return close(cancelledError(path));
        const la_ssize_t got = archive_read_data(reader, block.data(), block.size());
        if (got < 0)
            return close(damaged(path, reader));
        if (got == 0)
            return close({});
        bytes += static_cast<std::uint64_t>(got);
        if (bytes > most)
            return close(tooLarge(path, most));
        for (la_ssize_t at = 0; at < got;) {
            const ssize_t written = ::write(file, block.data() + at, static_cast<std::size_t>(got - at));
            if (written <= 0 && errno != EINTR)
                return close(Error{std::string("it cannot be unpacked (") + std::strerror(errno) + ")", path, "Make room for it, or unpack it yourself."});
            at += std::max<ssize_t>(written, 0);
        }
    }
}

/// Whether what lies below the compression is a file that only happens to be a zip archive, as .npz and .xlsx are: it stays one.
bool isZipOfItsOwn(const std::string &path) {
    const Archive reader(archive_read_new());
    archive_read_support_filter_all(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_entry *entry = nullptr;
    std::string bytes(512, '\0');
    if (archive_read_open_filename(reader.get(), path.c_str(), blockSize) != ARCHIVE_OK || archive_read_next_header(reader.get(), &entry) < ARCHIVE_WARN)
        return false;
    const la_ssize_t got = archive_read_data(reader.get(), bytes.data(), bytes.size());
    bytes.resize(static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
    return bytes.starts_with("PK\3\4") && !isArchiveOfFiles(bytes, innerName(path));
}

/// The only thing in a folder, and so on downwards.
std::string innermost(const std::string &folder) {
    std::string path = folder;
    std::error_code failure;
    while (fs::is_directory(path, failure)) {
        std::vector<fs::path> inside;
        for (fs::directory_iterator at(path, failure), end; at != end && inside.size() < 2; at.increment(failure))
            inside.push_back(at->path());
        if (inside.size() != 1)
            break;
        path = inside.front().string();
    }
    return path;
}

} // namespace

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make() {
    std::error_code failure;
    std::string path = (fs::temp_directory_path(failure) / "hourglass-XXXXXX").string();
    if (failure || !mkdtemp(path.data()))
        return Error{"there is no folder for temporary files", failure ? std::string("TMPDIR") : path, "Set TMPDIR to a folder that can be written to."};
    return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(path)));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code failure;
    fs::remove_all(m_path, failure);
}

bool isPacked(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    auto stream = ByteStream::open(path); // through gzip
    std::string bytes(512, '\0');
    if (!stream)
        return false;
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(bytes.data()), bytes.size()});
    if (!got)
        return false;
    const std::string_view begin = std::string_view(bytes).substr(0, *got);
    for (const std::string_view magic : {"BZh"sv,
                                         "\xFD"
                                         "7zXZ\0"sv,
                                         "\x28\xB5\x2F\xFD"sv, "\x1F\x9D"sv})
        if (begin.starts_with(magic))
            return magic != "BZh"sv || (begin.size() > 9 && begin[3] >= '1' && begin[3] <= '9' && begin.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv);
    if (isGzip(path) && (isReadFromDisk(begin) || fs::path(innerName(path)).extension() == ".mat"))
        return true;
    return isArchiveOfFiles(begin, path) || (begin.size() > tarMagicAt + 5 && begin.substr(tarMagicAt, 5) == "ustar"sv);
}

Result<Unpacked> unpack(const std::string &path, const Progress &progress) {
    auto folder = TemporaryFolder::make();
    if (!folder)
        return folder.error();
    const Archive reader(archive_read_new());
    archive_read_support_filter_all(reader.get());
    if (!isZipOfItsOwn(path))
        archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_format_raw(reader.get());
    if (archive_read_open_filename(reader.get(), path.c_str(), blockSize) != ARCHIVE_OK)
        return damaged(path, reader.get());
    std::error_code failure;
    const auto size = static_cast<double>(std::max<std::uintmax_t>(1, fs::file_size(path, failure)));
    const std::uint64_t most = mostBytes((*folder)->path());
    Unpacked unpacked{nullptr, {}, 0};
    std::uint64_t bytes = 0;
    archive_entry *entry = nullptr;
    while (true) {
        const int state = archive_read_next_header(reader.get(), &entry);
        if (state == ARCHIVE_EOF)
            break;
        if (state < ARCHIVE_WARN || archive_entry_is_encrypted(entry))
            return damaged(path, reader.get());
        if (progress.isCancelled())
            return cancelledError(path);
        progress.tell(std::min(1.0, static_cast<double>(archive_filter_bytes(reader.get(), -1)) / size), "Unpacking " + fs::path(path).filename().string());
        const bool isRaw = archive_format(reader.get()) == ARCHIVE_FORMAT_RAW;
        const fs::path name = isRaw ? fs::path(innerName(path)) : safePath(archive_entry_pathname(entry));
        if (name.empty() || (!isRaw && archive_entry_filetype(entry) != AE_IFREG))
            continue;
        if (++unpacked.files > mostFiles)
            return Error{"the archive holds more than a million files", path, "Unpack it yourself, and open a folder of it."};
        const fs::path to = fs::path((*folder)->path()) / name;
        fs::create_directories(to.parent_path(), failure);
        if (auto error = writeEntry(reader.get(), to, path, progress, most, bytes))
            return *error;
    }
    if (unpacked.files == 0)
        return Error{"the archive holds no files", path, "Choose another."};
    unpacked.path = innermost((*folder)->path());
    unpacked.folder = std::move(*folder);
    return unpacked;
}

} // namespace hourglass::data
