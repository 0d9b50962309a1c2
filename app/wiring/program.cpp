#include "app/wiring/program.h"

#include <csignal>

#include <QApplication>
#include <QStandardPaths>

#include "app/background/available_threads.h"
#include "app/import/embedded.h"
#include "app/wiring/import_wiring.h"
#include "app/wiring/project_wiring.h"
#include "app/wiring/version.h"
#include "app/wiring/wiring.h"
#include "engine/core/floating_point.h"
#include "engine/data/fashion_mnist.h"
#include "engine/project/project_file.h"
#include "engine/spec/presets.h"
#include "ui/window/notice_strip.h"

namespace hourglass::app {

namespace {

bool isInstalled(const std::string &key) {
    for (const data::Source &source : library().sources())
        if (source.key == key)
            return source.isAvailable;
    return false;
}

} // namespace

spec::Spec firstSpec() {
    spec::Spec spec = spec::findPreset(firstPreset)->spec;
    if (!isInstalled(data::fashionMnistKey))
        spec.data.source = data::fashionMnistSampleKey;
    return spec;
}

Program::Program(QSettings &settings, int threads, const std::vector<PanelRow> &rows, const QString &works)
    : m_window(settings), m_session(library(), threads), m_keeper(works.isEmpty() ? nullptr : std::make_unique<ProjectKeeper>(m_session, works)),
      m_recent(settings), m_recentProjects(settings, QStringLiteral("projects/recent")), m_import(library(), m_session), m_panels(rows, m_window) {
    fillWindow(m_window);
    connectAll(m_session, m_window, m_panels, settings);
    connectImport(m_import, m_recent, m_session, m_window);
    if (m_keeper)
        connectProject(*m_keeper, m_recentProjects, m_session, m_window);
    m_window.restoreLayout();
    m_panels.focusFirst();
    if (m_keeper)
        offerWorks(*m_keeper, m_recentProjects, m_session, m_window);
}

Program::~Program() {
    m_window.hide();  // while those whom its views tell of it are still there
    m_keeper.reset(); // the work is kept while nobody sees the window any more
}

void Program::open(const spec::Spec &spec, const QString &presetKey, const QString &file) {
    spec::Spec wanted = spec;
    if (wanted.data.source == data::fashionMnistKey && !isInstalled(data::fashionMnistKey)) {
        wanted.data.source = data::fashionMnistSampleKey;
        m_window.notices()->showNote(Session::tr("Fashion-MNIST is not installed: these are 3 000 images of it. The package "
                                                 "dataset-fashion-mnist brings all 70 000."),
                                     {}, ui::NoticeTopic::Data);
    }
    // Whatever cannot be opened at the start leaves an empty window: then the first preset comes up beside the sentence.
    auto *once = new QObject(&m_session);
    QObject::connect(&m_session, &Session::loadingFailed, once, [this, once] {
        once->deleteLater();
        if (!m_session.dataset())
            m_session.open(firstSpec(), QLatin1String(firstPreset));
    });
    QObject::connect(&m_session, &Session::datasetChanged, once, &QObject::deleteLater);
    if (!file.isEmpty() && project::looksLikeProject(file.toStdString()))
        m_session.openPath(file);
    else
        m_session.open(wanted, presetKey, file);
}

void Program::openWhenThereAreData(const QString &model) {
    auto *once = new QObject(&m_session);
    QObject::connect(&m_session, &Session::projectOpened, once, &QObject::deleteLater); // goes its own way
    QObject::connect(
        &m_session, &Session::datasetChanged, once,
        [this, once, model] {
            once->deleteLater();
            m_session.openPath(model);
        },
        Qt::QueuedConnection); // when they are taken up
}

int runWindow(int &argc, char **argv, const Opening &opening) {
    QApplication application(argc, argv);
    std::signal(SIGABRT, SIG_DFL); // the display is there
    QApplication::setApplicationName(QStringLiteral("Hourglass"));
    QApplication::setOrganizationName(QStringLiteral("Hourglass"));
    QApplication::setApplicationVersion(QLatin1String(version()));
    QGuiApplication::setDesktopFileName(QStringLiteral("hourglass"));
    core::setFloatingPointMode(); // the window decodes what is under the cursor itself
    QSettings settings;
    Program program(settings, availableThreads(), panelRows(), QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/works"));
    if (opening.theme)
        program.window().useTheme(*opening.theme);
    program.window().show();
    program.open(opening.spec, opening.presetKey, opening.file);
    if (!opening.model.isEmpty())
        program.openWhenThereAreData(opening.model);
    if (!opening.data.isEmpty())
        program.import().consider(opening.data);
    return QApplication::exec();
}

} // namespace hourglass::app
