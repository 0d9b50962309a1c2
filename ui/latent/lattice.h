// Decoded pictures behind the points, faint, composed once into an image. Where the view moves, they move with it until newer
// ones arrive.
#pragma once

#include <QImage>
#include <qcustomplot.h>

#include <array>
#include <memory>
#include <optional>

#include "engine/analysis/pictures.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Lattice : public QCPAbstractPlottable {
    Q_OBJECT
public:
    Lattice(QCPAxis *horizontal, QCPAxis *vertical);

    /// Null, or samples that are no images: nothing is drawn.
    void setPicture(std::shared_ptr<const analysis::LatticePicture> picture);
    void setTheme(const Theme &theme);
    /// A strip of this height along the lower edge, clearer than a background, in place of the vertical coordinates; 0 for none.
    void setStripHeight(int pixels);
    int stripHeight() const { return m_stripHeight; }

    bool isEmpty() const { return !m_picture; }
    /// Where the whole lattice lies in the plot, in pixels.
    QRectF place() const;

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    struct Look { ///< in pixels of the image; `window` is the part of the whole that the image holds
        QSize whole;
        QRect window;
        bool operator==(const Look &) const = default;
    };
    void compose(const Look &look);
    void refreshTable();

    std::shared_ptr<const analysis::LatticePicture> m_picture;
    Theme m_theme = Theme::light();
    int m_stripHeight = 0;
    std::array<quint32, 256> m_table{}; ///< premultiplied ink for each grey value
    QImage m_image;
    std::optional<Look> m_composed;
};

} // namespace hourglass::ui
