#include "engine/judging/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace hourglass::judging {

namespace {

using Numbers = std::vector<double>;

double dot(const Numbers &a, const Numbers &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

double largest(const Numbers &numbers) {
    double most = 0;
    for (const double each : numbers)
        most = std::max(most, std::abs(each));
    return most;
}

struct Pair {
    Numbers step, change; ///< of x and of the gradient
    double inverse;       ///< 1 / (step · change)
};

/// The two loops over the memory: −H · gradient.
Numbers directionOf(const Numbers &gradient, const std::deque<Pair> &memory) {
    Numbers direction = gradient;
    std::vector<double> shares(memory.size());
    for (std::size_t i = memory.size(); i-- > 0;) {
        shares[i] = memory[i].inverse * dot(memory[i].step, direction);
        for (std::size_t k = 0; k < direction.size(); ++k)
            direction[k] -= shares[i] * memory[i].change[k];
    }
    const double scale = memory.empty() ? 1.0 : 1.0 / (memory.back().inverse * dot(memory.back().change, memory.back().change));
    for (double &each : direction)
        each *= scale;
    for (std::size_t i = 0; i < memory.size(); ++i) {
        const double share = shares[i] - memory[i].inverse * dot(memory[i].change, direction);
        for (std::size_t k = 0; k < direction.size(); ++k)
            direction[k] += share * memory[i].step[k];
    }
    for (double &each : direction)
        each = -each;
    return direction;
}

} // namespace

LbfgsEnd minimise(std::vector<double> &x, core::FunctionRef<double(std::span<const double>, std::span<double>)> at, const LbfgsOptions &options,
                  const std::atomic<bool> *cancelled) {
    constexpr double descent = 1e-4, curvature = 0.9, rounding = 1e-11;
    constexpr int mostTries = 40;
    Numbers gradient(x.size()), next(x.size()), nextGradient(x.size());
    std::deque<Pair> memory;
    LbfgsEnd end;
    end.value = at(x, gradient);
    while (end.iterations < options.iterations && !(cancelled && cancelled->load(std::memory_order_relaxed))) {
        end.largestGradient = largest(gradient);
        if (end.largestGradient <= options.tolerance) {
            end.isConverged = true;
            return end;
        }
        Numbers direction = directionOf(gradient, memory);
        double slope = dot(gradient, direction);
        if (!(slope < 0)) { // rounding spoiled the memory
            memory.clear();
            direction = directionOf(gradient, memory);
            slope = dot(gradient, direction);
        }
        double length = memory.empty() ? std::min(1.0, 1.0 / std::sqrt(-slope)) : 1.0, shortest = 0, longest = std::numeric_limits<double>::infinity(),
               value = 0;
        bool isFound = false;
        for (int tries = 0; tries < mostTries && !isFound; ++tries) {
            for (std::size_t k = 0; k < x.size(); ++k)
                next[k] = x[k] + length * direction[k];
            value = at(next, nextGradient);
            if (!(value <= end.value + descent * length * slope + rounding * std::abs(end.value)))
                longest = length;
            else if (dot(nextGradient, direction) < curvature * slope)
                shortest = length;
            else
                isFound = true;
            if (!isFound)
                length = std::isinf(longest) ? 2 * length : (shortest + longest) / 2;
        }
        if (!isFound) {
            end.isConverged = true;
            return end;
        }
        Pair pair{Numbers(x.size()), Numbers(x.size()), 0};
        for (std::size_t k = 0; k < x.size(); ++k) {
            pair.step[k] = next[k] - x[k];
            pair.change[k] = nextGradient[k] - gradient[k];
        }
        if (const double product = dot(pair.step, pair.change); product > 0) {
            pair.inverse = 1.0 / product;
            memory.push_back(std::move(pair));
            if (memory.size() > static_cast<std::size_t>(options.memory))
                memory.pop_front();
        }
        std::swap(x, next);
        std::swap(gradient, nextGradient);
        end.value = value;
        ++end.iterations;
    }
    end.largestGradient = largest(gradient);
    return end;
}

} // namespace hourglass::judging
