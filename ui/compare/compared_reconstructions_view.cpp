#include "ui/compare/compared_reconstructions_view.h"

#include <QVBoxLayout>

#include "engine/analysis/similarity.h"
#include "ui/compare/closest.h"
#include "ui/compare/compared_grid.h"

namespace hourglass::ui {

ComparedReconstructionsView::ComparedReconstructionsView(QWidget *parent)
    : Panel(QStringLiteral("comparedReconstructions"), tr("Reconstructions compared"), parent), m_grid(new ComparedGrid(this)) {
    header()->setCaption(tr("The same samples as each run makes them; a ring is around the closest to the original."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(m_grid);
    setFocusProxy(m_grid);
    connect(m_grid, &ComparedGrid::columnsChanged, this, [this](int count) {
        tell();
        emit columnsWanted(count);
    });
    connect(m_grid, &ComparedGrid::sampleHovered, this, &ComparedReconstructionsView::sampleHovered);
    connect(m_grid, &ComparedGrid::sampleSelected, this, &ComparedReconstructionsView::sampleSelected);
    connect(m_grid, &ComparedGrid::exportFailed, this, &ComparedReconstructionsView::exportFailed);
    tell();
}

void ComparedReconstructionsView::showRows(std::vector<ComparedRow> rows, std::size_t leftOut) {
    m_leftOut = leftOut;
    if (rows.size() < 2)
        rows.clear();
    m_grid->showRows(std::move(rows));
    tell();
}

void ComparedReconstructionsView::tell() {
    const std::vector<ComparedRow> &rows = m_grid->rows();
    const analysis::ReconstructionPicture *first = firstPicture(rows);
    if (!first) {
        QStringList obstacles;
        for (const ComparedRow &row : rows)
            if (!row.obstacle.isEmpty())
                obstacles << tr("%1: %2", "a run, why it cannot be shown").arg(row.name, row.obstacle);
        m_grid->setMessage(
            !obstacles.isEmpty() ? obstacles.join(QLatin1Char('\n'))
            : rows.empty()
                ? tr("Nothing stands beside the present run yet. Train another (Training › Train beside: in lock step), or select two or more in the panel Runs (Ctrl + click), to see what each makes of the same samples.")
                : tr("Samples and what each run makes of them appear here."));
        header()->setSubtitle({});
        return;
    }
    const analysis::Measure measure = analysis::measureFor(first->sample, m_measure);
    const std::vector<int> counts = closestCounts(measure, rows, m_grid->shownColumns());
    QStringList parts;
    for (std::size_t run = 0; run < rows.size(); ++run)
        if (rows[run].picture)
            parts << tr("%1 in %2", "a run, samples").arg(rows[run].name).arg(counts[run]);
    parts << tr("even in %1").arg(counts.back());
    QString told = tr("%1 · closer: %2", "a measure, runs").arg(QLatin1String(analysis::factsOf(measure).name), parts.join(QStringLiteral(", ")));
    if (m_leftOut > 0)
        told += tr(" · %1 more selected").arg(m_leftOut);
    header()->setSubtitle(told, QLatin1String(analysis::factsOf(measure).name));
}

void ComparedReconstructionsView::setClasses(const QStringList &names) {
    m_grid->setClasses(names);
}

void ComparedReconstructionsView::setFeatures(const QStringList &names) {
    m_grid->setFeatures(names);
}

void ComparedReconstructionsView::setColouring(SharedColouring colouring) {
    m_grid->setColouring(std::move(colouring));
}

void ComparedReconstructionsView::setMeasure(analysis::Measure measure) {
    m_measure = measure;
    m_grid->setMeasure(measure);
    tell();
}

void ComparedReconstructionsView::setMarkedSample(std::optional<core::Index> sample) {
    m_grid->setMarkedSample(sample);
}

void ComparedReconstructionsView::setSelectedSample(std::optional<core::Index> sample) {
    m_grid->setSelectedSample(sample);
}

int ComparedReconstructionsView::columns() const {
    return m_grid->layoutOfColumns().columns;
}

void ComparedReconstructionsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_grid->setTheme(theme);
}

std::vector<InputSection> ComparedReconstructionsView::inputs() const {
    return {m_grid->inputs()};
}

} // namespace hourglass::ui
