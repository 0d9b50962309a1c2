// The timeline of the window and the moments of the session.
#pragma once

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class PanelSet;
class Session;

/// After the panels are connected.
void connectTimeline(Session &session, ui::MainWindow &window, const PanelSet &panels);

} // namespace hourglass::app
