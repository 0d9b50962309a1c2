// Text in NumPy's format ("<U5", "|S5"), as classes are named.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/readers/array_labels.h"
#include "engine/data/readers/byte_source.h"

namespace hourglass::data {

struct NpyWordLayout {
    std::vector<core::Index> extents; ///< one or two, above zero
    core::Index letters = 0;          ///< of each word at most
    bool isWide = false;              ///< four bytes a letter (UTF-32)
    bool isBigEndian = false;

    core::Index count() const { return extents.size() == 2 ? extents[0] * extents[1] : extents[0]; }
    core::Index wordBytes() const { return isWide ? 4 * letters : letters; }
};

/// Whether a header's type is of text.
bool isNpyText(const std::string &type);

/// Reads the header, and leaves the source at the first word. An error where it holds no text, or says that there is more than
/// the source can hold.
core::Result<NpyWordLayout> readNpyWordLayout(ByteSource &source);

/// Each word is a class; "" is none. An error where there are more than mostClasses, or the source ends early.
core::Result<ClassLabels> readNpyWords(ByteSource &source, const NpyWordLayout &layout, const Progress &progress);

} // namespace hourglass::data
