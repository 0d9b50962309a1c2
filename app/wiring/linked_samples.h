// A sample hovered or selected in one view is marked in the others.
#pragma once

namespace hourglass::ui {
class DataView;
class LatentMap;
class ReconstructionsView;
} // namespace hourglass::ui

namespace hourglass::app {

class Session;

/// Map and reconstructions show one part; of a sample from another part, chosen among the data, they mark nothing.
void linkSamples(Session &session, ui::LatentMap &map, ui::ReconstructionsView &reconstructions, ui::DataView &data);

} // namespace hourglass::app
