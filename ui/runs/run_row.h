// A run as a row of the table: what is told of it, ready to be shown.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <QString>

namespace hourglass::ui {

struct RunRow {
    std::uint64_t id = 0;
    QString name;
    QString change, allChanges; ///< beside the run that it came from: in short, and a line each
    int colour = 0;             ///< of runColour()
    bool isPresent = false, isBeside = false, isPinned = false, isShown = true, canGoOn = true;
    QString lossName, heldOutName, dataName;
    double best = std::numeric_limits<double>::quiet_NaN(); ///< lowest held-out loss
    double bestEpoch = 0, epochs = 0, seconds = 0;
    long long steps = 0, parameters = 0, codeSize = 0, seed = 0;

    /// Whether the losses of two runs measure the same.
    bool comparesWith(const RunRow &other) const { return lossName == other.lossName && heldOutName == other.heldOutName && dataName == other.dataName; }
    bool operator==(const RunRow &other) const {
        const auto alike = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        return id == other.id && name == other.name && allChanges == other.allChanges && colour == other.colour && isPresent == other.isPresent &&
               isBeside == other.isBeside && isPinned == other.isPinned && isShown == other.isShown && canGoOn == other.canGoOn && alike(best, other.best) &&
               epochs == other.epochs && seconds == other.seconds && steps == other.steps && parameters == other.parameters && codeSize == other.codeSize &&
               seed == other.seed && comparesWith(other);
    }
};

} // namespace hourglass::ui
