#include "engine/data/readers/series/gaps.h"

#include <algorithm>
#include <cmath>

namespace hourglass::data {

namespace {

void drawLines(std::vector<float> &values) {
    const std::size_t none = values.size();
    std::size_t last = none; // the value before the gap
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            continue;
        const std::size_t from = last == none ? 0 : last + 1;
        for (std::size_t gap = from; gap < i; ++gap) {
            const double share = last == none ? 1.0 : static_cast<double>(gap - last) / static_cast<double>(i - last);
            const auto left = static_cast<double>(values[last == none ? i : last]), right = static_cast<double>(values[i]);
            values[gap] = static_cast<float>(left + (right - left) * share);
        }
        last = i;
    }
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(last) + 1, values.end(), values[last]);
}

} // namespace

void fillGapsOf(std::vector<float> &values, const std::string &filling, float otherwise, float zero) {
    double sum = 0.0, count = 0.0;
    for (const float value : values)
        if (!std::isnan(value)) {
            sum += static_cast<double>(value);
            ++count;
        }
    if (count == static_cast<double>(values.size()))
        return;
    if (count > 0.0 && filling == "line")
        return drawLines(values);
    const float with = filling == "zero" ? zero : count > 0.0 ? static_cast<float>(sum / count) : otherwise;
    for (float &value : values)
        value = std::isnan(value) ? with : value;
}

} // namespace hourglass::data
