#include "app/background/compared_maps_feed.h"

namespace hourglass::app {

namespace {

struct PlaneOfCodes : analysis::Projection {
    std::optional<analysis::LatentPicture> place(const analysis::Codes &codes, const analysis::LatentPicture *previous,
                                                 const std::atomic<bool> *) const override {
        using Kind = analysis::LatentAxes::Kind;
        return analysis::mapCodes(codes, {.kind = codes.values.rows <= 2 ? Kind::Units : Kind::Principal}, previous);
    }
};

} // namespace

ComparedMapsFeed::ComparedMapsFeed(SnapshotFeed &snapshots, QObject *parent)
    : QObject(parent), m_feed(snapshots, this, [this](std::size_t place, const std::shared_ptr<const analysis::LatentPicture> &map) {
          m_maps[place] = map;
          for (std::size_t i = 0; i < m_models.size(); ++i)
              if (m_models[i].isThere() && !m_maps[i])
                  return;
          emit arrived(m_maps);
      }) {
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] { setModels({}); }); // those that are compared have other data
}

void ComparedMapsFeed::setModels(std::vector<ComparedModel> models) {
    static const auto plane = std::make_shared<const PlaneOfCodes>();
    m_models = std::move(models);
    m_maps.assign(m_models.size(), nullptr);
    std::vector<analysis::LatentTask> tasks;
    for (std::size_t i = 0; i < m_models.size(); ++i)
        tasks.push_back({plane, std::make_shared<analysis::LatestMap>()});
    m_feed.want(m_models, tasks);
}

} // namespace hourglass::app
