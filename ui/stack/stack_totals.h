// Parameters, compression and the cost of an epoch, below the bars.
#pragma once

#include <QWidget>

#include "engine/plan/outline.h"

class QLabel;

namespace hourglass::ui {

class StackTotals : public QWidget {
    Q_OBJECT
public:
    explicit StackTotals(QWidget *parent = nullptr);

    void showOutline(const plan::Outline &outline);
    /// The stack does not compile: nothing is known but the cost of the one that trains.
    void showUnknown();
    /// NaN: not measured.
    void showCost(double secondsPerEpoch);

private:
    QLabel *addFigure(const QString &word, const QString &name);

    QLabel *m_parameters;
    QLabel *m_compression;
    QLabel *m_cost;
};

} // namespace hourglass::ui
