// Parameters, compression and the cost of an epoch, below the bars.
#pragma once

#include <QWidget>

#include <vector>

#include "engine/plan/outline.h"

class QBoxLayout;
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

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *addFigure(const QString &word, const QString &name);

    /// Figures above their words, side by side; in a narrow dock one below the other.
    void arrange();

    QBoxLayout *m_figures;
    std::vector<QBoxLayout *> m_columns;
    QLabel *m_parameters;
    QLabel *m_compression;
    QLabel *m_cost;
};

} // namespace hourglass::ui
