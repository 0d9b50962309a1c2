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

}

AxesChoice::AxesChoice(PanelHeader *header) : QObject(header) {
    const auto addUnit = [&](const QString &name, const QString &toolTip, bool isSecond) {
        auto *box = new QComboBox(header);
        box->setObjectName(isSecond ? QStringLiteral("secondUnit") : QStringLiteral("firstUnit"));
        box->setAccessibleName(name);
        box->setToolTip(toolTip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        header->addControl(box);
        connect(box, &QComboBox::activated, this, [this, isSecond](int unit) { chooseUnit(isSecond, unit); });
        return box;
    };
    m_unitsChip = header->addChip(tr("Units"), tr("Show two units of the code"), true);
    m_first = addUnit(tr("Unit across"), tr("The unit of the horizontal axis"), false);
    m_second = addUnit(tr("Unit upwards"), tr("The unit of the vertical axis"), true);
    m_principalChip = header->addChip(tr("PCA"), tr("Show the two directions in which the codes vary most"), true);
    m_layoutChip = header->addChip({}, {}, true);
    m_layoutChip->setObjectName(QStringLiteral("layoutChip"));
    auto *group = new QButtonGroup(this);
    group->addButton(m_unitsChip);
    group->addButton(m_principalChip);
    const auto chooseKind = [this](Kind kind) {
        analysis::LatentAxes axes = m_axes;
        axes.kind = kind;
        axes.method.clear();
        choose(axes);
    };
    group->addButton(m_layoutChip);
    connect(m_layoutChip, &QToolButton::clicked, this, &AxesChoice::openMenu);
    connect(m_unitsChip, &QToolButton::clicked, this, [chooseKind] { chooseKind(Kind::Units); });
    connect(m_principalChip, &QToolButton::clicked, this, [chooseKind] { chooseKind(Kind::Principal); });
    refresh();
}

void AxesChoice::setUnits(int units) {
    if (units == m_units)
        return;
    m_units = units;
    for (QComboBox *box : {m_first, m_second}) {
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

void AxesChoice::chooseUnit(bool isSecond, int unit) {
    analysis::LatentAxes axes = m_axes;
    int &chosen = isSecond ? axes.second : axes.first, &other = isSecond ? axes.first : axes.second;
    if (unit == other)
        other = std::exchange(chosen, unit); // the two change places: a plane needs two different units
    chosen = unit;
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
    for (const spec::Kind &method : projections::methods()) {
        if (std::ranges::find(offeredMethods, method.key) == offeredMethods.end() || (method.key == classMethod && !m_hasClasses))
            continue;
        QAction *action = menu->addAction(QString::fromStdString(method.label));
        action->setToolTip(QString::fromStdString(method.help));
        action->setCheckable(true);
        action->setChecked(m_axes.kind == Kind::Layout && m_axes.method == method.key);
        connect(action, &QAction::triggered, this, [this, key = method.key] {
            analysis::LatentAxes axes = m_axes;
            axes.kind = Kind::Layout;
            axes.method = key;
            choose(axes);
        });
    }
    menu->popup(m_layoutChip->mapToGlobal(QPoint(0, m_layoutChip->height())));
}

void AxesChoice::refresh() {
    const bool hasChoice = m_units > 2, isUnits = m_axes.kind == Kind::Units, isLayout = m_axes.kind == Kind::Layout;
    m_layoutChip->setText((isLayout ? methodName(m_axes.method) : tr("Projection")) + QStringLiteral(" ▾"));
    m_layoutChip->setToolTip(m_layoutHelp.isEmpty() ? tr("Lay the codes out so that neighbours stay neighbours: t-SNE, UMAP, PaCMAP …") : m_layoutHelp);
    m_layoutChip->setVisible(hasChoice);
    m_layoutChip->setChecked(isLayout);
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
