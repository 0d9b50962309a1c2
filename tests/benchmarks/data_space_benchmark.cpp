// The data space with 10 000 samples, their reconstructions and a full sheet: how long a frame takes from the mouse event to the end of its painting, while
// it is turned, and while a sample is hovered.
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <vector>

#include "ui/data_space/data_space_canvas.h"
#include "ui/data_space/data_space_view.h"

using namespace hourglass;

namespace {

constexpr int frames = 200;
constexpr core::Index samples = 10'000;
using analysis::DataSpaceTask;

/// A rolled-up sheet, and one that lies beside it.
void roll(double share, double height, double aside, std::vector<float> &to) {
    const double t = 4.7 + 9.4 * share;
    to.insert(to.end(), {static_cast<float>(t * std::cos(t) / 14 + aside), static_cast<float>(2 * height - 1), static_cast<float>(t * std::sin(t) / 14)});
}

std::shared_ptr<const analysis::DataSpacePicture> picture() {
    auto made = std::make_shared<analysis::DataSpacePicture>();
    made->dimensions = 3;
    made->units = 2;
    for (core::Index i = 0; i < samples; ++i) {
        const double share = static_cast<double>(i % 100) / 100, height = static_cast<double>(i / 100) / 100;
        made->samples.push_back(i);
        made->labels.push_back(static_cast<std::int32_t>(i % 10));
        roll(share, height, 0.01 * std::sin(static_cast<double>(i)), made->points);
        roll(share, height, 0.03, made->reconstructions);
    }
    made->sheet.columns = made->sheet.rows = DataSpaceTask::sheetPlaces;
    for (core::Index row = 0; row < made->sheet.rows; ++row)
        for (core::Index column = 0; column < made->sheet.columns; ++column)
            roll(static_cast<double>(column) / 40, static_cast<double>(row) / 40, 0.03, made->sheet.values);
    made->sheet.isVisited.assign(40 * 40, true);
    return made;
}

void measure(const char *what, bool hasPairs, const std::function<void(int)> &act) {
    std::vector<double> times;
    for (int frame = 0; frame < frames; ++frame) {
        QElapsedTimer timer;
        timer.start();
        act(frame);
        QApplication::sendPostedEvents();
        QApplication::processEvents();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    }
    std::sort(times.begin(), times.end());
    std::printf("{\"benchmark\": \"data_space\", \"what\": \"%s\", \"pairs\": %s, \"samples\": %d, \"median_ms\": %.2f, \"p99_ms\": %.2f}\n", what,
                hasPairs ? "true" : "false", static_cast<int>(samples), times[frames / 2], times[frames * 99 / 100]);
}

void send(QWidget *widget, QEvent::Type type, const QPointF &at, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, widget->mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

} // namespace

int main(int argc, char **argv) {
    QApplication application(argc, argv);
    ui::DataSpaceCanvas canvas;
    canvas.resize(900, 520);
    canvas.begin({{.name = "x"}, {.name = "y"}, {.name = "z"}}, {});
    canvas.show(picture());
    static_cast<QWidget &>(canvas).show();
    for (const bool hasPairs : {false, true}) {
        canvas.setLook({true, hasPairs, true});
        send(&canvas, QEvent::MouseButtonPress, {400, 250}, Qt::LeftButton);
        measure("turn", hasPairs, [&](int frame) { send(&canvas, QEvent::MouseMove, {430.0 + 3 * (frame % 100), 250.0 + frame % 40}, Qt::LeftButton); });
        send(&canvas, QEvent::MouseButtonRelease, {430, 250}, Qt::NoButton);
        measure("hover", hasPairs, [&](int frame) { send(&canvas, QEvent::MouseMove, {300.0 + 2 * (frame % 100), 260}, Qt::NoButton); });
    }
    return 0;
}
