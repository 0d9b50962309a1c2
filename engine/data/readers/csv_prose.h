// Text that is no delimited table, however many commas or blanks it has.
#pragma once

#include <string_view>

namespace hourglass::data {

/// Whether the text is sentences: words and hardly a number, and many of the words those that only sentences have.
bool looksLikeProse(std::string_view text);

/// Whether its columns stand below one another and are told apart by that alone: blanks stand within values, or in place of
/// missing ones.
bool hasFixedWidths(std::string_view text);

} // namespace hourglass::data
