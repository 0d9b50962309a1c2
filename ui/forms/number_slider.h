// A number with a slider for round values and an edit for exact ones: linear or logarithmic, whole or real.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/forms/number_range.h"

namespace hourglass::ui {

class NumberEdit;
class StopSlider;

class NumberSlider : public QWidget {
    Q_OBJECT
public:
    /// `reach`: the part of the range that the slider covers; what is typed may lie anywhere in the range.
    NumberSlider(const NumberRange &range, const NumberRange &reach, QWidget *parent = nullptr);
    explicit NumberSlider(const NumberRange &range, QWidget *parent = nullptr) : NumberSlider(range, range, parent) {}

    double value() const { return m_value; }
    /// Shows a value; emits nothing and leaves focus, cursor and a handle that is being dragged alone.
    void setValue(double value);
    const NumberRange &reach() const { return m_reach; }
    /// Other values to stop at than the round ones of the range: rising, not empty, within the range.
    void setStops(const std::vector<double> &stops);
    /// Name and tooltip of both controls.
    void describe(const QString &name, const QString &toolTip);
    bool isDragging() const;

signals:
    /// By the slider (all along a drag), the keys or the edit.
    void valueEdited(double value);
    /// The edit is over: the handle was let go, or the value came by a key or was typed. Follows the last valueEdited.
    void editFinished();

private:
    void takeStops(const std::vector<double> &stops);
    void moveSlider();
    void takeStop(int position);

    NumberRange m_reach;
    std::vector<double> m_stops;
    double m_value;
    bool m_isEditedByDrag = false;
    StopSlider *m_slider;
    NumberEdit *m_edit;
};

} // namespace hourglass::ui
