#include "app/commands/code_files.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/data/float_offsets.h"
#include "engine/data/natural_order.h"
#include "engine/data/readers/array_labels.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/npy_array.h"
#include "engine/data/readers/npy_words.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

/// What is asked of a matrix, and what is said of another.
struct Demand {
    std::size_t mostExtents;
    float perByte;
    const char *noun, *hint;
    bool areCompared = false;
    const std::vector<double> *offsets = nullptr; ///< those of what it is compared with
};

const Demand demandOfCodes{3, 1.0f, "codes", "Codes are (samples, units), such as `hourglass encode` writes."};
const Demand demandOfSamples{4, 255.0f, "samples", "Give an array with the samples first."};

/// A number of a wider type that became infinite.
std::optional<core::Error> obstacleTo(const data::Array &array) {
    for (std::size_t i = 0; i < array.floats.size() && !array.isRounded.empty(); ++i)
        if (std::isinf(array.floats[i]) && array.isRounded[i % array.isRounded.size()])
            return core::Error{"sample " + std::to_string(i / array.isRounded.size()) + " holds a number that is too large for single precision, or not finite",
                               array.name, "Scale the numbers to be near 1, or leave this sample out."};
    return {};
}

core::Result<Codes> matrixFrom(const std::string &path, const Demand &demand) {
    auto array = data::readNpyFileAsItIs(path, {});
    if (!array)
        return array.error();
    if (array->extents.size() > demand.mostExtents)
        return core::Error{"holds " + data::extentsText(array->extents) + " numbers", path, demand.hint};
    if (auto obstacle = obstacleTo(*array))
        return *obstacle;
    std::vector<double> offsets;
    if (demand.offsets && std::ssize(*demand.offsets) == array->sampleSize())
        offsets = *demand.offsets;
    else if (demand.areCompared && !demand.offsets)
        offsets = data::possibleOffsets(array->floats, array->sampleSize(), array->isRounded);
    for (bool isAgain = !offsets.empty(); isAgain; isAgain = !demand.offsets && data::keepNeededOffsets(array->floats, offsets)) {
        array = data::readNpyFileAsItIs(path, {}, offsets);
        if (!array)
            return array.error();
    }
    Codes read{std::move(array->floats), array->count(), array->sampleSize(), std::move(offsets)};
    for (std::size_t i = 0; i < array->bytes.size(); ++i) {
        const float value = static_cast<float>(array->bytes[i]) / demand.perByte;
        const double offset = read.offsets.empty() ? 0 : read.offsets[i % read.offsets.size()]; // which are not taken from bytes
        read.numbers.push_back(static_cast<float>(static_cast<double>(value) - offset));
    }
    if (read.samples < 1 || read.dimensions < 1)
        return core::Error{std::string("holds no ") + demand.noun, path, demand.hint};
    return read;
}

/// The classes of a file of words, in natural order; of any other file nothing.
core::Result<data::ClassLabels> wordsIn(const std::string &path, core::Index samples) {
    core::Index offset = 0;
    auto stream = data::ByteStream::open(path);
    if (!stream)
        return stream.error();
    if (const auto header = data::readNpyHeader(*stream, offset); !header || !data::isNpyText(header->type))
        return data::ClassLabels{};
    auto again = data::ByteStream::open(path);
    if (!again)
        return again.error();
    const auto layout = data::readNpyWordLayout(*again);
    if (!layout)
        return layout.error();
    if (layout->count() != samples)
        return core::Error{"there are " + std::to_string(layout->count()) + " labels for " + std::to_string(samples) + " codes", path,
                           "Give one label a code."};
    auto classes = data::readNpyWords(*again, *layout, {});
    if (!classes)
        return classes;
    std::vector<std::string> names = classes->names;
    std::sort(names.begin(), names.end(), data::comesBefore);
    for (std::int32_t &label : classes->labels)
        if (label >= 0)
            label = static_cast<std::int32_t>(std::find(names.begin(), names.end(), classes->names[static_cast<std::size_t>(label)]) - names.begin());
    classes->names = std::move(names);
    return classes;
}

} // namespace

core::Result<Codes> codesFrom(const std::string &path) {
    return matrixFrom(path, demandOfCodes);
}

core::Result<Codes> codesToCompareFrom(const std::string &path) {
    Demand demand = demandOfCodes;
    demand.areCompared = true;
    return matrixFrom(path, demand);
}

core::Result<Codes> samplesToCompareFrom(const std::string &path, const Codes *with) {
    Demand demand = demandOfSamples;
    demand.areCompared = true;
    demand.offsets = with ? &with->offsets : nullptr;
    return matrixFrom(path, demand);
}

core::Result<FileLabels> labelsFrom(const std::string &path, core::Index samples) {
    auto classes = wordsIn(path, samples);
    if (!classes)
        return classes.error();
    if (classes->labels.empty()) {
        const auto array = data::readNpyFileAsItIs(path, {});
        if (!array)
            return array.error();
        classes = data::classesIn(*array, samples);
        if (!classes)
            return classes.error();
    }
    if (classes->labels.empty())
        return core::Error{"holds numbers that are no classes", path, "Labels are whole numbers or words, one a code."};
    return FileLabels{std::move(classes->labels), std::move(classes->names)};
}

core::Result<spec::Values> settingsFrom(const std::vector<std::string> &assignments, const std::string &example) {
    spec::Values values;
    for (const std::string &assignment : assignments) {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0)
            return core::Error{spec::quoted(assignment) + " sets nothing", "--set", "Write a setting and a value: " + example + "."};
        const std::string key = assignment.substr(0, equals), text = assignment.substr(equals + 1);
        char *end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        if (text == "true" || text == "false")
            values[key] = text == "true";
        else if (!text.empty() && *end == '\0')
            values[key] = number;
        else
            values[key] = text;
    }
    return values;
}

} // namespace hourglass::app
