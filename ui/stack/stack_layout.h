// Where the bars of a stack stand. Bar 0 is the input, bar i + 1 layer i; gap g lies above layer g.
#pragma once

#include <QRectF>

#include <vector>

#include "ui/theme/text_size.h"

#include "ui/stack/stack_bars.h"

namespace hourglass::ui {

struct StackLayout {
    std::vector<QRectF> bars;
    QRectF error;         ///< room for the sentence below the bar that cannot be
    double centre = 0;    ///< x of the hourglass's axis
    double fullWidth = 0; ///< of the widest bar
    double rightEdge = 0; ///< text ends here
    double height = 0;

    double barHeight = scaled(40), slimHeight = scaled(24), gap = 16; ///< less where the stack would not fit otherwise

    static constexpr double margin = 12;

    /// By how much wider a bar is drawn for e times as many units.
    double pixelsPerEFold() const;

    /// The strip above layer `gap` in which a layer can be inserted.
    QRectF gapStrip(int index) const;
    int gapCount() const { return bars.empty() ? 0 : static_cast<int>(bars.size()) - 1; }
    /// −1 for none.
    int barAt(const QPointF &point) const;
    int gapAt(const QPointF &point) const;
};

/// `figuresWidth` is what stands at the right of the widest bar; the error's sentence, `errorHeight` high, follows bar `errorBar`
/// (−1: no error). Width of a bar: full · max(0.27, 1 − 0.148 · ln(largest / units)). Bars become lower, down to half of their
/// height, slim ones as far as a line of text allows, where that makes the stack fit into `room`.height().
StackLayout layOutStack(const std::vector<StackBar> &bars, const QSizeF &room, double figuresWidth, int errorBar, double errorHeight);

} // namespace hourglass::ui
