// The mouse and the keys over the maps. Their windows on the plane move together, so that the same place is in sight in all of them.
#include "ui/compare/compared_maps_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

#include <qcustomplot.h>

#include "ui/latent/scatter.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr double reach = 14; ///< pixels around the pointer within which a point is meant
constexpr double zoomOfANotch = 0.8, leastExtent = 1e-9, mostExtent = 1e9;

} // namespace

void ComparedMapsCanvas::hoverAt(const QPointF &point) {
    m_pointer = point;
    std::optional<core::Index> sample;
    for (std::size_t place = m_places.size(); point.x() >= 0 && place-- > 0 && !sample;) { // of overlaid maps the upper one first
        if (!m_places[place].rect->rect().contains(point.toPoint()))
            continue;
        if (const auto found = m_places[place].scatter->nearest(point, reach)) {
            sample = m_aligned[place].picture->samples[*found];
            m_hoveredMap = place;
        }
    }
    if (sample == m_hovered)
        return;
    m_hovered = sample;
    m_pane->update();
    emit sampleHovered(sample);
}

const ComparedMapsCanvas::Place *ComparedMapsCanvas::placeAt(const QPointF &point) const {
    for (const Place &place : m_places)
        if (place.rect->rect().contains(point.toPoint()))
            return &place;
    return nullptr;
}

void ComparedMapsCanvas::zoomBy(double factor, const QPointF &share) {
    const auto narrowed = [factor](const Extent &extent, double at) {
        const double fixed = extent.lower + at * extent.size();
        return Extent{fixed - (fixed - extent.lower) * factor, fixed + (extent.upper - fixed) * factor};
    };
    for (const Place &place : m_places)
        if (const double size = place.horizontal.extent().size() * factor; !(size > leastExtent && size < mostExtent))
            return;
    m_isOwnView = true;
    m_motion.stop();
    for (Place &place : m_places) {
        place.horizontal.jump(narrowed(place.horizontal.extent(), share.x()));
        place.vertical.jump(narrowed(place.vertical.extent(), share.y()));
    }
    applyRanges();
    replot();
}

void ComparedMapsCanvas::moveBy(const QPointF &share) {
    m_isOwnView = true;
    m_motion.stop();
    for (Place &place : m_places) {
        const Extent x = place.horizontal.extent(), y = place.vertical.extent();
        place.horizontal.jump({x.lower + share.x() * x.size(), x.upper + share.x() * x.size()});
        place.vertical.jump({y.lower + share.y() * y.size(), y.upper + share.y() * y.size()});
    }
    applyRanges();
    replot();
}

void ComparedMapsCanvas::fit() {
    if (!std::exchange(m_isOwnView, false))
        return;
    aim(true);
}

void ComparedMapsCanvas::mouseMoveEvent(QMouseEvent *event) {
    if (m_grip && (event->buttons() & Qt::LeftButton) != 0) {
        const QPointF way = event->position() - *m_grip;
        if (!m_isDragging && way.manhattanLength() < QApplication::startDragDistance())
            return;
        if (const Place *place = placeAt(m_pressed)) {
            if (!std::exchange(m_isDragging, true)) {
                setCursor(Qt::ClosedHandCursor);
                hoverAt({-1, -1});
            }
            moveBy({-way.x() / place->rect->width(), way.y() / place->rect->height()});
        }
        m_grip = event->position();
        return;
    }
    hoverAt(event->position());
}

void ComparedMapsCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_grip = m_pressed = event->position();
    hoverAt(event->position());
}

void ComparedMapsCanvas::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_grip)
        return;
    m_grip.reset();
    unsetCursor();
    const bool wasDragged = std::exchange(m_isDragging, false);
    hoverAt(event->position());
    if (!wasDragged && (m_hovered || m_selected))
        emit sampleSelected(m_hovered == m_selected ? std::nullopt : m_hovered);
}

void ComparedMapsCanvas::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton)
        fit();
}

void ComparedMapsCanvas::wheelEvent(QWheelEvent *event) {
    event->accept();
    const Place *place = placeAt(event->position());
    if (!place || event->angleDelta().y() == 0)
        return;
    const QRect rect = place->rect->rect();
    zoomBy(std::pow(zoomOfANotch, event->angleDelta().y() / 120.0),
           {(event->position().x() - rect.left()) / rect.width(), 1 - (event->position().y() - rect.top()) / rect.height()});
    hoverAt(event->position());
}

void ComparedMapsCanvas::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hoverAt({-1, -1});
}

void ComparedMapsCanvas::contextMenuEvent(QContextMenuEvent *event) {
    if (m_maps.empty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

void ComparedMapsCanvas::makeKeys() {
    m_keys.add({Qt::Key_O}, tr("Lay the second map over the first, or side by side again"), [this] {
        emit overlayToggled();
        return true;
    });
    m_keys.add({Qt::Key_A}, tr("Bring the maps onto the first one, or leave them as they are"), [this] {
        emit alignToggled();
        return true;
    });
    const auto zoom = [this](double factor) {
        return [this, factor] {
            if (m_places.empty())
                return false;
            zoomBy(factor, {0.5, 0.5});
            return true;
        };
    };
    m_keys.addTogether(tr("Zoom all maps in and out"), {{Qt::Key_Plus, zoom(zoomOfANotch)}, {Qt::Key_Minus, zoom(1 / zoomOfANotch)}});
    m_keys.add({Qt::Key_0}, tr("Fit the maps"), [this] {
        const bool wasOwn = m_isOwnView;
        fit();
        return wasOwn;
    });
    m_keys.add({Qt::Key_Escape}, tr("Let go"), [this] {
        const bool wasSelected = m_selected.has_value();
        if (wasSelected)
            emit sampleSelected(std::nullopt);
        return wasSelected;
    });
}

void ComparedMapsCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

InputSection ComparedMapsCanvas::inputs() const {
    InputSection section = m_keys.section(tr("Maps compared"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Ring the sample in all maps, with its ten nearest")},
                                               {{tr("Click")}, tr("Select the sample in all views; again: let it go")},
                                               {{tr("Drag")}, tr("Move all maps together")},
                                               {{tr("Wheel")}, tr("Zoom all maps at the pointer")},
                                               {{tr("Double-click")}, tr("Fit the maps")}});
    return section;
}

} // namespace hourglass::ui
