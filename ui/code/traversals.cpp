#include "ui/code/traversals.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/code/traversal_table.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

Traversals::Traversals(QWidget *parent) : Panel(QStringLiteral("traversals"), tr("Traversals"), parent), m_table(new TraversalTable(this)) {
    header()->setCaption(tr("What each unit alone changes, from low to high."));
    m_orderChip = header()->addChip({}, tr("Which row stands at the top"), false);
    m_orderChip->setObjectName(QStringLiteral("traversalOrderChip"));
    m_differenceChip = header()->addChip(tr("Difference"), tr("Show what each step changes against the centre, instead of the output itself"), true);
    m_differenceChip->setObjectName(QStringLiteral("differenceChip"));
    header()->setDispensable({m_orderChip}); // in the context menu, too
    connect(m_orderChip, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(m_orderChip);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillOrderMenu(menu);
        menu->popup(m_orderChip->mapToGlobal(QPoint(0, m_orderChip->height())));
    });
    connect(m_differenceChip, &QToolButton::toggled, m_table, &TraversalTable::setShowsDifference);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 8);
    layout->addWidget(m_table);
    connect(m_table, &TraversalTable::axesWanted, this, &Traversals::axesWanted);
    connect(m_table, &TraversalTable::menuWanted, this, &Traversals::openMenu);
    connect(m_table->plotExport(), &PlotExport::failed, this, &Traversals::exportFailed);
    setFocusProxy(m_table);
    setMinimumSize(200, 120);
    chooseOrder(AxisOrder::ByVariance);
    clear();
    Traversals::setTheme(theme());
}

void Traversals::setClasses(const QStringList &names) {
    m_classes = names;
}

void Traversals::setFeatures(const QStringList &names) {
    m_table->setFeatures(names);
}

void Traversals::clear() {
    m_mix = m_newest = nullptr;
    m_table->showMix(nullptr);
    m_table->setEmptyText(tr("A row for each unit of the code appears here once there are data and a stack."));
    header()->setSubtitle({});
}

void Traversals::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_table->setTheme(theme);
}

std::vector<InputSection> Traversals::inputs() const {
    return {m_table->inputs()};
}

void Traversals::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    if (m_newest)
        takeMix(std::exchange(m_newest, nullptr));
}

void Traversals::showMix(std::shared_ptr<const analysis::MixPicture> mix) {
    m_newest = std::move(mix);
    if (isVisible())
        takeMix(std::exchange(m_newest, nullptr));
}

void Traversals::takeMix(const std::shared_ptr<const analysis::MixPicture> &mix) {
    if (mix->obstacle) {
        clear();
        m_table->setEmptyText(QString::fromStdString(mix->obstacle->sentence()));
        return;
    }
    const bool isOther = !m_mix || m_mix->spread.axes != mix->spread.axes || m_mix->spread.basis != mix->spread.basis;
    m_mix = mix;
    m_table->showMix(mix);
    if (isOther || m_isSortDue || !m_table->isInUse())
        sort();
    const QString count = axesCount(mix->spread);
    header()->setSubtitle(tr("%1 · around %2").arg(count, centreName(*mix, m_classes)), count);
}

void Traversals::showTraversal(std::shared_ptr<const analysis::TraversalPicture> picture) {
    m_table->showTraversal(std::move(picture));
}

void Traversals::sort() {
    if (!m_mix)
        return;
    m_isSortDue = m_order == AxisOrder::ByEffect && m_mix->effects.empty();
    m_table->setOrder(orderedAxes(*m_mix, m_order));
}

void Traversals::chooseOrder(AxisOrder order) {
    m_order = order;
    m_orderChip->setText(orderName(order) + QStringLiteral(" ▾"));
    m_orderChip->setAccessibleName(tr("Order of the rows: %1").arg(orderName(order)));
    emit effectsWanted(order == AxisOrder::ByEffect);
    sort();
}

void Traversals::fillOrderMenu(QMenu *menu) {
    auto *group = new QActionGroup(menu);
    for (const AxisOrder order : {AxisOrder::ByNumber, AxisOrder::ByVariance, AxisOrder::ByEffect}) {
        QAction *action = menu->addAction(orderName(order), this, [this, order] { chooseOrder(order); });
        action->setCheckable(true);
        action->setChecked(order == m_order);
        group->addAction(action);
    }
}

void Traversals::openMenu(const QPoint &global) {
    if (!m_mix)
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillOrderMenu(menu);
    menu->addSeparator();
    m_table->plotExport()->addTo(menu);
    menu->popup(global);
}

} // namespace hourglass::ui
