#include "app/background/layout_thread.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"
#include "engine/core/thread_pool.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"

namespace hourglass::app {

namespace {

constexpr int niceness = 10;
constexpr double secondsOfSlice = 0.06; // a picture each
constexpr core::Index neighboursJudged = 15;
constexpr std::size_t mostSettled = 4; ///< that nobody has taken yet

using Picture = analysis::LatentPicture;

bool areOfTheSameSamples(const analysis::CodeTable &a, const analysis::CodeTable &b) {
    return a.units == b.units && a.samples == b.samples;
}

/// Null where the picture is none of these samples in so many dimensions.
const Picture *layoutFor(const std::shared_ptr<const Picture> &picture, const analysis::CodeTable &codes, core::Index dimensions) {
    return picture && picture->axes.dimensions() == dimensions && picture->samples == codes.samples ? picture.get() : nullptr;
}

projections::Layout layoutOf(const Picture &picture) {
    projections::Layout layout(static_cast<core::Index>(picture.x.size()), picture.axes.dimensions());
    std::copy(picture.x.begin(), picture.x.end(), layout.x.data());
    std::copy(picture.y.begin(), picture.y.end(), layout.y.data());
    std::copy(picture.z.begin(), picture.z.end(), layout.z.data());
    return layout;
}

double placeInTime(core::Index step) {
    return std::log1p(static_cast<double>(step));
}

} // namespace

struct LayoutThread::Run {
    std::uint64_t generation = 0;
    std::string method;
    core::Index dimensions = 2;
    std::shared_ptr<const analysis::CodeTable> codes;
    std::unique_ptr<projections::Projection> projection; ///< borrows the codes
    std::shared_ptr<const Picture> known;                ///< where the layout was there already
    std::optional<projections::Layout> layout;           ///< what the next codes go on from
    core::Index layoutStep = 0;                          ///< of the moment that it is of
    std::optional<projections::Quality> quality;
    bool hasFailed = false;

    bool isLaidOut() const { return !projection || projection->isFinished(); }
    bool isDone() const { return !codes || hasFailed || (isLaidOut() && (quality || codes->samples.size() < 3)); }

    std::shared_ptr<Picture> empty() const {
        auto picture = std::make_shared<Picture>();
        picture->moment = codes->moment;
        picture->units = codes->units;
        picture->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = method, .third = dimensions > 2 ? 2 : -1};
        return picture;
    }
    std::shared_ptr<const Picture> obstacle(const core::Error &error) {
        hasFailed = true;
        layout.reset();
        auto picture = empty();
        picture->obstacle = error;
        return picture;
    }
    std::shared_ptr<const Picture> picture() const {
        auto picture = empty();
        picture->x.assign(layout->x.span().begin(), layout->x.span().end());
        picture->y.assign(layout->y.span().begin(), layout->y.span().end());
        picture->z.assign(layout->z.span().begin(), layout->z.span().end());
        picture->samples = codes->samples;
        picture->labels = codes->labels;
        analysis::LayoutReport &report = picture->layout.emplace();
        report = known ? *known->layout : analysis::LayoutReport();
        if (projection) {
            report.done = static_cast<double>(projection->step()) / static_cast<double>(projection->steps());
            report.warnings = projection->warnings();
        }
        if (quality) {
            report.neighbours = quality->neighbours;
            report.trustworthiness = quality->trustworthiness;
            report.continuity = quality->continuity;
        }
        return picture;
    }

    /// Starts on these codes; where it can, from the layout before, or from one of a nearer moment. Null where there is nothing to be made.
    std::shared_ptr<const Picture> start(std::shared_ptr<const analysis::CodeTable> newer, const Known &before) {
        if (codes && !areOfTheSameSamples(*codes, *newer))
            layout.reset();
        const auto neighbours = projection && layout ? projection->giveNeighbours() : nullptr;
        projection.reset(); // before the codes that it borrows
        codes = std::move(newer);
        quality.reset();
        known.reset();
        hasFailed = false;
        const core::Index step = codes->moment.step;
        const auto way = [step](core::Index from) { return std::abs(placeInTime(from) - placeInTime(step)); };
        if (const Picture *settled = layoutFor(before.settled, *codes, dimensions); settled && settled->layout) {
            known = before.settled;
            layout = layoutOf(*settled);
            layoutStep = step;
            if (const analysis::LayoutReport &report = *settled->layout; report.neighbours > 0)
                quality = projections::Quality{.neighbours = report.neighbours, .trustworthiness = report.trustworthiness, .continuity = report.continuity};
            return nullptr;
        }
        if (const Picture *near = layoutFor(before.near, *codes, dimensions); near && (!layout || way(near->moment.step) < way(layoutStep)))
            layout = layoutOf(*near);
        layoutStep = step;
        projections::Subject subject{.codes = codes->view(), .labels = {codes->labels.begin(), codes->labels.end()}};
        subject.start = layout;
        subject.dimensions = dimensions;
        subject.known = neighbours;
        auto made = projections::project(method, {}, subject);
        if (!made)
            return obstacle(made.error());
        projection = std::move(*made);
        layout = projection->layout();
        return picture();
    }

    std::shared_ptr<const Picture> advance(core::ThreadPool &pool, const std::atomic<bool> &isInterrupted) {
        if (auto error = projection->advance({.seconds = secondsOfSlice, .cancelled = &isInterrupted}, pool))
            return obstacle(*error);
        layout = projection->layout();
        return picture();
    }

    std::shared_ptr<const Picture> judge(core::ThreadPool &pool, const std::atomic<bool> &isOutdated) {
        const core::Floats columns = layout->toColumns();
        const auto samples = static_cast<core::Index>(codes->samples.size());
        auto judged = projections::judge(codes->view(), {columns.data(), dimensions, samples, dimensions}, std::min(neighboursJudged, (samples - 1) / 2), pool,
                                         &isOutdated);
        if (!judged)
            return isOutdated ? nullptr : obstacle(judged.error());
        quality = std::move(*judged);
        return picture();
    }
};

LayoutThread::LayoutThread(int threads) {
    m_thread = std::thread([this, threads] {
        core::setFloatingPointMode();
        core::workInBackground(niceness);
        main(threads);
    });
}

LayoutThread::~LayoutThread() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        interrupt();
    }
    m_thread.join();
}

void LayoutThread::interrupt() {
    m_isInterrupted = true;
    m_isOutdated = true;
    m_wake.notify_all();
}

void LayoutThread::setMethod(const std::string &method, core::Index dimensions, Known known) {
    const std::lock_guard lock(m_mutex);
    if (method == m_method && dimensions == m_dimensions)
        return;
    m_method = method;
    m_dimensions = dimensions;
    m_picture.reset();
    m_settled.clear();
    m_known = std::move(known);
    m_taken.reset(); // the codes at hand are new to it
    ++m_generation;
    interrupt();
}

void LayoutThread::show(std::shared_ptr<const analysis::CodeTable> codes, Known known) {
    const std::lock_guard lock(m_mutex);
    const bool isOther = known.settled || (m_taken && codes && !areOfTheSameSamples(*m_taken, *codes));
    if (known.settled)
        m_taken.reset(); // what was known late is taken up all the same
    m_codes = std::move(codes);
    m_known = std::move(known);
    m_isOutdated = true;
    if (isOther)
        m_isInterrupted = true;
    m_wake.notify_all();
}

void LayoutThread::forget() {
    const std::lock_guard lock(m_mutex);
    m_codes.reset();
    m_taken.reset();
    m_known = {};
    m_picture.reset();
    m_settled.clear();
    ++m_generation;
    interrupt();
}

void LayoutThread::setPaused(bool isPaused) {
    const std::lock_guard lock(m_mutex);
    if (isPaused == m_isPaused)
        return;
    m_isPaused = isPaused;
    interrupt();
}

LayoutThread::SharedPicture LayoutThread::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_picture, nullptr);
}

std::vector<LayoutThread::Settled> LayoutThread::takeSettled() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_settled, {});
}

bool LayoutThread::isDue(const Run &run) const {
    if (m_isPaused || m_method.empty() || !m_codes)
        return false;
    return m_codes != m_taken || (run.generation == m_generation && !run.isDone());
}

void LayoutThread::publish(const Run &run, SharedPicture picture) {
    if (!picture)
        return;
    const std::shared_ptr<const plan::Snapshot> &moment = run.codes->snapshot;
    Settled settled{moment, moment ? keptLayoutOf(*picture, *moment) : nullptr};
    const std::lock_guard lock(m_mutex);
    if (run.generation != m_generation)
        return;
    if (settled.layout)
        m_settled.push_back(std::move(settled));
    if (m_settled.size() > mostSettled)
        m_settled.erase(m_settled.begin());
    m_picture = std::move(picture);
}

void LayoutThread::main(int threads) {
    core::ThreadPool all(threads, niceness), alone(1);
    Run run;
    for (;;) {
        std::shared_ptr<const analysis::CodeTable> newer;
        Known known;
        bool isCrowded = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_isStopping || isDue(run) || (run.codes && run.generation != m_generation); });
            if (m_isStopping)
                return;
            if (run.generation != m_generation) {
                const std::uint64_t generation = m_generation;
                const std::string method = m_method;
                const core::Index dimensions = m_dimensions;
                lock.unlock();
                run.projection.reset(); // before the codes that it borrows
                run = Run{};
                run.generation = generation;
                run.method = method;
                run.dimensions = dimensions;
                continue;
            }
            m_isInterrupted = false;
            m_isOutdated = false;
            isCrowded = m_codes != m_taken && run.codes;
            if (m_codes != m_taken && (run.isLaidOut() || run.hasFailed || m_known.settled || !areOfTheSameSamples(*run.codes, *m_codes))) {
                newer = m_codes;
                m_taken = m_codes;
                known = m_known;
            }
        }
        try {
            core::ThreadPool &pool = isCrowded ? alone : all;
            if (newer)
                publish(run, run.start(std::move(newer), known));
            else if (!run.isLaidOut())
                publish(run, run.advance(pool, m_isInterrupted));
            else
                publish(run, run.judge(pool, m_isOutdated));
        } catch (const std::exception &) {
            run.projection.reset();
            if (run.codes)
                publish(run, run.obstacle({"there is too little memory to lay out so many codes", "", "Show units or PCA, or close other programs."}));
        }
    }
}

} // namespace hourglass::app
