#include "ui/theme/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace hourglass::ui {

namespace {

constexpr qsizetype leastCharacters = 7;

}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
}

void ElidedLabel::setShortText(const QString &text) {
    m_shortText = text;
    update();
}

int ElidedLabel::shortWidth() const {
    return m_shortText.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_shortText) + 1;
}

QSize ElidedLabel::minimumSizeHint() const {
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Normal : QPalette::Disabled, foregroundRole()));
    const QRect place = contentsRect();
    const bool isTooLong = !m_shortText.isEmpty() && fontMetrics().horizontalAdvance(text()) > place.width();
    const QString wanted = isTooLong ? m_shortText : text();
    const QString shown = fontMetrics().elidedText(wanted, Qt::ElideRight, place.width());
    if (shown == wanted || shown.size() >= leastCharacters) // fewer say nothing
        painter.drawText(place, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

bool ElidedLabel::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && fontMetrics().horizontalAdvance(text()) > contentsRect().width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace hourglass::ui
