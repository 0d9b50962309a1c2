// The formats that a model comes in, with its numbers. A new one is its file and a row in formats.cpp; it hands what it reads to a StackBuilder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/plan/plan.h"

namespace hourglass::data {
class Converter;
}

namespace hourglass::importers {

using core::Index;
using core::Shape;

/// What a person may say of a file that does not say it itself.
struct Wish {
    std::optional<Index> code = {};                          ///< the layer whose output is the code, from 0
    std::optional<std::string> activation = {}, output = {}; ///< between the layers, and of the last: keys such as "relu"
};

/// A stack with its numbers, compiled for the sample that it was made for.
struct Imported {
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state;
    std::vector<std::string> remarks = {}; ///< sentences: what was taken for what, and what differs
    /// Layers whose activation neither the file nor the wish says (it is ReLU), and whether that of the last is not said (it is none).
    std::vector<int> hiddenActivations = {};
    bool lacksOutput = false;

    bool lacksActivations() const { return lacksOutput || !hiddenActivations.empty(); }
};

struct Row {
    const char *key, *label, *suffix; ///< "onnx", "ONNX", ".onnx"
    core::Result<Imported> (*read)(const std::string &path, const Wish &wish, const data::Converter *converter);
};

const std::vector<Row> &formats();
/// By the end of its name, whatever its letters; null where no format ends so.
const Row *formatOf(const std::string &path);
/// Reads a file of any of them. Whatever a damaged or hostile one holds, an error names what and where. `converter` opens what the engine does not read
/// itself; without it `.keras` is an error.
core::Result<Imported> read(const std::string &path, const Wish &wish, const data::Converter *converter = nullptr);

/// Another plan of the same stack, for samples of another shape and as many numbers: an error where its tensors are others.
core::Result<std::shared_ptr<const plan::Plan>> planFor(const Imported &imported, const Shape &sample);

} // namespace hourglass::importers
