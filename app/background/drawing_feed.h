// What the model makes of a sample that the person draws: at once on the GUI thread, so that no picture is later than the hand; by the inspector, where the
// stack is too large for that.
#pragma once

#include <QObject>

#include "app/background/code_decoder.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/nearest_task.h"
#include "engine/analysis/reconstruction_task.h"

namespace hourglass::app {

class DrawingFeed : public QObject {
    Q_OBJECT
public:
    explicit DrawingFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    /// In the source's numbers; empty, or of another size than a sample: nothing.
    void draw(const std::vector<float> &values);

signals:
    /// Null: nothing was drawn. In the source's numbers.
    void answered(std::shared_ptr<const analysis::ReconstructionColumn> column);
    void coded(const std::vector<float> &code); ///< empty: nothing was drawn
    void nearestArrived(std::shared_ptr<const analysis::NearestPicture> nearest);

private:
    void take();
    void answer();
    void forget();

    SnapshotFeed &m_snapshots;
    CodeDecoder m_decoder;
    std::vector<float> m_drawn;  ///< in the source's numbers
    std::vector<float> m_sample; ///< in the numbers that are trained on
    bool m_isVisible = false;
    bool m_isAtOnce = false; ///< the last answer was given on the GUI thread
    std::shared_ptr<analysis::LatestCodes> m_trainingCodes = std::make_shared<analysis::LatestCodes>();
    std::shared_ptr<analysis::Subscription<analysis::ReconstructionTask>> m_reconstruction;
    std::shared_ptr<analysis::Subscription<analysis::NearestTask>> m_nearest;
};

} // namespace hourglass::app
