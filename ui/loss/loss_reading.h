// The values of the present run and of others at one place, as the read-out shows them.
#pragma once

#include <vector>

#include <QColor>
#include <QLocale>
#include <QPointF>
#include <QString>

#include "ui/loss/loss_curves.h"
#include "ui/loss/loss_run.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

struct Reading {
    struct Row {
        QColor colour;
        QString name, value, note;
        double level = 0.0; ///< where its dot stands; not finite: none
    };
    bool isShown = false;
    double x = 0.0;  ///< coordinate of the hairline
    QPointF pointer; ///< pixel that the box must not cover
    QString title;
    QString context; ///< which loss, where it is not the present one
    QString change;  ///< what changed here
    QString way;     ///< how to go back to before that
    bool isBad = false;
    std::vector<Row> rows;

    QString text() const; ///< for assistive technology
};

/// The values nearest to x. `mark` is what changed there, or null. Not shown where the run has no value at all.
Reading readRuns(const LossRun &run, const std::vector<LossOverlay> &others, const std::vector<LossTerm> &terms, const LossView &view, const Theme &theme,
                 const QLocale &locale, double x, const runs::Mark *mark);

} // namespace hourglass::ui
