#include "ui/window/actions.h"

#include <QActionGroup>
#include <QWidget>

namespace hourglass::ui {

namespace {

QAction *action(QWidget *window, const char *name, const QString &text, const QString &sentence, const QList<QKeySequence> &keys = {}) {
    auto *made = new QAction(text, window);
    made->setObjectName(name);
    made->setShortcuts(keys);
    describe(made, sentence);
    window->addAction(made);
    return made;
}

QAction *choice(QAction *made, QActionGroup *group) {
    made->setCheckable(true);
    group->addAction(made);
    return made;
}

} // namespace

Actions::Actions(QWidget *window) : themes(new QActionGroup(window)) {
    const auto standard = [](QKeySequence::StandardKey key, const QKeySequence &otherwise) {
        QList<QKeySequence> keys = QKeySequence::keyBindings(key);
        keys.removeIf([](const QKeySequence &each) { return each[0].key() > Qt::Key_F12 && each[0].key() <= Qt::Key_F35; }); // that keyboards lack
        return keys.isEmpty() ? QList<QKeySequence>{otherwise} : keys;
    };
    const QList<QKeySequence> quitKeys = standard(QKeySequence::Quit, QKeySequence("Ctrl+Q"));

    open = action(window, "open", tr("Open…"),
                  tr("Open a project, a stack with the weights beside it, or a model of PyTorch or Keras (ONNX, .keras, safetensors)"),
                  standard(QKeySequence::Open, QKeySequence("Ctrl+O")));
    saveProject = action(window, "saveProject", tr("Save project as…"),
                         tr("Give all that was trained here a file of its own, which it is saved into by itself from then on"),
                         standard(QKeySequence::SaveAs, QKeySequence("Ctrl+Shift+S")));
    duplicateProject = action(window, "duplicateProject", tr("Duplicate project"), tr("Leave the project as it is, and go on in a copy of it"));
    revertProject = action(window, "revertProject", tr("Revert to saved moment"),
                           tr("Go back to how the project was when it was opened or got its name; what came since then is kept apart"));
    revertProject->setEnabled(false);
    save = action(window, "save", tr("Save stack"), tr("Write the stack and its weights to their files"), standard(QKeySequence::Save, QKeySequence("Ctrl+S")));
    saveAs = action(window, "saveAs", tr("Save stack as…"), tr("Write the stack and, beside it, its weights to other files"), {QKeySequence("Ctrl+Alt+S")});
    exportModel = action(window, "exportModel", tr("Export…"), tr("Write the stack with what it has learned for other programs, checked against it"),
                         {QKeySequence("Ctrl+E")});
    exportAnimation = action(window, "exportAnimation", tr("Export as animation…"),
                             tr("Make a GIF, an animated WebP or numbered pictures of the window or a view, moment by moment of the training"));
    exportReport = action(window, "exportReport", tr("Export report…"),
                          tr("Write one HTML file or a PDF on the training: data, stack, settings, curves, map, scores, and how to repeat it"));
    openData = action(window, "openData", tr("Open data…"), tr("Read images, series or a table from a file, and look at them before they are trained on"),
                      {QKeySequence("Ctrl+Shift+O")});
    openDataFolder =
        action(window, "openDataFolder", tr("Open a folder of data…"), tr("Read the images or files of a folder, and look at them before they are trained on"));
    shapeData = action(window, "shapeData", tr("Shape these data…"), tr("Choose otherwise how the present data are read, taken, split and scaled"),
                       {QKeySequence("Ctrl+D")});
    shapeData->setEnabled(false);
    quit = action(window, "quit", tr("Quit"), tr("Leave Hourglass"), quitKeys);
    quit->setMenuRole(QAction::QuitRole);

    undo = action(window, "undo", tr("Undo"), tr("Take back the last change"), standard(QKeySequence::Undo, QKeySequence("Ctrl+Z")));
    redo = action(window, "redo", tr("Redo"), tr("Make the change again that was taken back"), standard(QKeySequence::Redo, QKeySequence("Ctrl+Shift+Z")));
    undo->setEnabled(false);
    redo->setEnabled(false);

    paste = action(window, "paste", tr("Paste a picture"), tr("See what the model makes of a picture of your own"),
                   standard(QKeySequence::Paste, QKeySequence("Ctrl+V")));

    fitMap = action(window, "fitMap", tr("Fit the map"), tr("Show all of the latent space"), {QKeySequence("F")});
    newDraw = action(window, "newDraw", tr("Draw other samples"), tr("Show other samples of the test part as reconstructions"), {QKeySequence("N")});
    themeSystem = choice(action(window, "themeSystem", tr("Colours of the system"), tr("Light or dark, as the desktop is")), themes);
    themeLight = choice(action(window, "themeLight", tr("Light"), tr("Dark text on a light ground")), themes);
    themeDark = choice(action(window, "themeDark", tr("Dark"), tr("Light text on a dark ground")), themes);
    distinctClasses = action(window, "distinctClasses", tr("Colours for colour-blind eyes"),
                             tr("Classes in the colours of Okabe and Ito, which those tell apart who see no red or no green, in every view"));
    distinctClasses->setCheckable(true);
    largerText = action(window, "largerText", tr("Larger text"), tr("Make all letters larger, up to twice the usual size"),
                        {QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")});
    smallerText = action(window, "smallerText", tr("Smaller text"), tr("Make all letters smaller"), {QKeySequence("Ctrl+-")});
    usualText = action(window, "usualText", tr("Usual text size"), tr("Letters as large as they are meant to be"), {QKeySequence("Ctrl+0")});
    captions = action(window, "captions", tr("Captions"), tr("One line in each panel on what to look at"));
    captions->setCheckable(true);
    timeline = action(window, "showTimeline", tr("Timeline"), tr("The band at the foot of the window that shows every moment of the training again"));
    timeline->setCheckable(true);
    fullScreen = action(window, "fullScreen", tr("Full screen"), tr("Use the whole screen, or go back to a window"),
                        standard(QKeySequence::FullScreen, QKeySequence("F11")));
    fullScreen->setCheckable(true);

    train = action(window, "train", tr("Train"), tr("Start the training, or let it pause"), {QKeySequence(Qt::Key_Space)});
    step = action(window, "step", tr("Step"), tr("Train on one batch, then pause"), {QKeySequence(Qt::Key_Period)});
    reset = action(window, "reset", tr("Reset"), tr("Start again from the same initial weights"), {QKeySequence("R")});
    newSeed = action(window, "newSeed", tr("Reset with a new seed"), tr("Start again from other initial weights and another order of the samples"),
                     {QKeySequence("Shift+R")});
    moreEpochs = action(window, "moreEpochs", tr("More epochs"), tr("Go on with a training that is done, for as many epochs again"), {QKeySequence("M")});
    moreEpochs->setEnabled(false);
    endBeside = action(window, "endBeside", tr("End lock step"), tr("Let this stack go on alone; the one that trains beside it stays among the runs"));
    endBeside->setEnabled(false);
    slower = action(window, "slower", tr("Slower"), tr("Train fewer steps a second"), {QKeySequence("[")});
    faster = action(window, "faster", tr("Faster"), tr("Train more steps a second, up to as fast as it can"), {QKeySequence("]")});
    presets = action(window, "presets", tr("Presets"), tr("Choose one of the ready stacks"), {QKeySequence("P")});

    playMoments = action(window, "playMomentsAction", tr("Play the timeline"), tr("Show the kept moments of the training one after the other, in every view"),
                         {QKeySequence("Ctrl+T")});
    earlierMoment = action(window, "earlierMoment", tr("Earlier moment"), tr("Show the kept moment before, in every view"), {QKeySequence("Alt+Left")});
    laterMoment = action(window, "laterMoment", tr("Later moment"), tr("Show the next kept moment, in every view; behind the last comes the present"),
                         {QKeySequence("Alt+Right")});
    present = action(window, "presentMoment", tr("Live"), tr("Show the present again, in every view"), {QKeySequence("Ctrl+L")});
    present->setEnabled(false);
    branch = action(window, "branch", tr("Branch"), tr("Go on from the shown moment as a new run, from the nearest that was kept with its optimiser"),
                    {QKeySequence("Ctrl+B")});
    branch->setEnabled(false);
    noteMoment = action(window, "noteMoment", tr("Note on this moment…"),
                        tr("Write a note on the shown moment, to be found on the timeline and in the loss plot"), {QKeySequence("Ctrl+M")});

    resetLayout = action(window, "resetLayout", tr("Reset layout"), tr("Bring every panel back to its first place"));

    glossary = action(window, "glossary", tr("Glossary"), tr("The words of this program in plain sentences"));
    keyboardHelp = action(window, "keyboardHelp", tr("Keys and mouse"), tr("Every key, and what the mouse does in each view"),
                          {QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
    about = action(window, "about", tr("About Hourglass"), tr("Version, licence, and what the program stands on"));
    about->setMenuRole(QAction::AboutRole);
}

std::vector<ActionGroup> Actions::groups() const {
    return {{tr("&File"),
             {open, saveProject, duplicateProject, revertProject, nullptr, save, saveAs, exportModel, exportAnimation, exportReport, nullptr, openData,
              openDataFolder, shapeData, nullptr, quit}},
            {tr("&Edit"), {undo, redo, nullptr, paste}},
            {tr("&View"),
             {fitMap, newDraw, nullptr, themeSystem, themeLight, themeDark, distinctClasses, nullptr, largerText, smallerText, usualText, nullptr, captions,
              timeline, fullScreen}},
            {tr("&Training"), {train, step, moreEpochs, nullptr, reset, newSeed, nullptr, endBeside, nullptr, slower, faster, nullptr, presets}},
            {tr("T&imeline"), {playMoments, earlierMoment, laterMoment, present, nullptr, branch, noteMoment}},
            {tr("&Window"), {resetLayout}},
            {tr("&Help"), {keyboardHelp, glossary, nullptr, about}}};
}

void describe(QAction *action, const QString &sentence) {
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(key.isEmpty() ? sentence : sentence + QString("  (%1)").arg(key));
    action->setStatusTip(sentence);
}

} // namespace hourglass::ui
