// The formats of files that can be read: one row each.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/data/converter.h"
#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"
#include "engine/data/progress.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// What is to be read, and how.
struct ReadOrder {
    std::string path;
    /// Of the reader's own settings, checked. An absent one is found out from the file, or has its fallback.
    spec::Values options;
    Progress progress;
    const ImageDecoder *images = nullptr; ///< null where the program has none
    /// Arrays with more bytes than this stay in their file, where its format allows that and nothing else is said.
    std::uint64_t mostInMemory = std::uint64_t{1} << 30;
    const Converter *converter = nullptr; ///< null where the program has none
};

/// A setting that is a word; the fallback where it is absent.
std::string choiceOf(const ReadOrder &order, const std::string &key, const char *fallback);

struct Reader {
    const char *expects;                      ///< for people: "IDX files such as train-images-idx3-ubyte.gz"
    spec::Kind (*kind)();                     ///< key, name and settings, for forms, checks and help
    bool (*accepts)(const std::string &path); ///< cheap: by names and the first bytes
    /// Fills title, origin, shape, train, report and, where the source has one, test; splits nothing.
    core::Result<Dataset> (*read)(const ReadOrder &order);
};

std::span<const Reader> readers();

/// Reads a file or folder with the first reader that accepts it. An option that this reader does not have, or a value out of its range,
/// is an error at "data.options".
core::Result<Dataset> readPath(const ReadOrder &order);

} // namespace hourglass::data
