#include "ui/code/mix_side.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "ui/code/code_texts.h"
#include "ui/code/decoded_tiles.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using Kind = analysis::CodeCentre::Kind;

namespace {

constexpr int originHeight = 74, wholeAmount = 100, mostAmount = 200; ///< pixels; steps of the attribute's slider

} // namespace

MixSide::MixSide(QWidget *parent) : QWidget(parent), m_picture(new DecodedTiles(this)), m_origin(new DecodedTiles(this)) {
    m_look.style.originalName = tr("centre");
    m_look.style.reconstructionName = tr("mix");
    m_picture->setObjectName(QStringLiteral("mixPicture"));
    m_picture->setAccessibleName(tr("What the decoder makes of the mix"));
    m_picture->setMinimumSize(84, 84);
    followTextSize(this, [this] { m_origin->setFixedHeight(scaled(originHeight)); });
    m_choices = new QWidget(this);
    auto *choices = new QGridLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(4);
    auto *group = new QButtonGroup(this);
    const auto add = [&](const QString &text, const QString &toolTip, Kind kind) {
        auto *chip = new QToolButton(this);
        chip->setText(text);
        chip->setToolTip(toolTip);
        chip->setAccessibleDescription(toolTip);
        chip->setProperty("chip", true);
        chip->setCheckable(true);
        chip->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        const int place = static_cast<int>(group->buttons().size());
        group->addButton(chip);
        choices->addWidget(chip, place / 2, place % 2);
        connect(chip, &QToolButton::clicked, this, [this, kind] { emit centreChosen(kind); });
        return chip;
    };
    m_mean = add(tr("Mean"), tr("Start from the mean of the samples' codes"), Kind::Mean);
    m_zero = add(tr("Zero"), tr("Start from the code that is zero everywhere"), Kind::Zero);
    m_sample = add(tr("Sample"), {}, Kind::Sample);
    m_random = add(tr("Random"), {}, Kind::Draw);
    m_mean->setChecked(true);

    m_from = new ElidedLabel(QString(), this);
    m_from->setProperty("dim", true);
    m_from->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reset = new QToolButton(this);
    m_reset->setObjectName(QStringLiteral("resetMix"));
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("All sliders back to the centre"));
    m_reset->setProperty("chip", true);
    connect(m_reset, &QToolButton::clicked, this, &MixSide::resetWanted);
    m_startRow = new QWidget(this);
    auto *line = new QHBoxLayout(m_startRow);
    line->setContentsMargins(2, 0, 0, 0);
    line->addWidget(m_from, 1);
    line->addWidget(m_reset);

    m_attribute = new QComboBox(this);
    m_attribute->setObjectName(QStringLiteral("attributeChoice"));
    m_attribute->setAccessibleName(tr("Attribute"));
    m_attribute->setToolTip(tr("What some samples have and the others have not: the mean of their codes minus that of the rest, to be added to any code"));
    m_attribute->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_amount = new QSlider(Qt::Horizontal, this);
    m_amount->setObjectName(QStringLiteral("attributeAmount"));
    m_amount->setAccessibleName(tr("How much of the attribute is added"));
    m_amount->setToolTip(tr("Less of the attribute, more of it; the middle adds nothing"));
    m_amount->setRange(-mostAmount, mostAmount);
    m_amount->setPageStep(wholeAmount / 2);
    m_amount->setMinimumWidth(50);
    connect(m_attribute, &QComboBox::activated, this, &MixSide::chooseAttribute);
    connect(m_amount, &QSlider::valueChanged, this, [this](int value) { emit attributeTurned(static_cast<double>(value) / wholeAmount); });
    m_attributeRow = new QWidget(this);
    auto *attribute = new QHBoxLayout(m_attributeRow);
    attribute->setContentsMargins(0, 0, 0, 0);
    attribute->addWidget(m_attribute, 3);
    attribute->addWidget(m_amount, 2);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_picture, 1000); // the room below is what is left of it
    layout->addWidget(m_choices);
    layout->addWidget(m_startRow);
    layout->addWidget(m_attributeRow);
    layout->addWidget(m_origin);
    layout->addStretch();
    setHasSample(false);
    fillAttributes();
    m_amount->hide(); // until there is something to add
    showMix(nullptr);
}

void MixSide::setClasses(const QStringList &names) {
    m_classes = names;
    fillAttributes();
    m_amount->hide(); // until there is something to add
    resetAttribute();
}

void MixSide::setSelection(const QString &name, std::shared_ptr<const std::vector<core::Index>> samples) {
    const bool wasChosen = m_selection && m_attribute->currentIndex() == m_attribute->count() - 1;
    const int chosen = m_attribute->currentIndex();
    m_selectionName = name;
    m_selection = std::move(samples);
    fillAttributes();
    if (!wasChosen)
        return m_attribute->setCurrentIndex(chosen);
    m_attribute->setCurrentIndex(m_selection ? m_attribute->count() - 1 : 0);
    chooseAttribute();
}

/// None, the classes, and what is selected.
void MixSide::fillAttributes() {
    m_attribute->clear();
    m_attribute->addItem(tr("Attribute"));
    m_attribute->addItems(m_classes);
    if (m_selection)
        m_attribute->addItem(m_selectionName.isEmpty() ? tr("Selection") : m_selectionName);
    m_attribute->setEnabled(m_attribute->count() > 1);
}

void MixSide::chooseAttribute() {
    using AttributeKind = analysis::CodeAttribute::Kind;
    const int index = m_attribute->currentIndex();
    m_amount->setVisible(index > 0);
    m_amount->setValue(0);
    if (index == 0)
        emit attributeChosen({});
    else if (index <= m_classes.size())
        emit attributeChosen({AttributeKind::Class, index - 1, nullptr});
    else
        emit attributeChosen({AttributeKind::Samples, 0, m_selection});
}

void MixSide::resetAttribute() {
    const QSignalBlocker blocker(m_amount);
    m_amount->setValue(0);
}

void MixSide::setHasSample(bool hasSample) {
    m_sample->setEnabled(hasSample);
    m_sample->setToolTip(hasSample ? tr("Start from the code of the sample that was clicked last")
                                   : tr("Start from the code of a sample: click one on the map first"));
}

void MixSide::setTheme(const Theme &theme) {
    m_look.style.theme = theme;
    m_picture->setTheme(theme);
    m_origin->setTheme(theme);
}

void MixSide::showMix(std::shared_ptr<const analysis::MixPicture> mix) {
    m_mix = std::move(mix);
    if (!m_mix || m_mix->obstacle) {
        m_picture->show(m_look, {});
        m_origin->show(m_look, {});
        m_from->setText({});
        m_limit.reset();
        m_reset->setEnabled(false);
        return;
    }
    follow(m_look, *m_mix);
    fitPicture();
    tellCentre();
}

void MixSide::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    // Where it is low, what the mix began as gives way to the mix, then the attribute, then where it started from.
    int room = height() - m_picture->minimumHeight() - m_choices->sizeHint().height() - layout()->spacing();
    for (QWidget *row : {m_startRow, m_attributeRow, static_cast<QWidget *>(m_origin)}) {
        room -= std::max(row->minimumHeight(), row->sizeHint().height()) + layout()->spacing();
        row->setVisible(room >= 0);
    }
    fitPicture();
}

/// A picture is not moved down by room that it cannot fill.
void MixSide::fitPicture() {
    const bool isImage = m_mix && m_look.isImage();
    m_picture->setMaximumHeight(
        isImage ? std::max(m_picture->minimumHeight(),
                           static_cast<int>(std::ceil(width() * static_cast<double>(m_look.sample.height()) / static_cast<double>(m_look.sample.width()))))
                : QWIDGETSIZE_MAX);
}

void MixSide::tellCentre() {
    const std::pair<Kind, QToolButton *> chips[] = {{Kind::Mean, m_mean}, {Kind::Zero, m_zero}, {Kind::Sample, m_sample}, {Kind::Draw, m_random}};
    for (const auto &[kind, chip] : chips)
        if (kind == m_mix->centre.kind)
            chip->setChecked(true);
    m_random->setToolTip(m_mix->hasPrior ? tr("Start from a code drawn from the prior, a standard normal distribution; again: another")
                                         : tr("Start from a code drawn from a normal distribution fitted to the samples' codes; again: another"));
    m_from->setShortText(m_mix->centre.kind == Kind::Mean ? tr("the mean") : centreName(*m_mix, {}));
    m_from->setText(tr("From %1").arg(centreName(*m_mix, m_classes)));
}

void MixSide::showDecoded(const std::vector<float> &centre, const std::vector<float> &mix) {
    if (!m_mix || m_mix->obstacle)
        return;
    m_picture->show(m_look, {{{}, mix, centre}});
    m_look.style.errorLimit = m_limit.follow(typicalChange(m_look, mix, centre));
    std::vector<DecodedTiles::Tile> tiles;
    if (!m_mix->original.empty())
        tiles.push_back({tr("sample"), m_mix->original, {}});
    tiles.push_back({tr("decoded"), centre, {}});
    tiles.push_back({tr("change"), mix, centre, true});
    m_origin->show(m_look, std::move(tiles));
    m_reset->setEnabled(centre != mix);
}

} // namespace hourglass::ui
