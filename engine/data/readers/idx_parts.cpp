#include "engine/data/readers/idx_parts.h"

#include <algorithm>
#include <cmath>

#include "engine/data/readers/array_form.h"

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr float largestLabel = 65535.0f;

/// Unsigned bytes, in memory or in a file.
bool areBytes(const Part &part) {
    return part.file ? part.file->holdsBytes() : part.holdsBytes();
}

} // namespace

namespace {

/// Whether samples of three axes have their channels first, as PyTorch has them: one, three or four of them before what can be a picture and cannot be
/// channels.
bool hasPlanes(const std::vector<Index> &extents) {
    const auto areChannels = [](Index extent) { return extent == 1 || extent == 3 || extent == 4; };
    return areChannels(extents[1]) && extents[2] > 4 && extents[3] > 4;
}

} // namespace

core::Result<core::Shape> sampleShape(const Array &samples) {
    const auto &extents = samples.extents;
    switch (extents.size()) {
    case 1:
        if (samples.floats.empty() || samples.isWhole)
            break;
        return core::Shape(1);
    case 2: return core::Shape(extents[1]);
    case 3: return core::Shape(1, extents[1], extents[2]);
    case 4: return hasPlanes(extents) ? core::Shape(extents[1], extents[2], extents[3]) : core::Shape(extents[3], extents[1], extents[2]);
    default: break;
    }
    return Error{"the file holds labels, not samples", samples.name, "Name the file with the images (…-images-idx3-ubyte) or its folder."};
}

Part makePart(Array samples) {
    Part part;
    part.samples = samples.count();
    part.features = samples.sampleSize();
    part.bytes = std::move(samples.bytes);
    part.floats = std::move(samples.floats);
    if (samples.extents.size() == 4 && samples.extents[3] > 1 && !hasPlanes(samples.extents)) {
        const Index channels = samples.extents[3], pixels = part.features / channels;
        transposeSamples(part.bytes, pixels, channels);
        transposeSamples(part.floats, pixels, channels);
    }
    return part;
}

std::optional<Error> attachLabels(Part &part, const Array &labels) {
    if (labels.extents.size() != 1)
        return Error{"the labels have " + std::to_string(labels.extents.size()) + " dimensions instead of one", labels.name,
                     "Remove the file, or replace it by the labels of the images."};
    if (labels.count() != part.samples)
        return Error{"there are " + std::to_string(labels.count()) + " labels for " + std::to_string(part.samples) + " samples", labels.name,
                     "Images and labels must come from the same set; remove the labels to read the images alone."};
    part.labels.assign(labels.bytes.begin(), labels.bytes.end());
    for (const float label : labels.floats) {
        if (label < 0.0f || label > largestLabel || label != std::floor(label))
            return Error{"the label of sample " + std::to_string(part.labels.size()) + " is no whole number from 0 to 65535", labels.name,
                         "Remove the file to read the images alone."};
        part.labels.push_back(static_cast<std::int32_t>(label));
    }
    return {};
}

std::optional<Error> checkTestPart(const Dataset &dataset, const core::Shape &testShape, const Part &test, const std::string &testName) {
    if (testShape != dataset.shape)
        return Error{"the test samples are " + core::toText(testShape) + ", those of the training part " + core::toText(dataset.shape), testName,
                     "Both parts must come from the same set."};
    if (!test.isEmpty() && areBytes(test) != areBytes(dataset.train))
        return Error{"the test samples have another type of numbers than the training part", testName, "Both parts must come from the same set."};
    return {};
}

std::optional<Error> checkTestPart(const Dataset &dataset, const core::Shape &testShape, const std::string &testName) {
    return checkTestPart(dataset, testShape, dataset.test, testName);
}

std::vector<std::string> numberNames(const Dataset &dataset) {
    std::int32_t largest = -1;
    for (const Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        for (const std::int32_t label : part->labels)
            largest = std::max(largest, label);
    std::vector<std::string> names;
    for (std::int32_t label = 0; label <= largest; ++label)
        names.push_back(std::to_string(label));
    return names;
}

void dropEmptyClasses(Dataset &dataset) {
    std::vector<std::int32_t> numbers(dataset.classNames.size(), -1);
    for (const Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        for (const std::int32_t label : part->labels)
            if (label >= 0)
                numbers[static_cast<std::size_t>(label)] = 0;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] == 0) {
            numbers[i] = static_cast<std::int32_t>(names.size());
            names.push_back(std::move(dataset.classNames[i]));
        }
    for (Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        for (std::int32_t &label : part->labels)
            label = label < 0 ? label : numbers[static_cast<std::size_t>(label)];
    dataset.classNames = std::move(names);
}

bool liesWithinUnit(const Part &part) {
    return std::all_of(part.floats.begin(), part.floats.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
}

} // namespace hourglass::data
