// What stands beside the mouse: the picture decoded there with its coordinates and, near a point, that sample and its
// reconstruction.
#pragma once

#include <QFont>
#include <QImage>
#include <QString>

#include <optional>
#include <vector>

#include "engine/analysis/neighbours_task.h"
#include "engine/analysis/pictures.h"
#include "ui/latent/neighbour_rows.h"
#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

class HoverCard {
public:
    HoverCard();
    void setTheme(const Theme &theme); ///< also after a change of the text size

    void setCaption(const QString &caption) { m_caption = caption; } ///< the coordinates
    void setDecoded(const analysis::DecodedPicture &picture);
    void clearDecoded() { m_decoded = {}; }
    bool hasDecoded() const { return !m_decoded.isNull(); }
    void setSample(const analysis::ReconstructionColumn &column, const core::Shape &shape, const core::Range &range, const QString &className);
    /// What is known of the sample, with its colour, below its heading; an empty text: nothing.
    void setKnown(const QColor &colour, const QString &text);
    /// Of the sample that is shown.
    void setNeighbours(const analysis::SampleNeighbours &neighbours);
    void clearSample() {
        m_hasSample = false;
        m_neighbours = {};
    }
    /// Where its neighbours stand, for there is not always room for them.
    enum class NeighbourPlace { Below, Beside, Nowhere };
    void setNeighbourPlace(NeighbourPlace place) { m_neighbourPlace = place; }
    bool hasSample() const { return m_hasSample; }
    /// Lines below the caption, each with a dot of its colour.
    struct Line {
        QColor colour;
        QString text, figure;
    };
    void setLines(std::vector<Line> lines) { m_lines = std::move(lines); }

    bool isEmpty() const { return m_caption.isEmpty() && m_decoded.isNull() && !m_hasSample; }
    QSize size() const; ///< in logical pixels
    void paint(QPainter &painter, const QPoint &corner) const;

private:
    int headingOfSample() const;                    ///< its height
    QSize neighboursAt(NeighbourPlace place) const; ///< their size if they stand there; else none
    QImage pictureOf(const std::vector<float> &values, const core::Shape &shape, const core::Range &range, int atLeast) const;

    Theme m_theme = Theme::light();
    QFont m_font, m_boldFont; ///< asking the system for a font takes longer than drawing the card
    QString m_caption;
    QImage m_decoded; ///< at the size in which it is shown
    bool m_hasSample = false;
    QColor m_classColour;
    QString m_className, m_number, m_error;
    QColor m_knownColour;
    QString m_known;
    QImage m_original, m_reconstruction;
    std::vector<Line> m_lines;
    NeighbourRows m_neighbours;
    NeighbourPlace m_neighbourPlace = NeighbourPlace::Nowhere;
};

} // namespace hourglass::ui
