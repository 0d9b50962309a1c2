#include "ui/latent/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "ui/latent/following_range.h"

namespace hourglass::ui {

namespace {

constexpr int bins = 360;
constexpr int paleRidge = 40; // alpha of all codes behind the chosen ones

/// Three box filters make nearly a Gaussian.
void smooth(std::vector<float> &density, int reach) {
    std::vector<float> from(density.size());
    const int count = static_cast<int>(density.size());
    for (int pass = 0; pass < 3; ++pass) {
        from.swap(density);
        float sum = 0;
        for (int i = -reach; i < count; ++i) {
            if (i + reach < count)
                sum += from[static_cast<std::size_t>(i + reach)];
            if (i - reach - 1 >= 0)
                sum -= from[static_cast<std::size_t>(i - reach - 1)];
            if (i >= 0)
                density[static_cast<std::size_t>(i)] = std::max(0.0f, sum) / static_cast<float>(2 * reach + 1);
        }
    }
}

/// The median, or around a circle the direction of the mean, which has no first and last.
int middleLevel(std::vector<int> &levels, bool isCyclic) {
    if (!isCyclic) {
        const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
        std::nth_element(levels.begin(), middle, levels.end());
        return *middle;
    }
    constexpr double turn = 2 * std::numbers::pi / ColourScale::levels;
    double x = 0, y = 0;
    for (const int level : levels) {
        x += std::cos(turn * level);
        y += std::sin(turn * level);
    }
    return (static_cast<int>(std::lround(std::atan2(y, x) / turn)) + ColourScale::levels) % ColourScale::levels;
}

} // namespace

Distribution::Distribution(QCPAxis *horizontal, QCPAxis *vertical) : QCPAbstractPlottable(horizontal, vertical) {
    setSelectable(QCP::stNone);
}

void Distribution::setPoints(std::shared_ptr<const analysis::LatentPicture> points) {
    m_points = std::move(points);
    measure();
}

void Distribution::setColouring(SharedColouring colouring) {
    m_colouring = std::move(colouring);
    measure();
}

void Distribution::setHiddenClasses(std::vector<bool> hidden) {
    m_hidden = std::move(hidden);
}

void Distribution::setChosen(std::vector<bool> chosen) {
    if (chosen == m_chosen)
        return;
    m_chosen = std::move(chosen);
    measure();
}

void Distribution::setTheme(const Theme &theme) {
    m_theme = theme;
}

int Distribution::labelOf(std::size_t point) const {
    if (hasSteps())
        return point < m_points->samples.size() ? m_colouring->scale.stepOf(m_colouring->shownValue(m_points->samples[point])) : -1;
    return isByClass(m_colouring) && point < m_points->labels.size() ? m_points->labels[point] : -1;
}

bool Distribution::isShown(int label) const {
    return !isByClass(m_colouring) || label < 0 || static_cast<std::size_t>(label) >= m_hidden.size() || !m_hidden[static_cast<std::size_t>(label)];
}

void Distribution::measure() {
    m_ridges.clear();
    const std::optional<Extent> extent = m_points ? extentOfMost(m_points->x) : std::nullopt;
    if (!extent)
        return;
    // Wider than what is first seen, so that a wider view still has ridges.
    m_bin = extent->size() * 1.5 / bins;
    m_first = extent->lower - 0.25 * extent->size();
    std::map<int, std::vector<float>> counts, chosenCounts;
    for (std::size_t i = 0; i < m_points->x.size(); ++i) {
        const double position = (m_points->x[i] - m_first) / m_bin;
        if (!(position >= 0 && position < bins))
            continue;
        std::vector<float> &density = counts[labelOf(i)];
        density.resize(bins);
        density[static_cast<std::size_t>(position)] += 1;
        if (m_chosen.empty())
            continue;
        std::vector<float> &chosen = chosenCounts[labelOf(i)];
        chosen.resize(bins);
        chosen[static_cast<std::size_t>(position)] += i < m_chosen.size() && m_chosen[i] ? 1.0f : 0.0f;
    }
    for (auto &[label, density] : counts) {
        smooth(density, 4);
        std::vector<float> &chosen = chosenCounts[label];
        smooth(chosen, 4);
        m_ridges.push_back({label, std::move(density), std::move(chosen)});
    }
    measureLevels();
}

void Distribution::measureLevels() {
    m_levels.clear();
    if (!isByValue(m_colouring) || hasSteps())
        return;
    std::vector<std::vector<int>> found(bins);
    for (std::size_t i = 0; i < std::min(m_points->x.size(), m_points->samples.size()); ++i) {
        const double position = (m_points->x[i] - m_first) / m_bin;
        const int level = m_colouring->scale.levelOf(m_colouring->shownValue(m_points->samples[i]));
        if (position >= 0 && position < bins && level < ColourScale::levels)
            found[static_cast<std::size_t>(position)].push_back(level);
    }
    for (std::vector<int> &levels : found)
        m_levels.push_back(levels.empty() ? -1 : middleLevel(levels, m_colouring->scale.isCyclic()));
}

float Distribution::valueOf(int step) const {
    return step < 0 ? std::numeric_limits<float>::quiet_NaN() : m_colouring->scale.steps[static_cast<std::size_t>(step)];
}

QColor Distribution::colourOf(int label) const {
    if (hasSteps())
        return m_colouring->colourOf(valueOf(label), m_theme);
    return isByClass(m_colouring) && !m_points->labels.empty() ? classColour(label) : m_theme.accent();
}

QBrush Distribution::fillOf(const Ridge &ridge) const {
    constexpr int faint = 26;
    if (m_levels.empty()) {
        QColor pale = colourOf(ridge.label);
        const bool isFaint = hasSteps() && !isLit(m_colouring->scale.levelOf(valueOf(ridge.label)));
        pale.setAlpha(isFaint ? faint : m_theme.isDark ? 120 : 105);
        return pale;
    }
    QLinearGradient gradient(keyAxis()->coordToPixel(m_first), 0, keyAxis()->coordToPixel(m_first + bins * m_bin), 0);
    std::vector<QColor> palette = m_colouring->palette(m_theme);
    for (int level = 0; level <= ColourScale::levels; ++level)
        if (!isLit(level))
            palette[static_cast<std::size_t>(level)].setAlpha(faint);
    for (std::size_t bin = 0; bin < m_levels.size(); ++bin)
        if (m_levels[bin] >= 0)
            gradient.setColorAt((static_cast<double>(bin) + 0.5) / bins, palette[static_cast<std::size_t>(m_levels[bin])]);
    return gradient;
}

int Distribution::rows() const {
    return static_cast<int>(std::count_if(m_ridges.begin(), m_ridges.end(), [this](const Ridge &ridge) { return isShown(ridge.label); }));
}

double Distribution::peak() const {
    float highest = 0;
    for (const Ridge &ridge : m_ridges)
        highest = std::max(highest, *std::max_element(ridge.density.begin(), ridge.density.end()));
    return highest;
}

std::optional<double> Distribution::baselineOf(std::size_t point) const {
    if (!m_points || point >= m_points->x.size() || !std::isfinite(m_points->x[point]) || !isShown(labelOf(point)))
        return std::nullopt;
    int row = 0;
    for (const Ridge &ridge : m_ridges) {
        if (ridge.label == labelOf(point))
            return rows() - 1 - row;
        row += isShown(ridge.label) ? 1 : 0;
    }
    return std::nullopt;
}

std::vector<Distribution::Count> Distribution::countsBetween(double lower, double upper) const {
    std::map<int, int> counts;
    for (std::size_t i = 0; m_points && i < m_points->x.size(); ++i)
        if (m_points->x[i] >= lower && m_points->x[i] <= upper && isShown(labelOf(i)))
            ++counts[labelOf(i)];
    std::vector<Count> result;
    for (const auto &[label, codes] : counts)
        result.push_back({colourOf(label), label, codes});
    std::stable_sort(result.begin(), result.end(), [](const Count &a, const Count &b) { return a.codes > b.codes; });
    return result;
}

QRect Distribution::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // QCPLayer moves it up by one, which would leave the lowest row bare
}

QPolygonF Distribution::lineOf(const std::vector<float> &density, double baseline, double highest) const {
    QPolygonF line;
    line.reserve(bins + 2);
    for (int i = 0; i < bins; ++i)
        line << QPointF(keyAxis()->coordToPixel(m_first + (i + 0.5) * m_bin),
                        valueAxis()->coordToPixel(baseline + overlap * density[static_cast<std::size_t>(i)] / highest));
    return line;
}

void Distribution::draw(QCPPainter *painter) {
    const double highest = peak();
    if (!(highest > 0))
        return;
    const int count = rows();
    int row = 0;
    for (const Ridge &ridge : m_ridges) {
        if (!isShown(ridge.label))
            continue;
        const double baseline = count - 1 - row++;
        const double bottom = valueAxis()->coordToPixel(baseline);
        const QPolygonF line = lineOf(ridge.density, baseline, highest);
        const auto areaBelow = [bottom](QPolygonF top) {
            const double first = top.first().x(), last = top.last().x();
            return top << QPointF(last, bottom) << QPointF(first, bottom);
        };
        const QPolygonF area = areaBelow(line);
        // The panel's colour first, so that a ridge covers the one behind it and yet stays pale.
        const QColor colour = m_levels.empty() ? colourOf(ridge.label) : m_theme.dim;
        painter->setAntialiasing(true);
        painter->setPen(Qt::NoPen);
        painter->setBrush(QColor(m_theme.panel.red(), m_theme.panel.green(), m_theme.panel.blue(), 190));
        painter->drawPolygon(area);
        if (!ridge.chosen.empty()) {
            QColor pale = colour;
            pale.setAlpha(paleRidge);
            painter->setBrush(pale);
            painter->drawPolygon(area);
        }
        const QPolygonF shown = ridge.chosen.empty() ? line : lineOf(ridge.chosen, baseline, highest);
        painter->setBrush(fillOf(ridge));
        painter->drawPolygon(areaBelow(shown));
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(colour, 1.5));
        painter->drawPolyline(shown);
    }
}

QCPRange Distribution::getKeyRange(bool &found, QCP::SignDomain) const {
    found = !m_ridges.empty();
    return {m_first, m_first + bins * m_bin};
}

QCPRange Distribution::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = !m_ridges.empty();
    return {0, rows() - 1 + overlap};
}

} // namespace hourglass::ui
