// Small numbers by lot, the same everywhere: the standard's engine, but none of its distributions.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::tests {

using core::Index;

class Lots {
public:
    explicit Lots(std::uint64_t seed) : m_random(seed) {}

    Index between(Index least, Index most) { return least + static_cast<Index>(m_random() % static_cast<std::uint64_t>(most - least + 1)); }
    double between(double least, double most) { return least + (most - least) * static_cast<double>(m_random() >> 11) * 0x1p-53; }
    bool oneIn(Index count) { return between(Index{1}, count) == 1; }
    template <class T>
    const T &from(const std::vector<T> &all) {
        return all[static_cast<std::size_t>(between(Index{0}, static_cast<Index>(all.size()) - 1))];
    }
    template <class T>
    void shuffle(std::vector<T> &all) {
        for (std::size_t i = all.size(); i > 1; --i)
            std::swap(all[i - 1], all[static_cast<std::size_t>(between(Index{0}, static_cast<Index>(i) - 1))]);
    }

private:
    std::mt19937_64 m_random;
};

} // namespace hourglass::tests
