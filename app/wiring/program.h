// The window with its session, put together: what main(), `render` and the tests of the whole window start.
#pragma once

#include <QSettings>

#include "app/import/import.h"
#include "app/import/recent_data.h"
#include "app/session/project_keeper.h"
#include "app/session/session.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/panels.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

class Program {
public:
    /// `works`: the folder in which what was learned is kept; empty: it is not.
    Program(QSettings &settings, int threads, const std::vector<PanelRow> &rows = panelRows(), const QString &works = {});
    ~Program();
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    ui::MainWindow &window() { return m_window; }
    Session &session() { return m_session; }
    const PanelSet &panels() const { return m_panels; }
    Import &import() { return m_import; }
    RecentData &recent() { return m_recent; }
    /// Null where nothing is kept.
    ProjectKeeper *keeper() { return m_keeper.get(); }

    /// Opens a spec. Where its data are not to be had, what can be opened instead comes up, with a sentence about it.
    void open(const spec::Spec &spec, const QString &presetKey, const QString &file = {});
    /// A model of another program, when the data that are being read are there.
    void openWhenThereAreData(const QString &model);

private:
    ui::MainWindow m_window;
    Session m_session;
    std::unique_ptr<ProjectKeeper> m_keeper;
    RecentData m_recent, m_recentProjects;
    Import m_import;
    PanelSet m_panels;
};

constexpr const char *firstPreset = "map";
/// The preset that the window opens on, on the package's images or on the sample that the program carries.
spec::Spec firstSpec();

/// What the window is to open on: a spec and the preset or file it comes from.
struct Opening {
    spec::Spec spec;
    QString presetKey;
    QString file;  ///< that the spec was read from, or empty
    QString data;  ///< to be looked at before they are used, or empty
    QString model; ///< of another program, to be opened on the spec's data, or empty
    std::optional<ui::ThemeChoice> theme;
};

/// Opens the window and returns when it is closed: the program's exit status.
int runWindow(int &argc, char **argv, const Opening &opening);

} // namespace hourglass::app
