#include "app/wiring/sample_colouring.h"

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
    if (entry != m_chosen) // what was measured stays
        take(entry);
}

void SampleColouring::setMeasured(const ui::MeasuredValues &measured) {
    if (measured.kind != m_chosen.kind)
        return;
    make(measured);
    emit colouringChanged(m_colouring);
}

void SampleColouring::forgetMeasured() {
    if (!ui::isMeasured(m_chosen.kind))
        return;
    make({});
    emit colouringChanged(m_colouring);
}

void SampleColouring::make(const ui::MeasuredValues &measured) {
    m_colouring = m_dataset ? std::make_shared<const ui::Colouring>(ui::makeColouring(*m_dataset, m_chosen, measured)) : nullptr;
}

void SampleColouring::take(const ui::ColouringEntry &entry) {
    m_chosen = entry;
    make({});
    emit entriesChanged(m_entries, m_chosen);
    emit colouringChanged(m_colouring);
}

} // namespace hourglass::app
