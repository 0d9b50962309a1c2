// Codes in a file, judged by numbers; beside them the same of PCA of the same size and of the raw input.
#include "app/commands/score_command.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "app/commands/code_scores.h"
#include "app/commands/interrupt_guard.h"
#include "app/commands/score_order.h"
#include "engine/analysis/pca.h"
#include "engine/core/floating_point.h"
#include "engine/judging/units.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using core::Index;

constexpr Index mostClustered = 10'000; ///< HDBSCAN and silhouette take the square of it

class Scoring {
public:
    Scoring(const ScoreOrder &order, core::ThreadPool &pool, const std::atomic<bool> &cancelled)
        : m_order(order), m_pool(pool), m_cancelled(cancelled), m_split(judging::stratifiedSplit(order.labels.labels, order.options.heldOut, order.seed)) {
        const Index count = std::min(order.codes.samples, mostClustered);
        for (Index i = 0; i < count; ++i)
            m_clustered.push_back(i * order.codes.samples / count);
    }

    const judging::Split &split() const { return m_split; }
    Index clustered() const { return static_cast<Index>(m_clustered.size()); }

    /// `densely`: mixture and HDBSCAN as well.
    CodeScores measure(const std::string &name, core::ConstView codes, bool densely) const {
        CodeScores scores{name, codes.rows, {}, {}, {}};
        if (m_order.hasClasses())
            measureProbes(codes, scores);
        const judging::Table some = judging::selected(codes, m_clustered);
        const std::vector<std::int32_t> labels =
            m_order.labels.labels.empty() ? std::vector<std::int32_t>() : judging::selected(judging::Labels(m_order.labels.labels), m_clustered);
        for (std::size_t method = 0; method < (densely ? scores.clusters.size() : 1); ++method) {
            auto clusters = judging::measureClusters(some.view(), labels, judging::clusterMethods[method], m_order.options, m_order.seed, m_pool, &m_cancelled);
            if (clusters)
                scores.clusters[method] = std::move(*clusters);
            else
                scores.remarks.push_back(name + ": " + clusters.error().sentence());
        }
        return scores;
    }

    /// PCA fitted to these samples, and all samples projected; nothing where it cannot be.
    std::optional<judging::Table> principal(std::span<const Index> fitted, judging::Table *reconstructed = nullptr) const {
        const judging::Table known = judging::selected(m_order.raw->view(), fitted);
        if (fitted.empty())
            return {};
        const auto pca = analysis::fitPca(analysis::SampleBlocks(known.view()), std::min(m_order.codes.dimensions, m_order.raw->dimensions), &m_cancelled);
        if (!pca || pca->components < 1)
            return {};
        judging::Table codes(pca->components, m_order.raw->samples);
        analysis::project(*pca, m_order.raw->view(), {codes.values.data(), codes.rows, codes.columns, codes.rows});
        if (reconstructed) {
            *reconstructed = judging::Table(m_order.raw->dimensions, m_order.raw->samples);
            analysis::decode(*pca, codes.view(), {reconstructed->values.data(), reconstructed->rows, reconstructed->columns, reconstructed->rows});
        }
        return codes;
    }

private:
    void measureProbes(core::ConstView codes, CodeScores &scores) const {
        const judging::Labels labels = m_order.labels.labels;
        const judging::Table fitted = judging::selected(codes, m_split.fit), asked = judging::selected(codes, m_split.heldOut);
        auto probes = judging::measureProbes(fitted.view(), judging::selected(labels, m_split.fit), asked.view(), judging::selected(labels, m_split.heldOut),
                                             m_order.options.probes, m_pool, &m_cancelled);
        if (probes)
            scores.probes = std::move(*probes);
        else
            scores.remarks.push_back(scores.name + ": " + probes.error().sentence());
    }

    const ScoreOrder &m_order;
    core::ThreadPool &m_pool;
    const std::atomic<bool> &m_cancelled;
    judging::Split m_split;
    std::vector<Index> m_clustered;
};

std::vector<AnomalyScores> anomaliesOf(const ScoreOrder &order, const Scoring &scoring, std::vector<std::string> &remarks) {
    std::vector<AnomalyScores> all;
    const auto add = [&](const char *name, std::span<const double> errors) {
        auto ranking = judging::rank(errors, order.isAnomalous);
        if (ranking)
            all.push_back({name, std::move(*ranking)});
        else
            remarks.push_back("anomalies: " + ranking.error().sentence());
    };
    if (order.isAnomalous.empty())
        return all;
    if (!order.errors.empty())
        add("reconstruction", order.errors);
    if (order.raw) { // what PCA of the normal samples makes of all
        std::vector<Index> normal;
        for (std::size_t sample = 0; sample < order.isAnomalous.size(); ++sample)
            if (order.isAnomalous[sample] == 0)
                normal.push_back(static_cast<Index>(sample));
        judging::Table reconstructed;
        if (scoring.principal(normal, &reconstructed))
            add("pca", errorsOf(order.raw->view(), reconstructed.view()));
    }
    return all;
}

JsonLine toJson(const judging::UnitFigures &units) {
    JsonLine line;
    return line.integer("active", units.active)
        .number("active_share", units.activeShare())
        .number("participation_ratio", units.participationRatio)
        .number("mean_correlation", units.meanCorrelation)
        .numbers("variance", units.variance);
}

JsonLine toJson(const judging::Disentanglement &scores, const judging::KnownFactors &factors, double lasso) {
    std::vector<double> used(factors.used.begin(), factors.used.end());
    std::vector<std::vector<double>> information;
    for (Index factor = 0; factor < scores.factors; ++factor)
        information.emplace_back(scores.mutualInformation.begin() + factor * scores.units, scores.mutualInformation.begin() + (factor + 1) * scores.units);
    JsonLine line, dci;
    dci.text("regressor", "lasso")
        .number("penalty", lasso)
        .number("disentanglement", scores.disentanglement)
        .number("completeness", scores.completeness)
        .number("informativeness", scores.informativeness);
    return line.numbers("used", used).number("mig", scores.mig).number("sap", scores.sap).object("dci", dci).rows("mutual_information", information);
}

ExitStatus stopped(bool isJson, Console &console) {
    if (isJson)
        console.out << JsonLine().flag("stopped", true).toText() << '\n';
    console.err << "hourglass: stopped before all was measured\n";
    return ExitStatus::Done;
}

ExitStatus score(const Arguments &arguments, Console &console) {
    const auto order = scoreOrderFrom(arguments);
    if (!order)
        return failed(order.error(), console);
    const bool isJson = arguments.has("--json");
    core::setFloatingPointMode();
    const InterruptGuard guard;
    core::ThreadPool pool(order->threads);
    const Scoring scoring(*order, pool, guard.isInterrupted());
    std::vector<std::string> remarks = doubtsAbout(*order);
    std::vector<CodeScores> all{scoring.measure("code", order->codes.view(), true)};
    if (order->raw) {
        std::vector<Index> fitted = scoring.split().fit;
        for (Index sample = 0; fitted.empty() && sample < order->codes.samples; ++sample)
            fitted.push_back(sample);
        if (order->labels.labels.empty()) {
            fitted.clear();
            for (Index sample = 0; sample < order->codes.samples; ++sample)
                fitted.push_back(sample);
        }
        if (const auto codes = scoring.principal(fitted))
            all.push_back(scoring.measure("pca", codes->view(), true));
        else
            remarks.push_back("pca: There are too few samples for principal components.");
        all.push_back(scoring.measure("raw", order->raw->view(), false));
    }
    const std::vector<AnomalyScores> anomalies = anomaliesOf(*order, scoring, remarks);
    const auto units = judging::measureUnits(order->codes.view(), order->options.activeVariance);
    if (guard.isInterrupted())
        return stopped(isJson, console);
    JsonLine line;
    line.integer("samples", order->codes.samples)
        .integer("units", order->codes.dimensions)
        .integer("fitted", static_cast<long long>(scoring.split().fit.size()))
        .integer("held_out", static_cast<long long>(scoring.split().heldOut.size()))
        .integer("clustered", scoring.clustered())
        .integer("neighbours", order->options.probes.neighbours);
    if (!order->labels.names.empty())
        line.texts("classes", order->labels.names);
    for (const CodeScores &each : all) {
        line.object(each.name, toJson(each));
        remarks.insert(remarks.end(), each.remarks.begin(), each.remarks.end());
    }
    if (units)
        line.object("code_units", toJson(*units));
    std::string text = toTable(all, anomalies);
    if (units)
        text += "active units " + std::to_string(units->active) + " of " + std::to_string(order->codes.dimensions) + ", participation ratio " +
                spec::shortest(std::round(units->participationRatio * 100) / 100) + ", mean correlation of two units " +
                spec::shortest(std::round(units->meanCorrelation * 1000) / 1000) + '\n';
    if (order->factors) {
        const auto known = judging::knownFactors(order->factors->view());
        const auto factors = known ? judging::measureDisentanglement(order->codes.view(), *known, order->options.disentanglement)
                                   : core::Result<judging::Disentanglement>(known.error());
        if (factors) {
            line.object("factors", toJson(*factors, *known, order->options.disentanglement.lasso));
            const auto rounded = [](double value) { return spec::shortest(std::round(value * 1e4) / 1e4); };
            text += "factors " + std::to_string(factors->factors) + ": MIG " + rounded(factors->mig) + ", SAP " + rounded(factors->sap) +
                    ", DCI by lasso: disentanglement " + rounded(factors->disentanglement) + ", completeness " + rounded(factors->completeness) +
                    ", informativeness " + rounded(factors->informativeness) + '\n';
        } else {
            remarks.push_back("factors: " + factors.error().sentence());
        }
    }
    JsonLine found;
    for (const AnomalyScores &each : anomalies)
        found.object(each.name, toJson(each));
    if (!anomalies.empty())
        line.object("anomaly", found);
    for (const std::string &remark : remarks)
        console.err << "hourglass: " << remark << '\n';
    console.out << (isJson ? line.texts("warnings", remarks).toText() + '\n' : text);
    return ExitStatus::Done;
}

} // namespace

Command scoreCommand() {
    std::string keys;
    for (const spec::Setting &setting : judging::settings().settings)
        keys += (keys.empty() ? "" : ", ") + setting.key;
    return {
        "score",
        "CODES.npy [LABELS.npy] [--raw X.npy] [--factors F.npy] [--anomaly CLASS[,CLASS]…] [--errors E.npy | --reconstructions Y.npy] [--set KEY=VALUE]… [--seed N] [--threads N] [--json]",
        "judges codes: neighbours, linear probe, clusters, units, disentanglement, anomalies",
        {{"--raw", "X.npy", "the samples that the codes are of: the same of PCA of the same size, and of the raw input, beside them"},
         {"--factors", "F.npy", "what is known of each sample, (samples, factors): mutual information, MIG, SAP, DCI"},
         {"--anomaly", "CLASSES",
          "the classes that are anomalous, by name: how well errors find them (those called abnormal, outlier, defect … or not normal,\n                            where it is not said)"},
         {"--errors", "E.npy", "an error of each sample"},
         {"--reconstructions", "Y.npy", "in place of errors, with --raw: such as `hourglass reconstruct` writes"},
         {"--set", "KEY=VALUE", keys, true},
         {"--seed", "N", "of what is drawn by lot (0): the same numbers on any number of threads"},
         {"--threads", "N", "all cores where it is not said"},
         {"--json", "", "one JSON object"}},
        2,
        score};
}

} // namespace hourglass::app
