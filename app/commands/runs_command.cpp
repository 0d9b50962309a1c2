// What a project holds, run by run.
#include "app/commands/runs_command.h"

#include <cmath>
#include <ctime>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "app/commands/json_line.h"
#include "engine/project/project_file.h"
#include "engine/runs/curve_files.h"

namespace hourglass::app {

namespace {

/// ISO 8601, UTC, with milliseconds.
std::string timeText(project::Moment moment) {
    const auto seconds = static_cast<std::time_t>(moment / 1000);
    std::tm time{};
    gmtime_r(&seconds, &time);
    std::ostringstream text;
    text << std::put_time(&time, "%Y-%m-%dT%H:%M:%S") << '.' << std::setw(3) << std::setfill('0') << moment % 1000 << 'Z';
    return text.str();
}

/// The evaluation with the lowest held-out loss; null: none.
const training::EvaluationRecord *bestOf(const runs::RunLog &log) {
    const training::EvaluationRecord *best = nullptr;
    for (const training::EvaluationRecord &record : log.evaluations().records())
        if (std::isfinite(record.heldOutLoss) && (!best || record.heldOutLoss < best->heldOutLoss))
            best = &record;
    return best;
}

void printJson(const project::StoredRun &run, const runs::RunLog &log, bool isPresent, Console &console) {
    JsonLine line;
    line.integer("run", run.record.id).text("name", run.record.name).flag("present", isPresent).flag("pinned", run.record.isPinned);
    if (run.record.parent != 0)
        line.integer("parent", run.record.parent);
    line.text("preset", run.record.preset)
        .text("loss", log.lossName())
        .integer("seed", static_cast<long long>(run.record.seed))
        .text("created", timeText(run.record.created))
        .integer("epochs", run.record.spec.training.epochs);
    line.object("data", JsonLine()
                            .text("source", run.record.data.source)
                            .text("title", run.record.data.title)
                            .integer("samples", run.record.data.samples)
                            .integer("features", run.record.data.features));
    if (const project::StateMoment *last = run.last())
        line.integer("step", last->step)
            .number("epoch", last->epoch)
            .text("saved", timeText(last->taken))
            .integer("saved_ms", last->taken)
            .flag("finished", last->isFinished)
            .text("reason", last->end);
    if (const training::EvaluationRecord *best = bestOf(log))
        line.object("best",
                    JsonLine().text("part", log.heldOutName()).number("loss", best->heldOutLoss).number("epoch", best->epoch).integer("step", best->step));
    console.out << line.toText() << '\n';
}

void printLine(const project::StoredRun &run, const runs::RunLog &log, bool isPresent, Console &console) {
    console.out << std::setw(4) << run.record.id << (isPresent ? " * " : "   ") << std::left << std::setw(24) << run.record.name << std::right << " on "
                << run.record.data.title;
    if (const project::StateMoment *last = run.last())
        console.out << ", epoch " << std::fixed << std::setprecision(1) << last->epoch << " of " << run.record.spec.training.epochs << ", step " << last->step
                    << ", saved " << timeText(last->taken);
    else
        console.out << ", nothing of its weights was saved";
    if (const training::EvaluationRecord *best = bestOf(log))
        console.out << std::setprecision(5) << ", best " << log.heldOutName() << " loss " << best->heldOutLoss << " in epoch " << std::setprecision(0)
                    << best->epoch;
    console.out << std::defaultfloat << std::setprecision(6) << '\n';
}

/// All curves into the files that were asked for.
std::optional<core::Error> writeCurves(project::ProjectFile &file, const Arguments &arguments, Console &console) {
    std::vector<runs::RunCurves> all;
    std::size_t points = 0;
    for (const project::StoredRun &run : file.runs()) {
        all.push_back({run.record.name, run.record.created / 1000, runs::seriesOf(*file.log(run.record.id))});
        for (const runs::Series &series : all.back().series)
            points += series.points.size();
    }
    if (const auto path = arguments.value("--csv"))
        if (auto error = runs::writeCurvesAsCsv(all, *path))
            return error;
    if (const auto folder = arguments.value("--tensorboard"))
        if (auto error = runs::writeCurvesForTensorBoard(all, *folder))
            return error;
    console.err << all.size() << (all.size() == 1 ? " run, " : " runs, ") << points << " points\n";
    return {};
}

ExitStatus listRuns(const Arguments &arguments, Console &console) {
    if (arguments.positional().empty())
        return failed({"Whose runs?", "runs", "Name a project: hourglass runs run.hourglass."}, console);
    auto file = project::ProjectFile::openToRead(arguments.positional().front());
    if (!file)
        return failed(file.error(), console);
    const std::int64_t present = file->presentRun();
    const bool areCurvesWanted = arguments.has("--csv") || arguments.has("--tensorboard");
    if (areCurvesWanted)
        if (const auto error = writeCurves(*file, arguments, console))
            return failed(*error, console);
    for (const project::StoredRun &run : file->runs()) {
        const std::shared_ptr<runs::RunLog> log = file->log(run.record.id);
        const bool isPresent = run.record.id == present;
        if (areCurvesWanted && !arguments.has("--json"))
            continue;
        arguments.has("--json") ? printJson(run, *log, isPresent, console) : printLine(run, *log, isPresent, console);
    }
    for (const std::string &missing : file->missing())
        console.err << "hourglass: " << file->path() << ": the file is damaged; missing: " << missing << '\n';
    return ExitStatus::Done;
}

} // namespace

Command runsCommand() {
    return {"runs",
            "FILE.hourglass [--json] [--csv FILE] [--tensorboard FOLDER]",
            "lists the runs of a project, with the step and the time of what was saved last, or writes their curves",
            {{"--json", "", "one JSON object a run"},
             {"--csv", "FILE", "writes all curves as one table instead: a row a point, with its run, series, step, epoch, seconds and value"},
             {"--tensorboard", "FOLDER",
              "writes them as event files instead, a folder for each run: tensorboard --logdir FOLDER --samples_per_plugin scalars=100000 shows each point"}},
            1,
            listRuns};
}

} // namespace hourglass::app
