#include "app/session/sample_selection.h"

#include <algorithm>
#include <utility>

#include "engine/data/shown_part.h"

namespace hourglass::app {

void SampleSelection::setDataset(const std::shared_ptr<const data::Dataset> &dataset) {
    if (dataset)
        m_shownPart = data::shownPart(*dataset);
    hover({}, nullptr);
    pin({});
    m_kept.clear();
    emit keptChanged();
    choose(nullptr);
}

void SampleSelection::hover(const Sample &sample, const QObject *by) {
    m_hovered = sample;
    emit hoveredChanged(m_hovered, by);
}

void SampleSelection::pin(const Sample &sample) {
    m_pinned = sample;
    emit pinnedChanged(m_pinned);
}

void SampleSelection::choose(std::shared_ptr<const SampleSet> set) {
    m_set = std::move(set);
    emit setChanged(m_set);
}

void SampleSelection::keep(const QString &name) {
    if (!m_set)
        return;
    const auto named = std::make_shared<const SampleSet>(SampleSet{name, m_set->samples});
    std::erase_if(m_kept, [&](const auto &each) { return each->name == name || each == m_set; });
    m_kept.push_back(named);
    emit keptChanged();
    choose(named);
}

void SampleSelection::forget() {
    if (std::erase(m_kept, m_set) == 0)
        return;
    emit keptChanged();
    choose(m_set);
}

bool SampleSelection::isKept() const {
    return std::find(m_kept.begin(), m_kept.end(), m_set) != m_kept.end();
}

SampleSelection::Sample SampleSelection::ofShownPart(std::optional<core::Index> number) const {
    return number ? Sample({m_shownPart, *number}) : Sample();
}

std::optional<core::Index> SampleSelection::numberInShownPart(const Sample &sample) const {
    return sample && sample->part == m_shownPart ? std::optional(sample->sample) : std::nullopt;
}

SampleSelection::Sample SampleSelection::ofTheData(const Sample &sample) {
    return sample && sample->sample >= 0 ? sample : Sample();
}

} // namespace hourglass::app
