// The real window while one draws: from the mouse's move to the paint of what the model makes of the stroke, and of its place on the map, while the training
// rests and while it goes on. Run it under Xvfb: tests/benchmarks/run.sh window_drawing, and
//   --only PRESET,…  map, deep and convolutional without
//   --every MS       from one move to the next, 8 without
//   --moves N        of the mouse, 400 without
//   --threads N      2 without
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <QDockWidget>
#include <QMouseEvent>
#include <QTemporaryDir>

#include "app/background/drawing_feed.h"
#include "app/wiring/program.h"
#include "engine/core/floating_point.h"
#include "engine/spec/presets.h"
#include "tests/benchmarks/timed_application.h"
#include "ui/code/decoded_tiles.h"
#include "ui/drawing/draw_canvas.h"
#include "ui/drawing/draw_view.h"
#include "ui/latent/latent_map.h"

using namespace hourglass;
using namespace hourglass::benchmarks;

namespace {

constexpr int movesOfStroke = 100;

/// What one moves with, and when what it changed was painted.
class Hand : public QObject {
public:
    explicit Hand(app::Program &program)
        : m_view(program.panels().view<ui::DrawView>()), m_canvas(m_view->canvas()), m_result(const_cast<ui::DecodedTiles *>(m_view->result())) {
        QWidget *plot = program.panels().view<ui::LatentMap>()->plot();
        QWidget *glass = plot->parentWidget()->childAt(plot->geometry().center());
        connect(m_view, &ui::DrawView::drawn, this, [this](const std::vector<float> &values) {
            m_drawn.push_back({m_moved, values});
            match(); // what is answered at once was answered before
        });
        connect(program.session().findChild<app::DrawingFeed *>(), &app::DrawingFeed::answered, this,
                [this](const std::shared_ptr<const analysis::ReconstructionColumn> &column) {
                    m_answer = column;
                    match();
                });
        m_canvas->installEventFilter(this);
        new PaintWatch(m_result, [this] { note(m_resultOf, toResult, &shares); });
        new PaintWatch(glass ? glass : plot, [this] { note(m_placeOf, toPlace, nullptr); });
    }
    void draw(int moves, double everyMs) {
        toResult.clear();
        toPlace.clear();
        shares.clear();
        for (int i = 0; i < moves; ++i) {
            const int at = i % movesOfStroke;
            const double way = static_cast<double>(at) / movesOfStroke, angle = 3 * 2 * std::numbers::pi * way, radius = 0.1 + 0.3 * way;
            const QRectF paper = m_canvas->place();
            const QPointF point = paper.center() + QPointF(std::cos(angle) * radius * paper.width(), std::sin(angle) * radius * paper.height());
            send(at == 0 ? QEvent::MouseButtonPress : at == movesOfStroke - 1 ? QEvent::MouseButtonRelease : QEvent::MouseMove, point);
            run(everyMs / 1000);
            if (at == movesOfStroke - 1) {
                m_canvas->clear();
                run(0.1);
            }
        }
    }
    /// Of the milliseconds from the mouse's move to the paint: those that this thread was busy, and those that it was ready and had no core.
    struct Share {
        double all = 0, busy = 0, waiting = 0;
    };
    std::vector<double> toResult, toPlace; ///< milliseconds by the clock on the wall
    std::vector<Share> shares;             ///< of toResult

    /// The mean of the slowest twentieth.
    Share ofTheSlowest() const {
        std::vector<Share> slowest = shares;
        std::sort(slowest.begin(), slowest.end(), [](const Share &a, const Share &b) { return a.all > b.all; });
        slowest.resize((slowest.size() + 19) / 20);
        Share mean;
        for (const Share &share : slowest)
            mean = {mean.all + share.all, mean.busy + share.busy, mean.waiting + share.waiting};
        const double count = std::max<double>(1, static_cast<double>(slowest.size()));
        return {mean.all / count, mean.busy / count, mean.waiting / count};
    }
    std::vector<double> busyToResult() const {
        std::vector<double> busy;
        for (const Share &share : shares)
            busy.push_back(share.busy);
        return busy;
    }

    bool eventFilter(QObject *watched, QEvent *event) override {
        const bool isMouse = event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease;
        if (isMouse && !m_sent.empty()) {
            m_moved = m_sent.front();
            m_sent.pop_front();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    struct Moved {
        double at = 0, busy = 0, waited = 0;
    };
    struct Drawn {
        Moved moved;
        std::vector<float> values;
    };

    void send(QEvent::Type type, const QPointF &point) {
        m_sent.push_back({nowMs(), busyMs(), waitedMs()});
        const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
        QApplication::postEvent(m_canvas, new QMouseEvent(type, point, m_canvas->mapToGlobal(point), button, buttons, Qt::NoModifier));
    }
    /// What was drawn before what is answered was followed too quickly to be answered by itself.
    void match() {
        for (std::size_t i = 0; m_answer && i < m_drawn.size(); ++i)
            if (m_drawn[i].values == m_answer->original) {
                m_resultOf = m_placeOf = m_drawn[i].moved;
                m_drawn.erase(m_drawn.begin(), m_drawn.begin() + static_cast<std::ptrdiff_t>(i) + 1);
                return;
            }
    }
    static void note(Moved &of, std::vector<double> &times, std::vector<Share> *parts) {
        if (of.at > 0) {
            times.push_back(nowMs() - of.at);
            if (parts)
                parts->push_back({times.back(), busyMs() - of.busy, waitedMs() - of.waited});
        }
        of = {};
    }

    ui::DrawView *m_view;
    ui::DrawCanvas *m_canvas;
    ui::DecodedTiles *m_result;
    Moved m_moved, m_resultOf, m_placeOf;
    std::deque<Moved> m_sent;
    std::shared_ptr<const analysis::ReconstructionColumn> m_answer;
    std::deque<Drawn> m_drawn;
};

void showDrawing(app::Program &program) {
    QWidget *widget = program.panels().view<ui::DrawView>();
    while (widget && !qobject_cast<QDockWidget *>(widget))
        widget = widget->parentWidget();
    widget->show();
    widget->raise();
}

/// Samples a second that the training takes meanwhile, by the clock on the wall.
double speedWhile(const app::Session &session, const std::function<void()> &act) {
    const double start = nowMs(), before = session.status().epoch;
    act();
    return (session.status().epoch - before) * static_cast<double>(session.dataset()->train.samples) / (nowMs() - start) * 1000;
}

/// `speeds`: of the training while nobody draws, and meanwhile.
void print(const char *preset, const char *state, int threads, double everyMs, const Hand &hand, std::pair<double, double> speeds) {
    const Hand::Share slowest = hand.ofTheSlowest();
    const std::vector<double> busy = hand.busyToResult();
    std::printf("{\"benchmark\":\"window_drawing\",\"preset\":\"%s\",\"training\":\"%s\",\"threads\":%d,\"every_ms\":%.0f,\"answers\":%zu", preset, state,
                threads, everyMs, hand.toResult.size());
    const auto printTimes = [](const char *name, const std::vector<double> &times) {
        std::printf(",\"%s_ms_p50\":%.2f,\"%s_ms_p99\":%.2f,\"%s_ms_max\":%.2f", name, quantile(times, 0.5), name, quantile(times, 0.99), name,
                    quantile(times, 1));
    };
    printTimes("to_result", hand.toResult);
    printTimes("to_place", hand.toPlace);
    printTimes("busy", busy);
    std::printf(",\"slowest_twentieth\":{\"ms\":%.2f,\"busy_ms\":%.2f,\"without_a_core_ms\":%.2f}", slowest.all, slowest.busy, slowest.waiting);
    std::printf(",\"samples_per_second\":%.0f,\"while_drawing\":%.0f}\n", speeds.first, speeds.second);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv) {
    TimedApplication application(argc, argv);
    core::setFloatingPointMode();
    QString only = "map,deep,convolutional";
    double everyMs = 8;
    int moves = 400, threads = 2;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--only")
            only = argv[i + 1];
        else if (name == "--every")
            everyMs = std::max(0.1, std::atof(argv[i + 1]));
        else if (name == "--moves")
            moves = std::max(movesOfStroke, std::atoi(argv[i + 1]));
        else if (name == "--threads")
            threads = std::clamp(std::atoi(argv[i + 1]), 1, 256);
    }
    for (const QString &preset : only.split(',')) {
        const auto found = spec::findPreset(preset.toStdString());
        if (!found) {
            std::fprintf(stderr, "window_drawing: there is no preset %s\n", qPrintable(preset));
            return 1;
        }
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("window.ini"), QSettings::IniFormat);
        app::Program program(settings, threads);
        program.window().resize(1600, 1000);
        program.window().show();
        showDrawing(program);
        program.open(found->spec, preset);
        while (!program.session().dataset() || program.session().isFittingPca())
            QApplication::processEvents(QEventLoop::AllEvents, 20);
        run(1.5);
        Hand hand(program);
        hand.draw(moves, everyMs);
        print(qPrintable(preset), "paused", threads, everyMs, hand, {});
        program.session().toggleTraining();
        run(1.0);
        const double alone = speedWhile(program.session(), [] { run(3.0); });
        const double drawn = speedWhile(program.session(), [&] { hand.draw(moves, everyMs); });
        print(qPrintable(preset), "running", threads, everyMs, hand, {alone, drawn});
        program.session().toggleTraining();
        run(0.5);
    }
    return 0;
}
