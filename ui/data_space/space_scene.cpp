#include "ui/data_space/space_scene.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

namespace {

enum DotLook : std::uint8_t { Samples, Reconstructions, PaleSamples, PaleReconstructions };
enum LineLook : std::uint8_t { Visited, Unvisited, Pairs };

constexpr int classColours = 10, unlabelled = 10; // rows of the palette where classes colour
constexpr int opaque = 225, reconstructed = 230, faint = 26, pale = 40;
constexpr int shades = 8;                  ///< of the sheet, from where it is seen edge-on to where it faces us
constexpr int edgeOn = 95, facing = 40;    ///< opacities
constexpr analysis::Index placesALine = 2; ///< of the grid, from one line of the mesh to the next

std::vector<Place> placesOf(const std::vector<float> &values, const SpaceFrame &frame) {
    std::vector<Place> places;
    if (frame.isEmpty())
        return places;
    const auto axes = static_cast<std::size_t>(frame.dimensions());
    places.reserve(values.size() / axes);
    for (std::size_t i = 0; i + axes <= values.size(); i += axes)
        places.push_back(frame.placeOf(values.data() + i));
    return places;
}

/// The more samples, the smaller: 2 pixels for two thousand.
double radiusFor(std::size_t samples) {
    return std::clamp(1.9 * std::pow(2000.0 / static_cast<double>(std::max<std::size_t>(samples, 1)), 0.2), 1.3, 4.0);
}

} // namespace

void SpaceScene::setPicture(std::shared_ptr<const analysis::DataSpacePicture> picture, const SpaceFrame &frame) {
    m_picture = std::move(picture);
    m_points = placesOf(m_picture ? m_picture->points : std::vector<float>(), frame);
    m_reconstructions = placesOf(m_picture ? m_picture->reconstructions : std::vector<float>(), frame);
    m_sheet = placesOf(m_picture ? m_picture->sheet.values : std::vector<float>(), frame);
    assignColours();
    assignChosen();
}

void SpaceScene::setChosen(std::vector<core::Index> samples) {
    m_chosenSamples = std::move(samples);
    assignChosen();
}

void SpaceScene::assignChosen() {
    m_isChosen.clear();
    if (!m_picture || m_chosenSamples.empty())
        return;
    for (std::size_t i = 0; i < m_points.size(); ++i)
        m_isChosen.push_back(std::binary_search(m_chosenSamples.begin(), m_chosenSamples.end(), m_picture->samples[i]));
}

void SpaceScene::setColouring(const SharedColouring &colouring, const Theme &theme) {
    m_colouring = colouring;
    m_theme = theme;
    assignColours();
}

void SpaceScene::setLitLevels(const std::vector<bool> &levels) {
    m_lit = levels;
    assignColours();
}

void SpaceScene::assignColours() {
    const bool isValue = isByValue(m_colouring);
    std::vector<QColor> colours;
    if (isValue) {
        colours = m_colouring->palette(m_theme);
    } else {
        for (int label = 0; label < classColours; ++label)
            colours.push_back(classColour(label));
        colours.push_back(m_theme.accent());
    }
    m_scene.dotLooks.assign(4, {});
    const double radius = radiusFor(m_points.size());
    for (const std::uint8_t look : {Samples, Reconstructions}) {
        m_scene.dotLooks[look].radius = look == Samples ? radius : std::max(1.0, 0.6 * radius);
        m_scene.dotLooks[look].colours = colours;
        for (std::size_t i = 0; i < colours.size(); ++i) {
            const bool isFaint = isValue && i < m_lit.size() && !m_lit[i];
            if (look == Reconstructions) // what the decoder makes
                m_scene.dotLooks[look].colours[i] = m_theme.decoder;
            m_scene.dotLooks[look].colours[i].setAlpha(isFaint ? faint : look == Samples ? opaque : reconstructed);
        }
    }
    for (const std::uint8_t look : {Samples, Reconstructions}) {
        Scene::DotLook &beside = m_scene.dotLooks[look == Samples ? PaleSamples : PaleReconstructions] = m_scene.dotLooks[look];
        for (QColor &colour : beside.colours)
            colour.setAlpha(std::min(colour.alpha(), pale));
    }
    m_scene.ground = m_theme.panel;
    QColor visited = m_theme.decoder, unvisited = m_theme.decoder, pairs = m_theme.dim;
    visited.setAlpha(220);
    unvisited.setAlpha(70);
    pairs.setAlpha(120);
    const bool isCurve = m_picture && m_picture->sheet.isCurve();
    m_scene.lineLooks = {{visited, isCurve ? 2.6 : 1.4}, {unvisited, isCurve ? 1.6 : 1.0}, {pairs, 1.0}};
    m_scene.triangleLooks.clear();
    for (int shade = 0; shade < shades; ++shade) {
        QColor colour = m_theme.decoder;
        colour.setAlpha(edgeOn + (facing - edgeOn) * shade / (shades - 1));
        m_scene.triangleLooks.push_back(colour);
    }
    m_colours.assign(m_points.size(), isValue ? static_cast<std::uint8_t>(ColourScale::levels) : static_cast<std::uint8_t>(unlabelled));
    for (std::size_t i = 0; i < m_colours.size(); ++i)
        if (isValue) {
            m_colours[i] = static_cast<std::uint8_t>(m_colouring->scale.levelOf(m_colouring->shownValue(m_picture->samples[i])));
        } else if (isByClass(m_colouring) && i < m_picture->labels.size()) {
            const auto label = m_picture->labels[i];
            m_colours[i] = static_cast<std::uint8_t>(label < 0 ? classColours - 1 : label % classColours); // as classColour() has it
        }
}

const Scene &SpaceScene::seen(const SpaceSight &sight) {
    m_scene.hasDepth = !sight.isPlane();
    m_scene.dots.clear();
    m_scene.lines.clear();
    m_scene.triangles.clear();
    const auto add = [this, &sight](const std::vector<Place> &places, DotLook look, DotLook paleLook) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            const SpacePixel pixel = sight.pixelOf(places[i]);
            m_scene.dots.push_back({static_cast<float>(pixel.x), static_cast<float>(pixel.y), static_cast<float>(pixel.near),
                                    i < m_isChosen.size() && !m_isChosen[i] ? paleLook : look, m_colours[i]});
        }
    };
    add(m_points, Samples, PaleSamples);
    if (m_look.hasReconstructions || m_look.hasPairs)
        add(m_reconstructions, Reconstructions, PaleReconstructions);
    if (m_look.hasPairs)
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const Scene::Dot &from = m_scene.dots[i], &to = m_scene.dots[m_points.size() + i];
            m_scene.lines.push_back({from.x, from.y, to.x, to.y, (from.near + to.near) / 2, Pairs});
        }
    if (!m_look.hasReconstructions)
        m_scene.dots.resize(m_points.size());
    if (m_look.hasSheet)
        addSheet(sight);
    return m_scene;
}

void SpaceScene::addSheet(const SpaceSight &sight) {
    if (!m_picture || m_sheet.empty())
        return;
    const analysis::LearnedSheet &sheet = m_picture->sheet;
    std::vector<SpacePixel> pixels;
    for (const Place &place : m_sheet)
        pixels.push_back(sight.pixelOf(place));
    const auto add = [&](analysis::Index from, analysis::Index to, bool isVisited) {
        const SpacePixel &a = pixels[static_cast<std::size_t>(from)], &b = pixels[static_cast<std::size_t>(to)];
        m_scene.lines.push_back({static_cast<float>(a.x), static_cast<float>(a.y), static_cast<float>(b.x), static_cast<float>(b.y),
                                 static_cast<float>((a.near + b.near) / 2), isVisited ? Visited : Unvisited});
    };
    if (!sheet.isCurve())
        addCells(pixels, sight.isPlane() ? 0 : sight.pixelsAUnit());
    const analysis::Index cellRows = sheet.rows - 1;
    for (analysis::Index row = 0; row < sheet.rows; row += placesALine)
        for (analysis::Index column = 0; column + 1 < sheet.columns; ++column)
            add(row * sheet.columns + column, row * sheet.columns + column + 1,
                sheet.isCurve() ? sheet.isCellVisited(column, 0)
                                : (row > 0 && sheet.isCellVisited(column, row - 1)) || (row < cellRows && sheet.isCellVisited(column, row)));
    for (analysis::Index column = 0; column < sheet.columns && !sheet.isCurve(); column += placesALine)
        for (analysis::Index row = 0; row < cellRows; ++row)
            add(row * sheet.columns + column, (row + 1) * sheet.columns + column,
                (column > 0 && sheet.isCellVisited(column - 1, row)) || (column + 1 < sheet.columns && sheet.isCellVisited(column, row)));
}

/// `unit`: pixels of a length of 1; 0 in a plane.
void SpaceScene::addCells(const std::vector<SpacePixel> &pixels, double unit) {
    const analysis::LearnedSheet &sheet = m_picture->sheet;
    const auto add = [&](const SpacePixel &a, const SpacePixel &b, const SpacePixel &c) {
        // How far it faces us: its area as seen, of its area in space.
        const double x1 = b.x - a.x, y1 = b.y - a.y, z1 = (b.near - a.near) * unit, x2 = c.x - a.x, y2 = c.y - a.y, z2 = (c.near - a.near) * unit;
        const double seen = std::abs(x1 * y2 - y1 * x2), whole = std::sqrt(seen * seen + std::pow(y1 * z2 - z1 * y2, 2) + std::pow(z1 * x2 - x1 * z2, 2));
        const double share = whole > 0 ? seen / whole : 0;
        const auto at = [](double value) { return static_cast<float>(value); };
        m_scene.triangles.push_back({{at(a.x), at(b.x), at(c.x)},
                                     {at(a.y), at(b.y), at(c.y)},
                                     at((a.near + b.near + c.near) / 3),
                                     std::isfinite(share) ? static_cast<std::uint8_t>(std::lround(share * (shades - 1))) : std::uint8_t(0)});
    };
    for (analysis::Index row = 0; row + 1 < sheet.rows; ++row)
        for (analysis::Index column = 0; column + 1 < sheet.columns; ++column) {
            if (!sheet.isCellVisited(column, row))
                continue;
            const SpacePixel *corner = pixels.data() + row * sheet.columns + column;
            add(corner[0], corner[1], corner[sheet.columns]);
            add(corner[1], corner[sheet.columns + 1], corner[sheet.columns]);
        }
}

} // namespace hourglass::ui
