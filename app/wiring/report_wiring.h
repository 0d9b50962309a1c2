// File › Export report: where to, and who makes it.
#pragma once

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class Session;

void connectReport(Session &session, ui::MainWindow &window);

} // namespace hourglass::app
