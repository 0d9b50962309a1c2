// The few small signs of the window, drawn as outlines, so that they are sharp at every scale and take any colour.
#pragma once

#include <QIcon>

class QColor;
class QPainter;
class QRectF;

namespace hourglass::ui {

enum class Glyph { Play, Pause, Close, Float, Attention, Note, Check, Hourglass };

/// Drawn to fill the square `place`.
void drawGlyph(QPainter &painter, Glyph glyph, const QRectF &place, const QColor &colour);

/// The same as an icon of any size.
QIcon glyphIcon(Glyph glyph, const QColor &colour);

/// The program's own icon.
QIcon programIcon();

} // namespace hourglass::ui
