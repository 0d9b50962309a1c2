#include "app/wiring/arrangements.h"

#include "app/session/session.h"

namespace hourglass::app {

std::vector<ui::Arrangement> arrangements() {
    using ui::DockColumn;
    return {{.key = "data",
             .title = Session::tr("Data"),
             .sentence = Session::tr("The samples themselves, and beside them what the model makes of the one that is selected"),
             .stands = {{.panel = "dataView", .place = DockColumn::Centre, .share = 1},
                        {.panel = "reconstructions", .place = DockColumn::Right, .share = 0.33, .least = 318},
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
                        {.panel = "reconstructions", .place = DockColumn::Centre, .share = 0.38, .least = 318},
                        {.panel = "mixingDesk", .place = DockColumn::Right, .share = 0.62},
                        {.panel = "traversals", .place = DockColumn::Right, .share = 0.38, .least = 318},
                        {.panel = "betweenTwo", .isShown = false, .beside = "traversals"},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66, .isShown = false},
                        {.panel = "layer", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "loss", .isShown = false, .beside = "reconstructions"},
                        {.panel = "training", .isShown = false, .beside = "reconstructions"},
                        {.panel = "dataView", .isShown = false, .beside = "latent"}},
             .right = {0.312, 330, 560}},
            {.key = "compare",
             .title = Session::tr("Compare"),
             .sentence = Session::tr("The runs so far: their curves, what each came to, and what two of them differ in"),
             .stands = {{.panel = "loss", .place = DockColumn::Centre, .share = 0.5},
                        {.panel = "runs", .place = DockColumn::Centre, .share = 0.5},
                        {.panel = "sweep", .beside = "runs"},
                        {.panel = "latent", .place = DockColumn::Right, .share = 0.5},
                        {.panel = "reconstructions", .place = DockColumn::Right, .share = 0.5, .least = 318},
                        {.panel = "stack", .place = DockColumn::Left, .share = 0.66},
                        {.panel = "training", .place = DockColumn::Left, .share = 0.34, .isShown = false},
                        {.panel = "layer", .isShown = false, .beside = "stack"},
                        {.panel = "dataView", .isShown = false, .beside = "latent"}},
             .right = {0.27, 300, 480}}};
}

} // namespace hourglass::app
