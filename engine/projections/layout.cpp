#include "engine/projections/layout.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <tuple>
#include <vector>

#include "engine/analysis/decompositions.h"

namespace hourglass::projections {

namespace {

double meanOf(const core::Floats &values) {
    double sum = 0;
    for (const float value : values.span())
        sum += static_cast<double>(value);
    return sum / static_cast<double>(std::max<Index>(values.size(), 1));
}

using Matrix = std::array<std::array<double, 3>, 3>;

/// The turn that the unit quaternion w + xi + yj + zk stands for.
Matrix turnOf(const double *q) {
    const double w = q[0], x = q[1], y = q[2], z = q[3];
    return {{{1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
             {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
             {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}}};
}

/// The best turn is the eigenvector of Horn's symmetric 4 × 4 matrix of the largest eigenvalue. Points mirrored at their middle have that matrix
/// with its sign changed: where its least eigenvalue is the longer, the layout is mirrored first.
void alignInSpace(Layout &layout, const Layout &reference) {
    std::array<double, 3> own, wanted;
    for (std::size_t row = 0; row < 3; ++row) {
        own[row] = meanOf(layout.axis(static_cast<Index>(row)));
        wanted[row] = meanOf(reference.axis(static_cast<Index>(row)));
    }
    const auto place = [](const Layout &of, Index sample, std::size_t row, const std::array<double, 3> &mean) {
        return static_cast<double>(of.axis(static_cast<Index>(row))[sample]) - mean[row];
    };
    Matrix s{};
    for (Index sample = 0; sample < layout.samples(); ++sample)
        for (std::size_t row = 0; row < 3; ++row)
            for (std::size_t column = 0; column < 3; ++column)
                s[row][column] += place(layout, sample, row, own) * place(reference, sample, column, wanted);
    const double xx = s[0][0], yy = s[1][1], zz = s[2][2], yz = s[1][2] - s[2][1], zx = s[2][0] - s[0][2], xy = s[0][1] - s[1][0];
    const std::vector<double> horn{xx + yy + zz,
                                   yz,
                                   zx,
                                   xy, // the lower triangle, by columns
                                   yz,
                                   xx - yy - zz,
                                   s[0][1] + s[1][0],
                                   s[2][0] + s[0][2], //
                                   zx,
                                   s[0][1] + s[1][0],
                                   yy - xx - zz,
                                   s[1][2] + s[2][1], //
                                   xy,
                                   s[2][0] + s[0][2],
                                   s[1][2] + s[2][1],
                                   zz - xx - yy};
    const analysis::Eigenpairs pairs = analysis::leadingEigenpairs(horn, 4, 4);
    const bool isMirrored = -pairs.values[3] > pairs.values[0];
    if (!(pairs.values[0] > 0 || isMirrored)) // nothing tells one way from another
        return;
    const Matrix turn = turnOf(pairs.vectors.data() + (isMirrored ? 12 : 0));
    const double sign = isMirrored ? -1 : 1;
    for (Index sample = 0; sample < layout.samples(); ++sample) {
        const std::array<double, 3> from{place(layout, sample, 0, own), place(layout, sample, 1, own), place(layout, sample, 2, own)};
        for (std::size_t row = 0; row < 3; ++row)
            layout.axis(static_cast<Index>(row))[sample] =
                static_cast<float>(sign * (turn[row][0] * from[0] + turn[row][1] * from[1] + turn[row][2] * from[2]) + wanted[row]);
    }
}

} // namespace

Layout::Layout(core::ConstView columns) : Layout(columns.columns, columns.rows) {
    assert(columns.rows == 2 || columns.rows == 3);
    for (Index sample = 0; sample < columns.columns; ++sample)
        for (Index row = 0; row < columns.rows; ++row)
            axis(row)[sample] = columns.column(sample)[row];
}

core::Floats Layout::toColumns() const {
    const Index rows = dimensions();
    core::Floats columns(rows * samples());
    for (Index sample = 0; sample < samples(); ++sample)
        for (Index row = 0; row < rows; ++row)
            columns[rows * sample + row] = axis(row)[sample];
    return columns;
}

float Layout::extent() const {
    if (samples() == 0)
        return 0;
    float largest = 0;
    for (Index row = 0; row < dimensions(); ++row) {
        const auto [least, most] = std::minmax_element(axis(row).span().begin(), axis(row).span().end());
        largest = std::max(largest, *most - *least);
    }
    return largest;
}

Similarity similarityOnto(const Layout &plane, const Layout &reference) {
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

void align(Layout &layout, const Layout &reference) {
    assert(layout.samples() == reference.samples() && layout.dimensions() == reference.dimensions());
    if (layout.dimensions() > 2)
        return alignInSpace(layout, reference);
    Similarity similarity = similarityOnto(layout, reference);
    if (similarity.misfit == 1 && similarity.scale == 1) // nothing tells one way from another
        return;
    similarity.scale = 1;
    for (Index i = 0; i < layout.samples(); ++i)
        std::tie(layout.x[i], layout.y[i]) = similarity(layout.x[i], layout.y[i]);
}

void standardise(Layout &layout, double deviation) {
    const double middle = meanOf(layout.x);
    double square = 0;
    for (const float value : layout.x.span())
        square += (static_cast<double>(value) - middle) * (static_cast<double>(value) - middle);
    const double scale = square > 0 ? deviation / std::sqrt(square / static_cast<double>(layout.samples())) : 1;
    for (Index row = 0; row < layout.dimensions(); ++row) {
        core::Floats &axis = layout.axis(row);
        const double mean = meanOf(axis);
        for (float &value : axis.span())
            value = static_cast<float>((static_cast<double>(value) - mean) * scale);
    }
}

} // namespace hourglass::projections
