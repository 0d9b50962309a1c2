#include "engine/data/readers/image_survey.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_loading.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr Index mostSampled = 100, largestFoundSide = 64;
/// Floats have 24 bits: numbers whose differences are smaller than this share of them lose more than 8 of those.
constexpr double mergingShare = 1.0 / 256;

/// What was seen of a page.
struct Look {
    PictureSize size;
    bool isGrey = true;
    PictureNumbers numbers = PictureNumbers::Bytes;
    float lowest = std::numeric_limits<float>::infinity(), highest = -lowest; ///< of what is no bytes and finite
    bool isTransparent = false, isHiddenOnWhite = false, isHiddenOnBlack = false;
};

/// What was seen of a file.
struct FileLook {
    std::vector<Look> pages;
    Index planes = 0;
    std::string problem;
};

std::string sizeText(PictureSize size) {
    return std::to_string(size.width) + " × " + std::to_string(size.height);
}

Look lookAt(const Picture &picture) {
    Look look{.size = picture.whole,
              .isGrey = isGrey(picture),
              .numbers = picture.numbers,
              .isTransparent = picture.wasTransparent,
              .isHiddenOnWhite = picture.isHidden};
    for (const float value : picture.floats)
        if (std::isfinite(value)) {
            look.lowest = std::min(look.lowest, value);
            look.highest = std::max(look.highest, value);
        }
    return look;
}

/// The first pages, as many as wanted.
FileLook lookAt(const std::string &path, const ImageDecoder &decoder, Index most, std::size_t mostBytes) {
    FileLook file;
    const auto bytes = readWhole(path, mostBytes);
    if (!bytes) {
        file.problem = bytes.error().what;
        return file;
    }
    PictureWish wish{{largestFoundSide, largestFoundSide}};
    const auto take = [&](Picture &&picture) {
        file.planes += picture.channels;
        file.pages.push_back(lookAt(picture));
        return static_cast<Index>(file.pages.size()) < most;
    };
    if (const auto error = decoder.decodeAll(*bytes, wish, take); error && file.pages.empty())
        file.problem = error->what;
    if (std::none_of(file.pages.begin(), file.pages.end(), [](const Look &look) { return look.isTransparent; }))
        return file;
    wish.backdrop = Backdrop::Black;
    std::size_t next = 0;
    (void)decoder.decodeAll(*bytes, wish, [&](Picture &&picture) {
        file.pages[next].isHiddenOnBlack = picture.isHidden;
        return ++next < file.pages.size();
    });
    return file;
}

/// The size that most have, and how many; of equally many the smallest.
std::pair<PictureSize, Index> mostCommon(const std::vector<Look> &looks) {
    std::map<std::pair<Index, Index>, Index> counts;
    for (const Look &look : looks)
        ++counts[{look.size.width, look.size.height}];
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    return {{most->first.first, most->first.second}, most->second};
}

/// With the longer side as given, in the same proportions.
PictureSize scaledTo(PictureSize size, Index side) {
    const Index longer = std::max(size.width, size.height);
    const auto scaled = [&](Index extent) { return std::max<Index>(1, (extent * side + longer / 2) / longer); };
    return {scaled(size.width), scaled(size.height)};
}

Index middleOfShorterSides(const std::vector<Look> &looks) {
    std::vector<Index> sides;
    for (const Look &look : looks)
        sides.push_back(std::min(look.size.width, look.size.height));
    std::nth_element(sides.begin(), sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2), sides.end());
    return sides[sides.size() / 2];
}

PictureSize chooseSize(const std::vector<Look> &looks, const ImageWish &wish, ImageForm &form) {
    const auto [common, count] = mostCommon(looks);
    const bool isShared = 2 * count >= static_cast<Index>(looks.size());
    const bool isSquare = wish.proportions == "square" || (wish.proportions == "automatic" && !isShared);
    const Index natural = isSquare ? (isShared ? std::min(common.width, common.height) : middleOfShorterSides(looks)) : std::max(common.width, common.height);
    const Index side = wish.side > 0 ? wish.side : std::min(natural, largestFoundSide);
    const PictureSize size = isSquare ? PictureSize{side, side} : scaledTo(common, side);
    form.assumed["size"] = side;
    form.assumed["proportions"] = std::string(isSquare ? "square" : "own");
    std::string remark = isShared ? "Most pictures are " + sizeText(common) : std::string("The pictures differ: no size is that of half of them");
    remark += size == common && isShared ? ", and so are the samples." : "; the samples are " + sizeText(size) + '.';
    form.remarks.push_back(std::move(remark));
    return size;
}

/// White, unless what some pictures show is white itself.
Backdrop chooseBackdrop(const std::vector<Look> &looks, ImageForm &form) {
    const bool isTransparent = std::any_of(looks.begin(), looks.end(), [](const Look &look) { return look.isTransparent; });
    const bool hidesOnWhite = std::any_of(looks.begin(), looks.end(), [](const Look &look) { return look.isHiddenOnWhite; });
    const bool hidesOnBlack = std::any_of(looks.begin(), looks.end(), [](const Look &look) { return look.isHiddenOnBlack; });
    const Backdrop chosen = !hidesOnWhite ? Backdrop::White : hidesOnBlack ? Backdrop::Opacity : Backdrop::Black;
    if (isTransparent)
        form.assumed["transparent"] = std::string(chosen == Backdrop::White ? "white" : chosen == Backdrop::Black ? "black" : "opacity");
    return chosen;
}

/// What numbers there are. Those of one sort that are large beside their differences are to be shifted.
void lookAtNumbers(const std::vector<Look> &looks, ImageForm &form) {
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const Look &look : looks) {
        form.isDeep = form.isDeep || look.numbers != PictureNumbers::Bytes;
        lowest = std::min<double>(lowest, look.lowest);
        highest = std::max<double>(highest, look.highest);
    }
    const bool areAlike = std::all_of(looks.begin(), looks.end(), [&](const Look &look) { return look.numbers == looks.front().numbers; });
    if (form.isDeep && areAlike && lowest <= highest && highest - lowest < mergingShare * std::min(std::abs(lowest), std::abs(highest)))
        form.base = std::floor(lowest);
}

bool isColoured(const std::vector<Look> &looks, const ImageWish &wish, ImageForm &form) {
    const bool areGrey = form.backdrop == Backdrop::Opacity || std::all_of(looks.begin(), looks.end(), [](const Look &seen) { return seen.isGrey; });
    const bool isColour = wish.colour == "colour" || (wish.colour == "automatic" && !areGrey);
    form.assumed["colour"] = std::string(isColour ? "colour" : "grey");
    if (wish.colour == "automatic")
        form.remarks.push_back(isColour ? "The samples are in colour, as some of the pictures looked at are."
                                        : "The samples are grey, as all pictures looked at are.");
    return isColour;
}

} // namespace

Result<ImageForm> surveyImages(const ImageTree &tree, const ImageWish &wish, const ReadOrder &order, int threads) {
    std::vector<const ImageFile *> files;
    for (const auto &part : tree.parts)
        for (const ImageFile &file : part)
            files.push_back(&file);
    const Index all = static_cast<Index>(files.size()), count = std::min(all, mostSampled);
    const Index most = wish.pages == PageUse::First      ? 1
                       : wish.pages == PageUse::Channels ? std::numeric_limits<Index>::max()
                                                         : std::max<Index>(1, mostSampled / count);
    std::vector<FileLook> found(static_cast<std::size_t>(count));
    const auto look = [&](Index i) {
        found[static_cast<std::size_t>(i)] = lookAt(files[static_cast<std::size_t>(i * all / count)]->path, *order.images, most, mostBytesOfOne(all));
    };
    if (auto error = forEachOnAllCores(count, threads, order.progress, "Looking at the pictures", order.path, look))
        return *error;
    std::vector<Look> looks;
    Index planes = 0;
    std::string problem;
    for (const FileLook &file : found) {
        looks.insert(looks.end(), file.pages.begin(), file.pages.end());
        planes = planes > 0 ? planes : file.planes;
        problem = problem.empty() ? file.problem : problem;
    }
    if (looks.empty()) {
        const std::string which = all == 1 ? "the picture cannot be read: it " + problem
                                           : "none of " + std::to_string(count) + " pictures that were tried can be read; the first that was " + problem;
        return Error{which, shownName(order.path), "Open one of them with another program to see whether it is sound, and save it as PNG."};
    }

    ImageForm form;
    form.backdrop = wish.backdrop ? *wish.backdrop : chooseBackdrop(looks, form);
    lookAtNumbers(looks, form);
    const PictureSize size = chooseSize(looks, wish, form);
    const bool arePlanes = wish.pages == PageUse::Channels || wish.pages == PageUse::Planes;
    const Index channels = arePlanes ? (wish.pages == PageUse::Channels ? planes : 1) : isColoured(looks, wish, form) ? 3 : 1;
    form.shape = core::Shape(channels, size.height, size.width);
    return form;
}

} // namespace hourglass::data
