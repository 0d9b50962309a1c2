// What is measured of the model to colour samples by: the predicted class or the density of the codes, again as the training goes on, while samples are
// coloured by it.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/measuring_pace.h"
#include "app/background/snapshot_feed.h"
#include "engine/judging/sample_marks_task.h"

namespace hourglass::app {

class MarksFeed : public QObject {
    Q_OBJECT
public:
    explicit MarksFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    enum class Mark { None, Predicted, Density };

    void setMark(Mark mark);
    /// Asks for what is due.
    void follow(const training::Status &status);

signals:
    void arrived(hourglass::app::MarksFeed::Mark mark, std::shared_ptr<const judging::SampleMarks> marks);

private:
    void take(Mark mark, const analysis::Answer<judging::SampleMarks> &answer);

    SnapshotFeed &m_snapshots;
    Mark m_mark = Mark::None;
    std::shared_ptr<analysis::Subscription<judging::PredictionsTask>> m_predictions;
    std::shared_ptr<analysis::Subscription<judging::DensityTask>> m_densities;
    MeasuringPace m_pace;
};

} // namespace hourglass::app
