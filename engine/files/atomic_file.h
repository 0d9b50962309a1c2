// A file that is there whole or not at all: written beside its place under another name, and moved there when it is complete.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/core/result.h"

namespace hourglass::files {

/// What would keep a file from being written to `path`, known before the work that fills it: no such folder, no right to write there,
/// a folder or device in its place.
std::optional<core::Error> obstacleTo(const std::string &path);

class AtomicFile {
public:
    /// Opens a new file in the folder of `path`; what is at `path` stays until commit(). A symbolic link stays one.
    static core::Result<AtomicFile> create(const std::string &path);
    /// Without commit() nothing is left behind.
    ~AtomicFile();
    AtomicFile(AtomicFile &&other) noexcept = default;
    AtomicFile &operator=(AtomicFile &&other) = delete;

    std::optional<core::Error> write(std::span<const std::byte> bytes);
    /// Brings the bytes to the disk and the file to its place, over what was there.
    std::optional<core::Error> commit();

private:
    struct Close {
        void operator()(std::FILE *file) const;
    };

    AtomicFile() = default;
    core::Error problem(int number) const; ///< of the system's errno

    std::string m_path, m_target, m_temporary; ///< as asked for; behind links; beside it
    std::unique_ptr<std::FILE, Close> m_file;  ///< null after commit()
};

} // namespace hourglass::files
