// CSV, TSV and other delimited text: a sample a line. How it is written and what its columns hold is found out from its beginning, told in
// the report, and can be said otherwise.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// The settings: how the text is written, and what becomes of its columns.
spec::Kind csvKind();

/// True for a file named .csv, .tsv, .txt or .data (or .gz behind it), and for text whose first lines have equally many fields, unpacked if
/// need be. Comes behind all binary formats.
bool looksLikeCsv(const std::string &path);

/// All rows are the training part, unless a column says their parts. A row or value that cannot be used is a problem of the report; an error is what leaves no
/// sample. The same bits for any number of threads; 0: as many as the machine has cores.
core::Result<Dataset> readCsv(const ReadOrder &order, int threads = 0);

} // namespace hourglass::data
