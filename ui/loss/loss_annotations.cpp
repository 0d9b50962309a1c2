#include "ui/loss/loss_annotations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/loss/label_places.h"
#include "ui/plots/number_ticker.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double markRadius = 8.0;
constexpr int placesAlong = 5; // for a label on its line, from the right end to the left one, above it and below
constexpr double thinnestCurve = 1.1;

} // namespace

LossAnnotations::LossAnnotations(QCustomPlot *plot) : QCPLayerable(plot, QStringLiteral("annotations")) {
    setParent(plot);
}

QFont LossAnnotations::smallFont(QFont::Weight weight) const {
    return interfaceFont(mParentPlot->font().pointSizeF() - 0.5, weight);
}

int LossAnnotations::unitWidth() const {
    return static_cast<int>(std::ceil(QFontMetricsF(smallFont()).horizontalAdvance(unit)));
}

void LossAnnotations::drawText(QCPPainter *painter, const QRectF &rect, const QString &text) {
    if (painter->modes() & (QCPPainter::pmVectorized | QCPPainter::pmNoCaching)) {
        QColor ground = theme.panel;
        ground.setAlphaF(0.8f);
        painter->fillRect(rect, ground);
        drawFigures(*painter, rect, Qt::AlignLeft | Qt::AlignVCenter, text);
        return;
    }
    m_texts.draw(*painter, rect, text, painter->pen().color(), theme.panel);
}

int LossAnnotations::markAt(const QPointF &pixel) const {
    const QRect area = mParentPlot->axisRect()->rect();
    int nearest = -1;
    double least = pixel.y() < area.top() ? markRadius + 1 : 5.0;
    if (pixel.y() < area.top() - markStrip || pixel.y() > area.bottom())
        return -1;
    for (std::size_t mark = 0; mark < marks.size(); ++mark)
        if (const double distance = std::abs(mParentPlot->xAxis->coordToPixel(marks[mark].place(axis)) - pixel.x()); distance < least) {
            least = distance;
            nearest = static_cast<int>(mark);
        }
    return nearest;
}

int LossAnnotations::wayBackAt(const QPointF &pixel) const {
    const int mark = pixel.y() < mParentPlot->axisRect()->rect().top() ? markAt(pixel) : -1;
    return mark >= 0 && marks[static_cast<std::size_t>(mark)].before ? mark : -1;
}

void LossAnnotations::draw(QCPPainter *painter) {
    const QRectF area = mParentPlot->axisRect()->rect();
    m_labels.clear();
    painter->setFont(smallFont());
    if (!message.isEmpty()) {
        drawMessage(painter);
        return;
    }
    drawUnit(painter, area);
    drawMarks(painter, area);
    const double top = drawValues(painter, area);
    drawBaselineLabels(painter, area, top);
    drawLegend(painter, area, top); // it has more places to go to
    drawBaselineLines(painter, area);
}

void LossAnnotations::drawMessage(QCPPainter *painter) {
    painter->setPen(theme.dim);
    painter->drawText(QRectF(mParentPlot->rect()).adjusted(20, 0, -20, 0), Qt::AlignCenter | Qt::TextWordWrap, message);
}

void LossAnnotations::drawUnit(QCPPainter *painter, const QRectF &area) {
    const QFontMetricsF metrics(painter->font());
    painter->setPen(theme.dim);
    const double top = area.bottom() + mParentPlot->xAxis->tickLabelPadding() - 2;
    const double right = area.left() - 12;
    painter->drawText(QRectF(right - metrics.horizontalAdvance(unit), top, metrics.horizontalAdvance(unit) + 1, metrics.height() + 1),
                      Qt::AlignRight | Qt::AlignTop, unit);
}

void LossAnnotations::drawMarks(QCPPainter *painter, const QRectF &area) {
    const double middle = area.top() - markStrip / 2.0 - 1;
    double freeFrom = -1e9;
    const QFont numberFont = interfaceFont(mParentPlot->font().pointSizeF() - 1.5, QFont::DemiBold);
    for (std::size_t index = 0; index < marks.size(); ++index) {
        const runs::Mark &mark = marks[index];
        const double x = mParentPlot->xAxis->coordToPixel(mark.place(axis));
        if (!(x >= area.left() - 0.5 && x <= area.right() + 0.5))
            continue;
        const bool isLit = static_cast<int>(index) == litMark;
        const QColor colour = mark.isBad ? theme.bad : isLit ? theme.text : theme.dim;
        const bool hasNumber = x - markRadius >= freeFrom || isLit;
        QPen line(colour, isLit ? 1.5 : 1.0, isLit ? Qt::SolidLine : Qt::CustomDashLine, Qt::FlatCap);
        if (!isLit)
            line.setDashPattern({1, 3});
        painter->setPen(line);
        painter->drawLine(QPointF(std::floor(x) + 0.5, hasNumber ? middle + markRadius : area.top()), QPointF(std::floor(x) + 0.5, area.bottom()));
        painter->setPen(QPen(colour, 1));
        const QPointF centre(std::floor(x) + 0.5, middle);
        if (!hasNumber)
            continue;
        freeFrom = x + markRadius + 1;
        painter->setBrush(isLit || mark.isBad ? colour : theme.panel);
        painter->drawEllipse(centre, markRadius, markRadius);
        painter->setPen(isLit || mark.isBad ? theme.panel : theme.dim);
        painter->setFont(numberFont);
        painter->drawText(QRectF(centre.x() - 10, centre.y() - 10, 20, 20), Qt::AlignCenter, mark.isBad ? QStringLiteral("!") : QString::number(index + 1));
        painter->setFont(smallFont());
    }
    painter->setBrush(Qt::NoBrush);
}

double LossAnnotations::drawValues(QCPPainter *painter, const QRectF &area) {
    if (values.empty())
        return area.top();
    painter->setFont(smallFont(QFont::DemiBold));
    const QFontMetricsF metrics(painter->font());
    const double height = std::ceil(metrics.height()) + 1, space = 10;
    double whole = space * static_cast<double>(values.size() - 1);
    for (const PresentValue &value : values)
        whole += figuresWidth(metrics, value.text) + 1;
    const bool isOneLine = whole <= area.width() - 4; // else one below the other
    double right = area.right() - 4, top = area.top() + 1;
    QRectF covered;
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        const double width = figuresWidth(metrics, value->text) + 1;
        const QRectF rect(right - width, top, width, height);
        painter->setPen(value->colour);
        drawText(painter, rect, value->text);
        covered = covered.united(rect);
        if (isOneLine)
            right = rect.left() - space;
        else
            top = rect.bottom();
    }
    m_labels.push_back({covered, {}});
    painter->setFont(smallFont());
    return covered.bottom() + 1;
}

LossAnnotations::Line LossAnnotations::lineOf(const Baseline &baseline, const QRectF &area) const {
    const QCPAxis *vertical = mParentPlot->yAxis;
    const bool isBelowLogarithms = vertical->scaleType() == QCPAxis::stLogarithmic && baseline.value <= 0;
    const double y = isBelowLogarithms ? area.bottom() + 1 : vertical->coordToPixel(baseline.value);
    return {&baseline, y, y < area.top() ? -1 : y > area.bottom() ? 1 : 0};
}

void LossAnnotations::drawBaselineLines(QCPPainter *painter, const QRectF &area) {
    QPen pen(theme.dim, 1.2, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({4, 3});
    QRegion aroundLabels(area.toAlignedRect());
    for (const PlacedLabel &label : m_labels)
        aroundLabels -= label.rect.adjusted(-3, 0, 6, 0).toAlignedRect(); // no crumbs of a dash beside it
    painter->save();
    painter->setClipRegion(aroundLabels, Qt::IntersectClip);
    painter->setPen(pen);
    for (const Baseline &baseline : baselines) {
        if (!std::isfinite(baseline.value))
            continue;
        const Line line = lineOf(baseline, area);
        const double y = std::floor(line.y) + 0.5;
        if (line.beyond == 0)
            painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter->restore();
}

double LossAnnotations::hidden(const QRectF &rect, const std::vector<QRectF> &labels) const {
    const QCPAxis *horizontal = mParentPlot->xAxis, *vertical = mParentPlot->yAxis;
    const double from = horizontal->pixelToCoord(rect.left()), to = horizontal->pixelToCoord(rect.right());
    double covered = 0;
    for (const QRectF &other : labels)
        covered += other.intersects(rect) ? 1e3 : 0;
    for (int graph = 0; graph < mParentPlot->graphCount(); ++graph) {
        const QCPGraph *curve = mParentPlot->graph(graph);
        if (!curve->visible())
            continue;
        const double weight = curve->pen().widthF() > thinnestCurve ? 1 : 0.02; // the band of single steps is but a ground
        double before = std::numeric_limits<double>::quiet_NaN();
        for (auto point = curve->data()->findBegin(from); point != curve->data()->findEnd(to); ++point) {
            const double y = vertical->coordToPixel(point->value), last = std::exchange(before, y);
            const double low = std::isfinite(last) ? std::min(last, y) : y, high = std::isfinite(last) ? std::max(last, y) : y;
            covered += high >= rect.top() && low <= rect.bottom() ? weight : 0;
        }
    }
    return covered;
}

QRectF LossAnnotations::placeAlong(const Line &line, const QRectF &atRight, const QRectF &area, const std::vector<QRectF> &labels) {
    const double way = atRight.left() - (area.left() + 6);
    if (line.beyond != 0 || way <= 0)
        return atRight;
    const double otherSide = atRight.center().y() < line.y ? line.y + 1 : line.y - atRight.height() - 1;
    const bool hasOtherSide = otherSide >= area.top() && otherSide + atRight.height() <= area.bottom();
    const auto at = [&](int place) {
        QRectF rect = atRight.translated(-way * (place / 2) / (placesAlong - 1), 0);
        if (place % 2 == 1 && hasOtherSide)
            rect.moveTop(otherSide);
        return rect;
    };
    int &place = m_places[line.baseline->label];
    double least = hidden(at(place), labels);
    for (int other = 0; other < 2 * placesAlong && least >= 1; ++other)
        if (const double covered = hidden(at(other), labels); covered < least) {
            least = covered;
            place = other;
        }
    return at(place);
}

void LossAnnotations::drawBaselineLabels(QCPPainter *painter, const QRectF &area, double top) {
    const QFontMetricsF metrics(painter->font());
    const double height = std::ceil(metrics.height());
    std::vector<Line> lines;
    const bool hasRoomForHints = area.height() > 7 * height;
    int hintsAbove = 0;
    for (const Baseline &baseline : baselines) {
        if (!std::isfinite(baseline.value))
            continue;
        const Line line = lineOf(baseline, area);
        if (line.beyond == 0 || hasRoomForHints)
            lines.push_back(line);
        hintsAbove += line.beyond < 0 && hasRoomForHints;
    }
    std::vector<double> wishes;
    for (const Line &line : lines) {
        // Above its line, unless another line or label is there.
        const bool isCrowded =
            line.y - height - 1 < top + hintsAbove * height || std::any_of(lines.begin(), lines.end(), [&](const Line &other) {
                return &other != &line && other.beyond == 0 && other.y <= line.y && other.y > line.y - height - 3 && (other.y < line.y || &other < &line);
            });
        wishes.push_back(line.beyond < 0 ? area.top() : line.beyond > 0 ? area.bottom() - height : isCrowded ? line.y + 1 : line.y - height - 1);
    }
    const std::vector<double> places = spreadLabels(wishes, height, top, area.bottom());
    std::vector<QString> texts;
    std::vector<QRectF> rects; // of all labels: first where they wish to stand, then where they do
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Line &line = lines[index];
        const QString value = u' ' + significant(line.baseline->value, 4, mParentPlot->locale()) +
                              (line.beyond < 0   ? QStringLiteral(" ↑")
                               : line.beyond > 0 ? QStringLiteral(" ↓")
                                                 : QString());
        const double room = area.width() - 12 - figuresWidth(metrics, value);
        texts.push_back(metrics.elidedText(line.baseline->label, Qt::ElideRight, std::max(room, 0.0)) + value);
        const double width = figuresWidth(metrics, texts.back());
        rects.emplace_back(area.right() - width - 6, places[index], width + 4, height);
    }
    for (std::size_t index = 0; index < lines.size(); ++index) {
        std::vector<QRectF> others;
        for (const PlacedLabel &label : m_labels)
            others.push_back(label.rect);
        others.insert(others.end(), rects.begin() + static_cast<std::ptrdiff_t>(index) + 1, rects.end());
        const QRectF rect = placeAlong(lines[index], rects[index], area, others);
        painter->setPen(theme.dim);
        drawText(painter, rect, texts[index]);
        m_labels.push_back({rect, lines[index].baseline->help});
    }
}

} // namespace hourglass::ui
