// The row above the samples: which of them are shown, and in which order.
#pragma once

#include <QWidget>

#include "ui/samples/sample_list.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace hourglass::ui {

class SampleFilters : public QWidget {
    Q_OBJECT
public:
    explicit SampleFilters(QWidget *parent = nullptr);

    /// Its classes, and everything as at first; says nothing.
    void setDataset(const data::Dataset *dataset);
    /// "By Rotation" is the last of the orders while something of that name colours; says nothing, but that order may be gone.
    void setColouring(const SharedColouring &colouring);
    void setLabel(int label); ///< -1: all classes
    /// Those that a person works with, ascending; null or empty: none. They stand among the parts.
    void setChosen(ChosenSamples chosen);
    void showEverything();
    /// Whether errors are so old that they should be measured again.
    void setErrorsAreOld(bool areOld);

    SampleFilter filter() const;
    SampleOrder order() const;
    bool isByError() const { return order() == SampleOrder::LargestError; }
    bool hasClasses() const;

signals:
    void changed();
    /// Behind changed(): sorted by error, or measured again.
    void errorsWanted();

private:
    QLineEdit *m_search;
    QComboBox *m_class, *m_part, *m_order;
    QToolButton *m_again;
    ChosenSamples m_chosen;
};

} // namespace hourglass::ui
