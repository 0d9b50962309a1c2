// The map under the mouse and under the keys.
#include "ui/latent/latent_map.h"

#include <QMenu>
#include <QStatusTipEvent>
#include <qcustomplot.h>

#include "ui/latent/distribution.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/scatter.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr double hoverRadius = 8;  // pixels from a point within which it is hovered
constexpr double pinRadius = 10;   // a click this near the pin lets it go
constexpr double keyStep = 10;     // pixels an arrow key moves the cursor, 1 with Shift
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

QPointF LatentMap::planeAt(const QPointF &pixel) const {
    return {m_plot->xAxis->pixelToCoord(pixel.x()), isLine() ? 0.0 : m_plot->yAxis->pixelToCoord(pixel.y())};
}

QPointF LatentMap::pixelAt(const QPointF &plane) const {
    return {m_plot->xAxis->coordToPixel(plane.x()), isLine() ? m_plot->height() / 2.0 : m_plot->yAxis->coordToPixel(plane.y())};
}

std::optional<std::size_t> LatentMap::pointOf(core::Index sample) const {
    if (!m_picture)
        return std::nullopt;
    const std::vector<core::Index> &samples = m_picture->samples;
    const auto guess = static_cast<std::size_t>(std::max<core::Index>(sample, 0)); // mostly the test part in its own order
    if (guess < samples.size() && samples[guess] == sample)
        return guess;
    const auto found = std::find(samples.begin(), samples.end(), sample);
    return found == samples.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - samples.begin()));
}

std::optional<QPointF> LatentMap::pixelOf(std::optional<core::Index> sample) const {
    const std::optional<std::size_t> point = sample ? pointOf(*sample) : std::nullopt;
    if (!point)
        return std::nullopt;
    if (!isLine())
        return m_scatter->isHidden(*point) ? std::nullopt : m_scatter->pixelOf(*point);
    const std::optional<double> baseline = m_distribution->baselineOf(*point);
    return baseline ? std::optional(QPointF(m_plot->xAxis->coordToPixel(m_picture->x[*point]), m_plot->yAxis->coordToPixel(*baseline)))
                    : std::nullopt;
}

std::optional<core::Index> LatentMap::sampleNear(const QPointF &pixel, double radius) const {
    const std::optional<std::size_t> point = isLine() ? std::nullopt : m_scatter->nearest(pixel, radius);
    return point && *point < m_picture->samples.size() ? std::optional(m_picture->samples[*point]) : std::nullopt;
}

QString LatentMap::className(int label) const {
    if (label < 0)
        return tr("Sample");
    return static_cast<std::size_t>(label) < m_classes.size() ? QString::fromStdString(m_classes[static_cast<std::size_t>(label)])
                                                              : tr("Class %1").arg(label);
}

void LatentMap::moveCursor(const QPointF &pixel, bool isByKeys) {
    if (!m_picture)
        return;
    hoverAt(pixel);
    if (!m_cursor.isPinned) {
        m_cursor = {planeAt(pixel), true, false, isByKeys};
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
    m_glass->card().clearSample();
    emit sampleHovered(sample);
}

void LatentMap::showDecoded(const analysis::DecodedPicture &picture, double x, double y) {
    if (!m_cursor.isPresent || (m_cursor.isPinned && QPointF(x, y) != m_cursor.at))
        return; // too late
    setSampleShape(picture.sample);
    m_glass->card().setDecoded(picture);
    refreshCard();
}

void LatentMap::showSample(const analysis::ReconstructionColumn &column, const core::Shape &shape) {
    if (!m_hovered || column.sample != *m_hovered)
        return;
    setSampleShape(shape);
    m_glass->card().setSample(column, shape, className(column.label));
    refreshCard();
}

void LatentMap::refreshMarks() {
    MapGlass::Marks marks;
    if (m_picture) {
        marks.hovered = pixelOf(m_hovered);
        marks.selected = pixelOf(m_selected);
        if (m_marked != m_hovered)
            marks.marked = pixelOf(m_marked);
        if (m_cursor.isPresent) {
            marks.cursor = pixelAt(m_cursor.at);
            if (isLine() && m_mouse && !m_cursor.isPinned && !m_cursor.isByKeys)
                marks.cursor->setY(m_mouse->y());
        }
        marks.isPinned = m_cursor.isPinned;
        marks.look = isLine()                                    ? MapGlass::CursorLook::Line
                     : m_cursor.isPinned || m_cursor.isByKeys ? MapGlass::CursorLook::Cross
                                                                 : MapGlass::CursorLook::Ring;
    }
    m_glass->setMarks(marks);
}

void LatentMap::refreshCard() {
    HoverCard &card = m_glass->card();
    if (!m_picture || !m_cursor.isPresent || m_isPanning) {
        m_glass->refreshCard(false);
        return;
    }
    const QCPRange x = m_plot->xAxis->range(), y = m_plot->yAxis->range();
    const double perPixelX = x.size() / std::max(1, m_plot->width()), perPixelY = y.size() / std::max(1, m_plot->height());
    card.setCaption(coordinates(*m_picture, m_cursor.at.x(), m_cursor.at.y(), isLine() ? perPixelX : std::min(perPixelX, perPixelY)));
    std::vector<HoverCard::Line> lines;
    if (isLine()) {
        constexpr double reach = 6; // pixels to each side whose codes are counted
        constexpr std::size_t most = 5;
        for (const auto &[label, count] : m_distribution->countsBetween(m_cursor.at.x() - reach * perPixelX, m_cursor.at.x() + reach * perPixelX))
            if (lines.size() < most)
                lines.push_back({label < 0 ? theme().accent() : classColour(label), label < 0 ? tr("Samples") : className(label),
                                 QLocale().toString(count)});
    }
    card.setLines(std::move(lines));
    m_glass->refreshCard(true);
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
    QPointF pixel = m_cursor.isPresent ? pixelAt(m_cursor.at) + direction * (isFine ? 1 : keyStep) : area.center();
    pixel = {std::clamp(pixel.x(), area.left(), area.right()), std::clamp(pixel.y(), area.top(), area.bottom())};
    const bool wasPinned = m_cursor.isPinned;
    m_cursor.isPinned = false; // the pin goes with the cursor
    moveCursor(pixel, true);
    if (wasPinned)
        pin();
    describeCursor();
}

void LatentMap::describeCursor() {
    QString text = coordinates(*m_picture, m_cursor.at.x(), m_cursor.at.y(), m_plot->xAxis->range().size() / std::max(1, m_plot->width()));
    if (const std::optional<std::size_t> point = m_hovered ? pointOf(*m_hovered) : std::nullopt) {
        const int label = *point < m_picture->labels.size() ? m_picture->labels[*point] : -1;
        text = tr("%1 · %2, sample %3").arg(text, className(label), QLocale().toString(static_cast<qlonglong>(*m_hovered)));
    }
    m_glass->setAccessibleDescription(text);
    QStatusTipEvent event(text);
    QCoreApplication::sendEvent(this, &event);
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
    }
}

void LatentMap::pan(const QPointF &from, const QPointF &to) {
    if (!m_picture)
        return;
    m_isFollowing = false;
    m_isPanning = true;
    m_mouse = to;
    const auto move = [](QCPAxis *axis, double pixelFrom, double pixelTo) {
        axis->moveRange(axis->pixelToCoord(pixelFrom) - axis->pixelToCoord(pixelTo));
    };
    move(m_plot->xAxis, from.x(), to.x());
    if (!isLine())
        move(m_plot->yAxis, from.y(), to.y());
    if (m_cursor.isPresent && !m_cursor.isPinned)
        m_cursor.at = planeAt(to);
    refreshMarks();
    refreshCard();
    wantLattice();
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
    wantLattice();
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
    menu->addSeparator();
    if (m_picture)
        m_export->addTo(menu);
    menu->popup(global);
}

} // namespace hourglass::ui
