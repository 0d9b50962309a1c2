#include "ui/samples/sample_table.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "engine/data/source_numbers.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

constexpr core::Index mostColumns = 4096; ///< of features: a view keeps a width for each
constexpr int digits = 4, digitsBesideOffset = 12;

int alignmentOf(int column) {
    const bool isText = column == SampleTable::Part || column == SampleTable::Class;
    return static_cast<int>((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

SampleTable::SampleTable(const SampleList &list, QObject *parent) : QAbstractTableModel(parent), m_list(list) {}

void SampleTable::listChanged() {
    beginResetModel();
    m_readRow = -1;
    m_noise.clear();
    endResetModel();
}

void SampleTable::coloursChanged() {
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit headerDataChanged(Qt::Horizontal, Factor, Factor);
}

void SampleTable::setTheme(const Theme &theme) {
    m_theme = theme;
    coloursChanged();
}

int SampleTable::colouredColumn() const {
    const SharedColouring &colouring = m_list.colouring();
    switch (colouring ? colouring->kind : ColouringKind::Class) {
    case ColouringKind::Group: // and a factor: in a column that is there for it
    case ColouringKind::Factor:
    case ColouringKind::Cluster: // and what else is measured
    case ColouringKind::Predicted:
    case ColouringKind::Density:
    case ColouringKind::Error: return Factor;
    case ColouringKind::Feature: return FirstFeature + colouring->column;
    case ColouringKind::Part: return Part;
    case ColouringKind::Number: return Number;
    case ColouringKind::Class: // has a mark of its own beside the name
    case ColouringKind::None: break;
    }
    return -1;
}

int SampleTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(std::min<core::Index>(m_list.size(), 50'000'000));
}

int SampleTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() || !m_list.dataset() ? 0 : FirstFeature + static_cast<int>(std::min(m_list.dataset()->features(), mostColumns));
}

double SampleTable::valueAt(int row, int feature) const {
    if (row != m_readRow) {
        const data::SampleId place = m_list[row];
        m_values.resize(static_cast<std::size_t>(m_list.dataset()->features()));
        m_scaled.resize(m_values.size());
        const data::Part &part = partOf(*m_list.dataset(), place.part);
        part.copySample(place.sample, m_scaled.data());
        toSource(part, place.sample);
        m_readRow = row;
    }
    return m_values[static_cast<std::size_t>(feature)];
}

void SampleTable::toSource(const data::Part &part, core::Index sample) const {
    const data::Dataset &dataset = *m_list.dataset();
    data::toSource(dataset, part, sample, m_scaled.data(), m_values.data());
    if (!dataset.scaling)
        return;
    if (m_noise.empty()) { // a float's relative error, and room for the sums of a whitening, of what is added to every number
        m_noise.assign(m_values.size(), 0.0f);
        dataset.invert(m_noise.data(), m_noise.data());
        for (float &noise : m_noise)
            noise = 1e-6f * std::abs(noise);
    }
    for (std::size_t feature = 0; feature < m_values.size(); ++feature)
        if (std::abs(m_values[feature]) < static_cast<double>(m_noise[feature]))
            m_values[feature] = 0;
}

QVariant SampleTable::data(const QModelIndex &index, int role) const {
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    const data::SampleId place = m_list[index.row()];
    if (role == Qt::DecorationRole && index.column() == Class && m_list.labelOf(place) >= 0)
        return classColour(m_list.labelOf(place));
    if ((role == Qt::BackgroundRole || role == Qt::ForegroundRole) && index.column() == colouredColumn()) {
        const QColor colour = m_list.colourOf(place, m_theme);
        return role == Qt::BackgroundRole ? colour : m_theme.inkOn(colour);
    }
    if (role == Qt::ToolTipRole)
        return QStringLiteral("<qt>%1</qt>").arg(m_list.describe(place).toHtmlEscaped());
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
    case Number: return locale.toString(static_cast<qlonglong>(m_list.numberOf(place)));
    case Part: return partName(place.part);
    case Class: return m_list.classOf(place);
    case Error: {
        const double error = m_list.errorOf(place);
        return std::isfinite(error) ? locale.toString(error, 'g', 3) : QString();
    }
    case Factor: return isByValue(m_list.colouring()) ? m_list.colouring()->scale.textOf(m_list.colouring()->valueOf(place)) : QString();
    default: break;
    }
    const int feature = index.column() - FirstFeature;
    return locale.toString(valueAt(index.row(), feature), 'g', data::offsetOf(*m_list.dataset(), feature) == 0 ? digits : digitsBesideOffset);
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return alignmentOf(section);
    if (orientation != Qt::Horizontal ||
        (role != Qt::DisplayRole && (role != Qt::ToolTipRole || section < FirstFeature))) // names may be too long for their column
        return {};
    switch (section) {
    case Number: return tr("Number");
    case Part: return tr("Part");
    case Class: return tr("Class");
    case Error: return tr("MSE");
    case Factor: return m_list.colouring() ? m_list.colouring()->name : QString();
    default: break;
    }
    const auto feature = static_cast<std::size_t>(section - FirstFeature);
    const auto &names = m_list.dataset()->featureNames;
    return feature < names.size() ? QString::fromStdString(names[feature]) : QLocale().toString(section - FirstFeature);
}

void ColouredCells::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const QVariant ground = index.data(Qt::BackgroundRole);
    if (!ground.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    constexpr int inset = 7; // of the text, as the style sheet has it
    painter->save();
    painter->fillRect(option.rect, ground.value<QColor>());
    painter->setFont(option.font);
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    const QRect room = option.rect.adjusted(inset, 0, -inset, 0);
    const QString text = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, index.data(Qt::TextAlignmentRole).toInt(), text);
    painter->restore();
}

} // namespace hourglass::ui
