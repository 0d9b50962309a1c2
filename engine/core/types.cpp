#include "engine/core/types.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <utility>

#include <sys/mman.h>

#include "engine/core/slack.h"

namespace hourglass::core {

std::string toText(const Shape &shape) {
    const auto times = [](Index a, Index b) { return std::to_string(a) + " × " + std::to_string(b); };
    if (shape.rank == 1)
        return std::to_string(shape.extents[0]);
    if (shape.rank == 2)
        return times(shape.extents[0], shape.extents[1]);
    const std::string plane = times(shape.extents[1], shape.extents[2]);
    return shape.extents[0] == 1 ? plane : plane + " × " + std::to_string(shape.extents[0]);
}

namespace {

constexpr std::align_val_t line{64};
constexpr std::size_t smallPage = 4096, largePage = std::size_t{2} << 20;

/// What spans a large page of memory asks for them, where the kernel has them: products of wide layers walk through weights faster than small
/// pages can be looked up. What lies before the first whole large page and behind the last stays in small ones.
float *allocate(std::size_t bytes) {
    void *const data = ::operator new(bytes, line);
    if (bytes >= largePage) {
        const auto begin = (reinterpret_cast<std::uintptr_t>(data) + smallPage - 1) / smallPage * smallPage;
        madvise(reinterpret_cast<void *>(begin), bytes - smallPage, MADV_HUGEPAGE); // a wish: all is well without
    }
    return static_cast<float *>(data);
}

} // namespace

Floats::Floats(Index size) : m_size(size) {
    if (size == 0)
        return;
    const Index allocated = padded(size) + slack;
    m_data = allocate(static_cast<std::size_t>(allocated) * sizeof(float));
    std::fill_n(m_data, allocated, 0.0f);
}

Floats::Floats(const Floats &other) : Floats(other.m_size) {
    std::copy_n(other.m_data, m_size, m_data);
}

Floats &Floats::operator=(const Floats &other) {
    if (this == &other)
        return *this;
    if (m_size == other.m_size)
        std::copy_n(other.m_data, m_size, m_data);
    else
        *this = Floats(other);
    return *this;
}

Floats::Floats(Floats &&other) noexcept : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

Floats &Floats::operator=(Floats &&other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

Floats::~Floats() {
    ::operator delete(m_data, line);
}

} // namespace hourglass::core
