#include "app/background/kept_layouts.h"

#include "engine/analysis/codes_task.h"
#include "engine/data/shown_part.h"
#include "engine/plan/plan.h"
#include "engine/projections/projection.h"

namespace hourglass::app {

runs::LayoutKey layoutKeyOf(const analysis::LatentAxes &axes, const plan::Plan &plan) {
    return {.method = axes.method,
            .settings = projections::settingsText(axes.method, {}), // the map has no others, nor another seed
            .seed = 0,
            .layer = plan.codeLayer(),
            .dimensions = axes.dimensions()};
}

bool isChanged(const plan::Snapshot &moment) {
    return moment.changes && !moment.changes->empty();
}

runs::KeptLayout keptLayoutOf(const analysis::LatentPicture &picture, const plan::Snapshot &moment) {
    if (!picture.layout || !picture.layout->isSettled() || picture.obstacle || !moment.plan || isChanged(moment))
        return nullptr;
    auto kept = std::make_shared<runs::MomentLayout>();
    kept->key = layoutKeyOf(picture.axes, *moment.plan);
    kept->model = runs::fingerprintOf(moment);
    kept->trust = {picture.layout->neighbours, picture.layout->trustworthiness, picture.layout->continuity};
    kept->warnings = picture.layout->warnings;
    std::vector<std::span<const float>> axes{picture.x, picture.y};
    if (picture.axes.isSpatial())
        axes.emplace_back(picture.z);
    return kept->setPlaces(axes) ? kept : nullptr;
}

std::shared_ptr<const analysis::LatentPicture> pictureOf(const runs::MomentLayout &layout, const plan::Plan &plan, const analysis::Moment &moment,
                                                         const data::Dataset &dataset) {
    const data::Part &part = data::shownSamples(dataset);
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->samples = analysis::evenNumbers(part.samples, analysis::CodesTask{}.most);
    if (static_cast<core::Index>(picture->samples.size()) != layout.samples())
        return nullptr;
    picture->moment = moment;
    picture->units = plan.codeSize();
    picture->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = layout.key.method, .third = layout.key.dimensions > 2 ? 2 : -1};
    picture->x = layout.places(0);
    picture->y = layout.places(1);
    if (picture->axes.isSpatial())
        picture->z = layout.places(2);
    if (!part.labels.empty())
        for (const core::Index sample : picture->samples)
            picture->labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    picture->layout = analysis::LayoutReport{.of = analysis::LayoutReport::Of::Kept,
                                             .done = 1,
                                             .warnings = layout.warnings,
                                             .neighbours = layout.trust.neighbours,
                                             .trustworthiness = layout.trust.trustworthiness,
                                             .continuity = layout.trust.continuity};
    return picture;
}

} // namespace hourglass::app
