// How good the code is, by numbers.
#include "app/background/judging_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "engine/plan/plan.h"
#include "ui/judging/judging_view.h"

namespace hourglass::app {

namespace {

void connectJudging(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::JudgingView *>(&panel);
    Session &session = context.session;
    SampleSelection *selection = &context.selection;
    auto *feed = new JudgingFeed(session.snapshotFeed(), &session);
    new VisibilityWatch(view, [feed, &session](bool isVisible) {
        feed->setVisible(isVisible);
        feed->follow(session.shownStatus());
    });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::JudgingView::showDataset);
    QObject::connect(&session, &Session::stackChanged, feed,
                     [feed](const spec::ModelSpec &, const plan::Outline &outline) { feed->setCodeUnits(outline.codeSize); });
    QObject::connect(&session, &Session::statusChanged, feed, [feed, view, &session] {
        const training::Status status = session.shownStatus();
        feed->follow(status);
        view->showEpoch(status.epoch);
    });
    QObject::connect(view, &ui::JudgingView::pageChosen, feed, [feed, &session](ui::JudgingPage page) {
        feed->setSubject(page == ui::JudgingPage::Probes     ? JudgingFeed::Subject::Probes
                         : page == ui::JudgingPage::Clusters ? JudgingFeed::Subject::Clusters
                                                             : JudgingFeed::Subject::Errors);
        feed->follow(session.shownStatus());
    });
    QObject::connect(view, &ui::JudgingView::clustersEdited, feed, [feed, &session](const judging::ClustersTask &task) {
        feed->setClusters(task);
        feed->follow(session.shownStatus());
    });
    SampleColouring *colouring = &context.colouring;
    QObject::connect(colouring, &SampleColouring::entriesChanged, feed,
                     [feed, &session](const std::vector<ui::ColouringEntry> &, const ui::ColouringEntry &chosen) {
                         feed->setColoursByCluster(chosen.kind == ui::ColouringKind::Cluster);
                         feed->follow(session.shownStatus());
                     });
    QObject::connect(view, &ui::JudgingView::clusterColoursChanged, colouring, &SampleColouring::setMeasured);
    QObject::connect(feed, &JudgingFeed::begun, view, &ui::JudgingView::clear);
    const auto isOfShown = [&session] { return session.snapshotFeed().dataset() == session.dataset(); }; // not while data are dragged through
    QObject::connect(feed, &JudgingFeed::probesArrived, view,
                     [view, isOfShown](const std::shared_ptr<const judging::ProbeReport> &report, const analysis::Moment &moment) {
                         if (isOfShown())
                             view->showProbes(report, moment);
                     });
    QObject::connect(feed, &JudgingFeed::baselinesArrived, view, [view, isOfShown](const std::shared_ptr<const judging::BaselineProbes> &baselines) {
        if (isOfShown())
            view->showBaselines(baselines);
    });
    QObject::connect(feed, &JudgingFeed::clustersArrived, view,
                     [view, isOfShown](const std::shared_ptr<const judging::ClusterReport> &report, const analysis::Moment &moment) {
                         if (isOfShown())
                             view->showClusters(report, moment);
                     });
    QObject::connect(feed, &JudgingFeed::errorsArrived, view, [view, isOfShown](const analysis::SampleErrors &errors, const analysis::Moment &moment) {
        if (isOfShown())
            view->showErrors(errors.byRow, moment);
    });
    QObject::connect(view, &ui::JudgingView::sampleSelected, selection, [selection](const std::optional<data::SampleId> &sample) { selection->pin(sample); });
    QObject::connect(view, &ui::JudgingView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow judgingPanel() {
    return {.key = "judging", .beside = "latent", .make = []() -> ui::Panel * { return new ui::JudgingView; }, .connect = connectJudging};
}

} // namespace hourglass::app
