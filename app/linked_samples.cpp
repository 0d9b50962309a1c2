#include "app/linked_samples.h"

#include "app/session.h"
#include "ui/latent/latent_map.h"
#include "ui/reconstructions/reconstructions_view.h"

namespace hourglass::app {

void linkSamples(Session &session, ui::LatentMap &map, ui::ReconstructionsView &reconstructions) {
    using Sample = std::optional<core::Index>;
    ui::LatentMap *left = &map;
    ui::ReconstructionsView *right = &reconstructions;
    const auto ofTheData = [](Sample sample) { return sample && *sample >= 0 ? sample : Sample(); }; // a picture of one's own has no place in the map
    const auto select = [left, right, ofTheData](Sample sample) {
        left->setSelectedSample(ofTheData(sample));
        right->setSelectedSample(sample);
    };
    QObject::connect(left, &ui::LatentMap::sampleHovered, right, [right](Sample sample) { right->setMarkedSample(sample); });
    QObject::connect(right, &ui::ReconstructionsView::sampleHovered, left, [left, ofTheData](Sample sample) { left->setMarkedSample(ofTheData(sample)); });
    QObject::connect(left, &ui::LatentMap::sampleSelected, right, select);
    QObject::connect(right, &ui::ReconstructionsView::sampleSelected, left, select);
    QObject::connect(&session, &Session::datasetChanged, left, [select] { select({}); });
}

} // namespace hourglass::app
