// The small charts of the data view: classes as bars, the histogram of values, each feature's mean and spread.
#pragma once

#include <QWidget>

#include "engine/analysis/data_statistics.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;

/// A bar a class, in the class's colour, with its name and count: how balanced the classes are. A click or Enter chooses one.
class ClassBars : public QWidget {
    Q_OBJECT
public:
    explicit ClassBars(QWidget *parent = nullptr);

    /// `parts` is by label.
    void show(const std::vector<std::string> &names, const std::vector<std::array<core::Index, 3>> &counts);
    void setTheme(const Theme &theme);
    void setChosen(int label); ///< -1: all
    /// A row a class: its samples in each part.
    void writeNumbers(CsvWriter &writer) const;

    static constexpr int mostBars = 100;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

signals:
    void classChosen(int label); ///< -1 where the chosen one was chosen again

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    int lineHeight() const;
    int labelAt(const QPoint &point) const;
    core::Index total(int label) const;

    std::vector<std::string> m_names;
    std::vector<std::array<core::Index, 3>> m_counts;
    core::Index m_most = 0;
    int m_chosen = -1, m_hovered = -1;
    Theme m_theme = Theme::light();
};

/// How often values occur; hover reads a bin.
class HistogramChart : public QWidget {
    Q_OBJECT
public:
    explicit HistogramChart(QWidget *parent = nullptr);

    void show(const analysis::ValueHistogram &histogram);
    void setTheme(const Theme &theme);
    /// A row a bin: where it begins and ends, and how many values lie in it.
    void writeNumbers(CsvWriter &writer) const;
    QSize sizeHint() const override { return {200, 96}; }
    QSize minimumSizeHint() const override { return {80, 96}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF plot() const;

    analysis::ValueHistogram m_histogram;
    Theme m_theme = Theme::light();
};

/// One number a feature: an image for images, a line for series, bars for a table.
class FeatureChart : public QWidget {
    Q_OBJECT
public:
    explicit FeatureChart(const QString &title, QWidget *parent = nullptr);

    /// Drawn within `from` … `to`, where bars and lines begin and end and an image is black and white.
    void show(const std::vector<double> &values, const core::Shape &shape, const std::vector<std::string> &names, double from, double to);
    void setTheme(const Theme &theme);
    /// A row a feature: its name or number, and its value.
    void writeNumbers(CsvWriter &writer) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF place() const;

    QString m_title;
    std::vector<float> m_values;
    core::Shape m_shape;
    std::vector<std::string> m_names;
    double m_from = 0, m_to = 1;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
