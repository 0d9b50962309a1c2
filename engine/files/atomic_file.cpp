#include "engine/files/atomic_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hourglass::files {

namespace fs = std::filesystem;

namespace {

constexpr int mostAttempts = 100;

std::string folderOf(const std::string &path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

/// Where `path` leads: a link is followed, so that what it points to is replaced and not the link.
std::string targetOf(const std::string &path) {
    std::error_code failure;
    if (!fs::is_symlink(fs::symlink_status(path, failure)))
        return path;
    const fs::path target = fs::weakly_canonical(path, failure);
    return failure ? path : target.string();
}

} // namespace

std::optional<core::Error> obstacleTo(const std::string &path) {
    if (path.empty() || path.back() == '/')
        return core::Error{"this is no name of a file", path, "Name a file in a folder that is there."};
    const std::string target = targetOf(path), folder = folderOf(target);
    std::error_code failure;
    const fs::file_status status = fs::status(target, failure);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return core::Error{"this is not a file that could be replaced", path, "Name a file in a folder that is there."};
    if (fs::exists(status) && ::access(target.c_str(), W_OK) != 0)
        return core::Error{"the file is write-protected", path, "Choose another name, or make it yours to write."};
    if (!fs::is_directory(folder, failure))
        return core::Error{"there is no such folder", path, "Make the folder, or choose another."};
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return core::Error{"the folder is not yours to write to", path, "Choose another folder."};
    return {};
}

void AtomicFile::Close::operator()(std::FILE *file) const {
    std::fclose(file);
}

core::Result<AtomicFile> AtomicFile::create(const std::string &path) {
    if (auto obstacle = obstacleTo(path))
        return *obstacle;
    AtomicFile file;
    file.m_path = path;
    file.m_target = targetOf(path);
    struct stat before {};
    const bool replaces = ::stat(file.m_target.c_str(), &before) == 0;
    int descriptor = -1;
    for (int attempt = 0; attempt < mostAttempts && descriptor < 0; ++attempt) {
        file.m_temporary = (fs::path(folderOf(file.m_target)) / ".hourglass-").string();
        file.m_temporary += std::to_string(::getpid()) + '-' + std::to_string(attempt) + ".part";
        descriptor = ::open(file.m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST)
            break;
    }
    if (descriptor < 0)
        return file.problem(errno);
    if (replaces)
        (void)::fchmod(descriptor, before.st_mode & 07777); // whoever could read the old file can read the new one
    file.m_file.reset(::fdopen(descriptor, "wb"));
    if (!file.m_file) {
        const int number = errno;
        ::close(descriptor);
        ::unlink(file.m_temporary.c_str());
        return file.problem(number);
    }
    return file;
}

AtomicFile::~AtomicFile() {
    if (m_file)
        ::unlink(m_temporary.c_str());
}

std::optional<core::Error> AtomicFile::write(std::span<const std::byte> bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) < bytes.size())
        return problem(errno);
    return {};
}

std::optional<core::Error> AtomicFile::commit() {
    if (std::fflush(m_file.get()) != 0 || ::fsync(::fileno(m_file.get())) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return problem(errno);
    m_file.reset();
    return {};
}

core::Error AtomicFile::problem(int number) const {
    return {"the file cannot be written (" + std::generic_category().message(number) + ")", m_path, "Check the disk and your rights."};
}

} // namespace hourglass::files
