#include "app/pictures/webp.h"

#include <memory>
#include <utility>

#include <webp/demux.h>

#include "app/pictures/layer.h"
#include "app/pictures/limits.h"
#include "app/pictures/orientation.h"

namespace hourglass::app {

namespace {

struct Delete {
    void operator()(WebPDemuxer *demuxer) const { WebPDemuxDelete(demuxer); }
    void operator()(WebPAnimDecoder *decoder) const { WebPAnimDecoderDelete(decoder); }
};

} // namespace

std::optional<core::Error> decodeMovingWebp(std::string_view content, const data::PictureWish &wish, const data::ImageDecoder::Take &take) {
    const WebPData bytes{reinterpret_cast<const std::uint8_t *>(content.data()), content.size()};
    const std::unique_ptr<WebPDemuxer, Delete> demuxer(WebPDemux(&bytes)); // null where it is cut off
    if (!demuxer)
        return core::Error{damaged, {}, {}};
    const auto width = static_cast<core::Index>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH)),
               height = static_cast<core::Index>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
    const core::Index frames = WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT);
    PixelBudget budget(content.size());
    if (auto error = budget.spend(width, height))
        return error;
    const std::unique_ptr<WebPAnimDecoder, Delete> decoder(WebPAnimDecoderNew(&bytes, nullptr));
    if (!decoder)
        return core::Error{damaged, {}, {}};
    const int orientation = orientationOf(content, "webp");
    for (core::Index frame = 0; frame < frames; ++frame) {
        if (frame > 0)
            if (auto error = budget.spend(width, height))
                return error;
        std::uint8_t *canvas = nullptr;
        int time = 0;
        if (!WebPAnimDecoderGetNext(decoder.get(), &canvas, &time))
            return core::Error{std::string(damaged) + " in frame " + std::to_string(frame + 1), {}, {}};
        Layer<std::uint8_t> layer{.size = {width, height}, .colours = 3, .hasOpacity = true};
        layer.values.assign(canvas, canvas + 4 * width * height);
        data::Picture picture = flattened(std::move(layer), wish.backdrop);
        turnUpright(picture, orientation);
        if (!take(std::move(picture)))
            break;
    }
    return {};
}

} // namespace hourglass::app
