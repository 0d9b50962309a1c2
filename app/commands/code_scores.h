// All that is measured of one set of codes, and how it is told.
#pragma once

#include <array>

#include "app/commands/json_line.h"
#include "engine/judging/cluster_scores.h"
#include "engine/judging/probes.h"
#include "engine/judging/ranking.h"

namespace hourglass::app {

/// Of the codes, or of what stands beside them. What could not be measured is told by a sentence in `remarks`.
struct CodeScores {
    std::string name; ///< "code", "pca", "raw"
    core::Index numbers = 0;
    std::optional<judging::ProbeScores> probes;
    std::array<std::optional<judging::ClusterScores>, 3> clusters; ///< by judging::clusterMethods
    std::vector<std::string> remarks;
};

/// Errors of samples as a score that finds the anomalous ones.
struct AnomalyScores {
    std::string name; ///< "reconstruction", "pca"
    judging::Ranking ranking;
};

JsonLine toJson(const CodeScores &scores);
JsonLine toJson(const AnomalyScores &scores);
/// A table for people, a column for each of the codes and what stands beside them.
std::string toTable(const std::vector<CodeScores> &scores, const std::vector<AnomalyScores> &anomalies);

} // namespace hourglass::app
