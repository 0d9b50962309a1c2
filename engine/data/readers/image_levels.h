// What the numbers of pictures become that are no bytes: which of them is 0 and which is 1.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

enum class Levels {
    Automatic, ///< bytes: what their type holds; reals between 0 and 1: as they are; all else: the range that the samples use
    Used,      ///< the lowest number of all samples is 0, the highest 1
    Full,      ///< 0 to 1 is what the type of the numbers holds
    Source     ///< the numbers of the files
};

spec::Setting levelsSetting();
Levels levelsOf(const spec::Value &setting);

/// The samples of all parts, as ImageSamples left them: numbers less `base`, NaN beside pictures. `numbers` says of each sample of each part what it was.
/// What was done is told in remarks, and assumed for `levels`.
void applyLevels(Dataset &dataset, const std::array<std::vector<PictureNumbers>, 3> &numbers, Levels levels, double base);

/// Samples that are bytes, and dark: a doubt that offers the range they use.
void doubtDarkBytes(Dataset &dataset);

} // namespace hourglass::data
