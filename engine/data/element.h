// How a number lies in a file, and how it becomes a float.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/types.h"

namespace hourglass::data {

enum class ElementType : std::uint8_t { Bool, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float16, Float32, Float64 };

struct Element {
    ElementType type = ElementType::Float32;
    bool isBigEndian = false;

    std::size_t size() const; ///< bytes
    /// Unsigned bytes stay bytes in memory, and are scaled as value / 255.
    bool isByte() const { return type == ElementType::UInt8; }
    bool isWhole() const { return type < ElementType::Float16; }
    /// It has numbers that no float is equal to.
    bool isWiderThanFloat() const {
        return type == ElementType::Int32 || type == ElementType::Int64 || type == ElementType::UInt32 || type == ElementType::UInt64 ||
               type == ElementType::Float64;
    }
    /// It lies in the file as it does in memory.
    bool isPlainFloat() const { return type == ElementType::Float32 && !isBigEndian; }
};

/// Writes `count` numbers as the nearest floats, not scaled; a double beyond float becomes infinite. `from` needs no alignment.
void toFloats(Element element, const std::uint8_t *from, core::Index count, float *to);
/// The same as the nearest doubles.
void toDoubles(Element element, const std::uint8_t *from, core::Index count, double *to);

} // namespace hourglass::data
