// What one of several runs makes of the same samples: a row.
#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "engine/analysis/pictures.h"
#include "ui/plots/run_colours.h"

namespace hourglass::ui {

struct ComparedRow {
    QString name;
    RunMark mark;
    QString obstacle;                                               ///< why there is nothing to show; empty: there is, or it is on its way
    std::shared_ptr<const analysis::ReconstructionPicture> picture; ///< null: nothing to show yet
};

/// The first that has a picture, or null: whose originals are those of all.
inline const analysis::ReconstructionPicture *firstPicture(const std::vector<ComparedRow> &rows) {
    for (const ComparedRow &row : rows)
        if (row.picture)
            return row.picture.get();
    return nullptr;
}

} // namespace hourglass::ui
