// The stack dock, driven by mouse and keys as a person would, with an owner that answers edits as the session does.
#include <QtTest>

#include <QAccessible>
#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include <ctime>
#include <set>

#include "engine/layers/registry.h"
#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "engine/spec/identity.h"
#include "tests/support/sample_catalogue.h"
#include "tests/support/sanitized.h"
#include "ui/stack/stack_canvas.h"
#include "ui/stack/stack_text.h"
#include "ui/stack/stack_view.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

const core::Shape image(1, 28, 28);

/// Keeps the model, as the project does, and shows every edit.
struct Owner {
    StackView view;
    spec::ModelSpec model;
    QStringList edits;
    std::vector<int> selections;
    bool accepts = true;

    explicit Owner(const spec::ModelSpec &first, QSize size = {300, 620}) : model(first) {
        QObject::connect(&view, &StackView::modelEdited, [this](const spec::ModelSpec &edited, const QString &what) {
            edits << what;
            if (accepts)
                show(edited);
        });
        QObject::connect(&view, &StackView::layerSelected, [this](int index) { selections.push_back(index); });
        view.resize(size);
        show(first);
        view.show();
        view.activateWindow();
        (void)QTest::qWaitForWindowActive(&view);
    }

    void show(const spec::ModelSpec &shown) {
        model = shown;
        view.showStack(shown, tests::outlineOf(shown, image), tests::sampleCatalogue());
    }

    StackCanvas *canvas() { return view.findChild<StackCanvas *>(); }

    void click(int layer) { QTest::mouseClick(canvas(), Qt::LeftButton, {}, canvas()->barRectangle(layer).center()); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        canvas()->setFocus();
        QTest::keyClick(canvas(), key, modifiers);
    }
    /// The left button is down at `from`, and the mouse comes to `to` in small steps; the button stays down.
    void pull(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(canvas(), Qt::LeftButton, {}, from);
        move(from, to, modifiers);
    }
    void move(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers modifiers = {}) {
        constexpr int steps = 8;
        for (int i = 1; i <= steps; ++i) {
            const QPointF at = from + QPointF(to - from) * i / steps;
            QMouseEvent event(QEvent::MouseMove, at, canvas()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(canvas(), &event);
        }
    }
    void drop(const QPoint &at) { QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at); }
    QPoint rightEdge(int layer) { return {canvas()->barRectangle(layer).right(), canvas()->barRectangle(layer).center().y()}; }
    QPoint leftEdge(int layer) { return {canvas()->barRectangle(layer).left(), canvas()->barRectangle(layer).center().y()}; }
    core::Index units(std::size_t index) { return tests::unitsOf(model, index, image.size()); }
    QAction *action(const QString &text) {
        for (QAction *action : view.findChildren<QAction *>())
            if (action->text() == text)
                return action;
        return nullptr;
    }
};

} // namespace

class StackViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void aCostThatStaysLaysNothingOut() {
        StackView view;
        view.show();
        view.showCost(1.25);
        QTest::qWait(100); // until it has its places
        struct Counter : QObject {
            int layouts = 0;
            bool eventFilter(QObject *watched, QEvent *event) override {
                layouts += event->type() == QEvent::LayoutRequest;
                return QObject::eventFilter(watched, event);
            }
        } counter;
        view.installEventFilter(&counter);
        for (QWidget *widget : view.findChildren<QWidget *>())
            widget->installEventFilter(&counter);
        for (int tick = 0; tick < 5; ++tick) {
            view.showCost(1.25);
            QApplication::processEvents();
        }
        QCOMPARE(counter.layouts, 0);
        view.showCost(125);
        QApplication::processEvents();
        QVERIFY(counter.layouts > 0);
    }

    void barsBecomeLowerBeforeTheyScroll() {
        Owner owner(tests::mapModel(), {300, 700});
        QScrollBar *bar = owner.view.findChild<QScrollArea *>()->verticalScrollBar();
        const int tall = owner.canvas()->barRectangle(0).height();
        owner.view.resize(300, 400);
        QTRY_COMPARE(bar->maximum(), 0);
        QVERIFY(owner.canvas()->barRectangle(0).height() < tall);
        QVERIFY(owner.canvas()->barRectangle(5).bottom() < owner.canvas()->height());
        owner.view.resize(300, 200); // a third of the height would be unreadable
        QTRY_VERIFY(bar->maximum() > 0);
        QCOMPARE(owner.canvas()->barRectangle(0).height(), tall);
        owner.view.resize(300, 700);
        QTRY_COMPARE(owner.canvas()->barRectangle(0).height(), tall);
    }

    void barsFormAnHourglass() {
        Owner owner(tests::mapModel());
        const auto width = [&](int layer) { return owner.canvas()->barRectangle(layer).width(); };
        QCOMPARE(owner.canvas()->layerCount(), 6);
        QVERIFY(width(-1) > width(0) && width(0) > width(1) && width(1) > width(2));
        QCOMPARE(width(3), width(1));
        QCOMPARE(width(5), width(-1));
        QVERIFY(width(2) > 20); // two units still make a bar to click on
        const auto &bars = owner.canvas()->scene().bars;
        QCOMPARE(bars[1].label(), QString("Dense 256 · ReLU"));
        QCOMPARE(bars[3].name, QString("Code 2"));
        QCOMPARE(bars[2].figures, QLocale().toString(16448));
        QVERIFY(bars[2].toolTip.contains("256 → 64"));
        QVERIFY(bars[6].toolTip.contains(QLocale().toString(784 * 256)));
    }

    void aClickSelects() {
        Owner owner(tests::mapModel());
        owner.click(1);
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.click(1);  // again: no news
        owner.click(-1); // the input is no layer
        QCOMPARE(owner.selections, std::vector<int>{1});
        owner.view.selectLayer(4); // from outside: silent
        QCOMPARE(owner.view.selectedLayer(), 4);
        QCOMPARE(owner.selections.size(), std::size_t(1));
        owner.view.selectLayer(17);
        QCOMPARE(owner.view.selectedLayer(), -1);
        QVERIFY(owner.edits.isEmpty());
    }

    void arrowsSelect() {
        Owner owner(tests::mapModel());
        owner.key(Qt::Key_Down);
        owner.key(Qt::Key_Down);
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.key(Qt::Key_End);
        owner.key(Qt::Key_Down); // the end stays the end
        QCOMPARE(owner.view.selectedLayer(), 5);
        owner.key(Qt::Key_Home);
        owner.key(Qt::Key_Up);
        QCOMPARE(owner.view.selectedLayer(), 0);
    }

    void plusInTheGapInserts() {
        Owner owner(tests::mapModel());
        const QPoint gap = owner.canvas()->gapRectangle(1).center();
        QTest::mouseMove(owner.canvas(), gap);
        QCOMPARE(owner.canvas()->scene().hoveredGap, 1);
        QCOMPARE(owner.canvas()->scene().mirroredGap, 4);
        QTest::mouseClick(owner.canvas(), Qt::LeftButton, {}, gap);
        QCOMPARE(owner.edits, QStringList{"Insert Dense 128"});
        QCOMPARE(owner.model.layers.size(), std::size_t(8));
        QCOMPARE(owner.units(1), core::Index{128});
        QCOMPARE(owner.units(5), core::Index{128});
        QCOMPARE(owner.view.selectedLayer(), 1); // the new one
        QCOMPARE(owner.selections.back(), 1);
    }

    void insertingBelowTheCodeSelectsTheDecodersLayer() {
        Owner owner(tests::mapModel());
        QTest::mouseClick(owner.canvas(), Qt::LeftButton, {}, owner.canvas()->gapRectangle(3).center());
        QCOMPARE(owner.model.layers.size(), std::size_t(8));
        QCOMPARE(owner.view.selectedLayer(), 4);
        QCOMPARE(owner.units(4), core::Index{12});
        QCOMPARE(owner.model.code, core::Index{3});
    }

    void keysEdit() {
        Owner owner(tests::mapModel());
        owner.view.selectLayer(0);
        owner.key(Qt::Key_Insert);
        QCOMPARE(owner.edits.last(), QString("Insert Dense 128"));
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.key(Qt::Key_Delete);
        QCOMPARE(owner.edits.last(), QString("Remove Dense 128"));
        QVERIFY(owner.model == tests::mapModel());
        owner.view.selectLayer(0);
        owner.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(owner.edits.last(), QString("Move Dense 256 down"));
        QCOMPARE(owner.view.selectedLayer(), 1);
        QCOMPARE(owner.units(1), core::Index{256});
        QCOMPARE(owner.units(3), core::Index{256});
        owner.key(Qt::Key_Up, Qt::AltModifier);
        QVERIFY(owner.model == tests::mapModel());
        owner.key(Qt::Key_Plus);
        QCOMPARE(owner.edits.size(), 5);
        owner.show(tests::narrowModel());
        owner.view.selectLayer(0);
        owner.key(Qt::Key_C);
        QCOMPARE(owner.edits.last(), QString("Code layer: Dense 64"));
        QCOMPARE(owner.model.code, core::Index{0});
    }

    /// By its id, whoever edits: the layer panel, an undo, a file.
    void theSelectedLayerStaysSelectedWhereverItGoes() {
        const spec::ModelSpec first = spec::withIds(tests::mapModel());
        Owner owner(first);
        owner.view.selectLayer(1);
        owner.show(spec::withInserted(first, 0, tests::dense(9)));
        QCOMPARE(owner.view.selectedLayer(), 2);
        QCOMPARE(owner.selections.back(), 2);
        owner.show(first); // undone
        QCOMPARE(owner.view.selectedLayer(), 1);
        QCOMPARE(owner.selections.back(), 1);
        owner.show(spec::withMoved(first, 0, 1));
        QCOMPARE(owner.view.selectedLayer(), 0);
        owner.show(spec::withMirror(spec::withMoved(first, 0, 1), false));
        owner.show(first);
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.show(spec::withRemoved(first, 0));
        QCOMPARE(owner.view.selectedLayer(), 0);
        owner.view.showImpossible(first, {"It cannot be", {}, {}, 1});
        QCOMPARE(owner.view.selectedLayer(), 1);
        const std::size_t told = owner.selections.size();
        owner.show(spec::withRemoved(first, 1)); // gone: the one in its place
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.show(spec::withIds(tests::mapModel())); // others altogether
        QCOMPARE(owner.view.selectedLayer(), 1);
        QCOMPARE(owner.selections.size(), told);
    }

    void aRefusedEditLeavesTheSelection() {
        const spec::ModelSpec first = spec::withIds(tests::mapModel());
        Owner owner(first);
        owner.accepts = false;
        owner.view.selectLayer(1);
        for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Insert}) {
            owner.key(key);
            owner.show(first); // the answer: what was
            QCOMPARE(owner.view.selectedLayer(), 1);
        }
        QVERIFY(owner.selections.empty());
    }

    void likeLayersAreToldApart() {
        const spec::ModelSpec first = spec::withIds({{tests::dense(64), tests::dense(64), tests::dense(8), tests::output()}, 2, false});
        Owner owner(first);
        owner.view.selectLayer(0);
        owner.show(spec::withInserted(first, 0, tests::dense(64)));
        QCOMPARE(owner.view.selectedLayer(), 1);
    }

    void whatCannotBeIsNotOffered() {
        Owner owner(tests::mapModel());
        QVERIFY(!owner.action("Remove")->isEnabled()); // nothing selected
        owner.view.selectLayer(5);
        for (const char *text : {"Remove", "Move up", "Move down", "Make this the code"})
            QVERIFY2(!owner.action(text)->isEnabled(), text);
        owner.key(Qt::Key_Delete);
        owner.key(Qt::Key_C);
        QVERIFY(owner.edits.isEmpty());
        owner.key(Qt::Key_Insert); // behind the last: before it
        QVERIFY(owner.model.layers.back() == tests::output());
        spec::ModelSpec tall{std::vector<spec::LayerSpec>(63, tests::dense(8)), 31, false};
        tall.layers.push_back(tests::output());
        owner.show(tall);
        QVERIFY(!owner.action("Insert a layer")->isEnabled());
    }

    void theViewChangesNothingByItself() {
        Owner owner(tests::mapModel());
        owner.accepts = false;
        owner.view.selectLayer(1);
        owner.key(Qt::Key_Delete);
        QCOMPARE(owner.edits.size(), 1);
        QCOMPARE(owner.canvas()->layerCount(), 6);
        QCOMPARE(owner.view.selectedLayer(), 1);
        QAction *mirror = owner.action("Mirror");
        QVERIFY(mirror->isChecked());
        mirror->trigger();
        QVERIFY(mirror->isChecked()); // refused: still on
    }

    void mirrorIsAChip() {
        Owner owner(tests::narrowModel());
        QAction *mirror = owner.action("Mirror");
        QVERIFY(!mirror->isChecked());
        mirror->trigger();
        QCOMPARE(owner.edits.last(), QString("Mirror on"));
        QVERIFY(mirror->isChecked());
        QVERIFY(spec::isMirrored(owner.model));
        mirror->trigger();
        QCOMPARE(owner.edits.last(), QString("Mirror off"));
        QVERIFY(!mirror->isChecked());
        spec::ModelSpec falseClaim = tests::narrowModel();
        falseClaim.mirror = true;
        owner.show(falseClaim);
        QVERIFY(!mirror->isChecked());
        mirror->trigger();
        QVERIFY(spec::isMirrored(owner.model));
    }

    void undoAndRedoAskTheOwner() {
        Owner owner(tests::mapModel());
        QSignalSpy undo(&owner.view, &StackView::undoRequested), redo(&owner.view, &StackView::redoRequested);
        QVERIFY(!owner.action("Undo")->isEnabled());
        owner.view.setUndo(true, "Insert Dense 64", false, {});
        QVERIFY(owner.action("Undo")->toolTip().contains("Insert Dense 64"));
        owner.action("Undo")->trigger();
        owner.action("Redo")->trigger();
        QCOMPARE(undo.count(), 1);
        QCOMPARE(redo.count(), 0);
        owner.view.setUndo(false, {}, true, "Insert Dense 64");
        owner.action("Redo")->trigger();
        QCOMPARE(redo.count(), 1);
    }

    void anImpossibleStackShowsItsErrorAtTheLayer() {
        Owner owner(tests::mapModel());
        spec::ModelSpec bad = tests::mapModel();
        bad.layers[1].values["units"] = core::Index{0};
        const int before = owner.canvas()->barRectangle(2).top();
        owner.view.showImpossible(bad, {"A layer of no units passes nothing on", "", "Give it one unit at least.", 1});
        const StackScene &scene = owner.canvas()->scene();
        QVERIFY(scene.isErrorAtLayer);
        QCOMPARE(scene.errorBar, 2);
        QVERIFY(scene.layout.error.top() > owner.canvas()->barRectangle(1).bottom());
        QVERIFY(scene.layout.error.bottom() < owner.canvas()->barRectangle(2).top());
        QVERIFY(owner.canvas()->barRectangle(2).top() > before);
        QCOMPARE(owner.view.findChild<QLabel *>("parameters")->text(), QString("–"));
        owner.view.selectLayer(1); // and it can be mended
        owner.key(Qt::Key_Delete);
        QCOMPARE(owner.edits, QStringList{"Remove Dense 0"});
        QCOMPARE(owner.canvas()->scene().errorBar, -1);
        QVERIFY(owner.view.findChild<QLabel *>("parameters")->text() != "–");
    }

    void anErrorOfNoLayerStandsAtTheBottom() {
        Owner owner(tests::mapModel());
        owner.view.showImpossible(owner.model, {"Too many numbers for this machine", "", "", -1});
        const StackScene &scene = owner.canvas()->scene();
        QVERIFY(!scene.isErrorAtLayer);
        QVERIFY(scene.layout.error.top() > owner.canvas()->barRectangle(5).bottom());
        owner.view.showImpossible(owner.model, {"A layer that is not there", "", "", 99});
        QVERIFY(!owner.canvas()->scene().isErrorAtLayer);
        owner.view.grab();
    }

    void sixtyFourLayersScroll() {
        spec::ModelSpec tall{{}, 31, false};
        for (int i = 0; i < 63; ++i)
            tall.layers.push_back(tests::dense(1 + 13 * i));
        tall.layers.push_back(tests::output());
        Owner owner(tall, {220, 400});
        owner.key(Qt::Key_End);
        const auto *scroll = owner.view.findChild<QScrollArea *>();
        const QRect shown(-owner.canvas()->pos(), scroll->viewport()->size());
        QVERIFY(shown.contains(owner.canvas()->barRectangle(63)));
        owner.view.selectLayer(30);
        QVERIFY(QRect(-owner.canvas()->pos(), scroll->viewport()->size()).contains(owner.canvas()->barRectangle(30)));
        QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
        tall.layers.resize(62);
        tall.layers.push_back(tests::output());
        owner.show(tall);
        owner.view.selectLayer(61);
        owner.key(Qt::Key_Insert); // a stack that grows at its end scrolls on
        QCOMPARE(owner.view.selectedLayer(), 62);
        QTRY_VERIFY(QRect(-owner.canvas()->pos(), scroll->viewport()->size()).contains(owner.canvas()->barRectangle(62)));
        owner.view.grab();
    }

    void theContextMenuOffersTheEdits() {
        Owner owner(tests::mapModel());
        QContextMenuEvent event(QContextMenuEvent::Mouse, owner.canvas()->barRectangle(1).center(), QPoint(10, 10));
        QTest::mouseClick(owner.canvas(), Qt::RightButton, {}, owner.canvas()->barRectangle(1).center());
        QCoreApplication::sendEvent(owner.canvas(), &event);
        auto *menu = owner.view.findChild<QMenu *>();
        QVERIFY(menu);
        QVERIFY(menu->actions().contains(owner.action("Remove")));
        QCOMPARE(owner.view.selectedLayer(), 1); // the right button selects what the menu is about
        QCOMPARE(owner.canvas()->layerCount(), 6);
        menu->close();
    }

    void thePointerSaysWhatADragWouldDo() {
        Owner owner(tests::mapModel());
        const auto shapeAt = [&owner](const QPoint &at) {
            QTest::mouseMove(owner.canvas(), at);
            QCoreApplication::processEvents();
            return owner.canvas()->cursor().shape();
        };
        QCOMPARE(shapeAt(owner.rightEdge(1)), Qt::SizeHorCursor);
        QCOMPARE(shapeAt(owner.leftEdge(1)), Qt::SizeHorCursor);
        QCOMPARE(shapeAt(owner.rightEdge(1) + QPoint(4, 0)), Qt::SizeHorCursor); // a little outside, too
        QCOMPARE(shapeAt(owner.canvas()->barRectangle(1).center()), Qt::OpenHandCursor);
        QCOMPARE(shapeAt(owner.canvas()->gapRectangle(1).center()), Qt::PointingHandCursor);
        QCOMPARE(shapeAt(owner.rightEdge(-1)), Qt::ArrowCursor);       // the input is the data's
        QCOMPARE(shapeAt(owner.rightEdge(5)), Qt::PointingHandCursor); // and so is the last one's width
        QCOMPARE(shapeAt(owner.canvas()->barRectangle(5).center()), Qt::PointingHandCursor);
    }

    void draggingAnEdgeChangesTheWidth() {
        Owner owner(tests::mapModel());
        QSignalSpy finished(&owner.view, &StackView::editFinished);
        const QPoint from = owner.rightEdge(1), to = from + QPoint(12, 3);
        const int before = owner.canvas()->barRectangle(1).width();
        owner.pull(from, to);
        const StackScene &scene = owner.canvas()->scene();
        QVERIFY(scene.held);
        QCOMPARE(scene.held->twin, 4);
        QVERIFY(owner.edits.isEmpty()); // nothing is applied yet
        QVERIFY(owner.canvas()->barRectangle(1).width() > before + 15);
        QCOMPARE(owner.canvas()->barRectangle(3).width(), owner.canvas()->barRectangle(1).width()); // the mirror follows
        const QString number = scene.held->number;
        QVERIFY2(number.startsWith("64 → "), qPrintable(number));
        const core::Index shown = number.section(' ', -1).toLongLong();
        QVERIFY(std::set<core::Index>({80, 96, 112, 128, 160}).count(shown)); // a round one
        QVERIFY(owner.view.findChild<QLabel *>("parameters")->text() != "436 k");
        QVERIFY(scene.held->hasOtherFigures(2, scene.bars[2].figures));
        owner.view.grab();
        owner.drop(to);
        QVERIFY(!scene.held);
        QCOMPARE(owner.edits, QStringList{QString("Units of Dense 64: %1").arg(shown)});
        QCOMPARE(finished.count(), 1);
        QCOMPARE(owner.units(1), shown);
        QCOMPARE(owner.units(3), shown);
        QCOMPARE(owner.view.selectedLayer(), 1);
    }

    void theLeftEdgeAndTheDecoderDoTheSame() {
        Owner owner(tests::mapModel());
        const QPoint from = owner.leftEdge(3);
        owner.pull(from, from + QPoint(10, 0)); // inwards
        owner.drop(from + QPoint(10, 0));
        QCOMPARE(owner.edits.size(), 1);
        QVERIFY(owner.units(3) < 64);
        QCOMPARE(owner.units(1), owner.units(3));
        QCOMPARE(owner.view.selectedLayer(), 3);
    }

    void controlCountsOneByOne() {
        Owner owner(tests::mapModel());
        const QPoint from = owner.rightEdge(0);
        owner.pull(from, from + QPoint(7, 0), Qt::ControlModifier);
        QCOMPARE(owner.canvas()->scene().held->number, QString("256 → 263"));
        owner.move(from + QPoint(7, 0), from - QPoint(9, 0), Qt::ControlModifier);
        QCOMPARE(owner.canvas()->scene().held->number, QString("256 → 247"));
        owner.drop(from - QPoint(9, 0));
        QCOMPARE(owner.units(0), core::Index{247});
        QCOMPARE(owner.units(4), core::Index{247});
    }

    void backAtTheStartIsNoEdit() {
        Owner owner(tests::mapModel());
        const QPoint from = owner.rightEdge(1);
        owner.pull(from, from + QPoint(20, 0));
        owner.move(from + QPoint(20, 0), from);
        QCOMPARE(owner.canvas()->scene().held->number, QString("64"));
        owner.drop(from);
        QVERIFY(owner.edits.isEmpty());
        owner.pull(from, from + QPoint(2, 1)); // a click with an unsteady hand
        owner.drop(from + QPoint(2, 1));
        QVERIFY(owner.edits.isEmpty());
        QCOMPARE(owner.view.selectedLayer(), 1);
    }

    void escapeTakesADragBack() {
        Owner owner(tests::mapModel());
        const QString parameters = owner.view.findChild<QLabel *>("parameters")->text();
        const QRect bar = owner.canvas()->barRectangle(1);
        const QPoint from = owner.rightEdge(1), to = from + QPoint(25, 0);
        owner.pull(from, to);
        QTest::keyClick(owner.canvas(), Qt::Key_Escape);
        QVERIFY(!owner.canvas()->scene().held);
        QCOMPARE(owner.canvas()->barRectangle(1), bar);
        QCOMPARE(owner.view.findChild<QLabel *>("parameters")->text(), parameters);
        owner.move(to, to + QPoint(10, 0)); // the button is still down
        QVERIFY(!owner.canvas()->scene().held);
        owner.drop(to);
        QVERIFY(owner.edits.isEmpty());
        owner.pull(from, to); // another stack from elsewhere ends it, too
        owner.show(tests::narrowModel());
        QVERIFY(!owner.canvas()->scene().held);
        owner.drop(to);
        QVERIFY(owner.edits.isEmpty());
    }

    void draggingABarMovesTheLayer() {
        Owner owner(tests::mapModel());
        const QPoint from = owner.canvas()->barRectangle(0).center(), to = owner.canvas()->barRectangle(1).center() + QPoint(0, 4);
        owner.pull(from, to);
        const StackScene &scene = owner.canvas()->scene();
        QVERIFY(scene.held && scene.held->top);
        QCOMPARE(owner.canvas()->cursor().shape(), Qt::ClosedHandCursor);
        QCOMPARE(scene.held->number, QString("layer 1 → 2"));
        QCOMPARE(scene.bars[1].name, QString("Dense 64")); // the others make room
        QVERIFY(owner.edits.isEmpty());
        owner.view.grab();
        owner.drop(to);
        QCOMPARE(owner.edits, QStringList{"Move Dense 256 down"});
        QCOMPARE(owner.units(0), core::Index{64});
        QCOMPARE(owner.units(1), core::Index{256});
        QCOMPARE(owner.units(3), core::Index{256}); // and the mirror
        QCOMPARE(owner.units(4), core::Index{64});
        QCOMPARE(owner.view.selectedLayer(), 1);
        owner.pull(to, from);
        QTest::keyClick(owner.canvas(), Qt::Key_Escape);
        owner.drop(from);
        QCOMPARE(owner.edits.size(), 1);
        QCOMPARE(owner.units(0), core::Index{64});
    }

    void aDragThatCannotBeSaysWhy() {
        spec::ModelSpec model{
            {{"conv2d", {{"channels", core::Index{4}}, {"stride", core::Index{2}}}}, tests::dense(60000), tests::dense(8), tests::output()}, 2, false};
        const auto plan = plan::compile(model, image);
        QVERIFY(plan);
        Owner owner(tests::mapModel(), {420, 620});
        owner.accepts = false;
        spec::Catalogue kinds;
        kinds.layers = layers::layerKinds();
        owner.view.showStack(model, (*plan)->outline(), kinds);
        const QPoint from = owner.rightEdge(2), to = from + QPoint(240, 0);
        owner.pull(from, to);
        const StackScene &scene = owner.canvas()->scene();
        QVERIFY(scene.held->isImpossible);
        QVERIFY2(scene.held->remark.contains("would have"), qPrintable(scene.held->remark));
        QCOMPARE(owner.view.findChild<QLabel *>("parameters")->text(), QString("–"));
        owner.view.grab();
        QTest::keyClick(owner.canvas(), Qt::Key_Escape);
        QVERIFY(owner.view.findChild<QLabel *>("parameters")->text() != "–");
        owner.drop(to);
        const QPoint edge = owner.rightEdge(0);
        owner.pull(edge, edge + QPoint(14, 0)); // channels, which are round as well
        QVERIFY(scene.held->number.startsWith("4 → "));
        owner.drop(edge + QPoint(14, 0));
        QCOMPARE(owner.edits.size(), 1);
        QVERIFY2(owner.edits.last().startsWith("Channels of "), qPrintable(owner.edits.last()));
    }

    void theViewMayGoDuringADrag() {
        bool isGoing = false;
        {
            Owner owner(tests::mapModel());
            QObject::connect(&owner.view, &QObject::destroyed, [&isGoing] { isGoing = true; });
            const QPoint from = owner.rightEdge(2);
            owner.pull(from, from + QPoint(20, 0));
            QVERIFY(owner.canvas()->scene().held);
        }
        QVERIFY(isGoing); // what was wrong with it the sanitizers see
    }

    void aDragKeepsPaceWithTheHand() {
        spec::ModelSpec tall{std::vector<spec::LayerSpec>(63, tests::dense(512)), 31, false};
        tall.layers.push_back(tests::output());
        Owner owner(tall, {300, 700});
        const QPoint from = owner.rightEdge(3);
        QTest::mousePress(owner.canvas(), Qt::LeftButton, {}, from);
        const std::clock_t before = std::clock(); // of the processor: the machine may have other work
        constexpr int moves = 60;
        for (int i = 1; i <= moves; ++i) {
            const QPointF at = from + QPointF(-i, 0);
            QMouseEvent event(QEvent::MouseMove, at, owner.canvas()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::ControlModifier);
            QCoreApplication::sendEvent(owner.canvas(), &event);
            owner.canvas()->repaint();
        }
        const double each = static_cast<double>(std::clock() - before) * 1e3 / CLOCKS_PER_SEC / moves;
        qInfo("%.2f ms a move of the mouse", each);
        QVERIFY2(each < (tests::isSanitized ? 64 : 16), qPrintable(QString::number(each)));
        owner.drop(from - QPoint(moves, 0));
        QCOMPARE(owner.units(3), core::Index{512 - moves});
    }

    void arrowsAsideChangeTheWidth() {
        Owner owner(tests::mapModel());
        owner.view.selectLayer(1);
        owner.key(Qt::Key_Right);
        QCOMPARE(owner.units(1), core::Index{80});
        QCOMPARE(owner.units(3), core::Index{80});
        owner.key(Qt::Key_Left);
        owner.key(Qt::Key_Left);
        QCOMPARE(owner.units(1), core::Index{56});
        owner.key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(owner.units(1), core::Index{55});
        owner.key(Qt::Key_Right);
        QCOMPARE(owner.units(1), core::Index{56});
        owner.view.selectLayer(5);
        owner.edits.clear();
        owner.key(Qt::Key_Right); // the last one is as wide as the data
        QVERIFY(owner.edits.isEmpty());
    }

    void figures() {
        const QLocale c = QLocale::c();
        QCOMPARE(shortCount(650, c), QString("650"));
        QCOMPARE(shortCount(435858, c), QString("436 k"));
        QCOMPARE(shortCount(999600, c), QString("1 M"));
        QCOMPARE(shortCount(1.234e6, c), QString("1.23 M"));
        QCOMPARE(ratioText(392, c), QString("392×"));
        QCOMPARE(ratioText(1234.5, QLocale(QLocale::English)), QString("1,235×"));
        QCOMPARE(ratioText(24.5, c), QString("24.5×"));
        QCOMPARE(ratioText(10.0 / 32, c), QString("0.313×"));
        QCOMPARE(durationText(0.32, c), QString("0.32 s"));
        QCOMPARE(durationText(0.0013, c), QString("1.3 ms"));
        QCOMPARE(durationText(5.43, c), QString("5.4 s"));
        QCOMPARE(durationText(126, c), QString("2.1 min"));
        QCOMPARE(durationText(std::nan(""), c), QString("–"));
        Owner owner(tests::mapModel());
        QCOMPARE(owner.view.findChild<QLabel *>("compression")->text(), QString("392×"));
        owner.view.showCost(0.32);
        QCOMPARE(owner.view.findChild<QLabel *>("cost")->text(), QString("0.32 s"));
        owner.view.showCost(std::nan(""));
        QCOMPARE(owner.view.findChild<QLabel *>("cost")->text(), QString("–"));
    }

    void aReaderHearsTheBars() {
        Owner owner(tests::mapModel());
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(owner.canvas());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 7);
        owner.canvas()->setFocus();
        owner.view.selectLayer(1);
        QVERIFY(list->child(2)->text(QAccessible::Name).startsWith("Dense 64, ReLU, encoder, layer 2"));
        QVERIFY(list->child(2)->state().selected);
        QVERIFY(!list->child(1)->state().selected);
        QCOMPARE(list->indexOfChild(list->child(3)), 3);
        owner.view.showImpossible(owner.model, {"It does not fit", "", "Mend it.", 1});
        QVERIFY(list->child(2)->text(QAccessible::Description).contains("It does not fit"));
        owner.show(tests::narrowModel());
        QCOMPARE(list->childCount(), 4);
        QVERIFY(!list->child(6));
        for (QToolButton *button : owner.view.findChildren<QToolButton *>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
        }
    }

    void beforeAnyStack() {
        StackView view;
        view.resize(220, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto *canvas = view.findChild<StackCanvas *>();
        QSignalSpy edited(&view, &StackView::modelEdited);
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Insert, Qt::Key_Delete, Qt::Key_C, Qt::Key_End})
            QTest::keyClick(canvas, key);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, {30, 30});
        QCOMPARE(edited.count(), 0);
        QCOMPARE(view.selectedLayer(), -1);
        view.grab();
    }
};

QTEST_MAIN(StackViewTest)
#include "stack_view_test.moc"
