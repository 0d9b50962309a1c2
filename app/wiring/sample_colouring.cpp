#include "app/wiring/sample_colouring.h"

#include "app/session/session.h"
#include "ui/latent/latent_map.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/samples/data_view.h"

namespace hourglass::app {

void SampleColouring::setDataset(std::shared_ptr<const data::Dataset> dataset) {
    if (dataset == m_dataset)
        return;
    m_dataset = std::move(dataset);
    m_entries = m_dataset ? ui::colouringsOf(*m_dataset) : std::vector<ui::ColouringEntry>();
    take(ui::entryLike(m_entries, m_wanted));
}

void SampleColouring::choose(const ui::ColouringEntry &entry) {
    m_wanted = entry;
    take(entry);
}

void SampleColouring::take(const ui::ColouringEntry &entry) {
    m_chosen = entry;
    m_colouring = m_dataset ? std::make_shared<const ui::Colouring>(ui::makeColouring(*m_dataset, entry)) : nullptr;
    emit entriesChanged(m_entries, m_chosen);
    emit colouringChanged(m_colouring);
}

SampleColouring *linkColouring(Session &session, ui::LatentMap &map, ui::ReconstructionsView &reconstructions, ui::DataView &data) {
    auto *owner = new SampleColouring(&session);
    QObject::connect(&session, &Session::datasetChanged, owner, &SampleColouring::setDataset);
    QObject::connect(owner, &SampleColouring::entriesChanged, &map, &ui::LatentMap::setColourings);
    QObject::connect(owner, &SampleColouring::entriesChanged, &data, &ui::DataView::setColourings);
    QObject::connect(owner, &SampleColouring::colouringChanged, &map, &ui::LatentMap::setColouring);
    QObject::connect(owner, &SampleColouring::colouringChanged, &reconstructions, &ui::ReconstructionsView::setColouring);
    QObject::connect(owner, &SampleColouring::colouringChanged, &data, &ui::DataView::setColouring);
    QObject::connect(&map, &ui::LatentMap::colouringChosen, owner, &SampleColouring::choose);
    QObject::connect(&data, &ui::DataView::colouringChosen, owner, &SampleColouring::choose);
    return owner;
}

} // namespace hourglass::app
