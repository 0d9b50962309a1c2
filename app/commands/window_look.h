// The window that `render` and `animate` take pictures of, as their words say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QSize>

#include "app/commands/arguments.h"
#include "app/wiring/panel_row.h"
#include "engine/analysis/pictures.h"
#include "ui/theme/theme.h"

class QWidget;

namespace hourglass::app {

class Program;

struct WindowLook {
    int threads = 1, textSize = 100; ///< the latter in per cent
    QSize size{1600, 1000};
    ui::ThemeChoice theme = ui::ThemeChoice::Light;
    std::string panel;                              ///< a key of the rows; empty: the whole window
    std::string arrangement;                        ///< empty: the one in sight
    std::string colour;                             ///< as the window lists it; empty: as it is
    std::optional<analysis::LatentAxes> projection; ///< of the map, where the code has more than two units; none: as it is
};

std::vector<Option> windowLookOptions();
core::Result<WindowLook> windowLookFrom(const Arguments &arguments, const std::vector<PanelRow> &rows);
/// "stack, layer, …"
std::string panelKeys(const std::vector<PanelRow> &rows);
/// "train", then those of the table.
std::vector<std::string> arrangementKeys();

/// Shows the window with it, before it has data; `scale` device pixels are one of its own.
void showAs(Program &program, const WindowLook &look, int scale = 1);
/// When the data are there: what is to be in the picture, in sight. An error where these data know nothing of the colour, or the
/// code has nothing to be projected.
core::Result<QWidget *> bringUp(Program &program, const WindowLook &look);

} // namespace hourglass::app
