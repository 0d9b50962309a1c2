#include "app/wiring/visibility_watch.h"

#include <QDockWidget>
#include <QEvent>

namespace hourglass::app {

VisibilityWatch::VisibilityWatch(QWidget *view, std::function<void(bool)> tell)
    : QObject(view), m_view(view), m_dock(qobject_cast<QDockWidget *>(view->parentWidget())), m_tell(std::move(tell)) {
    view->installEventFilter(this);
    if (m_dock)
        connect(m_dock, &QDockWidget::visibilityChanged, this, [this] { m_tell(isInSight()); });
    m_tell(isInSight());
}

bool VisibilityWatch::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        m_tell(event->type() == QEvent::Show && isInSight());
    return QObject::eventFilter(watched, event);
}

/// A dock behind the tab of another is not hidden for Qt: it is moved to where nobody sees it.
bool VisibilityWatch::isInSight() const {
    return m_view->isVisible() && (!m_dock || m_dock->isFloating() || (m_dock->geometry().right() >= 0 && m_dock->geometry().bottom() >= 0));
}

} // namespace hourglass::app
