#include "app/commands/code_files.h"

#include <cstdlib>

#include "engine/data/readers/array_labels.h"
#include "engine/data/readers/npy_array.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

core::Result<Codes> matrixFrom(const std::string &path, std::size_t mostExtents, float perByte, const std::string &noun, const std::string &hint) {
    auto array = data::readNpyFileAsItIs(path, {});
    if (!array)
        return array.error();
    if (array->extents.size() > mostExtents)
        return core::Error{"holds " + data::extentsText(array->extents) + " numbers", path, hint};
    Codes codes{std::move(array->floats), array->count(), array->sampleSize()};
    for (const std::uint8_t byte : array->bytes)
        codes.numbers.push_back(static_cast<float>(byte) / perByte);
    if (codes.samples < 1 || codes.dimensions < 1)
        return core::Error{"holds no " + noun, path, hint};
    return codes;
}

} // namespace

core::Result<Codes> codesFrom(const std::string &path) {
    return matrixFrom(path, 3, 1.0f, "codes", "Codes are (samples, units), such as `hourglass encode` writes.");
}

core::Result<Codes> samplesFrom(const std::string &path) {
    return matrixFrom(path, 4, 255.0f, "samples", "Give an array with the samples first.");
}

core::Result<FileLabels> labelsFrom(const std::string &path, core::Index samples) {
    const auto array = data::readNpyFile(path, {});
    if (!array)
        return array.error();
    auto classes = data::classesIn(*array, samples);
    if (!classes)
        return classes.error();
    if (classes->labels.empty())
        return core::Error{"holds numbers that are no classes", path, "Labels are whole numbers, one a code."};
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
