// How the views of single units name them and write their numbers.
#pragma once

#include <QStringList>

#include "engine/analysis/mix_task.h"

namespace hourglass::ui {

/// "z₃", or "PC₃" for a principal direction.
QString axisName(analysis::CodeBasis basis, int axis);
/// A value along an axis, in as many decimals as its σ deserves.
QString valueText(const analysis::CodeSpread &spread, int axis, double position);
/// "z₃: mean 0.42, σ 1.31", with the effect where it was measured.
QString axisHelp(const analysis::MixPicture &mix, int axis);
/// "the mean code", "no. 1 123, Sneaker".
QString centreName(const analysis::MixPicture &mix, const QStringList &classes);
/// "16 units", "16 PCA directions".
QString axesCount(const analysis::CodeSpread &spread);

enum class AxisOrder { ByNumber, ByVariance, ByEffect };
QString orderName(AxisOrder order);
/// Numbers of the axes, the largest first but for AxisOrder::ByNumber; of equal ones the lower number.
std::vector<int> orderedAxes(const analysis::MixPicture &mix, AxisOrder order);

} // namespace hourglass::ui
