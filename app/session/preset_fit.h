// A preset on data that are not its own: its stack and its training, changed as little as these data need.
#pragma once

#include <QString>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/spec/presets.h"

namespace hourglass::app {

struct PresetFit {
    spec::Spec spec;
    QString adapted; ///< "a code of 6 units, a linear output"; empty: the preset as it is
};

/// `data` are those of the data set. An error says why no change of units, output and loss makes the preset trainable on them.
core::Result<PresetFit> presetFit(const spec::Preset &preset, const spec::DataSpec &data, const data::Dataset &dataset);

} // namespace hourglass::app
