#include "ui/factors/heat_map.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr double mostLabel = 120, gap = 5, largestCell = 34, leastNamedCell = 11, leastSeparateCell = 6, wordsBeside = 150; ///< pixels
constexpr int leastHeight = 96, leastCells = 64, leastCell = 16;

QImage shades(const HeatTable &table, const Theme &theme) {
    const auto rows = static_cast<int>(table.rows.size()), columns = static_cast<int>(table.columns.size());
    if (table.isSigned) {
        std::vector<float> values;
        for (const double value : table.values)
            values.push_back(std::isfinite(value) ? static_cast<float>(value) : 0.0f);
        return signedImage(values.data(), core::Shape(1, rows, columns), 1, theme);
    }
    QImage image(columns, rows, QImage::Format_RGB32);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const double value = table.at(row, column);
            image.setPixelColor(column, row, blended(theme.panel, theme.code, std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0));
        }
    return image;
}

} // namespace

HeatMap::HeatMap(const QString &name, const QString &title, QWidget *parent) : QWidget(parent), m_title(title) {
    setObjectName(name);
    setAccessibleName(title);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    const auto by = [this](int rows, int columns) { return [this, rows, columns] { return step(rows, columns); }; };
    m_keys.addTogether(tr("From cell to cell"), {{Qt::Key_Left, by(0, -1)}, {Qt::Key_Right, by(0, 1)}, {Qt::Key_Up, by(-1, 0)}, {Qt::Key_Down, by(1, 0)}});
    m_keys.add({Qt::Key_Return}, tr("Select the unit of the row in every view"), [this] {
        if (m_hovered)
            emit cellChosen(*m_hovered);
        return m_hovered.has_value();
    });
    m_export = new PlotExport(this, name, [this](CsvWriter &writer) {
        if (m_table.isEmpty())
            return;
        writer.row(QStringList{QString()} + m_table.columns);
        for (Index row = 0; row < m_table.rows.size(); ++row) {
            QStringList cells{m_table.rows[row]};
            for (Index column = 0; column < m_table.columns.size(); ++column)
                cells << (std::isfinite(m_table.at(row, column)) ? QString::number(m_table.at(row, column), 'g', 9) : QString());
            writer.row(cells);
        }
    });
    connect(m_export, &PlotExport::aboutToDraw, this, [this] { hover({}); });
}

void HeatMap::show(HeatTable table, Sentence sentence) {
    const QSize before = minimumSizeHint();
    m_table = std::move(table);
    if (minimumSizeHint() != before)
        updateGeometry();
    m_sentence = std::move(sentence);
    if (m_hovered && (m_hovered->row >= m_table.rows.size() || m_hovered->column >= m_table.columns.size()))
        m_hovered.reset();
    setAccessibleDescription(this->sentence());
    update();
}

void HeatMap::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QString HeatMap::sentence() const {
    if (m_table.isEmpty())
        return m_table.sentence;
    return m_hovered && m_sentence ? m_sentence(*m_hovered) : m_table.sentence;
}

double HeatMap::widestOf(const QStringList &names) const {
    const QFontMetricsF metrics(smallFont(11));
    double widest = 0;
    for (const QString &name : names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::min(std::ceil(widest) + gap, scaledReal(mostLabel));
}

QSize HeatMap::minimumSizeHint() const {
    const double title = QFontMetricsF(smallFont(12)).height() + gap, names = m_table.isEmpty() ? 0 : widestOf(m_table.columns);
    return {150, std::max(scaled(leastHeight),
                          static_cast<int>(std::ceil(title + names)) + scaled(std::min(leastCells, leastCell * static_cast<int>(m_table.rows.size()))))};
}

/// The title stands above, names at the left and over the columns where there is room for them. Cells of pairs are square, others as wide as they can be.
HeatMap::Arranged HeatMap::arrangedWith(bool hasWordsBeside) const {
    const auto rows = static_cast<double>(std::max<qsizetype>(1, m_table.rows.size())),
               columns = static_cast<double>(std::max<qsizetype>(1, m_table.columns.size()));
    const double line = QFontMetricsF(smallFont(11)).height(), top = QFontMetricsF(smallFont(12)).height() + gap, words = scaledReal(wordsBeside);
    const double high = height() - top - (hasWordsBeside ? 2 : 2 * line + 2 * gap), wide = width() - 2 - (hasWordsBeside ? words + 2 * gap : 0);
    const double left = widestOf(m_table.rows), above = widestOf(m_table.columns), largest = scaledReal(largestCell), named = scaledReal(leastNamedCell);
    Arranged made;
    double across = 0, down = 0;
    if (m_table.isSigned) {
        const auto side = [&](double w, double h) { return std::min({w / columns, h / rows, largest}); };
        made.hasRowNames = made.hasColumnNames = side(wide - left, high - above) >= named;
        across = down = made.hasRowNames ? side(wide - left, high - above) : side(wide, high);
    } else {
        made.hasColumnNames = (wide - left) / columns >= named;
        const double room = high - (made.hasColumnNames ? above : 0);
        made.hasRowNames = room / rows >= named;
        down = std::min(room / rows, largest);
        across = std::min((wide - (made.hasRowNames ? left : 0)) / columns, largest);
    }
    for (double *side : {&across, &down}) {
        if (*side >= 4)
            *side = std::floor(*side);
        *side = std::max(*side, 0.1);
    }
    made.cells = {made.hasRowNames ? left : 1, top + (made.hasColumnNames ? above : 0), across * columns, down * rows};
    made.words = hasWordsBeside ? QRectF(made.cells.right() + 2 * gap, top, width() - made.cells.right() - 2 * gap, height() - top)
                                : QRectF(0, made.cells.bottom() + gap, width(), height() - made.cells.bottom() - gap);
    return made;
}

HeatMap::Arranged HeatMap::arranged() const {
    const Arranged below = arrangedWith(false), beside = arrangedWith(true);
    const auto area = [](const Arranged &each) { return each.cells.width() * each.cells.height(); };
    return area(beside) > area(below) ? beside : below;
}

QRectF HeatMap::placeOf(const Cell &cell) const {
    if (m_table.isEmpty() || cell.row >= m_table.rows.size() || cell.column >= m_table.columns.size())
        return {};
    const QRectF all = arranged().cells;
    const double across = all.width() / static_cast<double>(m_table.columns.size()), down = all.height() / static_cast<double>(m_table.rows.size());
    return {all.left() + static_cast<double>(cell.column) * across, all.top() + static_cast<double>(cell.row) * down, across, down};
}

std::optional<HeatMap::Cell> HeatMap::cellAt(const QPointF &point) const {
    const QRectF all = arranged().cells;
    if (m_table.isEmpty() || !all.contains(point))
        return {};
    const double across = all.width() / static_cast<double>(m_table.columns.size()), down = all.height() / static_cast<double>(m_table.rows.size());
    return Cell{std::clamp<Index>(static_cast<Index>((point.y() - all.top()) / down), 0, m_table.rows.size() - 1),
                std::clamp<Index>(static_cast<Index>((point.x() - all.left()) / across), 0, m_table.columns.size() - 1)};
}

void HeatMap::paintNames(QPainter &painter, const Arranged &made) const {
    const QRectF &all = made.cells;
    const double across = all.width() / static_cast<double>(m_table.columns.size()), down = all.height() / static_cast<double>(m_table.rows.size());
    const QFontMetricsF metrics(painter.font());
    const double above = widestOf(m_table.columns);
    for (Index row = 0; made.hasRowNames && row < m_table.rows.size(); ++row) {
        painter.setPen(m_hovered && m_hovered->row == row ? m_theme.text : m_theme.dim);
        painter.drawText(QRectF(0, all.top() + static_cast<double>(row) * down, all.left() - gap, down), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(m_table.rows[row], Qt::ElideRight, all.left() - gap));
    }
    for (Index column = 0; made.hasColumnNames && column < m_table.columns.size(); ++column) {
        painter.save();
        painter.translate(all.left() + (static_cast<double>(column) + 0.5) * across, all.top() - gap);
        painter.rotate(-90);
        painter.setPen(m_hovered && m_hovered->column == column ? m_theme.text : m_theme.dim);
        painter.drawText(QRectF(0, -across / 2, above - gap, across), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_table.columns[column], Qt::ElideRight, above - gap));
        painter.restore();
    }
}

void HeatMap::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Arranged made = arranged();
    const QRectF &all = made.cells;
    QFont strong = smallFont(12);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(m_theme.text);
    painter.drawText(QRectF(0, 0, width(), QFontMetricsF(strong).height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(strong).elidedText(m_title, Qt::ElideRight, width()));
    painter.setFont(smallFont(11));
    if (m_table.isEmpty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(8, 24, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_table.sentence);
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(all, shades(m_table, m_theme));
    const double across = all.width() / static_cast<double>(m_table.columns.size()), down = all.height() / static_cast<double>(m_table.rows.size());
    painter.setPen(QPen(m_theme.panel, 1));
    for (Index column = 1; across >= leastSeparateCell && column < m_table.columns.size(); ++column)
        painter.drawLine(QPointF(all.left() + static_cast<double>(column) * across, all.top()),
                         QPointF(all.left() + static_cast<double>(column) * across, all.bottom()));
    for (Index row = 1; down >= leastSeparateCell && row < m_table.rows.size(); ++row)
        painter.drawLine(QPointF(all.left(), all.top() + static_cast<double>(row) * down), QPointF(all.right(), all.top() + static_cast<double>(row) * down));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.line, 1));
    painter.drawRect(all.adjusted(-0.5, -0.5, 0.5, 0.5));
    paintNames(painter, made);
    if (m_hovered) {
        painter.setPen(QPen(m_theme.text, 1.5));
        painter.drawRect(placeOf(*m_hovered).adjusted(-0.5, -0.5, -0.5, -0.5));
    }
    painter.setPen(m_hovered ? m_theme.text : m_theme.dim);
    painter.drawText(made.words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, sentence());
}

void HeatMap::hover(const std::optional<Cell> &cell) {
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    setAccessibleDescription(sentence());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

bool HeatMap::step(int rows, int columns) {
    if (m_table.isEmpty())
        return false;
    const Cell from = m_hovered.value_or(Cell{rows > 0 ? -1 : 0, columns > 0 ? -1 : 0});
    hover(Cell{std::clamp<Index>(from.row + rows, 0, m_table.rows.size() - 1), std::clamp<Index>(from.column + columns, 0, m_table.columns.size() - 1)});
    return true;
}

void HeatMap::mouseMoveEvent(QMouseEvent *event) {
    hover(cellAt(event->position()));
}

void HeatMap::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hover({});
}

void HeatMap::mousePressEvent(QMouseEvent *event) {
    if (const auto cell = cellAt(event->position()); cell && event->button() == Qt::LeftButton)
        emit cellChosen(*cell);
}

void HeatMap::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void HeatMap::contextMenuEvent(QContextMenuEvent *event) {
    if (m_table.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
