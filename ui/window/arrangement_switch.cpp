#include "ui/window/arrangement_switch.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace hourglass::ui {

ArrangementSwitch::ArrangementSwitch(QWidget *parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)), m_button(new QToolButton(this)), m_menu(new QMenu(m_button)) {
    setObjectName(QStringLiteral("arrangementSwitch"));
    setAccessibleName(tr("Arrangement of the window"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("segments", true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_row->setContentsMargins(2, 2, 2, 2);
    m_row->setSpacing(2);
    m_button->setObjectName(QStringLiteral("arrangementButton"));
    m_button->setProperty("segment", true);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setMenu(m_menu);
    m_button->setToolTip(tr("How the panels of the window stand"));
    m_button->hide();
    m_menu->setToolTipsVisible(true);
    m_row->addWidget(m_button);
}

void ArrangementSwitch::setChoices(const QList<QAction *> &choices) {
    qDeleteAll(m_segments);
    m_segments.clear();
    m_choices = choices;
    m_menu->clear();
    m_menu->addActions(choices);
    for (QAction *choice : choices) {
        auto *segment = new QToolButton(this);
        segment->setDefaultAction(choice); // text, tool tip and tick are the action's
        segment->setAccessibleName(choice->text());
        segment->setProperty("segment", true);
        segment->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the view that had them
        segment->setVisible(!m_isCompact);
        m_row->addWidget(segment);
        m_segments.append(segment);
        connect(choice, &QAction::toggled, this, &ArrangementSwitch::showChoice);
    }
    showChoice();
}

void ArrangementSwitch::setCompact(bool isCompact) {
    m_isCompact = isCompact;
    for (QToolButton *segment : m_segments)
        segment->setVisible(!isCompact);
    m_button->setVisible(isCompact);
    updateGeometry();
}

void ArrangementSwitch::showChoice() {
    for (const QAction *choice : m_choices)
        if (choice->isChecked()) {
            m_button->setText(choice->text());
            m_button->setAccessibleName(tr("Arrangement: %1").arg(choice->text()));
        }
}

} // namespace hourglass::ui
