// Formats that are turned into arrays or text in a process of their own (converter.h) before they are read.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// What a row of the table of readers needs to know of such a format.
struct ConvertedFormat {
    const char *key;
    const char *title;                 ///< "MATLAB file", for the data set's origin
    std::vector<const char *> choices; ///< options whose values name parts of the file
};

/// The settings of NumPy archives, of those and of tables, or of tables with a setting in front that names the table.
spec::Kind convertedArrays(const char *key, const char *label, const char *help);
spec::Kind convertedArraysOrTable(const char *key, const char *label, const char *help);
spec::Kind convertedTable(const char *key, const char *label, const char *help, spec::Setting which);

/// Of the kind of a format that holds arrays or a table: without the settings that had no say in how the data set was read.
spec::Kind withoutIdleSettings(spec::Kind kind, const Dataset &dataset);

/// Converts the file and reads what came of it with the options of the order; sentences name the file, not what it was turned into.
core::Result<Dataset> readConverted(const ConvertedFormat &format, const ReadOrder &order);

} // namespace hourglass::data
