#pragma once

namespace hourglass::ui {

/// A piece of an axis.
struct Extent {
    double lower = 0.0, upper = 1.0;

    double size() const { return upper - lower; }
    bool contains(double value) const { return value >= lower && value <= upper; }
    bool operator==(const Extent &) const = default;
};

} // namespace hourglass::ui
