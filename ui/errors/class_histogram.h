// Errors as stacked bars, a colour a class, with a brush along their axis.
#pragma once

#include <optional>
#include <utility>

#include <QStringList>
#include <QWidget>

#include "ui/errors/error_bins.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;
class PlotExport;

class ClassHistogram : public QWidget {
    Q_OBJECT
public:
    explicit ClassHistogram(QWidget *parent = nullptr);

    void show(ErrorBins bins);
    using QWidget::show;
    void setClasses(const QStringList &names) { m_classes = names; }
    void setTheme(const Theme &theme);
    /// Counts on a logarithmic axis.
    void setLogarithmic(bool isLogarithmic);
    /// What is brushed, in errors, with how many samples of each class; the owner answers a brush with it. Nothing: no brush. The last count is of those
    /// without a class.
    void setBrush(std::optional<std::pair<double, double>> range, std::vector<core::Index> counts);
    const std::optional<std::pair<double, double>> &brush() const { return m_brush; }
    const ErrorBins &bins() const { return m_bins; }
    double pixelOf(double error) const;
    /// What stands in a bin: "0.020 to 0.022: 31 samples, Shirt 12, Coat 8 …".
    QString textOf(int bin) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {300, 200}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

signals:
    void brushed(double from, double to); ///< while it is drawn
    void brushReleased();
    void brushCleared();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QRectF plot() const;
    double errorAt(double pixel) const;
    double heightOf(core::Index count) const; ///< share of the plot's
    void paintBars(QPainter &painter, const QRectF &place) const;
    void paintBrush(QPainter &painter, const QRectF &place) const;
    void paintLegend(QPainter &painter, const QRectF &place) const;
    void paintAxes(QPainter &painter, const QRectF &place) const;
    bool moveThreshold(int byBins);

    ErrorBins m_bins;
    QStringList m_classes;
    Theme m_theme = Theme::light();
    std::optional<std::pair<double, double>> m_brush;
    std::vector<core::Index> m_brushed;
    std::optional<double> m_pressedAt; ///< the end of the brush that stays
    bool m_isLogarithmic = false, m_hasMoved = false;
    KeyTable m_keys;
    PlotExport *m_export;
};

/// An error as short as it is read: "0.037", "31.4".
QString errorFigure(double error);

} // namespace hourglass::ui
