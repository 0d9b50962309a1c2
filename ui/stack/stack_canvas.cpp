#include "ui/stack/stack_canvas.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

#include "engine/spec/edits.h"
#include "ui/stack/stack_accessible.h"

namespace hourglass::ui {

StackCanvas::StackCanvas(QWidget *parent) : QWidget(parent) {
    installStackAccessibility();
    setObjectName("stackCanvas");
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Layers of the stack"));
    m_scene.font = font();
}

void StackCanvas::showBars(const spec::ModelSpec &model, std::vector<StackBar> bars, const std::optional<core::Error> &error) {
    m_model = model;
    m_scene.bars = std::move(bars);
    const int last = static_cast<int>(m_scene.bars.size()) - 1;
    m_scene.errorBar = -1;
    m_scene.errorSentence.clear();
    m_scene.errorHint.clear();
    if (error) {
        const bool isAtLayer = error->layer >= 0 && error->layer < last;
        m_scene.errorBar = isAtLayer ? error->layer + 1 : last;
        m_scene.errorSentence = QString::fromStdString(error->what);
        m_scene.errorHint = QString::fromStdString(error->hint);
        m_scene.isErrorAtLayer = isAtLayer;
    }
    m_scene.selectedBar = last > 0 ? std::min(m_scene.selectedBar, last) : -1;
    hover(-1, -1);
    layOut();
}

void StackCanvas::setTheme(const Theme &theme) {
    m_scene.theme = theme;
    update();
}

void StackCanvas::setSelectedLayer(int index) {
    const int bar = index >= 0 && index < layerCount() ? index + 1 : -1;
    if (bar == m_scene.selectedBar)
        return;
    m_scene.selectedBar = bar;
    m_scene.insertionGap = insertionGap();
    update();
    announceSelection(*this);
}

QRect StackCanvas::barRectangle(int index) const {
    const auto bar = static_cast<std::size_t>(index + 1);
    return bar < m_scene.layout.bars.size() ? m_scene.layout.bars[bar].toRect() : QRect();
}

QRect StackCanvas::gapRectangle(int gap) const {
    return gap >= 0 && gap < layerCount() ? m_scene.layout.gapStrip(gap).toRect() : QRect();
}

int StackCanvas::insertionGap() const {
    return std::clamp(m_scene.selectedBar, 0, std::max(0, layerCount() - 1));
}

void StackCanvas::setRoomHeight(int height) {
    if (height == m_roomHeight)
        return;
    m_roomHeight = height;
    layOut();
}

void StackCanvas::layOut() {
    const double room = width() - 2 * StackLayout::margin;
    m_scene.isNarrow = width() < 30 * QFontMetrics(m_scene.font).averageCharWidth();
    m_scene.layout = layOutStack(m_scene.bars, QSizeF(width(), m_roomHeight), figuresWidth(m_scene), m_scene.errorBar, errorHeight(m_scene, room));
    m_scene.insertionGap = insertionGap();
    setMinimumHeight(static_cast<int>(std::ceil(m_scene.layout.height)));
    update();
}

bool StackCanvas::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString text = toolTipAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

QString StackCanvas::toolTipAt(const QPoint &position) const {
    if (const int bar = m_scene.layout.barAt(position); bar >= 0)
        return m_scene.bars[static_cast<std::size_t>(bar)].toolTip;
    const int gap = m_scene.layout.gapAt(position);
    if (gap < 0)
        return {};
    return spec::mirrorGapOf(m_model, gap) >= 0 ? tr("Insert a layer here, and its mirror at the dashed line")
                                                : tr("Insert a layer here");
}

void StackCanvas::paintEvent(QPaintEvent *event) {
    QPainter painter(this);
    paintStack(painter, m_scene, event->rect());
}

void StackCanvas::resizeEvent(QResizeEvent *) {
    layOut();
}

void StackCanvas::changeEvent(QEvent *event) {
    if (event->type() == QEvent::FontChange) {
        m_scene.font = font();
        layOut();
    }
    QWidget::changeEvent(event);
}

void StackCanvas::hover(int bar, int gap) {
    if (bar == m_scene.hoveredBar && gap == m_scene.hoveredGap)
        return;
    m_scene.hoveredBar = bar;
    m_scene.hoveredGap = gap;
    m_scene.mirroredGap = spec::mirrorGapOf(m_model, gap);
    setCursor(bar > 0 || gap >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void StackCanvas::mouseMoveEvent(QMouseEvent *event) {
    hover(m_scene.layout.barAt(event->position()), m_scene.layout.gapAt(event->position()));
}

void StackCanvas::leaveEvent(QEvent *) {
    hover(-1, -1);
}

void StackCanvas::mousePressEvent(QMouseEvent *event) {
    const int bar = m_scene.layout.barAt(event->position());
    if (bar > 0)
        choose(bar - 1);
    else if (event->button() == Qt::LeftButton)
        if (const int gap = m_scene.layout.gapAt(event->position()); gap >= 0)
            emit insertRequested(gap);
}

void StackCanvas::choose(int index) {
    if (index < 0 || index >= layerCount() || index == selectedLayer())
        return;
    setSelectedLayer(index);
    emit layerChosen(index);
}

void StackCanvas::keyPressEvent(QKeyEvent *event) {
    if (event->modifiers() & ~Qt::KeypadModifier)
        return QWidget::keyPressEvent(event);
    const int selected = selectedLayer();
    switch (event->key()) {
    case Qt::Key_Up:
        return choose(selected < 0 ? layerCount() - 1 : selected - 1);
    case Qt::Key_Down:
        return choose(selected + 1);
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(layerCount() - 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void StackCanvas::focusInEvent(QFocusEvent *event) {
    m_scene.hasFocus = true;
    const bool isByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (isByKey && selectedLayer() < 0)
        choose(0); // a focus that shows
    update();
}

void StackCanvas::focusOutEvent(QFocusEvent *) {
    m_scene.hasFocus = false;
    update();
}

void StackCanvas::contextMenuEvent(QContextMenuEvent *event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    emit menuRequested(isByKey && selectedLayer() >= 0 ? mapToGlobal(barRectangle(selectedLayer()).center())
                                                       : event->globalPos());
}

} // namespace hourglass::ui
