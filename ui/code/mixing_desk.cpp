#include "ui/code/mixing_desk.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <cmath>

#include "ui/code/mix_side.h"
#include "ui/code/mix_sliders.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

using analysis::CodeBasis;
using Kind = analysis::CodeCentre::Kind;

namespace {

constexpr int narrow = 380; ///< below, the picture stands above the sliders

} // namespace

MixingDesk::MixingDesk(QWidget *parent)
    : Panel(QStringLiteral("mixingDesk"), tr("Mixing desk"), parent), m_sliders(new MixSliders(this)), m_side(new MixSide(this)) {
    header()->setCaption(tr("Move a unit of the code, and see what it means to the decoder."));
    m_orderChip = header()->addChip({}, tr("Which slider stands at the top"), false);
    m_orderChip->setObjectName(QStringLiteral("orderChip"));
    m_unitsChip = header()->addChip(tr("Units"), tr("A slider for each unit of the code"), true);
    m_principalChip = header()->addChip(tr("PCA directions"), tr("A slider for each direction in which the codes vary, the strongest first"), true);
    m_unitsChip->setChecked(true);
    auto *bases = new QButtonGroup(this);
    bases->addButton(m_unitsChip);
    bases->addButton(m_principalChip);
    header()->setDispensable({m_orderChip, m_unitsChip, m_principalChip}); // all in the context menu
    connect(m_orderChip, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(m_orderChip);
        menu->setObjectName(QStringLiteral("orderMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillOrderMenu(menu);
        menu->popup(m_orderChip->mapToGlobal(QPoint(0, m_orderChip->height())));
    });
    connect(m_unitsChip, &QToolButton::clicked, this, [this] { chooseBasis(CodeBasis::Units); });
    connect(m_principalChip, &QToolButton::clicked, this, [this] { chooseBasis(CodeBasis::Principal); });

    m_halves = new QBoxLayout(QBoxLayout::LeftToRight, this);
    m_halves->setContentsMargins(1, 8, 1, 10);
    m_halves->setSpacing(8);
    auto *side = new QVBoxLayout;
    side->setContentsMargins(4, 0, 10, 0);
    side->addWidget(m_side);
    m_halves->addWidget(m_sliders, 4);
    m_halves->addLayout(side, 3);

    connect(m_sliders, &MixSliders::moved, this, [this](int axis, double position) {
        m_offsets[static_cast<std::size_t>(axis)] = position - m_base[static_cast<std::size_t>(axis)];
        mix();
    });
    connect(m_sliders, &MixSliders::resetWanted, this, [this](int axis) {
        m_offsets[static_cast<std::size_t>(axis)] = 0;
        mix();
    });
    connect(m_sliders, &MixSliders::soloToggled, this, [this](int axis) { turnSolo(m_solo == axis ? std::nullopt : std::optional(axis)); });
    connect(m_sliders, &MixSliders::menuWanted, this, &MixingDesk::openMenu);
    connect(m_sliders->plotExport(), &PlotExport::failed, this, &MixingDesk::exportFailed);
    connect(m_side, &MixSide::attributeChosen, this, &MixingDesk::attributeEdited);
    connect(m_side, &MixSide::attributeTurned, this, [this](double amount) {
        m_amount = amount;
        mix();
    });
    connect(m_side, &MixSide::resetWanted, this, &MixingDesk::resetAll);
    connect(m_side, &MixSide::centreChosen, this, [this](Kind kind) {
        if (kind == Kind::Draw)
            emit drawWanted();
        else if (kind != Kind::Sample)
            emit centreEdited({kind});
        else if (m_sample)
            emit centreEdited({kind, *m_sample});
    });
    setFocusProxy(m_sliders);
    setMinimumSize(200, 160);
    chooseOrder(AxisOrder::ByNumber);
    clear();
    MixingDesk::setTheme(theme());
}

void MixingDesk::setClasses(const QStringList &names) {
    m_side->setClasses(names);
}

void MixingDesk::setSelection(const QString &name, std::shared_ptr<const std::vector<core::Index>> samples) {
    m_side->setSelection(name, std::move(samples));
}

void MixingDesk::setFeatures(const QStringList &names) {
    m_side->setFeatures(names);
}

void MixingDesk::setSample(std::optional<core::Index> sample) {
    m_sample = sample;
    m_side->setHasSample(sample.has_value());
}

void MixingDesk::clear() {
    m_mix = m_newest = nullptr;
    m_offsets.clear();
    m_code.clear();
    m_amount = 0;
    m_solo.reset();
    m_sliders->showMix(nullptr);
    m_sliders->setEmptyText(tr("A slider for each unit of the code appears here once there are data and a stack."));
    m_side->showMix(nullptr);
    m_side->resetAttribute();
    header()->setSubtitle({});
    emit codeMixed({});
}

void MixingDesk::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_sliders->setTheme(theme);
    m_side->setTheme(theme);
    mix();
}

std::vector<InputSection> MixingDesk::inputs() const {
    return {m_sliders->inputs()};
}

void MixingDesk::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    const auto direction = width() < narrow && height() > width() ? QBoxLayout::BottomToTop : QBoxLayout::LeftToRight;
    if (direction != m_halves->direction())
        m_halves->setDirection(direction);
}

void MixingDesk::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    if (m_newest)
        takeMix(std::exchange(m_newest, nullptr));
}

void MixingDesk::showMix(std::shared_ptr<const analysis::MixPicture> mix) {
    m_newest = std::move(mix);
    if (isVisible())
        takeMix(std::exchange(m_newest, nullptr));
}

void MixingDesk::takeMix(const std::shared_ptr<const analysis::MixPicture> &mix) {
    const std::shared_ptr<const analysis::MixPicture> before = std::exchange(m_mix, mix);
    if (mix->obstacle) {
        m_sliders->showMix(nullptr);
        m_sliders->setEmptyText(QString::fromStdString(mix->obstacle->sentence()));
        m_side->showMix(nullptr);
        m_code.clear();
        emit codeMixed({});
        header()->setSubtitle({});
        return;
    }
    const analysis::CodeSpread &spread = mix->spread;
    const bool isComparable = before && !before->obstacle && before->spread.units == spread.units && !m_offsets.empty();
    const bool isSameBasis = isComparable && before->spread.basis == spread.basis && before->spread.axes == spread.axes;
    if (!isComparable || before->centre != mix->centre) {
        m_offsets.assign(static_cast<std::size_t>(spread.axes), 0.0);
        m_amount = 0;
        m_side->resetAttribute();
    } else if (!isSameBasis) {
        m_offsets = analysis::positionsOf(spread, analysis::moved(before->spread, spread.mean, m_offsets));
        for (double &offset : m_offsets)
            offset = std::abs(offset) < 1e-6 ? 0 : offset; // floats
    }
    if (!isSameBasis)
        m_solo.reset();
    m_centre = analysis::positionsOf(spread, mix->code);
    m_sliders->showMix(mix);
    m_sliders->setSolo(m_solo);
    m_side->showMix(mix);
    if (!isSameBasis || m_isSortDue || !m_sliders->isInUse())
        sort();
    (spread.basis == CodeBasis::Units ? m_unitsChip : m_principalChip)->setChecked(true);
    const QString count = axesCount(spread);
    header()->setSubtitle(mix->moment.step == 0 ? tr("%1 · not trained yet").arg(count) : count, count);
    this->mix();
}

void MixingDesk::sort() {
    if (!m_mix || m_mix->obstacle)
        return;
    m_isSortDue = m_order == AxisOrder::ByEffect && m_mix->effects.empty();
    m_sliders->setOrder(orderedAxes(*m_mix, m_order));
}

void MixingDesk::mix() {
    if (!m_mix || m_mix->obstacle || m_offsets.empty())
        return;
    std::vector<float> base = m_mix->code;
    if (m_mix->attributeWay.size() == base.size())
        for (std::size_t unit = 0; unit < base.size(); ++unit)
            base[unit] += static_cast<float>(m_amount * static_cast<double>(m_mix->attributeWay[unit]));
    m_base = analysis::positionsOf(m_mix->spread, base);
    std::vector<double> offsets = m_offsets, present = m_base;
    for (std::size_t axis = 0; axis < offsets.size(); ++axis) {
        present[axis] += offsets[axis];
        if (m_solo && static_cast<std::size_t>(*m_solo) != axis)
            offsets[axis] = 0;
    }
    m_sliders->setPositions(m_centre, std::move(present));
    m_code = analysis::moved(m_mix->spread, base, offsets);
    emit decodingWanted({m_mix->code, m_code});
    emit codeMixed(m_code);
}

void MixingDesk::showDecoded(const std::vector<analysis::DecodedPicture> &pictures) {
    if (pictures.size() == 2)
        m_side->showDecoded(pictures[0].values, pictures[1].values);
}

void MixingDesk::resetAll() {
    std::fill(m_offsets.begin(), m_offsets.end(), 0.0);
    m_amount = 0;
    m_side->resetAttribute();
    turnSolo(std::nullopt);
}

void MixingDesk::turnSolo(std::optional<int> axis) {
    m_solo = axis;
    m_sliders->setSolo(axis);
    mix();
}

void MixingDesk::chooseOrder(AxisOrder order) {
    m_order = order;
    m_orderChip->setText(orderName(order) + QStringLiteral(" ▾"));
    m_orderChip->setAccessibleName(tr("Order of the sliders: %1").arg(orderName(order)));
    emit effectsWanted(order == AxisOrder::ByEffect);
    sort();
}

void MixingDesk::chooseBasis(CodeBasis basis) {
    emit basisEdited(basis);
}

void MixingDesk::fillOrderMenu(QMenu *menu) {
    auto *group = new QActionGroup(menu);
    for (const AxisOrder order : {AxisOrder::ByNumber, AxisOrder::ByVariance, AxisOrder::ByEffect}) {
        QAction *action = menu->addAction(orderName(order), this, [this, order] { chooseOrder(order); });
        action->setCheckable(true);
        action->setChecked(order == m_order);
        group->addAction(action);
    }
}

void MixingDesk::openMenu(const QPoint &global) {
    if (!m_mix || m_mix->obstacle)
        return;
    auto *menu = new QMenu(m_sliders);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillOrderMenu(menu);
    menu->addSeparator();
    const bool isUnits = m_mix->spread.basis == CodeBasis::Units;
    menu->addAction(isUnits ? tr("PCA directions") : tr("Units"), this, [this, isUnits] { chooseBasis(isUnits ? CodeBasis::Principal : CodeBasis::Units); });
    menu->addAction(tr("All sliders back to the centre"), this, &MixingDesk::resetAll);
    menu->addSeparator();
    m_sliders->plotExport()->addTo(menu);
    menu->popup(global);
}

} // namespace hourglass::ui
