// Errors of two kinds of samples as histograms, with a threshold that is dragged; beside them the ROC curve that it moves along.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "engine/judging/ranking.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;

/// Errors of samples, and which of them count as anomalous; none where nothing was said.
struct RatedErrors {
    std::vector<double> errors;
    std::vector<std::uint8_t> isAnomalous; ///< as long, or empty
    std::optional<judging::Ranking> ranking;
};

class ErrorHistogram : public QWidget {
    Q_OBJECT
public:
    explicit ErrorHistogram(QWidget *parent = nullptr);

    void show(const RatedErrors *errors, double threshold);
    void setTheme(const Theme &theme);
    void writeNumbers(CsvWriter &writer) const; ///< a row a bin
    /// Where an error stands, in pixels.
    double pixelOf(double error) const;
    double threshold() const { return m_threshold; }

    static constexpr int bins = 60;
    QSize sizeHint() const override { return {360, 200}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

signals:
    void thresholdEdited(double threshold);
    void thresholdReset(); ///< by a double-click: back to the best

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRectF plot() const;
    double errorAt(double pixel) const;

    std::vector<double> m_shares[2]; ///< of normal and anomalous samples, by bin
    double m_to = 1, m_threshold = 0;
    bool m_isDragged = false, m_hasKinds = false, m_hasErrors = false;
    Theme m_theme = Theme::light();
};

class RocPicture : public QWidget {
    Q_OBJECT
public:
    explicit RocPicture(QWidget *parent = nullptr);

    /// `cut` is marked. Null: nothing to draw.
    void show(const judging::Ranking *ranking, const judging::Cut &cut);
    void setTheme(const Theme &theme);
    void writeNumbers(CsvWriter &writer) const; ///< a row a threshold

    QSize sizeHint() const override { return {200, 200}; }
    QSize minimumSizeHint() const override { return {110, 110}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF plot() const;

    std::optional<judging::Ranking> m_ranking;
    judging::Cut m_cut;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
