// Curves and evaluations as bytes, the same on every machine that Hourglass runs on (little-endian).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/runs/curve.h"
#include "engine/training/records.h"

namespace hourglass::project {

using Bytes = std::vector<std::byte>;

constexpr std::size_t bytesOfASpan = 32;

void pack(const runs::Span &span, Bytes &to);
void pack(const training::EvaluationRecord &record, Bytes &to);

/// Nothing where the bytes are no whole number of spans, or spans that no training leaves behind.
std::optional<std::vector<runs::Span>> spansOf(std::span<const std::byte> bytes);
std::optional<std::vector<training::EvaluationRecord>> evaluationsOf(std::span<const std::byte> bytes);

} // namespace hourglass::project
