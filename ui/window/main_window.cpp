#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QShortcut>
#include <QStatusTipEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/forms/number_edit.h"
#include "ui/import/import_panel.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/scrolled.h"
#include "ui/theme/text_size.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/window/about_window.h"
#include "ui/window/beside_chip.h"
#include "ui/window/beside_menu.h"
#include "ui/window/drop_frame.h"
#include "ui/window/glossary_label.h"
#include "ui/window/glossary_window.h"
#include "ui/window/keyboard_help.h"
#include "ui/window/notice_strip.h"
#include "ui/window/pace_choice.h"
#include "ui/window/plain_keys.h"
#include "ui/window/preset_gallery.h"
#include "ui/window/recent_menu.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/wording.h"

namespace hourglass::ui {

namespace {

constexpr auto themeKey = "window/theme", captionsKey = "window/captions", timelineKey = "window/timeline", textSizeKey = "window/textSize",
               distinctKey = "window/distinctClasses";
constexpr Qt::Key firstMenuKey = Qt::Key_F10;

constexpr std::pair<ThemeChoice, const char *> themeWords[] = {{ThemeChoice::System, "system"}, {ThemeChoice::Light, "light"}, {ThemeChoice::Dark, "dark"}};

ThemeChoice choiceIn(const QSettings &settings) {
    const QString kept = settings.value(themeKey).toString();
    for (const auto &[choice, word] : themeWords)
        if (kept == QLatin1String(word))
            return choice;
    return ThemeChoice::System;
}

} // namespace

MainWindow::MainWindow(QSettings &settings, QWidget *parent)
    : QMainWindow(parent), m_settings(settings), m_themes(*qApp, choiceIn(settings)), m_actions(this), m_topBar(new TopBar(m_actions)),
      m_notices(new NoticeStrip(this)), m_docks(new DockArea), m_arrangements(new QActionGroup(this)), m_status(new StatusLine), m_timeline(new TimelineStrip) {
    setObjectName("mainWindow");
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    setFocusPolicy(Qt::ClickFocus); // a click on nothing leaves a field, and no button holds the keys at first
    setMinimumSize(960, 600);
    auto *whole = new QWidget;
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_topBar);
    QScrollArea *room = scrolledBothWays(m_docks); // where the panels need more than a small window has for large letters
    room->setObjectName(QStringLiteral("panelRoom"));
    layout->addWidget(room, 1);
    layout->addWidget(m_timeline);
    attachGlossary(m_timeline->title(), QStringLiteral("timeline"));
    setCentralWidget(whole);
    setStatusBar(m_status);
    m_gallery = new PresetGallery(this);
    m_import = new ImportPanel(this, room);
    m_notices->lieOver(room);
    m_drop = new DropFrame(this, whole);
    watchHands();
    fillMenus();
    connectActions();
    setDocument(QString());
    showStatus({});
    setFocus();

    connect(&m_themes, &ThemeSwitch::themeChanged, this, &MainWindow::setTheme);
    m_themes.chooseTextSize(std::clamp(m_settings.value(textSizeKey, usualTextSize).toInt(), textSizes.front(), textSizes.back()));
    m_themes.chooseClassPalette(ClassPalette::Usual); // that of a window before this one, in the same program
    m_actions.distinctClasses->setChecked(m_settings.value(distinctKey, false).toBool());
    showTextSize();
    showChoice();
    setTheme(m_themes.theme());
}

MainWindow::~MainWindow() = default;

void MainWindow::fillMenus() {
    for (const ActionGroup &group : m_actions.groups()) {
        QMenu *menu = menuBar()->addMenu(group.title);
        menu->setToolTipsVisible(false); // the status bar says it
        for (QAction *action : group.actions)
            if (action)
                menu->addAction(action);
            else
                menu->addSeparator();
        if (group.actions.front() == m_actions.resetLayout)
            m_windowMenu = menu;
        if (std::count(group.actions.begin(), group.actions.end(), m_actions.shapeData) > 0)
            menu->insertMenu(m_actions.shapeData, m_recent = new RecentMenu(RecentMenu::Of::Data, menu));
        if (std::count(group.actions.begin(), group.actions.end(), m_actions.saveProject) > 0)
            menu->insertMenu(m_actions.saveProject, m_recentProjects = new RecentMenu(RecentMenu::Of::Projects, menu));
        if (std::count(group.actions.begin(), group.actions.end(), m_actions.endBeside) > 0)
            menu->insertMenu(m_actions.endBeside, m_besideMenu = new BesideMenu(menu));
        if (std::count(group.actions.begin(), group.actions.end(), m_actions.slower) > 0)
            menu->insertMenu(m_actions.slower, m_topBar->paceChoice());
    }
    m_topBar->setRecentData(m_recent);
}

void MainWindow::connectActions() {
    connect(new QShortcut(firstMenuKey, this), &QShortcut::activated, this, &MainWindow::openFirstMenu);
    connect(m_actions.slower, &QAction::triggered, this, [this] { m_topBar->paceChoice()->goFaster(-1); });
    connect(m_actions.faster, &QAction::triggered, this, [this] { m_topBar->paceChoice()->goFaster(1); });
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.resetLayout, &QAction::triggered, m_docks, &DockArea::arrange);
    connect(m_actions.presets, &QAction::triggered, this, [this] { m_gallery->toggle(m_topBar->presetsButton()); });
    connect(besideChip()->endButton(), &QToolButton::clicked, m_actions.endBeside, &QAction::trigger);
    connect(m_gallery, &PresetGallery::presetChosen, this, &MainWindow::presetChosen);
    connect(m_actions.fullScreen, &QAction::toggled, this, [this](bool isFull) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, isFull)); });
    m_actions.captions->setChecked(m_settings.value(captionsKey, true).toBool());
    m_docks->showCaptions(m_actions.captions->isChecked());
    connect(m_actions.captions, &QAction::toggled, this, [this](bool isShown) {
        m_settings.setValue(captionsKey, isShown);
        m_docks->showCaptions(isShown);
    });
    m_actions.timeline->setChecked(m_settings.value(timelineKey, true).toBool());
    m_timeline->setVisible(m_actions.timeline->isChecked());
    connect(m_actions.timeline, &QAction::toggled, this, [this](bool isShown) {
        m_settings.setValue(timelineKey, isShown);
        m_timeline->setVisible(isShown);
    });
    connect(m_actions.themeSystem, &QAction::triggered, this, [this] { setThemeChoice(ThemeChoice::System); });
    connect(m_actions.themeLight, &QAction::triggered, this, [this] { setThemeChoice(ThemeChoice::Light); });
    connect(m_actions.themeDark, &QAction::triggered, this, [this] { setThemeChoice(ThemeChoice::Dark); });
    connect(m_actions.distinctClasses, &QAction::toggled, this, [this](bool isDistinct) {
        m_settings.setValue(distinctKey, isDistinct);
        m_themes.chooseClassPalette(isDistinct ? ClassPalette::Distinct : ClassPalette::Usual);
    });
    connect(m_actions.largerText, &QAction::triggered, this, [this] { setTextSize(textSizeBeside(textSize(), 1)); });
    connect(m_actions.smallerText, &QAction::triggered, this, [this] { setTextSize(textSizeBeside(textSize(), -1)); });
    connect(m_actions.usualText, &QAction::triggered, this, [this] { setTextSize(usualTextSize); });
    connect(m_actions.glossary, &QAction::triggered, this, [this] { showGlossary(); });
    connect(m_actions.keyboardHelp, &QAction::triggered, this, [this] {
        if (!m_keyboardHelp)
            m_keyboardHelp = new KeyboardHelp(this);
        static_cast<KeyboardHelp *>(m_keyboardHelp.data())->showKeys(inputs());
        m_keyboardHelp->show();
        m_keyboardHelp->activateWindow();
    });
    connect(m_actions.about, &QAction::triggered, this, [this] {
        if (!m_about)
            m_about = new AboutWindow(QCoreApplication::applicationVersion(), this);
        m_about->show();
        m_about->activateWindow();
    });
}

std::vector<InputSection> MainWindow::inputs() const {
    std::vector<InputSection> sections;
    for (const ActionGroup &group : groups()) {
        InputSection section{QString(group.title).remove(QLatin1Char('&')), {}};
        for (const QAction *action : group.actions)
            if (action && !action->shortcuts().isEmpty())
                section.rows.push_back({keyTexts(action->shortcuts()), action->text().remove(QLatin1Char('&')).remove(QStringLiteral("…"))});
        sections.push_back(section);
    }
    sections.push_back(
        {tr("The menus"), {{{keyText(firstMenuKey)}, tr("Open the first one")}, {{tr("Alt and a letter")}, tr("Open the one that begins with it")}}});
    for (const Dock *dock : m_docks->docks())
        for (const InputSection &section : dock->panel()->inputs())
            sections.push_back(section);
    for (const InputSection &section : m_timeline->inputs())
        sections.push_back(section);
    sections.push_back({tr("The panels"),
                        {{{tr("Double-click a title")}, tr("Fill the window, and back")},
                         {{tr("Drag a title")}, tr("Move the panel")},
                         {{tr("Right-click")}, tr("What else can be done here")},
                         {{tr("Drop a file")}, tr("Open a stack, data or a picture")}}});
    sections.push_back(NumberEdit::inputs());
    sections.push_back(m_gallery->inputs());
    sections.push_back(m_import->inputs());
    return sections;
}

void MainWindow::openFirstMenu() {
    menuBar()->setActiveAction(menuBar()->actions().value(0));
}

std::vector<ActionGroup> MainWindow::groups() const {
    std::vector<ActionGroup> groups = m_actions.groups();
    for (ActionGroup &group : groups)
        if (group.actions.front() == m_actions.resetLayout)
            for (const Dock *dock : m_docks->docks())
                group.actions.push_back(dock->toggleViewAction());
    const QList<QAction *> arrangements = m_arrangements->actions();
    if (!arrangements.isEmpty())
        groups.push_back({tr("Arrangements"), {arrangements.begin(), arrangements.end()}});
    return groups;
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    for (const auto &[each, word] : themeWords)
        if (each == choice)
            m_settings.setValue(themeKey, QString(QLatin1String(word)));
    useTheme(choice);
}

void MainWindow::useTheme(ThemeChoice choice) {
    m_themes.choose(choice);
    showChoice();
}

void MainWindow::setTextSize(int percent) {
    m_settings.setValue(textSizeKey, percent);
    m_themes.chooseTextSize(percent);
    showTextSize();
    m_status->showTip(tr("Text at %1 % of its usual size").arg(QLocale().toString(percent)));
}

void MainWindow::showTextSize() {
    m_actions.largerText->setEnabled(textSize() < textSizes.back());
    m_actions.smallerText->setEnabled(textSize() > textSizes.front());
    m_actions.usualText->setEnabled(textSize() != usualTextSize);
}

void MainWindow::showChoice() {
    const ThemeChoice choice = m_themes.choice();
    m_actions.themeSystem->setChecked(choice == ThemeChoice::System);
    m_actions.themeLight->setChecked(choice == ThemeChoice::Light);
    m_actions.themeDark->setChecked(choice == ThemeChoice::Dark);
}

void MainWindow::setTheme(const Theme &theme) {
    m_topBar->setTheme(theme);
    m_notices->setTheme(theme);
    m_gallery->setTheme(theme);
    m_import->setTheme(theme);
    m_drop->setTheme(theme);
    m_docks->setTheme(theme);
    m_timeline->setTheme(theme);
    besideChip()->setTheme(theme);
    emit themeChanged(theme);
}

void MainWindow::showStatus(const training::Status &status) {
    using training::State;
    m_actions.train->setText(status.state == State::Running ? tr("Pause") : tr("Train"));
    const bool canTrain = status.state != State::Idle;
    for (QAction *action : {m_actions.train, m_actions.step, m_actions.reset, m_actions.newSeed, m_actions.saveProject, m_actions.duplicateProject,
                            m_actions.save, m_actions.saveAs, m_actions.exportModel, m_actions.exportAnimation, m_actions.exportReport})
        action->setEnabled(canTrain);
    const bool isDone = status.state == State::Finished;
    m_actions.moreEpochs->setEnabled(isDone);
    m_actions.moreEpochs->setText(isDone ? moreEpochsText(status.epochsMore) : tr("More epochs"));
    m_topBar->showStatus(status);
}

void MainWindow::setDocument(const QString &name, bool isModified) {
    setWindowTitle(tr("%1[*] – Hourglass").arg(name.isEmpty() ? tr("Untitled") : name));
    setWindowModified(isModified);
}

void MainWindow::showEnvironment(const QString &text) {
    m_status->showEnvironment(text);
}

void MainWindow::showMoment(const QString &text) {
    m_status->showMoment(text);
}

BesideChip *MainWindow::besideChip() const {
    return m_status->besideChip();
}

void MainWindow::showHint(const QString &text) {
    m_status->showHint(text);
}

void MainWindow::showGlossary(const QString &key) {
    if (!m_glossary)
        m_glossary = new GlossaryWindow(this);
    static_cast<GlossaryWindow *>(m_glossary.data())->showTerm(key);
    m_glossary->show();
    m_glossary->activateWindow();
}

bool MainWindow::event(QEvent *event) {
    // Not ApplicationPaletteChange: looking at the desktop's palette causes that one itself, for ever.
    if (event->type() == QEvent::ThemeChange)
        m_themes.reconsider();
    if (event->type() == QEvent::StatusTip) { // a message of the status bar itself would lie over what stands there
        m_status->showTip(static_cast<QStatusTipEvent *>(event)->tip());
        return true;
    }
    if (event->type() == QEvent::WindowStateChange)
        m_actions.fullScreen->setChecked(isFullScreen());
    const bool isKey = event->type() == QEvent::ShortcutOverride; // other events come before the sheet is made
    return (isKey && m_import->keepKey(event)) || keepPlainKeys(event) || QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent *event) {
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event) {
    if (!DropFrame::takes(event->mimeData()))
        return;
    event->acceptProposedAction();
    m_drop->showFor(event->mimeData());
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *event) {
    m_drop->hide();
    QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent *event) {
    m_drop->hide();
    activateWindow(); // the keys are still where it was dragged from
    for (const QUrl &url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            emit pathDropped(url.toLocalFile());
            return;
        }
    if (event->mimeData()->hasImage()) {
        event->acceptProposedAction();
        emit imageDropped(qvariant_cast<QImage>(event->mimeData()->imageData()));
    }
}

} // namespace hourglass::ui
