// Lines of units or types, which stand below the names of columns.
#pragma once

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// Whether each field that is not empty is a unit ("m/s", "[kg]", "degC"), a type ("float") or a kind of mean ("Avg").
bool areUnits(const CsvRow &row);

} // namespace hourglass::data
