// Where data come from: a name of the catalogue, or a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/converter.h"
#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"
#include "engine/data/progress.h"
#include "engine/spec/spec.h"

namespace hourglass::data {

struct Source {
    std::string key;         ///< "fashion-mnist"
    std::string title;       ///< "Fashion-MNIST"
    std::string description; ///< one sentence
    bool isAvailable = true; ///< false where its files are not on this machine
    std::string group = {};  ///< the heading that it stands under in a long list, or empty
};

/// Reads data sets. Holds what the program gives it: the embedded sample (a gzip stream, see embedded_sample.h) and where to look.
/// A load keeps no state in it: several threads may use one library.
class Library {
public:
    /// `embeddedSample` must outlive the library; it may be empty. `dataFolders` are searched in order for "datasets/NAME". `images` reads picture
    /// files, `converter` those that the engine does not read itself; both must outlive the library, and without them such files are refused.
    Library(std::span<const std::byte> embeddedSample, std::vector<std::string> dataFolders, const ImageDecoder *images = nullptr,
            const Converter *converter = nullptr);

    std::vector<Source> sources() const;

    /// Reads the source and shapes it as `data` says: windows, subset, parts set aside, scaling (shaping/shaping.h). A name of sources() goes
    /// before a path. An error where the source is unknown, not installed, cannot be read or is no sound data, where the shaping does
    /// not fit it, and where the load was cancelled.
    core::Result<std::shared_ptr<const Dataset>> load(const spec::DataSpec &data, std::uint64_t seed, const Progress &progress) const;
    /// The same for data that nobody has shaped yet: where they turn out to ask for a scaling (shaping/advised_scaling.h), it is done, and
    /// `data` says so.
    core::Result<std::shared_ptr<const Dataset>> loadAdvised(spec::DataSpec &data, std::uint64_t seed, const Progress &progress) const;

private:
    /// `advised` gets the scaling that the data ask for and is done besides, where they do; null: none is.
    core::Result<std::shared_ptr<const Dataset>> load(const spec::DataSpec &data, std::uint64_t seed, const Progress &progress, spec::Component *advised) const;

    std::span<const std::byte> m_embeddedSample;
    std::vector<std::string> m_dataFolders;
    const ImageDecoder *m_images;
    const Converter *m_converter;
};

/// XDG_DATA_HOME and XDG_DATA_DIRS with their defaults, in order.
std::vector<std::string> standardDataFolders();

} // namespace hourglass::data
