#include "ui/judging/confusion_picture.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr int mostLabel = 110, leastNamedCell = 11, leastNumberedCell = 24, labelGap = 6; ///< pixels

} // namespace

ConfusionPicture::ConfusionPicture(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("confusionPicture"));
    setAccessibleName(tr("Confusion matrix of the linear probe"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ConfusionPicture::show(const judging::Confusion &confusion, const std::vector<std::string> &names) {
    m_confusion = confusion;
    m_names = names;
    if (m_hovered && std::max(m_hovered->truth, m_hovered->predicted) >= confusion.classes)
        m_hovered.reset();
    setAccessibleDescription(sentence());
    update();
}

void ConfusionPicture::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QString ConfusionPicture::nameOf(Index label) const {
    return label < static_cast<Index>(m_names.size()) ? QString::fromStdString(m_names[static_cast<std::size_t>(label)])
                                                      : QLocale().toString(static_cast<qlonglong>(label));
}

void ConfusionPicture::writeNumbers(CsvWriter &writer) const {
    QStringList head{tr("true class")};
    for (Index predicted = 0; predicted < m_confusion.classes; ++predicted)
        head << nameOf(predicted);
    writer.row(head);
    for (Index truth = 0; truth < m_confusion.classes; ++truth) {
        QStringList cells{nameOf(truth)};
        for (Index predicted = 0; predicted < m_confusion.classes; ++predicted)
            cells << QString::number(m_confusion.of(truth, predicted));
        writer.row(cells);
    }
}

int ConfusionPicture::labelWidth() const {
    const QFontMetrics metrics(smallFont(*this));
    int widest = 0;
    for (Index label = 0; label < m_confusion.classes; ++label)
        widest = std::max(widest, metrics.horizontalAdvance(nameOf(label)));
    return std::min(widest + 4, scaled(mostLabel));
}

/// Names stand at the left and above; a line of words below.
QRectF ConfusionPicture::matrix() const {
    const double words = 2 * QFontMetricsF(smallFont(*this)).height() + labelGap;
    const auto classes = static_cast<double>(std::max<Index>(m_confusion.classes, 1));
    const double label = labelWidth() + labelGap, side = std::min(width() - label - 2, height() - label - words - 2);
    const bool isNamed = side / classes >= scaledReal(leastNamedCell);
    const double margin = isNamed ? label : 0, free = isNamed ? side : std::min<double>(width() - 2, height() - words - 2);
    const double cell = free / classes >= 4 ? std::floor(free / classes) : free / classes;
    return {margin, margin, cell * classes, cell * classes};
}

QRectF ConfusionPicture::placeOf(const Cell &cell) const {
    if (std::max(cell.truth, cell.predicted) >= m_confusion.classes)
        return {};
    const QRectF all = matrix();
    const double side = all.width() / static_cast<double>(m_confusion.classes);
    return {all.left() + static_cast<double>(cell.predicted) * side, all.top() + static_cast<double>(cell.truth) * side, side, side};
}

std::optional<ConfusionPicture::Cell> ConfusionPicture::cellAt(const QPointF &point) const {
    const QRectF all = matrix();
    if (m_confusion.classes == 0 || !all.contains(point))
        return {};
    const double side = all.width() / static_cast<double>(m_confusion.classes);
    const auto at = [&](double way) { return std::clamp<Index>(static_cast<Index>(way / side), 0, m_confusion.classes - 1); };
    return Cell{at(point.y() - all.top()), at(point.x() - all.left())};
}

QString ConfusionPicture::sentence() const {
    if (m_confusion.classes == 0)
        return {};
    const QLocale locale;
    const auto count = [&](Index number) { return locale.toString(static_cast<qlonglong>(number)); };
    if (m_hovered) {
        const Index of = m_confusion.of(m_hovered->truth, m_hovered->predicted), all = m_confusion.ofClass(m_hovered->truth);
        const QString share = all > 0 ? locale.toString(100.0 * static_cast<double>(of) / static_cast<double>(all), 'f', 1) : QStringLiteral("0");
        if (m_hovered->truth == m_hovered->predicted)
            return tr("%1 is known as such: %2 of %3 (%4 %), F1 %5")
                .arg(nameOf(m_hovered->truth), count(of), count(all), share, locale.toString(m_confusion.f1(m_hovered->truth), 'f', 3));
        return tr("%1 taken for %2: %3 of %4 (%5 %)").arg(nameOf(m_hovered->truth), nameOf(m_hovered->predicted), count(of), count(all), share);
    }
    Cell worst;
    Index most = 0;
    for (Index truth = 0; truth < m_confusion.classes; ++truth)
        for (Index predicted = 0; predicted < m_confusion.classes; ++predicted)
            if (truth != predicted && m_confusion.of(truth, predicted) > most) {
                most = m_confusion.of(truth, predicted);
                worst = {truth, predicted};
            }
    return most == 0 ? tr("Rows are the true classes; none is taken for another")
                     : tr("Rows are the true classes; most often %1 is taken for %2 (%3)").arg(nameOf(worst.truth), nameOf(worst.predicted), count(most));
}

void ConfusionPicture::paintEvent(QPaintEvent *) {
    if (m_confusion.classes == 0)
        return;
    QPainter painter(this);
    const QFont small = smallFont(*this);
    painter.setFont(small);
    const QFontMetrics metrics(small);
    const QRectF all = matrix();
    const double side = all.width() / static_cast<double>(m_confusion.classes);
    for (Index truth = 0; truth < m_confusion.classes; ++truth) {
        const Index row = m_confusion.ofClass(truth);
        for (Index predicted = 0; predicted < m_confusion.classes; ++predicted) {
            const QRectF place = placeOf({truth, predicted});
            const Index count = m_confusion.of(truth, predicted);
            const double share = row > 0 ? static_cast<double>(count) / static_cast<double>(row) : 0;
            // Shares are shown by their root: a confusion of one in a hundred is to be seen.
            const QColor fill = blended(m_theme.panel, truth == predicted ? m_theme.good : m_theme.bad, std::sqrt(share));
            painter.fillRect(side >= 6 ? place.adjusted(0, 0, -1, -1) : place, count > 0 ? fill : m_theme.background);
            if (side >= scaledReal(leastNumberedCell) && count > 0) {
                painter.setPen(m_theme.inkOn(fill));
                drawFigures(painter, place.adjusted(0, 0, -1, -1), Qt::AlignCenter, QLocale().toString(static_cast<qlonglong>(count)));
            }
        }
    }
    if (all.left() > 0) { // named
        for (Index label = 0; label < m_confusion.classes; ++label) {
            const double at = all.top() + static_cast<double>(label) * side;
            const QString name = metrics.elidedText(nameOf(label), Qt::ElideRight, static_cast<int>(all.left()) - labelGap);
            painter.setPen(m_hovered && m_hovered->truth == label ? m_theme.text : m_theme.dim);
            painter.drawText(QRectF(0, at, all.left() - labelGap, side), Qt::AlignRight | Qt::AlignVCenter, name);
            painter.save();
            painter.translate(all.left() + (static_cast<double>(label) + 0.5) * side, all.top() - labelGap);
            painter.rotate(-90);
            painter.setPen(m_hovered && m_hovered->predicted == label ? m_theme.text : m_theme.dim);
            painter.drawText(QRectF(0, -side / 2, all.top() - labelGap, side), Qt::AlignLeft | Qt::AlignVCenter, name);
            painter.restore();
        }
    }
    if (m_hovered) {
        painter.setPen(QPen(m_theme.text, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(placeOf(*m_hovered).adjusted(-0.5, -0.5, -0.5, -0.5));
    }
    painter.setPen(m_hovered ? m_theme.text : m_theme.dim);
    painter.drawText(QRectF(0, all.bottom() + labelGap, width(), height() - all.bottom() - labelGap), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     sentence());
}

void ConfusionPicture::hover(const std::optional<Cell> &cell) {
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    setAccessibleDescription(sentence());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void ConfusionPicture::mouseMoveEvent(QMouseEvent *event) {
    hover(cellAt(event->position()));
}

void ConfusionPicture::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hover({});
}

void ConfusionPicture::mousePressEvent(QMouseEvent *event) {
    if (const auto cell = cellAt(event->position()); cell && event->button() == Qt::LeftButton)
        emit cellChosen(cell->truth, cell->predicted);
}

void ConfusionPicture::keyPressEvent(QKeyEvent *event) {
    const Index last = m_confusion.classes - 1;
    Cell cell = m_hovered.value_or(Cell{});
    if (last < 0)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left: cell.predicted = std::max<Index>(cell.predicted - 1, 0); break;
    case Qt::Key_Right: cell.predicted = std::min(cell.predicted + 1, last); break;
    case Qt::Key_Up: cell.truth = std::max<Index>(cell.truth - 1, 0); break;
    case Qt::Key_Down: cell.truth = std::min(cell.truth + 1, last); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: emit cellChosen(cell.truth, cell.predicted); return;
    default: return QWidget::keyPressEvent(event);
    }
    hover(cell);
}

} // namespace hourglass::ui
