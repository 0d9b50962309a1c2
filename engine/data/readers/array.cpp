#include "engine/data/readers/array.h"

namespace hourglass::data {

std::string extentsText(const std::vector<core::Index> &extents) {
    std::string text;
    for (const core::Index extent : extents) {
        text += text.empty() ? "" : " × ";
        text += std::to_string(extent);
    }
    return text;
}

} // namespace hourglass::data
