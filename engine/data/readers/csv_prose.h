// Text for reading, which is no table however many commas it has.
#pragma once

#include <string_view>

namespace hourglass::data {

/// Whether the text is sentences: words and hardly a number, and many of the words those that only sentences have.
bool looksLikeProse(std::string_view text);

} // namespace hourglass::data
