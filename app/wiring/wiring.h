// Every connection between the session and the views, and nothing else.
#pragma once

#include <memory>

namespace hourglass::ui {
class DataView;
class LatentMap;
class LayerPanel;
class LossPlot;
class MainWindow;
class ReconstructionsView;
class StackView;
class TrainingPanel;
} // namespace hourglass::ui

namespace hourglass::app {

class Session;

/// The views of the window, owned by it.
struct Views {
    ui::StackView *stack;
    ui::LayerPanel *layer;
    ui::LatentMap *latent;
    ui::ReconstructionsView *reconstructions;
    ui::LossPlot *loss;
    ui::TrainingPanel *training;
    ui::DataView *data;
};

/// Makes the views and hands them to the window in their first arrangement.
Views addViews(ui::MainWindow &window);
void connectAll(Session &session, ui::MainWindow &window, const Views &views);

} // namespace hourglass::app
