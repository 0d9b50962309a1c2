// Codes in a file become points of a plane, or of space, in another.
#include "app/commands/projection_command.h"
#include "app/commands/lost_input.h"

#include <chrono>
#include <cmath>
#include <ostream>

#include "app/background/available_threads.h"
#include "app/commands/code_files.h"
#include "app/commands/interrupt_guard.h"
#include "app/commands/json_line.h"
#include "engine/core/thread_pool.h"
#include "engine/files/npy_writer.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using core::Index;
using Clock = std::chrono::steady_clock;

constexpr Index mostNeighbours = 15, mostAsked = 10'000;
constexpr double slice = 0.25;

core::Result<std::string> methodFrom(const Arguments &arguments) {
    std::vector<std::string> names;
    for (const spec::Kind &kind : projections::methods())
        names.push_back(kind.key);
    const auto name = arguments.value("--method");
    if (!name)
        return core::Error{"Which projection?", "--method", spec::suggestion("", names)};
    if (!spec::find(projections::methods(), *name))
        return core::Error{"There is no projection " + spec::quoted(*name), "--method", spec::suggestion(*name, names)};
    return *name;
}

std::optional<core::Error> write(const projections::Layout &layout, const std::string &path) {
    auto writer = files::NpyWriter::create(path, {layout.samples(), layout.dimensions()});
    if (!writer)
        return writer.error();
    const core::Floats columns = layout.toColumns();
    if (auto error = writer->write(columns.span()))
        return error;
    return writer->commit();
}

/// Goes on to the end, or until Ctrl+C.
std::optional<core::Error> finish(projections::Projection &projection, core::ThreadPool &pool, const InterruptGuard &guard, Console &console) {
    const projections::Slice part{.seconds = slice, .cancelled = &guard.isInterrupted()};
    while (!projection.isFinished() && !guard.isInterrupted()) {
        if (auto error = projection.advance(part, pool))
            return error;
        if (console.isTerminal)
            console.err << "\rStep " << projection.step() << " of " << projection.steps() << "\033[K" << std::flush;
    }
    if (console.isTerminal)
        console.err << "\r\033[K" << std::flush;
    return {};
}

struct Outcome {
    std::string method, path;
    const projections::Projection &projection;
    const Codes &codes;
    Index dimensions; ///< of the layout
    double seconds;
    std::optional<projections::Quality> quality; ///< none of too few samples
    std::vector<std::string> warnings;
};

void report(const Outcome &outcome, bool isJson, Console &console) {
    for (const std::string &warning : outcome.warnings)
        console.err << "hourglass: " << warning << '\n';
    if (isJson) {
        JsonLine line;
        line.text("method", outcome.method)
            .integer("samples", outcome.codes.samples)
            .integer("dimensions", outcome.codes.dimensions)
            .integer("layout_dimensions", outcome.dimensions)
            .number("seconds", outcome.seconds)
            .integer("steps", outcome.projection.step());
        if (const auto objective = outcome.projection.objective())
            line.number("divergence", *objective);
        if (outcome.quality)
            line.integer("neighbours", outcome.quality->neighbours)
                .number("trustworthiness", outcome.quality->trustworthiness)
                .number("continuity", outcome.quality->continuity)
                .number("stress", outcome.quality->stress)
                .integer("asked", static_cast<long long>(outcome.quality->trustworthinessOf.size()));
        console.out << line.texts("warnings", outcome.warnings).toText() << '\n';
        return;
    }
    console.err << "hourglass: " << outcome.path << ": " << outcome.codes.samples << " × " << outcome.dimensions << " in "
                << spec::shortest(std::round(outcome.seconds * 100) / 100) << " s";
    if (outcome.quality)
        console.err << ", trustworthiness " << spec::shortest(std::round(outcome.quality->trustworthiness * 1e4) / 1e4) << ", continuity "
                    << spec::shortest(std::round(outcome.quality->continuity * 1e4) / 1e4) << " (" << outcome.quality->neighbours << " neighbours)";
    console.err << '\n';
}

ExitStatus layOut(const Arguments &arguments, Console &console) {
    const auto method = methodFrom(arguments);
    if (!method)
        return failed(method.error(), console);
    const auto settings = settingsFrom(arguments.values("--set"), "perplexity=40");
    if (!settings)
        return failed(settings.error(), console);
    const auto seed = arguments.integer("--seed", 0, 0, 1LL << 53);
    if (!seed)
        return failed(seed.error(), console);
    const auto dimensions = arguments.integer("--dimensions", 2, 2, 3);
    if (!dimensions)
        return failed(dimensions.error(), console);
    const auto threads = arguments.integer("--threads", availableThreads(), 1, mostAnalysisThreads);
    if (!threads)
        return failed(threads.error(), console);
    const std::string path = arguments.value("-o").value_or("");
    if (path.empty())
        return failed({"Where should the layout go?", "-o", "Give -o PLANE.npy."}, console);
    if (arguments.positional().empty())
        return failed({"Which codes?", "", "Give an array such as `hourglass encode` writes: CODES.npy."}, console);
    if (const auto error = noArrayName(path))
        return failed(*error, console);
    if (const auto obstacle = files::obstacleTo(path)) // before the work, not after it
        return failed(*obstacle, console);
    const auto codes = codesToCompareFrom(arguments.positional().front());
    if (!codes)
        return failed(codes.error(), console);
    projections::Subject subject{codes->view(), {}, static_cast<std::uint64_t>(*seed)};
    subject.dimensions = static_cast<Index>(*dimensions);
    if (const auto labels = arguments.value("--labels")) {
        auto read = labelsFrom(*labels, codes->samples);
        if (!read)
            return failed(read.error(), console);
        subject.labels.assign(read->labels.begin(), read->labels.end());
    }

    const InterruptGuard guard; // so that nothing is left behind half written
    core::ThreadPool pool(static_cast<int>(*threads));
    const auto begun = Clock::now();
    auto projection = projections::project(*method, *settings, subject);
    if (!projection)
        return failed(projection.error(), console);
    if (auto error = finish(**projection, pool, guard, console))
        return failed(*error, console);
    const projections::Layout layout = (*projection)->layout();
    Outcome outcome{
        *method, path, **projection, *codes, layout.dimensions(), std::chrono::duration<double>(Clock::now() - begun).count(), {}, (*projection)->warnings()};
    if (guard.isInterrupted())
        outcome.warnings.push_back("Stopped at step " + std::to_string((*projection)->step()) + " of " + std::to_string((*projection)->steps()) +
                                   ": the layout so far was written.");
    if (auto error = write(layout, path))
        return failed(*error, console);
    if (const Index neighbours = std::min(mostNeighbours, (codes->samples - 1) / 2); neighbours > 0 && !guard.isInterrupted()) {
        const core::Floats columns = layout.toColumns();
        auto quality = projections::judge(codes->view(), {columns.data(), layout.dimensions(), codes->samples, layout.dimensions()}, neighbours, pool,
                                          &guard.isInterrupted(), mostAsked);
        if (quality)
            outcome.quality = std::move(*quality);
        else if (!guard.isInterrupted())
            return failed(quality.error(), console);
    }
    report(outcome, arguments.has("--json"), console);
    return ExitStatus::Done;
}

} // namespace

Command projectionCommand() {
    std::string names;
    for (const spec::Kind &kind : projections::methods())
        names += (names.empty() ? "" : "|") + kind.key;
    return {"projection",
            "--method " + names + " CODES.npy [--dimensions 2|3] [--labels L.npy] [--set KEY=VALUE]… [--seed N] [--threads N] -o PLANE.npy [--json]",
            "lays codes out on a plane or in space, and says how far it is to be trusted",
            {{"--method", names, "how"},
             {"--dimensions", "2|3", "a plane (2), or space"},
             {"--labels", "L.npy", "a class for each code, which LDA needs"},
             {"--set", "KEY=VALUE", "a setting of the method: --set perplexity=40", true},
             {"--seed", "N", "the same seed gives the same layout, on any number of threads (0)"},
             {"--threads", "N", "all cores where it is not said"},
             {"-o", "PLANE.npy", "where it goes: float32, (samples, dimensions)"},
             {"--json", "", "one JSON object: seconds, trustworthiness, continuity, stress, warnings"}},
            1,
            layOut};
}

} // namespace hourglass::app
