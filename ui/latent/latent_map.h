// The latent space: codes of the test samples over the pictures that the decoder makes of the plane, and what lies under the
// mouse. Passive: it asks for lattices, decoded points and samples by its signals and shows what it is then given. Hidden, it
// does nothing.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/neighbours_task.h"
#include "engine/analysis/pictures.h"
#include "engine/analysis/posterior_task.h"
#include "engine/analysis/thumbnails_task.h"
#include "engine/core/result.h"
#include "ui/colouring/colouring_entry.h"
#include "ui/latent/following_range.h"
#include "ui/latent/lattice_request.h"
#include "ui/latent/map_choice.h"
#include "ui/latent/map_layers.h"
#include "ui/space/turntable.h"
#include "ui/theme/panel.h"

class QCustomPlot;
class QMenu;

namespace hourglass::ui {

class AxesChoice;
class ClassMarks;
class ColourBar;
class ColouringChoice;
class Density;
class Distribution;
class FigureLegend;
class Lattice;
class LayersChoice;
class MapGlass;
class MapLegend;
class MapTicks;
class PlotExport;
class PosteriorMarks;
class Scatter;
class SelectionTray;
class SpaceAxes;
class Thumbnails;
class TrailMarks;
struct TrailLine;

class LatentMap : public Panel {
    Q_OBJECT
public:
    explicit LatentMap(QWidget *parent = nullptr);
    ~LatentMap() override;

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    void showCodes(std::shared_ptr<const analysis::LatentPicture> picture);
    /// Dropped unless it has the axes of the codes.
    void showLattice(std::shared_ptr<const analysis::LatticePicture> picture);
    /// What the decoder makes of the point (x, y): the answer to cursorMoved or, for a pinned point, to every new frame.
    void showDecoded(const analysis::DecodedPicture &picture, double x, double y);
    /// The answer to sampleHovered; of another sample than the one now hovered it is dropped.
    void showSample(const analysis::ReconstructionColumn &column, const core::Shape &shape, const core::Range &range = {});

    /// Of the hovered sample; those of another one are dropped.
    void showNeighbours(std::shared_ptr<const analysis::SampleNeighbours> neighbours);

    void setClasses(const std::vector<std::string> &names);
    /// What points are coloured by; null: by class.
    void setColouring(SharedColouring colouring);
    /// What the choice in the header offers.
    void setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen);
    void setCodeUnits(int units);
    /// Which plane of a code of more than two units the person chose; none: nothing. And the same, to be shown in its place.
    const std::optional<analysis::LatentAxes> &chosenAxes() const;
    void preferAxes(const std::optional<analysis::LatentAxes> &axes);
    /// What is drawn of the codes.
    void setLayers(const MapLayers &layers);
    const MapLayers &layers() const;
    /// The answer to thumbnailsWanted; of another kind than is wanted now it is dropped.
    void showThumbnails(std::shared_ptr<const analysis::ThumbnailPictures> pictures);
    /// Samples that are no images have no lattice, and no control for it; their thumbnails are curves or bars, and stand only where they were asked for.
    void setSampleShape(const core::Shape &shape);
    /// A sample hovered in another view: ringed.
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    /// Those that are worked with: the others are pale. Empty: none.
    void setChoice(const MapChoice &choice);
    /// What the menu brings back by name.
    void setKept(const QStringList &names) { m_keptNames = names; }
    const MapChoice &choice() const { return m_choice; }
    /// Of a map that does not lead back to codes, those that it is of: by them it estimates where another one stands. Null: none.
    void setCodes(std::shared_ptr<const analysis::CodeTable> codes);
    /// The code that the mixing desk makes: marked where it stands, or by an estimate; empty: none.
    void setDeskCode(std::vector<float> code);
    /// How uncertain the codes are, and their prior; null: nothing is known of that.
    void setPosterior(std::shared_ptr<const analysis::PosteriorPicture> posterior);
    /// Of what the person draws, likewise.
    void setDrawnCode(std::vector<float> code);
    void clear();
    /// Shows all codes, and follows them again.
    void fit();

    /// Its range follows the codes, or pictures for the new range are about to be asked for.
    bool isMoving() const { return m_motion.isActive() || m_picturePause.isActive(); }

    Scatter *scatter() const { return m_scatter; }
    QCustomPlot *plot() const { return m_plot; }

signals:
    void axesEdited(const hourglass::analysis::LatentAxes &axes);
    /// A grid of pictures is wanted for every frame from now on; none if `columns` is 0. One row, with bottom = top = 0, for one
    /// unit. Said again whenever a picture came or the view moved, be it the same: other axes chosen and taken back
    /// before their picture came leave nothing wanted.
    void latticeWanted(double left, double right, double bottom, double top, int columns, int rows);
    /// Pictures of these samples are wanted from now on: as they are, or as every snapshot reconstructs them; of none if there are none. Said again likewise.
    void thumbnailsWanted(const std::vector<hourglass::core::Index> &samples, bool areReconstructions);
    void layersEdited(const hourglass::ui::MapLayers &layers); ///< shown already: its owner keeps them
    void cursorMoved(double x, double y);
    void cursorLeft();
    void cursorPinned(double x, double y);
    void cursorReleased();
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void colouringChosen(const hourglass::ui::ColouringEntry &entry); ///< the owner answers with setColouring
    void exportFailed(const hourglass::core::Error &error);
    /// These are to be worked with; none: no longer. The owner answers with setChoice.
    void samplesChosen(const std::vector<hourglass::core::Index> &samples, const QString &name);
    void choiceNamed(const QString &name);
    void choiceForgotten(); ///< it stays chosen
    void keptWanted(int number);
    void choiceExportWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Cursor {
        QPointF at; ///< in coordinates of the plane
        bool isPresent = false, isPinned = false, isByKeys = false;
    };
    struct BeforeClick { ///< what a double click takes back
        Cursor cursor;
        std::optional<core::Index> selected;
    };

    void buildPlot();
    void connectGlass();

    bool isLine() const { return m_picture && m_picture->units == 1; }

    // Codes in space (latent_map_space.cpp)
    bool isSpatial() const { return m_space != nullptr; }
    /// Makes m_picture of m_space, as it is seen from the present angle.
    void look();
    void refreshSight();
    void turn(const QPointF &pixels);
    QPointF seenAt(double x, double y, double z) const;
    /// Of the axes, so that all codes are seen from every angle, to the same scale along both.
    std::pair<Extent, Extent> spaceExtents() const;
    void fitSpace();
    QString captionInSpace() const;
    void refreshCodes();
    void refreshColours();
    void refreshLegend();
    void refreshKnown();
    void replot();
    void fitHeader();

    // What is shown of the plane, and the pictures for it (latent_map_range.cpp)
    static constexpr int stripHeight = 52; ///< below the ridges of one unit
    void refreshRange();
    /// Wider at the right by what the legend covers.
    Extent withRoomForLegend(const Extent &extent) const;
    void makeRoomForLegend();
    void follow();
    void wantPictures();
    void requestPictures();
    void requestLattice();

    // What is drawn of the codes (latent_map_layers.cpp)
    void buildLayers();
    void connectLayers();
    bool areImages() const { return !m_sampleShape || m_sampleShape->isImage(); }
    bool canHaveLattice() const; ///< images, and a way back to codes
    bool hasLattice() const;
    bool hasThumbnails() const;
    void rememberPlaces(); ///< for the trails of samples, while they are drawn
    void refreshOffer();
    void requestThumbnails();
    std::optional<core::Index> thumbnailAt(const QPointF &pixel) const;

    // Under the mouse (latent_map_mouse.cpp), and what it says (latent_map_card.cpp)
    void moveCursor(const QPointF &pixel, bool isByKeys);
    void leaveCursor();
    void click(const QPointF &pixel);
    void takeBackClick();
    void stepCursor(const QPointF &direction, bool isFine);
    void confirm();
    void letGo();
    void pan(const QPointF &from, const QPointF &to);
    void zoom(const QPointF &pixel, double steps);
    void pin();
    void release();
    void hover(std::optional<core::Index> sample);
    void hoverAt(const QPointF &pixel);
    std::optional<QPointF> placeOfCode(const std::vector<float> &code) const;       ///< on the plane; nothing where that is not known
    std::optional<QPointF> pixelOfPlace(const std::optional<QPointF> &place) const; ///< nothing where it lies outside
    void refreshMarks();
    void refreshPlaces();
    void refreshCard();
    void describeCursor();
    void openMenu(const QPoint &global);

    // What is selected (latent_map_selection.cpp)
    void connectChoosing();
    void refreshChoice();
    void select(const QPolygonF &outline, bool isAdded);
    void toggle(const std::vector<core::Index> &samples, const QString &name);
    bool toggleAtCursor();
    bool toggleClassAtCursor();
    bool selectNeighbours();
    bool selectAllShown();
    bool invertChoice();
    bool zoomToChoice();
    bool isolate(bool isIsolated);
    bool isPointShown(std::size_t point) const;
    QPointF pixelOfPoint(std::size_t point) const; ///< may be not finite
    std::vector<core::Index> samplesOfClass(int label) const;
    void addChoosingTo(QMenu *menu);
    QPointF planeAt(const QPointF &pixel) const;
    QPointF pixelAt(const QPointF &plane) const;
    std::optional<core::Index> sampleNear(const QPointF &pixel, double radius) const;
    std::optional<std::size_t> pointOf(core::Index sample) const;
    std::optional<QPointF> pixelOf(std::optional<core::Index> sample) const;
    TrailLine trailOf(std::optional<core::Index> sample) const; ///< of the last epochs in pixels; empty where trails are not drawn
    QPolygonF cloudOf(std::optional<core::Index> sample) const; ///< its σ ellipse in pixels; empty where there is none
    QString className(int label) const;
    QString ridgeName(int label) const; ///< of a class, or of a step of what colours

    ColouringChoice *m_colouringChoice;
    AxesChoice *m_axesChoice;
    LayersChoice *m_layersChoice;
    QCustomPlot *m_plot;
    Lattice *m_lattice;
    Scatter *m_scatter;
    Density *m_density;
    Thumbnails *m_thumbnails;
    TrailMarks *m_trailMarks;
    ClassMarks *m_classMarks;
    SpaceAxes *m_spaceAxes;
    PosteriorMarks *m_posteriorMarks;
    Distribution *m_distribution;
    MapTicks *m_ticks;
    MapGlass *m_glass;
    MapLegend *m_legend;
    ColourBar *m_colourBar;
    FigureLegend *m_figureLegend;
    SelectionTray *m_tray;
    PlotExport *m_export;

    std::shared_ptr<const analysis::LatentPicture> m_picture; ///< the newest; of codes in space as they are seen: x to the right, y up, z towards the eye
    std::shared_ptr<const analysis::LatentPicture> m_space;   ///< those codes; null: the map is a plane
    Turntable m_turntable;
    std::array<double, 3> m_spaceCentre{};                                    ///< about which they turn
    double m_spaceRadius = 1;                                                 ///< of most of them about it
    bool m_isStale = false;                                                   ///< it came while the view was hidden
    std::optional<std::pair<core::Index, analysis::LatentAxes>> m_shownPlane; ///< units and axes of what is drawn
    std::vector<std::string> m_classes;
    SharedColouring m_colouring;
    std::optional<core::Shape> m_sampleShape;

    FollowingRange m_followX, m_followY;
    Extent m_extentX; ///< of most codes, without the legend's room
    QRect m_legendPlace;
    bool m_isFollowing = true, m_hasRange = false;
    QTimer m_motion;
    QElapsedTimer m_sinceMotion;

    QTimer m_picturePause;

    Cursor m_cursor;
    std::optional<QPointF> m_mouse; ///< in pixels, while it is over the map
    BeforeClick m_beforeClick;
    std::optional<core::Index> m_hovered, m_marked, m_selected;
    std::shared_ptr<const analysis::CodeTable> m_codes;
    std::vector<float> m_deskCode, m_drawnCode;
    std::optional<QPointF> m_deskPlace, m_drawnPlace; ///< of these, on the plane
    bool m_isPanning = false;
    std::shared_ptr<const analysis::SampleNeighbours> m_neighbours; ///< of the hovered sample, or null
    MapChoice m_choice;
    bool m_isIsolated = false;
    QStringList m_keptNames;
};

} // namespace hourglass::ui
