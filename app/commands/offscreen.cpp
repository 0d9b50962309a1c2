#include "app/commands/offscreen.h"

#include <cstdio>

#include <QApplication>

#include "engine/core/floating_point.h"

namespace hourglass::app {

namespace {

/// "This plugin does not support raise()" and the like: nobody who asks for a picture can do anything about it.
void tellOthers(QtMsgType type, const QMessageLogContext &context, const QString &message) {
    if (!message.startsWith(QLatin1String("This plugin does not support ")))
        std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, message)));
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

OffscreenApplication::OffscreenApplication() {
    if (!QApplication::instance()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qInstallMessageHandler(tellOthers);
        m_application = std::make_unique<QApplication>(m_argc, m_argv);
    }
    core::setFloatingPointMode(); // views compute, too
}

OffscreenApplication::~OffscreenApplication() {
    if (m_application)
        qInstallMessageHandler(nullptr);
}

} // namespace hourglass::app
