// A row for each unit of the code: the codes of the samples beside the prior, and what the unit tells.
#pragma once

#include <QAbstractScrollArea>

#include <memory>
#include <vector>

#include "engine/analysis/posterior_task.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class UnitRows : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit UnitRows(QWidget *parent = nullptr);

    /// Null: nothing to show. What tells most stands at the top; while somebody points at a row, or the keys are here, rows keep their places.
    void showPicture(std::shared_ptr<const analysis::PosteriorPicture> picture);
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::vector<int> &order() const { return m_order; } ///< of the units, from the top
    /// In coordinates of the viewport.
    QRectF rowOf(int unit) const;
    QRectF barOf(int unit) const; ///< what it tells: as long as its share of the largest
    QString textOf(int unit) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {320, 240}; }
    QSize minimumSizeHint() const override { return {180, 90}; }

signals:
    void menuWanted(const QPoint &global);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Columns {
        QRectF name, histogram, bar, number; ///< of the first row
    };
    Columns columns() const;
    double toldBy(int unit) const; ///< KL divergence in nats, or the variance of a code that is no distribution
    double most() const;
    void fitScrollBar();
    void paintHeadings(QPainter &painter, const Columns &places) const;
    void paintRow(QPainter &painter, int row, const Columns &places) const;
    void paintHistogram(QPainter &painter, const QRectF &place, const analysis::UnitPosterior &unit) const;

    std::shared_ptr<const analysis::PosteriorPicture> m_picture;
    std::vector<int> m_order;
    Theme m_theme = Theme::light();
    QString m_emptyText;
    PlotExport *m_export;
};

} // namespace hourglass::ui
