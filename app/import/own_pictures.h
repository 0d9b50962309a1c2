// Pictures that the person brings beside the data: pasted, or dropped on the window. The model reconstructs them like test samples, while it trains.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QObject>

#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"

namespace hourglass::ui {
class MainWindow;
class ReconstructionsView;
} // namespace hourglass::ui

namespace hourglass::app {

class ReconstructionFeed;
class Session;

class OwnPictures : public QObject {
    Q_OBJECT
public:
    static constexpr int most = 4; ///< the oldest makes room for the newest

    explicit OwnPictures(ReconstructionFeed &reconstructions, QObject *parent = nullptr);

    /// Whether the path is one picture file.
    static bool isPicture(const QString &path);
    void addFile(const QString &path);
    void add(const QImage &image);
    void clear();
    /// They are brought to the shape of other data; beside data that are no pictures they wait.
    void setDataset(std::shared_ptr<const data::Dataset> dataset);

signals:
    void countChanged(int count);
    void problemMet(const core::Error &error);

private:
    void add(data::Picture picture);
    void show();
    bool isShowable() const;

    ReconstructionFeed &m_reconstructions;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<data::Picture> m_pictures; ///< the newest first
};

/// Pasting and dropping bring pictures, the view's button takes them away.
void linkOwnPictures(Session &session, ui::MainWindow &window, ui::ReconstructionsView &view, ReconstructionFeed &reconstructions);

} // namespace hourglass::app
