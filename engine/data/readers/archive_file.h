// One of the files of an archive that do not belong together: data.options.file names it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/packed.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// "file": of whatever reader reads what is in the archive.
spec::Setting archiveFileSetting();

/// Names of the files that a reader accepts, as the archive has them, in their order by name and at most so many; the first that were found.
/// Looks at files.
std::vector<std::string> filesOfData(const Unpacked &unpacked, std::size_t most);

/// The path of the file that `options` name, whose name is taken from them and put into `name`; that of all where they name none. An error where
/// the archive, which stands at `path`, has no such file.
core::Result<std::string> chosenFile(const Unpacked &unpacked, const std::string &path, spec::Values &options, std::string &name);

} // namespace hourglass::data
