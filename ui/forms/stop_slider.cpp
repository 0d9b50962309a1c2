#include "ui/forms/stop_slider.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace hourglass::ui {

namespace {
constexpr double handleRadius = 6.0, haloRadius = 8.0, margin = haloRadius;
}

StopSlider::StopSlider(QWidget *parent) : QSlider(Qt::Horizontal, parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

double StopSlider::centreOf(int position) const {
    const int stops = maximum() - minimum();
    const double share = stops > 0 ? static_cast<double>(position - minimum()) / stops : 0.0;
    const double length = width() - 2 * margin;
    return margin + length * (layoutDirection() == Qt::RightToLeft ? 1.0 - share : share);
}

int StopSlider::positionAt(double x) const {
    const double length = width() - 2 * margin;
    double share = length > 0 ? std::clamp((x - margin) / length, 0.0, 1.0) : 0.0;
    if (layoutDirection() == Qt::RightToLeft)
        share = 1.0 - share;
    return minimum() + static_cast<int>(std::lround(share * (maximum() - minimum())));
}

void StopSlider::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette colours = palette();
    const bool isLeftToRight = layoutDirection() != Qt::RightToLeft;
    const double middle = height() / 2.0, handle = centreOf(sliderPosition()), start = isLeftToRight ? 1.0 : width() - 1.0;
    const QColor accent = isEnabled() ? colours.color(QPalette::Highlight) : colours.color(QPalette::Mid);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.color(QPalette::Mid));
    painter.drawRoundedRect(QRectF(1, middle - 2, width() - 2, 4), 2, 2);
    painter.setBrush(accent);
    painter.drawRoundedRect(QRectF(QPointF(std::min(start, handle), middle - 2), QPointF(std::max(start, handle), middle + 2)), 2, 2);
    if (hasFocus() || underMouse() || isSliderDown()) {
        QColor halo = accent;
        halo.setAlphaF(hasFocus() ? 0.40f : 0.20f);
        painter.setBrush(isEnabled() ? halo : QColor(Qt::transparent));
        painter.drawEllipse(QPointF(handle, middle), haloRadius, haloRadius);
    }
    painter.setPen(QPen(accent, 2));
    painter.setBrush(colours.color(QPalette::Base));
    painter.drawEllipse(QPointF(handle, middle), handleRadius - 1, handleRadius - 1);
}

void StopSlider::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    setSliderDown(true);
    // Within the handle nothing moves yet: a click on it is no edit.
    if (std::abs(event->position().x() - centreOf(sliderPosition())) > handleRadius)
        setSliderPosition(positionAt(event->position().x()));
    update();
}

void StopSlider::mouseMoveEvent(QMouseEvent *event) {
    if (!isSliderDown())
        return event->ignore();
    setSliderPosition(positionAt(event->position().x()));
}

void StopSlider::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !isSliderDown())
        return event->ignore();
    setSliderDown(false);
    update();
}

void StopSlider::wheelEvent(QWheelEvent *event) {
    if (!hasFocus())
        return event->ignore();
    QSlider::wheelEvent(event);
}

} // namespace hourglass::ui
