// What is selected on the map, and how it is.
#include "ui/latent/latent_map.h"

#include <QLocale>
#include <QMenu>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "ui/latent/distribution.h"
#include "ui/latent/lasso.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_legend.h"
#include "ui/latent/scatter.h"
#include "ui/latent/selection_tray.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr double toggleRadius = 8; // pixels from a point within which a click means it
constexpr double rimShare = 0.08;  // of what the selection spans, left free at each side

bool contains(const std::vector<Index> &sorted, Index sample) {
    return std::binary_search(sorted.begin(), sorted.end(), sample);
}

} // namespace

void LatentMap::connectChoosing() {
    m_tray = new SelectionTray(this);
    connect(m_glass, &MapGlass::outlining, this, [this] {
        m_isPanning = true; // the card would stand in the way
        refreshCard();
    });
    connect(m_glass, &MapGlass::outlined, this, &LatentMap::select);
    connect(m_glass, &MapGlass::clickedToSelect, this, [this](const QPointF &pixel) {
        if (const std::optional<Index> sample = m_picture ? sampleNear(pixel, toggleRadius) : std::nullopt)
            toggle({*sample}, tr("By hand"));
    });
    connect(m_legend, &MapLegend::classSelected, this, [this](int label) { toggle(samplesOfClass(label), className(label)); });
    connect(m_tray, &SelectionTray::isolated, this, &LatentMap::isolate);
    connect(m_tray, &SelectionTray::zoomWanted, this, &LatentMap::zoomToChoice);
    connect(m_tray, &SelectionTray::inverted, this, &LatentMap::invertChoice);
    connect(m_tray, &SelectionTray::named, this, &LatentMap::choiceNamed);
    connect(m_tray, &SelectionTray::forgotten, this, &LatentMap::choiceForgotten);
    connect(m_tray, &SelectionTray::exportWanted, this, &LatentMap::choiceExportWanted);
    connect(m_tray, &SelectionTray::letGo, this, [this] { emit samplesChosen({}, {}); });
    connect(m_tray, &SelectionTray::nameLeft, m_glass, qOverload<>(&QWidget::setFocus));

    const auto withChoice = [this](auto act) {
        return [this, act] {
            if (m_choice.isEmpty())
                return false;
            act();
            return true;
        };
    };
    m_glass->addKey(Qt::Key_S, tr("Select the sample under the cursor as well, or no longer"), [this] { return toggleAtCursor(); });
    m_glass->addKey(Qt::Key_C, tr("The same with all samples of its class"), [this] { return toggleClassAtCursor(); });
    m_glass->addKey(Qt::Key_B, tr("Select the sample under the cursor with those nearest to it in the code"), [this] { return selectNeighbours(); });
    m_glass->addKey(Qt::Key_A, tr("Select all samples that are shown"), [this] { return selectAllShown(); });
    m_glass->addKey(Qt::Key_V, tr("Select those that are not selected"), [this] { return invertChoice(); });
    m_glass->addKey(Qt::Key_I, tr("Show the selection alone, or all again"), [this] { return isolate(!m_isIsolated); });
    m_glass->addKey(Qt::Key_Z, tr("Zoom to the selection"), [this] { return zoomToChoice(); });
    m_glass->addKey(Qt::Key_K, tr("Keep the selection under a name"), withChoice([this] { m_tray->askName(); }));
    m_glass->addKey(Qt::Key_E, tr("Export the selection"), withChoice([this] { emit choiceExportWanted(); }));
}

void LatentMap::setChoice(const MapChoice &choice) {
    m_choice = choice;
    if (m_choice.isEmpty())
        m_isIsolated = false;
    m_tray->setChoice(m_choice);
    refreshChoice();
    refreshMarks();
    wantPictures();
    replot();
}

void LatentMap::refreshChoice() {
    std::vector<bool> chosen;
    if (m_picture && !m_choice.isEmpty()) {
        chosen.resize(m_picture->samples.size());
        for (std::size_t i = 0; i < chosen.size(); ++i)
            chosen[i] = contains(m_choice.samples, m_picture->samples[i]);
    }
    m_distribution->setChosen(isLine() ? chosen : std::vector<bool>());
    if (isLine())
        chosen.clear();
    const bool canIsolate = std::find(chosen.begin(), chosen.end(), true) != chosen.end();
    m_isIsolated = m_isIsolated && canIsolate;
    m_tray->setIsolation(canIsolate, m_isIsolated);
    m_scatter->setChosen(std::move(chosen), m_isIsolated);
}

bool LatentMap::isPointShown(std::size_t point) const {
    if (!isLine())
        return !m_scatter->isHidden(point);
    const std::vector<bool> &hidden = m_legend->hiddenClasses();
    const int label = isByClass(m_colouring) && point < m_picture->labels.size() ? m_picture->labels[point] : -1;
    return label < 0 || static_cast<std::size_t>(label) >= hidden.size() || !hidden[static_cast<std::size_t>(label)];
}

QPointF LatentMap::pixelOfPoint(std::size_t point) const {
    if (isLine())
        return {m_plot->xAxis->coordToPixel(m_picture->x[point]), 0};
    return m_scatter->pixelOf(point).value_or(QPointF(std::numeric_limits<double>::quiet_NaN(), 0));
}

void LatentMap::select(const QPolygonF &outline, bool isAdded) {
    if (!m_picture)
        return;
    std::vector<std::size_t> points;
    const std::size_t count = m_picture->samples.size();
    if (isLine()) { // where its numbers alone say where a sample lies
        const QRectF box = outline.boundingRect();
        for (std::size_t i = 0; i < count; ++i)
            if (const double x = pixelOfPoint(i).x(); x >= box.left() && x <= box.right())
                points.push_back(i);
    } else {
        points = pointsInside(outline, count, [this](std::size_t i) { return pixelOfPoint(i); });
    }
    std::vector<Index> samples = isAdded ? m_choice.samples : std::vector<Index>();
    for (const std::size_t point : points)
        if (isPointShown(point))
            samples.push_back(m_picture->samples[point]);
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    emit samplesChosen(samples, samples.empty() ? QString() : tr("Outlined"));
}

/// All of them into the selection, or out of it where they are all in it.
void LatentMap::toggle(const std::vector<Index> &samples, const QString &name) {
    std::vector<Index> sorted = samples, result;
    std::sort(sorted.begin(), sorted.end());
    const std::vector<Index> &present = m_choice.samples;
    if (std::includes(present.begin(), present.end(), sorted.begin(), sorted.end()))
        std::set_difference(present.begin(), present.end(), sorted.begin(), sorted.end(), std::back_inserter(result));
    else
        std::set_union(present.begin(), present.end(), sorted.begin(), sorted.end(), std::back_inserter(result));
    emit samplesChosen(result, result == sorted ? name : tr("By hand"));
}

bool LatentMap::toggleAtCursor() {
    if (!m_hovered)
        return false;
    toggle({*m_hovered}, tr("By hand"));
    return true;
}

bool LatentMap::toggleClassAtCursor() {
    const std::optional<std::size_t> point = m_hovered ? pointOf(*m_hovered) : std::nullopt;
    if (!point || *point >= m_picture->labels.size() || m_picture->labels[*point] < 0)
        return false;
    const int label = m_picture->labels[*point];
    toggle(samplesOfClass(label), className(label));
    return true;
}

bool LatentMap::selectNeighbours() {
    if (!m_neighbours)
        return false;
    std::vector<Index> samples{m_neighbours->sample};
    for (const analysis::NearSample &near : m_neighbours->inCode)
        samples.push_back(near.sample);
    std::sort(samples.begin(), samples.end());
    emit samplesChosen(samples, tr("Nearest to %1").arg(QLocale().toString(static_cast<qlonglong>(m_neighbours->sample))));
    return true;
}

std::vector<Index> LatentMap::samplesOfClass(int label) const {
    std::vector<Index> samples;
    for (std::size_t i = 0; m_picture && i < m_picture->labels.size(); ++i)
        if (m_picture->labels[i] == label)
            samples.push_back(m_picture->samples[i]);
    return samples;
}

bool LatentMap::selectAllShown() {
    std::vector<Index> samples;
    for (std::size_t i = 0; m_picture && i < m_picture->samples.size(); ++i)
        if (isPointShown(i))
            samples.push_back(m_picture->samples[i]);
    if (samples.empty())
        return false;
    std::sort(samples.begin(), samples.end());
    emit samplesChosen(samples, tr("All shown"));
    return true;
}

/// Among the samples that the map has.
bool LatentMap::invertChoice() {
    if (!m_picture || m_choice.isEmpty())
        return false;
    std::vector<Index> samples;
    for (const Index sample : m_picture->samples)
        if (!contains(m_choice.samples, sample))
            samples.push_back(sample);
    std::sort(samples.begin(), samples.end());
    emit samplesChosen(samples, tr("All but %1").arg(m_choice.name));
    return true;
}

bool LatentMap::isolate(bool isIsolated) {
    if (m_choice.isEmpty() || isLine())
        return false;
    m_isIsolated = isIsolated;
    refreshChoice();
    refreshMarks();
    wantPictures();
    replot();
    return true;
}

bool LatentMap::zoomToChoice() {
    if (!m_picture || m_choice.isEmpty())
        return false;
    std::optional<QCPRange> x, y;
    const auto widen = [](std::optional<QCPRange> &range, double value) {
        range = range ? QCPRange(std::min(range->lower, value), std::max(range->upper, value)) : QCPRange(value, value);
    };
    for (std::size_t i = 0; i < m_picture->samples.size(); ++i) {
        const double atX = m_picture->x[i], atY = isLine() ? 0.0 : m_picture->y[i];
        if (!std::isfinite(atX) || !std::isfinite(atY) || !contains(m_choice.samples, m_picture->samples[i]))
            continue;
        widen(x, atX);
        widen(y, atY);
    }
    if (!x)
        return false;
    const auto show = [](QCPAxis *axis, const QCPRange &range, double usual) {
        const double size = std::max(range.size(), 1e-3 * usual), rim = rimShare * size; // one sample alone has no extent
        axis->setRange(range.center() - size / 2 - rim, range.center() + size / 2 + rim);
    };
    m_isFollowing = false;
    if (isSpatial()) { // to the same scale along both
        const double perPixel = std::max(x->size() / std::max(1, m_plot->width()), y->size() / std::max(1, m_plot->height()));
        const auto widenTo = [](QCPRange &range, double size) { range = {range.center() - size / 2, range.center() + size / 2}; };
        widenTo(*x, perPixel * m_plot->width());
        widenTo(*y, perPixel * m_plot->height());
    }
    const Extent wide = isSpatial() ? Extent{x->lower, x->upper} : withRoomForLegend({x->lower, x->upper});
    show(m_plot->xAxis, {wide.lower, wide.upper}, m_followX.target().size());
    if (!isLine())
        show(m_plot->yAxis, *y, m_followY.target().size());
    refreshMarks();
    refreshCard();
    wantPictures();
    replot();
    return true;
}

void LatentMap::addChoosingTo(QMenu *menu) {
    if (!m_picture)
        return;
    menu->addSeparator();
    const std::optional<std::size_t> point = m_hovered ? pointOf(*m_hovered) : std::nullopt;
    const int label = point && *point < m_picture->labels.size() ? m_picture->labels[*point] : -1;
    if (label >= 0)
        menu->addAction(tr("Select all of class %1").arg(className(label)), this,
                        [this, label] { emit samplesChosen(samplesOfClass(label), className(label)); });
    if (m_neighbours)
        menu->addAction(tr("Select it with its %n nearest in the code", nullptr, static_cast<int>(m_neighbours->inCode.size())), this,
                        &LatentMap::selectNeighbours);
    menu->addAction(tr("Select all that are shown"), this, &LatentMap::selectAllShown);
    if (!m_choice.isEmpty()) {
        menu->addAction(tr("Invert the selection"), this, &LatentMap::invertChoice);
        menu->addAction(tr("Zoom to the selection"), this, &LatentMap::zoomToChoice);
        if (!isLine())
            menu->addAction(m_isIsolated ? tr("Show all samples again") : tr("Show the selection alone"), this, [this] { isolate(!m_isIsolated); });
        menu->addAction(tr("Export the selection…"), this, &LatentMap::choiceExportWanted);
        menu->addAction(tr("Select nothing"), this, [this] { emit samplesChosen({}, {}); });
    }
    if (m_keptNames.isEmpty())
        return;
    QMenu *kept = menu->addMenu(tr("Kept selections"));
    for (int i = 0; i < m_keptNames.size(); ++i) {
        QString text = m_keptNames[i];
        kept->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), this, [this, i] { emit keptWanted(i); });
    }
}

} // namespace hourglass::ui
