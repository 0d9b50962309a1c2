#include "engine/exporters/script_export.h"

#include <algorithm>
#include <filesystem>

#include "engine/exporters/lesson.h"
#include "engine/files/npy_writer.h"
#include "engine/files/weights.h"

namespace hourglass::exporters {

using core::Error;
using core::Index;

namespace {

std::optional<Error> writeSamples(const data::Part &part, const core::Shape &shape, const std::string &path) {
    std::vector<Index> extents{part.samples};
    extents.insert(extents.end(), shape.extents.begin(), shape.extents.begin() + shape.rank);
    const bool areBytes = part.holdsBytes() && !part.scaling;
    auto writer = areBytes ? files::NpyWriter::createOfBytes(path, extents) : files::NpyWriter::create(path, extents);
    if (!writer)
        return writer.error();
    if (areBytes) {
        if (auto error = writer->write(std::span<const std::uint8_t>(part.bytes)))
            return error;
        return writer->commit();
    }
    std::vector<float> sample(static_cast<std::size_t>(part.features));
    for (Index i = 0; i < part.samples; ++i) {
        part.copySample(i, sample.data());
        if (auto error = writer->write(std::span<const float>(sample)))
            return error;
    }
    return writer->commit();
}

core::Floats copied(const float *numbers, Index count) {
    core::Floats copy(count);
    std::copy_n(numbers, count, copy.data());
    return copy;
}

} // namespace

std::optional<Error> writeScript(const Order &order, Report &report) {
    auto lesson = lessonOf(order);
    if (!lesson)
        return lesson.error();
    if (order.format->refusalOf)
        if (auto refusal = order.format->refusalOf(*lesson))
            return *refusal;
    if (order.format->remarksOn) {
        const std::vector<std::string> own = order.format->remarksOn(*lesson);
        lesson->remarks.insert(lesson->remarks.end(), own.begin(), own.end());
    }
    const std::filesystem::path script(order.path), stem = script.parent_path() / script.stem();
    const data::Part &part = order.dataset->train;
    const std::string weights = stem.string() + ".weights.safetensors", samples = stem.string() + ".samples.npy";
    lesson->weightsFile = std::filesystem::path(weights).filename().string();
    const double bytes = static_cast<double>(part.samples) * static_cast<double>(part.features) * (part.holdsBytes() && !part.scaling ? 1 : 4);
    if (bytes <= mostSampleBytes)
        lesson->samplesFile = std::filesystem::path(samples).filename().string();
    const plan::Plan &plan = *order.subject.plan;
    if (auto error =
            files::writeWeights(weights, plan, copied(order.subject.parameters, plan.parameterFloats()), copied(order.subject.state, plan.stateFloats())))
        return error;
    if (!lesson->samplesFile.empty())
        if (auto error = writeSamples(part, lesson->shape, samples))
            return error;
    if (auto failure = order.dataset->failure())
        return failure;
    if (auto error = writeText(order.format->makeScript(*lesson), order.path))
        return error;
    report.input = lesson->input;
    report.remarks.push_back("Beside it: " + lesson->weightsFile +
                             (lesson->samplesFile.empty() ? "; the samples are too many, so name their file by --data." : " and " + lesson->samplesFile + "."));
    report.remarks.insert(report.remarks.end(), lesson->remarks.begin(), lesson->remarks.end());
    return {};
}

} // namespace hourglass::exporters
