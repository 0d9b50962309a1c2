// Scalings that shift and stretch each number by itself: range, standardise, robust.
#pragma once

#include <memory>

#include "engine/data/shaping/scaling.h"

namespace hourglass::data {

/// scaled = (x − offset) · factor, x = scaled · spread + offset, in double. One entry a feature, or a single one for all.
struct AffineTerms {
    std::vector<double> offset, factor, spread;
};

/// As sklearn's MinMaxScaler, StandardScaler and RobustScaler have it (Pedregosa et al. 2011): a feature without any spread in the training part,
/// or whose quartiles are equal though its numbers are not, is centred only. Null where it was cancelled.
std::shared_ptr<const Scaling> fitAffine(const Dataset &dataset, const std::string &kind, bool asAWhole, const Progress &progress,
                                         std::vector<std::string> &remarks);

} // namespace hourglass::data
