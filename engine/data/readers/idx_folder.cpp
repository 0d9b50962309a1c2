#include "engine/data/readers/idx_folder.h"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/data/fashion_mnist.h"
#include "engine/data/float_offsets.h"
#include "engine/data/readers/idx.h"
#include "engine/data/readers/idx_name.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/readers/small_bytes.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

/// The files to read and what to call them.
struct Choice {
    IdxFiles files;
    std::string title;
    std::string origin;
};

/// The name of the folder itself, also for "set/" and ".".
std::string folderName(const fs::path &folder) {
    std::error_code failure;
    fs::path whole = fs::absolute(folder, failure).lexically_normal();
    if (!whole.has_filename())
        whole = whole.parent_path();
    return whole.filename().string();
}

Result<Choice> chooseOfFile(const std::string &path) {
    const fs::path file(path);
    const auto parsed = parseIdxName(file.filename().string());
    Choice choice{{}, file.filename().string(), "IDX file " + path};
    choice.files.trainSamples = path;
    if (!parsed || (parsed->isLabels && beginsAsNumbers(path)))
        return choice;
    if (parsed->isLabels)
        return Error{"the file holds labels, not samples", path, "Name the file with the images (…-images-idx3-ubyte) or its folder."};
    const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
    const auto sets = findIdxSets(folder);
    const auto found = sets.find(parsed->set);
    if (found == sets.end())
        return choice;
    IdxFiles files = found->second;
    if (parsed->isTest)
        files = {path, files.testLabels, {}, {}};
    files.trainSamples = path;
    choice.files = files;
    choice.title = parsed->set.empty() ? folderName(folder) : parsed->set;
    return choice;
}

Result<Choice> chooseOfFolder(const std::string &folder) {
    const auto sets = findIdxSets(folder);
    std::string names, labelFile;
    const std::pair<const std::string, IdxFiles> *first = nullptr;
    int count = 0;
    for (const auto &set : sets) {
        if (!set.second.hasSamples()) {
            labelFile = set.second.trainLabels.empty() ? set.second.testLabels : set.second.trainLabels;
            continue;
        }
        names += (names.empty() ? "" : ", ") + (set.first.empty() ? "(without a name)" : set.first);
        first = first ? first : &set;
        ++count;
    }
    if (!first && !labelFile.empty() && beginsAsNumbers(labelFile))
        return chooseOfFile(labelFile);
    if (!first && !labelFile.empty())
        return Error{"there are labels (" + fs::path(labelFile).filename().string() + ") but no samples", folder,
                     "Put the images (…-images-idx3-ubyte) beside them."};
    if (!first)
        return Error{"the folder holds no IDX files", folder, "IDX files are named like train-images-idx3-ubyte.gz."};
    Choice choice{first->second, first->first.empty() ? folderName(folder) : first->first, "IDX files in " + folder};
    if (count > 1)
        choice.origin += "; the first by name of " + std::to_string(count) + " sets: " + names + " (name a file to choose another)";
    return choice;
}

Result<Choice> choose(const std::string &path) {
    std::error_code failure;
    auto choice = fs::is_directory(path, failure) ? chooseOfFolder(path) : chooseOfFile(path);
    if (choice && choice->files.trainSamples.empty()) {
        choice->files.trainSamples = std::exchange(choice->files.testSamples, {});
        choice->files.trainLabels = std::exchange(choice->files.testLabels, {});
    }
    return choice;
}

/// Reads the file once more, and again, until the samples have the offsets that they need and no others.
std::optional<Error> takeOffsets(const std::string &path, bool areCommon, const Progress &progress, Array &array, Dataset &dataset) {
    dataset.offsets = areCommon ? possibleCommonOffset(array.floats, array.sampleSize(), array.isRounded)
                                : possibleOffsets(array.floats, array.sampleSize(), array.isRounded);
    const auto keepNeeded = areCommon ? keepNeededCommonOffset : keepNeededOffsets;
    for (bool isAgain = !dataset.offsets.empty(); isAgain; isAgain = keepNeeded(array.floats, dataset.offsets)) {
        array = {}; // its memory goes before more is taken
        auto again = readIdxFile(path, progress, dataset.offsets);
        if (!again)
            return again.error();
        array = std::move(*again);
    }
    std::vector<std::pair<std::string, double>> told;
    if (areCommon && !dataset.offsets.empty())
        told.emplace_back("all numbers", dataset.offsets[0]);
    for (std::size_t i = 0; i < dataset.offsets.size() && !areCommon; ++i)
        if (dataset.offsets[i] != 0)
            told.emplace_back("number " + std::to_string(i + 1) + " of a sample", dataset.offsets[i]);
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
    return {};
}

} // namespace

bool looksLikeIdx(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return !findIdxSets(path).empty();
    return fs::is_regular_file(path, failure) && (parseIdxName(fs::path(path).filename().string()) || beginsAsIdx(path));
}

Result<Dataset> readIdxFolder(const std::string &path, const Progress &progress, std::uint64_t mostInMemory) {
    const auto choice = choose(path);
    if (!choice)
        return choice.error();
    Dataset dataset{.key = path, .title = choice->title, .origin = choice->origin};
    const std::array<std::string, 4> paths{choice->files.trainSamples, choice->files.trainLabels, choice->files.testSamples,
                                           choice->files.testSamples.empty() ? std::string() : choice->files.testLabels};
    // A file's share of the progress is its share of the bytes.
    std::array<double, 5> ends{};
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::error_code failure;
        const auto size = paths[i].empty() ? 0 : fs::file_size(paths[i], failure);
        ends[i + 1] = ends[i] + (failure ? 0.0 : static_cast<double>(size));
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (paths[i].empty())
            continue;
        const double total = ends.back() > 0.0 ? ends.back() : 1.0;
        const Progress share = progress.between(ends[i] / total, ends[i + 1] / total);
        auto array = readIdxFile(paths[i], share, i == 2 ? dataset.offsets : std::vector<double>());
        if (!array)
            return array.error();
        Part &part = i < 2 ? dataset.train : dataset.test;
        if (i == 1 || i == 3) {
            if (auto error = attachLabels(part, *array))
                return *error;
            continue;
        }
        const auto shape = sampleShape(*array);
        if (!shape)
            return shape.error();
        if (i == 0)
            if (auto error = takeOffsets(paths[i], shape->isImage(), share, *array, dataset))
                return *error;
        part = makePart(std::move(*array));
        if (i == 0)
            dataset.shape = *shape;
        else if (auto error = checkTestPart(dataset, *shape, paths[i]))
            return *error;
    }
    dataset.isWithinUnit = liesWithinUnit(dataset.train) && liesWithinUnit(dataset.test);
    treatSmallBytes(mostInMemory, dataset);
    dataset.classNames = numberNames(dataset);
    dropEmptyClasses(dataset);
    if (dataset.classNames.size() == 10 && dataset.title == fashionMnistKey) {
        dataset.classNames = fashionMnistClasses();
        dataset.title = fashionMnistTitle;
    }
    return dataset;
}

} // namespace hourglass::data
