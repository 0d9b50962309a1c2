#include "ui/network/weight_canvas.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/network/network_texts.h"
#include "ui/network/weight_canvas_measures.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::WeightsPicture;
using core::Index;
using Form = analysis::WeightsPicture::Form;
using namespace weight_measures;

namespace {

constexpr double blockGap = 10;
constexpr double wantedSide = 56, wantedKernel = 42; ///< of a tile, about
constexpr double largestCell = 30;                   ///< of a matrix

} // namespace

WeightCanvas::WeightCanvas(QWidget *parent) : QAbstractScrollArea(parent) {
    setObjectName(QStringLiteral("weight_measures"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Weights of a layer"));
    makeKeys();
    m_export = new PlotExport(viewport(), QStringLiteral("weights"), [this](CsvWriter &writer) {
        if (!m_picture || m_picture->obstacle)
            return;
        const auto width = static_cast<std::size_t>(isMatrix() ? m_picture->shownColumns : m_picture->tile.size());
        for (std::size_t row = 0; width > 0 && row < m_picture->values.size() / width; ++row) {
            QStringList cells{QString::number(static_cast<qlonglong>(row) + static_cast<qlonglong>(m_picture->first))};
            for (std::size_t i = 0; i < width; ++i)
                cells << QString::number(static_cast<double>(m_picture->values[row * width + i]), 'g', 9);
            writer.row(cells);
        }
    });
}

void WeightCanvas::show(std::shared_ptr<const WeightsPicture> picture) {
    const auto layoutOf = [](const WeightsPicture &of) {
        return std::tuple(of.layer, of.tensor, of.form, of.tile.size(), of.units, of.inputs, of.obstacle.has_value());
    };
    const bool isOther = !picture || !m_picture || layoutOf(*picture) != layoutOf(*m_picture);
    m_picture = std::move(picture);
    if (isOther) {
        m_wanted = {-1, 0};
        verticalScrollBar()->setValue(0);
        arrange();
    }
    viewport()->update();
}

void WeightCanvas::setOwnScale(bool isOwn) {
    m_isOwnScale = isOwn;
    viewport()->update();
}

void WeightCanvas::setSelected(std::optional<Index> unit) {
    m_selected = unit;
    viewport()->update();
}

void WeightCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    viewport()->update();
}

void WeightCanvas::setEmptyText(const QString &text) {
    m_emptyText = text;
    viewport()->update();
}

/// A whole factor of the numbers, near the size that is wanted.
QSizeF WeightCanvas::tileSize() const {
    const auto width = static_cast<double>(m_picture->tile.width()), height = static_cast<double>(m_picture->tile.height()), larger = std::max(width, height);
    const double wanted = scaledReal(m_picture->form == Form::Kernels ? wantedKernel : wantedSide);
    const double factor = larger <= wanted ? std::max(1.0, std::round(wanted / larger)) : std::min(1.0, 2 * wanted / larger);
    return {std::max(2.0, std::round(width * factor)), std::max(2.0, std::round(height * factor))};
}

int WeightCanvas::tilesInRow() const {
    const double width = viewport()->width() - 2 * weightMargin - (m_picture->inputs > 1 ? weightLabelWidth() : 0);
    return std::max(1, static_cast<int>((width + weightGap) / (tileSize().width() + weightGap)));
}

double WeightCanvas::blockHeight() const {
    const Index rows = (m_picture->inputs + tilesInRow() - 1) / tilesInRow();
    return static_cast<double>(rows) * (tileSize().height() + weightGap) - weightGap + blockGap;
}

double WeightCanvas::room() const {
    return std::max(1.0, viewport()->height() - footHeight());
}

QRectF WeightCanvas::tileRect(Index tile) const {
    const QSizeF size = tileSize();
    const int across = tilesInRow();
    const double top = weightMargin / 2 - verticalScrollBar()->value();
    const Index inputs = m_picture->inputs, place = inputs > 1 ? tile % inputs : tile;
    const double left = weightMargin + (inputs > 1 ? weightLabelWidth() : 0) + static_cast<double>(place % across) * (size.width() + weightGap);
    const double above = inputs > 1 ? static_cast<double>(tile / inputs) * blockHeight() : 0;
    return {QPointF(left, top + above + static_cast<double>(place / across) * (size.height() + weightGap)), size};
}

QRectF WeightCanvas::matrixRect() const {
    const QRectF place(weightMargin, weightMargin / 2, viewport()->width() - 2 * weightMargin, room() - weightMargin / 2 - axisWidth());
    const double across = place.width() / static_cast<double>(m_picture->shownColumns), along = place.height() / static_cast<double>(m_picture->shownRows);
    const double most = scaledReal(largestCell); // a small matrix is no wallpaper
    return {place.topLeft(), QSizeF(std::max(1.0, std::min(across, most) * static_cast<double>(m_picture->shownColumns)),
                                    std::max(1.0, std::min(along, most) * static_cast<double>(m_picture->shownRows)))};
}

void WeightCanvas::arrange() {
    double height = 0;
    if (m_picture && !m_picture->obstacle && !isMatrix() && m_picture->tiles() > 0)
        height = tileRect(m_picture->tiles() - 1).bottom() + verticalScrollBar()->value() + weightMargin;
    verticalScrollBar()->setSingleStep(m_picture && !isMatrix() && !m_picture->obstacle ? static_cast<int>(tileSize().height() + weightGap) : 1);
    verticalScrollBar()->setPageStep(static_cast<int>(room()));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(height - room()))));
    wantTiles();
    viewport()->update();
}

std::pair<Index, Index> WeightCanvas::tilesInSight() const {
    if (!m_picture || m_picture->obstacle || isMatrix())
        return {0, 0};
    const double top = verticalScrollBar()->value() - weightMargin / 2, bottom = top + room();
    const double height = m_picture->inputs > 1 ? blockHeight() : tileSize().height() + weightGap;
    const Index inRow = m_picture->inputs > 1 ? m_picture->inputs : tilesInRow();
    const Index first = std::max<Index>(0, static_cast<Index>(top / height)) * inRow, end = (static_cast<Index>(std::max(0.0, bottom) / height) + 1) * inRow;
    return {std::min(first, m_picture->tiles()), std::max<Index>(0, std::min(end, m_picture->tiles()) - first)};
}

void WeightCanvas::wantTiles() {
    const std::pair<Index, Index> tiles = tilesInSight();
    if (tiles.second == 0 || tiles == m_wanted)
        return;
    m_wanted = tiles;
    emit tilesWanted(tiles.first, tiles.second);
}

void WeightCanvas::resizeEvent(QResizeEvent *) {
    arrange();
}

void WeightCanvas::scrollContentsBy(int, int) {
    wantTiles();
    viewport()->update();
}

void WeightCanvas::changeEvent(QEvent *event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

std::optional<Index> WeightCanvas::tileAt(const QPointF &point) const {
    if (point.y() >= room())
        return {};
    const auto [first, count] = tilesInSight();
    for (Index tile = first; tile < first + count; ++tile)
        if (tileRect(tile).adjusted(-weightGap / 2, -weightGap / 2, weightGap / 2, weightGap / 2).contains(point))
            return tile;
    return {};
}

std::optional<std::pair<Index, Index>> WeightCanvas::cellAt(const QPointF &point) const {
    const QRectF place = matrixRect();
    if (!place.contains(point))
        return {};
    const auto row = static_cast<Index>((point.y() - place.top()) / place.height() * static_cast<double>(m_picture->shownRows));
    const auto column = static_cast<Index>((point.x() - place.left()) / place.width() * static_cast<double>(m_picture->shownColumns));
    return std::pair(std::min(row, m_picture->shownRows - 1), std::min(column, m_picture->shownColumns - 1));
}

QString WeightCanvas::helpAt(const QPointF &point) const {
    if (!m_picture || m_picture->obstacle)
        return {};
    if (isMatrix()) {
        const auto cell = cellAt(point);
        if (!cell)
            return {};
        return tr("output %1, input %2: %3")
            .arg(countText(cell->first * m_picture->rowsInOne + 1), countText(cell->second * m_picture->columnsInOne + 1),
                 activationText(static_cast<double>(m_picture->values[static_cast<std::size_t>(cell->first * m_picture->shownColumns + cell->second)])));
    }
    const auto tile = tileAt(point);
    if (!tile)
        return {};
    const QString unit = countText(*tile / m_picture->inputs + 1);
    if (m_picture->form == Form::Kernels)
        return tr("kernel of map %1 on channel %2").arg(unit, countText(*tile % m_picture->inputs + 1));
    return m_picture->form == Form::Incoming ? tr("what unit %1 looks for: red where it wants light, blue where it wants none").arg(unit)
                                             : tr("what unit %1 of the layer below draws into the picture").arg(unit);
}

bool WeightCanvas::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), helpAt(help->pos()), viewport());
    return true;
}

void WeightCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_picture || m_picture->obstacle)
        return;
    if (isMatrix()) {
        if (const auto cell = cellAt(event->position()))
            emit unitChosen(cell->first * m_picture->rowsInOne);
    } else if (const auto tile = tileAt(event->position())) {
        emit unitChosen(*tile / m_picture->inputs);
    }
}

bool WeightCanvas::step(Index by) {
    if (!m_picture || m_picture->obstacle || m_picture->units == 0)
        return false;
    const Index unit = std::clamp<Index>(m_selected.value_or(0) + by, 0, m_picture->units - 1);
    emit unitChosen(unit);
    if (!isMatrix()) {
        const QRectF place = tileRect(unit * m_picture->inputs);
        if (place.top() < 0 || place.bottom() > room())
            verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                          static_cast<int>(place.top() - (by < 0 ? weightMargin : room() - place.height() - weightMargin)));
    }
    return true;
}

InputSection WeightCanvas::inputs() const {
    InputSection section = m_keys.section(tr("The weights"));
    section.rows.insert(section.rows.begin(), {{{tr("Click a tile or a row")}, tr("Select its unit")}, {{tr("Wheel")}, tr("Further units")}});
    return section;
}

void WeightCanvas::makeKeys() {
    const auto by = [this](Index units) { return [this, units] { return step(units); }; };
    const auto row = [this](Index rows) {
        return [this, rows] { return m_picture && !m_picture->obstacle && step(isMatrix() || m_picture->inputs > 1 ? rows : rows * tilesInRow()); };
    };
    m_keys.addTogether(tr("The unit beside it"), {{Qt::Key_Left, by(-1)}, {Qt::Key_Right, by(1)}, {Qt::Key_Up, row(-1)}, {Qt::Key_Down, row(1)}});
}

void WeightCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void WeightCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
