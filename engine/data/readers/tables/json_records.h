// JSON as a table: a list of records, records a line (JSON Lines), lists beside each other by column, or whatever
// pandas.DataFrame.to_json writes.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind jsonKind();

/// True for files named .json, .jsonl, .ndjson or .geojson (or .gz behind it), and for text that begins as a list or an object of
/// JSON does.
bool looksLikeJson(const std::string &path);

/// Whether a file begins as a list of records or a record a line does, as no other JSON of ours does: a stack is one object.
bool beginsAsRecords(const std::string &path);

core::Result<Dataset> readJsonRecords(const ReadOrder &order);

} // namespace hourglass::data
