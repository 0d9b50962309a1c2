#include "engine/analysis/duplicates.h"

#include <algorithm>
#include <bit>

namespace hourglass::analysis {

namespace {

constexpr std::size_t samplesBetweenLooks = 256;

void note(const data::Dataset &dataset, const data::SampleId &first, const data::SampleId &second, Duplicates &to) {
    const DuplicatePair pair{first, second, numberOf(dataset, first), numberOf(dataset, second)};
    ++to.samples;
    if (to.pairs.size() < Duplicates::mostPairs)
        to.pairs.push_back(pair);
    if (first.part != data::PartKind::Train || second.part == data::PartKind::Train)
        return;
    ++(second.part == data::PartKind::Test ? to.leakedTest : to.leakedValidation);
    if (to.leaks.size() < Duplicates::mostPairs)
        to.leaks.push_back(pair);
}

} // namespace

std::uint64_t hashOf(const float *values, Index count) {
    // Multiply and fold, as in MurmurHash3 (Appleby, public domain), a number at a time.
    std::uint64_t hash = 0x9e3779b97f4a7c15u ^ static_cast<std::uint64_t>(count);
    for (Index i = 0; i < count; ++i) {
        hash = (hash ^ std::bit_cast<std::uint32_t>(values[i] + 0.0f)) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return hash;
}

DuplicateSearch::DuplicateSearch(const data::Dataset &dataset, Index samples, Hash hash) : m_dataset(dataset), m_hash(hash) {
    m_entries.reserve(static_cast<std::size_t>(samples));
}

void DuplicateSearch::add(const float *values) {
    m_entries.push_back({m_hash(values, m_dataset.features()), static_cast<Index>(m_entries.size())});
}

bool DuplicateSearch::finish(const std::function<data::SampleId(Index)> &placeOf, const data::Progress &progress, Duplicates &to) {
    std::sort(m_entries.begin(), m_entries.end());
    std::vector<Pair> pairs;
    const auto read = [&](Index position) {
        const data::SampleId place = placeOf(position);
        std::vector<float> values(static_cast<std::size_t>(m_dataset.features()));
        partOf(m_dataset, place.part).copySample(place.sample, values.data());
        return values;
    };
    struct Content {
        Index position;
        std::vector<float> values;
    };
    for (std::size_t first = 0, end = 0, compared = 0; first < m_entries.size(); first = end) {
        while (end < m_entries.size() && m_entries[end].hash == m_entries[first].hash)
            ++end;
        if (end - first == 1)
            continue;
        std::vector<Content> contents; // different ones of this hash: as good as always one
        for (std::size_t i = first; i < end; ++i) {
            if (++compared % samplesBetweenLooks == 0) {
                if (progress.isCancelled())
                    return false;
                progress.tell(static_cast<double>(i) / static_cast<double>(m_entries.size()), "Comparing samples");
            }
            Content present{m_entries[i].position, read(m_entries[i].position)};
            const auto equal = std::find_if(contents.begin(), contents.end(), [&](const Content &c) { return c.values == present.values; });
            if (equal == contents.end())
                contents.push_back(std::move(present));
            else
                pairs.push_back({equal->position, present.position});
        }
    }
    std::sort(pairs.begin(), pairs.end());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        to.groups += i == 0 || pairs[i].first != pairs[i - 1].first;
        note(m_dataset, placeOf(pairs[i].first), placeOf(pairs[i].second), to);
    }
    return !progress.isCancelled();
}

} // namespace hourglass::analysis
