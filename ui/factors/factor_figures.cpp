#include "ui/factors/factor_figures.h"

#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <utility>

#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

QFont valueFont() {
    QFont font = smallFont(15);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

FactorFigures::FactorFigures(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("factorFigures"));
    setAccessibleName(tr("Figures of the code"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactorFigures::show(std::vector<NamedFigure> figures) {
    m_figures = std::move(figures);
    QStringList words;
    for (const NamedFigure &figure : m_figures)
        words << QStringLiteral("%1: %2").arg(figure.name, figure.value);
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void FactorFigures::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

int FactorFigures::cellWidth() const {
    int widest = scaled(72);
    for (const NamedFigure &figure : m_figures)
        widest = std::max({widest, QFontMetrics(smallFont(11)).horizontalAdvance(figure.name), QFontMetrics(valueFont()).horizontalAdvance(figure.value)});
    return widest + scaled(12);
}

int FactorFigures::cellHeight() const {
    return QFontMetrics(valueFont()).height() + QFontMetrics(smallFont(11)).height() + 5;
}

int FactorFigures::columnsWithin(int width) const {
    return std::clamp(width / cellWidth(), 1, std::max(1, static_cast<int>(m_figures.size())));
}

int FactorFigures::heightForWidth(int width) const {
    const int columns = columnsWithin(width), rows = (static_cast<int>(m_figures.size()) + columns - 1) / columns;
    return rows * cellHeight();
}

QRectF FactorFigures::placeOf(std::size_t figure) const {
    const int columns = columnsWithin(width()), at = static_cast<int>(figure);
    return QRectF(at % columns * cellWidth(), at / columns * cellHeight(), cellWidth(), cellHeight());
}

void FactorFigures::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const QRectF place = placeOf(i);
        painter.setFont(valueFont());
        painter.setPen(m_theme.text);
        const double high = QFontMetricsF(valueFont()).height();
        drawFigures(painter, QRectF(place.left(), place.top(), place.width(), high), Qt::AlignLeft | Qt::AlignVCenter, m_figures[i].value);
        painter.setFont(smallFont(11));
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(place.left(), place.top() + high, place.width(), place.height() - high), Qt::AlignLeft | Qt::AlignTop, m_figures[i].name);
    }
}

bool FactorFigures::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (std::size_t i = 0; i < m_figures.size(); ++i)
        if (placeOf(i).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(m_figures[i].help.toHtmlEscaped()), this);
            return true;
        }
    QToolTip::hideText();
    return true;
}

} // namespace hourglass::ui
