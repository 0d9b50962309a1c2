// One column enlarged, beside the pointer: a child of the whole window, so that it may leave its dock. Takes no mouse and no focus.
#pragma once

#include <QWidget>

#include <memory>

#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

class ReconstructionCard : public QWidget {
    Q_OBJECT
public:
    explicit ReconstructionCard(QWidget *parent);

    /// Shows a column of the picture, above or below the place that it must not cover, or else beside the column. All in coordinates
    /// of the parent; the card stays within it. `charted` is the same picture in the numbers that charts are drawn in.
    void showColumn(std::shared_ptr<const analysis::ReconstructionPicture> picture, std::shared_ptr<const analysis::ReconstructionPicture> charted, int column,
                    const ReconstructionStyle &style);
    /// Marked in every picture, with its numbers.
    void setPlace(const SamplePlace &place);
    void placeBeside(const QRect &column, const QRect &grid);

    int column() const { return m_column; }
    /// "pixel 12, 7: original 0.53, reconstruction 0.61, error +0.08"; empty without a place.
    QString placeSentence() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Tile {
        ReconstructionRow row;
        QString caption;
    };
    std::vector<Tile> tiles() const;
    QSizeF tileSize() const;
    bool isChart() const;
    bool isRows() const; ///< of a table with few enough columns
    void paintTitle(QPainter &painter, const QRectF &line) const;
    void paintPictures(QPainter &painter, QPointF at) const;
    void paintCharts(QPainter &painter, const QRectF &place) const;

    std::shared_ptr<const analysis::ReconstructionPicture> m_picture, m_charted;
    ReconstructionStyle m_style;
    SamplePlace m_place;
    int m_column = -1;
};

} // namespace hourglass::ui
