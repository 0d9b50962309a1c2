// The colours that tell runs apart, wherever they are drawn. Blue and amber are not among them: they are the present training's.
#pragma once

#include "ui/theme/theme.h"

namespace hourglass::ui {

/// Of run colour 0, 1 …; further ones repeat them.
QColor runColour(int number, const Theme &theme);

} // namespace hourglass::ui
