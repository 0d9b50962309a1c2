#include "ui/window/status_line.h"

#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme.h"
#include "ui/window/beside_chip.h"

namespace hourglass::ui {

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent), m_moment(new QLabel), m_beside(new BesideChip), m_environment(new ElidedLabel), m_hint(new ElidedLabel) {
    setSizeGripEnabled(false);
    setContentsMargins(12, 0, 12, 0);
    followTextSize(this, [this] {
        const QFont small = interfaceFont(0.94 * interfaceFont().pointSizeF());
        for (QWidget *each :
             {static_cast<QWidget *>(this), static_cast<QWidget *>(m_moment), static_cast<QWidget *>(m_environment), static_cast<QWidget *>(m_hint)})
            each->setFont(small);
    });
    m_environment->setObjectName("environment");
    m_hint->setObjectName("hint");
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_environment->setToolTip(tr("Instruction set and threads that the training uses"));
    m_moment->setObjectName("shownMomentText");
    m_moment->setProperty("strong", true);
    m_moment->hide();
    addWidget(m_moment);
    addWidget(m_beside);
    addWidget(m_environment, 1);
    addPermanentWidget(m_hint, 3);
}

void StatusLine::showEnvironment(const QString &text) {
    m_environment->setText(text);
}

void StatusLine::showMoment(const QString &text) {
    m_moment->setText(text);
    m_moment->setVisible(!text.isEmpty());
}

void StatusLine::showHint(const QString &text) {
    m_hintText = text;
    showTip({});
}

void StatusLine::showTip(const QString &text) {
    const QString &shown = text.isEmpty() ? m_hintText : text;
    if (m_hint->text() != shown)
        m_hint->setText(shown);
}

} // namespace hourglass::ui
