// The real map of the latent space with 70 000 points over a full lattice: how long a frame takes from the mouse event to the end
// of its painting, while panning, zooming and decoding under the cursor; then the same coloured by a number instead of by class; then with all that can be
// drawn: thumbnails, points of a shape for each class over their density, names and contours; and in space, turned by the mouse.
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QWheelEvent>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "ui/latent/latent_map.h"

using namespace hourglass;

namespace {

constexpr int points = 70000, frames = 200;

std::shared_ptr<analysis::LatentPicture> fans() {
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->units = 2;
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (int i = 0; i < points; ++i) {
        const int label = i % 10;
        const float angle = 0.628f * static_cast<float>(label) + 0.12f * normal(random), reach = 2 + normal(random);
        picture->x.push_back(reach * std::cos(angle));
        picture->y.push_back(reach * std::sin(angle));
        picture->samples.push_back(i);
        picture->labels.push_back(label);
    }
    return picture;
}

/// The same in space.
std::shared_ptr<analysis::LatentPicture> ball() {
    auto picture = fans();
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    picture->units = 3;
    picture->axes.third = 2;
    for (int i = 0; i < points; ++i)
        picture->z.push_back(normal(random));
    return picture;
}

/// A number of each sample, with all colours of the scale.
ui::SharedColouring ramp() {
    ui::Colouring colouring{.kind = ui::ColouringKind::Factor, .column = 0, .name = "Number", .values = {}, .scale = {}};
    std::vector<float> &values = colouring.values[static_cast<std::size_t>(data::PartKind::Test)];
    for (int i = 0; i < points; ++i)
        values.push_back(static_cast<float>(i % 1000) / 1000);
    colouring.scale = ui::ColourScale::of(values);
    return std::make_shared<const ui::Colouring>(std::move(colouring));
}

struct Times {
    double median, p99, cpuMedian, cpuP99; ///< the last two are what this thread computed, whatever else the machine does
};

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

/// Milliseconds from `act` to the end of the painting that it causes.
Times measure(const std::function<void(int)> &act) {
    std::vector<double> times, computed;
    for (int frame = 0; frame < frames; ++frame) {
        const double before = threadMilliseconds();
        QElapsedTimer timer;
        timer.start();
        act(frame);
        QApplication::processEvents(); // the queued plot
        QApplication::sendPostedEvents();
        QApplication::processEvents(); // its painting
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        computed.push_back(threadMilliseconds() - before);
    }
    std::sort(times.begin(), times.end());
    std::sort(computed.begin(), computed.end());
    return {times[frames / 2], times[frames * 99 / 100], computed[frames / 2], computed[frames * 99 / 100]};
}

} // namespace

int main(int argc, char **argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::applyTheme(application, ui::ThemeChoice::Light);
    ui::LatentMap map;
    map.resize(1028, 524);
    const core::Shape sample(1, 28, 28);
    QObject::connect(&map, &ui::LatentMap::latticeWanted, &map, [&](double left, double right, double bottom, double top, int columns, int rows) {
        auto lattice = std::make_shared<analysis::LatticePicture>();
        lattice->left = left, lattice->right = right, lattice->bottom = bottom, lattice->top = top;
        lattice->columns = columns, lattice->rows = rows, lattice->sample = sample;
        lattice->pixels.resize(static_cast<std::size_t>(columns * rows * sample.size()));
        for (std::size_t i = 0; i < lattice->pixels.size(); ++i)
            lattice->pixels[i] = static_cast<float>(i % 97) / 97.0f;
        map.showLattice(lattice);
    });
    analysis::DecodedPicture decoded{sample, {}, std::vector<float>(784, 0.5f)};
    QObject::connect(&map, &ui::LatentMap::cursorMoved, &map, [&](double x, double y) { map.showDecoded(decoded, x, y); });
    QObject::connect(&map, &ui::LatentMap::thumbnailsWanted, &map, [&](const std::vector<core::Index> &samples, bool) {
        auto pictures = std::make_shared<analysis::ThumbnailPictures>();
        pictures->shape = sample;
        pictures->samples = samples;
        for (std::size_t i = 0; i < samples.size() * static_cast<std::size_t>(sample.size()); ++i)
            pictures->values.push_back(i % 28 < 6 || i % 28 > 21 ? 0.0f : static_cast<float>(i % 97) / 97.0f);
        map.showThumbnails(pictures);
    });
    map.show();
    map.setClasses({"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"});
    map.showCodes(fans());
    for (int i = 0; i < 20; ++i)
        measure([](int) {});

    auto *glass = map.findChild<QWidget *>(QStringLiteral("latentGlass"));
    const auto send = [&](QEvent::Type type, const QPointF &at, Qt::MouseButton button, Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, glass->mapToGlobal(at), button, buttons, Qt::NoModifier);
        QApplication::sendEvent(glass, &event);
    };
    auto codes = fans();
    const auto move = [&](int frame) { send(QEvent::MouseMove, {100.0 + 4 * frame, 240}, Qt::NoButton, Qt::NoButton); };
    const auto drag = [&](int frame) {
        send(QEvent::MouseMove, {500 + 150 * std::sin(0.06 * frame), 260 + 90 * std::cos(0.05 * frame)}, Qt::NoButton, Qt::LeftButton);
    };
    const auto turn = [&](int frame) {
        const QPointF at(400, 300);
        const int angle = frame / 10 % 2 ? -30 : 30;
        QWheelEvent event(at, glass->mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(glass, &event);
    };
    const auto train = [&](int frame) {
        auto next = std::make_shared<analysis::LatentPicture>(*codes);
        for (float &x : next->x)
            x *= 1 + 0.001f * static_cast<float>(frame);
        map.showCodes(next);
    };
    std::printf("{\"benchmark\":\"scatter\",\"points\":%d", points);
    const auto print = [](const std::string &name, const Times &times) {
        std::printf(",\"%s_ms_median\":%.3f,\"%s_ms_p99\":%.3f,\"%s_cpu_ms_median\":%.3f,\"%s_cpu_ms_p99\":%.3f", name.c_str(), times.median, name.c_str(),
                    times.p99, name.c_str(), times.cpuMedian, name.c_str(), times.cpuP99);
    };
    for (const std::string look : {"", "coloured_", "layers_"}) {
        if (look == "coloured_")
            map.setColouring(ramp());
        if (look == "layers_") {
            map.setColouring(nullptr);
            map.setLayers(ui::MapLayers::of({"originals", "points-over-density", "contours", "names", "shapes"}));
        }
        const Times cursor = measure(move);
        send(QEvent::MouseButtonPress, {500, 260}, Qt::LeftButton, Qt::LeftButton);
        print(look + "pan", measure(drag));
        send(QEvent::MouseButtonRelease, {500, 260}, Qt::LeftButton, Qt::NoButton);
        print(look + "zoom", measure(turn));
        print(look + "cursor", cursor);
        print(look + "codes", measure(train));
    }
    map.setLayers({});
    map.showCodes(ball());
    for (int i = 0; i < 20; ++i)
        measure([](int) {});
    send(QEvent::MouseButtonPress, {500, 260}, Qt::LeftButton, Qt::LeftButton);
    print("space_turn", measure(drag));
    send(QEvent::MouseButtonRelease, {500, 260}, Qt::LeftButton, Qt::NoButton);
    print("space_zoom", measure(turn));
    std::printf("}\n");
    return 0;
}
