#include "ui/errors/class_histogram.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr double grip = 5; ///< pixels beside an end of the brush that take hold of it

QString countText(Index count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

} // namespace

QString errorFigure(double error) {
    return QLocale().toString(error, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

ClassHistogram::ClassHistogram(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("classHistogram"));
    setAccessibleName(tr("How many samples have which error, by class"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_export = new PlotExport(this, tr("Errors"), [this](CsvWriter &writer) {
        QStringList heading{QStringLiteral("from"), QStringLiteral("to")};
        heading << m_classes << QStringLiteral("no class");
        writer.row(heading);
        for (int bin = 0; bin < ErrorBins::bins && !m_bins.isEmpty(); ++bin) {
            QStringList cells{QString::number(m_bins.edge(bin), 'g', 9), QString::number(m_bins.edge(bin + 1), 'g', 9)};
            for (const Index count : m_bins.counts[static_cast<std::size_t>(bin)])
                cells << QString::number(count);
            writer.row(cells);
        }
    });
    m_keys.addTogether(tr("Move the threshold; beyond it lie the worst"),
                       {{Qt::Key_Left, [this] { return moveThreshold(-1); }}, {Qt::Key_Right, [this] { return moveThreshold(1); }}});
    m_keys.add({Qt::Key_Escape}, tr("Let go of what is brushed"), [this] {
        const bool wasThere = m_brush.has_value();
        if (wasThere)
            emit brushCleared();
        return wasThere;
    });
}

InputSection ClassHistogram::inputs() const {
    InputSection section = m_keys.section(tr("The errors"));
    section.rows.insert(section.rows.begin(),
                        {{{tr("Drag")}, tr("Select the samples with these errors; at an end, move it")}, {{tr("Click")}, tr("Let go of what is brushed")}});
    return section;
}

void ClassHistogram::show(ErrorBins bins) {
    m_bins = std::move(bins);
    update();
}

void ClassHistogram::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ClassHistogram::setLogarithmic(bool isLogarithmic) {
    m_isLogarithmic = isLogarithmic;
    update();
}

void ClassHistogram::setBrush(std::optional<std::pair<double, double>> range, std::vector<Index> counts) {
    m_brush = range;
    m_brushed = std::move(counts);
    update();
}

QRectF ClassHistogram::plot() const {
    const QFontMetricsF metrics(smallFont());
    const double left = figuresWidth(metrics, m_bins.isEmpty() ? QStringLiteral("0") : countText(m_bins.most())) + 6;
    return QRectF(rect()).adjusted(left + 4, 6, -8, -metrics.height() - 5);
}

double ClassHistogram::pixelOf(double error) const {
    const QRectF place = plot();
    return place.left() + std::clamp((error - m_bins.from) / (m_bins.to - m_bins.from), 0.0, 1.0) * place.width();
}

double ClassHistogram::errorAt(double pixel) const {
    const QRectF place = plot();
    return m_bins.from + std::clamp((pixel - place.left()) / place.width(), 0.0, 1.0) * (m_bins.to - m_bins.from);
}

double ClassHistogram::heightOf(Index count) const {
    const auto most = static_cast<double>(std::max<Index>(1, m_bins.most())), own = static_cast<double>(count);
    return m_isLogarithmic ? std::log1p(own) / std::log1p(most) : own / most;
}

void ClassHistogram::paintBars(QPainter &painter, const QRectF &place) const {
    const double step = place.width() / ErrorBins::bins;
    for (int bin = 0; bin < ErrorBins::bins; ++bin) {
        const std::vector<Index> &counts = m_bins.counts[static_cast<std::size_t>(bin)];
        const Index all = m_bins.inBin(bin);
        const double left = std::round(place.left() + bin * step), right = std::round(place.left() + (bin + 1) * step);
        const bool isPale = m_brush && (m_bins.edge(bin + 1) <= m_brush->first || m_bins.edge(bin) >= m_brush->second);
        double bottom = place.bottom();
        for (std::size_t label = 0; label < counts.size() && all > 0; ++label) { // a class has its share of the bar, on either axis
            const double height = static_cast<double>(counts[label]) / static_cast<double>(all) * heightOf(all) * place.height();
            QColor colour = label + 1 < counts.size() ? classColour(static_cast<int>(label)) : m_theme.encoder;
            colour.setAlphaF(isPale ? 0.3f : 1.0f);
            painter.fillRect(QRectF(left, bottom - height, std::max(1.0, right - left - (step > 4 ? 1 : 0)), height), colour);
            bottom -= height;
        }
    }
}

void ClassHistogram::paintBrush(QPainter &painter, const QRectF &place) const {
    const double from = pixelOf(m_brush->first), to = pixelOf(m_brush->second);
    painter.fillRect(QRectF(from, place.top(), to - from, place.height()), [this] {
        QColor colour = m_theme.accent();
        colour.setAlphaF(0.08f);
        return colour;
    }());
    painter.setPen(QPen(m_theme.accent(), 1.4));
    painter.setBrush(m_theme.accent());
    for (const double at : {from, to}) {
        painter.drawLine(QPointF(at, place.top()), QPointF(at, place.bottom()));
        painter.drawRoundedRect(QRectF(at - 2.5, place.center().y() - 8, 5, 16), 2, 2);
    }
    const bool reachesEnd = m_brush->second >= m_bins.to, reachesBegin = m_brush->first <= m_bins.from;
    const QString count = countText(std::accumulate(m_brushed.begin(), m_brushed.end(), Index{0}));
    const QStringList lines{tr("%1 samples").arg(count), reachesEnd && reachesBegin ? tr("all")
                                                         : reachesEnd               ? tr("above %1").arg(errorFigure(m_brush->first))
                                                         : reachesBegin             ? tr("below %1").arg(errorFigure(m_brush->second))
                                                                        : tr("%1 to %2").arg(errorFigure(m_brush->first), errorFigure(m_brush->second))};
    painter.setPen(m_theme.readable(m_theme.accent()));
    const QFontMetricsF metrics(painter.font());
    const double width = std::max(metrics.horizontalAdvance(lines[0]), metrics.horizontalAdvance(lines[1]));
    const double x = std::clamp(to - width - 6, place.left() + 4, std::max(place.left() + 4, place.right() - width - 6));
    QColor ground = m_theme.panel;
    ground.setAlphaF(0.8f);
    painter.fillRect(QRectF(x - 3, place.top(), width + 6, 2 * metrics.height() + 2), ground);
    for (int line = 0; line < 2; ++line)
        painter.drawText(QRectF(x, place.top() + line * metrics.height(), width + 1, metrics.height()), Qt::AlignRight, lines[line]);
}

/// The classes of the bars, or those of the brush, the most frequent first, with how many samples of each there are.
void ClassHistogram::paintLegend(QPainter &painter, const QRectF &place) const {
    const auto classes = std::min(static_cast<std::size_t>(m_classes.size()), m_bins.counts.front().size() - 1);
    std::vector<Index> counts(classes);
    for (std::size_t label = 0; label < classes; ++label)
        if (m_brush)
            counts[label] = label < m_brushed.size() ? m_brushed[label] : 0;
        else
            for (const std::vector<Index> &bin : m_bins.counts)
                counts[label] += bin[label];
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (m_brush)
        std::stable_sort(order.begin(), order.end(), [&counts](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    std::erase_if(order, [&counts](std::size_t label) { return counts[label] == 0; });
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height() + 1, top = place.top() + (m_brush ? 2 * metrics.height() + 8 : 2);
    const auto room = static_cast<std::size_t>(std::max(0.0, (place.bottom() - 0.25 * place.height() - top) / line));
    double names = 0;
    for (const std::size_t label : order)
        names = std::max(names, metrics.horizontalAdvance(m_classes[static_cast<int>(label)]));
    names = std::min(names, 0.3 * place.width());
    const double numbers = figuresWidth(metrics, countText(m_bins.samples)), left = place.right() - names - numbers - 24;
    if (left < place.center().x()) // over the bars
        return;
    for (std::size_t i = 0; i < std::min(order.size(), room); ++i) {
        const std::size_t label = order[i];
        const double y = top + static_cast<double>(i) * line;
        painter.setPen(Qt::NoPen);
        painter.setBrush(classColour(static_cast<int>(label)));
        painter.drawEllipse(QPointF(left + 4, y + line / 2), 3.5, 3.5);
        painter.setPen(m_theme.text);
        painter.drawText(QRectF(left + 13, y, names + 1, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_classes[static_cast<int>(label)], Qt::ElideRight, names + 1));
        painter.setPen(m_theme.dim);
        drawFigures(painter, QRectF(place.right() - numbers - 4, y, numbers, line), Qt::AlignRight | Qt::AlignVCenter, countText(counts[label]));
    }
}

void ClassHistogram::paintAxes(QPainter &painter, const QRectF &place) const {
    painter.setPen(m_theme.line);
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    painter.setPen(m_theme.dim);
    const QRectF line(place.left(), place.bottom() + 3, place.width(), height() - place.bottom() - 3);
    const bool isLargerBetter = analysis::factsOf(m_bins.measure).isLargerBetter;
    drawFigures(painter, line, Qt::AlignLeft | Qt::AlignTop,
                (isLargerBetter && m_bins.lowest < m_bins.from ? QStringLiteral("≤ ") : QString()) + errorFigure(m_bins.from));
    drawFigures(painter, line, Qt::AlignRight | Qt::AlignTop, (m_bins.highest > m_bins.to ? QStringLiteral("≥ ") : QString()) + errorFigure(m_bins.to));
    drawFigures(painter, line, Qt::AlignHCenter | Qt::AlignTop, errorFigure((m_bins.from + m_bins.to) / 2));
    const double text = QFontMetricsF(painter.font()).height();
    drawFigures(painter, QRectF(0, place.top() - text / 2 + 2, place.left() - 4, text), Qt::AlignRight | Qt::AlignVCenter, countText(m_bins.most()));
    drawFigures(painter, QRectF(0, place.bottom() - text / 2 - 2, place.left() - 4, text), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
}

void ClassHistogram::paintEvent(QPaintEvent *) {
    if (m_bins.isEmpty())
        return;
    QPainter painter(this);
    const QRectF place = plot();
    painter.setFont(smallFont());
    paintBars(painter, place);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter, place);
    if (m_brush)
        paintBrush(painter, place);
    paintLegend(painter, place);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.accent(), 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), controlRadius, controlRadius);
    }
}

QString ClassHistogram::textOf(int bin) const {
    constexpr std::size_t most = 4;
    if (m_bins.isEmpty())
        return {};
    const std::vector<Index> &counts = m_bins.counts[static_cast<std::size_t>(bin)];
    std::vector<std::size_t> order(counts.size() - 1);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&counts](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    QStringList parts{tr("%1 to %2: %3 samples").arg(errorFigure(m_bins.edge(bin)), errorFigure(m_bins.edge(bin + 1)), countText(m_bins.inBin(bin)))};
    std::size_t told = 0;
    for (const std::size_t label : order)
        if (counts[label] > 0 && told++ < most)
            parts << (static_cast<int>(label) < m_classes.size() ? m_classes[static_cast<int>(label)] : QString::number(label)) + QLatin1Char(' ') +
                         countText(counts[label]);
    return parts.join(QStringLiteral(", ")) + (told > most ? QStringLiteral(" …") : QString());
}

bool ClassHistogram::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (m_bins.isEmpty() || !plot().contains(help->pos()))
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), textOf(m_bins.binOf(errorAt(help->pos().x()))), this);
    return true;
}

void ClassHistogram::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || m_bins.isEmpty())
        return QWidget::mousePressEvent(event);
    const double x = event->position().x();
    m_hasMoved = false;
    m_pressedAt = errorAt(x);
    if (m_brush && std::abs(x - pixelOf(m_brush->first)) <= grip)
        m_pressedAt = m_brush->second;
    else if (m_brush && std::abs(x - pixelOf(m_brush->second)) <= grip)
        m_pressedAt = m_brush->first;
}

void ClassHistogram::mouseMoveEvent(QMouseEvent *event) {
    const double x = event->position().x();
    const bool isAtEnd = m_brush && std::min(std::abs(x - pixelOf(m_brush->first)), std::abs(x - pixelOf(m_brush->second))) <= grip;
    setCursor(isAtEnd || m_hasMoved ? Qt::SizeHorCursor : Qt::CrossCursor);
    if (!m_pressedAt || m_bins.isEmpty())
        return;
    constexpr double click = 3; // pixels: less is none
    m_hasMoved = m_hasMoved || std::abs(x - pixelOf(*m_pressedAt)) > click;
    if (m_hasMoved)
        emit brushed(std::min(*m_pressedAt, errorAt(x)), std::max(*m_pressedAt, errorAt(x)));
}

void ClassHistogram::mouseReleaseEvent(QMouseEvent *) {
    if (!m_pressedAt)
        return;
    m_pressedAt.reset();
    if (std::exchange(m_hasMoved, false))
        emit brushReleased();
    else if (m_brush)
        emit brushCleared();
}

/// The worst are those above it, or of a measure that is the better the larger those below.
bool ClassHistogram::moveThreshold(int byBins) {
    if (m_bins.isEmpty())
        return false;
    const bool isLargerBetter = analysis::factsOf(m_bins.measure).isLargerBetter;
    constexpr int first = ErrorBins::bins * 9 / 10;
    const double own = m_brush ? (isLargerBetter ? m_brush->second : m_brush->first) : m_bins.edge(isLargerBetter ? ErrorBins::bins - first : first);
    const double threshold = std::clamp(own + byBins * (m_bins.to - m_bins.from) / ErrorBins::bins, m_bins.from, m_bins.to);
    emit brushed(isLargerBetter ? m_bins.from : threshold, isLargerBetter ? threshold : m_bins.to);
    emit brushReleased();
    return true;
}

void ClassHistogram::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void ClassHistogram::contextMenuEvent(QContextMenuEvent *event) {
    if (m_bins.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
