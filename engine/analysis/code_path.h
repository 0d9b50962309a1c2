// Ways from one code to another.
#pragma once

#include <span>
#include <vector>

namespace hourglass::analysis {

/// (1 − t) a + t b.
std::vector<float> linearBetween(std::span<const float> a, std::span<const float> b, double t);

/// Spherical interpolation (Shoemake 1985; of codes: White 2016) of a − origin and b − origin: with the angle Ω between them,
/// (sin((1 − t) Ω) (a − origin) + sin(t Ω) (b − origin)) / sin Ω + origin. Where they point the same or the opposite way, or one is zero, the linear one.
std::vector<float> sphericalBetween(std::span<const float> a, std::span<const float> b, std::span<const float> origin, double t);

} // namespace hourglass::analysis
