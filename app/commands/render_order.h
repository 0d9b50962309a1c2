// What `render` is to show, as its words say it.
#pragma once

#include <string>
#include <vector>

#include <QSize>
#include <QString>

#include "app/commands/arguments.h"
#include "app/wiring/panel_row.h"
#include "engine/spec/spec.h"
#include "ui/theme/theme.h"

namespace hourglass::app {

struct RenderOrder {
    spec::Spec spec;
    QString presetKey;
    int threads = 1, scale = 1, textSize = 100; ///< the last in per cent
    QSize size{1600, 1000};
    ui::ThemeChoice theme = ui::ThemeChoice::Light;
    std::string panel; ///< a key of the rows; empty: the whole window
    std::string arrangement, colour;
    QString path;
};

core::Result<RenderOrder> renderOrderFrom(const Arguments &arguments, const std::vector<PanelRow> &rows);
/// "stack, layer, …"
std::string panelKeys(const std::vector<PanelRow> &rows);
/// "train", then those of the table.
std::vector<std::string> arrangementKeys();

} // namespace hourglass::app
