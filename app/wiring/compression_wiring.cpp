// The code as a way to keep pictures.
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/analysis/compression_task.h"
#include "ui/compression/compression_view.h"

namespace hourglass::app {

namespace {

void connectCompression(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::CompressionView *>(&panel);
    Session &session = context.session;
    SnapshotFeed &snapshots = session.snapshotFeed();
    const auto code = snapshots.subscribe<analysis::CompressionTask>(
        view, [view](const analysis::Answer<analysis::CompressionPicture> &answer) { view->showCode(answer.result); });
    const auto jpeg =
        snapshots.subscribe<analysis::JpegTask>(view, [view](const analysis::Answer<analysis::JpegCurve> &answer) { view->showJpeg(answer.result); });
    code->want({});
    jpeg->want({});
    new VisibilityWatch(view, [code, jpeg](bool isVisible) {
        code->setWatched(isVisible);
        jpeg->setWatched(isVisible);
    });
    QObject::connect(&snapshots, &SnapshotFeed::datasetChanged, view, &ui::CompressionView::clear);
    QObject::connect(view, &ui::CompressionView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow compressionPanel() {
    return {.key = "compression", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::CompressionView; }, .connect = connectCompression};
}

} // namespace hourglass::app
