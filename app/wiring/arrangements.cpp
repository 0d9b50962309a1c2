#include "app/wiring/arrangements.h"

#include "app/session/session.h"

namespace hourglass::app {

namespace {

constexpr int fourRows = 346; ///< header with its caption, four rows of 28 × 28 at twice their size, their two lines of numbers

} // namespace

std::vector<ui::Arrangement> arrangements() {
    using ui::DockColumn;
    return {{.key = "data",
             .title = Session::tr("Data"),
             .sentence = Session::tr("The samples themselves, and beside them what the model makes of the one that is selected"),
             .stands = {{.panel = "dataView", .place = DockColumn::Centre, .share = 1},
                        {.panel = "reconstructions", .place = DockColumn::Right, .share = 0.33, .least = fourRows},
                        {.panel = "latent", .place = DockColumn::Right, .share = 0.45},
                        {.panel = "loss", .place = DockColumn::Right, .share = 0.22},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66, .isShown = false},
                        {.panel = "layer", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "training", .isShown = false, .beside = "loss"}},
             .right = {0.32, 330, 620}},
            {.key = "explore",
             .title = Session::tr("Explore"),
             .sentence = Session::tr("The code: its map, what each of its units means, and what the model makes of samples"),
             .stands = {{.panel = "latent", .place = DockColumn::Centre, .share = 0.62},
                        {.panel = "reconstructions", .place = DockColumn::Centre, .share = 0.38, .least = fourRows},
                        {.panel = "mixingDesk", .place = DockColumn::Right, .share = 0.62},
                        {.panel = "traversals", .place = DockColumn::Right, .share = 0.38, .least = fourRows},
                        {.panel = "betweenTwo", .isShown = false, .beside = "traversals"},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66, .isShown = false},
                        {.panel = "layer", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "loss", .isShown = false, .beside = "reconstructions"},
                        {.panel = "training", .isShown = false, .beside = "reconstructions"},
                        {.panel = "dataView", .isShown = false, .beside = "latent"}},
             .right = {0.312, 330, 560}},
            {.key = "compare",
             .title = Session::tr("Compare"),
             .sentence = Session::tr("The runs so far: their curves, what each came to, what two of them differ in, and what each makes of the same samples"),
             .stands = {{.panel = "comparedMaps", .place = DockColumn::Centre, .share = 0.5},
                        {.panel = "comparedReconstructions", .place = DockColumn::Centre, .share = 0.5, .least = 300},
                        {.panel = "loss", .place = DockColumn::Right, .share = 0.45},
                        {.panel = "runs", .place = DockColumn::Right, .share = 0.55},
                        {.panel = "sweep", .beside = "comparedMaps"},
                        {.panel = "latent", .isShown = false, .beside = "comparedMaps"},
                        {.panel = "reconstructions", .isShown = false, .beside = "comparedReconstructions"},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66, .isShown = false},
                        {.panel = "training", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "layer", .isShown = false, .beside = "stack"},
                        {.panel = "dataView", .isShown = false, .beside = "comparedMaps"}},
             .right = {0.3, 330, 520}},
            {.key = "network",
             .title = Session::tr("Network"),
             .sentence = Session::tr("Inside the network: one sample layer by layer, the weights of a layer, and what excites a unit"),
             .stands = {{.panel = "activations", .place = DockColumn::Centre, .share = 0.58},
                        {.panel = "latent", .place = DockColumn::Centre, .share = 0.42},
                        {.panel = "weights", .place = DockColumn::Right, .share = 0.5},
                        {.panel = "unit", .place = DockColumn::Right, .share = 0.5, .least = 318},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66},
                        {.panel = "layer", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "loss", .isShown = false, .beside = "latent"},
                        {.panel = "reconstructions", .isShown = false, .beside = "latent"},
                        {.panel = "training", .isShown = false, .beside = "latent"},
                        {.panel = "dataView", .isShown = false, .beside = "latent"}},
             .right = {0.36, 340, 640}}};
}

} // namespace hourglass::app
