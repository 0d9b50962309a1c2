// The arrays of an archive that scipy.sparse wrote: whole numbers exactly, and others in double.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/readers/zip_archive.h"

namespace hourglass::data {

template <class T>
struct SparseArray {
    std::vector<core::Index> extents;
    std::vector<T> values; ///< in C order
};

class SparseArrays {
public:
    static core::Result<SparseArrays> open(const std::string &path, const Progress &progress);

    bool has(const std::string &name) const;
    /// What a scalar of text says, such as csr.
    core::Result<std::string> text(const std::string &name) const;
    core::Result<SparseArray<core::Index>> wholes(const std::string &name) const;
    core::Result<SparseArray<double>> numbers(const std::string &name) const;

private:
    SparseArrays(ZipArchive archive, std::string path, const Progress &progress)
        : m_archive(std::move(archive)), m_path(std::move(path)), m_progress(progress) {}

    core::Result<const ZipArchive::Entry *> find(const std::string &name) const;
    template <class T>
    core::Result<SparseArray<T>> read(const std::string &name, bool mustBeWhole) const;

    ZipArchive m_archive;
    std::string m_path;
    Progress m_progress;
};

} // namespace hourglass::data
