// What a person may set about the judging of codes.
#pragma once

#include "engine/judging/clusters.h"
#include "engine/judging/disentanglement.h"
#include "engine/judging/probes.h"
#include "engine/spec/setting.h"

namespace hourglass::judging {

struct Options {
    ProbeOptions probes;
    double heldOut = 0.25;
    Index clusters = 0; ///< 0: as many as classes, or 10 where there are none
    int restarts = 4;
    std::string covariance = "auto"; ///< or "full" or "diagonal"
    double floor = 1e-6;
    HdbscanOptions hdbscan;
    double activeVariance = 0.01;
    DisentanglementOptions disentanglement;

    Index clustersFor(Labels labels) const;
    /// "auto": full up to 64 numbers, where there are ten samples for each number of a component.
    MixtureOptions::Covariance covarianceFor(core::ConstView codes, Index components) const;
};

/// The settings with their ranges, for forms, checks and help.
const spec::Kind &settings();
/// Checked against settings(); an error names the setting.
core::Result<Options> optionsFrom(const spec::Values &values);

} // namespace hourglass::judging
