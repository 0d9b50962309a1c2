// Writes the presets, and stacks by lot, as ONNX, each with samples and with what Network makes of them, for other programs to be held to:
// interop_models FOLDER [STACKS]. Names: NAME.PART.onnx, NAME.PART.input.npy, NAME.PART.OUTPUT.npy; deep.h, the preset Deep in C++; NAME.keras and
// NAME.pt, which Keras and PyTorch load by themselves; and scripts with what lies beside them: NAME.FORMAT.py, with the losses of 20 steps, in file order in
// NAME.losses.npy and shuffled in NAME.shuffled.npy, where nothing is drawn; and curves of runs, events/RUN for TensorBoard and curves.csv.
#include <QString>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/core/floating_point.h"
#include "engine/exporters/export.h"
#include "engine/exporters/lesson.h"
#include "engine/files/npy_writer.h"
#include "engine/runs/curve_files.h"
#include "engine/training/demands.h"
#include "engine/training/stepper.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

constexpr Index samples = 5;

[[noreturn]] void giveUp(const std::string &why) {
    std::fprintf(stderr, "interop_models: %s\n", why.c_str());
    std::exit(1);
}

void writeArray(const std::string &path, const core::Shape &shape, const std::vector<float> &numbers) {
    std::vector<Index> extents{samples};
    extents.insert(extents.end(), shape.extents.begin(), shape.extents.begin() + shape.rank);
    auto writer = files::NpyWriter::create(path, extents);
    if (!writer)
        giveUp(writer.error().sentence());
    if (const auto error = writer->write(std::span<const float>(numbers)))
        giveUp(error->sentence());
    if (const auto error = writer->commit())
        giveUp(error->sentence());
}

void writeModel(const std::string &name, const FilledPlan &filled, std::uint64_t seed) {
    for (const StackPart part : stackParts) {
        if (part == StackPart::Decoder && !hasDecoder(*filled.plan))
            continue;
        const std::string path = name + (part == StackPart::Whole ? ".whole" : part == StackPart::Encoder ? ".encoder" : ".decoder");
        const auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, part, exporters::formats().front());
        if (!model)
            giveUp(path + ": " + model.error().sentence());
        if (const auto error = exporters::write(exporters::formats().front(), *model, path + ".onnx"))
            giveUp(error->sentence());
        const graph::Graph &graph = model->parts.front();
        const core::Shape &input = graph.shapeOf(graph.input), &output = graph.shapeOf(graph.outputs.front().value);
        const std::vector<float> numbers = someSamples(input.size(), samples, seed);
        writeArray(path + ".input.npy", input, numbers);
        writeArray(path + '.' + graph.outputs.front().name + ".npy", output, networkOutput(filled, part, numbers, samples));
        if (part == StackPart::Whole && filled.plan->layers().back().traits().leavesLogits)
            writeArray(path + ".logits.npy", output, networkOutput(filled, part, numbers, samples, true));
    }
    for (const exporters::Row &row : exporters::formats()) {
        if (row.key != std::string("keras") && row.key != std::string("torch_state"))
            continue;
        auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, StackPart::Whole, row);
        if (!model)
            giveUp(name + ": " + model.error().sentence());
        if (const auto error = exporters::write(row, *model, name + row.suffix); error && error->what.starts_with("Keras has no"))
            std::fprintf(stderr, "interop_models: %s: %s\n", name.c_str(), error->sentence().c_str());
        else if (error)
            giveUp(error->sentence());
    }
}

/// Samples of the shape that a plan takes, in [0, 1]; 101 of them, so that the last batch is smaller.
data::Dataset someData(const core::Shape &shape, std::uint64_t seed) {
    data::Dataset dataset;
    dataset.title = "Numbers by lot";
    dataset.shape = shape;
    dataset.train.samples = 101;
    dataset.train.features = shape.size();
    Lots lots(seed + 3'000'000);
    for (Index i = 0; i < dataset.train.samples * shape.size(); ++i)
        dataset.train.floats.push_back(static_cast<float>(lots.between(0.0, 1.0)));
    return dataset;
}

/// Settings that differ from seed to seed, as far as the stack takes them.
spec::TrainingSpec someTraining(std::uint64_t seed) {
    static const std::vector<spec::OptimiserSpec> optimisers{{"adam", {}},    {"sgd", {{"rate", 0.01}, {"nesterov", true}}},
                                                             {"adamw", {}},   {"amsgrad", {}},
                                                             {"nadam", {}},   {"rmsprop", {{"rate", 0.001}}},
                                                             {"adagrad", {}}, {"adadelta", {}}};
    static const std::vector<spec::Component> schedules{{"constant", {{"warm_up", 2.0}}},
                                                        {"step", {{"every", 1.0}}},
                                                        {"exponential", {}},
                                                        {"cosine", {{"period", 1.5}, {"growth", 1.5}}},
                                                        {"one_cycle", {}},
                                                        {"cosine", {}}};
    static const std::vector<spec::LossSpec> losses{{"mean_squared_error", {}},    {"binary_cross_entropy", {{"reduction", std::string("sum")}}},
                                                    {"huber", {{"delta", 0.3}}},   {"cosine", {}},
                                                    {"structural_similarity", {}}, {"categorical_cross_entropy", {}},
                                                    {"mean_absolute_error", {}}};
    static const std::vector<std::vector<spec::Component>> penalties{
        {}, {{"l1_weights", {}}}, {{"l2_weights", {}}, {"l1_activity", {}}}, {{"orthogonality", {}}}, {{"kl_sparsity", {}}}};
    spec::TrainingSpec training;
    training.optimiser = optimisers[seed % optimisers.size()];
    training.schedule = schedules[seed % schedules.size()];
    training.loss = losses[seed % losses.size()];
    training.penalties = penalties[seed % penalties.size()];
    training.batch = 16;
    training.epochs = 6;
    training.seed = seed;
    training.gradient = {seed % 3 == 0 ? 0.5 : 0.0, seed % 4 == 0 ? 0.1 : 0.0, static_cast<Index>(1 + seed % 2)};
    return training;
}

std::vector<float> lossesOf(const FilledPlan &filled, const core::Floats &parameters, const std::shared_ptr<const data::Dataset> &dataset,
                            const spec::TrainingSpec &training, bool shuffles) {
    training::Stepper stepper(filled.plan, dataset);
    if (const auto isConfigured = stepper.configure(training); !isConfigured)
        giveUp(isConfigured.error().sentence());
    stepper.setShuffling(shuffles);
    training::TrainingState state;
    state.plan = filled.plan;
    state.spec = training;
    state.parameters = parameters;
    state.state = filled.state;
    stepper.restore(state);
    std::vector<float> losses;
    for (int step = 0; step < 20; ++step)
        losses.push_back(static_cast<float>(stepper.step().loss));
    return losses;
}

/// Nothing where rounding decides what becomes of the training: a nudge of the last digits of the weights shows.
void writeLosses(const std::string &path, const FilledPlan &filled, const std::shared_ptr<const data::Dataset> &dataset, const spec::TrainingSpec &training,
                 bool shuffles) {
    const std::vector<float> losses = lossesOf(filled, filled.parameters, dataset, training, shuffles);
    core::Floats nudged = filled.parameters;
    for (Index i = 0; i < nudged.size(); ++i)
        nudged[i] *= i % 2 == 0 ? 1 + 3e-7f : 1 - 3e-7f;
    const std::vector<float> others = lossesOf(filled, nudged, dataset, training, shuffles);
    for (std::size_t step = 0; step < losses.size(); ++step)
        if (!(std::abs(others[step] - losses[step]) <= 3e-5f * std::max(std::abs(losses[step]), 1e-3f))) {
            std::fprintf(stderr, "interop_models: %s: left out, rounding decides from step %zu on\n", path.c_str(), step + 1);
            return;
        }
    auto writer = files::NpyWriter::create(path, {20});
    if (!writer || writer->write(std::span<const float>(losses)) || writer->commit())
        giveUp(path + " cannot be written");
}

void writeScripts(const std::string &name, const FilledPlan &filled, spec::TrainingSpec training, std::uint64_t seed) {
    const auto dataset = std::make_shared<data::Dataset>(someData(filled.plan->input(), seed));
    if (training::refusal(training, *filled.plan, *dataset)) { // the loss or a penalty that this stack does not take
        training.loss = {"mean_squared_error", {}};
        training.penalties.clear();
    }
    if (training::refusal(training, *filled.plan, *dataset))
        giveUp(name + " trains on nothing");
    exporters::Order order{.subject = {filled.plan, filled.parameters.data(), filled.state.data()},
                           .dataset = dataset.get(),
                           .scaling = {"unit", {}},
                           .title = name,
                           .version = "in a test"};
    order.training = training;
    for (const exporters::Row &row : exporters::formats()) {
        if (!row.isScript())
            continue;
        order.format = &row;
        order.path = name + '.' + row.key + row.suffix;
        if (const auto report = exporters::exportModel(order); !report && report.error().what.starts_with("Keras has no"))
            std::fprintf(stderr, "interop_models: %s: %s\n", name.c_str(), report.error().sentence().c_str());
        else if (!report)
            giveUp(report.error().sentence());
    }
    const auto lesson = exporters::lessonOf(order);
    if (!lesson || lesson->drawsInLayers || training.corruption.kind != "none" || !training.augmentation.empty())
        return;
    writeLosses(name + ".losses.npy", filled, dataset, training, false);
    writeLosses(name + ".shuffled.npy", filled, dataset, training, true);
}

/// A run of some steps and epochs, trained with one loss and then another, as event files and as a table.
void writeCurves(const std::string &folder) {
    runs::RunLog log("binary cross-entropy", "validation");
    constexpr Index epochs = 40, perEpoch = 30;
    for (Index epoch = 0; epoch < epochs; ++epoch) {
        if (epoch == epochs / 2)
            log.changeLoss("mean squared error");
        std::vector<training::StepRecord> steps;
        for (Index step = 1; step <= perEpoch; ++step) {
            const Index at = epoch * perEpoch + step;
            const auto loss = 1.0f / std::sqrt(static_cast<float>(at));
            steps.push_back({at, static_cast<double>(at) / perEpoch, 1, loss, loss, loss});
        }
        log.append(steps);
        training::EvaluationRecord record;
        record.step = (epoch + 1) * perEpoch;
        record.epoch = static_cast<double>(epoch + 1);
        record.heldOutLoss = record.validationLoss = 1.0 / static_cast<double>(epoch + 1);
        record.trainLoss = 0.9 * record.validationLoss;
        record.seconds = 0.25;
        record.samplesPerSecond = 12'000;
        record.endsEpoch = true;
        log.append(record);
    }
    const std::vector<runs::RunCurves> curves{{"Größe, \"wide\" 2", 1764412800, runs::seriesOf(log)}, {"Map", 1764416400, runs::seriesOf(log)}};
    auto named = curves;
    named[0].name = "Größe, _wide_ 2"; // as a folder may be called
    for (const auto &error : {runs::writeCurvesForTensorBoard(curves, folder + "events"), runs::writeCurvesAsCsv(named, folder + "curves.csv")})
        if (error)
            giveUp(error->sentence());
}

} // namespace

int main(int count, char **words) {
    if (count < 2)
        giveUp("which folder?");
    core::setFloatingPointMode();
    const std::string folder = std::string(words[1]) + '/';
    for (const spec::Preset &preset : spec::presets()) {
        const FilledPlan filled(presetPlan(preset), 1);
        writeModel(folder + preset.key, filled, 1);
        spec::TrainingSpec training = preset.spec.training;
        training.batch = 16;
        writeScripts(folder + preset.key, filled, training, 1);
    }
    const FilledPlan deep(presetPlan(*spec::findPreset("deep")), 1);
    const exporters::Row &header = exporters::formats()[1];
    auto model = exporters::modelOf({deep.plan, deep.parameters.data(), deep.state.data()}, StackPart::Whole, header);
    model->title = "deep";
    if (const auto error = exporters::write(header, *model, folder + "deep.h"))
        giveUp(error->sentence());
    writeCurves(folder);
    const long stacks = count > 2 ? std::atol(words[2]) : 100;
    for (std::uint64_t seed = 1, written = 0; written < static_cast<std::uint64_t>(stacks); ++seed)
        if (const auto plan = randomPlan(seed)) {
            const FilledPlan filled(plan, seed);
            writeModel(folder + "stack" + std::to_string(seed), filled, seed);
            writeScripts(folder + "stack" + std::to_string(seed), filled, someTraining(seed), seed);
            ++written;
        }
    return 0;
}
