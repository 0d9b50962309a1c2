// The real window while Map trains: how quick it stays, how fresh its views are, and what it costs the training. Run it under Xvfb:
// tests/benchmarks/run.sh window, and
//   --seconds S        15 without
//   --threads N        2 without
//   --text P           size of letters in per cent, 100 without
//   --arrangement KEY  the first one without; "twelve": twelve views of the model beside each other on 2560 × 1440
//   --answers 0        without what edits and undos of a large stack take
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include <QApplication>
#include <QDockWidget>
#include <QMouseEvent>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

#include <qcustomplot.h>

#include "app/background/map_feed.h"
#include "app/background/reconstruction_feed.h"
#include "app/import/embedded.h"
#include "app/wiring/program.h"
#include "engine/core/floating_point.h"
#include "engine/spec/presets.h"
#include "tests/benchmarks/timed_application.h"
#include "tests/benchmarks/window_answers.h"
#include "ui/latent/latent_map.h"
#include "ui/theme/text_size.h"

using namespace hourglass;
using namespace hourglass::benchmarks;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Milliseconds since this process was started, by the kernel's clock.
double msSinceStart() {
    std::ifstream stat("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
    std::istringstream rest(text.substr(text.rfind(')') + 2));
    std::string word;
    for (int i = 0; i < 20; ++i)
        rest >> word;
    std::ifstream uptimeFile("/proc/uptime");
    double uptime = 0;
    uptimeFile >> uptime;
    return (uptime - std::stod(word) / static_cast<double>(sysconf(_SC_CLK_TCK))) * 1000;
}

/// Twelve views in four columns, each in a dock of its own and in sight.
void openTwelve(app::Program &program) {
    constexpr int columns = 4;
    ui::MainWindow &window = program.window();
    window.resize(2560, 1440);
    for (auto *dock : window.findChildren<QDockWidget *>())
        dock->hide();
    std::vector<QDockWidget *> docks;
    for (const char *key :
         {"latent", "reconstructions", "loss", "data", "mixing-desk", "traversals", "judging", "errors", "weights", "activations", "unit", "factors"}) {
        QWidget *widget = program.panels().find(key);
        while (widget && !qobject_cast<QDockWidget *>(widget))
            widget = widget->parentWidget();
        auto *dock = qobject_cast<QDockWidget *>(widget);
        const std::size_t index = docks.size();
        if (index == 0)
            window.addDockWidget(Qt::LeftDockWidgetArea, dock);
        else if (index < columns)
            window.splitDockWidget(docks.back(), dock, Qt::Horizontal);
        else
            window.splitDockWidget(docks[index - columns], dock, Qt::Vertical);
        dock->show();
        docks.push_back(dock);
    }
    run(0.5);
    const auto isSeen = [](const QDockWidget *dock) { return !dock->visibleRegion().isEmpty(); };
    if (const auto seen = std::count_if(docks.begin(), docks.end(), isSeen); seen != 12) {
        std::fprintf(stderr, "window: only %td of twelve views are in sight\n", seen);
        std::exit(1);
    }
}

/// Samples a second by the clock on the wall, of the training alone.
double throughputAlone(int threads, double seconds, const std::shared_ptr<const data::Dataset> &dataset) {
    const spec::Spec spec = spec::findPreset("map")->spec;
    training::Trainer trainer({.threads = threads, .niceness = 5});
    trainer.assign({1, *plan::compile(spec.model, dataset->shape), dataset, spec.training, nullptr});
    trainer.train();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const training::Status before = trainer.status();
    const Clock::time_point start = Clock::now();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    const training::Status after = trainer.status();
    return (after.epoch - before.epoch) * static_cast<double>(dataset->train.samples) / secondsSince(start);
}

} // namespace

int main(int argc, char **argv) {
    TimedApplication application(argc, argv);
    core::setFloatingPointMode();
    double seconds = 15;
    int threads = 2, textSize = ui::usualTextSize;
    std::string arrangement;
    bool hasAnswers = true;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--seconds")
            seconds = std::atof(argv[i + 1]);
        else if (name == "--threads")
            threads = std::clamp(std::atoi(argv[i + 1]), 1, 256);
        else if (name == "--text")
            textSize = std::atoi(argv[i + 1]);
        else if (name == "--arrangement")
            arrangement = argv[i + 1];
        else if (name == "--answers")
            hasAnswers = std::atoi(argv[i + 1]) != 0;
    }
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("window.ini"), QSettings::IniFormat);
    app::Program program(settings, threads);
    double firstPaintMs = 0;
    PaintWatch firstPaint(&program.window(), [&] {
        if (firstPaintMs == 0)
            firstPaintMs = msSinceStart();
    });
    program.window().resize(1600, 1000);
    program.window().setTextSize(textSize);
    program.window().show();
    if (arrangement == "twelve")
        openTwelve(program);
    else
        program.window().showArrangement(QString::fromStdString(arrangement));
    program.open(spec::findPreset("map")->spec, "map");
    while (!program.session().dataset() || program.session().isFittingPca())
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    run(1.0);

    std::vector<double> turns;
    application.turns = &turns;
    std::vector<double> late; // how late a timer of five milliseconds comes: what a person feels, whoever is to blame
    double beatAt = nowMs();
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heart, &QTimer::timeout, &application, [&] {
        late.push_back(nowMs() - beatAt - 5);
        beatAt = nowMs();
    });
    heart.start(5);

    // How old what a view shows is when it is replaced: the oldest that anybody saw.
    std::map<std::string, std::vector<double>> ages;
    std::map<std::string, double> shown;
    bool isMeasured = false;
    const auto replaced = [&](const char *view, const analysis::Moment &moment) {
        const double published = static_cast<double>(moment.published) * 1e-6;
        if (isMeasured && shown.count(view))
            ages[view].push_back(nowMs() - shown[view]);
        shown[view] = published;
    };
    auto *map = program.session().findChild<app::MapFeed *>();
    auto *reconstructions = program.session().findChild<app::ReconstructionFeed *>();
    QObject::connect(map, &app::MapFeed::latentArrived, &application, [&](const auto &picture) { replaced("latent", picture->moment); });
    QObject::connect(map, &app::MapFeed::latticeArrived, &application, [&](const auto &picture) { replaced("lattice", picture->moment); });
    QObject::connect(reconstructions, &app::ReconstructionFeed::reconstructionsArrived, &application,
                     [&](const auto &picture) { replaced("reconstructions", picture->moment); });
    double lossAt = 0;
    QObject::connect(&program.session(), &app::Session::stepsArrived, &application, [&] {
        if (isMeasured && lossAt > 0)
            ages["loss"].push_back(nowMs() - lossAt);
        lossAt = nowMs();
    });

    program.session().toggleTraining();
    run(0.5);
    turns.clear();
    late.clear();
    ages.clear();
    // With the window and without it in turn: a shared machine is faster in one second than in the next.
    const std::shared_ptr<const data::Dataset> dataset = program.session().dataset();
    const auto throughputWithWindow = [&](double duration) {
        const double epochBefore = program.session().status().epoch;
        const Clock::time_point start = Clock::now();
        run(duration);
        return (program.session().status().epoch - epochBefore) * static_cast<double>(dataset->train.samples) / secondsSince(start);
    };
    constexpr int rounds = 5;
    rusage usage{};
    std::vector<double> withWindow, alone, shares, cpu, turnsTraining, lateTraining;
    for (int round = 0; round < rounds; ++round) {
        if (round > 0) {
            program.session().toggleTraining();
            run(0.5);
            turns.clear();
            late.clear();
        }
        isMeasured = true;
        const double cpuBefore = busyMs();
        withWindow.push_back(throughputWithWindow(seconds / rounds));
        isMeasured = false;
        cpu.push_back((busyMs() - cpuBefore) / (1000 * seconds / rounds));
        turnsTraining.insert(turnsTraining.end(), turns.begin(), turns.end());
        lateTraining.insert(lateTraining.end(), late.begin(), late.end());
        program.session().toggleTraining();
        run(0.5);
        if (round == 0)
            getrusage(RUSAGE_SELF, &usage); // before there is a second training beside the window's
        alone.push_back(throughputAlone(threads, seconds / rounds, dataset));
        shares.push_back(withWindow.back() / alone.back());
    }
    program.session().toggleTraining();
    run(0.5);

    // The mouse over the map: from the event to the paint of what lies under it.
    std::vector<double> mouse;
    QWidget *plot = program.panels().view<ui::LatentMap>()->plot();
    QWidget *target = plot->parentWidget()->childAt(plot->geometry().center());
    double movedAt = 0;
    PaintWatch glass(target ? target : plot, [&] {
        if (movedAt > 0)
            mouse.push_back(nowMs() - movedAt);
        movedAt = 0;
    });
    for (int i = 0; i < 100; ++i) {
        const QPointF at(plot->width() * (0.2 + 0.006 * i), plot->height() * (0.3 + 0.004 * i));
        movedAt = nowMs();
        QApplication::postEvent(target, new QMouseEvent(QEvent::MouseMove, at, target->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier));
        run(0.04);
    }
    program.session().toggleTraining();
    run(0.5);

    std::printf(
        "{\"benchmark\":\"window\",\"preset\":\"map\",\"threads\":%d,\"text_size\":%d,\"arrangement\":\"%s\",\"platform\":\"%s\",\"turns\":%zu,\"turn_ms_p50\":%.2f,\"turn_ms_p99\":%.2f,"
        "\"turn_ms_max\":%.2f,\"heartbeat_late_ms_p99\":%.2f,\"heartbeat_late_ms_max\":%.2f",
        threads, textSize, arrangement.c_str(), qPrintable(QGuiApplication::platformName()), turnsTraining.size(), quantile(turnsTraining, 0.5),
        quantile(turnsTraining, 0.99), quantile(turnsTraining, 1.0), quantile(lateTraining, 0.99), quantile(lateTraining, 1.0));
    for (const auto &[view, values] : ages)
        std::printf(",\"age_ms_%s_p50\":%.0f,\"age_ms_%s_max\":%.0f", view.c_str(), quantile(values, 0.5), view.c_str(), quantile(values, 1.0));
    std::printf(
        ",\"mouse_to_paint_ms_p50\":%.2f,\"mouse_to_paint_ms_p99\":%.2f,\"mouse_moves\":%zu,\"samples_per_second_with_window\":%.0f,"
        "\"samples_per_second_alone\":%.0f,\"throughput_share\":%.3f,\"window_thread_cpu_share\":%.3f,\"first_paint_ms\":%.0f,\"peak_memory_mb\":%.0f}\n",
        quantile(mouse, 0.5), quantile(mouse, 0.99), mouse.size(), quantile(withWindow, 0.5), quantile(alone, 0.5), quantile(shares, 0.5), quantile(cpu, 0.5),
        firstPaintMs, static_cast<double>(usage.ru_maxrss) * 1024 / 1e6);
    std::fflush(stdout);
    heart.stop();
    if (hasAnswers)
        measureAnswers(program, application);
    application.turns = nullptr; // the program, which goes after them, still has events
    return 0;
}
