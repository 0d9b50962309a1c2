// The runs that are looked at side by side, with the models that they were left in: read where they lie, beside the window, and only while somebody
// looks. Lives on the GUI thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include "app/background/models_feed.h"
#include "app/background/worker.h"
#include "app/session/session.h"

namespace hourglass::app {

struct ComparedRun {
    std::uint64_t id = 0;
    QString name;
    int colour = 0; ///< as NamedRun has it
    ComparedModel model;
    QString obstacle; ///< why there is no model to look at, or not yet; empty: there is one

    bool operator==(const ComparedRun &) const = default;
};

/// To be looked at beside each other; of fewer than two none.
std::vector<ComparedModel> modelsOf(const std::vector<ComparedRun> &runs);

class RunComparison : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t most = 4; ///< more rows, or maps, nobody tells apart

    /// The session must outlive it.
    explicit RunComparison(Session &session, QObject *parent = nullptr);

    /// Runs of the session's list, by age. One alone is compared with the present one; without any, that is compared with the newest that can be.
    void select(std::vector<std::uint64_t> runs);
    /// Somebody looks, or no longer.
    void setWatched(const QObject *by, bool isWatched);
    /// By age, at most `most`; fewer than two: there is nothing to compare.
    const std::vector<ComparedRun> &runs() const { return m_runs; }
    std::size_t leftOut() const { return m_leftOut; } ///< of those selected

signals:
    void changed();

private:
    /// Where a model is taken from: the stretch of training whose end is in memory, or 0 and the last step that the project has.
    using Place = std::pair<std::uint64_t, core::Index>;
    struct Model {
        Place place;
        std::shared_ptr<const plan::Snapshot> snapshot; ///< null: on its way, or lost
        QString obstacle;
    };

    void refresh();
    std::vector<std::uint64_t> chosen();
    bool hasSameData(const runs::NamedRun &run) const;
    ComparedRun compared(const runs::NamedRun &run);
    void fetch(const runs::NamedRun &run, Model &model);

    Session &m_session;
    std::vector<std::uint64_t> m_selected;
    std::set<const QObject *> m_watchers;
    std::vector<ComparedRun> m_runs;
    std::map<std::uint64_t, Model> m_models; ///< by the ids of their runs
    std::size_t m_leftOut = 0;
    QElapsedTimer m_since; ///< it was looked after what changed
    Worker m_worker;       ///< its own: reading data may take minutes
};

} // namespace hourglass::app
