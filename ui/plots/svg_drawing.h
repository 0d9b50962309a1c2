// What a painter draws as SVG, as it stands on the screen.
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

#include <functional>

class QPaintDevice;

namespace hourglass::ui {

/// `draw` paints in pixels of the screen, which has so many to the inch. Letters have the whole pixels in which they were measured.
QByteArray svgOf(const QSize &size, int pixelsPerInch, const QString &title, const std::function<void(QPaintDevice &)> &draw);

} // namespace hourglass::ui
