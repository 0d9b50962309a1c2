#include "engine/data/readers/npy_array.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <new>

#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/npy_header.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr std::size_t pieceBytes = 1 << 20, largestHeader = 1 << 20;
constexpr std::array<std::uint8_t, 6> magic{0x93, 'N', 'U', 'M', 'P', 'Y'};
const char *const saveHint = "Save it with numpy.save(\"X.npy\", X.astype(\"float32\")).";
const char *const truncatedHint = "The file seems to be cut off or its header damaged: save or copy it again.";

/// Fills `to`; an error where the source ends before.
std::optional<Error> readHeaderBytes(ByteSource &source, std::span<std::uint8_t> to) {
    const auto got = source.read(to);
    if (!got)
        return got.error();
    if (*got < to.size())
        return Error{"the file ends within its header", source.name(), truncatedHint};
    return {};
}

/// Magic, version and length, and then the literal. `offset` becomes the number of bytes before the first number.
Result<std::string> readHeaderText(ByteSource &source, Index &offset) {
    const std::string &name = source.name();
    std::array<std::uint8_t, 8> start{};
    if (auto error = readHeaderBytes(source, start))
        return *error;
    if (!std::equal(magic.begin(), magic.end(), start.begin()))
        return Error{"this is not a .npy file: it does not begin with \\x93NUMPY", name, saveHint};
    const int major = start[6], minor = start[7];
    if (major < 1 || major > 3 || minor != 0)
        return Error{"the .npy file is of the version " + std::to_string(major) + '.' + std::to_string(minor) + "; 1.0, 2.0 and 3.0 can be read", name,
                     saveHint};
    std::array<std::uint8_t, 4> raw{};
    const std::size_t lengthBytes = major == 1 ? 2 : 4;
    if (auto error = readHeaderBytes(source, std::span(raw).first(lengthBytes)))
        return *error;
    const std::uint64_t length = std::bit_cast<std::uint32_t>(raw);
    if (length > std::min<std::uint64_t>(source.mostRemaining(), largestHeader))
        return Error{"the header is said to have " + std::to_string(length) + " bytes, more than the file can hold or than can be read", name, truncatedHint};
    std::string text(static_cast<std::size_t>(length), '\0');
    if (auto error = readHeaderBytes(source, {reinterpret_cast<std::uint8_t *>(text.data()), text.size()}))
        return *error;
    offset = static_cast<Index>(start.size() + lengthBytes + text.size());
    return text;
}

/// The product of the extents, which are such as the source can fill with elements of this size.
Result<Index> checkedCount(const std::vector<Index> &extents, std::size_t elementSize, const ByteSource &source) {
    const std::string &name = source.name(), shape = extentsText(extents);
    if (extents.empty() || extents.size() > 4)
        return Error{"the array has " + std::to_string(extents.size()) + " dimensions; one to four can be read", name,
                     "Samples come first: (samples, features), (samples, height, width) or (samples, channels, height, width)."};
    if (std::any_of(extents.begin(), extents.end(), [](Index extent) { return extent < 0; }))
        return Error{"the header declares a negative extent, " + shape, name, truncatedHint};
    if (extents.front() == 0)
        return Error{"the file declares 0 samples", name, "Choose a file with at least one sample."};
    if (std::find(extents.begin(), extents.end(), 0) != extents.end())
        return Error{"the header declares an extent of zero, " + shape, name, "Choose a file whose samples hold numbers."};
    const std::uint64_t most = source.mostRemaining() / elementSize;
    std::uint64_t product = 1;
    for (const Index extent : extents) {
        if (static_cast<std::uint64_t>(extent) > most / product)
            return Error{"the header declares " + shape + " values, more than the file can hold", name, truncatedHint};
        product *= static_cast<std::uint64_t>(extent);
    }
    return static_cast<Index>(product);
}

/// Walks the numbers of an array as they lie in the file, and knows which of its sample's each is, in C order.
class SampleWalk {
public:
    explicit SampleWalk(const NpyLayout &layout) : m_isFortranOrder(layout.isFortranOrder), m_samples(static_cast<std::size_t>(layout.extents.front())) {
        std::copy(layout.extents.begin() + 1, layout.extents.end(), m_extents.begin());
        m_features = m_extents[0] * m_extents[1] * m_extents[2];
    }

    std::size_t features() const { return static_cast<std::size_t>(m_features); }
    /// Numbers one behind the other, at most so many: each belongs to the feature `step` behind that of the one before.
    struct Run {
        std::size_t feature, step, length;
    };
    Run next(std::size_t most) {
        Run run{m_feature, m_isFortranOrder ? 0u : 1u, 0};
        if (!m_isFortranOrder) {
            run.length = std::min(most, features() - m_feature);
            m_feature = (m_feature + run.length) % features();
            return run;
        }
        run.length = std::min(most, m_samples - m_sample);
        m_sample += run.length;
        if (m_sample == m_samples) { // the first axis of a sample is its fastest then
            m_sample = 0;
            ++m_column;
            const Index i = m_column % m_extents[0], j = m_column / m_extents[0] % m_extents[1], k = m_column / (m_extents[0] * m_extents[1]);
            m_feature = static_cast<std::size_t>((i * m_extents[1] + j) * m_extents[2] + k);
        }
        return run;
    }

private:
    bool m_isFortranOrder;
    std::array<Index, 3> m_extents{1, 1, 1};
    std::size_t m_samples, m_sample = 0, m_feature = 0;
    Index m_features, m_column = 0;
};

/// What becomes of numbers that floats do not hold: they lose their offsets, or it is noted that they were rounded.
struct Rounding {
    const std::vector<double> &offsets;
    SampleWalk walk;
    std::vector<double> exact;
    bool areAllRounded = false; ///< of every feature some number was: there is nothing more to note

    void apply(Element element, const std::vector<std::uint8_t> &raw, std::size_t count, float *to, Array &array) {
        if (areAllRounded)
            return;
        exact.resize(count);
        toDoubles(element, raw.data(), static_cast<Index>(count), exact.data());
        array.isRounded.resize(walk.features());
        for (std::size_t done = 0; done < count;) {
            const SampleWalk::Run run = walk.next(count - done);
            const double *numbers = exact.data() + done;
            float *floats = to + done;
            for (std::size_t i = 0; i < run.length && !offsets.empty(); ++i)
                if (const double offset = offsets[run.feature + i * run.step]; offset != 0)
                    floats[i] = static_cast<float>(numbers[i] - offset);
            for (std::size_t i = 0; i < run.length && offsets.empty(); ++i)
                array.isRounded[run.feature + i * run.step] |= static_cast<double>(floats[i]) != numbers[i] ? 1 : 0;
            done += run.length;
        }
        areAllRounded = std::find(array.isRounded.begin(), array.isRounded.end(), 0) == array.isRounded.end();
    }
};

/// Appends `count` numbers, which take `size` bytes each, to the array; how many bytes there were.
Result<std::size_t> readPiece(ByteSource &source, Element element, std::size_t count, std::vector<std::uint8_t> &raw, Rounding &rounding, Array &array) {
    const std::size_t size = element.size(), done = element.isByte() ? array.bytes.size() : array.floats.size();
    if (element.isByte()) {
        array.bytes.resize(done + count);
        return source.read({array.bytes.data() + done, count});
    }
    array.floats.resize(done + count);
    if (element.isPlainFloat() && rounding.offsets.empty())
        return source.read({reinterpret_cast<std::uint8_t *>(array.floats.data() + done), count * size});
    raw.resize(count * size);
    auto got = source.read(raw);
    if (!got)
        return got;
    toFloats(element, raw.data(), static_cast<Index>(*got / size), array.floats.data() + done);
    if (element.isWiderThanFloat() || !rounding.offsets.empty())
        rounding.apply(element, raw, *got / size, array.floats.data() + done, array);
    return got;
}

std::optional<Error> readPieces(ByteSource &source, const NpyLayout &layout, const Progress &progress, const std::vector<double> &offsets, Array &array) {
    const std::string what = "Reading " + std::filesystem::path(source.name()).filename().string();
    const std::size_t total = static_cast<std::size_t>(layout.count), size = layout.element.size();
    std::vector<std::uint8_t> raw;
    Rounding rounding{offsets, SampleWalk(layout), {}, false};
    // They grow piece by piece: pages that a lying header asked for are never touched.
    layout.element.isByte() ? array.bytes.reserve(total) : array.floats.reserve(total);
    for (std::size_t done = 0; done < total;) {
        if (progress.isCancelled())
            return cancelledError(source.name());
        const std::size_t count = std::min(pieceBytes / size, total - done);
        const auto got = readPiece(source, layout.element, count, raw, rounding, array);
        if (!got)
            return got.error();
        if (*got < count * size)
            return Error{"the file ends early: its header declares " + extentsText(array.extents) + " values, of which " + std::to_string(done + *got / size) +
                             " are there",
                         source.name(), truncatedHint};
        done += count;
        progress.tell(source.fraction(), what);
    }
    return expectEnd(source);
}

/// From the first axis fastest to the last axis fastest. False where it was cancelled.
template <class T>
bool bringIntoCOrder(std::vector<T> &values, const std::vector<Index> &extents, const Progress &progress) {
    std::array<Index, 4> n{1, 1, 1, 1};
    std::copy(extents.begin(), extents.end(), n.begin());
    std::vector<T> ordered(values.size());
    const T *from = values.data();
    for (Index i3 = 0; i3 < n[3] && !values.empty(); ++i3)
        for (Index i2 = 0; i2 < n[2]; ++i2)
            for (Index i1 = 0; i1 < n[1]; ++i1) {
                if (progress.isCancelled())
                    return false;
                T *to = ordered.data() + (i1 * n[2] + i2) * n[3] + i3;
                for (Index i0 = 0; i0 < n[0]; ++i0, to += n[1] * n[2] * n[3])
                    *to = *from++;
            }
    values = std::move(ordered);
    return true;
}

} // namespace

Result<NpyHeader> readNpyHeader(ByteSource &source, Index &offset) {
    const auto text = readHeaderText(source, offset);
    return text ? parseNpyHeader(*text, source.name()) : Result<NpyHeader>(text.error());
}

Result<NpyLayout> readNpyLayout(ByteSource &source) {
    NpyLayout layout;
    const auto header = readNpyHeader(source, layout.offset);
    if (!header)
        return header.error();
    const auto element = parseNpyType(header->type, source.name());
    if (!element)
        return element.error();
    const auto count = checkedCount(header->extents, element->size(), source);
    if (!count)
        return count.error();
    layout.element = *element;
    layout.isFortranOrder = header->isFortranOrder && header->extents.size() > 1;
    layout.extents = header->extents;
    layout.count = *count;
    return layout;
}

Result<Array> readNpyNumbers(ByteSource &source, const NpyLayout &layout, const Progress &progress, const std::vector<double> &offsets) try {
    Array array{source.name(), layout.extents, {}, {}, layout.element.isWhole(), {}};
    if (auto error = readPieces(source, layout, progress, offsets, array))
        return *error;
    if (layout.isFortranOrder && !(bringIntoCOrder(array.bytes, array.extents, progress) && bringIntoCOrder(array.floats, array.extents, progress)))
        return cancelledError(source.name());
    const auto bad = std::find_if(array.floats.begin(), array.floats.end(), [](float value) { return !std::isfinite(value); });
    if (bad != array.floats.end() && !layout.keepsMissing)
        return Error{"sample " + std::to_string((bad - array.floats.begin()) / array.sampleSize()) + " holds a value that is not a finite number",
                     source.name(), "Replace such values before training."};
    return array;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", source.name(), "Close other programs or use a smaller file."};
}

Result<Array> readNpyFile(const std::string &path, const Progress &progress, const std::vector<double> &offsets) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    const auto layout = readNpyLayout(*stream);
    return layout ? readNpyNumbers(*stream, *layout, progress, offsets) : Result<Array>(layout.error());
}

Result<Array> readNpyFileAsItIs(const std::string &path, const Progress &progress, const std::vector<double> &offsets) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    auto layout = readNpyLayout(*stream);
    if (!layout)
        return layout.error();
    layout->keepsMissing = true;
    return readNpyNumbers(*stream, *layout, progress, offsets);
}

bool beginsAsNpy(ByteSource &source) {
    std::array<std::uint8_t, 6> start{};
    const auto got = source.read(start);
    return got && *got == start.size() && start == magic;
}

} // namespace hourglass::data
