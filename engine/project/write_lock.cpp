#include "engine/project/write_lock.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hourglass::project {

using core::Error;
using core::Result;

namespace {

/// Whether the file that was locked still stands in its place: the one who had the lock before takes it away.
bool isInPlace(int descriptor, const std::string &file) {
    struct stat locked {
    }, placed{};
    return fstat(descriptor, &locked) == 0 && stat(file.c_str(), &placed) == 0 && locked.st_ino == placed.st_ino && locked.st_dev == placed.st_dev;
}

} // namespace

Result<WriteLock> WriteLock::take(const std::string &path) {
    std::error_code problem;
    const std::filesystem::path behindLinks = std::filesystem::weakly_canonical(path, problem);
    const std::string file = (problem ? path : behindLinks.string()) + ".lock";
    for (;;) {
        const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0)
            return Error{std::string("Nothing can be written beside it (") + std::strerror(errno) + ")", path, "Save it where you have the right to write."};
        WriteLock lock(file, descriptor);
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const bool isHeld = errno == EWOULDBLOCK;
            close(std::exchange(lock.m_descriptor, -1));
            return isHeld ? Error{"It is open in another window or training, which writes it", path, "Close it there, or save it under another name."}
                          : Error{std::string("The file cannot be locked (") + std::strerror(errno) + ")", path, "Save it on a disk of this machine."};
        }
        if (isInPlace(descriptor, file))
            return lock;
        close(std::exchange(lock.m_descriptor, -1));
    }
}

WriteLock::WriteLock(WriteLock &&other) noexcept : m_file(std::move(other.m_file)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

WriteLock &WriteLock::operator=(WriteLock &&other) noexcept {
    std::swap(m_file, other.m_file);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

WriteLock::~WriteLock() {
    if (m_descriptor < 0)
        return;
    unlink(m_file.c_str()); // while it is locked: nobody else has taken it
    close(m_descriptor);
}

} // namespace hourglass::project
