// How delimited texts begin that are to be read as one.
#pragma once

#include <string>

#include "engine/data/readers/csv_beginning.h"

namespace hourglass::data {

/// What must be the same for two texts to have the same columns: their number and names.
std::string signatureOf(const CsvBeginning &beginning);

/// "5 columns: "id", "a" …"
std::string describeColumns(const CsvBeginning &beginning);

/// The same options, but as the text of this pass is written.
CsvOptions writtenAs(const CsvPassOrder &pass, CsvOptions options);

} // namespace hourglass::data
