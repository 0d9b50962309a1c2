// Samples of a few numbers as points of a plane or of space, to be looked at.
#pragma once

#include <string>
#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::ui {

struct PointCloud {
    int dimensions = 0;        ///< 2 or 3; 0: no points
    std::vector<float> places; ///< three a point, the third 0 in a plane; the middle is 0, and the farthest lies 1 from it
    std::vector<int> classes;  ///< one a point, or none
    std::vector<float> tints;  ///< one a point, 0 … 1, where there are no classes but factors: the first of them
    std::string tintName;      ///< of that factor
    core::Index of = 0;        ///< samples of the training part; the points are its first
    bool isProjected = false;  ///< along the directions of the largest variance: the samples have more dimensions

    int count() const { return static_cast<int>(places.size() / 3); }
};

/// Drawn samples of two or three numbers, and drawn curves, surfaces and clusters of however many. What comes from a file is looked at as it was
/// read: as rows.
bool arePoints(const data::Dataset &dataset);

/// May be called on any thread; a moment's work.
PointCloud pointCloudOf(const data::Dataset &dataset);

} // namespace hourglass::ui
