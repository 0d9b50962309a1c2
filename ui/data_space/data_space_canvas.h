// The data space itself: paints the scene and takes mouse and keys. What moves with the mouse lies over a picture of the scene, which is made anew only
// where something of it changed.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

#include "ui/data_space/space_scene.h"
#include "ui/plots/mark_sprites.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class ColourBar;
class SpaceCard;

class DataSpaceCanvas : public QWidget {
    Q_OBJECT
public:
    explicit DataSpaceCanvas(QWidget *parent = nullptr);

    /// Other data: their features by name, and what is added to their numbers; their classes. Nothing is shown of those before.
    void begin(const std::vector<SpaceAxis> &axes, const std::vector<std::string> &classes);
    void show(std::shared_ptr<const analysis::DataSpacePicture> picture);
    /// In the place of everything; empty: nothing is in the way.
    void setObstacle(const QString &sentence);
    void setTheme(const Theme &theme);
    void setColouring(const SharedColouring &colouring);
    void setLook(const SpaceLook &look);
    const SpaceLook &look() const { return m_scene.look(); }
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    /// Those that are worked with, ascending: the others are pale. Empty: none.
    void setChosen(std::vector<core::Index> samples);
    /// As it was looked at first.
    void fit();

    const std::shared_ptr<const analysis::DataSpacePicture> &picture() const { return m_picture; }
    const SpaceSight &sight() const { return m_sight; }
    const QString &obstacle() const { return m_obstacle; }
    std::optional<core::Index> hovered() const { return m_hovered; }
    std::optional<core::Index> marked() const { return m_marked; }
    std::optional<core::Index> selected() const { return m_selected; }
    /// In pixels of the widget; nothing where it is not shown.
    std::optional<QPointF> pixelOf(std::optional<core::Index> sample) const;
    /// The nearest to the eye of those about a pixel.
    std::optional<core::Index> sampleNear(const QPointF &pixel) const;
    /// What keys and mouse do here.
    InputSection inputs() const;
    /// Takes what belongs to the mouse away, for a figure.
    void hideReading();

    QSize sizeHint() const override { return {480, 360}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

signals:
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void menuWanted(const QPoint &global);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void makeKeys();
    void refresh(); ///< the scene is another, or is seen otherwise
    void refit();
    void hover(std::optional<core::Index> sample);
    void refreshCard();
    void refreshCursor();
    std::optional<std::size_t> pointOf(core::Index sample) const;
    QString className(int label) const;
    void paintScene(QPainter &painter);
    void paintLegend(QPainter &painter) const;
    QRect legendPlace() const;
    void paintMarks(QPainter &painter);

    Theme m_theme = Theme::light();
    QFont m_font;
    std::vector<SpaceAxis> m_axes;
    std::vector<std::string> m_classes;
    SharedColouring m_colouring;
    std::shared_ptr<const analysis::DataSpacePicture> m_picture;
    SpaceFrame m_frame;
    SpaceSight m_sight;
    SpaceScene m_scene;
    ScenePicture m_rendered;
    double m_renderedRatio = 0; ///< 0: it is to be made anew
    QString m_obstacle;
    MarkSprites m_sprites;
    KeyTable m_keys;
    ColourBar *m_colourBar;
    SpaceCard *m_card;

    std::optional<QPointF> m_pressed, m_dragged, m_mouse; ///< where the button went down; where the drag is, once it is one
    bool m_swallowsRelease = false;                       ///< the second release of a double-click is no click
    bool m_showsFocus = false;
    std::optional<core::Index> m_hovered, m_marked, m_selected;
    std::optional<core::Index> m_beforeClick; ///< selected then: what a double-click takes back
};

} // namespace hourglass::ui
