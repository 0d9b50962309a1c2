#include "app/commands/apply_commands.h"

#include <algorithm>
#include <ostream>

#include "app/commands/code_files.h"
#include "app/commands/job.h"
#include "app/commands/lost_input.h"
#include "app/commands/spec_options.h"
#include "engine/core/floating_point.h"
#include "engine/data/sample_id.h"
#include "engine/data/source_numbers.h"
#include "engine/files/npy_writer.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/network.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using core::Index;

constexpr Index longestBlock = 256, largestBlock = Index{1} << 22; ///< samples; floats of the widest layer

enum class Product { Reconstruction, Code };

/// A sample with its number in the order of the source.
struct NumberedSample {
    Index number = 0;
    const data::Part *part = nullptr;
    Index sample = 0;
};

/// The samples of one part ("train", "validation", "test") or of "all", in the order of their file.
std::vector<NumberedSample> samplesOf(const data::Dataset &dataset, const std::string &wanted) {
    std::vector<NumberedSample> samples;
    for (const data::PartKind kind : data::partKinds) {
        if (wanted != data::nameOf(kind) && wanted != "all")
            continue;
        const data::Part &part = partOf(dataset, kind);
        for (Index sample = 0; sample < part.samples; ++sample)
            samples.push_back({numberOf(dataset, {kind, sample}), &part, sample});
    }
    std::sort(samples.begin(), samples.end(), [](const NumberedSample &a, const NumberedSample &b) { return a.number < b.number; });
    return samples;
}

/// Of the array: samples first.
std::vector<Index> extentsOf(const data::Dataset &dataset, const plan::Plan &plan, Product product, Index samples) {
    std::vector<Index> extents{samples};
    if (product == Product::Code) {
        extents.push_back(plan.codeSize());
    } else if (dataset.fileLayout) {
        extents.insert(extents.end(), dataset.fileLayout->extents.begin(), dataset.fileLayout->extents.end());
    } else {
        const core::Shape &shape = dataset.shape;
        const int first = shape.isImage() && shape.channels() == 1 ? 1 : 0; // one channel is none to speak of
        extents.insert(extents.end(), shape.extents.begin() + first, shape.extents.begin() + shape.rank);
    }
    return extents;
}

/// The order of the file, as FileLayout::write().
void bringIntoFileOrder(const data::FileLayout &layout, std::vector<double> &numbers, std::vector<double> &written) {
    const Index rows = std::max<Index>(layout.transposedRows, 1), columns = static_cast<Index>(numbers.size()) / rows;
    written.resize(numbers.size());
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            written[static_cast<std::size_t>(row * columns + column)] = numbers[static_cast<std::size_t>(column * rows + row)];
    numbers.swap(written);
}

/// Numbers of the source that floats would not hold.
std::optional<core::Error> writeInDouble(const data::Dataset &dataset, const NumberedSample &sample, const float *reconstruction, std::vector<double> &original,
                                         std::vector<double> &buffer, files::NpyWriter &writer) {
    original.resize(static_cast<std::size_t>(dataset.features()));
    data::toSource(dataset, *sample.part, sample.sample, reconstruction, original.data());
    if (dataset.fileLayout)
        bringIntoFileOrder(*dataset.fileLayout, original, buffer);
    return writer.write(std::span<const double>(original));
}

/// Numbers that stand for no sample of the data, in those of the source: written as the file has a sample.
std::optional<core::Error> writeMade(const data::Dataset &dataset, const float *made, Index number, files::NpyWriter &writer) {
    const auto features = static_cast<std::size_t>(dataset.features());
    std::vector<float> original(features), written(features);
    if (!dataset.offsets.empty()) {
        std::vector<double> exact(features), buffer;
        data::toSource(dataset, {}, 0, made, exact.data());
        if (dataset.fileLayout)
            bringIntoFileOrder(*dataset.fileLayout, exact, buffer);
        return writer.write(std::span<const double>(exact));
    }
    dataset.invert(made, original.data());
    if (dataset.fileLayout) {
        dataset.fileLayout->write(original.data(), dataset.features(), written.data());
        original.swap(written);
    }
    if (!kernels::areFinite(dataset.features(), original.data()))
        return core::Error{"Code " + std::to_string(number) + " becomes numbers that are not finite, so nothing is written", "",
                           "Look at the code, or take other weights."};
    return writer.write(std::span<const float>(original));
}

std::optional<core::Error> decodeAll(const Job &job, const Codes &codes, files::NpyWriter &writer) {
    const Index block = std::clamp<Index>(largestBlock / job.plan->widest(), 1, std::min(longestBlock, codes.samples)),
                stride = core::strideOf(codes.dimensions);
    plan::Network network(job.plan, job.weights->parameters.data(), job.weights->state.data(), block);
    core::Floats input(stride * block);
    for (Index first = 0; first < codes.samples; first += block) {
        const core::View x{input.data(), codes.dimensions, std::min(block, codes.samples - first), stride};
        for (Index i = 0; i < x.columns; ++i)
            std::copy_n(codes.view().column(first + i), codes.dimensions, x.column(i));
        const core::ConstView y = network.decode(x);
        for (Index i = 0; i < y.columns; ++i)
            if (auto error = writeMade(*job.dataset, y.column(i), first + i, writer))
                return error;
    }
    return writer.commit();
}

/// Runs block after block and writes what comes out.
std::optional<core::Error> write(const Job &job, const std::vector<NumberedSample> &samples, Product product, files::NpyWriter &writer) {
    const plan::Plan &plan = *job.plan;
    const auto total = static_cast<Index>(samples.size());
    const Index block = std::clamp<Index>(largestBlock / plan.widest(), 1, std::min(longestBlock, total)), stride = core::strideOf(plan.features());
    plan::Network network(job.plan, job.weights->parameters.data(), job.weights->state.data(), block);
    core::Floats input(stride * block), original(plan.features()), written(plan.features());
    std::vector<double> exact, buffer;
    for (Index first = 0; first < total; first += block) {
        const core::View x{input.data(), plan.features(), std::min(block, total - first), stride};
        for (Index i = 0; i < x.columns; ++i) {
            const NumberedSample &sample = samples[static_cast<std::size_t>(first + i)];
            sample.part->copySample(sample.sample, x.column(i));
        }
        if (auto failure = job.dataset->failure())
            return failure;
        const core::ConstView y = product == Product::Code ? network.encode(x) : network.reconstruct(x);
        for (Index i = 0; i < y.columns; ++i) {
            if (!kernels::areFinite(y.rows, y.column(i)))
                return core::Error{"With these weights sample " + std::to_string(first + i) + " becomes numbers that are not finite, so nothing is written",
                                   "--weights-in", "Take other weights."};
            const float *numbers = y.column(i);
            if (product == Product::Reconstruction && !job.dataset->offsets.empty()) {
                if (auto error = writeInDouble(*job.dataset, samples[static_cast<std::size_t>(first + i)], numbers, exact, buffer, writer))
                    return error;
                continue;
            }
            if (product == Product::Reconstruction) { // in the numbers of the file
                const NumberedSample &sample = samples[static_cast<std::size_t>(first + i)];
                job.dataset->invert(*sample.part, sample.sample, numbers, original.data());
                numbers = original.data();
            }
            if (product == Product::Reconstruction && job.dataset->fileLayout) {
                job.dataset->fileLayout->write(numbers, y.rows, written.data());
                numbers = written.data();
            }
            if (!kernels::areFinite(y.rows, numbers))
                return core::Error{"Sample " + std::to_string(first + i) + " is too large for float once it is no longer scaled, so nothing is written",
                                   "--weights-in", "Take other weights."};
            if (auto error = writer.write(std::span<const float>(numbers, static_cast<std::size_t>(y.rows))))
                return error;
        }
    }
    return writer.commit();
}

ExitStatus apply(const Arguments &arguments, Console &console, Product product) {
    const std::string path = arguments.value("-o").value_or(""), part = arguments.value("--part").value_or("all");
    if (path.empty())
        return failed({"Where should the numbers go?", "-o", "Give -o Y.npy."}, console);
    if (part != "train" && part != "validation" && part != "test" && part != "all")
        return failed({"There is no part " + spec::quoted(part), "--part", "Choose train, validation, test or all."}, console);
    if (!arguments.has("--weights-in"))
        return failed({"Which weights?", "--weights-in", "Give --weights-in A.safetensors, such as train --weights-out writes."}, console);
    if (const auto error = noArrayName(path))
        return failed(*error, console);
    if (auto obstacle = files::obstacleTo(path)) // before the work, not after it
        return failed(*obstacle, console);
    const auto job = jobFrom(arguments, console);
    if (!job)
        return failed(job.error(), console);
    if (const auto error = lostInput("-o", path, job->dataset->key))
        return failed(*error, console);
    const std::vector<NumberedSample> samples = samplesOf(*job->dataset, part);
    if (samples.empty())
        return failed({"The data have no " + part + " part", "--part",
                       part == "validation" ? "Give --set data.validation=0.1, or another part." : "Choose another part."},
                      console);
    core::setFloatingPointMode();
    const std::vector<Index> extents = extentsOf(*job->dataset, *job->plan, product, static_cast<Index>(samples.size()));
    auto writer = files::NpyWriter::create(path, extents, product == Product::Reconstruction && !job->dataset->offsets.empty());
    if (!writer)
        return failed(writer.error(), console);
    if (auto error = write(*job, samples, product, *writer))
        return failed(*error, console);
    console.err << "hourglass: " << path << ": ";
    for (std::size_t i = 0; i < extents.size(); ++i)
        console.err << (i > 0 ? " × " : "") << extents[i];
    console.err << '\n';
    return ExitStatus::Done;
}

ExitStatus decode(const Arguments &arguments, Console &console) {
    const std::string path = arguments.value("-o").value_or("");
    if (path.empty())
        return failed({"Where should the samples go?", "-o", "Give -o Y.npy."}, console);
    if (arguments.positional().empty())
        return failed({"Which codes?", "", "Give an array such as `hourglass encode` writes: CODES.npy."}, console);
    if (!arguments.has("--weights-in"))
        return failed({"Which weights?", "--weights-in", "Give --weights-in A.safetensors, such as train --weights-out writes."}, console);
    if (const auto error = noArrayName(path))
        return failed(*error, console);
    if (auto obstacle = files::obstacleTo(path)) // before the work, not after it
        return failed(*obstacle, console);
    const std::string &from = arguments.positional().front();
    const auto codes = codesFrom(from);
    if (!codes)
        return failed(codes.error(), console);
    const auto job = jobFrom(arguments, console);
    if (!job)
        return failed(job.error(), console);
    if (codes->dimensions != job->plan->codeSize())
        return failed({"holds codes of " + std::to_string(codes->dimensions) + " numbers, and the stack's code has " + std::to_string(job->plan->codeSize()),
                       from, "Give codes of this stack."},
                      console);
    for (Index sample = 0; sample < codes->samples; ++sample)
        if (!kernels::areFinite(codes->dimensions, codes->view().column(sample)))
            return failed({"Code " + std::to_string(sample) + " has a number that is not finite", from, "Leave it out."}, console);
    core::setFloatingPointMode();
    std::vector<Index> extents = extentsOf(*job->dataset, *job->plan, Product::Reconstruction, codes->samples);
    auto writer = files::NpyWriter::create(path, extents, !job->dataset->offsets.empty());
    if (!writer)
        return failed(writer.error(), console);
    if (auto error = decodeAll(*job, *codes, *writer))
        return failed(*error, console);
    console.err << "hourglass: " << path << ": ";
    for (std::size_t i = 0; i < extents.size(); ++i)
        console.err << (i > 0 ? " × " : "") << extents[i];
    console.err << '\n';
    return ExitStatus::Done;
}

Command commandOf(const char *name, const char *summary, ExitStatus (*run)(const Arguments &, Console &)) {
    std::vector<Option> options = specOptions();
    options.push_back({"--weights-in", "A.safetensors", "parameters and state, such as train --weights-out writes"});
    options.push_back({"--part", "train|validation|test|all",
                       "which samples, in the order of their file; all where it is not said: every sample of the\n"
                       "                            source, a test file of its own behind the training file"});
    options.push_back({"-o", "Y.npy", "where it goes: float32 (float64 where the numbers of the data need it), samples first"});
    return {name,    "[--preset NAME | --spec FILE] [--data NAME|PATH] [--set PATH=VALUE]… --weights-in FILE [--part train|validation|test|all] -o Y.npy",
            summary, options,
            0,       run};
}

} // namespace

Command reconstructCommand() {
    return commandOf("reconstruct", "what the stack makes of each sample, in the sample's shape; options that concern the training change nothing",
                     [](const Arguments &arguments, Console &console) { return apply(arguments, console, Product::Reconstruction); });
}

Command encodeCommand() {
    return commandOf("encode", "the code of each sample: (samples, units of the code); options that concern the training change nothing",
                     [](const Arguments &arguments, Console &console) { return apply(arguments, console, Product::Code); });
}

Command decodeCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--weights-in", "A.safetensors", "parameters and state, such as train --weights-out writes"});
    options.push_back({"-o", "Y.npy", "where it goes: float32 (float64 where the numbers of the data need it), samples first"});
    return {"decode",
            "CODES.npy [--preset NAME | --spec FILE] [--data NAME|PATH] [--set PATH=VALUE]… --weights-in FILE -o Y.npy",
            "the sample that the stack makes of each code, in the numbers of the data and a sample's shape",
            options,
            1,
            decode};
}

} // namespace hourglass::app
