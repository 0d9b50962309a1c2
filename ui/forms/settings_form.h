// A form made from a description: one row a setting, with its label at the left and its field at the right.
#pragma once

#include <QWidget>

#include <map>
#include <string>

#include "ui/forms/setting_field.h"

class QGridLayout;
class QLabel;

namespace hourglass::ui {

class SettingsForm : public QWidget {
    Q_OBJECT
public:
    explicit SettingsForm(QWidget *parent = nullptr);

    /// Shows a component of this kind, with fallbacks where it sets nothing. Rows are made anew only when the kind's settings
    /// differ from those shown; otherwise values alone change: no signal, no change of focus or cursor.
    void showSettings(const spec::Kind &kind, const spec::Component &component);
    /// Replaces the field of a setting by a sentence that says what holds instead; an empty one brings the field back.
    void setReadOnly(const QString &key, const QString &reason);
    /// Gives the labels at least this width, so that forms below one another align.
    void setLabelWidth(int pixels);

    /// The field of a setting, or null.
    SettingField *field(const QString &key) const;

signals:
    void valueEdited(const QString &key, hourglass::spec::Value value);
    void editFinished(const QString &key);

private:
    struct Row {
        QLabel *label;
        SettingField *field;
        QLabel *reason;
        bool isReadOnly = false, isCounting = true;
    };

    void rebuild();
    void addRow(const spec::Setting &setting, int position);
    void keepNarrow(QLabel *label) const;
    static void refresh(const Row &row);
    const Row *find(const QString &key) const;

    QGridLayout *m_grid;
    spec::Kind m_kind;
    std::map<std::string, Row> m_rows;
};

} // namespace hourglass::ui
