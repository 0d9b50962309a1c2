// What a data set can be coloured by.
#pragma once

#include <vector>

#include "ui/colouring/colouring.h"

namespace hourglass::ui {

struct ColouringEntry {
    ColouringKind kind = ColouringKind::None;
    int column = -1; ///< of the factors or features
    QString name;

    bool operator==(const ColouringEntry &) const = default;
};

/// Classes where there are labels, groups where there are some, each factor, each column of a table, what is measured of the model (cluster, predicted class
/// where there are up to 64, density, error), the part where there are several, the number in the source, and none. Columns are offered up to 64, and of tables
/// of up to 2²⁶ numbers: they are read when one is chosen.
std::vector<ColouringEntry> colouringsOf(const data::Dataset &dataset);

/// The first entry of this kind and name; where there is none, the one of any kind of that name, then classes, then the first factor, then none.
ColouringEntry entryLike(const std::vector<ColouringEntry> &entries, const ColouringEntry &wanted);

/// Reads the values of what was chosen, and of nothing else: a pass over the samples. Features are turned back into the source's numbers.
Colouring makeColouring(const data::Dataset &dataset, const ColouringEntry &entry);
/// The same of what is measured. Without values, or with those of something else, all samples are unknown, and the scale says that they are measured.
Colouring makeColouring(const data::Dataset &dataset, const ColouringEntry &entry, const MeasuredValues &measured);

} // namespace hourglass::ui
