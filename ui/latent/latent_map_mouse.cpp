// The map under the mouse and under the keys.
#include "ui/latent/latent_map.h"

#include <QMenu>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

#include "ui/latent/layers_choice.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/scatter.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr double hoverRadius = 8;   // pixels from a point within which it is hovered
constexpr double pinRadius = 10;    // a click this near the pin lets it go
constexpr double keyStep = 10;      // pixels an arrow key moves the cursor, 1 with Shift
constexpr double zoomFactor = 0.85; // of the visible range, for a step of the wheel

} // namespace

void LatentMap::connectGlass() {
    connect(m_glass, &MapGlass::moved, this, [this](const QPointF &pixel) {
        m_mouse = pixel;
        m_isPanning = false;
        moveCursor(pixel, false);
    });
    connect(m_glass, &MapGlass::left, this, [this] {
        m_mouse.reset();
        leaveCursor();
    });
    connect(m_glass, &MapGlass::clicked, this, &LatentMap::click);
    connect(m_glass, &MapGlass::doubleClicked, this, [this] {
        takeBackClick();
        fit();
    });
    connect(m_glass, &MapGlass::dragged, this, &LatentMap::pan);
    connect(m_glass, &MapGlass::wheeled, this, &LatentMap::zoom);
    connect(m_glass, &MapGlass::arrowPressed, this, &LatentMap::stepCursor);
    connect(m_glass, &MapGlass::confirmed, this, &LatentMap::confirm);
    connect(m_glass, &MapGlass::letGo, this, &LatentMap::letGo);
    connect(m_glass, &MapGlass::menuWanted, this, &LatentMap::openMenu);
}

void LatentMap::moveCursor(const QPointF &pixel, bool isByKeys) {
    if (!m_picture)
        return;
    hoverAt(pixel);
    if (!m_cursor.isPinned) {
        m_cursor = {planeAt(pixel), true, false, isByKeys};
        if (!m_picture->plane)
            m_glass->card().clearDecoded(); // far from all codes there is no answer
        refreshMarks();
        refreshCard();
        emit cursorMoved(m_cursor.at.x(), m_cursor.at.y());
    } else {
        refreshMarks();
        refreshCard();
    }
}

void LatentMap::leaveCursor() {
    hover(std::nullopt);
    if (m_cursor.isPresent && !m_cursor.isPinned) {
        m_cursor = {};
        emit cursorLeft();
    }
    refreshMarks();
    refreshCard();
}

void LatentMap::hoverAt(const QPointF &pixel) {
    hover(sampleNear(pixel, hoverRadius));
}

void LatentMap::hover(std::optional<core::Index> sample) {
    if (sample == m_hovered)
        return;
    m_hovered = sample;
    m_neighbours.reset();
    m_glass->card().clearSample();
    refreshKnown();
    emit sampleHovered(sample);
}

void LatentMap::click(const QPointF &pixel) {
    if (!m_picture)
        return;
    m_beforeClick = {m_cursor, m_selected};
    if (const std::optional<core::Index> sample = sampleNear(pixel, m_scatter->dotRadius() + 2)) {
        emit sampleSelected(sample == m_selected ? std::nullopt : sample);
        return;
    }
    if (m_cursor.isPinned && QLineF(pixelAt(m_cursor.at), pixel).length() <= pinRadius) {
        release();
        moveCursor(pixel, false);
        return;
    }
    m_cursor = {planeAt(pixel), true, false, false};
    if (!m_picture->plane)
        m_glass->card().clearDecoded();
    refreshMarks();
    emit cursorMoved(m_cursor.at.x(), m_cursor.at.y());
    pin();
}

void LatentMap::takeBackClick() {
    if (m_selected != m_beforeClick.selected)
        emit sampleSelected(m_beforeClick.selected);
    if (m_cursor.isPinned && !m_beforeClick.cursor.isPinned) {
        release();
    } else if (m_beforeClick.cursor.isPinned && (!m_cursor.isPinned || m_cursor.at != m_beforeClick.cursor.at)) {
        m_cursor = m_beforeClick.cursor;
        emit cursorMoved(m_cursor.at.x(), m_cursor.at.y());
        pin();
    }
}

void LatentMap::pin() {
    m_cursor.isPinned = true;
    refreshMarks();
    refreshCard();
    emit cursorPinned(m_cursor.at.x(), m_cursor.at.y());
}

void LatentMap::release() {
    if (!m_cursor.isPinned)
        return;
    m_cursor.isPinned = false;
    emit cursorReleased();
    refreshMarks();
}

void LatentMap::stepCursor(const QPointF &direction, bool isFine) {
    if (!m_picture)
        return;
    const QRectF area = QRectF(m_plot->rect()).adjusted(2, 2, -2, -2);
    const double codesEnd = m_legendPlace.isEmpty() ? width() : m_legendPlace.left();
    QPointF pixel = m_cursor.isPresent ? pixelAt(m_cursor.at) + direction * (isFine ? 1 : keyStep) : QPointF(codesEnd / 2, area.center().y());
    pixel = {std::clamp(pixel.x(), area.left(), area.right()), std::clamp(pixel.y(), area.top(), area.bottom())};
    const bool wasPinned = m_cursor.isPinned;
    m_cursor.isPinned = false; // the pin goes with the cursor
    moveCursor(pixel, true);
    if (wasPinned)
        pin();
    describeCursor();
}

void LatentMap::confirm() {
    if (!m_picture)
        return;
    if (!m_cursor.isPresent)
        stepCursor({}, true);
    if (!m_cursor.isPinned)
        pin();
}

void LatentMap::letGo() {
    if (m_cursor.isPinned) {
        release();
        if (m_mouse)
            moveCursor(*m_mouse, false);
        else
            leaveCursor();
    } else if (m_cursor.isByKeys) {
        leaveCursor();
    } else if (m_selected) {
        emit sampleSelected(std::nullopt);
    } else if (!m_choice.isEmpty()) {
        emit samplesChosen({}, {});
    }
}

void LatentMap::pan(const QPointF &from, const QPointF &to) {
    if (!m_picture)
        return;
    m_isPanning = true;
    m_mouse = to;
    if (isSpatial())
        return turn(to - from);
    m_isFollowing = false;
    // By whole pixels of the screen: what is painted can move along.
    const auto move = [ratio = m_plot->devicePixelRatioF()](QCPAxis *axis, double pixelFrom, double pixelTo) {
        axis->moveRange(axis->pixelToCoord(std::round(pixelFrom * ratio) / ratio) - axis->pixelToCoord(std::round(pixelTo * ratio) / ratio));
    };
    move(m_plot->xAxis, from.x(), to.x());
    if (!isLine())
        move(m_plot->yAxis, from.y(), to.y());
    if (m_cursor.isPresent && !m_cursor.isPinned)
        m_cursor.at = planeAt(to);
    refreshMarks();
    refreshCard();
    wantPictures();
    replot();
}

void LatentMap::zoom(const QPointF &pixel, double steps) {
    if (!m_picture)
        return;
    m_isFollowing = false;
    // Between a ten-thousandth and thirty times what a fit shows.
    const double share = m_plot->xAxis->range().size() / m_followX.target().size();
    const double factor = std::clamp(std::pow(zoomFactor, steps), 1e-4 / share, 30 / share);
    m_plot->xAxis->scaleRange(factor, m_plot->xAxis->pixelToCoord(pixel.x()));
    if (!isLine())
        m_plot->yAxis->scaleRange(factor, m_plot->yAxis->pixelToCoord(pixel.y()));
    if (m_mouse)
        hoverAt(*m_mouse);
    refreshMarks();
    refreshCard();
    wantPictures();
    replot();
}

void LatentMap::fit() {
    if (!m_picture)
        return;
    m_followX.goFrom({m_plot->xAxis->range().lower, m_plot->xAxis->range().upper});
    if (!isLine())
        m_followY.goFrom({m_plot->yAxis->range().lower, m_plot->yAxis->range().upper});
    m_isFollowing = true;
    m_isPanning = false;
    m_sinceMotion.start();
    m_motion.start();
}

void LatentMap::openMenu(const QPoint &global) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *fitAction = menu->addAction(tr("Fit to the codes"), this, &LatentMap::fit);
    fitAction->setToolTip(tr("Shows most of the codes and follows them, as a double-click does"));
    fitAction->setEnabled(m_picture != nullptr);
    QMenu *layers = menu->addMenu(tr("Show"));
    layers->setObjectName(QStringLiteral("layersMenu"));
    m_layersChoice->fill(layers);
    addChoosingTo(menu);
    menu->addSeparator();
    if (m_picture)
        m_export->addTo(menu);
    menu->popup(global);
}

} // namespace hourglass::ui
