// A sample of a table, feature by feature in the source's numbers: original, reconstruction, PCA, and the error in the feature's own unit.
#pragma once

#include <QTableWidget>

#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

class FeatureTable : public QTableWidget {
    Q_OBJECT
public:
    explicit FeatureTable(QWidget *parent = nullptr);

    /// Keeps order, selection and what is scrolled to while the same features are shown.
    void show(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style);
    using QWidget::show;

private:
    void make(const QStringList &heading, int rows);
};

} // namespace hourglass::ui
