// The stack as an hourglass of bars that is itself the control panel: select, insert, delete, move, choose the code, mirror.
// The view changes no stack by itself: an edit leaves as modelEdited, and what comes back through showStack is shown.
#pragma once

#include <optional>

#include "engine/core/result.h"
#include "engine/plan/outline.h"
#include "engine/plan/unit_change.h"
#include "engine/spec/spec.h"
#include "ui/theme/panel.h"

class QAction;
class QScrollArea;

namespace hourglass::ui {

class StackCanvas;
class StackTotals;
struct BarWidth;
struct StackBar;

class StackView : public Panel {
    Q_OBJECT
public:
    explicit StackView(QWidget *parent = nullptr);
    ~StackView() override;

    /// A stack that compiles. The outline has as many layers as the model. The layer that is selected stays so wherever it went, by its id.
    void showStack(const spec::ModelSpec &model, const plan::Outline &outline, const spec::Catalogue &catalogue);
    /// An edited stack that does not compile: its bars, with the sentence and the hint at error.layer, or below all for −1.
    /// Shapes are told as far as the settings say them. Comes after a showStack, whose input and catalogue it uses.
    void showImpossible(const spec::ModelSpec &model, const core::Error &error);
    /// Units whose output is changed for the views: their number stands at the layer.
    void showChangedUnits(const plan::UnitChanges &changes);
    /// Of one epoch of the stack that trains; NaN: not known.
    void showCost(double secondsPerEpoch);
    /// The texts name the edits ("Insert Dense 64"); they may be empty.
    void setUndo(bool canUndo, const QString &undoText, bool canRedo, const QString &redoText);

    /// −1: none. Emits nothing.
    void selectLayer(int index);
    int selectedLayer() const;

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

signals:
    /// `what` names the edit for the undo menu: "Insert Dense 64".
    void modelEdited(hourglass::spec::ModelSpec model, const QString &what);
    /// What was dragged is done: the next edit is another.
    void editFinished();
    void layerSelected(int index);
    void undoRequested();
    void redoRequested();

private:
    void makeActions();
    QWidget *makeToolRow();
    QAction *addAction(const QString &text, const QString &toolTip, const QList<QKeySequence> &keys, void (StackView::*handler)());
    void insertSelected();
    void removeSelected();
    void moveSelectedUp();
    void moveSelectedDown();
    void makeSelectedCode();
    void toggleMirror();
    void insertAt(int gap);
    void moveSelected(int by);
    void holdWidth(int layer, core::Index units);
    void holdPlace(int layer, int place);
    /// Shows the stack as it would be.
    void hold(const spec::ModelSpec &model, const QString &what, int layer, int twin, const QString &number);
    void dropHeld();
    void forgetHeld();
    void stepWidth(int layer, int steps, bool isExact);
    spec::ModelSpec withWidth(int layer, core::Index units) const;
    QString widthText(int layer, core::Index units) const;
    const BarWidth *widthOf(int layer) const;
    /// Hands the edit out; when exactly this stack comes back, layer `selection` is selected.
    void edit(const spec::ModelSpec &model, const QString &what, int selection);
    void showBars(const spec::ModelSpec &model, const plan::Outline &outline, const std::optional<core::Error> &error);
    void markChanged();
    void refreshActions();
    void refreshIcons();
    void openMenu(const QPoint &globalPosition);
    void keepSelectionVisible();
    void scrollToSelection();
    QString nameOf(int index) const;

    spec::ModelSpec m_model;
    plan::Outline m_outline; ///< of m_model: compiled, or a sketch
    plan::UnitChanges m_changes;
    spec::Catalogue m_catalogue;
    std::optional<spec::ModelSpec> m_awaited;
    int m_awaitedSelection = -1;
    struct Held {
        spec::ModelSpec model;
        QString what;
        int selection;
    };
    std::optional<Held> m_held;
    std::vector<StackBar> m_bars; ///< of m_model
    bool m_isImpossible = false;

    StackCanvas *m_canvas;
    QScrollArea *m_scroll;
    StackTotals *m_totals;
    QAction *m_insert, *m_remove, *m_up, *m_down, *m_code, *m_mirror, *m_undo, *m_redo;
};

} // namespace hourglass::ui
