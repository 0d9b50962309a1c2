#include "ui/reconstructions/reconstructions_view.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/reconstructions/reconstruction_grid.h"

namespace hourglass::ui {

ReconstructionsView::ReconstructionsView(QWidget *parent)
    : Panel(QStringLiteral("reconstructions"), tr("Reconstructions"), parent), m_grid(new ReconstructionGrid(this)) {
    header()->setCaption(tr("What went in above, what came out of the code below it, and what was lost."));
    header()->setSubtitle(tr("test samples · MSE below each"));
    m_signed = header()->addChip(tr("Signed"), tr("Errors with their sign: blue is too dark, red too bright"), true);
    m_absolute = header()->addChip(tr("Absolute"), tr("Size of the errors without their sign: the brighter, the larger"), true);
    m_signed->setAccessibleName(tr("Signed error"));
    m_absolute->setAccessibleName(tr("Absolute error"));
    m_signed->setChecked(true);
    auto *maps = new QButtonGroup(this);
    maps->addButton(m_signed);
    maps->addButton(m_absolute);
    connect(m_signed, &QToolButton::toggled, m_grid,
            [this](bool isSigned) { m_grid->setErrorMap(isSigned ? ErrorMap::Signed : ErrorMap::Absolute); });
    QToolButton *draw = header()->addChip(tr("New draw"), tr("Other test samples, one of each class first (N)"), false);
    draw->setObjectName(QStringLiteral("newDraw"));
    connect(draw, &QToolButton::clicked, this, &ReconstructionsView::newDrawRequested);

    m_removeOwn = header()->addChip(tr("Remove yours"), tr("Take the pictures of your own away"), false);
    m_removeOwn->setObjectName(QStringLiteral("removeOwn"));
    m_removeOwn->hide();
    connect(m_removeOwn, &QToolButton::clicked, this, &ReconstructionsView::ownRemoved);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(m_grid);
    connect(m_grid, &ReconstructionGrid::columnsChanged, this, &ReconstructionsView::columnsWanted);
    connect(m_grid, &ReconstructionGrid::newDrawRequested, this, &ReconstructionsView::newDrawRequested);
    connect(m_grid, &ReconstructionGrid::exportFailed, this, &ReconstructionsView::exportFailed);
    connect(m_grid, &ReconstructionGrid::sampleHovered, this, &ReconstructionsView::sampleHovered);
    connect(m_grid, &ReconstructionGrid::sampleSelected, this, &ReconstructionsView::sampleSelected);
    setFocusProxy(m_grid);
}

void ReconstructionsView::show(std::shared_ptr<const analysis::ReconstructionPicture> picture) {
    m_grid->showPicture(std::move(picture));
}

void ReconstructionsView::setFeatures(const QStringList &names) {
    m_grid->setFeatures(names);
}

void ReconstructionsView::setClasses(const QStringList &names) {
    m_grid->setClasses(names);
}

void ReconstructionsView::setColouring(SharedColouring colouring) {
    m_grid->setColouring(std::move(colouring));
}

void ReconstructionsView::setMarkedSample(std::optional<core::Index> sample) {
    m_grid->setMarkedSample(sample);
}

void ReconstructionsView::setSelectedSample(std::optional<core::Index> sample) {
    m_grid->setSelectedSample(sample);
}

void ReconstructionsView::setOwnCount(int count) {
    m_removeOwn->setVisible(count > 0);
}

void ReconstructionsView::clear() {
    m_grid->showPicture(nullptr);
}

void ReconstructionsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_grid->setTheme(theme);
}

std::vector<InputSection> ReconstructionsView::inputs() const {
    return {m_grid->inputs()};
}

int ReconstructionsView::columns() const {
    return m_grid->layoutOfColumns().columns;
}

} // namespace hourglass::ui
