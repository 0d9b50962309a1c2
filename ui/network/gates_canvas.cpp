#include "ui/network/gates_canvas.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/network/network_texts.h"
#include "ui/network/signed_tiles.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/class_palette.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::Gate;
using analysis::GatesDirection;
using core::Index;

namespace {

constexpr double gatesMargin = 12, gatesGap = 10;                       ///< pixels
constexpr double chartShare = 0.36, leastOfChart = 44, leastOfMap = 40; ///< pixels, at the usual size of letters

double gatesLine() {
    return QFontMetricsF(smallFont(11)).height();
}

/// Units below each other, steps beside each other.
QImage mapOf(const Gate &gate, Index units, Index steps, const Theme &theme) {
    std::vector<float> turned(gate.values.size());
    for (Index step = 0; step < steps; ++step)
        for (Index unit = 0; unit < units; ++unit)
            turned[static_cast<std::size_t>(unit * steps + step)] = gate.values[static_cast<std::size_t>(step * units + unit)];
    if (!gate.isShare)
        return signedTile(turned.data(), core::Shape(1, units, steps), std::max(1.0f, largestMagnitude(turned.data(), units * steps)), theme).image;
    QImage image(static_cast<int>(steps), static_cast<int>(units), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const auto value = static_cast<double>(turned[static_cast<std::size_t>(y * image.width() + x)]);
            image.setPixelColor(x, y, blended(theme.panel, theme.code, std::isfinite(value) ? value : 0));
        }
    return image;
}

QString titleOf(const Gate &gate) {
    static constexpr const char *names[] = {
        QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "reset"),  QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "update"),
        QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "input"),  QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "forget"),
        QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "output"), QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "candidate"),
        QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "cell"),   QT_TRANSLATE_NOOP("hourglass::ui::GatesCanvas", "state")};
    QString name = QString::fromStdString(gate.name);
    for (const char *known : names)
        if (gate.name == known)
            name = GatesCanvas::tr(known);
    return QString::fromStdString(gate.symbol) + QStringLiteral(", ") + name;
}

} // namespace

GatesCanvas::GatesCanvas(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("gatesCanvas"));
    setAccessibleName(tr("Gates of a recurrent layer over the steps of one sample"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    const auto by = [this](Index units, Index steps) { return [this, units, steps] { return step(units, steps); }; };
    m_keys.addTogether(tr("The unit above, below; the step before, after"),
                       {{Qt::Key_Up, by(-1, 0)}, {Qt::Key_Down, by(1, 0)}, {Qt::Key_Left, by(0, -1)}, {Qt::Key_Right, by(0, 1)}});
    m_export = new PlotExport(this, QStringLiteral("gates"), [this](CsvWriter &writer) {
        if (!direction())
            return;
        writer.row(QStringList{QStringLiteral("direction"), QStringLiteral("gate"), QStringLiteral("unit"), QStringLiteral("step"), QStringLiteral("value")});
        for (std::size_t way = 0; way < m_picture->directions.size(); ++way)
            for (const Gate &gate : m_picture->directions[way].gates)
                for (std::size_t i = 0; i < gate.values.size(); ++i) {
                    const auto units = static_cast<std::size_t>(m_picture->units);
                    writer.row({way == 0 ? QStringLiteral("forwards") : QStringLiteral("backwards"), QString::fromStdString(gate.symbol)},
                               {static_cast<double>(i % units + 1), static_cast<double>(i / units + 1), static_cast<double>(gate.values[i])});
                }
    });
    connect(m_export, &PlotExport::aboutToDraw, this, [this] { hover({}); });
}

const GatesDirection *GatesCanvas::direction() const {
    return m_picture && static_cast<std::size_t>(m_direction) < m_picture->directions.size() ? &m_picture->directions[static_cast<std::size_t>(m_direction)]
                                                                                             : nullptr;
}

void GatesCanvas::show(std::shared_ptr<const analysis::GatesPicture> picture) {
    m_picture = std::move(picture);
    if (m_picture && static_cast<std::size_t>(m_direction) >= m_picture->directions.size())
        m_direction = 0;
    if (const GatesDirection *shown = direction();
        m_hovered && (!shown || m_hovered->gate >= shown->gates.size() || m_hovered->unit >= m_picture->units || m_hovered->step >= m_picture->steps))
        m_hovered.reset();
    if (m_picture)
        m_unit = std::clamp<Index>(m_unit, 0, std::max<Index>(0, m_picture->units - 1));
    update();
}

void GatesCanvas::setDirection(int direction) {
    m_direction = direction;
    update();
}

void GatesCanvas::setUnit(Index unit) {
    m_unit = m_picture ? std::clamp<Index>(unit, 0, std::max<Index>(0, m_picture->units - 1)) : unit;
    update();
}

void GatesCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void GatesCanvas::setEmptyText(const QString &text) {
    m_emptyText = text;
    update();
}

QColor GatesCanvas::colourOf(std::size_t gate) const {
    return m_theme.readable(classColour(static_cast<int>(gate)));
}

double GatesCanvas::chartHeight() const {
    return std::max(scaledReal(leastOfChart) + 3 * gatesLine() + 8, height() * chartShare);
}

QSize GatesCanvas::minimumSizeHint() const {
    const double least = scaledReal(leastOfChart) + 3 * gatesLine() + 8 + scaledReal(leastOfMap) + gatesLine() + gatesGap + 6;
    return {220, static_cast<int>(std::ceil(least))};
}

QRectF GatesCanvas::chartRect() const {
    const double high = chartHeight(), numbers = figuresWidth(QFontMetricsF(smallFont(11)), QStringLiteral("−0.000")) + 5; // the same whatever the numbers are
    return QRectF(gatesMargin + numbers, height() - high + 2 * gatesLine(), width() - 2 * gatesMargin - numbers, high - 3 * gatesLine() - 8);
}

int GatesCanvas::mapsAcross() const {
    const GatesDirection *shown = direction();
    const auto count = shown ? static_cast<int>(shown->gates.size()) : 1;
    const double wide = width() - 2 * gatesMargin + gatesGap, high = height() - chartHeight();
    int best = 1;
    double largest = 0;
    for (int across = 1; across <= count; ++across) { // that with the largest maps, as wide as half again what they are high
        const int rows = (count + across - 1) / across;
        const double w = wide / across - gatesGap, h = high / rows - gatesGap - gatesLine();
        if (const double size = std::min(w, 1.5 * h); size > largest) {
            largest = size;
            best = across;
        }
    }
    return best;
}

QRectF GatesCanvas::mapRect(std::size_t gate) const {
    const GatesDirection *shown = direction();
    if (!shown || gate >= shown->gates.size())
        return {};
    const int across = mapsAcross(), rows = (static_cast<int>(shown->gates.size()) + across - 1) / across;
    const double wide = (width() - 2 * gatesMargin + gatesGap) / across, high = (height() - chartHeight() - 4) / rows;
    const int row = static_cast<int>(gate) / across, column = static_cast<int>(gate) % across;
    return QRectF(gatesMargin + column * wide, 4 + row * high + gatesLine() + 2, wide - gatesGap, std::max(4.0, high - gatesLine() - 2 - gatesGap));
}

std::optional<GatesCanvas::Place> GatesCanvas::placeAt(const QPointF &point) const {
    const GatesDirection *shown = direction();
    if (!shown)
        return {};
    const auto share = [](double way, double length, Index count) {
        return std::clamp<Index>(static_cast<Index>(way / length * static_cast<double>(count)), 0, count - 1);
    };
    for (std::size_t gate = 0; gate < shown->gates.size(); ++gate)
        if (const QRectF map = mapRect(gate); map.contains(point))
            return Place{gate, share(point.y() - map.top(), map.height(), m_picture->units), share(point.x() - map.left(), map.width(), m_picture->steps)};
    return {};
}

QString GatesCanvas::textOf(const Place &place) const {
    const Gate &gate = direction()->gates[place.gate];
    return tr("%1: unit %2, step %3: %4")
        .arg(titleOf(gate), countText(place.unit + 1), countText(place.step + 1),
             activationText(static_cast<double>(gate.values[static_cast<std::size_t>(place.step * m_picture->units + place.unit)])));
}

void GatesCanvas::paintMap(QPainter &painter, std::size_t index) const {
    const Gate &gate = direction()->gates[index];
    const QRectF map = mapRect(index);
    painter.setFont(smallFont(11));
    painter.setPen(m_theme.dim);
    const QString title = titleOf(gate); // its letter alone where there is no room
    const bool isTooWide = QFontMetricsF(painter.font()).horizontalAdvance(title) > map.width();
    painter.drawText(QRectF(map.left(), map.top() - gatesLine() - 2, map.width(), gatesLine()), Qt::AlignLeft | Qt::AlignVCenter,
                     isTooWide ? QString::fromStdString(gate.symbol) : title);
    painter.drawImage(map, mapOf(gate, m_picture->units, m_picture->steps, m_theme));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.line, 1));
    painter.drawRect(map.adjusted(-0.5, -0.5, 0.5, 0.5));
    const double row = map.height() / static_cast<double>(m_picture->units);
    paintSelected(painter, QRectF(map.left(), map.top() + static_cast<double>(m_unit) * row, map.width(), row), m_theme);
    if (m_hovered) {
        const double column = map.width() / static_cast<double>(m_picture->steps), x = map.left() + (static_cast<double>(m_hovered->step) + 0.5) * column;
        painter.setPen(QPen(m_theme.text, 1));
        painter.drawLine(QPointF(x, map.top()), QPointF(x, map.bottom()));
    }
}

std::pair<double, double> GatesCanvas::chartRange() const {
    double low = 0, high = 1;
    for (const Gate &gate : direction()->gates)
        for (Index step = 0; step < m_picture->steps; ++step) {
            const auto value = static_cast<double>(gate.values[static_cast<std::size_t>(step * m_picture->units + m_unit)]);
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    return {low, high};
}

void GatesCanvas::paintChart(QPainter &painter) const {
    const QRectF chart = chartRect();
    const GatesDirection &shown = *direction();
    const std::pair range = chartRange();
    const double low = range.first, high = range.second;
    const auto yOf = [&](double value) { return chart.bottom() - (value - low) / (high - low) * chart.height(); };
    const auto xOf = [&](Index step) { return chart.left() + (static_cast<double>(step) + 0.5) / static_cast<double>(m_picture->steps) * chart.width(); };
    painter.setFont(smallFont(11));
    for (const double value : {low, 0.0, high}) {
        painter.setPen(QPen(m_theme.line, 1));
        painter.drawLine(QPointF(chart.left(), yOf(value)), QPointF(chart.right(), yOf(value)));
        painter.setPen(m_theme.dim);
        const bool isFree = yOf(value) - yOf(high) >= gatesLine() && (value == low || yOf(low) - yOf(value) >= gatesLine());
        if (value == high || isFree)
            painter.drawText(QRectF(0, yOf(value) - gatesLine() / 2, chart.left() - 5, gatesLine()), Qt::AlignRight | Qt::AlignVCenter, activationText(value));
    }
    painter.drawText(QRectF(chart.left(), chart.bottom() + 3, chart.width(), gatesLine()), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%1 steps").arg(countText(m_picture->steps)));
    painter.setRenderHint(QPainter::Antialiasing);
    double x = chart.left();
    const double top = chart.top() - 2 * gatesLine() + 2;
    painter.setPen(m_theme.text);
    const QString title = tr("Unit %1").arg(countText(m_unit + 1));
    painter.drawText(QRectF(x, top, chart.width(), gatesLine()), Qt::AlignLeft | Qt::AlignVCenter, title);
    x += QFontMetricsF(painter.font()).horizontalAdvance(title) + 12;
    for (std::size_t index = 0; index < shown.gates.size(); ++index) {
        const Gate &gate = shown.gates[index];
        const bool isState = index + 1 == shown.gates.size();
        const QColor colour = isState ? m_theme.text : colourOf(index);
        QPolygonF line;
        for (Index step = 0; step < m_picture->steps; ++step) {
            const auto value = static_cast<double>(gate.values[static_cast<std::size_t>(step * m_picture->units + m_unit)]);
            line << QPointF(xOf(step), yOf(std::isfinite(value) ? value : 0));
        }
        painter.setPen(QPen(colour, isState ? 1.8 : 1.3));
        painter.drawPolyline(line);
        const QString name = QString::fromStdString(gate.symbol);
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(name);
        painter.drawText(QRectF(x, top, wide + 4, gatesLine()), Qt::AlignLeft | Qt::AlignVCenter, name);
        x += wide + 12;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (!m_hovered)
        return;
    painter.setPen(QPen(m_theme.text, 1));
    painter.drawLine(QPointF(xOf(m_hovered->step), chart.top()), QPointF(xOf(m_hovered->step), chart.bottom()));
    painter.drawText(QRectF(chart.left(), chart.bottom() + 3, chart.width(), gatesLine()), Qt::AlignLeft | Qt::AlignVCenter, textOf(*m_hovered));
}

void GatesCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const GatesDirection *shown = direction();
    if (!shown) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    for (std::size_t gate = 0; gate < shown->gates.size(); ++gate)
        paintMap(painter, gate);
    paintChart(painter);
}

void GatesCanvas::hover(const std::optional<Place> &place) {
    if (place == m_hovered)
        return;
    m_hovered = place;
    setAccessibleDescription(place ? textOf(*place) : QString());
    setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

bool GatesCanvas::step(Index units, Index steps) {
    if (!direction())
        return false;
    if (units != 0)
        emit unitChosen(std::clamp<Index>(m_unit + units, 0, m_picture->units - 1));
    Place place = m_hovered.value_or(Place{0, m_unit, steps > 0 ? -1 : 0});
    place.unit = m_unit;
    place.step = std::clamp<Index>(place.step + steps, 0, m_picture->steps - 1);
    hover(place);
    return true;
}

void GatesCanvas::mouseMoveEvent(QMouseEvent *event) {
    hover(placeAt(event->position()));
}

void GatesCanvas::mousePressEvent(QMouseEvent *event) {
    if (const auto place = placeAt(event->position()); place && event->button() == Qt::LeftButton)
        emit unitChosen(place->unit);
}

void GatesCanvas::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hover({});
}

void GatesCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void GatesCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

InputSection GatesCanvas::inputs() const {
    InputSection section = m_keys.section(tr("Gates"));
    section.rows.insert(section.rows.begin(), {{{tr("Hover")}, tr("Read what a gate does at a step")}, {{tr("Click")}, tr("Select the unit in every view")}});
    return section;
}

} // namespace hourglass::ui
