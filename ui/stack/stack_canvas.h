// The bars themselves: painting, pointing, selecting. What a click on `+` or a key does to the stack is StackView's affair.
#pragma once

#include <QWidget>

#include <optional>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "ui/stack/stack_painting.h"

namespace hourglass::ui {

class StackCanvas : public QWidget {
    Q_OBJECT
public:
    explicit StackCanvas(QWidget *parent = nullptr);

    /// The bars of this model, made by barsOf; an error stands at its layer, or below all.
    void showBars(const spec::ModelSpec &model, std::vector<StackBar> bars, const std::optional<core::Error> &error);
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
    const StackScene &scene() const { return m_scene; }
    /// How high the canvas may be before it has to be scrolled; the bars take less room to stay within it.
    void setRoomHeight(int height);

signals:
    /// A person chose a layer by mouse or key.
    void layerChosen(int index);
    void insertRequested(int gap);
    void menuRequested(const QPoint &globalPosition);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void layOut();
    void choose(int index);
    void hover(int bar, int gap);
    QString toolTipAt(const QPoint &position) const;

    spec::ModelSpec m_model;
    StackScene m_scene;
    int m_roomHeight = 0;
};

} // namespace hourglass::ui
