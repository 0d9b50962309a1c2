// One task, answered of several models of the same data: of those that runs were left in, once, and of the one that is shown and the one that trains beside
// it, as they learn.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/kept_model_task.h"

namespace hourglass::app {

/// A model that is looked at beside others.
struct ComparedModel {
    bool isShown = false;                       ///< the one that the training goes on with, or a past moment of it
    bool isBeside = false;                      ///< the one that trains beside that one
    std::shared_ptr<const plan::Snapshot> kept; ///< else; null: there is none to look at

    bool isThere() const { return isShown || isBeside || kept; }

    bool operator==(const ComparedModel &) const = default;
};

template <analysis::Task T>
class ModelsFeed {
public:
    using Result = typename T::Result;
    /// The place of the model in the list, and what was made of it.
    using Arrived = std::function<void(std::size_t, const std::shared_ptr<const Result> &)>;

    ModelsFeed(SnapshotFeed &snapshots, QObject *receiver, Arrived arrived) : m_snapshots(snapshots), m_receiver(receiver), m_arrived(std::move(arrived)) {
        m_shown = snapshots.subscribe<T>(receiver, [this](const auto &answer) {
            for (std::size_t place = 0; place < m_models.size(); ++place)
                if (m_models[place].isShown)
                    m_arrived(place, answer.result);
        });
        QObject::connect(&snapshots, &SnapshotFeed::besideArrived, receiver, [this] {
            for (std::size_t place = 0; place < m_models.size(); ++place)
                if (m_models[place].isBeside)
                    wantKept(place);
        });
    }

    /// `tasks`: one for each model. All are answered anew.
    void want(std::vector<ComparedModel> models, const std::vector<T> &tasks) {
        m_models = std::move(models);
        m_tasks = tasks;
        bool hasShown = false;
        for (std::size_t place = 0; place < m_models.size(); ++place) {
            if (m_models[place].isShown)
                m_shown->wantAnew(tasks[place]);
            hasShown = hasShown || m_models[place].isShown;
            if (place == m_kept.size())
                addPlace(place);
            wantKept(place);
        }
        wantBeside();
        if (!hasShown)
            m_shown->wantNothing();
        for (std::size_t place = m_models.size(); place < m_kept.size(); ++place)
            m_kept[place]->wantNothing();
    }
    void setWatched(bool isWatched) {
        m_isWatched = isWatched;
        m_shown->setWatched(isWatched);
        for (const auto &subscription : m_kept)
            subscription->setWatched(isWatched);
        wantBeside();
    }

private:
    std::shared_ptr<const plan::Snapshot> keptAt(std::size_t place) const { return m_models[place].isBeside ? m_snapshots.beside() : m_models[place].kept; }
    void wantKept(std::size_t place) {
        if (auto kept = keptAt(place))
            m_kept[place]->wantAnew({std::move(kept), m_tasks[place]});
        else
            m_kept[place]->wantNothing();
    }
    void wantBeside() {
        const bool isOne = std::any_of(m_models.begin(), m_models.end(), [](const ComparedModel &model) { return model.isBeside; });
        m_snapshots.wantBeside(m_receiver, m_isWatched && isOne);
    }
    void addPlace(std::size_t place) {
        m_kept.push_back(m_snapshots.subscribe<analysis::KeptModelTask<T>>(m_receiver, [this, place](const auto &answer) {
            // An answer may still be of the model that stood here before. Of one that learns, that of a moment ago is as good.
            const auto kept = place < m_models.size() ? keptAt(place) : nullptr;
            const auto &moment = answer.result->moment;
            if (kept && (m_models[place].isBeside ? moment.run == kept->run : moment == analysis::momentOf(*kept)))
                m_arrived(place, answer.result);
        }));
        m_kept.back()->setWatched(m_isWatched);
    }

    SnapshotFeed &m_snapshots;
    QObject *m_receiver;
    Arrived m_arrived;
    std::vector<ComparedModel> m_models;
    std::vector<T> m_tasks; ///< one for each
    std::shared_ptr<analysis::Subscription<T>> m_shown;
    std::vector<std::shared_ptr<analysis::Subscription<analysis::KeptModelTask<T>>>> m_kept; ///< by place
    bool m_isWatched = false;
};

} // namespace hourglass::app
