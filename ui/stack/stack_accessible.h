// The bars for a screen reader: a list whose items say kind, activation, place, shapes and parameters.
#pragma once

namespace hourglass::ui {

class StackCanvas;

/// Lets Qt find the description of every StackCanvas. Call as often as you like.
void installStackAccessibility();

/// Tells the reader, if there is one, which bar is selected now.
void announceSelection(StackCanvas &canvas);

} // namespace hourglass::ui
