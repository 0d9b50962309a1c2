// A panel of the window as a row of a table: where it stands, what makes its view, and what connects that with the session. Menu, shortcut,
// sheet of keys, arrangement and `render --panel` follow from the row.
#pragma once

#include <string>

#include "ui/window/arrangement.h"

class QSettings;

namespace hourglass::ui {
class MainWindow;
class Panel;
} // namespace hourglass::ui

namespace hourglass::app {

class ChangedUnits;
class CodeFeed;
class LayerSelection;
class MapFeed;
class PanelSet;
class ReconstructionFeed;
class RunComparison;
class SampleColouring;
class SampleSelection;
class Session;

/// What a view is connected with. All of it outlives the connections.
struct PanelContext {
    Session &session;
    ui::MainWindow &window;
    SampleSelection &selection;
    LayerSelection &layers;
    ChangedUnits &units;
    SampleColouring &colouring;
    MapFeed &map;
    ReconstructionFeed &reconstructions;
    CodeFeed &codes;
    RunComparison &comparison;
    const PanelSet &panels; ///< made, and not yet all connected
    QSettings &settings;    ///< what a view keeps of a person's choices, under its key
};

struct PanelRow {
    std::string key;                               ///< "loss": as `render --panel` says it; the title is the view's own
    ui::DockColumn place = ui::DockColumn::Centre; ///< below those of the rows above in the same column
    double share = 0;                              ///< of the column's height
    int least = 0;                                 ///< pixels of that height at first, at most half of the column
    std::string beside = {};                       ///< hidden at first, and then a tab in the place of the panel of this key
    ui::Panel *(*make)();
    void (*connect)(ui::Panel &, const PanelContext &);
    /// While something of it is still to come, that a picture would lack; null: never.
    bool (*isBusy)(const ui::Panel &, const Session &) = nullptr;
    bool showsModel = true;    ///< its pictures are of a moment of the training, and say so of a past one
    bool hasKeysFirst = false; ///< the keys go to it when the window opens
};

} // namespace hourglass::app
