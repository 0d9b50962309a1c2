#include "ui/window/popover.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr int shadow = 16, distance = 6;

}

Popover::Popover(QWidget *window) : QWidget(window), m_card(new QWidget(this)) {
    hide();
    setFocusPolicy(Qt::StrongFocus);
}

void Popover::toggle(QWidget *below) {
    if (isVisible()) {
        shut();
        return;
    }
    m_below = below;
    m_focusBefore = QApplication::focusWidget();
    qApp->installEventFilter(this);
    ensurePolished();
    place();
    raise();
    show();
    setFocus(Qt::PopupFocusReason);
}

void Popover::shut() {
    hide();
}

void Popover::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    qApp->removeEventFilter(this);
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

void Popover::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QSize Popover::sizeWithin(const QSize &room) const {
    return m_card->sizeHint().boundedTo(room);
}

void Popover::place() {
    const QWidget *window = parentWidget();
    const QPoint corner =
        m_below ? m_below->mapTo(window, QPoint(m_below->width(), m_below->height() + distance)) : QPoint(window->width(), 0);
    const int margin = 10;
    const QSize size = sizeWithin({window->width() - 2 * margin, window->height() - corner.y() - margin});
    const int x = std::max(margin, std::min(corner.x(), window->width() - margin) - size.width());
    setGeometry(QRect(QPoint(x, corner.y()), size).marginsAdded({shadow, shadow, shadow, shadow}));
    m_card->setGeometry(QRect(QPoint(shadow, shadow), size));
}

bool Popover::eventFilter(QObject *watched, QEvent *event) {
    const auto *widget = qobject_cast<QWidget *>(watched);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        // On the button itself the click that follows would open the card again.
        if (widget && widget != m_card && !m_card->isAncestorOf(widget)) {
            const bool isOpener = m_below && (widget == m_below || m_below->isAncestorOf(const_cast<QWidget *>(widget)));
            shut();
            return isOpener;
        }
        break;
    case QEvent::Resize:
    case QEvent::WindowDeactivate:
        if (watched == parentWidget())
            shut();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void Popover::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        shut();
    else
        QWidget::keyPressEvent(event);
}

void Popover::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF card = QRectF(m_card->geometry());
    for (int ring = shadow; ring > 0; ring -= 2) {
        painter.setBrush(QColor(0, 0, 0, m_theme.isDark ? 16 : 5));
        painter.drawRoundedRect(card.adjusted(-ring, -ring + 3, ring, std::min(ring + 3, shadow)), panelRadius + ring,
                                panelRadius + ring);
    }
    painter.setPen(QPen(m_theme.edge(), 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), panelRadius, panelRadius);
}

} // namespace hourglass::ui
