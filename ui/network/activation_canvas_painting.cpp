#include "ui/network/activation_canvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/network/activation_canvas_measures.h"
#include "ui/network/network_texts.h"
#include "ui/theme/pictures.h"

namespace hourglass::ui {

using analysis::LayerActivations;
using core::Index;
using namespace activation_measures;

namespace {

/// Steps beside each other, units below each other.
std::vector<float> turned(const core::Shape &shape, const std::vector<float> &values) {
    const auto steps = static_cast<std::size_t>(shape.extents[0]), units = static_cast<std::size_t>(shape.extents[1]);
    std::vector<float> result(values.size());
    for (std::size_t step = 0; step < steps; ++step)
        for (std::size_t unit = 0; unit < units; ++unit)
            result[unit * steps + step] = values[step * units + unit];
    return result;
}

} // namespace

void ActivationCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    if (!m_picture) {
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    for (std::size_t index = 0; index < m_rows.size(); ++index)
        if (rowRect(index).bottom() >= -4 && rowRect(index).top() <= viewport()->height() + 4)
            paintRow(painter, index);
}

void ActivationCanvas::paintRow(QPainter &painter, std::size_t index) {
    const Row &row = m_rows[index];
    const LayerActivations *layer = index > 0 ? &m_picture->layers[index - 1] : nullptr;
    const QRectF place = rowRect(index);
    const bool isSelected = layer && m_selected.layer + 1 == static_cast<int>(index);
    if (isSelected) {
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.accentPale());
        painter.drawRoundedRect(place.adjusted(-6, -5, 6, 5), 6, 6);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    QFont font = smallFont(12);
    font.setWeight(isSelected ? QFont::DemiBold : QFont::Medium);
    const double line = QFontMetricsF(font).height() + 1;
    QRectF text(place.left(), place.top(), labelWidth() - 8, line);
    const auto write = [&](const QString &words) {
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(painter.font()).elidedText(words, Qt::ElideRight, text.width()));
        text.translate(0, line);
    };
    painter.setFont(font);
    painter.setPen(layer && layer->isCode ? m_theme.readable(m_theme.code) : m_theme.text);
    write(layer ? QString::number(index) + QStringLiteral(" · ") + QString::fromStdString(layer->label) : tr("Sample"));
    painter.setFont(smallFont(11));
    painter.setPen(m_theme.dim);
    write(layer && layer->isSample ? tr("reconstruction") : layer ? outputText(layer->shape) : QString::fromStdString(core::toText(m_picture->shape)));
    if (layer && !layer->isSample)
        write(tr("up to ±%1").arg(activationText(static_cast<double>(row.limit))));

    const std::vector<float> &values = layer ? layer->values : m_picture->original;
    const bool isPicture = row.isSample && row.shape.rank == 3 && (row.shape.channels() == 1 || row.shape.channels() == 3);
    if (isPicture && std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        painter.drawImage(cellRect(row, 0), sampleImage(values.data(), row.shape, m_picture->range));
    else
        paintNumbers(painter, row, values);
    for (const plan::UnitChange &change : m_changes)
        if (layer && !row.isSample && change.layer + 1 == static_cast<int>(index))
            paintChanged(painter, unitRect({change.layer, change.unit}), change.kind == plan::UnitChangeKind::Muted, m_theme);
    if (isSelected && !row.isSample)
        paintSelected(painter, unitRect(m_selected), m_theme);
}

void ActivationCanvas::paintNumbers(QPainter &painter, const Row &row, const std::vector<float> &values) {
    const QPointF corner = cornerOf(row);
    if (row.shape.rank == 3) {
        const core::Shape map(1, row.shape.height(), row.shape.width());
        const Index maps = row.isSample ? 1 : row.shape.channels();
        for (Index channel = 0; channel < maps; ++channel) {
            const QRectF place = cellRect(row, channel);
            if (place.bottom() >= 0 && place.top() <= viewport()->height())
                paintSignedTile(painter, place, signedTile(values.data() + channel * map.size(), map, row.limit, m_theme), m_theme);
        }
    } else if (row.shape.rank == 2) {
        const core::Shape picture(1, row.shape.extents[1], row.shape.extents[0]);
        const QSizeF size(row.cell.width() * static_cast<double>(picture.width()), row.cell.height() * static_cast<double>(picture.height()));
        paintSignedTile(painter, QRectF(corner, size), signedTile(turned(row.shape, values).data(), picture, row.limit, m_theme), m_theme);
    } else { // line by line, the last may be shorter
        for (Index first = 0; first < row.shape.size(); first += row.across) {
            const Index count = std::min(row.across, row.shape.size() - first);
            const QRectF place(corner + QPointF(0, static_cast<double>(first / row.across) * row.cell.height()),
                               QSizeF(row.cell.width() * static_cast<double>(count), row.cell.height()));
            if (place.bottom() >= 0 && place.top() <= viewport()->height())
                paintSignedTile(painter, place, signedTile(values.data() + first, core::Shape(1, 1, count), row.limit, m_theme), m_theme);
        }
    }
}

} // namespace hourglass::ui
