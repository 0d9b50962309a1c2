#include "ui/reconstructions/sample_canvas.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/reconstructions/reconstruction_sheet.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/reconstructions/series_panels.h"

namespace hourglass::ui {

namespace {

constexpr double pictureGap = 8;

/// As large as fits, by a whole number of device pixels for each of its own, or shrunk.
double scaleIn(const QSizeF &place, const core::Shape &sample, double ratio) {
    const double fit = std::min(place.width() / static_cast<double>(sample.width()), place.height() / static_cast<double>(sample.height())) * ratio;
    return (fit >= 1 ? std::floor(fit) : std::max(0.02, fit)) / ratio;
}

} // namespace

SampleCanvas::SampleCanvas(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("sampleCanvas"));
    setAccessibleName(tr("One sample and its reconstruction"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_blink.setInterval(blinkMs);
    connect(&m_blink, &QTimer::timeout, this, [this] {
        m_isOriginalShown = !m_isOriginalShown;
        update();
    });
    m_export = new PlotExport(this, tr("Sample"), [this](CsvWriter &writer) {
        if (isEmpty())
            return;
        std::vector<ReconstructionRow> rows{ReconstructionRow::Original, ReconstructionRow::Corrupted, ReconstructionRow::Reconstruction,
                                            ReconstructionRow::Earlier, ReconstructionRow::Pca};
        std::erase_if(rows, [this](ReconstructionRow row) { return valuesOf(column(), row).empty(); });
        QStringList heading{QStringLiteral("feature")};
        for (const ReconstructionRow row : rows)
            heading << (row == ReconstructionRow::Original    ? QStringLiteral("original")
                        : row == ReconstructionRow::Corrupted ? QStringLiteral("corrupted")
                        : row == ReconstructionRow::Earlier   ? QStringLiteral("earlier")
                        : row == ReconstructionRow::Pca       ? QStringLiteral("pca")
                                                              : QStringLiteral("reconstruction"));
        writer.row(heading);
        for (std::size_t i = 0; i < column().original.size(); ++i) {
            QStringList cells{i < static_cast<std::size_t>(m_style.features.size()) ? m_style.features[static_cast<int>(i)] : QString::number(i)};
            for (const ReconstructionRow row : rows)
                cells << (i < valuesOf(column(), row).size() && std::isfinite(valuesOf(column(), row)[i])
                              ? QString::number(static_cast<double>(valuesOf(column(), row)[i]), 'g', 9)
                              : QString());
            writer.row(cells);
        }
    });
}

void SampleCanvas::show(std::shared_ptr<const analysis::ReconstructionPicture> picture, int column, const ReconstructionStyle &style) {
    m_picture = std::move(picture);
    m_column = column;
    m_style = style;
    if (m_picture && m_picture->sample.rank == 2)
        m_style.stepFeatures = static_cast<std::size_t>(m_picture->sample.extents[1]);
    blinkIfNeeded();
    update();
}

void SampleCanvas::setWay(SampleWay way) {
    m_way = way;
    m_isOriginalShown = true;
    blinkIfNeeded();
    update();
}

void SampleCanvas::setWipe(double share) {
    m_wipe = std::clamp(share, 0.0, 1.0);
    update();
}

void SampleCanvas::blinkIfNeeded() {
    const bool isBlinking = m_way == SampleWay::Blink && isVisible() && isImage() && !isEmpty();
    if (isBlinking != m_blink.isActive())
        isBlinking ? m_blink.start() : m_blink.stop();
}

QString SampleCanvas::captionOf(ReconstructionRow row) const {
    switch (row) {
    case ReconstructionRow::Original: return tr("original");
    case ReconstructionRow::Corrupted: return tr("corrupted");
    case ReconstructionRow::Earlier: return earlierName(*m_picture);
    case ReconstructionRow::Pca: return pcaName(m_picture->codeSize);
    case ReconstructionRow::Error: return m_style.errorMap == ErrorMap::Signed ? tr("error") : tr("|error|");
    default: return tr("reconstruction");
    }
}

std::vector<SampleCanvas::Tile> SampleCanvas::tiles() const {
    std::vector<Tile> result;
    if (isEmpty() || !isImage())
        return result;
    using enum ReconstructionRow;
    if (m_way == SampleWay::Wipe) {
        result.push_back({Original, {}, {}}); // with the other one over it
    } else if (m_way == SampleWay::Blink) {
        const ReconstructionRow row = m_isOriginalShown ? Original : Reconstruction;
        result.push_back({row, captionOf(row), {}});
    } else {
        for (const ReconstructionRow row : {Original, Corrupted, Reconstruction, Earlier, Pca, Error})
            if (m_style.rows.has(row) && !valuesOf(column(), row).empty())
                result.push_back({row, captionOf(row), {}});
        if (result.empty())
            result.push_back({Original, captionOf(Original), {}});
    }
    const core::Shape &sample = m_picture->sample;
    const double ratio = devicePixelRatioF(), caption = QFontMetricsF(m_style.smallFont).height() + 4;
    const auto count = static_cast<int>(result.size());
    int perLine = 1;
    double scale = 0;
    for (int across = 1; across <= count; ++across) { // as many beside each other as make them largest
        const int lines = (count + across - 1) / across;
        const double own = scaleIn({(width() - (across - 1) * pictureGap) / across, (height() - (lines - 1) * pictureGap) / lines - caption}, sample, ratio);
        if (own > scale * 1.001) {
            scale = own;
            perLine = across;
        }
    }
    const QSizeF size(static_cast<double>(sample.width()) * scale, static_cast<double>(sample.height()) * scale);
    const int lines = (count + perLine - 1) / perLine;
    const auto snapped = [ratio](double value) { return std::round(value * ratio) / ratio; };
    const double left = (width() - perLine * size.width() - (perLine - 1) * pictureGap) / 2,
                 top = (height() - lines * (size.height() + caption) - (lines - 1) * pictureGap) / 2;
    for (int i = 0; i < count; ++i)
        result[static_cast<std::size_t>(i)].rect = {
            QPointF(snapped(left + i % perLine * (size.width() + pictureGap)), snapped(top + i / perLine * (size.height() + caption + pictureGap))), size};
    return result;
}

QRectF SampleCanvas::placeOf(ReconstructionRow row) const {
    for (const Tile &tile : tiles())
        if (tile.row == row)
            return tile.rect;
    return {};
}

void SampleCanvas::paintTiles(QPainter &painter) const {
    painter.setFont(m_style.smallFont);
    const double caption = QFontMetricsF(m_style.smallFont).height();
    for (const Tile &tile : tiles()) {
        const QImage image = tileImage(column(), tile.row, m_picture->sample, m_style);
        paintTile(painter, tile.rect, image, m_style, image.isNull() && isBroken(valuesOf(column(), tile.row)));
        if (tile.row == ReconstructionRow::Error) {
            painter.setPen(QPen(m_style.theme.line, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(tile.rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        }
        markPlace(painter, tile.rect, m_place, m_picture->sample, m_style);
        painter.setPen(m_style.theme.dim);
        painter.drawText(QRectF(tile.rect.left() - pictureGap / 2, tile.rect.bottom() + 2, tile.rect.width() + pictureGap, caption), Qt::AlignCenter,
                         tile.caption);
    }
    if (m_way == SampleWay::Wipe)
        paintWipe(painter);
}

void SampleCanvas::paintWipe(QPainter &painter) const {
    const QRectF place = placeOf(ReconstructionRow::Original);
    const double at = place.left() + m_wipe * place.width();
    painter.save();
    painter.setClipRect(QRectF(QPointF(at, place.top()), place.bottomRight()));
    const QImage image = tileImage(column(), ReconstructionRow::Reconstruction, m_picture->sample, m_style);
    paintTile(painter, place, image, m_style, image.isNull() && isBroken(column().reconstruction));
    markPlace(painter, place, m_place, m_picture->sample, m_style);
    painter.restore();
    painter.setPen(QPen(m_style.theme.accent(), 2));
    painter.drawLine(QPointF(at, place.top()), QPointF(at, place.bottom()));
    painter.setBrush(m_style.theme.panel);
    painter.drawRoundedRect(QRectF(at - 5, place.center().y() - 14, 10, 28), 4, 4);
    painter.setPen(m_style.theme.dim);
    const QRectF line(place.left(), place.bottom() + 2, place.width(), QFontMetricsF(m_style.smallFont).height());
    painter.drawText(line, Qt::AlignLeft, captionOf(ReconstructionRow::Original));
    painter.drawText(line, Qt::AlignRight, captionOf(ReconstructionRow::Reconstruction));
}

void SampleCanvas::paintEvent(QPaintEvent *) {
    if (isEmpty())
        return;
    QPainter painter(this);
    if (isImage())
        paintTiles(painter);
    else
        paintSeriesPanels(painter, rect(), column(), m_picture->sample, m_style, m_place);
}

void SampleCanvas::followMouse(const QPointF &point) {
    SamplePlace place;
    if (!isEmpty() && !isImage())
        place.feature = stepAt(rect(), point, m_picture->sample, m_style);
    for (const Tile &tile : tiles())
        if (tile.rect.contains(point)) {
            const core::Shape &sample = m_picture->sample;
            const auto at = [](double share, core::Index count) {
                return static_cast<int>(std::clamp(std::floor(share * static_cast<double>(count)), 0.0, static_cast<double>(count - 1)));
            };
            place.pixel = QPoint(at((point.x() - tile.rect.left()) / tile.rect.width(), sample.width()),
                                 at((point.y() - tile.rect.top()) / tile.rect.height(), sample.height()));
        }
    if (place == m_place)
        return;
    m_place = place;
    emit placeChanged();
    update();
}

QString SampleCanvas::placeSentence() const {
    if (isEmpty() || m_place.isNowhere())
        return {};
    QStringList numbers;
    for (const ReconstructionRow row : {ReconstructionRow::Original, ReconstructionRow::Reconstruction, ReconstructionRow::Error, ReconstructionRow::Earlier,
                                        ReconstructionRow::Pca, ReconstructionRow::Corrupted}) // what matters most first
        if (const QString text = placeText(column(), row, m_place, m_picture->sample, m_style); !text.isEmpty())
            numbers << (row == ReconstructionRow::Error ? tr("error") : row == ReconstructionRow::Pca ? tr("PCA") : captionOf(row)) + QLatin1Char(' ') + text;
    const QString where = m_place.pixel ? tr("pixel %1, %2").arg(m_place.pixel->x() + 1).arg(m_place.pixel->y() + 1) : tr("step %1").arg(*m_place.feature + 1);
    return where + QStringLiteral(": ") + numbers.join(QStringLiteral(", "));
}

void SampleCanvas::mousePressEvent(QMouseEvent *event) {
    const QRectF place = m_way == SampleWay::Wipe ? placeOf(ReconstructionRow::Original) : QRectF();
    if (event->button() != Qt::LeftButton || !place.adjusted(-8, 0, 8, 0).contains(event->position()))
        return QWidget::mousePressEvent(event);
    m_isDragged = true;
    setWipe((event->position().x() - place.left()) / place.width());
}

void SampleCanvas::mouseMoveEvent(QMouseEvent *event) {
    const QRectF place = m_way == SampleWay::Wipe ? placeOf(ReconstructionRow::Original) : QRectF();
    setCursor(!place.isNull() && place.contains(event->position()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
    if (m_isDragged && !place.isNull())
        setWipe((event->position().x() - place.left()) / place.width());
    followMouse(event->position());
}

void SampleCanvas::mouseReleaseEvent(QMouseEvent *) {
    m_isDragged = false;
}

void SampleCanvas::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    followMouse({-1, -1});
}

void SampleCanvas::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    blinkIfNeeded();
}

void SampleCanvas::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    m_isDragged = false;
    followMouse({-1, -1});
    m_blink.stop();
}

void SampleCanvas::contextMenuEvent(QContextMenuEvent *event) {
    if (isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
