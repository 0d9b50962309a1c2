// The frame: menus, top bar, notices, docks, status bar. It holds the views and knows nothing of what they show; who owns it
// connects the actions and the signals. Arrangement, size and theme are kept in the settings it is given.
#pragma once

#include <QImage>
#include <QJsonObject>
#include <QMainWindow>
#include <QPointer>

#include <vector>

#include "engine/training/records.h"
#include "ui/theme/theme_switch.h"
#include "ui/window/actions.h"
#include "ui/window/dock_area.h"
#include "ui/window/preset_card.h"

class QActionGroup;
class QSettings;

namespace hourglass::ui {

class BesideChip;
class BesideMenu;
class DropFrame;
class ImportPanel;
class NoticeStrip;
class PresetGallery;
class RecentMenu;
class StatusLine;
class TimelineStrip;
class TopBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// The settings must outlive the window. Applies the theme found in them to the application.
    explicit MainWindow(QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Takes the panel. In one place the panels stand below each other in the order of the calls, with these shares of the
    /// height.
    void addPanel(Panel *panel, DockColumn place, double share, int least = 0);
    /// Takes a panel that is hidden at first; the menu Window shows it as a tab beside another.
    void addTab(Panel *panel, const Panel *beside);
    /// After the last panel: a further ready arrangement, beside the one that the panels were added in. Each keeps what the person makes of it.
    void addArrangement(const Arrangement &arrangement);
    /// As if the person had chosen it; empty: that of the panels. False where there is none of this key.
    bool showArrangement(const QString &key);
    /// After the last panel and arrangement: the arrangement of the last time, or the first one.
    void restoreLayout();
    /// The arrangement in sight, and what was made of each, for a project.
    QJsonObject docksState() const;
    /// An empty one changes nothing; what it does not know stays as it was made.
    void restoreDocks(const QJsonObject &state);

    /// What keys and mouse do, as the actions and the views have it: the sheet of keys.
    std::vector<InputSection> inputs() const;
    const Actions &commands() const { return m_actions; }
    TopBar *topBar() const { return m_topBar; }
    NoticeStrip *notices() const { return m_notices; }
    PresetGallery *presetGallery() const { return m_gallery; }
    ImportPanel *importPanel() const { return m_import; }
    TimelineStrip *timeline() const { return m_timeline; }
    BesideMenu *besideMenu() const { return m_besideMenu; }
    BesideChip *besideChip() const;
    RecentMenu *recentMenu() const { return m_recent; }
    RecentMenu *recentProjects() const { return m_recentProjects; }
    const Theme &theme() const { return m_themes.theme(); }
    /// Where views keep what a person chose, each under its key.
    QSettings &settings() const { return m_settings; }
    void setThemeChoice(ThemeChoice choice); ///< and keeps it
    void useTheme(ThemeChoice choice);       ///< for this time
    /// One of textSizes, in per cent; kept like the theme.
    void setTextSize(int percent);

    /// Train or Pause, what can be done now, and the figures of the top bar.
    void showStatus(const training::Status &status);
    /// The name before "– Hourglass"; empty: untitled.
    void setDocument(const QString &name, bool isModified = false);
    /// Left in the status bar: instruction set and threads.
    void showEnvironment(const QString &text);
    /// Left in the status bar: that the views show a past moment, and which; empty: they show the present.
    void showMoment(const QString &text);
    /// Right in the status bar: one hint for what can be done here.
    void showHint(const QString &text);
    void showGlossary(const QString &key = {});

signals:
    void themeChanged(const Theme &theme);
    void presetChosen(const QString &key);
    void pathDropped(const QString &path);
    void imageDropped(const QImage &image); ///< where no file was

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void listDock(Dock *dock);
    void listArrangement(const QString &key, const QString &title, const QString &sentence);
    void changeArrangement(int arrangement);
    QString docksKey(int arrangement) const;
    void connectActions();
    void fillMenus();
    void openFirstMenu();
    void setTheme(const Theme &theme);
    void showChoice();
    void showTextSize();
    void saveLayout();
    void placeAtFirst();
    std::vector<ActionGroup> groups() const;

    QSettings &m_settings;
    ThemeSwitch m_themes;
    Actions m_actions;
    TopBar *m_topBar;
    NoticeStrip *m_notices;
    DockArea *m_docks;
    QActionGroup *m_arrangements;   ///< by number; its actions hold the keys
    std::vector<QByteArray> m_left; ///< what was made of each arrangement when it was left
    PresetGallery *m_gallery;
    ImportPanel *m_import = nullptr;
    DropFrame *m_drop;
    StatusLine *m_status;
    TimelineStrip *m_timeline;
    QMenu *m_windowMenu = nullptr, *m_arrangementMenu = nullptr;
    BesideMenu *m_besideMenu = nullptr;
    RecentMenu *m_recent = nullptr, *m_recentProjects = nullptr;
    QPointer<QWidget> m_glossary, m_keyboardHelp, m_about;
};

} // namespace hourglass::ui
