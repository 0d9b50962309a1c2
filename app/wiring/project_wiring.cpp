#include "app/wiring/project_wiring.h"

#include <algorithm>
#include <memory>

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

#include "app/import/recent_data.h"
#include "app/session/project_keeper.h"
#include "app/session/sweep_shelf.h"
#include "app/wiring/view_memory.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_strip.h"
#include "ui/window/recent_menu.h"

namespace hourglass::app {

namespace {

constexpr auto topic = ui::NoticeTopic::Project;
constexpr const char *momentsKey = "timeline/file";

QString filter() {
    return Session::tr("Projects (*%1)").arg(QLatin1String(project::extension));
}

/// The name of the stack in the folder of documents, or beside the present file.
QString proposedFile(const ProjectKeeper &keeper, const Session &session) {
    QString name = QString::fromStdString(session.spec().name).simplified();
    name.remove(QRegularExpression(QStringLiteral("[/\\\\:*?\"<>|]")));
    const QString folder =
        keeper.file().isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : QFileInfo(keeper.file()).absolutePath();
    return QDir(folder).filePath((name.isEmpty() ? Session::tr("Project") : name) + QLatin1String(project::extension));
}

void askWhere(ProjectKeeper &keeper, const Session &session, ui::MainWindow &window) {
    QFileDialog dialog(&window, Session::tr("Save the project: all that was trained, with what it needs to go on"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilter(filter());
    dialog.setDefaultSuffix(QString(QLatin1String(project::extension)).mid(1));
    const QFileInfo proposed(proposedFile(keeper, session));
    dialog.setDirectory(proposed.absolutePath());
    dialog.selectFile(proposed.fileName());
    if (dialog.exec() == QDialog::Accepted)
        keeper.saveAs(dialog.selectedFiles().value(0));
}

void connectRecent(const ProjectKeeper &keeper, RecentData &recent, Session &session, ui::MainWindow &window) {
    ui::RecentMenu *menu = window.recentProjects();
    menu->setPaths(recent.paths());
    QObject::connect(&recent, &RecentData::changed, menu, &ui::RecentMenu::setPaths);
    QObject::connect(menu, &ui::RecentMenu::clearRequested, &recent, &RecentData::clear);
    QObject::connect(&keeper, &ProjectKeeper::fileChanged, &recent, [&recent](const QString &file) {
        if (!file.isEmpty())
            recent.add(file);
    });
    QObject::connect(menu, &ui::RecentMenu::chosen, &window, [&recent, &session, &window](const QString &path) {
        if (QFileInfo::exists(path))
            return session.openProject(path);
        const core::Error gone{"the project is not there any more", path.toStdString(), Session::tr("It was moved, or taken away.").toStdString()};
        window.notices()->showError(gone,
                                    {Session::tr("Find it…"),
                                     [&recent, &session, &window, path] {
                                         const QString found =
                                             QFileDialog::getOpenFileName(&window, Session::tr("Where is %1 now?").arg(QFileInfo(path).fileName()),
                                                                          QFileInfo(path).absolutePath(), filter());
                                         if (found.isEmpty())
                                             return;
                                         recent.remove(path);
                                         session.openProject(found);
                                     }},
                                    topic);
    });
}

void connectTitle(const ProjectKeeper &keeper, Session &session, ui::MainWindow &window) {
    const auto show = [&keeper, &session, &window] {
        const QString stack = session.file().isEmpty() ? QString::fromStdString(session.spec().name) : QFileInfo(session.file()).completeBaseName();
        window.setDocument(keeper.file().isEmpty() ? stack : QFileInfo(keeper.file()).completeBaseName());
    };
    QObject::connect(&session, &Session::nameChanged, &window, show);
    QObject::connect(&keeper, &ProjectKeeper::fileChanged, &window, show);
}

void connectNotices(ProjectKeeper &keeper, Session &session, ui::MainWindow &window) {
    ui::NoticeStrip *notices = window.notices();
    const auto saveElsewhere = [&keeper, &session, &window](const QString &text) {
        return ui::NoticeAction{text, [&keeper, &session, &window] { askWhere(keeper, session, window); }};
    };
    QObject::connect(&keeper, &ProjectKeeper::failed, notices, [notices, saveElsewhere](const core::Error &error) {
        notices->settle(topic);
        notices->showError(error, saveElsewhere(Session::tr("Save elsewhere…")), topic);
    });
    QObject::connect(&keeper, &ProjectKeeper::recovered, notices, [notices, &session] {
        notices->settle(topic);
        emit session.told(Session::tr("All is saved again"));
    });
    QObject::connect(&keeper, &ProjectKeeper::openedToLook, notices, [notices, saveElsewhere](const core::Error &why) {
        notices->showNote(
            Session::tr("%1 What you do here is kept apart from it.").arg(QString::fromStdString(core::Error{why.what, why.where, {}}.sentence())),
            saveElsewhere(Session::tr("Save a copy…")), topic);
    });
    QObject::connect(&keeper, &ProjectKeeper::fileChanged, notices, [notices] { notices->settle(topic); });
}

/// How much of the timeline is kept in the file.
void connectMoments(ProjectKeeper &keeper, ui::MainWindow &window) {
    QSettings *settings = &window.settings();
    if (const QVariant kept = settings->value(momentsKey); kept.isValid())
        keeper.setMomentBudget(std::max<core::Index>(kept.toLongLong(), 0));
    ui::TimelineStrip *strip = window.timeline();
    QObject::connect(strip, &ui::TimelineStrip::fileBudgetEdited, &keeper, [&keeper, settings](core::Index bytes) {
        settings->setValue(momentsKey, static_cast<qlonglong>(bytes));
        keeper.setMomentBudget(bytes);
    });
    QObject::connect(strip, &ui::TimelineStrip::menuOpened, &keeper, [&keeper, strip] { strip->showFile(keeper.momentBytes(), keeper.momentBudget()); });
}

} // namespace

void connectProject(ProjectKeeper &keeper, RecentData &recent, Session &session, ui::MainWindow &window) {
    const ui::Actions &actions = window.commands();
    QObject::connect(actions.saveProject, &QAction::triggered, &window, [&keeper, &session, &window] { askWhere(keeper, session, window); });
    QObject::connect(actions.duplicateProject, &QAction::triggered, &keeper, &ProjectKeeper::duplicate);
    QObject::connect(actions.revertProject, &QAction::triggered, &keeper, &ProjectKeeper::revert);
    QObject::connect(&keeper, &ProjectKeeper::canRevertChanged, actions.revertProject, &QAction::setEnabled);
    keeper.setShelf(session.findChild<SweepShelf *>());
    const auto memory = std::make_shared<ViewMemory>(session, *session.findChild<SampleSelection *>(), window);
    keeper.setView([memory] { return memory->view(); }, [memory](const QJsonObject &view) { memory->restore(view); });
    connectRecent(keeper, recent, session, window);
    connectTitle(keeper, session, window);
    connectNotices(keeper, session, window);
    connectMoments(keeper, window);
}

void offerWorks(const ProjectKeeper &keeper, const RecentData &recent, Session &session, ui::MainWindow &window) {
    constexpr std::size_t most = 2; // as many as windows are usual
    struct Offer {
        QString text, button;
        QDateTime kept;
        std::function<void()> call;
    };
    std::vector<Offer> offers;
    const auto textOf = [](const QString &title, const QDateTime &kept) {
        return Session::tr("Where you were: %1 (%2)").arg(title, QLocale().toString(kept, QLocale::ShortFormat));
    };
    for (const KeptWork &work : keeper.left())
        offers.push_back({textOf(work.title(), work.kept), Session::tr("Go on there"), work.kept, [&session, work] { session.goOn(work); }});
    const QStringList paths = recent.paths();
    if (!paths.isEmpty() && QFileInfo::exists(paths.first())) {
        const QFileInfo last(paths.first());
        offers.push_back({textOf(last.completeBaseName(), last.lastModified()), Session::tr("Open it"), last.lastModified(),
                          [&session, path = paths.first()] { session.openProject(path); }});
    }
    std::stable_sort(offers.begin(), offers.end(), [](const Offer &a, const Offer &b) { return a.kept > b.kept; });
    for (std::size_t i = std::min(most, offers.size()); i-- > 0;)
        window.notices()->showNote(offers[i].text, {offers[i].button, offers[i].call}, topic); // until a project is opened, whichever
}

} // namespace hourglass::app
