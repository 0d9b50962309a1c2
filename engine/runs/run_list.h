// Every training of a session as a run with a name, to be looked at, compared and gone on from: each start, each branch, each edit that began
// anew. What was never trained a step is none. Curves are kept within a budget of memory: they lose spans, the longest first; at last the oldest
// runs that nobody pinned are forgotten. Used on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/runs/run_history.h"

namespace hourglass::runs {

/// How a run came to be.
enum class Origin { Start, Edit, Branch, Kept };

/// A value: copies share the curve and the state.
struct NamedRun {
    std::uint64_t id = 0;     ///< 1, 2 … by age, and nobody's else
    std::uint64_t parent = 0; ///< the run that was left for this one; 0: none
    Origin origin = Origin::Start;
    Index branchStep = 0; ///< of a branch: where it left its parent
    std::string name;
    int colour = 0;     ///< 0, 1 … of whatever palette
    spec::Spec spec;    ///< as last trained, seed and all
    std::string preset; ///< the key that the spec goes by; empty: none
    Index parameters = 0, codeSize = 0;
    std::int64_t created = 0;           ///< seconds since 1970, UTC
    bool isPinned = false;              ///< stands first, and is not forgotten for memory
    bool isShown = true;                ///< its curve is laid over others
    bool isStored = false;              ///< the state that it was left in, or one just before, can be read from its project
    std::shared_ptr<RunLog> log;        ///< never null; written by the owner of the list alone
    std::shared_ptr<const Run> stretch; ///< the last that was trained of it: leads on from its end; null: it cannot be gone on from

    bool isTrained() const { return log->lastStep() > branchStep; }
    /// Whether the state that it was left in is there or on its way, or can be read.
    bool canGoOn() const { return isStored || (stretch && !stretch->end.isGone); }
};

/// What a run came to, under its present loss. NaN where nothing was measured.
struct RunResult {
    std::string lossName, heldOutName;
    double best = training::none; ///< lowest loss of the held-out part
    Index bestStep = 0;
    double bestEpoch = 0;
    double heldOut = training::none; ///< as last measured
    double train = training::none;   ///< mean of its last whole epoch
    Index steps = 0;
    double epochs = 0;
    double seconds = 0;  ///< of training, of the epochs that ended
    Index notFinite = 0; ///< steps whose loss was not finite
};

RunResult resultOf(const RunLog &log);

class RunList {
public:
    static constexpr Index defaultByteBudget = 128'000'000;
    static constexpr std::size_t mostRuns = 1000;
    static constexpr Index fewestSpans = 512;           ///< that a curve keeps, whatever the memory
    static constexpr std::size_t shownByThemselves = 6; ///< newest runs whose curves stay in sight when another begins; and those that are pinned
    static constexpr int colours = 8;

    explicit RunList(Index byteBudget = defaultByteBudget);

    /// What the session knows of a training that begins.
    struct Beginning {
        Origin origin = Origin::Start;
        Index branchStep = 0;
        spec::Spec spec;
        std::string preset;
        Index parameters = 0, codeSize = 0;
    };
    /// Training `stretch` goes on from here: of a run that is known by its log, else of a new one. A present run that was trained no step goes.
    void begin(const std::shared_ptr<const Run> &stretch, const Beginning &beginning);
    /// Training `stretch` begins beside the present one, or goes on there, in the place of one that was: listed like that, `parent` being the run that it was
    /// made of; 0: none.
    void beginBeside(const std::shared_ptr<const Run> &stretch, const Beginning &beginning, std::uint64_t parent);
    /// It stays as a run that was left; one that was trained no step goes.
    void endBeside();
    std::uint64_t beside() const { return m_beside; } ///< the run that trains beside the present one; 0: none
    void setBesideSpec(const spec::Spec &spec);
    /// Settings of the present run changed while it trains.
    void setSpec(const spec::Spec &spec, const std::string &preset);
    /// A run that was kept elsewhere, with its name, its colour and its curve; its id is given anew and returned.
    std::uint64_t add(NamedRun run);
    /// The runs of a project, by age and with their ids, in the place of all that were here. None is the present one.
    void fill(std::vector<NamedRun> runs);
    void noteStored(std::uint64_t id);

    std::uint64_t present() const { return m_present; } ///< 0: nothing began yet
    /// By age. The present one may not have been trained a step yet.
    const std::vector<NamedRun> &runs() const { return m_runs; }
    const NamedRun *find(std::uint64_t id) const;       ///< null: there is none
    std::uint64_t version() const { return m_version; } ///< grows with every change but that of the curves

    void rename(std::uint64_t id, const std::string &name); ///< an empty name: nothing changes
    void pin(std::uint64_t id, bool isPinned);
    void show(std::uint64_t id, bool isShown);
    /// All but those that train, which stay. Returns how many went.
    std::size_t remove(const std::vector<std::uint64_t> &ids);
    bool canRestore() const { return !m_removed.empty(); }
    bool isRestorable(std::uint64_t id) const; ///< removed, and can come back
    /// Brings back what the last remove() took, in its place.
    void restore();

    Index bytes() const; ///< of curves and evaluations, those of removed runs too

private:
    NamedRun *at(std::uint64_t id);
    void dropUntrained();
    NamedRun &listed(const std::shared_ptr<const Run> &stretch, const Beginning &beginning, std::uint64_t parent);
    bool trains(const NamedRun &run) const { return run.id == m_present || run.id == m_beside; }
    std::string newName(const spec::Spec &spec) const;
    int newColour() const;
    void hideOldest();
    void trim();

    Index m_byteBudget;
    std::uint64_t m_present = 0, m_beside = 0, m_lastId = 0, m_version = 0;
    std::vector<NamedRun> m_runs;
    std::vector<std::vector<NamedRun>> m_removed; ///< by the calls that took them
};

} // namespace hourglass::runs
