// The error of one sample at each moment that was kept of the training. The axis is the square root of the time, as the timeline's: much happens early.
#pragma once

#include <memory>

#include <qcustomplot.h>

#include "engine/analysis/sample_history_task.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class SampleErrorPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit SampleErrorPlot(QWidget *parent = nullptr);

    void show(std::shared_ptr<const analysis::SampleHistory> history); ///< null: nothing
    using QWidget::show;
    void setLogarithmic(bool isLogarithmic);
    void setTheme(const Theme &theme);
    const std::shared_ptr<const analysis::SampleHistory> &history() const { return m_history; }
    /// What is said of a moment: "epoch 0.5, step 120: MSE 0.031".
    QString textOf(std::size_t point) const;
    QPointF placeOf(std::size_t point) const;
    QString readOut() const { return m_readOut->text(); }
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {300, 200}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void fit();
    bool step(int by);
    void point(std::optional<std::size_t> at);

    std::shared_ptr<const analysis::SampleHistory> m_history;
    QCPGraph *m_line, *m_marked;
    QCPItemText *m_readOut;
    std::optional<std::size_t> m_pointed;
    bool m_isFitted = true;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
