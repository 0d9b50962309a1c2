// A sample hovered or selected in one view is marked in the other.
#pragma once

namespace hourglass::ui {
class LatentMap;
class ReconstructionsView;
} // namespace hourglass::ui

namespace hourglass::app {

class Session;

void linkSamples(Session &session, ui::LatentMap &map, ui::ReconstructionsView &reconstructions);

} // namespace hourglass::app
