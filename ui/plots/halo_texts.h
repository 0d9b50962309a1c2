// Texts that stand over curves and points, with a halo in the ground's colour. A halo takes long to draw, so that each text is drawn
// once and kept as a picture.
#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>

class QPainter;

namespace hourglass::ui {

class HaloTexts {
public:
    /// Draws `text` with tabular figures in the painter's font, left in `place` and in its middle.
    void draw(QPainter &painter, const QRectF &place, const QString &text, const QColor &ink, const QColor &ground);

private:
    QHash<QString, QPixmap> m_pictures;
};

} // namespace hourglass::ui
