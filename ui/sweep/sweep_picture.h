// A sweep as its views show it. Values.
#pragma once

#include <QDateTime>
#include <QPointF>
#include <QString>
#include <QStringList>

#include <limits>
#include <vector>

namespace hourglass::ui {

/// A setting that may be varied.
struct SweepSetting {
    QString path;   ///< "layers.2.units"
    QString label;  ///< "Layer 3, code · Units"
    QString values; ///< that are worth a try: "2, 4, 8"
};

/// One that is varied, as it is written.
struct SweepAxis {
    QString path, values;

    bool operator==(const SweepAxis &) const = default;
};

struct ReadySweep {
    QString key, title, sentence;
};

/// What a person asks for.
struct SweepOrder {
    QString ready; ///< its key, or empty
    std::vector<SweepAxis> axes;
    int seeds = 1, epochs = 5, halving = 0, draws = 0;
};

/// One combination over its seeds.
struct SweepRow {
    int combination = 0;
    QStringList values; ///< one for each axis
    QString state;      ///< "running", "2 of 3" …
    bool isOver = false, isWhole = false, isFailed = false;
    double done = 0; ///< of its trainings, 0 … 1
    double mean = std::numeric_limits<double>::quiet_NaN(), spread = mean, rate = mean, distortion = mean;
    double epochs = 0, seconds = 0;
    qlonglong parameters = 0;
    int codeSize = 0;
    QString sentence; ///< why it failed or ended early

    bool operator==(const SweepRow &other) const {
        const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
        return combination == other.combination && values == other.values && state == other.state && done == other.done && same(mean, other.mean) &&
               same(spread, other.spread) && same(rate, other.rate) && epochs == other.epochs && seconds == other.seconds && parameters == other.parameters &&
               sentence == other.sentence;
    }
};

struct SweepPicture {
    enum class Plot { Errors, RateAndDistortion };

    QStringList axes;           ///< their labels
    std::vector<SweepRow> rows; ///< by combination
    QString measure;            ///< "Validation loss"
    Plot plot = Plot::Errors;
    std::vector<QPointF> pca; ///< components and error, beside errors over a bottleneck
    int trainings = 0, over = 0;
    double fraction = 0, secondsLeft = std::numeric_limits<double>::quiet_NaN();
    bool isRunning = false, isPaused = false, isCancelled = false;
};

/// One that can be shown again.
struct KeptSweep {
    qint64 id = 0;
    QString title;
    QDateTime begun;
    bool isShown = false;

    bool operator==(const KeptSweep &) const = default;
};

/// The row with the lowest mean of those that were trained to their end, or −1.
int bestOf(const std::vector<SweepRow> &rows);

/// One column of values: numbers, or words in the order of their coming.
struct SweepScale {
    std::vector<double> places;                    ///< one a row, 0 … 1; NaN: it has none
    std::vector<std::pair<double, QString>> ticks; ///< at most seven, from below to above
    bool isLogarithmic = false;
};

/// Of an axis: evenly spaced words, numbers by their size or, where they span a factor of ten, its logarithm.
SweepScale scaleOf(const std::vector<SweepRow> &rows, int axis);
/// Of what is measured.
SweepScale scaleOfMeans(const std::vector<SweepRow> &rows);

} // namespace hourglass::ui
