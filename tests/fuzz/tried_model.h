// Any bytes as a model of another program: read, or refused with a sentence; what is read is whole, and runs.
#pragma once

#include <algorithm>

#include "engine/importers/importer.h"
#include "engine/plan/network.h"
#include "tests/fuzz/file_of_bytes.h"

namespace hourglass::fuzz {

inline void tryModel(const std::string &path, const data::Converter *converter = nullptr) {
    constexpr core::Index mostNumbers = 1 << 20; // of one that is run: a few bytes may describe a large one
    const auto imported = importers::read(path, {}, converter);
    note(bool(imported), imported ? "" : imported.error().sentence());
    if (!imported) {
        if (imported.error().what.empty())
            std::abort();
        return;
    }
    const plan::Plan &plan = *imported->plan;
    if (imported->parameters.size() != plan.parameterFloats() || imported->state.size() != plan.stateFloats())
        std::abort();
    if (plan.parameterFloats() > mostNumbers || plan.widest() > mostNumbers)
        return;
    plan::Network network(imported->plan, imported->parameters.data(), imported->state.data(), 1);
    core::Floats sample(core::strideOf(plan.features()));
    std::fill_n(sample.data(), plan.features(), 0.5f);
    const core::ConstView output = network.reconstruct({sample.data(), plan.features(), 1, core::strideOf(plan.features())});
    if (output.rows != plan.features() || output.columns != 1)
        std::abort();
}

} // namespace hourglass::fuzz
