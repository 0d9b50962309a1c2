#include "app/pictures/image_decoder.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include <QBuffer>
#include <QByteArray>
#include <QImageReader>
#include <QLoggingCategory>

#include "app/pictures/layer.h"
#include "app/pictures/limits.h"
#include "app/pictures/orientation.h"
#include "app/pictures/picture_formats.h"
#include "app/pictures/pnm.h"
#include "app/pictures/tiff.h"
#include "app/pictures/webp.h"

namespace hourglass::app {

namespace {

using core::Error;
using core::Index;
using data::Picture;
using data::PictureSize;
using data::PictureWish;

constexpr int bytesInMegabyte = 1 << 20, mostBytesPerPixel = 8;
/// How much larger than asked for a picture comes that is shrunk while it is decoded: its own shrinking is coarse, the rest is done well.
constexpr Index margin = 2;

/// Does not complain on the terminal of places that a damaged file names and does not have.
class QuietBuffer : public QBuffer {
public:
    bool seek(qint64 place) override { return place >= 0 && place <= size() && QBuffer::seek(place); }
};

/// A reader over the bytes, which it does not copy. Its size is known, and such as may be decoded.
struct Opened {
    QByteArray bytes;
    QuietBuffer buffer;
    QImageReader reader;
    QSize size; ///< as the file has it, before it is turned upright

    bool isTurned() const { return reader.transformation() & QImageIOHandler::TransformationRotate90; }
};

std::optional<Error> open(Opened &opened, std::string_view content, const char *format) {
    opened.bytes = QByteArray::fromRawData(content.data(), static_cast<qsizetype>(content.size()));
    opened.buffer.setBuffer(&opened.bytes);
    opened.buffer.open(QIODevice::ReadOnly);
    opened.reader.setDevice(&opened.buffer);
    opened.reader.setAutoDetectImageFormat(false);
    opened.reader.setFormat(format);
    opened.reader.setAutoTransform(true);
    static const QList<QByteArray> known = QImageReader::supportedImageFormats();
    if (!known.contains(format))
        return Error{std::string("is in the format ") + format + ", for which Qt's plugin is not installed", {}, {}};
    opened.size = opened.reader.size();
    if (opened.size.isEmpty())
        return Error{"is damaged: it has no size", {}, {}};
    return {};
}

/// libjpeg decodes at eighths of the size; asked for exactly that, Qt leaves the picture as it comes.
void shrinkWhileDecoding(Opened &opened, PictureSize least, bool isTurned) {
    if (opened.reader.format() != "jpeg" || least.width <= 0 || least.height <= 0)
        return;
    if (isTurned)
        std::swap(least.width, least.height);
    const auto eighths = [](int extent, int count) { return (extent * count + 7) / 8; };
    for (int count = 1; count < 8; ++count) {
        const QSize shrunk(eighths(opened.size.width(), count), eighths(opened.size.height(), count));
        if (shrunk.width() >= margin * least.width && shrunk.height() >= margin * least.height)
            return opened.reader.setScaledSize(shrunk);
    }
}

/// Rows one behind the other, without what Qt has between them.
template <class T>
std::vector<T> valuesOf(const QImage &image, Index channels) {
    const auto row = static_cast<std::size_t>(image.width() * channels);
    std::vector<T> values(row * static_cast<std::size_t>(image.height()));
    for (int y = 0; y < image.height(); ++y)
        std::memcpy(values.data() + row * static_cast<std::size_t>(y), image.constScanLine(y), row * sizeof(T));
    return values;
}

/// In any format of Qt's that has more than 8 bits.
Picture deepPictureOf(const QImage &image, const PictureWish &wish) {
    const bool isGrey = image.format() == QImage::Format_Grayscale16, hasOpacity = image.hasAlphaChannel();
    const std::vector<quint16> values = isGrey ? valuesOf<quint16>(image, 1) : valuesOf<quint16>(image.convertToFormat(QImage::Format_RGBA64), 4);
    Layer<float> layer{.size = {image.width(), image.height()}, .colours = isGrey ? 1 : 3, .hasOpacity = hasOpacity, .opaque = 65535, .white = 255};
    layer.values.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool isOpacity = !isGrey && i % 4 == 3;
        if (isOpacity && !hasOpacity)
            continue;
        const double base = hasOpacity ? 0 : wish.base; // with opacity it is taken off behind it
        layer.values.push_back(static_cast<float>(values[i] - base));
        while (!isOpacity && values[i] > layer.white) // the least 2ⁿ − 1 that no colour is above
            layer.white = 2 * layer.white + 1;
    }
    Picture picture = flattened(std::move(layer), wish.backdrop, hasOpacity ? wish.base : 0);
    picture.numbers = data::PictureNumbers::Integers;
    picture.bits = 16;
    picture.highest = 65535;
    return picture;
}

/// Whether each channel has more than 8 bits.
bool isDeep(const QImage &image) {
    return image.format() == QImage::Format_Grayscale16 || (image.depth() == 64 && image.format() != QImage::Format_Invalid);
}

/// What Qt's readers decode: one picture, or the frames of a GIF.
std::optional<Error> decodeByQt(std::string_view content, const char *format, const PictureWish &wish, const data::ImageDecoder::Take &take) {
    const bool isGif = std::string_view(format) == "gif", isPng = std::string_view(format) == "png";
    PixelBudget budget(content.size());
    if (isPng) // libpng tells the terminal of sizes that it does not like
        if (auto error = budget.spend(pngSize(content).width, pngSize(content).height))
            return error;
    Opened opened;
    if (auto error = open(opened, content, format))
        return error;
    const PictureSize declared = isGif ? gifCanvas(content) : PictureSize{opened.size.width(), opened.size.height()};
    if (!isPng)
        if (auto error = budget.spend(declared.width, declared.height))
            return error;
    const int orientation = opened.reader.transformation() == QImageIOHandler::TransformationNone ? orientationOf(content, format) : 1;
    shrinkWhileDecoding(opened, wish.least, opened.isTurned() || orientation >= 5);
    const int frames = isGif ? opened.reader.imageCount() : 1;
    for (int frame = 0; frame < std::max(frames, 1); ++frame) {
        if (frame > 0)
            if (auto error = budget.spend(declared.width, declared.height))
                return error;
        const QImage image = opened.reader.read();
        if (image.isNull()) {
            const bool isBroken = opened.reader.error() == QImageReader::InvalidDataError || opened.reader.error() == QImageReader::UnknownError;
            std::string what = isBroken ? std::string(damaged) : "cannot be read (" + opened.reader.errorString().toStdString() + ")";
            if (frame > 0)
                what += " in frame " + std::to_string(frame + 1);
            return Error{what, {}, {}};
        }
        Picture picture = pictureFrom(image, wish);
        if (picture.bytes.empty() && picture.floats.empty())
            return Error{"there is no memory to read it", {}, {}};
        picture.whole = opened.isTurned() ? PictureSize{opened.size.height(), opened.size.width()} : PictureSize{opened.size.width(), opened.size.height()};
        if (isGif)
            picture.whole = picture.size;
        turnUpright(picture, orientation);
        if (isPng)
            picture.framesLeftOut = furtherPngFrames(content);
        if (!take(std::move(picture)))
            break;
    }
    return {};
}

} // namespace

std::optional<Error> ProgramDecoder::decodeAll(std::span<const std::byte> content, const PictureWish &wish, const Take &take) const {
    const std::string_view text(reinterpret_cast<const char *>(content.data()), content.size());
    const char *format = pictureFormatOf(text);
    if (!format) {
        const std::string other = foreignFormatOf(text);
        return Error{other.empty() ? "is none of PNG, JPEG, BMP, WebP, TIFF, GIF and PNM" : "is " + other + ", which is not read", {}, {}};
    }
    const std::string_view name = format;
    if (!isWholePicture(text, name))
        return Error{damaged, {}, {}};
    if (name == "tiff")
        return decodeTiff(text, wish, take);
    if (name == "pnm")
        return decodePnm(text, wish, take);
    return name == "webp" && isMovingWebp(text) ? decodeMovingWebp(text, wish, take) : decodeByQt(text, format, wish, take);
}

Picture pictureFrom(const QImage &image, const PictureWish &wish) {
    if (isDeep(image))
        return deepPictureOf(image, wish);
    if (image.format() == QImage::Format_Grayscale8)
        return flattened(Layer<std::uint8_t>{.size = {image.width(), image.height()}, .values = valuesOf<std::uint8_t>(image, 1)}, wish.backdrop);
    const bool hasOpacity = image.hasAlphaChannel();
    const QImage plain = image.convertToFormat(hasOpacity ? QImage::Format_RGBA8888 : QImage::Format_RGB888);
    return flattened(
        Layer<std::uint8_t>{
            .size = {plain.width(), plain.height()}, .colours = 3, .hasOpacity = hasOpacity, .values = valuesOf<std::uint8_t>(plain, hasOpacity ? 4 : 3)},
        wish.backdrop);
}

const data::ImageDecoder &imageDecoder() {
    static const ProgramDecoder decoder = [] {
        QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio*=false")); // what is wrong with a picture is told in its place
        QImageReader::setAllocationLimit(static_cast<int>(mostPixels * mostBytesPerPixel / bytesInMegabyte));
        return ProgramDecoder();
    }();
    return decoder;
}

} // namespace hourglass::app
