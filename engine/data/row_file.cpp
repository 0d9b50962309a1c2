#include "engine/data/row_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/kernels/kernels.h"

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr Index pieceNumbers = 2048; ///< on the stack, twice: 16 kB of the widest numbers

const char *const againHint = "Leave the file as it is while it is trained on, then load it again.";

std::string reason(int code) {
    return std::generic_category().message(code);
}

} // namespace

core::Result<std::shared_ptr<const RowFile>> RowFile::open(const std::string &path, const RowLayout &layout) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe without a writer must not hold us up
    if (descriptor < 0)
        return Error{"the file cannot be opened (" + reason(errno) + ")", path, "Check its permissions."};
    const std::shared_ptr<const RowFile> file(new RowFile(descriptor, path, layout));
    struct stat state {};
    if (::fstat(descriptor, &state) != 0 || !S_ISREG(state.st_mode))
        return Error{"this is not a file", path, "Name a file."};
    const Index rowBytes = layout.features * static_cast<Index>(layout.element.size());
    if (state.st_size < layout.offset || (state.st_size - layout.offset) / rowBytes < layout.rows)
        return Error{"the file is shorter than its header declares", path, "The file seems to be cut off: copy it again."};
    return file;
}

RowFile::RowFile(int descriptor, std::string path, const RowLayout &layout) : m_descriptor(descriptor), m_path(std::move(path)), m_layout(layout) {}

RowFile::~RowFile() {
    ::close(m_descriptor);
}

core::Result<std::shared_ptr<const RowFile>> RowFile::less(std::vector<double> offsets) const {
    RowLayout layout = m_layout;
    layout.offsets = std::move(offsets);
    return open(m_path, layout);
}

bool RowFile::readAt(Index offset, void *to, Index count) const {
    for (Index done = 0; done < count;) {
        const ssize_t got = ::pread(m_descriptor, static_cast<char *>(to) + done, static_cast<std::size_t>(count - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            remember({"the file cannot be read any more (" + reason(errno) + ")", m_path, againHint});
        if (got == 0)
            remember({"the file became shorter while it was used", m_path, againHint});
        if (got <= 0)
            return false;
        done += got;
    }
    return true;
}

bool RowFile::readRow(Index row, float *to) const {
    const Index features = m_layout.features, size = static_cast<Index>(m_layout.element.size()), start = m_layout.offset + row * features * size;
    const Index rows = m_layout.transposedRows, columns = rows > 0 ? features / rows : 0;
    const std::vector<double> &offsets = m_layout.offsets;
    if (m_layout.element.isPlainFloat() && rows == 0 && offsets.empty())
        return readAt(start, to, features * size);
    std::array<std::uint8_t, pieceNumbers * sizeof(double)> raw;
    std::array<float, pieceNumbers> piece;
    std::array<double, pieceNumbers> exact;
    for (Index done = 0; done < features; done += pieceNumbers) {
        const Index count = std::min(pieceNumbers, features - done);
        if (!readAt(start + done * size, raw.data(), count * size))
            return false;
        float *const numbers = rows > 0 ? piece.data() : to + done;
        if (holdsBytes())
            kernels::scaleBytes(count, raw.data(), numbers);
        else
            toFloats(m_layout.element, raw.data(), count, numbers);
        if (!offsets.empty()) {
            toDoubles(m_layout.element, raw.data(), count, exact.data());
            for (Index i = 0; i < count; ++i)
                if (const double offset = offsets[static_cast<std::size_t>(done + i)]; offset != 0)
                    numbers[i] = static_cast<float>(exact[static_cast<std::size_t>(i)] - offset);
        }
        for (Index i = 0; rows > 0 && i < count; ++i)
            to[(done + i) % columns * rows + (done + i) / columns] = numbers[i];
    }
    return true;
}

void RowFile::copyRow(Index row, float *to) const {
    assert(row >= 0 && row < m_layout.rows);
    const bool isRead = readRow(row, to);
    if (isRead && kernels::areFinite(m_layout.features, to))
        return;
    if (isRead)
        remember({"sample " + std::to_string(row) + " holds a value that is not a finite number", m_path, "Replace such values before training."});
    std::fill_n(to, m_layout.features, 0.0f);
}

} // namespace hourglass::data
