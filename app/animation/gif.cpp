// GIF89a by giflib: each picture has a palette of its own, and says only what changed since the one before.
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

#include <gif_lib.h>

#include "app/animation/animation_writer.h"
#include "app/animation/palette.h"
#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace {

constexpr int mostPixels = 65535; // of a side

struct FreeMap {
    void operator()(ColorMapObject *map) const { GifFreeMapObject(map); }
};

class GifWriter : public AnimationWriter {
public:
    GifWriter(const AnimationFile &file, files::AtomicFile output)
        : m_durations(durationsOf(file)), m_loops(file.loops), m_path(file.path), m_output(std::move(output)) {}
    ~GifWriter() override {
        m_isOver = true; // closing writes an end, which nobody wants any more
        if (m_gif)
            EGifCloseFile(m_gif, nullptr);
    }

    std::optional<core::Error> add(const QImage &picture) override {
        QImage next = picture.convertToFormat(QImage::Format_RGB32);
        if (!m_gif)
            if (auto error = begin(next))
                return error;
        const QRect changed = m_last.isNull() ? next.rect() : changedPart(next);
        if (!write(next, changed))
            return problem();
        m_last = std::move(next);
        ++m_frame;
        return {};
    }

    std::optional<core::Error> finish() override {
        const bool isWritten = m_gif && EGifCloseFile(std::exchange(m_gif, nullptr), nullptr) == GIF_OK;
        if (!isWritten || m_error)
            return problem();
        return m_output.commit();
    }

    long long bytes() const override { return m_bytes; }

private:
    static int put(GifFileType *gif, const GifByteType *bytes, int count) {
        auto *writer = static_cast<GifWriter *>(gif->UserData);
        if (writer->m_isOver || writer->m_error)
            return 0;
        writer->m_error = writer->m_output.write(std::as_bytes(std::span(bytes, static_cast<std::size_t>(count))));
        writer->m_bytes += count;
        return writer->m_error ? 0 : count;
    }

    core::Error problem() const {
        return m_error ? *m_error : core::Error{"The picture could not be written as GIF", m_path, "Choose a smaller size, or WebP."};
    }

    std::optional<core::Error> begin(const QImage &picture) {
        if (picture.width() > mostPixels || picture.height() > mostPixels)
            return core::Error{"A GIF has at most 65535 pixels in each direction", m_path, "Choose a smaller size."};
        m_gif = EGifOpen(this, &GifWriter::put, nullptr);
        if (!m_gif)
            return problem();
        EGifSetGifVersion(m_gif, true);
        if (EGifPutScreenDesc(m_gif, picture.width(), picture.height(), 8, 0, nullptr) != GIF_OK)
            return problem();
        if (!m_loops)
            return {};
        constexpr std::array<unsigned char, 3> forEver{1, 0, 0};
        const bool isSaid = EGifPutExtensionLeader(m_gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK && EGifPutExtensionBlock(m_gif, 11, "NETSCAPE2.0") == GIF_OK &&
                            EGifPutExtensionBlock(m_gif, 3, forEver.data()) == GIF_OK && EGifPutExtensionTrailer(m_gif) == GIF_OK;
        return isSaid ? std::nullopt : std::optional(problem());
    }

    /// One pixel where nothing changed: time passes by pictures alone.
    QRect changedPart(const QImage &next) const {
        int left = next.width(), right = -1, top = -1, bottom = -1;
        for (int y = 0; y < next.height(); ++y) {
            const auto *now = reinterpret_cast<const QRgb *>(next.constScanLine(y)), *before = reinterpret_cast<const QRgb *>(m_last.constScanLine(y));
            if (std::memcmp(now, before, sizeof(QRgb) * static_cast<std::size_t>(next.width())) == 0)
                continue;
            int first = 0, last = next.width() - 1;
            while (now[first] == before[first])
                ++first;
            while (now[last] == before[last])
                --last;
            left = std::min(left, first);
            right = std::max(right, last);
            top = top < 0 ? y : top;
            bottom = y;
        }
        return right < 0 ? QRect(0, 0, 1, 1) : QRect(QPoint(left, top), QPoint(right, bottom));
    }

    bool write(const QImage &next, const QRect &part) {
        const auto before = [this, &next](int y) { return reinterpret_cast<const QRgb *>(m_last.isNull() ? next.constScanLine(y) : m_last.constScanLine(y)); };
        const bool isFirst = m_last.isNull();
        for (int y = part.top(); y <= part.bottom(); ++y) {
            const auto *now = reinterpret_cast<const QRgb *>(next.constScanLine(y)), *was = before(y);
            for (int x = part.left(); x <= part.right(); ++x)
                if (isFirst || now[x] != was[x])
                    m_count.add(now[x]);
        }
        const Palette palette = m_count.takePalette();
        const int transparent = static_cast<int>(palette.colours().size());
        int colours = 2;
        while (colours <= transparent)
            colours *= 2;
        std::array<GifColorType, 256> table{};
        for (std::size_t k = 0; k < palette.colours().size(); ++k) {
            const QRgb colour = palette.colours()[k];
            table[k] = {static_cast<GifByteType>(qRed(colour)), static_cast<GifByteType>(qGreen(colour)), static_cast<GifByteType>(qBlue(colour))};
        }
        const std::unique_ptr<ColorMapObject, FreeMap> map(GifMakeMapObject(colours, table.data()));
        const int duration = m_durations[std::min(m_frame, m_durations.size() - 1)];
        const GraphicsControlBlock control{DISPOSE_DO_NOT, false, duration / 10, isFirst ? NO_TRANSPARENT_COLOR : transparent};
        std::array<GifByteType, 4> extension{};
        EGifGCBToExtension(&control, extension.data());
        if (!map || EGifPutExtension(m_gif, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(extension.size()), extension.data()) != GIF_OK ||
            EGifPutImageDesc(m_gif, part.left(), part.top(), part.width(), part.height(), false, map.get()) != GIF_OK)
            return false;
        std::vector<GifPixelType> line(static_cast<std::size_t>(part.width()));
        for (int y = part.top(); y <= part.bottom(); ++y) {
            const auto *now = reinterpret_cast<const QRgb *>(next.constScanLine(y)), *was = before(y);
            for (int x = part.left(); x <= part.right(); ++x)
                line[static_cast<std::size_t>(x - part.left())] = isFirst || now[x] != was[x] ? palette.at(now[x]) : static_cast<GifPixelType>(transparent);
            if (EGifPutLine(m_gif, line.data(), part.width()) != GIF_OK)
                return false;
        }
        return true;
    }

    std::vector<int> m_durations;
    bool m_loops, m_isOver = false;
    std::string m_path;
    files::AtomicFile m_output;
    std::optional<core::Error> m_error;
    GifFileType *m_gif = nullptr;
    ColourCount m_count;
    QImage m_last;
    std::size_t m_frame = 0;
    long long m_bytes = 0;
};

} // namespace

core::Result<std::unique_ptr<AnimationWriter>> startGif(const AnimationFile &file) {
    auto output = files::AtomicFile::create(file.path);
    if (!output)
        return output.error();
    return std::unique_ptr<AnimationWriter>(new GifWriter(file, std::move(*output)));
}

} // namespace hourglass::app
