// The control in the map's header that says what it draws of the codes; the map's own menu has the same.
#pragma once

#include <QObject>

#include "ui/latent/map_layers.h"

class QMenu;
class QToolButton;

namespace hourglass::ui {

class PanelHeader;

class LayersChoice : public QObject {
    Q_OBJECT
public:
    explicit LayersChoice(PanelHeader *header);

    struct Offer {                                 ///< what there is to choose from
        bool areImages = true;                     ///< samples, of which a manifold can be drawn
        bool hasManifold = true;                   ///< and the map leads back to codes
        bool hasClasses = true, hasColours = true; ///< and they are what colours the points
        bool isPlane = true;                       ///< not the distribution of one unit
        bool isSpatial = false;                    ///< in space there are no pictures
        bool hasPrior = false, hasClouds = false;  ///< the code is trained towards a prior; it is a distribution
        bool operator==(const Offer &) const = default;
    };
    void setOffer(const Offer &offer);
    const Offer &offer() const { return m_offer; }
    /// Shows layers without reporting them.
    void setLayers(const MapLayers &layers) { m_layers = layers; }
    const MapLayers &layers() const { return m_layers; }
    /// As if the person had chosen them.
    void choose(const MapLayers &layers);
    void fill(QMenu *menu);
    QToolButton *chip() const { return m_chip; }

signals:
    void edited(const hourglass::ui::MapLayers &layers);

private:
    void openMenu();

    QToolButton *m_chip;
    Offer m_offer;
    MapLayers m_layers;
};

} // namespace hourglass::ui
