// A layer stays itself wherever edits and JSON take it, and nothing that is compared or calculated depends on who it is.
#include <QTest>

#include <set>

#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "engine/spec/identity.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "tests/support/sample_catalogue.h"

using namespace hourglass;
using namespace hourglass::spec;
using Ids = std::vector<std::uint64_t>;

namespace {

ModelSpec named(ModelSpec model) {
    model.ids.clear();
    for (std::size_t i = 0; i < model.layers.size(); ++i)
        model.ids.push_back(100 + i);
    return model;
}

/// Those that stayed keep their number from 100 on, new ones are 0.
Ids kept(const ModelSpec &model) {
    Ids ids = model.ids;
    for (std::uint64_t &id : ids)
        if (id >= 200)
            id = 0;
    return ids;
}

bool areSound(const ModelSpec &model) {
    const std::set<std::uint64_t> distinct(model.ids.begin(), model.ids.end());
    return model.ids.size() == model.layers.size() && distinct.size() == model.ids.size() && distinct.count(0) == 0 && *distinct.rbegin() <= largestLayerId;
}

std::string stackText(const std::string &layers) {
    return R"({"version": 1, "model": {"layers": [)" + layers + R"(], "code": 0}})";
}

core::Result<Spec> read(const std::string &layers) {
    return readSpec(stackText(layers), training::catalogue(), {});
}

const ModelSpec deep = named(tests::deepModel());     // mirrored, the code is layer 2
const ModelSpec narrow = named(tests::narrowModel()); // not mirrored, the code is layer 1

} // namespace

class IdentityTest : public QObject {
    Q_OBJECT

private slots:
    void newOnesAreAllDifferent() {
        std::set<std::uint64_t> ids;
        for (int i = 0; i < 1000; ++i)
            ids.insert(newLayerId());
        QCOMPARE(ids.size(), std::size_t(1000));
        QVERIFY(*ids.begin() > 0 && *ids.rbegin() <= largestLayerId);
    }

    void isFoundByItsNumber() {
        QCOMPARE(idOf(deep, 3), std::uint64_t(103));
        QCOMPARE(layerWithId(deep, 103), 3);
        QCOMPARE(layerWithId(deep, 99), -1);
        QCOMPARE(idOf(deep, -1), std::uint64_t(0));
        QCOMPARE(idOf(deep, 6), std::uint64_t(0));
        QCOMPARE(idOf(tests::deepModel(), 0), std::uint64_t(0));
        QCOMPARE(layerWithId(tests::deepModel(), 0), -1); // 0 is nobody's
    }

    void missingAndCopiedOnesAreMade() {
        ModelSpec model = deep;
        model.ids = {100, 100, 102};
        QVERIFY((withAlignedIds(model).ids == Ids{100, 0, 102, 0, 0, 0}));
        const ModelSpec whole = withIds(model);
        QVERIFY(areSound(whole));
        QVERIFY(whole.ids[0] == 100 && whole.ids[2] == 102);
        QVERIFY(withIds(whole).ids == whole.ids);
    }

    void movingTakesItAlong() {
        QVERIFY((kept(withMoved(narrow, 0, 1)) == Ids{101, 100, 102}));
        QVERIFY((kept(withMoved(deep, 0, 1)) == Ids{101, 100, 102, 104, 103, 105})); // the twins move, too
    }

    void movingToTheCodeTakesItAlong() {
        QVERIFY((kept(withMoved(deep, 1, 2)) == Ids{100, 102, 101, 0, 104, 105}));
        QVERIFY((kept(withMoved(deep, 2, 1)) == Ids{100, 102, 101, 0, 104, 105}));
        QVERIFY((kept(withMoved(deep, 3, 2)) == Ids{100, 0, 103, 102, 104, 105}));
        QVERIFY((kept(withMoved(deep, 2, 3)) == Ids{100, 0, 101, 102, 104, 105}));
        QVERIFY((kept(withMoved(deep, 4, 2)) == Ids{101, 0, 104, 102, 103, 105}));
        QVERIFY((kept(withMoved(deep, 0, 3)) == Ids{101, 104, 102, 100, 103, 105})); // into the other half
        QVERIFY((kept(withMoved(deep, 3, 0)) == Ids{103, 100, 102, 104, 101, 105}));
        for (const auto &[from, to] : {std::pair(1, 2), std::pair(2, 1), std::pair(3, 2), std::pair(2, 3), std::pair(0, 4), std::pair(4, 1)})
            QVERIFY(areSound(withMoved(deep, from, to)));
    }

    void insertingAndRemovingLeaveTheOthers() {
        const LayerSpec layer = tests::dense(48);
        QVERIFY((kept(withInserted(narrow, 1, layer)) == Ids{100, 0, 101, 102}));
        const ModelSpec inserted = withInserted(deep, 1, layer);
        QVERIFY((kept(inserted) == Ids{100, 0, 101, 102, 103, 0, 104, 105}));
        QVERIFY(areSound(inserted));
        QVERIFY((kept(withRemoved(narrow, 0)) == Ids{101, 102}));
        QVERIFY((kept(withRemoved(deep, 0)) == Ids{101, 102, 103, 105}));
        QVERIFY((kept(withRemoved(deep, 2)) == Ids{100, 101, 104, 105}));
    }

    void mirroringLeavesTheEncoderAndTheLast() {
        ModelSpec model = named({{tests::dense(64), tests::dense(32), tests::dense(8), tests::dense(16), tests::output()}, 2, false});
        const ModelSpec mirrored = withMirror(model, true);
        QVERIFY(isMirrored(mirrored) && areSound(mirrored));
        QVERIFY((kept(mirrored) == Ids{100, 101, 102, 103, 0, 104}));
        QVERIFY(withMirror(mirrored, false).ids == mirrored.ids);
        QVERIFY(withMirror(deep, false).ids == deep.ids);
        model.code = 0; // the decoder becomes shorter
        QVERIFY((kept(withMirror(model, true)) == Ids{100, 104}));
    }

    void otherSettingsOrKindsInItsPlaceLeaveIt() {
        QVERIFY(withValue(deep, 1, "units", Index(50)).ids == deep.ids);
        QVERIFY(withLayer(deep, 1, {"dropout", {}}).ids == deep.ids);
        QVERIFY(withCode(deep, 1).ids == deep.ids);
    }

    void editsGiveIdsToAStackWithoutThem() {
        QVERIFY(areSound(withMoved(tests::deepModel(), 0, 1)));
        QVERIFY(areSound(withInserted(tests::narrowModel(), 0, tests::dense(9))));
        QVERIFY(areSound(withRemoved(tests::deepModel(), 0)));
        QVERIFY(areSound(withMirror(tests::narrowModel(), true)));
    }

    void equalityDoesNotSeeIt() {
        QVERIFY(deep == tests::deepModel());
        ModelSpec other = deep;
        std::swap(other.ids[0], other.ids[1]);
        QVERIFY(other == deep);
    }

    void jsonKeepsItThereAndBack() {
        Spec spec = findPreset("deep")->spec;
        QVERIFY(writeSpec(spec).find("\"id\"") == std::string::npos);
        spec.model = withIds(spec.model);
        const std::string text = writeSpec(spec);
        const auto back = readSpec(text, training::catalogue(), {});
        QVERIFY2(bool(back), back ? "" : back.error().what.c_str());
        QVERIFY(*back == spec);
        QVERIFY(back->model.ids == spec.model.ids);
        QCOMPARE(writeSpec(*back), text);
        const auto set = withSetting(spec, "model.layers.1.units=50", training::catalogue()),
                   other = withSetting(spec, "model.layers.1.kind=dropout", training::catalogue());
        QVERIFY(set && other);
        QVERIFY(set->model.ids == spec.model.ids);
        QVERIFY(other->model.ids == spec.model.ids);
    }

    void oldFilesHaveNone() {
        const auto old = read(R"({"kind": "dense"}, {"kind": "dense", "units": "data"})");
        QVERIFY(bool(old));
        QCOMPARE(idOf(old->model, 0), std::uint64_t(0));
        QVERIFY(areSound(withIds(old->model)));
        const auto copied = read(R"({"kind": "dense", "id": 7}, {"kind": "dense", "id": 7, "units": "data"})"); // a line copied by hand
        QVERIFY(bool(copied));
        QVERIFY((copied->model.ids == Ids{7, 0}));
    }

    void badOnesAreAnError_data() {
        QTest::addColumn<QString>("id");
        for (const char *id : {"0", "-1", "1.5", "true", "\"a\"", "281474976710656", "1e30"})
            QTest::newRow(id) << id;
    }
    void badOnesAreAnError() {
        QFETCH(QString, id);
        const auto bad = read(R"({"kind": "dense"}, {"kind": "dense", "id": )" + id.toStdString() + "}");
        QVERIFY(!bad);
        QCOMPARE(bad.error().where, std::string("model.layers.1.id"));
        QCOMPARE(bad.error().layer, 1);
        QVERIFY(!bad.error().hint.empty());
        QVERIFY(bool(read(R"({"kind": "dense", "id": 281474976710655})")));
    }

    /// No other part of a spec has one.
    void onlyLayersHaveIt() {
        Spec spec = findPreset("deep")->spec;
        QVERIFY(!withSetting(spec, "training.optimiser.id=5", training::catalogue()));
        QVERIFY(!withSetting(spec, "model.id=5", training::catalogue()));
    }

    void nothingCalculatedDependsOnIt() {
        const core::Shape shape(12);
        const auto plain = *plan::compile(tests::deepModel(), shape), marked = *plan::compile(deep, shape);
        const auto initial = [](const plan::Plan &plan) {
            core::Floats parameters(plan.parameterFloats()), state(plan.stateFloats());
            plan::initialise(plan, 3, parameters.data(), state.data());
            return std::vector<float>(parameters.data(), parameters.data() + parameters.size());
        };
        QVERIFY(initial(*plain) == initial(*marked));
    }
};

QTEST_APPLESS_MAIN(IdentityTest)
#include "identity_test.moc"
