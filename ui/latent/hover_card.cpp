#include "ui/latent/hover_card.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/latent/latent_texts.h"
#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int padding = 8, gap = 8;
constexpr int decodedSide = 96, sampleSide = 80, largestSide = 224; // at least, at least, at most

int captionHeight() {
    return scaled(20);
}

int headingHeight() {
    return scaled(22);
}

int lineHeight() {
    return scaled(17);
}

/// A sample that is no image, as a line over its features.
QImage curve(const std::vector<float> &values, const core::Shape &shape, const QSize &size, const Theme &theme) {
    constexpr int ratio = 2;
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(theme.background);
    float lowest = 0, highest = 1;
    for (const float value : values)
        if (std::isfinite(value))
            lowest = std::min(lowest, value), highest = std::max(highest, value);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const int channels = static_cast<int>(shape.channels()), count = static_cast<int>(shape.size()) / std::max(1, channels);
    for (int channel = 0; channel < channels; ++channel) {
        QPolygonF line;
        for (int i = 0; i < count; ++i) {
            const float value = values[static_cast<std::size_t>(channel * count + i)];
            const double x = count > 1 ? 4 + i * (size.width() - 8.0) / (count - 1) : size.width() / 2.0;
            if (std::isfinite(value))
                line << QPointF(x, size.height() - 4 - (value - lowest) / (highest - lowest) * (size.height() - 8));
        }
        painter.setPen(QPen(channel == 0 ? theme.decoder : theme.dim, 1.5));
        painter.drawPolyline(line);
        if (count <= 24) {
            painter.setBrush(painter.pen().color());
            for (const QPointF &point : line)
                painter.drawEllipse(point, 1.6, 1.6);
            painter.setBrush(Qt::NoBrush);
        }
    }
    return image;
}

} // namespace

HoverCard::HoverCard() {
    setTheme(m_theme);
}

void HoverCard::setTheme(const Theme &theme) {
    m_theme = theme;
    m_font = m_boldFont = smallFont();
    m_boldFont.setWeight(QFont::DemiBold);
}

QImage HoverCard::pictureOf(const std::vector<float> &values, const core::Shape &shape, const core::Range &range, int atLeast) const {
    if (shape.size() <= 0 || values.size() < static_cast<std::size_t>(shape.size()))
        return {};
    if (!shape.isImage())
        return curve(values, shape, QSize(atLeast * 5 / 3, atLeast), m_theme);
    const int side = static_cast<int>(std::max(shape.width(), shape.height()));
    const int enlarged = side >= atLeast ? side : (atLeast + side - 1) / side * side;
    return fitted(sampleImage(values.data(), shape, range), QSize(std::min(enlarged, largestSide), std::min(enlarged, largestSide)));
}

void HoverCard::setDecoded(const analysis::DecodedPicture &picture) {
    m_decoded = pictureOf(picture.values, picture.sample, picture.range, decodedSide);
}

void HoverCard::setSample(const analysis::ReconstructionColumn &column, const core::Shape &shape, const core::Range &range, const QString &className) {
    m_hasSample = true;
    m_original = pictureOf(column.original, shape, range, sampleSide);
    m_reconstruction = pictureOf(column.reconstruction, shape, range, sampleSide);
    m_classColour = column.label >= 0 ? classColour(column.label) : QColor();
    m_className = className;
    m_number = QLocale().toString(static_cast<qlonglong>(column.sample));
    m_error = errorText(column.mse);
}

void HoverCard::setNeighbours(const analysis::SampleNeighbours &neighbours) {
    m_neighbours.show(neighbours, [&](const std::vector<float> &values) {
        constexpr int side = 32;
        return neighbours.shape.isImage() ? fitted(sampleImage(values.data(), neighbours.shape, neighbours.range), QSize(side, side))
                                          : curve(values, neighbours.shape, QSize(side, side), m_theme);
    });
}

QSize HoverCard::neighboursAt(NeighbourPlace place) const {
    return m_hasSample && m_neighbourPlace == place ? m_neighbours.size(m_font) : QSize(0, 0);
}

void HoverCard::setKnown(const QColor &colour, const QString &text) {
    m_knownColour = colour;
    m_known = text;
}

int HoverCard::headingOfSample() const {
    return headingHeight() + (m_known.isEmpty() ? 0 : lineHeight());
}

QSize HoverCard::size() const {
    const QFontMetrics metrics(m_font);
    const QSize decoded = logicalSize(m_decoded), original = logicalSize(m_original), reconstruction = logicalSize(m_reconstruction);
    int width = std::max(decoded.width(), metrics.horizontalAdvance(m_caption) + 4);
    int height = decoded.height() + (m_caption.isEmpty() ? 0 : captionHeight());
    for (const Line &line : m_lines)
        width = std::max(width, metrics.horizontalAdvance(line.text) + metrics.horizontalAdvance(line.figure) + 30);
    height += lineHeight() * static_cast<int>(m_lines.size());
    if (m_hasSample) {
        const QSize below = neighboursAt(NeighbourPlace::Below), beside = neighboursAt(NeighbourPlace::Beside);
        width += gap * (width > 0 ? 2 : 0) + std::max(original.width() + gap + reconstruction.width(), below.width());
        height = std::max(height, headingOfSample() + std::max(original.height(), reconstruction.height()) + captionHeight() +
                                      (below.isEmpty() ? 0 : below.height() + gap / 2));
        width += beside.isEmpty() ? 0 : 2 * gap + beside.width();
        height = std::max(height, beside.height());
    }
    return {width + 2 * padding, height + 2 * padding - (m_caption.isEmpty() ? 0 : 4)};
}

void HoverCard::paint(QPainter &painter, const QPoint &corner) const {
    const QRectF card{QPointF(corner), QSizeF(size())};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    painter.setFont(m_font);
    const QFontMetrics metrics(m_font);
    const int left = corner.x() + padding, top = corner.y() + padding;
    const QSize decoded = logicalSize(m_decoded);
    int sampleLeft = left;
    if (!m_decoded.isNull() || !m_caption.isEmpty()) {
        painter.drawImage(QPoint(left, top), m_decoded);
        painter.setPen(m_theme.dim);
        int width = std::max(decoded.width(), metrics.horizontalAdvance(m_caption) + 4);
        painter.drawText(QRect(left + 1, top + decoded.height(), width, captionHeight()), Qt::AlignLeft | Qt::AlignVCenter, m_caption);
        int y = top + decoded.height() + captionHeight();
        for (const Line &line : m_lines)
            width = std::max(width, metrics.horizontalAdvance(line.text) + metrics.horizontalAdvance(line.figure) + 30);
        for (const Line &line : m_lines) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(line.colour);
            painter.drawEllipse(QPointF(left + 5, y + lineHeight() / 2.0), 3.5, 3.5);
            painter.setPen(m_theme.text);
            const QRect row(left + 14, y, width - 14, lineHeight());
            painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, line.text);
            painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.figure);
            y += lineHeight();
        }
        sampleLeft += width + 2 * gap;
    }
    if (!m_hasSample)
        return;

    if (sampleLeft > left) {
        painter.setPen(QPen(m_theme.line, 1));
        painter.drawLine(QPointF(sampleLeft - gap - 0.5, card.top() + padding), QPointF(sampleLeft - gap - 0.5, card.bottom() - padding));
    }
    const QSize below = neighboursAt(NeighbourPlace::Below), beside = neighboursAt(NeighbourPlace::Beside);
    const int right = static_cast<int>(card.right()) - padding - (beside.isEmpty() ? 0 : 2 * gap + beside.width());
    if (!beside.isEmpty()) {
        painter.setPen(QPen(m_theme.line, 1));
        painter.drawLine(QPointF(right + gap - 0.5, card.top() + padding), QPointF(right + gap - 0.5, card.bottom() - padding));
        m_neighbours.paint(painter, {right + 2 * gap, top}, m_font, m_theme);
    }
    const bool hasDot = m_classColour.isValid() || m_known.isEmpty(); // of no class: the accent, unless its value colours it
    const int nameLeft = sampleLeft + (hasDot ? 14 : 0);
    if (hasDot) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_classColour.isValid() ? m_classColour : m_theme.accent());
        painter.drawEllipse(QPointF(sampleLeft + 4, top + (lineHeight() - 1) / 2.0), 4, 4);
    }
    painter.setPen(m_theme.dim);
    const int numberWidth = metrics.horizontalAdvance(m_number);
    painter.drawText(QRect(right - numberWidth, top, numberWidth, lineHeight() - 1), Qt::AlignRight | Qt::AlignVCenter, m_number);
    painter.setPen(m_theme.text);
    painter.setFont(m_boldFont);
    const int nameWidth = right - numberWidth - 8 - nameLeft;
    painter.drawText(QRect(nameLeft, top, nameWidth, lineHeight() - 1), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(m_boldFont).elidedText(m_className, Qt::ElideRight, nameWidth));
    painter.setFont(m_font);
    if (!m_known.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_knownColour);
        painter.drawEllipse(QPointF(sampleLeft + 4, top + headingHeight() - 2 + (lineHeight() - 1) / 2.0), 4, 4);
        painter.setPen(m_theme.text);
        const QRect room(sampleLeft + 14, top + headingHeight() - 2, right - sampleLeft - 14, lineHeight() - 1);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_known, Qt::ElideMiddle, room.width()));
    }

    const QSize original = logicalSize(m_original), reconstruction = logicalSize(m_reconstruction);
    const int pictures = top + headingOfSample();
    const int secondLeft = sampleLeft + original.width() + gap;
    painter.drawImage(QPoint(sampleLeft, pictures), m_original);
    painter.drawImage(QPoint(secondLeft, pictures), m_reconstruction);
    painter.setPen(m_theme.dim);
    const int captions = pictures + std::max(original.height(), reconstruction.height());
    if (!below.isEmpty())
        m_neighbours.paint(painter, {sampleLeft, captions + captionHeight() + gap / 2}, m_font, m_theme);
    painter.setPen(m_theme.dim);
    painter.drawText(QRect(sampleLeft + 1, captions, original.width(), captionHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     QCoreApplication::translate("hourglass::ui::LatentMap", "original"));
    painter.drawText(QRect(secondLeft + 1, captions, reconstruction.width() + padding, captionHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     QCoreApplication::translate("hourglass::ui::LatentMap", "MSE %1").arg(m_error));
}

} // namespace hourglass::ui
