#include "ui/forms/number_edit.h"

#include <QEvent>
#include <QKeyEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

NumberEdit::NumberEdit(const NumberRange &range, QWidget *parent) : QLineEdit(parent), m_range(range), m_value(range.minimum) {
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    // Plain figures until the pointer or the focus says that they can be typed over.
    setStyleSheet(QStringLiteral("QLineEdit { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 2px 4px; "
                                 "font-weight: 600; }"
                                 "QLineEdit:hover { border-color: palette(mid); }"
                                 "QLineEdit:focus { border-color: palette(highlight); }"));
    writeValue();
}

void NumberEdit::setValue(double value) {
    if (value == m_value)
        return;
    m_value = value;
    if (!hasFocus() || !isModified())
        writeValue();
}

QSize NumberEdit::sizeHint() const {
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    return {metrics.horizontalAdvance("000000") + 16, metrics.height() + 8}; // the same for all, so that the rows of a form align
}

void NumberEdit::writeValue() {
    const QString written = numberText(m_value, m_range, locale());
    if (written != text()) {
        const int cursor = cursorPosition();
        setText(written);
        setCursorPosition(std::min<int>(cursor, static_cast<int>(written.size())));
    }
    setModified(false);
}

void NumberEdit::apply() {
    if (!isModified())
        return;
    const auto number = parsedNumber(text(), m_range, locale());
    setModified(false);
    const double value = number ? m_range.bounded(*number) : m_value;
    const bool isChanged = value != m_value;
    m_value = value;
    writeValue();
    if (isChanged)
        emit valueEdited(value);
}

void NumberEdit::step(int steps) {
    apply();
    const double value = stepped(m_range, m_value, steps);
    if (value == m_value)
        return;
    m_value = value;
    writeValue();
    selectAll();
    emit valueEdited(value);
}

KeyTable NumberEdit::keysOf(NumberEdit *edit) {
    const auto steps = [edit](int count) {
        return [edit, count] {
            edit->step(count);
            return true;
        };
    };
    KeyTable keys;
    keys.addTogether(tr("One step up, down"), {{Qt::Key_Up, steps(1)}, {Qt::Key_Down, steps(-1)}});
    keys.addTogether(tr("Ten steps up, down"), {{Qt::Key_PageUp, steps(10)}, {Qt::Key_PageDown, steps(-10)}});
    keys.add({Qt::Key_Return}, tr("Take what was typed"), [edit] {
        edit->apply();
        edit->clearFocus(); // the number is said; the keys are the window's again
        return true;
    });
    keys.add({Qt::Key_Escape}, tr("Take back what was typed"), [edit] {
        edit->writeValue();
        edit->clearFocus();
        return true;
    });
    return keys;
}

InputSection NumberEdit::inputs() {
    InputSection section = keysOf(nullptr).section(tr("Numbers"));
    section.rows.push_back({{tr("Wheel")}, tr("One step up or down, in the field that has the keys")});
    return section;
}

void NumberEdit::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QLineEdit::keyPressEvent(event);
}

void NumberEdit::wheelEvent(QWheelEvent *event) {
    if (!hasFocus() || std::abs(event->angleDelta().y()) < 60)
        return event->ignore(); // so that a form still scrolls with the pointer over a number
    step(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

void NumberEdit::focusOutEvent(QFocusEvent *event) {
    if (event->reason() != Qt::PopupFocusReason)
        apply();
    QLineEdit::focusOutEvent(event);
}

void NumberEdit::changeEvent(QEvent *event) {
    if (event->type() == QEvent::LocaleChange)
        writeValue();
    QLineEdit::changeEvent(event);
}

} // namespace hourglass::ui
