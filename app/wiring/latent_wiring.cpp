// The map of the latent space.
#include <QSettings>

#include "app/background/code_feed.h"
#include "app/background/map_feed.h"
#include "app/background/neighbour_feed.h"
#include "app/background/point_decoder.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/cursor_decoder.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/selection_wiring.h"
#include "app/wiring/visibility_watch.h"
#include "engine/plan/plan.h"
#include "ui/latent/latent_map.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

void connectColouring(ui::LatentMap *map, SampleColouring *colouring) {
    QObject::connect(colouring, &SampleColouring::entriesChanged, map, &ui::LatentMap::setColourings);
    QObject::connect(colouring, &SampleColouring::colouringChanged, map, &ui::LatentMap::setColouring);
    QObject::connect(map, &ui::LatentMap::colouringChosen, colouring, &SampleColouring::choose);
}

void connectSelection(ui::LatentMap *map, SampleSelection *selection) {
    using Sample = std::optional<data::SampleId>;
    QObject::connect(map, &ui::LatentMap::sampleHovered, selection,
                     [map, selection](std::optional<core::Index> number) { selection->hover(selection->ofShownPart(number), map); });
    QObject::connect(map, &ui::LatentMap::sampleSelected, selection,
                     [selection](std::optional<core::Index> number) { selection->pin(selection->ofShownPart(number)); });
    QObject::connect(selection, &SampleSelection::hoveredChanged, map, [map, selection](const Sample &sample, const QObject *by) {
        if (by != map)
            map->setMarkedSample(selection->numberInShownPart(SampleSelection::ofTheData(sample)));
    });
    QObject::connect(selection, &SampleSelection::pinnedChanged, map,
                     [map, selection](const Sample &sample) { map->setSelectedSample(selection->numberInShownPart(SampleSelection::ofTheData(sample))); });
}

/// What a person lets the map draw is kept.
void connectLayers(ui::LatentMap *map, MapFeed *feed, QSettings &settings) {
    const QString key = QStringLiteral("map/layers");
    map->setLayers(ui::MapLayers::of(settings.value(key).toStringList()));
    QObject::connect(map, &ui::LatentMap::layersEdited, map, [&settings, key](const ui::MapLayers &layers) { settings.setValue(key, layers.words()); });
    QObject::connect(map, &ui::LatentMap::thumbnailsWanted, feed, &MapFeed::setThumbnails);
    QObject::connect(feed, &MapFeed::thumbnailsArrived, map, &ui::LatentMap::showThumbnails);
}

/// Only of a code that has a prior is there anything to be seen on the map.
void connectPosterior(ui::LatentMap *map, const PanelContext &context) {
    CodeFeed *codes = &context.codes;
    auto hasPrior = std::make_shared<bool>(false), isVisible = std::make_shared<bool>(false);
    const auto refresh = [codes, map, hasPrior, isVisible] { codes->setPosteriorVisible(map, *hasPrior && *isVisible); };
    new VisibilityWatch(map, [isVisible, refresh](bool isSeen) {
        *isVisible = isSeen;
        refresh();
    });
    QObject::connect(&context.session, &Session::stackChanged, map, [map, hasPrior, refresh](const spec::ModelSpec &model, const plan::Outline &) {
        *hasPrior = analysis::hasPrior(model);
        if (!*hasPrior)
            map->setPosterior(nullptr);
        refresh();
    });
    QObject::connect(codes, &CodeFeed::posteriorArrived, map, [map, hasPrior](const std::shared_ptr<const analysis::PosteriorPicture> &picture) {
        map->setPosterior(*hasPrior && !picture->obstacle ? picture : nullptr);
    });
}

/// Layouts stay with the moments of the present run.
void connectLayoutMemory(MapFeed *feed, Session &session) {
    LayoutMemory memory;
    memory.of = [&session](const plan::Snapshot &moment, const runs::LayoutKey &key) { return session.keyFrames().layoutOf(moment, key); };
    memory.near = [&session](core::Index step, const runs::LayoutKey &key) { return session.keyFrames().layoutNear(step, key); };
    memory.keep = [&session](const std::shared_ptr<const plan::Snapshot> &moment, const runs::KeptLayout &layout) { session.keepLayout(moment, layout); };
    memory.isFilling = [&session] { return session.areFramesComing(); };
    feed->setLayoutMemory(std::move(memory));
    QObject::connect(&session, &Session::framesRestored, feed, &MapFeed::lookForKeptLayout);
}

void connectLatent(ui::Panel &panel, const PanelContext &context) {
    auto *map = static_cast<ui::LatentMap *>(&panel);
    Session &session = context.session;
    MapFeed *feed = &context.map;
    connectColouring(map, &context.colouring);
    connectLayoutMemory(feed, session);
    new VisibilityWatch(map, [feed](bool isVisible) { feed->setVisible(isVisible); });
    connectPosterior(map, context);
    QObject::connect(&session, &Session::datasetChanged, map, [map](const std::shared_ptr<const data::Dataset> &dataset) {
        map->clear();
        map->setClasses(dataset->classNames);
        map->setSampleShape(dataset->shape);
    });
    QObject::connect(&session, &Session::stackChanged, map,
                     [map](const spec::ModelSpec &, const plan::Outline &outline) { map->setCodeUnits(static_cast<int>(outline.codeSize)); });
    QObject::connect(feed, &MapFeed::latentArrived, map, &ui::LatentMap::showCodes);
    QObject::connect(feed, &MapFeed::codesArrived, map, &ui::LatentMap::setCodes);
    QObject::connect(feed, &MapFeed::latticeArrived, map, &ui::LatentMap::showLattice);
    QObject::connect(map, &ui::LatentMap::axesEdited, feed, &MapFeed::setAxes);
    QObject::connect(map, &ui::LatentMap::latticeWanted, feed, [feed](double left, double right, double bottom, double top, int columns, int rows) {
        feed->setGrid(columns > 0 ? std::optional(analysis::LatticeTask::Grid{left, right, bottom, top, columns, rows}) : std::nullopt);
    });
    connectLayers(map, feed, context.settings);
    QObject::connect(map, &ui::LatentMap::exportFailed, &session, &Session::problemMet);
    QObject::connect(context.window.commands().fitMap, &QAction::triggered, map, &ui::LatentMap::fit);
    new CursorDecoder(*new PointDecoder(session.snapshotFeed(), *feed, context.reconstructions, &session), *map);
    connectSelection(map, &context.selection);
    connectChoosing(*map, context);
    auto *neighbours = new NeighbourFeed(session.snapshotFeed(), &session);
    QObject::connect(map, &ui::LatentMap::sampleHovered, neighbours, &NeighbourFeed::ask);
    QObject::connect(neighbours, &NeighbourFeed::neighboursArrived, map, [map, &session](const std::shared_ptr<const analysis::SampleNeighbours> &found) {
        if (session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
            map->showNeighbours(found);
    });
}

} // namespace

PanelRow latentPanel() {
    return {.key = "latent",
            .place = ui::DockColumn::Centre,
            .share = 0.62,
            .make = []() -> ui::Panel * { return new ui::LatentMap; },
            .connect = connectLatent,
            .isBusy =
                [](const ui::Panel &panel, const Session &session) {
                    const auto *feed = session.findChild<MapFeed *>();
                    return static_cast<const ui::LatentMap &>(panel).isMoving() || (feed && feed->isLayingOut());
                },
            .hasKeysFirst = true}; // Space trains from the start: no button has them
}

} // namespace hourglass::app
