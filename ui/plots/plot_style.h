// The look that all plots share: no box, a quiet grid, dim figures.
#pragma once

#include <QColor>

#include "ui/theme/theme.h"

class QCustomPlot;

namespace hourglass::ui {

void stylePlot(QCustomPlot &plot, const Theme &theme);

/// `share` of the second colour in the first.
QColor blended(const QColor &first, const QColor &second, double share);

/// The colour, darkened on a light ground or lightened on a dark one until text in it has a contrast of 4.5 : 1
/// (WCAG 2.1, 1.4.3).
QColor readable(const QColor &colour, const QColor &ground);

} // namespace hourglass::ui
