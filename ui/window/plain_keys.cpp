#include "ui/window/plain_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace hourglass::ui {

bool wantsPlainKeys(const QWidget *widget) {
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractButton *>(widget) ||
           qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget) ||
           qobject_cast<const QAbstractItemView *>(widget);
}

bool keepPlainKeys(QEvent *event) {
    if (event->type() != QEvent::ShortcutOverride || !wantsPlainKeys(QApplication::focusWidget()))
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isPlain = !(key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier | Qt::GroupSwitchModifier));
    if (!isPlain || key->text().isEmpty() || !key->text().at(0).isPrint())
        return false;
    event->accept();
    return true;
}

} // namespace hourglass::ui
