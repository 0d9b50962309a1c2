#include "ui/latent/map_layers.h"

#include <utility>

namespace hourglass::ui {

namespace {

using Pictures = MapLayers::Pictures;
using Marks = MapLayers::Marks;
using Outlines = MapLayers::Outlines;

constexpr std::pair<Pictures, const char *> pictureWords[] = {
    {Pictures::None, "no-pictures"}, {Pictures::Manifold, "manifold"}, {Pictures::Originals, "originals"}, {Pictures::Reconstructions, "reconstructions"}};
constexpr std::pair<Marks, const char *> markWords[] = {{Marks::Points, "points"}, {Marks::Density, "density"}, {Marks::Both, "points-over-density"}};
constexpr std::pair<Outlines, const char *> outlineWords[] = {{Outlines::None, "no-outlines"}, {Outlines::Contours, "contours"}, {Outlines::Hulls, "hulls"}};
constexpr auto nameWord = "names", trailWord = "trails", sampleTrailWord = "sample-trails", shapeWord = "shapes", priorWord = "prior", cloudWord = "clouds";

template <class Choice, std::size_t N>
QString wordOf(const std::pair<Choice, const char *> (&words)[N], Choice choice) {
    for (const auto &[each, word] : words)
        if (each == choice)
            return QLatin1String(word);
    return {};
}

template <class Choice, std::size_t N>
void read(const std::pair<Choice, const char *> (&words)[N], const QStringList &from, Choice &choice) {
    for (const auto &[each, word] : words)
        if (from.contains(QLatin1String(word)))
            choice = each;
}

} // namespace

QStringList MapLayers::words() const {
    QStringList all{wordOf(pictureWords, pictures), wordOf(markWords, marks), wordOf(outlineWords, outlines)};
    if (hasNames)
        all << QLatin1String(nameWord);
    if (hasTrails)
        all << QLatin1String(trailWord);
    if (hasSampleTrails)
        all << QLatin1String(sampleTrailWord);
    if (hasShapes)
        all << QLatin1String(shapeWord);
    if (hasPrior)
        all << QLatin1String(priorWord);
    if (hasClouds)
        all << QLatin1String(cloudWord);
    return all;
}

MapLayers MapLayers::of(const QStringList &words) {
    MapLayers layers;
    read(pictureWords, words, layers.pictures);
    read(markWords, words, layers.marks);
    read(outlineWords, words, layers.outlines);
    layers.hasNames = words.contains(QLatin1String(nameWord));
    layers.hasTrails = words.contains(QLatin1String(trailWord));
    layers.hasSampleTrails = words.contains(QLatin1String(sampleTrailWord));
    layers.hasShapes = words.contains(QLatin1String(shapeWord));
    layers.hasPrior = words.contains(QLatin1String(priorWord));
    layers.hasClouds = words.contains(QLatin1String(cloudWord));
    return layers;
}

} // namespace hourglass::ui
