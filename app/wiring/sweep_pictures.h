// A sweep as the panel shows it, from what it has come to.
#pragma once

#include <string>
#include <vector>

#include <QStringList>

#include "app/session/sweep_desk.h"
#include "ui/sweep/sweep_picture.h"

namespace hourglass::app {

inline QString textOf(const std::string &text) {
    return QString::fromStdString(text);
}

/// What each axis is called in the form.
QStringList labelsOf(const sweeps::Sweep &sweep);

/// Empty where none is shown.
ui::SweepPicture pictureOf(const SweepDesk &desk);

/// All sweeps of the work.
std::vector<ui::KeptSweep> keptOf(const SweepShelf &shelf, const SweepDesk &desk);

} // namespace hourglass::app
