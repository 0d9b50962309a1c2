// The panels of the window, a row each; a file each makes the view and connects it.
#pragma once

#include <vector>

#include "app/wiring/panel_row.h"

namespace hourglass::app {

PanelRow stackPanel();
PanelRow layerPanel();
PanelRow latentPanel();
PanelRow reconstructionsPanel();
PanelRow lossPanel();
PanelRow trainingPanel();
PanelRow dataPanel();
PanelRow mixingDeskPanel();
PanelRow traversalsPanel();
PanelRow betweenTwoPanel();
PanelRow judgingPanel();
PanelRow dataSpacePanel();
PanelRow drawPanel();
PanelRow compressionPanel();
PanelRow runsPanel();
PanelRow errorsPanel();
PanelRow weightsPanel();
PanelRow activationsPanel();
PanelRow unitPanel();
PanelRow codeUnitsPanel();
PanelRow factorsPanel();
PanelRow gatesPanel();
PanelRow comparedReconstructionsPanel();
PanelRow comparedMapsPanel();
PanelRow sweepPanel();

/// In the order of the menu Window and of the keys Ctrl+1, Ctrl+2 ….
const std::vector<PanelRow> &panelRows();

} // namespace hourglass::app
