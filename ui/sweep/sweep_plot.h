// What a sweep came to over its first setting, mean and spread, with PCA beside a bottleneck: the elbow. Of a variational code: its rate against the
// distortion.
#pragma once

#include <qcustomplot.h>

#include "ui/sweep/sweep_picture.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class SweepPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit SweepPlot(QWidget *parent = nullptr);

    void show(const SweepPicture &picture);
    using QWidget::show;
    void setSelected(int row);                    ///< −1: none
    void setBrushed(std::vector<bool> isBrushed); ///< others are pale; empty: none is
    void setTheme(const Theme &theme);
    PlotExport *plotExport() const { return m_export; }
    /// Where a row stands; nothing where it has no result.
    std::optional<QPointF> pixelOf(int row) const;
    QString readOut() const { return m_readOut->text(); }

    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

signals:
    void rowClicked(int row);
    void rowActivated(int row); ///< double-clicked

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Of a row, in the numbers of the axes.
    std::optional<QPointF> placeOf(int row) const;
    int rowAt(const QPointF &pixel) const;
    QString textOf(int row) const;
    void arrange();
    void placeAxes();
    void say(const QString &text);

    SweepPicture m_picture;
    SweepScale m_scale; ///< of the first setting
    bool m_hasNumbers = true;
    std::vector<bool> m_isBrushed;
    int m_selected = -1;
    Theme m_theme = Theme::light();
    QCPGraph *m_mean, *m_others, *m_pca, *m_marked, *m_best;
    QCPErrorBars *m_spread;
    QCPItemText *m_readOut, *m_pcaName, *m_ownName;
    QSharedPointer<QCPAxisTickerText> m_words;
    QSharedPointer<QCPAxisTicker> m_numbers;
    PlotExport *m_export;
};

} // namespace hourglass::ui
