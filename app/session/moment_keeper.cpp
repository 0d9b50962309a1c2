#include "app/session/moment_keeper.h"

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

MomentKeeper::Version MomentKeeper::present() const {
    const runs::KeyFrames &frames = m_session.keyFrames();
    return {&frames, frames.version(), static_cast<std::int64_t>(m_session.runList().present()), m_byteBudget};
}

bool MomentKeeper::isBehind() const {
    return m_written ? !(*m_written == present()) : !m_session.keyFrames().isEmpty();
}

std::optional<project::FrameKeeping> MomentKeeper::due(bool isLast) {
    const double seconds = m_sinceAsked.isValid() ? static_cast<double>(m_sinceAsked.restart()) / 1000 : 0;
    if (!m_sinceAsked.isValid())
        m_sinceAsked.start();
    const bool isTheirTurn = m_pace.isDue(seconds);
    if (!isBehind() || !(isTheirTurn || isLast))
        return {};
    m_handed = present();
    return project::FrameKeeping{.run = m_handed.run,
                                 .frames = m_session.keyFrames().frames(),
                                 .startStep = m_startStep,
                                 .byteBudget = m_byteBudget,
                                 .number = ++m_handings,
                                 .mostBytes = isLast ? project::FramePace::lastBytes : project::FramePace::usualBytes};
}

void MomentKeeper::note(const project::FrameKeeping &keeping, const WorkOutcome &outcome) {
    m_pace.note(outcome.frameSeconds);
    m_bytes = outcome.frames.inFile;
    m_written.reset();
    if (outcome.frames.isAll && keeping.number == m_handings)
        m_written = m_handed;
}

void MomentKeeper::begin(std::shared_ptr<KeptProject> kept) {
    m_kept = std::move(kept);
    m_startStep = m_session.status().step;
    if (!m_session.plan() || !m_session.dataset() || !m_session.keyFrames().isEmpty())
        return;
    const std::shared_ptr<const data::Dataset> dataset = m_session.dataset();
    auto coming = std::make_shared<Return>(
        Return{m_kept, project::FramePlans(m_session.status().run, m_session.plan(), dataset->shape, dataset->train.samples), {}, 0, 0});
    m_worker.run([this, coming, run = static_cast<std::int64_t>(m_session.runList().present()), startStep = m_startStep,
                  byteBudget = m_session.frameBudget()](const std::atomic<bool> &) -> std::function<void()> {
        std::vector<project::StoredFrame> stored = coming->kept->frames(run);
        std::erase_if(stored, [startStep](const project::StoredFrame &frame) { return frame.step() > startStep; });
        coming->wanted = project::readingOrder(std::move(stored), byteBudget);
        return [this, coming] { bringNext(coming); };
    });
}

void MomentKeeper::bringNext(const std::shared_ptr<Return> &coming) {
    const bool isPresent = coming->kept == m_kept && coming->plans.run() == m_session.status().run;
    if (isPresent && coming->next >= coming->wanted.size() && coming->lost > 0)
        emit m_session.told(Session::tr("%n moment(s) of the timeline could not be read", nullptr, static_cast<int>(coming->lost)));
    if (!isPresent || coming->next >= coming->wanted.size())
        return;
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
