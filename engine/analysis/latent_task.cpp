#include "engine/analysis/latent_task.h"

#include "engine/analysis/codes_task.h"

namespace hourglass::analysis {

std::shared_ptr<const LatentPicture> LatentTask::run(TaskContext &context) const {
    const auto table = gatherCodes(context, context.atMost(mostCodes));
    if (!table)
        return nullptr;
    auto placed = projection->place({table->view(), table->samples, table->labels}, latest->picture.get(), context.cancelled());
    if (!placed)
        return nullptr;
    auto picture = std::make_shared<LatentPicture>(std::move(*placed));
    picture->moment = context.moment();
    latest->picture = picture;
    return picture;
}

} // namespace hourglass::analysis
