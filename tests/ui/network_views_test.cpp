// The views of the network by themselves: they draw something for every preset, say what to do where there is nothing, and tell what is clicked.
#include <QComboBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <limits>

#include "engine/analysis/activations_task.h"
#include "engine/analysis/gates_task.h"
#include "engine/analysis/unit.h"
#include "engine/spec/presets.h"
#include "tests/support/snapshot_bench.h"
#include "ui/forms/number_edit.h"
#include "ui/network/activation_canvas.h"
#include "ui/network/activations_view.h"
#include "ui/network/gates_canvas.h"
#include "ui/network/gates_view.h"
#include "ui/network/unit_canvas.h"
#include "ui/network/unit_view.h"
#include "ui/network/weight_canvas.h"
#include "ui/network/weights_view.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme_switch.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

std::shared_ptr<const data::Dataset> dataFor(const spec::Preset &preset) {
    if (preset.spec.data.source == "tabular")
        return smoothData({.train = 20, .features = 10, .test = 30});
    if (preset.spec.data.source == "halves")
        return smoothData({.train = 20, .features = 100, .test = 30});
    return smoothData({.train = 20, .features = 784, .test = 30, .shape = core::Shape(1, 28, 28)});
}

/// Pixels that are not those of the background, in per cent.
int inkOf(QWidget &widget) {
    const QImage image = widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QRgb background = image.pixel(image.width() - 2, 1);
    int ink = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            ink += image.pixel(x, y) != background;
    return 100 * ink / (image.width() * image.height());
}

SnapshotBench smallBench(std::vector<spec::LayerSpec> layers = {dense(12, "relu"), dense(3, "identity"), dense(12, "relu"), output()}, Index code = 1) {
    return SnapshotBench(smoothData({.train = 20, .features = 64, .test = 30, .shape = core::Shape(1, 8, 8)}), {std::move(layers), code, false});
}

struct Weights {
    ui::WeightsView view;
    ui::WeightCanvas *canvas = view.canvas();
    analysis::WeightsTask wanted;

    explicit Weights(SnapshotBench &bench, int layer, const QSize &size = {420, 320}) {
        view.resize(size);
        QObject::connect(&view, &ui::WeightsView::weightsWanted, &view, [this](const analysis::WeightsTask &task) { wanted = task; });
        view.setOutline(bench.snapshot->plan->outline());
        view.show();
        view.setUnit(layer, 0);
        for (int i = 0; i < 2; ++i) // what is there says which tiles are in sight
            view.show(bench.run(wanted));
    }
    void click(const QPointF &point) { QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, point.toPoint()); }
};

} // namespace

class NetworkViewsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void theyDrawEveryPreset_data() {
        QTest::addColumn<QString>("key");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << QString::fromStdString(preset.key);
    }
    void theyDrawEveryPreset() {
        QFETCH(QString, key);
        const spec::Preset preset = *spec::findPreset(key.toStdString());
        SnapshotBench bench(dataFor(preset), preset.spec.model);
        const int layers = static_cast<int>(bench.snapshot->plan->layers().size());
        ui::ActivationsView activations;
        activations.resize(420, 900);
        activations.QWidget::show();
        activations.show(bench.run(analysis::ActivationsTask{{data::PartKind::Test, 3}}), 3);
        QVERIFY2(inkOf(*activations.canvas()->viewport()) >= 3, qPrintable(QString::number(inkOf(*activations.canvas()->viewport()))));
        for (const int layer : {0, bench.snapshot->plan->codeLayer(), layers - 1}) {
            Weights weights(bench, layer);
            QVERIFY(weights.canvas->picture());
            if (!weights.canvas->picture()->obstacle)
                QVERIFY2(inkOf(*weights.canvas->viewport()) > 5, qPrintable(QString("layer %1: %2").arg(layer).arg(inkOf(*weights.canvas->viewport()))));
            ui::UnitView unit;
            unit.resize(420, 320);
            unit.show();
            unit.setOutline(bench.snapshot->plan->outline());
            unit.setUnit(layer, 0);
            unit.showFavourites(bench.run(analysis::FavouritesTask{layer, 0}));
            analysis::ExcitingInputTask ascent{layer, 0, {}, std::make_shared<analysis::LatestBounds>()};
            ascent.options.steps = 2;
            unit.showInput(bench.run(ascent));
            QVERIFY(unit.canvas()->shownFavourites() >= 2 && unit.canvas()->input());
            QVERIFY2(inkOf(*unit.canvas()) > 5, qPrintable(QString("layer %1: %2").arg(layer).arg(inkOf(*unit.canvas()))));
        }
    }

    /// Each pixel of a tile is its weight: above zero redder, below bluer.
    void tilesShowTheWeights() {
        SnapshotBench bench = smallBench();
        Weights weights(bench, 0);
        QCOMPARE(weights.canvas->tilesInSight(), (std::pair<Index, Index>{0, 12}));
        const QImage image = weights.canvas->viewport()->grab().toImage();
        const double ratio = image.devicePixelRatio();
        for (const Index unit : {1, 7, 11})
            for (Index pixel = 0; pixel < 64; pixel += 5) {
                const QRectF tile = weights.canvas->tileRect(unit);
                const QPointF at(tile.left() + (static_cast<double>(pixel % 8) + 0.5) * tile.width() / 8,
                                 tile.top() + (static_cast<double>(pixel / 8) + 0.5) * tile.height() / 8);
                const QColor colour = image.pixelColor((at * ratio).toPoint());
                const float weight = bench.parametersOf(0)[unit * 64 + pixel];
                if (std::abs(weight) > 0.05f)
                    QVERIFY2((colour.red() > colour.blue()) == (weight > 0), qPrintable(QString("%1 %2 %3").arg(unit).arg(pixel).arg(colour.name())));
            }
        // To its own scale a unit with small weights is as strong as the others.
        for (Index i = 0; i < 64; ++i)
            bench.parametersOf(0)[64 + i] *= 0.01f;
        weights.view.show(bench.run(weights.wanted));
        const auto strength = [&] {
            const QImage shown = weights.canvas->viewport()->grab().toImage();
            const QRect tile = weights.canvas->tileRect(1).toRect();
            int most = 0;
            for (int y = tile.top() + 1; y < tile.bottom(); ++y)
                for (int x = tile.left() + 1; x < tile.right(); ++x)
                    most = std::max(most, std::abs(shown.pixelColor(QPoint(x, y) * ratio).red() - shown.pixelColor(QPoint(x, y) * ratio).blue()));
            return most;
        };
        const int shared = strength();
        QTest::mouseClick(weights.view.header()->findChild<QToolButton *>("ownScaleChip"), Qt::LeftButton);
        QVERIFY2(shared < 20 && strength() > 100, qPrintable(QString("%1 %2").arg(shared).arg(strength())));
    }

    void aClickAndTheArrowsChooseAUnit() {
        SnapshotBench bench = smallBench();
        Weights incoming(bench, 0), outgoing(bench, 3), matrix(bench, 1);
        QSignalSpy fromTile(&incoming.view, &ui::WeightsView::unitChosen), fromOutgoing(&outgoing.view, &ui::WeightsView::unitChosen),
            fromMatrix(&matrix.view, &ui::WeightsView::unitChosen);
        incoming.click(incoming.canvas->tileRect(7).center());
        QCOMPARE(fromTile.takeFirst(), (QVariantList{0, QVariant::fromValue(Index{7})}));
        outgoing.click(outgoing.canvas->tileRect(2).center()); // of the layer below, whose units draw
        QCOMPARE(fromOutgoing.takeFirst(), (QVariantList{2, QVariant::fromValue(Index{2})}));
        const QRectF place = matrix.canvas->matrixRect();
        matrix.click(QPointF(place.center().x(), place.top() + place.height() * 2.5 / 3));
        QCOMPARE(fromMatrix.takeFirst(), (QVariantList{1, QVariant::fromValue(Index{2})}));
        incoming.view.setUnit(0, 7);
        QTest::keyClick(incoming.canvas, Qt::Key_Right);
        QCOMPARE(fromTile.takeFirst(), (QVariantList{0, QVariant::fromValue(Index{8})}));
        outgoing.view.setUnit(2, 2); // the answer to its own click: it goes on showing these weights
        QCOMPARE(outgoing.wanted.layer, 3);
        outgoing.view.setUnit(0, 2);
        QCOMPARE(outgoing.wanted.layer, 0);
    }

    void thousandsOfUnitsAreScrolledAndOnlyThoseInSightAskedFor() {
        SnapshotBench bench = smallBench({dense(5000, "relu"), output()}, 0);
        Weights weights(bench, 0);
        QVERIFY(weights.wanted.count < 200);
        QTest::keyClick(weights.canvas, Qt::Key_Down);
        weights.view.setUnit(0, 4321);
        QTest::keyClick(weights.canvas, Qt::Key_Right); // goes where it is
        QVERIFY(weights.wanted.first > 4000 && weights.wanted.first < 4322 && weights.wanted.count < 200);
        weights.view.show(bench.run(weights.wanted));
        QVERIFY(QRectF(weights.canvas->viewport()->rect()).contains(weights.canvas->tileRect(4322).center()));
        QVERIFY(inkOf(*weights.canvas->viewport()) > 20);
    }

    void theLayersOfASampleAreClickedByUnit() {
        SnapshotBench bench = smallBench({{"conv2d", {{"channels", Index{5}}}}, dense(3, "identity"), dense(12, "relu"), output()}, 1);
        ui::ActivationsView view;
        view.resize(420, 700);
        view.QWidget::show();
        view.show(bench.run(analysis::ActivationsTask{{data::PartKind::Test, 3}}), 3);
        ui::ActivationCanvas *canvas = view.canvas();
        QSignalSpy chosen(&view, &ui::ActivationsView::unitChosen);
        for (const auto &[layer, unit] : std::vector<std::pair<int, Index>>{{0, 3}, {1, 2}, {2, 9}}) {
            QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, canvas->unitRect({layer, unit}).center().toPoint());
            QCOMPARE(chosen.takeFirst(), (QVariantList{layer, QVariant::fromValue(unit)}));
        }
        view.setUnit(2, 9);
        QTest::keyClick(canvas, Qt::Key_Up);
        QCOMPARE(chosen.takeFirst(), (QVariantList{1, QVariant::fromValue(Index{2})})); // there are but three
        // The cell of a unit has the colour of its activation.
        const auto &values = canvas->picture()->layers[1].values;
        const QImage image = canvas->viewport()->grab().toImage();
        for (Index unit = 0; unit < 3; ++unit) {
            const QColor colour = image.pixelColor((canvas->unitRect({1, unit}).center() * image.devicePixelRatio()).toPoint());
            const float value = values[static_cast<std::size_t>(unit)];
            if (std::abs(value) > 0.02f)
                QVERIFY2((colour.red() > colour.blue()) == (value > 0), qPrintable(colour.name()));
        }
    }

    void linesOfUnitsLeaveNoRest() {
        SnapshotBench bench = smallBench({dense(64, "relu"), dense(32, "identity"), dense(50, "relu"), output()}, 1);
        for (const int width : {640, 710, 780}) {
            ui::ActivationsView view;
            view.resize(width, 700);
            view.QWidget::show();
            view.show(bench.run(analysis::ActivationsTask{{data::PartKind::Test, 3}}), 3);
            const ui::ActivationCanvas *canvas = view.canvas();
            for (const auto &[layer, units] : std::vector<std::pair<int, Index>>{{0, 64}, {1, 32}, {2, 50}}) {
                double right = 0;
                for (Index unit = 0; unit < units; ++unit)
                    right = std::max(right, canvas->unitRect({layer, unit}).right());
                QCOMPARE(canvas->unitRect({layer, units - 1}).right(), right);
                QVERIFY(right <= canvas->viewport()->width());
            }
        }
    }

    void favouritesAreClickedAndUnitsStepped() {
        SnapshotBench bench = smallBench();
        ui::UnitView view;
        view.resize(420, 320);
        view.show();
        view.setOutline(bench.snapshot->plan->outline());
        view.setUnit(1, 1);
        const auto favourites = bench.run(analysis::FavouritesTask{1, 1});
        view.showFavourites(favourites);
        view.showFavourites(bench.run(analysis::FavouritesTask{1, 2})); // late, of a unit that nobody looks at any more
        QCOMPARE(view.canvas()->favourites(), favourites);
        QSignalSpy selected(&view, &ui::UnitView::sampleSelected), chosen(&view, &ui::UnitView::unitChosen), smooth(&view, &ui::UnitView::smoothnessEdited);
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, view.canvas()->favouriteRect(1).center().toPoint());
        QCOMPARE(selected.takeFirst(), QVariantList{QVariant::fromValue(favourites->favourites[1].sample)});
        QTest::keyClick(view.canvas(), Qt::Key_Right);
        QCOMPARE(chosen.takeFirst(), (QVariantList{1, QVariant::fromValue(Index{2})}));
        view.setUnit(1, 2);
        QVERIFY(view.canvas()->isStale()); // what is shown is not of this one
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, view.canvas()->favouriteRect(1).center().toPoint());
        QCOMPARE(selected.size(), 0);
        QVERIFY(!view.header()->findChild<QToolButton *>("unitAfterChip")->isEnabled());
        QTest::mouseClick(view.header()->findChild<QToolButton *>("unitBeforeChip"), Qt::LeftButton);
        QCOMPARE(chosen.takeFirst(), (QVariantList{1, QVariant::fromValue(Index{1})}));
        QTest::mouseClick(view.header()->findChild<QToolButton *>("smoothChip"), Qt::LeftButton);
        QCOMPARE(smooth.takeFirst(), QVariantList{0.0});
        // Lower than it needs, it is scrolled, and the histogram lies on no sample.
        view.resize(300, 190);
        ui::ThemeSwitch themes(*qApp, ui::ThemeChoice::Light);
        for (const int percent : {200, ui::usualTextSize}) {
            themes.chooseTextSize(percent);
            const ui::UnitCanvas *canvas = view.canvas();
            QTRY_COMPARE(canvas->height(), std::max(canvas->minimumSizeHint().height(), canvas->parentWidget()->height()));
            const double line = QFontMetricsF(ui::smallFont(11)).height();
            QVERIFY(canvas->inputRect().height() >= ui::scaledReal(32) - 0.5 && canvas->shownFavourites() > 0);
            QVERIFY(canvas->inputRect().bottom() + 2 * line <= canvas->histogramRect().top());
            QVERIFY(canvas->favouriteRect(canvas->shownFavourites() - 1).bottom() + 2 * line <= canvas->histogramRect().top());
        }
    }

    void emptyAndBrokenOnesSaySo() {
        ui::WeightsView weights;
        ui::ActivationsView activations;
        ui::UnitView unit;
        for (ui::Panel *panel : std::initializer_list<ui::Panel *>{&weights, &activations, &unit}) {
            panel->resize(420, 320);
            QWidget *canvas = panel == &weights       ? weights.canvas()->viewport()
                              : panel == &activations ? activations.canvas()->viewport()
                                                      : static_cast<QWidget *>(unit.canvas());
            panel->grab();
            QVERIFY(inkOf(*canvas) >= 1 && inkOf(*canvas) < 12); // a sentence
            for (const ui::InputSection &section : panel->inputs())
                QVERIFY(!section.rows.empty());
        }
        SnapshotBench bench = smallBench();
        std::fill_n(bench.parametersOf(0), 64, std::numeric_limits<float>::quiet_NaN());
        Weights broken(bench, 0);
        QVERIFY(inkOf(*broken.canvas->viewport()) > 20);
        activations.show(bench.run(analysis::ActivationsTask{{data::PartKind::Test, 3}}), 3);
        QVERIFY(inkOf(*activations.canvas()->viewport()) > 5);
        unit.setOutline(bench.snapshot->plan->outline());
        unit.setUnit(0, 0);
        unit.showFavourites(bench.run(analysis::FavouritesTask{0, 0}));
        unit.showInput(bench.run(analysis::ExcitingInputTask{0, 0, {}, std::make_shared<analysis::LatestBounds>()}));
        QCOMPARE(unit.canvas()->shownFavourites(), 0);
        QVERIFY(inkOf(*unit.canvas()) >= 1);
        SnapshotBench dropped = smallBench({dense(4, "relu"), {"dropout", {}}, output()}, 0);
        Weights none(dropped, 1);
        QVERIFY(none.canvas->picture()->obstacle);
        QVERIFY(inkOf(*none.canvas->viewport()) >= 1);
    }

    void theirNumbersLeaveAsTables() {
        SnapshotBench bench = smallBench();
        Weights weights(bench, 0);
        const QString path = m_folder.filePath("weights.csv");
        QVERIFY(weights.canvas->plotExport()->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 12);
        const QStringList cells = lines[5].trimmed().split(',');
        QCOMPARE(cells.size(), 65);
        QVERIFY(std::abs(cells[1 + 17].toFloat() - bench.parametersOf(0)[5 * 64 + 17]) < 1e-6f);
    }

    void aUnitIsChangedInItsPanel() {
        SnapshotBench bench = smallBench();
        ui::UnitView view;
        view.resize(420, 340);
        view.setOutline(bench.snapshot->plan->outline());
        view.QWidget::show();
        view.setUnit(0, 4);
        view.showFavourites(bench.run(analysis::FavouritesTask{0, 4, 12}));
        auto *kind = view.findChild<QComboBox *>("unitChange");
        auto *value = view.findChild<ui::NumberEdit *>("unitChangeValue");
        auto *clear = view.findChild<QToolButton *>("clearUnitChanges");
        QVERIFY(kind->isVisible() && !value->isVisible() && !clear->isVisible());
        std::optional<plan::UnitChange> change;
        connect(&view, &ui::UnitView::changeEdited, &view, [&](int layer, Index unit, const std::optional<plan::UnitChange> &edited) {
            QVERIFY(layer == 0 && unit == 4);
            change = edited;
            if (change) // as the owner answers
                view.showChanges({{0, 4, change->kind, change->value}, {2, 1, plan::UnitChangeKind::Muted, 0}});
            else
                view.showChanges({{2, 1, plan::UnitChangeKind::Muted, 0}});
        });
        const auto choose = [kind](int row) {
            kind->setFocus();
            kind->setCurrentIndex(row);
            emit kind->activated(row);
        };
        choose(1);
        QVERIFY(change && change->kind == plan::UnitChangeKind::Muted && !value->isVisible());
        choose(2);
        QVERIFY(change->kind == plan::UnitChangeKind::Fixed && value->isVisible());
        QVERIFY(std::abs(static_cast<double>(change->value) - view.canvas()->favourites()->mean) < 1e-6); // what it is on average
        value->setFocus();
        value->selectAll();
        QTest::keyClicks(value, "-1.5");
        QTest::keyClick(value, Qt::Key_Return);
        QCOMPARE(change->value, -1.5f);
        choose(3);
        QVERIFY(change->kind == plan::UnitChangeKind::Scaled && change->value == 2);
        QVERIFY(clear->isVisible() && clear->text() == "Clear 2");
        view.setUnit(0, 5); // another, which is as computed
        QVERIFY(kind->currentIndex() == 0 && !value->isVisible());
        view.setUnit(0, 4);
        QCOMPARE(kind->currentIndex(), 3);
        choose(0);
        QVERIFY(!change);
        QSignalSpy muted(&view, &ui::UnitView::muteToggled), cleared(&view, &ui::UnitView::changesCleared);
        QTest::keyClick(view.canvas(), Qt::Key_X);
        QCOMPARE(muted.takeFirst().at(1).value<Index>(), Index{4});
        clear->click();
        QCOMPARE(cleared.count(), 1);

        ui::ActivationsView activations; // the mark in the row of the layer
        activations.resize(420, 500);
        activations.QWidget::show();
        activations.show(bench.run(analysis::ActivationsTask{{data::PartKind::Test, 3}}), 3);
        const auto seen = [&activations] {
            return activations.canvas()->viewport()->grab(activations.canvas()->unitRect({0, 7}).toRect().adjusted(-3, -3, 3, 3)).toImage();
        };
        const QImage before = seen();
        activations.showChanges({{0, 7, plan::UnitChangeKind::Muted, 0}});
        QVERIFY(seen() != before);
        activations.setUnit(0, 7);
        QSignalSpy mutedThere(&activations, &ui::ActivationsView::muteToggled);
        QTest::keyClick(activations.canvas(), Qt::Key_X);
        QCOMPARE(mutedThere.takeFirst().at(1).value<Index>(), Index{7});
    }

    void gatesAreMapsAndCurves() {
        SnapshotBench bench(
            smoothData({.train = 20, .features = 64, .test = 30, .shape = core::Shape(1, 8, 8)}),
            {{{"gru", {{"units", Index{6}}, {"output", std::string("last")}, {"bidirectional", true}}}, dense(3, "identity"), output()}, 1, false});
        ui::GatesView view;
        view.resize(520, 400);
        view.setOutline(bench.snapshot->plan->outline());
        view.QWidget::show();
        QVERIFY(inkOf(*view.canvas()) < 10); // words alone
        view.setUnit(0, 8);                  // the third on the way back
        view.show(bench.run(analysis::GatesTask{{data::PartKind::Test, 3}, 0}), "no. 4");
        QVERIFY(inkOf(*view.canvas()) > 20);
        ui::GatesCanvas *canvas = view.canvas();
        const auto &gates = canvas->picture()->directions[0].gates;
        for (std::size_t gate = 0; gate < 4; ++gate) {
            const QRectF map = canvas->mapRect(gate);
            QVERIFY(QRectF(canvas->rect()).contains(map) && map.width() > 40 && map.height() > 20 && map.bottom() < canvas->chartRect().top());
            for (std::size_t other = 0; other < gate; ++other)
                QVERIFY(!map.intersects(canvas->mapRect(other)));
        }
        QSignalSpy chosen(&view, &ui::GatesView::unitChosen);
        const QRectF map = canvas->mapRect(1); // z, 6 units × 8 steps
        const QPoint at(static_cast<int>(map.left() + map.width() * 5.5 / 8), static_cast<int>(map.top() + map.height() * 2.5 / 6));
        QTest::mouseMove(canvas, at);
        QTRY_VERIFY((canvas->hovered() == ui::GatesCanvas::Place{1, 2, 5}));
        QVERIFY(canvas->textOf(*canvas->hovered())
                    .contains("z, update: unit 3, step 6: " + QLocale().toString(static_cast<double>(gates[1].values[5 * 6 + 2]), 'g', 3)));
        QTest::mouseClick(canvas, Qt::LeftButton, {}, at);
        QVERIFY(chosen.takeFirst().at(1).value<Index>() == 2);
        auto *backwards = view.header()->findChild<QToolButton *>("gatesBackwards");
        QVERIFY(!backwards->isHidden());
        backwards->click();
        QTest::mouseClick(canvas, Qt::LeftButton, {}, at);
        QVERIFY(chosen.takeFirst().at(1).value<Index>() == 8);
        const auto saved = canvas->plotExport()->save(m_folder.filePath("gates.csv"));
        QVERIFY(saved);
        QFile file(*saved);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().trimmed().split('\n').size(), 1 + 2 * 4 * 6 * 8);
        // Lower than its maps and curves need, it is scrolled, and nothing lies on anything else.
        view.resize(300, 200);
        ui::ThemeSwitch themes(*qApp, ui::ThemeChoice::Light);
        for (const int percent : {200, ui::usualTextSize}) {
            themes.chooseTextSize(percent);
            QTRY_COMPARE(canvas->height(), std::max(canvas->minimumSizeHint().height(), canvas->parentWidget()->height()));
            const double line = QFontMetricsF(ui::smallFont(11)).height();
            QVERIFY(canvas->mapRect(3).height() >= 8 && canvas->mapRect(3).bottom() <= canvas->chartRect().top() - 2 * line + 2);
            QVERIFY2(canvas->chartRect().height() >= ui::scaledReal(44) - 0.5, qPrintable(QString::number(canvas->chartRect().height())));
        }
        SnapshotBench without = smallBench();
        view.show(without.run(analysis::GatesTask{{data::PartKind::Test, 3}, 0}), "no. 4");
        QVERIFY(inkOf(*view.canvas()) < 10);
        view.clear();
    }
};

QTEST_MAIN(NetworkViewsTest)
#include "network_views_test.moc"
