#include "engine/analysis/latent_plane.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/analysis/pca.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

constexpr Index mostUnitsOfCovariance = 256;

/// Copies the names of the finite codes into the picture, and gives their columns: the codes as they are, or a copy without the
/// others.
core::ConstView keepFinite(const Codes &codes, LatentPicture &picture, core::Floats &storage) {
    const core::ConstView all = codes.values;
    std::vector<Index> kept;
    kept.reserve(static_cast<std::size_t>(all.columns));
    for (Index column = 0; column < all.columns; ++column)
        if (kernels::areFinite(all.rows, all.column(column)))
            kept.push_back(column);
    if (!codes.labels.empty())
        for (const Index column : kept)
            picture.labels.push_back(codes.labels[column]);
    picture.samples = kept;
    if (!codes.samples.empty())
        std::transform(kept.begin(), kept.end(), picture.samples.begin(), [&](Index column) { return codes.samples[column]; });
    const auto count = static_cast<Index>(kept.size());
    if (count == all.columns)
        return all;
    storage = core::Floats(all.rows * count);
    for (Index i = 0; i < count; ++i)
        std::copy_n(all.column(kept[i]), all.rows, storage.data() + i * all.rows);
    return {storage.data(), all.rows, count, all.rows};
}

struct Moments {
    std::vector<double> mean, variance;
};

/// Mean and variance of each unit; zeros without codes.
Moments momentsOf(core::ConstView codes) {
    const auto units = static_cast<std::size_t>(codes.rows);
    Moments moments{std::vector<double>(units), std::vector<double>(units)};
    const double count = std::max(1.0, static_cast<double>(codes.columns));
    for (Index column = 0; column < codes.columns; ++column)
        for (std::size_t unit = 0; unit < units; ++unit)
            moments.mean[unit] += static_cast<double>(codes.column(column)[unit]); // exact for equal codes: a dead unit's variance is 0
    for (double &mean : moments.mean)
        mean /= count;
    for (Index column = 0; column < codes.columns; ++column)
        for (std::size_t unit = 0; unit < units; ++unit) {
            const double deviation = static_cast<double>(codes.column(column)[unit]) - moments.mean[unit];
            moments.variance[unit] += deviation * deviation / count;
        }
    return moments;
}

LatentAxes existingUnits(LatentAxes axes, Index units) {
    const auto last = static_cast<int>(units - 1);
    axes.kind = LatentAxes::Kind::Units;
    axes.first = std::clamp(axes.first, 0, last);
    axes.second = std::clamp(axes.second, 0, last);
    if (axes.second == axes.first)
        axes.second = axes.first < last ? axes.first + 1 : std::max(0, last - 1);
    if (axes.third >= 0 && last < 2)
        axes.third = -1;
    if (axes.third >= 0)
        for (axes.third = std::min(axes.third, last); axes.third == axes.first || axes.third == axes.second;)
            axes.third = (axes.third + 1) % (last + 1);
    return axes;
}

std::vector<float> rowOf(core::ConstView codes, Index row) {
    std::vector<float> values(static_cast<std::size_t>(codes.columns));
    for (Index column = 0; column < codes.columns; ++column)
        values[column] = codes.column(column)[row];
    return values;
}

void showUnits(core::ConstView codes, const LatentAxes &wanted, LatentPicture &picture) {
    const Moments moments = momentsOf(codes);
    const LatentAxes axes = existingUnits(wanted, codes.rows);
    const bool isPlane = codes.rows > 1;
    picture.axes = axes;
    CodePlane &plane = picture.plane.emplace();
    plane.origin.assign(moments.mean.begin(), moments.mean.end());
    plane.axisX.assign(codes.rows, 0.0f);
    plane.axisY.assign(codes.rows, 0.0f);
    plane.origin[axes.first] = 0;
    plane.axisX[axes.first] = 1;
    picture.x = rowOf(codes, axes.first);
    if (isPlane) {
        plane.origin[axes.second] = 0;
        plane.axisY[axes.second] = 1;
        picture.y = rowOf(codes, axes.second);
    }
    double carried = moments.variance[axes.first] + (isPlane ? moments.variance[axes.second] : 0.0);
    if (axes.isSpatial()) {
        plane.axisZ.assign(codes.rows, 0.0f);
        plane.origin[axes.third] = 0;
        plane.axisZ[axes.third] = 1;
        picture.z = rowOf(codes, axes.third);
        carried += moments.variance[axes.third];
    }
    const double total = std::accumulate(moments.variance.begin(), moments.variance.end(), 0.0);
    picture.explained = total > 0 ? carried / total : 1.0;
}

double dot(const std::vector<float> &a, const std::vector<float> &b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// A unit vector at right angles to `axis`, for codes that vary in less than two directions; in place of it, to the second as well where there is one.
std::vector<float> rightAngleTo(const std::vector<float> &axis, const std::vector<float> &second = {}) {
    if (!second.empty()) { // of the unit that both leave most to, what is at right angles to them
        std::size_t freest = 0;
        const auto left = [&](std::size_t unit) {
            return 1 - static_cast<double>(axis[unit]) * static_cast<double>(axis[unit]) -
                   static_cast<double>(second[unit]) * static_cast<double>(second[unit]);
        };
        for (std::size_t unit = 1; unit < axis.size(); ++unit)
            if (left(unit) > left(freest))
                freest = unit;
        const double length = std::sqrt(left(freest)), alongFirst = static_cast<double>(axis[freest]), alongSecond = static_cast<double>(second[freest]);
        std::vector<float> other(axis.size());
        for (std::size_t unit = 0; unit < axis.size(); ++unit)
            other[unit] = static_cast<float>(
                ((unit == freest ? 1 : 0) - alongFirst * static_cast<double>(axis[unit]) - alongSecond * static_cast<double>(second[unit])) / length);
        return other;
    }
    const auto weakest = std::min_element(axis.begin(), axis.end(), [](float a, float b) { return std::abs(a) < std::abs(b); });
    std::vector<float> other(axis.size());
    const double length = std::sqrt(1.0 - static_cast<double>(*weakest) * static_cast<double>(*weakest));
    for (std::size_t i = 0; i < axis.size(); ++i)
        other[i] = static_cast<float>(-static_cast<double>(axis[i]) * static_cast<double>(*weakest) / length);
    other[weakest - axis.begin()] = static_cast<float>(length);
    return other;
}

void followSign(std::vector<float> &axis, const std::vector<float> &previous) {
    if (axis.size() == previous.size() && dot(axis, previous) < 0)
        std::transform(axis.begin(), axis.end(), axis.begin(), std::negate<>());
}

bool showPrincipal(core::ConstView codes, const LatentAxes &wanted, const LatentPicture *previous, LatentPicture &picture) {
    const Index units = codes.rows, axesShown = wanted.isSpatial() && units > 2 ? 3 : 2;
    const auto fitted = fitPca(SampleBlocks(codes), axesShown, nullptr, mostUnitsOfCovariance);
    if (!fitted)
        return false;
    picture.axes.third = axesShown > 2 ? 2 : -1;
    const float *directions = fitted->directions.data();
    CodePlane &plane = picture.plane.emplace();
    plane.axisX.assign(units, 0.0f);
    plane.axisX[0] = 1;
    if (fitted->components > 0)
        plane.axisX.assign(directions, directions + units);
    if (fitted->components > 1)
        plane.axisY.assign(directions + units, directions + 2 * units);
    else
        plane.axisY = rightAngleTo(plane.axisX);
    if (axesShown > 2 && fitted->components > 2)
        plane.axisZ.assign(directions + 2 * units, directions + 3 * units);
    else if (axesShown > 2)
        plane.axisZ = rightAngleTo(plane.axisX, plane.axisY);
    if (previous && previous->axes.kind == LatentAxes::Kind::Principal && previous->plane) {
        followSign(plane.axisX, previous->plane->axisX);
        followSign(plane.axisY, previous->plane->axisY);
        followSign(plane.axisZ, previous->plane->axisZ);
    }
    plane.origin.assign(fitted->mean.data(), fitted->mean.data() + units);
    picture.explained = fitted->explained();

    Pca axes;
    axes.features = units;
    axes.components = axesShown;
    axes.mean = fitted->mean;
    axes.directions = core::Floats(axesShown * units);
    std::copy(plane.axisX.begin(), plane.axisX.end(), axes.directions.data());
    std::copy(plane.axisY.begin(), plane.axisY.end(), axes.directions.data() + units);
    std::copy(plane.axisZ.begin(), plane.axisZ.end(), axes.directions.data() + 2 * units);
    core::Floats points(axesShown * codes.columns);
    const core::View view{points.data(), axesShown, codes.columns, axesShown};
    project(axes, codes, view);
    picture.x = rowOf(view, 0);
    picture.y = rowOf(view, 1);
    if (axesShown > 2)
        picture.z = rowOf(view, 2);
    return true;
}

} // namespace

LatentPicture mapCodes(const Codes &codes, const LatentAxes &axes, const LatentPicture *previous) {
    assert(codes.values.rows > 0);
    assert(codes.samples.empty() || static_cast<Index>(codes.samples.size()) == codes.values.columns);
    assert(codes.labels.empty() || static_cast<Index>(codes.labels.size()) == codes.values.columns);
    LatentPicture picture;
    picture.units = codes.values.rows;
    picture.axes = axes;
    core::Floats storage;
    const core::ConstView finite = keepFinite(codes, picture, storage);
    const bool isPrincipal = axes.kind == LatentAxes::Kind::Principal && picture.units > 1 && finite.columns > 0;
    if (!isPrincipal || !showPrincipal(finite, axes, previous, picture))
        showUnits(finite, axes, picture);
    return picture;
}

std::optional<LatentPicture> AxesProjection::place(const Codes &codes, const LatentPicture *previous, const std::atomic<bool> *) const {
    return mapCodes(codes, m_axes, previous);
}

} // namespace hourglass::analysis
