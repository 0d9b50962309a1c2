#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/code/code_texts.h"
#include "ui/code/mix_sliders.h"
#include "ui/code/mix_sliders_measures.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

using analysis::CodeSpread;
using namespace slider_measures;

namespace {

constexpr int textPixels = 12, smallPixels = 11;                 ///< of the usual text size
constexpr float histogramStrength = 0.3f, ghostStrength = 0.12f; ///< of the code's colour; of axes that a solo silences

QColor faded(QColor colour, float strength) {
    colour.setAlphaF(strength);
    return colour;
}

} // namespace

void MixSliders::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    if (!m_mix || m_present.empty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect room(0, 0, viewport()->width(), roomForRows());
    painter.setClipRect(room);
    for (int row = 0; row < rows(); ++row)
        if (rowRect(row).intersects(room))
            paintRow(painter, row);
    painter.setClipping(false);
    paintScale(painter);
}

void MixSliders::paintHistogram(QPainter &painter, const QRectF &track, int axis) {
    const float *shares = m_mix->spread.histograms.data() + axis * CodeSpread::bins;
    const auto at = [shares](int bin) { return static_cast<double>(shares[std::clamp(bin, 0, CodeSpread::bins - 1)]); };
    std::vector<double> smooth;
    for (int bin = 0; bin < CodeSpread::bins; ++bin)
        smooth.push_back((at(bin - 1) + 2 * at(bin) + at(bin + 1)) / 4);
    const double highest = *std::max_element(smooth.begin(), smooth.end());
    if (!(highest > 0))
        return;
    QPolygonF hill{track.bottomLeft()};
    for (int bin = 0; bin < CodeSpread::bins; ++bin)
        hill << QPointF(track.left() + (bin + 0.5) / CodeSpread::bins * track.width(),
                        track.bottom() - smooth[static_cast<std::size_t>(bin)] / highest * track.height());
    hill << track.bottomRight();
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(m_theme.code, m_solo && *m_solo != axis ? ghostStrength : histogramStrength));
    painter.drawPolygon(hill);
}

void MixSliders::paintRow(QPainter &painter, int row) {
    const int axis = m_order[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(axis);
    const QRectF place = rowRect(row), track = trackOf(row);
    const bool isCurrent = m_current == axis && hasFocus(), isSilent = m_solo && *m_solo != axis;
    if (isCurrent || m_hovered == axis) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isCurrent ? m_theme.accentPale() : m_theme.hover());
        painter.drawRoundedRect(place.adjusted(2, 0, -2, 0), controlRadius, controlRadius);
    }
    QFont font = interfaceFont();
    font.setPixelSize(scaled(textPixels));
    const double centre = xOf(track, m_centre[at]), knob = xOf(track, m_present[at]);
    const bool isMoved = std::abs(m_present[at] - m_centre[at]) > 1e-6;
    const bool isConstant = m_mix->spread.deviation[at] <= 0;
    if (isConstant) {
        QFont small = font;
        small.setPixelSize(scaled(smallPixels));
        painter.setFont(small);
        painter.setPen(m_theme.disabled());
        const QString whole = tr("the same for all samples");
        const bool hasRoom = QFontMetricsF(small).horizontalAdvance(whole) <= track.width();
        painter.drawText(track.adjusted(0, -3, 0, 0), Qt::AlignHCenter | Qt::AlignTop, hasRoom ? whole : tr("constant"));
    } else {
        paintHistogram(painter, track, axis);
    }
    painter.setPen(QPen(m_theme.track(), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(track.bottomLeft(), track.bottomRight());
    const QColor mark = isSilent ? m_theme.edge() : m_theme.code;
    if (isMoved) {
        painter.setPen(QPen(m_theme.dim, 1.5));
        painter.drawLine(QPointF(centre, track.bottom() - 4), QPointF(centre, track.bottom() + 4));
        painter.setPen(QPen(mark, 2.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(centre, track.bottom()), QPointF(knob, track.bottom()));
    }
    painter.setPen(QPen(mark, 2));
    painter.setBrush(isMoved ? mark : m_theme.panel);
    painter.drawEllipse(QPointF(knob, track.bottom()), knobRadius - 1, knobRadius - 1);

    const QRectF text = place.adjusted(10, 5, -8, 0);
    painter.setFont(font);
    painter.setPen(isSilent ? m_theme.disabled() : m_theme.text);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, axisName(m_mix->spread.basis, axis));
    font.setWeight(isMoved ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(isSilent ? m_theme.disabled() : isMoved ? m_theme.text : m_theme.dim);
    drawFigures(painter, text, Qt::AlignRight | Qt::AlignVCenter, valueText(m_mix->spread, axis, m_present[at]));

    if (m_solo == axis || m_hovered == axis || isCurrent) {
        const QRectF button = soloOf(axis);
        const bool isOn = m_solo == axis;
        painter.setPen(QPen(isOn ? m_theme.code : m_theme.edge(), 1));
        painter.setBrush(isOn ? m_theme.code : m_theme.panel);
        painter.drawRoundedRect(button, 4, 4);
        font.setPixelSize(scaled(smallPixels));
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(isOn ? m_theme.inkOnCode : m_theme.dim);
        painter.drawText(button, Qt::AlignCenter, tr("S", "solo"));
    }
}

void MixSliders::paintScale(QPainter &painter) {
    QFont font = interfaceFont();
    font.setPixelSize(scaled(smallPixels));
    painter.setFont(font);
    painter.setPen(m_theme.dim);
    const QRectF track = trackOf(0);
    const double top = std::min(roomForRows(), rows() * rowHeight()); // below the last of few, at the foot of many
    const QFontMetricsF metrics(font);
    const double end = metrics.horizontalAdvance(tr("−3σ")), middle = metrics.horizontalAdvance(tr("mean")), width = xOf(track, 3) - xOf(track, -3);
    const bool hasEnds = width >= end + 4, hasMiddle = !hasEnds || width / 2 >= (end + middle) / 2 + 4; // the ends say enough, the middle by itself, too
    for (const auto &[position, text, isShown] :
         {std::tuple(-3.0, tr("−3σ"), hasEnds), std::tuple(0.0, tr("mean"), hasMiddle), std::tuple(3.0, tr("3σ"), hasEnds)})
        if (isShown)
            painter.drawText(QRectF(xOf(track, position) - 30, top, 60, scaleHeight()), Qt::AlignCenter, text);
}

} // namespace hourglass::ui
