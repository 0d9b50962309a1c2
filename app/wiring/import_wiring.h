// The connections of data on their way in.
#pragma once

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class Import;
class RecentData;
class Session;

void connectImport(Import &import, RecentData &recent, Session &session, ui::MainWindow &window);

} // namespace hourglass::app
