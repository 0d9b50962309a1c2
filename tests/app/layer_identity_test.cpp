// Every layer of a session has an id that edits, undo, files and the window hold on to.
#include "engine/spec/edits.h"
#include "engine/spec/identity.h"
#include "tests/support/window_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using Ids = std::vector<std::uint64_t>;

class LayerIdentityTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static bool areWhole(const Ids &ids, std::size_t layers) {
        return ids.size() == layers && std::all_of(ids.begin(), ids.end(), [](std::uint64_t id) { return id != 0; });
    }

private slots:
    void undoAndRedoBringTheSameLayersBack() {
        SessionBench bench;
        bench.open();
        const auto ids = [&bench] { return bench.session.spec().model.ids; };
        const Ids first = ids();
        QVERIFY(areWhole(first, 4));
        bench.session.editModel(spec::withInserted(bench.session.spec().model, 0, dense(20, "relu")), "Insert");
        const Ids inserted = ids();
        QVERIFY(areWhole(inserted, 5));
        QVERIFY(std::equal(first.begin(), first.end(), inserted.begin() + 1));
        bench.session.undo();
        QVERIFY(ids() == first);
        bench.session.redo();
        QVERIFY(ids() == inserted);
        spec::ModelSpec foreign = smallSpec().model; // from somewhere without ids, and back to it by a redo
        foreign.layers[0].values["units"] = core::Index(30);
        bench.session.editModel(foreign, "Other");
        const Ids other = ids();
        QVERIFY(areWhole(other, 4));
        bench.session.undo();
        bench.session.redo();
        QVERIFY(ids() == other);
        bench.setRate(0.02, "Rate");
        QVERIFY(ids() == other);
    }

    void movingIsAnEditOfItsOwn() {
        SessionBench bench;
        bench.open();
        spec::ModelSpec model = bench.session.spec().model;
        model.layers[0].values["activation"] = model.layers[2].values["activation"] = std::string("relu");
        model.layers[2].values["units"] = core::Index(14);
        model.code = 2;
        model.layers[1] = dense(13, "relu");
        bench.session.editModel(model, "Three");
        bench.session.editModel(spec::withMoved(model, 0, 1), "Move");
        QCOMPARE(bench.undoText, QString("Move"));
        bench.session.editModel(spec::withMoved(bench.session.spec().model, 0, 1), "Move back");
        QCOMPARE(bench.undoText, QString("Move back")); // not joined with the first, as drags of a width are
        bench.session.undo();
        QCOMPARE(bench.undoText, QString("Move"));
    }

    void aFileKeepsThem() {
        SessionBench bench;
        bench.open();
        const Ids ids = bench.session.spec().model.ids;
        const QString file = m_folder.filePath("kept.json");
        QVERIFY(save(bench.session, file));
        SessionBench other;
        other.open();
        QVERIFY(other.session.spec().model.ids != ids);
        other.session.openPath(file);
        QTRY_VERIFY_WITH_TIMEOUT(other.session.spec().model.ids == ids, 30'000);
    }

    void theWindowsSelectionFollows() {
        QSettings settings(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open();
        bench.views.stack->selectLayer(2);
        bench.session.editModel(spec::withInserted(bench.session.spec().model, 0, dense(20, "relu")), "Insert above");
        QCOMPARE(bench.views.stack->selectedLayer(), 3);
        QCOMPARE(WindowBench::number(bench.views.layer, "Units")->value(), 12.0);
        bench.session.undo();
        QCOMPARE(bench.views.stack->selectedLayer(), 2);
        bench.session.editModel(spec::withMoved(bench.session.spec().model, 2, 0), "Move up");
        QCOMPARE(bench.views.stack->selectedLayer(), 0);
        bench.session.undo();
        QCOMPARE(bench.views.stack->selectedLayer(), 2);
        bench.session.redo();
        QCOMPARE(bench.views.stack->selectedLayer(), 0);
        bench.session.undo();
        bench.session.editModel(spec::withMirror(bench.session.spec().model, true), "Mirror on");
        QCOMPARE(bench.views.stack->selectedLayer(), 2);
    }
};

QTEST_MAIN(LayerIdentityTest)
#include "layer_identity_test.moc"
