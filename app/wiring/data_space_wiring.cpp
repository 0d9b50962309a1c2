// The data space.
#include <QEvent>
#include <QSettings>

#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/selection_wiring.h"
#include "app/wiring/visibility_watch.h"
#include "engine/analysis/data_space_task.h"
#include "ui/data_space/data_space_view.h"
#include "ui/window/dock.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

using Sample = std::optional<data::SampleId>;

void connectSelection(ui::DataSpaceView *view, SampleSelection *selection, const Session *session) {
    QObject::connect(view, &ui::DataSpaceView::sampleHovered, selection,
                     [view, selection](std::optional<core::Index> number) { selection->hover(selection->ofShownPart(number), view); });
    QObject::connect(view, &ui::DataSpaceView::sampleSelected, selection,
                     [selection](std::optional<core::Index> number) { selection->pin(selection->ofShownPart(number)); });
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, [view, selection](const Sample &sample, const QObject *by) {
        if (by != view)
            view->setMarkedSample(selection->numberInShownPart(SampleSelection::ofTheData(sample)));
    });
    QObject::connect(selection, &SampleSelection::setChanged, view,
                     [view, selection, session] { view->setChosen(choiceOf(*selection, session->dataset().get()).samples); });
    QObject::connect(selection, &SampleSelection::pinnedChanged, view,
                     [view, selection](const Sample &sample) { view->setSelectedSample(selection->numberInShownPart(SampleSelection::ofTheData(sample))); });
}

constexpr const char *onTopKey = "dataSpace/onTop";

/// Comes up over the map with data that it can show, and goes with others: only where it shares the map's place, the map lies open there, and nobody has
/// closed it. What a person put elsewhere, or in front of the map, stays; and who had the map in front of it finds it so again.
class Attendance : public QObject {
public:
    Attendance(ui::Dock *own, ui::Dock *map, QSettings &settings) : QObject(own), m_own(own), m_map(map), m_settings(settings) {
        own->installEventFilter(this);
        connect(own, &QDockWidget::visibilityChanged, this, &Attendance::noteTop, Qt::QueuedConnection); // when all docks are where they go
        connect(own->toggleViewAction(), &QAction::triggered, this, [this](bool isShown) { m_isDeclined = !isShown && m_canShow; });
    }

    void take(bool canShow) {
        m_canShow = canShow;
        if (canShow && m_own->isHidden() && !m_isDeclined && sharesPlace() && isOpen(m_map)) {
            m_own->show();
            (m_settings.value(onTopKey, true).toBool() ? m_own : m_map)->raise();
        } else if (!canShow && !m_own->isHidden() && sharesPlace()) {
            m_own->hide();
            if (!m_map->isHidden())
                m_map->raise();
        }
    }

    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() == QEvent::Close) // by its button: no other hides it so
            m_isDeclined = m_canShow;
        return QObject::eventFilter(watched, event);
    }

private:
    bool sharesPlace() const {
        const auto *area = qobject_cast<const QMainWindow *>(m_own->parentWidget());
        return area && !m_own->isFloating() && area->tabifiedDockWidgets(m_map).contains(m_own);
    }
    void noteTop() {
        if (m_canShow && m_own->window()->isVisible() && !m_own->isHidden() && !m_map->isHidden() && sharesPlace())
            m_settings.setValue(onTopKey, isOpen(m_own));
    }
    /// In front of its tabs.
    static bool isOpen(const ui::Dock *dock) { return !dock->isHidden() && !dock->isFloating() && dock->geometry().right() >= 0; }

    ui::Dock *m_own, *m_map;
    QSettings &m_settings;
    bool m_canShow = false, m_isDeclined = false;
};

void connectDataSpace(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::DataSpaceView *>(&panel);
    Session &session = context.session;
    SampleColouring *colouring = &context.colouring;
    QObject::connect(colouring, &SampleColouring::entriesChanged, view, &ui::DataSpaceView::setColourings);
    QObject::connect(colouring, &SampleColouring::colouringChanged, view, &ui::DataSpaceView::setColouring);
    QObject::connect(view, &ui::DataSpaceView::colouringChosen, colouring, &SampleColouring::choose);
    const auto subscription =
        session.snapshotFeed().subscribe<analysis::DataSpaceTask>(view, [view, &session](const analysis::Answer<analysis::DataSpacePicture> &answer) {
            if (session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
                view->showPicture(answer.result);
        });
    subscription->want({});
    new VisibilityWatch(view, [subscription](bool isVisible) { subscription->setWatched(isVisible); });
    auto *attendance = new Attendance(static_cast<ui::Dock *>(view->parentWidget()), static_cast<ui::Dock *>(context.panels.find("latent")->parentWidget()),
                                      context.window.settings());
    QObject::connect(&session, &Session::datasetChanged, view, [view, attendance](const std::shared_ptr<const data::Dataset> &dataset) {
        view->showDataset(*dataset);
        attendance->take(analysis::DataSpaceTask::canShow(*dataset));
    });
    QObject::connect(view, &ui::DataSpaceView::exportFailed, &session, &Session::problemMet);
    connectSelection(view, &context.selection, &session);
}

} // namespace

PanelRow dataSpacePanel() {
    return {.key = "data-space", .beside = "latent", .make = []() -> ui::Panel * { return new ui::DataSpaceView; }, .connect = connectDataSpace};
}

} // namespace hourglass::app
