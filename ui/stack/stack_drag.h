// A drag in the stack from the press on: which width or which place the pointer has come to. Knows numbers and places only; what they make of the
// stack is the view's affair.
#pragma once

#include "ui/stack/stack_grip.h"

namespace hourglass::ui {

class StackDrag {
public:
    /// `bars` and `layout` as they are at the press; `grip` holds something.
    StackDrag(const std::vector<StackBar> &bars, const StackLayout &layout, const StackGrip &grip, const QPointF &pressed);

    /// The pointer is here now. True where the number or the place has become another one, or the drag has just begun.
    bool moveTo(const QPointF &point, bool isExact);
    /// Far enough from the press to be no click.
    bool hasBegun() const { return m_hasBegun; }

    const StackGrip &grip() const { return m_grip; }
    int layer() const { return m_grip.bar - 1; }
    /// Of an edge: a round number, by e-folds as the bars are drawn; exact: one more or less for each pixel.
    core::Index units() const { return m_units; }
    /// Of a bar: the layer whose place it would take.
    int place() const { return m_place; }
    /// Of a bar: where its upper edge hangs.
    double top() const { return m_top; }
    const std::vector<StackBar> &bars() const { return m_bars; }
    const StackLayout &layout() const { return m_layout; }

private:
    core::Index unitsAt(double outwards, bool isExact);
    int placeAt(double centre) const;

    std::vector<StackBar> m_bars;
    StackLayout m_layout;
    StackGrip m_grip;
    QPointF m_pressed;
    bool m_hasBegun = false, m_isExact = false;
    double m_anchor = 0;      ///< pixels outwards where the way of counting began
    double m_anchorUnits = 0; ///< and the number there
    std::vector<double> m_stops;
    core::Index m_units = 0;
    int m_place = -1;
    double m_top = 0;
};

/// The bars' places with their new widths, as `bars` has them, where they stand: no e-fold is drawn longer than before.
StackLayout withWidths(const StackLayout &layout, const std::vector<StackBar> &before, const std::vector<StackBar> &bars);

} // namespace hourglass::ui
