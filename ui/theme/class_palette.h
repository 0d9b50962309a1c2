// Which colours the classes have, in every view at once: the usual ones, or some that people tell apart who see no red or no green.
#pragma once

namespace hourglass::ui {

/// Distinct: Okabe and Ito (2008), whose black, which a dark ground would swallow, is a grey, and two more that lie farthest from all of them.
enum class ClassPalette { Usual, Distinct };

ClassPalette classPalette();
/// For classColour(), from the next painting on. The GUI thread's.
void setClassPalette(ClassPalette palette);

} // namespace hourglass::ui
