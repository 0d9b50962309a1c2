// How the import panel is put together.
#include "ui/import/import_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/forms/loading_bar.h"
#include "ui/forms/settings_form.h"
#include "ui/import/cloud_view.h"
#include "ui/import/doubt_list.h"
#include "ui/import/import_strip.h"
#include "ui/import/problem_list.h"
#include "ui/import/sample_preview.h"
#include "ui/import/source_choice.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int margin = 14, formWidth = 316, labelWidth = 92;

}

void ImportPanel::setPrimary(QPushButton &button, bool isPrimary) {
    if (button.property("primary").toBool() == isPrimary)
        return;
    button.setProperty("primary", isPrimary);
    button.style()->unpolish(&button);
    button.style()->polish(&button);
    button.updateGeometry();
}

QBoxLayout *ImportPanel::makeHead() {
    auto *head = new QVBoxLayout;
    head->setContentsMargins(margin, 12, margin, 10);
    head->setSpacing(2);
    m_title->setObjectName("importTitle");
    followTextSize(m_title, [this] { m_title->setFont(interfaceFont(1.15 * interfaceFont().pointSizeF(), QFont::DemiBold)); });
    m_summary->setObjectName("importSummary");
    m_parts->setObjectName("importParts");
    m_parts->setProperty("dim", true);
    m_chooseAgain->setObjectName("chooseAgain");
    m_chooseAgain->setText(tr("Choose another"));
    m_chooseAgain->setProperty("chip", true);
    m_chooseAgain->setToolTip(tr("Another of what the folder or archive holds"));
    m_chooseAgain->setFocusPolicy(Qt::StrongFocus);
    auto *first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(m_chooseAgain);
    head->addLayout(first);
    for (ElidedLabel *line : {m_summary, m_parts})
        head->addWidget(line);
    connect(m_chooseAgain, &QToolButton::clicked, this, [this] {
        setFocus();
        edit(spec::DataSpec(m_candidate.folder));
    });
    return head;
}

QLabel *ImportPanel::addHeading(const QString &text, QBoxLayout *layout) {
    auto *heading = new QLabel(text);
    heading->setProperty("strong", true);
    followTextSize(heading, [heading] { heading->setMinimumHeight(scaled(26)); });
    layout->addWidget(heading);
    return heading;
}

QBoxLayout *ImportPanel::makeBody() {
    auto *body = new QHBoxLayout;
    body->setContentsMargins(margin, 0, margin - 10, 10);
    body->setSpacing(margin);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(m_preview, 1);
    left->addWidget(m_choice, 1);
    left->addWidget(m_problems);
    body->addLayout(left, 1);

    auto *forms = new QWidget;
    auto *right = new QVBoxLayout(forms);
    right->setContentsMargins(0, 0, 10, 0);
    right->setSpacing(6);
    auto *headRow = new QHBoxLayout;
    m_sourceHeading = addHeading(tr("As it was read"), headRow);
    m_automatic->setObjectName("importAutomatic");
    m_automatic->setText(tr("Automatic"));
    m_automatic->setProperty("chip", true);
    m_automatic->setToolTip(tr("Find all of these out from the file again"));
    m_automatic->setAccessibleName(m_automatic->toolTip());
    headRow->addWidget(m_automatic);
    right->addLayout(headRow);
    right->addWidget(m_sourceForm);
    addHeading(tr("As it is trained on"), right);
    right->addWidget(m_shapingForm);
    right->addStretch(1);
    m_scroll->setObjectName("importForms");
    m_scroll->setWidget(forms);
    forms->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    followTextSize(m_scroll, [this] {
        for (SettingsForm *form : {m_sourceForm, m_shapingForm})
            form->setLabelWidth(scaled(labelWidth));
        m_scroll->setFixedWidth(scaled(formWidth));
    });
    body->addWidget(m_scroll);
    connect(m_sourceForm, &SettingsForm::valueEdited, this,
            [this](const QString &key, const spec::Value &value) { edit(withSourceEdit(m_candidate.data, key.toStdString(), value)); });
    connect(m_shapingForm, &SettingsForm::valueEdited, this,
            [this](const QString &key, const spec::Value &value) { edit(withShapingEdit(m_candidate.data, m_catalogue, key.toStdString(), value)); });
    connect(m_doubts, &DoubtList::decided, this,
            [this](const QString &key, const spec::Value &value) { edit(withSourceEdit(m_candidate.data, key.toStdString(), value)); });
    connect(m_doubts, &DoubtList::takenBack, this, [this](const QString &key) {
        spec::DataSpec asFound = m_candidate.data;
        asFound.options.erase(key.toStdString());
        edit(asFound);
    });
    connect(m_choice, &SourceChoice::chosen, this, [this](const spec::DataSpec &chosen) {
        setFocus(); // the button that had it goes, and Enter must not meet another
        edit(chosen);
    });
    connect(m_automatic, &QToolButton::clicked, this, [this] {
        spec::DataSpec automatic = m_candidate.data;
        automatic.options = m_candidate.place;
        edit(automatic);
    });
    return body;
}

/// As they are read: rows that are made anew would come last.
void ImportPanel::orderTabs(const spec::Kind &source, const spec::Kind &shaping) {
    QWidgetList order{m_chooseAgain};
    order << m_doubts->buttons() << m_choice->buttons();
    order << m_preview->table() << m_preview->cloud();
    order << m_problems->findChildren<QToolButton *>().first() << m_problems->findChildren<QPlainTextEdit *>().first() << m_automatic;
    for (const auto &[form, kind] : {std::pair{m_sourceForm, &source}, std::pair{m_shapingForm, &shaping}})
        for (const spec::Setting &setting : kind->settings)
            if (SettingField *field = form->field(QString::fromStdString(setting.key))) {
                field->setFocusPolicy(Qt::StrongFocus); // as its control has; setTabOrder passes over what takes no focus itself
                order << field;
            }
    order << m_loading->findChildren<QToolButton *>().first() << m_cancel << m_useFitted << m_use;
    if (order == m_tabOrder)
        return;
    m_tabOrder = order;
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

QBoxLayout *ImportPanel::makeFoot() {
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(margin, 10, margin, 12);
    foot->setSpacing(10);
    m_cancel->setObjectName("importCancel");
    m_cancel->setToolTip(tr("Leave all as it is  (Esc)"));
    m_cancel->setAutoDefault(true); // Enter on it is its own
    m_useFitted->setObjectName("importUseFitted");
    m_useFitted->setAutoDefault(true);
    m_use->setObjectName("importUse");
    m_use->setToolTip(tr("Train on these data from now on; Undo brings back those before  (Enter)"));
    m_use->setAutoDefault(true);
    setPrimary(*m_use, true);
    foot->addWidget(m_loading);
    foot->addStretch(1);
    for (QPushButton *button : {m_cancel, m_useFitted, m_use}) {
        button->setFocusPolicy(Qt::StrongFocus);
        foot->addWidget(button);
    }
    QSizePolicy keepsRoom = m_loading->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true);
    m_loading->setSizePolicy(keepsRoom);
    m_loading->hide();
    connect(m_loading, &LoadingBar::cancelRequested, this, &ImportPanel::stopRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ImportPanel::cancelRequested);
    connect(m_use, &QPushButton::clicked, this, [this] { emit useRequested(false); });
    connect(m_useFitted, &QPushButton::clicked, this, [this] { emit useRequested(true); });
    return foot;
}

} // namespace hourglass::ui
