#include "ui/latent/lattice.h"

#include <algorithm>
#include <cmath>

#include "ui/latent/resample.h"

namespace hourglass::ui {

namespace {

constexpr double fill = 0.94; // share of a cell that its picture takes

bool isDrawable(const analysis::LatticePicture &picture) {
    return picture.sample.isImage() && picture.columns > 0 && picture.rows > 0 && picture.right > picture.left &&
           picture.pixels.size() >= static_cast<std::size_t>(picture.sample.size()) * picture.columns * picture.rows;
}

} // namespace

Lattice::Lattice(QCPAxis *horizontal, QCPAxis *vertical) : QCPAbstractPlottable(horizontal, vertical) {
    setSelectable(QCP::stNone);
    refreshTable();
}

void Lattice::setPicture(std::shared_ptr<const analysis::LatticePicture> picture) {
    m_picture = picture && isDrawable(*picture) ? std::move(picture) : nullptr;
    m_composed.reset();
}

void Lattice::setTheme(const Theme &theme) {
    m_theme = theme;
    refreshTable();
}

void Lattice::setStripHeight(int pixels) {
    if (m_stripHeight == pixels)
        return;
    m_stripHeight = pixels;
    refreshTable();
}

void Lattice::refreshTable() {
    const double strength = m_stripHeight > 0 ? 0.85 : m_theme.isDark ? 0.34 : 0.25;
    const QColor ink = m_theme.text;
    for (int value = 0; value < 256; ++value)
        m_table[static_cast<std::size_t>(value)] = qPremultiply(qRgba(ink.red(), ink.green(), ink.blue(), static_cast<int>(value * strength + 0.5)));
    m_composed.reset();
}

QRectF Lattice::place() const {
    if (!m_picture)
        return {};
    const double left = keyAxis()->coordToPixel(m_picture->left), right = keyAxis()->coordToPixel(m_picture->right);
    if (m_stripHeight > 0) {
        const double bottom = valueAxis()->axisRect()->bottom() + 1;
        return QRectF(QPointF(left, bottom - m_stripHeight), QPointF(right, bottom));
    }
    return QRectF(QPointF(left, valueAxis()->coordToPixel(m_picture->top)), QPointF(right, valueAxis()->coordToPixel(m_picture->bottom)));
}

QRect Lattice::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // QCPLayer moves it up by one, which would leave the lowest row bare
}

void Lattice::draw(QCPPainter *painter) {
    const QRectF target = place();
    if (!(target.width() >= 1) || !(target.height() >= 1)) // nor where it is not a number
        return;
    // Printed larger than the screen, the picture is made at the printer's pixels.
    const double ratio = std::max(1.0, painter->device()->devicePixelRatioF() * painter->transform().m11());
    const QRectF view = QRectF(keyAxis()->axisRect()->rect());
    // A view may have gone far from the codes that the picture is of, and a network that died has no place for it.
    if (!std::isfinite(target.left() + target.top()) || !target.intersects(view.adjusted(-1, -1, 1, 1)))
        return;
    const QRectF inPixels(target.left() * ratio, target.top() * ratio, target.width() * ratio, target.height() * ratio);
    if (inPixels.width() > 1e6 || inPixels.height() > 1e6)
        return;
    const QSize whole(qRound(inPixels.width()), qRound(inPixels.height()));
    const QPoint corner(qRound(inPixels.left()), qRound(inPixels.top()));
    QRect window(QPoint(0, 0), whole);
    // Far into the view only the visible part is made; otherwise all of it, so that panning needs no new image.
    if (double(whole.width()) * whole.height() > 2.0 * view.width() * view.height() * ratio * ratio)
        window &= QRectF(view.left() * ratio - corner.x(), view.top() * ratio - corner.y(), view.width() * ratio, view.height() * ratio).toAlignedRect();
    if (window.isEmpty())
        return;
    const Look look{whole, window};
    // While the map glides to another range its size changes with every frame: the image of the same picture is stretched a little
    // until the lattice of the new range is there.
    if (m_composed && m_composed->window.size() == m_composed->whole && window.size() == whole && !(*m_composed == look)) {
        const double across = double(whole.width()) / m_composed->whole.width(), down = double(whole.height()) / m_composed->whole.height();
        if (std::min(across, down) > 0.8 && std::max(across, down) < 1.25) {
            m_image.setDevicePixelRatio(1);
            painter->drawImage(target, m_image);
            return;
        }
    }
    if (!m_composed || !(*m_composed == look))
        compose(look);
    m_image.setDevicePixelRatio(ratio);
    painter->drawImage(QPointF((corner.x() + window.left()) / ratio, (corner.y() + window.top()) / ratio), m_image);
}

void Lattice::compose(const Look &look) {
    m_composed = look;
    if (m_image.size() != look.window.size())
        m_image = QImage(look.window.size(), QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    const analysis::LatticePicture &picture = *m_picture;
    const int width = static_cast<int>(picture.sample.width()), height = static_cast<int>(picture.sample.height());
    const double cellWidth = double(look.whole.width()) / picture.columns, cellHeight = double(look.whole.height()) / picture.rows;
    const double scale = fill * std::min(cellWidth / width, cellHeight / height);
    const int toWidth = static_cast<int>(width * scale), toHeight = static_cast<int>(height * scale);
    if (toWidth < 2 || toHeight < 2)
        return;
    Resample resample(width, height, toWidth, toHeight, picture.range);
    const bool hasColour = picture.sample.channels() == 3;
    const int tint = m_stripHeight > 0 ? 255 : m_theme.isDark ? 120 : 90;
    std::vector<unsigned char> red, green;

    for (int row = 0; row < picture.rows; ++row)
        for (int column = 0; column < picture.columns; ++column) {
            const QPoint corner(qRound((column + 0.5) * cellWidth - toWidth / 2.0), qRound((row + 0.5) * cellHeight - toHeight / 2.0));
            const QRect visible = QRect(corner, QSize(toWidth, toHeight)) & look.window;
            if (visible.isEmpty())
                continue;
            const float *pixels = picture.pixels.data() + (core::Index(row) * picture.columns + column) * picture.sample.size();
            if (hasColour) {
                red = resample(pixels);
                green = resample(pixels + width * height);
                pixels += 2 * width * height;
            }
            const std::vector<unsigned char> &last = resample(pixels);
            for (int y = visible.top(); y <= visible.bottom(); ++y) {
                auto *line = reinterpret_cast<quint32 *>(m_image.scanLine(y - look.window.top())) - look.window.left();
                const std::ptrdiff_t from = std::ptrdiff_t(y - corner.y()) * toWidth - corner.x();
                if (hasColour) {
                    for (int x = visible.left(); x <= visible.right(); ++x) {
                        const auto at = static_cast<std::size_t>(from + x);
                        line[x] = qPremultiply(qRgba(red[at], green[at], last[at], tint));
                    }
                } else {
                    for (int x = visible.left(); x <= visible.right(); ++x)
                        line[x] = m_table[last[static_cast<std::size_t>(from + x)]];
                }
            }
        }
}

QCPRange Lattice::getKeyRange(bool &found, QCP::SignDomain) const {
    found = m_picture != nullptr;
    return found ? QCPRange(m_picture->left, m_picture->right) : QCPRange();
}

QCPRange Lattice::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = m_picture != nullptr && m_stripHeight == 0;
    return found ? QCPRange(m_picture->bottom, m_picture->top) : QCPRange();
}

} // namespace hourglass::ui
