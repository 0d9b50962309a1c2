// A stack as the texts and widths of its bars, made once for each stack shown so that painting only paints.
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <vector>

#include "engine/plan/outline.h"
#include "ui/forms/number_range.h"

namespace hourglass::ui {

/// The setting that a bar's edges change.
struct BarWidth {
    std::string key; ///< "units", "channels"
    NumberRange range;
    core::Index value = 1;
};

struct StackBar {
    QString name;         ///< "Dense 256", "Code 2", "Input 28 × 28", "16 maps · 14 × 14", "28 steps × 32"
    QString shortName;    ///< of maps, steps and the input, where the name does not fit: "16 · 14 × 14", "28 × 28"; or empty
    QString detail;       ///< "ReLU", "Convolution · ReLU", or empty
    QString shortDetail;  ///< of maps and steps, where the detail does not fit: "Convolution"
    QString figures;      ///< parameters, or empty where there are none or they are unknown
    QString shortFigures; ///< the same for a narrow dock: "201 k"
    QString toolTip;      ///< shapes, parameters, multiply-adds
    QString spoken;       ///< for a screen reader
    double units = 1;     ///< the width is by its logarithm
    plan::Role role = plan::Role::Input;
    bool isSlim = false;  ///< of a layer that has no width of its own: norms, dropout, pooling
    int outlines = 0;     ///< of maps, drawn one behind the other: more for more channels; 0: no image
    double mapHeight = 0; ///< of such an outline, as a share of the longest side in the stack
    double mapWidth = 0;
    bool canMove = false; ///< to another place
    int changedUnits = 0; ///< of which views are shown another output than is computed
    std::optional<BarWidth> width = {};

    /// "Dense 256 · ReLU"
    QString label() const { return detail.isEmpty() ? name : name + QStringLiteral(" · ") + detail; }
};

/// The input at index 0, layer i at index i + 1. `hasCounts` is false for a sketch.
std::vector<StackBar> barsOf(const plan::Outline &outline, bool hasCounts);

} // namespace hourglass::ui
