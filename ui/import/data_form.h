// What is taken for granted of a source and how its samples are shaped, as forms: which settings are shown, their values, and what an edit
// of one of them makes of the data. Made from tables alone: a new setting, kind or part appears by itself.
#pragma once

#include <optional>
#include <string>

#include "engine/data/read_report.h"
#include "engine/spec/spec.h"

namespace hourglass::ui {

struct DataForm {
    spec::Kind source;  ///< the settings of the reader or generator; none where it has none
    spec::Kind shaping; ///< keys as in the command line's --set data.…: "subset", "subset.samples", "validation"
    spec::Component sourceValues, shapingValues;
};

/// `source` describes the reader or generator, `read` what it took for granted where the person said nothing, and the columns that a setting can name.
DataForm dataForm(const spec::DataSpec &data, const spec::Catalogue &catalogue, const spec::Kind &source, const data::ReadReport &read);

/// The label of the setting that an error speaks of ("data.options.delimiter", "data.subset.samples"), or an empty text where it is none of the form's.
std::string labelAt(const DataForm &form, const std::string &where);

/// The data with one setting of the source said by the person; said again as it is assumed, it stays said.
spec::DataSpec withSourceEdit(spec::DataSpec data, const std::string &key, const spec::Value &value);

/// The data with one setting of the shaping changed; as they are where key or kind is unknown.
spec::DataSpec withShapingEdit(spec::DataSpec data, const spec::Catalogue &catalogue, const std::string &key, const spec::Value &value);

} // namespace hourglass::ui
