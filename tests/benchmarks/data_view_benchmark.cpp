// The data view with 70 000 images of 28 × 28: how long a frame takes while it is scrolled by the wheel (a row at a time), by its bar (nothing of
// what comes was seen before), and back over what was; and how long filtering, sorting and measuring take.
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

#include "engine/core/random.h"
#include "ui/samples/data_view.h"
#include "ui/samples/sample_grid.h"

using namespace hourglass;

namespace {

constexpr int frames = 200;

std::shared_ptr<data::Dataset> dataset() {
    auto made = std::make_shared<data::Dataset>();
    made->shape = core::Shape(1, 28, 28);
    const core::Random random(1, core::Stream::Data);
    for (auto [part, samples] : {std::pair{&made->train, 60000}, std::pair{&made->test, 10000}}) {
        part->samples = samples;
        part->features = 784;
        part->bytes.resize(static_cast<std::size_t>(samples) * 784);
        for (std::size_t i = 0; i < part->bytes.size(); i += 4) {
            const std::uint32_t word = random.word(0, 0, i);
            for (std::size_t k = 0; k < 4; ++k)
                part->bytes[i + k] = static_cast<std::uint8_t>(word >> (8 * k));
        }
        for (int i = 0; i < samples; ++i)
            part->labels.push_back(i % 10);
    }
    made->classNames = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    return made;
}

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

void measure(const char *what, int times, const std::function<void(int)> &act) {
    std::vector<double> wall, computed;
    for (int i = 0; i < times; ++i) {
        const double before = threadMilliseconds();
        QElapsedTimer timer;
        timer.start();
        act(i);
        wall.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        computed.push_back(threadMilliseconds() - before);
    }
    std::sort(wall.begin(), wall.end());
    std::sort(computed.begin(), computed.end());
    const auto at = [times](const std::vector<double> &sorted, double share) { return sorted[static_cast<std::size_t>(share * (times - 1))]; };
    std::printf("{\"benchmark\": \"data_view\", \"what\": \"%s\", \"median_ms\": %.2f, \"p99_ms\": %.2f, \"cpu_median_ms\": %.2f, \"cpu_p99_ms\": %.2f}\n",
                what, at(wall, 0.5), at(wall, 0.99), at(computed, 0.5), at(computed, 0.99));
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::DataView view;
    view.resize(1400, 900);
    const auto data = dataset();
    view.showDataset(data);
    measure("first shown", 1, [&](int) {
        view.show();
        QApplication::processEvents();
    });
    auto *grid = view.findChild<ui::SampleGrid *>();
    QScrollBar *bar = grid->verticalScrollBar();
    const auto scrollTo = [&](int value) {
        bar->setValue(value);
        grid->viewport()->repaint();
    };
    measure("wheel", frames, [&](int frame) { scrollTo(frame * bar->singleStep()); });
    measure("back", frames, [&](int frame) { scrollTo((frames - frame) * bar->singleStep()); });
    measure("bar", frames, [&](int frame) { scrollTo(static_cast<int>(static_cast<qint64>(bar->maximum()) * frame / frames)); });
    ui::SampleList list;
    list.setDataset(data);
    measure("filter", 20, [&](int i) { list.choose({i % 10, {}, {}}, ui::SampleOrder::Source); });
    measure("by class", 20, [&](int) { list.choose({}, ui::SampleOrder::Class); });
    measure("statistics", 3, [&](int) { (void)analysis::measureData(*data); });
}
