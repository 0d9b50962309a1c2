#include "ui/forms/settings_form.h"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>

#include "ui/forms/table_text.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

bool isSameChoice(const spec::Choice &a, const spec::Choice &b) {
    return a.key == b.key && a.label == b.label;
}

bool isSameSetting(const spec::Setting &a, const spec::Setting &b) {
    return a.key == b.key && a.label == b.label && a.kind == b.kind && a.minimum == b.minimum && a.maximum == b.maximum && a.usualMinimum == b.usualMinimum &&
           a.usualMaximum == b.usualMaximum && a.isLogarithmic == b.isLogarithmic && a.word == b.word &&
           std::equal(a.choices.begin(), a.choices.end(), b.choices.begin(), b.choices.end(), isSameChoice);
}

bool isSameForm(const spec::Kind &a, const spec::Kind &b) {
    return a.key == b.key && std::equal(a.settings.begin(), a.settings.end(), b.settings.begin(), b.settings.end(), isSameSetting);
}

constexpr int rowHeight = 26;

} // namespace

SettingsForm::SettingsForm(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    connect(&TextSizeNews::get(), &TextSizeNews::changed, this, [this] {
        for (const auto &[key, row] : m_rows) {
            row.label->setMinimumHeight(scaled(rowHeight));
            row.reason->setMinimumHeight(scaled(rowHeight));
        }
    });
}

void SettingsForm::showSettings(const spec::Kind &kind, const spec::Component &component) {
    if (!isSameForm(kind, m_kind)) {
        m_kind = kind;
        rebuild();
    }
    for (auto &[key, row] : m_rows) {
        row.field->setValue(spec::valueOf(component, m_kind, key));
        row.isCounting = spec::counts(component, m_kind, key);
        refresh(row);
    }
}

void SettingsForm::rebuild() {
    // Another form made by the choice in a field that it has, too (the kind of a layer): the hand stays there.
    std::string focused;
    for (const auto &[key, row] : m_rows)
        if (QWidget *focus = QApplication::focusWidget(); focus && (focus == row.field || row.field->isAncestorOf(focus)))
            focused = key;
    for (const auto &[key, row] : m_rows)
        for (QWidget *widget : {static_cast<QWidget *>(row.label), static_cast<QWidget *>(row.field), static_cast<QWidget *>(row.reason)}) {
            m_grid->removeWidget(widget);
            widget->hide();
            widget->deleteLater(); // the signal of this very field may have brought us here
        }
    m_rows.clear();
    int position = 0;
    for (const spec::Setting &setting : m_kind.settings)
        addRow(setting, position++);
    if (const Row *row = find(QString::fromStdString(focused))) {
        row->field->show(); // the layout would only do so later, and what is hidden takes no focus
        row->field->setFocus();
    }
}

void SettingsForm::addRow(const spec::Setting &setting, int position) {
    const QString help = toolTipText(tableText(setting.help)), key = QString::fromStdString(setting.key);
    const Row row{new QLabel(tableText(setting.label), this), makeSettingField(setting, this), new QLabel(this)};
    row.label->setProperty("dim", true);
    row.label->setToolTip(help);
    row.label->setBuddy(row.field);
    row.label->setMinimumHeight(scaled(rowHeight));
    keepNarrow(row.label);
    row.reason->setWordWrap(true);
    row.reason->setToolTip(help);
    row.reason->setMinimumHeight(scaled(rowHeight));
    row.reason->hide();
    row.field->setObjectName(key);
    const Qt::Alignment atTop = setting.word.empty() ? Qt::AlignVCenter : Qt::AlignTop;
    m_grid->addWidget(row.label, position, 0, atTop);
    m_grid->addWidget(row.field, position, 1, Qt::AlignVCenter);
    m_grid->addWidget(row.reason, position, 1);
    connect(row.field, &SettingField::valueEdited, this, [this, key](const spec::Value &value) { emit valueEdited(key, value); });
    connect(row.field, &SettingField::editFinished, this, [this, key] { emit editFinished(key); });
    m_rows.emplace(setting.key, row);
}

/// A label of several words takes two lines before it takes room from the fields.
void SettingsForm::keepNarrow(QLabel *label) const {
    constexpr int tolerance = 10;
    const int width = m_grid->columnMinimumWidth(0);
    label->setWordWrap(false);
    label->setMinimumWidth(0);
    label->setMaximumWidth(QWIDGETSIZE_MAX);
    if (width == 0 || label->sizeHint().width() <= width + tolerance || !label->text().contains(QLatin1Char(' ')))
        return;
    label->setWordWrap(true);
    label->setFixedWidth(width + tolerance);
}

void SettingsForm::setReadOnly(const QString &key, const QString &reason) {
    const auto row = m_rows.find(key.toStdString());
    if (row == m_rows.end())
        return;
    row->second.reason->setText(reason);
    row->second.isReadOnly = !reason.isEmpty();
    refresh(row->second);
}

/// What does not count beside the present choices is not there.
void SettingsForm::refresh(const Row &row) {
    row.label->setVisible(row.isCounting);
    row.field->setVisible(row.isCounting && !row.isReadOnly);
    row.reason->setVisible(row.isCounting && row.isReadOnly);
}

void SettingsForm::setLabelWidth(int pixels) {
    m_grid->setColumnMinimumWidth(0, pixels);
    for (const auto &[key, row] : m_rows)
        keepNarrow(row.label);
}

SettingField *SettingsForm::field(const QString &key) const {
    const Row *row = find(key);
    return row ? row->field : nullptr;
}

const SettingsForm::Row *SettingsForm::find(const QString &key) const {
    const auto row = m_rows.find(key.toStdString());
    return row == m_rows.end() ? nullptr : &row->second;
}

} // namespace hourglass::ui
