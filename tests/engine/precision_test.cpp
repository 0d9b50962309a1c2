// The setting `precision` of a training: as a name or as an object, refused where it is neither, and by default as ever.
#include <QTest>

#include "engine/spec/json.h"
#include "engine/spec/live.h"
#include "engine/spec/precision.h"
#include "engine/spec/presets.h"
#include "engine/spec/training_parts.h"
#include "engine/training/catalogue.h"
#include "engine/training/demands.h"
#include "engine/training/planned_memory.h"
#include "engine/training/precision.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

core::Result<spec::Spec> with(const std::string &assignment) {
    return spec::withSetting(spec::findPreset("deep")->spec, assignment, training::catalogue());
}

} // namespace

class PrecisionTest : public QObject {
    Q_OBJECT

private slots:
    void singleIsTheDefault() {
        for (const spec::Preset &preset : spec::presets())
            QVERIFY(!spec::isMixed(preset.spec.training));
        const auto old = spec::readSpec(R"({"version": 1, "model": {"layers": [{"kind": "dense", "units": "data"}], "code": 0}})", training::catalogue(), {});
        QVERIFY(old && !spec::isMixed(old->training));
    }

    void aNameOrAnObjectSetsIt() {
        for (const char *const assignment : {"training.precision=mixed", "training.precision.kind=mixed", R"(training.precision={"kind": "mixed"})"}) {
            const auto mixed = with(assignment);
            QVERIFY2(mixed && spec::isMixed(mixed->training), assignment);
            const auto back = spec::readSpec(spec::writeSpec(*mixed), training::catalogue(), {});
            QVERIFY(back && *back == *mixed);
        }
        const auto wrong = with("training.precision=half");
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().sentence().find("single, mixed") != std::string::npos, wrong.error().sentence().c_str());
        QVERIFY(!with("training.precision=16"));
    }

    void aTrainingGoesOnWhenItChanges() {
        const spec::TrainingSpec single = spec::findPreset("deep")->spec.training;
        QVERIFY(spec::differInLivePartsOnly(single, with("training.precision=mixed")->training, spec::trainingParts()));
    }

    void itIsSaid() {
        const auto dataset = smoothData({90, 9, 10, 40});
        spec::Spec spec;
        spec.model.layers = {output()};
        QVERIFY(training::notesOn(spec, *dataset).empty());
        spec.training.precision = {"mixed", {}};
        const std::vector<std::string> notes = training::notesOn(spec, *dataset);
        QCOMPARE(notes.size(), std::size_t{1});
        QVERIFY(notes[0].find(training::mixedPrecision().reason) != std::string::npos);
        const auto plan = plan::compile({{dense(30, "relu"), output()}, 0, false}, dataset->shape);
        spec::TrainingSpec single = spec.training;
        single.precision = {"single", {}};
        QVERIFY(training::plannedMemory(**plan, spec.training, *dataset, 1).activations > training::plannedMemory(**plan, single, *dataset, 1).activations);
    }
};

QTEST_APPLESS_MAIN(PrecisionTest)
#include "precision_test.moc"
