// Maps in a row, or two in one place with lines between the same samples. What moves with the mouse is drawn on a pane above them.
#pragma once

#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "engine/core/result.h"
#include "ui/colouring/colouring.h"
#include "ui/compare/aligned_maps.h"
#include "ui/latent/following_range.h"
#include "ui/theme/key_table.h"

class QCPAxisRect;
class QCustomPlot;

namespace hourglass::ui {

class PlotExport;
class Scatter;

class ComparedMapsCanvas : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t neighbours = 10; ///< that are ringed
    static constexpr std::size_t mostLines = 300; ///< between the same samples, at even distances; more are a thicket

    explicit ComparedMapsCanvas(QWidget *parent = nullptr);

    void showMaps(std::vector<ComparedMap> maps);
    void setOverlaid(bool isOverlaid);
    void setAligned(bool isAligned);
    void setClasses(const QStringList &names);
    void setColouring(SharedColouring colouring);
    void setTheme(const Theme &theme);
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    void setChosen(const std::vector<core::Index> &samples);

    const std::vector<ComparedMap> &maps() const { return m_maps; }
    const std::vector<AlignedMap> &aligned() const { return m_aligned; }
    /// Where a sample lies in the map of a run, in pixels of the canvas; nothing where it is not there.
    std::optional<QPointF> placeOf(std::size_t map, core::Index sample) const;
    QRect placeOf(std::size_t map) const;
    bool hasOwnView() const { return m_isOwnView; }       ///< chosen by a person: the maps are not fitted
    bool isMoving() const { return m_motion.isActive(); } ///< towards the part of the plane that the samples fill
    InputSection inputs() const;

    QSize sizeHint() const override { return {700, 320}; }
    QSize minimumSizeHint() const override { return {220, 120}; }

signals:
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void overlayToggled();
    void alignToggled();
    void exportFailed(const hourglass::core::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    class Pane;
    /// A map in its place.
    struct Place {
        QCPAxisRect *rect = nullptr; ///< of overlaid maps the same
        Scatter *scatter = nullptr;
        FollowingRange horizontal, vertical;
    };

    void build();
    void showPoints();
    void showChosen(std::size_t map);
    void aim(bool jumps);
    void applyRanges();
    void replot();
    const Place *placeAt(const QPointF &point) const;
    /// Of all maps; `share` of a map's width and height, from its lower left corner, stays where it is, or is gone along.
    void zoomBy(double factor, const QPointF &share);
    void moveBy(const QPointF &share);
    void keepOwnView();
    void fit();
    void hoverAt(const QPointF &point);
    void paintPane(QPainter &painter) const;
    void paintMap(QPainter &painter, std::size_t map) const;
    void paintLines(QPainter &painter) const;
    void paintRing(QPainter &painter, const QPointF &centre, double radius, double width) const;
    QString hoverText(std::size_t map) const;
    bool isOverlaid() const { return m_isOverlaid && m_maps.size() >= 2; }
    std::size_t shownMaps() const { return isOverlaid() ? 2 : m_maps.size(); }
    void makeKeys();
    int nameHeight() const { return fontMetrics().height() + 8; } ///< above a map
    static constexpr int rim = 8;

    std::vector<ComparedMap> m_maps;
    std::vector<AlignedMap> m_aligned; ///< by map
    std::vector<Place> m_places;       ///< by map, those that are shown
    bool m_isOverlaid = false, m_isAligned = true, m_isBuiltOverlaid = false;
    QStringList m_classes;
    SharedColouring m_colouring;
    Theme m_theme = Theme::light();
    std::vector<core::Index> m_chosen;
    std::optional<core::Index> m_marked, m_selected, m_hovered; ///< the last under the mouse here
    std::size_t m_hoveredMap = 0;
    QPointF m_pointer{-1, -1}, m_pressed;
    std::optional<QPointF> m_grip; ///< where the mouse holds the maps
    bool m_isDragging = false, m_isOwnView = false;
    QTimer m_motion;
    KeyTable m_keys;
    QCustomPlot *m_plot;
    Pane *m_pane;
    PlotExport *m_export;
};

} // namespace hourglass::ui
