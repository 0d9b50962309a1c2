// Which classes say by their names that they are anomalous.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hourglass::judging {

/// Those called abnormal, anomaly, outlier, defect, fault, fraud, attack …; else all but the one that is called normal, good, healthy, inlier or nominal. None
/// where no name says so, or all do. In any case of letters.
std::vector<std::int32_t> anomalousByName(const std::vector<std::string> &names);

} // namespace hourglass::judging
