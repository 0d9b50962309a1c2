// What a person gives a unit as its output: what its layer computes, nothing, a value, or so many times what is computed.
#pragma once

#include <QWidget>

#include <optional>

#include "engine/plan/unit_change.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace hourglass::ui {

class NumberEdit;

class UnitChangeRow : public QWidget {
    Q_OBJECT
public:
    explicit UnitChangeRow(QWidget *parent = nullptr);

    /// Of the unit that is looked at, and how many are changed in all layers together. Emits nothing.
    void showChange(const std::optional<plan::UnitChange> &change, int changed);
    /// Where a unit is fixed at first: what it is on average.
    void setUsual(double value) { m_usual = value; }

signals:
    /// None: as computed. Layer and unit are the owner's to say.
    void edited(const std::optional<hourglass::plan::UnitChange> &change);
    void clearWanted();

private:
    void choose();
    void send();
    void refresh();

    QLabel *m_label;
    QComboBox *m_kind;
    NumberEdit *m_value;
    QToolButton *m_clear;
    double m_usual = 0;
};

} // namespace hourglass::ui
