// What the panel Factors shows: measured again as the training goes on, but for at most a small share of a core, and only while it is in sight.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/measuring_pace.h"
#include "app/background/snapshot_feed.h"
#include "engine/judging/factors_task.h"

namespace hourglass::app {

class FactorsFeed : public QObject {
    Q_OBJECT
public:
    explicit FactorsFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    /// Asks for what is due.
    void follow(const training::Status &status);

signals:
    void begun(); ///< another training: nothing of it is measured yet
    void arrived(std::shared_ptr<const judging::FactorsReport> report, const analysis::Moment &moment);

private:
    SnapshotFeed &m_snapshots;
    bool m_isVisible = false;
    std::shared_ptr<analysis::Subscription<judging::FactorsTask>> m_subscription;
    MeasuringPace m_pace;
};

} // namespace hourglass::app
