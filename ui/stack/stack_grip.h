// What of a stack can be taken hold of: the edges of a bar, which are its layer's width, and the bar, which is its place.
#pragma once

#include <QPointF>
#include <QString>

#include <vector>

#include "engine/spec/spec.h"
#include "ui/stack/stack_layout.h"

namespace hourglass::ui {

enum class Hold { Nothing, Bar, LeftEdge, RightEdge };

struct StackGrip {
    Hold hold = Hold::Nothing;
    int bar = -1;

    bool isEdge() const { return hold == Hold::LeftEdge || hold == Hold::RightEdge; }
    bool operator==(const StackGrip &) const = default;
};

/// What a press at this point takes hold of: an edge reaches a few pixels to both sides.
StackGrip gripAt(const std::vector<StackBar> &bars, const StackLayout &layout, const QPointF &point);

/// Says of each bar whether it can be moved and which setting its edges change: units or channels, where they are a number and not the last
/// layer's, whose width is the data's.
void addGrips(std::vector<StackBar> &bars, const spec::ModelSpec &model, const spec::Catalogue &catalogue);

} // namespace hourglass::ui
