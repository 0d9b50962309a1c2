#include "ui/import/sample_preview.h"

#include <QHeaderView>
#include <QLocale>
#include <QStackedLayout>
#include <QTableWidget>

#include <algorithm>

#include "ui/import/cloud_view.h"
#include "ui/import/preview_tiles.h"

namespace hourglass::ui {

namespace {

constexpr int mostShownColumns = 60, mostRows = 40, mostDigits = 4, digitsBesideOffset = 12, widestColumn = 160, aroundText = 20;

QTableWidgetItem *cellOf(const QString &text, Qt::Alignment alignment) {
    auto *item = new QTableWidgetItem(text);
    item->setTextAlignment(alignment | Qt::AlignVCenter);
    return item;
}

} // namespace

SamplePreview::SamplePreview(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedLayout(this)), m_tiles(new PreviewTiles), m_table(new QTableWidget), m_cloud(new CloudView) {
    setObjectName("samplePreview");
    m_table->setObjectName("previewTable");
    m_table->setAccessibleName(tr("First samples"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::ContiguousSelection);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_tiles->setAccessibleName(tr("First samples"));
    m_stack->addWidget(m_tiles);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_cloud);
}

void SamplePreview::showSamples(const PreviewSamples &preview) {
    m_tiles->show(preview);
    if (preview.kind == PreviewKind::Table)
        fillTable(preview);
    m_cloud->show(preview.points);
    m_stack->setCurrentWidget(preview.kind == PreviewKind::Table    ? static_cast<QWidget *>(m_table)
                              : preview.kind == PreviewKind::Points ? static_cast<QWidget *>(m_cloud)
                                                                    : m_tiles);
    QStringList labels;
    for (const std::string &label : preview.labels)
        labels << QString::fromStdString(label);
    m_tiles->setAccessibleDescription(labels.join(QStringLiteral(", ")));
}

void SamplePreview::fillTable(const PreviewSamples &preview) {
    const int features = static_cast<int>(std::min<core::Index>(preview.shape.size(), mostShownColumns)), rows = std::min(preview.samples, mostRows);
    const bool hasLabels = !preview.labels.empty();
    QStringList headings;
    for (int i = 0; i < features; ++i)
        headings << (static_cast<std::size_t>(i) < preview.featureNames.size() ? QString::fromStdString(preview.featureNames[static_cast<std::size_t>(i)])
                                                                               : QLocale().toString(i + 1));
    if (hasLabels)
        headings.prepend(tr("Label"));
    m_table->clear();
    m_table->setRowCount(rows);
    m_table->setColumnCount(static_cast<int>(headings.size()));
    m_table->setHorizontalHeaderLabels(headings);
    for (int row = 0; row < rows; ++row) {
        if (hasLabels)
            m_table->setItem(row, 0, cellOf(QString::fromStdString(preview.labels[static_cast<std::size_t>(row)]), Qt::AlignLeft));
        for (int i = 0; i < features; ++i) {
            const double offset = preview.offsets.empty() ? 0 : preview.offsets[static_cast<std::size_t>(i)];
            const QString text = QLocale().toString(static_cast<double>(preview.sample(row)[i]) + offset, 'g', offset == 0 ? mostDigits : digitsBesideOffset);
            m_table->setItem(row, i + (hasLabels ? 1 : 0), cellOf(text, Qt::AlignRight));
        }
    }
    for (int column = 0; column < m_table->columnCount(); ++column) // as what stands below them
        m_table->horizontalHeaderItem(column)->setTextAlignment((hasLabels && column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    fitColumns();
}

/// As wide as their texts: the view itself would ask the style about each cell, which takes longer than a picture may.
void SamplePreview::fitColumns() {
    const QFontMetrics metrics = m_table->fontMetrics();
    for (int column = 0; column < m_table->columnCount(); ++column) {
        int width = metrics.horizontalAdvance(m_table->horizontalHeaderItem(column)->text());
        for (int row = 0; row < m_table->rowCount(); ++row)
            width = std::max(width, metrics.horizontalAdvance(m_table->item(row, column)->text()));
        m_table->setColumnWidth(column, std::min(width + aroundText, widestColumn));
    }
}

void SamplePreview::setStale(bool isStale) {
    m_tiles->setEnabled(!isStale);
    m_table->setEnabled(!isStale);
    m_cloud->setEnabled(!isStale);
}

void SamplePreview::setTheme(const Theme &theme) {
    m_tiles->setTheme(theme);
    m_cloud->setTheme(theme);
}

} // namespace hourglass::ui
