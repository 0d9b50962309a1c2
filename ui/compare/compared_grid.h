// The same samples as several runs make them: a column each, the originals above, a row for each run below. It says which column the pointer and the
// keys are at; which one is selected or marked is told to it.
#pragma once

#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "engine/core/result.h"
#include "ui/compare/compared_row.h"
#include "ui/reconstructions/reconstruction_style.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

class ComparedGrid : public QWidget {
    Q_OBJECT
public:
    explicit ComparedGrid(QWidget *parent = nullptr);

    void showRows(std::vector<ComparedRow> rows);
    /// Said where there is no picture to show.
    void setMessage(const QString &sentence);
    void setClasses(const QStringList &names);
    void setFeatures(const QStringList &names);
    void setColouring(SharedColouring colouring); ///< null: by class
    void setMeasure(analysis::Measure measure);
    void setTheme(const Theme &theme);
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);

    const std::vector<ComparedRow> &rows() const { return m_rows; }
    const ReconstructionLayout &layoutOfColumns() const { return m_layout; }
    const ReconstructionStyle &style() const { return m_style; } ///< of the pictures that are shown
    int shownColumns() const;
    int columnOf(std::optional<core::Index> sample) const; ///< -1 where it is not shown
    std::optional<core::Index> sampleAt(int column) const;
    /// What keys and mouse do here.
    InputSection inputs() const;

    QSize sizeHint() const override { return {760, 300}; }
    QSize minimumSizeHint() const override { return {260, 150}; }

signals:
    void columnsChanged(int count); ///< how many fit
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
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
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void updateStyle();
    void composeIfNeeded();
    void invalidate();
    void hoverAt(const QPointF &point);
    QString helpAt(const QPointF &point) const;
    void makeKeys();

    std::vector<ComparedRow> m_rows, m_drawn; ///< in the source's numbers, and as charts draw them
    ReconstructionStyle m_style;
    ReconstructionLayout m_layout;
    SteadyLimit m_limit;
    QImage m_sheet;
    bool m_isSheetCurrent = false;
    analysis::Measure m_measure = analysis::Measure::Mse; ///< as it was chosen
    QString m_message;
    std::optional<core::Index> m_marked, m_selected, m_hoveredSample;
    int m_hovered = -1;
    SamplePlace m_place; ///< under the pointer, in the hovered column
    QPointF m_pointer{-1, -1};
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
