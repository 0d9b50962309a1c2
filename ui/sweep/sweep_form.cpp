#include "ui/sweep/sweep_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "ui/forms/number_edit.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int mostRows = 6;

NumberEdit *numberEdit(double least, double most, double value, const QString &name, const QString &toolTip, QWidget *parent) {
    auto *edit = new NumberEdit({least, most, false, true}, parent);
    edit->setValue(value);
    edit->setAccessibleName(name);
    edit->setToolTip(toolTip);
    return edit;
}

} // namespace

SweepForm::SweepForm(QWidget *parent) : QWidget(parent) {
    m_ready = new QComboBox(this);
    m_ready->setObjectName(QStringLiteral("readySweeps"));
    m_ready->setAccessibleName(tr("Sweep"));
    m_ready->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_ready->setMinimumContentsLength(6);
    m_halving = new QComboBox(this);
    m_halving->setObjectName(QStringLiteral("sweepHalving"));
    m_halving->setAccessibleName(tr("Early stopping of the worse"));
    m_halving->setToolTip(tr("Successive halving: all begin with few epochs, and after each round only the better ones go on, with more"));
    m_halving->addItem(tr("all to the end"), 0);
    m_halving->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    followTextSize(m_halving, [this] { m_halving->setMinimumWidth(scaled(80)); }); // where there is no room for its words
    for (const int keep : {2, 3, 4})
        m_halving->addItem(tr("one in %1 goes on").arg(keep), keep);
    m_seeds = numberEdit(1, 100, 1, tr("Seeds"), tr("Each combination is trained with so many seeds: mean and spread say what is luck"), this);
    m_epochs = numberEdit(1, 100000, 5, tr("Epochs"), tr("Of each training"), this);
    m_draws = numberEdit(0, 10000, 0, tr("Combinations by lot"), tr("So many combinations are drawn by lot; 0: all of them are tried"), this);
    m_numbers = new QWidget(this);
    auto *numbers = new QHBoxLayout(m_numbers);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(6);
    for (const auto &[text, field] : {std::pair<QString, QWidget *>{tr("Seeds"), m_seeds}, {tr("Epochs"), m_epochs}, {tr("By lot"), m_draws}}) {
        auto *label = new QLabel(text, this);
        label->setBuddy(field);
        numbers->addWidget(label);
        numbers->addWidget(field);
    }
    m_head = new QGridLayout;
    m_head->setSpacing(6);
    m_head->setColumnStretch(0, 1);
    m_head->addWidget(m_ready, 0, 0);
    m_head->addWidget(m_numbers, 0, 1);
    m_head->addWidget(m_halving, 0, 2);
    connect(&TextSizeNews::get(), &TextSizeNews::changed, this, &SweepForm::foldHead);
    m_sentence = new ElidedLabel({}, this);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_add = new QToolButton(this);
    m_add->setText(tr("Vary another setting"));
    m_add->setToolTip(tr("Tries all combinations of its values with those above"));
    m_add->setProperty("chip", true);
    m_rowsLayout = new QVBoxLayout;
    m_rowsLayout->setSpacing(3);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addWidget(m_sentence, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 4, 10, 4);
    layout->setSpacing(4);
    layout->addLayout(m_head);
    layout->addLayout(m_rowsLayout);
    layout->addLayout(foot);
    connect(m_ready, &QComboBox::activated, this, [this] {
        refresh();
        emit readyChosen(m_ready->currentData().toString());
    });
    connect(m_add, &QToolButton::clicked, this, [this] {
        for (const SweepSetting &setting : m_settings)
            if (std::none_of(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.setting->currentData().toString() == setting.path; }))
                return addRow({setting.path, setting.values});
    });
    setReady({});
}

int SweepForm::leastWidth(bool isFolded) const {
    const int list = m_ready->minimumSizeHint().width() + m_head->spacing() + m_halving->minimumWidth(), numbers = m_numbers->minimumSizeHint().width();
    const QMargins margins = contentsMargins() + layout()->contentsMargins();
    return margins.left() + margins.right() + (isFolded ? std::max(list, numbers) : list + m_head->spacing() + numbers);
}

void SweepForm::foldHead() {
    if (const bool isFolded = width() < leastWidth(false); std::exchange(m_isFolded, isFolded) != isFolded)
        m_head->addWidget(m_numbers, isFolded ? 1 : 0, isFolded ? 0 : 1, 1, isFolded ? 3 : 1);
}

QSize SweepForm::minimumSizeHint() const {
    int least = leastWidth(true);
    for (const Row &row : m_rows)
        least = std::max(least, row.widget->minimumSizeHint().width());
    return {least, QWidget::minimumSizeHint().height()};
}

void SweepForm::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    foldHead();
}

void SweepForm::setReady(const std::vector<ReadySweep> &ready) {
    m_readySweeps = ready;
    m_ready->clear();
    for (const ReadySweep &each : ready) {
        m_ready->addItem(each.title, each.key);
        m_ready->setItemData(m_ready->count() - 1, each.sentence, Qt::ToolTipRole);
    }
    m_ready->addItem(tr("Settings of my choice"), QString());
    refresh();
}

void SweepForm::choose(const QString &ready) {
    m_ready->setCurrentIndex(std::max(0, m_ready->findData(ready)));
    refresh();
}

void SweepForm::refresh() {
    const QString key = m_ready->currentData().toString();
    const auto found = std::find_if(m_readySweeps.begin(), m_readySweeps.end(), [&key](const ReadySweep &each) { return each.key == key; });
    m_sentence->setText(found == m_readySweeps.end() ? tr("Values with commas between them, or LOW..HIGH/5 for five of them, evenly.") : found->sentence);
    m_add->setEnabled(m_rows.size() < mostRows && m_rows.size() < m_settings.size());
    for (const Row &row : m_rows)
        row.remove->setVisible(m_rows.size() > 1);
}

void SweepForm::setSettings(std::vector<SweepSetting> settings) {
    m_settings = std::move(settings);
    for (const Row &row : m_rows)
        fill(row, row.setting->currentData().toString());
    refresh();
}

/// All settings in the list, and this one as it is, though the stack should not have it.
void SweepForm::fill(const Row &row, const QString &path) const {
    const QSignalBlocker blocker(row.setting);
    row.setting->clear();
    for (const SweepSetting &setting : m_settings)
        row.setting->addItem(setting.label, setting.path);
    if (!path.isEmpty() && row.setting->findData(path) < 0)
        row.setting->addItem(path, path);
    row.setting->setCurrentIndex(row.setting->findData(path));
}

void SweepForm::addRow(const SweepAxis &axis) {
    Row row{new QWidget(this), nullptr, nullptr, nullptr};
    row.setting = new QComboBox(row.widget);
    row.setting->setAccessibleName(tr("Setting that is varied"));
    row.setting->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.setting->setMinimumContentsLength(8);
    row.setting->setMaxVisibleItems(24);
    row.values = new QLineEdit(axis.values, row.widget);
    row.values->setAccessibleName(tr("Its values"));
    row.values->setPlaceholderText(tr("2, 4, 8"));
    row.values->setToolTip(tr("Values with commas between them; 1..64/7 for seven evenly spaced ones; 0.0001..0.1 to draw from, with By lot"));
    row.remove = new QToolButton(row.widget);
    row.remove->setText(QStringLiteral("×"));
    row.remove->setToolTip(tr("Does not vary it"));
    row.remove->setAccessibleName(row.remove->toolTip());
    row.remove->setProperty("chip", true);
    auto *layout = new QHBoxLayout(row.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(row.setting, 1);
    layout->addWidget(row.values, 1);
    layout->addWidget(row.remove);
    fill(row, axis.path);
    connect(row.setting, &QComboBox::activated, this, [this, setting = row.setting, values = row.values] {
        const QString path = setting->currentData().toString();
        for (const SweepSetting &each : m_settings)
            if (each.path == path)
                values->setText(each.values);
    });
    connect(row.values, &QLineEdit::returnPressed, this, &SweepForm::startWanted);
    connect(row.remove, &QToolButton::clicked, this, [this, widget = row.widget] { removeRow(widget); });
    m_rowsLayout->addWidget(row.widget);
    m_rows.push_back(row);
    refresh();
}

void SweepForm::removeRow(const QWidget *row) {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [row](const Row &each) { return each.widget == row; });
    if (found == m_rows.end())
        return;
    found->widget->hide();
    found->widget->deleteLater();
    m_rows.erase(found);
    refresh();
}

void SweepForm::showAxes(const std::vector<SweepAxis> &axes) {
    while (!m_rows.empty())
        removeRow(m_rows.back().widget);
    for (const SweepAxis &axis : axes)
        addRow(axis);
}

void SweepForm::setEpochs(int epochs) {
    m_epochs->setValue(epochs);
}

std::vector<QLineEdit *> SweepForm::valueEdits() const {
    std::vector<QLineEdit *> edits;
    for (const Row &row : m_rows)
        edits.push_back(row.values);
    return edits;
}

SweepOrder SweepForm::order() const {
    SweepOrder order{m_ready->currentData().toString(),  {},
                     static_cast<int>(m_seeds->value()), static_cast<int>(m_epochs->value()),
                     m_halving->currentData().toInt(),   static_cast<int>(m_draws->value())};
    for (const Row &row : m_rows)
        order.axes.push_back({row.setting->currentData().toString(), row.values->text()});
    return order;
}

} // namespace hourglass::ui
