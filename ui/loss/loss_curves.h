// The lines of the present run and of others in a plot, fed with thinned data only: what drawing costs depends on the width in pixels.
#pragma once

#include <vector>

#include <qcustomplot.h>

#include "ui/loss/loss_run.h"
#include "ui/loss/loss_terms.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// What a person chose to see.
struct LossView {
    CurveAxis axis = CurveAxis::Epochs;
    bool isLogHorizontal = false, isLogVertical = false;
    bool showsBaselines = true, showsOthers = true, showsTerms = false;
    double smoothing = 50.0; ///< steps; 0: none

    bool operator==(const LossView &) const = default;
};

/// Borders of `columns` columns of equal width on the axis.
void columnEdges(double lower, double upper, int columns, bool isLogarithmic, std::vector<double> &edges);

class LossCurves {
public:
    explicit LossCurves(QCustomPlot &plot);

    void setLook(const Theme &theme, const LossView &view);
    /// For the ranges that the axes have now.
    void draw(const LossRun &run, const std::vector<LossOverlay> &others, const std::vector<LossTerm> &terms);

private:
    struct Pair {
        QCPGraph *train, *heldOut;
    };
    enum class Line { Raw, Smoothed };
    QCPGraph *addLine();
    void drawOthers(const std::vector<LossOverlay> &others);
    void drawSegments(const Pair &lines, const LossRun &run, std::size_t count);
    void drawTerms(const std::vector<LossTerm> &terms);
    void addPoints(const SmoothedCurve &curve, Line line);
    double clamped(double value) const;
    /// The more steps stand in a column, the fainter their band: a wall would say no more than a veil.
    void fadeBand();
    double bandStrength() const;

    QCustomPlot &m_plot;
    Theme m_theme;
    LossView m_view;
    QCPGraph *m_raw;
    Pair m_older, m_present;    ///< this run under another loss; this run
    std::vector<Pair> m_others; ///< below them, the last first
    std::vector<QCPGraph *> m_terms;
    std::vector<double> m_edges; ///< these three are kept for their memory
    std::vector<CurveColumn> m_columns;
    QVector<QCPGraphData> m_points;
};

} // namespace hourglass::ui
