#include "ui/window/dock.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScreen>
#include <QToolButton>

#include "ui/theme/glyphs.h"
#include "ui/window/plain_keys.h"

namespace hourglass::ui {

Dock::Dock(Panel *panel, QWidget *parent) : QDockWidget(panel->title(), parent), m_panel(panel) {
    setObjectName(panel->objectName() + "Dock");
    setFeatures(DockWidgetClosable | DockWidgetMovable | DockWidgetFloatable);
    setWidget(panel);
    setTitleBarWidget(panel->header());
    panel->header()->show();
    panel->header()->installEventFilter(this);
    m_float = addButton(tr("Float"));
    m_close = addButton(tr("Close"));
    m_close->setToolTip(tr("Hide this panel; Window › %1 brings it back").arg(panel->title()));
    const auto tellFloating = [this] { m_float->setToolTip(isFloating() ? tr("Put back into the window") : tr("Take out of the window")); };
    tellFloating();
    connect(this, &QDockWidget::topLevelChanged, this, tellFloating);
    connect(m_float, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(m_close, &QToolButton::clicked, this, &QDockWidget::close);
    toggleViewAction()->setStatusTip(tr("Show or hide the panel %1").arg(panel->title()));
    toggleViewAction()->setToolTip(toggleViewAction()->statusTip());
    setTheme(panel->theme());
}

QToolButton *Dock::addButton(const QString &text) {
    auto *button = new QToolButton(m_panel->header());
    button->setProperty("quiet", true);
    button->setAccessibleName(text);
    button->setIconSize({12, 12});
    button->setFocusPolicy(Qt::NoFocus); // the context menu and the menu Window do the same by keyboard
    button->hide();
    m_panel->header()->addBeforeControls(button);
    return button;
}

void Dock::setTheme(const Theme &theme) {
    m_panel->setTheme(theme);
    m_float->setIcon(glyphIcon(Glyph::Float, theme.dim));
    m_close->setIcon(glyphIcon(Glyph::Close, theme.dim));
}

void Dock::bringWithinReach() {
    if (!isFloating())
        return;
    const QPoint grip = frameGeometry().topLeft() + QPoint(frameGeometry().width() / 2, m_panel->header()->height() / 2);
    if (QGuiApplication::screenAt(grip))
        return;
    const QRect room = (parentWidget() ? parentWidget()->screen() : QGuiApplication::primaryScreen())->availableGeometry();
    resize(size().boundedTo(room.size()));
    move(qBound(room.left(), x(), room.right() - width() + 1), qBound(room.top(), y(), room.bottom() - height() + 1));
}

bool Dock::event(QEvent *event) {
    if (event->type() == QEvent::MouseButtonDblClick && !isFloating() &&
        m_panel->header()->geometry().contains(static_cast<QMouseEvent *>(event)->position().toPoint())) {
        emit fillRequested();
        return true;
    }
    return keepPlainKeys(event) || QDockWidget::event(event);
}

bool Dock::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        showButtons(event->type() == QEvent::Enter);
    return QDockWidget::eventFilter(watched, event);
}

void Dock::showButtons(bool isShown) {
    m_float->setVisible(isShown);
    m_close->setVisible(isShown);
}

void Dock::contextMenuEvent(QContextMenuEvent *event) {
    if (!m_panel->header()->rect().contains(m_panel->header()->mapFromGlobal(event->globalPos()))) {
        QDockWidget::contextMenuEvent(event);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(isFloating() ? tr("Put back into the window") : tr("Take out of the window"), this, [this] { setFloating(!isFloating()); });
    if (!isFloating())
        menu->addAction(tr("Fill the window, or go back"), this, &Dock::fillRequested);
    menu->addAction(tr("Hide"), this, &QDockWidget::close);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
