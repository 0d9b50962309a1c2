#include "ui/sweep/parallel_plot.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineF>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double axisReach = 10, brushWidth = 14; ///< pixels

} // namespace

ParallelPlot::ParallelPlot(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("parallelPlot"));
    setAccessibleName(tr("Settings and results of a sweep as parallel coordinates"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_export = new PlotExport(this, tr("Sweep"), [this](CsvWriter &writer) {
        QStringList heading;
        for (const Axis &axis : m_axes)
            heading << axis.label;
        writer.row(heading);
        for (const SweepRow &row : m_rows)
            writer.row(row.values, {row.mean});
    });
    m_keys.add({Qt::Key_Escape}, tr("Let go of all that is brushed"), [this] {
        const bool hasBrush = !brushed().empty();
        clearBrushes();
        return hasBrush;
    });
}

InputSection ParallelPlot::inputs() const {
    InputSection section = m_keys.section(tr("Parallel coordinates"));
    section.rows.insert(section.rows.begin(), {{{tr("Drag along an axis")}, tr("Keep the combinations within this range; a click on the axis lets go of it")},
                                               {{tr("Click a line")}, tr("Select this combination")},
                                               {{tr("Double-click a line")}, tr("Train this combination here; Undo returns")}});
    return section;
}

void ParallelPlot::show(const SweepPicture &picture) {
    std::vector<Axis> axes;
    for (int axis = 0; axis < picture.axes.size(); ++axis)
        axes.push_back({picture.axes[axis], scaleOf(picture.rows, axis), {}});
    if (!picture.rows.empty())
        axes.push_back({picture.measure, scaleOfMeans(picture.rows), {}});
    const bool isSame = std::equal(axes.begin(), axes.end(), m_axes.begin(), m_axes.end(), [](const Axis &a, const Axis &b) { return a.label == b.label; }) &&
                        picture.rows.size() == m_rows.size();
    for (std::size_t axis = 0; axis < axes.size() && isSame; ++axis)
        axes[axis].brush = m_axes[axis].brush;
    if (!isSame)
        m_selected = m_hovered = -1;
    m_axes = std::move(axes);
    m_rows = picture.rows;
    m_best = bestOf(m_rows);
    update();
}

void ParallelPlot::setSelected(int row) {
    m_selected = row;
    update();
}

void ParallelPlot::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

bool ParallelPlot::isBrushed(std::size_t row) const {
    return std::all_of(m_axes.begin(), m_axes.end(), [row](const Axis &axis) {
        const double place = axis.scale.places[row];
        return !axis.brush || (place >= axis.brush->first && place <= axis.brush->second);
    });
}

std::vector<bool> ParallelPlot::brushed() const {
    if (std::none_of(m_axes.begin(), m_axes.end(), [](const Axis &axis) { return axis.brush.has_value(); }))
        return {};
    std::vector<bool> rows;
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        rows.push_back(isBrushed(row));
    return rows;
}

void ParallelPlot::clearBrushes() {
    for (Axis &axis : m_axes)
        axis.brush.reset();
    update();
    emit brushEdited();
}

QRectF ParallelPlot::plot() const {
    const QFontMetricsF metrics(smallFont());
    return QRectF(rect()).adjusted(metrics.averageCharWidth() * 7 + 10, metrics.height() + 14, -metrics.averageCharWidth() * 7 - 10, -12);
}

double ParallelPlot::columnOf(int axis) const {
    const QRectF place = plot();
    return m_axes.size() < 2 ? place.center().x() : std::round(place.left() + place.width() * axis / static_cast<double>(m_axes.size() - 1)) + 0.5;
}

int ParallelPlot::axisAt(double x) const {
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        if (std::abs(x - columnOf(static_cast<int>(axis))) <= axisReach)
            return static_cast<int>(axis);
    return -1;
}

double ParallelPlot::placeAt(double y) const {
    const QRectF place = plot();
    return std::clamp((place.bottom() - y) / std::max(1.0, place.height()), 0.0, 1.0);
}

std::optional<QPointF> ParallelPlot::pointOf(int row, int axis) const {
    const double place = m_axes[static_cast<std::size_t>(axis)].scale.places[static_cast<std::size_t>(row)];
    if (!std::isfinite(place))
        return {};
    const QRectF room = plot();
    return QPointF(columnOf(axis), room.bottom() - place * room.height());
}

int ParallelPlot::rowAt(const QPointF &pixel) const {
    int found = -1;
    double nearest = axisReach;
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        for (std::size_t axis = 1; axis < m_axes.size(); ++axis) {
            const auto from = pointOf(static_cast<int>(row), static_cast<int>(axis) - 1), to = pointOf(static_cast<int>(row), static_cast<int>(axis));
            if (!from || !to || pixel.x() < from->x() || pixel.x() > to->x())
                continue;
            const double share = (pixel.x() - from->x()) / (to->x() - from->x()), way = std::abs(from->y() + share * (to->y() - from->y()) - pixel.y());
            if (way < nearest && isBrushed(row)) {
                nearest = way;
                found = static_cast<int>(row);
            }
        }
    return found;
}

/// From the accent, the lowest, to a pale one, the highest.
QColor ParallelPlot::colourOf(std::size_t row) const {
    const double place = m_axes.back().scale.places[row];
    const QColor pale = blended(m_theme.panel, m_theme.dim, 0.45);
    return std::isfinite(place) ? blended(m_theme.accent(), pale, std::sqrt(place)) : pale;
}

void ParallelPlot::paintLine(QPainter &painter, std::size_t row) const {
    QPainterPath path;
    bool isDown = false;
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
        const auto point = pointOf(static_cast<int>(row), static_cast<int>(axis));
        if (!point)
            isDown = false;
        else if (std::exchange(isDown, true))
            path.lineTo(*point);
        else
            path.moveTo(*point);
    }
    const int number = static_cast<int>(row);
    const bool isMarked = number == m_selected || number == m_hovered;
    QColor colour = number == m_selected ? m_theme.code : number == m_best ? m_theme.good : colourOf(row);
    if (!isBrushed(row))
        colour = blended(m_theme.panel, m_theme.line, 0.7);
    painter.strokePath(path, QPen(colour,
                                  isMarked           ? 3
                                  : number == m_best ? 2.4
                                                     : 1.4,
                                  m_rows[row].isOver ? Qt::SolidLine : Qt::DashLine, Qt::RoundCap, Qt::RoundJoin));
}

void ParallelPlot::paintAxis(QPainter &painter, int axis) const {
    const Axis &each = m_axes[static_cast<std::size_t>(axis)];
    const QRectF place = plot();
    const double x = columnOf(axis);
    const QFontMetricsF metrics(painter.font());
    painter.setPen(QPen(m_theme.edge(), 1));
    painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
    const bool isLast = axis + 1 == static_cast<int>(m_axes.size());
    for (const auto &[tick, text] : each.scale.ticks) {
        const double y = place.bottom() - tick * place.height(), width = metrics.horizontalAdvance(text) + 4;
        const QRectF label(isLast ? x + 6 : x - 6 - width, y - metrics.height() / 2, width, metrics.height());
        QColor veil = m_theme.panel;
        veil.setAlpha(200);
        painter.fillRect(label, veil);
        painter.setPen(m_theme.dim);
        painter.drawText(label, isLast ? Qt::AlignLeft : Qt::AlignRight, text);
    }
    if (each.brush) {
        QColor fill = m_theme.accent();
        fill.setAlphaF(0.22f);
        const QRectF brush(x - brushWidth / 2, place.bottom() - each.brush->second * place.height(), brushWidth,
                           std::max(2.0, (each.brush->second - each.brush->first) * place.height()));
        painter.setPen(QPen(m_theme.accent(), 1));
        painter.setBrush(fill);
        painter.drawRoundedRect(brush, 3, 3);
    }
    const double column = m_axes.size() < 2 ? place.width() : place.width() / static_cast<double>(m_axes.size() - 1);
    const double left = axis == 0 ? 4 : isLast ? x - column / 2 : x - column / 2, right = axis == 0 ? x + column / 2 : isLast ? width() - 4 : x + column / 2;
    painter.setPen(isLast ? m_theme.text : m_theme.dim);
    const Qt::Alignment alignment = axis == 0 ? Qt::AlignLeft : isLast ? Qt::AlignRight : Qt::AlignHCenter;
    painter.drawText(QRectF(left, 3, right - left - 4, metrics.height()), alignment, metrics.elidedText(each.label, Qt::ElideMiddle, right - left - 4));
}

void ParallelPlot::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.panel);
    painter.setFont(smallFont());
    if (m_axes.empty())
        return;
    for (const bool isBright : {false, true}) // those that are brushed over the others, the marked ones over all
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            if (isBrushed(row) == isBright)
                paintLine(painter, row);
    for (const int row : {m_best, m_hovered, m_selected})
        if (row >= 0 && row < static_cast<int>(m_rows.size()) && isBrushed(static_cast<std::size_t>(row)))
            paintLine(painter, static_cast<std::size_t>(row));
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        paintAxis(painter, static_cast<int>(axis));
}

bool ParallelPlot::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = rowAt(help->pos());
    if (row < 0) {
        const int axis = axisAt(help->pos().x());
        QToolTip::showText(help->globalPos(), axis >= 0 ? m_axes[static_cast<std::size_t>(axis)].label : QString(), this);
        return true;
    }
    QStringList lines;
    for (std::size_t axis = 0; axis + 1 < m_axes.size(); ++axis)
        lines << m_axes[axis].label + QStringLiteral(": ") + m_rows[static_cast<std::size_t>(row)].values.value(static_cast<qsizetype>(axis));
    if (const double mean = m_rows[static_cast<std::size_t>(row)].mean; std::isfinite(mean))
        lines << m_axes.back().label + QStringLiteral(": ") + QLocale().toString(mean, 'g', 4);
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

void ParallelPlot::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_hasMoved = false;
    m_dragged = axisAt(m_pressed.x());
    m_draggedFrom = placeAt(m_pressed.y());
}

void ParallelPlot::mouseMoveEvent(QMouseEvent *event) {
    if (m_dragged >= static_cast<int>(m_axes.size()))
        m_dragged = -1; // another sweep came
    if (event->buttons() & Qt::LeftButton && m_dragged >= 0) {
        m_hasMoved = m_hasMoved || std::abs(event->position().y() - m_pressed.y()) >= QApplication::startDragDistance() / 2.0;
        if (m_hasMoved) {
            const double to = placeAt(event->position().y());
            m_axes[static_cast<std::size_t>(m_dragged)].brush = std::minmax(m_draggedFrom, to);
            update();
            emit brushEdited();
        }
        return;
    }
    const int axis = axisAt(event->position().x()), row = axis >= 0 ? -1 : rowAt(event->position());
    setCursor(axis >= 0 ? Qt::SplitVCursor : row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (std::exchange(m_hovered, row) != row)
        update();
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || m_hasMoved)
        return;
    if (m_dragged >= 0 && m_dragged < static_cast<int>(m_axes.size())) {
        m_axes[static_cast<std::size_t>(m_dragged)].brush.reset();
        update();
        return emit brushEdited();
    }
    if (const int row = rowAt(event->position()); row >= 0)
        emit rowClicked(row);
}

void ParallelPlot::mouseDoubleClickEvent(QMouseEvent *event) {
    if (const int row = rowAt(event->position()); row >= 0 && axisAt(event->position().x()) < 0)
        emit rowActivated(row);
}

void ParallelPlot::leaveEvent(QEvent *) {
    m_hovered = -1;
    update();
}

void ParallelPlot::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void ParallelPlot::contextMenuEvent(QContextMenuEvent *event) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Let go of all that is brushed"), this, &ParallelPlot::clearBrushes)->setEnabled(!brushed().empty());
    menu->addSeparator();
    m_export->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
