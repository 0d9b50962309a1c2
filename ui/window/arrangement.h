// How the docks of the window stand for one kind of work: a row of a table that the window's owner hands in.
#pragma once

#include <QString>

#include <vector>

namespace hourglass::ui {

enum class DockColumn { Left, Centre, Right };

/// Where a panel stands. In one place the panels stand below each other in the order of the rows.
struct Stand {
    QString panel; ///< its object name
    DockColumn place = DockColumn::Centre;
    double share = 0;    ///< of the column's height
    bool isShown = true; ///< else the menu Window brings it up here
    int least = 0;       ///< pixels of that height at first, at most 55 % of the column; the others of the column give way
    QString beside = {}; ///< a tab in the place of this panel, behind it
};

/// The width of a column at the side: a share of the whole, within pixels. The centre takes the rest.
struct ColumnWidth {
    double share;
    int least, most;
};

struct Arrangement {
    QString key;      ///< names its bytes in the settings; empty: those of a window with one arrangement
    QString title;    ///< "Data"
    QString sentence; ///< what it is for
    std::vector<Stand> stands;
    ColumnWidth left = {0.194, 252, 320}, right = {0.222, 316, 380};
};

} // namespace hourglass::ui
