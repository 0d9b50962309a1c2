// The table of layer kinds. A new kind is its file and one row here; menus, forms, JSON and tests follow from the row.
#pragma once

#include <string>
#include <vector>

#include "engine/layers/layer.h"
#include "engine/layers/size_limit.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

struct Row {
    spec::Kind kind;
    LayerResult (*make)(const spec::Component &, const LayerContext &);
};

const std::vector<Row> &registry();
std::vector<spec::Kind> layerKinds();

/// Makes the layer that a component names, for its place in the stack. The component's settings are already checked.
LayerResult make(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
