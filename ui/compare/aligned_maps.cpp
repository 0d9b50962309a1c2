#include "ui/compare/aligned_maps.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "engine/projections/layout.h"

namespace hourglass::ui {

namespace {

using Picture = std::shared_ptr<const analysis::LatentPicture>;

/// The points of the samples that both have and that are finite in both.
std::vector<std::pair<std::size_t, std::size_t>> commonPoints(const analysis::LatentPicture &a, const analysis::LatentPicture &b) {
    std::vector<std::pair<std::size_t, std::size_t>> common;
    const auto isFinite = [](const analysis::LatentPicture &map, std::size_t i) { return std::isfinite(map.x[i]) && std::isfinite(map.y[i]); };
    for (std::size_t i = 0, j = 0; i < a.samples.size() && j < b.samples.size();) {
        if (a.samples[i] == b.samples[j]) {
            if (isFinite(a, i) && isFinite(b, j))
                common.emplace_back(i, j);
            ++i;
            ++j;
        } else {
            a.samples[i] < b.samples[j] ? ++i : ++j;
        }
    }
    return common;
}

Picture flat(const Picture &map) {
    if (!map || map->y.size() == map->x.size())
        return map;
    auto made = std::make_shared<analysis::LatentPicture>(*map);
    made->y.assign(made->x.size(), 0.0f);
    return made;
}

AlignedMap onto(const Picture &map, const analysis::LatentPicture &reference) {
    const auto common = commonPoints(*map, reference);
    if (common.size() < 3)
        return {map, {}};
    projections::Layout plane(static_cast<core::Index>(common.size())), wanted(plane.samples());
    for (core::Index i = 0; i < plane.samples(); ++i) {
        const auto [own, other] = common[static_cast<std::size_t>(i)];
        plane.x[i] = map->x[own];
        plane.y[i] = map->y[own];
        wanted.x[i] = reference.x[other];
        wanted.y[i] = reference.y[other];
    }
    const projections::Similarity similarity = projections::similarityOnto(plane, wanted);
    auto made = std::make_shared<analysis::LatentPicture>(*map);
    for (std::size_t i = 0; i < made->x.size(); ++i)
        std::tie(made->x[i], made->y[i]) = similarity(map->x[i], map->y[i]);
    return {std::move(made), similarity.misfit};
}

} // namespace

std::vector<AlignedMap> alignedMaps(const std::vector<ComparedMap> &maps, bool isAligned) {
    std::vector<AlignedMap> aligned;
    Picture first;
    for (const ComparedMap &map : maps) {
        const Picture own = flat(map.picture);
        aligned.push_back(own && first && isAligned ? onto(own, *first) : AlignedMap{own, {}});
        if (own && !first)
            first = own;
    }
    return aligned;
}

std::optional<std::size_t> pointOf(const analysis::LatentPicture &map, core::Index sample) {
    const auto at = std::lower_bound(map.samples.begin(), map.samples.end(), sample);
    return at != map.samples.end() && *at == sample ? std::optional(static_cast<std::size_t>(at - map.samples.begin())) : std::nullopt;
}

std::vector<std::size_t> nearestPoints(const analysis::LatentPicture &map, std::size_t point, std::size_t count) {
    std::vector<std::pair<float, std::size_t>> distances;
    for (std::size_t i = 0; i < map.x.size(); ++i) {
        const float x = map.x[i] - map.x[point], y = map.y[i] - map.y[point], distance = x * x + y * y;
        if (i != point && std::isfinite(distance))
            distances.emplace_back(distance, i);
    }
    const std::size_t taken = std::min(count, distances.size());
    std::partial_sort(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(taken), distances.end());
    std::vector<std::size_t> nearest;
    for (std::size_t i = 0; i < taken; ++i)
        nearest.push_back(distances[i].second);
    return nearest;
}

std::optional<int> commonNeighbours(const analysis::LatentPicture &a, const analysis::LatentPicture &b, core::Index sample, std::size_t count) {
    const auto inA = pointOf(a, sample), inB = pointOf(b, sample);
    if (!inA || !inB)
        return {};
    const auto samplesOf = [count](const analysis::LatentPicture &map, std::size_t point) {
        std::vector<core::Index> samples;
        for (const std::size_t near : nearestPoints(map, point, count))
            samples.push_back(map.samples[near]);
        std::sort(samples.begin(), samples.end());
        return samples;
    };
    const std::vector<core::Index> ofA = samplesOf(a, *inA), ofB = samplesOf(b, *inB);
    std::vector<core::Index> both;
    std::set_intersection(ofA.begin(), ofA.end(), ofB.begin(), ofB.end(), std::back_inserter(both));
    return static_cast<int>(both.size());
}

} // namespace hourglass::ui
