#include "app/wiring/sweep_pictures.h"

#include <algorithm>
#include <utility>

#include <QDateTime>

#include "app/session/session.h"
#include "app/wiring/sweep_settings.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"

namespace hourglass::app {

using sweeps::TrialState;

namespace {

QString stateText(const std::vector<sweeps::TrialProgress> &progress, const std::vector<sweeps::Trial> &trials, std::size_t first, std::size_t last) {
    qlonglong over = 0, running = 0, stopped = 0, failed = 0, cancelled = 0, held = 0;
    double done = 0;
    for (std::size_t trial = first; trial < last; ++trial) {
        const TrialState state = progress[trial].state;
        over += state == TrialState::Done;
        running += state == TrialState::Running;
        stopped += state == TrialState::Stopped;
        failed += state == TrialState::Failed;
        cancelled += state == TrialState::Cancelled;
        held += state == TrialState::Held;
        done += std::min(1.0, progress[trial].epoch / static_cast<double>(trials[trial].spec.training.epochs));
    }
    const auto count = static_cast<qlonglong>(last - first);
    if (failed == count)
        return Session::tr("failed");
    if (over == count)
        return Session::tr("done");
    if (stopped > 0)
        return Session::tr("stopped early");
    if (cancelled > 0)
        return Session::tr("cancelled");
    if (over + failed == count)
        return Session::tr("done, %1 failed").arg(failed);
    if (running > 0 || over > 0)
        return QStringLiteral("%1 %").arg(static_cast<int>(100 * done / static_cast<double>(count)));
    return held > 0 ? Session::tr("held") : Session::tr("waiting");
}

std::vector<ui::SweepRow> rowsOf(const sweeps::Record &record) {
    const std::vector<sweeps::TrialProgress> &progress = record.progress;
    const std::vector<sweeps::Trial> &trials = *record.trials;
    std::vector<ui::SweepRow> rows;
    for (const sweeps::Summary &summary : sweeps::summariesOf(trials, progress, record.measure)) {
        std::size_t last = summary.firstTrial;
        ui::SweepRow row{.combination = static_cast<int>(summary.combination),
                         .isOver = true,
                         .isWhole = summary.isWhole,
                         .mean = summary.mean,
                         .spread = summary.spread,
                         .rate = summary.rate,
                         .distortion = summary.distortion,
                         .epochs = summary.epochs};
        for (; last < trials.size() && trials[last].combination == summary.combination; ++last) {
            const sweeps::TrialProgress &each = progress[last];
            row.isOver = row.isOver && each.state != TrialState::Waiting && each.state != TrialState::Running && each.state != TrialState::Held;
            row.seconds += each.seconds;
            row.done += each.epoch;
            row.parameters = each.parameters;
            row.codeSize = static_cast<int>(each.codeSize);
            if (!each.sentence.empty())
                row.sentence = textOf(each.sentence);
        }
        for (const std::string &value : trials[summary.firstTrial].values)
            row.values << textOf(value);
        row.isFailed = summary.failed == static_cast<core::Index>(last - summary.firstTrial);
        row.state = stateText(progress, trials, summary.firstTrial, last);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

QStringList labelsOf(const sweeps::Sweep &sweep) {
    QStringList labels;
    const std::vector<ui::SweepSetting> settings = sweepSettingsOf(sweep.base);
    for (const sweeps::Axis &axis : sweep.axes) {
        QString label = textOf(axis.path);
        for (const ui::SweepSetting &setting : settings)
            if (setting.path == label || (setting.path == QStringLiteral("layers.code.") + label.section(QLatin1Char('.'), 2) &&
                                          label.section(QLatin1Char('.'), 1, 1) == QString::number(sweep.base.model.code)))
                label = setting.label;
        labels << label;
    }
    return labels;
}

ui::SweepPicture pictureOf(const SweepDesk &desk) {
    ui::SweepPicture picture;
    if (!desk.record())
        return picture;
    const sweeps::Record &record = *desk.record();
    const sweeps::SweepProgress progress = desk.progress();
    const auto row = sweeps::findReadyMade(record.ready);
    picture.axes = labelsOf(record.sweep);
    picture.rows = rowsOf(record);
    picture.measure = record.measure == sweeps::Measure::Loss ? Session::tr("Validation loss") : Session::tr("Validation MSE");
    picture.plot = row && row->plot == sweeps::Plot::RateAndDistortion ? ui::SweepPicture::Plot::RateAndDistortion : ui::SweepPicture::Plot::Errors;
    for (const sweeps::PcaPoint &point : record.pca)
        picture.pca.emplace_back(static_cast<double>(point.components), point.squaredError);
    picture.trainings = static_cast<int>(progress.trials);
    picture.over = static_cast<int>(progress.over);
    picture.fraction = progress.fraction;
    picture.secondsLeft = progress.secondsLeft;
    picture.isRunning = !progress.isOver;
    picture.isPaused = progress.isPaused;
    picture.isCancelled = progress.isCancelled;
    return picture;
}

std::vector<ui::KeptSweep> keptOf(const SweepShelf &shelf, const SweepDesk &desk) {
    std::vector<ui::KeptSweep> all;
    for (const SweepShelf::Kept &kept : shelf.all())
        all.push_back({kept.id, textOf(kept.title), QDateTime::fromMSecsSinceEpoch(kept.begun), kept.id == desk.shown()});
    return all;
}

} // namespace hourglass::app
