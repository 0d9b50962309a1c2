#include "engine/judging/probes.h"

#include <algorithm>

#include "engine/judging/linear_probe.h"
#include "engine/judging/neighbour_vote.h"
#include "engine/judging/ranking.h"

namespace hourglass::judging {

core::Result<ProbeScores> measureProbes(core::ConstView fitted, Labels labels, core::ConstView asked, Labels truth, const ProbeOptions &options,
                                        core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    const auto vote = voteOfNeighbours(fitted, labels, asked, options.neighbours, pool, cancelled);
    if (!vote)
        return vote.error();
    const auto probe =
        LinearProbe::fit(fitted, labels, {.inverseRegularisation = options.inverseRegularisation, .tolerance = options.tolerance}, pool, cancelled);
    if (!probe)
        return probe.error();
    const Table probabilities = probe->probabilities(asked);
    const Index classes = std::max(classesOf(labels), classesOf(truth));
    ProbeScores scores;
    scores.fitted = fitted.columns;
    scores.asked = asked.columns;
    scores.numbers = fitted.rows;
    scores.neighbours = vote->neighbours;
    scores.neighbourAccuracy = Confusion(truth, vote->predicted, classes).accuracy();
    scores.predicted = largestOf(probabilities.view());
    scores.confusion = Confusion(truth, scores.predicted, classes);
    scores.accuracy = scores.confusion.accuracy();
    scores.balancedAccuracy = scores.confusion.balancedAccuracy();
    scores.macroF1 = scores.confusion.macroF1();
    scores.area = macroArea(probabilities.view(), truth);
    scores.isConverged = probe->isConverged();
    return scores;
}

} // namespace hourglass::judging
