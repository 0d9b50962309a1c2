// Whether a stack can be trained on data, and what would make it so.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include <QStringList>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

/// Why the spec cannot be trained on these data; else `plan` is its stack compiled.
std::optional<core::Error> refusalOf(const spec::Spec &spec, const data::Dataset &dataset, std::shared_ptr<const plan::Plan> &plan);

struct StackFit {
    std::optional<core::Error> refusal;
    QStringList notes;                ///< what trains, but hardly well
    std::optional<spec::Spec> remedy; ///< changed as little as needed, so that there is neither
    QString remedyName;               ///< "a linear output", "a dense stack"
    bool isOtherStack = false;        ///< the remedy has other layers altogether
};

/// As the code's layer says; nothing where it does not say it itself.
std::optional<core::Index> codeUnits(const spec::ModelSpec &model);

/// As many units as still have to leave something out.
core::Index widestCode(core::Index features);

/// The units of a code for these data: of a drawn curve or surface as many as it has dimensions (a closed curve, too, has one: where it tears is to be
/// seen), else widestCode().
core::Index fittingCode(const data::Dataset &dataset);

StackFit stackFit(const spec::Spec &spec, const data::Dataset &dataset);

} // namespace hourglass::app
