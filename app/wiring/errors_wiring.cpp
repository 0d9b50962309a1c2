// How the errors of the samples are spread.
#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QSettings>

#include "app/background/part_errors_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/analysis/sample_history_task.h"
#include "engine/data/sample_id.h"
#include "ui/errors/errors_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

const char *errorMeasureKey = "errors/measure", *logarithmicKey = "errors/logarithmic", *overTimeKey = "errors/over_time";
constexpr qint64 leastHistoryMs = 500; ///< between two: moments come at each step at first

void connectSelection(ui::ErrorsView *view, SampleSelection *selection) {
    auto own = std::make_shared<std::shared_ptr<const SampleSet>>(); // chosen here
    QObject::connect(view, &ui::ErrorsView::samplesChosen, selection, [selection, own](const std::vector<core::Index> &samples, const QString &name) {
        SampleSet set{name, {}};
        for (const core::Index number : samples)
            set.samples.push_back({selection->shownPart(), number});
        *own = set.samples.empty() ? nullptr : std::make_shared<const SampleSet>(std::move(set));
        selection->choose(*own);
    });
    QObject::connect(selection, &SampleSelection::setChanged, view, [view, own](const std::shared_ptr<const SampleSet> &set) {
        if (set != *own)
            view->dropBrush();
    });
}

/// The error of the pinned sample at each moment that was kept, and again when there are others.
class PinnedHistory : public QObject {
public:
    PinnedHistory(ui::ErrorsView *view, Session &session, SampleSelection &selection)
        : QObject(view), m_view(view), m_session(session), m_selection(selection) {
        m_task.known = std::make_shared<analysis::KnownHistory>();
        m_subscription = session.snapshotFeed().subscribe<analysis::SampleHistoryTask>(this, [this](const analysis::Answer<analysis::SampleHistory> &answer) {
            if (m_sample == answer.result->sample && m_session.snapshotFeed().dataset() == m_session.dataset())
                m_view->showHistory(answer.result, nameOf(*answer.result));
        });
        new VisibilityWatch(view, [this](bool isVisible) {
            m_isVisible = isVisible;
            m_subscription->setWatched(isVisible);
            follow();
        });
        connect(&selection, &SampleSelection::pinnedChanged, this, [this] { forget(); });
        connect(&session.snapshotFeed(), &SnapshotFeed::begun, this, [this] { forget(); });
        connect(&session, &Session::datasetChanged, this, [this] { forget(); });
        connect(&session, &Session::corruptionChanged, this, [this](const data::Corruption &corruption, std::uint64_t seed) {
            m_task.corruption = corruption;
            m_task.seed = seed;
            forget();
        });
        connect(&session, &Session::ticked, this, &PinnedHistory::follow);
    }

    void setOptions(const ui::ErrorsOptions &options) {
        const bool isSame = m_isWanted == options.isOverTime && m_task.measure == options.measure;
        m_isWanted = options.isOverTime;
        m_task.measure = options.measure;
        if (!isSame)
            forget();
    }

private:
    void forget() {
        m_subscription->wantNothing();
        m_sample.reset();
        m_since.invalidate();
        const auto pinned = SampleSelection::ofTheData(m_selection.pinned());
        m_view->showHistory(nullptr, pinned ? QStringLiteral("…") : QString());
        follow();
    }
    void follow() {
        const auto pinned = SampleSelection::ofTheData(m_selection.pinned());
        if (!m_isVisible || !m_isWanted || !pinned || !m_session.dataset() || m_session.keyFrames().isEmpty())
            return;
        const runs::KeyFrames &frames = m_session.keyFrames();
        if (m_since.isValid() && (frames.version() == m_version || m_since.elapsed() < leastHistoryMs || m_subscription->isBusy()))
            return;
        m_version = frames.version();
        m_since.start();
        m_task.sample = *pinned;
        m_sample = pinned;
        m_task.moments.clear();
        for (const runs::KeyFrames::Frame &frame : frames.frames())
            m_task.moments.push_back(frame.snapshot);
        m_subscription->want(m_task);
    }
    QString nameOf(const analysis::SampleHistory &history) const {
        const data::Dataset &dataset = *m_session.dataset();
        QString name = Session::tr("no. %L1").arg(static_cast<qlonglong>(data::numberOf(dataset, history.sample) + 1));
        if (history.label >= 0 && static_cast<std::size_t>(history.label) < dataset.classNames.size())
            name += QStringLiteral(", ") + QString::fromStdString(dataset.classNames[static_cast<std::size_t>(history.label)]);
        return name;
    }

    ui::ErrorsView *m_view;
    Session &m_session;
    SampleSelection &m_selection;
    std::shared_ptr<analysis::Subscription<analysis::SampleHistoryTask>> m_subscription;
    analysis::SampleHistoryTask m_task;
    std::optional<data::SampleId> m_sample; ///< that was asked for
    std::uint64_t m_version = 0;            ///< of the moments
    QElapsedTimer m_since;
    bool m_isVisible = false, m_isWanted = false;
};

void connectErrors(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::ErrorsView *>(&panel);
    Session &session = context.session;
    QSettings *settings = &context.window.settings();
    auto *feed = new PartErrorsFeed(session.snapshotFeed(), &session);
    auto isInSight = std::make_shared<bool>(false);
    const auto watch = [feed, view, isInSight] { feed->setWatched(*isInSight && !view->options().isOverTime); };
    new VisibilityWatch(view, [watch, isInSight](bool isVisible) {
        *isInSight = isVisible;
        watch();
    });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::ErrorsView::showDataset);
    QObject::connect(&session, &Session::corruptionChanged, feed, &PartErrorsFeed::setCorruption);
    QObject::connect(&session, &Session::statusChanged, feed, [feed, &session] { feed->follow(session.shownStatus()); });
    QObject::connect(feed, &PartErrorsFeed::begun, view, [view] { view->showErrors(nullptr, 0); });
    QObject::connect(feed, &PartErrorsFeed::arrived, view,
                     [view, &session](const std::shared_ptr<const analysis::PartErrors> &errors, const analysis::Moment &moment) {
                         if (session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
                             view->showErrors(errors, moment.epoch);
                     });
    auto *history = new PinnedHistory(view, session, context.selection);
    QObject::connect(view, &ui::ErrorsView::optionsEdited, feed, [feed, history, settings, watch](const ui::ErrorsOptions &options) {
        settings->setValue(QLatin1String(errorMeasureKey), QLatin1String(analysis::factsOf(options.measure).key));
        settings->setValue(QLatin1String(logarithmicKey), options.isLogarithmic);
        settings->setValue(QLatin1String(overTimeKey), options.isOverTime);
        history->setOptions(options);
        watch();
        feed->setMeasure(options.measure);
    });
    QObject::connect(view, &ui::ErrorsView::exportFailed, &session, &Session::problemMet);
    connectSelection(view, &context.selection);
    ui::ErrorsOptions options;
    options.isLogarithmic = settings->value(QLatin1String(logarithmicKey)).toBool();
    options.isOverTime = settings->value(QLatin1String(overTimeKey)).toBool();
    for (const analysis::MeasureFacts &facts : analysis::measures)
        if (settings->value(QLatin1String(errorMeasureKey)).toString() == QLatin1String(facts.key))
            options.measure = facts.measure;
    view->setOptions(options);
    history->setOptions(options);
    feed->setMeasure(options.measure);
}

} // namespace

PanelRow errorsPanel() {
    return {.key = "errors", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::ErrorsView; }, .connect = connectErrors};
}

} // namespace hourglass::app
