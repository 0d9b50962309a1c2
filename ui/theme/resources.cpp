#include "ui/theme/resources.h"

#include <QtCore/qresource.h>

// The macro declares a function of the global namespace.
static void initialiseUi() {
    Q_INIT_RESOURCE(ui);
}

namespace hourglass::ui {

void loadResources() {
    initialiseUi();
}

} // namespace hourglass::ui
