#include "ui/latent/axes_choice.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QSignalBlocker>
#include <QToolButton>

#include <utility>

#include "ui/latent/latent_texts.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

using Kind = analysis::LatentAxes::Kind;

AxesChoice::AxesChoice(PanelHeader *header) : QObject(header) {
    const auto addUnit = [&](const QString &name, const QString &toolTip, bool isSecond) {
        auto *box = new QComboBox(header);
        box->setObjectName(isSecond ? QStringLiteral("secondUnit") : QStringLiteral("firstUnit"));
        box->setAccessibleName(name);
        box->setToolTip(toolTip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        header->addControl(box);
        connect(box, &QComboBox::activated, this, [this, isSecond](int unit) { chooseUnit(isSecond, unit); });
        return box;
    };
    m_unitsChip = header->addChip(tr("Units"), tr("Show two units of the code"), true);
    m_first = addUnit(tr("Unit across"), tr("The unit of the horizontal axis"), false);
    m_second = addUnit(tr("Unit upwards"), tr("The unit of the vertical axis"), true);
    m_principalChip = header->addChip(tr("PCA"), tr("Show the two directions in which the codes vary most"), true);
    auto *group = new QButtonGroup(this);
    group->addButton(m_unitsChip);
    group->addButton(m_principalChip);
    const auto choose = [this](Kind kind) {
        if (m_axes.kind == kind)
            return;
        m_axes.kind = kind;
        refresh();
        emit edited(m_axes);
    };
    connect(m_unitsChip, &QToolButton::clicked, this, [choose] { choose(Kind::Units); });
    connect(m_principalChip, &QToolButton::clicked, this, [choose] { choose(Kind::Principal); });
    refresh();
}

void AxesChoice::setUnits(int units) {
    if (units == m_units)
        return;
    m_units = units;
    for (QComboBox *box : {m_first, m_second}) {
        const QSignalBlocker blocker(box);
        box->clear();
        for (int unit = 0; unit < units; ++unit)
            box->addItem(unitName(unit));
    }
    refresh();
}

void AxesChoice::setAxes(const analysis::LatentAxes &axes) {
    m_axes = axes;
    refresh();
}

void AxesChoice::chooseUnit(bool isSecond, int unit) {
    analysis::LatentAxes axes = m_axes;
    int &chosen = isSecond ? axes.second : axes.first, &other = isSecond ? axes.first : axes.second;
    if (unit == other)
        other = std::exchange(chosen, unit); // the two change places: a plane needs two different units
    chosen = unit;
    if (axes == m_axes)
        return;
    m_axes = axes;
    refresh();
    emit edited(m_axes);
}

void AxesChoice::refresh() {
    const bool hasChoice = m_units > 2, isUnits = m_axes.kind == Kind::Units;
    m_unitsChip->setVisible(hasChoice);
    m_principalChip->setVisible(hasChoice);
    m_unitsChip->setChecked(isUnits);
    m_principalChip->setChecked(!isUnits);
    m_first->setVisible(hasChoice && isUnits);
    m_second->setVisible(hasChoice && isUnits);
    m_first->setCurrentIndex(m_axes.first);
    m_second->setCurrentIndex(m_axes.second);
}

} // namespace hourglass::ui
