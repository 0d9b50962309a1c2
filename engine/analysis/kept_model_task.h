// Any task, answered of a model that was kept in the place of the one that is shown: once for each wish, as such a model changes no more.
#pragma once

#include "engine/analysis/task.h"

namespace hourglass::analysis {

template <Task T>
struct KeptModelTask {
    using Result = typename T::Result;
    static constexpr TaskTraits traits{Reads::Dataset, T::traits.lane, T::traits.priority};

    std::shared_ptr<const plan::Snapshot> model;
    T task;

    /// Null, too, where the model is one for other data.
    std::shared_ptr<const Result> run(TaskContext &context) const {
        if (!model || model->plan->features() != context.dataset()->features())
            return nullptr;
        SharedWork shared;
        TaskContext inner(model, context.dataset(), shared, *context.cancelled());
        return task.run(inner);
    }
    bool operator==(const KeptModelTask &) const = default;
};

} // namespace hourglass::analysis
