// Weka's attribute-relation files (ARFF): a table whose header says what its columns are, or bags of rows that are series.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind arffKind();
spec::Kind arffSeriesKind();

/// True for a file named .arff (or .arff.gz), and for text that begins with @relation, comments aside; and for a folder in which
/// one pair NAME_TRAIN.arff, NAME_TEST.arff stands.
bool looksLikeArff(const std::string &path);
/// The same with a relational attribute.
bool looksLikeArffSeries(const std::string &path);

/// The class is the nominal attribute of a name such as class, or the last attribute if it is nominal; other nominal ones become
/// what words become. A relational attribute makes each row a series. NAME_TEST.arff beside NAME_TRAIN.arff is the test part.
core::Result<Dataset> readArff(const ReadOrder &order);

} // namespace hourglass::data
