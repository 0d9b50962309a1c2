#include "ui/code/unit_rows.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "ui/latent/latent_texts.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::UnitPosterior;

namespace {

constexpr int rowPixels = 12, rowSmallPixels = 11; ///< of the usual text size
constexpr double margin = 12, rowGap = 12, barHeight = 8;
constexpr double histogramShare = 0.45; ///< of the room between name and number

double rowHeight() {
    return scaledReal(34);
}

double rowsHeadingHeight() {
    return scaledReal(24);
}

QFont fontOf(int pixels) {
    QFont font = interfaceFont();
    font.setPixelSize(scaled(pixels));
    return font;
}

QString figure(double value) {
    return decimal(value, std::abs(value) < 10 ? 0.01 : 0.1);
}

} // namespace

UnitRows::UnitRows(QWidget *parent) : QAbstractScrollArea(parent) {
    setObjectName(QStringLiteral("unitRows"));
    setAccessibleName(tr("Units of the code"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    m_export = new PlotExport(viewport(), QStringLiteral("units"), [this](CsvWriter &writer) {
        if (!m_picture)
            return;
        QStringList heading{tr("unit"), tr("active")};
        heading << tr("KL divergence in nats") << tr("mean") << tr("variance");
        for (int bin = 0; bin < UnitPosterior::bins; ++bin)
            heading << tr("share in bin %1").arg(bin + 1);
        writer.row(heading);
        for (const int axis : m_order) {
            const UnitPosterior &unit = m_picture->units[static_cast<std::size_t>(axis)];
            const auto number = [](double value) { return QString::number(value, 'g', 9); };
            QStringList cells{unitName(axis), unit.isActive() ? QStringLiteral("1") : QStringLiteral("0")};
            cells << (unit.divergence ? number(*unit.divergence) : QString()) << number(unit.mean) << number(unit.variance);
            for (const float share : unit.shares)
                cells << number(static_cast<double>(share));
            writer.row(cells);
        }
    });
}

void UnitRows::showPicture(std::shared_ptr<const analysis::PosteriorPicture> picture) {
    m_picture = std::move(picture);
    const std::size_t units = m_picture ? m_picture->units.size() : 0;
    if (m_order.size() != units || !(underMouse() || hasFocus())) {
        m_order.resize(units);
        std::iota(m_order.begin(), m_order.end(), 0);
        std::stable_sort(m_order.begin(), m_order.end(), [this](int a, int b) { return toldBy(a) > toldBy(b); });
    }
    QStringList words;
    for (std::size_t row = 0; row < std::min<std::size_t>(m_order.size(), 8); ++row)
        words << textOf(m_order[row]);
    setAccessibleDescription(words.join(QLatin1Char('\n')));
    fitScrollBar();
    viewport()->update();
}

void UnitRows::setTheme(const Theme &theme) {
    m_theme = theme;
    viewport()->update();
}

void UnitRows::setEmptyText(const QString &text) {
    m_emptyText = text;
    viewport()->update();
}

InputSection UnitRows::inputs() const {
    return {tr("The units of the code"), {{{tr("Point at a unit")}, tr("Its numbers")}, {{QStringLiteral("↑"), QStringLiteral("↓")}, tr("Scroll")}}};
}

double UnitRows::toldBy(int unit) const {
    const UnitPosterior &own = m_picture->units[static_cast<std::size_t>(unit)];
    return own.divergence.value_or(own.variance);
}

double UnitRows::most() const {
    double largest = 0;
    for (const int unit : m_order)
        largest = std::max(largest, toldBy(unit));
    return largest;
}

UnitRows::Columns UnitRows::columns() const {
    const double numberWidth = figuresWidth(QFontMetricsF(fontOf(rowPixels)), QStringLiteral("000.00")) + 4,
                 top = rowsHeadingHeight() - verticalScrollBar()->value(), height = rowHeight();
    const double left = margin + scaledReal(40), room = std::max(40.0, viewport()->width() - margin - numberWidth - rowGap - left);
    Columns places;
    places.name = {margin, top, left - margin, height};
    places.histogram = {left, top + 4, room * histogramShare, height - 7};
    places.bar = {places.histogram.right() + rowGap, top + (height - barHeight) / 2, room - places.histogram.width() - rowGap, barHeight};
    places.number = {viewport()->width() - margin - numberWidth, top, numberWidth, height};
    return places;
}

QRectF UnitRows::rowOf(int unit) const {
    const auto row = std::find(m_order.begin(), m_order.end(), unit) - m_order.begin();
    return {0, rowsHeadingHeight() - verticalScrollBar()->value() + static_cast<double>(row) * rowHeight(), static_cast<double>(viewport()->width()),
            rowHeight()};
}

QRectF UnitRows::barOf(int unit) const {
    QRectF bar = columns().bar.translated(0, rowOf(unit).top() - columns().name.top());
    const double largest = most();
    bar.setWidth(largest > 0 ? bar.width() * std::max(0.0, toldBy(unit) / largest) : 0);
    return bar;
}

QString UnitRows::textOf(int unit) const {
    const UnitPosterior &own = m_picture->units[static_cast<std::size_t>(unit)];
    const QLocale locale;
    QStringList parts;
    if (own.divergence)
        parts << tr("KL divergence from the prior %1 nats (%2 bits)")
                     .arg(locale.toString(*own.divergence, 'g', 3), locale.toString(*own.divergence / std::numbers::ln2, 'g', 3));
    parts << tr("the code has mean %1 and variance %2").arg(locale.toString(own.mean, 'g', 3), locale.toString(own.variance, 'g', 3));
    const QString used = own.isActive() ? tr("active: the variance is above %1") : tr("not active: the variance is not above %1");
    return QStringLiteral("%1: %2; %3").arg(unitName(unit), parts.join(QStringLiteral("; ")), used.arg(locale.toString(UnitPosterior::activeVariance)));
}

void UnitRows::fitScrollBar() {
    const int needed = static_cast<int>(std::ceil(rowsHeadingHeight() + static_cast<double>(m_order.size()) * rowHeight() + 6));
    verticalScrollBar()->setRange(0, std::max(0, needed - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(rowHeight()));
}

void UnitRows::resizeEvent(QResizeEvent *) {
    fitScrollBar();
}

void UnitRows::contextMenuEvent(QContextMenuEvent *event) {
    if (m_picture)
        emit menuWanted(event->globalPos());
}

bool UnitRows::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const double row = (help->pos().y() - rowsHeadingHeight() + verticalScrollBar()->value()) / rowHeight();
    if (help->pos().y() >= rowsHeadingHeight() && row >= 0 && row < static_cast<double>(m_order.size()))
        QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(textOf(m_order[static_cast<std::size_t>(row)]).toHtmlEscaped()), this);
    else
        QToolTip::hideText();
    return true;
}

void UnitRows::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    if (!m_picture || m_order.empty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const Columns places = columns();
    painter.setClipRect(QRectF(0, rowsHeadingHeight(), viewport()->width(), viewport()->height()));
    for (int row = 0; row < static_cast<int>(m_order.size()); ++row)
        if (rowOf(m_order[static_cast<std::size_t>(row)]).intersects(viewport()->rect()))
            paintRow(painter, row, places);
    painter.setClipping(false);
    paintHeadings(painter, places);
}

void UnitRows::paintHeadings(QPainter &painter, const Columns &places) const {
    painter.setFont(fontOf(rowSmallPixels));
    painter.setPen(m_theme.dim);
    const QFontMetrics metrics = painter.fontMetrics();
    const auto write = [&](double left, double width, const QString &text, Qt::Alignment side = Qt::AlignLeft) {
        painter.drawText(QRectF(left, 0, width, rowsHeadingHeight()), side | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, static_cast<int>(width) + 1));
    };
    write(places.name.left(), places.name.width(), tr("Unit"));
    write(places.histogram.left(), places.histogram.width(), m_picture->hasPrior ? tr("Codes beside the prior") : tr("Codes"));
    write(places.bar.left(), places.number.right() - places.bar.left(), m_picture->isDistribution() ? tr("KL divergence, nats") : tr("Variance of the code"));
}

void UnitRows::paintRow(QPainter &painter, int row, const Columns &places) const {
    const int axis = m_order[static_cast<std::size_t>(row)];
    const UnitPosterior &unit = m_picture->units[static_cast<std::size_t>(axis)];
    const QPointF down(0, row * rowHeight());
    painter.setFont(fontOf(rowPixels));
    painter.setPen(unit.isActive() ? m_theme.text : m_theme.disabled());
    painter.drawText(places.name.translated(down), Qt::AlignLeft | Qt::AlignVCenter, unitName(axis));
    drawFigures(painter, places.number.translated(down), Qt::AlignRight | Qt::AlignVCenter, figure(toldBy(axis)));
    paintHistogram(painter, places.histogram.translated(down), unit);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.track());
    painter.drawRoundedRect(places.bar.translated(down), barHeight / 2, barHeight / 2);
    if (const QRectF bar = barOf(axis); bar.width() >= 1) {
        painter.setBrush(unit.isActive() ? m_theme.code : m_theme.edge());
        painter.drawRoundedRect(bar, std::min(barHeight, bar.width()) / 2, barHeight / 2);
    }
}

/// To a scale of its own, in which the prior's top and the codes' both have room.
void UnitRows::paintHistogram(QPainter &painter, const QRectF &place, const UnitPosterior &unit) const {
    const double width = unit.high - unit.low, bin = width / UnitPosterior::bins;
    const auto priorAt = [](double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); };
    double highest = m_picture->hasPrior ? priorAt(0) : 0;
    for (const float share : unit.shares)
        highest = std::max(highest, static_cast<double>(share) / bin);
    if (!(highest > 0))
        return;
    const auto pointAt = [&](double z, double density) {
        return QPointF(place.left() + (z - unit.low) / width * place.width(), place.bottom() - density / highest * place.height());
    };
    QPolygonF hill{place.bottomLeft()};
    for (int i = 0; i < UnitPosterior::bins; ++i)
        for (const int edge : {i, i + 1})
            hill << pointAt(unit.low + edge * bin, static_cast<double>(unit.shares[static_cast<std::size_t>(i)]) / bin);
    hill << place.bottomRight();
    QColor fill = unit.isActive() ? m_theme.code : m_theme.edge();
    fill.setAlphaF(0.45f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(hill);
    painter.setPen(QPen(m_theme.track(), 1));
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    if (!m_picture->hasPrior)
        return;
    QPolygonF curve;
    for (int i = 0; i <= 2 * UnitPosterior::bins; ++i) {
        const double z = unit.low + i * bin / 2;
        curve << pointAt(z, priorAt(z));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.text, 1.2));
    painter.drawPolyline(curve);
}

} // namespace hourglass::ui
