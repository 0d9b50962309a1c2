#include "app/report/report_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include <qcustomplot.h>

#include "app/pictures/view_picture.h"
#include "engine/plan/plan.h"
#include "engine/training/loss.h"
#include "ui/latent/latent_map.h"
#include "ui/loss/loss_plot.h"
#include "ui/plots/svg_drawing.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/stack/stack_bars.h"
#include "ui/stack/stack_canvas.h"
#include "ui/stack/stack_painting.h"

namespace hourglass::app {

namespace {

constexpr int columnWidth = 786; ///< pixels, as the column of the HTML is wide
constexpr int settlingMs = 60, patienceMs = 10'000;

/// Visible as far as the view knows, and nowhere to be seen; without the header, which a dock would take.
void showToNobody(ui::Panel &view, const QSize &size) {
    view.header()->hide();
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.setAttribute(Qt::WA_ShowWithoutActivating);
    view.setWindowFlag(Qt::Tool);
    view.resize(size);
    view.QWidget::show();
}

constexpr int pixelsPerInch = 96;

ReportPicture pixelsOf(QWidget &view, const QString &description) {
    constexpr int density = 2; // so that paper and dense screens show it sharp
    ReportPicture picture{.description = description, .size = view.size(), .drawing = {}, .pixels = viewPicture(view, density * view.width())};
    return picture;
}

/// Likewise as wiring/baseline_texts has them, of this part.
std::vector<ui::Baseline> baselinesOf(const ReportSubject &subject, const analysis::Baselines &measured) {
    const spec::LossSpec &loss = subject.spec.training.loss;
    const bool isEntropy = loss.kind == "binary_cross_entropy";
    if (!isEntropy && loss.kind != "mean_squared_error")
        return {};
    const double scale = training::isSummed(loss) ? static_cast<double>(subject.dataset->features()) : 1.0;
    std::vector<ui::Baseline> baselines{{subject.dataset->shape.isImage() ? ReportPainter::tr("mean image") : ReportPainter::tr("mean sample"),
                                         scale * (isEntropy ? measured.meanBce : measured.meanMse),
                                         {}},
                                        {measured.components == 1 ? ReportPainter::tr("PCA, 1 component")
                                                                  : ReportPainter::tr("PCA, %L1 components").arg(static_cast<qlonglong>(measured.components)),
                                         scale * (isEntropy ? measured.pcaBce : measured.pcaMse),
                                         {}}};
    if (isEntropy)
        baselines.push_back({ReportPainter::tr("floor"), scale * measured.bceFloor, {}});
    return baselines;
}

} // namespace

ReportPainter::ReportPainter(ReportSubject subject, QObject *parent)
    : QObject(parent), m_subject(std::move(subject)), m_map(new ui::LatentMap), m_reconstructions(new ui::ReconstructionsView) {
    const data::Dataset &data = *m_subject.dataset;
    QStringList classes, features;
    for (const std::string &name : data.classNames)
        classes << QString::fromStdString(name);
    for (const std::string &name : data.featureNames)
        features << QString::fromStdString(name);
    m_reconstructions->setTheme(ui::Theme::light());
    m_reconstructions->setClasses(classes);
    m_reconstructions->setFeatures(features);
    showToNobody(*m_reconstructions, {columnWidth, 330});
    m_columns = std::clamp(m_reconstructions->columns(), 1, 24);
    m_map->setTheme(ui::Theme::light());
    m_map->setClasses(data.classNames);
    m_map->setSampleShape(data.shape);
    m_map->setCodeUnits(static_cast<int>(m_subject.model->plan->codeSize()));
    m_settling.setInterval(settlingMs);
    connect(&m_settling, &QTimer::timeout, this, [this] {
        const bool isOver = m_sinceShown.elapsed() > patienceMs;
        if ((!m_awaitsLattice && !m_map->isMoving()) || isOver)
            finish();
    });
}

ReportPainter::~ReportPainter() = default;

ReportPicture ReportPainter::stackPicture() const {
    ui::StackCanvas canvas;
    canvas.setTheme(ui::Theme::light());
    canvas.resize(520, 10);
    canvas.setRoomHeight(60 + 44 * static_cast<int>(m_subject.spec.model.layers.size()));
    canvas.showBars(m_subject.spec.model, ui::barsOf(m_subject.model->plan->outline(), true), {});
    const QSize size(520, canvas.minimumHeight());
    canvas.resize(size);
    const QByteArray bytes = ui::svgOf(size, pixelsPerInch, {}, [&](QPaintDevice &device) {
        QPainter painter(&device);
        painter.setFont(canvas.font());
        ui::StackScene scene = canvas.scene();
        scene.isPicture = true;
        ui::paintStack(painter, scene, QRectF(QPointF(), size), QRectF(QPointF(), size));
    });
    return {.description = tr("The stack of layers as bars, as wide as their outputs"), .size = size, .drawing = bytes, .pixels = {}};
}

ReportPicture ReportPainter::curvesPicture(const analysis::Baselines &baselines) const {
    ui::LossPlot plot;
    plot.setTheme(ui::Theme::light());
    showToNobody(plot, {columnWidth, 360});
    plot.showRun(std::make_shared<runs::RunLog>(*m_subject.log));
    plot.showBaselines(baselinesOf(m_subject, baselines));
    plot.refresh();
    plot.canvas()->fit();
    plot.canvas()->replot();
    const QSize size = plot.canvas()->size();
    const QByteArray bytes = ui::svgOf(size, pixelsPerInch, {}, [&](QPaintDevice &device) {
        QCPPainter painter;
        painter.begin(&device);
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        plot.canvas()->toPainter(&painter, size.width(), size.height());
        painter.end();
    });
    return {.description = tr("The loss of the training part and of the held-out samples by epoch"), .size = size, .drawing = bytes, .pixels = {}};
}

ReportPicture ReportPainter::reconstructionsPicture() const {
    return pixelsOf(*m_reconstructions, tr("Samples, their reconstructions, and those of PCA"));
}

void ReportPainter::paint(const ReportMeasures &measures) {
    m_measures = measures;
    m_pictures.stack = stackPicture();
    m_pictures.curves = curvesPicture(measures.baselines);
    if (measures.reconstructions)
        m_reconstructions->show(measures.reconstructions);
    connect(m_map.get(), &ui::LatentMap::latticeWanted, this, [this](double left, double right, double bottom, double top, int columns, int rows) {
        m_awaitsLattice = columns > 0;
        if (m_awaitsLattice)
            emit latticeWanted({{left, right, bottom, top, columns, rows}, m_measures.latest});
    });
    showToNobody(*m_map, {columnWidth, 560});
    if (measures.map)
        m_map->showCodes(measures.map);
    m_sinceShown.start();
    m_settling.start();
}

void ReportPainter::showLattice(std::shared_ptr<const analysis::LatticePicture> lattice) {
    m_awaitsLattice = false;
    if (lattice)
        m_map->showLattice(std::move(lattice));
    m_sinceShown.restart();
}

void ReportPainter::finish() {
    m_settling.stop();
    disconnect(m_map.get(), nullptr, this, nullptr);
    if (m_measures.reconstructions)
        m_pictures.reconstructions = reconstructionsPicture();
    if (m_measures.map && !m_measures.map->obstacle)
        m_pictures.map = pixelsOf(*m_map, tr("The samples of the test part by their codes, in the colours of their classes"));
    emit painted(m_pictures);
}

} // namespace hourglass::app
