// A number to type: exact where a slider is coarse. Enter or leaving it applies what was typed, Escape takes it back, Up and Down
// step.
#pragma once

#include <QLineEdit>

#include "ui/forms/number_range.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class NumberEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit NumberEdit(const NumberRange &range, QWidget *parent = nullptr);

    double value() const { return m_value; }
    /// Shows a value; emits nothing. While a person types, the text stays as it is.
    void setValue(double value);

    /// What keys and mouse do in every number.
    static InputSection inputs();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void valueEdited(double value);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void step(int steps);
    void writeValue();
    static KeyTable keysOf(NumberEdit *edit);

    NumberRange m_range;
    double m_value = 0.0;
    const KeyTable m_keys = keysOf(this);
};

} // namespace hourglass::ui
