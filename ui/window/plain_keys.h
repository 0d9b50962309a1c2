// Space and single letters are shortcuts of the window, but belong to a text field, spin box, combo box or button that has the
// focus.
#pragma once

class QEvent;
class QWidget;

namespace hourglass::ui {

/// Whether this widget uses plain keys itself.
bool wantsPlainKeys(const QWidget *widget);

/// For event() of every top-level widget: accepts a ShortcutOverride for a plain key that the focused widget wants, so that the
/// key goes there. True when it did.
bool keepPlainKeys(QEvent *event);

} // namespace hourglass::ui
