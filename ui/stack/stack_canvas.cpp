#include "ui/stack/stack_canvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStatusTipEvent>
#include <QToolTip>

#include <algorithm>
#include <utility>

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
    makeKeys();
}

void StackCanvas::showBars(const spec::ModelSpec &model, std::vector<StackBar> bars, const std::optional<core::Error> &error) {
    if (m_drag)
        takeBack();
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
    if (m_drag)
        return; // nothing moves under the hand; letGo() makes up for it
    const double room = width() - 2 * StackLayout::margin;
    m_scene.isNarrow = width() < 30 * QFontMetrics(m_scene.font).averageCharWidth();
    m_scene.layout = layOutStack(m_scene.bars, QSizeF(width(), m_roomHeight), figuresWidth(m_scene), m_scene.errorBar, errorHeight(m_scene, room));
    m_scene.insertionGap = insertionGap();
    setMinimumHeight(static_cast<int>(std::ceil(m_scene.layout.height)));
    update();
}

bool StackCanvas::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride && m_drag && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
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

void StackCanvas::showChangedUnits(const std::vector<StackBar> &bars) {
    std::vector<StackBar> &shown = isHolding() ? m_rest.bars : m_scene.bars;
    for (std::size_t bar = 0; bar < std::min(bars.size(), shown.size()); ++bar)
        shown[bar].changedUnits = bars[bar].changedUnits;
    update();
}

QString StackCanvas::toolTipAt(const QPoint &position) const {
    if (const int index = m_scene.layout.barAt(position); index >= 0) {
        const StackBar &bar = m_scene.bars[static_cast<std::size_t>(index)];
        return bar.changedUnits == 0   ? bar.toolTip
               : bar.changedUnits == 1 ? bar.toolTip + QLatin1Char('\n') + tr("1 unit is muted, fixed or scaled for the views")
                                       : bar.toolTip + QLatin1Char('\n') + tr("%1 units are muted, fixed or scaled for the views").arg(bar.changedUnits);
    }
    const int gap = m_scene.layout.gapAt(position);
    if (gap < 0)
        return {};
    return spec::mirrorGapOf(m_model, gap) >= 0 ? tr("Insert a layer here, and its mirror at the dashed line") : tr("Insert a layer here");
}

void StackCanvas::paintEvent(QPaintEvent *event) {
    QPainter painter(this);
    paintStack(painter, m_scene, event->rect(), visibleRegion().boundingRect());
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
    update();
}

void StackCanvas::showGrip(const StackGrip &grip) {
    const bool isNew = !(grip == std::exchange(m_grip, grip));
    const bool isOnLayer = m_scene.hoveredBar > 0 || m_scene.hoveredGap >= 0;
    setCursor(grip.isEdge() ? Qt::SizeHorCursor : grip.hold == Hold::Bar ? Qt::OpenHandCursor : isOnLayer ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!isNew)
        return;
    say(grip.isEdge()            ? tr("Drag the edge to change the width · Ctrl: one by one")
        : grip.hold == Hold::Bar ? tr("Click selects the layer · drag moves it up or down")
                                 : QString());
}

void StackCanvas::say(const QString &tip) {
    QStatusTipEvent event(tip);
    QApplication::sendEvent(this, &event);
}

void StackCanvas::mouseMoveEvent(QMouseEvent *event) {
    if (m_drag && event->buttons() & Qt::LeftButton)
        return drag(event->position(), event->modifiers() & Qt::ControlModifier);
    hover(m_scene.layout.barAt(event->position()), m_scene.layout.gapAt(event->position()));
    showGrip(gripAt(m_scene.bars, m_scene.layout, event->position()));
}

void StackCanvas::leaveEvent(QEvent *) {
    if (m_drag)
        return;
    hover(-1, -1);
    showGrip({});
}

void StackCanvas::mousePressEvent(QMouseEvent *event) {
    if (m_drag)
        return;
    const StackGrip grip = gripAt(m_scene.bars, m_scene.layout, event->position());
    const int bar = grip.bar >= 0 ? grip.bar : m_scene.layout.barAt(event->position());
    if (bar > 0)
        choose(bar - 1);
    if (event->button() != Qt::LeftButton)
        return;
    if (grip.hold != Hold::Nothing)
        m_drag.emplace(m_scene.bars, m_scene.layout, grip, event->position());
    else if (const int gap = m_scene.layout.gapAt(event->position()); bar <= 0 && gap >= 0)
        emit insertRequested(gap);
}

void StackCanvas::drag(const QPointF &position, bool isExact) {
    const bool hadBegun = m_drag->hasBegun(), isOther = m_drag->moveTo(position, isExact);
    if (!m_drag->hasBegun())
        return;
    const StackGrip grip = m_drag->grip();
    if (!hadBegun) {
        hover(-1, -1);
        m_rest = m_scene;
        setCursor(grip.isEdge() ? Qt::SizeHorCursor : Qt::ClosedHandCursor);
        const StackBar &bar = m_drag->bars()[static_cast<std::size_t>(grip.bar)];
        say(grip.isEdge() ? tr("Dragging stops at round numbers · Ctrl: one by one · Esc: back to %1").arg(bar.width->value) : tr("Esc: back to its place"));
    }
    if (isOther && grip.isEdge())
        emit widthDragged(m_drag->layer(), m_drag->units());
    else if (isOther)
        emit placeDragged(m_drag->layer(), m_drag->place());
    if (!m_drag || !m_scene.held)
        return;
    m_scene.held->pointer = position;
    if (!grip.isEdge())
        m_scene.held->top = m_drag->top();
    update();
    emit pointerDragged(position.toPoint());
}

void StackCanvas::showHeld(std::vector<StackBar> bars, int held, int twin, const QString &number, const QString &remark, bool isImpossible) {
    if (!isHolding())
        return;
    HeldBar scene{.bar = held + 1, .twin = twin >= 0 ? twin + 1 : -1, .number = number, .remark = remark, .isImpossible = isImpossible};
    m_scene.errorBar = -1; // what is wrong with it is said beside the pointer
    m_scene.bars = std::move(bars);
    if (m_drag->grip().isEdge()) {
        m_scene.layout = withWidths(m_drag->layout(), m_drag->bars(), m_scene.bars);
        scene.before = m_drag->layout().bars;
        for (const StackBar &bar : m_drag->bars())
            scene.figuresBefore << bar.figures;
    } else {
        m_scene.layout = layOutStack(m_scene.bars, QSizeF(width(), m_roomHeight), figuresWidth(m_scene), -1, 0);
        scene.top = m_drag->top();
    }
    m_scene.selectedBar = held + 1;
    m_scene.held = scene;
    update();
}

bool StackCanvas::letGo() {
    if (!m_drag)
        return false;
    const bool wasHeld = m_drag->hasBegun();
    m_drag.reset();
    if (!wasHeld) {
        layOut();
        return false;
    }
    m_scene.held.reset();
    m_scene.bars = std::move(m_rest.bars);
    m_scene.selectedBar = m_rest.selectedBar;
    m_scene.errorBar = m_rest.errorBar;
    layOut();
    say(QString());
    m_grip = {};
    setCursor(Qt::ArrowCursor);
    update();
    return true;
}

void StackCanvas::takeBack() {
    if (letGo())
        emit dragCancelled();
}

void StackCanvas::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (letGo())
        emit dropped();
    hover(m_scene.layout.barAt(event->position()), m_scene.layout.gapAt(event->position()));
    showGrip(rect().contains(event->position().toPoint()) ? gripAt(m_scene.bars, m_scene.layout, event->position()) : StackGrip());
}

void StackCanvas::hideEvent(QHideEvent *) {
    takeBack();
}

bool StackCanvas::choose(int index) {
    if (m_drag || layerCount() == 0)
        return false;
    if (index < 0 || index >= layerCount() || index == selectedLayer())
        return true; // the end stays the end
    setSelectedLayer(index);
    emit layerChosen(index);
    return true;
}

InputSection StackCanvas::inputs() const {
    InputSection section = m_keys.section(tr("The stack"));
    section.rows.insert(section.rows.begin(), {{{tr("Click")}, tr("Select a layer; between two, insert one")},
                                               {{tr("Drag an edge")}, tr("Change a layer's width, in round numbers")},
                                               {{tr("Ctrl")}, tr("… one by one")},
                                               {{tr("Drag a bar")}, tr("Move a layer up or down")}});
    return section;
}

void StackCanvas::makeKeys() {
    const auto step = [this](int steps, bool isExact) {
        if (selectedLayer() < 0 || isHolding() || !m_scene.bars[static_cast<std::size_t>(m_scene.selectedBar)].width)
            return false;
        emit widthStepped(selectedLayer(), steps, isExact);
        return true;
    };
    m_keys.add({Qt::Key_Escape}, tr("Take back what is being dragged"), [this] {
        const bool isHeld = m_drag.has_value();
        takeBack();
        return isHeld;
    });
    m_keys.addTogether(tr("Select the layer above, below"),
                       {{Qt::Key_Up, [this] { return choose(selectedLayer() < 0 ? layerCount() - 1 : selectedLayer() - 1); }},
                        {Qt::Key_Down, [this] { return choose(selectedLayer() + 1); }}});
    m_keys.addTogether(tr("Select the first layer, the last"),
                       {{Qt::Key_Home, [this] { return choose(0); }}, {Qt::Key_End, [this] { return choose(layerCount() - 1); }}});
    m_keys.addTogether(tr("Make the layer narrower, wider"),
                       {{Qt::Key_Left, [step] { return step(-1, false); }}, {Qt::Key_Right, [step] { return step(1, false); }}});
    m_keys.addTogether(tr("… by one unit"),
                       {{Qt::CTRL | Qt::Key_Left, [step] { return step(-1, true); }}, {Qt::CTRL | Qt::Key_Right, [step] { return step(1, true); }}});
}

void StackCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void StackCanvas::focusInEvent(QFocusEvent *event) {
    m_scene.hasFocus = true;
    const bool isByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (isByKey && selectedLayer() < 0)
        choose(0); // a focus that shows
    update();
}

void StackCanvas::focusOutEvent(QFocusEvent *) {
    takeBack();
    m_scene.hasFocus = false;
    update();
}

void StackCanvas::contextMenuEvent(QContextMenuEvent *event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    emit menuRequested(isByKey && selectedLayer() >= 0 ? mapToGlobal(barRectangle(selectedLayer()).center()) : event->globalPos());
}

} // namespace hourglass::ui
