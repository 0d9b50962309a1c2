#include "app/session/moment_keeper.h"

#include <algorithm>
#include <utility>

namespace hourglass::app {

namespace {

constexpr core::Index bytesOfATurn = 16'000'000; ///< read at once: what is to be written meanwhile waits no longer

}

struct MomentKeeper::Return {
    std::shared_ptr<KeptProject> kept;
    project::FramePlans plans;
    std::vector<project::StoredFrame> wanted;
    std::size_t next = 0, lost = 0;
};

std::vector<std::pair<std::int64_t, MomentKeeper::Version>> MomentKeeper::behind() const {
    std::vector<std::pair<std::int64_t, Version>> runs;
    const auto isWritten = [this](std::int64_t run, const Version &version) {
        const auto written = m_written.find(run);
        return written != m_written.end() && written->second == version;
    };
    const auto present = static_cast<std::int64_t>(m_session.runList().present());
    const Version own{&m_session.keyFrames(), m_session.keyFrames().version(), m_byteBudget};
    if (!isWritten(present, own) && (!own.frames->isEmpty() || m_written.count(present) > 0))
        runs.emplace_back(present, own);
    for (const runs::NamedRun &run : m_session.runList().runs()) { // those that were left before their last moments were there
        const auto id = static_cast<std::int64_t>(run.id);
        if (id == present || !run.stretch || run.stretch->frames->isEmpty() || m_startSteps.count(id) == 0)
            continue;
        // What the budget is now touches these, too, but only when the present ones need their room.
        if (const Version version{run.stretch->frames.get(), run.stretch->frames->version(), 0}; !isWritten(id, version))
            runs.emplace_back(id, version);
    }
    return runs;
}

std::vector<project::FrameKeeping> MomentKeeper::due(bool isLast) {
    const double seconds = m_sinceAsked.isValid() ? static_cast<double>(m_sinceAsked.restart()) / 1000 : 0;
    if (!m_sinceAsked.isValid())
        m_sinceAsked.start();
    const bool isTheirTurn = m_pace.isDue(seconds);
    std::vector<project::FrameKeeping> keepings;
    if (!isTheirTurn && !isLast)
        return keepings;
    const auto isOnItsWay = [this](const std::pair<std::int64_t, Version> &run) {
        return std::any_of(m_handed.begin(), m_handed.end(), [&run](const auto &handed) { return handed.second == run; });
    };
    for (const auto &each : behind()) {
        if (!isLast && isOnItsWay(each))
            continue;
        const auto startStep = m_startSteps.find(each.first);
        m_handed[++m_handings] = each;
        keepings.push_back({.run = each.first,
                            .frames = each.second.frames->frames(),
                            .startStep = startStep == m_startSteps.end() ? 0 : startStep->second,
                            .byteBudget = m_byteBudget,
                            .number = m_handings,
                            .mostBytes = isLast ? project::FramePace::lastBytes : project::FramePace::usualBytes});
        if (!isLast)
            break;
    }
    return keepings;
}

void MomentKeeper::note(const std::vector<project::FrameKeeping> &keepings, const WorkOutcome &outcome) {
    m_pace.note(outcome.frameSeconds);
    for (std::size_t i = 0; i < keepings.size(); ++i) {
        const auto handed = m_handed.find(keepings[i].number);
        if (i < outcome.frames.size()) {
            m_bytes = outcome.frames[i].inFile;
            if (outcome.frames[i].isAll && handed != m_handed.end())
                m_written[keepings[i].run] = handed->second.second;
            else
                m_written.erase(keepings[i].run);
        }
        if (handed != m_handed.end())
            m_handed.erase(handed);
    }
}

void MomentKeeper::leave() {
    m_startSteps.clear();
    forget();
}

void MomentKeeper::begin(std::shared_ptr<KeptProject> kept) {
    m_kept = std::move(kept);
    const auto present = static_cast<std::int64_t>(m_session.runList().present());
    const core::Index startStep = m_startSteps[present] = m_session.status().step;
    if (!m_session.plan() || !m_session.dataset() || !m_session.keyFrames().isEmpty())
        return;
    const std::shared_ptr<const data::Dataset> dataset = m_session.dataset();
    auto coming = std::make_shared<Return>(
        Return{m_kept, project::FramePlans(m_session.status().run, m_session.plan(), dataset->shape, dataset->train.samples), {}, 0, 0});
    m_session.expectFrames(coming->plans.run());
    m_worker.run([this, coming, run = present, startStep, byteBudget = m_session.frameBudget()](const std::atomic<bool> &) -> std::function<void()> {
        std::vector<project::StoredFrame> stored = coming->kept->frames(run);
        std::erase_if(stored, [startStep](const project::StoredFrame &frame) { return frame.step() > startStep; });
        coming->wanted = project::readingOrder(std::move(stored), byteBudget);
        return [this, coming] { bringNext(coming); };
    });
}

void MomentKeeper::bringNext(const std::shared_ptr<Return> &coming) {
    const bool isPresent = coming->kept == m_kept && coming->plans.run() == m_session.status().run;
    if (isPresent && coming->next >= coming->wanted.size() && coming->lost > 0)
        emit m_session.told(coming->lost == 1 ? Session::tr("A moment of the timeline could not be read")
                                              : Session::tr("%L1 moments of the timeline could not be read").arg(coming->lost));
    if (!isPresent || coming->next >= coming->wanted.size())
        return m_session.endFrames(coming->plans.run());
    m_worker.run([this, coming](const std::atomic<bool> &isCancelled) -> std::function<void()> {
        auto frames = std::make_shared<std::vector<runs::KeyFrames::Frame>>();
        core::Index bytes = 0;
        while (coming->next < coming->wanted.size() && bytes < bytesOfATurn && !isCancelled) {
            const project::StoredFrame &stored = coming->wanted[coming->next++];
            bytes += stored.bytes();
            if (auto frame = coming->kept->frame(stored, coming->plans))
                frames->push_back(std::move(*frame));
            else
                ++coming->lost;
        }
        return [this, coming, frames] {
            m_session.restoreFrames(coming->plans.run(), std::move(*frames));
            bringNext(coming);
        };
    });
}

} // namespace hourglass::app
