// A stack as the texts and widths of its bars, made once for each stack shown so that painting only paints.
#pragma once

#include <QString>

#include <vector>

#include "engine/plan/outline.h"

namespace hourglass::ui {

struct StackBar {
    QString name;         ///< "Dense 256", "Code 2", "Input 28 × 28"
    QString detail;       ///< "ReLU", or empty
    QString figures;      ///< parameters, or empty where there are none or they are unknown
    QString shortFigures; ///< the same for a narrow dock: "201 k"
    QString toolTip;      ///< shapes, parameters, multiply-adds
    QString spoken;       ///< for a screen reader
    double units = 1;     ///< the width is by its logarithm
    plan::Role role = plan::Role::Input;

    /// "Dense 256 · ReLU"
    QString label() const { return detail.isEmpty() ? name : name + QStringLiteral(" · ") + detail; }
};

/// The input at index 0, layer i at index i + 1. `hasCounts` is false for a sketch.
std::vector<StackBar> barsOf(const plan::Outline &outline, bool hasCounts);

} // namespace hourglass::ui
