#include "engine/data/readers/idx_parts.h"

#include <algorithm>
#include <cmath>

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr float largestLabel = 65535.0f;

/// {height, width, channels} of every sample becomes {channels, height, width}.
template <class T>
void bringChannelsForward(std::vector<T> &values, Index samples, Index pixels, Index channels) {
    std::vector<T> sample(static_cast<std::size_t>(pixels * channels));
    T *at = values.data();
    for (Index i = 0; i < samples; ++i, at += pixels * channels) {
        for (Index pixel = 0; pixel < pixels; ++pixel)
            for (Index channel = 0; channel < channels; ++channel)
                sample[static_cast<std::size_t>(channel * pixels + pixel)] = at[pixel * channels + channel];
        std::copy(sample.begin(), sample.end(), at);
    }
}

} // namespace

core::Result<core::Shape> sampleShape(const IdxArray &samples) {
    const auto &extents = samples.extents;
    switch (extents.size()) {
    case 2:
        return core::Shape(extents[1]);
    case 3:
        return core::Shape(1, extents[1], extents[2]);
    case 4:
        return core::Shape(extents[3], extents[1], extents[2]);
    default:
        return Error{"the file holds labels, not samples", samples.name,
                     "Name the file with the images (…-images-idx3-ubyte) or its folder."};
    }
}

Part makePart(IdxArray samples) {
    Part part;
    part.samples = samples.count();
    part.features = samples.sampleSize();
    part.bytes = std::move(samples.bytes);
    part.floats = std::move(samples.floats);
    if (samples.extents.size() == 4 && samples.extents[3] > 1) {
        const Index channels = samples.extents[3], pixels = part.features / channels;
        bringChannelsForward(part.bytes, part.holdsBytes() ? part.samples : 0, pixels, channels);
        bringChannelsForward(part.floats, part.holdsBytes() ? 0 : part.samples, pixels, channels);
    }
    return part;
}

std::optional<Error> attachLabels(Part &part, const IdxArray &labels) {
    if (labels.extents.size() != 1)
        return Error{"the labels have " + std::to_string(labels.extents.size()) + " dimensions instead of one", labels.name,
                     "Remove the file, or replace it by the labels of the images."};
    if (labels.count() != part.samples)
        return Error{"there are " + std::to_string(labels.count()) + " labels for " + std::to_string(part.samples) + " samples",
                     labels.name, "Images and labels must come from the same set; remove the labels to read the images alone."};
    part.labels.assign(labels.bytes.begin(), labels.bytes.end());
    for (const float label : labels.floats) {
        if (label < 0.0f || label > largestLabel || label != std::floor(label))
            return Error{"the label of sample " + std::to_string(part.labels.size()) + " is no whole number from 0 to 65535",
                         labels.name, "Remove the file to read the images alone."};
        part.labels.push_back(static_cast<std::int32_t>(label));
    }
    return {};
}

std::optional<Error> checkTestPart(const Dataset &dataset, const core::Shape &testShape, const std::string &testName) {
    if (testShape != dataset.shape)
        return Error{"the test samples are " + core::toText(testShape) + ", those of the training part " +
                         core::toText(dataset.shape),
                     testName, "Both parts must come from the same set."};
    if (dataset.test.holdsBytes() != dataset.train.holdsBytes())
        return Error{"the test samples have another type of numbers than the training part", testName,
                     "Both parts must come from the same set."};
    return {};
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

bool liesWithinUnit(const Part &part) {
    return std::all_of(part.floats.begin(), part.floats.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
}

} // namespace hourglass::data
