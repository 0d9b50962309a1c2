#include "ui/colouring/colour_bar.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int rim = 8, barWidth = 10, distance = 10; // the last from the plot's border
constexpr int highestBar = 132, mark = 9;

int nameHeight() {
    return scaled(18);
}

int lineHeight() {
    return scaled(17);
}

int lowestBar() {
    return scaled(36);
}

int widestText() {
    return scaled(120);
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
    if (!scale.names.isEmpty()) // names have no larger and smaller
        std::reverse(lines.begin(), lines.end());
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    if (scale.hasUnknown)
        lines.push_back({unknown, scale.textOf(unknown)});
    return lines;
}

double heightOfLines(const ColourScale &scale) {
    return static_cast<double>(linesOf(scale).size()) * lineHeight();
}

QRectF barOf(const QRectF &place, const ColourScale &scale) {
    const double top = place.top() + rim - 4 + nameHeight() + 4;
    return {place.left() + rim, top, barWidth, place.bottom() - heightOfLines(scale) - rim - 2 - top};
}

double topOfLines(const QRectF &place, const ColourScale &scale) {
    return scale.steps.empty() ? barOf(place, scale).bottom() + 4 : place.top() + rim - 4 + nameHeight();
}

/// How many lines stand below `y`; where there is no room for all, the last one says how many more there are.
qsizetype linesBelow(double y, const QRectF &place, qsizetype lines) {
    const auto room = static_cast<qsizetype>((place.bottom() - rim - y + 0.5) / lineHeight());
    return room >= lines ? lines : std::max<qsizetype>(room - 1, 0);
}

void paintLines(QPainter &painter, const QRectF &place, double y, const Colouring &colouring, const Theme &theme) {
    const std::vector<Line> lines = linesOf(colouring.scale);
    const auto all = static_cast<qsizetype>(lines.size()), shown = linesBelow(y, place, all);
    for (const Line &line : std::span(lines).first(static_cast<std::size_t>(shown))) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colouring.colourOf(line.value, theme));
        painter.drawRoundedRect(QRectF(place.left() + rim, y + (lineHeight() - mark) / 2.0, mark, mark), 2, 2);
        painter.setPen(std::isfinite(line.value) ? theme.text : theme.dim);
        const QRectF room(place.left() + rim + mark + 7, y, place.width() - 2 * rim - mark - 7, lineHeight());
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(line.text, Qt::ElideRight, static_cast<int>(room.width()) + 1));
        y += lineHeight();
    }
    painter.setPen(theme.dim);
    if (shown < all)
        painter.drawText(QRectF(place.left() + rim, y, place.width() - 2 * rim, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         ColourBar::tr("and %1 more").arg(all - shown));
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
        const double middle = bar.top() + lineHeight() / 2.0 - 4 + share * (bar.height() - lineHeight() + 8);
        drawFigures(painter, QRectF(bar.right() + 7, middle - lineHeight() / 2.0, widestText(), lineHeight()), Qt::AlignLeft | Qt::AlignVCenter, marks[i]);
    }
}

} // namespace

QSize colourBarSize(const Colouring &colouring, const QSize &plot) {
    if (!colouring.hasValues())
        return {};
    const ColourScale &scale = colouring.scale;
    const QFontMetricsF metrics(smallFont());
    double width = metrics.horizontalAdvance(colouring.name) + 1;
    const std::vector<Line> lines = linesOf(scale);
    for (const Line &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line.text) + mark + 8);
    int height = nameHeight() + static_cast<int>(lines.size()) * lineHeight();
    if (scale.steps.empty()) {
        for (const QString &text : marksOf(scale))
            width = std::max(width, figuresWidth(metrics, text) + barWidth + 8);
        height += std::clamp(plot.height() * 2 / 5 - height, lowestBar(), highestBar) + 8;
    }
    height += 2 * rim - 4;
    if (!scale.steps.empty())
        height = std::min(height, std::max(plot.height() - 2 * distance, nameHeight() + 2 * lineHeight() + 2 * rim - 4));
    return {static_cast<int>(std::min<double>(width, widestText())) + 2 * rim, height};
}

void paintColourBar(QPainter &painter, const QRectF &place, const Colouring &colouring, const Theme &theme, const QColor &ground) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.setFont(smallFont());
    painter.setPen(theme.dim);
    const QRectF room(place.left() + rim, place.top() + rim - 4, place.width() - 2 * rim, nameHeight());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(colouring.name, Qt::ElideRight, static_cast<int>(room.width()) + 1));
    if (colouring.scale.steps.empty())
        paintBar(painter, barOf(place, colouring.scale), colouring, theme);
    paintLines(painter, place, topOfLines(place, colouring.scale), colouring, theme);
    painter.restore();
}

std::optional<int> levelAt(const QRectF &place, const Colouring &colouring, const QPointF &point) {
    const ColourScale &scale = colouring.scale;
    if (scale.steps.empty()) {
        const QRectF bar = barOf(place, scale);
        if (point.y() >= bar.top() - 3 && point.y() < bar.bottom() + 3) {
            const double share = std::clamp((bar.bottom() - point.y()) / bar.height(), 0.0, 1.0);
            return scale.high > scale.low ? static_cast<int>(std::lround(share * (ColourScale::levels - 1))) : ColourScale::levels / 2;
        }
    }
    const double top = topOfLines(place, scale), line = (point.y() - top) / lineHeight();
    const std::vector<Line> lines = linesOf(scale);
    if (line < 0 || line >= static_cast<double>(linesBelow(top, place, static_cast<qsizetype>(lines.size()))))
        return std::nullopt;
    return scale.levelOf(lines[static_cast<std::size_t>(line)].value);
}

/// What is measured, and of which samples.
static QString measuredHelp(ColouringKind kind) {
    switch (kind) {
    case ColouringKind::Cluster:
        return ColourBar::tr("The clusters of the panel Judging, of the samples of the map: 2 000 are divided, the others are in that of the nearest.");
    case ColouringKind::Predicted:
        return ColourBar::tr("The class that a linear probe reads from the code of each sample of the map; it has learned from 4 000 others.");
    case ColouringKind::Density:
        return ColourBar::tr("How dense the codes lie about each sample of the map, by its 15th nearest: 0 is the median, 1 ten times as dense, −1 a tenth.");
    default: return ColourBar::tr("The mean squared error of the reconstruction of each sample of the map.");
    }
}

QString colourBarHelp(const Colouring &colouring) {
    const ColourScale &scale = colouring.scale;
    QString text = isMeasured(colouring.kind) ? measuredHelp(colouring.kind) : ColourBar::tr("%1, of all samples of the data.").arg(colouring.name);
    if (!colouring.isKnown() && isMeasured(colouring.kind))
        return colouring.note.isEmpty() ? text : text + QLatin1Char(' ') + colouring.note;
    if (scale.steps.empty() && scale.isCyclic())
        text += QLatin1Char(' ') + ColourBar::tr("The colours go round: both ends mean the same.");
    if (scale.isClippedBelow || scale.isClippedAbove)
        text += QLatin1Char(' ') + ColourBar::tr("One in a hundred lies far beyond the end marked ≤ or ≥, and has its colour.");
    text += QLatin1Char(' ') + ColourBar::tr("Point at a colour to see its samples alone, click or drag to keep them, click again to let go.");
    return text;
}

ColourBar::ColourBar(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("colourBar"));
    setCursor(Qt::PointingHandCursor);
    setMouseTracking(true);
    hide();
}

void ColourBar::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ColourBar::setColouring(SharedColouring colouring) {
    // What is measured again as the model learns lets what was asked for stand.
    const bool isAgain = isByValue(m_colouring) && isByValue(colouring) && isMeasured(colouring->kind) && m_colouring->kind == colouring->kind &&
                         m_colouring->scale.names == colouring->scale.names;
    m_colouring = std::move(colouring);
    if (!isAgain) {
        m_kept.clear();
        m_pressed.reset();
        light({});
    }
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

std::vector<bool> ColourBar::between(int from, int to) const {
    std::vector<bool> levels(ColourScale::levels + 1, false);
    for (int level = std::min(from, to); level <= std::max(from, to); ++level)
        levels[static_cast<std::size_t>(level)] = true;
    return levels;
}

/// A step alone; of a bar a twentieth to each side, around the ends of a circle.
std::vector<bool> ColourBar::around(int level) const {
    constexpr int reach = ColourScale::levels / 20;
    const ColourScale &scale = m_colouring->scale;
    if (level == ColourScale::levels || !scale.steps.empty())
        return between(level, level);
    if (!scale.isCyclic())
        return between(std::max(0, level - reach), std::min(ColourScale::levels - 1, level + reach));
    std::vector<bool> levels(ColourScale::levels + 1, false);
    for (int step = -reach; step <= reach; ++step)
        levels[static_cast<std::size_t>((level + step + ColourScale::levels) % ColourScale::levels)] = true;
    return levels;
}

void ColourBar::light(std::vector<bool> levels) {
    if (levels == m_lit)
        return;
    m_lit = std::move(levels);
    update();
    emit litChanged(m_lit);
}

void ColourBar::mouseMoveEvent(QMouseEvent *event) {
    if (isEmpty())
        return;
    const std::optional<int> level = levelAt(rect(), *m_colouring, event->position());
    const bool isRange = m_pressed && level && *m_pressed < ColourScale::levels && *level < ColourScale::levels && m_colouring->scale.steps.empty();
    if (isRange && std::abs(*level - *m_pressed) > 1)
        m_isDragged = true;
    if (isRange && m_isDragged)
        light(between(*m_pressed, *level));
    else if (!m_pressed)
        light(level ? around(*level) : m_kept);
}

void ColourBar::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || isEmpty())
        return;
    m_pressed = levelAt(rect(), *m_colouring, event->position());
    m_isDragged = false;
}

void ColourBar::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || isEmpty())
        return;
    if (m_isDragged)
        m_kept = m_lit;
    else if (m_kept.empty() && m_pressed)
        m_kept = around(*m_pressed);
    else
        m_kept.clear();
    light(m_kept);
    m_pressed.reset();
    m_isDragged = false;
}

void ColourBar::leaveEvent(QEvent *) {
    light(m_kept);
}

void ColourBar::paintEvent(QPaintEvent *) {
    if (isEmpty())
        return;
    QPainter painter(this);
    QColor ground = m_theme.panel;
    ground.setAlpha(225);
    paintColourBar(painter, rect(), *m_colouring, m_theme, ground);
    if (!m_lit.empty())
        paintUnlit(painter);
}

/// Pales what is not asked for.
void ColourBar::paintUnlit(QPainter &painter) {
    QColor veil = m_theme.panel;
    veil.setAlpha(205);
    const ColourScale &scale = m_colouring->scale;
    for (int y = 0; y < height(); ++y) {
        const std::optional<int> level = levelAt(rect(), *m_colouring, QPointF(rim, y + 0.5));
        const bool isBar = scale.steps.empty() && y < barOf(rect(), scale).bottom() + 3;
        if (level && !m_lit[static_cast<std::size_t>(*level)])
            painter.fillRect(QRectF(rim - 1, y, isBar ? barWidth + 2 : width() - 2 * rim + 2, 1), veil);
    }
}

} // namespace hourglass::ui
