#include "ui/data_space/data_space_view.h"

#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/data/shown_part.h"
#include "engine/data/source_numbers.h"
#include "ui/colouring/colouring_choice.h"
#include "ui/data_space/data_space_canvas.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

QString featureName(const data::Dataset &dataset, std::size_t feature) {
    if (feature < dataset.featureNames.size() && !dataset.featureNames[feature].empty())
        return QString::fromStdString(dataset.featureNames[feature]);
    return QLatin1Char('x') + QString(QChar(0x2081 + static_cast<int>(feature))); // x₁, x₂, x₃
}

} // namespace

DataSpaceView::DataSpaceView(QWidget *parent) : Panel(QStringLiteral("dataSpace"), tr("Data space"), parent), m_canvas(new DataSpaceCanvas(this)) {
    header()->setCaption(tr("Dots are samples where they lie; the curve or sheet is all that the decoder can make of its code."));
    m_colouringChoice = new ColouringChoice(header());
    header()->addControl(m_colouringChoice);
    m_sheetChip = header()->addChip(
        tr("Learned sheet"), tr("Show what the decoder makes of every code within the range of the samples' codes: pale where no sample's code is near"), true);
    m_reconstructionsChip =
        header()->addChip(tr("Reconstructions"), tr("Show, as smaller dots, where the network puts each sample: on the curve or sheet"), true);
    m_pairsChip = header()->addChip(tr("Pairs"), tr("Join each sample to its reconstruction: the longer the line, the larger the error"), true);
    m_sheetChip->setChecked(true);
    m_reconstructionsChip->setChecked(true);
    header()->setDispensable({m_pairsChip, m_reconstructionsChip, m_sheetChip});
    for (const QToolButton *chip : {m_sheetChip, m_reconstructionsChip, m_pairsChip})
        connect(chip, &QToolButton::toggled, this, &DataSpaceView::refreshLook);
    connect(m_colouringChoice, &ColouringChoice::chosen, this, &DataSpaceView::colouringChosen);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_canvas);
    setFocusProxy(m_canvas);
    m_export = new PlotExport(m_canvas, QStringLiteral("data-space"), [this](CsvWriter &writer) { writeNumbers(writer); });
    connect(m_export, &PlotExport::failed, this, &DataSpaceView::exportFailed);
    connect(m_export, &PlotExport::aboutToDraw, m_canvas, &DataSpaceCanvas::hideReading);
    connect(m_canvas, &DataSpaceCanvas::sampleHovered, this, &DataSpaceView::sampleHovered);
    connect(m_canvas, &DataSpaceCanvas::sampleSelected, this, &DataSpaceView::sampleSelected);
    connect(m_canvas, &DataSpaceCanvas::menuWanted, this, &DataSpaceView::openMenu);
    DataSpaceView::setTheme(theme());
    refreshHeader();
}

void DataSpaceView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> DataSpaceView::inputs() const {
    return {m_canvas->inputs()};
}

void DataSpaceView::showDataset(const data::Dataset &dataset) {
    m_picture.reset();
    m_offsets.clear();
    m_features.clear();
    m_part = data::shownPart(dataset) == data::PartKind::Test ? tr("test samples") : tr("training samples");
    std::vector<SpaceAxis> axes;
    const bool isShown = analysis::DataSpaceTask::canShow(dataset);
    for (std::size_t i = 0; isShown && i < static_cast<std::size_t>(dataset.features()); ++i) {
        m_features << featureName(dataset, i);
        m_offsets.push_back(data::offsetOf(dataset, static_cast<core::Index>(i)));
        axes.push_back({.name = m_features.back(), .offset = m_offsets.back()});
    }
    m_canvas->begin(axes, dataset.classNames);
    m_canvas->setObstacle(
        isShown
            ? QString()
            : tr("The data space is drawn for data of two or three features, and a sample of these has %L1. Take a curve or surface in the menu of the data, "
                 "or a table of two or three columns.")
                  .arg(static_cast<qlonglong>(dataset.features())));
    refreshHeader();
}

void DataSpaceView::showPicture(std::shared_ptr<const analysis::DataSpacePicture> picture) {
    if (!picture || picture->dimensions != m_features.size())
        return;
    m_picture = std::move(picture);
    m_canvas->show(m_picture);
    refreshHeader();
}

void DataSpaceView::setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen) {
    m_colouringChoice->showEntries(entries, chosen);
}

void DataSpaceView::setColouring(SharedColouring colouring) {
    m_colouring = std::move(colouring);
    m_canvas->setColouring(m_colouring);
}

void DataSpaceView::setMarkedSample(std::optional<core::Index> sample) {
    m_canvas->setMarkedSample(sample);
}

void DataSpaceView::setSelectedSample(std::optional<core::Index> sample) {
    m_canvas->setSelectedSample(sample);
}

void DataSpaceView::setChosen(std::vector<core::Index> samples) {
    m_canvas->setChosen(std::move(samples));
}

void DataSpaceView::refreshLook() {
    m_canvas->setLook({m_reconstructionsChip->isChecked(), m_pairsChip->isChecked(), m_sheetChip->isChecked()});
}

void DataSpaceView::refreshHeader() {
    const QLocale locale;
    const bool hasSheet = m_picture && !m_picture->sheet.isEmpty();
    m_sheetChip->setText(m_picture && m_picture->units == 1 ? tr("Learned curve") : tr("Learned sheet"));
    m_sheetChip->setAccessibleName(m_sheetChip->text());
    for (QToolButton *chip : {m_sheetChip, m_reconstructionsChip, m_pairsChip})
        chip->setEnabled(m_picture && (chip != m_sheetChip || hasSheet));
    if (!m_picture) {
        header()->setSubtitle({});
        return;
    }
    const QString samples = QStringLiteral("%1 %2").arg(locale.toString(static_cast<qlonglong>(m_picture->samples.size())), m_part);
    const QString code = m_picture->units == 1 ? tr("a code of 1 unit: a curve")
                         : m_picture->units == 2
                             ? tr("a code of 2 units: a sheet")
                             : tr("a code of %L1 units: more than a sheet, so reconstructions alone").arg(static_cast<qlonglong>(m_picture->units));
    header()->setSubtitle(QStringLiteral("%1 · %2").arg(code, samples), code);
}

void DataSpaceView::openMenu(const QPoint &global) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *fit = menu->addAction(tr("Look as at first"), m_canvas, &DataSpaceCanvas::fit);
    fit->setToolTip(tr("Takes back what was turned, moved and zoomed, as a double-click does"));
    fit->setEnabled(m_picture != nullptr);
    for (QToolButton *chip : {m_sheetChip, m_reconstructionsChip, m_pairsChip}) {
        QAction *action = menu->addAction(chip->text());
        action->setToolTip(chip->toolTip());
        action->setCheckable(true);
        action->setChecked(chip->isChecked());
        action->setEnabled(chip->isEnabled());
        connect(action, &QAction::toggled, chip, &QToolButton::setChecked);
    }
    menu->addSeparator();
    if (m_picture)
        m_export->addTo(menu);
    menu->popup(global);
}

void DataSpaceView::writeNumbers(CsvWriter &writer) const {
    if (!m_picture)
        return;
    QStringList headings{QStringLiteral("sample"), QStringLiteral("label")};
    headings << m_features;
    for (const QString &feature : m_features)
        headings << tr("%1 reconstructed").arg(feature);
    writer.row(headings);
    const auto features = static_cast<std::size_t>(m_features.size());
    for (std::size_t i = 0; i < m_picture->samples.size(); ++i) {
        const QStringList cells{QString::number(m_picture->samples[i]),
                                i < m_picture->labels.size() && m_picture->labels[i] >= 0 ? QString::number(m_picture->labels[i]) : QString()};
        const auto number = [&](const std::vector<float> &values, std::size_t feature) {
            return static_cast<double>(values[i * features + feature]) + m_offsets[feature];
        };
        const std::vector<float> &points = m_picture->points, &made = m_picture->reconstructions;
        if (features == 2)
            writer.row(cells, {number(points, 0), number(points, 1), number(made, 0), number(made, 1)});
        else
            writer.row(cells, {number(points, 0), number(points, 1), number(points, 2), number(made, 0), number(made, 1), number(made, 2)});
    }
}

} // namespace hourglass::ui
