#include "ui/window/data_button.h"

#include <QStyleOptionButton>
#include <QStylePainter>

#include <algorithm>
#include <cmath>

#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"

namespace hourglass::ui {

namespace {

constexpr int left = 12, right = 28, between = 7, widestTitle = 190, signSize = 14;

}

DataButton::DataButton(QWidget *parent) : QPushButton(parent) {
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
}

void DataButton::showData(const QString &title, const QString &detail) {
    if (title == m_title && detail == m_detail)
        return;
    m_title = title;
    m_detail = detail;
    setAccessibleName(tr("Data: %1 %2").arg(title, detail));
    updateGeometry();
    update();
}

void DataButton::setNeedsALook(bool needsALook) {
    if (needsALook == m_needsALook)
        return;
    m_needsALook = needsALook;
    updateGeometry();
    update();
}

void DataButton::setDetailShown(bool isShown) {
    if (isShown == m_isDetailShown)
        return;
    m_isDetailShown = isShown;
    updateGeometry();
    update();
}

void DataButton::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QSize DataButton::sizeHint() const {
    const int title = std::min(widestTitle, fontMetrics().horizontalAdvance(m_title));
    const int detail = m_isDetailShown && !m_detail.isEmpty() ? between + static_cast<int>(std::ceil(figuresWidth(fontMetrics(), m_detail))) : 0;
    return {left + (m_needsALook ? signSize + between : 0) + title + 1 + detail + right, QPushButton::sizeHint().height()};
}

QSize DataButton::minimumSizeHint() const {
    return {left + right + 40, QPushButton::sizeHint().height()};
}

void DataButton::paintEvent(QPaintEvent *) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButton, option);
    QRect place = rect().adjusted(left, 0, -right, 0);
    if (m_needsALook) {
        drawGlyph(painter, Glyph::Attention, QRectF(place.left(), (height() - signSize) / 2.0, signSize, signSize), m_theme.readable(m_theme.code));
        place.setLeft(place.left() + signSize + between);
    }
    const QString title = fontMetrics().elidedText(m_title, Qt::ElideRight, std::min(place.width(), widestTitle));
    painter.setPen(isEnabled() ? m_theme.text : m_theme.disabled());
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, title);
    place.setLeft(place.left() + fontMetrics().horizontalAdvance(title) + between);
    if (m_isDetailShown && place.width() + 1 >= figuresWidth(fontMetrics(), m_detail)) {
        painter.setPen(isEnabled() ? m_theme.dim : m_theme.disabled());
        drawFigures(painter, place, Qt::AlignVCenter | Qt::AlignLeft, m_detail);
    }
}

} // namespace hourglass::ui
