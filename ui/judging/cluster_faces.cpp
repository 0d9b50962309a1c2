#include "ui/judging/cluster_faces.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

#include "ui/plots/plot_export.h"
#include "ui/samples/sample_thumbnail.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int faceGap = 10, leastTile = 88, barHeight = 4; ///< pixels
constexpr int mostLarger = 3;                              ///< times the size of a thumbnail

QString countText(core::Index count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

} // namespace

ClusterFaces::ClusterFaces(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("clusterFaces"));
    setAccessibleName(tr("Clusters of the code, as what the decoder makes of each in the mean"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void ClusterFaces::show(std::shared_ptr<const judging::ClusterReport> report, std::shared_ptr<const data::Dataset> dataset,
                        const std::vector<std::optional<std::int32_t>> &names) {
    const bool isOther = report != m_report;
    m_report = std::move(report);
    m_dataset = std::move(dataset);
    m_names = names;
    if (isOther)
        makePictures();
    const std::size_t clusters = m_report ? m_report->sizes.size() : 0;
    m_order.resize(clusters);
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::sort(m_order.begin(), m_order.end(), [this](std::size_t a, std::size_t b) {
        const auto keyOf = [this](std::size_t cluster) { return std::tuple(m_report->commonest[cluster], -m_report->sizes[cluster], cluster); };
        return keyOf(a) < keyOf(b);
    });
    QStringList words;
    for (const std::size_t cluster : m_order)
        words << QStringLiteral("%1: %2").arg(titleOf(cluster), countText(m_report->sizes[cluster]));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    m_hovered = m_hovered < static_cast<int>(clusters) ? m_hovered : -1;
    place();
    update();
}

void ClusterFaces::setTheme(const Theme &theme) {
    m_theme = theme;
    makePictures();
    update();
}

void ClusterFaces::makePictures() {
    m_pictures.clear();
    if (!m_report || !m_dataset || m_report->faces.rows != m_dataset->features())
        return;
    std::vector<float> face(static_cast<std::size_t>(m_report->faces.rows));
    for (core::Index cluster = 0; cluster < m_report->faces.columns; ++cluster) {
        m_dataset->invert(m_report->faces.column(cluster), face.data());
        const bool isWithinUnit = m_dataset->originalRange == core::Range{};
        if (isWithinUnit)
            for (float &value : face)
                value = std::clamp(value, 0.0f, 1.0f);
        QImage picture = thumbnail(face, m_dataset->shape, isWithinUnit, m_theme, isSmallImage() ? 1.0 : devicePixelRatioF());
        if (isSmallImage()) // each pixel once: it is drawn by whole factors
            picture = picture.scaled(static_cast<int>(m_dataset->shape.width()), static_cast<int>(m_dataset->shape.height()));
        m_pictures.push_back(std::move(picture));
    }
}

/// One that thumbnails show by a whole factor.
bool ClusterFaces::isSmallImage() const {
    return m_dataset && m_dataset->shape.isImage() && thumbnailSize(m_dataset->shape).width() >= m_dataset->shape.width();
}

QSize ClusterFaces::pictureSize() const {
    if (m_factor > 0)
        return QSize(static_cast<int>(m_dataset->shape.width()), static_cast<int>(m_dataset->shape.height())) * m_factor;
    return m_dataset ? thumbnailSize(m_dataset->shape) : QSize(scaled(leastTile), scaled(leastTile));
}

QSize ClusterFaces::tileSize(const QSize &picture) const {
    return {std::max(picture.width(), scaled(leastTile)), picture.height() + barHeight + 4 + 2 * fontMetrics().height()};
}

QRect ClusterFaces::placeOf(std::size_t cluster) const {
    const auto found = std::find(m_order.begin(), m_order.end(), cluster);
    if (found == m_order.end())
        return {};
    const QSize tile = tileSize();
    const int columns = std::max(1, (width() + faceGap) / (tile.width() + faceGap)), at = static_cast<int>(found - m_order.begin());
    return {QPoint((at % columns) * (tile.width() + faceGap), (at / columns) * (tile.height() + faceGap)), tile};
}

/// All tiles with pictures of this size.
int ClusterFaces::heightFor(const QSize &picture) const {
    const QSize tile = tileSize(picture);
    const int columns = std::max(1, (width() + faceGap) / (tile.width() + faceGap)), rows = (static_cast<int>(m_order.size()) + columns - 1) / columns;
    return rows * (tile.height() + faceGap);
}

void ClusterFaces::setRoom(int height) {
    if (m_room == height)
        return;
    m_room = height;
    place();
    update();
}

void ClusterFaces::place() {
    m_factor = 0;
    if (isSmallImage() && !m_order.empty()) {
        const QSize own(static_cast<int>(m_dataset->shape.width()), static_cast<int>(m_dataset->shape.height()));
        const int usual = thumbnailSize(m_dataset->shape).width() / own.width();
        m_factor = usual;
        while (m_factor < mostLarger * usual && heightFor(own * (m_factor + 1)) <= m_room)
            ++m_factor;
    }
    setMinimumHeight(m_order.empty() ? 0 : placeOf(m_order.back()).bottom() + 2);
}

int ClusterFaces::clusterAt(const QPoint &point) const {
    for (const std::size_t cluster : m_order)
        if (placeOf(cluster).contains(point))
            return static_cast<int>(cluster);
    return -1;
}

std::int32_t ClusterFaces::nameOf(std::size_t cluster) const {
    return cluster < m_names.size() && m_names[cluster] ? *m_names[cluster] : m_report->commonest[cluster];
}

QString ClusterFaces::titleOf(std::size_t cluster) const {
    const std::int32_t label = nameOf(cluster);
    return label >= 0 && static_cast<std::size_t>(label) < m_dataset->classNames.size()
               ? QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)])
               : tr("Cluster %1").arg(countText(static_cast<core::Index>(cluster) + 1));
}

void ClusterFaces::writeNumbers(CsvWriter &writer) const {
    writer.row({tr("name"), tr("samples"), tr("commonest class"), tr("samples of it")});
    for (const std::size_t cluster : m_order) {
        const std::int32_t label = m_report->commonest[cluster];
        writer.row({titleOf(cluster), QString::number(m_report->sizes[cluster]),
                    label >= 0 ? QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)]) : QString(),
                    QString::number(m_report->ofCommonest[cluster])});
    }
}

void ClusterFaces::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const QFontMetrics metrics = fontMetrics();
    for (const std::size_t cluster : m_order) {
        const QRect tile = placeOf(cluster);
        if (static_cast<int>(cluster) == m_hovered)
            painter.fillRect(tile.adjusted(-4, -4, 4, 4), m_theme.hover());
        int y = tile.top();
        if (cluster < m_pictures.size()) {
            const QImage &picture = m_pictures[cluster];
            const QSize size = m_factor > 0 ? pictureSize() : picture.size() / devicePixelRatioF();
            painter.drawImage(QRect(QPoint(tile.left(), y), size), picture);
            y += pictureSize().height();
            const std::int32_t label = nameOf(cluster);
            painter.fillRect(QRect(tile.left(), y + 1, size.width(), barHeight - 1), label >= 0 ? classColour(label) : m_theme.edge());
            y += barHeight + 2;
        }
        const bool isNamed = cluster < m_names.size() && m_names[cluster].has_value();
        painter.setPen(m_theme.text);
        painter.drawText(QRect(tile.left(), y, tile.width(), metrics.height()), Qt::AlignLeft,
                         metrics.elidedText((isNamed ? QStringLiteral("✎ ") : QString()) + titleOf(cluster), Qt::ElideRight, tile.width()));
        painter.setPen(m_theme.dim);
        const core::Index size = m_report->sizes[cluster];
        const QString share =
            m_report->commonest[cluster] >= 0 && size > 0 ? QStringLiteral(" · %1 %").arg(100 * m_report->ofCommonest[cluster] / size) : QString();
        painter.drawText(QRect(tile.left(), y + metrics.height(), tile.width(), metrics.height()), Qt::AlignLeft,
                         metrics.elidedText(countText(size) + share, Qt::ElideRight, tile.width()));
    }
}

void ClusterFaces::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    place();
}

void ClusterFaces::mousePressEvent(QMouseEvent *event) {
    if (const int cluster = clusterAt(event->position().toPoint()); cluster >= 0 && event->button() == Qt::LeftButton)
        emit clusterChosen(cluster, event->globalPosition().toPoint());
}

void ClusterFaces::mouseMoveEvent(QMouseEvent *event) {
    m_hovered = clusterAt(event->position().toPoint());
    setCursor(m_hovered >= 0 && m_dataset && !m_dataset->classNames.empty() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void ClusterFaces::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    m_hovered = -1;
    update();
}

void ClusterFaces::keyPressEvent(QKeyEvent *event) {
    const bool isForward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down, isBack = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (m_order.empty() || (!isForward && !isBack && event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter))
        return QWidget::keyPressEvent(event);
    const auto found = std::find(m_order.begin(), m_order.end(), static_cast<std::size_t>(std::max(m_hovered, 0)));
    if (!isForward && !isBack) {
        if (m_hovered >= 0)
            emit clusterChosen(m_hovered, mapToGlobal(placeOf(static_cast<std::size_t>(m_hovered)).center()));
        return;
    }
    const auto last = static_cast<std::ptrdiff_t>(m_order.size()) - 1,
               at = m_hovered < 0 ? 0 : std::clamp<std::ptrdiff_t>(found - m_order.begin() + (isForward ? 1 : -1), 0, last);
    m_hovered = static_cast<int>(m_order[static_cast<std::size_t>(at)]);
    update();
}

bool ClusterFaces::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int cluster = clusterAt(help->pos());
    if (cluster < 0) {
        QToolTip::hideText();
        return true;
    }
    const auto at = static_cast<std::size_t>(cluster);
    const std::int32_t label = m_report->commonest[at];
    const QString said = label >= 0 ? tr("%1 samples, %2 of them %3, which is the commonest class. A click gives the cluster another name.")
                                          .arg(countText(m_report->sizes[at]), countText(m_report->ofCommonest[at]),
                                               QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)]))
                                    : tr("%1 samples. The picture is what the decoder makes of them in the mean.").arg(countText(m_report->sizes[at]));
    QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(said.toHtmlEscaped()), this);
    return true;
}

} // namespace hourglass::ui
