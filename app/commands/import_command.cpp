#include "app/commands/import_command.h"

#include <ostream>

#include <QFile>
#include <QFileInfo>

#include "app/commands/spec_options.h"
#include "app/converters/child_converter.h"
#include "app/import/embedded.h"
#include "app/session/stack_saver.h"
#include "engine/core/floating_point.h"
#include "engine/files/atomic_file.h"
#include "engine/files/weights.h"
#include "engine/importers/meaning.h"
#include "engine/spec/json.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

std::optional<core::Error> writeSpec(const spec::Spec &spec, const std::string &path) {
    const std::string text = spec::writeSpec(spec);
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text.data(), text.size()))))
        return error;
    return file->commit();
}

core::Result<importers::Wish> wishFrom(const Arguments &arguments) {
    importers::Wish wish;
    if (arguments.has("--code")) {
        const auto code = arguments.integer("--code", 1, 1, spec::largestLayers);
        if (!code)
            return code.error();
        wish.code = *code - 1;
    }
    wish.activation = arguments.value("--activation");
    wish.output = arguments.value("--output");
    return wish;
}

ExitStatus runImport(const Arguments &arguments, Console &console) {
    if (arguments.positional().empty())
        return failed({"Which model?", "import", "Give the path of one, such as MODEL.onnx."}, console);
    const std::string &path = arguments.positional().front(), to = arguments.value("-o").value_or("");
    if (!QString::fromStdString(to).endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        return failed({"Where should the stack go?", "-o", "Give -o NAME.json; its weights go beside it, as NAME.safetensors."}, console);
    const QString file = QFile::decodeName(to.c_str());
    const std::string weights = QFile::encodeName(weightsBeside(file)).toStdString();
    for (const std::string &place : {to, weights})
        if (auto obstacle = files::obstacleTo(place)) // before the work, not after it
            return failed(*obstacle, console);
    const auto wish = wishFrom(arguments);
    if (!wish)
        return failed(wish.error(), console);
    core::setFloatingPointMode();
    auto imported = importers::read(path, *wish, &converter());
    if (!imported)
        return failed(imported.error(), console);
    spec::Spec spec;
    spec.name = QFileInfo(file).completeBaseName().toStdString();
    spec.model = imported->plan->model();
    auto changed = changedBy(std::move(spec), arguments);
    if (!changed)
        return failed(changed.error(), console);
    std::shared_ptr<const data::Dataset> dataset;
    if (arguments.has("--data")) {
        const auto loaded = library().load(training::dataFor(*changed), changed->training.seed, {});
        if (!loaded)
            return failed(loaded.error(), console);
        dataset = *loaded;
        importers::chooseActivations(*imported, *dataset);
        changed->model = imported->plan->model();
    }
    if (imported->lacksActivations())
        return failed(
            {"The file does not say the activations of its layers", path,
             "Give --activation relu and --output sigmoid (or what they are, see `hourglass layers`), or --data with samples to find those that suit them best."},
            console);
    const std::string begin = "hourglass: " + path + ": ";
    console.err << begin << imported->plan->outline().layers.size() << " layers, " << imported->plan->outline().parameters << " parameters, for samples of "
                << core::toText(imported->plan->input()) << ", with a code of " << imported->plan->codeSize() << '\n';
    for (const std::string &remark : imported->remarks)
        console.err << begin << remark << '\n';
    if (dataset) {
        const auto plan = importers::planFor(*imported, dataset->shape);
        if (!plan)
            return failed({plan.error().what, path, plan.error().hint}, console);
        const importers::Meaning meaning = importers::measureMeaning(*plan, *imported, *dataset);
        console.err << begin
                    << (meaning.sentence().empty()
                            ? "mean squared error " + std::to_string(meaning.model) + ", that of the mean sample " + std::to_string(meaning.mean)
                            : meaning.sentence())
                    << '\n';
    }
    if (auto error = files::writeWeights(weights, *imported->plan, imported->parameters, imported->state))
        return failed(*error, console);
    if (auto error = writeSpec(*changed, to))
        return failed(*error, console);
    return ExitStatus::Done;
}

} // namespace

Command importCommand() {
    std::string suffixes;
    for (const importers::Row &row : importers::formats())
        suffixes += (suffixes.empty() ? "MODEL" : "|MODEL") + std::string(row.suffix);
    return {"import",
            suffixes + " [--code N] [--activation NAME] [--output NAME] [--data NAME|PATH] [--set PATH=VALUE]… -o NAME.json",
            "a model of another program as a stack, with its weights beside it as NAME.safetensors",
            {{"--code", "N", "the layer whose output is the code, counted from 1; without it: as the file says, else the last of the narrowest"},
             {"--activation", "NAME", "between the layers, where the file does not say it: relu, tanh …"},
             {"--output", "NAME", "at the output, where the file does not say it: identity, sigmoid …"},
             {"--data", "NAME|PATH", "its data: the model is tried on them, and the spec names them"},
             {"--epochs", "N", "how often every sample is seen in a training that goes on from it"},
             {"--batch", "N", "samples in a step"},
             {"--rate", "X", "learning rate"},
             {"--loss", "NAME", "how far outputs are from their targets (see `hourglass losses`)"},
             {"--seed", "N", "of shuffling and noise"},
             {"--set", "PATH=VALUE", "any setting of the spec", true},
             {"-o", "NAME.json", "where the stack goes"}},
            1,
            runImport};
}

} // namespace hourglass::app
