#include "ui/stack/layer_panel.h"

#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include "engine/spec/edits.h"
#include "ui/forms/number_range.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/table_text.h"
#include "ui/stack/stack_sketch.h"
#include "ui/stack/stack_text.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

QLabel *makeNote(QWidget *parent) {
    auto *label = new QLabel(parent);
    label->setProperty("dim", true);
    label->setWordWrap(true);
    return label;
}

/// A value as the form shows it: "96", "tanh", "on".
QString valueText(const spec::Setting &setting, const spec::Value &value) {
    if (const auto *isOn = std::get_if<bool>(&value))
        return *isOn ? LayerPanel::tr("on") : LayerPanel::tr("off");
    if (const auto *whole = std::get_if<spec::Index>(&value))
        return QString::number(*whole);
    if (const auto *real = std::get_if<double>(&value))
        return numberText(*real, {}, QLocale());
    const auto &key = std::get<std::string>(value);
    for (const spec::Choice &choice : setting.choices)
        if (choice.key == key)
            return tableText(choice.label);
    return wordText(key);
}

/// The kind's settings with the choice of the kind itself in front, where there is one.
spec::Kind withKindChoice(const spec::Kind &kind, const std::vector<spec::Kind> &kinds) {
    if (kinds.size() < 2)
        return kind;
    spec::Setting choice{.key = "kind",
                         .label = QT_TRANSLATE_NOOP("tables", "Kind"),
                         .help = QT_TRANSLATE_NOOP("tables", "What the layer does."),
                         .kind = spec::SettingKind::Choice,
                         .fallback = kind.key};
    for (const spec::Kind &each : kinds)
        choice.choices.push_back({each.key, each.label, each.help, each.group});
    spec::Kind with = kind;
    with.settings.insert(with.settings.begin(), choice);
    return with;
}

} // namespace

LayerPanel::LayerPanel(QWidget *parent)
    : Panel("layer", tr("Layer"), parent), m_form(new SettingsForm), m_mirrored(makeNote(this)), m_consequence(makeNote(this)), m_hint(makeNote(this)),
      m_problem(new QLabel(this)) {
    followTextSize(this, [this] { setMinimumWidth(scaled(200)); });
    m_mirrored->setObjectName("mirrored");
    m_problem->setObjectName("problem");
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hint->setObjectName("hint");
    m_hint->setText(tr("Select a layer in the stack: its settings appear here."));
    m_consequence->setObjectName("consequence");
    auto *content = new QWidget;
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(12, 8, 12, 10);
    rows->setSpacing(4);
    rows->addWidget(m_hint);
    rows->addWidget(m_problem);
    rows->addWidget(m_form);
    rows->addSpacing(4);
    rows->addWidget(m_mirrored);
    rows->addWidget(m_consequence);
    rows->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(scroll);
    followTextSize(m_form, [this] { m_form->setLabelWidth(scaled(76)); });
    connect(m_form, &SettingsForm::valueEdited, this, &LayerPanel::editValue);
    connect(m_form, &SettingsForm::editFinished, this, [this] {
        m_nameBeforeEdit.clear();
        emit editFinished();
    });
    showLayer({}, {}, {}, -1);
}

LayerPanel::~LayerPanel() = default;

void LayerPanel::showLayer(const spec::ModelSpec &model, const plan::Outline &outline, const spec::Catalogue &catalogue, int index) {
    const auto position = static_cast<std::size_t>(index);
    const bool isLayer = index >= 0 && position < model.layers.size();
    const spec::Kind *kind = isLayer ? spec::find(catalogue.layers, model.layers[position].kind) : nullptr;
    if (index != m_index)
        m_nameBeforeEdit.clear();
    m_model = model;
    m_catalogue = catalogue;
    m_outline = sketchedStack(model, catalogue, outline.input);
    m_index = kind ? index : -1;
    m_form->setVisible(kind);
    m_hint->setVisible(!kind);
    m_consequence->setVisible(kind);
    m_mirrored->setVisible(false);
    m_problem->setVisible(false);
    header()->setTitle(kind ? layerName(m_outline.layers[position]) : tr("Layer"));
    header()->setSubtitle(kind ? placeText(m_outline.layers[position], index) : QString());
    if (!kind)
        return;
    m_consequence->setText(consequenceOf(*kind));
    spec::LayerSpec shown = model.layers[position];
    shown.values["kind"] = kind->key;
    m_form->showSettings(withKindChoice(*kind, catalogue.layers), shown);
    const bool isLast = position + 1 == model.layers.size() && kind->key == "dense";
    const QString features = QLocale().toString(static_cast<qlonglong>(outline.input.size()));
    m_form->setReadOnly("units", isLast ? tr("%1, as many as a sample has").arg(features) : QString());
    showNotes();
}

/// What an edit does to the training: of some settings nothing but that it goes on with them.
QString LayerPanel::consequenceOf(const spec::Kind &kind) {
    QStringList live;
    for (const spec::Setting &setting : kind.settings)
        if (setting.isLive)
            live << tableText(setting.label);
    const QString fresh = tr("A changed stack starts its training again.");
    return live.isEmpty() ? fresh : fresh + QLatin1Char(' ') + tr("Not so %1: the training goes on.").arg(live.join(QStringLiteral(", ")));
}

void LayerPanel::showProblem(const core::Error &error) {
    const bool isHere = m_index >= 0 && error.layer == m_index;
    const QString colour = theme().bad.name();
    QString text = QStringLiteral("<b style=\"color:%1\">%2</b>").arg(colour, QString::fromStdString(error.what).toHtmlEscaped());
    if (!error.hint.empty())
        text += QStringLiteral("<br/>%1").arg(QString::fromStdString(error.hint).toHtmlEscaped());
    m_problem->setText(text);
    m_problem->setVisible(isHere);
}

void LayerPanel::showNotes() {
    const int twin = spec::mirrorOf(m_model, m_index);
    if (twin < 0)
        return;
    const QString name = layerName(m_outline.layers[static_cast<std::size_t>(twin)]);
    m_mirrored->setText(twin > m_index ? tr("Mirrored by %1 in the decoder.").arg(name) : tr("Mirrors %1 in the encoder.").arg(name));
    m_mirrored->setVisible(true);
}

void LayerPanel::editValue(const QString &key, const spec::Value &value) {
    if (m_index < 0)
        return;
    const auto position = static_cast<std::size_t>(m_index);
    if (m_nameBeforeEdit.isEmpty())
        m_nameBeforeEdit = layerName(m_outline.layers[position]);
    if (key == QStringLiteral("kind")) {
        if (const spec::Kind *to = spec::find(m_catalogue.layers, std::get<std::string>(value)))
            emit modelEdited(spec::withLayer(m_model, m_index, spec::exchanged(m_model.layers[position], m_catalogue.layers, *to)),
                             tr("%1 becomes %2").arg(m_nameBeforeEdit, tableText(to->label)));
        return;
    }
    const spec::Setting *setting = spec::find(m_catalogue.layers, m_model.layers[position].kind)->find(key.toStdString());
    emit modelEdited(spec::withValue(m_model, m_index, setting->key, value),
                     tr("%1 of %2: %3").arg(tableText(setting->label), m_nameBeforeEdit, valueText(*setting, value)));
}

} // namespace hourglass::ui
