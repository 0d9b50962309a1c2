// The text of Weka's attribute-relation files (ARFF): what its header declares, and the values of a row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/text_lines.h"

namespace hourglass::data {

struct ArffAttribute {
    enum class Type { Number, Nominal, Text, Date, Relational };

    std::string name;
    Type type = Type::Number;
    std::vector<std::string> values = {};  ///< of a nominal one, as declared
    std::vector<ArffAttribute> inner = {}; ///< of a relational one
    bool operator==(const ArffAttribute &other) const = default;
};

/// Reads up to and with the line @data. Errors tell the line.
core::Result<std::vector<ArffAttribute>> readArffHeader(TextLines &lines);

/// Whether a line of the data holds no row: it is blank or a comment.
bool isArffComment(std::string_view line);

/// The values of a row, unquoted; missing ones are empty, and those that a sparse row leaves out are 0, or the first value of a
/// nominal attribute. A weight behind a dense row is passed over. A row may have another number of values than there are
/// attributes. What is wrong with it otherwise, as a clause, or nothing.
std::optional<std::string> splitArffRow(std::string_view line, const std::vector<ArffAttribute> &attributes, std::vector<std::string> &values);

} // namespace hourglass::data
