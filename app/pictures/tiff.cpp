#include "app/pictures/tiff.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/pictures/layer.h"
#include "app/pictures/limits.h"
#include "app/pictures/tiff_page.h"
#include "app/pictures/tiff_rows.h"

namespace hourglass::app {

namespace {

using core::Error;
using data::Picture;
using data::PictureWish;

std::size_t indexOf(Index index) {
    return static_cast<std::size_t>(index);
}

/// A sentence's end where the page is of a kind that is not read.
std::string unreadKind(const TiffPage &page) {
    if (page.format == SAMPLEFORMAT_COMPLEXINT || page.format == SAMPLEFORMAT_COMPLEXIEEEFP)
        return "holds complex numbers, which are not read";
    if (!TIFFIsCODECConfigured(static_cast<std::uint16_t>(page.compression))) {
        const bool isJpeg2000 = page.compression == 33003 || page.compression == 33005 || page.compression == 34712;
        return "is a TIFF packed with " +
               (isJpeg2000                  ? "JPEG 2000"
                : page.compression == 50002 ? "JPEG XL"
                                            : "method " + std::to_string(page.compression)) +
               ", which is not read";
    }
    if (page.photometric == PHOTOMETRIC_CFA)
        return "is a raw picture of a camera, which is not read";
    const bool isOddReal = page.isReal() && page.bits != 16 && page.bits != 32 && page.bits != 64;
    if (page.bits < 1 || page.bits > 64 || (page.bits > 32 && page.bits < 64) || isOddReal)
        return "holds numbers of " + std::to_string(page.bits) + " bits, which are not read";
    const bool isPlain = page.photometric == PHOTOMETRIC_MINISBLACK || page.photometric == PHOTOMETRIC_MINISWHITE || page.photometric == PHOTOMETRIC_RGB ||
                         page.photometric == PHOTOMETRIC_SEPARATED || page.photometric == 34892; // linear raw
    if (!page.needsColours() && !isPlain)
        return "holds colours of kind " + std::to_string(page.photometric) + " with " + std::to_string(page.bits) + " bits, which are not read";
    if (page.samples < page.colours())
        return "is damaged: it has " + std::to_string(page.samples) + " numbers a pixel where its colours need " + std::to_string(page.colours());
    return {};
}

/// Inks, palettes and their like, as 8 bits.
std::optional<Error> takeColours(TIFF *file, const TiffPage &page, const PictureWish &wish, const data::ImageDecoder::Take &take, bool &goesOn) {
    char reason[1024] = "";
    if (!TIFFRGBAImageOK(file, reason))
        return Error{"cannot be read (" + std::string(reason) + ")", {}, {}};
    std::vector<std::uint32_t> raster(indexOf(page.width * page.height));
    // Asked for as it lies, libtiff mirrors nothing, and all eight ways are turned alike.
    if (!TIFFReadRGBAImageOriented(file, static_cast<std::uint32_t>(page.width), static_cast<std::uint32_t>(page.height), raster.data(), page.orientation, 1))
        return Error{damaged, {}, {}};
    Layer<std::uint8_t> layer{.size = {page.width, page.height}, .colours = 3, .hasOpacity = !page.extras.empty(), .isPremultiplied = true};
    layer.values.reserve(raster.size() * indexOf(layer.channels()));
    for (const std::uint32_t pixel : raster) {
        layer.values.insert(layer.values.end(), {static_cast<std::uint8_t>(TIFFGetR(pixel)), static_cast<std::uint8_t>(TIFFGetG(pixel)),
                                                 static_cast<std::uint8_t>(TIFFGetB(pixel))});
        if (layer.hasOpacity)
            layer.values.push_back(static_cast<std::uint8_t>(TIFFGetA(pixel)));
    }
    Picture picture = flattened(std::move(layer), wish.backdrop);
    picture.bits = page.bits;
    turnUpright(picture, page.orientation);
    goesOn = take(std::move(picture));
    return {};
}

/// The samples of a page that are read: the colours, and behind them the opacity; or planes of grey, a picture each.
struct Choice {
    std::vector<Index> samples;
    bool hasOpacity = false, arePlanes = false;
};

Choice choiceOf(const TiffPage &page) {
    const Index colours = page.colours(), opacity = page.opacity();
    Choice choice;
    choice.arePlanes = colours == 1 && opacity < 0 && page.samples > 1;
    for (Index sample = 0; sample < (choice.arePlanes ? page.samples : colours); ++sample)
        choice.samples.push_back(sample);
    choice.hasOpacity = opacity >= colours;
    if (choice.hasOpacity)
        choice.samples.push_back(opacity);
    return choice;
}

/// Red, green and blue of cyan, magenta, yellow and black, which are as many numbers of each pixel.
template <class T>
void mixInks(std::vector<T> &values, std::size_t pixels, std::size_t channels, double highest) {
    const std::size_t kept = channels - 1;
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const double paper = highest - static_cast<double>(values[pixel * channels + 3]);
        for (std::size_t i = 0; i < 3; ++i)
            values[pixel * kept + i] = static_cast<T>((highest - static_cast<double>(values[pixel * channels + i])) * paper / highest);
        if (channels > 4)
            values[pixel * kept + 3] = values[pixel * channels + 4];
    }
    values.resize(pixels * kept);
}

/// The chosen samples of all pixels, `less` taken off. False where a row cannot be read.
template <class T>
bool readSamples(TiffRows &rows, const TiffPage &page, const Choice &choice, double less, std::vector<T> &values) {
    const std::size_t channels = choice.samples.size();
    values.resize(indexOf(page.width * page.height) * channels);
    std::vector<double> numbers(indexOf(page.samplesInRow()));
    const double scale = page.holdsBytes() ? 255.0 / page.highest() : 1.0, sum = page.lowest() + page.highest();
    for (Index plane = 0; plane < (page.isPlanar ? page.samples : 1); ++plane)
        for (Index y = 0; y < page.height; ++y) {
            const std::uint8_t *row = rows.row(y, plane);
            if (!row)
                return false;
            unpack(page, row, numbers.data());
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const Index sample = choice.samples[channel];
                if (page.isPlanar && sample != plane)
                    continue;
                const bool isInverted = page.photometric == PHOTOMETRIC_MINISWHITE && sample == 0;
                const double *from = numbers.data() + (page.isPlanar ? 0 : sample);
                T *to = values.data() + indexOf(y * page.width) * channels + channel;
                for (Index x = 0; x < page.width; ++x, from += page.isPlanar ? 1 : page.samples, to += channels) {
                    const double number = *from == page.nothing && !page.holdsBytes() ? std::numeric_limits<double>::quiet_NaN()
                                          : isInverted                                ? sum - *from
                                                                                      : *from;
                    if constexpr (std::is_integral_v<T>)
                        *to = static_cast<T>(number * scale + 0.5);
                    else
                        *to = static_cast<T>(number - less);
                }
            }
        }
    return true;
}

/// Of whole numbers the least 2ⁿ − 1 that none is above; of others the highest.
float whiteOf(const std::vector<float> &values, std::size_t channels, const TiffPage &page) {
    float highest = page.isReal() ? 1.0f : 255.0f;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (i % channels != channels - 1 && std::isfinite(values[i]))
            highest = std::max(highest, values[i]);
    return page.isReal() ? highest : std::exp2(std::ceil(std::log2(highest + 1.0f))) - 1.0f;
}

template <class T>
Picture pictureOf(Layer<T> &&layer, const TiffPage &page, const PictureWish &wish, double base) {
    Picture picture;
    if constexpr (std::is_same_v<T, float>) {
        layer.opaque = static_cast<float>(page.highest());
        layer.white = layer.hasOpacity ? whiteOf(layer.values, indexOf(layer.channels()), page) : layer.opaque;
        picture = flattened(std::move(layer), wish.backdrop, base);
        picture.numbers = page.isReal() ? data::PictureNumbers::Reals : data::PictureNumbers::Integers;
        picture.lowest = page.lowest(), picture.highest = page.highest();
    } else {
        picture = flattened(std::move(layer), wish.backdrop);
    }
    picture.bits = page.bits;
    picture.mayBePages = page.isPlanar && page.samples == 3 && page.description.starts_with("{\"shape\": [3,");
    turnUpright(picture, page.orientation);
    return picture;
}

template <class T>
std::optional<Error> takeSamples(TiffRows &rows, const TiffPage &page, const PictureWish &wish, const data::ImageDecoder::Take &take, bool &goesOn) {
    const Choice choice = choiceOf(page);
    const bool areInks = page.photometric == PHOTOMETRIC_SEPARATED, isShiftedLater = choice.hasOpacity || areInks;
    const bool isShiftedHere = std::is_same_v<T, float> && !isShiftedLater;
    std::vector<T> values;
    if (!readSamples(rows, page, choice, isShiftedHere ? wish.base : 0.0, values))
        return Error{damaged, {}, {}};
    if (areInks)
        mixInks(values, indexOf(page.width * page.height), choice.samples.size(), page.highest());
    for (std::size_t plane = 0; choice.arePlanes && goesOn && plane < choice.samples.size(); ++plane) {
        Layer<T> layer{.size = {page.width, page.height}};
        for (std::size_t i = plane; i < values.size(); i += choice.samples.size())
            layer.values.push_back(values[i]);
        goesOn = take(pictureOf(std::move(layer), page, wish, 0.0));
    }
    if (choice.arePlanes)
        return {};
    Layer<T> layer{.size = {page.width, page.height}, .colours = areInks ? 3 : page.colours(), .hasOpacity = choice.hasOpacity, .values = std::move(values)};
    layer.isPremultiplied =
        choice.hasOpacity && page.extras[indexOf(page.opacity() - page.samples + static_cast<Index>(page.extras.size()))] == EXTRASAMPLE_ASSOCALPHA;
    Picture picture = pictureOf(std::move(layer), page, wish, isShiftedLater ? wish.base : 0.0);
    picture.channelsLeftOut = page.samples - static_cast<Index>(choice.samples.size());
    goesOn = take(std::move(picture));
    return {};
}

/// The page, or all that lie behind it under its directory.
std::optional<Error> takePage(const TiffFile &file, const TiffPage &page, const PictureWish &wish, const data::ImageDecoder::Take &take, PixelBudget &budget,
                              bool &goesOn) {
    if (const std::string kind = unreadKind(page); !kind.empty())
        return Error{kind, {}, {}};
    for (Index number = 0; goesOn && number < page.contiguous; ++number) {
        if (auto error = budget.spend(page.width, page.height, page.needsColours() ? 1 : page.samples))
            return error;
        if (page.needsColours())
            return takeColours(file.handle(), page, wish, take, goesOn);
        if (page.contiguous > 1 && !isWithin(file, page, number))
            return Error{"is cut off: " + std::to_string(number) + " of its " + std::to_string(page.contiguous) + " pages are there", {}, {}};
        const auto rows = rowsOf(file, page, number);
        if (auto error = page.holdsBytes() ? takeSamples<std::uint8_t>(*rows, page, wish, take, goesOn) : takeSamples<float>(*rows, page, wish, take, goesOn))
            return error;
    }
    return {};
}

} // namespace

std::optional<Error> decodeTiff(std::string_view content, const PictureWish &wish, const data::ImageDecoder::Take &take) {
    const TiffFile file(content);
    if (!file.handle())
        return Error{damaged, {}, {}};
    PixelBudget budget(content.size());
    bool goesOn = true, isAny = false;
    for (Index number = 1; goesOn; ++number) {
        TiffPage page = pageOf(file.handle());
        const bool isLast = TIFFLastDirectory(file.handle());
        if (!isLast || number > 1)
            page.contiguous = 1; // each has a directory of its own
        if (!page.isCopy) {
            isAny = true;
            if (auto error = takePage(file, page, wish, take, budget, goesOn)) {
                if (number > 1)
                    error->what += " (page " + std::to_string(number) + ")";
                return error;
            }
        }
        if (isLast)
            break;
        if (goesOn && !TIFFReadDirectory(file.handle()))
            return Error{std::string(damaged) + " behind page " + std::to_string(number), {}, {}};
    }
    if (!isAny)
        return Error{"holds small copies of pictures alone, as raw files of cameras do", {}, {}};
    return {};
}

} // namespace hourglass::app
