#include "ui/window/beside_menu.h"

namespace hourglass::ui {

namespace {

constexpr int mostRunsInMenu = 20; ///< the panel Runs has them all

} // namespace

BesideMenu::BesideMenu(QWidget *parent) : QMenu(tr("Train beside"), parent), m_runs(new QMenu(tr("A run"), this)), m_presets(new QMenu(tr("A preset"), this)) {
    setObjectName(QStringLiteral("besideMenu"));
    menuAction()->setStatusTip(tr("Train a second stack step for step on the same batches, to see what one change does, all else equal"));
    const auto add = [this](const QString &text, const QString &sentence, auto act) {
        QAction *action = addAction(text, this, act);
        action->setStatusTip(sentence);
        return action;
    };
    add(tr("A copy of this stack"), tr("Both start anew, alike to the last bit; then change this one, and the copy stays as it is"), [this] {
        emit copyWanted(false);
    })->setObjectName(QStringLiteral("besideCopy"));
    add(tr("A copy with other first weights"), tr("Both start anew, on the same batches, the copy from weights of another seed"), [this] {
        emit copyWanted(true);
    })->setObjectName(QStringLiteral("besideOtherWeights"));
    addSeparator();
    addMenu(m_runs);
    addMenu(m_presets);
    m_runs->menuAction()->setStatusTip(tr("The stack and the settings of a run, from its beginning"));
    m_presets->menuAction()->setStatusTip(tr("One of the ready stacks, on these data"));
    add(tr("A stack in a file…"), tr("A stack that was saved as JSON, from its beginning"), [this] { emit fileWanted(); });
    setRuns({});
}

void BesideMenu::setRuns(const std::vector<Entry> &runs) {
    m_runs->clear();
    for (auto run = runs.rbegin(); run != runs.rend() && m_runs->actions().size() < mostRunsInMenu; ++run) {
        QString title = run->title;
        QAction *action =
            m_runs->addAction(title.replace(QLatin1Char('&'), QLatin1String("&&")), this, [this, key = run->key] { emit runWanted(key.toULongLong()); });
        action->setStatusTip(run->sentence);
    }
    m_runs->menuAction()->setEnabled(!m_runs->isEmpty());
}

void BesideMenu::setPresets(const std::vector<Entry> &presets) {
    m_presets->clear();
    for (const Entry &preset : presets) {
        QAction *action = m_presets->addAction(preset.title, this, [this, key = preset.key] { emit presetWanted(key); });
        action->setStatusTip(preset.sentence);
    }
}

} // namespace hourglass::ui
