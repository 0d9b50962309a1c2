// Which colour a number has, and how it is written beside a colour.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace hourglass::ui {

/// Of all numbers of a data set, so that a colour means the same in every view and part.
struct ColourScale {
    static constexpr int levels = 64; ///< different colours; the one after them is that of unknown numbers

    double low = 0, high = 1;                            ///< the ends of the colour map
    bool isClippedBelow = false, isClippedAbove = false; ///< numbers lie beyond the end; they have its colour
    double offset = 0;                                   ///< added to a number before it is written
    double period = 0;                                   ///< after which a number means the same again; 0: never
    std::vector<float> steps;                            ///< all different values, ascending, where each has a colour and a name of its own; else empty
    QStringList names;                                   ///< of the whole numbers from 0 on, or empty: they are written as numbers
    std::vector<int> classes;                            ///< whose colour each step has (classColour), where they are kinds and not numbers; else empty
    QString unknown;                                     ///< what is written of a number that is not finite; empty: "unknown"
    bool hasUnknown = false;                             ///< some number is not finite

    /// Whole numbers with at most `mostSteps` different values become steps. Others run from the lowest to the highest; where the distance
    /// from the 1st or 99th percentile to that end is more than a quarter of what lies between the two percentiles, the percentile is the end.
    static ColourScale of(std::vector<float> values, double period = 0);
    static constexpr int mostSteps = 10;
    /// Kinds 0, 1, … with these names, each with the colour of a class: at most `levels` of them, further ones are like the last.
    static ColourScale ofKinds(const QStringList &names, const std::vector<int> &classes);

    bool isCyclic() const { return period > 0; }
    /// 0 … levels − 1, or `levels` for a number that is not finite.
    int levelOf(float value) const;
    /// Which of the steps it is; −1 where it is unknown or there are none.
    int stepOf(float value) const;
    /// "1.57", with as many decimals as the scale deserves; the name of a number that has one; "unknown".
    QString textOf(float value) const;
    /// What stands at a share of the bar, 0 … 1: "≤ −2.33" at an end that is clipped, "2π" after a whole turn.
    QString markAt(double share) const;
};

} // namespace hourglass::ui
