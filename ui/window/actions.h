// What can be done from anywhere in the window. The menus, the buttons of the top bar and the sheet of keys are made from these,
// so that they agree. What an action does is connected by the owner of the window.
#pragma once

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QString>

#include <vector>

class QActionGroup;
class QWidget;

namespace hourglass::ui {

/// One menu: actions in order, null for a separator.
struct ActionGroup {
    QString title; ///< with the letter that opens it by Alt
    std::vector<QAction *> actions;
};

struct Actions {
    /// The actions become children of the window and work wherever in it the focus is.
    explicit Actions(QWidget *window);

    QAction *open, *saveProject, *duplicateProject, *revertProject, *save, *saveAs, *exportModel, *exportAnimation, *exportReport, *openData, *openDataFolder,
        *shapeData, *quit;        // File
    QAction *undo, *redo, *paste; // Edit
    QAction *fitMap, *newDraw;    // View
    QAction *themeSystem, *themeLight, *themeDark, *distinctClasses, *largerText, *smallerText, *usualText, *captions, *timeline, *fullScreen;
    QAction *train, *step, *moreEpochs, *reset, *newSeed, *endBeside, *slower, *faster, *presets; // Training
    QAction *playMoments, *earlierMoment, *laterMoment, *present, *branch, *noteMoment;           // Timeline
    QAction *resetLayout;                                                                         // Window
    QAction *glossary, *keyboardHelp, *about;                                                     // Help
    QActionGroup *themes;

    /// The menus without the docks, which belong to the menu Window.
    std::vector<ActionGroup> groups() const;

    Q_DECLARE_TR_FUNCTIONS(Actions)
};

/// Gives the action a sentence, shown as tool tip (with its key) and in the status bar.
void describe(QAction *action, const QString &sentence);

} // namespace hourglass::ui
