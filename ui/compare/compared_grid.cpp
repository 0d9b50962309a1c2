#include "ui/compare/compared_grid.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "engine/analysis/similarity.h"
#include "ui/compare/compared_layout.h"
#include "ui/compare/compared_sheet.h"
#include "ui/plots/plot_export.h"
#include "ui/reconstructions/feature_ranges.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

ComparedGrid::ComparedGrid(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("comparedGrid"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The same samples as several runs make them"));
    makeKeys();
    m_export = new PlotExport(this, tr("Reconstructions compared"), [this](CsvWriter &writer) { writeCompared(m_rows, shownColumns(), m_style, writer); });
    connect(m_export, &PlotExport::failed, this, &ComparedGrid::exportFailed);
}

void ComparedGrid::showRows(std::vector<ComparedRow> rows) {
    const analysis::ReconstructionPicture *before = firstPicture(m_rows);
    const bool isOtherKind = before && firstPicture(rows) && !(before->sample == firstPicture(rows)->sample);
    m_rows = std::move(rows);
    if (isOtherKind)
        m_limit.reset();
    invalidate();
    if (!isVisible())
        return;
    arrange();
    if (m_pointer.x() >= 0) // other samples under a pointer at rest
        hoverAt(m_pointer);
}

void ComparedGrid::setMessage(const QString &sentence) {
    m_message = sentence;
    update();
}

void ComparedGrid::setClasses(const QStringList &names) {
    m_style.classes = names;
    invalidate();
}

void ComparedGrid::setFeatures(const QStringList &names) {
    m_style.features = names;
    invalidate();
}

void ComparedGrid::setColouring(SharedColouring colouring) {
    m_style.colouring = std::move(colouring);
    if (isVisible())
        arrange();
    invalidate();
}

void ComparedGrid::setMeasure(analysis::Measure measure) {
    m_measure = measure;
    invalidate();
}

void ComparedGrid::setTheme(const Theme &theme) {
    m_style.theme = theme;
    invalidate();
}

void ComparedGrid::setMarkedSample(std::optional<core::Index> sample) {
    m_marked = sample;
    update();
}

void ComparedGrid::setSelectedSample(std::optional<core::Index> sample) {
    m_selected = sample;
    update();
}

int ComparedGrid::shownColumns() const {
    const analysis::ReconstructionPicture *picture = firstPicture(m_rows);
    return picture ? std::min(m_layout.columns, static_cast<int>(picture->columns.size())) : 0;
}

std::optional<core::Index> ComparedGrid::sampleAt(int column) const {
    if (column < 0 || column >= shownColumns())
        return std::nullopt;
    return firstPicture(m_rows)->columns[static_cast<std::size_t>(column)].sample;
}

int ComparedGrid::columnOf(std::optional<core::Index> sample) const {
    for (int column = 0; sample && column < shownColumns(); ++column)
        if (sampleAt(column) == sample)
            return column;
    return -1;
}

void ComparedGrid::invalidate() {
    m_isSheetCurrent = false;
    update();
}

void ComparedGrid::arrange() {
    m_style.font = font();
    m_style.smallFont = font();
    if (font().pointSizeF() > 0)
        m_style.smallFont.setPointSizeF(font().pointSizeF() * 0.87);
    QFont bold = m_style.smallFont;
    bold.setWeight(QFont::DemiBold);
    ComparedMeasures measures;
    measures.place = size();
    measures.ratio = devicePixelRatioF();
    measures.runs = std::max(1, static_cast<int>(m_rows.size()));
    measures.lineHeight = std::ceil(QFontMetricsF(m_style.smallFont).height());
    measures.numberWidth = std::ceil(figuresWidth(QFontMetricsF(bold), mseText(0.0888)));
    measures.labelWidth = std::min<double>(scaled(128), width() / 4.0);
    if (const analysis::ReconstructionPicture *picture = firstPicture(m_rows)) {
        measures.sample = picture->sample;
        measures.isLabelled = std::any_of(picture->columns.begin(), picture->columns.end(), [this](const auto &column) { return m_style.isLabelled(column); });
    }
    const int before = m_layout.columns;
    m_layout = arrangeCompared(measures);
    if (m_layout.columns != before)
        emit columnsChanged(m_layout.columns);
}

void ComparedGrid::updateStyle() {
    const analysis::ReconstructionPicture &first = *firstPicture(m_rows);
    m_style.range = first.range;
    m_style.measure = analysis::measureFor(first.sample, m_measure);
    m_style.dataRange = first.dataRange;
    m_style.stepFeatures = stepFeaturesOf(first.sample);
    m_drawn = m_rows;
    if (first.sample.isImage()) {
        const bool isPair = m_rows.size() == 2 && m_rows[0].picture && m_rows[1].picture;
        m_style.errorLimit = isPair ? m_limit.follow(typicalDifference(*m_rows[0].picture, *m_rows[1].picture, shownColumns())) : 1;
        return;
    }
    const std::vector<core::Range> ranges = m_style.features.isEmpty() ? std::vector<core::Range>() : unlikeRanges(first, shownColumns());
    m_style.isByRange = !ranges.empty();
    for (ComparedRow &row : m_drawn)
        if (row.picture && !ranges.empty())
            row.picture = withinRanges(*row.picture, ranges);
    const core::Range range = chartRange(*firstPicture(m_drawn), shownColumns());
    m_style.lowestValue = static_cast<double>(range.lowest);
    m_style.highestValue = static_cast<double>(range.highest);
    for (ComparedRow &row : m_drawn) { // PCA is not among what is compared
        if (!row.picture || row.picture->columns.empty() || row.picture->columns.front().corrupted.empty())
            continue;
        auto plain = std::make_shared<analysis::ReconstructionPicture>(*row.picture);
        for (analysis::ReconstructionColumn &column : plain->columns)
            column.corrupted.clear();
        row.picture = std::move(plain);
    }
}

void ComparedGrid::composeIfNeeded() {
    if (m_isSheetCurrent || shownColumns() == 0)
        return;
    updateStyle();
    m_sheet = composeCompared(m_drawn, m_layout, m_style, size());
    m_isSheetCurrent = true;
}

void ComparedGrid::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &theme = m_style.theme;
    if (shownColumns() == 0) {
        painter.setPen(theme.dim);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    composeIfNeeded();
    painter.setRenderHint(QPainter::Antialiasing);
    const int marked = columnOf(m_marked), selected = columnOf(m_selected);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accentPale());
    for (const int column : {m_hovered, marked == m_hovered ? -1 : marked, selected == m_hovered || selected == marked ? -1 : selected})
        if (column >= 0)
            painter.drawRoundedRect(m_layout.column(column), controlRadius, controlRadius);
    painter.drawImage(QPointF(0, 0), m_sheet);
    if (m_hovered >= 0 && m_hovered < shownColumns() && !m_place.isNowhere())
        for (const ReconstructionLayout::Row &row : m_layout.rows)
            markPlace(painter, m_layout.cell(m_hovered, row), m_place, firstPicture(m_rows)->sample, m_style);
    painter.setBrush(Qt::NoBrush);
    if (marked >= 0 && marked != selected) {
        painter.setPen(QPen(theme.accent(), 1));
        painter.drawRoundedRect(m_layout.column(marked).adjusted(0.5, 0.5, -0.5, -0.5), controlRadius, controlRadius);
    }
    if (selected >= 0) {
        painter.setPen(QPen(theme.accent(), 2));
        painter.drawRoundedRect(m_layout.column(selected).adjusted(1, 1, -1, -1), controlRadius, controlRadius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent(), 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 1.5, -3.5, -3.5), controlRadius, controlRadius);
    }
}

void ComparedGrid::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    if (isVisible())
        arrange();
    invalidate();
}

void ComparedGrid::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    arrange();
    invalidate();
}

void ComparedGrid::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    hoverAt({-1, -1});
    m_sheet = {};
    m_isSheetCurrent = false;
}

void ComparedGrid::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::ApplicationFontChange)
        return;
    if (isVisible())
        arrange();
    invalidate();
}

} // namespace hourglass::ui
