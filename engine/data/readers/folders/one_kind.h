// Whether the files of a folder are tables of one kind, such as a recording of each patient, or happen to lie beside each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

struct KindOfFile {
    std::string stem;      ///< the name without its ending
    std::string columns;   ///< what must be the same
    bool hasNames = false; ///< of columns
    std::string told;      ///< "wine.csv (14 columns)", for people
};

/// By the columns that most files have: at least half of all have the same names of columns, and no other such names are as
/// frequent; or, without names, as many columns and names of files that count (p1, p2) or begin alike (walk_ann, walk_bob).
/// `chosen` is a file with those columns.
bool areOfOneKind(const std::vector<KindOfFile> &files, std::size_t chosen);

/// "together": automatic or yes, where the files are of one kind whatever they look like.
spec::Setting togetherSetting();

/// An error that names the files, unless the setting or the files themselves say that they are of one kind.
std::optional<core::Error> checkOneKind(const std::vector<KindOfFile> &files, std::size_t chosen, const spec::Values &options, const std::string &folder);

} // namespace hourglass::data
