// The legend of the runs that are laid over the present one.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/loss/loss_annotations.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double widestName = 0.42; // of the plot
constexpr double mostOfHeight = 0.5;
constexpr double lineLength = 14, space = 6;

} // namespace

QRectF LossAnnotations::legendPlace(const QSizeF &size, const QRectF &area, double top) {
    const double right = area.right() - size.width() - 4, left = area.left() + 6, bottom = area.bottom() - size.height() - 3;
    const std::array<QPointF, 5> corners{QPointF(right, top + 2), QPointF(area.center().x() - size.width() / 2, top + 2), QPointF(right, bottom),
                                         QPointF(area.center().x() - size.width() / 2, bottom), QPointF(left, bottom)};
    std::vector<QRectF> labels;
    for (const PlacedLabel &label : m_labels)
        labels.push_back(label.rect);
    m_legendPlace = std::min(m_legendPlace, corners.size() - 1);
    double least = hidden(QRectF(corners[m_legendPlace], size), labels);
    for (std::size_t place = 0; place < corners.size() && least >= 1; ++place) // it stays where it is while it hides nothing
        if (const double covered = hidden(QRectF(corners[place], size), labels); covered < least) {
            least = covered;
            m_legendPlace = place;
        }
    return QRectF(corners[m_legendPlace], size);
}

void LossAnnotations::drawLegend(QCPPainter *painter, const QRectF &area, double top) {
    if (legend.empty())
        return;
    const QFontMetricsF metrics(painter->font());
    const double height = std::ceil(metrics.height());
    const auto room = static_cast<std::size_t>(std::max(1.0, std::floor(mostOfHeight * area.height() / height)));
    const std::size_t rows = legend.size() <= room ? legend.size() : room - 1; // the newest come last
    std::vector<QString> names;
    double name = 0, value = 0, note = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const LegendEntry &entry = legend[legend.size() - rows + row];
        names.push_back(metrics.elidedText(entry.name, Qt::ElideRight, widestName * area.width()));
        name = std::max(name, metrics.horizontalAdvance(names.back()));
        value = std::max(value, figuresWidth(metrics, entry.value));
        note = std::max(note, metrics.horizontalAdvance(entry.note));
    }
    const QString more = rows < legend.size() ? QCoreApplication::translate("LossAnnotations", "and %1 more").arg(legend.size() - rows) : QString();
    const double withoutNote = lineLength + space + name + space + value;
    const double noteRoom = std::min(note, std::max(area.width() - withoutNote - 3 * space, 0.0));
    const double width = std::max(withoutNote + (noteRoom > 0 ? space + noteRoom : 0), metrics.horizontalAdvance(more));
    const QRectF place = legendPlace(QSizeF(width + 4, height * static_cast<double>(rows + (more.isEmpty() ? 0 : 1))), area, top);
    QRectF line(place.left(), place.top(), place.width(), height);
    for (std::size_t row = 0; row < rows; ++row) {
        const LegendEntry &entry = legend[legend.size() - rows + row];
        painter->setPen(QPen(entry.colour, 2));
        painter->drawLine(QPointF(line.left(), line.center().y()), QPointF(line.left() + lineLength, line.center().y()));
        painter->setPen(theme.readable(entry.colour));
        double x = line.left() + lineLength + space;
        drawText(painter, QRectF(x, line.top(), name + 2, height), names[row]);
        x += name + space;
        painter->setPen(theme.text);
        drawText(painter, QRectF(x, line.top(), value + 2, height), entry.value);
        x += value + space;
        painter->setPen(theme.dim);
        if (noteRoom > 0)
            drawText(painter, QRectF(x, line.top(), noteRoom + 2, height), metrics.elidedText(entry.note, Qt::ElideRight, noteRoom));
        m_labels.push_back({line, entry.note.isEmpty() ? QString() : entry.name + QStringLiteral(": ") + entry.note});
        line.translate(0, height);
    }
    if (!more.isEmpty()) {
        painter->setPen(theme.dim);
        drawText(painter, line, more);
        m_labels.push_back({line, {}});
    }
}

} // namespace hourglass::ui
