#include "engine/data/readers/image_survey.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_loading.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr Index mostSampled = 100, largestFoundSide = 64;

struct Look {
    PictureSize size;
    bool isGrey = true;
};

std::string sizeText(PictureSize size) {
    return std::to_string(size.width) + " × " + std::to_string(size.height);
}

std::optional<Look> lookAt(const std::string &path, const ImageDecoder &decoder) {
    const auto bytes = readWhole(path);
    if (!bytes)
        return {};
    const auto size = decoder.sizeOf(*bytes);
    if (!size)
        return {};
    const auto picture = decoder.decode(*bytes, {largestFoundSide, largestFoundSide});
    if (!picture)
        return {};
    return Look{*size, isGrey(*picture)};
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

} // namespace

Result<ImageForm> surveyImages(const ImageTree &tree, const ImageWish &wish, const ReadOrder &order, int threads) {
    std::vector<const ImageFile *> files;
    for (const auto &part : tree.parts)
        for (const ImageFile &file : part)
            files.push_back(&file);
    const Index all = static_cast<Index>(files.size()), count = std::min(all, mostSampled);
    std::vector<std::optional<Look>> found(static_cast<std::size_t>(count));
    const auto look = [&](Index i) { found[static_cast<std::size_t>(i)] = lookAt(files[static_cast<std::size_t>(i * all / count)]->path, *order.images); };
    if (auto error = forEachOnAllCores(count, threads, order.progress, "Looking at the pictures", order.path, look))
        return *error;
    std::vector<Look> looks;
    for (const auto &seen : found)
        if (seen)
            looks.push_back(*seen);
    if (looks.empty()) {
        const std::string which = all == 1 ? "the picture cannot be read" : "none of " + std::to_string(count) + " pictures that were tried can be read";
        return Error{which, shownName(order.path), "Open one of them with another program to see whether it is sound."};
    }

    ImageForm form;
    const PictureSize size = chooseSize(looks, wish, form);
    const bool areGrey = std::all_of(looks.begin(), looks.end(), [](const Look &seen) { return seen.isGrey; });
    const bool isColour = wish.colour == "colour" || (wish.colour == "automatic" && !areGrey);
    form.assumed["colour"] = std::string(isColour ? "colour" : "grey");
    if (wish.colour == "automatic")
        form.remarks.push_back(isColour ? "The samples are in colour, as some of the pictures looked at are." : "The samples are grey, as all pictures looked at are.");
    form.shape = core::Shape(isColour ? 3 : 1, size.height, size.width);
    return form;
}

} // namespace hourglass::data
