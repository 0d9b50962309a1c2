// Samples of a table as rows: what is known of each, then its features in the source's numbers. A row is read when it is looked at. The cells of what colours
// the samples are filled with the colours.
#pragma once

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include "ui/samples/sample_list.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class SampleTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Number, Part, Class, Error, Factor, FirstFeature }; ///< Factor: the one that colours

    /// The list must outlive it; listChanged() tells that it is another one.
    explicit SampleTable(const SampleList &list, QObject *parent = nullptr);
    void listChanged();
    void coloursChanged();
    void setTheme(const Theme &theme);
    /// The column that is filled with colours; −1: none.
    int colouredColumn() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    double valueAt(int row, int feature) const;
    /// The values that were read, back in the source's numbers.
    void toSource(const data::Part &part, core::Index sample) const;

    const SampleList &m_list;
    Theme m_theme = Theme::light();
    mutable int m_readRow = -1;           ///< the one whose values are kept
    mutable std::vector<float> m_scaled;  ///< as it is trained on
    mutable std::vector<double> m_values; ///< of the source
    mutable std::vector<float> m_noise;   ///< of each feature: numbers below it are what rounding left of 0; empty until a row is read
};

/// Fills cells that have a colour of their own, which the style sheet's rows would not let through.
class ColouredCells : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace hourglass::ui
