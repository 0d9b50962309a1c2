// Tells when a view is shown or hidden, in whatever way.
#pragma once

#include <QObject>

#include <functional>

class QDockWidget;
class QWidget;

namespace hourglass::app {

/// Owned by the view. Tells at once, and whenever it changes.
class VisibilityWatch : public QObject {
public:
    VisibilityWatch(QWidget *view, std::function<void(bool)> tell);
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isInSight() const;

    QWidget *m_view;
    QDockWidget *m_dock;
    std::function<void(bool)> m_tell;
};

} // namespace hourglass::app
