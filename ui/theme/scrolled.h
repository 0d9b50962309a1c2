// A page that needs more height than its panel has.
#pragma once

class QScrollArea;
class QWidget;

namespace hourglass::ui {

/// Fills the area that is returned, and is scrolled where its least height is more than that has; it pushes nobody away.
QScrollArea *scrolled(QWidget *page);

} // namespace hourglass::ui
