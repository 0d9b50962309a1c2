#include "app/pictures/view_picture.h"

#include <QDockWidget>
#include <QPainter>

#include <qcustomplot.h>

#include <algorithm>

namespace hourglass::app {

namespace {

bool hasPlot(const QWidget &view) {
    return qobject_cast<const QCustomPlot *>(&view) || view.findChild<QCustomPlot *>();
}

/// Plots keep what they show in buffers of the screen's density: larger pictures of them are drawn anew, and what lies over them after that.
void paint(QWidget &view, QPainter &painter, double ratio) {
    if (!hasPlot(view))
        return view.render(&painter, painter.transform().map(QPoint()), {}, QWidget::DrawChildren);
    if (auto *plot = qobject_cast<QCustomPlot *>(&view))
        painter.drawPixmap(plot->rect(), plot->toPixmap(plot->width(), plot->height(), ratio));
    else
        view.render(&painter, painter.transform().map(QPoint()), {}, {});
    for (QObject *each : view.children()) {
        auto *child = qobject_cast<QWidget *>(each);
        if (!child || child->isWindow() || !child->isVisible())
            continue;
        painter.save();
        painter.translate(child->pos());
        painter.setClipRect(child->rect(), Qt::IntersectClip);
        paint(*child, painter, ratio);
        painter.restore();
    }
}

} // namespace

QImage viewPicture(QWidget &view, int width) {
    const double screen = view.devicePixelRatioF();
    const double wanted = width > 0 && view.width() > 0 ? static_cast<double>(width) / view.width() : screen;
    const double ratio = std::max(wanted, screen); // smaller ones are made smaller afterwards, which keeps lines
    QImage picture((QSizeF(view.size()) * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    picture.setDevicePixelRatio(ratio);
    picture.fill(view.palette().color(QPalette::Window));
    if (ratio > screen && hasPlot(view)) {
        QPainter painter(&picture);
        paint(view, painter, ratio);
    } else
        view.render(&picture, {}, {}, QWidget::DrawWindowBackground | QWidget::DrawChildren);
    picture.setDevicePixelRatio(1);
    if (wanted < ratio)
        picture = picture.scaled(width, std::max(1, qRound(view.height() * wanted)), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return picture.convertToFormat(QImage::Format_RGB32);
}

bool isInSight(const QWidget &view) {
    const QWidget *dock = &view;
    while (dock && !qobject_cast<const QDockWidget *>(dock))
        dock = dock->parentWidget();
    return view.isVisible() &&
           (!dock || static_cast<const QDockWidget *>(dock)->isFloating() || (dock->geometry().right() >= 0 && dock->geometry().bottom() >= 0));
}

} // namespace hourglass::app
