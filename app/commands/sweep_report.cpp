#include "app/commands/sweep_report.h"

#include <cmath>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "app/commands/clock_text.h"
#include "app/commands/json_line.h"
#include "engine/sweeps/results.h"

namespace hourglass::app {

namespace {

using sweeps::TrialState;

bool isOver(TrialState state) {
    return state != TrialState::Waiting && state != TrialState::Running && state != TrialState::Held;
}

std::string named(const std::vector<sweeps::Axis> &axes, const std::vector<std::string> &values) {
    std::string text;
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
        text += (axis == 0 ? "" : ", ") + axes[axis].path + '=' + values[axis];
    return text;
}

JsonLine objectOf(const std::vector<sweeps::Axis> &axes, const std::vector<std::string> &values) {
    JsonLine line;
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
        line.text(axes[axis].path, values[axis]);
    return line;
}

const char *nameOf(sweeps::Measure measure) {
    return measure == sweeps::Measure::Loss ? "validation_loss" : "validation_mse";
}

std::string tableNumber(double number) {
    std::ostringstream text;
    text << std::setprecision(5) << number;
    return std::isfinite(number) ? text.str() : "–";
}

} // namespace

void SweepReport::start(int threads) {
    m_isTold.assign(m_runner.trials().size(), false);
    const std::size_t trials = m_runner.trials().size();
    const auto combinations = static_cast<long long>(m_runner.trials().back().combination + 1);
    if (m_isJson) {
        std::vector<JsonLine> rungs;
        for (const sweeps::Rung &rung : m_runner.rungs())
            rungs.push_back(JsonLine().integer("epochs", rung.epochs).integer("combinations", rung.combinations));
        m_console.out << JsonLine()
                             .text("event", "start")
                             .integer("trials", static_cast<long long>(trials))
                             .integer("combinations", combinations)
                             .integer("threads", threads)
                             .text("by", nameOf(m_runner.measure()))
                             .objects("rungs", rungs)
                             .toText()
                      << std::endl;
        return;
    }
    m_console.out << combinations << " combinations, " << trials << " trainings, by the "
                  << (m_runner.measure() == sweeps::Measure::Loss ? "loss" : "mean squared error") << " of the validation part\n";
    if (m_runner.rungs().size() > 1)
        for (const sweeps::Rung &rung : m_runner.rungs())
            m_console.out << "  " << rung.combinations << (rung.combinations == 1 ? " combination" : " combinations") << " to epoch " << rung.epochs << '\n';
}

void SweepReport::follow() {
    const std::vector<sweeps::TrialProgress> progress = m_runner.progressOfTrials();
    for (std::size_t trial = 0; trial < progress.size(); ++trial)
        if (!m_isTold[trial] && isOver(progress[trial].state)) {
            m_isTold[trial] = true;
            clearProgress();
            tell(trial, progress[trial]);
        }
    const sweeps::SweepProgress all = m_runner.progress();
    if (!m_console.isTerminal || all.isOver)
        return;
    m_console.err << '\r' << all.over << " of " << all.trials << " trainings, " << static_cast<int>(100 * all.fraction) << " %, " << clockText(all.secondsLeft)
                  << " left\033[K" << std::flush;
    m_hasProgress = true;
}

void SweepReport::tell(std::size_t trial, const sweeps::TrialProgress &progress) {
    const sweeps::Trial &what = m_runner.trials()[trial];
    if (m_isJson) {
        JsonLine line;
        line.text("event", "trial")
            .integer("trial", static_cast<long long>(trial) + 1)
            .integer("combination", what.combination + 1)
            .object("values", objectOf(m_axes, what.values))
            .integer("seed", static_cast<long long>(what.spec.training.seed))
            .text("state", sweeps::wordFor(progress.state))
            .number("epochs", progress.epoch)
            .number("train_loss", progress.trainLoss)
            .number("validation_loss", progress.loss)
            .number("validation_mse", progress.judgement.squaredError);
        if (std::isfinite(progress.judgement.rate))
            line.number("rate", progress.judgement.rate).number("distortion", progress.judgement.distortion);
        line.integer("parameters", progress.parameters).integer("code", progress.codeSize).number("seconds", progress.seconds);
        if (!progress.sentence.empty())
            line.text("note", progress.sentence);
        m_console.out << line.toText() << std::endl;
        return;
    }
    m_console.out << std::setw(4) << trial + 1 << "  " << named(m_axes, what.values) << ", seed " << what.spec.training.seed << ": "
                  << sweeps::wordFor(progress.state);
    if (std::isfinite(progress.loss))
        m_console.out << " at epoch " << progress.epoch << ", validation loss " << tableNumber(progress.loss) << ", MSE "
                      << tableNumber(progress.judgement.squaredError);
    if (!progress.sentence.empty())
        m_console.out << ". " << progress.sentence;
    m_console.out << std::endl;
}

void SweepReport::done(const std::vector<sweeps::PcaPoint> &pca) {
    clearProgress();
    const std::vector<sweeps::TrialProgress> progress = m_runner.progressOfTrials();
    const std::vector<sweeps::Summary> summaries = sweeps::summariesOf(m_runner.trials(), progress, m_runner.measure());
    std::vector<JsonLine> lines, points;
    for (const std::size_t index : sweeps::ranked(summaries)) {
        const sweeps::Summary &summary = summaries[index];
        const std::vector<std::string> &values = m_runner.trials()[summary.firstTrial].values;
        if (m_isJson) {
            JsonLine line;
            line.integer("combination", summary.combination + 1)
                .object("values", objectOf(m_axes, values))
                .number("mean", summary.mean)
                .number("spread", summary.spread)
                .integer("trainings", summary.count)
                .integer("failed", summary.failed)
                .number("epochs", summary.epochs)
                .flag("whole", summary.isWhole);
            if (std::isfinite(summary.rate))
                line.number("rate", summary.rate).number("distortion", summary.distortion);
            lines.push_back(line);
            continue;
        }
        m_console.out << (lines.empty() && points.empty() && index == sweeps::ranked(summaries).front() ? "best  " : "      ") << named(m_axes, values) << ": "
                      << tableNumber(summary.mean);
        if (std::isfinite(summary.spread))
            m_console.out << " ± " << tableNumber(summary.spread);
        if (std::isfinite(summary.rate))
            m_console.out << ", rate " << tableNumber(summary.rate) << " nats, distortion " << tableNumber(summary.distortion);
        if (!summary.isWhole)
            m_console.out << " (epoch " << summary.epochs << ')';
        if (summary.failed > 0)
            m_console.out << ", " << summary.failed << " failed";
        m_console.out << '\n';
    }
    for (const sweeps::PcaPoint &point : pca)
        if (m_isJson)
            points.push_back(JsonLine().integer("components", point.components).number("mse", point.squaredError));
        else
            m_console.out << "PCA with " << point.components << (point.components == 1 ? " component" : " components") << ": MSE "
                          << tableNumber(point.squaredError) << '\n';
    if (!m_isJson)
        return;
    JsonLine line;
    line.text("event", "done").flag("stopped", m_runner.progress().isCancelled).text("by", nameOf(m_runner.measure())).objects("ranking", lines);
    if (!points.empty())
        line.objects("pca", points);
    m_console.out << line.toText() << std::endl;
}

void SweepReport::clearProgress() {
    if (m_hasProgress)
        m_console.err << "\r\033[K" << std::flush;
    m_hasProgress = false;
}

} // namespace hourglass::app
