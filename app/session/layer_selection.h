// The layer that is looked at, and a unit of it: one value for all views of the network. A view shows it and asks to change it; none knows another.
#pragma once

#include <QObject>

#include "engine/core/types.h"

namespace hourglass::app {

/// Lives on the GUI thread. Each change is told to all, also to who asked for it.
class LayerSelection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    int layer() const { return m_layer; } ///< index in the stack; −1: none
    core::Index unit() const { return m_unit; }
    void choose(int layer, core::Index unit);
    /// Another layer by its first unit; the same keeps its unit.
    void chooseLayer(int layer) { choose(layer, layer == m_layer ? m_unit : 0); }

signals:
    void changed(int layer, hourglass::core::Index unit);

private:
    int m_layer = -1;
    core::Index m_unit = 0;
};

} // namespace hourglass::app
