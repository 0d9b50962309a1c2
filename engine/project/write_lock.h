// The right to write a project's file, which one writer at a time has: whoever asks for it next opens the file to look at. The system takes it
// back when the program ends, however it ends.
#pragma once

#include <memory>
#include <string>

#include "engine/core/result.h"

namespace hourglass::project {

class WriteLock {
public:
    /// A file NAME.lock beside the project, which is gone again with the lock. Links lead to the same lock.
    static core::Result<WriteLock> take(const std::string &path);
    WriteLock(WriteLock &&other) noexcept;
    WriteLock &operator=(WriteLock &&other) noexcept;
    ~WriteLock();

private:
    WriteLock(std::string file, int descriptor) : m_file(std::move(file)), m_descriptor(descriptor) {}
    std::string m_file;
    int m_descriptor = -1;
};

} // namespace hourglass::project
