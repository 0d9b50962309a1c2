#include "app/wiring/timeline_wiring.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <QElapsedTimer>
#include <QLocale>
#include <QSettings>

#include "app/session/session.h"
#include "app/session/timeline.h"
#include "app/wiring/panel_set.h"
#include "ui/loss/loss_plot.h"
#include "ui/plots/number_ticker.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

constexpr int refreshMs = 100; ///< while the run grows
constexpr const char *memoryKey = "timeline/memory";
constexpr core::Index leastMemory = 64'000'000, mostMemory = 64'000'000'000;

ui::TimelineContent contentOf(const Session &session) {
    const runs::KeyFrames &frames = session.keyFrames();
    const std::shared_ptr<const runs::RunLog> log = session.runs().present;
    ui::TimelineContent content;
    for (const runs::KeyFrames::Frame &frame : frames.frames())
        content.moments.push_back({frame.step(), frame.epoch(), frame.state != nullptr});
    for (const runs::Mark &mark : log->marks())
        content.marks.push_back({mark.step, mark.epoch, QString::fromStdString(mark.text), mark.isBad});
    if (const auto best = frames.best()) {
        content.best = static_cast<int>(*best);
        content.bestText = Session::tr("The best kept: %1 loss %2")
                               .arg(QString::fromStdString(log->heldOutName()), ui::significant(frames.frames()[*best].heldOutLoss, 4, QLocale()));
    }
    content.lastStep = std::max(log->lastStep(), session.status().step);
    content.lastEpoch = std::max(log->lastEpoch(), session.status().epoch);
    return content;
}

std::optional<ui::TimelineMoment> shownMoment(Session &session) {
    const auto &past = session.snapshotFeed().past();
    return past ? std::optional(ui::TimelineMoment{past->step, past->epoch, false}) : std::nullopt;
}

/// What every view, the status line and the loss plot say of it.
void showMoment(Session &session, ui::MainWindow &window, const PanelSet &panels, ui::LossPlot *loss) {
    const std::optional<ui::TimelineMoment> moment = shownMoment(session);
    const QString epoch = moment ? Session::tr("epoch %1").arg(QLocale().toString(moment->epoch, 'f', 2)) : QString();
    window.timeline()->showMoment(moment);
    panels.showMoment(epoch, window.theme());
    window.showMoment(moment ? Session::tr("The views show %1, step %L2").arg(epoch).arg(static_cast<qlonglong>(moment->step)) : QString());
    window.commands().present->setEnabled(moment.has_value());
    window.commands().branch->setEnabled(moment.has_value());
    if (loss)
        loss->canvas()->showMoment(moment ? std::optional(std::pair(moment->step, moment->epoch)) : std::nullopt);
}

} // namespace

void connectTimeline(Session &session, ui::MainWindow &window, const PanelSet &panels) {
    auto *timeline = new Timeline(session, &session);
    ui::TimelineStrip *strip = window.timeline();
    auto *loss = panels.view<ui::LossPlot>();
    Session *owner = &session;
    const auto shownStep = [owner] {
        const auto &past = owner->snapshotFeed().past();
        return past ? std::pair(past->step, past->epoch) : std::pair(owner->status().step, owner->status().epoch);
    };
    const auto show = [owner, &window, panels = &panels, loss] { showMoment(*owner, window, *panels, loss); };
    const auto branch = [owner, shownStep] { owner->branchFrom(shownStep().first); };

    QObject::connect(&session.snapshotFeed(), &SnapshotFeed::shownChanged, strip, show);
    QObject::connect(&window, &ui::MainWindow::themeChanged, strip, show);
    const auto refresh = [owner, strip] { strip->showContent(contentOf(*owner)); };
    QObject::connect(&session, &Session::ticked, strip, [strip, refresh, since = std::make_shared<QElapsedTimer>()] {
        if (!strip->isVisible() || (since->isValid() && since->elapsed() < refreshMs))
            return;
        since->start();
        refresh();
    });
    QObject::connect(&session, &Session::runStarted, strip, refresh);

    ui::TimeTrack *track = strip->track();
    QObject::connect(track, &ui::TimeTrack::momentChosen, timeline, [timeline, track](int moment) {
        timeline->pause();
        timeline->showNearest(track->content().moments[static_cast<std::size_t>(moment)].step); // the list may be newer than what is drawn
    });
    const auto goBy = [timeline](int moments) {
        timeline->pause();
        timeline->goBy(moments);
    };
    const auto goTo = [timeline](core::Index step) {
        timeline->pause();
        timeline->showNearest(step);
    };
    QObject::connect(track, &ui::TimeTrack::presentChosen, timeline, &Timeline::showPresent);
    QObject::connect(track, &ui::TimeTrack::movedBy, timeline, goBy);
    QObject::connect(track, &ui::TimeTrack::markChosen, timeline,
                     [goTo, track](int mark) { goTo(track->content().marks[static_cast<std::size_t>(mark)].step); });
    QObject::connect(strip, &ui::TimelineStrip::playWanted, timeline, &Timeline::togglePlaying);
    QObject::connect(strip, &ui::TimelineStrip::presentWanted, timeline, &Timeline::showPresent);
    QObject::connect(strip, &ui::TimelineStrip::branchWanted, &session, branch);
    QObject::connect(strip, &ui::TimelineStrip::speedChosen, timeline, &Timeline::setSpeed);
    QObject::connect(strip, &ui::TimelineStrip::loopChosen, timeline, &Timeline::setLooping);
    QSettings *settings = &window.settings();
    if (const core::Index kept = settings->value(memoryKey).toLongLong(); kept > 0)
        session.setMemoryBudget(std::clamp(kept, leastMemory, mostMemory));
    QObject::connect(strip, &ui::TimelineStrip::memoryEdited, &session, [owner, settings](core::Index bytes) {
        settings->setValue(memoryKey, static_cast<qlonglong>(bytes));
        owner->setMemoryBudget(bytes);
    });
    QObject::connect(strip, &ui::TimelineStrip::noteEdited, &session, [owner, shownStep](const QString &text) {
        const auto at = shownStep();
        owner->addNote(at.first, at.second, text);
    });
    QObject::connect(strip, &ui::TimelineStrip::menuOpened, strip, [owner, strip] {
        strip->showMemory(owner->memoryUsed(), owner->memoryBudget(), owner->keyFrames().frames().size(), owner->keyFrames().states());
    });
    QObject::connect(timeline, &Timeline::playingChanged, strip, &ui::TimelineStrip::showPlaying);

    const ui::Actions &actions = window.commands();
    QObject::connect(actions.playMoments, &QAction::triggered, timeline, &Timeline::togglePlaying);
    QObject::connect(actions.earlierMoment, &QAction::triggered, timeline, [goBy] { goBy(-1); });
    QObject::connect(actions.laterMoment, &QAction::triggered, timeline, [goBy] { goBy(1); });
    QObject::connect(actions.present, &QAction::triggered, timeline, &Timeline::showPresent);
    QObject::connect(actions.branch, &QAction::triggered, &session, branch);
    QObject::connect(actions.noteMoment, &QAction::triggered, strip, [strip, &actions] {
        actions.timeline->setChecked(true);
        strip->askNote();
    });

    if (!loss)
        return;
    QObject::connect(loss, &ui::LossPlot::momentChosen, timeline, goTo);
    QObject::connect(loss, &ui::LossPlot::presentChosen, timeline, &Timeline::showPresent);
    QObject::connect(loss, &ui::LossPlot::markHovered, track, &ui::TimeTrack::lightMark);
    QObject::connect(track, &ui::TimeTrack::markHovered, loss->canvas(), &ui::LossCanvas::lightMark);
}

} // namespace hourglass::app
