// Animated WebP by libwebp's encoder of animations. Without loss drawings and letters stay as they are; with loss the file is small. What did not change costs
// nothing.
#include <utility>

#include <webp/encode.h>
#include <webp/mux.h>

#include "app/animation/animation_writer.h"
#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace {

struct DeleteEncoder {
    void operator()(WebPAnimEncoder *encoder) const { WebPAnimEncoderDelete(encoder); }
};

class WebpWriter : public AnimationWriter {
public:
    WebpWriter(const AnimationFile &file, files::AtomicFile output)
        : m_durations(durationsOf(file)), m_loops(file.loops), m_isSmall(file.format == AnimationFormat::SmallWebp), m_path(file.path),
          m_output(std::move(output)) {}

    std::optional<core::Error> add(const QImage &picture) override {
        const QImage next = picture.convertToFormat(QImage::Format_RGB32);
        if (!m_encoder && !begin(next))
            return problem();
        WebPConfig config;
        WebPPicture frame;
        if (!WebPConfigInit(&config) || (!m_isSmall && !WebPConfigLosslessPreset(&config, level)) || !WebPPictureInit(&frame))
            return problem();
        if (m_isSmall) {
            config.quality = quality;
            config.method = level;
        }
        frame.use_argb = 1;
        frame.width = next.width();
        frame.height = next.height();
        const bool isTaken = WebPPictureImportBGRX(&frame, next.constBits(), static_cast<int>(next.bytesPerLine())) &&
                             WebPAnimEncoderAdd(m_encoder.get(), &frame, m_time, &config);
        WebPPictureFree(&frame);
        if (!isTaken)
            return problem();
        m_time += m_durations[std::min(m_frame++, m_durations.size() - 1)];
        return {};
    }

    std::optional<core::Error> finish() override {
        WebPData data;
        WebPDataInit(&data);
        if (!m_encoder || !WebPAnimEncoderAdd(m_encoder.get(), nullptr, m_time, nullptr) || !WebPAnimEncoderAssemble(m_encoder.get(), &data))
            return problem();
        auto error = m_output.write(std::as_bytes(std::span(data.bytes, data.size)));
        m_bytes = static_cast<long long>(data.size);
        WebPDataClear(&data);
        return error ? error : m_output.commit();
    }

    long long bytes() const override { return m_bytes; }

private:
    static constexpr float quality = 90;
    static constexpr int level = 2; ///< 0 … 9: higher ones take several times as long for a few per cent

    bool begin(const QImage &picture) {
        WebPAnimEncoderOptions options;
        if (!WebPAnimEncoderOptionsInit(&options))
            return false;
        options.anim_params.loop_count = m_loops ? 0 : 1; // 0: for ever
        m_encoder.reset(WebPAnimEncoderNew(picture.width(), picture.height(), &options));
        return m_encoder != nullptr;
    }

    core::Error problem() const {
        const char *reason = m_encoder ? WebPAnimEncoderGetError(m_encoder.get()) : nullptr;
        return {"The picture could not be written as WebP" + (reason && *reason ? ": " + std::string(reason) : std::string()), m_path,
                "Choose a smaller size (at most 16383 pixels in each direction), or PNG."};
    }

    std::vector<int> m_durations;
    bool m_loops, m_isSmall;
    std::string m_path;
    files::AtomicFile m_output;
    std::unique_ptr<WebPAnimEncoder, DeleteEncoder> m_encoder;
    std::size_t m_frame = 0;
    int m_time = 0; ///< ms
    long long m_bytes = 0;
};

} // namespace

core::Result<std::unique_ptr<AnimationWriter>> startWebp(const AnimationFile &file) {
    auto output = files::AtomicFile::create(file.path);
    if (!output)
        return output.error();
    return std::unique_ptr<AnimationWriter>(new WebpWriter(file, std::move(*output)));
}

} // namespace hourglass::app
