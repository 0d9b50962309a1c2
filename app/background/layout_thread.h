// Lays codes out on a plane or in space (t-SNE, UMAP …) on a thread of its own, in slices, each of which can be shown. Newer codes of the same samples go on
// from the layout before, turned to lie on it. Called from one thread, which never waits, but for the end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/background/kept_layouts.h"
#include "engine/analysis/codes_task.h"
#include "engine/analysis/pictures.h"

namespace hourglass::app {

class LayoutThread {
public:
    /// `threads`: how many share the work while no newer codes wait; with them it keeps to one, as somebody trains.
    explicit LayoutThread(int threads);
    ~LayoutThread(); ///< gives up and waits
    LayoutThread(const LayoutThread &) = delete;
    LayoutThread &operator=(const LayoutThread &) = delete;

    using SharedPicture = std::shared_ptr<const analysis::LatentPicture>;
    /// What is known of the layout of codes before anything is done.
    struct Known {
        SharedPicture settled; ///< it is there already, and shown: it is judged alone, where it was not; null: to be made
        SharedPicture near;    ///< of these samples at another moment: gone on from where that is nearer than the moment of the layout before
    };
    /// To be kept with the moment whose codes it is of.
    struct Settled {
        std::shared_ptr<const plan::Snapshot> moment;
        runs::KeptLayout layout;
    };

    /// A key of projections::methods(); empty: nothing more is done. 2 or 3 dimensions. What was made before is forgotten; `known` of the codes at hand.
    void setMethod(const std::string &method, core::Index dimensions = 2, Known known = {});
    /// Newer codes. A layout on its way is finished first, unless it is of other samples or theirs is known.
    void show(std::shared_ptr<const analysis::CodeTable> codes, Known known = {});
    /// Another training: the next codes start afresh.
    void forget();
    /// What nobody looks at stands still, and goes on where it was.
    void setPaused(bool isPaused);
    /// The newest layout since the last call, or null. Without points where there is an obstacle.
    SharedPicture take();
    /// Those that settled, or were judged, since the last call, by age: the last few. Those that the next ones replaced at once are among them; those of codes
    /// that say no snapshot are not.
    std::vector<Settled> takeSettled();

private:
    struct Run; ///< a layout on its way, the thread's own
    void main(int threads);
    bool isDue(const Run &run) const;
    void interrupt();
    void publish(const Run &run, SharedPicture picture);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::string m_method;
    core::Index m_dimensions = 2;
    std::shared_ptr<const analysis::CodeTable> m_codes, m_taken; ///< the newest, and those of the present layout
    Known m_known;                                               ///< of the newest
    SharedPicture m_picture;
    std::vector<Settled> m_settled;
    std::uint64_t m_generation = 0; ///< of method, dimensions and training
    bool m_isPaused = false, m_isStopping = false;
    std::atomic<bool> m_isInterrupted = false; ///< a slice is to end
    std::atomic<bool> m_isOutdated = false;    ///< so is judging, also for newer codes
    std::thread m_thread;
};

} // namespace hourglass::app
