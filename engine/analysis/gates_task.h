// What the gates of a recurrent layer do with one sample, step by step. The formulas are PyTorch's (torch.nn.LSTM, GRU, RNN), both biases, by plain loops in
// double: σ is the logistic function, W' meets the state h' of the step before.
//   LSTM  i, f, o = σ(W x + b + W' h' + b'), g = tanh(…), c = f c' + i g, h = o tanh c     (Hochreiter and Schmidhuber 1997)
//   GRU   r, z = σ(W x + b + W' h' + b'), n = tanh(W x + b + r (W' h' + b')), h = (1 − z) n + z h'     (Cho et al. 2014)
//   RNN   h = tanh(W x + b + W' h' + b')     (Elman 1990)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/analysis/task.h"
#include "engine/data/sample_id.h"

namespace hourglass::analysis {

using core::Index;

struct Gate {
    std::string symbol, name;  ///< "z", "update"
    bool isShare = false;      ///< from 0, closed, to 1, open; else signed
    std::vector<float> values; ///< units × steps, those of a step together
};

/// One way along the sequence.
struct GatesDirection {
    std::vector<Gate> gates; ///< with the states that they lead to
};

struct GatesPicture {
    Moment moment;
    data::SampleId sample;
    int layer = -1; ///< the recurrent layer that is shown; −1: the stack has none
    Index steps = 0, units = 0;
    std::vector<GatesDirection> directions; ///< forwards, and backwards where the layer walks both ways; steps in the order of the sequence
};

/// In evaluation mode, of the layer or, where that has no gates, of the first that has. Null for a sample that is not there.
struct GatesTask {
    using Result = GatesPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 10};

    data::SampleId sample;
    int layer = 0;

    std::shared_ptr<const GatesPicture> run(TaskContext &context) const;
    bool operator==(const GatesTask &) const = default;
};

} // namespace hourglass::analysis
