// What the Loss dock costs with a million steps: appending one, drawing all, the memory they take.
#include <QApplication>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "engine/runs/run_history.h"
#include "tests/support/loss_data.h"
#include "ui/loss/loss_plot.h"

using namespace hourglass;

namespace {

double nowMs() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Of this thread alone, in milliseconds: what a busy machine does not change.
double processorMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double median(std::vector<double> &values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void measure(core::Index count) {
    const std::vector<training::StepRecord> steps = tests::lossSteps(1, count + 200);
    runs::RunHistory history;
    history.start(1, 0, "binary cross-entropy", "test");
    runs::RunLog &log = history.log();
    ui::LossPlot plot;
    plot.resize(400, 300);
    plot.show();
    plot.showRun(history.runs().present);
    plot.showBaselines({{QStringLiteral("mean image"), 0.491, {}}, {QStringLiteral("PCA, 32 components"), 0.2958, {}}, {QStringLiteral("floor"), 0.2422, {}}});
    const double start = nowMs();
    log.append(std::span(steps).first(static_cast<std::size_t>(count)));
    const double appendNs = (nowMs() - start) * 1e6 / static_cast<double>(count);
    for (core::Index step = 235; step <= count; step += 235)
        log.append(tests::heldOut(step));
    plot.refresh();
    std::vector<double> replots, processor, hovers;
    for (std::size_t round = 0; round < 200; ++round) {
        log.append(std::span(steps).subspan(static_cast<std::size_t>(count) + round, 1));
        const double before = nowMs(), used = processorMs();
        plot.refresh();
        replots.push_back(nowMs() - before);
        processor.push_back(processorMs() - used);
        QCoreApplication::processEvents();
    }
    for (int x = 60; x < 360; x += 2) {
        QMouseEvent move(QEvent::MouseMove, QPointF(x, 150), QPointF(x, 150), Qt::NoButton, Qt::NoButton, {});
        const double before = nowMs();
        QCoreApplication::sendEvent(plot.canvas(), &move);
        hovers.push_back(nowMs() - before);
        QCoreApplication::processEvents();
    }
    std::printf("{\"benchmark\": \"loss_plot\", \"steps\": %lld, \"replot_ms_median\": %.3f, \"replot_cpu_ms_median\": %.3f, "
                "\"hover_ms_median\": %.3f, "
                "\"append_ns_per_step\": %.1f, \"memory_mb\": %.1f}\n",
                static_cast<long long>(count), median(replots), median(processor), median(hovers), appendNs, static_cast<double>(log.bytes()) / 1e6);
}

} // namespace

int main(int argc, char **argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    for (const core::Index count : {1'000, 30'000, 1'000'000})
        measure(count);
}
