// The layout of a kept moment's codes (t-SNE …), as it was laid out then: whoever comes back to the moment sees the same picture at once. Each place is two
// bytes along each axis, so that 10 000 samples in the plane take 40 kB.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/plan/snapshot.h"

namespace hourglass::runs {

using core::Index;

/// By what codes were laid out. With another method, setting, seed, layer or number of dimensions it is another layout.
struct LayoutKey {
    std::string method;   ///< key of projections::methods()
    std::string settings; ///< all of them (projections::settingsText())
    std::uint64_t seed = 0;
    Index layer = 0;      ///< whose output the codes are, by its place in the stack
    Index dimensions = 2; ///< or 3

    bool operator==(const LayoutKey &) const = default;
};

/// Of which codes: the model that made them. Equal where stack (but the names of its layers), parameters and running statistics are; never 0.
std::uint64_t fingerprintOf(const plan::Snapshot &snapshot);

/// How far the layout is to be trusted, where that was measured.
struct LayoutTrust {
    Index neighbours = 0; ///< that the numbers are about; 0: it was not measured
    double trustworthiness = 0, continuity = 0;

    bool operator==(const LayoutTrust &) const = default;
};

class MomentLayout {
public:
    static constexpr Index mostSamples = 1'000'000; ///< in a file

    LayoutKey key;
    std::uint64_t model = 0; ///< fingerprint of the model whose codes these are
    LayoutTrust trust;
    std::vector<std::string> warnings; ///< what is to be said of it, a sentence each

    /// Takes up the places of all samples along each axis: as many axes as the key has dimensions, all as long. A place comes back within half of a 65 535th
    /// of the axis' extent: an eightieth of a pixel where the map is 800 wide. False where a number is not finite, or where they do not fit together.
    bool setPlaces(const std::vector<std::span<const float>> &axes);
    Index samples() const { return m_samples; }
    /// Of all samples along an axis.
    std::vector<float> places(Index axis) const;

    /// Memory that it takes.
    Index bytes() const;
    /// For a file: the ends of each axis, then the places, axis after axis; and back. Nothing fits that is not of the key's dimensions.
    std::vector<std::byte> packed() const;
    bool unpack(std::span<const std::byte> bytes);

private:
    Index m_samples = 0;
    std::array<float, 3> m_least{}, m_most{};
    std::vector<std::uint16_t> m_places; ///< axis after axis
};

/// Shared and const once it is kept.
using KeptLayout = std::shared_ptr<const MomentLayout>;

} // namespace hourglass::runs
