#include "ui/compare/compared_maps_canvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include <qcustomplot.h>

#include "ui/latent/scatter.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr int motionMs = 45;

} // namespace

/// Above the plot, and never in the way of the mouse.
class ComparedMapsCanvas::Pane : public QWidget {
public:
    explicit Pane(ComparedMapsCanvas *canvas) : QWidget(canvas), m_canvas(canvas) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        m_canvas->paintPane(painter);
    }

private:
    ComparedMapsCanvas *m_canvas;
};

ComparedMapsCanvas::ComparedMapsCanvas(QWidget *parent) : QWidget(parent), m_plot(new QCustomPlot(this)), m_pane(new Pane(this)) {
    setObjectName(QStringLiteral("comparedMaps"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The same samples on the maps of several runs"));
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->plotLayout()->clear();
    m_plot->layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmLogical); // one buffer instead of two
    m_motion.setInterval(motionMs);
    connect(&m_motion, &QTimer::timeout, this, [this] {
        bool isMoving = false;
        for (Place &place : m_places) {
            isMoving = place.horizontal.advance(motionMs) || isMoving;
            isMoving = place.vertical.advance(motionMs) || isMoving;
        }
        if (!isMoving)
            m_motion.stop();
        applyRanges();
        replot();
    });
    m_export = new PlotExport(this, QStringLiteral("maps-compared"), [this](CsvWriter &writer) {
        writer.row({QStringLiteral("sample"), QStringLiteral("class"), QStringLiteral("run"), QStringLiteral("x"), QStringLiteral("y")});
        for (std::size_t map = 0; map < m_maps.size(); ++map)
            if (const auto &picture = m_aligned[map].picture)
                for (std::size_t i = 0; i < picture->x.size(); ++i)
                    writer.row({QString::number(picture->samples[i]),
                                i < picture->labels.size() ? m_classes.value(picture->labels[i], QString::number(picture->labels[i])) : QString(),
                                m_maps[map].name},
                               {static_cast<double>(picture->x[i]), static_cast<double>(picture->y[i])});
    });
    connect(m_export, &PlotExport::failed, this, &ComparedMapsCanvas::exportFailed);
    makeKeys();
    setTheme(m_theme);
}

void ComparedMapsCanvas::showMaps(std::vector<ComparedMap> maps) {
    const bool isOtherSet = maps.size() != m_maps.size() ||
                            !std::equal(maps.begin(), maps.end(), m_maps.begin(),
                                        [](const ComparedMap &a, const ComparedMap &b) { return a.name == b.name && bool(a.picture) == bool(b.picture); });
    m_maps = std::move(maps);
    m_aligned = alignedMaps(m_maps, m_isAligned);
    build();
    showPoints();
    m_isOwnView = m_isOwnView && !isOtherSet;
    aim(isOtherSet);
    if (m_pointer.x() >= 0)
        hoverAt(m_pointer);
}

void ComparedMapsCanvas::setOverlaid(bool isOverlaid) {
    m_isOverlaid = isOverlaid;
    m_isOwnView = false;
    build();
    showPoints();
    aim(true);
}

void ComparedMapsCanvas::setAligned(bool isAligned) {
    m_isAligned = isAligned;
    m_isOwnView = false;
    m_aligned = alignedMaps(m_maps, isAligned);
    showPoints();
    aim(true);
}

/// A rectangle for each map, or one for two that are overlaid.
void ComparedMapsCanvas::build() {
    if (m_places.size() == shownMaps() && m_isBuiltOverlaid == isOverlaid())
        return;
    m_isBuiltOverlaid = isOverlaid();
    m_places.clear();
    m_plot->clearPlottables();
    m_plot->plotLayout()->clear();
    for (std::size_t map = 0; map < shownMaps(); ++map) {
        Place place;
        if (map == 0 || !isOverlaid()) {
            place.rect = new QCPAxisRect(m_plot, true);
            place.rect->setAutoMargins(QCP::msNone);
            place.rect->setMargins(QMargins(rim, nameHeight(), rim, rim));
            for (QCPAxis *axis : place.rect->axes())
                axis->setVisible(false);
            m_plot->plotLayout()->addElement(0, static_cast<int>(map), place.rect);
        } else {
            place.rect = m_places.front().rect;
        }
        place.scatter = new Scatter(place.rect->axis(QCPAxis::atBottom), place.rect->axis(QCPAxis::atLeft));
        place.scatter->setPlainColour(m_theme.accent());
        place.scatter->setColouring(m_colouring, m_theme);
        m_places.push_back(place);
    }
    m_plot->plotLayout()->setColumnSpacing(0);
    m_plot->replot(QCustomPlot::rpImmediateRefresh); // lays them out
}

void ComparedMapsCanvas::showPoints() {
    for (std::size_t map = 0; map < m_places.size(); ++map) {
        const auto &picture = m_aligned[map].picture;
        QRectF spread;
        if (picture)
            if (const auto x = extentOfMost(picture->x), y = extentOfMost(picture->y); x && y)
                spread = QRectF(x->lower, y->lower, x->size(), y->size());
        m_places[map].scatter->setPoints(picture, spread);
        showChosen(map);
    }
}

/// Of overlaid maps the first is pale.
void ComparedMapsCanvas::showChosen(std::size_t map) {
    const auto &picture = m_aligned[map].picture;
    std::vector<bool> chosen;
    if (picture && isOverlaid() && map == 0)
        chosen.assign(picture->x.size(), false);
    else if (picture && !m_chosen.empty())
        for (const core::Index sample : picture->samples)
            chosen.push_back(std::binary_search(m_chosen.begin(), m_chosen.end(), sample));
    m_places[map].scatter->setChosen(std::move(chosen), false);
}

void ComparedMapsCanvas::aim(bool jumps) {
    if (m_isOwnView)
        return keepOwnView();
    // Maps that were brought onto each other are looked at through the same window.
    std::optional<QRectF> all;
    std::vector<QRectF> own(m_places.size());
    for (std::size_t map = 0; map < m_places.size(); ++map)
        if (m_places[map].scatter->points()) {
            own[map] = m_places[map].scatter->spread();
            all = all ? all->united(own[map]) : own[map];
        }
    bool isMoving = false;
    for (std::size_t map = 0; map < m_places.size() && all; ++map) {
        Place &place = m_places[map];
        const QRectF wanted = m_isAligned || isOverlaid() ? *all : own[map];
        if (!place.scatter->points() || place.rect->width() <= 0 || place.rect->height() <= 0)
            continue;
        // One scale for both axes, so that a turn is a turn.
        const double scale = 1.06 * std::max(wanted.width() / place.rect->width(), wanted.height() / place.rect->height());
        const double halfX = std::max(1e-9, scale * place.rect->width() / 2), halfY = std::max(1e-9, scale * place.rect->height() / 2);
        const Extent x{wanted.center().x() - halfX, wanted.center().x() + halfX}, y{wanted.center().y() - halfY, wanted.center().y() + halfY};
        if (jumps) {
            place.horizontal.jump(x);
            place.vertical.jump(y);
        } else {
            isMoving = place.horizontal.aim(x) || isMoving;
            isMoving = place.vertical.aim(y) || isMoving;
        }
    }
    if (isMoving && isVisible())
        m_motion.start();
    applyRanges();
    replot();
}

void ComparedMapsCanvas::applyRanges() {
    for (const Place &place : m_places) {
        place.rect->axis(QCPAxis::atBottom)->setRange(place.horizontal.extent().lower, place.horizontal.extent().upper);
        place.rect->axis(QCPAxis::atLeft)->setRange(place.vertical.extent().lower, place.vertical.extent().upper);
    }
}

void ComparedMapsCanvas::replot() {
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    m_pane->update();
}

void ComparedMapsCanvas::setClasses(const QStringList &names) {
    m_classes = names;
}

void ComparedMapsCanvas::setColouring(SharedColouring colouring) {
    m_colouring = std::move(colouring);
    for (const Place &place : m_places)
        place.scatter->setColouring(m_colouring, m_theme);
    replot();
}

void ComparedMapsCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    m_plot->setBackground(theme.panel);
    for (const Place &place : m_places) {
        place.scatter->setPlainColour(theme.accent());
        place.scatter->setColouring(m_colouring, theme);
    }
    replot();
}

void ComparedMapsCanvas::setMarkedSample(std::optional<core::Index> sample) {
    m_marked = sample;
    m_pane->update();
}

void ComparedMapsCanvas::setSelectedSample(std::optional<core::Index> sample) {
    m_selected = sample;
    m_pane->update();
}

void ComparedMapsCanvas::setChosen(const std::vector<core::Index> &samples) {
    m_chosen = samples;
    for (std::size_t map = 0; map < m_places.size(); ++map)
        showChosen(map);
    replot();
}

std::optional<QPointF> ComparedMapsCanvas::placeOf(std::size_t map, core::Index sample) const {
    if (map >= m_places.size() || !m_aligned[map].picture)
        return {};
    const auto point = pointOf(*m_aligned[map].picture, sample);
    return point ? m_places[map].scatter->pixelOf(*point) : std::nullopt;
}

QRect ComparedMapsCanvas::placeOf(std::size_t map) const {
    return m_places[map].rect->rect();
}

void ComparedMapsCanvas::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    m_plot->setGeometry(rect());
    m_pane->setGeometry(rect());
    m_plot->replot(QCustomPlot::rpImmediateRefresh); // lays the maps out
    aim(true);
}

/// What a person looks at stays in the middle of each map, at its scale, whatever moves and however large the map is now.
void ComparedMapsCanvas::keepOwnView() {
    m_motion.stop();
    for (Place &place : m_places) {
        if (place.rect->width() <= 0 || place.rect->height() <= 0)
            continue;
        const Extent x = place.horizontal.extent(), y = place.vertical.extent();
        const double half = y.size() / 2 * place.rect->width() / place.rect->height(), centre = (x.lower + x.upper) / 2;
        place.horizontal.jump({centre - half, centre + half});
    }
    applyRanges();
    replot();
}

void ComparedMapsCanvas::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::ApplicationFontChange)
        return;
    m_places.clear(); // their names take more room, or less
    build();
    showPoints();
    aim(true);
}

void ComparedMapsCanvas::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    m_motion.stop();
    hoverAt({-1, -1});
}

} // namespace hourglass::ui
