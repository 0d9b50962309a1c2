// What the person draws, and what the model makes of it.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QUrl>

#include <algorithm>

#include "app/background/drawing_feed.h"
#include "app/import/fitted_picture.h"
#include "app/import/own_pictures.h"
#include "app/pictures/image_decoder.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/data/shown_part.h"
#include "ui/drawing/draw_canvas.h"
#include "ui/drawing/draw_view.h"
#include "ui/latent/latent_map.h"

namespace hourglass::app {

namespace {

/// 1 where the border of most pictures is bright: what is drawn there is dark on light. From samples at even distances.
float groundOf(const data::Dataset &dataset) {
    constexpr core::Index most = 64;
    const data::Part &part = data::shownSamples(dataset);
    const core::Index width = dataset.shape.width(), height = dataset.shape.height(), count = std::min(part.samples, most);
    std::vector<float> values(static_cast<std::size_t>(dataset.features()));
    double sum = 0, pixels = 0;
    for (core::Index i = 0; i < count; ++i) {
        const core::Index sample = i * part.samples / count;
        part.copySample(sample, values.data());
        dataset.invert(part, sample, values.data(), values.data());
        for (std::size_t at = 0; at < values.size(); ++at) {
            const core::Index x = static_cast<core::Index>(at) % width, y = static_cast<core::Index>(at) / width % height;
            if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
                sum += static_cast<double>(values[at] - dataset.originalRange.lowest), ++pixels;
        }
    }
    return pixels > 0 && sum / pixels > static_cast<double>(dataset.originalRange.highest - dataset.originalRange.lowest) / 2 ? 1.0f : 0.0f;
}

void putImage(ui::DrawView *view, Session *session, const core::Result<data::Picture> &picture) {
    const data::Dataset *dataset = session->dataset().get();
    if (!picture)
        return emit session->problemMet(picture.error());
    if (!dataset || !takesPictures(*dataset))
        return emit session->problemMet({"A picture of your own needs data that are pictures", {}, "Choose data of grey or colour pictures first."});
    view->putPicture(fittedPicture(*picture, *dataset), Session::tr("your picture"));
}

void putImage(ui::DrawView *view, Session *session, const QImage &image) {
    if (image.isNull())
        return emit session->problemMet({"What was pasted is no picture", {}, "Copy a picture, and paste it here."});
    putImage(view, session, core::Result<data::Picture>(pictureFrom(image, session->dataset() ? wishOf(*session->dataset()) : data::PictureWish())));
}

void putFile(ui::DrawView *view, Session *session, const QString &path) {
    putImage(view, session, readPicture(path, session->dataset() ? wishOf(*session->dataset()) : data::PictureWish()));
}

void paste(ui::DrawView *view, Session *session) {
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    for (const QUrl &url : content ? content->urls() : QList<QUrl>())
        if (url.isLocalFile() && OwnPictures::isPicture(url.toLocalFile()))
            return putFile(view, session, url.toLocalFile());
    putImage(view, session, content && content->hasImage() ? qvariant_cast<QImage>(content->imageData()) : QImage());
}

void connectPictures(ui::DrawView *view, Session *session, const SampleSelection *selection) {
    QObject::connect(view, &ui::DrawView::pasteWanted, session, [view, session] { paste(view, session); });
    QObject::connect(view, &ui::DrawView::imageDropped, session, [view, session](const QImage &image) { putImage(view, session, image); });
    QObject::connect(view, &ui::DrawView::fileDropped, session, [view, session](const QString &path) { putFile(view, session, path); });
    QObject::connect(selection, &SampleSelection::pinnedChanged, view,
                     [view](const std::optional<data::SampleId> &sample) { view->setHasSample(SampleSelection::ofTheData(sample).has_value()); });
    const auto draws = std::make_shared<core::Index>(0);
    QObject::connect(view, &ui::DrawView::sampleWanted, session, [view, session, selection, draws] {
        const data::Dataset *dataset = session->dataset().get();
        if (!dataset)
            return;
        std::optional<data::SampleId> sample = SampleSelection::ofTheData(selection->pinned());
        const data::Part &shown = data::shownSamples(*dataset);
        if (!sample && shown.samples > 0) // another one each time, all over the part
            sample = data::SampleId{selection->shownPart(), (*draws)++ * 7919 % shown.samples};
        if (!sample || sample->sample >= data::partOf(*dataset, sample->part).samples)
            return;
        const data::Part &part = data::partOf(*dataset, sample->part);
        std::vector<float> values(static_cast<std::size_t>(dataset->features()));
        part.copySample(sample->sample, values.data());
        dataset->invert(part, sample->sample, values.data(), values.data());
        view->putPicture(values, Session::tr("no. %L1").arg(static_cast<qlonglong>(sample->sample)));
    });
}

void connectDraw(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::DrawView *>(&panel);
    Session *session = &context.session;
    auto *feed = new DrawingFeed(session->snapshotFeed(), session);
    auto *map = context.panels.view<ui::LatentMap>();
    new VisibilityWatch(view, [feed, map = QPointer(map)](bool isVisible) {
        feed->setVisible(isVisible);
        if (map && !isVisible)
            map->setDrawnCode({}); // of a paper that nobody sees
    });
    QObject::connect(session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->setClasses(textsOf(dataset->classNames));
        view->setData(dataset->shape, dataset->originalRange, dataset->shape.isImage() ? groundOf(*dataset) : 0);
    });
    QObject::connect(view, &ui::DrawView::drawn, feed, &DrawingFeed::draw);
    QObject::connect(feed, &DrawingFeed::answered, view, &ui::DrawView::showAnswer);
    QObject::connect(feed, &DrawingFeed::nearestArrived, view, &ui::DrawView::showNearest);
    if (map)
        QObject::connect(feed, &DrawingFeed::coded, map, [map](const std::vector<float> &code) { map->setDrawnCode(code); });
    connectPictures(view, session, &context.selection);
}

} // namespace

PanelRow drawPanel() {
    return {.key = "draw", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::DrawView; }, .connect = connectDraw};
}

} // namespace hourglass::app
