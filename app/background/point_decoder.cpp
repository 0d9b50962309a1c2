#include "app/background/point_decoder.h"

#include "engine/analysis/estimates.h"
#include "engine/data/shown_part.h"

namespace hourglass::app {

PointDecoder::PointDecoder(SnapshotFeed &snapshots, MapFeed &map, ReconstructionFeed &reconstructions, QObject *parent)
    : QObject(parent), m_snapshots(snapshots), m_map(map), m_reconstructions(reconstructions), m_decoder(snapshots) {
    connect(&snapshots, &SnapshotFeed::snapshotArrived, this, &PointDecoder::pointsOutdated);
    connect(&snapshots, &SnapshotFeed::snapshotArrived, this, &PointDecoder::samplesOutdated);
    // The plane of more than two units moves with the codes.
    connect(&map, &MapFeed::latentArrived, this, &PointDecoder::pointsOutdated);
    connect(&snapshots, &SnapshotFeed::begun, this, [this] { m_decoder.forget(); });
}

core::Shape PointDecoder::sampleShape() const {
    return m_snapshots.dataset() ? m_snapshots.dataset()->shape : core::Shape();
}

core::Range PointDecoder::sampleRange() const {
    return m_snapshots.dataset() ? m_snapshots.dataset()->originalRange : core::Range();
}

std::optional<analysis::DecodedPicture> PointDecoder::decode(double x, double y) {
    const analysis::LatentPicture *map = m_map.map().get();
    if (!map)
        return {};
    std::optional<std::vector<float>> code;
    if (map->leadsBack()) {
        code.emplace(static_cast<std::size_t>(map->units));
        map->plane->copyCode(x, y, code->data());
    } else if (m_map.codes() && !map->axes.isSpatial()) {
        code = analysis::estimatedCode(*map, *m_map.codes(), x, y);
    }
    if (!code)
        return {};
    auto pictures = m_decoder.decode({std::move(*code)});
    return pictures ? std::optional(std::move(pictures->front())) : std::nullopt;
}

std::optional<analysis::ReconstructionColumn> PointDecoder::sample(core::Index number) {
    plan::Network *runner = m_decoder.network();
    if (!runner)
        return {};
    const data::Dataset &dataset = *m_snapshots.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (number < 0 || number >= part.samples)
        return {};
    analysis::ReconstructionTask one;
    one.samples = {number};
    one.pca = m_reconstructions.pca();
    return analysis::makeReconstructions(*runner, analysis::momentOf(*m_snapshots.snapshot()), dataset, one)->columns.front();
}

} // namespace hourglass::app
