// The views of the network by themselves: they draw something for every preset, say what to do where there is nothing, and tell what is clicked.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <limits>

#include "engine/analysis/activations_task.h"
#include "engine/analysis/unit.h"
#include "engine/spec/presets.h"
#include "tests/support/snapshot_bench.h"
#include "ui/network/activation_canvas.h"
#include "ui/network/activations_view.h"
#include "ui/network/unit_canvas.h"
#include "ui/network/unit_view.h"
#include "ui/network/weight_canvas.h"
#include "ui/network/weights_view.h"
#include "ui/plots/plot_export.h"

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
};

QTEST_MAIN(NetworkViewsTest)
#include "network_views_test.moc"
