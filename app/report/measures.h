// What a report says of a model, measured: on a thread of its own, as it takes seconds.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/lattice_task.h"
#include "engine/analysis/pictures.h"
#include "engine/analysis/scores.h"
#include "engine/judging/probes_task.h"
#include "engine/runs/run_log.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

/// A model, what it was trained on, and how.
struct ReportSubject {
    spec::Spec spec;    ///< as it was trained
    std::string preset; ///< the key that it goes by, or empty
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Snapshot> model;
    std::shared_ptr<const runs::RunLog> log; ///< written by nobody any more
    int threads = 1;
    bool isBranch = false; ///< it went on from another run
};

struct ReportMeasures {
    analysis::Scores scores;       ///< of the test part
    analysis::Baselines baselines; ///< of the part whose loss is watched; `onTest` of the test part
    analysis::Baselines onTest;
    std::shared_ptr<const analysis::LatentPicture> map;
    std::shared_ptr<const analysis::LatestMap> latest; ///< for the lattice behind it
    std::shared_ptr<const analysis::ReconstructionPicture> reconstructions;
    std::optional<judging::ProbeScores> code, pca, raw; ///< none of samples without classes
};

/// `columns`: samples beside their reconstructions: one of each class first, always the same ones. An error where it was cancelled, or samples could not be
/// read.
core::Result<ReportMeasures> measure(const ReportSubject &subject, core::Index columns, const std::atomic<bool> &cancelled);

/// What the decoder makes of the map's plane; null where it does not lead back.
std::shared_ptr<const analysis::LatticePicture> latticeOf(const ReportSubject &subject, const analysis::LatticeTask &task, const std::atomic<bool> &cancelled);

} // namespace hourglass::app
