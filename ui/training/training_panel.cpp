#include "ui/training/training_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>
#include <vector>

#include "ui/forms/number_slider.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/table_text.h"
#include "ui/theme/text_size.h"
#include "ui/training/variant_strip.h"

namespace hourglass::ui {

namespace {

constexpr int paceMs = 33;

} // namespace

TrainingPanel::TrainingPanel(QWidget *parent) : Panel(QStringLiteral("training"), tr("Training"), parent) {
    header()->setCaption(tr("Changes take effect in the next step."));
    header()->setSubtitle(tr("live"));
    m_pace.setSingleShot(true);
    m_pace.setInterval(paceMs);
    connect(&m_pace, &QTimer::timeout, this, &TrainingPanel::emitPending);

    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("trainingBody"));
    auto *rows = new QVBoxLayout(body);
    rows->setContentsMargins(12, 6, 12, 8);
    rows->setSpacing(0);
    const auto addForm = [&](SettingsForm *&form) {
        form = new SettingsForm(body);
        rows->addWidget(form);
        connect(form, &SettingsForm::valueEdited, this, &TrainingPanel::take);
        connect(form, &SettingsForm::editFinished, this, &TrainingPanel::finish);
    };
    addForm(m_head);
    addForm(m_direct);
    addForm(m_body);
    m_moreButton = new QToolButton(body);
    m_moreButton->setObjectName(QStringLiteral("more"));
    m_moreButton->setCheckable(true);
    m_moreButton->setText(tr("More"));
    m_moreButton->setToolTip(tr("Further settings of optimiser and loss, corruption, average, what ends the training, and the seed"));
    m_moreButton->setAccessibleName(tr("More settings of the training"));
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reason = new QLabel(body);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setWordWrap(true);
    m_reason->setContentsMargins(0, 2, 0, 4);
    m_reason->hide();
    rows->addWidget(m_reason);
    rows->addWidget(m_moreButton, 0, Qt::AlignLeft);
    addForm(m_more);
    addForm(m_vary);
    m_variants = new VariantStrip(body);
    rows->addWidget(m_variants);
    m_note = new QLabel(body);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setProperty("dim", true);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(0, 6, 0, 0);
    m_note->hide();
    rows->addWidget(m_note);
    rows->addStretch(1);
    connect(m_moreButton, &QToolButton::clicked, this, [this](bool isOn) {
        m_isFoldChosen = true;
        unfold(isOn);
    });

    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(body);
    body->installEventFilter(this);
    body->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(m_scroll);
    setTheme(theme());
    unfold(false);
    connect(&TextSizeNews::get(), &TextSizeNews::changed, this, [this] {
        alignLabels();
        keepWide();
    });
}

void TrainingPanel::showTraining(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, int threads, int maximumThreads, const QString &note) {
    if (!m_pending) // an edit that waits for its turn is newer than what the owner knows
        m_training = training;
    m_catalogue = catalogue;
    m_threads = threads;
    m_maximumThreads = std::max(1, maximumThreads);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    showForms();
}

void TrainingPanel::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_moreButton->setStyleSheet(QStringLiteral("QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; "
                                               "color: %1; padding: 0 4px 0 0; min-height: 24px; }"
                                               "QToolButton:hover { color: %2; } QToolButton:focus { border-color: %2; }")
                                    .arg(theme.dim.name(), theme.accent().name()));
    m_reason->setStyleSheet(QStringLiteral("QLabel { color: %1; }").arg(theme.readable(theme.bad).name()));
}

void TrainingPanel::showForms() {
    m_form = trainingForm(m_training, m_catalogue, m_threads, m_maximumThreads);
    const std::pair<SettingsForm *, const spec::Kind *> forms[]{
        {m_head, &m_form.head}, {m_direct, &m_form.direct}, {m_body, &m_form.body}, {m_more, &m_form.more}, {m_vary, &m_form.vary}};
    for (const auto &[rows, kind] : forms)
        rows->showSettings(*kind, m_form.values);
    for (const auto &[rows, kind] : {std::pair{m_head, &m_form.head}, std::pair{m_direct, &m_form.direct}, std::pair{m_body, &m_form.body}})
        rows->setVisible(!kind->settings.empty());
    unfold(isUnfolded());
    m_body->setReadOnly(QStringLiteral("threads"), m_maximumThreads > 1 ? QString() : tr("1: there is one core"));
    m_more->setReadOnly(QStringLiteral("seed"), QString::number(m_training.seed));
    stopAtPowersOfTwo();
    showUnavailable();
    alignLabels();
    orderTabs();
    keepWide();
    foldIfShort();
}

void TrainingPanel::keepWide() {
    m_scroll->setMinimumWidth(m_scroll->widget()->minimumSizeHint().width() + m_scroll->verticalScrollBar()->sizeHint().width());
}

void TrainingPanel::take(const QString &key, const spec::Value &value) {
    const std::string name = key.toStdString();
    if (name == "threads") {
        m_threads = static_cast<int>(std::get<spec::Index>(value));
        emit threadsEdited(m_threads);
        return;
    }
    const auto edited = withEdit(m_training, m_catalogue, name, value);
    if (!edited)
        return;
    if (m_editedKey != name || !m_before) {
        emitPending();
        m_editedKey = name;
        m_before = m_form.values.values[name];
    }
    m_training = *edited;
    m_pending = Pending{m_training, editText(m_form, name, *m_before, value)};
    if (!m_pace.isActive())
        emitPending();
}

void TrainingPanel::emitPending() {
    if (!m_pending)
        return;
    const Pending now = *std::exchange(m_pending, std::nullopt);
    m_pace.start();
    emit trainingEdited(now.training, now.what);
}

void TrainingPanel::finish() {
    emitPending();
    m_before.reset();
    m_form.values = trainingForm(m_training, m_catalogue, m_threads, m_maximumThreads).values;
    emit editFinished();
}

void TrainingPanel::setUnavailable(const QString &kindOfThing, const QString &key, const QString &reason) {
    const std::pair place{kindOfThing.toStdString(), key.toStdString()};
    if (reason.isEmpty())
        m_unavailable.erase(place);
    else
        m_unavailable[place] = reason;
    showUnavailable();
}

void TrainingPanel::showUnavailable() {
    const auto reasonOf = [this](const std::string &thing, const std::string &key) {
        const auto found = m_unavailable.find({thing, key});
        return found == m_unavailable.end() ? QString() : found->second;
    };
    std::vector<std::tuple<SettingsForm *, std::string, const char *, const std::vector<spec::Kind> *>> choices{
        {m_head, "optimiser", "optimiser", &m_catalogue.optimisers}, {m_body, "loss", "loss", &m_catalogue.losses}};
    for (std::size_t index = 0; index <= m_training.augmentation.size(); ++index)
        choices.emplace_back(m_vary, "augmentation." + std::to_string(index), "augmentation", &m_catalogue.augmentations);
    for (const auto &[form, row, thing, kinds] : choices) {
        const SettingField *field = form->field(QString::fromStdString(row));
        auto *box = field ? field->findChild<QComboBox *>() : nullptr;
        auto *items = box ? qobject_cast<QStandardItemModel *>(box->model()) : nullptr;
        for (int line = 0; items && line < items->rowCount(); ++line) {
            const std::string key = box->itemData(line).toString().toStdString();
            const QString reason = reasonOf(thing, key);
            const spec::Kind *kind = spec::find(*kinds, key);
            items->item(line)->setEnabled(reason.isEmpty());
            if (!reason.isEmpty() || kind)
                items->item(line)->setToolTip(toolTipText(reason.isEmpty() ? tableText(kind->help) : reason));
        }
    }
    m_body->setReadOnly(QStringLiteral("noise"), reasonOf("corruption", "gaussian"));
    const QString reason = reasonOf("loss", m_training.loss.kind);
    m_reason->setText(reason.isEmpty() ? reasonOf("optimiser", m_training.optimiser.kind) : reason);
    m_reason->setVisible(!m_reason->text().isEmpty());
}

bool TrainingPanel::isUnfolded() const {
    return m_moreButton->isChecked();
}

void TrainingPanel::unfold(bool isUnfolded) {
    m_moreButton->setChecked(isUnfolded);
    m_moreButton->setArrowType(isUnfolded ? Qt::DownArrow : Qt::RightArrow);
    m_more->setVisible(isUnfolded && !m_form.more.settings.empty());
    m_vary->setVisible(isUnfolded && !m_form.vary.settings.empty());
    m_variants->setVisible(isUnfolded && m_variants->hasVariants());
}

void TrainingPanel::showVariants(const QVector<QImage> &pictures, double microseconds) {
    m_variants->showVariants(pictures, microseconds);
    m_variants->setVisible(isUnfolded() && m_variants->hasVariants());
}

/// Until a person has folded or unfolded the rest, it is out wherever there is room for all of it.
void TrainingPanel::foldIfShort() {
    if (m_isFoldChosen || !isVisible())
        return;
    QWidget *body = m_scroll->widget();
    body->layout()->activate();
    int rest = 0;
    for (const QWidget *part : QWidgetList{m_more, m_vary, m_variants->hasVariants() ? m_variants : nullptr})
        rest += part ? part->sizeHint().height() : 0;
    const int without = body->sizeHint().height() - (isUnfolded() ? rest : 0);
    const bool hasRoom = without + rest <= contentsRect().height();
    if (hasRoom != isUnfolded())
        unfold(hasRoom);
}

void TrainingPanel::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    foldIfShort();
}

/// Rows that were just made have no height yet; the request for a layout comes when they have.
bool TrainingPanel::eventFilter(QObject *object, QEvent *event) {
    if (event->type() == QEvent::LayoutRequest && object == m_scroll->widget())
        QMetaObject::invokeMethod(this, &TrainingPanel::foldIfShort, Qt::QueuedConnection);
    return Panel::eventFilter(object, event);
}

void TrainingPanel::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    foldIfShort();
}

/// Rows that are made anew would come last.
void TrainingPanel::orderTabs() {
    QWidgetList order;
    for (const auto &[form, kind] : {std::pair{m_head, &m_form.head}, std::pair{m_direct, &m_form.direct}, std::pair{m_body, &m_form.body},
                                     std::pair{m_more, &m_form.more}, std::pair{m_vary, &m_form.vary}}) {
        if (form == m_more)
            order << m_moreButton;
        for (const spec::Setting &setting : kind->settings)
            if (SettingField *field = form->field(QString::fromStdString(setting.key))) {
                field->setFocusPolicy(Qt::StrongFocus); // as its control has; setTabOrder passes over what takes no focus itself
                order << field;
            }
    }
    if (order == m_tabOrder)
        return;
    m_tabOrder = order;
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void TrainingPanel::alignLabels() {
    int width = 0;
    for (const spec::Kind *kind : {&m_form.head, &m_form.direct, &m_form.body, &m_form.more, &m_form.vary})
        for (const spec::Setting &setting : kind->settings)
            width = std::max(width, fontMetrics().horizontalAdvance(tableText(setting.label)));
    if (width > 0)
        for (SettingsForm *form : {m_head, m_direct, m_body, m_more, m_vary})
            form->setLabelWidth(width + 2);
}

void TrainingPanel::stopAtPowersOfTwo() {
    const SettingField *field = m_body->field(QStringLiteral("batch"));
    auto *slider = field ? field->findChild<NumberSlider *>() : nullptr;
    if (!slider)
        return;
    std::vector<double> stops;
    for (double power = slider->reach().minimum; power <= slider->reach().maximum; power *= 2)
        stops.push_back(power);
    slider->setStops(stops);
}

} // namespace hourglass::ui
