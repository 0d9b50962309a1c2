#include "engine/project/project_writer.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace hourglass::project {

namespace {

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

ProjectWriter::ProjectWriter(ProjectFile file) : m_file(std::move(file)) {
    m_thread = std::thread([this] { main(); });
}

ProjectWriter::~ProjectWriter() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void ProjectWriter::save(Saving saving, std::function<void(const SaveOutcome &)> answered) {
    add([saving = std::move(saving), answered = std::move(answered)](ProjectFile &file) {
        const double processor = processorSeconds(), wall = wallSeconds();
        SaveOutcome outcome{file.save(saving), saving.moment, 0, 0};
        outcome.processorSeconds = processorSeconds() - processor;
        outcome.seconds = wallSeconds() - wall;
        if (answered)
            answered(outcome);
    });
}

void ProjectWriter::save(Note note) {
    add([note = std::move(note)](ProjectFile &file) { static_cast<void>(file.save(note)); });
}

void ProjectWriter::keep(FrameKeeping keeping, std::function<void(const FramesOutcome &)> answered) {
    add([keeping = std::move(keeping), answered = std::move(answered)](ProjectFile &file) {
        const double processor = processorSeconds();
        FramesOutcome outcome;
        if (const auto kept = file.keep(keeping))
            outcome.kept = *kept;
        else
            outcome.error = kept.error();
        outcome.processorSeconds = processorSeconds() - processor;
        answered(outcome);
    });
}

void ProjectWriter::add(Work work) {
    const std::lock_guard lock(m_mutex);
    m_works.push_back(std::move(work));
    m_wake.notify_all();
}

void ProjectWriter::finish() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_works.empty() && !m_isWorking; });
}

void ProjectWriter::main() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_isStopping || !m_works.empty(); });
        if (m_works.empty())
            return;
        const Work work = std::move(m_works.front());
        m_works.pop_front();
        m_isWorking = true;
        lock.unlock();
        work(m_file);
        lock.lock();
        m_isWorking = false;
        m_idle.notify_all();
    }
}

bool SavingPace::note(double processorSeconds, Index bytes) {
    m_seconds = bytes <= usualBytes ? usualSeconds : std::max(usualSeconds, processorSeconds / mostShare);
    if (m_seconds < m_told)
        return false;
    m_told = 2 * m_seconds;
    return true;
}

} // namespace hourglass::project
