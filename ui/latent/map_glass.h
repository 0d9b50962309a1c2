// A pane over the map that takes mouse and keys and draws what moves with them: cursor, rings, card. The map below is not painted
// anew.
#pragma once

#include <QWidget>

#include <array>
#include <optional>

#include "ui/latent/hover_card.h"
#include "ui/latent/lasso.h"
#include "ui/latent/trail_marks.h"
#include "ui/plots/halo_texts.h"
#include "ui/plots/mark_sprites.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// The card as a widget of its own, above the legend too; the mouse goes through it.
class CardPane : public QWidget {
    Q_OBJECT
public:
    explicit CardPane(QWidget *parent);
    HoverCard &card() { return m_card; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    HoverCard m_card;
};

class MapGlass : public QWidget {
    Q_OBJECT
public:
    explicit MapGlass(QWidget *parent);

    enum class CursorLook { Ring, Cross, Line };                               ///< at the mouse; pinned or moved by keys; over a distribution
    struct Marks {                                                             ///< in pixels
        std::optional<QPointF> cursor, hovered, marked, selected, desk, drawn; ///< the last two: the mix of the desk, and what is drawn
        CursorLook look = CursorLook::Ring;
        bool isPinned = false;
        bool areEstimates = false;       ///< desk and drawn
        std::array<QPolygonF, 2> clouds; ///< how uncertain the hovered and the selected code are; empty: not at all
        std::array<TrailLine, 2> trails; ///< where the hovered and the selected sample moved; empty: not drawn
        bool operator==(const Marks &) const = default;
    };

    void setTheme(const Theme &theme);
    void setMarks(const Marks &marks);
    /// Edit, then call refreshCard().
    HoverCard &card() { return m_pane->card(); }
    /// Shows the card beside the cursor, or hides it.
    void refreshCard(bool isShown);
    /// The part that a card should keep free where it can.
    void setObstacle(const QRect &obstacle) { m_obstacle = obstacle; }
    void setEmptyText(const QString &text);
    void setLineFloor(int pixels) { m_lineFloor = pixels; } ///< how far above the lower edge the cursor's line ends

    std::optional<QRect> cardRect() const;
    /// One more key; its owner does what it means.
    void addKey(const QKeyCombination &key, const QString &meaning, KeyTable::Act act) { m_keys.add({key}, meaning, std::move(act)); }
    /// What keys and mouse do here.
    InputSection inputs() const;
    const Marks &marks() const { return m_marks; }

signals:
    void moved(const QPointF &pixel);
    void left();
    void clicked(const QPointF &pixel);
    void doubleClicked(const QPointF &pixel);
    void dragged(const QPointF &from, const QPointF &to);
    void outlining();                                      ///< a line is being drawn about points
    void outlined(const QPolygonF &outline, bool isAdded); ///< `isAdded`: to those that are selected already
    void clickedToSelect(const QPointF &pixel);            ///< with Shift or Ctrl
    void wheeled(const QPointF &pixel, double steps);
    void arrowPressed(const QPointF &direction, bool isFine); ///< (±1, 0) or (0, ±1), down is positive
    void confirmed();
    void letGo();
    void menuWanted(const QPoint &global);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void makeKeys();
    void paintFrame(QPainter &painter);
    void paintMarks(QPainter &painter);
    void paintClouds(QPainter &painter) const;
    QRect placeOf(const Marks &marks) const; ///< of those that differ from the present ones
    void refresh(const QRect &part);
    bool giveUpLasso();
    void drawLasso(const QPointF &to, Qt::KeyboardModifiers modifiers);

    Theme m_theme = Theme::light();
    CardPane *m_pane;
    QRect m_obstacle;
    Marks m_marks;
    MarkSprites m_sprites;
    HaloTexts m_estimate; ///< the sign of one
    KeyTable m_keys;
    QRect m_dirty; ///< one rectangle since the last painting: a region of several takes Qt's slow way through the map below
    QString m_emptyText;
    int m_lineFloor = 0;

    Lasso m_lasso; ///< empty while none is drawn
    bool m_addsLasso = false;
    std::optional<QPointF> m_pressed, m_dragged; ///< where the button went down; where the drag is, once it is one
    bool m_swallowsRelease = false;              ///< the second release of a double click is no click
    bool m_showsFocus = false;
};

} // namespace hourglass::ui
