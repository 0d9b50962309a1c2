#include "ui/sweep/sweep_table.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/plots/number_ticker.h"

namespace hourglass::ui {

namespace {

constexpr int digits = 4;

QString secondsText(double seconds) {
    const QLocale locale;
    if (seconds <= 0)
        return {};
    if (seconds < 60)
        return SweepTable::tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 10 ? 1 : 0));
    return SweepTable::tr("%1 min %2 s").arg(static_cast<qlonglong>(seconds / 60)).arg(static_cast<qlonglong>(seconds) % 60);
}

} // namespace

void SweepTable::show(const SweepPicture &picture) {
    const bool isSame = picture.axes == m_axes && picture.rows.size() == m_rows.size();
    const bool hasNews = picture.rows != m_rows || picture.measure != m_measure;
    if (!isSame)
        beginResetModel();
    m_axes = picture.axes;
    m_measure = picture.measure;
    m_rows = picture.rows;
    m_best = bestOf(m_rows);
    if (!isSame) {
        m_isBrushed.clear();
        endResetModel();
    } else if (hasNews) {
        restyle();
        emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

void SweepTable::restyle() {
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void SweepTable::setBrushed(std::vector<bool> isBrushed) {
    m_isBrushed = std::move(isBrushed);
    restyle();
}

void SweepTable::setTheme(const Theme &theme) {
    m_theme = theme;
    restyle();
}

int SweepTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SweepTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() || m_rows.empty() ? 0 : settings() + columnsAfter;
}

QString SweepTable::textOf(const SweepRow &row, int column) const {
    const QLocale locale;
    switch (column - settings()) {
    case Result:
        if (!std::isfinite(row.mean))
            return {};
        return std::isfinite(row.spread) ? tr("%1 ± %2").arg(significant(row.mean, digits, locale), locale.toString(row.spread, 'g', 2))
                                         : significant(row.mean, digits, locale);
    case Progress: return row.state;
    case Epochs: return locale.toString(row.epochs, 'f', row.epochs == std::floor(row.epochs) ? 0 : 1);
    case Parameters: return row.parameters > 0 ? locale.toString(row.parameters) : QString();
    case Time: return secondsText(row.seconds);
    default: return row.values.value(column);
    }
}

QVariant SweepTable::sortedBy(const SweepRow &row, int column) const {
    switch (column - settings()) {
    case Result: return row.mean;
    case Progress: return row.done;
    case Epochs: return row.epochs;
    case Parameters: return row.parameters;
    case Time: return row.seconds;
    default: break;
    }
    bool isNumber = false;
    const double number = row.values.value(column).toDouble(&isNumber);
    return isNumber ? QVariant(number) : QVariant(row.values.value(column));
}

QVariant SweepTable::data(const QModelIndex &index, int role) const {
    const auto number = static_cast<std::size_t>(index.row());
    const SweepRow &row = m_rows[number];
    const bool isBest = index.row() == m_best;
    switch (role) {
    case Qt::DisplayRole: return textOf(row, index.column());
    case sortRole: return sortedBy(row, index.column());
    case rowRole: return index.row();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == settings() + Progress ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole: return row.sentence;
    case Qt::FontRole: return isBest ? QVariant(interfaceFont(0, QFont::DemiBold)) : QVariant();
    case Qt::ForegroundRole:
        if (number < m_isBrushed.size() && !m_isBrushed[number])
            return m_theme.disabled();
        if (row.isFailed && index.column() == settings() + Progress)
            return m_theme.readable(m_theme.bad);
        return isBest && index.column() == settings() + Result ? QVariant(m_theme.readable(m_theme.good)) : row.isOver ? QVariant() : QVariant(m_theme.dim);
    default: return {};
    }
}

QVariant SweepTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const int after = section - settings();
    if (role == Qt::ToolTipRole) {
        switch (after) {
        case Result: return tr("Mean over the seeds, ± their standard deviation; of the validation part, never of the test part");
        case Progress: return tr("How far its trainings are");
        case Time: return tr("Of all its trainings together");
        default: return {};
        }
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(after == Progress ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (after) {
    case Result: return m_measure;
    case Progress: return tr("Progress");
    case Epochs: return tr("Epochs");
    case Parameters: return tr("Parameters");
    case Time: return tr("Time");
    default: return m_axes.value(section);
    }
}

bool SortedSweep::lessThan(const QModelIndex &left, const QModelIndex &right) const {
    const QVariant a = left.data(SweepTable::sortRole), b = right.data(SweepTable::sortRole);
    if (a.typeId() == QMetaType::Double && b.typeId() == QMetaType::Double) {
        const bool hasA = std::isfinite(a.toDouble()), hasB = std::isfinite(b.toDouble());
        if (hasA != hasB)
            return sortOrder() == Qt::AscendingOrder ? hasA : hasB;
        if (hasA && a != b)
            return a.toDouble() < b.toDouble();
        return sortOrder() == Qt::AscendingOrder ? left.row() < right.row() : left.row() > right.row();
    }
    if (a.typeId() == QMetaType::QString || b.typeId() == QMetaType::QString)
        return a.toString().localeAwareCompare(b.toString()) < 0;
    return a.toDouble() < b.toDouble();
}

} // namespace hourglass::ui
