#include "ui/runs/run_table.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

#include "ui/forms/table_text.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/run_colours.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

QString secondsText(double seconds) {
    const QLocale locale;
    if (seconds <= 0)
        return {};
    if (seconds < 60)
        return RunTable::tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 10 ? 1 : 0));
    const auto minutes = static_cast<qlonglong>(seconds / 60);
    return minutes < 60 ? RunTable::tr("%1 min %2 s").arg(minutes).arg(static_cast<qlonglong>(seconds) % 60)
                        : RunTable::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

constexpr int dotSide = 12, rim = 8;

} // namespace

void RunTable::show(std::vector<RunRow> rows) {
    const bool hasSameRuns = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), [](const RunRow &a, const RunRow &b) { return a.id == b.id; });
    if (!hasSameRuns) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    const bool hasNews = rows != m_rows;
    m_rows = std::move(rows);
    if (hasNews && !m_rows.empty()) // all of them: which is the best depends on the others
        emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

void RunTable::setTheme(const Theme &theme) {
    m_theme = theme;
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

bool RunTable::isBest(const RunRow &row) const {
    bool hasOther = false;
    for (const RunRow &other : m_rows) {
        if (other.id == row.id || !other.comparesWith(row) || std::isnan(other.best))
            continue;
        hasOther = true;
        if (other.best < row.best)
            return false;
    }
    return hasOther && !std::isnan(row.best);
}

int RunTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : Columns;
}

QString RunTable::textOf(const RunRow &row, int column) const {
    const QLocale locale;
    switch (column) {
    case Name: return row.name;
    case Best: return std::isnan(row.best) ? QString() : significant(row.best, 4, locale);
    case Epochs: return locale.toString(row.epochs, 'f', 1);
    case Parameters: return locale.toString(row.parameters);
    case Time: return secondsText(row.seconds);
    case Code: return locale.toString(row.codeSize);
    case Seed: return locale.toString(row.seed);
    case Loss: return row.lossName;
    case Data: return row.dataName;
    default: return {};
    }
}

QVariant RunTable::sortedBy(const RunRow &row, int column) const {
    switch (column) {
    case Name: return static_cast<qulonglong>(row.id); // by age
    case Best: return std::isnan(row.best) ? std::numeric_limits<double>::infinity() : row.best;
    case Epochs: return row.epochs;
    case Parameters: return row.parameters;
    case Time: return row.seconds;
    case Code: return row.codeSize;
    case Seed: return row.seed;
    default: return textOf(row, column);
    }
}

QVariant RunTable::data(const QModelIndex &index, int role) const {
    const RunRow &row = this->row(index);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return textOf(row, index.column());
    case sortRole: return sortedBy(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == Name || index.column() >= Loss ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ForegroundRole: return index.column() == Best && isBest(row) ? QVariant(m_theme.readable(m_theme.good)) : QVariant();
    case Qt::FontRole: return row.isPresent || (index.column() == Best && isBest(row)) ? QVariant(interfaceFont(0, QFont::DemiBold)) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Name ? row.name + (row.change.isEmpty() ? QString() : QStringLiteral(", ") + row.change) : textOf(row, index.column());
    default: break;
    }
    if (role != Qt::ToolTipRole)
        return {};
    if (index.column() == Best)
        return toolTipText(std::isnan(row.best)
                               ? tr("Not measured yet")
                               : tr("%1, %2 part: lowest after epoch %3").arg(row.lossName, row.heldOutName, QLocale().toString(row.bestEpoch, 'f', 1)));
    QStringList lines{row.isPresent ? tr("%1: goes on now").arg(row.name) : row.isBeside ? tr("%1: trains beside it, in lock step").arg(row.name) : row.name};
    // In a narrow table these have no column.
    lines << tr("%1 parameters · code of %2 · seed %3").arg(textOf(row, Parameters), textOf(row, Code), textOf(row, Seed));
    lines << QStringList{textOf(row, Time), row.lossName, row.dataName}.filter(QRegularExpression(QStringLiteral("."))).join(QStringLiteral(" · "));
    if (!row.allChanges.isEmpty())
        lines << row.allChanges;
    if (!row.canGoOn)
        lines << tr("Its weights are not kept; it can be started again.");
    return QStringLiteral("<qt>%1</qt>").arg(lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
}

bool RunTable::setData(const QModelIndex &index, const QVariant &value, int role) {
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || index.column() != Name || name.isEmpty() || name == row(index).name)
        return false;
    emit renamed(row(index).id, name);
    return true;
}

Qt::ItemFlags RunTable::flags(const QModelIndex &index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsEditable : flags;
}

QVariant RunTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section == Name || section >= Loss ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        switch (section) {
        case Name: return tr("By age. Below the name: what was changed from the run before.");
        case Best: return tr("The lowest loss of the held-out part. Only losses of the same kind on the same data compare.");
        case Time: return tr("Time of training, of the epochs that are done");
        default: return {};
        }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Run");
    case Best: return tr("Best");
    case Epochs: return tr("Epochs");
    case Parameters: return tr("Parameters");
    case Time: return tr("Time");
    case Code: return tr("Code");
    case Seed: return tr("Seed");
    case Loss: return tr("Loss");
    case Data: return tr("Data");
    default: return {};
    }
}

SortedRuns::SortedRuns(RunTable &table, QObject *parent) : QSortFilterProxyModel(parent), m_table(table) {
    setSourceModel(&table);
    setSortRole(RunTable::sortRole);
    setDynamicSortFilter(true);
}

void SortedRuns::setFilter(const QString &words) {
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool SortedRuns::lessThan(const QModelIndex &left, const QModelIndex &right) const {
    const RunRow &a = m_table.row(left), &b = m_table.row(right);
    const bool isAscending = sortOrder() == Qt::AscendingOrder;
    if (a.isPinned != b.isPinned)
        return a.isPinned == isAscending;                        // first, whichever way it is sorted
    if (left.column() == RunTable::Best && !a.comparesWith(b)) { // each kind of loss by itself
        const QString kindA = a.dataName + a.lossName + a.heldOutName, kindB = b.dataName + b.lossName + b.heldOutName;
        return (kindA < kindB) == isAscending;
    }
    if (left.column() == RunTable::Best && std::isnan(a.best) != std::isnan(b.best))
        return std::isnan(b.best) == isAscending;
    return QSortFilterProxyModel::lessThan(left, right);
}

bool SortedRuns::filterAcceptsRow(int row, const QModelIndex &) const {
    const RunRow &run = m_table.rows()[static_cast<std::size_t>(row)];
    const QString text = QStringList{run.name, run.allChanges, run.lossName, run.dataName}.join(QLatin1Char('\n'));
    return std::all_of(m_words.begin(), m_words.end(), [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

RunNameCell::RunNameCell(const SortedRuns &runs, const RunTable &table, QObject *parent) : QStyledItemDelegate(parent), m_runs(runs), m_table(table) {}

QRect RunNameCell::dotIn(const QRect &cell) {
    const int side = scaled(dotSide);
    return {cell.left() + rim, cell.center().y() - side / 2, side, side};
}

void RunNameCell::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QWidget *widget = option.widget;
    widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
    const RunRow &run = m_runs.row(index);
    const Theme &theme = m_table.theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintRunDot(*painter, QRectF(dotIn(option.rect)).adjusted(1, 1, -1, -1), {run.colour, run.isPresent}, theme, !run.isShown);
    const QRect room = option.rect.adjusted(rim + scaled(dotSide) + rim, 2, -4, -2);
    painter->setFont(interfaceFont(0, run.isPresent ? QFont::DemiBold : QFont::Normal));
    painter->setPen(theme.text);
    const QFontMetrics metrics = painter->fontMetrics();
    const QString name = run.isPinned ? QStringLiteral("▴ ") + run.name : run.name;
    const bool hasTwoLines = !run.change.isEmpty();
    const QRect first(room.left(), hasTwoLines ? room.top() : room.top() + (room.height() - metrics.height()) / 2, room.width(), metrics.height());
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name, Qt::ElideRight, room.width()));
    if (hasTwoLines) {
        painter->setFont(smallFont(11));
        painter->setPen(theme.dim);
        const QFontMetrics small = painter->fontMetrics();
        painter->drawText(QRect(room.left(), first.bottom() + 1, room.width(), small.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          small.elidedText(run.change, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

QSize RunNameCell::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const {
    return {scaled(150), QFontMetrics(interfaceFont()).height() + QFontMetrics(smallFont(11)).height() + 6};
}

void RunNameCell::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const {
    editor->setGeometry(option.rect.adjusted(rim + scaled(dotSide) + 2, 2, 0, -2));
}

bool RunNameCell::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) {
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick || event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && dotIn(option.rect).adjusted(-rim, -4, 4, 4).contains(mouse->position().toPoint())) {
            if (event->type() == QEvent::MouseButtonRelease)
                emit dotClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace hourglass::ui
