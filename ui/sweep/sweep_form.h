// What a sweep is to be: a ready-made one or settings of one's own, with the values that each shall have; seeds, epochs, and whether the worse are
// stopped early.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/sweep/sweep_picture.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace hourglass::ui {

class NumberEdit;
class ElidedLabel;

class SweepForm : public QWidget {
    Q_OBJECT
public:
    explicit SweepForm(QWidget *parent = nullptr);

    void setReady(const std::vector<ReadySweep> &ready);
    /// What the present stack and its training have that may be varied. Rows stay as they are.
    void setSettings(std::vector<SweepSetting> settings);
    /// The axes of the ready-made sweep that was chosen, for the present stack.
    void showAxes(const std::vector<SweepAxis> &axes);
    void setEpochs(int epochs);
    void choose(const QString &ready);
    SweepOrder order() const;

    QComboBox *readyChoice() const { return m_ready; }
    std::vector<QLineEdit *> valueEdits() const;

    QSize minimumSizeHint() const override; ///< with the numbers below the list

signals:
    void readyChosen(const QString &key); ///< empty: settings of one's own
    void startWanted();                   ///< Enter in a field

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row {
        QWidget *widget;
        QComboBox *setting;
        QLineEdit *values;
        QToolButton *remove;
    };
    void addRow(const SweepAxis &axis);
    void removeRow(const QWidget *row);
    void fill(const Row &row, const QString &path) const;
    void refresh();
    int leastWidth(bool isFolded) const;
    void foldHead();

    std::vector<ReadySweep> m_readySweeps;
    std::vector<SweepSetting> m_settings;
    QComboBox *m_ready, *m_halving;
    ElidedLabel *m_sentence;
    NumberEdit *m_seeds, *m_epochs, *m_draws;
    QWidget *m_numbers; ///< seeds, epochs, draws: beside the list, or below it where that is too narrow
    QGridLayout *m_head;
    bool m_isFolded = false;
    QVBoxLayout *m_rowsLayout;
    QToolButton *m_add;
    std::vector<Row> m_rows;
};

} // namespace hourglass::ui
