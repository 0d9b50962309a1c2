#include "engine/projections/plane.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <tuple>

namespace hourglass::projections {

namespace {

double meanOf(const core::Floats &values) {
    double sum = 0;
    for (const float value : values.span())
        sum += static_cast<double>(value);
    return sum / static_cast<double>(std::max<Index>(values.size(), 1));
}

} // namespace

Plane::Plane(core::ConstView columns) : Plane(columns.columns) {
    assert(columns.rows == 2);
    for (Index sample = 0; sample < columns.columns; ++sample) {
        x[sample] = columns.column(sample)[0];
        y[sample] = columns.column(sample)[1];
    }
}

core::Floats Plane::toColumns() const {
    core::Floats columns(2 * samples());
    for (Index sample = 0; sample < samples(); ++sample) {
        columns[2 * sample] = x[sample];
        columns[2 * sample + 1] = y[sample];
    }
    return columns;
}

float Plane::extent() const {
    if (samples() == 0)
        return 0;
    const auto [left, right] = std::minmax_element(x.span().begin(), x.span().end());
    const auto [bottom, top] = std::minmax_element(y.span().begin(), y.span().end());
    return std::max(*right - *left, *top - *bottom);
}

Similarity similarityOnto(const Plane &plane, const Plane &reference) {
    assert(plane.samples() == reference.samples());
    Similarity found{.x = meanOf(plane.x), .y = meanOf(plane.y), .toX = meanOf(reference.x), .toY = meanOf(reference.y)};
    double xx = 0, xy = 0, yx = 0, yy = 0, own = 0, other = 0;
    for (Index i = 0; i < plane.samples(); ++i) {
        const double ownX = static_cast<double>(plane.x[i]) - found.x, ownY = static_cast<double>(plane.y[i]) - found.y;
        const double otherX = static_cast<double>(reference.x[i]) - found.toX, otherY = static_cast<double>(reference.y[i]) - found.toY;
        xx += ownX * otherX;
        xy += ownX * otherY;
        yx += ownY * otherX;
        yy += ownY * otherY;
        own += ownX * ownX + ownY * ownY;
        other += otherX * otherX + otherY * otherY;
    }
    // In the plane the best turn has the angle of (xx + yy, xy − yx), the best turned mirror image that of (xx − yy, xy + yx): the longer wins.
    const double turned = std::hypot(xx + yy, xy - yx), mirrored = std::hypot(xx - yy, xy + yx), length = std::max(turned, mirrored);
    if (!(length > 0))
        return found;
    const bool isMirrored = mirrored > turned;
    found.mirror = isMirrored ? -1 : 1;
    found.cosine = (isMirrored ? xx - yy : xx + yy) / length;
    found.sine = (isMirrored ? xy + yx : xy - yx) / length;
    found.scale = length / own;
    found.misfit = std::max(0.0, 1 - length * length / (own * other));
    return found;
}

void align(Plane &plane, const Plane &reference) {
    Similarity similarity = similarityOnto(plane, reference);
    if (similarity.misfit == 1 && similarity.scale == 1) // nothing tells one way from another
        return;
    similarity.scale = 1;
    for (Index i = 0; i < plane.samples(); ++i)
        std::tie(plane.x[i], plane.y[i]) = similarity(plane.x[i], plane.y[i]);
}

void standardise(Plane &plane, double deviation) {
    const double x = meanOf(plane.x), y = meanOf(plane.y);
    double square = 0;
    for (const float value : plane.x.span())
        square += (static_cast<double>(value) - x) * (static_cast<double>(value) - x);
    const double scale = square > 0 ? deviation / std::sqrt(square / static_cast<double>(plane.samples())) : 1;
    for (Index i = 0; i < plane.samples(); ++i) {
        plane.x[i] = static_cast<float>((static_cast<double>(plane.x[i]) - x) * scale);
        plane.y[i] = static_cast<float>((static_cast<double>(plane.y[i]) - y) * scale);
    }
}

} // namespace hourglass::projections
