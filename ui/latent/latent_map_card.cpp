// Where things of the map lie, and what its cursor, rings and card say about them.
#include "ui/latent/latent_map.h"

#include <QStatusTipEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <limits>

#include "engine/analysis/estimates.h"
#include "engine/analysis/plane_point.h"
#include "ui/latent/distribution.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/posterior_marks.h"
#include "ui/latent/scatter.h"
#include "ui/latent/trail_marks.h"

namespace hourglass::ui {

namespace {

QPointF pointOn(const analysis::CodePlane &plane, const std::vector<float> &code) {
    const auto [x, y] = analysis::planePoint(plane, code);
    return {x, y};
}

} // namespace

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
    return baseline ? std::optional(QPointF(m_plot->xAxis->coordToPixel(m_picture->x[*point]), m_plot->yAxis->coordToPixel(*baseline))) : std::nullopt;
}

std::optional<core::Index> LatentMap::sampleNear(const QPointF &pixel, double radius) const {
    const std::optional<std::size_t> point = isLine() ? std::nullopt : m_scatter->nearest(pixel, radius);
    if (point && *point < m_picture->samples.size())
        return m_picture->samples[*point];
    return thumbnailAt(pixel);
}

QString LatentMap::className(int label) const {
    if (label < 0)
        return tr("Sample");
    return static_cast<std::size_t>(label) < m_classes.size() ? QString::fromStdString(m_classes[static_cast<std::size_t>(label)]) : tr("Class %1").arg(label);
}

QString LatentMap::ridgeName(int label) const {
    if (!isByValue(m_colouring) || m_colouring->scale.steps.empty())
        return label < 0 ? tr("Samples") : className(label);
    const std::vector<float> &steps = m_colouring->scale.steps;
    return m_colouring->describe(label < 0 ? std::numeric_limits<float>::quiet_NaN() : steps[static_cast<std::size_t>(label)]);
}

void LatentMap::showDecoded(const analysis::DecodedPicture &picture, double x, double y) {
    if (!m_cursor.isPresent || (m_cursor.isPinned && QLineF(pixelAt({x, y}), pixelAt(m_cursor.at)).length() > 1))
        return; // too late
    setSampleShape(picture.sample);
    m_glass->card().setDecoded(picture);
    refreshCard();
}

void LatentMap::showSample(const analysis::ReconstructionColumn &column, const core::Shape &shape, const core::Range &range) {
    if (!m_hovered || column.sample != *m_hovered)
        return;
    setSampleShape(shape);
    m_glass->card().setSample(column, shape, range, className(column.label));
    refreshCard();
}

void LatentMap::showNeighbours(std::shared_ptr<const analysis::SampleNeighbours> neighbours) {
    if (!m_hovered || !neighbours || neighbours->sample != *m_hovered)
        return;
    m_neighbours = std::move(neighbours);
    m_glass->card().setNeighbours(*m_neighbours);
    refreshCard();
}

void LatentMap::setCodes(std::shared_ptr<const analysis::CodeTable> codes) {
    m_codes = std::move(codes);
    refreshPlaces();
}

void LatentMap::setDeskCode(std::vector<float> code) {
    m_deskCode = std::move(code);
    m_deskPlace = placeOfCode(m_deskCode);
    refreshMarks();
}

void LatentMap::setDrawnCode(std::vector<float> code) {
    m_drawnCode = std::move(code);
    m_drawnPlace = placeOfCode(m_drawnCode);
    refreshMarks();
}

void LatentMap::refreshPlaces() {
    m_deskPlace = placeOfCode(m_deskCode);
    m_drawnPlace = placeOfCode(m_drawnCode);
    refreshMarks();
}

std::optional<QPointF> LatentMap::placeOfCode(const std::vector<float> &code) const {
    if (!m_picture || isLine() || code.empty())
        return {};
    if (m_space && m_space->plane) {
        const analysis::CodePlane &plane = *m_space->plane;
        if (code.size() != plane.origin.size())
            return {};
        const auto [x, y] = analysis::planePoint(plane, code);
        double z = 0;
        for (std::size_t unit = 0; unit < code.size(); ++unit)
            z += (static_cast<double>(code[unit]) - static_cast<double>(plane.origin[unit])) * static_cast<double>(plane.axisZ[unit]);
        return seenAt(x, y, z);
    }
    if (m_picture->plane)
        return code.size() == m_picture->plane->origin.size() ? std::optional(pointOn(*m_picture->plane, code)) : std::nullopt;
    const auto place = m_codes ? analysis::estimatedPlace(*m_picture, *m_codes, code) : std::nullopt;
    return place ? std::optional(QPointF(place->first, place->second)) : std::nullopt;
}

std::optional<QPointF> LatentMap::pixelOfPlace(const std::optional<QPointF> &place) const {
    const QPointF at = place ? pixelAt(*place) : QPointF();
    return place && rect().contains(at.toPoint()) ? std::optional(at) : std::nullopt;
}

QPolygonF LatentMap::cloudOf(std::optional<core::Index> sample) const {
    const std::optional<std::size_t> point = sample && !isLine() ? pointOf(*sample) : std::nullopt;
    const std::optional<Cloud> cloud = point && !m_scatter->isHidden(*point) ? m_posteriorMarks->cloudOf(*point) : std::nullopt;
    return cloud ? cloud->outline(m_scatter->mapping()) : QPolygonF();
}

TrailLine LatentMap::trailOf(std::optional<core::Index> sample) const {
    const std::optional<std::size_t> point = sample && !isLine() && m_trailMarks->visible() ? pointOf(*sample) : std::nullopt;
    TrailLine trail = point ? m_trailMarks->lineOf(*point) : TrailLine();
    trail.colour = theme().text; // it stands out from those of its class
    return trail;
}

void LatentMap::refreshMarks() {
    MapGlass::Marks marks;
    if (m_picture) {
        marks.hovered = pixelOf(m_hovered);
        marks.selected = pixelOf(m_selected);
        marks.clouds = {cloudOf(m_hovered), cloudOf(m_selected)};
        marks.trails = {trailOf(m_hovered ? m_hovered : m_marked), trailOf(m_selected)};
        if (m_marked != m_hovered)
            marks.marked = pixelOf(m_marked);
        marks.desk = pixelOfPlace(m_deskPlace);
        marks.drawn = pixelOfPlace(m_drawnPlace);
        if (m_cursor.isPresent) {
            marks.cursor = pixelAt(m_cursor.at);
            if (isLine() && m_mouse && !m_cursor.isPinned && !m_cursor.isByKeys)
                marks.cursor->setY(m_mouse->y());
        }
        marks.areEstimates = !(m_space ? m_space->plane : m_picture->plane);
        marks.isPinned = m_cursor.isPinned;
        marks.look = isLine() ? MapGlass::CursorLook::Line : m_cursor.isPinned || m_cursor.isByKeys ? MapGlass::CursorLook::Cross : MapGlass::CursorLook::Ring;
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
    QString caption = coordinates(*m_picture, m_cursor.at.x(), m_cursor.at.y(), isLine() ? perPixelX : std::min(perPixelX, perPixelY));
    if (!m_picture->plane && card.hasDecoded())
        caption = tr("≈ by the nearest codes");
    if (isSpatial())
        caption.clear(); // nothing is decoded beside which it could stand
    card.setCaption(caption);
    std::vector<HoverCard::Line> lines;
    if (isLine()) {
        constexpr double reach = 6; // pixels to each side whose codes are counted
        constexpr std::size_t most = 5;
        for (const Distribution::Count &count : m_distribution->countsBetween(m_cursor.at.x() - reach * perPixelX, m_cursor.at.x() + reach * perPixelX))
            if (lines.size() < most)
                lines.push_back({count.colour, ridgeName(count.label), QLocale().toString(count.codes)});
    }
    card.setLines(std::move(lines));
    m_glass->refreshCard(true);
}

void LatentMap::describeCursor() {
    QString text = isSpatial() ? captionInSpace()
                               : coordinates(*m_picture, m_cursor.at.x(), m_cursor.at.y(), m_plot->xAxis->range().size() / std::max(1, m_plot->width()));
    if (const std::optional<std::size_t> point = m_hovered ? pointOf(*m_hovered) : std::nullopt) {
        const int label = *point < m_picture->labels.size() ? m_picture->labels[*point] : -1;
        text = tr("%1 · %2, sample %3").arg(text, className(label), QLocale().toString(static_cast<qlonglong>(*m_hovered)));
        if (isByValue(m_colouring))
            text += QStringLiteral(" · %1").arg(m_colouring->describe(m_colouring->shownValue(*m_hovered)));
    }
    m_glass->setAccessibleDescription(text);
    QStatusTipEvent event(text);
    QCoreApplication::sendEvent(this, &event);
}

} // namespace hourglass::ui
