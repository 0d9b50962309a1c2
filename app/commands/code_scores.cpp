#include "app/commands/code_scores.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace hourglass::app {

namespace {

using core::Index;
using judging::ClusterScores;
using judging::ProbeScores;

/// 0.8250, or a dash for none; padded to a column.
std::string cell(std::optional<double> value, bool isCount = false) {
    char text[32] = "-";
    if (value && std::isfinite(*value))
        std::snprintf(text, sizeof text, isCount ? "%.0f" : "%.4f", *value);
    std::string padded(text);
    return std::string(padded.size() < 12 ? 12 - padded.size() : 1, ' ') + padded;
}

std::string head(std::string text, std::size_t width = 34) {
    text.resize(std::max(width, text.size() + 1), ' ');
    return text;
}

std::string rowOf(const std::string &name, const std::vector<CodeScores> &scores, const std::function<std::optional<double>(const CodeScores &)> &value,
                  bool isCount = false) {
    std::string line = head(name);
    bool isThere = false;
    for (const CodeScores &each : scores) {
        const std::optional<double> own = value(each);
        isThere = isThere || own.has_value();
        line += cell(own, isCount);
    }
    return isThere ? line + '\n' : std::string();
}

std::string probeRow(const std::string &name, const std::vector<CodeScores> &scores, double ProbeScores::*member) {
    return rowOf(name, scores, [member](const CodeScores &each) { return each.probes ? std::optional(*each.probes.*member) : std::nullopt; });
}

std::string agreementRow(const std::string &name, const std::vector<CodeScores> &scores, std::size_t method, double judging::PartitionScores::*member) {
    return rowOf(name, scores, [member, method](const CodeScores &each) {
        const auto &clusters = each.clusters[method];
        return clusters && clusters->agreement ? std::optional(*clusters->agreement.*member) : std::nullopt;
    });
}

JsonLine toJson(const ClusterScores &scores) {
    JsonLine line;
    line.integer("clusters", scores.clusters.count).integer("in_none", scores.inNone).number("objective", scores.clusters.objective);
    line.number("silhouette", scores.silhouette.value_or(std::nan(""))).integer("silhouette_samples", scores.silhouetteSamples);
    if (scores.agreement)
        line.number("purity", scores.agreement->purity)
            .number("nmi", scores.agreement->normalisedMutualInformation)
            .number("adjusted_rand", scores.agreement->adjustedRand)
            .number("homogeneity", scores.agreement->homogeneity)
            .number("completeness", scores.agreement->completeness)
            .number("mutual_information", scores.agreement->mutualInformation);
    return line;
}

JsonLine toJson(const judging::Ranking &ranking, const judging::Cut &cut) {
    JsonLine line;
    return line.number("threshold", cut.threshold)
        .number("precision", ranking.precision(cut))
        .number("recall", ranking.truePositiveRate(cut))
        .number("false_positive_rate", ranking.falsePositiveRate(cut))
        .number("f1", ranking.f1(cut));
}

} // namespace

JsonLine toJson(const CodeScores &scores) {
    JsonLine line;
    line.integer("numbers", scores.numbers);
    if (const auto &probes = scores.probes) {
        line.number("neighbour_accuracy", probes->neighbourAccuracy);
        JsonLine probe;
        probe.number("accuracy", probes->accuracy)
            .number("balanced_accuracy", probes->balancedAccuracy)
            .number("macro_f1", probes->macroF1)
            .number("auc", probes->area)
            .flag("converged", probes->isConverged);
        std::vector<std::vector<double>> rows;
        for (Index truth = 0; truth < probes->confusion.classes; ++truth) {
            rows.emplace_back();
            for (Index predicted = 0; predicted < probes->confusion.classes; ++predicted)
                rows.back().push_back(static_cast<double>(probes->confusion.of(truth, predicted)));
        }
        probe.rows("confusion", rows);
        line.object("linear_probe", probe);
    }
    for (std::size_t method = 0; method < scores.clusters.size(); ++method)
        if (scores.clusters[method])
            line.object(judging::keyOf(judging::clusterMethods[method]), toJson(*scores.clusters[method]));
    return line;
}

JsonLine toJson(const AnomalyScores &scores) {
    const judging::Ranking &ranking = scores.ranking;
    JsonLine line;
    return line.integer("anomalous", ranking.positives)
        .integer("normal", ranking.negatives)
        .number("auc", ranking.area())
        .number("average_precision", ranking.averagePrecision())
        .object("best_youden", toJson(ranking, ranking.best()))
        .object("best_f1", toJson(ranking, ranking.bestF1()));
}

std::string toTable(const std::vector<CodeScores> &scores, const std::vector<AnomalyScores> &anomalies) {
    std::string text = head("");
    for (const CodeScores &each : scores) {
        const std::string title = each.name + ' ' + std::to_string(each.numbers);
        text += std::string(title.size() < 12 ? 12 - title.size() : 1, ' ') + title;
    }
    text += '\n';
    const Index neighbours = !scores.empty() && scores.front().probes ? scores.front().probes->neighbours : 0;
    text += probeRow(std::to_string(neighbours) + " neighbours: accuracy", scores, &ProbeScores::neighbourAccuracy);
    text += probeRow("linear probe: accuracy", scores, &ProbeScores::accuracy);
    text += probeRow("linear probe: macro F1", scores, &ProbeScores::macroF1);
    text += probeRow("linear probe: AUC", scores, &ProbeScores::area);
    const char *names[] = {"k-means", "mixture", "HDBSCAN"};
    for (std::size_t method = 0; method < 3; ++method) {
        const std::string name = names[method];
        text += rowOf(
            name + ": clusters", scores,
            [method](const CodeScores &each) {
                return each.clusters[method] ? std::optional(static_cast<double>(each.clusters[method]->clusters.count)) : std::nullopt;
            },
            true);
        text += rowOf(name + ": silhouette", scores,
                      [method](const CodeScores &each) { return each.clusters[method] ? each.clusters[method]->silhouette : std::nullopt; });
        text += agreementRow(name + ": purity", scores, method, &judging::PartitionScores::purity);
        text += agreementRow(name + ": NMI", scores, method, &judging::PartitionScores::normalisedMutualInformation);
        text += agreementRow(name + ": adjusted Rand", scores, method, &judging::PartitionScores::adjustedRand);
    }
    for (const AnomalyScores &each : anomalies) {
        const judging::Cut &best = each.ranking.best();
        text += head("anomalies by error of " + each.name) + "AUC" + cell(each.ranking.area()) + "   average precision" +
                cell(each.ranking.averagePrecision()) + "   best threshold " + std::to_string(best.threshold) + '\n';
    }
    return text;
}

} // namespace hourglass::app
