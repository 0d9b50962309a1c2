#include "ui/import/point_cloud.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/pca.h"
#include "engine/data/generators/generator.h"

namespace hourglass::ui {

namespace {

constexpr core::Index mostPoints = 2000;
constexpr double flat = 0.02; ///< a third direction of less than this share of the second's variance is noise

std::vector<float> firstSamples(const data::Part &part, core::Index count) {
    std::vector<float> values(static_cast<std::size_t>(count * part.features));
    for (core::Index sample = 0; sample < count; ++sample)
        part.copySample(sample, values.data() + sample * part.features);
    return values;
}

/// The two or three directions that show most, as three numbers a sample; unchanged where it has no more.
void place(const std::vector<float> &values, core::Index count, core::Index features, PointCloud &cloud) {
    cloud.dimensions = features == 2 ? 2 : 3;
    cloud.places.assign(static_cast<std::size_t>(3 * count), 0.0f);
    if (features <= 3) {
        for (core::Index i = 0; i < count; ++i)
            std::copy_n(values.data() + i * features, features, cloud.places.data() + 3 * i);
        return;
    }
    data::Part part;
    part.samples = count;
    part.features = features;
    part.floats.assign(values.begin(), values.end());
    const auto pca = analysis::fitPca(part, 3);
    if (!pca || pca->components < 1)
        return;
    cloud.isProjected = true;
    core::Floats codes(static_cast<std::size_t>(pca->components));
    cloud.dimensions = pca->components > 2 && pca->variances[2] > flat * pca->variances[1] ? 3 : 2;
    for (core::Index i = 0; i < count; ++i) {
        analysis::project(*pca, values.data() + i * features, codes.data());
        std::copy_n(codes.data(), std::min<core::Index>(cloud.dimensions, pca->components), cloud.places.data() + 3 * i);
    }
}

/// The middle of what they span becomes 0, the farthest point lies 1 from it; one scale for all directions.
void centre(PointCloud &cloud) {
    float middle[3];
    for (std::size_t axis = 0; axis < 3; ++axis) {
        float lowest = cloud.places[axis], highest = lowest;
        for (std::size_t i = axis; i < cloud.places.size(); i += 3) {
            lowest = std::min(lowest, cloud.places[i]);
            highest = std::max(highest, cloud.places[i]);
        }
        middle[axis] = lowest + (highest - lowest) / 2;
    }
    float farthest = 0;
    for (std::size_t i = 0; i < cloud.places.size(); i += 3) {
        float square = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            cloud.places[i + axis] -= middle[axis];
            square += cloud.places[i + axis] * cloud.places[i + axis];
        }
        farthest = std::max(farthest, square);
    }
    if (farthest > 0)
        for (float &value : cloud.places)
            value /= std::sqrt(farthest);
}

void tint(const data::Dataset &dataset, core::Index count, PointCloud &cloud) {
    const data::Part &part = dataset.train;
    const std::size_t factors = dataset.factorNames.size();
    if (!part.labels.empty()) {
        cloud.classes.assign(part.labels.begin(), part.labels.begin() + count);
    } else if (factors > 0 && part.factors.size() >= factors * static_cast<std::size_t>(count)) {
        cloud.tintName = dataset.factorNames.front();
        for (core::Index i = 0; i < count; ++i)
            cloud.tints.push_back(part.factors[static_cast<std::size_t>(i) * factors]);
        const auto [lowest, highest] = std::minmax_element(cloud.tints.begin(), cloud.tints.end());
        const float from = *lowest, span = *highest - from;
        for (float &value : cloud.tints)
            value = span > 0 ? (value - from) / span : 0.5f;
    }
}

} // namespace

bool arePoints(const data::Dataset &dataset) {
    const data::Generator *generator = data::findGenerator(dataset.key);
    if (!generator || dataset.shape.rank != 1 || dataset.features() < 2)
        return false;
    const std::string group = generator->kind().group;
    return dataset.features() <= 3 || group == "Curves and surfaces" || group == "Clusters";
}

PointCloud pointCloudOf(const data::Dataset &dataset) {
    PointCloud cloud;
    cloud.of = dataset.train.samples;
    const core::Index count = std::min(cloud.of, mostPoints);
    if (count < 1)
        return cloud;
    place(firstSamples(dataset.train, count), count, dataset.features(), cloud);
    centre(cloud);
    tint(dataset, count, cloud);
    return cloud;
}

} // namespace hourglass::ui
