// Which files of a folder are series of rows, and in which parts. Looks at names alone and opens no file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

struct SeriesFile {
    std::string path; ///< bytes, as the system has them
    std::string name; ///< as people are shown it: without its ending where that tells it apart, otherwise below the folder; well-formed UTF-8
    PartKind part = PartKind::Train;
};

struct SeriesTree {
    bool areArrays = false;          ///< .npy; text otherwise
    bool hasParts = false;           ///< there are folders of parts
    std::vector<SeriesFile> files;   ///< of the training part, then validation and test; in each by their names, numbers in names by their size
    Index others = 0;                ///< files of other endings
    Index beside = 0;                ///< folders that are no parts, and files beside those that are
    std::vector<std::string> broken; ///< links that lead nowhere and folders that cannot be opened; sorted
};

/// FOLDER/FILE or FOLDER/PART/FILE: the parts are those of partNamed(), known as such where there is one for training. All files have the one
/// ending of .csv, .tsv, .txt and .npy (perhaps with .gz behind it) that most of the folder's have. Hidden ones and those that promise prose (README) are
/// passed over. An error where the scan was cancelled.
core::Result<SeriesTree> findSeries(const std::string &folder, const Progress &progress);

/// Whether findSeries() would find at least two files, of arrays or of text.
bool holdsSeries(const std::string &folder, bool areArrays);

/// The file's name below the folder, for messages.
std::string nameBelow(const std::string &path, const std::string &folder);

} // namespace hourglass::data
