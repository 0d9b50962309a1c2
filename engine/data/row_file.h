// Rows of the same length, one behind the other in a plain file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/data/element.h"
#include "engine/data/sample_file.h"

namespace hourglass::data {

struct RowLayout {
    core::Index offset = 0; ///< bytes before the first row
    core::Index rows = 0;
    core::Index features = 0;
    Element element;
    /// A row is a matrix of so many rows that is given out transposed ({pixels, channels} as {channels, pixels}); 0: given out as it lies.
    core::Index transposedRows = 0;
    std::vector<double> offsets = {}; ///< taken from the numbers of a row, as they lie, before these become floats; none of bytes
};

/// Reads by pread: a mapped file that shrinks would end the program. Bytes become value / 255, other numbers the nearest float.
class RowFile final : public SampleFile {
public:
    /// An error where the file cannot be opened or is shorter than the layout.
    static core::Result<std::shared_ptr<const RowFile>> open(const std::string &path, const RowLayout &layout);
    ~RowFile() override;

    core::Index rows() const override { return m_layout.rows; }
    core::Index features() const override { return m_layout.features; }
    bool holdsBytes() const override { return m_layout.element.isByte(); }
    void copyRow(core::Index row, float *to) const override;
    const RowLayout &layout() const { return m_layout; }
    /// The same file, giving out differences from these offsets; an error where it cannot be opened again.
    core::Result<std::shared_ptr<const RowFile>> less(std::vector<double> offsets) const;

private:
    RowFile(int descriptor, std::string path, const RowLayout &layout);
    bool readAt(core::Index offset, void *to, core::Index count) const;
    bool readRow(core::Index row, float *to) const;

    int m_descriptor;
    std::string m_path;
    RowLayout m_layout;
};

} // namespace hourglass::data
