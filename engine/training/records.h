// The only types that cross threads. All are values; what is large is shared and const.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::training {

using core::Index;
constexpr double none = std::numeric_limits<double>::quiet_NaN(); ///< a number that is not there; JSON null

/// A term of the objective: "data", "bottleneck" (what layers add: divergences, discrepancies), or a penalty by its key.
struct Term {
    std::string name;
    double value = 0;
    std::string label = {}; ///< for people, within a sentence
};

constexpr std::size_t mostTerms = 18, dataTerm = 0, bottleneckTerm = 1, firstPenaltyTerm = 2; ///< as many penalties as a spec may have
using Terms = std::array<double, mostTerms>;

/// The training loss of one step, or of neighbouring steps merged because the window asked late.
struct StepRecord {
    Index step = 0;     ///< the last of the merged steps; the first step of a training is 1
    double epoch = 0.0; ///< epochs done after this step, with its fraction
    Index steps = 1;
    float minimum = 0, mean = 0, maximum = 0;
};

/// Losses measured in evaluation mode at one moment.
struct EvaluationRecord {
    Index step = 0;
    double epoch = 0.0;
    double heldOutLoss = none;    ///< of the validation part where there is one, else of the test part
    double trainLoss = none;      ///< mean over the epoch as measured while training; only at the end of an epoch
    double validationLoss = none; ///< none where there is no such part
    double testLoss = none;
    std::vector<Term> terms;     ///< of the epoch so far, where there is more than the data's; at its end trainLoss is their sum
    double seconds = 0;          ///< of training since the last epoch ended; only at the end of an epoch
    double samplesPerSecond = 0; ///< only at the end of an epoch
    bool endsEpoch = false;
};

/// Idle: nothing to train. Paused: has a stack and waits. Finished: the epochs asked for are done.
/// Diverged: the loss was no longer finite. Failed: the thread met an error.
enum class State { Idle, Running, Paused, Finished, Diverged, Failed };

/// What is the same for all samples. A code that is makes the output likewise.
enum class Constant { Nothing, Output, Code };

struct Status {
    State state = State::Idle;
    std::uint64_t run = 0; ///< counts the trainings started; records of an older run are stale
    Index step = 0;
    Index stepsPerEpoch = 0;
    double epoch = 0.0;
    Index epochs = 0; ///< asked for
    double samplesPerSecond = 0.0;
    double secondsLeft = none;
    double secondsTrained = 0.0;
    int threads = 1;
    Constant constant = Constant::Nothing; ///< at the end of the latest epoch
    Index epochsMore = 0;                  ///< with Finished: by how many Trainer::train() goes on
    std::string endKind;                   ///< with Finished: the stop that held, or "epochs"
    std::string endWords;                  ///< with Finished: why it ended, for people; empty where its epochs are done and nothing else happened
    core::Error error;                     ///< with Diverged and Failed
    Index divergedStep = 0;                ///< with Diverged
    int divergedLayer = -1;                ///< the first layer with a number that is not finite
};

} // namespace hourglass::training
