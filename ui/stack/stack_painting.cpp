#include "ui/stack/stack_painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr double radius = 7, inset = 8, besideSpace = 11, hintSpace = 2;

QFont labelFont(const QFont &font) {
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    return bold;
}

QFont detailFont(const QFont &font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.88);
    return small;
}

double widthOf(const QString &text, const QFont &font) {
    return std::ceil(QFontMetricsF(font).horizontalAdvance(text));
}

const QString &figuresOf(const StackBar &bar, const StackScene &scene) {
    return scene.isNarrow ? bar.shortFigures : bar.figures;
}

QColor fillOf(const Theme &theme, plan::Role role) {
    switch (role) {
    case plan::Role::Input: return theme.input;
    case plan::Role::Encoder: return theme.encoder;
    case plan::Role::Code: return theme.code;
    case plan::Role::Decoder: return theme.decoder;
    }
    return theme.input;
}

QColor inkOf(const Theme &theme, plan::Role role) {
    return theme.isDark || role == plan::Role::Code ? theme.inkOnCode : theme.panel;
}

void drawText(QPainter &painter, const QRectF &place, int flags, const QString &text, const QFont &font, const QColor &colour) {
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, flags | Qt::TextSingleLine, text);
}

/// Two lines within the height of a bar, the name above the detail.
void drawTwoLines(QPainter &painter, const QRectF &place, int flags, const StackBar &bar, const StackScene &scene, const QColor &colour) {
    const QFont name = labelFont(scene.font), detail = detailFont(scene.font);
    const double nameHeight = QFontMetricsF(name).height(), detailHeight = QFontMetricsF(detail).height();
    const double top = place.center().y() - (nameHeight + detailHeight) / 2;
    drawText(painter, {place.left(), top, place.width(), nameHeight}, flags | Qt::AlignVCenter, bar.name, name, colour);
    const QString shown = QFontMetricsF(detail).elidedText(bar.detail, Qt::ElideRight, place.width());
    drawText(painter, {place.left(), top + nameHeight, place.width(), detailHeight}, flags | Qt::AlignVCenter, shown, detail, colour);
}

bool hasRoomForTwoLines(const QRectF &place, const StackBar &bar, const StackScene &scene) {
    return !bar.detail.isEmpty() && QFontMetricsF(labelFont(scene.font)).height() + QFontMetricsF(detailFont(scene.font)).height() <= place.height() + 3;
}

double twoLinesWidth(const StackBar &bar, const QFont &font) {
    return std::max(widthOf(bar.name, labelFont(font)), widthOf(bar.detail, detailFont(font)));
}

/// Outlines of maps one behind the other, the nearest at the lower left: at `left`, or in the middle of the bar.
class MapGlyph {
public:
    MapGlyph(const StackBar &bar, const QRectF &rectangle) : m_count(bar.outlines) {
        const double room = rectangle.height() - 2 * glyphMargin - (mostOutlines - 1) * outlineStep;
        m_map = QSizeF(std::max(leastMap, std::round(room * bar.mapWidth)), std::max(leastMap, std::round(room * bar.mapHeight)));
        m_size = m_map + QSizeF(1, 1) * ((m_count - 1) * outlineStep);
    }

    double width() const { return m_size.width(); }

    void draw(QPainter &painter, double left, const QRectF &rectangle, const QColor &fill, const QColor &ink) const {
        const QPointF corner(std::round(left) + 0.5, std::round(rectangle.center().y() - m_size.height() / 2) + 0.5);
        painter.setPen(QPen(ink, 1));
        painter.setBrush(fill);
        for (int index = m_count - 1; index >= 0; --index)
            painter.drawRect(QRectF(corner + QPointF(index, m_count - 1 - index) * outlineStep, m_map));
    }

private:
    static constexpr double glyphMargin = 4, outlineStep = 2, leastMap = 4;
    static constexpr int mostOutlines = 5;
    int m_count;
    QSizeF m_map, m_size;
};

/// Without its activation. A detail that has no room even so is left out: what is cut reads worse than what is not there.
StackBar shortened(const StackBar &bar) {
    StackBar shorter = bar;
    shorter.detail = bar.shortDetail;
    return shorter;
}

/// In the bar the kind of the layer would be cut, and beside it name and kind have room.
bool isBetterBeside(const QRectF &rectangle, const StackBar &bar, const StackScene &scene) {
    const double lines = twoLinesWidth(bar, scene.font);
    return !bar.shortName.isEmpty() && hasRoomForTwoLines(rectangle, bar, scene) && twoLinesWidth(shortened(bar), scene.font) > rectangle.width() - inset &&
           widthOf(bar.label(), labelFont(scene.font)) > rectangle.width() - 2 * inset && lines <= scene.layout.rightEdge - rectangle.right() - besideSpace;
}

/// Writes the label in the bar, on one line or two. False where it does not fit.
bool drawLabelInside(QPainter &painter, const QRectF &rectangle, const StackBar &bar, const StackScene &scene) {
    const QColor ink = inkOf(scene.theme, bar.role);
    const double room = rectangle.width() - 2 * inset;
    if (widthOf(bar.label(), labelFont(scene.font)) <= room)
        drawText(painter, rectangle, Qt::AlignCenter, bar.label(), labelFont(scene.font), ink);
    else if (hasRoomForTwoLines(rectangle, bar, scene) && twoLinesWidth(bar, scene.font) <= room + inset)
        drawTwoLines(painter, rectangle, Qt::AlignHCenter, bar, scene, ink);
    else if (isBetterBeside(rectangle, bar, scene))
        return false;
    else if (!bar.shortName.isEmpty() && hasRoomForTwoLines(rectangle, bar, scene) && twoLinesWidth(shortened(bar), scene.font) <= room + inset)
        drawTwoLines(painter, rectangle, Qt::AlignHCenter, shortened(bar), scene, ink);
    else if ((!hasRoomForTwoLines(rectangle, bar, scene) || !bar.shortName.isEmpty()) && widthOf(bar.name, labelFont(scene.font)) <= room + inset)
        drawText(painter, rectangle, Qt::AlignCenter, bar.name, labelFont(scene.font), ink);
    else if (bar.isSlim && widthOf(bar.name, detailFont(scene.font)) <= room + inset)
        drawText(painter, rectangle, Qt::AlignCenter, bar.name, detailFont(scene.font), ink);
    else
        return false;
    return true;
}

/// Writes the label at the right of the bar within `room`; returns the width taken.
double drawLabelBeside(QPainter &painter, const QRectF &place, const StackBar &bar, const StackScene &scene) {
    const QFont font = labelFont(scene.font);
    const double whole = widthOf(bar.label(), font);
    if (whole <= place.width()) {
        drawText(painter, place, Qt::AlignLeft | Qt::AlignVCenter, bar.label(), font, scene.theme.text);
        return whole;
    }
    const double lines = twoLinesWidth(bar, scene.font);
    if (hasRoomForTwoLines(place, bar, scene) && lines <= place.width()) {
        drawTwoLines(painter, place, Qt::AlignLeft, bar, scene, scene.theme.text);
        return lines;
    }
    const bool isShort = !bar.shortName.isEmpty() && widthOf(bar.name, font) > place.width();
    const QString name = QFontMetricsF(font).elidedText(isShort ? bar.shortName : bar.name, Qt::ElideRight, place.width());
    drawText(painter, place, Qt::AlignLeft | Qt::AlignVCenter, name, font, scene.theme.text);
    return widthOf(name, font);
}

void drawRing(QPainter &painter, const QRectF &rectangle, const QColor &colour, double distance, double width) {
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    const double by = distance + width / 2;
    painter.drawRoundedRect(rectangle.adjusted(-by, -by, by, by), radius + by, radius + by);
}

/// The label, with the shorter name where only that fits.
bool drawShortened(QPainter &painter, const QRectF &rectangle, const StackBar &bar, const StackScene &scene) {
    if (drawLabelInside(painter, rectangle, bar, scene))
        return true;
    if (bar.shortName.isEmpty() || bar.role == plan::Role::Code || bar.role == plan::Role::Input || isBetterBeside(rectangle, bar, scene))
        return false;
    StackBar shorter = bar;
    shorter.name = bar.shortName;
    return drawLabelInside(painter, rectangle, shorter, scene);
}

/// The label, behind the outlines of the maps where there are any. False where the label does not fit: then they stand alone.
bool drawContent(QPainter &painter, const QRectF &rectangle, const StackBar &bar, const StackScene &scene, const QColor &fill) {
    if (bar.outlines == 0)
        return drawShortened(painter, rectangle, bar, scene);
    const MapGlyph glyph(bar, rectangle);
    const bool isInside = drawShortened(painter, rectangle.adjusted(inset + glyph.width(), 0, 0, 0), bar, scene);
    const double left = isInside ? rectangle.left() + inset : rectangle.center().x() - glyph.width() / 2;
    glyph.draw(painter, left, rectangle, fill, inkOf(scene.theme, bar.role));
    return isInside;
}

void drawBody(QPainter &painter, const QRectF &rectangle, const QColor &fill) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rectangle, radius, radius);
}

/// The place that a carried bar would take.
void drawEmptyPlace(QPainter &painter, const StackScene &scene, const QRectF &place) {
    painter.setPen(QPen(scene.held->isImpossible ? scene.theme.bad : scene.theme.accent(), 1.5, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
}

/// The carried bar under the pointer.
void drawCarried(QPainter &painter, const StackScene &scene) {
    const auto index = static_cast<std::size_t>(scene.held->bar);
    const StackBar &bar = scene.bars[index];
    QRectF place = scene.layout.bars[index];
    place.moveTop(*scene.held->top);
    const QColor fill = fillOf(scene.theme, bar.role);
    painter.setOpacity(0.85);
    drawBody(painter, place, fill);
    painter.setOpacity(1);
    drawContent(painter, place, bar, scene, fill);
    drawRing(painter, place, scene.held->isImpossible ? scene.theme.bad : scene.theme.text, 2, 2);
}

/// How many units are changed, over the bar's upper right corner.
void drawChanged(QPainter &painter, const StackScene &scene, const StackBar &bar, const QRectF &rectangle) {
    const QString text = QString::number(bar.changedUnits);
    const QFont font = detailFont(scene.font);
    const double height = QFontMetricsF(font).height(), width = std::max(height, widthOf(text, font) + height / 2);
    const QRectF badge(rectangle.right() - width * 0.6, rectangle.top() - height * 0.35, width, height);
    painter.setPen(QPen(scene.theme.panel, 1.5));
    painter.setBrush(scene.theme.accent());
    painter.drawRoundedRect(badge, height / 2, height / 2);
    drawText(painter, badge, Qt::AlignCenter, text, font, inkOf(scene.theme, plan::Role::Encoder));
}

void drawBar(QPainter &painter, const StackScene &scene, int index) {
    const StackBar &bar = scene.bars[static_cast<std::size_t>(index)];
    const QRectF rectangle = scene.layout.bars[static_cast<std::size_t>(index)];
    const bool isHeld = scene.held && scene.held->bar == index;
    if (isHeld && scene.held->top)
        return drawEmptyPlace(painter, scene, rectangle);
    QColor fill = fillOf(scene.theme, bar.role);
    if (index == scene.hoveredBar)
        fill = scene.theme.isDark ? fill.lighter(108) : fill.darker(106);
    const QRectF kept = scene.held ? scene.held->kept(index, rectangle) : rectangle;
    if (scene.held && !scene.held->before.empty() && scene.held->before[static_cast<std::size_t>(index)] != rectangle)
        paintPulled(painter, scene.held->before[static_cast<std::size_t>(index)], rectangle, fill, radius);
    drawBody(painter, kept, fill);
    if (scene.held && scene.held->twin == index)
        paintTwinRing(painter, rectangle, scene.theme.accent(), radius);
    if (isHeld && scene.held->isImpossible)
        drawRing(painter, rectangle, scene.theme.bad, 4, 2);
    if (index == scene.selectedBar && scene.hasFocus) {
        QColor halo = scene.theme.accent();
        halo.setAlphaF(0.45f);
        drawRing(painter, rectangle, halo, 4, 3);
    }
    if (index == scene.selectedBar)
        drawRing(painter, rectangle, scene.theme.text, 2, 2);
    if (index == scene.errorBar && scene.isErrorAtLayer)
        drawRing(painter, rectangle, scene.theme.bad, index == scene.selectedBar ? 4 : 2, 2);

    const bool isInside = drawContent(painter, kept, bar, scene, fill);
    QString figures = figuresOf(bar, scene);
    double x = rectangle.right() + besideSpace;
    if (!isInside) {
        double room = scene.layout.rightEdge - x;
        const double roomBesideFigures = room - (figures.isEmpty() ? 0 : widthOf(figures, scene.font) + besideSpace);
        const double needed = isBetterBeside(kept, bar, scene) ? twoLinesWidth(bar, scene.font) : widthOf(bar.name, labelFont(scene.font));
        if (needed <= roomBesideFigures)
            room = roomBesideFigures;
        else
            figures.clear(); // the name matters more, and the tooltip has them
        x += drawLabelBeside(painter, {x, rectangle.top(), room, rectangle.height()}, bar, scene) + besideSpace;
    }
    const QRectF place(x, rectangle.top(), scene.layout.rightEdge - x + 1, rectangle.height());
    const bool isOther = scene.held && scene.held->hasOtherFigures(index, bar.figures);
    drawText(painter, place, Qt::AlignLeft | Qt::AlignVCenter, figures, isOther ? labelFont(scene.font) : scene.font,
             isOther ? scene.theme.accent() : scene.theme.dim);
    if (bar.changedUnits > 0)
        drawChanged(painter, scene, bar, rectangle);
}

void drawPlus(QPainter &painter, const QPointF &centre, double arm, const QPen &pen) {
    painter.setPen(pen);
    painter.drawLine(QPointF(centre.x() - arm, centre.y()), QPointF(centre.x() + arm, centre.y()));
    painter.drawLine(QPointF(centre.x(), centre.y() - arm), QPointF(centre.x(), centre.y() + arm));
}

void drawGap(QPainter &painter, const StackScene &scene, int gap) {
    const QRectF strip = scene.layout.gapStrip(gap);
    const QPointF centre = strip.center();
    const QColor accent = scene.theme.accent();
    const bool isHovered = gap == scene.hoveredGap, isTwin = gap == scene.mirroredGap;
    if (!isHovered && !isTwin) {
        const bool isNext = scene.hasFocus && gap == scene.insertionGap;
        QColor quiet = isNext ? accent : scene.theme.dim;
        quiet.setAlphaF(isNext ? 1.0f : 0.65f);
        return drawPlus(painter, centre, 3.5, QPen(quiet, isNext ? 2.0 : 1.2));
    }
    painter.setPen(QPen(accent, 2, isTwin ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(strip.left(), centre.y()), QPointF(strip.right(), centre.y()));
    painter.setBrush(isTwin ? scene.theme.panel : accent);
    painter.setPen(QPen(accent, 1.5, isTwin ? Qt::DotLine : Qt::SolidLine));
    painter.drawEllipse(centre, 7, 7);
    drawPlus(painter, centre, 3.5, QPen(isTwin ? accent : inkOf(scene.theme, plan::Role::Encoder), 1.8));
}

constexpr int wrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

double wrappedHeight(const QString &text, const QFont &font, double width) {
    return text.isEmpty() ? 0 : std::ceil(QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1e5), wrapped, text).height());
}

void drawError(QPainter &painter, const StackScene &scene) {
    const QRectF place = scene.layout.error;
    const QFont bold = labelFont(scene.font);
    const double sentence = wrappedHeight(scene.errorSentence, bold, place.width());
    painter.setFont(bold);
    painter.setPen(scene.theme.bad);
    painter.drawText(QRectF(place.topLeft(), QSizeF(place.width(), sentence)), wrapped, scene.errorSentence);
    painter.setFont(scene.font);
    painter.setPen(scene.theme.text);
    painter.drawText(place.adjusted(0, sentence + hintSpace, 0, 0), wrapped, scene.errorHint);
}

} // namespace

double figuresWidth(const StackScene &scene) {
    double widest = 0;
    for (const StackBar &bar : scene.bars)
        widest = std::max(widest, bar.figures.isEmpty() ? 0 : widthOf(figuresOf(bar, scene), scene.font) + besideSpace);
    return widest;
}

double errorHeight(const StackScene &scene, double width) {
    if (scene.errorSentence.isEmpty())
        return 0;
    const double hint = wrappedHeight(scene.errorHint, scene.font, width);
    return wrappedHeight(scene.errorSentence, labelFont(scene.font), width) + (hint > 0 ? hintSpace + hint : 0);
}

void paintStack(QPainter &painter, const StackScene &scene, const QRectF &clip, const QRectF &room) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF reach = clip.adjusted(0, -10, 0, 10); // rings stand out of their bars
    for (int gap = 0; gap < scene.layout.gapCount() && !scene.held && !scene.isPicture; ++gap)
        if (scene.layout.gapStrip(gap).intersects(reach))
            drawGap(painter, scene, gap);
    for (std::size_t index = 0; index < scene.bars.size(); ++index) {
        const QRectF rectangle = scene.layout.bars[index];
        if (rectangle.bottom() >= reach.top() && rectangle.top() <= reach.bottom())
            drawBar(painter, scene, static_cast<int>(index));
    }
    if (scene.errorBar >= 0)
        drawError(painter, scene);
    if (!scene.held)
        return;
    if (scene.held->top)
        drawCarried(painter, scene);
    paintTag(painter, *scene.held, room, scene.font, scene.theme);
}

} // namespace hourglass::ui
