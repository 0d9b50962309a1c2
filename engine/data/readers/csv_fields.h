// Plain numbers of many fields at once. Where a block's fields end is found before they are read, so that reading one need not wait for where
// the one before ended, and a number is one load, one permutation and four products (after Mula, "SIMD-ized faster parse of numbers", 2014).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hourglass::data {

/// Whether this processor has what it takes (SSE4.1).
bool canReadFields();

/// The places of all delimiters and line breaks, those within quotes included. At least 64 bytes behind the text must be readable.
void findEnds(std::string_view text, char delimiter, std::vector<std::uint32_t> &ends);

/// Reads the fields from `at` on, which end at text[ends[0]], text[ends[1]] … , as plain decimals of at most sixteen characters, and returns how
/// many: fewer than `count` where the row ends or a field needs another look. As exact as parsePlainNumber.
std::size_t readFields(const char *text, const char *at, const std::uint32_t *ends, std::size_t count, char point, float *values);

} // namespace hourglass::data
