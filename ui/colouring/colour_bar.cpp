#include "ui/colouring/colour_bar.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr int rim = 8, nameHeight = 18, lineHeight = 17, barWidth = 10, distance = 10; // the last from the plot's border
constexpr int highestBar = 132, lowestBar = 36, widestText = 120, mark = 9;

QFont barFont() {
    QFont font = interfaceFont();
    font.setPixelSize(12);
    return font;
}

/// The bar's numbers, from its top down.
QStringList marksOf(const ColourScale &scale) {
    return scale.high > scale.low ? QStringList{scale.markAt(1), scale.markAt(0.5), scale.markAt(0)} : QStringList{scale.markAt(0.5)};
}

struct Line {
    float value;
    QString text;
};

/// The lines with a colour of their own, from the top down: the largest step first, as on a bar, and what is unknown last.
std::vector<Line> linesOf(const ColourScale &scale) {
    std::vector<Line> lines;
    for (auto step = scale.steps.rbegin(); step != scale.steps.rend(); ++step)
        lines.push_back({*step, scale.textOf(*step)});
    if (!scale.stepNames.isEmpty()) // names have no larger and smaller
        std::reverse(lines.begin(), lines.end());
    if (scale.hasUnknown)
        lines.push_back({qQNaN(), scale.textOf(qQNaN())});
    return lines;
}

void paintLines(QPainter &painter, const QRectF &place, double y, const Colouring &colouring, const Theme &theme) {
    for (const Line &line : linesOf(colouring.scale)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colouring.colourOf(line.value, theme));
        painter.drawRoundedRect(QRectF(place.left() + rim, y + (lineHeight - mark) / 2.0, mark, mark), 2, 2);
        painter.setPen(std::isfinite(line.value) ? theme.text : theme.dim);
        const QRectF room(place.left() + rim + mark + 7, y, place.width() - 2 * rim - mark - 7, lineHeight);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(line.text, Qt::ElideRight, static_cast<int>(room.width()) + 1));
        y += lineHeight;
    }
}

void paintBar(QPainter &painter, const QRectF &bar, const Colouring &colouring, const Theme &theme) {
    const std::vector<QColor> colours = colouring.palette(theme);
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    const bool isFlat = !(colouring.scale.high > colouring.scale.low);
    for (int level = 0; level < ColourScale::levels; ++level)
        gradient.setColorAt(level / (ColourScale::levels - 1.0), colours[static_cast<std::size_t>(isFlat ? ColourScale::levels / 2 : level)]);
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 3, 3);
    painter.setPen(theme.text);
    const QStringList marks = marksOf(colouring.scale);
    for (int i = 0; i < marks.size(); ++i) {
        const double share = marks.size() > 1 ? i / (marks.size() - 1.0) : 0.5;
        const double middle = bar.top() + lineHeight / 2.0 - 4 + share * (bar.height() - lineHeight + 8);
        drawFigures(painter, QRectF(bar.right() + 7, middle - lineHeight / 2.0, widestText, lineHeight), Qt::AlignLeft | Qt::AlignVCenter, marks[i]);
    }
}

} // namespace

QSize colourBarSize(const Colouring &colouring, const QSize &plot) {
    if (!colouring.hasValues())
        return {};
    const ColourScale &scale = colouring.scale;
    const QFontMetricsF metrics(barFont());
    double width = metrics.horizontalAdvance(colouring.name) + 1;
    const std::vector<Line> lines = linesOf(scale);
    for (const Line &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line.text) + mark + 8);
    int height = nameHeight + static_cast<int>(lines.size()) * lineHeight;
    if (scale.steps.empty()) {
        for (const QString &text : marksOf(scale))
            width = std::max(width, figuresWidth(metrics, text) + barWidth + 8);
        height += std::clamp(plot.height() * 2 / 5 - height, lowestBar, highestBar) + 8;
    }
    return {static_cast<int>(std::min<double>(width, widestText)) + 2 * rim, height + 2 * rim - 4};
}

void paintColourBar(QPainter &painter, const QRectF &place, const Colouring &colouring, const Theme &theme, const QColor &ground) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.setFont(barFont());
    painter.setPen(theme.dim);
    const QRectF room(place.left() + rim, place.top() + rim - 4, place.width() - 2 * rim, nameHeight);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(colouring.name, Qt::ElideRight, static_cast<int>(room.width()) + 1));
    double y = room.bottom();
    if (colouring.scale.steps.empty()) {
        const double below = static_cast<double>(linesOf(colouring.scale).size()) * lineHeight + rim;
        const QRectF bar(place.left() + rim, y + 4, barWidth, place.bottom() - below - y - 6);
        paintBar(painter, bar, colouring, theme);
        y = bar.bottom() + 4;
    }
    paintLines(painter, place, y, colouring, theme);
    painter.restore();
}

QString colourBarHelp(const Colouring &colouring) {
    const ColourScale &scale = colouring.scale;
    QString text = ColourBar::tr("%1, of all samples of the data.").arg(colouring.name);
    if (scale.steps.empty() && scale.isCyclic())
        text += QLatin1Char(' ') + ColourBar::tr("The colours go round: both ends mean the same.");
    if (scale.isClippedBelow || scale.isClippedAbove)
        text += QLatin1Char(' ') + ColourBar::tr("One in a hundred lies far beyond the end marked ≤ or ≥, and has its colour.");
    return text;
}

ColourBar::ColourBar(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("colourBar"));
    setCursor(Qt::ArrowCursor);
    hide();
}

void ColourBar::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ColourBar::setColouring(SharedColouring colouring) {
    m_colouring = std::move(colouring);
    setAccessibleName(isEmpty() ? QString() : tr("Colours: %1").arg(m_colouring->name));
    QString help = isEmpty() ? QString() : colourBarHelp(*m_colouring);
    setAccessibleDescription(help);
    setToolTip(help.isEmpty() ? help : QStringLiteral("<qt>%1</qt>").arg(help.toHtmlEscaped()));
    update();
}

void ColourBar::place(const QSize &plot) {
    if (isEmpty())
        return;
    const QSize size = colourBarSize(*m_colouring, plot);
    setGeometry(QRect(QPoint(plot.width() - size.width() - distance, distance), size));
}

void ColourBar::paintEvent(QPaintEvent *) {
    if (isEmpty())
        return;
    QPainter painter(this);
    QColor ground = m_theme.panel;
    ground.setAlpha(225);
    paintColourBar(painter, rect(), *m_colouring, m_theme, ground);
}

} // namespace hourglass::ui
