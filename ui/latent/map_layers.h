// What the map draws of the codes. A value, which is kept from one start to the next.
#pragma once

#include <QStringList>

namespace hourglass::ui {

struct MapLayers {
    enum class Pictures { None, Manifold, Originals, Reconstructions }; ///< Manifold: originals where a map does not lead back to codes
    enum class Marks { Points, Density, Both };
    enum class Outlines { None, Contours, Hulls };

    Pictures pictures = Pictures::Manifold;
    Marks marks = Marks::Points;
    Outlines outlines = Outlines::None;
    bool hasNames = false;        ///< of the classes, at their centroids
    bool hasTrails = false;       ///< where these moved
    bool hasSampleTrails = false; ///< where single samples moved
    bool hasShapes = false;       ///< points of each class have a shape of their own
    bool hasPrior = false;        ///< its circles at 1, 2 and 3 σ
    bool hasClouds = false;       ///< the σ ellipses of some samples, where a code is a distribution

    bool hasPoints() const { return marks != Marks::Density; }
    bool hasDensity() const { return marks != Marks::Points; }
    bool operator==(const MapLayers &) const = default;

    /// One word for each choice; those that are not known, or missing, leave the usual.
    QStringList words() const;
    static MapLayers of(const QStringList &words);
};

} // namespace hourglass::ui
