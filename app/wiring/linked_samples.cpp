#include "app/wiring/linked_samples.h"

#include "app/session/session.h"
#include "engine/data/sample_id.h"
#include "ui/latent/latent_map.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/samples/data_view.h"

namespace hourglass::app {

namespace {

using Sample = std::optional<core::Index>; ///< of the part that map and reconstructions show
using Chosen = std::optional<data::SampleId>;

data::PartKind shownPart(const Session &session) {
    return session.dataset() && session.dataset()->test.isEmpty() ? data::PartKind::Train : data::PartKind::Test;
}

} // namespace

void linkSamples(Session &session, ui::LatentMap &map, ui::ReconstructionsView &reconstructions, ui::DataView &data) {
    ui::LatentMap *left = &map;
    ui::ReconstructionsView *right = &reconstructions;
    ui::DataView *all = &data;
    // A picture of one's own has a number below zero: it is in the reconstructions alone.
    const auto ofTheData = [](Sample sample) { return sample && *sample >= 0 ? sample : Sample(); };
    const auto placeOf = [&session, ofTheData](Sample sample) { return ofTheData(sample) ? Chosen({shownPart(session), *sample}) : Chosen(); };
    const auto sampleOf = [&session](const Chosen &place) { return place && place->part == shownPart(session) ? Sample(place->sample) : Sample(); };
    const auto selectPlace = [left, right, all, sampleOf](const Chosen &place) {
        left->setSelectedSample(sampleOf(place));
        right->setSelectedSample(sampleOf(place));
        all->setSelectedSample(place);
    };
    const auto select = [left, right, all, ofTheData, placeOf](Sample sample) {
        left->setSelectedSample(ofTheData(sample));
        right->setSelectedSample(sample);
        all->setSelectedSample(placeOf(sample));
    };
    QObject::connect(left, &ui::LatentMap::sampleHovered, right, [right, all, placeOf](Sample sample) {
        right->setMarkedSample(sample);
        all->setMarkedSample(placeOf(sample));
    });
    QObject::connect(right, &ui::ReconstructionsView::sampleHovered, left, [left, all, ofTheData, placeOf](Sample sample) {
        left->setMarkedSample(ofTheData(sample));
        all->setMarkedSample(placeOf(sample));
    });
    QObject::connect(all, &ui::DataView::sampleHovered, left, [left, right, sampleOf](const Chosen &place) {
        left->setMarkedSample(sampleOf(place));
        right->setMarkedSample(sampleOf(place));
    });
    QObject::connect(left, &ui::LatentMap::sampleSelected, right, select);
    QObject::connect(right, &ui::ReconstructionsView::sampleSelected, left, select);
    QObject::connect(all, &ui::DataView::sampleSelected, left, [&session, selectPlace](const Chosen &place) {
        selectPlace(place);
        if (place && place->part != shownPart(session))
            emit session.told(Session::tr("A sample of the %1 part: latent space and reconstructions show the %2 part").arg(ui::partName(place->part), ui::partName(shownPart(session))));
    });
    QObject::connect(&session, &Session::datasetChanged, left, [selectPlace] { selectPlace({}); });
}

} // namespace hourglass::app
