// Where everything stands among the samples of several runs. Pure geometry in logical pixels.
#pragma once

#include "ui/reconstructions/reconstruction_layout.h"

namespace hourglass::ui {

struct ComparedMeasures {
    QSizeF place;
    core::Shape sample{1, 28, 28};
    int runs = 2;
    bool isLabelled = true;
    double ratio = 1.0;      ///< device pixels of one logical pixel
    double labelWidth = 110; ///< of the names of the rows
    double lineHeight = 14;  ///< of a line of small text
    double numberWidth = 40; ///< of a number below a column
};

/// Of images a row of the originals, of each run its reconstructions with a line of numbers below, and of two runs their difference; else a chart
/// for each run. The last line, `mseTop`, says of two runs by how much one is closer; where there are more it is not there.
ReconstructionLayout arrangeCompared(const ComparedMeasures &measures);

} // namespace hourglass::ui
