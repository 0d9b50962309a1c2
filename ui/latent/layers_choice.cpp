#include "ui/latent/layers_choice.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

#include "ui/latent/centroid_trails.h"
#include "ui/latent/class_marks.h"
#include "ui/latent/posterior_marks.h"
#include "ui/latent/trail_marks.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

namespace {

struct Row {
    QString name, text, toolTip; ///< the name is the action's object name
    bool isChecked, isOffered;
    MapLayers chosen;
};

void add(QMenu *menu, LayersChoice *choice, const Row &row, QActionGroup *group = nullptr) {
    QAction *action = menu->addAction(row.text);
    action->setObjectName(row.name);
    action->setToolTip(row.toolTip);
    action->setCheckable(true);
    action->setChecked(row.isChecked);
    action->setEnabled(row.isOffered);
    if (group)
        group->addAction(action);
    QObject::connect(action, &QAction::triggered, choice, [choice, chosen = row.chosen] { choice->choose(chosen); });
}

template <class Edit>
MapLayers with(MapLayers layers, Edit edit) {
    edit(layers);
    return layers;
}

} // namespace

LayersChoice::LayersChoice(PanelHeader *header) : QObject(header) {
    m_chip = header->addChip(tr("Show ▾"), tr("What is drawn of the codes: pictures, points, density, the classes with their names and outlines"), false);
    m_chip->setObjectName(QStringLiteral("layersChip"));
    connect(m_chip, &QToolButton::clicked, this, &LayersChoice::openMenu);
}

void LayersChoice::setOffer(const Offer &offer) {
    m_offer = offer;
}

void LayersChoice::choose(const MapLayers &layers) {
    if (layers == m_layers)
        return;
    m_layers = layers;
    emit edited(m_layers);
}

void LayersChoice::openMenu() {
    auto *menu = new QMenu(m_chip);
    menu->setObjectName(QStringLiteral("layersMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fill(menu);
    menu->popup(m_chip->mapToGlobal(QPoint(0, m_chip->height())));
}

void LayersChoice::fill(QMenu *menu) {
    using Pictures = MapLayers::Pictures;
    using Marks = MapLayers::Marks;
    using Outlines = MapLayers::Outlines;
    menu->setToolTipsVisible(true);
    const MapLayers &now = m_layers;
    const auto pictures = [&now](Pictures each) { return with(now, [each](MapLayers &layers) { layers.pictures = each; }); };
    const auto marks = [&now](Marks each) { return with(now, [each](MapLayers &layers) { layers.marks = each; }); };
    // Chosen once more, an outline goes.
    const auto outlines = [&now](Outlines each) {
        return with(now, [each](MapLayers &layers) { layers.outlines = layers.outlines == each ? Outlines::None : each; });
    };
    // Without a manifold none is the same as that; chosen as that, so that images have theirs again.
    const Pictures none = m_offer.areImages ? Pictures::None : Pictures::Manifold;
    const bool hasThumbnails = m_offer.isPlane && !m_offer.isSpatial;
    auto *ofPictures = new QActionGroup(menu);
    if (m_offer.areImages) {
        const QString manifold = m_offer.hasManifold ? tr("Behind the points, what the decoder makes of each place")
                                                     : tr("Nothing leads from this map back to codes: samples stand where they lie instead");
        add(menu, this, {QStringLiteral("manifold"), tr("Decoded manifold"), manifold, now.pictures == Pictures::Manifold, true, pictures(Pictures::Manifold)},
            ofPictures);
    }
    add(menu, this,
        {QStringLiteral("originals"), tr("Thumbnails of samples"),
         m_offer.areImages
             ? tr("Samples as small pictures where they lie, more of them the closer you look")
             : tr("Samples where they lie, more of them the closer you look: a series as a curve, a row of a table as bars or cells, each feature "
                  "between what it is for most samples"),
         now.pictures == Pictures::Originals, hasThumbnails, pictures(Pictures::Originals)},
        ofPictures);
    add(menu, this,
        {QStringLiteral("reconstructions"), tr("Thumbnails of reconstructions"), tr("The same of what the model makes of them"),
         now.pictures == Pictures::Reconstructions, hasThumbnails, pictures(Pictures::Reconstructions)},
        ofPictures);
    add(menu, this,
        {QStringLiteral("noPictures"), tr("No pictures"), tr("The codes alone"), now.pictures == Pictures::None || now.pictures == none, true, pictures(none)},
        ofPictures);
    menu->addSeparator();
    auto *group = new QActionGroup(menu);
    add(menu, this, {QStringLiteral("points"), tr("Points"), tr("A dot for each sample"), now.marks == Marks::Points, m_offer.isPlane, marks(Marks::Points)},
        group);
    add(menu, this,
        {QStringLiteral("density"), tr("Density"), tr("How many samples lie at each place, to the root: where dots hide one another, this does not"),
         now.marks == Marks::Density, m_offer.isPlane, marks(Marks::Density)},
        group);
    add(menu, this, {QStringLiteral("both"), tr("Points over density"), tr("Both"), now.marks == Marks::Both, m_offer.isPlane, marks(Marks::Both)}, group);
    menu->addSeparator();
    add(menu, this,
        {QStringLiteral("shapes"), tr("A shape for each class"), tr("Squares, triangles, stars …: for eyes that tell colours apart badly, and for print"),
         now.hasShapes, m_offer.isPlane && m_offer.hasClasses && m_offer.hasColours,
         with(now, [](MapLayers &layers) { layers.hasShapes = !layers.hasShapes; })});
    add(menu, this,
        {QStringLiteral("sampleTrails"), tr("Trails of samples"),
         tr("Where each selected sample moved during the last %1 epochs, as this map showed it, paler the longer ago; without a selection of all that are "
            "shown, of more than %2 of so many drawn fairly. The sample under the mouse and the pinned one have theirs as well. "
            "Places are remembered from the moment this is chosen")
             .arg(SampleTrails::epochs)
             .arg(TrailMarks::mostTrails),
         now.hasSampleTrails, m_offer.isPlane, with(now, [](MapLayers &layers) { layers.hasSampleTrails = !layers.hasSampleTrails; })});
    menu->addSeparator();
    const bool hasClasses = m_offer.isPlane && m_offer.hasClasses;
    add(menu, this,
        {QStringLiteral("names"), tr("Names of the classes"), tr("Each class at its centroid, the mean of its points"), now.hasNames, hasClasses,
         with(now, [](MapLayers &layers) { layers.hasNames = !layers.hasNames; })});
    add(menu, this,
        {QStringLiteral("trails"), tr("Trails of the classes"),
         tr("Where the centroid of each class moved during the last %1 epochs, as this map showed it").arg(CentroidTrails::epochs), now.hasTrails, hasClasses,
         with(now, [](MapLayers &layers) { layers.hasTrails = !layers.hasTrails; })});
    add(menu, this,
        {QStringLiteral("contours"), tr("Contours of the classes"),
         tr("About the densest region that holds %1 % of each class").arg(100 * ClassMarks::outlined), now.outlines == Outlines::Contours, hasClasses,
         outlines(Outlines::Contours)});
    add(menu, this,
        {QStringLiteral("hulls"), tr("Convex hulls of the classes"), tr("About the innermost %1 % of each class").arg(100 * ClassMarks::hulled),
         now.outlines == Outlines::Hulls, hasClasses, outlines(Outlines::Hulls)});
    if (!m_offer.hasPrior && !m_offer.hasClouds)
        return;
    menu->addSeparator();
    add(menu, this,
        {QStringLiteral("prior"), tr("The prior's circles"),
         tr("At 1, 2 and 3 σ of the normal distribution that the code is trained towards: 39, 86 and 99 % of it lie within"), now.hasPrior, m_offer.hasPrior,
         with(now, [](MapLayers &layers) { layers.hasPrior = !layers.hasPrior; })});
    add(menu, this,
        {QStringLiteral("clouds"), tr("σ ellipses of samples"),
         tr("How uncertain the code of a sample is: the ellipse at 1 σ, of %1 samples in sight").arg(PosteriorMarks::mostClouds), now.hasClouds,
         m_offer.hasClouds, with(now, [](MapLayers &layers) { layers.hasClouds = !layers.hasClouds; })});
}

} // namespace hourglass::ui
