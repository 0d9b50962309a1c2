// The control of one setting, made from its description: a slider with a number, a choice, a toggle.
#pragma once

#include <QWidget>

#include "engine/spec/setting.h"

namespace hourglass::ui {

class SettingField : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Shows a value; emits nothing and takes neither focus nor cursor away. The value must be of the setting's type or its word.
    virtual void setValue(const spec::Value &value) = 0;
    /// True while a person holds a handle: the owner may wait with what is costly.
    virtual bool isDragging() const { return false; }

signals:
    void valueEdited(hourglass::spec::Value value);
    /// Follows the last valueEdited of one edit: at once, or when a dragged handle is let go.
    void editFinished();
};

/// Makes the field that fits the setting.
SettingField *makeSettingField(const spec::Setting &setting, QWidget *parent);

} // namespace hourglass::ui
