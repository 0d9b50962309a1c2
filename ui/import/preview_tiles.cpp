#include "ui/import/preview_tiles.h"

#include <QElapsedTimer>
#include <QHelpEvent>
#include <QPainter>
#include <QPolygonF>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int longestTurnMs = 12; ///< of drawing tiles, before others have theirs
constexpr int gap = 8, picture = 72, largestPicture = 96;
constexpr QSize leastPlot(136, 60);
constexpr core::Index mostLines = 6;        ///< of one series: more would hide each other
constexpr core::Index mostLinePoints = 160; ///< of a line: more than it has pixels are not seen

} // namespace

PreviewTiles::PreviewTiles(QWidget *parent) : QWidget(parent) {
    setObjectName("previewTiles");
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PreviewTiles::show(const PreviewSamples &preview) {
    m_preview = preview;
    draw();
}

void PreviewTiles::setTheme(const Theme &theme) {
    m_theme = theme;
    draw();
}

void PreviewTiles::draw() {
    m_tiles.assign(m_preview.kind == PreviewKind::Table || m_preview.kind == PreviewKind::Points ? 0 : static_cast<std::size_t>(m_preview.samples), QPixmap());
    update();
}

QSize PreviewTiles::tileSize() const {
    if (m_preview.kind == PreviewKind::Series) // as wide as the columns allow
        return {std::max(1, (width() + gap) / std::max(1, (width() + gap) / (leastPlot.width() + gap)) - gap), leastPlot.height()};
    const int width = static_cast<int>(m_preview.shape.width()), height = static_cast<int>(m_preview.shape.height());
    const int longer = std::max({width, height, 1});
    const int factor = std::max(1, static_cast<int>(std::lround(static_cast<double>(picture) / longer)));
    const QSize whole(width * factor, height * factor);
    return longer * factor <= largestPicture ? whole : whole.scaled(largestPicture, largestPicture, Qt::KeepAspectRatio).expandedTo({1, 1});
}

QSize PreviewTiles::cellSize() const {
    const QSize tile = tileSize();
    const int width = m_preview.labels.empty() ? tile.width() : std::max(tile.width(), 52);
    return {width + gap, tile.height() + gap + (m_preview.labels.empty() ? 0 : scaled(17))};
}

int PreviewTiles::columns() const {
    return std::max(1, (width() + gap) / cellSize().width());
}

int PreviewTiles::shown() const {
    const int rows = std::max(1, (height() + gap) / cellSize().height());
    return std::min(m_preview.samples, rows * columns());
}

/// What the columns leave of the width goes between them.
QRect PreviewTiles::cell(int index) const {
    const QSize size = cellSize();
    const int count = columns(), spare = count > 1 && m_preview.samples >= count ? (width() + gap - count * size.width()) / (count - 1) : 0;
    return {QPoint(index % count * (size.width() + spare), index / count * size.height()), size - QSize(gap, gap)};
}

QPixmap PreviewTiles::drawn(int index) const {
    if (m_preview.kind == PreviewKind::Series)
        return plotted(index);
    const float span = m_preview.highest - m_preview.lowest;
    std::vector<float> unit(m_preview.sample(index), m_preview.sample(index) + m_preview.shape.size());
    if (span > 0 && (m_preview.lowest != 0 || m_preview.highest != 1))
        for (float &value : unit)
            value = (value - m_preview.lowest) / span;
    return QPixmap::fromImage(fitted(sampleImage(unit.data(), m_preview.shape), tileSize()));
}

/// The lines of one series, all samples on the same scale.
QPixmap PreviewTiles::plotted(int index) const {
    const double ratio = devicePixelRatioF();
    const QSize plotSize = tileSize();
    QPixmap plot((QSizeF(plotSize) * ratio).toSize());
    plot.setDevicePixelRatio(ratio);
    plot.fill(m_theme.background);
    QPainter painter(&plot);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasFeatures = m_preview.shape.rank == 2;
    const core::Index features = hasFeatures ? m_preview.shape.extents[1] : 1, steps = m_preview.shape.size() / features;
    const float *values = m_preview.sample(index);
    const float span = std::max(1e-12f, m_preview.highest - m_preview.lowest);
    const QRectF place = QRectF(QPointF(), QSizeF(plotSize)).adjusted(3, 4, -3, -4);
    for (core::Index line = std::min(features, mostLines) - 1; line >= 0; --line) {
        QPolygonF points;
        const core::Index stride = std::max<core::Index>(1, steps / mostLinePoints);
        for (core::Index step = 0; step < steps; step += stride) {
            const double x = place.left() + place.width() * static_cast<double>(step) / static_cast<double>(std::max<core::Index>(1, steps - 1));
            const double share = std::clamp((values[step * features + line] - m_preview.lowest) / span, 0.0f, 1.0f);
            points << QPointF(x, place.bottom() - place.height() * share);
        }
        painter.setPen(QPen(features == 1 ? m_theme.accent() : classColour(static_cast<int>(line)), 1)); // a wider one takes ten times as long
        painter.drawPolyline(points);
    }
    return plot;
}

QString PreviewTiles::labelAt(const QPoint &position) const {
    for (int i = 0; i < shown(); ++i)
        if (cell(i).contains(position))
            return m_preview.labels.empty() ? QString() : QString::fromStdString(m_preview.labels[static_cast<std::size_t>(i)]);
    return {};
}

void PreviewTiles::paintEvent(QPaintEvent *) {
    if (m_tiles.empty())
        return;
    QElapsedTimer watch;
    watch.start();
    QPainter painter(this);
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    const QSize tile = tileSize();
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    painter.setFont(small);
    for (int i = 0; i < shown(); ++i) {
        const QRect place = cell(i);
        QPixmap &pixmap = m_tiles[static_cast<std::size_t>(i)];
        if (pixmap.isNull() && watch.elapsed() > longestTurnMs) {
            QTimer::singleShot(0, this, qOverload<>(&QWidget::update)); // the rest comes with the next pictures
            break;
        }
        if (pixmap.isNull())
            pixmap = drawn(i);
        painter.drawPixmap(QRect(QPoint(place.left() + (place.width() - tile.width()) / 2, place.top()), tile), pixmap);
        if (m_preview.labels.empty())
            continue;
        const QRect below(place.left(), place.top() + tile.height() + 2, place.width(), scaled(17) - 2);
        painter.setPen(m_theme.dim);
        const QString text = QString::fromStdString(m_preview.labels[static_cast<std::size_t>(i)]);
        painter.drawText(below, Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    }
}

bool PreviewTiles::event(QEvent *event) {
    if (event->type() == QEvent::Resize && m_preview.kind == PreviewKind::Series)
        draw();
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), labelAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace hourglass::ui
