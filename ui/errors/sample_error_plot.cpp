#include "ui/errors/sample_error_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/errors/class_histogram.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

/// Epochs on an axis of their square roots: round ones, as many as have room.
class RootTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange &range) override { return range.size() / 5; }
    QVector<double> createTickVector(double tickStep, const QCPRange &range) override {
        QVector<double> ticks;
        const double from = std::max(0.0, range.lower), to = std::max(0.0, range.upper);
        double last = -std::numeric_limits<double>::infinity();
        for (const double epochs : roundEpochs())
            if (const double at = std::sqrt(epochs); at >= from - 1e-9 && at <= to + 1e-9 && at - last >= 0.7 * tickStep) {
                ticks << at;
                last = at;
            }
        return ticks;
    }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale &locale, QChar, int) override {
        return locale.toString(std::round(tick * tick * 1e6) / 1e6, 'g', 4); // the square of a rounded root
    }

private:
    static std::vector<double> roundEpochs() {
        std::vector<double> epochs{0};
        for (double decade = 1e-4; decade < 1e7; decade *= 10)
            for (int digit = 1; digit < 10; ++digit)
                epochs.push_back(digit * decade);
        return epochs;
    }
};

} // namespace

SampleErrorPlot::SampleErrorPlot(QWidget *parent) : QCustomPlot(parent) {
    setObjectName(QStringLiteral("sampleErrorPlot"));
    setAccessibleName(tr("Error of one sample against training time"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    xAxis->setTicker(QSharedPointer<RootTicker>::create());
    yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    xAxis->setLabel(tr("epochs"));
    m_line = addGraph();
    m_marked = addGraph();
    m_marked->setLineStyle(QCPGraph::lsNone);
    m_readOut = new QCPItemText(this);
    m_readOut->setClipToAxisRect(false);
    m_readOut->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_readOut->position->setCoords(1, 0);
    m_readOut->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    const auto by = [this](int moments) { return [this, moments] { return step(moments); }; };
    m_keys.addTogether(tr("The moment before, after"), {{Qt::Key_Left, by(-1)}, {Qt::Key_Right, by(1)}});
    m_export = new PlotExport(this, QStringLiteral("sample error"), [this](CsvWriter &writer) {
        if (!m_history)
            return;
        writer.row(QStringList{tr("step"), tr("epoch"), QLatin1String(analysis::factsOf(m_history->measure).name)});
        for (const auto &each : m_history->points)
            writer.row({static_cast<double>(each.step), each.epoch, each.error});
    });
    connect(m_export, &PlotExport::aboutToDraw, this, [this] { point({}); });
    connect(this, &QCustomPlot::mouseWheel, this, [this] { m_isFitted = false; });
    setTheme(Theme::light());
    followTextSize(this, [this] { replot(QCustomPlot::rpQueuedReplot); });
}

void SampleErrorPlot::setTheme(const Theme &theme) {
    stylePlot(*this, theme);
    m_line->setPen(QPen(theme.code, 1.6));
    m_line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.code, theme.code, 3.5));
    m_marked->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 1.6), Qt::NoBrush, 9));
    QColor veil = theme.panel;
    veil.setAlpha(210);
    m_readOut->setFont(smallFont());
    m_readOut->setColor(theme.text);
    m_readOut->setBrush(veil);
    replot(QCustomPlot::rpQueuedReplot);
}

void SampleErrorPlot::show(std::shared_ptr<const analysis::SampleHistory> history) {
    const bool isOther = !m_history || !history || m_history->sample != history->sample || m_history->measure != history->measure;
    m_history = std::move(history);
    m_line->data()->clear();
    if (m_history) {
        yAxis->setLabel(QLatin1String(analysis::factsOf(m_history->measure).name));
        for (const auto &each : m_history->points)
            if (std::isfinite(each.error))
                m_line->addData(std::sqrt(each.epoch), each.error);
    }
    if (isOther)
        m_isFitted = true;
    if (m_isFitted)
        fit();
    point(isOther || !m_history || (m_pointed && *m_pointed >= m_history->points.size()) ? std::nullopt : m_pointed);
}

void SampleErrorPlot::setLogarithmic(bool isLogarithmic) {
    yAxis->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    const auto ticker = QSharedPointer<NumberTicker>::create();
    ticker->setLogarithmic(isLogarithmic);
    yAxis->setTicker(ticker);
    fit();
    replot(QCustomPlot::rpQueuedReplot);
}

void SampleErrorPlot::fit() {
    m_isFitted = true;
    bool isFound = false;
    const bool isLogarithmic = yAxis->scaleType() == QCPAxis::stLogarithmic;
    const QCPRange values = m_line->getValueRange(isFound, isLogarithmic ? QCP::sdPositive : QCP::sdBoth);
    bool hasKeys = false;
    const QCPRange keys = m_line->getKeyRange(hasKeys);
    if (!isFound || !hasKeys)
        return;
    xAxis->setRange(0, std::max(keys.upper * 1.02, 1e-3));
    if (isLogarithmic)
        yAxis->setRange(values.lower * 0.8, values.upper * 1.25);
    else
        yAxis->setRange(std::min(0.0, values.lower * 1.05), values.upper > 0 ? values.upper * 1.08 : 1.0);
}

QString SampleErrorPlot::textOf(std::size_t at) const {
    const auto &each = m_history->points[at];
    return tr("epoch %1, step %2: %3 %4")
        .arg(QLocale().toString(each.epoch, 'f', 2), QLocale().toString(static_cast<qlonglong>(each.step)),
             QLatin1String(analysis::factsOf(m_history->measure).name), errorFigure(each.error));
}

QPointF SampleErrorPlot::placeOf(std::size_t at) const {
    const auto &each = m_history->points[at];
    return {xAxis->coordToPixel(std::sqrt(each.epoch)), yAxis->coordToPixel(each.error)};
}

void SampleErrorPlot::point(std::optional<std::size_t> at) {
    m_pointed = at;
    m_marked->data()->clear();
    m_readOut->setText(at ? textOf(*at) : QString());
    if (at && std::isfinite(m_history->points[*at].error))
        m_marked->addData(std::sqrt(m_history->points[*at].epoch), m_history->points[*at].error);
    setAccessibleDescription(m_readOut->text());
    replot(QCustomPlot::rpQueuedReplot);
}

bool SampleErrorPlot::step(int by) {
    if (!m_history || m_history->points.empty())
        return false;
    const auto last = static_cast<int>(m_history->points.size()) - 1;
    const int from = m_pointed ? static_cast<int>(*m_pointed) : by > 0 ? -1 : last + 1;
    point(static_cast<std::size_t>(std::clamp(from + by, 0, last)));
    return true;
}

void SampleErrorPlot::mouseMoveEvent(QMouseEvent *event) {
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() & Qt::LeftButton)
        m_isFitted = false;
    if (!m_history || m_history->points.empty() || event->buttons() != Qt::NoButton)
        return;
    const auto distance = [&](std::size_t at) { return std::abs(placeOf(at).x() - event->position().x()); };
    std::size_t nearest = 0;
    for (std::size_t at = 1; at < m_history->points.size(); ++at)
        if (distance(at) < distance(nearest))
            nearest = at;
    point(axisRect()->rect().contains(event->pos()) ? std::optional(nearest) : std::nullopt);
}

void SampleErrorPlot::mouseDoubleClickEvent(QMouseEvent *) {
    fit();
    replot(QCustomPlot::rpQueuedReplot);
}

void SampleErrorPlot::leaveEvent(QEvent *event) {
    QCustomPlot::leaveEvent(event);
    point({});
}

void SampleErrorPlot::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QCustomPlot::keyPressEvent(event);
}

void SampleErrorPlot::contextMenuEvent(QContextMenuEvent *event) {
    if (!m_history)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

InputSection SampleErrorPlot::inputs() const {
    InputSection section = m_keys.section(tr("Error of one sample over time"));
    section.rows.insert(
        section.rows.begin(),
        {{{tr("Hover")}, tr("Read the error at a moment")}, {{tr("Drag, wheel")}, tr("Move and zoom")}, {{tr("Double-click")}, tr("Show all")}});
    return section;
}

} // namespace hourglass::ui
