#include "ui/drawing/draw_canvas.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QTabletEvent>
#include <QUrl>

#include <cmath>

#include "ui/code/decoded_look.h"

namespace hourglass::ui {

namespace {

constexpr double leastPressure = 0.35; ///< share of the brush's diameter that a light touch draws

QString fileIn(const QMimeData &content) {
    for (const QUrl &url : content.urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

} // namespace

DrawCanvas::DrawCanvas(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("drawCanvas"));
    setAccessibleName(tr("Paper to draw on"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setCursor(Qt::CrossCursor);
    setMinimumSize(84, 84);
    m_paper.reset(core::Shape(1, 28, 28), 0);
    m_keys.add({Qt::CTRL | Qt::Key_Z}, tr("Take the last stroke back"), [this] {
        const bool canUndo = m_paper.canUndo();
        undo();
        return canUndo;
    });
    m_keys.add({Qt::Key_Delete}, tr("Clear the paper"), [this] {
        clear();
        return true;
    });
    m_keys.add({Qt::CTRL | Qt::Key_V}, tr("Paste a picture on the paper"), [this] {
        emit pasteWanted();
        return true;
    });
    m_keys.addTogether(tr("A finer, a broader brush"), {{Qt::Key_Minus,
                                                         [this] {
                                                             emit diameterStepped(-1);
                                                             return true;
                                                         }},
                                                        {Qt::Key_Plus, [this] {
                                                             emit diameterStepped(1);
                                                             return true;
                                                         }}});
}

InputSection DrawCanvas::inputs() const {
    InputSection section = m_keys.section(tr("Draw"));
    section.rows.insert(section.rows.begin(), {{tr("Drag, or a pen")}, tr("Draw, erase, or scatter noise; a pen's pressure is the brush's width")});
    return section;
}

void DrawCanvas::reset(const core::Shape &shape, float ground) {
    m_paper.reset(shape, ground);
    m_isDrawing = false;
    tell();
}

void DrawCanvas::setObstacle(const QString &sentence) {
    m_obstacle = sentence;
    m_isDrawing = false;
    setCursor(sentence.isEmpty() ? Qt::CrossCursor : Qt::ArrowCursor);
    update();
}

void DrawCanvas::setTool(DrawTool tool) {
    m_tool = tool;
}

void DrawCanvas::setDiameter(double pixels) {
    m_diameter = pixels;
    update();
}

void DrawCanvas::setColour(const QColor &colour) {
    m_colour = {colour.redF(), colour.greenF(), colour.blueF()};
}

void DrawCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void DrawCanvas::tell() {
    m_image = {};
    update();
    emit changed();
}

void DrawCanvas::undo() {
    m_isDrawing = false;
    m_paper.undo();
    tell();
}

void DrawCanvas::clear() {
    m_isDrawing = false;
    m_paper.clear();
    tell();
}

void DrawCanvas::put(Paper::Values picture) {
    m_isDrawing = false;
    m_paper.put(std::move(picture));
    tell();
}

QRectF DrawCanvas::place() const {
    return placeOfPicture(QRectF(rect()).adjusted(1, 1, -1, -1), m_paper.shape(), devicePixelRatioF());
}

QPointF DrawCanvas::onPaper(const QPointF &point) const {
    const QRectF paper = place();
    return {(point.x() - paper.left()) / paper.width() * static_cast<double>(m_paper.shape().width()),
            (point.y() - paper.top()) / paper.height() * static_cast<double>(m_paper.shape().height())};
}

bool DrawCanvas::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) // undo and paste are the window's, too
        if (const auto *key = static_cast<QKeyEvent *>(event); m_obstacle.isEmpty() && m_keys.has(*key) && (m_paper.canUndo() || key->key() != Qt::Key_Z)) {
            event->accept();
            return true;
        }
    return QWidget::event(event);
}

void DrawCanvas::begin(const QPointF &point, double pressure) {
    if (!m_obstacle.isEmpty() || place().isEmpty())
        return;
    m_isDrawing = true;
    m_paper.begin(m_tool, m_diameter * pressure, m_colour);
    follow(point);
}

void DrawCanvas::follow(const QPointF &point) {
    m_pointer = point;
    if (!m_isDrawing)
        return update();
    m_paper.strokeTo(onPaper(point));
    tell();
}

void DrawCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton)
        begin(event->position(), 1);
}

void DrawCanvas::mouseMoveEvent(QMouseEvent *event) {
    follow(event->position());
}

void DrawCanvas::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton)
        m_isDrawing = false;
}

void DrawCanvas::tabletEvent(QTabletEvent *event) {
    const bool isEraser = event->pointerType() == QPointingDevice::PointerType::Eraser;
    if (event->type() == QEvent::TabletPress && event->button() == Qt::LeftButton) {
        const DrawTool tool = m_tool;
        if (isEraser)
            m_tool = DrawTool::Eraser;
        begin(event->position(), leastPressure + (1 - leastPressure) * event->pressure());
        m_tool = tool;
    } else if (event->type() == QEvent::TabletMove) {
        m_paper.setDiameter(m_diameter * (leastPressure + (1 - leastPressure) * event->pressure()));
        follow(event->position());
    } else if (event->type() == QEvent::TabletRelease) {
        m_isDrawing = false;
    }
    event->accept();
}

void DrawCanvas::leaveEvent(QEvent *) {
    m_pointer.reset();
    update();
}

void DrawCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_obstacle.isEmpty() || !m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void DrawCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->globalPos());
}

void DrawCanvas::dragEnterEvent(QDragEnterEvent *event) {
    if (m_obstacle.isEmpty() && (event->mimeData()->hasImage() || !fileIn(*event->mimeData()).isEmpty()))
        event->acceptProposedAction();
}

void DrawCanvas::dropEvent(QDropEvent *event) {
    event->acceptProposedAction();
    if (const QString path = fileIn(*event->mimeData()); !path.isEmpty())
        emit fileDropped(path);
    else
        emit imageDropped(qvariant_cast<QImage>(event->mimeData()->imageData()));
}

void DrawCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    if (!m_obstacle.isEmpty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, m_obstacle);
        return;
    }
    const QRectF paper = place();
    if (m_image.isNull())
        m_image = m_paper.image();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(paper, m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? m_theme.accent() : m_theme.line, hasFocus() ? 2 : 1));
    painter.drawRect(paper);
    if (!m_pointer && m_paper.isBlank()) {
        painter.setPen(m_paper.ground() < 0.5f ? QColor(0xb8, 0xbf, 0xcc) : QColor(0x5a, 0x62, 0x72));
        painter.drawText(paper.adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, tr("Draw here"));
    }
    if (m_pointer && paper.contains(*m_pointer)) { // how broad the brush is
        const double radius = std::max(1.5, m_diameter / 2 * paper.width() / static_cast<double>(m_paper.shape().width()));
        painter.setPen(QPen(QColor(0, 0, 0, 160), 2.5));
        painter.drawEllipse(*m_pointer, radius, radius);
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1.2));
        painter.drawEllipse(*m_pointer, radius, radius);
    }
}

} // namespace hourglass::ui
