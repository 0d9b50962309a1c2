#include "ui/latent/axes_choice.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "engine/projections/projection.h"
#include "ui/latent/latent_texts.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

using Kind = analysis::LatentAxes::Kind;

namespace {

constexpr std::string_view classMethod = "lda"; // needs classes
constexpr std::array<std::string_view, 4> offeredMethods{"tsne", "umap", "pacmap", classMethod};

} // namespace

AxesChoice::AxesChoice(PanelHeader *header) : QObject(header) {
    const auto addUnit = [&](const char *objectName, const QString &name, const QString &toolTip, int analysis::LatentAxes::*place) {
        auto *box = new QComboBox(header);
        box->setObjectName(QLatin1String(objectName));
        box->setAccessibleName(name);
        box->setToolTip(toolTip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        header->addControl(box);
        connect(box, &QComboBox::activated, this, [this, place](int unit) { chooseUnit(place, unit); });
        return box;
    };
    m_unitsChip = header->addChip(tr("Units"), tr("Show two units of the code"), true);
    m_first = addUnit("firstUnit", tr("Unit across"), tr("The unit of the horizontal axis"), &analysis::LatentAxes::first);
    m_second = addUnit("secondUnit", tr("Unit upwards"), tr("The unit of the vertical axis"), &analysis::LatentAxes::second);
    m_third = addUnit("thirdUnit", tr("Unit in depth"), tr("The unit of the third axis"), &analysis::LatentAxes::third);
    m_principalChip = header->addChip(tr("PCA"), tr("Show the two directions in which the codes vary most"), true);
    m_layoutChip = header->addChip({}, {}, true);
    m_layoutChip->setObjectName(QStringLiteral("layoutChip"));
    m_spaceChip = header->addChip(tr("3-D"), {}, true);
    m_spaceChip->setObjectName(QStringLiteral("spaceChip"));
    connect(m_spaceChip, &QToolButton::clicked, this, &AxesChoice::chooseSpace);
    auto *group = new QButtonGroup(this);
    group->addButton(m_unitsChip);
    group->addButton(m_principalChip);
    group->addButton(m_layoutChip);
    connect(m_layoutChip, &QToolButton::clicked, this, &AxesChoice::openMenu);
    connect(m_unitsChip, &QToolButton::clicked, this, [this] { chooseKind(Kind::Units); });
    connect(m_principalChip, &QToolButton::clicked, this, [this] { chooseKind(Kind::Principal); });
    refresh();
}

QList<QWidget *> AxesChoice::dispensable() const {
    return m_units > 2 ? QList<QWidget *>{m_spaceChip, m_unitsChip, m_principalChip} : QList<QWidget *>();
}

void AxesChoice::setUnits(int units) {
    if (units == m_units)
        return;
    m_units = units;
    for (QComboBox *box : boxes()) {
        const QSignalBlocker blocker(box);
        box->clear();
        for (int unit = 0; unit < units; ++unit)
            box->addItem(unitName(unit));
    }
    refresh();
}

void AxesChoice::setAxes(const analysis::LatentAxes &axes) {
    m_axes = axes;
    refresh();
}

void AxesChoice::suit(int units) {
    setUnits(units);
    change(units <= 2 ? analysis::LatentAxes() : m_chosen.value_or(analysis::LatentAxes{Kind::Principal}));
}

void AxesChoice::prefer(const std::optional<analysis::LatentAxes> &axes) {
    const auto has = [this](int unit) { return unit < m_units; };
    if (axes && axes->kind == Kind::Units && (!has(axes->first) || !has(axes->second) || !has(axes->third) || axes->first < 0 || axes->second < 0))
        return;
    if (axes && axes->kind == Kind::Layout && !spec::find(projections::methods(), axes->method)) // of a newer version
        return;
    m_chosen = axes;
    suit(m_units);
}

void AxesChoice::choose(const analysis::LatentAxes &axes) {
    m_chosen = axes;
    change(axes);
}

void AxesChoice::change(const analysis::LatentAxes &axes) {
    const bool isOther = axes != m_axes;
    m_axes = axes;
    refresh();
    if (isOther)
        emit edited(m_axes);
}

void AxesChoice::chooseUnit(int analysis::LatentAxes::*place, int unit) {
    analysis::LatentAxes axes = m_axes;
    for (int analysis::LatentAxes::*other : {&analysis::LatentAxes::first, &analysis::LatentAxes::second, &analysis::LatentAxes::third})
        if (other != place && axes.*other == unit)
            axes.*other = axes.*place; // the two change places: each axis is another unit
    axes.*place = unit;
    choose(axes);
}

void AxesChoice::chooseKind(Kind kind) {
    analysis::LatentAxes axes = m_axes;
    axes.kind = kind;
    axes.method.clear();
    if (axes.third >= 0 && kind == Kind::Units && m_units > 2)
        while (axes.third == axes.first || axes.third == axes.second)
            axes.third = (axes.third + 1) % m_units;
    choose(axes);
}

void AxesChoice::chooseSpace(bool isSpatial) {
    analysis::LatentAxes axes = m_axes;
    axes.third = -1;
    if (m_units < 3)
        return refresh();
    while (isSpatial && (axes.third < 0 || axes.third == axes.first || axes.third == axes.second))
        ++axes.third;
    if (isSpatial && axes.kind != Kind::Units)
        axes.third = 2;
    choose(axes);
}

void AxesChoice::setLayoutHelp(const QString &help) {
    if (help == m_layoutHelp)
        return;
    m_layoutHelp = help;
    refresh();
}

void AxesChoice::openMenu() {
    refresh(); // the click has checked what is only chosen in the menu
    auto *menu = new QMenu(m_layoutChip);
    menu->setObjectName(QStringLiteral("layoutMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto addRow = [menu](const QString &text, const QString &toolTip, bool isChosen) {
        QAction *action = menu->addAction(text);
        action->setToolTip(toolTip);
        action->setCheckable(true);
        action->setChecked(isChosen);
        return action;
    };
    for (const auto &[chip, kind] : {std::pair(m_unitsChip, Kind::Units), std::pair(m_principalChip, Kind::Principal)}) {
        const Kind chosen = kind;
        connect(addRow(chip->text(), chip->toolTip(), m_axes.kind == kind), &QAction::triggered, this, [this, chosen] { chooseKind(chosen); });
    }
    menu->addSeparator();
    for (const spec::Kind &method : projections::methods()) {
        if (std::ranges::find(offeredMethods, method.key) == offeredMethods.end() || (method.key == classMethod && !m_hasClasses))
            continue;
        QAction *action =
            addRow(QString::fromStdString(method.label), QString::fromStdString(method.help), m_axes.kind == Kind::Layout && m_axes.method == method.key);
        connect(action, &QAction::triggered, this, [this, key = method.key] {
            analysis::LatentAxes axes = m_axes;
            axes.kind = Kind::Layout;
            axes.method = key;
            axes.third = axes.isSpatial() ? 2 : -1;
            choose(axes);
        });
    }
    menu->addSeparator();
    connect(addRow(m_spaceChip->text(), m_spaceChip->toolTip(), m_axes.isSpatial()), &QAction::triggered, this, &AxesChoice::chooseSpace);
    menu->popup(m_layoutChip->mapToGlobal(QPoint(0, m_layoutChip->height())));
}

void AxesChoice::refresh() {
    const bool hasChoice = m_units > 2, isUnits = m_axes.kind == Kind::Units, isLayout = m_axes.kind == Kind::Layout;
    m_layoutChip->setText((isLayout ? methodName(m_axes.method) : tr("Projection")) + QStringLiteral(" ▾"));
    m_layoutChip->setToolTip(m_layoutHelp.isEmpty() ? tr("Lay the codes out so that neighbours stay neighbours: t-SNE, UMAP, PaCMAP …") : m_layoutHelp);
    m_layoutChip->setVisible(hasChoice);
    m_layoutChip->setChecked(isLayout);
    m_third->setVisible(hasChoice && isUnits && m_axes.isSpatial());
    m_third->setCurrentIndex(m_axes.third);
    m_spaceChip->setVisible(hasChoice);
    m_spaceChip->setChecked(m_axes.isSpatial());
    m_spaceChip->setToolTip(
        isLayout ? tr("Lay the codes out in space, turned by dragging. Nothing is decoded there: a place on the screen is a line of places")
                 : tr("A third unit, or the third direction, turned by dragging. Nothing is decoded in space: a place there is on a line of codes"));
    m_unitsChip->setVisible(hasChoice);
    m_principalChip->setVisible(hasChoice);
    m_unitsChip->setChecked(isUnits);
    m_principalChip->setChecked(m_axes.kind == Kind::Principal);
    m_first->setVisible(hasChoice && isUnits);
    m_second->setVisible(hasChoice && isUnits);
    m_first->setCurrentIndex(m_axes.first);
    m_second->setCurrentIndex(m_axes.second);
}

} // namespace hourglass::ui
