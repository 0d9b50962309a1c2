// What excites the unit that is looked at: measured again as the training goes on, but never for more than a small share of a core, and only while
// somebody looks.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/measuring_pace.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/exciting_input_task.h"
#include "engine/analysis/favourites_task.h"

namespace hourglass::app {

class UnitFeed : public QObject {
    Q_OBJECT
public:
    explicit UnitFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    /// A layer of −1: none.
    void setUnit(int layer, core::Index unit);
    void setSmoothness(double smoothness);
    /// The stack is another, with the same training: what was measured is of the one before.
    void measureAnew();
    /// Asks for what is due.
    void follow(const training::Status &status);

signals:
    void favouritesArrived(std::shared_ptr<const analysis::FavouritesPicture> picture);
    void inputArrived(std::shared_ptr<const analysis::ExcitingInputPicture> picture);

private:
    SnapshotFeed &m_snapshots;
    bool m_isVisible = false;
    analysis::FavouritesTask m_favouritesTask;
    analysis::ExcitingInputTask m_inputTask;
    std::shared_ptr<analysis::Subscription<analysis::FavouritesTask>> m_favourites;
    std::shared_ptr<analysis::Subscription<analysis::ExcitingInputTask>> m_input;
    MeasuringPace m_favouritesPace, m_inputPace;
    training::Status m_status;
};

} // namespace hourglass::app
