#include "ui/window/plain_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTextEdit>

namespace hourglass::ui {

namespace {

/// Sees every event of the application pass by.
class Hands : public QObject {
public:
    using QObject::QObject;
    bool isMouse = false;

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() == QEvent::MouseButtonPress) {
            isMouse = true;
        } else if (event->type() == QEvent::FocusIn) {
            const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
            if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason)
                isMouse = false;
        }
        return false;
    }
};

QPointer<Hands> hands;

} // namespace

void watchHands() {
    if (hands)
        return;
    hands = new Hands(qApp);
    qApp->installEventFilter(hands);
}

bool wantsPlainKeys(const QWidget *widget) {
    if (qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QTextEdit *>(widget) ||
        qobject_cast<const QPlainTextEdit *>(widget))
        return true;
    const bool isByMouse = hands && hands->isMouse;
    return !isByMouse &&
           (qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QAbstractItemView *>(widget));
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
