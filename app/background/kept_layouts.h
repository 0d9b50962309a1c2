// Layouts that are kept with the moments of a run: as the map shows them, and as they are kept.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "engine/analysis/pictures.h"
#include "engine/data/dataset.h"
#include "engine/plan/snapshot.h"
#include "engine/runs/moment_layout.h"

namespace hourglass::app {

/// Where they are kept, as the map asks for them. All are called on its thread; any may be missing.
struct LayoutMemory {
    /// Of this moment's codes; null: none.
    std::function<runs::KeptLayout(const plan::Snapshot &moment, const runs::LayoutKey &key)> of;
    /// Of the nearest moment that has one, with its step; null: none has.
    std::function<std::pair<runs::KeptLayout, core::Index>(core::Index step, const runs::LayoutKey &key)> near;
    std::function<void(const std::shared_ptr<const plan::Snapshot> &moment, const runs::KeptLayout &layout)> keep;
    /// More of them are on their way.
    std::function<bool()> isFilling;
};

/// By which axes of Kind::Layout lay out the codes of this plan.
runs::LayoutKey layoutKeyOf(const analysis::LatentAxes &axes, const plan::Plan &plan);

/// Whether views see units of it changed: then its codes are another network's, whose layouts are not kept.
bool isChanged(const plan::Snapshot &moment);

/// To be kept with the moment whose codes it is of; null: it is none that can be.
runs::KeptLayout keptLayoutOf(const analysis::LatentPicture &picture, const plan::Snapshot &moment);

/// As the map shows it at this moment; null where it is of other samples than the map shows of these data.
std::shared_ptr<const analysis::LatentPicture> pictureOf(const runs::MomentLayout &layout, const plan::Plan &plan, const analysis::Moment &moment,
                                                         const data::Dataset &dataset);

} // namespace hourglass::app
