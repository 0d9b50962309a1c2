// The files of resources/ui.qrc. In a static library the linker would drop them unless somebody asks.
#pragma once

namespace hourglass::ui {

/// Makes ":/…" readable. May be called any number of times.
void loadResources();

} // namespace hourglass::ui
