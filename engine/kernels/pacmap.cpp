// PaCMAP's loops over pairs.
#include "engine/kernels/in_dimensions.h"

namespace hourglass::kernels {

namespace {

template <int dimensions>
inline Ways placesFrom(const ConstPoints &at, Index first) {
    Ways places{loadVector(at.x + first), loadVector(at.y + first), {}};
    if constexpr (dimensions > 2)
        places.z = loadVector(at.z + first);
    return places;
}

template <int dimensions>
inline void storeWays(const Ways &ways, const Points &to, Index first) {
    storeVector(to.x + first, ways.x);
    storeVector(to.y + first, ways.y);
    if constexpr (dimensions > 2)
        storeVector(to.z + first, ways.z);
}

template <int dimensions>
inline Ways wayFrom(const Ways &own, const ConstPoints &at, const std::int32_t *columns) {
    if constexpr (dimensions == 2)
        if (at.twos) {
            Ways other;
            gatherTwos(at.twos, columns, other.x, other.y);
            const Ways inPlane{own.x - other.x, own.y - other.y, {}};
            return inPlane;
        }
    return waysTo<dimensions>(own.x, own.y, own.z, at, loadIntegers(columns));
}

/// Adds scale / (least + |way|²)² way, for two ways that share a division.
template <int dimensions>
inline void addBoth(float scale, float least, const Ways &first, const Ways &second, Ways &toFirst, Ways &toSecond) {
    const Vector a = addSquare<dimensions>(first, least), b = addSquare<dimensions>(second, least), inverse = 1.0f / (a * b);
    const Vector ofA = inverse * b, ofB = inverse * a;
    addShare<dimensions>(scale * (ofA * ofA), first, toFirst);
    addShare<dimensions>(scale * (ofB * ofB), second, toSecond);
}

/// Σ scale / (least + |way|²)² (y_i − y_j) over the pairs of a vector of points.
template <int dimensions>
inline void addPairs(const PairSlices &pairs, Index slice, Index lane, float scale, float least, const Ways &own, const ConstPoints &at, Ways &pull) {
    const std::int32_t *columns = pairs.columns + lane + pairs.starts[slice];
    Index left = (pairs.starts[slice + 1] - pairs.starts[slice]) / pointsOfSlice;
    for (; left > 1; left -= 2, columns += 2 * pointsOfSlice)
        addBoth<dimensions>(scale, least, wayFrom<dimensions>(own, at, columns), wayFrom<dimensions>(own, at, columns + pointsOfSlice), pull, pull);
    if (left > 0) {
        const Ways way = wayFrom<dimensions>(own, at, columns);
        const Vector away = addSquare<dimensions>(way, least);
        addShare<dimensions>(scale / (away * away), way, pull);
    }
}

template <int dimensions>
void addGradient(Index from, Index to, const PairSlices pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient) {
    for (Index first = from; first < to; first += width) {
        const Index slice = first / pointsOfSlice, lane = first % pointsOfSlice;
        const Ways own = placesFrom<dimensions>(at, first);
        Ways pull;
        addPairs<dimensions>(pairs[0], slice, lane, weights[0] * 20.0f, 11.0f, own, at, pull);
        if (weights[1] > 0)
            addPairs<dimensions>(pairs[1], slice, lane, weights[1] * 20000.0f, 10001.0f, own, at, pull);
        addPairs<dimensions>(pairs[2], slice, lane, weights[2] * -2.0f, 2.0f, own, at, pull);
        storeWays<dimensions>(pull, gradient, first);
    }
}

template <int dimensions>
void addRing(Index from, Index to, Index samples, Index shifts, const Index *shift, float weight, const ConstPoints &at, const Points &gradient) {
    constexpr Index atOnce = 64;
    Index others[atOnce];
    for (Index begun = 0; begun < shifts; begun += atOnce) {
        const Index count = shifts - begun < atOnce ? shifts - begun : atOnce;
        for (Index turn = 0; turn < count; ++turn)
            others[turn] = (from + shift[begun + turn]) % samples;
        for (Index i = 0; i < to - from; i += 2 * width) {
            const Ways first = placesFrom<dimensions>(at, from + i), second = placesFrom<dimensions>(at, from + i + width);
            Ways ofFirst, ofSecond;
            if (begun > 0) {
                ofFirst = placesFrom<dimensions>(gradient, i);
                ofSecond = placesFrom<dimensions>(gradient, i + width);
            }
            for (Index turn = 0; turn < count; ++turn) {
                const Ways a = placesFrom<dimensions>(at, others[turn] + i), b = placesFrom<dimensions>(at, others[turn] + i + width);
                addBoth<dimensions>(-2.0f * weight, 2.0f, {first.x - a.x, first.y - a.y, first.z - a.z}, {second.x - b.x, second.y - b.y, second.z - b.z},
                                    ofFirst, ofSecond);
            }
            storeWays<dimensions>(ofFirst, gradient, i);
            storeWays<dimensions>(ofSecond, gradient, i + width);
        }
    }
}

} // namespace

void pacmapGradient(Index from, Index to, const PairSlices pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient) {
    at.z ? addGradient<3>(from, to, pairs, weights, at, gradient) : addGradient<2>(from, to, pairs, weights, at, gradient);
}

void pacmapRing(Index from, Index to, Index samples, Index shifts, const Index *shift, float weight, const ConstPoints &at, const Points &gradient) {
    at.z ? addRing<3>(from, to, samples, shifts, shift, weight, at, gradient) : addRing<2>(from, to, samples, shifts, shift, weight, at, gradient);
}

} // namespace hourglass::kernels
