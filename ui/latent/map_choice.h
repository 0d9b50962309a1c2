// Some samples that a person works with, as the map shows them. A value.
#pragma once

#include <QString>

#include <utility>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::ui {

struct MapChoice {
    QString name;                                         ///< "Lasso", "Class Boot", or as a person called it
    bool isKept = false;                                  ///< under that name
    core::Index count = 0;                                ///< of all, also of those that the map does not show
    std::vector<core::Index> samples;                     ///< of the part that the map shows, ascending
    std::vector<std::pair<QString, core::Index>> classes; ///< name and number, most first; empty without classes
    std::vector<int> labels;                              ///< of the classes above; -1: of none

    bool isEmpty() const { return count == 0; }
};

/// "Dress 44, Trouser 34, Coat 20 and 31 of 4 other classes": at most `most` by name. Empty without classes.
QString classesText(const MapChoice &choice, std::size_t most);

} // namespace hourglass::ui
