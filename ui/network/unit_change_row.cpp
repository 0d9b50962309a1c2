#include "ui/network/unit_change_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <cmath>

#include "ui/forms/number_edit.h"

namespace hourglass::ui {

namespace {

constexpr double mostValue = 1e6;
constexpr int asComputed = -1;
constexpr double firstFactor = 2;

int keyOf(plan::UnitChangeKind kind) {
    return static_cast<int>(kind);
}

} // namespace

UnitChangeRow::UnitChangeRow(QWidget *parent)
    : QWidget(parent), m_label(new QLabel(tr("Output"), this)), m_kind(new QComboBox(this)), m_value(new NumberEdit({-mostValue, mostValue}, this)),
      m_clear(new QToolButton(this)) {
    m_kind->setObjectName(QStringLiteral("unitChange"));
    m_kind->setAccessibleName(tr("What the unit gives out"));
    m_kind->setToolTip(tr("What all that follows gets from this unit: see in every view what it was good for. The training does not notice (X mutes)"));
    m_kind->addItem(tr("as computed"), asComputed);
    m_kind->addItem(tr("muted: 0"), keyOf(plan::UnitChangeKind::Muted));
    m_kind->addItem(tr("fixed at"), keyOf(plan::UnitChangeKind::Fixed));
    m_kind->addItem(tr("scaled by"), keyOf(plan::UnitChangeKind::Scaled));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(11);
    m_value->setObjectName(QStringLiteral("unitChangeValue"));
    m_label->setBuddy(m_kind);
    m_clear->setObjectName(QStringLiteral("clearUnitChanges"));
    m_clear->setProperty("chip", true);
    m_clear->setToolTip(tr("All units of all layers give out again what is computed"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(11, 2, 11, 2);
    layout->setSpacing(6);
    layout->addWidget(m_label);
    layout->addWidget(m_kind);
    layout->addWidget(m_value);
    layout->addStretch(1);
    layout->addWidget(m_clear);
    connect(m_kind, &QComboBox::activated, this, &UnitChangeRow::choose);
    connect(m_value, &NumberEdit::valueEdited, this, &UnitChangeRow::send);
    connect(m_clear, &QToolButton::clicked, this, &UnitChangeRow::clearWanted);
    showChange({}, 0);
}

void UnitChangeRow::showChange(const std::optional<plan::UnitChange> &change, int changed) {
    m_kind->setCurrentIndex(m_kind->findData(change ? keyOf(change->kind) : asComputed));
    if (change && change->kind != plan::UnitChangeKind::Muted)
        m_value->setValue(static_cast<double>(change->value));
    m_clear->setText(tr("Clear %1").arg(changed));
    m_clear->setVisible(changed > 0);
    refresh();
}

void UnitChangeRow::refresh() {
    const int kind = m_kind->currentData().toInt();
    const bool isScaled = kind == keyOf(plan::UnitChangeKind::Scaled);
    m_value->setVisible(isScaled || kind == keyOf(plan::UnitChangeKind::Fixed));
    m_value->setAccessibleName(isScaled ? tr("Factor") : tr("Value"));
    m_value->setToolTip(isScaled ? tr("Its output is multiplied by this: 0 mutes, −1 turns it round") : tr("Its output for every sample, at every place"));
}

void UnitChangeRow::choose() {
    const int kind = m_kind->currentData().toInt();
    if (kind == keyOf(plan::UnitChangeKind::Fixed))
        m_value->setValue(std::isfinite(m_usual) ? m_usual : 0);
    else if (kind == keyOf(plan::UnitChangeKind::Scaled))
        m_value->setValue(firstFactor);
    refresh();
    send();
}

void UnitChangeRow::send() {
    const int kind = m_kind->currentData().toInt();
    if (kind == asComputed)
        return emit edited({});
    const auto chosen = static_cast<plan::UnitChangeKind>(kind);
    emit edited(plan::UnitChange{0, 0, chosen, chosen == plan::UnitChangeKind::Muted ? 0.0f : static_cast<float>(m_value->value())});
}

} // namespace hourglass::ui
