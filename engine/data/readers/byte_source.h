// Bytes that are read forward once: a file, a block of memory, an entry of an archive. Nothing of the content is trusted: a damaged or
// truncated source is an error, never fewer bytes in silence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/core/result.h"

namespace hourglass::data {

class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills `to` as far as there are bytes and returns how many. Fewer than asked for only at the sound end of the source.
    virtual core::Result<std::size_t> read(std::span<std::uint8_t> to) = 0;
    /// The most bytes that can still come.
    virtual std::uint64_t mostRemaining() const = 0;
    /// Share of the source that was consumed, 0 … 1.
    virtual double fraction() const = 0;
    /// For errors.
    virtual const std::string &name() const = 0;
};

/// An error where the source goes on. Reading to the end also verifies check sums.
std::optional<core::Error> expectEnd(ByteSource &source);

} // namespace hourglass::data
