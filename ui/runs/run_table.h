// Runs as the rows of a table, sorted and filtered; those that are pinned stand first. A name is drawn with the colour of its curve, and below it what was
// changed.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <vector>

#include "ui/runs/run_row.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class RunTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Best, Epochs, Parameters, Time, Code, Seed, Loss, Data, Columns };
    static constexpr int sortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows that stay the same stay where they are, with what is selected or edited of them.
    void show(std::vector<RunRow> rows);
    void setTheme(const Theme &theme);
    const std::vector<RunRow> &rows() const { return m_rows; }
    const RunRow &row(const QModelIndex &index) const { return m_rows[static_cast<std::size_t>(index.row())]; }
    const Theme &theme() const { return m_theme; }
    /// Whether no run whose loss measures the same is better, and there is another.
    bool isBest(const RunRow &row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void renamed(quint64 run, const QString &name);

private:
    QString textOf(const RunRow &row, int column) const;
    QVariant sortedBy(const RunRow &row, int column) const;

    std::vector<RunRow> m_rows;
    Theme m_theme = Theme::light();
};

class SortedRuns : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit SortedRuns(RunTable &table, QObject *parent = nullptr);
    /// Runs whose name, changes, loss or data have every word of it.
    void setFilter(const QString &words);
    const RunRow &row(const QModelIndex &index) const { return m_table.row(mapToSource(index)); }

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    RunTable &m_table;
    QStringList m_words;
};

/// The cell of a name. A click on its dot shows the curve or hides it.
class RunNameCell : public QStyledItemDelegate {
    Q_OBJECT
public:
    RunNameCell(const SortedRuns &runs, const RunTable &table, QObject *parent);

    static QRect dotIn(const QRect &cell);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;

signals:
    void dotClicked(const QModelIndex &index);

private:
    const SortedRuns &m_runs;
    const RunTable &m_table;
};

} // namespace hourglass::ui
