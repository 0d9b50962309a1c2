#include "ui/code/traversal_table.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/code/code_texts.h"
#include "ui/code/decoded_tiles.h"
#include "ui/latent/latent_texts.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::TraversalPicture;

namespace {

constexpr int columns = 7;
constexpr double tableMargin = 4, cellGap = 3, leastChart = 34, chartInset = 3;

/// "−2σ", "σ"; the middle is the centre.
QString stepName(double step) {
    const double size = std::abs(step);
    const QString number = std::abs(size - 1) < 1e-9 ? QString() : QLocale().toString(size, 'g', 3);
    return (step < 0 ? QString(QChar(0x2212)) : QString()) + number + QChar(0x3c3);
}

double rowLabelWidth() {
    return scaledReal(50);
}

double tableHeadingHeight() {
    return scaledReal(22);
}

} // namespace

TraversalTable::TraversalTable(QWidget *parent) : QAbstractScrollArea(parent) {
    setObjectName(QStringLiteral("traversalTable"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Traversals of the code"));
    takeFonts(m_look.style, font());
    makeKeys();
    m_export = new PlotExport(viewport(), QStringLiteral("traversals"), [this](CsvWriter &writer) {
        if (!m_picture)
            return;
        QStringList heading{tr("axis"), tr("step in sigma"), tr("code")};
        for (std::size_t feature = 0; feature < m_picture->decodedCentre.size(); ++feature)
            heading << m_look.style.featureName(feature);
        writer.row(heading);
        for (std::size_t row = 0; row < m_picture->axes.size(); ++row)
            for (std::size_t column = 0; column < m_picture->steps.size(); ++column) {
                const auto number = [](double value) { return QString::number(value, 'g', 9); };
                QStringList cells{axisName(m_picture->basis, m_picture->axes[row]), number(m_picture->steps[column]),
                                  number(m_picture->codes[row * m_picture->steps.size() + column])};
                const float *values = m_picture->at(row, column);
                for (std::size_t feature = 0; feature < m_picture->decodedCentre.size(); ++feature)
                    cells << (std::isfinite(values[feature]) ? number(static_cast<double>(values[feature])) : QString());
                writer.row(cells);
            }
    });
}

void TraversalTable::showMix(std::shared_ptr<const analysis::MixPicture> mix) {
    const bool isOther = !mix || !m_mix || mix->spread.axes != m_mix->spread.axes || mix->spread.basis != m_mix->spread.basis || mix->sample != m_mix->sample;
    m_mix = std::move(mix);
    if (isOther) {
        m_order.clear();
        m_wanted.clear();
        m_picture.reset();
        m_limit.reset();
    }
    if (m_mix)
        follow(m_look, *m_mix);
    if (isOther)
        arrange();
    viewport()->update();
}

void TraversalTable::showTraversal(std::shared_ptr<const TraversalPicture> picture) {
    if (!m_mix || picture->basis != m_mix->spread.basis || picture->sample != m_mix->sample)
        return;
    m_picture = std::move(picture);
    double needed = 0;
    for (std::size_t row = 0; row < m_picture->axes.size(); ++row)
        for (const std::size_t column : {std::size_t{0}, m_picture->steps.size() - 1}) {
            const float *values = m_picture->at(row, column);
            needed = std::max(needed, typicalChange(m_look, std::vector<float>(values, values + m_picture->decodedCentre.size()), m_picture->decodedCentre));
        }
    m_look.style.errorLimit = m_limit.follow(needed);
    viewport()->update();
}

void TraversalTable::setOrder(std::vector<int> order) {
    if (order == m_order)
        return;
    m_order = std::move(order);
    arrange();
}

void TraversalTable::setShowsDifference(bool shows) {
    m_showsDifference = shows;
    viewport()->update();
}

void TraversalTable::setTheme(const Theme &theme) {
    m_look.style.theme = theme;
    viewport()->update();
}

void TraversalTable::setEmptyText(const QString &text) {
    m_emptyText = text;
    viewport()->update();
}

double TraversalTable::cellWidth() const {
    return std::max(8.0, (viewport()->width() - rowLabelWidth() - tableMargin) / columns - cellGap);
}

/// Pictures keep their shape, enlarged by whole pixels where that fits the width.
double TraversalTable::rowHeight() const {
    const double width = cellWidth();
    if (!m_look.isImage())
        return std::max(leastChart, std::round(width * 0.8)) + cellGap;
    return placeOfPicture(QRectF(0, 0, width, 4096), m_look.sample, devicePixelRatioF()).height() + cellGap;
}

QRectF TraversalTable::cell(int row, int column) const {
    const double pitch = cellWidth() + cellGap, height = rowHeight();
    return QRectF(rowLabelWidth() + column * pitch, tableHeadingHeight() + row * height - verticalScrollBar()->value(), cellWidth(), height - cellGap);
}

QRectF TraversalTable::cellOf(int axis, int column) const {
    const auto found = std::find(m_order.begin(), m_order.end(), axis);
    if (found == m_order.end())
        return {};
    const QRectF place = cell(static_cast<int>(found - m_order.begin()), column);
    return QRectF(viewport()->rect()).adjusted(0, tableHeadingHeight(), 0, 0).intersects(place) ? place : QRectF();
}

void TraversalTable::arrange() {
    const double height = rowHeight(), room = viewport()->height() - tableHeadingHeight();
    verticalScrollBar()->setSingleStep(static_cast<int>(height));
    verticalScrollBar()->setPageStep(static_cast<int>(room));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(height * static_cast<double>(m_order.size()) - room))));
    wantRows();
    viewport()->update();
}

std::vector<int> TraversalTable::axesInSight() const {
    const double height = rowHeight(), top = verticalScrollBar()->value(), bottom = top + viewport()->height() - tableHeadingHeight();
    std::vector<int> axes;
    for (int row = std::max(0, static_cast<int>(top / height)); row < static_cast<int>(m_order.size()) && row * height < bottom; ++row)
        axes.push_back(m_order[static_cast<std::size_t>(row)]);
    return axes;
}

void TraversalTable::wantRows() {
    std::vector<int> axes = axesInSight();
    if (axes == m_wanted)
        return;
    m_wanted = std::move(axes);
    emit axesWanted(m_wanted);
}

void TraversalTable::resizeEvent(QResizeEvent *) {
    arrange();
}

void TraversalTable::scrollContentsBy(int, int) {
    wantRows();
    viewport()->update();
}

void TraversalTable::changeEvent(QEvent *event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    takeFonts(m_look.style, font());
    arrange();
}

void TraversalTable::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    if (!m_mix || !m_picture) {
        painter.setPen(m_look.style.theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(QRectF(0, tableHeadingHeight(), viewport()->width(), viewport()->height() - tableHeadingHeight()));
    for (int row = 0; row < static_cast<int>(m_order.size()); ++row)
        if (cell(row, 0).bottom() > tableHeadingHeight() && cell(row, 0).top() < viewport()->height())
            paintRow(painter, row);
    painter.setClipping(false);
    paintHeadings(painter);
}

void TraversalTable::paintRow(QPainter &painter, int row) {
    const Theme &theme = m_look.style.theme;
    const int axis = m_order[static_cast<std::size_t>(row)];
    const QRectF first = cell(row, 0);
    const double line = QFontMetricsF(m_look.style.font).height(), scale = m_mix->spread.scale(axis);
    const QRectF name(10, first.center().y() - line, rowLabelWidth() - 10, line);
    QFont font = m_look.style.font;
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, axisName(m_mix->spread.basis, axis));
    painter.setFont(m_look.style.smallFont);
    painter.setPen(theme.dim);
    const bool isConstant = m_mix->spread.deviation[static_cast<std::size_t>(axis)] <= 0;
    painter.drawText(name.translated(0, line), Qt::AlignLeft | Qt::AlignVCenter,
                     isConstant ? tr("constant") : tr("σ %1").arg(QLocale().toString(scale, 'g', 2)));

    const auto found = std::find(m_picture->axes.begin(), m_picture->axes.end(), axis);
    if (found == m_picture->axes.end())
        return; // on its way
    const auto at = static_cast<std::size_t>(found - m_picture->axes.begin());
    for (std::size_t column = 0; column < m_picture->steps.size(); ++column) {
        QRectF place = cell(row, static_cast<int>(column));
        if (!m_look.isImage())
            place.adjust(chartInset, 0, -chartInset, 0);
        const float *begin = m_picture->at(at, column);
        const std::vector<float> values(begin, begin + m_picture->decodedCentre.size());
        if (m_showsDifference && m_picture->steps[column] != 0)
            paintChange(painter, place, m_look, values, m_picture->decodedCentre);
        else
            paintDecoded(painter, place, m_look, values, m_picture->decodedCentre);
    }
}

void TraversalTable::paintHeadings(QPainter &painter) {
    const Theme &theme = m_look.style.theme;
    painter.setFont(m_look.style.smallFont);
    for (std::size_t column = 0; column < m_picture->steps.size(); ++column) {
        const QRectF place = cell(0, static_cast<int>(column));
        const bool isCentre = m_picture->steps[column] == 0;
        painter.setPen(isCentre ? theme.readable(theme.code) : theme.dim);
        const bool isSample = m_picture->centre.kind == analysis::CodeCentre::Kind::Sample;
        painter.drawText(QRectF(place.left() - cellGap, 0, place.width() + 2 * cellGap, tableHeadingHeight() - 2), Qt::AlignCenter,
                         isCentre ? isSample ? tr("sample") : tr("centre") : stepName(m_picture->steps[column]));
        if (!isCentre)
            continue;
        QRectF frame = m_look.isImage() ? placeOfPicture(place, m_look.sample, devicePixelRatioF()) : place;
        frame.setTop(tableHeadingHeight() - 1);
        frame.setBottom(std::min<double>(viewport()->height() - 2, cell(static_cast<int>(m_order.size()) - 1, 0).bottom() + 2));
        painter.setPen(QPen(theme.code, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(-2, 0, 2, 0), 4, 4);
    }
}

QString TraversalTable::helpAt(const QPointF &point) const {
    if (!m_mix || !m_picture)
        return {};
    for (int row = 0; row < static_cast<int>(m_order.size()); ++row)
        for (int column = 0; column < columns; ++column) {
            const int axis = m_order[static_cast<std::size_t>(row)];
            const auto found = std::find(m_picture->axes.begin(), m_picture->axes.end(), axis);
            if (!cell(row, column).contains(point) || found == m_picture->axes.end())
                continue;
            const double code =
                m_picture->codes[static_cast<std::size_t>(found - m_picture->axes.begin()) * m_picture->steps.size() + static_cast<std::size_t>(column)];
            return tr("%1 = %2").arg(axisName(m_picture->basis, axis), decimal(code, m_mix->spread.scale(axis) / 50));
        }
    for (int row = 0; row < static_cast<int>(m_order.size()); ++row)
        if (point.x() < rowLabelWidth() && cell(row, 0).top() <= point.y() && cell(row, 0).bottom() > point.y())
            return axisHelp(*m_mix, m_order[static_cast<std::size_t>(row)]);
    return {};
}

bool TraversalTable::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), helpAt(help->pos()), viewport());
    return true;
}

InputSection TraversalTable::inputs() const {
    InputSection section = m_keys.section(tr("The traversals"));
    section.rows.insert(section.rows.begin(), {{{tr("Move over a picture")}, tr("The code that it is decoded from")}, {{tr("Wheel")}, tr("Further units")}});
    return section;
}

void TraversalTable::makeKeys() {
    const auto scroll = [this](QAbstractSlider::SliderAction action) {
        return [this, action] {
            verticalScrollBar()->triggerAction(action);
            return true;
        };
    };
    m_keys.addTogether(tr("The unit above, below"),
                       {{Qt::Key_Up, scroll(QAbstractSlider::SliderSingleStepSub)}, {Qt::Key_Down, scroll(QAbstractSlider::SliderSingleStepAdd)}});
    m_keys.addTogether(tr("The units before, after"),
                       {{Qt::Key_PageUp, scroll(QAbstractSlider::SliderPageStepSub)}, {Qt::Key_PageDown, scroll(QAbstractSlider::SliderPageStepAdd)}});
    m_keys.addTogether(tr("The first unit, the last"),
                       {{Qt::Key_Home, scroll(QAbstractSlider::SliderToMinimum)}, {Qt::Key_End, scroll(QAbstractSlider::SliderToMaximum)}});
}

void TraversalTable::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void TraversalTable::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

} // namespace hourglass::ui
