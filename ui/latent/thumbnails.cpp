#include "ui/latent/thumbnails.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/latent/sample_faces.h"
#include "ui/latent/scatter.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int pictureSide = 32, room = 44; // pixels: of a picture at most, and between the middles of two at least
constexpr double otherAspect = 1.25;       // places are given anew when the two directions are stretched against one another by this
} // namespace

int Thumbnails::side() {
    return scaled(pictureSide);
}

Thumbnails::Thumbnails(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter) : QCPAbstractPlottable(horizontal, vertical), m_scatter(scatter) {
    setSelectable(QCP::stNone);
    setVisible(false);
}

void Thumbnails::setTheme(const Theme &theme) {
    m_theme = theme;
    m_made.clear();
    m_placed.reset(); // pictures may have another size
}

void Thumbnails::setPictures(std::shared_ptr<const analysis::ThumbnailPictures> pictures) {
    if (pictures == m_pictures)
        return;
    const bool isUsable = pictures && pictures->values.size() >= pictures->samples.size() * static_cast<std::size_t>(pictures->shape.size());
    const auto before = std::exchange(m_pictures, isUsable ? std::move(pictures) : nullptr);
    const QHash<core::Index, std::size_t> placesBefore = std::exchange(m_placeOfSample, {});
    for (std::size_t i = 0; m_pictures && i < m_pictures->samples.size(); ++i)
        m_placeOfSample.insert(m_pictures->samples[i], i);
    const bool wasInkOnDark = std::exchange(m_isInkOnDark, m_pictures && areInkOnBlack(*m_pictures));
    // While one zooms, others come beside those that stay: what shows the same is not made again.
    const bool isAlike = before && m_pictures && wasInkOnDark == m_isInkOnDark && before->kind == m_pictures->kind && before->shape == m_pictures->shape &&
                         before->range == m_pictures->range;
    const auto isSame = [&](core::Index sample) {
        const auto was = placesBefore.constFind(sample), is = m_placeOfSample.constFind(sample);
        const auto size = static_cast<std::size_t>(isAlike ? m_pictures->shape.size() : 0);
        return isAlike && was != placesBefore.constEnd() && is != m_placeOfSample.constEnd() &&
               std::equal(before->values.begin() + static_cast<std::ptrdiff_t>(*was * size),
                          before->values.begin() + static_cast<std::ptrdiff_t>((*was + 1) * size),
                          m_pictures->values.begin() + static_cast<std::ptrdiff_t>(*is * size));
    };
    m_made.removeIf([&](const auto &made) { return !isSame(made.key()); });
}

void Thumbnails::place() {
    const PlaneMapping now = m_scatter.mapping();
    const double stretch = std::abs(now.scaleX / m_reference.scaleX) / std::abs(now.scaleY / m_reference.scaleY);
    const bool isStretched = !(stretch < otherAspect && stretch > 1 / otherAspect);
    if (m_placed == m_scatter.revision() && !isStretched)
        return;
    m_placed = m_scatter.revision();
    m_reference = now;
    const analysis::LatentPicture *points = m_scatter.points();
    if (!points || points->x.size() != points->y.size() || points->samples.size() != points->x.size()) {
        m_places.clear();
        return;
    }
    const double distance = scaledReal(room);
    const QRectF spread = m_scatter.spread();
    const ThumbnailPlaces::Box box{spread.left() - spread.width(), spread.right() + spread.width(), spread.top() - spread.height(),
                                   spread.bottom() + spread.height()};
    m_places.begin(points->x, points->y, distance / std::abs(now.scaleX), distance / std::abs(now.scaleY), box, Scatter::fairStride(points->x.size()),
                   [this](std::size_t i) { return m_scatter.isProminent(i); });
}

std::vector<std::size_t> Thumbnails::pointsInView() {
    place();
    std::vector<std::size_t> shown;
    const analysis::LatentPicture *points = m_scatter.points();
    if (!points)
        return shown;
    const PlaneMapping now = m_scatter.mapping();
    const double closer = std::sqrt(std::abs(now.scaleX / m_reference.scaleX * (now.scaleY / m_reference.scaleY)));
    const QRectF view = QRectF(keyAxis()->axisRect()->rect());
    for (const std::size_t i : m_places.at(static_cast<int>(std::floor(2 * std::log2(closer) + 1e-6)))) {
        if (static_cast<int>(shown.size()) >= mostPictures)
            break;
        if (view.contains(now(points->x[i], points->y[i])))
            shown.push_back(i);
    }
    return shown;
}

std::vector<core::Index> Thumbnails::samplesInView() {
    std::vector<core::Index> samples;
    for (const std::size_t i : pointsInView())
        samples.push_back(m_scatter.points()->samples[i]);
    std::sort(samples.begin(), samples.end());
    return samples;
}

QImage Thumbnails::make(std::size_t place, const QColor &colour, double ratio) const {
    switch (m_pictures->kind) {
    case analysis::ThumbnailPictures::Kind::Series: return seriesFace(*m_pictures, place, side(), colour, m_theme, ratio);
    case analysis::ThumbnailPictures::Kind::Table: return tableFace(*m_pictures, place, side(), colour, m_theme, ratio);
    case analysis::ThumbnailPictures::Kind::Image: break;
    }
    return imageFace(*m_pictures, place, side(), colour, m_isInkOnDark, ratio);
}

QRect Thumbnails::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void Thumbnails::draw(QCPPainter *painter) {
    if (!m_pictures || !m_scatter.points())
        return;
    const double ratio = std::max(1.0, painter->device()->devicePixelRatioF() * painter->transform().m11());
    if (ratio != m_ratio) {
        m_ratio = ratio;
        m_made.clear();
    }
    const PlaneMapping mapping = m_scatter.mapping();
    const analysis::LatentPicture &points = *m_scatter.points();
    for (const std::size_t i : pointsInView()) {
        const auto found = m_placeOfSample.constFind(points.samples[i]);
        if (found == m_placeOfSample.constEnd())
            continue;
        const QColor colour = m_scatter.colourOf(i);
        Made &made = m_made[points.samples[i]];
        if (made.image.isNull() || made.colour != colour.rgb())
            made = {colour.rgb(), make(*found, colour, ratio)};
        const QSizeF size = QSizeF(made.image.size()) / ratio;
        const QPointF corner = mapping(points.x[i], points.y[i]) - QPointF(size.width() / 2, size.height() / 2);
        painter->drawImage(QPointF(std::round(corner.x() * ratio) / ratio, std::round(corner.y() * ratio) / ratio),
                           made.image); // on whole pixels, so that it stays sharp
    }
}

QCPRange Thumbnails::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange Thumbnails::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
