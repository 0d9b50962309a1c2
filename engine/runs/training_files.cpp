#include "engine/runs/training_files.h"

#include <fstream>
#include <sstream>

#include "engine/files/atomic_file.h"
#include "engine/files/safetensors.h"
#include "engine/kernels/kernels.h"
#include "engine/runs/state_counters.h"

namespace hourglass::runs {

using core::Error;
using core::Floats;
using core::Index;
using core::Result;
using files::AtomicFile;
using files::SafetensorsFile;
using files::TensorEntry;
using files::TensorValues;
using nlohmann::json;
using training::TrainingState;
using training::Watch;

namespace {

const char *const keptHint = "It was kept by another version, or damaged: open the stack beside it, which has the weights alone.";

std::string arraysIn(const std::string &folder) {
    return folder + "/training.safetensors";
}

std::string countersIn(const std::string &folder) {
    return folder + "/training.json";
}

json written(Curve curve) {
    curve.shrink(mostSpansInFile);
    json spans = json::array();
    for (Index i = 0; i < curve.size(); ++i) {
        const Span span = curve.span(i);
        spans.push_back({span.step, number(span.epoch), span.steps, number(span.minimum), number(span.mean), number(span.maximum)});
    }
    return spans;
}

void read(const json &spans, Curve &curve) {
    Index last = -1;
    for (const json &span : spans) {
        const training::StepRecord record{count(span.at(0)),       span.at(1).get<double>(), count(span.at(2)),
                                          span.at(3).get<float>(), span.at(4).get<float>(),  span.at(5).get<float>()};
        if (record.step <= last)
            throw std::invalid_argument("a curve goes backwards");
        last = record.step;
        curve.append(record);
    }
}

json written(const training::EvaluationRecord &record) {
    json terms = json::array();
    for (const training::Term &term : record.terms)
        terms.push_back({term.name, number(term.value), term.label});
    return {{"step", record.step},
            {"epoch", number(record.epoch)},
            {"held_out", number(record.heldOutLoss)},
            {"train", number(record.trainLoss)},
            {"validation", number(record.validationLoss)},
            {"test", number(record.testLoss)},
            {"terms", terms},
            {"seconds", number(record.seconds)},
            {"samples_per_second", number(record.samplesPerSecond)},
            {"ends_epoch", record.endsEpoch}};
}

training::EvaluationRecord evaluationOf(const json &record) {
    training::EvaluationRecord evaluation{.step = count(record.at("step")),
                                          .epoch = numberOr(record.at("epoch"), 0),
                                          .heldOutLoss = numberOr(record.at("held_out"), training::none),
                                          .trainLoss = numberOr(record.at("train"), training::none),
                                          .validationLoss = numberOr(record.at("validation"), training::none),
                                          .testLoss = numberOr(record.at("test"), training::none),
                                          .terms = {},
                                          .seconds = numberOr(record.at("seconds"), 0),
                                          .samplesPerSecond = numberOr(record.at("samples_per_second"), 0),
                                          .endsEpoch = record.at("ends_epoch").get<bool>()};
    for (const json &term : record.at("terms"))
        evaluation.terms.push_back({term.at(0).get<std::string>(), numberOr(term.at(1), training::none), term.at(2).get<std::string>()});
    return evaluation;
}

json written(const RunLog &log) {
    json segments = json::array(), marks = json::array(), evaluations = json::array();
    for (std::size_t i = 0; i < log.segments(); ++i) {
        const auto segment = log.segment(i);
        segments.push_back({{"loss", segment->lossName}, {"train", written(segment->train)}, {"held_out", written(segment->heldOut)}});
    }
    for (const Mark &mark : log.marks())
        marks.push_back({{"step", mark.step}, {"epoch", number(mark.epoch)}, {"text", mark.text}, {"bad", mark.isBad}});
    for (const training::EvaluationRecord &record : log.evaluations().records())
        evaluations.push_back(written(record));
    return {{"held_out", log.heldOutName()}, {"segments", segments},        {"marks", marks},
            {"evaluations", evaluations},    {"last_step", log.lastStep()}, {"last_epoch", number(log.lastEpoch())}};
}

std::shared_ptr<RunLog> logOf(const json &log) {
    std::vector<Segment> segments;
    for (const json &segment : log.at("segments")) {
        segments.push_back({segment.at("loss").get<std::string>(), Curve(), Curve()});
        read(segment.at("train"), segments.back().train);
        read(segment.at("held_out"), segments.back().heldOut);
    }
    if (segments.empty())
        throw std::invalid_argument("there is no curve");
    std::vector<Mark> marks;
    for (const json &mark : log.at("marks"))
        marks.push_back({.step = count(mark.at("step")),
                         .epoch = numberOr(mark.at("epoch"), 0),
                         .text = mark.at("text").get<std::string>(),
                         .isBad = mark.at("bad").get<bool>()});
    Evaluations evaluations;
    for (const json &record : log.at("evaluations"))
        evaluations.append(evaluationOf(record));
    return std::make_shared<RunLog>(log.at("held_out").get<std::string>(), std::move(segments), std::move(marks), std::move(evaluations),
                                    count(log.at("last_step")), numberOr(log.at("last_epoch"), 0));
}

Error wrongSize(const std::string &folder, const char *name, Index size, Index wanted) {
    return {std::string("the array \"") + name + "\" has " + std::to_string(size) + " numbers; the stack has " + std::to_string(wanted), arraysIn(folder),
            keptHint};
}

} // namespace

std::optional<Error> writeTraining(const std::string &folder, const TrainingState &state, const RunLog &log) {
    std::vector<TensorValues> tensors;
    for (const auto &array : arraysOf(state, *state.plan)) {
        if (!kernels::areFinite(array.values->size(), array.values->data()))
            return Error{std::string("the array \"") + array.name + "\" is not finite", arraysIn(folder), "Go back to before the training diverged."};
        if (!array.values->isEmpty())
            tensors.push_back({array.name, {array.values->size()}, array.values->span()});
    }
    if (auto error = writeSafetensors(arraysIn(folder), tensors))
        return error;
    const std::string text = json{{"version", 1}, {"training", countersOf(state)}, {"run", written(log)}}.dump();
    auto file = AtomicFile::create(countersIn(folder));
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text.data(), text.size()))))
        return error;
    return file->commit();
}

Result<KeptTraining> readTraining(const std::string &folder, const std::shared_ptr<const plan::Plan> &plan, const spec::TrainingSpec &spec,
                                  Index trainSamples) {
    KeptTraining kept{std::make_shared<TrainingState>(), nullptr};
    kept.state->plan = plan;
    kept.state->spec = spec;
    auto file = SafetensorsFile::open(arraysIn(folder));
    if (!file)
        return file.error();
    for (const auto &array : arraysOf(*kept.state, *plan)) {
        const TensorEntry *tensor = file->find(array.name);
        if (!tensor && !array.isNeeded)
            continue;
        const Index size = tensor ? tensor->elements : 0;
        if (array.size >= 0 && size != array.size)
            return wrongSize(folder, array.name, size, array.size);
        *array.values = Floats(size);
        if (auto error = file->read(*tensor, array.values->data()))
            return *error;
    }
    if (const Watch &watch = kept.state->watch; !watch.bestParameters.isEmpty() && watch.bestState.size() != plan->stateFloats())
        return wrongSize(folder, "best_state", watch.bestState.size(), plan->stateFloats());
    std::ifstream stream(countersIn(folder), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    try {
        const json all = json::parse(text.str());
        readCounters(all.at("training"), *kept.state, trainSamples);
        kept.log = logOf(all.at("run"));
    } catch (const std::exception &problem) {
        return Error{std::string("the counters of the training cannot be read: ") + problem.what(), countersIn(folder), keptHint};
    }
    return kept;
}

} // namespace hourglass::runs
