// The samples of the largest errors as pictures, the largest first.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "engine/data/dataset.h"
#include "engine/data/sample_id.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class WorstSamples : public QWidget {
    Q_OBJECT
public:
    struct Sample {
        data::SampleId id;
        double error = 0;
        bool isAnomalous = false;
    };

    explicit WorstSamples(QWidget *parent = nullptr);

    /// As many as there is room for are drawn.
    void show(std::shared_ptr<const data::Dataset> dataset, std::vector<Sample> samples);
    void setTheme(const Theme &theme);
    QRect placeOf(std::size_t sample) const;

    static constexpr std::size_t most = 24;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

signals:
    void sampleSelected(std::optional<hourglass::data::SampleId> sample);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    std::optional<std::size_t> sampleAt(const QPoint &point) const;

    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<Sample> m_samples;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
