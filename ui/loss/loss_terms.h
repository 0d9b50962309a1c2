// What the loss is the sum of, over the steps of a run that were trained with its present loss: one line a term, from the evaluations.
#pragma once

#include <vector>

#include <QColor>
#include <QString>

#include "ui/loss/loss_run.h"

namespace hourglass::ui {

struct LossTerm {
    struct Point {
        double step = 0, epoch = 0, value = 0;
        double place(CurveAxis axis) const { return axis == CurveAxis::Epochs ? epoch : step; }
    };
    QString name; ///< "reconstruction"
    QColor colour;
    std::vector<Point> points; ///< by step, all finite

    /// The point nearest to a place, or null.
    const Point *nearest(CurveAxis axis, double x) const;
};

/// Empty where the loss is of one term. Cost: the evaluations of the run.
std::vector<LossTerm> termsOf(const LossRun &run);

} // namespace hourglass::ui
