// The reconstructions themselves: one column a sample, painted from a sheet that is composed once for each picture. It says which
// column the pointer and the keys are at; which one is selected or marked is told to it.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

#include "engine/core/result.h"
#include "ui/reconstructions/reconstruction_style.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;
class ReconstructionCard;

class ReconstructionGrid : public QWidget {
    Q_OBJECT
public:
    explicit ReconstructionGrid(QWidget *parent = nullptr);
    ~ReconstructionGrid() override;

    void showPicture(std::shared_ptr<const analysis::ReconstructionPicture> picture); ///< null: nothing to show
    void setClasses(const QStringList &names);
    void setFeatures(const QStringList &names);
    void setColouring(SharedColouring colouring); ///< null: by class
    void setOptions(const ReconstructionOptions &options);
    /// What is said where there is no sample to show; empty: what comes with the first ones.
    void setObstacle(const QString &sentence);
    void setTheme(const Theme &theme);
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);

    const ReconstructionLayout &layoutOfColumns() const { return m_layout; }
    int shownColumns() const;
    int columnOf(std::optional<core::Index> sample) const; ///< -1 where it is not shown
    double errorLimit() const { return m_style.errorLimit; }
    /// Of the picture that is shown, with its scales.
    const ReconstructionStyle &style();
    const std::shared_ptr<const analysis::ReconstructionPicture> &picture() const { return m_picture; }
    std::optional<core::Index> sampleAt(int column) const;
    /// What is marked in all pictures of the hovered sample.
    const SamplePlace &place() const { return m_place; }
    const ReconstructionCard *card() const;
    /// What keys and mouse do here.
    InputSection inputs() const;

    QSize sizeHint() const override { return {760, 270}; }
    QSize minimumSizeHint() const override { return {260, 168}; }

signals:
    void columnsChanged(int count); ///< how many fit, also told while there is no picture
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void newDrawRequested();
    void fullSizeRequested(hourglass::core::Index sample);
    void measuresRequested(const QPoint &global); ///< a click on the name of the measure
    void exportFailed(const hourglass::core::Error &error);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void composeIfNeeded();
    void updateScale();
    void updateFonts();
    void invalidate();
    void hoverAt(const QPointF &point);
    void setHoveredColumn(int column);
    void setPlace(const SamplePlace &place);
    void paintPlace(QPainter &painter) const;
    bool isOnMeasure(const QPointF &point) const;
    double bandAt(double y) const;
    void makeKeys();
    void selectColumn(int column);
    void enlarge(int column);
    void hideCard();
    QString helpAt(const QPoint &point) const;

    std::shared_ptr<const analysis::ReconstructionPicture> m_picture, m_drawn; ///< in the source's numbers, and as charts draw them
    ReconstructionStyle m_style;
    ReconstructionLayout m_layout;
    SteadyLimit m_limit;
    QImage m_sheet;
    bool m_isSheetCurrent = false;
    std::optional<core::Index> m_marked, m_selected, m_hoveredSample;
    int m_hovered = -1;
    SamplePlace m_place;                                  ///< under the pointer, in the hovered column
    analysis::Measure m_measure = analysis::Measure::Mse; ///< as it was chosen
    QString m_obstacle;
    QPointF m_pointer{-1, -1};
    bool m_isKeyboardCard = false;
    QTimer m_cardDelay;
    KeyTable m_keys;
    PlotExport *m_export;
    QPointer<ReconstructionCard> m_card; ///< owned by the window, made when it is first needed
};

} // namespace hourglass::ui
