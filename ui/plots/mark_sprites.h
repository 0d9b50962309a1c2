// The cursor and the rings of a map as ready pictures. Stroked anew for each movement they would wait for Qt's pool of threads,
// which shares fills of many spans, and behind a busy trainer that takes longer than a frame.
#pragma once

#include <QImage>
#include <QPainter>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class MarkSprites {
public:
    enum class Kind { Cursor, CursorByKeys, Pin, Ring, SelectedRing, Desk, Drawn };
    static constexpr int reach = 18; ///< logical pixels from the middle to the border of a sprite

    void setTheme(const Theme &theme);
    /// Draws a mark about a point, on whole pixels of the device.
    void draw(QPainter &painter, Kind kind, const QPointF &at);

private:
    QImage made(Kind kind, double ratio) const;

    static constexpr int kinds = 7;
    Theme m_theme = Theme::light();
    double m_ratio = 0;
    QImage m_sprites[kinds];
};

} // namespace hourglass::ui
