#include "app/commands/score_order.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/background/available_threads.h"
#include "engine/judging/anomalous_names.h"
#include "engine/projections/codes.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using core::Index;

/// `with`: what these are compared with; of no offsets where they are taken as they are.
core::Result<Codes> beside(const std::string &option, const std::string &path, Index samples, const Codes *with = nullptr) {
    auto numbers = samplesToCompareFrom(path, with);
    if (numbers && numbers->samples != samples)
        return core::Error{"holds " + std::to_string(numbers->samples) + " samples for " + std::to_string(samples) + " codes", option + ' ' + path,
                           "Give one sample a code, in the same order."};
    return numbers;
}

/// By the names of the classes, separated by commas.
core::Result<std::vector<std::uint8_t>> anomalousFrom(const std::string &text, const FileLabels &labels) {
    std::vector<std::uint8_t> isClass(labels.names.size());
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string name = text.substr(begin, end - begin);
        const auto found = std::ranges::find(labels.names, name);
        if (found == labels.names.end())
            return core::Error{"There is no class " + spec::quoted(name), "--anomaly", spec::suggestion(name, labels.names)};
        isClass[static_cast<std::size_t>(found - labels.names.begin())] = 1;
        begin = end + 1;
    }
    std::vector<std::uint8_t> isAnomalous;
    for (const std::int32_t label : labels.labels)
        isAnomalous.push_back(label >= 0 && isClass[static_cast<std::size_t>(label)]);
    return isAnomalous;
}

std::optional<core::Error> readErrors(const Arguments &arguments, ScoreOrder &order) {
    if (const auto path = arguments.value("--errors")) {
        const Codes asTheyAre;
        const auto errors = beside("--errors", *path, order.codes.samples, &asTheyAre);
        if (!errors)
            return errors.error();
        if (errors->dimensions != 1)
            return core::Error{"holds " + std::to_string(errors->dimensions) + " numbers a sample", "--errors " + *path, "Give one error a sample."};
        order.errors.assign(errors->numbers.begin(), errors->numbers.end());
    } else if (const auto made = arguments.value("--reconstructions")) {
        const auto reconstructions = beside("--reconstructions", *made, order.codes.samples, order.raw ? &*order.raw : nullptr);
        if (!reconstructions)
            return reconstructions.error();
        if (!order.raw || order.raw->dimensions != reconstructions->dimensions)
            return core::Error{"Reconstructions need the samples that they are of", "--raw", "Give --raw X.npy with samples of the same shape."};
        order.errors = errorsOf(order.raw->view(), reconstructions->view());
    }
    if (const auto classes = arguments.value("--anomaly")) {
        if (order.labels.labels.empty())
            return core::Error{"Which samples are anomalous?", "--anomaly", "Give the labels: CODES.npy LABELS.npy."};
        auto isAnomalous = anomalousFrom(*classes, order.labels);
        if (!isAnomalous)
            return isAnomalous.error();
        order.isAnomalous = std::move(*isAnomalous);
        if (order.errors.empty() && !order.raw)
            return core::Error{"An anomaly is found by its error", "--anomaly", "Give --errors E.npy, or --raw X.npy with --reconstructions Y.npy."};
    } else if (const auto byName = judging::anomalousByName(order.labels.names); !order.errors.empty() && !byName.empty()) {
        for (const std::int32_t label : order.labels.labels)
            order.isAnomalous.push_back(std::ranges::find(byName, label) != byName.end());
    }
    return {};
}

/// `what`: codes or samples.
std::vector<std::string> doubtsAboutNumbers(core::ConstView numbers, const std::string &path, const std::string &what, const std::string &hint) {
    const float spread = projections::spreadOf(numbers);
    if (numbers.columns < 2 || spread >= projections::leastSpread)
        return {};
    const std::string all = "all " + std::to_string(numbers.columns) + ' ' + what;
    if (spread == 0)
        return {core::Error{all + " are equal: nothing of neighbours, clusters and directions means anything", path, hint}.sentence()};
    char within[32];
    std::snprintf(within, sizeof within, "%.2g", static_cast<double>(spread));
    return {
        core::Error{all + " lie within " + std::string(within) +
                        " of each other: squared distances vanish in single precision, so that neighbours, mixture, HDBSCAN and active units may mean nothing",
                    path, "Scale them to numbers near 1. " + hint}
            .sentence()};
}

} // namespace

std::vector<double> errorsOf(core::ConstView samples, core::ConstView reconstructions) {
    std::vector<double> errors;
    for (Index sample = 0; sample < samples.columns; ++sample) {
        double sum = 0;
        for (Index row = 0; row < samples.rows; ++row) {
            const double way = static_cast<double>(samples.column(sample)[row]) - static_cast<double>(reconstructions.column(sample)[row]);
            sum += way * way;
        }
        errors.push_back(sum / static_cast<double>(samples.rows));
    }
    return errors;
}

core::Result<ScoreOrder> scoreOrderFrom(const Arguments &arguments) {
    ScoreOrder order;
    const auto values = settingsFrom(arguments.values("--set"), "neighbours=5");
    if (!values)
        return values.error();
    const auto options = judging::optionsFrom(*values);
    if (!options)
        return options.error();
    order.options = *options;
    const auto seed = arguments.integer("--seed", 0, 0, 1LL << 53), threads = arguments.integer("--threads", availableThreads(), 1, mostAnalysisThreads);
    if (!seed || !threads)
        return seed ? threads.error() : seed.error();
    order.seed = order.options.disentanglement.seed = static_cast<std::uint64_t>(*seed);
    order.threads = static_cast<int>(*threads);
    if (arguments.positional().empty())
        return core::Error{"Which codes?", "", "Give an array such as `hourglass encode` writes: CODES.npy, and LABELS.npy."};
    order.codesPath = arguments.positional().front();
    auto codes = codesToCompareFrom(order.codesPath);
    if (!codes)
        return codes.error();
    order.codes = std::move(*codes);
    if (auto obstacle = judging::obstacleTo(order.codes.view())) {
        obstacle->where = order.codesPath;
        return *obstacle;
    }
    if (arguments.positional().size() > 1) {
        order.labelsPath = arguments.positional()[1];
        auto labels = labelsFrom(order.labelsPath, order.codes.samples);
        if (!labels)
            return labels.error();
        order.labels = std::move(*labels);
    }
    for (const char *option : {"--raw", "--factors"})
        if (const auto path = arguments.value(option)) {
            auto numbers = beside(option, *path, order.codes.samples);
            if (!numbers)
                return numbers.error();
            if (const auto obstacle = judging::obstacleTo(numbers->view()); obstacle && std::string(option) == "--raw")
                return core::Error{obstacle->what, *path, obstacle->hint};
            if (std::string(option) == "--raw")
                order.rawPath = *path;
            (std::string(option) == "--raw" ? order.raw : order.factors) = std::move(*numbers);
        }
    if (auto error = readErrors(arguments, order))
        return *error;
    return order;
}
bool ScoreOrder::hasClasses() const {
    std::int32_t first = -1;
    for (const std::int32_t label : labels.labels) {
        if (label >= 0 && first >= 0 && label != first)
            return true;
        first = std::max(first, label);
    }
    return false;
}

std::vector<std::string> doubtsAbout(const ScoreOrder &order) {
    std::vector<std::string> sentences = doubtsAboutNumbers(order.codes.view(), order.codesPath, "codes", "Look whether the encoder is dead.");
    if (order.raw)
        for (std::string &each : doubtsAboutNumbers(order.raw->view(), order.rawPath, "samples", "Look whether these are the samples that you mean."))
            sentences.push_back(std::move(each));
    if (order.labels.labels.empty() || order.hasClasses())
        return sentences;
    const std::string none = spec::shortest(-1.0);
    core::Error doubt{"All samples are of one class: there is nothing to tell apart", order.labelsPath, "Give samples of two classes or more."};
    if (order.codes.samples < 2)
        doubt = {"There are too few samples for neighbours and a linear probe", order.labelsPath, "Give at least two samples of each class."};
    else if (order.labels.names.empty() || order.labels.names.front() == none)
        doubt = {"No sample has a class, all labels are " + none + ": nothing is measured of classes", order.labelsPath,
                 "Give the labels of the classes, or leave them out."};
    sentences.push_back(doubt.sentence());
    return sentences;
}

} // namespace hourglass::app
