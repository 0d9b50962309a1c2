// Marks beside numbers that measure nothing: footnotes, stars, the flags of statistical offices, "~", and a deviation behind ±.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hourglass::data {

struct CsvMarked {
    std::string_view number; ///< the text without its marks; digits are in it
    std::string mark;        ///< as people are shown it: "*", "[1]", "b", "~", "±"
    bool isWord = false;     ///< a letter or two behind a blank, which may be a unit as well
};

/// Nothing where the text has no such mark.
std::optional<CsvMarked> withoutMarks(std::string_view text);

} // namespace hourglass::data
