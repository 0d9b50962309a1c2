#include "app/wiring/import_wiring.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>

#include <memory>
#include <utility>

#include "app/import/import.h"
#include "app/import/own_pictures.h"
#include "app/import/recent_data.h"
#include "app/session/opened_model.h"
#include "app/session/session.h"
#include "app/session/table_stack.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/project/project_file.h"
#include "engine/training/catalogue.h"
#include "ui/import/import_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_strip.h"
#include "ui/window/recent_menu.h"
#include "ui/window/top_bar.h"

namespace hourglass::app {

namespace {

bool isPath(const QString &source) {
    return source.contains(QLatin1Char('/'));
}

/// Where a file dialog begins: at what was opened last.
QString startOf(const RecentData &recent) {
    const QStringList paths = recent.paths();
    return paths.isEmpty() ? QString() : QFileInfo(paths.first()).absolutePath();
}

/// Asks where a file or folder of this name went; empty: the person does not say.
QString askFor(const QString &path, QWidget *window) {
    const QFileInfo gone(path);
    const QString title = Session::tr("Where is %1 now?").arg(gone.fileName());
    return gone.suffix().isEmpty() ? QFileDialog::getExistingDirectory(window, title, gone.absolutePath())
                                   : QFileDialog::getOpenFileName(window, title, gone.absolutePath());
}

void connectPanel(Import &import, ui::ImportPanel *panel) {
    QObject::connect(&import, &Import::candidateChanged, panel,
                     [panel](const ui::ImportCandidate &candidate) { panel->showCandidate(candidate, training::catalogue()); });
    QObject::connect(&import, &Import::progressed, panel, [panel](double fraction, const QString &what) {
        if (fraction >= 0)
            panel->showProgress(fraction, what);
    });
    QObject::connect(&import, &Import::closed, panel, &ui::ImportPanel::shut);
    QObject::connect(panel, &ui::ImportPanel::dataEdited, &import, &Import::edit);
    QObject::connect(panel, &ui::ImportPanel::useRequested, &import, &Import::use);
    QObject::connect(panel, &ui::ImportPanel::cancelRequested, &import, &Import::cancel);
    QObject::connect(panel, &ui::ImportPanel::stopRequested, &import, &Import::stop);
}

void connectRecent(Import &import, RecentData &recent, ui::MainWindow &window) {
    ui::RecentMenu *menu = window.recentMenu();
    menu->setPaths(recent.paths());
    QObject::connect(&recent, &RecentData::changed, menu, &ui::RecentMenu::setPaths);
    QObject::connect(menu, &ui::RecentMenu::clearRequested, &recent, &RecentData::clear);
    QObject::connect(&import, &Import::used, &recent, [&recent](const QString &source) {
        if (isPath(source))
            recent.add(source);
    });
    QObject::connect(menu, &ui::RecentMenu::chosen, &window, [&import, &recent, &window](const QString &path) {
        if (QFileInfo::exists(path))
            return import.consider(path);
        const core::Error gone{"the data are not there any more", path.toStdString(), Session::tr("They were moved, or taken away.").toStdString()};
        window.notices()->showError(gone,
                                    {Session::tr("Find it…"),
                                     [&import, &recent, &window, path] {
                                         const QString found = askFor(path, &window);
                                         if (found.isEmpty())
                                             return;
                                         recent.remove(path);
                                         import.consider(found);
                                     }},
                                    ui::NoticeTopic::Data);
    });
}

/// A source from the menu that the present stack cannot train on is looked at in the sheet: that says with what it would fit. Of one that it trains on, but
/// hardly well (a code as wide as the data, or too narrow for their surface), the strip says so, and the sheet is a button away.
void connectMenu(Import &import, Session &session, ui::MainWindow &window) {
    struct Choice {
        QString key;
        bool isRefused = false; ///< given up otherwise, by the person
    };
    auto choice = std::make_shared<Choice>();
    QObject::connect(window.topBar(), &ui::TopBar::dataChosen, &import, [choice](const QString &key) { *choice = {key}; });
    QObject::connect(&session, &Session::datasetChanged, &import, [choice, &import, &session, &window](const std::shared_ptr<const data::Dataset> &dataset) {
        if (std::exchange(*choice, {}).key.toStdString() != dataset->key)
            return;
        const StackFit fit = importAdvice(session.spec(), *dataset);
        if (fit.remedy && !fit.notes.isEmpty())
            window.notices()->showNote(fit.notes.join(QLatin1Char(' ')), {Session::tr("What would fit"), [&import] { import.reshape(); }},
                                       ui::NoticeTopic::Data);
    });
    QObject::connect(&session, &Session::problemMet, &import, [choice] { choice->isRefused = true; });
    QObject::connect(&session, &Session::loadingFailed, &import, [choice, &import, &window] {
        const Choice failed = std::exchange(*choice, {});
        if (failed.key.isEmpty() || !failed.isRefused)
            return;
        if (!isPath(failed.key)) // the sheet says the same, with what would help
            window.notices()->dismiss();
        import.consider(failed.key);
    });
    QObject::connect(window.topBar(), &ui::TopBar::dataChosen, &session, &Session::openSource);
}

void connectOpening(Import &import, const RecentData &recent, Session &session, ui::MainWindow &window) {
    const ui::Actions &actions = window.commands();
    QObject::connect(actions.openData, &QAction::triggered, &window, [&import, &recent, &window] {
        const QString file = QFileDialog::getOpenFileName(&window, Session::tr("Open data"), startOf(recent));
        if (!file.isEmpty())
            import.consider(file);
    });
    QObject::connect(actions.openDataFolder, &QAction::triggered, &window, [&import, &recent, &window] {
        const QString folder = QFileDialog::getExistingDirectory(&window, Session::tr("Open a folder of data"), startOf(recent));
        if (!folder.isEmpty())
            import.consider(folder);
    });
    QObject::connect(actions.shapeData, &QAction::triggered, &import, &Import::reshape);
    QObject::connect(&session, &Session::datasetChanged, actions.shapeData, [shape = actions.shapeData] { shape->setEnabled(true); });
    QObject::connect(&window, &ui::MainWindow::pathDropped, &import, [&import, &session](const QString &path) {
        if ((path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && !data::beginsAsRecords(QFile::encodeName(path).toStdString())) ||
            path.endsWith(QLatin1String(project::extension), Qt::CaseInsensitive) || project::looksLikeProject(QFile::encodeName(path).toStdString()) ||
            isModelFile(path))
            session.openPath(path);
        else if (!OwnPictures::isPicture(path) || !session.dataset()) // one picture is a sample, no data
            import.consider(path);
    });
}

} // namespace

void connectImport(Import &import, RecentData &recent, Session &session, ui::MainWindow &window) {
    connectPanel(import, window.importPanel());
    connectRecent(import, recent, window);
    connectMenu(import, session, window);
    connectOpening(import, recent, session, window);
    QObject::connect(&session, &Session::dataMissed, &window, [&session, &window](const core::Error &error, const QString &path) {
        window.notices()->showError(error,
                                    {Session::tr("Find it…"),
                                     [&session, &window, path] {
                                         const QString found = askFor(path, &window);
                                         if (!found.isEmpty())
                                             session.openMissingAt(found);
                                     }},
                                    ui::NoticeTopic::Data);
    });
}

} // namespace hourglass::app
