#include "ui/import/import_panel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/forms/loading_bar.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/table_text.h"
#include "ui/import/doubt_list.h"
#include "ui/import/import_strip.h"
#include "ui/import/import_texts.h"
#include "ui/import/problem_list.h"
#include "ui/import/sample_preview.h"
#include "ui/import/source_choice.h"
#include "ui/theme/card.h"
#include "ui/theme/elided_label.h"

namespace hourglass::ui {

namespace {

constexpr QSize largestCard(960, 640);
constexpr int aroundCard = 12, patienceMs = 150;

} // namespace

ImportPanel::ImportPanel(QWidget *window, QWidget *area)
    : QWidget(window), m_area(area), m_card(new QWidget(this)), m_title(new ElidedLabel), m_summary(new ElidedLabel), m_parts(new ElidedLabel),
      m_doubts(new DoubtList), m_preview(new SamplePreview), m_choice(new SourceChoice), m_chooseAgain(new QToolButton), m_problems(new ProblemList),
      m_scroll(new QScrollArea), m_sourceHeading(nullptr), m_sourceForm(new SettingsForm), m_shapingForm(new SettingsForm), m_automatic(new QToolButton),
      m_strip(new ImportStrip), m_loading(new LoadingBar), m_cancel(new QPushButton(tr("Cancel"))), m_useFitted(new QPushButton),
      m_use(new QPushButton(tr("Use these data"))) {
    setObjectName("importPanel");
    setAccessibleName(tr("Data to open"));
    setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    layout->addWidget(m_doubts);
    layout->addLayout(makeBody(), 1);
    layout->addWidget(m_strip);
    layout->addLayout(makeFoot());
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, &ImportPanel::showReading);
    m_area->installEventFilter(this);
    if (window != m_area)
        window->installEventFilter(this);
    hide();
    setTheme(m_theme);
}

void ImportPanel::showCandidate(const ImportCandidate &candidate, const spec::Catalogue &catalogue) {
    if (candidate.data.source != m_candidate.data.source || candidate.place != m_candidate.place)
        m_doubts->forget();
    m_candidate = candidate;
    m_catalogue = catalogue;
    m_title->setText(importTitle(candidate));
    m_summary->setText(importSummary(candidate));
    m_parts->setText(importParts(candidate));
    if (!isVisible() || m_previewed != candidate.dataset.get()) {
        m_previewed = candidate.dataset.get();
        m_preview->showSamples(candidate.preview);
    }
    m_doubts->showDoubts(candidate.dataset ? candidate.dataset->report.doubts : std::vector<data::Doubt>{}, candidate.data.options);
    m_problems->showReport(candidate.dataset ? candidate.dataset->report : data::ReadReport{});
    showChoice();
    showForms();
    showStrip();
    showButtons();
    if (!candidate.isReading)
        m_patience.stop();
    else if (!m_patience.isActive() && !m_loading->isVisible())
        m_patience.start();
    if (!m_patience.isActive())
        showReading();
    if (!isVisible())
        open();
}

void ImportPanel::showChoice() {
    const bool mustChoose = m_candidate.needsChoice();
    m_choice->showOffers(mustChoose ? m_candidate.offers : std::vector<SourceOffer>{});
    m_preview->setVisible(!mustChoose);
    m_chooseAgain->setVisible(!mustChoose && !m_candidate.offers.empty());
}

void ImportPanel::showForms() {
    m_form = dataForm(m_candidate.data, m_catalogue, m_candidate.source, m_candidate.dataset ? m_candidate.dataset->report : data::ReadReport{});
    const DataForm &form = m_form;
    const bool hasSettings = !form.source.settings.empty();
    m_sourceForm->showSettings(form.source, form.sourceValues);
    m_shapingForm->showSettings(form.shaping, form.shapingValues);
    m_sourceForm->setVisible(hasSettings);
    m_sourceHeading->setVisible(hasSettings);
    nameSource();
    m_automatic->setVisible(hasSettings);
    m_automatic->setEnabled(m_candidate.data.options != m_candidate.place);
    m_scroll->setVisible((m_candidate.dataset || hasSettings) && !m_candidate.needsChoice());
    orderTabs(form.source, form.shaping);
    markField(m_candidate.error ? m_candidate.error->where : std::string());
}

/// What is read has settings that were found out; what is drawn has knobs.
void ImportPanel::nameSource() {
    const bool drawn = isDrawn(m_candidate);
    m_sourceHeading->setText(drawn ? tr("As they are drawn") : tr("As it was read"));
    m_automatic->setText(drawn ? tr("Defaults") : tr("Automatic"));
    m_automatic->setToolTip(drawn ? tr("Every knob back to where it was at first") : tr("Find all of these out from the file again"));
    m_automatic->setAccessibleName(m_automatic->toolTip());
}

/// The field that an error speaks of has a red edge.
void ImportPanel::markField(const std::string &where) {
    const QString place = QString::fromStdString(where);
    for (SettingsForm *form : {m_sourceForm, m_shapingForm})
        for (QWidget *field : form->findChildren<QWidget *>()) {
            if (!qobject_cast<SettingField *>(field) || !field->focusProxy())
                continue;
            const QString path = (form == m_sourceForm ? QStringLiteral("data.options.") : QStringLiteral("data.")) + field->objectName();
            QWidget *control = field->focusProxy();
            if (control->property("error").toBool() == (path == place))
                continue;
            control->setProperty("error", path == place);
            control->style()->unpolish(control);
            control->style()->polish(control);
        }
}

void ImportPanel::showStrip() {
    if (m_candidate.isReading && !m_candidate.dataset)
        return m_strip->say({}, false);
    auto problem = m_candidate.error ? m_candidate.error : m_candidate.refusal;
    if (problem && problem->where.rfind("training.", 0) == 0)
        problem->where.clear(); // it stands elsewhere in the window, and the sentence names it
    if (problem && m_candidate.needsChoice())
        problem = core::Error{problem->what, {}, tr("Choose above what is to be read.").toStdString()};
    QStringList lines;
    if (problem)
        lines << errorText(*problem, tableText(labelAt(m_form, problem->where)));
    for (const QString &note : m_candidate.notes)
        lines << note.toHtmlEscaped();
    m_strip->say(lines.join(QStringLiteral("<br>")), problem.has_value());
}

void ImportPanel::showButtons() {
    const bool isReady = m_candidate.isReady();
    m_use->setEnabled(isReady && !m_candidate.refusal);
    m_useFitted->setVisible(!m_candidate.remedy.isEmpty() && !m_candidate.error);
    m_useFitted->setEnabled(isReady);
    m_useFitted->setText(tr("Use with %1").arg(m_candidate.remedy));
    m_useFitted->setToolTip(tr("Train on these data with the stack and the loss changed so that they fit; one Undo brings all back"));
    setPrimary(*m_useFitted, m_candidate.refusal.has_value());
    setPrimary(*m_use, !m_candidate.refusal);
}

void ImportPanel::showReading() {
    m_preview->setStale(m_candidate.isReading || m_candidate.error);
    m_loading->setVisible(m_candidate.isReading);
}

void ImportPanel::showProgress(double fraction, const QString &what) {
    m_loading->showProgress(fraction, what);
}

void ImportPanel::edit(const spec::DataSpec &wanted) {
    if (wanted == m_candidate.data)
        return;
    m_candidate.data = wanted;
    m_use->setEnabled(false); // until it is read so
    m_useFitted->setEnabled(false);
    emit dataEdited(wanted);
}

void ImportPanel::open() {
    m_focusBefore = QApplication::focusWidget();
    ensurePolished();
    place();
    raise();
    show();
    setFocus(Qt::PopupFocusReason);
}

void ImportPanel::shut() {
    hide();
    m_patience.stop();
    m_loading->hide();
    m_previewed = nullptr;
    m_doubts->forget();
    m_candidate = {}; // large data are let go of
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

void ImportPanel::place() {
    const QRect room(m_area->mapTo(parentWidget(), QPoint()), m_area->size());
    const QSize size = largestCard.boundedTo(room.size() - QSize(2 * aroundCard, 2 * aroundCard));
    const QRect card(room.center() - QPoint(size.width() / 2, size.height() / 2), size);
    setGeometry(card.marginsAdded({cardShadow, cardShadow, cardShadow, cardShadow}));
    m_card->setGeometry(QRect(QPoint(cardShadow, cardShadow), size));
}

void ImportPanel::setTheme(const Theme &theme) {
    m_theme = theme;
    m_doubts->setTheme(theme);
    m_preview->setTheme(theme);
    m_strip->setTheme(theme);
    m_loading->setTheme(theme);
    update();
}

bool ImportPanel::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_area && isVisible() && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        place();
    if (watched == parentWidget() && event->type() == QEvent::WindowActivate && isVisible()) // opened by a drop, while the keys were elsewhere
        QTimer::singleShot(0, this, [this] {
            if (isVisible() && !isAncestorOf(QApplication::focusWidget()))
                setFocus(Qt::PopupFocusReason);
        });
    return QWidget::eventFilter(watched, event);
}

/// The training can still be started and paused.
bool ImportPanel::keepKey(QEvent *event) const {
    if (event->type() != QEvent::ShortcutOverride || !isVisible())
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isPlain = !(key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier | Qt::GroupSwitchModifier));
    const bool isLetter = isPlain && !key->text().isEmpty() && key->text().at(0).isPrint() && key->key() != Qt::Key_Space;
    if (!isLetter && !key->matches(QKeySequence::Paste) && !key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo))
        return false;
    event->accept();
    return true;
}

InputSection ImportPanel::inputs() const {
    const QStringList arrows = keyTexts({Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down});
    return {tr("The sheet of data"),
            {{{keyText(Qt::Key_Return)}, tr("Use the data as they stand there")},
             {{keyText(Qt::Key_Escape)}, tr("Leave the sheet")},
             {QStringList{tr("Drag")} + arrows, tr("Turn a cloud of points")}}};
}

void ImportPanel::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape) {
        emit cancelRequested();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        QPushButton *wanted = m_useFitted->property("primary").toBool() ? m_useFitted : m_use;
        if (wanted->isEnabled() && !wanted->isHidden())
            wanted->click();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ImportPanel::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintCard(painter, QRectF(m_card->geometry()), m_theme);
}

} // namespace hourglass::ui
