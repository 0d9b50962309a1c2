#include "ui/reconstructions/reconstructions_view.h"

#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/reconstructions/reconstruction_choices.h"
#include "ui/reconstructions/reconstruction_grid.h"
#include "ui/reconstructions/sample_view.h"

namespace hourglass::ui {

ReconstructionsView::ReconstructionsView(QWidget *parent)
    : Panel(QStringLiteral("reconstructions"), tr("Reconstructions"), parent), m_grid(new ReconstructionGrid(this)), m_full(new SampleView(this)) {
    header()->setCaption(tr("What went in, what came out of the code, and what was lost."));
    m_choices = new ReconstructionChoices(header());
    connect(m_choices, &ReconstructionChoices::optionsEdited, this, [this](const ReconstructionOptions &options) {
        setOptions(options);
        emit optionsEdited(options);
    });
    connect(m_choices, &ReconstructionChoices::choiceEdited, this, &ReconstructionsView::choiceEdited);
    connect(m_choices, &ReconstructionChoices::momentsWanted, this, &ReconstructionsView::momentsWanted);
    connect(m_choices, &ReconstructionChoices::earlierChosen, this, &ReconstructionsView::earlierChosen);
    connect(m_choices, &ReconstructionChoices::newDrawRequested, this, &ReconstructionsView::newDrawRequested);

    m_removeOwn = header()->addChip(tr("Remove yours"), tr("Take the pictures of your own away"), false);
    m_removeOwn->setObjectName(QStringLiteral("removeOwn"));
    m_removeOwn->hide();
    connect(m_removeOwn, &QToolButton::clicked, this, &ReconstructionsView::ownRemoved);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(m_grid);
    layout->addWidget(m_full);
    m_full->hide();
    connect(m_grid, &ReconstructionGrid::fullSizeRequested, this, &ReconstructionsView::openSample);
    connect(m_full, &SampleView::closed, this, &ReconstructionsView::closeSample);
    connect(m_full, &SampleView::stepped, this, [this](int by) {
        const int column = std::clamp(m_grid->columnOf(m_fullSample) + by, 0, std::max(0, m_grid->shownColumns() - 1));
        if (const auto sample = m_grid->sampleAt(column)) {
            m_fullSample = *sample;
            refreshSample();
            emit sampleSelected(sample);
        }
    });
    connect(m_full, &SampleView::wayEdited, this, [this](SampleWay way) {
        ReconstructionOptions options = this->options();
        options.way = way;
        setOptions(options);
        emit optionsEdited(options);
    });
    connect(m_full, &SampleView::exportFailed, this, &ReconstructionsView::exportFailed);
    connect(m_grid, &ReconstructionGrid::columnsChanged, this, &ReconstructionsView::columnsWanted);
    connect(m_grid, &ReconstructionGrid::measuresRequested, m_choices, &ReconstructionChoices::openMeasures);
    connect(m_grid, &ReconstructionGrid::newDrawRequested, this, &ReconstructionsView::newDrawRequested);
    connect(m_grid, &ReconstructionGrid::exportFailed, this, &ReconstructionsView::exportFailed);
    connect(m_grid, &ReconstructionGrid::sampleHovered, this, &ReconstructionsView::sampleHovered);
    connect(m_grid, &ReconstructionGrid::sampleSelected, this, &ReconstructionsView::sampleSelected);
    setFocusProxy(m_grid);
    m_samples = {{}, 1, tr("test"), {}};
    tellSamples();
}

void ReconstructionsView::show(std::shared_ptr<const analysis::ReconstructionPicture> picture) {
    if (picture)
        m_choices->setSample(picture->sample);
    m_grid->showPicture(std::move(picture));
    refreshSample();
}

std::optional<core::Index> ReconstructionsView::fullSample() const {
    return m_full->isHidden() ? std::nullopt : std::optional(m_fullSample);
}

void ReconstructionsView::openSample(core::Index sample) {
    if (m_grid->columnOf(sample) < 0)
        return;
    m_fullSample = sample;
    m_grid->hide();
    m_full->show();
    setFocusProxy(m_full);
    m_full->setFocus();
    refreshSample();
}

void ReconstructionsView::closeSample() {
    if (m_full->isHidden())
        return;
    const bool hadFocus = m_full->hasFocus();
    m_full->hide();
    m_grid->show();
    setFocusProxy(m_grid);
    if (hadFocus)
        m_grid->setFocus();
}

void ReconstructionsView::refreshSample() {
    if (m_full->isHidden())
        return;
    if (m_grid->columnOf(m_fullSample) < 0) { // others are shown now
        const auto first = m_grid->sampleAt(0);
        if (!first)
            return closeSample();
        m_fullSample = *first;
    }
    m_full->show(m_grid->picture(), m_grid->columnOf(m_fullSample), m_grid->style());
}

void ReconstructionsView::setFeatures(const QStringList &names) {
    m_grid->setFeatures(names);
}

void ReconstructionsView::setClasses(const QStringList &names) {
    m_grid->setClasses(names);
    m_choices->setClasses(names);
}

void ReconstructionsView::setColouring(SharedColouring colouring) {
    m_grid->setColouring(std::move(colouring));
    refreshSample();
}

void ReconstructionsView::setMarkedSample(std::optional<core::Index> sample) {
    m_grid->setMarkedSample(sample);
}

void ReconstructionsView::setSelectedSample(std::optional<core::Index> sample) {
    m_grid->setSelectedSample(sample);
}

void ReconstructionsView::setOwnCount(int count) {
    m_ownCount = count;
    m_removeOwn->setVisible(count > 0);
}

void ReconstructionsView::showSamples(const ShownSamples &samples) {
    m_samples = samples;
    m_choices->setChoice(samples.choice);
    tellSamples();
    if (samples.among == 0 && m_ownCount == 0)
        clear();
}

void ReconstructionsView::setMoments(std::vector<EarlierMoment> moments) {
    m_choices->setMoments(std::move(moments));
}

void ReconstructionsView::setEarlier(std::optional<core::Index> step) {
    m_choices->setEarlier(step);
}

void ReconstructionsView::setOptions(const ReconstructionOptions &options) {
    m_choices->setOptions(options);
    m_grid->setOptions(options);
    m_full->setWay(options.way);
    refreshSample();
    tellSamples();
}

const ReconstructionOptions &ReconstructionsView::options() const {
    return m_choices->options();
}

void ReconstructionsView::tellSamples() {
    using Kind = analysis::SampleChoice::Kind;
    const QString part = m_samples.part, count = QLocale().toString(static_cast<qlonglong>(m_samples.among));
    const bool isByError = m_samples.choice.kind == Kind::Worst || m_samples.choice.kind == Kind::Best;
    QString what = m_samples.choice.kind == Kind::Selection ? tr("of %1 selected").arg(count)
                   : m_samples.choice.kind == Kind::Class   ? tr("of %1 %2 samples").arg(count, part)
                   : !isByError                             ? tr("%1 samples").arg(part)
                   : !m_samples.epoch                       ? tr("errors are being measured")
                                                            : tr("of %1 %2 samples at epoch %3").arg(count, part, QLocale().toString(*m_samples.epoch, 'f', 1));
    header()->setSubtitle(tr("%1 · %2 below each").arg(what, QLatin1String(analysis::factsOf(m_choices->measure()).name)), what);
    m_grid->setObstacle(
        m_samples.among > 0 ? QString()
        : m_samples.choice.kind == Kind::Selection
            ? tr("No %1 sample is selected. Draw around some on the map with Shift held down, or choose a class there with Shift-click.").arg(part)
            : tr("There is no such sample in the %1 part.").arg(part));
}

void ReconstructionsView::clear() {
    m_grid->showPicture(nullptr);
    closeSample();
}

void ReconstructionsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_grid->setTheme(theme);
    refreshSample();
}

std::vector<InputSection> ReconstructionsView::inputs() const {
    return {m_grid->inputs(), m_full->inputs()};
}

int ReconstructionsView::columns() const {
    return m_grid->layoutOfColumns().columns;
}

} // namespace hourglass::ui
