#include "app/pictures/orientation.h"

#include <exception>
#include <mutex>

#include <exiv2/exiv2.hpp>

#include "app/pictures/picture_formats.h"

namespace hourglass::app {

namespace {

/// The reader of XMP has tables that all threads share.
void lockXmp(void *mutex, bool isLocking) {
    auto *shared = static_cast<std::recursive_mutex *>(mutex);
    if (isLocking)
        shared->lock();
    else
        shared->unlock();
}

void prepare() {
    static std::recursive_mutex mutex;
    static const bool isReady = [] {
        Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
        return Exiv2::XmpParser::initialize(lockXmp, &mutex);
    }();
    (void)isReady;
}

template <class Data>
int valueOf(const Data &data, const typename Data::const_iterator &found) {
    const long value = found == data.end() || found->count() != 1 ? 0 : found->toLong();
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 0;
}

} // namespace

int orientationOf(std::string_view content, std::string_view format) {
    if (!hasMetadata(content, format))
        return 1;
    try {
        prepare();
        const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte *>(content.data()), static_cast<long>(content.size()));
        image->readMetadata();
        const Exiv2::ExifData &exif = image->exifData();
        if (const int said = valueOf(exif, exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"))))
            return said;
        const Exiv2::XmpData &xmp = image->xmpData();
        const int said = valueOf(xmp, xmp.findKey(Exiv2::XmpKey("Xmp.tiff.Orientation")));
        return said > 0 ? said : 1;
    } catch (const std::exception &) { // what is wrong there is no matter of the pixels
        return 1;
    }
}

} // namespace hourglass::app
