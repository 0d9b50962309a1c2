// Space and single letters are shortcuts of the window, but belong to a text field or spin box that has the focus, and to a list or button that
// was reached by keys: one that was only clicked leaves them to the window.
#pragma once

class QEvent;
class QWidget;

namespace hourglass::ui {

/// From now on it is known whether the mouse or the keys were used last. Once for the application; further calls change nothing.
void watchHands();

/// Whether this widget uses plain keys itself.
bool wantsPlainKeys(const QWidget *widget);

/// For event() of every top-level widget: accepts a ShortcutOverride for a plain key that the focused widget wants, so that the
/// key goes there. True when it did.
bool keepPlainKeys(QEvent *event);

} // namespace hourglass::ui
