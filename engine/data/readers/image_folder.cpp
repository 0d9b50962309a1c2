#include "engine/data/readers/image_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_levels.h"
#include "engine/data/readers/image_loading.h"
#include "engine/data/readers/image_remarks.h"
#include "engine/data/readers/image_samples.h"
#include "engine/data/readers/image_survey.h"
#include "engine/data/readers/image_tree.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr double surveyed = 0.05; ///< the share of the progress that looking takes
constexpr Index largestSide = 1024;

/// An error where the samples would not fit into memory, before any of it is asked for.
std::optional<Error> checkMemory(Index count, const core::Shape &shape, bool areFloats, const std::string &where) {
    if (!isBeyondMemory(count, shape.size(), areFloats))
        return {};
    const double wanted = static_cast<double>(count) * static_cast<double>(shape.size()) * (areFloats ? sizeof(float) : 1);
    return Error{std::to_string(count) + " pictures of " + core::toText(shape) + " take " + std::to_string(static_cast<Index>(wanted / 1e9)) +
                     " GB, more than this machine's memory",
                 where, "Choose a smaller size (data.options.size), or a folder with fewer pictures."};
}

Error singlePicture(const std::string &path) {
    const fs::path folder = fs::absolute(path).parent_path();
    return {"this is a single picture, and a data set has many", shownName(path), "Choose its folder instead: " + shownName(folder.string()) + '.'};
}

PageUse pageUseOf(const std::string &key) {
    return key == "first" ? PageUse::First : key == "channels" ? PageUse::Channels : key == "planes" ? PageUse::Planes : PageUse::Samples;
}

ImageWish wishOf(const spec::Component &component, const spec::Kind &kind) {
    const spec::Value side = spec::valueOf(component, kind, "size");
    const auto *number = std::get_if<Index>(&side);
    ImageWish wish{number ? *number : 0,
                   spec::choiceOf(component, kind, "proportions"),
                   spec::choiceOf(component, kind, "colour"),
                   pageUseOf(spec::choiceOf(component, kind, "pages")),
                   {}};
    const std::string backdrop = spec::choiceOf(component, kind, "transparent");
    if (backdrop != "automatic")
        wish.backdrop = backdrop == "white" ? Backdrop::White : backdrop == "black" ? Backdrop::Black : Backdrop::Opacity;
    return wish;
}

/// What reading all parts gave beside the samples.
struct Gathering {
    ImageCounts counts;
    std::array<std::vector<PictureNumbers>, 3> numbers; ///< of the parts' samples, where those are floats
    std::array<std::vector<std::int32_t>, 3> origins;   ///< and the files of their parts that they are from
    bool needsFloats = false;                           ///< nothing was read: the plan must have floats
};

std::optional<Error> readParts(Dataset &dataset, const ImageTree &tree, const ImagePlan &plan, const ReadOrder &order, int threads, Gathering &found) {
    const std::array<Part *, 3> parts{&dataset.train, &dataset.validation, &dataset.test};
    double done = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto &files = tree.parts[i];
        if (files.empty())
            continue;
        const Index count = static_cast<Index>(files.size());
        const double end = std::min(1.0, done + static_cast<double>(count) / static_cast<double>(tree.count()));
        ImageSamples samples(files, plan, order.progress);
        Progress progress = order.progress.between(done, end);
        if (progress.report)
            progress.report = [&, tell = progress.report](double fraction, const std::string &what) {
                if (!samples.needsFloats() && !samples.isTooLarge())
                    tell(fraction, what);
            };
        const auto read = [&](Index file) { samples.read(file, *order.images); };
        if (auto error = forEachOnAllCores(count, threads, progress, "Reading the pictures", order.path, read))
            return error;
        if (samples.isTooLarge())
            return Error{"the pages of the pictures do not fit into memory", shownName(order.path),
                         "Choose a smaller size (data.options.size), or the first pages alone (data.options.pages)."};
        found.needsFloats = samples.needsFloats();
        if (found.needsFloats)
            return {};
        done = end;
        *parts[i] = samples.gathered(fs::is_directory(order.path) ? order.path : fs::path(order.path).parent_path().string(), dataset.report, found.counts,
                                     found.numbers[i]);
        found.origins[i] = samples.origins();
    }
    return {};
}

/// Files are groups where any of them gives several samples.
void nameGroups(Dataset &dataset, const ImageTree &tree, const Gathering &found, const std::string &folder) {
    if (found.counts.severalPages == 0 || tree.count() < 2)
        return;
    const std::array<Part *, 3> parts{&dataset.train, &dataset.validation, &dataset.test};
    std::int32_t begin = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (const ImageFile &file : tree.parts[i])
            dataset.groupNames.push_back(shownBelow(file.path, folder));
        for (const std::int32_t origin : found.origins[i])
            parts[i]->groups.push_back(begin + origin);
        begin += static_cast<std::int32_t>(tree.parts[i].size());
    }
}

Result<Dataset> readTree(const ImageTree &tree, const ReadOrder &order, int threads) {
    const spec::Kind kind = imageKind();
    const spec::Component component{kind.key, order.options};
    const ImageWish wish = wishOf(component, kind);
    const Levels levels = levelsOf(spec::valueOf(component, kind, "levels"));
    ReadOrder look = order;
    look.progress = order.progress.between(0.0, surveyed);
    const auto form = surveyImages(tree, wish, look, threads);
    if (!form)
        return form.error();
    ImagePlan plan{.shape = form->shape, .fit = pictureFitOf(spec::valueOf(component, kind, "fit")), .pages = wish.pages};
    plan.wish = {{form->shape.width(), form->shape.height()}, form->backdrop, form->base};
    plan.areFloats = form->isDeep || levels == Levels::Used || levels == Levels::Source;
    Dataset dataset{.key = order.path, .shape = form->shape, .classNames = {}};
    dataset.report.assumed = form->assumed;
    dataset.report.remarks = form->remarks;
    tellOfTheTree(tree, order.path, dataset.report);
    Gathering found;
    ReadOrder reading = order;
    reading.progress = order.progress.between(surveyed, 1.0);
    if (reading.progress.report) // what is read a second time tells nothing until it is further than it was
        reading.progress.report = [told = 0.0, tell = reading.progress.report](double fraction, const std::string &what) mutable {
            if (fraction >= told)
                tell(told = fraction, what);
        };
    for (bool isRead = false; !isRead; plan.areFloats = true) {
        plan.isFullScale = plan.areFloats && levels == Levels::Full;
        if (auto error = checkMemory(tree.count(), form->shape, plan.areFloats, shownName(order.path)))
            return *error;
        Dataset begun = dataset;
        found = {};
        if (auto error = readParts(begun, tree, plan, reading, threads, found))
            return *error;
        isRead = !found.needsFloats;
        if (isRead)
            dataset = std::move(begun);
    }
    if (!dataset.train.floats.empty())
        applyLevels(dataset, found.numbers, levels, plan.isFullScale ? 0.0 : form->base);
    else {
        doubtDarkBytes(dataset);
        dataset.report.assumed["levels"] = std::string("full");
    }
    tellOfReading(found.counts, wish.pages, form->backdrop, dataset.report);
    nameGroups(dataset, tree, found, order.path);
    return dataset;
}

/// The training part must have samples.
std::optional<Error> checkTraining(const Dataset &dataset, const std::string &where) {
    if (!dataset.train.isEmpty())
        return {};
    const Problem &first = dataset.report.problems.front();
    return Error{"none of the pictures to train on can be read; the first is " + first.file + ", which " + first.what, where,
                 "Open one of them with another program to see whether it is sound."};
}

} // namespace

spec::Kind imageKind() {
    using spec::SettingKind;
    spec::Kind kind{.key = "images", .label = "Pictures", .help = "A folder of pictures, or one with a folder for each class.", .settings = {}};
    kind.settings = {
        {.key = "size",
         .label = "Size",
         .help = "The longer side of the samples in pixels. Left to itself: that of most pictures, but at most 64.",
         .kind = SettingKind::Integer,
         .fallback = std::string("automatic"),
         .minimum = 1,
         .maximum = static_cast<double>(largestSide),
         .isLogarithmic = true,
         .word = "automatic",
         .usualMinimum = 8,
         .usualMaximum = 256},
        {.key = "proportions",
         .label = "Proportions",
         .help = "Of width and height.",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "Those of most pictures if half of them share one size, square otherwise."},
                     {"own", "As most pictures", "Those of the size that most pictures have."},
                     {"square", "Square", "Width and height are the same."}}},
        {.key = "fit",
         .label = "Fit",
         .help = "What becomes of pictures of other proportions.",
         .kind = SettingKind::Choice,
         .fallback = std::string("crop"),
         .choices = {{"crop", "Crop", "They fill the sample; what is too much on two sides is cut off."},
                     {"fit", "Fit in", "All of them is seen, on black."},
                     {"stretch", "Stretch", "They fill the sample and lose their proportions."}}},
        {.key = "colour",
         .label = "Colour",
         .help = "Whether samples are grey (one channel) or in colour (three).",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "Grey if all pictures that are looked at are."},
                     {"grey", "Grey", "One channel."},
                     {"colour", "Colour", "Red, green and blue."}}},
        levelsSetting(),
        {.key = "pages",
         .label = "Pages",
         .help = "What the pages of a TIFF and the frames of a moving picture become.",
         .kind = SettingKind::Choice,
         .fallback = std::string("samples"),
         .choices = {{"samples", "Samples", "One each."},
                     {"first", "First alone", "The others are left out."},
                     {"channels", "Channels", "Those of a file are one sample, a volume; all files must have as many."},
                     {"planes", "Planes", "Each colour of each page is a grey sample."}}},
        {.key = "transparent",
         .label = "Transparent",
         .help = "What is laid behind transparent parts.",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "White; black where what is drawn is white; the opacity alone where both would hide pictures."},
                     {"white", "White", "They are laid on white."},
                     {"black", "Black", "They are laid on black."},
                     {"opacity", "Opacity", "The opacity is the picture, and its colours are not."}}},
    };
    return kind;
}

bool looksLikeImages(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return holdsImages(path);
    return fs::is_regular_file(path, failure) && isImageName(fs::path(path).filename().string());
}

Result<Dataset> readImageFolder(const ReadOrder &order, int threads) try {
    std::error_code failure;
    const bool isFolder = fs::is_directory(order.path, failure);
    if (!order.images)
        return isFolder
                   ? Error{"this program was built without a decoder of pictures", shownName(order.path), "Use the program with its window, or another format."}
                   : singlePicture(order.path);
    const auto tree = isFolder ? findImages(order.path, order.progress) : Result<ImageTree>(treeOfFile(order.path));
    if (!tree)
        return tree.error();
    if (tree->parts[ImageTree::Train].empty())
        return noPictures(*tree, order.path);
    auto dataset = readTree(*tree, order, threads);
    if (!dataset)
        return dataset;
    if (auto error = checkTraining(*dataset, shownName(order.path)))
        return *error;
    if (!isFolder && dataset->train.samples == 1)
        return singlePicture(order.path);
    fs::path whole = fs::absolute(order.path, failure).lexically_normal();
    if (!whole.has_filename())
        whole = whole.parent_path();
    dataset->title = shownName(whole.filename().string());
    dataset->origin = "Pictures in " + shownName(order.path);
    for (const std::string &name : tree->classes)
        dataset->classNames.push_back(shownName(name));
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the pictures do not fit into memory", shownName(order.path), "Choose a smaller size (data.options.size), or close other programs."};
}

} // namespace hourglass::data
