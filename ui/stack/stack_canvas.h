// The bars themselves: painting, pointing, selecting, taking hold. What a click on `+`, a key or a drag makes of the stack is StackView's affair.
#pragma once

#include <QWidget>

#include <optional>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "ui/stack/stack_drag.h"
#include "ui/stack/stack_painting.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class StackCanvas : public QWidget {
    Q_OBJECT
public:
    explicit StackCanvas(QWidget *parent = nullptr);

    /// The bars of this model, made by barsOf; an error stands at its layer, or below all.
    void showBars(const spec::ModelSpec &model, std::vector<StackBar> bars, const std::optional<core::Error> &error);
    /// While something is held: the bars of the stack as it would be, with what stands beside the pointer. The held bar is layer `held` there, and
    /// `twin` (−1: none) follows it.
    void showHeld(std::vector<StackBar> bars, int held, int twin, const QString &number, const QString &remark, bool isImpossible);
    /// The same bars, of which units were changed; what is held shows it when it is let go.
    void showChangedUnits(const std::vector<StackBar> &bars);
    bool isHolding() const { return m_drag && m_drag->hasBegun(); }
    void setTheme(const Theme &theme);

    /// −1: none. Emits nothing.
    void setSelectedLayer(int index);
    int selectedLayer() const { return m_scene.selectedBar < 0 ? -1 : m_scene.selectedBar - 1; }
    /// Where a layer goes that is inserted by key: behind the selected one, but before the last.
    int insertionGap() const;
    int layerCount() const { return m_scene.layout.gapCount(); }

    /// In this widget's pixels; `index` −1 is the input.
    QRect barRectangle(int index) const;
    QRect gapRectangle(int gap) const;
    /// What keys and mouse do here.
    InputSection inputs() const;
    const StackScene &scene() const { return m_scene; }
    /// How high the canvas may be before it has to be scrolled; the bars take less room to stay within it.
    void setRoomHeight(int height);

signals:
    /// A person chose a layer by mouse or key.
    void layerChosen(int index);
    void insertRequested(int gap);
    void menuRequested(const QPoint &globalPosition);
    /// While an edge or a bar is dragged: answered by showHeld().
    void widthDragged(int layer, hourglass::core::Index units);
    void placeDragged(int layer, int place);
    void pointerDragged(const QPoint &position);
    /// What was dragged is let go there, or taken back.
    void dropped();
    void dragCancelled();
    /// By a key: so many round numbers wider (exact: so many units).
    void widthStepped(int layer, int steps, bool isExact);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void layOut();
    void makeKeys();
    bool choose(int index);
    void hover(int bar, int gap);
    /// The pointer's shape and the status line say what a drag would do.
    void showGrip(const StackGrip &grip);
    void drag(const QPointF &position, bool isExact);
    /// Back to the stack that is shown; whether something was held.
    bool letGo();
    void takeBack();
    void say(const QString &tip);
    QString toolTipAt(const QPoint &position) const;

    spec::ModelSpec m_model;
    StackScene m_scene;
    int m_roomHeight = 0;
    StackGrip m_grip; ///< under the pointer
    std::optional<StackDrag> m_drag;
    StackScene m_rest; ///< while something is held: what goes on
    KeyTable m_keys;
};

} // namespace hourglass::ui
