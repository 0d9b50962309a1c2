// The network in the window: the layer and unit that are selected, and the sample under the mouse, are the same in every view, while it trains as well.
#include "app/session/changed_units.h"
#include "app/session/layer_selection.h"
#include "app/session/sample_selection.h"
#include "engine/spec/edits.h"
#include "tests/support/window_bench.h"
#include "ui/network/activation_canvas.h"
#include "ui/network/activations_view.h"
#include "ui/network/unit_canvas.h"
#include "ui/network/unit_view.h"
#include "ui/network/weight_canvas.h"
#include "ui/network/weights_view.h"
#include "ui/stack/stack_canvas.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

struct NetworkBench : WindowBench {
    ui::WeightCanvas *weights = views.panels.view<ui::WeightsView>()->canvas();
    ui::ActivationCanvas *activations = views.panels.view<ui::ActivationsView>()->canvas();
    ui::UnitCanvas *unit = views.panels.view<ui::UnitView>()->canvas();
    app::LayerSelection *layers = session.findChild<app::LayerSelection *>();
    app::SampleSelection *samples = session.findChild<app::SampleSelection *>();

    explicit NetworkBench(QSettings &settings) : WindowBench(settings) {}

    void look() {
        open();
        QVERIFY(window.showArrangement("network"));
        QTRY_VERIFY_WITH_TIMEOUT(isShown(), patience);
    }
    /// All three show what is selected, of the present parameters.
    bool isShown() const {
        const core::Index step = session.status().step;
        return weights->picture() && weights->picture()->layer == layers->layer() && weights->picture()->moment.step == step && activations->picture() &&
               activations->picture()->moment.step == step && unit->favourites() && unit->favourites()->layer == layers->layer() &&
               unit->favourites()->unit == layers->unit() && unit->favourites()->moment.step == step && unit->input() &&
               unit->input()->layer == layers->layer() && unit->input()->unit == layers->unit() && unit->input()->moment.step == step;
    }
};

} // namespace

class NetworkTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;
    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void oneLayerIsSelectedInEveryView() {
        NetworkBench bench(*settings());
        bench.look();
        QCOMPARE(bench.layers->layer(), 1); // the code, as in the stack
        QTest::mouseClick(bench.activations->viewport(), Qt::LeftButton, {}, bench.activations->unitRect({0, 5}).center().toPoint());
        QCOMPARE(bench.views.stack->selectedLayer(), 0);
        QCOMPARE(bench.layers->unit(), core::Index{5});
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        QCOMPARE(bench.weights->picture()->form, analysis::WeightsPicture::Form::Incoming);

        QTest::mouseClick(bench.weights->viewport(), Qt::LeftButton, {}, bench.weights->tileRect(9).center().toPoint());
        QCOMPARE(bench.layers->unit(), core::Index{9});
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        emit bench.views.stack->layerSelected(2); // as a click on its bar does
        QCOMPARE(bench.layers->layer(), 2);
        QCOMPARE(bench.layers->unit(), core::Index{0});
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);

        // A click on a favourite pins it, and its way through the stack is shown.
        QTRY_VERIFY_WITH_TIMEOUT(bench.unit->shownFavourites() > 1, patience);
        const core::Index favourite = bench.unit->favourites()->favourites[1].sample;
        QTest::mouseClick(bench.unit, Qt::LeftButton, {}, bench.unit->favouriteRect(1).center().toPoint());
        QCOMPARE(bench.samples->pinned(), bench.samples->ofShownPart(favourite));
        QTRY_VERIFY_WITH_TIMEOUT(bench.activations->picture()->sample == *bench.samples->pinned(), patience);
        bench.samples->hover(bench.samples->ofShownPart(7), nullptr); // what the mouse is over comes first
        QTRY_VERIFY_WITH_TIMEOUT(bench.activations->picture()->sample.sample == 7, patience);
        bench.samples->hover({}, nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(bench.activations->picture()->sample == *bench.samples->pinned(), patience);
    }

    void theyFollowTheTrainingAndEditsOfTheStack() {
        NetworkBench bench(*settings());
        bench.look();
        bench.layers->choose(0, 11);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        const std::vector<float> before = bench.weights->picture()->values;
        bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index{1}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        QVERIFY(bench.weights->picture()->values != before);

        spec::ModelSpec model = bench.session.spec().model; // the unit that is looked at goes
        model.layers[0] = tests::dense(5, "relu");
        bench.session.editModel(model, "narrower");
        QTRY_VERIFY_WITH_TIMEOUT(bench.layers->unit() == 4, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown() && bench.weights->picture()->units == 5 && bench.unit->favourites()->units == 5, patience);
    }

    /// A unit that is muted is muted in every view, its mark stands wherever it is, and all is as before when it is given back.
    void aChangedUnitIsAnsweredByEveryView() {
        NetworkBench bench(*settings());
        bench.look();
        bench.layers->choose(0, 5);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        auto *units = bench.session.findChild<app::ChangedUnits *>();
        const auto valueOf = [&bench] { return bench.activations->picture()->layers[0].values[5]; };
        const auto shown = [&bench] { return bench.reconstructions->columns.front().reconstruction; };
        const float before = valueOf();
        const std::vector<float> seen = shown(), place{bench.map->x.front(), bench.map->y.front()};
        const std::vector<core::Index> counts = bench.unit->favourites()->counts;

        units->change({0, 5, plan::UnitChangeKind::Fixed, 3});
        QTRY_COMPARE_WITH_TIMEOUT(valueOf(), 3.0f, patience);
        QTRY_VERIFY_WITH_TIMEOUT((std::vector<float>{bench.map->x.front(), bench.map->y.front()} != place), patience);
        QCOMPARE(bench.window.notices()->count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        QVERIFY(bench.unit->favourites()->counts == counts); // what it says itself
        QCOMPARE(bench.window.findChild<ui::StackCanvas *>()->scene().bars[1].changedUnits, 1);
        bench.dock("reconstructions")->show(); // in the place of the map
        bench.dock("reconstructions")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(shown() != seen, patience);

        bench.unit->setFocus();
        bench.key(Qt::Key_X); // from fixed to muted
        QCOMPARE(units->changes(), (plan::UnitChanges{{0, 5, plan::UnitChangeKind::Muted, 0}}));
        QTRY_COMPARE_WITH_TIMEOUT(valueOf(), 0.0f, patience);
        bench.session.step(); // the next moment shows it as well
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index{1}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), patience);
        QCOMPARE(valueOf(), 0.0f);
        bench.session.reset();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == 0 && bench.isShown(), patience);
        QCOMPARE(units->changes().size(), std::size_t{1});
        units->clear();
        QTRY_COMPARE_WITH_TIMEOUT(valueOf(), before, patience);
        QTRY_VERIFY_WITH_TIMEOUT(shown() == seen, patience);
        QCOMPARE(bench.window.notices()->count(), 0);

        // It goes where its layer goes, and with it.
        units->toggleMuted(0, 5);
        spec::ModelSpec model = spec::withInserted(bench.session.spec().model, 0, tests::dense(9, "relu"));
        bench.session.editModel(model, "insert");
        QTRY_COMPARE_WITH_TIMEOUT(units->changes(), (plan::UnitChanges{{1, 5, plan::UnitChangeKind::Muted, 0}}), patience);
        model = bench.session.spec().model;
        model.layers[1] = tests::dense(5, "relu");
        bench.session.editModel(model, "narrower");
        QTRY_VERIFY_WITH_TIMEOUT(units->changes().empty(), patience);
        QCOMPARE(bench.window.notices()->count(), 0);
    }

    void whoeverIsHiddenIsNotAsked() {
        NetworkBench bench(*settings());
        bench.look();
        for (const char *name : {"weights", "activations", "unit"})
            bench.dock(name)->hide();
        bench.rest();
        const auto weights = bench.weights->picture();
        const auto favourites = bench.unit->favourites();
        bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index{1}, patience);
        bench.rest();
        QCOMPARE(bench.weights->picture(), weights);
        QCOMPARE(bench.unit->favourites(), favourites);
        bench.dock("unit")->show();
        bench.dock("unit")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.unit->favourites() && bench.unit->favourites()->moment.step == 1, patience);
    }
};

QTEST_MAIN(NetworkTest)
#include "network_test.moc"
