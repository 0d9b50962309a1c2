#include "engine/sweeps/record.h"

#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/spec/json.h"
#include "engine/sweeps/results.h"
#include "engine/training/catalogue.h"

namespace hourglass::sweeps {

using core::Error;
using core::Result;
using nlohmann::json;

namespace {

constexpr int version = 1;
constexpr std::array states{TrialState::Done, TrialState::Stopped, TrialState::Failed, TrialState::Cancelled}; ///< that are over

json number(double value) {
    return std::isfinite(value) ? json(value) : json();
}

double numberIn(const json &value) {
    return value.is_null() ? training::none : value.get<double>();
}

json written(const Axis &axis) {
    json made{{"path", axis.path}, {"values", axis.values}};
    if (axis.span)
        made["span"] = {{"low", axis.span->low}, {"high", axis.span->high}, {"whole", axis.span->isWhole}, {"logarithmic", axis.span->isLogarithmic}};
    return made;
}

Axis axisIn(const json &from) {
    Axis axis{from.at("path").get<std::string>(), from.at("values").get<std::vector<std::string>>()};
    if (from.contains("span"))
        axis.span = Span{from["span"].at("low").get<double>(), from["span"].at("high").get<double>(), from["span"].at("whole").get<bool>(),
                         from["span"].at("logarithmic").get<bool>()};
    return axis;
}

bool isOver(TrialState state) {
    for (const TrialState each : states)
        if (each == state)
            return true;
    return false;
}

json written(const TrialProgress &progress) {
    json losses = json::array();
    for (const double loss : progress.losses)
        losses.push_back(number(loss));
    return {{"state", wordFor(isOver(progress.state) ? progress.state : TrialState::Cancelled)},
            {"epoch", progress.epoch},
            {"steps", progress.steps},
            {"loss", number(progress.loss)},
            {"train_loss", number(progress.trainLoss)},
            {"squared_error", number(progress.judgement.squaredError)},
            {"rate", number(progress.judgement.rate)},
            {"distortion", number(progress.judgement.distortion)},
            {"parameters", progress.parameters},
            {"code_size", progress.codeSize},
            {"seconds", progress.seconds},
            {"losses", losses},
            {"sentence", progress.sentence}};
}

TrialProgress progressIn(const json &from) {
    TrialProgress progress;
    const std::string word = from.at("state").get<std::string>();
    bool isKnown = false;
    for (const TrialState state : states)
        if (word == wordFor(state)) {
            progress.state = state;
            isKnown = true;
        }
    if (!isKnown)
        throw std::invalid_argument("\"" + word + "\" is no state of a training that is over");
    progress.epoch = from.at("epoch").get<double>();
    progress.steps = from.at("steps").get<Index>();
    progress.loss = numberIn(from.at("loss"));
    progress.trainLoss = numberIn(from.at("train_loss"));
    progress.judgement = {numberIn(from.at("squared_error")), numberIn(from.at("rate")), numberIn(from.at("distortion"))};
    progress.parameters = from.at("parameters").get<Index>();
    progress.codeSize = from.at("code_size").get<Index>();
    progress.seconds = from.at("seconds").get<double>();
    for (const json &loss : from.at("losses"))
        progress.losses.push_back(numberIn(loss));
    progress.sentence = from.at("sentence").get<std::string>();
    return progress;
}

} // namespace

std::string writeRecord(const Record &record) {
    json axes = json::array(), trials = json::array(), pca = json::array();
    for (const Axis &axis : record.sweep.axes)
        axes.push_back(written(axis));
    for (std::size_t trial = 0; trial < record.trials->size(); ++trial) {
        trials.push_back(written(record.progress[trial]));
        trials.back()["values"] = (*record.trials)[trial].values;
    }
    for (const PcaPoint &point : record.pca)
        pca.push_back({point.components, point.squaredError});
    return json{{"version", version},
                {"base", json::parse(spec::writeSpec(record.sweep.base))},
                {"axes", axes},
                {"draws", record.sweep.draws},
                {"seeds", record.sweep.seeds},
                {"halving", record.sweep.halving},
                {"ready", record.ready},
                {"measure", record.measure == Measure::Loss ? "loss" : "squared_error"},
                {"trials", trials},
                {"pca", pca}}
        .dump();
}

Result<Record> readRecord(const std::string &text, const std::string &where) {
    const auto wrong = [&where](const std::string &what) {
        return Error{"A sweep cannot be read: " + what, where, "Run it again; the rest of the project is there."};
    };
    try {
        const json from = json::parse(text);
        if (from.at("version").get<int>() != version)
            return wrong("it is of a newer version");
        auto base = spec::readSpec(from.at("base").dump(), training::catalogue(), where);
        if (!base)
            return wrong(base.error().what);
        Record record{.sweep = {std::move(*base), {}},
                      .ready = from.at("ready").get<std::string>(),
                      .measure = Measure::Loss,
                      .trials = nullptr,
                      .progress = {},
                      .pca = {}};
        for (const json &axis : from.at("axes"))
            record.sweep.axes.push_back(axisIn(axis));
        record.sweep.draws = from.at("draws").get<Index>();
        record.sweep.seeds = from.at("seeds").get<Index>();
        record.sweep.halving = from.at("halving").get<Index>();
        if (from.at("measure").get<std::string>() != "loss")
            record.measure = Measure::SquaredError;
        auto trials = trialsOf(record.sweep);
        if (!trials)
            return wrong(trials.error().what);
        record.trials = std::make_shared<const std::vector<Trial>>(std::move(*trials));
        const json &kept = from.at("trials");
        bool isSame = kept.size() == record.trials->size();
        for (std::size_t trial = 0; isSame && trial < record.trials->size(); ++trial) {
            isSame = kept[trial].at("values").get<std::vector<std::string>>() == (*record.trials)[trial].values;
            record.progress.push_back(progressIn(kept[trial]));
        }
        if (!isSame)
            return wrong("this version would train other combinations");
        for (const json &point : from.at("pca"))
            record.pca.push_back({point.at(0).get<Index>(), point.at(1).get<double>()});
        return record;
    } catch (const std::exception &problem) {
        return wrong(problem.what());
    }
}

} // namespace hourglass::sweeps
