#include "ui/reconstructions/feature_table.h"

#include <QHeaderView>

#include <cmath>

#include "ui/reconstructions/feature_rows.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int numberRole = Qt::UserRole;

/// Sorted by its number; what is none comes last.
class NumberItem : public QTableWidgetItem {
public:
    bool operator<(const QTableWidgetItem &other) const override {
        const double own = data(numberRole).toDouble(), its = other.data(numberRole).toDouble();
        return std::isnan(its) ? !std::isnan(own) : own < its;
    }
    /// `key`: what it is sorted by.
    void set(const QString &text, double key) {
        if (text != this->text())
            setText(text);
        setData(numberRole, key);
    }
};

} // namespace

FeatureTable::FeatureTable(QWidget *parent) : QTableWidget(parent) {
    setObjectName(QStringLiteral("featureTable"));
    setAccessibleName(tr("The sample and its reconstruction by feature"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    followTextSize(this, [this] { verticalHeader()->setDefaultSectionSize(scaled(22)); });
}

void FeatureTable::make(const QStringList &heading, int rows) {
    setSortingEnabled(false);
    setColumnCount(static_cast<int>(heading.size()));
    setHorizontalHeaderLabels(heading);
    setRowCount(rows);
    for (int row = 0; row < rows; ++row)
        for (int at = 0; at < columnCount(); ++at) {
            auto *item = at == 0 ? new QTableWidgetItem : new NumberItem;
            item->setTextAlignment((at == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            if (at == 0)
                item->setData(numberRole, row);
            setItem(row, at, item);
        }
    for (int at = 0; at < columnCount(); ++at)
        horizontalHeaderItem(at)->setTextAlignment((at == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
}

void FeatureTable::show(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    using enum ReconstructionRow;
    std::vector<ReconstructionRow> rows;
    QStringList heading{tr("feature")};
    for (const auto &[row, name] : {std::pair{Original, tr("original")}, std::pair{Corrupted, tr("corrupted")}, std::pair{Reconstruction, tr("reconstruction")},
                                    std::pair{Earlier, tr("earlier")}, std::pair{Pca, tr("PCA")}, std::pair{Error, tr("error")}})
        if (style.rows.has(row) && !valuesOf(column, row).empty()) {
            rows.push_back(row);
            heading << name;
        }
    QStringList before;
    for (int at = 0; at < columnCount(); ++at)
        before << horizontalHeaderItem(at)->text();
    const auto features = static_cast<int>(column.original.size());
    if (heading != before || rowCount() != features)
        make(heading, features);
    setSortingEnabled(false);
    for (int row = 0; row < features; ++row) {
        const auto feature = static_cast<std::size_t>(item(row, 0)->data(numberRole).toInt());
        item(row, 0)->setText(style.featureName(feature));
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const std::vector<float> &values = valuesOf(column, rows[at]);
            const double value = feature < values.size() ? static_cast<double>(values[feature]) : std::nan("");
            const bool isError = rows[at] == Error;
            auto *number = static_cast<NumberItem *>(item(row, static_cast<int>(at) + 1));
            number->set(isError && value > 0 ? QLatin1Char('+') + featureText(value) : featureText(value), isError ? std::abs(value) : value);
            number->setForeground(isError                      ? style.theme.readable(value > 0 ? style.theme.bad : style.theme.encoder)
                                  : rows[at] == Reconstruction ? style.theme.readable(style.theme.decoder)
                                  : rows[at] == Pca            ? style.theme.dim
                                                               : style.theme.text);
        }
    }
    setSortingEnabled(true);
}

} // namespace hourglass::ui
