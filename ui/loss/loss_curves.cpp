#include "ui/loss/loss_curves.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "ui/plots/plot_style.h"
#include "ui/plots/run_colours.h"

namespace hourglass::ui {

namespace {

constexpr std::size_t manyPoints = 60;             // held-out losses beyond which dots would run together
constexpr double crowdedSteps = 4, faintest = 0.3; // steps in a column of pixels from which on the band fades, and how far it does
constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// Where a curve has a gap the library sets a dot at the corner of the plot, which drawings do not clip.
class CurveGraph : public QCPGraph {
public:
    using QCPGraph::QCPGraph;

protected:
    void drawScatterPlot(QCPPainter *painter, const QVector<QPointF> &scatters, const QCPScatterStyle &style) const override {
        const QRectF area = clipRect();
        QVector<QPointF> seen;
        std::copy_if(scatters.begin(), scatters.end(), std::back_inserter(seen), [&area](const QPointF &dot) { return area.contains(dot); });
        QCPGraph::drawScatterPlot(painter, seen, style);
    }
};

} // namespace

void columnEdges(double lower, double upper, int columns, bool isLogarithmic, std::vector<double> &edges) {
    edges.resize(static_cast<std::size_t>(columns) + 1);
    for (int edge = 0; edge <= columns; ++edge) {
        const double share = static_cast<double>(edge) / columns;
        edges[static_cast<std::size_t>(edge)] = isLogarithmic && lower > 0 ? lower * std::pow(upper / lower, share) : lower + (upper - lower) * share;
    }
}

LossCurves::LossCurves(QCustomPlot &plot) : m_plot(plot) {
    m_older.train = addLine();
    m_older.heldOut = addLine();
    m_raw = addLine();
    m_present.train = addLine();
    m_present.heldOut = addLine();
    // Other runs lie over the band of single steps, which would hide what is as good, and below the present lines.
    const QString band = QStringLiteral("band"), others = QStringLiteral("others");
    m_plot.addLayer(others, m_plot.layer(QStringLiteral("main")), QCustomPlot::limBelow);
    m_plot.addLayer(band, m_plot.layer(others), QCustomPlot::limBelow);
    m_raw->setLayer(band);
    m_raw->setAntialiased(false);
}

QCPGraph *LossCurves::addLine() {
    QCPGraph *graph = new CurveGraph(m_plot.xAxis, m_plot.yAxis); // the plot's
    graph->setAdaptiveSampling(false);                            // the data come thinned
    graph->setSelectable(QCP::stNone);
    return graph;
}

void LossCurves::setLook(const Theme &theme, const LossView &view) {
    m_theme = theme;
    m_view = view;
    const auto thick = [](const QColor &colour) { return QPen(colour, 2, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin); };
    m_older.train->setPen(QPen(blended(theme.panel, theme.encoder, 0.45), 1.5));
    m_older.heldOut->setPen(QPen(blended(theme.panel, theme.code, 0.5), 1.5));
    m_raw->setPen(QPen(blended(theme.panel, theme.encoder, bandStrength()),
                       m_plot.devicePixelRatioF() > 1 ? 1.5 : 1)); // one device pixel would leave gaps in the band
    m_present.train->setPen(thick(theme.encoder));
    m_present.heldOut->setPen(thick(theme.code));
    m_present.train->setVisible(view.smoothing > 0);
}

void LossCurves::draw(const LossRun &run, const std::vector<LossOverlay> &others, const std::vector<LossTerm> &terms) {
    const int columns = std::max(m_plot.axisRect()->width(), 16); // a point wide on any screen, so that the band looks the same
    columnEdges(m_plot.xAxis->range().lower, m_plot.xAxis->range().upper, columns, m_view.isLogHorizontal, m_edges);
    drawOthers(others);
    drawSegments(m_older, run, run.segments().size() - 1);
    drawTerms(terms);
    m_points.clear();
    addPoints(run.present().train, Line::Raw);
    m_raw->data()->set(m_points, true);
    fadeBand();
    m_points.clear();
    if (m_view.smoothing > 0)
        addPoints(run.present().train, Line::Smoothed);
    m_present.train->data()->set(m_points, true);
    m_points.clear();
    addPoints(run.present().heldOut, Line::Raw);
    m_present.heldOut->data()->set(m_points, true);
    const bool hasDots = m_columns.size() <= manyPoints;
    m_present.heldOut->setScatterStyle(hasDots ? QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(m_theme.panel, 1), m_theme.code, 6)
                                               : QCPScatterStyle(QCPScatterStyle::ssNone));
}

void LossCurves::fadeBand() {
    if (m_view.smoothing <= 0)
        return; // the losses of single steps are the curve then
    double steps = 0, columns = 0;
    for (const CurveColumn &column : m_columns) {
        steps += static_cast<double>(column.steps);
        columns += column.steps > 0;
    }
    const double aColumn = columns > 0 ? steps / columns : 1;
    const double share = std::clamp(1 - 0.3 * std::log10(std::max(1.0, aColumn / crowdedSteps)), faintest, 1.0);
    QPen pen = m_raw->pen();
    pen.setColor(blended(m_theme.panel, m_theme.encoder, bandStrength() * share));
    m_raw->setPen(pen);
}

double LossCurves::bandStrength() const {
    return m_view.smoothing <= 0 ? 0.8 : m_theme.isDark ? 0.42 : 0.36; // without smoothing the raw losses are the curve
}

/// Held-out losses as a line in the run's colour, training losses pale: of several runs it is the first that is compared.
void LossCurves::drawOthers(const std::vector<LossOverlay> &others) {
    const std::size_t count = m_view.showsOthers ? others.size() : 0;
    while (m_others.size() < count) {
        m_others.push_back({addLine(), addLine()});
        m_others.back().train->setLayer(QStringLiteral("others"));
        m_others.back().heldOut->setLayer(QStringLiteral("others"));
    }
    while (m_others.size() > count) {
        m_plot.removeGraph(m_others.back().train);
        m_plot.removeGraph(m_others.back().heldOut);
        m_others.pop_back();
    }
    for (std::size_t index = 0; index < count; ++index) {
        const LossRun &run = others[index].run;
        const Pair &lines = m_others[index];
        const QColor colour = runColour(others[index].colour, m_theme);
        const bool hasHeldOut = !run.present().heldOut.isEmpty();
        lines.train->setPen(hasHeldOut ? QPen(blended(m_theme.panel, colour, 0.4), 1) : QPen(colour, 1.6));
        lines.heldOut->setPen(QPen(colour, 1.6));
        drawSegments(lines, run, run.segments().size());
    }
}

void LossCurves::drawSegments(const Pair &lines, const LossRun &run, std::size_t count) {
    for (QCPGraph *graph : {lines.train, lines.heldOut}) {
        m_points.clear();
        for (std::size_t index = 0; index < count; ++index) {
            const LossSegment &segment = run.segments()[index];
            if (!m_points.isEmpty())
                m_points.append({m_points.last().key, gap});
            if (graph == lines.train)
                addPoints(segment.train, Line::Smoothed);
            else
                addPoints(segment.heldOut, Line::Raw);
        }
        graph->data()->set(m_points, true);
    }
}

void LossCurves::drawTerms(const std::vector<LossTerm> &terms) {
    while (m_terms.size() < terms.size()) {
        m_terms.push_back(m_plot.addGraph());
        m_terms.back()->setAdaptiveSampling(false);
        m_terms.back()->setSelectable(QCP::stNone);
    }
    for (std::size_t index = 0; index < m_terms.size(); ++index) {
        QCPGraph *graph = m_terms[index];
        m_points.clear();
        if (m_view.showsTerms && index < terms.size()) {
            for (const LossTerm::Point &point : terms[index].points)
                if (!m_view.isLogHorizontal || point.place(m_view.axis) > 0)
                    m_points.append({point.place(m_view.axis), clamped(point.value)});
            const bool hasDots = terms[index].points.size() <= manyPoints;
            graph->setPen(QPen(terms[index].colour, 1.5));
            graph->setScatterStyle(hasDots ? QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(m_theme.panel, 1), terms[index].colour, 5)
                                           : QCPScatterStyle(QCPScatterStyle::ssNone));
        }
        graph->data()->set(m_points, true);
    }
}

void LossCurves::addPoints(const SmoothedCurve &curve, Line line) {
    curve.thinned(m_view.axis, m_edges, m_columns);
    double lastValue = 0;
    for (const CurveColumn &column : m_columns) {
        if (m_view.isLogHorizontal && column.x <= 0)
            continue;
        if (line == Line::Smoothed) {
            m_points.append({column.x, clamped(column.smoothed)});
        } else if (column.minimum == column.maximum) {
            m_points.append({column.x, lastValue = clamped(column.mean)});
        } else {
            // Up and down once a column, beginning with what is nearer to the last one.
            const double low = clamped(column.minimum), high = clamped(column.maximum);
            const bool beginsLow = std::abs(lastValue - low) <= std::abs(lastValue - high);
            m_points.append({column.x, beginsLow ? low : high});
            m_points.append({column.x, lastValue = beginsLow ? high : low});
        }
        if (column.x <= 0) // before the first step; a line from there to the end of an epoch would tell of a way never gone
            m_points.append({column.x, gap});
    }
}

double LossCurves::clamped(double value) const {
    // Far beyond the border a painter's arithmetic breaks down, and a logarithm knows no zero.
    const QCPRange range = m_plot.yAxis->range();
    if (m_view.isLogVertical) {
        const double ratio = range.upper / range.lower;
        return std::clamp(value, range.lower / ratio / ratio, range.upper * ratio * ratio);
    }
    return std::clamp(value, range.lower - 20 * range.size(), range.upper + 20 * range.size());
}

} // namespace hourglass::ui
