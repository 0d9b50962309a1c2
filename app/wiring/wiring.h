// Every connection between the session and the window, and nothing else.
#pragma once

class QSettings;

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class PanelSet;
class Session;

/// What the window offers: arrangements, presets, sources of data. After the last panel.
void fillWindow(ui::MainWindow &window);
void connectAll(Session &session, ui::MainWindow &window, const PanelSet &panels, QSettings &settings);

} // namespace hourglass::app
