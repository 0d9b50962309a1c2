// Views without a display, for commands that make pictures.
#pragma once

#include <memory>

class QApplication;

namespace hourglass::app {

/// The application, where there is none yet: without a screen, and without what that has to say about itself. One at a time.
class OffscreenApplication {
public:
    OffscreenApplication();
    ~OffscreenApplication();
    OffscreenApplication(const OffscreenApplication &) = delete;
    OffscreenApplication &operator=(const OffscreenApplication &) = delete;

private:
    int m_argc = 1;
    char m_name[10] = "hourglass";
    char *m_argv[2] = {m_name, nullptr};
    std::unique_ptr<QApplication> m_application;
};

} // namespace hourglass::app
