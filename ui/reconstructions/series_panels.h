// A series as curves over one another: a panel for each feature of its steps, the band between original and reconstruction filled.
#pragma once

#include <QPainter>

#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

constexpr std::size_t mostPanels = 8; ///< of a series with more features the first ones are drawn

/// Numbers of the source. `place` is marked.
void paintSeriesPanels(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const core::Shape &shape,
                       const ReconstructionStyle &style, const SamplePlace &place);
/// The step at a point of the rectangle, or nothing beside the panels.
std::optional<int> stepAt(const QRectF &rect, const QPointF &point, const core::Shape &shape, const ReconstructionStyle &style);

} // namespace hourglass::ui
