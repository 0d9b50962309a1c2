#include "ui/window/pace_choice.h"

#include <QActionGroup>
#include <QLocale>

#include <algorithm>
#include <array>

namespace hourglass::ui {

namespace {

/// The last: as fast as it can.
constexpr std::array paces{1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 0.0};

} // namespace

PaceChoice::PaceChoice(QWidget *parent) : QMenu(tr("Speed"), parent), m_group(new QActionGroup(this)), m_chosen(paces.size() - 1) {
    setObjectName(QStringLiteral("paceChoice"));
    for (std::size_t i = 0; i < paces.size(); ++i) {
        QAction *action = addAction(paces[i] == 0   ? tr("As fast as it can")
                                    : paces[i] == 1 ? tr("1 step a second")
                                                    : tr("%1 steps a second").arg(QLocale().toString(paces[i], 'f', 0)));
        action->setCheckable(true);
        action->setActionGroup(m_group);
        connect(action, &QAction::triggered, this, [this, i] { choose(i); });
    }
    m_group->actions().last()->setChecked(true);
}

double PaceChoice::pace() const {
    return paces[m_chosen];
}

QString PaceChoice::text() const {
    return pace() == 0 ? tr("max") : tr("%1/s").arg(QLocale().toString(pace(), 'f', 0));
}

QString PaceChoice::widestText() {
    return tr("%1/s").arg(QLocale().toString(*std::max_element(paces.begin(), paces.end()), 'f', 0));
}

void PaceChoice::goFaster(int by) {
    const int last = static_cast<int>(paces.size()) - 1;
    choose(static_cast<std::size_t>(std::clamp(static_cast<int>(m_chosen) + by, 0, last)));
}

void PaceChoice::choose(std::size_t index) {
    m_group->actions()[static_cast<qsizetype>(index)]->setChecked(true);
    if (index == m_chosen)
        return;
    m_chosen = index;
    emit paceChosen(pace());
}

} // namespace hourglass::ui
