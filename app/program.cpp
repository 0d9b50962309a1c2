#include "app/program.h"

#include <csignal>

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QIcon>

#include "app/commands/spec_options.h"
#include "app/embedded.h"
#include "app/import_wiring.h"
#include "app/version.h"
#include "engine/core/floating_point.h"
#include "engine/data/fashion_mnist.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/spec/presets.h"
#include "ui/latent/latent_map.h"
#include "ui/window/notice_strip.h"

namespace hourglass::app {

namespace {

constexpr const char *firstPreset = "map";

bool isInstalled(const std::string &key) {
    for (const data::Source &source : library().sources())
        if (source.key == key)
            return source.isAvailable;
    return false;
}

/// The preset that the window opens on, on the package's images or on the sample that the program carries.
spec::Spec firstSpec() {
    spec::Spec spec = spec::findPreset(firstPreset)->spec;
    if (!isInstalled(data::fashionMnistKey))
        spec.data.source = data::fashionMnistSampleKey;
    return spec;
}

} // namespace

Program::Program(QSettings &settings, int threads) : m_window(settings), m_session(library(), threads), m_recent(settings), m_import(library(), m_session), m_views(addViews(m_window)) {
    connectAll(m_session, m_window, m_views);
    connectImport(m_import, m_recent, m_session, m_window);
    m_window.restoreLayout();
    m_views.latent->setFocus(); // Space trains from the start: no button has it
}

Program::~Program() {
    m_window.hide(); // while those whom its views tell of it are still there
}

void Program::open(const spec::Spec &spec, const QString &presetKey, const QString &file) {
    spec::Spec wanted = spec;
    if (wanted.data.source == data::fashionMnistKey && !isInstalled(data::fashionMnistKey)) {
        wanted.data.source = data::fashionMnistSampleKey;
        m_window.notices()->showNote(Session::tr("Fashion-MNIST is not installed: these are 3 000 images of it. The package "
                                                 "dataset-fashion-mnist brings all 70 000."));
    }
    // Whatever cannot be opened at the start leaves an empty window: then the first preset comes up beside the sentence.
    auto *once = new QObject(&m_session);
    QObject::connect(&m_session, &Session::loadingFailed, once, [this, once] {
        once->deleteLater();
        if (!m_session.dataset())
            m_session.open(firstSpec(), QLatin1String(firstPreset));
    });
    QObject::connect(&m_session, &Session::datasetChanged, once, &QObject::deleteLater);
    m_session.open(wanted, presetKey, file);
}

core::Result<ui::ThemeChoice> themeFrom(const std::string &name) {
    if (name == "light")
        return ui::ThemeChoice::Light;
    if (name == "dark")
        return ui::ThemeChoice::Dark;
    if (name == "system")
        return ui::ThemeChoice::System;
    return core::Error{"There is no theme \"" + name + "\"", "--theme", "Choose light, dark or system."};
}

core::Result<Opening> openingFrom(const Arguments &arguments) {
    Opening opening{firstSpec(), QLatin1String(firstPreset), {}, {}, {}};
    if (const auto name = arguments.value("--theme")) {
        const auto theme = themeFrom(*name);
        if (!theme)
            return theme.error();
        opening.theme = *theme;
    }
    if (const auto key = arguments.value("--preset")) {
        const auto preset = spec::findPreset(*key);
        if (!preset)
            return preset.error();
        opening.spec = preset->spec;
        opening.presetKey = QString::fromStdString(*key);
    }
    std::optional<std::string> source = arguments.value("--data");
    if (!arguments.positional().empty()) {
        const std::string &path = arguments.positional().front();
        if (path.size() > 5 && path.substr(path.size() - 5) == ".json" && !data::beginsAsRecords(path)) {
            const auto spec = readSpecFile(path);
            if (!spec)
                return spec.error();
            opening.spec = *spec;
            opening.presetKey.clear();
            opening.file = QString::fromStdString(path);
        } else if (source) {
            return core::Error{"Data are named twice", "--data", "Name them once."};
        } else {
            const QFileInfo file(QFile::decodeName(path.c_str()));
            if (file.exists())
                opening.data = file.absoluteFilePath();
            else
                source = path; // the name of a set, or what is not there
        }
    }
    if (source)
        opening.spec.data.source = *source;
    return opening;
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
    Program program(settings, availableThreads());
    if (opening.theme)
        program.window().setThemeChoice(*opening.theme);
    program.window().show();
    program.open(opening.spec, opening.presetKey, opening.file);
    if (!opening.data.isEmpty())
        program.import().consider(opening.data);
    return QApplication::exec();
}

} // namespace hourglass::app
