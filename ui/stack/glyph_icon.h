// Small line drawings for tool buttons, sharp at any scale, in the theme's colours.
#pragma once

#include <QIcon>

#include "ui/theme/theme.h"

namespace hourglass::ui {

enum class Glyph { Plus, Minus, Up, Down, Undo, Redo, Code };

QIcon glyphIcon(Glyph glyph, const Theme &theme);

} // namespace hourglass::ui
