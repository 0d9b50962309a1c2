// Samples as small pictures where they lie on the map, none on another, more of them the closer one looks.
#pragma once

#include <QHash>
#include <QImage>
#include <qcustomplot.h>

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/thumbnails_task.h"
#include "ui/latent/plane_mapping.h"
#include "ui/latent/thumbnail_places.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Scatter;

class Thumbnails : public QCPAbstractPlottable {
    Q_OBJECT
public:
    static constexpr int mostPictures = 500; ///< in a view

    /// Of the points that the scatter has and that are not pale or hidden there. The scatter outlives it.
    Thumbnails(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter);

    void setTheme(const Theme &theme);
    /// Null: none until others come. A picture whose sample has no place in the view is not drawn.
    void setPictures(std::shared_ptr<const analysis::ThumbnailPictures> pictures);
    const analysis::ThumbnailPictures *pictures() const { return m_pictures.get(); }
    /// Samples that have a place in the view as it is, ascending.
    std::vector<core::Index> samplesInView();
    /// The points of these, in the order in which they are drawn.
    std::vector<std::size_t> pointsInView();
    static int side(); ///< pixels of a picture's place

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    struct Made {
        QRgb colour;
        QImage image;
    };
    void place();
    QImage make(std::size_t place, const QColor &colour, double ratio) const;

    const Scatter &m_scatter;
    Theme m_theme = Theme::light();
    ThumbnailPlaces m_places;
    std::optional<std::uint64_t> m_placed; ///< the scatter's revision
    PlaneMapping m_reference;              ///< the axes at level 0
    std::shared_ptr<const analysis::ThumbnailPictures> m_pictures;
    QHash<core::Index, std::size_t> m_placeOfSample; ///< in m_pictures
    bool m_isInkOnDark = false;                      ///< their background is black: it is left out
    double m_ratio = 0;
    QHash<core::Index, Made> m_made;
};

} // namespace hourglass::ui
