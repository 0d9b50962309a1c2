#include <cstdlib>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/data/fashion_mnist.h"
#include "engine/data/generators/generator.h"
#include "engine/data/library/embedded_sample.h"
#include "engine/data/library/library.h"
#include "engine/data/readers/idx_folder.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shaping/advised_scaling.h"
#include "engine/data/shaping/scaling.h"
#include "engine/data/shaping/shaping.h"
#include "engine/spec/check.h"
#include "engine/spec/nearest.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr double largestValidation = 0.5;
constexpr const char *imagesGroup = "Images"; // as drawn pictures have it

/// The first "FOLDER/datasets/NAME" that holds data, or nothing.
std::optional<std::string> findInstalled(const std::vector<std::string> &folders, const std::string &name) {
    for (const std::string &folder : folders) {
        const std::string candidate = (fs::path(folder) / "datasets" / name).string();
        if (looksLikeIdx(candidate))
            return candidate;
    }
    return {};
}

Result<Dataset> readFashionMnist(const std::vector<std::string> &folders, const Progress &progress) {
    const auto folder = findInstalled(folders, fashionMnistKey);
    if (!folder)
        return Error{"Fashion-MNIST is not installed on this machine", "data.source",
                     std::string("Install the package dataset-fashion-mnist, or choose ") + fashionMnistSampleKey + "."};
    auto dataset = readIdxFolder(*folder, progress);
    if (dataset) {
        dataset->key = fashionMnistKey;
        dataset->origin = *folder + " (" + fashionMnistLicence + ")";
    }
    return dataset;
}

bool exists(const std::string &path) {
    std::error_code failure;
    return fs::exists(path, failure);
}

Error unknownSource(const std::string &source, const std::vector<Source> &sources) {
    std::string names;
    std::vector<std::string> keys;
    for (const Source &known : sources) {
        names += (names.empty() ? "" : ", ") + known.key;
        keys.push_back(known.key);
    }
    const std::string meant = spec::nearest(source, keys);
    return {source.empty() ? std::string("no data are named") : "“" + source + "” is neither a known data set nor a file or folder", "data.source",
            (meant.empty() ? std::string() : "Did you mean " + meant + "? ") + "Known are " + names + "; or give a path."};
}

void appendDirectories(std::vector<std::string> &folders, const char *list) {
    for (std::string rest = list; !rest.empty();) {
        const std::size_t colon = rest.find(':');
        const std::string folder = rest.substr(0, colon);
        if (fs::path(folder).is_absolute()) // relative ones are to be ignored, says the standard
            folders.push_back(folder);
        rest = colon == std::string::npos ? std::string() : rest.substr(colon + 1);
    }
}

} // namespace

Library::Library(std::span<const std::byte> embeddedSample, std::vector<std::string> dataFolders, const ImageDecoder *images, const Converter *converter)
    : m_embeddedSample(embeddedSample), m_dataFolders(std::move(dataFolders)), m_images(images), m_converter(converter) {}

std::vector<Source> Library::sources() const {
    std::vector<Source> sources{
        {fashionMnistKey, fashionMnistTitle, "70 000 pictures of clothes, 28 × 28, in ten classes (package dataset-fashion-mnist).",
         findInstalled(m_dataFolders, fashionMnistKey).has_value(), imagesGroup},
        {fashionMnistSampleKey, "Fashion-MNIST sample", "3 000 pictures of Fashion-MNIST, always at hand.", !m_embeddedSample.empty(), imagesGroup}};
    for (const Generator &generator : generators()) {
        const spec::Kind kind = generator.kind();
        sources.push_back({kind.key, kind.label, kind.help, true, kind.group});
    }
    return sources;
}

Result<std::shared_ptr<const Dataset>> Library::load(const spec::DataSpec &data, std::uint64_t seed, const Progress &progress) const {
    return load(data, seed, progress, nullptr);
}

Result<std::shared_ptr<const Dataset>> Library::loadAdvised(spec::DataSpec &data, std::uint64_t seed, const Progress &progress) const {
    const bool isUnscaled = data.scaling == spec::Component{"unit", {}};
    return load(spec::DataSpec(data), seed, progress, isUnscaled ? &data.scaling : nullptr);
}

Result<std::shared_ptr<const Dataset>> Library::load(const spec::DataSpec &data, std::uint64_t seed, const Progress &progress, spec::Component *advised) const
    try {
    if (!(data.validation >= 0.0 && data.validation <= largestValidation))
        return Error{"the validation part must be between 0 and half of the training part", "data.validation", "Choose 0 … 0.5."};
    const auto shaping = checkedShaping(data);
    if (!shaping)
        return shaping.error();
    const std::string &source = data.source;
    const double readShare = data.scaling.kind == "unit" ? 1.0 : 0.5; // of the time
    const Progress reading = progress.between(0.0, readShare);
    const Generator *generator = findGenerator(source);
    const bool looksLikePath = source.find('/') != std::string::npos || exists(source);
    const bool isPath = looksLikePath && !generator && source != fashionMnistKey && source != fashionMnistSampleKey;
    if (!isPath && !generator && !data.options.empty())
        return spec::Location{{}, "data.options", -1}.at(data.options.begin()->first).error("is no setting of " + source, "It has none.");
    auto dataset = source == fashionMnistKey         ? readFashionMnist(m_dataFolders, reading)
                   : source == fashionMnistSampleKey ? readSample(m_embeddedSample, reading)
                   : generator                       ? generate(*generator, data.options, seed, reading)
                   : looksLikePath ? readPath({.path = source, .options = data.options, .progress = reading, .images = m_images, .converter = m_converter})
                                   : Result<Dataset>(unknownSource(source, sources()));
    if (!dataset)
        return dataset.error();
    if (progress.isCancelled())
        return cancelledError(source);
    dataset->dependsOnSeed = generator != nullptr;
    if (auto error = shape(*dataset, *shaping, seed, progress.between(readShare, 1.0)))
        return *error;
    if (const auto scaling = advised ? advisedScaling(*dataset) : std::nullopt) {
        if (auto error = scale(*dataset, *scaling, progress.between(readShare, 1.0)))
            return *error;
        *advised = *scaling;
        dataset->report.remarks.push_back(
            "The columns differ in size or lie far from 0: each is standardised, so that the loss sees them alike (data.scaling).");
    }
    progress.tell(1.0, dataset->title);
    return std::shared_ptr<const Dataset>(std::make_shared<Dataset>(std::move(*dataset)));
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", data.source, "Close other programs or use a smaller set."};
}

std::vector<std::string> standardDataFolders() {
    const auto variable = [](const char *name) {
        const char *value = std::getenv(name);
        return std::string(value ? value : "");
    };
    std::vector<std::string> folders;
    const std::string home = variable("HOME"), dataHome = variable("XDG_DATA_HOME"), dataFolders = variable("XDG_DATA_DIRS");
    appendDirectories(folders, dataHome.empty() && !home.empty() ? (home + "/.local/share").c_str() : dataHome.c_str());
    appendDirectories(folders, dataFolders.empty() ? "/usr/local/share:/usr/share" : dataFolders.c_str());
    return folders;
}

} // namespace hourglass::data
