#pragma once

#include "app/commands/command.h"
#include "app/commands/render_order.h"

namespace hourglass::app {

Command renderCommand();
/// Trains a window of these panels and writes its picture. Needs the application, with whatever platform it has.
ExitStatus renderPicture(const RenderOrder &order, const std::vector<PanelRow> &rows, Console &console);

} // namespace hourglass::app
