#include "app/session/layer_selection.h"

namespace hourglass::app {

void LayerSelection::choose(int layer, core::Index unit) {
    if (layer == m_layer && unit == m_unit)
        return;
    m_layer = layer;
    m_unit = unit;
    emit changed(layer, unit);
}

} // namespace hourglass::app
