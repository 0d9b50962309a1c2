#include "ui/network/activation_canvas.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "engine/analysis/unit.h"
#include "ui/network/activation_canvas_measures.h"
#include "ui/network/network_texts.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::ActivationsPicture;
using analysis::LayerActivations;
using core::Index;
using namespace activation_measures;

namespace {

constexpr double rowGap = 12, mapGap = 3;
constexpr double wantedMap = 44, wantedSample = 84, wantedStrip = 72, largestStripCell = 18, smallestCell = 3;

/// Cells in a line about as many as `wanted`: as many as leave no rest where up to a fifth more or fewer do, else so that the last line is nearly full.
Index evenRow(Index units, Index wanted) {
    for (Index off = 0; 5 * off <= wanted; ++off)
        for (const Index across : {wanted + off, wanted - off})
            if (across > 0 && units % across == 0)
                return across;
    const Index lines = (units + wanted - 1) / wanted;
    return (units + lines - 1) / lines;
}

} // namespace

ActivationCanvas::ActivationCanvas(QWidget *parent) : QAbstractScrollArea(parent) {
    setObjectName(QStringLiteral("activationCanvas"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("What each layer makes of one sample"));
    makeKeys();
    m_export = new PlotExport(viewport(), QStringLiteral("activations"), [this](CsvWriter &writer) {
        if (!m_picture)
            return;
        writer.row(QStringList{QStringLiteral("layer"), QStringLiteral("number"), QStringLiteral("activation")});
        for (std::size_t layer = 0; layer < m_picture->layers.size(); ++layer)
            for (std::size_t i = 0; i < m_picture->layers[layer].values.size(); ++i)
                writer.row({static_cast<double>(layer + 1), static_cast<double>(i + 1), static_cast<double>(m_picture->layers[layer].values[i])});
    });
}

void ActivationCanvas::show(std::shared_ptr<const ActivationsPicture> picture) {
    m_picture = std::move(picture);
    arrange();
    viewport()->update();
}

void ActivationCanvas::setSelected(UnitOfLayer selected) {
    m_selected = selected;
    viewport()->update();
}

void ActivationCanvas::setChanges(const plan::UnitChanges &changes) {
    m_changes = changes;
    viewport()->update();
}

void ActivationCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    viewport()->update();
}

void ActivationCanvas::setEmptyText(const QString &text) {
    m_emptyText = text;
    viewport()->update();
}

ActivationCanvas::Row ActivationCanvas::rowOf(const core::Shape &shape, bool isSample) const {
    const double width = std::max(40.0, viewport()->width() - 2 * margin - labelWidth());
    Row row{shape, 0, 0, {}, 1, 0, 0, isSample};
    const auto wide = static_cast<double>(shape.width()), high = static_cast<double>(shape.height());
    if (shape.rank == 3) {
        const double larger = std::max(wide, high), wanted = scaledReal(isSample ? wantedSample : wantedMap);
        const double factor = larger <= wanted ? std::max(1.0, std::floor(wanted / larger)) : wanted / larger;
        row.cell = QSizeF(std::round(wide * factor), std::round(high * factor));
        row.gap = mapGap;
        row.across = isSample ? 1 : std::max<Index>(1, static_cast<Index>((width + mapGap) / (row.cell.width() + mapGap)));
        const Index lines = isSample ? 1 : (shape.channels() + row.across - 1) / row.across;
        row.height = static_cast<double>(lines) * (row.cell.height() + mapGap) - mapGap;
    } else if (shape.rank == 2) { // a cell is a unit at one step
        const auto steps = static_cast<double>(shape.extents[0]), units = static_cast<double>(shape.extents[1]);
        row.cell = QSizeF(std::clamp(width / steps, 0.05, largestStripCell), std::clamp(scaledReal(2 * wantedStrip) / units, 1.0, largestStripCell / 2));
        row.height = row.cell.height() * units;
    } else {
        const auto units = static_cast<double>(shape.size());
        const double cell = std::clamp(std::floor(std::sqrt(width * scaledReal(wantedStrip) / units)), smallestCell, scaledReal(largestStripCell));
        row.across = evenRow(shape.size(), std::clamp<Index>(static_cast<Index>(width / cell), 1, shape.size()));
        const double fitting = std::min(cell, std::max(smallestCell, std::floor(width / static_cast<double>(row.across))));
        row.cell = QSizeF(fitting, fitting);
        row.height = cell * std::ceil(units / static_cast<double>(row.across));
    }
    row.height = std::max(row.height, scaledReal(44)); // three lines of text
    return row;
}

void ActivationCanvas::arrange() {
    m_rows.clear();
    double top = margin / 2;
    const auto add = [this, &top](Row row) {
        row.top = top;
        top += row.height + rowGap;
        m_rows.push_back(row);
    };
    if (m_picture) {
        add(rowOf(m_picture->shape, true));
        m_rows.back().limit = largestMagnitude(m_picture->original.data(), m_picture->shape.size());
        for (const LayerActivations &layer : m_picture->layers) {
            add(rowOf(layer.shape, layer.isSample));
            m_rows.back().limit = largestMagnitude(layer.values.data(), layer.shape.size());
        }
    }
    verticalScrollBar()->setSingleStep(static_cast<int>(scaledReal(40)));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(top - viewport()->height()))));
}

QRectF ActivationCanvas::rowRect(std::size_t index) const {
    const Row &row = m_rows[index];
    return QRectF(margin, row.top - verticalScrollBar()->value(), viewport()->width() - 2 * margin, row.height);
}

QPointF ActivationCanvas::cornerOf(const Row &row) const {
    return {margin + labelWidth(), row.top - verticalScrollBar()->value()};
}

/// Of maps the unit's picture, of a sequence its line, of a vector its cell.
QRectF ActivationCanvas::cellRect(const Row &row, Index unit) const {
    const QPointF corner = cornerOf(row);
    if (row.shape.rank == 2)
        return {corner + QPointF(0, static_cast<double>(unit) * row.cell.height()),
                QSizeF(row.cell.width() * static_cast<double>(row.shape.extents[0]), row.cell.height())};
    return {corner + QPointF(static_cast<double>(unit % row.across) * (row.cell.width() + row.gap),
                             static_cast<double>(unit / row.across) * (row.cell.height() + row.gap)),
            row.cell};
}

QRectF ActivationCanvas::unitRect(const UnitOfLayer &unit) const {
    const auto index = static_cast<std::size_t>(unit.layer + 1);
    if (unit.layer < 0 || index >= m_rows.size() || unit.unit < 0 || unit.unit >= analysis::unitsOf(m_rows[index].shape))
        return {};
    return cellRect(m_rows[index], unit.unit);
}

void ActivationCanvas::resizeEvent(QResizeEvent *) {
    arrange();
}

void ActivationCanvas::changeEvent(QEvent *event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

/// Anywhere in a layer's row: its unit there, or the one that is selected.
std::optional<UnitOfLayer> ActivationCanvas::unitAt(const QPointF &point) const {
    for (std::size_t index = 1; index < m_rows.size(); ++index) {
        if (!rowRect(index).adjusted(-6, -rowGap / 2, 6, rowGap / 2).contains(point))
            continue;
        const Row &row = m_rows[index];
        const int layer = static_cast<int>(index) - 1;
        UnitOfLayer found{layer, m_selected.layer == layer ? m_selected.unit : 0};
        const QPointF inside = point - cornerOf(row);
        if (row.isSample || inside.x() < 0 || inside.y() < 0)
            return found;
        const auto column = static_cast<Index>(inside.x() / (row.cell.width() + row.gap)),
                   line = static_cast<Index>(inside.y() / (row.cell.height() + row.gap));
        const Index unit = row.shape.rank == 2 ? line : line * row.across + column;
        if (unit < analysis::unitsOf(row.shape) && (row.shape.rank == 2 ? column < row.shape.extents[0] : column < row.across))
            found.unit = unit;
        return found;
    }
    return {};
}

QString ActivationCanvas::helpAt(const QPointF &point) const {
    const auto unit = m_picture ? unitAt(point) : std::nullopt;
    if (!unit)
        return {};
    const LayerActivations &layer = m_picture->layers[static_cast<std::size_t>(unit->layer)];
    if (layer.isSample || point.x() < margin + labelWidth())
        return tr("A click selects this layer");
    QString remark;
    for (const plan::UnitChange &change : m_changes)
        if (change.layer == unit->layer && change.unit == unit->unit)
            remark = QStringLiteral(", ") + changeText(change);
    const QString value = activationText(analysis::activationOf(layer.shape, layer.values.data(), unit->unit));
    const QString word = unitWord(layer.shape);
    if (layer.shape.rank == 1)
        return tr("%1 %2: %3").arg(word, countText(unit->unit + 1), value) + remark;
    return tr("%1 %2: %3 on average").arg(word, countText(unit->unit + 1), value) + remark;
}

bool ActivationCanvas::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), helpAt(help->pos()), viewport());
    return true;
}

void ActivationCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_picture)
        return;
    if (const auto unit = unitAt(event->position()))
        emit unitChosen(*unit);
}

bool ActivationCanvas::step(int layers, Index units) {
    if (!m_picture || m_picture->layers.empty())
        return false;
    const int layer = std::clamp(m_selected.layer + layers, 0, static_cast<int>(m_picture->layers.size()) - 1);
    const Index last = analysis::unitsOf(m_picture->layers[static_cast<std::size_t>(layer)].shape) - 1;
    const UnitOfLayer wanted{layer, std::clamp<Index>(m_selected.unit + units, 0, last)};
    emit unitChosen(wanted);
    const QRectF place = rowRect(static_cast<std::size_t>(layer) + 1);
    if (place.top() < 0 || place.bottom() > viewport()->height())
        verticalScrollBar()->setValue(static_cast<int>(m_rows[static_cast<std::size_t>(layer) + 1].top - margin));
    return true;
}

InputSection ActivationCanvas::inputs() const {
    InputSection section = m_keys.section(tr("Layer by layer"));
    section.rows.insert(section.rows.begin(), {{{tr("Click a layer")}, tr("Select it, and the unit under the mouse")}, {{tr("Wheel")}, tr("Further layers")}});
    return section;
}

void ActivationCanvas::makeKeys() {
    const auto by = [this](int layers, Index units) { return [this, layers, units] { return step(layers, units); }; };
    m_keys.addTogether(tr("The layer above, below; the unit before, after"),
                       {{Qt::Key_Up, by(-1, 0)}, {Qt::Key_Down, by(1, 0)}, {Qt::Key_Left, by(0, -1)}, {Qt::Key_Right, by(0, 1)}});
    m_keys.add({Qt::Key_X}, tr("Mute the selected unit, or let it give out again what it computes"), [this] {
        if (unitRect(m_selected).isEmpty())
            return false;
        emit muteToggled(m_selected);
        return true;
    });
}

void ActivationCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void ActivationCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
