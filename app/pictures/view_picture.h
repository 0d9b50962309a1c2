// A view of the window as a picture of any width, as sharp as if it were that large on the screen.
#pragma once

#include <QImage>

class QWidget;

namespace hourglass::app {

/// Of what the widget shows now; `width` in pixels, 0: as on the screen. The height follows. Opaque.
QImage viewPicture(QWidget &view, int width);

/// Not hidden, and not behind the tab of another dock.
bool isInSight(const QWidget &view);

} // namespace hourglass::app
