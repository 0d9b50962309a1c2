#include "engine/data/element.h"

#include <bit>
#include <cstring>

namespace hourglass::data {

using core::Index;

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are read as they lie in memory");

struct Half {
    std::uint16_t bits;
    /// IEEE 754 binary16: every one of them is a float.
    explicit operator float() const {
        const std::uint32_t sign = std::uint32_t{bits} >> 15 << 31, exponent = bits >> 10 & 31u, fraction = bits & 1023u;
        if (exponent == 0) { // zero and the subnormal ones: fraction · 2^-24
            const float size = static_cast<float>(fraction) * 0x1p-24f;
            return sign ? -size : size;
        }
        const std::uint32_t widened = exponent == 31 ? 255 : exponent + 112;
        return std::bit_cast<float>(sign | widened << 23 | fraction << 13);
    }
    explicit operator double() const { return static_cast<double>(static_cast<float>(*this)); }
};

struct Truth {
    std::uint8_t bits;
    explicit operator float() const { return bits ? 1.0f : 0.0f; }
    explicit operator double() const { return bits ? 1.0 : 0.0; }
};

std::uint8_t swapped(std::uint8_t raw) {
    return raw;
}
std::uint16_t swapped(std::uint16_t raw) {
    return __builtin_bswap16(raw);
}
std::uint32_t swapped(std::uint32_t raw) {
    return __builtin_bswap32(raw);
}
std::uint64_t swapped(std::uint64_t raw) {
    return __builtin_bswap64(raw);
}

template <class Raw, class Number, class To>
void convert(bool isBigEndian, const std::uint8_t *from, Index count, To *to) {
    for (Index i = 0; i < count; ++i) {
        Raw raw;
        std::memcpy(&raw, from + i * static_cast<Index>(sizeof raw), sizeof raw);
        to[i] = static_cast<To>(std::bit_cast<Number>(isBigEndian ? swapped(raw) : raw));
    }
}

} // namespace

std::size_t Element::size() const {
    switch (type) {
    case ElementType::Bool:
    case ElementType::Int8:
    case ElementType::UInt8: return 1;
    case ElementType::Int16:
    case ElementType::UInt16:
    case ElementType::Float16: return 2;
    case ElementType::Int32:
    case ElementType::UInt32:
    case ElementType::Float32: return 4;
    case ElementType::Int64:
    case ElementType::UInt64:
    case ElementType::Float64: break;
    }
    return 8;
}

namespace {

template <class To>
void convertAll(Element element, const std::uint8_t *from, Index count, To *to) {
    const bool big = element.isBigEndian;
    switch (element.type) {
    case ElementType::Bool: return convert<std::uint8_t, Truth>(big, from, count, to);
    case ElementType::Int8: return convert<std::uint8_t, std::int8_t>(big, from, count, to);
    case ElementType::Int16: return convert<std::uint16_t, std::int16_t>(big, from, count, to);
    case ElementType::Int32: return convert<std::uint32_t, std::int32_t>(big, from, count, to);
    case ElementType::Int64: return convert<std::uint64_t, std::int64_t>(big, from, count, to);
    case ElementType::UInt8: return convert<std::uint8_t, std::uint8_t>(big, from, count, to);
    case ElementType::UInt16: return convert<std::uint16_t, std::uint16_t>(big, from, count, to);
    case ElementType::UInt32: return convert<std::uint32_t, std::uint32_t>(big, from, count, to);
    case ElementType::UInt64: return convert<std::uint64_t, std::uint64_t>(big, from, count, to);
    case ElementType::Float16: return convert<std::uint16_t, Half>(big, from, count, to);
    case ElementType::Float32: return convert<std::uint32_t, float>(big, from, count, to);
    case ElementType::Float64: return convert<std::uint64_t, double>(big, from, count, to);
    }
}

} // namespace

void toFloats(Element element, const std::uint8_t *from, Index count, float *to) {
    convertAll(element, from, count, to);
}

void toDoubles(Element element, const std::uint8_t *from, Index count, double *to) {
    convertAll(element, from, count, to);
}

} // namespace hourglass::data
