// What a project knows of a run beside its curves and states. Plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/data/dataset.h"
#include "engine/project/log_follower.h"
#include "engine/spec/spec.h"
#include "engine/training/state.h"

namespace hourglass::project {

/// Milliseconds since 1970, UTC.
using Moment = std::int64_t;
Moment now();

/// Data that stay where they are, and how to know them again.
struct DataReference {
    std::string source; ///< as in the spec: a name, or a path
    std::string title;
    Index samples = 0; ///< of the training part
    Index features = 0;
    std::uint32_t content = 0; ///< checksum of the samples, or of so many of them, as they are trained on

    bool operator==(const DataReference &) const = default;
};

/// Reads at most 64 MB of the samples, at even distances.
DataReference referenceTo(const data::Dataset &dataset, const std::string &source);
/// Whether they are those that were trained on, wherever they lie now; else a sentence about what differs.
std::optional<core::Error> differenceOf(const DataReference &kept, const DataReference &present);

struct RunRecord {
    std::int64_t id = 0;     ///< within its project, from 1
    std::int64_t parent = 0; ///< that it went on from; 0: none
    std::string name, colour, preset;
    std::uint64_t seed = 0;
    Moment created = 0;
    spec::Spec spec;
    bool shuffles = true;
    DataReference data;
    // As a list of runs has it.
    std::int64_t origin = 0; ///< runs::Origin
    Index branchStep = 0, parameters = 0, codeSize = 0;
    bool isPinned = false, isShown = true;

    bool operator==(const RunRecord &) const = default;
};

/// Running: as it trained, to go on from with the same bits. End: as its end left it, where that brought the best parameters back.
enum class StateKind : std::int64_t { Running = 0, End = 1 };

/// When a state was, without its arrays.
struct StateMoment {
    StateKind kind = StateKind::Running;
    Index step = 0;
    double epoch = 0;
    Moment taken = 0;
    bool isFinished = false;
    std::string end; ///< the kind of the stop that held, "epochs", or empty
};

/// What is written together, or not at all.
struct Saving {
    RunRecord run;
    LogChange log;
    std::shared_ptr<const training::TrainingState> state; ///< null: the one that is there stays
    StateMoment moment;                                   ///< of that state
    std::optional<std::string> window = {};               ///< the window's own, opaque here; none: as it is
    /// False: of a run beside the one that goes on. Its log then comes whole, or is nothing.
    bool isPresent = true;
    /// With isPresent false: of the one that trains beside it. Its log comes as that of the present one does.
    bool isBeside = false;
};

} // namespace hourglass::project
