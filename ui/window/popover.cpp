#include "ui/window/popover.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

#include "ui/theme/card.h"

namespace hourglass::ui {

namespace {

constexpr int distance = 6;

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
    const QPoint corner = m_below ? m_below->mapTo(window, QPoint(m_below->width(), m_below->height() + distance)) : QPoint(window->width(), 0);
    const int margin = 10;
    const QSize size = sizeWithin({window->width() - 2 * margin, window->height() - corner.y() - margin});
    const int x = std::max(margin, std::min(corner.x(), window->width() - margin) - size.width());
    setGeometry(QRect(QPoint(x, corner.y()), size).marginsAdded({cardShadow, cardShadow, cardShadow, cardShadow}));
    m_card->setGeometry(QRect(QPoint(cardShadow, cardShadow), size));
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
    default: break;
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
    paintCard(painter, QRectF(m_card->geometry()), m_theme);
}

} // namespace hourglass::ui
