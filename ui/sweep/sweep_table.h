// The combinations of a sweep as a table: a column for each setting that is varied, then what it came to.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "ui/sweep/sweep_picture.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class SweepTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum After { Result, Progress, Epochs, Parameters, Time, columnsAfter }; ///< behind the settings
    static constexpr int sortRole = Qt::UserRole, rowRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void show(const SweepPicture &picture);
    /// Those that are not brushed are pale; empty: none is.
    void setBrushed(std::vector<bool> isBrushed);
    void setTheme(const Theme &theme);
    int settings() const { return static_cast<int>(m_axes.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const SweepRow &row, int column) const;
    QVariant sortedBy(const SweepRow &row, int column) const;
    void restyle();

    QStringList m_axes;
    QString m_measure;
    std::vector<SweepRow> m_rows;
    std::vector<bool> m_isBrushed;
    int m_best = -1;
    Theme m_theme = Theme::light();
};

/// What has no result yet stands last, whichever way it is sorted by it.
class SortedSweep : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace hourglass::ui
