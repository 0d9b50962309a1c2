// The whole window as the program makes it, on small data, with mouse and keys.
#pragma once

#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include "app/background/point_decoder.h"
#include "app/wiring/program.h"
#include "tests/support/session_bench.h"
#include "ui/forms/number_edit.h"
#include "ui/latent/latent_map.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/scatter.h"
#include "ui/loss/loss_plot.h"
#include "ui/reconstructions/reconstruction_grid.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/samples/data_view.h"
#include "ui/stack/layer_panel.h"
#include "ui/stack/stack_view.h"
#include "ui/training/training_panel.h"
#include "ui/window/dock.h"
#include "ui/window/notice_strip.h"
#include "ui/window/top_bar.h"

namespace hourglass::tests {

/// The views of the window.
struct BenchViews {
    const app::PanelSet &panels;
    ui::StackView *stack = panels.view<ui::StackView>();
    ui::LayerPanel *layer = panels.view<ui::LayerPanel>();
    ui::LatentMap *latent = panels.view<ui::LatentMap>();
    ui::ReconstructionsView *reconstructions = panels.view<ui::ReconstructionsView>();
    ui::LossPlot *loss = panels.view<ui::LossPlot>();
    ui::TrainingPanel *training = panels.view<ui::TrainingPanel>();
    ui::DataView *data = panels.view<ui::DataView>();
};

struct WindowBench {
    app::Program program;
    ui::MainWindow &window = program.window();
    app::Session &session = program.session();
    const BenchViews views{program.panels()};
    ui::MapGlass *glass = window.findChild<ui::MapGlass *>("latentGlass");
    ui::ReconstructionGrid *grid = window.findChild<ui::ReconstructionGrid *>("reconstructionGrid");
    std::shared_ptr<const analysis::LatentPicture> map;
    std::shared_ptr<const analysis::LatticePicture> lattice;
    std::shared_ptr<const analysis::ReconstructionPicture> reconstructions;
    int maps = 0, lattices = 0, sheets = 0;

    explicit WindowBench(QSettings &settings, int threads = 2, const QString &works = {}) : program(settings, threads, app::panelRows(), works) {
        auto *shown = session.findChild<app::MapFeed *>();
        QObject::connect(shown, &app::MapFeed::latentArrived, &window, [this](const auto &picture) {
            map = picture;
            ++maps;
        });
        QObject::connect(shown, &app::MapFeed::latticeArrived, &window, [this](const auto &picture) {
            lattice = picture;
            ++lattices;
        });
        QObject::connect(session.findChild<app::ReconstructionFeed *>(), &app::ReconstructionFeed::reconstructionsArrived, &window,
                         [this](const auto &picture) {
                             reconstructions = picture;
                             ++sheets;
                         });
    }

    void show(const QSize &size = {1280, 800}) {
        window.resize(size);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }
    /// Shows the window and waits until every view of it has something.
    void open(const spec::Spec &spec = smallSpec(), const QString &preset = {}) {
        show();
        program.open(spec, preset);
        QTRY_VERIFY_WITH_TIMEOUT(session.plan() && session.baselines(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(map && lattice && reconstructions, patience); // the map asks for a lattice once it has a range
        rest();
    }
    /// Until nothing trains and the pictures are those of the present parameters and wishes.
    void rest() { QTRY_VERIFY_WITH_TIMEOUT(session.status().state != training::State::Running && isFresh(), patience); }
    /// Not behind another tab.
    static bool isInSight(const QWidget *widget) {
        const QWidget *dock = widget;
        while (dock && !qobject_cast<const ui::Dock *>(dock))
            dock = dock->parentWidget();
        return widget->isVisible() && dock && dock->geometry().right() >= 0;
    }
    /// What lies behind another tab is not made anew.
    bool isFresh() const {
        const auto &snapshot = session.snapshotFeed().snapshot();
        return !session.snapshotFeed().isBusy() && snapshot && snapshot->run == session.status().run && snapshot->step == session.status().step &&
               (!isInSight(views.latent) || (shows(map, *snapshot) && (!map || !map->leadsBack() || !isLatticeWanted() ||
                                                                       shows(lattice, *snapshot)))) && // a layout has no lattice, nor have codes in space
               (!isInSight(views.reconstructions) || shows(reconstructions, *snapshot));
    }
    /// Of samples that are no images one comes, from which the view learns what they are.
    bool isLatticeWanted() const { return lattice && lattice->sample.isImage(); }
    template <class Picture>
    static bool shows(const Picture &picture, const plan::Snapshot &snapshot) {
        return !picture || (picture->moment.run == snapshot.run && picture->moment.step == snapshot.step);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window, key, modifiers);
    }
    void moveMouse(QWidget *widget, const QPointF &to) {
        const QPoint at = widget->mapTo(&window, to.toPoint());
        QTest::mouseMove(window.windowHandle(), at + QPoint(1, 1)); // a move to where it is would be none
        QTest::mouseMove(window.windowHandle(), at);
    }
    ui::Dock *dock(const QString &name) const { return window.findChild<ui::Dock *>(name + "Dock"); }
    /// The number to type of this name in a panel.
    static ui::NumberEdit *number(QWidget *panel, const QString &name) {
        for (ui::NumberEdit *edit : panel->findChildren<ui::NumberEdit *>())
            if (edit->accessibleName() == name + ", exact value")
                return edit;
        return nullptr;
    }
    void type(ui::NumberEdit *edit, const QString &text) {
        QVERIFY(edit);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    static constexpr int patience = SessionBench::patience;
};

} // namespace hourglass::tests
