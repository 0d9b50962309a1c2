#include "app/import/fitted_picture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCoreApplication>
#include <QFile>

#include "app/pictures/image_decoder.h"
#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_loading.h"

namespace hourglass::app {

namespace {

data::PictureFit fitOf(const data::Dataset &dataset) {
    const auto found = dataset.report.assumed.find("fit");
    return dataset.report.reader == "images" && found != dataset.report.assumed.end() ? data::pictureFitOf(found->second) : data::PictureFit::Crop;
}

/// Numbers of a picture that are no bytes, between 0 and 1: as they are where they lie there, else by the range that they use. What is no number is 0.
void scaleByRange(std::vector<float> &values, bool areReals) {
    float lowest = std::numeric_limits<float>::max(), highest = std::numeric_limits<float>::lowest();
    for (const float value : values)
        if (std::isfinite(value))
            lowest = std::min(lowest, value), highest = std::max(highest, value);
    const bool isUnit = areReals && lowest >= 0 && highest <= 1, isFlat = !(highest > lowest);
    for (float &value : values)
        value = !std::isfinite(value) ? 0 : isUnit ? value : isFlat ? 0 : (value - lowest) / (highest - lowest);
}

} // namespace

bool takesPictures(const data::Dataset &dataset) {
    return dataset.shape.isImage() && (dataset.shape.channels() == 1 || dataset.shape.channels() == 3) && dataset.originalRange == core::Range{};
}

data::PictureWish wishOf(const data::Dataset &dataset) {
    data::PictureWish wish;
    const auto found = dataset.report.assumed.find("transparent");
    if (dataset.report.reader == "images" && found != dataset.report.assumed.end()) {
        const auto *key = std::get_if<std::string>(&found->second);
        wish.backdrop = key && *key == "black" ? data::Backdrop::Black : key && *key == "opacity" ? data::Backdrop::Opacity : data::Backdrop::White;
    }
    return wish;
}

core::Result<data::Picture> readPicture(const QString &path, const data::PictureWish &wish) {
    const auto content = data::readWhole(QFile::encodeName(path).toStdString());
    auto picture = content ? imageDecoder().decode(*content, wish) : core::Result<data::Picture>(content.error());
    if (!picture)
        return core::Error{QCoreApplication::translate("hourglass::app::OwnPictures", "The picture %1").arg(picture.error().what.c_str()).toStdString(),
                           path.toStdString(), "Open it with another program to see whether it is sound."};
    return picture;
}

std::vector<float> fittedPicture(const data::Picture &picture, const data::Dataset &dataset) {
    std::vector<float> values(static_cast<std::size_t>(dataset.features()));
    if (picture.floats.empty()) {
        std::vector<std::uint8_t> bytes(values.size());
        data::fitPicture(picture, dataset.shape, fitOf(dataset), bytes.data());
        std::transform(bytes.begin(), bytes.end(), values.begin(), [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0f; });
    } else {
        data::fitPicture(picture, dataset.shape, fitOf(dataset), values.data());
        scaleByRange(values, picture.numbers == data::PictureNumbers::Reals);
    }
    return values;
}

} // namespace hourglass::app
