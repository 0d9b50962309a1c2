// The window and the project that its work is kept in.
#pragma once

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class ProjectKeeper;
class RecentData;
class Session;

void connectProject(ProjectKeeper &keeper, RecentData &recent, Session &session, ui::MainWindow &window);
/// A notice for what the last windows left, the newest in front: a button goes on from there.
void offerWorks(const ProjectKeeper &keeper, const RecentData &recent, Session &session, ui::MainWindow &window);

} // namespace hourglass::app
