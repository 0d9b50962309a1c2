// What each unit of the code means: a row for each, from −3σ to 3σ about the centre that the mixing desk starts from, too. Passive: it asks for the rows
// that are in sight, and shows what it is then given.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/traversal_task.h"
#include "ui/code/code_texts.h"
#include "ui/theme/panel.h"

class QMenu;
class QToolButton;

namespace hourglass::ui {

class TraversalTable;

class Traversals : public Panel {
    Q_OBJECT
public:
    explicit Traversals(QWidget *parent = nullptr);

    void setClasses(const QStringList &names);
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names);
    /// The axes, and what the data are.
    void showMix(std::shared_ptr<const analysis::MixPicture> mix);
    /// Dropped where it is of other axes than the mix.
    void showTraversal(std::shared_ptr<const analysis::TraversalPicture> picture);
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    TraversalTable *table() const { return m_table; }

signals:
    void axesWanted(const std::vector<int> &axes); ///< of the rows in sight
    void effectsWanted(bool areWanted);
    void exportFailed(const hourglass::core::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void takeMix(const std::shared_ptr<const analysis::MixPicture> &mix);
    void chooseOrder(AxisOrder order);
    void fillOrderMenu(QMenu *menu);
    void openMenu(const QPoint &global);
    void sort();

    TraversalTable *m_table;
    QToolButton *m_orderChip, *m_differenceChip;
    QStringList m_classes;
    std::shared_ptr<const analysis::MixPicture> m_mix, m_newest; ///< shown; the newest, while the view is hidden
    AxisOrder m_order = AxisOrder::ByVariance;
    bool m_isSortDue = false; ///< a person chose the order, and the effects are still to come
};

} // namespace hourglass::ui
