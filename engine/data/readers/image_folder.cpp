#include "engine/data/readers/image_folder.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_loading.h"
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

std::string counted(Index count, const char *one, const char *many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

/// Below the folder that was named.
std::string shownBelow(const std::string &path, const std::string &folder) {
    return shownName(fs::path(path).lexically_relative(folder).string());
}

void tellOfTheTree(const ImageTree &tree, const std::string &folder, ReadReport &report) {
    const auto tell = [&report](Index count, const char *one, const char *many, const char *why) {
        if (count > 0)
            report.remarks.push_back(counted(count, one, many) + why);
    };
    tell(tree.hidden, "hidden file or folder is", "hidden files or folders are", " left out.");
    tell(tree.others, "file is", "files are", " left out: the names are not those of pictures.");
    tell(tree.deeper, "folder is", "folders are", " left out: pictures are looked for in the folders of the classes, not below them.");
    tell(tree.beside, "picture or folder is", "pictures or folders are", " left out, beside the folders of the classes or parts.");
    for (const std::string &path : tree.broken)
        report.add({"cannot be opened: a link that leads nowhere, or a folder without the right to read it", shownBelow(path, folder)});
}

/// An error where the samples would not fit into memory, before any of it is asked for.
std::optional<Error> checkMemory(Index count, const core::Shape &shape, const std::string &where) {
    const double wanted = static_cast<double>(count) * static_cast<double>(shape.size());
    const double there = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    if (wanted <= 0.75 * there)
        return {};
    return Error{std::to_string(count) + " pictures of " + core::toText(shape) + " take " + std::to_string(static_cast<Index>(wanted / 1e9)) + " GB, more than this machine's memory",
                 where, "Choose a smaller size (data.options.size), or a folder with fewer pictures."};
}

/// What all threads write while a part is read: each picture its own place.
struct Slots {
    std::vector<std::uint8_t> bytes;
    std::vector<std::string> problems; ///< empty where the picture was read
    std::atomic<Index> transparent{0};
};

void readInto(Slots &slots, Index index, const ImageFile &file, const core::Shape &shape, PictureFit fit, const ImageDecoder &decoder) {
    std::string &problem = slots.problems[static_cast<std::size_t>(index)];
    const auto content = readWhole(file.path);
    if (!content) {
        problem = content.error().what;
        return;
    }
    const auto picture = decoder.decode(*content, {shape.width(), shape.height()});
    if (!picture) {
        problem = picture.error().what;
        return;
    }
    slots.transparent += picture->wasTransparent ? 1 : 0;
    fitPicture(*picture, shape, fit, &slots.bytes[static_cast<std::size_t>(index * shape.size())]);
}

/// Moves what was read together, in order.
Part gathered(Slots &slots, const std::vector<ImageFile> &files, const core::Shape &shape, const std::string &folder, ReadReport &report) {
    Part part;
    part.features = shape.size();
    const bool hasLabels = !files.empty() && files.front().label >= 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!slots.problems[i].empty()) {
            report.add({slots.problems[i], shownBelow(files[i].path, folder)});
            continue;
        }
        const auto from = slots.bytes.begin() + static_cast<std::ptrdiff_t>(static_cast<Index>(i) * shape.size());
        if (static_cast<Index>(i) != part.samples)
            std::copy_n(from, shape.size(), slots.bytes.begin() + static_cast<std::ptrdiff_t>(part.samples * shape.size()));
        ++part.samples;
        if (hasLabels)
            part.labels.push_back(files[i].label);
    }
    slots.bytes.resize(static_cast<std::size_t>(part.samples * shape.size()));
    part.bytes = std::move(slots.bytes);
    return part;
}

Error singlePicture(const std::string &path) {
    const fs::path folder = fs::absolute(path).parent_path();
    return {"this is a single picture, and a data set has many", shownName(path), "Choose its folder instead: " + shownName(folder.string()) + '.'};
}

ImageWish wishOf(const spec::Component &component, const spec::Kind &kind) {
    const spec::Value side = spec::valueOf(component, kind, "size");
    const auto *number = std::get_if<Index>(&side);
    return {number ? *number : 0, spec::choiceOf(component, kind, "proportions"), spec::choiceOf(component, kind, "colour")};
}

Result<Dataset> readTree(const ImageTree &tree, const ReadOrder &order, int threads) {
    const spec::Kind kind = imageKind();
    const spec::Component component{kind.key, order.options};
    const auto form = surveyImages(tree, wishOf(component, kind), {order.path, {}, order.progress.between(0.0, surveyed), order.images}, threads);
    if (!form)
        return form.error();
    if (auto error = checkMemory(tree.count(), form->shape, shownName(order.path)))
        return *error;
    Dataset dataset{.key = order.path, .shape = form->shape, .classNames = {}};
    dataset.report.assumed = form->assumed;
    dataset.report.remarks = form->remarks;
    tellOfTheTree(tree, order.path, dataset.report);
    Index transparent = 0;
    double done = 0;
    const std::array<Part *, 3> parts{&dataset.train, &dataset.validation, &dataset.test};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto &files = tree.parts[i];
        if (files.empty())
            continue;
        const Index count = static_cast<Index>(files.size());
        const double share = static_cast<double>(count) / static_cast<double>(tree.count()) * (1.0 - surveyed);
        Slots slots;
        slots.bytes.resize(static_cast<std::size_t>(count * form->shape.size()));
        slots.problems.resize(files.size());
        const PictureFit fit = pictureFitOf(spec::valueOf(component, kind, "fit"));
        const auto read = [&](Index index) { readInto(slots, index, files[static_cast<std::size_t>(index)], form->shape, fit, *order.images); };
        if (auto error = forEachOnAllCores(count, threads, order.progress.between(surveyed + done, surveyed + done + share), "Reading the pictures", order.path, read))
            return *error;
        done += share;
        transparent += slots.transparent;
        *parts[i] = gathered(slots, files, form->shape, order.path, dataset.report);
    }
    if (dataset.report.problemCount > 0)
        dataset.report.remarks.push_back(counted(dataset.report.problemCount, "file or folder", "files or folders") + " could not be read and were left out.");
    if (transparent > 0)
        dataset.report.remarks.push_back(counted(transparent, "picture has", "pictures have") + " transparent parts: they are white here.");
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
        {.key = "size", .label = "Size", .help = "The longer side of the samples in pixels. Left to itself: that of most pictures, but at most 64.", .kind = SettingKind::Integer,
         .fallback = std::string("automatic"), .minimum = 1, .maximum = static_cast<double>(largestSide), .isLogarithmic = true, .word = "automatic",
         .usualMinimum = 8, .usualMaximum = 256},
        {.key = "proportions", .label = "Proportions", .help = "Of width and height.", .kind = SettingKind::Choice, .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "Those of most pictures if half of them share one size, square otherwise."},
                     {"own", "As most pictures", "Those of the size that most pictures have."},
                     {"square", "Square", "Width and height are the same."}}},
        {.key = "fit", .label = "Fit", .help = "What becomes of pictures of other proportions.", .kind = SettingKind::Choice, .fallback = std::string("crop"),
         .choices = {{"crop", "Crop", "They fill the sample; what is too much on two sides is cut off."},
                     {"fit", "Fit in", "All of them is seen, on black."},
                     {"stretch", "Stretch", "They fill the sample and lose their proportions."}}},
        {.key = "colour", .label = "Colour", .help = "Whether samples are grey (one channel) or in colour (three).", .kind = SettingKind::Choice, .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "Grey if all pictures that are looked at are."}, {"grey", "Grey", "One channel."}, {"colour", "Colour", "Red, green and blue."}}},
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
    if (!fs::is_directory(order.path, failure))
        return singlePicture(order.path);
    if (!order.images)
        return Error{"this program was built without a decoder of pictures", shownName(order.path), "Use the program with its window, or another format."};
    const auto tree = findImages(order.path, order.progress);
    if (!tree)
        return tree.error();
    if (tree->parts[ImageTree::Train].empty())
        return Error{"the folder holds no pictures that can be trained on", shownName(order.path),
                     "Pictures lie in the folder itself, or in one folder for each class; names end in .png, .jpg, .bmp, .webp, .tif or .gif."};
    auto dataset = readTree(*tree, order, threads);
    if (!dataset)
        return dataset;
    if (auto error = checkTraining(*dataset, shownName(order.path)))
        return *error;
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
