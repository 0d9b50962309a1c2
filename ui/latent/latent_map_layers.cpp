// What the map draws of the codes.
#include "ui/latent/latent_map.h"

#include <cmath>

#include "ui/latent/class_marks.h"
#include "ui/latent/density.h"
#include "ui/latent/figure_legend.h"
#include "ui/latent/lattice.h"
#include "ui/latent/layers_choice.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_legend.h"
#include "ui/latent/posterior_marks.h"
#include "ui/latent/scatter.h"
#include "ui/latent/space_axes.h"
#include "ui/latent/thumbnails.h"
#include "ui/latent/trail_marks.h"

namespace hourglass::ui {

namespace {

using Pictures = MapLayers::Pictures;

/// The next of `count` choices, round and round.
template <class Choice>
Choice after(Choice choice, int count) {
    return static_cast<Choice>((static_cast<int>(choice) + 1) % count);
}

} // namespace

void LatentMap::buildLayers() {
    m_density = new Density(m_plot->xAxis, m_plot->yAxis, *m_scatter);
    m_density->setLayer(QStringLiteral("grid")); // above the lattice, below the points
    m_trailMarks = new TrailMarks(m_plot->xAxis, m_plot->yAxis, *m_scatter);
    m_trailMarks->setEye([this](const SampleTrails::Place &place) { return isSpatial() ? seenAt(place.x, place.y, place.z) : QPointF(place.x, place.y); });
    m_thumbnails = new Thumbnails(m_plot->xAxis, m_plot->yAxis, *m_scatter);
    m_posteriorMarks = new PosteriorMarks(m_plot->xAxis, m_plot->yAxis, *m_scatter);
    m_spaceAxes = new SpaceAxes(m_plot->xAxis, m_plot->yAxis);
    m_spaceAxes->setLayer(QStringLiteral("grid"));
    m_classMarks = new ClassMarks(m_plot->xAxis, m_plot->yAxis, *m_scatter);
}

void LatentMap::connectLayers() {
    connect(m_layersChoice, &LayersChoice::edited, this, [this](const MapLayers &layers) {
        setLayers(layers);
        emit layersEdited(layers);
    });
    const auto change = [this](auto edit) {
        return [this, edit] {
            MapLayers layers = m_layersChoice->layers();
            edit(layers);
            m_layersChoice->choose(layers);
            return true;
        };
    };
    m_glass->addKey(Qt::Key_T, tr("Pictures: the decoded manifold (of images), samples, reconstructions, or none"), change([this](MapLayers &layers) {
                        const Pictures next = after(layers.pictures, 4), samples = Pictures::Originals;
                        if (areImages() || next == samples || next == Pictures::Reconstructions)
                            layers.pictures = next;
                        else // without a manifold it is the same as none; kept, so that images have theirs again
                            layers.pictures = layers.pictures == Pictures::Reconstructions ? Pictures::Manifold : samples;
                    }));
    m_glass->addKey(Qt::Key_D, tr("Points, their density, or both"), change([](MapLayers &layers) { layers.marks = after(layers.marks, 3); }));
    m_glass->addKey(Qt::Key_G, tr("A shape for each class, or dots"), change([](MapLayers &layers) { layers.hasShapes = !layers.hasShapes; }));
    m_glass->addKey(Qt::Key_L, tr("Names of the classes"), change([](MapLayers &layers) { layers.hasNames = !layers.hasNames; }));
    m_glass->addKey(Qt::Key_W, tr("Trails of the classes over the last epochs"), change([](MapLayers &layers) { layers.hasTrails = !layers.hasTrails; }));
    m_glass->addKey(QKeyCombination(Qt::ShiftModifier, Qt::Key_W), tr("Trails of single samples: the selected ones, or all"),
                    change([](MapLayers &layers) { layers.hasSampleTrails = !layers.hasSampleTrails; }));
    const auto turned = [this](double right, double down) {
        return [this, right, down] {
            constexpr double step = 12; // pixels of a drag
            if (isSpatial())
                turn({right * step, down * step});
            return isSpatial();
        };
    };
    m_glass->addKey(QKeyCombination(Qt::ControlModifier, Qt::Key_Left), tr("Turn codes in space to the left"), turned(-1, 0));
    m_glass->addKey(QKeyCombination(Qt::ControlModifier, Qt::Key_Right), tr("… to the right"), turned(1, 0));
    m_glass->addKey(QKeyCombination(Qt::ControlModifier, Qt::Key_Up), tr("… upwards"), turned(0, -1));
    m_glass->addKey(QKeyCombination(Qt::ControlModifier, Qt::Key_Down), tr("… downwards"), turned(0, 1));
    m_glass->addKey(Qt::Key_Q, tr("The prior's circles, of a code that has one"), change([](MapLayers &layers) { layers.hasPrior = !layers.hasPrior; }));
    m_glass->addKey(Qt::Key_U, tr("How uncertain the codes are: σ ellipses of samples, of a variational code"),
                    change([](MapLayers &layers) { layers.hasClouds = !layers.hasClouds; }));
    m_glass->addKey(Qt::Key_O, tr("Contours of the classes, their convex hulls, or none"),
                    change([](MapLayers &layers) { layers.outlines = after(layers.outlines, 3); }));
}

const MapLayers &LatentMap::layers() const {
    return m_layersChoice->layers();
}

void LatentMap::setLayers(const MapLayers &layers) {
    m_layersChoice->setLayers(layers);
    m_scatter->setDrawsDots(layers.hasPoints());
    m_scatter->setShapes(layers.hasShapes);
    m_density->setVisible(layers.hasDensity());
    m_classMarks->setLayers(layers);
    m_trailMarks->setShown(layers.hasSampleTrails);
    rememberPlaces();
    m_posteriorMarks->setLayers(layers);
    m_legend->setShapes(layers.hasShapes);
    m_figureLegend->setShapes(layers.hasShapes);
    if (!hasLattice())
        m_lattice->setPicture(nullptr);
    m_thumbnails->setVisible(hasThumbnails());
    refreshRange();
    requestPictures();
    replot();
}

void LatentMap::rememberPlaces() {
    if (m_picture && !isLine() && !m_isStale)
        m_trailMarks->add(isSpatial() ? *m_space : *m_picture);
}

bool LatentMap::canHaveLattice() const {
    return areImages() && (!m_picture || m_picture->plane);
}

bool LatentMap::hasLattice() const {
    return layers().pictures == MapLayers::Pictures::Manifold && canHaveLattice();
}

bool LatentMap::hasThumbnails() const {
    const Pictures wanted = layers().pictures;
    if (!m_picture || isLine() || isSpatial() || wanted == Pictures::None)
        return false;
    return wanted != Pictures::Manifold || (areImages() && !m_picture->plane);
}

void LatentMap::refreshOffer() {
    LayersChoice::Offer offer;
    offer.areImages = areImages();
    offer.hasManifold = canHaveLattice();
    offer.hasClasses = !m_classes.empty() && (!m_picture || !m_picture->labels.empty());
    offer.hasColours = isByClass(m_colouring);
    offer.isPlane = !isLine();
    offer.isSpatial = isSpatial();
    offer.hasPrior = m_posteriorMarks->hasPrior();
    offer.hasClouds = m_posteriorMarks->hasClouds();
    m_layersChoice->setOffer(offer);
    m_thumbnails->setVisible(hasThumbnails());
}

void LatentMap::requestThumbnails() {
    const bool isWanted = hasThumbnails();
    if (!isWanted)
        m_thumbnails->setPictures(nullptr);
    emit thumbnailsWanted(isWanted ? m_thumbnails->samplesInView() : std::vector<core::Index>(), layers().pictures == MapLayers::Pictures::Reconstructions);
}

void LatentMap::showThumbnails(std::shared_ptr<const analysis::ThumbnailPictures> pictures) {
    if (!pictures || !hasThumbnails() || pictures->areReconstructions != (layers().pictures == MapLayers::Pictures::Reconstructions))
        return;
    m_thumbnails->setPictures(std::move(pictures));
    replot();
}

void LatentMap::setPosterior(std::shared_ptr<const analysis::PosteriorPicture> posterior) {
    m_posteriorMarks->setPicture(std::move(posterior));
    refreshOffer();
    refreshMarks();
    if (m_posteriorMarks->visible())
        replot();
}

/// The picture that lies under a pixel, the uppermost of them.
std::optional<core::Index> LatentMap::thumbnailAt(const QPointF &pixel) const {
    if (!hasThumbnails() || !m_thumbnails->pictures())
        return {};
    const double reach = Thumbnails::side() / 2.0;
    std::optional<core::Index> found;
    for (const std::size_t point : m_thumbnails->pointsInView())
        if (const QPointF way = pixelOfPoint(point) - pixel; std::abs(way.x()) <= reach && std::abs(way.y()) <= reach)
            found = m_picture->samples[point];
    return found;
}

} // namespace hourglass::ui
