// A page that needs more room than there is.
#pragma once

class QScrollArea;
class QWidget;

namespace hourglass::ui {

/// Fills the area that is returned, and is scrolled where its least height is more than that has; it pushes nobody away.
QScrollArea *scrolled(QWidget *page);
/// The same to both sides.
QScrollArea *scrolledBothWays(QWidget *page);

} // namespace hourglass::ui
