// What the variation of samples makes of one of them, for the training panel.
#pragma once

#include <QImage>
#include <QVector>

#include "engine/data/dataset.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

struct Variants {
    QVector<QImage> pictures; ///< empty where samples are trained on as they are, or the variation does not fit them
    double microseconds = 0;  ///< for varying one sample, measured
};

/// Eight variants of the training part's first sample. Takes a few milliseconds at most for pictures of some hundred pixels a side.
Variants variantsOf(const data::Dataset &dataset, const spec::TrainingSpec &training);

} // namespace hourglass::app
