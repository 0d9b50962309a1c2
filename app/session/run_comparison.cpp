#include "app/session/run_comparison.h"

#include <algorithm>

#include "app/session/lost_state.h"
#include "app/session/opened_project.h"
#include "app/session/spec_change.h"
#include "app/session/stack_fit.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

using Fetched = core::Result<std::shared_ptr<const plan::Snapshot>>;

/// From the session's project, on the worker's thread.
Fetched storedModel(const std::string &project, std::uint64_t run, const spec::Spec &spec, const data::Dataset &dataset, double epoch) {
    std::shared_ptr<const plan::Plan> plan;
    if (const auto refusal = refusalOf(spec, dataset, plan))
        return *refusal;
    const auto state = storedState(project, run, plan, dataset);
    if (!state)
        return state.error();
    return runs::snapshotOf(**state, run, epoch);
}

} // namespace

std::vector<ComparedModel> modelsOf(const std::vector<ComparedRun> &runs) {
    std::vector<ComparedModel> models;
    for (const ComparedRun &run : runs)
        models.push_back(run.model);
    if (models.size() < 2)
        models.clear();
    return models;
}

RunComparison::RunComparison(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::ticked, this, [this] {
        constexpr int refreshMs = 100;
        if (!m_since.isValid() || m_since.elapsed() >= refreshMs)
            refresh();
    });
    connect(&session, &Session::datasetChanged, this, [this] {
        m_models.clear();
        m_runs.clear();
        m_since.invalidate(); // the next tick knows what stands beside the new ones
        emit changed();
    });
}

void RunComparison::select(std::vector<std::uint64_t> runs) {
    m_selected = std::move(runs);
    refresh();
}

void RunComparison::setWatched(const QObject *by, bool isWatched) {
    if (isWatched)
        m_watchers.insert(by);
    else
        m_watchers.erase(by);
    if (m_watchers.empty())
        m_models.clear();
    refresh();
}

bool RunComparison::hasSameData(const runs::NamedRun &run) const {
    const spec::Spec &present = m_session.trained();
    return areDataOf(run.spec, training::dataFor(present), present.training.seed, m_session.dataset()->dependsOnSeed);
}

std::vector<std::uint64_t> RunComparison::chosen() {
    const runs::RunList &list = m_session.runList();
    std::vector<std::uint64_t> ids = m_selected;
    std::erase_if(ids, [&list](std::uint64_t id) { return !list.find(id); });
    const std::uint64_t present = list.present();
    if (ids.empty() && present != 0)
        ids = {present};
    if (ids.size() == 1 && ids.front() != present && present != 0) {
        ids.push_back(present);
    } else if (ids.size() == 1) {
        const auto &runs = list.runs();
        const auto newest =
            std::find_if(runs.rbegin(), runs.rend(), [&](const runs::NamedRun &run) { return run.id != present && run.canGoOn() && hasSameData(run); });
        if (newest != runs.rend())
            ids.push_back(newest->id);
    }
    std::sort(ids.begin(), ids.end());
    m_leftOut = ids.size() - std::min(ids.size(), most);
    ids.resize(ids.size() - m_leftOut);
    return ids;
}

void RunComparison::fetch(const runs::NamedRun &run, Model &model) {
    model.obstacle = tr("Its weights are on their way …");
    const runs::State state = run.stretch ? run.stretch->end.state : nullptr;
    const auto dataset = m_session.dataset();
    const double epoch = run.log->lastEpoch();
    m_worker.run([this, state, dataset, epoch, id = run.id, spec = run.spec, place = model.place,
                  project = m_session.project().toStdString()](const std::atomic<bool> &) -> std::function<void()> {
        const Fetched fetched = state ? Fetched(runs::snapshotOf(*state, id, epoch)) : storedModel(project, id, spec, *dataset, epoch);
        return [this, fetched, dataset, id, place] {
            const auto at = m_models.find(id);
            if (at == m_models.end() || at->second.place != place || dataset != m_session.dataset())
                return; // nobody asks for it any more
            at->second.snapshot = fetched ? *fetched : nullptr;
            at->second.obstacle = fetched ? QString() : QString::fromStdString(fetched.error().sentence());
            refresh();
        };
    });
}

ComparedRun RunComparison::compared(const runs::NamedRun &run) {
    ComparedRun made{.id = run.id, .name = QString::fromStdString(run.name), .colour = run.colour, .model = {}, .obstacle = {}};
    made.model.isShown = run.id == m_session.runList().present();
    made.model.isBeside = run.id == m_session.runList().beside();
    if (made.model.isShown || made.model.isBeside)
        return made;
    const core::Error lost = lostStateOf(run);
    const QString lostSentence = QString::fromStdString(core::Error{lost.what, {}, lost.hint}.sentence());
    if (isListedFromSweep(run)) { // whatever its data were
        made.obstacle = lostSentence;
        return made;
    }
    if (!hasSameData(run)) {
        made.obstacle = tr("Trained on other data (%1), or on the same prepared in another way: only runs on the same samples stand side by side.")
                            .arg(QString::fromStdString(run.log->dataName()));
        return made;
    }
    const bool isHere = run.stretch && run.stretch->end.state;
    if (!isHere && !(run.isStored && !m_session.project().isEmpty())) {
        made.obstacle = run.canGoOn() ? tr("Its weights are on their way …") : lostSentence;
        return made;
    }
    const Place place = isHere ? Place{run.stretch->id, run.stretch->end.state->step} : Place{0, run.log->lastStep()};
    const auto [at, isNew] = m_models.try_emplace(run.id);
    if (isNew || at->second.place != place) {
        at->second = {.place = place, .snapshot = {}, .obstacle = {}};
        fetch(run, at->second);
    }
    made.model.kept = at->second.snapshot;
    made.obstacle = at->second.obstacle;
    return made;
}

void RunComparison::refresh() {
    if (m_watchers.empty() || !m_session.dataset())
        return;
    m_since.start();
    std::vector<ComparedRun> runs;
    const std::size_t leftOut = m_leftOut;
    const std::vector<std::uint64_t> ids = chosen();
    for (const std::uint64_t id : ids)
        runs.push_back(compared(*m_session.runList().find(id)));
    std::erase_if(m_models, [&ids](const auto &model) { return std::find(ids.begin(), ids.end(), model.first) == ids.end(); });
    if (runs == m_runs && leftOut == m_leftOut)
        return;
    m_runs = std::move(runs);
    emit changed();
}

} // namespace hourglass::app
