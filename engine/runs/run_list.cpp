#include "engine/runs/run_list.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <set>
#include <utility>

namespace hourglass::runs {

namespace {

constexpr std::size_t mostRemovals = 20;
constexpr std::size_t evaluationsOfASmallRun = 512;

bool isOlder(const NamedRun &a, const NamedRun &b) {
    return a.id < b.id;
}

/// The name without a number behind it: "Map" of "Map 3".
std::string stem(const std::string &name) {
    const std::size_t end = name.find_last_not_of("0123456789");
    return end != std::string::npos && end + 1 < name.size() && end > 0 && name[end] == ' ' ? name.substr(0, end) : name;
}

} // namespace

RunResult resultOf(const RunLog &log) {
    RunResult result;
    const Segment &present = log.present();
    result.lossName = present.lossName;
    result.heldOutName = log.heldOutName();
    for (Index i = 0; i < present.heldOut.size(); ++i) {
        const Span span = present.heldOut.span(i);
        if (std::isnan(result.best) || static_cast<double>(span.minimum) < result.best) {
            result.best = static_cast<double>(span.minimum);
            result.bestStep = span.step;
            result.bestEpoch = span.epoch;
        }
        result.heldOut = static_cast<double>(span.mean);
    }
    const Index from = present.train.isEmpty() ? 0 : present.train.span(0).step;
    for (const training::EvaluationRecord &record : log.evaluations().records()) {
        result.seconds += record.seconds;
        if (record.step >= from && std::isfinite(record.trainLoss))
            result.train = record.trainLoss;
    }
    result.steps = log.lastStep();
    result.epochs = log.lastEpoch();
    for (std::size_t i = 0; i < log.segments(); ++i)
        result.notFinite += log.segment(i)->train.notFinite();
    return result;
}

RunList::RunList(Index byteBudget) : m_byteBudget(byteBudget) {}

const NamedRun *RunList::find(std::uint64_t id) const {
    const auto run = std::find_if(m_runs.begin(), m_runs.end(), [id](const NamedRun &each) { return each.id == id; });
    return run == m_runs.end() ? nullptr : &*run;
}

NamedRun *RunList::at(std::uint64_t id) {
    return const_cast<NamedRun *>(std::as_const(*this).find(id));
}

void RunList::begin(const std::shared_ptr<const Run> &stretch, const Beginning &beginning) {
    const NamedRun *present = find(m_present);
    if (!present || present->log != stretch->log)
        dropUntrained();
    m_present = listed(stretch, beginning, m_present).id;
    hideOldest();
    trim();
}

void RunList::beginBeside(const std::shared_ptr<const Run> &stretch, const Beginning &beginning, std::uint64_t parent) {
    const NamedRun *before = find(m_beside);
    if (before && before->log != stretch->log)
        endBeside();
    NamedRun &run = listed(stretch, beginning, parent);
    run.isShown = true;
    m_beside = run.id;
    hideOldest();
    trim();
}

void RunList::endBeside() {
    const NamedRun *run = find(m_beside);
    if (!run)
        return;
    ++m_version;
    const bool isTrained = run->isTrained();
    const std::uint64_t left = std::exchange(m_beside, 0);
    if (!isTrained)
        std::erase_if(m_runs, [left](const NamedRun &each) { return each.id == left; });
}

/// Of a run that is known by its log, else of a new one.
NamedRun &RunList::listed(const std::shared_ptr<const Run> &stretch, const Beginning &beginning, std::uint64_t parent) {
    ++m_version;
    const std::shared_ptr<RunLog> log = stretch->log;
    const auto known = [&log](const NamedRun &run) { return run.log == log; };
    // One that was removed comes back with its training: nobody works on what he does not see.
    for (std::vector<NamedRun> &removed : m_removed)
        if (const auto back = std::find_if(removed.begin(), removed.end(), known); back != removed.end()) {
            m_runs.insert(std::upper_bound(m_runs.begin(), m_runs.end(), *back, isOlder), *back);
            removed.erase(back);
        }
    std::erase_if(m_removed, [](const std::vector<NamedRun> &removed) { return removed.empty(); });
    auto run = std::find_if(m_runs.begin(), m_runs.end(), known);
    if (run == m_runs.end()) {
        NamedRun begun{.id = ++m_lastId,
                       .parent = parent,
                       .origin = beginning.origin,
                       .branchStep = beginning.branchStep,
                       .name = newName(beginning.spec),
                       .colour = newColour(),
                       .created = static_cast<std::int64_t>(std::time(nullptr)),
                       .log = log};
        run = m_runs.insert(m_runs.end(), std::move(begun));
    }
    run->spec = beginning.spec;
    run->preset = beginning.preset;
    run->parameters = beginning.parameters;
    run->codeSize = beginning.codeSize;
    run->stretch = stretch;
    return *run;
}

void RunList::setBesideSpec(const spec::Spec &spec) {
    NamedRun *run = at(m_beside);
    if (!run || run->spec == spec)
        return;
    ++m_version;
    run->spec = spec;
}

void RunList::setSpec(const spec::Spec &spec, const std::string &preset) {
    NamedRun *run = at(m_present);
    if (!run || (run->spec == spec && run->preset == preset))
        return;
    ++m_version;
    run->spec = spec;
    run->preset = preset;
}

std::uint64_t RunList::add(NamedRun run) {
    ++m_version;
    run.id = ++m_lastId;
    if (!run.log)
        run.log = std::make_shared<RunLog>();
    m_runs.push_back(std::move(run));
    trim();
    return m_lastId;
}

void RunList::fill(std::vector<NamedRun> runs) {
    ++m_version;
    m_runs = std::move(runs);
    m_removed.clear();
    m_present = m_beside = 0;
    m_lastId = 0;
    for (NamedRun &run : m_runs) {
        m_lastId = std::max(m_lastId, run.id);
        if (!run.log)
            run.log = std::make_shared<RunLog>();
    }
    trim();
}

void RunList::noteStored(std::uint64_t id) {
    NamedRun *run = at(id);
    if (!run || run->isStored)
        return;
    ++m_version;
    run->isStored = true;
}

/// A stack that was changed before its first step was on the way to another one.
void RunList::dropUntrained() {
    const NamedRun *run = find(m_present);
    if (!run || run->isTrained())
        return;
    const std::uint64_t left = run->id, parent = run->parent;
    std::erase_if(m_runs, [left](const NamedRun &each) { return each.id == left; });
    m_present = parent;
}

std::string RunList::newName(const spec::Spec &spec) const {
    const std::string base = spec.name.empty() ? std::string("Run") : stem(spec.name);
    std::set<std::string> taken;
    for (const NamedRun &run : m_runs)
        taken.insert(run.name);
    for (const std::vector<NamedRun> &removed : m_removed)
        for (const NamedRun &run : removed)
            taken.insert(run.name);
    if (taken.count(base) == 0)
        return base;
    for (std::size_t number = 2;; ++number)
        if (const std::string name = base + " " + std::to_string(number); taken.count(name) == 0)
            return name;
}

/// The one that fewest have, so that neighbours differ.
int RunList::newColour() const {
    std::array<int, colours> uses{};
    for (const NamedRun &run : m_runs)
        ++uses[static_cast<std::size_t>(run.colour % colours)];
    return static_cast<int>(std::min_element(uses.begin(), uses.end()) - uses.begin());
}

void RunList::hideOldest() {
    std::size_t shown = 0;
    for (auto run = m_runs.rbegin(); run != m_runs.rend(); ++run)
        if (!trains(*run) && !run->isPinned && run->isShown && ++shown > shownByThemselves)
            run->isShown = false;
}

void RunList::rename(std::uint64_t id, const std::string &name) {
    NamedRun *run = at(id);
    if (!run || name.empty() || run->name == name)
        return;
    ++m_version;
    run->name = name;
}

void RunList::pin(std::uint64_t id, bool isPinned) {
    NamedRun *run = at(id);
    if (!run || run->isPinned == isPinned)
        return;
    ++m_version;
    run->isPinned = isPinned;
}

void RunList::show(std::uint64_t id, bool isShown) {
    NamedRun *run = at(id);
    if (!run || run->isShown == isShown)
        return;
    ++m_version;
    run->isShown = isShown;
}

std::size_t RunList::remove(const std::vector<std::uint64_t> &ids) {
    std::vector<NamedRun> removed;
    const auto goes = [this, &ids](const NamedRun &run) { return !trains(run) && std::find(ids.begin(), ids.end(), run.id) != ids.end(); };
    std::copy_if(m_runs.begin(), m_runs.end(), std::back_inserter(removed), goes);
    if (removed.empty())
        return 0;
    ++m_version;
    std::erase_if(m_runs, goes);
    const std::size_t count = removed.size();
    m_removed.push_back(std::move(removed));
    if (m_removed.size() > mostRemovals)
        m_removed.erase(m_removed.begin());
    return count;
}

bool RunList::isRestorable(std::uint64_t id) const {
    return std::any_of(m_removed.begin(), m_removed.end(), [id](const std::vector<NamedRun> &removed) {
        return std::any_of(removed.begin(), removed.end(), [id](const NamedRun &run) { return run.id == id; });
    });
}

void RunList::restore() {
    if (m_removed.empty())
        return;
    ++m_version;
    for (NamedRun &run : m_removed.back())
        m_runs.insert(std::upper_bound(m_runs.begin(), m_runs.end(), run, isOlder), run);
    m_removed.pop_back();
}

Index RunList::bytes() const {
    Index sum = 0;
    const auto add = [&sum](const NamedRun &run) { sum += static_cast<Index>(run.log->bytes()); };
    std::for_each(m_runs.begin(), m_runs.end(), add);
    for (const std::vector<NamedRun> &removed : m_removed)
        std::for_each(removed.begin(), removed.end(), add);
    return sum;
}

void RunList::trim() {
    const auto canGo = [this](const NamedRun &run) { return !trains(run) && !run.isPinned; };
    while (m_runs.size() > mostRuns) {
        const auto oldest = std::find_if(m_runs.begin(), m_runs.end(), canGo);
        if (oldest == m_runs.end())
            break;
        m_runs.erase(oldest);
    }
    while (bytes() > m_byteBudget) {
        if (!m_removed.empty()) {
            m_removed.erase(m_removed.begin());
            continue;
        }
        // The one that takes most loses half of its spans.
        NamedRun *largest = nullptr;
        for (NamedRun &run : m_runs)
            if (!trains(run) && run.log->mostSpans() > fewestSpans && (!largest || run.log->bytes() > largest->log->bytes()))
                largest = &run;
        if (largest) {
            largest->log->shrink(std::max(largest->log->mostSpans() / 2, fewestSpans), evaluationsOfASmallRun);
            continue;
        }
        const auto oldest = std::find_if(m_runs.begin(), m_runs.end(), canGo);
        if (oldest == m_runs.end())
            return;
        m_runs.erase(oldest);
    }
}

} // namespace hourglass::runs
