#include "app/image_decoder.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include <QBuffer>
#include <QByteArray>
#include <QImageReader>
#include <QLoggingCategory>
#include <QPainter>

#include "app/picture_formats.h"

namespace hourglass::app {

namespace {

using core::Error;
using core::Index;
using data::PictureSize;

const char *const damaged = "is damaged or cut off";
constexpr int bytesInMegabyte = 1 << 20, mostBytesPerPixel = 8;
/// A file of one byte holds fewer pixels than that: deflate packs 1032 to one at most, and eight pixels of one bit are a byte.
constexpr Index mostPixelsPerByte = 1032 * 8, alwaysAllowed = Index{1} << 20;
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

std::optional<Error> open(Opened &opened, std::span<const std::byte> content) {
    const std::string_view text(reinterpret_cast<const char *>(content.data()), content.size());
    const char *format = pictureFormatOf(text);
    if (!format)
        return Error{"is none of PNG, JPEG, BMP, WebP, TIFF and GIF", {}, {}};
    if (!isWholePicture(text, format))
        return Error{damaged, {}, {}};
    opened.bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
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
    PictureSize declared{opened.size.width(), opened.size.height()};
    if (std::string_view(format) == "gif")
        declared = gifCanvas(text);
    const Index pixels = declared.width * declared.height;
    const Index held = std::max(alwaysAllowed, mostPixelsPerByte * static_cast<Index>(content.size()));
    const char *excess = pixels > QtImageDecoder::mostPixels ? "the 64 million that are read" : pixels > held ? "its bytes can hold" : nullptr;
    if (excess) {
        Error error{"declares ", {}, {}};
        error.what += std::to_string(declared.width);
        error.what += " × ";
        error.what += std::to_string(declared.height);
        error.what += " pixels, more than ";
        error.what += excess;
        return error;
    }
    return {};
}

/// libjpeg decodes at eighths of the size; asked for exactly that, Qt leaves the picture as it comes.
void shrinkWhileDecoding(Opened &opened, PictureSize least) {
    if (opened.reader.format() != "jpeg" || least.width <= 0 || least.height <= 0)
        return;
    if (opened.isTurned())
        std::swap(least.width, least.height);
    const auto eighths = [](int extent, int count) { return (extent * count + 7) / 8; };
    for (int count = 1; count < 8; ++count) {
        const QSize shrunk(eighths(opened.size.width(), count), eighths(opened.size.height(), count));
        if (shrunk.width() >= margin * least.width && shrunk.height() >= margin * least.height)
            return opened.reader.setScaledSize(shrunk);
    }
}

QImage onWhite(const QImage &image) {
    QImage opaque(image.size(), QImage::Format_RGB32);
    opaque.fill(Qt::white);
    QPainter(&opaque).drawImage(0, 0, image);
    return opaque;
}

bool hasTransparentParts(const QImage &image) {
    if (!image.hasAlphaChannel())
        return false;
    const QImage alpha = image.convertToFormat(QImage::Format_Alpha8);
    for (int y = 0; y < alpha.height(); ++y) {
        const uchar *line = alpha.constScanLine(y);
        if (std::any_of(line, line + alpha.width(), [](uchar value) { return value != 255; }))
            return true;
    }
    return false;
}

data::Picture pictureOf(const QImage &image, bool wasTransparent) {
    const bool isGrey = image.format() == QImage::Format_Grayscale8;
    const QImage plain = isGrey ? image : image.convertToFormat(QImage::Format_RGB888);
    data::Picture picture{{plain.width(), plain.height()}, isGrey ? 1 : 3, {}, wasTransparent};
    const auto row = static_cast<std::size_t>(plain.width() * picture.channels);
    picture.bytes.resize(row * static_cast<std::size_t>(plain.height()));
    for (int y = 0; y < plain.height() && !picture.bytes.empty(); ++y)
        std::memcpy(picture.bytes.data() + row * static_cast<std::size_t>(y), plain.constScanLine(y), row);
    return picture;
}

} // namespace

core::Result<PictureSize> QtImageDecoder::sizeOf(std::span<const std::byte> content) const {
    Opened opened;
    if (auto error = open(opened, content))
        return *error;
    const QSize size = opened.isTurned() ? opened.size.transposed() : opened.size;
    return PictureSize{size.width(), size.height()};
}

core::Result<data::Picture> QtImageDecoder::decode(std::span<const std::byte> content, PictureSize least) const {
    Opened opened;
    if (auto error = open(opened, content))
        return *error;
    shrinkWhileDecoding(opened, least);
    const QImage image = opened.reader.read();
    if (image.isNull())
        return Error{opened.reader.error() == QImageReader::InvalidDataError || opened.reader.error() == QImageReader::UnknownError
                         ? std::string(damaged)
                         : "cannot be read (" + opened.reader.errorString().toStdString() + ")",
                     {}, {}};
    data::Picture picture = pictureFrom(image);
    if (picture.bytes.empty())
        return Error{"there is no memory to read it", {}, {}};
    return picture;
}

data::Picture pictureFrom(const QImage &image) {
    const bool isTransparent = hasTransparentParts(image);
    return pictureOf(isTransparent ? onWhite(image) : image, isTransparent);
}

const data::ImageDecoder &imageDecoder() {
    static const QtImageDecoder decoder = [] {
        QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio*=false")); // what is wrong with a picture is told in its place
        QImageReader::setAllocationLimit(static_cast<int>(QtImageDecoder::mostPixels * mostBytesPerPixel / bytesInMegabyte));
        return QtImageDecoder();
    }();
    return decoder;
}

} // namespace hourglass::app
