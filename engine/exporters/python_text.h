// Python as text: numbers and words as it has them, and the parts of a script that every library shares, which need NumPy alone.
#pragma once

#include "engine/exporters/lesson.h"

namespace hourglass::exporters {

/// All its digits: "0.001", "1e-08".
std::string pythonNumber(double number);
std::string pythonWord(const std::string &word);
/// "(1, 28, 28)", also of one: "(784,)"
std::string pythonTuple(const std::vector<core::Index> &numbers);
std::vector<core::Index> extentsOf(const core::Shape &shape);
/// The script's name: that of its weights without ".weights.safetensors".
std::string stemOf(const Lesson &lesson);

/// The text that a script begins with, imports among them. `library`: "PyTorch"; `usage`: lines of its own.
std::string scriptHead(const Lesson &lesson, const std::string &library, const std::string &usage, const std::string &imports);
/// Constants, the samples, their order and the schedule: read(), training_samples(), order_of(), cuts(), rate_factor().
std::string scriptPipeline(const Lesson &lesson);

} // namespace hourglass::exporters
