#include "app/background/unit_feed.h"

namespace hourglass::app {

namespace {

constexpr core::Index mostFavourites = 40; ///< as many as a large panel has room for

/// Cheap enough to follow the training itself.
MeasuringPace quickPace() {
    MeasuringPace pace;
    pace.leastEpochs = 0;
    pace.leastSeconds = 0.25;
    return pace;
}

} // namespace

UnitFeed::UnitFeed(SnapshotFeed &snapshots, QObject *parent)
    : QObject(parent), m_snapshots(snapshots), m_favouritesPace(quickPace()), m_inputPace(quickPace()) {
    m_favouritesTask.layer = m_inputTask.layer = -1;
    m_favouritesTask.count = mostFavourites;
    m_inputTask.latest = std::make_shared<analysis::LatestBounds>();
    m_favourites = snapshots.subscribe<analysis::FavouritesTask>(this, [this](const analysis::Answer<analysis::FavouritesPicture> &answer) {
        m_favouritesPace.take(answer.moment, answer.cpuSeconds);
        emit favouritesArrived(answer.result);
    });
    m_input = snapshots.subscribe<analysis::ExcitingInputTask>(this, [this](const analysis::Answer<analysis::ExcitingInputPicture> &answer) {
        m_inputPace.take(answer.moment, answer.cpuSeconds);
        emit inputArrived(answer.result);
    });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_status = {}; // of the training before
        measureAnew();
    });
    connect(&snapshots, &SnapshotFeed::unitsChanged, this, &UnitFeed::measureAnew);
}

void UnitFeed::measureAnew() {
    m_favourites->wantNothing();
    m_input->wantNothing();
    m_favouritesPace = m_inputPace = quickPace();
    follow(m_status);
}

void UnitFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    m_favourites->setWatched(isVisible);
    m_input->setWatched(isVisible);
    follow(m_status);
}

void UnitFeed::setUnit(int layer, core::Index unit) {
    if (layer == m_favouritesTask.layer && unit == m_favouritesTask.unit)
        return;
    m_favouritesTask.layer = m_inputTask.layer = layer;
    m_favouritesTask.unit = m_inputTask.unit = unit;
    measureAnew();
}

void UnitFeed::setSmoothness(double smoothness) {
    if (smoothness == m_inputTask.options.smoothness)
        return;
    m_inputTask.options.smoothness = smoothness;
    m_input->wantNothing();
    m_inputPace = quickPace();
    follow(m_status);
}

void UnitFeed::follow(const training::Status &status) {
    m_status = status;
    if (!m_isVisible || m_favouritesTask.layer < 0 || status.state == training::State::Idle)
        return;
    if (!m_favourites->isBusy()) // answered, or that stack had no such unit
        m_favouritesPace.isAsked = false;
    if (!m_input->isBusy())
        m_inputPace.isAsked = false;
    if (m_favouritesPace.isDue(status, m_snapshots.measuringShare())) {
        m_favouritesPace.isAsked = true;
        m_favourites->wantAnew(m_favouritesTask);
    }
    if (m_inputPace.isDue(status, m_snapshots.measuringShare())) {
        m_inputPace.isAsked = true;
        m_input->wantAnew(m_inputTask);
    }
}

} // namespace hourglass::app
