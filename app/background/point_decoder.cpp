#include "app/background/point_decoder.h"

#include "engine/data/shown_part.h"

namespace hourglass::app {

namespace {

constexpr double mostMultiplyAdds = 20e6; ///< a millisecond or two

double multiplyAddsOf(const plan::Plan &plan) {
    double sum = 0;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return sum;
}

} // namespace

PointDecoder::PointDecoder(SnapshotFeed &snapshots, MapFeed &map, ReconstructionFeed &reconstructions, QObject *parent)
    : QObject(parent), m_snapshots(snapshots), m_map(map), m_reconstructions(reconstructions) {
    connect(&snapshots, &SnapshotFeed::snapshotArrived, this, &PointDecoder::pointsOutdated);
    connect(&snapshots, &SnapshotFeed::snapshotArrived, this, &PointDecoder::samplesOutdated);
    // The plane of more than two units moves with the codes.
    connect(&map, &MapFeed::latentArrived, this, &PointDecoder::pointsOutdated);
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_network.reset();
        m_snapshot.reset();
    });
}

core::Shape PointDecoder::sampleShape() const {
    return m_snapshots.dataset() ? m_snapshots.dataset()->shape : core::Shape();
}

core::Range PointDecoder::sampleRange() const {
    return m_snapshots.dataset() ? m_snapshots.dataset()->originalRange : core::Range();
}

plan::Network *PointDecoder::network() {
    const std::shared_ptr<const plan::Snapshot> &newest = m_snapshots.snapshot();
    if (!newest || multiplyAddsOf(*newest->plan) > mostMultiplyAdds)
        return nullptr;
    if (m_snapshot != newest) {
        m_network = std::make_unique<plan::Network>(newest->plan, newest->parameters.data(), newest->state.data(), 1);
        m_snapshot = newest;
    }
    return m_network.get();
}

std::optional<analysis::DecodedPicture> PointDecoder::decode(double x, double y) {
    plan::Network *runner = network();
    const analysis::LatentPicture *map = m_map.map().get();
    if (!runner || !map || !map->plane || map->units != runner->plan().codeSize())
        return {};
    const data::Dataset &dataset = *m_snapshots.dataset();
    analysis::DecodedPicture picture;
    picture.sample = dataset.shape;
    picture.range = dataset.originalRange;
    picture.code.resize(static_cast<std::size_t>(map->units));
    map->plane->copyCode(x, y, picture.code.data());
    const core::ConstView decoded = runner->decode({picture.code.data(), map->units, 1, map->units});
    picture.values.resize(static_cast<std::size_t>(decoded.rows));
    dataset.invert(decoded.data, picture.values.data());
    return picture;
}

std::optional<analysis::ReconstructionColumn> PointDecoder::sample(core::Index number) {
    plan::Network *runner = network();
    if (!runner)
        return {};
    const data::Dataset &dataset = *m_snapshots.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (number < 0 || number >= part.samples)
        return {};
    analysis::ReconstructionTask one;
    one.samples = {number};
    one.pca = m_reconstructions.pca();
    return analysis::makeReconstructions(*runner, analysis::momentOf(*m_snapshot), dataset, one)->columns.front();
}

} // namespace hourglass::app
