#include "ui/samples/sample_grid.h"

#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/samples/sample_thumbnail.h"

namespace hourglass::ui {

using core::Index;
using data::SampleId;

namespace {

constexpr int gap = 6, bar = 3, margin = 8;
constexpr qint64 mostMakingNs = 8'000'000; ///< within one painting: half of a sixtieth of a second; the rest comes with the next
constexpr int cacheKilobytes = 64 * 1024;

quint64 keyOf(const SampleId &place) {
    return (static_cast<quint64>(place.sample) << 2) | static_cast<quint64>(place.part);
}

} // namespace

SampleGrid::SampleGrid(const SampleList &list, QWidget *parent) : QAbstractScrollArea(parent), m_list(list), m_thumbnails(cacheKilobytes) {
    setObjectName(QStringLiteral("sampleGrid"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // so that nothing jumps when a filter leaves few
    viewport()->setMouseTracking(true);
    makeKeys();
    setAccessibleName(tr("Samples as thumbnails"));
}

QSize SampleGrid::cellSize() const {
    const QSize picture = m_list.dataset() ? thumbnailSize(m_list.dataset()->shape) : QSize(56, 56);
    return picture + QSize(gap, gap + bar + 1);
}

int SampleGrid::columns() const {
    return std::max(1, (viewport()->width() - 2 * margin + gap) / cellSize().width());
}

QRect SampleGrid::cell(Index position) const {
    const QSize size = cellSize();
    const auto row = static_cast<int>(position / columns()), column = static_cast<int>(position % columns());
    return {QPoint(margin + column * size.width(), margin + row * size.height() - verticalScrollBar()->value()), size - QSize(gap, gap)};
}

Index SampleGrid::positionAt(const QPoint &point) const {
    const QSize size = cellSize();
    const int column = (point.x() - margin) / size.width(), y = point.y() + verticalScrollBar()->value() - margin;
    if (point.x() < margin || column >= columns() || y < 0)
        return -1;
    const Index position = Index{y / size.height()} * columns() + column;
    return position < m_list.size() && cell(position).contains(point) ? position : -1;
}

void SampleGrid::arrange() {
    const Index rows = (m_list.size() + columns() - 1) / columns();
    const Index height = 2 * margin + rows * cellSize().height();
    verticalScrollBar()->setRange(0, static_cast<int>(std::clamp<Index>(height - viewport()->height(), 0, 2'000'000'000)));
    verticalScrollBar()->setSingleStep(cellSize().height());
    verticalScrollBar()->setPageStep(std::max(1, viewport()->height() - cellSize().height()));
}

void SampleGrid::listChanged(bool isOtherData) {
    if (isOtherData) {
        m_thumbnails.clear();
        m_selected.reset();
        m_marked.reset();
    }
    m_hovered = -1;
    m_current = m_selected ? m_list.positionOf(*m_selected) : -1;
    arrange();
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

void SampleGrid::coloursChanged() {
    if (m_current >= 0 && m_current < m_list.size())
        setAccessibleDescription(m_list.describe(m_list[m_current]));
    viewport()->update();
}

void SampleGrid::setTheme(const Theme &theme) {
    m_theme = theme;
    m_thumbnails.clear();
    viewport()->update();
}

void SampleGrid::setSelectedSample(const std::optional<SampleId> &sample) {
    m_selected = sample;
    if (const Index position = sample ? m_list.positionOf(*sample) : -1; position >= 0)
        moveTo(position);
    viewport()->update();
}

void SampleGrid::setMarkedSample(const std::optional<SampleId> &sample) {
    if (m_marked != sample) {
        m_marked = sample;
        viewport()->update();
    }
}

void SampleGrid::scrollTo(Index position) {
    const QRect place = cell(position);
    int value = verticalScrollBar()->value();
    if (place.top() < margin)
        value += place.top() - margin;
    else if (place.bottom() > viewport()->height() - margin)
        value += place.bottom() - viewport()->height() + margin;
    verticalScrollBar()->setValue(value);
}

void SampleGrid::moveTo(Index position) {
    m_current = position;
    scrollTo(position);
    setAccessibleDescription(m_list.describe(m_list[position]));
    viewport()->update();
}

const QPixmap *SampleGrid::thumbnailAt(const SampleId &place, bool mayMake) {
    const quint64 key = keyOf(place);
    if (const QPixmap *made = m_thumbnails.object(key))
        return made;
    if (!mayMake)
        return nullptr;
    const data::Dataset &dataset = *m_list.dataset();
    std::vector<float> values(static_cast<std::size_t>(dataset.features()));
    partOf(dataset, place.part).copySample(place.sample, values.data());
    auto *made = new QPixmap(QPixmap::fromImage(thumbnail(values, dataset.shape, dataset.isWithinUnit, m_theme, devicePixelRatioF())));
    made->setDevicePixelRatio(devicePixelRatioF());
    const int kilobytes = std::max(1, made->width() * made->height() / 256);
    return m_thumbnails.insert(key, made, kilobytes) ? made : nullptr;
}

void SampleGrid::paintCell(QPainter &painter, Index position, const QPixmap *picture) const {
    const QRect place = cell(position);
    const SampleId sample = m_list[position];
    const QRect box = place.adjusted(0, 0, 0, -bar - 1);
    if (!picture) {
        painter.fillRect(box, m_theme.track());
    } else {
        const QSizeF size = picture->deviceIndependentSize();
        painter.drawPixmap(QPointF(box.left() + std::floor((box.width() - size.width()) / 2), box.top() + std::floor((box.height() - size.height()) / 2)),
                           *picture);
    }
    if (const QColor colour = m_list.colourOf(sample, m_theme); colour.isValid())
        painter.fillRect(QRect(place.left(), place.bottom() - bar + 1, place.width(), bar), colour);
    const bool isSelected = m_selected == sample;
    if (isSelected || m_marked == sample || m_hovered == position) {
        painter.setPen(QPen(m_theme.accent(), isSelected ? 3 : 1));
        painter.drawRect(QRectF(place).adjusted(-2, -2, 2, 2));
    }
    if (hasFocus() && position == m_current && !isSelected) {
        painter.setPen(QPen(m_theme.text, 1, Qt::DotLine));
        painter.drawRect(QRectF(place).adjusted(-2.5, -2.5, 2.5, 2.5));
    }
}

void SampleGrid::paintEvent(QPaintEvent *event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.panel);
    if (m_list.size() == 0) {
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_list.dataset() ? tr("No sample is like that.") : tr("The samples appear here."));
        return;
    }
    QElapsedTimer making;
    making.start();
    const int height = cellSize().height();
    const Index firstRow = std::max(0, (verticalScrollBar()->value() + event->rect().top() - margin) / height);
    const Index lastRow = (verticalScrollBar()->value() + event->rect().bottom() - margin) / height;
    const Index end = std::min<Index>(m_list.size(), (lastRow + 1) * columns());
    bool isWhole = true;
    for (Index position = firstRow * columns(); position < end; ++position) {
        const QPixmap *picture = thumbnailAt(m_list[position], making.nsecsElapsed() < mostMakingNs);
        isWhole = isWhole && picture;
        paintCell(painter, position, picture);
    }
    if (!isWhole)
        QMetaObject::invokeMethod(viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
}

void SampleGrid::resizeEvent(QResizeEvent *event) {
    QAbstractScrollArea::resizeEvent(event);
    // What stood at the top stays there.
    const int before = std::max(1, (event->oldSize().width() - 2 * margin + gap) / cellSize().width());
    const Index top = Index{std::max(0, verticalScrollBar()->value() - margin) / cellSize().height()} * before;
    arrange();
    if (before != columns())
        verticalScrollBar()->setValue(static_cast<int>(top / columns()) * cellSize().height());
}

void SampleGrid::hover(Index position) {
    if (position == m_hovered)
        return;
    m_hovered = position;
    viewport()->update();
    emit sampleHovered(position < 0 ? std::nullopt : std::optional(m_list[position]));
}

void SampleGrid::mouseMoveEvent(QMouseEvent *event) {
    hover(positionAt(event->position().toPoint()));
}

void SampleGrid::mousePressEvent(QMouseEvent *event) {
    const Index position = positionAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || position < 0)
        return;
    m_current = position;
    const SampleId sample = m_list[position];
    emit sampleSelected(m_selected == sample ? std::nullopt : std::optional(sample));
}

InputSection SampleGrid::inputs() const {
    InputSection section = m_keys.section(tr("The data"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Light a sample in every view")},
                                               {{tr("Click")}, tr("Select the sample; again: let go")},
                                               {{tr("Wheel")}, tr("Go up and down through the samples")},
                                               {{tr("Click a class")}, tr("Show the samples of that class alone")}});
    return section;
}

void SampleGrid::makeKeys() {
    using Place = Index (*)(Index from, Index row, Index page, Index last);
    const auto go = [this](Place place) {
        return [this, place] {
            const Index last = m_list.size() - 1, row = columns(), page = row * std::max(1, viewport()->height() / cellSize().height());
            if (last >= 0)
                moveTo(m_current < 0 ? 0 : std::clamp<Index>(place(std::max<Index>(0, m_current), row, page, last), 0, last));
            return last >= 0;
        };
    };
    m_keys.addTogether(tr("Move from sample to sample"), {{Qt::Key_Left, go([](Index from, Index, Index, Index) { return from - 1; })},
                                                          {Qt::Key_Right, go([](Index from, Index, Index, Index) { return from + 1; })},
                                                          {Qt::Key_Up, go([](Index from, Index row, Index, Index) { return from < row ? from : from - row; })},
                                                          {Qt::Key_Down, go([](Index from, Index row, Index, Index) { return from + row; })}});
    m_keys.addTogether(tr("… a page up, a page down"), {{Qt::Key_PageUp, go([](Index from, Index, Index page, Index) { return from - page; })},
                                                        {Qt::Key_PageDown, go([](Index from, Index, Index page, Index) { return from + page; })}});
    m_keys.addTogether(tr("… to the first, the last"), {{Qt::Key_Home, go([](Index, Index, Index, Index) { return Index{0}; })},
                                                        {Qt::Key_End, go([](Index, Index, Index, Index last) { return last; })}});
    m_keys.add({Qt::Key_Return}, tr("Select the sample"), [this] {
        if (m_list.size() > 0)
            emit sampleSelected(m_list[std::max<Index>(0, m_current)]);
        return m_list.size() > 0;
    });
    m_keys.add({Qt::Key_Escape}, tr("Let go"), [this] {
        const bool wasSelected = m_selected.has_value();
        if (wasSelected)
            emit sampleSelected(std::nullopt);
        return wasSelected;
    });
}

void SampleGrid::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void SampleGrid::focusInEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SampleGrid::focusOutEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool SampleGrid::viewportEvent(QEvent *event) {
    if (event->type() == QEvent::Leave)
        hover(-1);
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Index position = positionAt(help->pos());
        if (position < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(m_list.describe(m_list[position]).toHtmlEscaped()), viewport(),
                               cell(position));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace hourglass::ui
