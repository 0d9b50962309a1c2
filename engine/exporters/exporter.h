// The formats that a model leaves in. A new one is its file and a row here; it knows operations, not layers.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/graph/graph.h"

namespace hourglass::exporters {

/// What leaves.
struct Model {
    std::string title;               ///< "Deep"
    std::vector<graph::Graph> parts; ///< the whole, or what was asked for of it
    /// What a stranger must know beside the operations: what made it, of which data, and how those became its input.
    std::vector<std::pair<std::string, std::string>> facts;
};

struct Lesson;

struct Row {
    const char *key, *label, *suffix; ///< "onnx", "ONNX", ".onnx"
    bool inHalves = false;            ///< functions: the whole leaves as encoder and decoder beside each other, without logits
    bool isTrainable = false;         ///< with what layers learn for training alone, such as the variance of a code that is drawn
    const char *remark = nullptr;     ///< a sentence on what reads the file, and how
    /// The bytes of the file, or why there can be none.
    core::Result<std::string> (*make)(const Model &model) = nullptr;
    /// Instead, of a script that trains: the whole stack, with files of weights and samples beside it.
    std::string (*makeScript)(const Lesson &lesson) = nullptr;
    /// Of a script: sentences on what its library does otherwise.
    std::vector<std::string> (*remarksOn)(const Lesson &lesson) = nullptr;
    /// Of a script: why there can be none.
    std::optional<core::Error> (*refusalOf)(const Lesson &lesson) = nullptr;

    bool isScript() const { return makeScript; }
};

const std::vector<Row> &formats();
/// "onnx, cpp, pytorch, keras_script …"
std::string formatKeys();
/// Writes the file whole or not at all. Not of a script.
std::optional<core::Error> write(const Row &format, const Model &model, const std::string &path);
/// The bytes as a file, whole or not at all.
std::optional<core::Error> writeText(const std::string &text, const std::string &path);

} // namespace hourglass::exporters
