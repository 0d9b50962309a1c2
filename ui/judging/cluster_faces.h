// The clusters of a code as pictures: what the decoder makes of each in the mean, with its name and size.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "engine/data/dataset.h"
#include "engine/judging/clusters_task.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;

class ClusterFaces : public QWidget {
    Q_OBJECT
public:
    explicit ClusterFaces(QWidget *parent = nullptr);

    /// `names`: the class that a person gave each cluster; nothing: its commonest.
    void show(std::shared_ptr<const judging::ClusterReport> report, std::shared_ptr<const data::Dataset> dataset,
              const std::vector<std::optional<std::int32_t>> &names);
    void setTheme(const Theme &theme);
    /// How much of the height is in sight: images are as large, by whole factors, as lets all be seen.
    void setRoom(int height);
    /// A row a cluster: name, samples, commonest class and how many are of it.
    void writeNumbers(CsvWriter &writer) const;
    /// Where a cluster stands; empty where there is none.
    QRect placeOf(std::size_t cluster) const;

signals:
    void clusterChosen(int cluster, const QPoint &at); ///< `at` on the screen

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    void makePictures();
    void place();
    int clusterAt(const QPoint &point) const;
    QSize pictureSize() const;
    QSize tileSize() const { return tileSize(pictureSize()); }
    QSize tileSize(const QSize &picture) const;
    int heightFor(const QSize &picture) const;
    bool isSmallImage() const;
    std::int32_t nameOf(std::size_t cluster) const;
    QString titleOf(std::size_t cluster) const;

    std::shared_ptr<const judging::ClusterReport> m_report;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<std::optional<std::int32_t>> m_names;
    std::vector<std::size_t> m_order;             ///< of the tiles: by class, then the larger first, so that they stay where they are while it trains
    std::vector<QImage> m_pictures;               ///< by cluster
    int m_hovered = -1, m_room = 0, m_factor = 0; ///< m_factor: pixels a pixel of a small image, or 0
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
