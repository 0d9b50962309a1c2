// The mixing desk in the window, by mouse and keys: what it decodes is what the network makes of the code that its sliders say.
#include <QComboBox>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "engine/data/shown_part.h"
#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/code/decoded_tiles.h"
#include "ui/code/mix_side.h"
#include "ui/code/mix_sliders.h"
#include "ui/code/mixing_desk.h"
#include "ui/plots/plot_export.h"

using namespace hourglass;
using tests::WindowBench;
using Kind = analysis::CodeCentre::Kind;

namespace {

constexpr int patience = WindowBench::patience;

spec::Spec eightUnits() {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[1] = tests::dense(8, "identity");
    return spec;
}

struct DeskBench : WindowBench {
    ui::MixingDesk *desk = views.panels.view<ui::MixingDesk>();
    app::CodeFeed *feed = session.findChild<app::CodeFeed *>();
    std::shared_ptr<const analysis::MixPicture> mix;
    int mixes = 0;

    explicit DeskBench(QSettings &settings) : WindowBench(settings) {
        QObject::connect(feed, &app::CodeFeed::mixArrived, &window, [this](const auto &picture) {
            mix = picture;
            ++mixes;
        });
    }
    void explore(const spec::Spec &spec = eightUnits()) {
        open(spec);
        QVERIFY(window.showArrangement("explore"));
        QTRY_VERIFY_WITH_TIMEOUT(mix && !decoded().empty() && !knob(0).isNull(), patience);
        rest();
    }
    QRectF knob(int axis) const { return desk->sliders()->knobOf(axis); }
    /// What the large picture shows; empty for nothing.
    std::vector<float> decoded() const {
        const auto &tiles = desk->side()->picture()->tiles();
        return tiles.empty() ? std::vector<float>() : tiles.front().values;
    }
    /// What the network makes of the desk's code, by the newest parameters.
    std::vector<float> expected() const {
        const plan::Snapshot &snapshot = *session.snapshotFeed().snapshot();
        plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), 1);
        const core::Index units = snapshot.plan->codeSize();
        const core::ConstView y = network.decode({desk->code().data(), units, 1, units});
        std::vector<float> values(y.data, y.data + y.rows);
        session.dataset()->invert(values.data(), values.data());
        return values;
    }
    void drag(int axis, double pixels) {
        QWidget *viewport = desk->sliders()->viewport();
        const QPoint from = knob(axis).center().toPoint(), to = from + QPoint(static_cast<int>(pixels), 0);
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, viewport->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(viewport, &move);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
    }
    void click(const QString &text) {
        for (QToolButton *button : dock("mixingDesk")->findChildren<QToolButton *>())
            if (button->text() == text)
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL(qPrintable("no button " + text));
    }
};

} // namespace

class MixingDeskTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void aDragMixesAndItsWaysBackAreThere() {
        DeskBench bench(*settings());
        bench.explore();
        QCOMPARE(bench.mix->centre.kind, Kind::Mean);
        QCOMPARE(bench.desk->code(), bench.mix->code);
        const std::vector<float> atCentre = bench.decoded();
        QCOMPARE(atCentre, bench.expected());

        bench.drag(2, 30);
        for (std::size_t unit = 0; unit < 8; ++unit)
            QCOMPARE(bench.desk->code()[unit] > bench.mix->code[unit], unit == 2);
        QVERIFY(bench.decoded() != atCentre); // at once
        QCOMPARE(bench.decoded(), bench.expected());
        bench.drag(5, -40);
        const std::vector<float> mixed = bench.desk->code();
        QVERIFY(mixed[5] < bench.mix->code[5] && mixed[2] > bench.mix->code[2]);

        QWidget *viewport = bench.desk->sliders()->viewport();
        QTest::mouseClick(viewport, Qt::LeftButton, {}, bench.desk->sliders()->soloOf(5).center().toPoint());
        QCOMPARE(bench.desk->code()[2], bench.mix->code[2]);
        QCOMPARE(bench.desk->code()[5], mixed[5]);
        QCOMPARE(bench.decoded(), bench.expected());
        QTest::mouseClick(viewport, Qt::LeftButton, {}, bench.desk->sliders()->soloOf(5).center().toPoint());
        QCOMPARE(bench.desk->code(), mixed);

        QTest::mouseDClick(viewport, Qt::LeftButton, {}, bench.knob(2).center().toPoint());
        QCOMPARE(bench.desk->code()[2], bench.mix->code[2]);
        QCOMPARE(bench.desk->code()[5], mixed[5]);
        bench.click("Reset");
        QCOMPARE(bench.desk->code(), bench.mix->code);
        QCOMPARE(bench.decoded(), atCentre);
    }

    void keysOrderAndNumbers() {
        DeskBench bench(*settings());
        bench.explore();
        ui::MixSliders *sliders = bench.desk->sliders();
        sliders->setFocus(Qt::TabFocusReason);
        QCOMPARE(sliders->current(), std::optional(0));
        QTest::keyClick(sliders, Qt::Key_Down);
        QTest::keyClick(sliders, Qt::Key_Right);
        const double step = static_cast<double>(bench.desk->code()[1] - bench.mix->code[1]);
        QVERIFY(std::abs(step - 0.25 * bench.mix->spread.deviation[1]) < 1e-3 * bench.mix->spread.deviation[1]);
        QVERIFY(sliders->accessibleDescription().startsWith(QString::fromUtf8("z₂: ")));
        QTest::keyClick(sliders, Qt::Key_Delete);
        QCOMPARE(bench.desk->code(), bench.mix->code);

        // Their numbers leave as a table.
        bench.drag(2, 30);
        const QString path = m_folder.filePath("desk.csv");
        QVERIFY(bench.desk->sliders()->plotExport()->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 9);
        const QStringList third = lines[3].trimmed().split(',');
        QCOMPARE(third[0], QString::fromUtf8("z₃"));
        QVERIFY(std::abs(third[5].toFloat() - bench.desk->code()[2]) < 1e-3f);

        // Their order is chosen.
        QTest::mouseClick(bench.dock("mixingDesk")->findChild<QToolButton *>("orderChip"), Qt::LeftButton);
        QPointer<QMenu> menu;
        QTRY_VERIFY((menu = bench.window.findChild<QMenu *>("orderMenu")) && menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().at(2)).center()); // by effect
        QTRY_VERIFY_WITH_TIMEOUT(!bench.mix->effects.empty(), patience);
        const auto strongest = static_cast<int>(std::max_element(bench.mix->effects.begin(), bench.mix->effects.end()) - bench.mix->effects.begin());
        for (int axis = 0; axis < 8; ++axis)
            if (axis != strongest && !bench.knob(axis).isNull())
                QTRY_VERIFY_WITH_TIMEOUT(bench.knob(axis).top() > bench.knob(strongest).top(), patience);
    }

    void aPinnedSampleIsTheCentre() {
        DeskBench bench(*settings());
        bench.explore();
        bench.drag(0, 30);
        auto *selection = bench.session.findChild<app::SampleSelection *>();
        selection->pin(selection->ofShownPart(7));
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->centre.kind == Kind::Sample, patience);
        QCOMPARE(bench.mix->centre.sample, 7);
        QCOMPARE(bench.desk->code(), bench.mix->code); // another centre: nothing is mixed yet

        // The centre decoded is the sample's reconstruction.
        const plan::Snapshot &snapshot = *bench.session.snapshotFeed().snapshot();
        plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), 1);
        core::Floats input(core::strideOf(bench.session.dataset()->features()));
        data::shownSamples(*bench.session.dataset()).copySample(7, input.data());
        const core::ConstView code =
            network.encode({input.data(), bench.session.dataset()->features(), 1, core::strideOf(bench.session.dataset()->features())});
        for (core::Index unit = 0; unit < 8; ++unit)
            QVERIFY(std::abs(code.data[unit] - bench.desk->code()[static_cast<std::size_t>(unit)]) < 1e-4f);
        QCOMPARE(bench.decoded(), bench.expected());
        QCOMPARE(bench.desk->side()->origin()->tiles().size(), std::size_t(3)); // the sample itself, too
        selection->pin({});
        QTest::qWait(50);
        QCOMPARE(bench.mix->centre.kind, Kind::Sample); // whoever lets go keeps the mix

        bench.click("Zero");
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->centre.kind == Kind::Zero, patience);
        QCOMPARE(bench.desk->code(), std::vector<float>(8));
        bench.click("Random");
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->centre.kind == Kind::Draw, patience);
        const std::vector<float> first = bench.desk->code();
        bench.click("Random");
        QTRY_VERIFY_WITH_TIMEOUT(bench.desk->code() != first, patience);
        bench.click("Sample");
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->centre == (analysis::CodeCentre{Kind::Sample, 7, 0}), patience);
    }

    void theMixIsCarriedToOtherAxes() {
        DeskBench bench(*settings());
        bench.explore();
        bench.drag(1, 25);
        bench.drag(3, -25);
        const std::vector<float> mixed = bench.desk->code();
        for (const char *axes : {"PCA directions", "Units"}) {
            bench.click(axes);
            const auto basis = axes[0] == 'P' ? analysis::CodeBasis::Principal : analysis::CodeBasis::Units;
            QTRY_VERIFY_WITH_TIMEOUT(bench.mix->spread.basis == basis, patience);
            for (std::size_t unit = 0; unit < 8; ++unit)
                QVERIFY(std::abs(bench.desk->code()[unit] - mixed[unit]) < 1e-3f);
        }
    }

    void itFollowsTheTrainingAndRestsWhenHidden() {
        DeskBench bench(*settings());
        bench.explore();
        bench.drag(4, 35);
        const std::vector<float> before = bench.decoded();
        const core::Index step = bench.mix->moment.step;
        bench.key(Qt::Key_Period);
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->moment.step == step + 1, patience);
        bench.rest();
        QVERIFY(bench.decoded() != before);
        QCOMPARE(bench.decoded(), bench.expected());
        // The same number of standard deviations away.
        const auto positions = analysis::positionsOf(bench.mix->spread, bench.desk->code());
        QVERIFY(positions[4] > 0.5);

        bench.dock("mixingDesk")->hide();
        if (QWidget *others = bench.dock("traversals"))
            others->hide();
        bench.rest();
        const int mixes = bench.mixes;
        bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, step + 2, patience);
        bench.rest();
        QCOMPARE(bench.mixes, mixes);
        bench.dock("mixingDesk")->show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->moment.step == step + 2, patience);
    }

    void anAttributeIsAddedAndTheMapShowsWhere() {
        DeskBench bench(*settings());
        bench.explore();
        const std::optional<QPointF> before = bench.glass->marks().desk;
        QVERIFY(before); // PCA leads back to codes
        auto *choice = bench.desk->findChild<QComboBox *>("attributeChoice");
        auto *amount = bench.desk->findChild<QSlider *>("attributeAmount");
        QVERIFY(!amount->isVisible());
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QTest::keyClick(choice, Qt::Key_Down); // the second class
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->attribute == (analysis::CodeAttribute{analysis::CodeAttribute::Kind::Class, 1, nullptr}) &&
                                     bench.mix->attributeWay.size() == 8,
                                 patience);
        QVERIFY(amount->isVisible());
        QCOMPARE(bench.desk->code(), bench.mix->code); // nothing of it yet
        amount->setValue(100);
        for (std::size_t unit = 0; unit < 8; ++unit)
            QVERIFY(std::abs(bench.desk->code()[unit] - bench.mix->code[unit] - bench.mix->attributeWay[unit]) < 1e-4f);
        QCOMPARE(bench.decoded(), bench.expected());
        const std::vector<float> with = bench.desk->code();
        bench.drag(2, 30); // on top of it
        for (std::size_t unit = 0; unit < 8; ++unit)
            QCOMPARE(bench.desk->code()[unit] > with[unit], unit == 2);
        QTRY_VERIFY(bench.glass->marks().desk && bench.glass->marks().desk != before);
        bench.click("Reset");
        QCOMPARE(amount->value(), 0);
        QCOMPARE(bench.desk->code(), bench.mix->code);

        auto *selection = bench.session.findChild<app::SampleSelection *>();
        selection->choose(std::make_shared<app::SampleSet>(app::SampleSet{"mine", {*selection->ofShownPart(1), *selection->ofShownPart(4)}}));
        QCOMPARE(choice->itemText(choice->count() - 1), QString("mine"));
        QCOMPARE(choice->currentIndex(), 2);
        selection->choose(nullptr);
        QVERIFY(choice->findText("mine") < 0);
        bench.dock("mixingDesk")->hide();
        QTRY_VERIFY(!bench.glass->marks().desk);
    }

    void twoUnitsAndAnotherStackAreShown() {
        DeskBench bench(*settings());
        bench.explore();
        bench.drag(6, 20);
        spec::ModelSpec model = bench.session.spec().model;
        model.layers[1].values["units"] = core::Index{2};
        bench.session.editModel(model, "Units");
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->spread.axes == 2 && bench.desk->code().size() == 2, patience);
        bench.rest();
        QCOMPARE(bench.decoded(), bench.expected());
    }

    void aLowDeskKeepsItsPicture() {
        QWidget desk; // a window by itself would not become as low
        ui::MixSide side(&desk);
        side.setClasses({"one", "two"});
        desk.resize(240, 400);
        desk.show();
        for (const int height : {400, 260, 180, 150}) {
            side.resize(240, height);
            QTest::qWait(1);
            const QRect picture = side.picture()->geometry();
            QVERIFY2(picture.height() >= 84 && side.rect().contains(picture), qPrintable(QString::number(height)));
            for (const QWidget *child : side.findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
                if (child != side.picture() && child->isVisible())
                    QVERIFY2(!child->geometry().intersects(picture) && child->geometry().bottom() < height,
                             qPrintable(
                                 QString("%1: %2 … %3, the picture to %4").arg(height).arg(child->y()).arg(child->geometry().bottom()).arg(picture.bottom())));
        }
        QVERIFY(!side.origin()->isVisible()); // what it began as goes first
    }
};

QTEST_MAIN(MixingDeskTest)
#include "mixing_desk_test.moc"
