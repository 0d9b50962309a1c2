// The first samples of a data set as they will be trained on, copied out of it, so that a view needs nothing else.
#pragma once

#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "ui/import/point_cloud.h"

namespace hourglass::ui {

enum class PreviewKind { Pictures, Table, Series, Points };

struct PreviewSamples {
    PreviewKind kind = PreviewKind::Pictures;
    core::Shape shape; ///< of a sample here: pictures that are larger than a preview are averaged down
    int samples = 0;
    std::vector<float> values;             ///< samples × shape.size(), scaled as the training part gives them
    std::vector<std::string> labels;       ///< one a sample, or none
    std::vector<int> classes;              ///< one a sample, or none: the number behind the label
    std::vector<std::string> featureNames; ///< of a table's columns, or none
    std::vector<double> offsets;           ///< to be added to a table's columns before they are written, or none
    float lowest = 0, highest = 1;         ///< of `values`; 0 and 1 where the data lie between them
    PointCloud points;                     ///< where the samples are points

    const float *sample(int index) const { return values.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(shape.size()); }
};

/// The first samples of the training part: as many as a preview can show, and of large ones no more than can be copied in a moment, but
/// one at least. May be called on any thread.
PreviewSamples previewOf(const data::Dataset &dataset);

} // namespace hourglass::ui
