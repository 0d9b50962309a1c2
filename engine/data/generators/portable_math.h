// Sine, cosine and exponential by plain arithmetic alone: the same bits on every platform, where the C library's differ between versions.
#pragma once

namespace hourglass::data {

/// Within 1e-12 of the true values for |radians| ≤ 1e5.
double sine(double radians);
double cosine(double radians);
/// e^x within a relative 1e-12 for |x| ≤ 700; 0 below −700, e^700 above 700.
double exponential(double x);

constexpr double pi = 3.14159265358979323846;

} // namespace hourglass::data
