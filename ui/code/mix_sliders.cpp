#include "ui/code/mix_sliders.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/code/code_texts.h"
#include "ui/code/mix_sliders_measures.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

using analysis::CodeSpread;
using namespace slider_measures;

namespace {

constexpr double keyStep = 0.25, fineStep = 0.05; ///< in standard deviations

} // namespace

MixSliders::MixSliders(QWidget *parent) : QAbstractScrollArea(parent) {
    setObjectName(QStringLiteral("mixSliders"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Sliders of the code"));
    setStatusTip(tr("Drag: mix. Double-click: back to the centre. Arrows, Delete, Enter: the same by keys"));
    viewport()->setMouseTracking(true);
    makeKeys();
    followTextSize(this, [this] {
        fitScrollBar();
        viewport()->update();
    });
    m_export = new PlotExport(viewport(), QStringLiteral("mixing-desk"), [this](CsvWriter &writer) {
        writer.row({tr("axis"), tr("mean"), tr("sigma"), tr("effect"), tr("centre"), tr("mix")});
        for (const int axis : m_order) {
            const auto at = static_cast<std::size_t>(axis);
            const CodeSpread &spread = m_mix->spread;
            writer.row({axisName(spread.basis, axis)},
                       {analysis::valueAt(spread, axis, 0), spread.deviation[at], at < m_mix->effects.size() ? m_mix->effects[at] : std::nan(""),
                        analysis::valueAt(spread, axis, m_centre[at]), analysis::valueAt(spread, axis, m_present[at])});
        }
    });
}

void MixSliders::showMix(std::shared_ptr<const analysis::MixPicture> mix) {
    const bool isOther = !mix || !m_mix || mix->spread.axes != m_mix->spread.axes || mix->spread.basis != m_mix->spread.basis;
    m_mix = std::move(mix);
    if (isOther) {
        m_order.clear();
        m_centre.clear();
        m_present.clear();
        m_solo = m_hovered = m_current = m_dragged = std::nullopt;
        fitScrollBar();
    }
    viewport()->update();
}

void MixSliders::setPositions(std::vector<double> centre, std::vector<double> present) {
    m_centre = std::move(centre);
    m_present = std::move(present);
    describe();
    viewport()->update();
}

void MixSliders::setOrder(std::vector<int> order) {
    if (order == m_order)
        return;
    m_order = std::move(order);
    fitScrollBar();
    viewport()->update();
}

void MixSliders::setSolo(std::optional<int> axis) {
    m_solo = axis;
    viewport()->update();
}

void MixSliders::setTheme(const Theme &theme) {
    m_theme = theme;
    viewport()->update();
}

void MixSliders::setEmptyText(const QString &text) {
    m_emptyText = text;
    viewport()->update();
}

int MixSliders::roomForRows() const {
    return std::max(0, viewport()->height() - scaleHeight());
}

QRectF MixSliders::rowRect(int row) const {
    return QRectF(0, row * rowHeight() - verticalScrollBar()->value(), viewport()->width(), rowHeight());
}

QRectF MixSliders::trackOf(int row) const {
    return rowRect(row).adjusted(nameWidth(), 3, -valueWidth() - soloWidth(), -6);
}

double MixSliders::xOf(const QRectF &track, double position) const {
    return track.left() + (std::clamp(position, -CodeSpread::reach, CodeSpread::reach) + CodeSpread::reach) / (2 * CodeSpread::reach) * track.width();
}

double MixSliders::positionAt(const QRectF &track, double x) const {
    const double share = std::clamp((x - track.left()) / std::max(1.0, track.width()), 0.0, 1.0);
    return (2 * share - 1) * CodeSpread::reach;
}

std::optional<int> MixSliders::rowAt(const QPointF &point) const {
    const int row = static_cast<int>(std::floor((point.y() + verticalScrollBar()->value()) / rowHeight()));
    return point.y() >= 0 && point.y() < roomForRows() && row >= 0 && row < rows() ? std::optional(row) : std::nullopt;
}

std::optional<int> MixSliders::rowOf(int axis) const {
    const auto found = std::find(m_order.begin(), m_order.end(), axis);
    return found == m_order.end() ? std::nullopt : std::optional(static_cast<int>(found - m_order.begin()));
}

QRectF MixSliders::knobOf(int axis) const {
    const std::optional<int> row = rowOf(axis);
    if (!row || m_present.size() <= static_cast<std::size_t>(axis) || rowRect(*row).bottom() > roomForRows() || rowRect(*row).top() < 0)
        return {};
    const QRectF track = trackOf(*row);
    return QRectF(xOf(track, m_present[static_cast<std::size_t>(axis)]) - knobRadius, track.bottom() - knobRadius, 2 * knobRadius, 2 * knobRadius);
}

QRectF MixSliders::soloOf(int axis) const {
    const std::optional<int> row = rowOf(axis);
    if (!row)
        return {};
    const QRectF place = rowRect(*row);
    return QRectF(place.right() - valueWidth() - soloWidth() + 4, place.center().y() - 8, soloWidth() - 6, 16);
}

void MixSliders::fitScrollBar() {
    verticalScrollBar()->setSingleStep(rowHeight());
    verticalScrollBar()->setPageStep(roomForRows());
    verticalScrollBar()->setRange(0, std::max(0, rows() * rowHeight() - roomForRows()));
}

void MixSliders::resizeEvent(QResizeEvent *) {
    fitScrollBar();
}

bool MixSliders::viewportEvent(QEvent *event) {
    if (event->type() == QEvent::Leave)
        hover(std::nullopt);
    if (event->type() == QEvent::ToolTip && m_mix) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const std::optional<int> row = rowAt(help->pos());
        const bool isSolo = row && soloOf(m_order[static_cast<std::size_t>(*row)]).contains(help->pos());
        QToolTip::showText(help->globalPos(),
                           isSolo ? tr("Solo: all others at the centre")
                           : row  ? axisHelp(*m_mix, m_order[static_cast<std::size_t>(*row)])
                                  : QString(),
                           viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void MixSliders::hover(std::optional<int> axis) {
    if (axis == m_hovered)
        return;
    m_hovered = axis;
    viewport()->update();
}

void MixSliders::mousePressEvent(QMouseEvent *event) {
    const std::optional<int> row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || !row || m_present.empty())
        return;
    const int axis = m_order[static_cast<std::size_t>(*row)];
    choose(*row);
    if (soloOf(axis).contains(event->position()))
        return emit soloToggled(axis);
    const QRectF track = trackOf(*row);
    if (event->position().x() < track.left() - knobRadius || event->position().x() > track.right() + knobRadius)
        return;
    m_dragged = axis;
    const double knob = xOf(track, m_present[static_cast<std::size_t>(axis)]);
    const bool isOnKnob = std::abs(event->position().x() - knob) <= knobRadius + 3;
    m_grip = isOnKnob ? knob - event->position().x() : 0;
    if (!isOnKnob)
        emit moved(axis, positionAt(track, event->position().x()));
}

void MixSliders::mouseMoveEvent(QMouseEvent *event) {
    if (!m_dragged) {
        const std::optional<int> row = rowAt(event->position());
        hover(row ? std::optional(m_order[static_cast<std::size_t>(*row)]) : std::nullopt);
        return;
    }
    if (const std::optional<int> row = rowOf(*m_dragged))
        emit moved(*m_dragged, positionAt(trackOf(*row), event->position().x() + m_grip));
}

void MixSliders::mouseReleaseEvent(QMouseEvent *event) {
    m_dragged.reset();
    mouseMoveEvent(event);
}

void MixSliders::mouseDoubleClickEvent(QMouseEvent *event) {
    const std::optional<int> row = rowAt(event->position());
    if (event->button() == Qt::LeftButton && row && !soloOf(m_order[static_cast<std::size_t>(*row)]).contains(event->position()))
        emit resetWanted(m_order[static_cast<std::size_t>(*row)]);
}

void MixSliders::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

InputSection MixSliders::inputs() const {
    InputSection section = m_keys.section(tr("The mixing desk"));
    section.rows.insert(section.rows.begin(), {{{tr("Drag a knob")}, tr("Mix: move the code along this unit")},
                                               {{tr("Double-click a slider")}, tr("Back to the centre")},
                                               {{tr("Click S")}, tr("Solo: all others at the centre; again: all as they were")}});
    return section;
}

void MixSliders::makeKeys() {
    const auto go = [this](int rowsOn) {
        return [this, rowsOn] {
            const std::optional<int> row = m_current ? rowOf(*m_current) : std::nullopt;
            return choose(row ? *row + rowsOn : 0);
        };
    };
    const auto change = [this](double offset) { return [this, offset] { return step(offset); }; };
    m_keys.addTogether(tr("The unit above, below"), {{Qt::Key_Up, go(-1)}, {Qt::Key_Down, go(1)}});
    m_keys.addTogether(tr("Less of it, more of it"), {{Qt::Key_Left, change(-keyStep)}, {Qt::Key_Right, change(keyStep)}});
    m_keys.addTogether(tr("… finely"), {{QKeyCombination(Qt::ShiftModifier, Qt::Key_Left), change(-fineStep)},
                                        {QKeyCombination(Qt::ShiftModifier, Qt::Key_Right), change(fineStep)}});
    m_keys.add({Qt::Key_Delete}, tr("Back to the centre"), [this] {
        if (m_current)
            emit resetWanted(*m_current);
        return m_current.has_value();
    });
    m_keys.add({Qt::Key_Return}, tr("Solo"), [this] {
        if (m_current)
            emit soloToggled(*m_current);
        return m_current.has_value();
    });
}

bool MixSliders::choose(int row) {
    if (rows() == 0)
        return false;
    row = std::clamp(row, 0, rows() - 1);
    m_current = m_order[static_cast<std::size_t>(row)];
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(std::clamp(bar->value(), (row + 1) * rowHeight() - roomForRows(), row * rowHeight()));
    describe();
    viewport()->update();
    return true;
}

bool MixSliders::step(double offset) {
    if (!m_current || m_present.empty())
        return choose(0);
    const double position = m_present[static_cast<std::size_t>(*m_current)] + offset;
    emit moved(*m_current, std::clamp(position, -CodeSpread::reach, CodeSpread::reach));
    return true;
}

/// For a screen reader.
void MixSliders::describe() {
    QString text;
    if (m_mix && m_current && m_present.size() > static_cast<std::size_t>(*m_current))
        text =
            tr("%1: %2").arg(axisName(m_mix->spread.basis, *m_current), valueText(m_mix->spread, *m_current, m_present[static_cast<std::size_t>(*m_current)]));
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    if (hasFocus()) {
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void MixSliders::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void MixSliders::focusInEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusInEvent(event);
    if (!m_current && event->reason() != Qt::MouseFocusReason)
        choose(0);
    viewport()->update();
}

void MixSliders::focusOutEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace hourglass::ui
