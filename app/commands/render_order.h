// What `render` is to show, as its words say it.
#pragma once

#include <QString>

#include "app/commands/window_look.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

struct RenderOrder : WindowLook {
    spec::Spec spec;
    QString presetKey;
    int scale = 1;
    QString path;
};

core::Result<RenderOrder> renderOrderFrom(const Arguments &arguments, const std::vector<PanelRow> &rows);

} // namespace hourglass::app
