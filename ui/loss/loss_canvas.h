// The plot of the Loss dock: draws runs from thinned curves, fits itself to the present one, and is zoomed and read with
// mouse and keys. What it costs depends on its width in pixels, not on the number of steps.
#pragma once

#include <memory>
#include <optional>

#include <qcustomplot.h>

#include "ui/loss/loss_annotations.h"
#include "ui/loss/loss_curves.h"
#include "ui/loss/loss_fit.h"
#include "ui/loss/loss_read_out.h"
#include "ui/loss/loss_run.h"
#include "ui/theme/key_table.h"

class QToolButton;

namespace hourglass::ui {

class NumberTicker;

class LossCanvas : public QCustomPlot {
    Q_OBJECT
public:
    /// Keeps references: the runs outlive the canvas.
    LossCanvas(const LossRun &run, const std::vector<LossOverlay> &others, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setView(const LossView &view);
    const LossView &view() const { return m_view; }
    void setBaselines(const std::vector<Baseline> &baselines) { m_baselines = baselines; }
    void setValues(const std::vector<PresentValue> &values) { m_annotations->values = values; }

    /// Thins, fits and draws. The run may have changed in any way.
    void rebuild();
    void startFitting(); ///< as fit(), but forgets the present extents as well and does not draw
    bool isFitted() const { return m_isFitted; }
    const Reading &reading() const { return m_readOut->reading; }
    const std::vector<LossTerm> &terms() const { return m_terms; }
    const LossAnnotations &annotations() const { return *m_annotations; }
    /// What keys and mouse do here.
    InputSection inputs() const;
    /// The moment that the views show, where that is a past one: a line.
    void showMoment(const std::optional<std::pair<Index, double>> &stepAndEpoch);
    std::optional<double> shownMoment() const { return m_readOut->shownMoment; }
    /// A mark that somebody points at elsewhere; -1: none.
    void lightMark(int mark);
    QRectF readOutBox() const { return m_readOut->box(); }

public slots:
    void fit(); ///< shows the whole run and follows it again
    void hideReading();

signals:
    void readingChanged();         ///< by the keys
    void wayBackChosen(int mark);  ///< its number was clicked
    void momentChosen(Index step); ///< the curve was clicked there
    void presentChosen();          ///< such a click was taken back
    void markHovered(int mark);    ///< -1: none any more

protected:
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    bool hasOthers() const; ///< to be seen
    const LossRun &fittedTo() const;
    std::vector<LegendEntry> legend() const;
    void fitExtents();
    void applyExtents();
    void zoomTo(const QRect &pixels);
    void zoomAt(const QPointF &pixel, double factor);
    void setFitted(bool isFitted);
    void readAt(double x, const QPointF &pointer);
    /// The step of the curve or of the mark without a way back under the pixel.
    std::optional<Index> stepAt(const QPointF &pixel) const;
    void updateReading(); ///< after the run or the extents moved
    void drawReading();
    void placeFitButton(); ///< where no read-out covers it
    void moveByKeys(int columns);
    void makeKeys();

    const LossRun &m_run;
    const std::vector<LossOverlay> &m_others;
    Theme m_theme = Theme::light();
    LossView m_view;
    std::vector<Baseline> m_baselines;
    std::vector<LossTerm> m_terms;
    QSharedPointer<NumberTicker> m_horizontal, m_vertical;
    std::unique_ptr<LossCurves> m_curves;
    LossAnnotations *m_annotations;
    LossReadOut *m_readOut;
    QToolButton *m_fitButton;
    Extent m_runExtent{0, 0}, m_lossExtent{0, 0};
    bool m_isFitted = true;
    std::optional<QPointF> m_pointer; ///< pixel of the mouse
    std::optional<double> m_keyPlace; ///< coordinate that the keys chose
    std::optional<QPointF> m_pressed; ///< pixel where the mouse went down
    std::optional<std::pair<Index, double>> m_moment;
    std::optional<Index> m_momentBefore; ///< that was shown before the last click
    bool m_hasClicked = false;           ///< that click chose a moment
    int m_markElsewhere = -1;
    KeyTable m_keys;
    std::vector<double> m_edges; ///< kept for their memory, as the columns
    std::vector<CurveColumn> m_trainColumns, m_heldOutColumns, m_otherColumns;
};

} // namespace hourglass::ui
