// The samples that a person works with: chosen on the map, told in the status line, kept by name, written to files.
#pragma once

#include "app/session/sample_selection.h"
#include "app/wiring/panel_row.h"
#include "ui/latent/map_choice.h"

namespace hourglass::ui {
class LatentMap;
}

namespace hourglass::app {

/// A set as the map shows it, with its classes counted. Empty for a null set.
ui::MapChoice choiceOf(const SampleSelection &selection, const data::Dataset *dataset);

void connectChoosing(ui::LatentMap &map, const PanelContext &context);

} // namespace hourglass::app
