#include "ui/latent/latent_map.h"

#include <qcustomplot.h>

#include <tuple>

#include "ui/colouring/colour_bar.h"
#include "ui/colouring/colouring_choice.h"
#include "ui/latent/axes_choice.h"
#include "ui/latent/class_marks.h"
#include "ui/latent/density.h"
#include "ui/latent/distribution.h"
#include "ui/latent/figure_legend.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/lattice.h"
#include "ui/latent/layers_choice.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_legend.h"
#include "ui/latent/map_ticks.h"
#include "ui/latent/posterior_marks.h"
#include "ui/latent/scatter.h"
#include "ui/latent/selection_tray.h"
#include "ui/latent/space_axes.h"
#include "ui/latent/thumbnails.h"
#include "ui/latent/trail_marks.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr int motionMs = 45, picturePauseMs = 30;

} // namespace

LatentMap::LatentMap(QWidget *parent) : Panel(QStringLiteral("latent"), tr("Latent space"), parent) {
    header()->setCaption(tr("Each dot is the code of a sample; what is alike lies close."));
    m_colouringChoice = new ColouringChoice(header());
    header()->addControl(m_colouringChoice);
    m_axesChoice = new AxesChoice(header());
    m_layersChoice = new LayersChoice(header());
    connect(m_colouringChoice, &ColouringChoice::chosen, this, &LatentMap::colouringChosen);
    connect(m_axesChoice, &AxesChoice::edited, this, &LatentMap::axesEdited);
    buildPlot();
    connectGlass();
    connectChoosing();
    connectLayers();
    fitHeader();

    m_motion.setInterval(motionMs);
    m_motion.setTimerType(Qt::PreciseTimer);
    connect(&m_motion, &QTimer::timeout, this, &LatentMap::follow);
    m_picturePause.setSingleShot(true);
    m_picturePause.setInterval(picturePauseMs);
    connect(&m_picturePause, &QTimer::timeout, this, &LatentMap::requestPictures);

    setMinimumSize(180, 120);
    LatentMap::setTheme(theme());
    clear();
}

LatentMap::~LatentMap() = default;

void LatentMap::buildPlot() {
    m_plot = new QCustomPlot(this);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setLocale(QLocale());
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMargins(QMargins());
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setVisible(false);                                            // the numbers are the business of MapTicks
    m_plot->layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmLogical); // one buffer instead of two
    m_lattice = new Lattice(m_plot->xAxis, m_plot->yAxis);
    m_lattice->setLayer(QStringLiteral("grid"));
    m_scatter = new Scatter(m_plot->xAxis, m_plot->yAxis);
    buildLayers();
    m_distribution = new Distribution(m_plot->xAxis, m_plot->yAxis);
    m_ticks = new MapTicks(m_plot, QStringLiteral("legend"));
    m_figureLegend = new FigureLegend(m_plot, QStringLiteral("legend"));
    m_export = new PlotExport(m_plot, QStringLiteral("latent-space"), [this](CsvWriter &writer) {
        if (m_picture)
            writeNumbers(m_space ? *m_space : *m_picture, m_colouring, writer);
    });
    connect(m_export, &PlotExport::failed, this, &LatentMap::exportFailed);

    m_glass = new MapGlass(this);
    setFocusProxy(m_glass);
    m_glass->setObjectName(QStringLiteral("latentGlass"));
    m_glass->setAccessibleName(tr("Map of the latent space"));
    m_glass->setStatusTip(tr("Move: decode. Click: pin or select. Drag: pan. Shift-drag: select many. Wheel: zoom. Double-click: fit. Arrows, Enter, "
                             "Escape: the same by keys"));
    m_colourBar = new ColourBar(this);
    connect(m_colourBar, &ColourBar::litChanged, this, [this](const std::vector<bool> &levels) {
        m_scatter->setLitLevels(levels);
        m_distribution->setLitLevels(levels);
        wantPictures();
        replot();
    });
    m_legend = new MapLegend(this);
    connect(m_legend, &MapLegend::hiddenChanged, this, [this](const std::vector<bool> &hidden) {
        m_scatter->setHiddenClasses(hidden);
        m_distribution->setHiddenClasses(hidden);
        m_figureLegend->setHiddenClasses(hidden);
        refreshRange();
        replot();
    });
    connect(m_plot, &QCustomPlot::afterReplot, this, &LatentMap::refreshMarks);
}

std::vector<InputSection> LatentMap::inputs() const {
    InputSection section = m_glass->inputs();
    section.rows.insert(section.rows.end(), {{{tr("Click a class")}, tr("Show or hide its samples")},
                                             {{tr("Double-click a class")}, tr("Show its samples alone, or all again")},
                                             {{tr("Shift+click a class")}, tr("Select its samples as well, or no longer")},
                                             {{tr("Drag over the scale")}, tr("Show the samples of those values alone")}});
    return {section};
}

void LatentMap::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_plot->setBackground(QBrush(theme.panel));
    m_lattice->setTheme(theme);
    m_density->setTheme(theme);
    m_thumbnails->setTheme(theme);
    m_trailMarks->setTheme(theme);
    m_classMarks->setTheme(theme);
    m_posteriorMarks->setTheme(theme);
    m_spaceAxes->setTheme(theme);
    m_scatter->setPlainColour(theme.accent());
    m_colourBar->setTheme(theme);
    m_distribution->setTheme(theme);
    m_ticks->setTheme(theme);
    m_figureLegend->setTheme(theme);
    m_glass->setTheme(theme);
    m_legend->setTheme(theme);
    m_tray->setTheme(theme);
    refreshColours();
    refreshLegend(); // the letters may have another size
}

void LatentMap::showCodes(std::shared_ptr<const analysis::LatentPicture> picture) {
    m_space = picture && !picture->z.empty() ? picture : nullptr;
    m_picture = std::move(picture);
    look();
    m_isStale = true;
    if (isVisible())
        refreshCodes();
}

void LatentMap::refreshCodes() {
    m_isStale = false;
    if (!m_picture) {
        clear();
        return;
    }
    const std::pair plane(m_picture->units, m_picture->axes);
    const bool isNewPlane = m_shownPlane != plane;
    if (isNewPlane) {
        m_shownPlane = plane;
        m_axesChoice->setUnits(static_cast<int>(m_picture->units));
        m_axesChoice->setAxes(m_picture->axes);
        fitHeader();
        m_classMarks->trails().forget();
        m_trailMarks->forget();
        m_lattice->setPicture(nullptr);
        m_lattice->setStripHeight(isLine() ? stripHeight : 0);
        if (m_picture->axes.kind == analysis::LatentAxes::Kind::Layout || isSpatial())
            m_ticks->setNames({}, {}); // its numbers mean nothing, or stand at axes of their own
        else
            m_ticks->setNames(axisName(m_picture->axes, false), axisName(m_picture->axes, true));
        if (isLine())
            m_ticks->setNames(unitName(0), {});
        m_isFollowing = true;
        release();
        leaveCursor();
        fitHeader();
    }
    if (!m_picture->plane) {
        m_lattice->setPicture(nullptr);
        m_glass->card().clearDecoded();
    }
    m_classMarks->trails().add(*m_picture);
    rememberPlaces();
    header()->setSubtitle(describe(*m_picture));
    m_axesChoice->setLayoutHelp(layoutHelp(*m_picture));
    m_glass->setEmptyText(m_picture->obstacle ? QString::fromStdString(m_picture->obstacle->sentence()) : QString());

    std::optional<Extent> x = extentOfMost(m_picture->x);
    std::optional<Extent> y = isLine() ? Extent{0, 1} : extentOfMost(m_picture->y);
    const bool hasPoints = x && y;
    const QRectF filled = hasPoints ? QRectF(QPointF(x->lower, y->lower), QPointF(x->upper, y->upper)) : QRectF(); // that most points fill, from this angle
    if (isNewPlane)
        m_hasRange = false;
    refreshLegend();
    m_spaceAxes->setVisible(isSpatial() && hasPoints);
    if (isSpatial() && hasPoints)
        std::tie(x, y) = spaceExtents();
    if (hasPoints)
        m_extentX = *x;
    if (hasPoints && !m_hasRange) {
        m_hasRange = true;
        m_followX.jump(withRoomForLegend(*x));
        m_followY.jump(*y);
    } else if (hasPoints) {
        const bool hasX = m_followX.aim(withRoomForLegend(*x)), hasY = m_followY.aim(*y);
        if (m_isFollowing && (hasX || hasY) && !m_motion.isActive()) {
            m_sinceMotion.start();
            m_motion.start();
        }
    }
    const QRectF spread = isSpatial() ? filled : QRectF(QPointF(m_extentX.lower, m_followY.target().lower), QPointF(m_extentX.upper, m_followY.target().upper));
    m_scatter->setPoints(isLine() ? nullptr : m_picture, spread);
    m_distribution->setPoints(isLine() ? m_picture : nullptr);
    refreshOffer();
    refreshChoice();
    refreshRange();
    refreshPlaces();
    if (m_mouse && m_hovered && !m_cursor.isPinned) {
        // The hovered sample stays hovered while it drifts, until it has clearly left the mouse.
        const std::optional<QPointF> at = pixelOf(m_hovered);
        if (!at || QLineF(*at, *m_mouse).length() > 14)
            hoverAt(*m_mouse);
    }
    replot();
}

void LatentMap::replot() {
    if (isVisible())
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LatentMap::setSampleShape(const core::Shape &shape) {
    if (m_sampleShape == shape)
        return;
    m_sampleShape = shape;
    refreshOffer();
    if (!shape.isImage())
        m_lattice->setPicture(nullptr);
    wantPictures();
}

void LatentMap::setCodeUnits(int units) {
    m_axesChoice->suit(units);
    fitHeader();
}

const std::optional<analysis::LatentAxes> &LatentMap::chosenAxes() const {
    return m_axesChoice->chosen();
}

void LatentMap::preferAxes(const std::optional<analysis::LatentAxes> &axes) {
    m_axesChoice->prefer(axes);
    fitHeader();
}

/// In a narrow header those controls give way which a menu has as well.
void LatentMap::fitHeader() {
    header()->setDispensable(QList<QWidget *>{m_layersChoice->chip()} + m_axesChoice->dispensable());
    if (!header()->isVisible())
        return; // it is fitted when it comes
    QResizeEvent event(header()->size(), header()->size());
    QCoreApplication::sendEvent(header(), &event);
}

void LatentMap::setMarkedSample(std::optional<core::Index> sample) {
    m_marked = sample;
    refreshMarks();
}

void LatentMap::setSelectedSample(std::optional<core::Index> sample) {
    m_selected = sample;
    refreshMarks();
}

void LatentMap::clear() {
    m_picture.reset();
    m_space.reset();
    m_spaceAxes->setVisible(false);
    m_isStale = false;
    m_shownPlane.reset();
    m_motion.stop();
    m_isFollowing = true;
    m_hasRange = false;
    m_cursor = {};
    m_hovered = m_marked = m_selected = std::nullopt;
    m_neighbours.reset();
    m_deskPlace = m_drawnPlace = std::nullopt;
    refreshChoice();
    m_scatter->setPoints(nullptr, {});
    m_distribution->setPoints(nullptr);
    m_lattice->setPicture(nullptr);
    m_thumbnails->setPictures(nullptr);
    m_classMarks->trails().forget();
    m_trailMarks->forget();
    m_posteriorMarks->setPicture(nullptr);
    m_ticks->setNames({}, {});
    m_glass->card().clearDecoded();
    m_glass->card().clearSample();
    m_glass->setEmptyText(tr("The codes of the test samples appear here as soon as there is a model"));
    header()->setSubtitle({});
    refreshLegend();
    refreshMarks();
    refreshCard();
    replot();
}

void LatentMap::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    m_plot->setGeometry(rect());
    m_glass->setGeometry(rect());
    m_tray->place(size());
    refreshLegend();
    fitSpace();
    refreshRange();
}

void LatentMap::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    if (m_isStale)
        refreshCodes();
    wantPictures();
    replot();
}

} // namespace hourglass::ui
