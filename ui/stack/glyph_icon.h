// Small line drawings for tool buttons, sharp at any scale, in the theme's colours.
#pragma once

#include <QIcon>

#include "ui/theme/theme.h"

namespace hourglass::ui {

enum class StackGlyph { Plus, Minus, Up, Down, Undo, Redo, Code };

QIcon glyphIcon(StackGlyph glyph, const Theme &theme);

} // namespace hourglass::ui
