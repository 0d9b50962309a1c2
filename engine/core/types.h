// Sizes, shapes and views of numbers. Everywhere in the engine one sample is one column.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace hourglass::core {

using Index = std::int64_t;

/// Extents of one sample: {features}, {channels, length} or {channels, height, width}; images flatten channel-first.
struct Shape {
    std::array<Index, 3> extents{1, 1, 1};
    int rank = 1;

    Shape() = default;
    explicit Shape(Index features) : extents{features, 1, 1}, rank(1) {}
    Shape(Index channels, Index length) : extents{channels, length, 1}, rank(2) {}
    Shape(Index channels, Index height, Index width) : extents{channels, height, width}, rank(3) {}

    Index size() const { return extents[0] * extents[1] * extents[2]; }
    bool isImage() const { return rank == 3; }
    Index channels() const { return rank == 1 ? 1 : extents[0]; }
    Index height() const { return rank == 3 ? extents[1] : 1; }
    Index width() const { return rank == 3 ? extents[2] : rank == 2 ? extents[1] : extents[0]; }
    bool operator==(const Shape &) const = default;
};

/// "784", "28 × 28", "28 × 28 × 3" (UTF-8).
std::string toText(const Shape &shape);

/// Both ends inclusive.
struct Range {
    float lowest = 0.0f, highest = 1.0f;

    bool operator==(const Range &) const = default;
};

/// Column-major view: element (row, column) is data[row + column * stride].
template <class T>
struct BasicView {
    T *data = nullptr;
    Index rows = 0;
    Index columns = 0;
    Index stride = 0;

    T *column(Index index) const { return data + index * stride; }
    BasicView columnsFrom(Index first, Index count) const { return {data + first * stride, rows, count, stride}; }
    operator BasicView<const T>() const { return {data, rows, columns, stride}; }
};
using View = BasicView<float>;
using ConstView = BasicView<const float>;

/// A flat array of floats on a 64-byte boundary with core::slack readable floats behind its end; its size is fixed when it is made.
/// Copying copies the numbers.
class Floats {
public:
    Floats() = default;
    explicit Floats(Index size); ///< zeros
    Floats(const Floats &other);
    Floats &operator=(const Floats &other);
    Floats(Floats &&other) noexcept;
    Floats &operator=(Floats &&other) noexcept;
    ~Floats();

    float *data() { return m_data; }
    const float *data() const { return m_data; }
    Index size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    float &operator[](Index index) { return m_data[index]; }
    float operator[](Index index) const { return m_data[index]; }
    std::span<float> span() { return {m_data, static_cast<std::size_t>(m_size)}; }
    std::span<const float> span() const { return {m_data, static_cast<std::size_t>(m_size)}; }

private:
    float *m_data = nullptr;
    Index m_size = 0;
};

/// Rounds up to a multiple of 16 floats, one cache line.
constexpr Index padded(Index count) {
    return (count + 15) / 16 * 16;
}

/// Distance between columns of so many rows: an odd number of cache lines, so that walking along a row meets every set of the cache
/// (a distance of 1024 floats meets one: the products are then ten times slower).
constexpr Index strideOf(Index rows) {
    const Index lines = (rows + 15) / 16;
    return (lines % 2 == 1 ? lines : lines + 1) * 16;
}

} // namespace hourglass::core
