// What the mouse and the keys do in the grid, and what is said of the place under the pointer.
#include "ui/compare/compared_grid.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

#include "ui/compare/compared_sheet.h"
#include "ui/plots/plot_export.h"
#include "ui/reconstructions/reconstruction_tiles.h"

namespace hourglass::ui {

bool ComparedGrid::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = helpAt(QPointF(help->pos()));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"))), this);
    return true;
}

QString ComparedGrid::helpAt(const QPointF &point) const {
    if (shownColumns() == 0)
        return {};
    const int index = m_layout.columnAt(point);
    if (index >= 0 && index < shownColumns()) { // the numbers of a sample, a line a run
        const analysis::ReconstructionColumn &first = firstPicture(m_rows)->columns[static_cast<std::size_t>(index)];
        QStringList lines{m_style.columnName(first)};
        for (const ComparedRow &row : m_rows)
            if (row.picture) {
                const double number = row.picture->columns[static_cast<std::size_t>(index)].of(m_style.measure);
                lines << tr("%1: %2 %3", "run, measure, number").arg(row.name, measureName(m_style.measure), measureText(m_style.measure, number, number));
            }
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n'));
    }
    if (point.x() >= m_layout.left)
        return {};
    for (const ReconstructionLayout::Row &row : m_layout.rows) {
        if (point.y() < row.top || point.y() >= row.top + row.height + m_layout.lineHeight)
            continue;
        switch (row.kind) {
        case ReconstructionRow::Original: return tr("The samples of the panel Reconstructions, which chooses them.");
        case ReconstructionRow::Error: return tr("Pixel by pixel which of the two runs is closer to the original: the stronger its colour, the more.");
        case ReconstructionRow::Values:
            return tr(
                "Each feature of a sample: the original as an outline, what the run makes of it filled. Below: its error, in colour where this run is the closest by more than 2.5 %.");
        default:
            return tr(
                "What the run makes of the samples, and the error of each. A ring and a number in colour: this run is the closest, by more than 2.5 %. One seed proves little: repeat it with others.");
        }
    }
    return {};
}

void ComparedGrid::hoverAt(const QPointF &point) {
    m_pointer = point;
    const int column = point.x() < 0 ? -1 : m_layout.columnAt(point);
    m_hovered = column < shownColumns() ? column : -1;
    m_place = {};
    if (m_hovered >= 0) {
        const core::Shape &sample = firstPicture(m_rows)->sample;
        if (sample.isImage())
            m_place.pixel = m_layout.pixelAt(point, sample);
        else
            m_place.feature =
                m_layout.featureAt(point, static_cast<int>(sample.size() / std::max<core::Index>(1, static_cast<core::Index>(stepFeaturesOf(sample)))));
    }
    update();
    if (const auto sample = sampleAt(m_hovered); sample != m_hoveredSample) {
        m_hoveredSample = sample;
        emit sampleHovered(sample);
    }
}

void ComparedGrid::mouseMoveEvent(QMouseEvent *event) {
    hoverAt(event->position());
}

void ComparedGrid::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    hoverAt(event->position());
    const auto sample = sampleAt(m_hovered);
    if (sample && sample == m_selected)
        emit sampleSelected(std::nullopt);
    else if (sample || m_selected)
        emit sampleSelected(sample);
}

void ComparedGrid::contextMenuEvent(QContextMenuEvent *event) {
    if (shownColumns() == 0)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

void ComparedGrid::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hoverAt({-1, -1});
}

void ComparedGrid::makeKeys() {
    const auto select = [this](int (*column)(int selected, int last)) {
        return [this, column] {
            const int last = shownColumns() - 1;
            if (last >= 0)
                emit sampleSelected(sampleAt(column(columnOf(m_selected), last)));
            return last >= 0;
        };
    };
    m_keys.addTogether(tr("Select the sample before, the next"),
                       {{Qt::Key_Left, select([](int selected, int last) { return selected < 0 ? last : std::max(0, selected - 1); })},
                        {Qt::Key_Right, select([](int selected, int last) { return selected < 0 ? 0 : std::min(last, selected + 1); })}});
    m_keys.addTogether(tr("Select the first sample, the last"),
                       {{Qt::Key_Home, select([](int, int) { return 0; })}, {Qt::Key_End, select([](int, int last) { return last; })}});
    m_keys.add({Qt::Key_Escape}, tr("Let go"), [this] {
        const bool wasSelected = m_selected.has_value();
        if (wasSelected)
            emit sampleSelected(std::nullopt);
        return wasSelected;
    });
}

void ComparedGrid::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

InputSection ComparedGrid::inputs() const {
    InputSection section = m_keys.section(tr("Reconstructions compared"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Mark the same pixel or feature in all rows")},
                                               {{tr("Click")}, tr("Select the sample in all views; again: let it go")}});
    return section;
}

} // namespace hourglass::ui
