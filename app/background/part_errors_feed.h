// The error of each sample of the shown part, measured again as the training goes on, while somebody looks at it.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/measuring_pace.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/part_errors.h"

namespace hourglass::app {

class PartErrorsFeed : public QObject {
    Q_OBJECT
public:
    explicit PartErrorsFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setWatched(bool isWatched);
    void setMeasure(analysis::Measure measure);
    void setCorruption(const data::Corruption &corruption, std::uint64_t seed);
    /// Asks for what is due.
    void follow(const training::Status &status);
    /// Those before are not what is wanted any more.
    void measureAnew();

    /// The newest of this training and these wishes, or null.
    const std::shared_ptr<const analysis::PartErrors> &errors() const { return m_errors; }
    const analysis::Moment &moment() const { return m_moment; }

signals:
    void begun(); ///< another training: nothing of it is measured yet
    void arrived(std::shared_ptr<const analysis::PartErrors> errors, const analysis::Moment &moment);

private:
    void change(const analysis::PartErrorsTask &task);

    SnapshotFeed &m_snapshots;
    std::shared_ptr<analysis::Subscription<analysis::PartErrorsTask>> m_subscription;
    analysis::PartErrorsTask m_task;
    std::shared_ptr<const analysis::PartErrors> m_errors;
    analysis::Moment m_moment;
    MeasuringPace m_pace;
    training::Status m_status; ///< as it was told last
    bool m_isWatched = false;
};

} // namespace hourglass::app
