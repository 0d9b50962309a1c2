// Runs a graph slowly, by the definitions of its operations, in double: what every layer's operations, and every format, are held to.
#pragma once

#include <vector>

#include "engine/graph/graph.h"

namespace hourglass::graph {

/// What comes out for one sample, an array for each of the graph's outputs, in their order. `sample` holds as many numbers as the input's shape.
std::vector<std::vector<double>> run(const Graph &graph, const float *sample);

} // namespace hourglass::graph
