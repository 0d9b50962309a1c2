// Files packed by bzip2, xz, zstd or compress, and archives (zip, tar): they are unpacked into a folder that is gone afterwards, and read as
// what is in them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// A folder of its own below the machine's one for temporary files, deleted with it.
class TemporaryFolder {
public:
    static core::Result<std::unique_ptr<TemporaryFolder>> make();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder();
    const std::string &path() const { return m_path; }

private:
    explicit TemporaryFolder(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

/// What was unpacked: `path` is the only file or folder in it, or the folder of all.
struct Unpacked {
    std::unique_ptr<TemporaryFolder> folder;
    std::string path;
    core::Index files = 0;
};

/// By the first bytes. False for what is packed by gzip alone, which every reader unpacks as it goes, and for zip archives that are a format of
/// their own (.npz, .xlsx, .pt …).
bool isPacked(const std::string &path);

/// Hidden files and those outside of the archive's own folders are passed over. Errors: damaged, encrypted, more than a million files, more bytes than a
/// half of the machine's memory or of the room on its disk, cancelled.
core::Result<Unpacked> unpack(const std::string &path, const Progress &progress);

} // namespace hourglass::data
