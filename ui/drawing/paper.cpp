#include "ui/drawing/paper.h"

#include <algorithm>
#include <cmath>

#include "engine/core/random.h"
#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr std::size_t mostUndoBytes = 64'000'000;
constexpr float leastInk = 0.01f; ///< less is no part of what is centred
constexpr float noiseDeviation = 0.5f;

double distanceTo(const QPointF &from, const QPointF &to, double x, double y) {
    const QPointF way = to - from;
    const double length = QPointF::dotProduct(way, way);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(QPointF(x, y) - from, way) / length, 0.0, 1.0) : 0;
    return std::hypot(x - from.x() - t * way.x(), y - from.y() - t * way.y());
}

/// Which cells of a line of `count` a piece of it covers, each with its share of the piece.
struct Piece {
    int first = 0;
    std::vector<float> shares;
};

/// Of `pieces` pieces of the length `step`, the first of which begins at `begin`.
std::vector<Piece> piecesOf(int pieces, double begin, double step, int count) {
    std::vector<Piece> made(static_cast<std::size_t>(pieces));
    for (int i = 0; i < pieces; ++i) {
        const double from = begin + i * step, to = from + step;
        Piece &piece = made[static_cast<std::size_t>(i)];
        piece.first = std::clamp(static_cast<int>(std::floor(from)), 0, count);
        const int end = std::clamp(static_cast<int>(std::ceil(to)), piece.first, count);
        for (int cell = piece.first; cell < end; ++cell)
            piece.shares.push_back(static_cast<float>(std::max(0.0, std::min<double>(to, cell + 1) - std::max<double>(from, cell)) / step));
    }
    return made;
}

} // namespace

void Paper::reset(const core::Shape &shape, float ground) {
    m_shape = shape;
    m_ground = ground;
    m_factor = std::max(1, finest / static_cast<int>(std::max(shape.width(), shape.height())));
    m_ink.assign(static_cast<std::size_t>(channels()) * static_cast<std::size_t>(width()) * static_cast<std::size_t>(height()), ground);
    m_picture.reset();
    m_undo.clear();
    m_last.reset();
}

bool Paper::isBlank() const {
    return !m_picture && std::all_of(m_ink.begin(), m_ink.end(), [this](float value) { return value == m_ground; });
}

void Paper::keep() {
    const std::size_t most = std::max<std::size_t>(1, mostUndoBytes / std::max<std::size_t>(1, m_ink.size() * sizeof(float)));
    if (m_undo.size() >= most)
        m_undo.erase(m_undo.begin());
    m_undo.push_back({m_ink, m_picture});
}

void Paper::begin(DrawTool tool, double diameter, const std::array<float, 3> &colour) {
    keep();
    m_tool = tool;
    m_radius = diameter / 2;
    m_colour = tool == DrawTool::Eraser ? std::array{m_ground, m_ground, m_ground} : colour;
    m_last.reset();
    m_cover.assign(static_cast<std::size_t>(width()) * static_cast<std::size_t>(height()), 0.0f);
    ++m_strokes;
}

void Paper::strokeTo(const QPointF &point) {
    if (m_undo.empty())
        return;
    const QPointF from = m_last.value_or(point);
    if (m_tool == DrawTool::Noise)
        scatter(from, point);
    else
        paint(from * m_factor, point * m_factor);
    m_last = point;
}

/// In paper pixels.
void Paper::paint(const QPointF &from, const QPointF &to) {
    const Values &before = m_undo.back().ink;
    const double radius = std::max(0.5, m_radius * m_factor), reach = radius + 1;
    const int left = std::max(0, static_cast<int>(std::min(from.x(), to.x()) - reach)),
              right = std::min(width() - 1, static_cast<int>(std::max(from.x(), to.x()) + reach));
    const int top = std::max(0, static_cast<int>(std::min(from.y(), to.y()) - reach)),
              bottom = std::min(height() - 1, static_cast<int>(std::max(from.y(), to.y()) + reach));
    const std::size_t plane = static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
    for (int y = top; y <= bottom; ++y)
        for (int x = left; x <= right; ++x) {
            const auto cover = static_cast<float>(std::clamp(radius + 0.5 - distanceTo(from, to, x + 0.5, y + 0.5), 0.0, 1.0));
            const std::size_t at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(x);
            if (cover <= m_cover[at])
                continue;
            m_cover[at] = cover;
            for (int channel = 0; channel < channels(); ++channel) {
                const std::size_t value = static_cast<std::size_t>(channel) * plane + at;
                m_ink[value] = before[value] + cover * (m_colour[channels() == 3 ? static_cast<std::size_t>(channel) : 0] - before[value]);
            }
        }
}

/// In pixels of the sample, whose pieces of paper become one value each.
void Paper::scatter(const QPointF &from, const QPointF &to) {
    const core::Random random(m_strokes, core::Stream::Corruption);
    const Values means = sample();
    const int columns = static_cast<int>(m_shape.width()), rows = static_cast<int>(m_shape.height());
    const double radius = std::max(0.5, m_radius);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const std::size_t first =
                static_cast<std::size_t>(row * m_factor) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(column * m_factor);
            if (m_cover[first] > 0 || distanceTo(from, to, column + 0.5, row + 0.5) > radius)
                continue;
            m_cover[first] = 1;
            for (int channel = 0; channel < channels(); ++channel) {
                const std::size_t value = static_cast<std::size_t>((channel * rows + row) * columns + column);
                const float noisy = std::clamp(means[value] + noiseDeviation * random.normal(0, 0, value), 0.0f, 1.0f);
                for (int y = 0; y < m_factor; ++y)
                    std::fill_n(m_ink.begin() + (static_cast<std::ptrdiff_t>(channel) * height() + row * m_factor + y) * width() + column * m_factor, m_factor,
                                noisy);
            }
        }
}

void Paper::put(Values picture) {
    if (static_cast<core::Index>(picture.size()) != m_shape.size())
        return;
    keep();
    const int columns = static_cast<int>(m_shape.width()), rows = static_cast<int>(m_shape.height());
    for (int channel = 0; channel < channels(); ++channel)
        for (int y = 0; y < height(); ++y)
            for (int x = 0; x < width(); ++x)
                m_ink[static_cast<std::size_t>((channel * height() + y) * width() + x)] =
                    picture[static_cast<std::size_t>((channel * rows + y / m_factor) * columns + x / m_factor)];
    m_picture = std::make_shared<const Values>(std::move(picture));
}

void Paper::clear() {
    if (isBlank())
        return;
    keep();
    std::fill(m_ink.begin(), m_ink.end(), m_ground);
    m_picture.reset();
}

void Paper::undo() {
    if (m_undo.empty())
        return;
    m_ink = std::move(m_undo.back().ink);
    m_picture = std::move(m_undo.back().picture);
    m_undo.pop_back();
    m_last.reset();
}

Paper::Values Paper::sample() const {
    const int columns = static_cast<int>(m_shape.width()), rows = static_cast<int>(m_shape.height());
    Values values(static_cast<std::size_t>(m_shape.size()));
    const float share = 1.0f / static_cast<float>(m_factor * m_factor);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns % rows, channel = static_cast<int>(i) / columns / rows;
        const float *piece = m_ink.data() + (static_cast<std::ptrdiff_t>(channel) * height() + row * m_factor) * width() + column * m_factor;
        float difference = 0; // from the first: a piece of one value has that value to the bit
        for (int y = 0; y < m_factor; ++y)
            for (int x = 0; x < m_factor; ++x)
                difference += piece[y * width() + x] - piece[0];
        values[i] = piece[0] + difference * share;
    }
    return values;
}

Paper::Values Paper::centred() const {
    const int columns = static_cast<int>(m_shape.width()), rows = static_cast<int>(m_shape.height()), plane = width() * height();
    double mass = 0, sumX = 0, sumY = 0;
    int left = width(), right = -1, top = height(), bottom = -1;
    for (int y = 0; y < height(); ++y)
        for (int x = 0; x < width(); ++x) {
            float ink = 0;
            for (int channel = 0; channel < channels(); ++channel)
                ink = std::max(ink, std::abs(m_ink[static_cast<std::size_t>(channel * plane + y * width() + x)] - m_ground));
            if (ink < leastInk)
                continue;
            left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
            mass += static_cast<double>(ink);
            sumX += static_cast<double>(ink) * (x + 0.5);
            sumY += static_cast<double>(ink) * (y + 0.5);
        }
    Values values(static_cast<std::size_t>(m_shape.size()), m_ground);
    if (right < left)
        return values;
    const double scale = std::min(boxShare * columns / (right - left + 1), boxShare * rows / (bottom - top + 1)), step = 1 / scale;
    const std::vector<Piece> across = piecesOf(columns, sumX / mass - columns * step / 2, step, width());
    const std::vector<Piece> down = piecesOf(rows, sumY / mass - rows * step / 2, step, height());
    std::vector<float> narrow(static_cast<std::size_t>(columns) * static_cast<std::size_t>(height()));
    for (int channel = 0; channel < channels(); ++channel) {
        const float *ink = m_ink.data() + static_cast<std::ptrdiff_t>(channel) * plane;
        for (int y = top; y <= bottom; ++y)
            for (int column = 0; column < columns; ++column) {
                const Piece &piece = across[static_cast<std::size_t>(column)];
                float sum = 0;
                for (std::size_t i = 0; i < piece.shares.size(); ++i)
                    sum += piece.shares[i] * (ink[static_cast<std::size_t>(y * width() + piece.first) + i] - m_ground);
                narrow[static_cast<std::size_t>(y * columns + column)] = sum;
            }
        for (int row = 0; row < rows; ++row) {
            const Piece &piece = down[static_cast<std::size_t>(row)];
            for (int column = 0; column < columns; ++column) {
                float sum = 0;
                for (std::size_t i = 0; i < piece.shares.size(); ++i)
                    if (const int y = piece.first + static_cast<int>(i); y >= top && y <= bottom)
                        sum += piece.shares[i] * narrow[static_cast<std::size_t>(y * columns + column)];
                values[static_cast<std::size_t>((channel * rows + row) * columns + column)] = std::clamp(m_ground + sum, 0.0f, 1.0f);
            }
        }
    }
    return values;
}

QImage Paper::image() const {
    return sampleImage(m_ink.data(), core::Shape(m_shape.channels(), height(), width()));
}

} // namespace hourglass::ui
