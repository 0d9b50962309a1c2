// The look that all plots share: no box, a quiet grid, dim figures.
#pragma once

#include <QColor>

#include "ui/theme/theme.h"

class QCustomPlot;

namespace hourglass::ui {

void stylePlot(QCustomPlot &plot, const Theme &theme);

/// `share` of the second colour in the first.
QColor blended(const QColor &first, const QColor &second, double share);

} // namespace hourglass::ui
