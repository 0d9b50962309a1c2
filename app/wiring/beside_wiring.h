// The stack that trains beside the present one: the menu that chooses it, and what the window says of it.
#pragma once

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class Session;

void connectBeside(Session &session, ui::MainWindow &window);

} // namespace hourglass::app
