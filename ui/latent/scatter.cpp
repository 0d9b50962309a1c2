#include "ui/latent/scatter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/plots/class_shapes.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

constexpr int classLooks = 30, unlabelled = classLooks; // rows of the palette where classes colour: all pairs of colour and shape that are told apart
constexpr int opacity = 235;                            // a little of what lies below shows through
constexpr int faint = 26;                               // of points that are not asked for
constexpr int pale = 40;                                // of points beside those that were chosen
constexpr double farthest = 0.4;                        // of a point's opacity, of the farthest points in space
constexpr std::size_t strips = 64;                      // of the height that most points fill

QCPRange rangeOf(const std::vector<float> &values, bool &found) {
    QCPRange range(0, 0);
    found = false;
    for (const float value : values)
        if (std::isfinite(value)) {
            range = found ? QCPRange(std::min(range.lower, double(value)), std::max(range.upper, double(value))) : QCPRange(value, value);
            found = true;
        }
    return range;
}

} // namespace

/// Points are drawn in steps of this many, round and round, so that those of samples sorted by class are mixed and no class lies over another. Without a
/// common divisor with their number: each comes once. About the golden section: neighbours in number are far from one another in order.
std::size_t Scatter::fairStride(std::size_t count) {
    if (count < 3)
        return 1;
    auto stride = static_cast<std::size_t>(static_cast<double>(count) * 0.6180339887);
    while (std::gcd(stride, count) != 1)
        ++stride;
    return stride;
}

Scatter::Scatter(QCPAxis *horizontal, QCPAxis *vertical) : QCPAbstractPlottable(horizontal, vertical), m_plainColour(Theme::light().accent()) {
    setSelectable(QCP::stNone);
    setAntialiased(true);
}

void Scatter::setPoints(std::shared_ptr<const analysis::LatentPicture> points, const QRectF &spread) {
    m_points = std::move(points);
    m_spread = spread;
    outdate();
    m_isGridCurrent = false;
    assignColours();
}

void Scatter::setColouring(SharedColouring colouring, const Theme &theme) {
    m_colouring = std::move(colouring);
    m_theme = theme;
    outdate();
    assignColours();
}

void Scatter::setLitLevels(std::vector<bool> levels) {
    m_lit = std::move(levels);
    outdate();
}

void Scatter::outdate() {
    m_painted.reset();
    ++m_revision;
}

void Scatter::setShapes(bool areShown) {
    if (areShown == m_hasShapes)
        return;
    m_hasShapes = areShown;
    outdate();
}

/// What is known lies on top, and what is asked for.
bool Scatter::isBelow(int colour) const {
    return isByValue(m_colouring) && (m_lit.empty() ? colour == ColourScale::levels : !m_lit[static_cast<std::size_t>(colour)]);
}

void Scatter::setHiddenClasses(std::vector<bool> hidden) {
    m_hidden = std::move(hidden);
    outdate();
}

void Scatter::setPlainColour(const QColor &colour) {
    m_plainColour = colour;
    outdate();
}

void Scatter::setChosen(std::vector<bool> chosen, bool isIsolated) {
    if (chosen == m_chosen && isIsolated == m_isIsolated)
        return;
    m_chosen = std::move(chosen);
    m_isIsolated = isIsolated;
    outdate();
}

bool Scatter::isHidden(std::size_t point) const {
    if (m_isIsolated && !isChosen(point))
        return true;
    if (!m_points || point >= m_points->labels.size() || !isByClass(m_colouring))
        return false;
    const auto label = m_points->labels[point];
    return label >= 0 && static_cast<std::size_t>(label) < m_hidden.size() && m_hidden[static_cast<std::size_t>(label)];
}

bool Scatter::isProminent(std::size_t point) const {
    return !isHidden(point) && isChosen(point) && !(isByValue(m_colouring) && !m_lit.empty() && isBelow(m_colours[point]));
}

QColor Scatter::colourOf(std::size_t point) const {
    const int colour = m_colours[point];
    if (isByValue(m_colouring))
        return m_colouring->palette(m_theme)[static_cast<std::size_t>(colour)];
    return colour == unlabelled ? m_plainColour : classColour(colour);
}

std::vector<int> Scatter::shapes() const {
    std::vector<int> all;
    if (!hasShapes())
        return all;
    for (int label = 0; label < classLooks; ++label)
        all.push_back(shapeOfClass(label));
    all.push_back(roundShape);
    for (std::size_t i = 0, count = m_chosen.empty() ? 0 : all.size(); i < count; ++i)
        all.push_back(all[i]);
    if (isSpatial()) {
        const std::vector<int> once = all;
        for (int depth = 1; depth < depths; ++depth)
            all.insert(all.end(), once.begin(), once.end());
    }
    return all;
}

namespace {

/// The finite values' ends; the same twice where there are none.
std::pair<float, float> endsOf(const std::vector<float> &values) {
    bool found = false;
    const QCPRange range = rangeOf(values, found);
    return {static_cast<float>(range.lower), static_cast<float>(range.upper)};
}

} // namespace

std::vector<std::uint32_t> Scatter::order() const {
    const std::size_t count = m_points->x.size(), stride = fairStride(count);
    const std::vector<float> &values = isSpatial() ? m_points->z : m_points->y;
    const std::size_t slices = isSpatial() ? 1024 : strips; // in space to a thousandth of the depth: those that are as near stay mixed
    const auto [low, high] = isSpatial() ? endsOf(values) : std::pair(static_cast<float>(m_spread.top()), static_cast<float>(m_spread.bottom()));
    const float scale = high > low ? static_cast<float>(slices) / (high - low) : 0, last = static_cast<float>(slices - 1);
    std::vector<std::uint16_t> sliceOf(count); // sorted by counting
    std::vector<std::uint32_t> starts(slices + 1), sorted(count);
    for (std::size_t i = 0; i < count; ++i) {
        const float slice = (values[i] - low) * scale;
        sliceOf[i] = static_cast<std::uint16_t>(slice > 0 ? std::min(slice, last) : 0.0f); // what is not a number, too
        ++starts[sliceOf[i] + 1u];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    for (std::size_t done = 0, i = 0; done < count; ++done, i = i + stride >= count ? i + stride - count : i + stride)
        sorted[starts[sliceOf[i]]++] = static_cast<std::uint32_t>(i);
    return sorted;
}

std::vector<std::uint8_t> Scatter::depthsOfPoints() const {
    std::vector<std::uint8_t> all;
    if (!isSpatial())
        return all;
    const auto [far, near] = endsOf(m_points->z);
    const float scale = near > far ? static_cast<float>(depths) / (near - far) : 0;
    all.reserve(m_points->z.size());
    for (const float z : m_points->z)
        all.push_back(std::isfinite(z) ? static_cast<std::uint8_t>(std::clamp(static_cast<int>((z - far) * scale), 0, depths - 1)) : std::uint8_t{0});
    return all;
}

const Scatter::DrawnPoints &Scatter::drawn() const {
    if (m_drawn.made == m_revision)
        return m_drawn;
    const bool hasHidden = m_isIsolated || (isByClass(m_colouring) && std::find(m_hidden.begin(), m_hidden.end(), true) != m_hidden.end());
    const bool hasBelow = isByValue(m_colouring) && (m_colouring->scale.hasUnknown || !m_lit.empty());
    std::array<std::vector<std::uint32_t>, 3> layers; // what was not chosen, what is not known or not asked for, and all else above
    if (m_points && m_points->x.size() == m_points->y.size())
        for (const std::uint32_t i : order())
            if (std::isfinite(m_points->x[i]) && std::isfinite(m_points->y[i]) && !(hasHidden && isHidden(i)))
                layers[!isChosen(i) ? 0 : hasBelow && isBelow(m_colours[i]) ? 1 : 2].push_back(i);
    const std::vector<std::uint8_t> depthOf = depthsOfPoints();
    const std::size_t ofDepth = palette().size() / (isSpatial() ? depths : 1); // colours of one depth; with a choice the pale ones are its second half
    m_drawn.x.clear();
    m_drawn.y.clear();
    m_drawn.looks.clear();
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        if (layer == (m_lit.empty() ? 1u : 2u))
            m_drawn.prominent = m_drawn.x.size();
        for (const std::uint32_t i : layers[layer]) {
            m_drawn.x.push_back(m_points->x[i]);
            m_drawn.y.push_back(m_points->y[i]);
            m_drawn.looks.push_back(static_cast<std::uint16_t>((layer == 0 ? ofDepth / 2 : 0) + m_colours[i] + (depthOf.empty() ? 0 : ofDepth * depthOf[i])));
        }
    }
    m_drawn.made = m_revision;
    return m_drawn;
}

std::pair<std::span<const float>, std::span<const float>> Scatter::prominentPlaces() const {
    const DrawnPoints &all = drawn();
    return {std::span(all.x).subspan(all.prominent), std::span(all.y).subspan(all.prominent)};
}

std::vector<QRgb> Scatter::palette() const {
    std::vector<QRgb> colours;
    if (isByValue(m_colouring)) {
        for (const QColor &colour : m_colouring->palette(m_theme))
            colours.push_back(colour.rgb());
    } else {
        for (int label = 0; label < classLooks; ++label)
            colours.push_back(classColour(label).rgb());
        colours.push_back(m_plainColour.rgb());
    }
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const bool isFaint = isByValue(m_colouring) && i < m_lit.size() && !m_lit[i];
        colours[i] = (colours[i] & 0x00ffffffu) | static_cast<QRgb>(isFaint ? faint : opacity) << 24;
    }
    const std::size_t count = m_chosen.empty() ? 0 : colours.size();
    for (std::size_t i = 0; i < count; ++i) // once more, of points that were not chosen
        colours.push_back((colours[i] & 0x00ffffffu) | static_cast<QRgb>(std::min(qAlpha(colours[i]), pale)) << 24);
    if (!isSpatial())
        return colours;
    std::vector<QRgb> all; // once for each depth: what is far fades into the ground
    for (int depth = 0; depth < depths; ++depth)
        for (const QRgb colour : colours)
            all.push_back((colour & 0x00ffffffu) | static_cast<QRgb>(qAlpha(colour) * (farthest + (1 - farthest) * depth / (depths - 1.0)) + 0.5) << 24);
    return all;
}

void Scatter::assignColours() {
    m_colours.assign(m_points ? m_points->x.size() : 0, unlabelled);
    for (std::size_t i = 0; i < m_colours.size(); ++i)
        if (isByValue(m_colouring)) {
            const float value = i < m_points->samples.size() ? m_colouring->shownValue(m_points->samples[i]) : std::numeric_limits<float>::quiet_NaN();
            m_colours[i] = static_cast<std::uint8_t>(m_colouring->scale.levelOf(value));
        } else if (isByClass(m_colouring) && i < m_points->labels.size()) {
            const auto label = m_points->labels[i];
            m_colours[i] = static_cast<std::uint8_t>(label < 0 ? 9 : label % classLooks); // −1: as classColour() has it
        }
}

double Scatter::dotRadius() const {
    if (!m_points || m_points->x.empty())
        return 0;
    const PlaneMapping map = mapping();
    const double area = std::abs(m_spread.width() * map.scaleX * m_spread.height() * map.scaleY);
    const double perPoint = area / static_cast<double>(m_points->x.size());
    // 1.9 pixels where a point has 36 square pixels for itself (10 000 points in a window); a zoom by two makes a dot 1.4 times
    // as large.
    const double radius = perPoint > 0 ? 1.9 * std::pow(perPoint / 36.0, 0.25) : 4.5;
    const double fitting = hasShapes() ? std::clamp(1.3 * radius, 2.75, 5.0) : std::clamp(radius, 1.2, 4.5);
    return std::round(fitting * 8.0) / 8.0;
}

std::optional<QPointF> Scatter::pixelOf(std::size_t point) const {
    if (!m_points || point >= std::min(m_points->x.size(), m_points->y.size()))
        return std::nullopt;
    const QPointF pixel(keyAxis()->coordToPixel(m_points->x[point]), valueAxis()->coordToPixel(m_points->y[point]));
    return std::isfinite(pixel.x()) && std::isfinite(pixel.y()) ? std::optional(pixel) : std::nullopt;
}

std::optional<std::size_t> Scatter::nearest(const QPointF &pixel, double radius) const {
    if (!m_points)
        return std::nullopt;
    if (!m_isGridCurrent) {
        m_grid.build(m_points->x, m_points->y);
        m_isGridCurrent = true;
    }
    const PlaneMapping map = mapping();
    return m_grid.nearest(keyAxis()->pixelToCoord(pixel.x()), valueAxis()->pixelToCoord(pixel.y()), radius / std::abs(map.scaleX),
                          radius / std::abs(map.scaleY), [this](std::size_t point) { return isHidden(point); });
}

QCPRange Scatter::getKeyRange(bool &found, QCP::SignDomain) const {
    return rangeOf(m_points ? m_points->x : std::vector<float>{}, found);
}

QCPRange Scatter::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    return rangeOf(m_points ? m_points->y : std::vector<float>{}, found);
}

} // namespace hourglass::ui
