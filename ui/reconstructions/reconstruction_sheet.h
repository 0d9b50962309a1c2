// All that stands still among the reconstructions, composed once for each picture: names, tiles, numbers. Hover and selection are
// painted around it.
#pragma once

#include <QImage>

#include "ui/reconstructions/reconstruction_layout.h"
#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

/// A transparent image of the size (logical pixels), with the layout's ratio as its device pixel ratio.
QImage composeSheet(const analysis::ReconstructionPicture &picture, const ReconstructionLayout &layout, const ReconstructionStyle &style,
                    const QSize &size);

/// What a row is, in a sentence.
QString rowHelp(ReconstructionRow row);
/// "PCA, 8 units".
QString pcaName(core::Index components);

} // namespace hourglass::ui
