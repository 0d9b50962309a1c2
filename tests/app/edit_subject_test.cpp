#include <QtTest>

#include "app/session/edit_subject.h"
#include "engine/spec/identity.h"
#include "engine/spec/presets.h"

using namespace hourglass;

class EditSubjectTest : public QObject {
    Q_OBJECT

    const spec::Spec deep = spec::findPreset("deep")->spec;

    template <class Change>
    QString subject(Change change) const {
        spec::Spec after = deep;
        change(after);
        return app::editSubject(deep, after);
    }

private slots:
    void namesTheOneSetting() {
        QCOMPARE(subject([](spec::Spec &s) { s.training.optimiser.values["rate"] = 0.5; }), QString("training.optimiser.rate"));
        QCOMPARE(subject([](spec::Spec &s) { s.training.batch = 7; }), QString("training.batch"));
        QCOMPARE(subject([](spec::Spec &s) { s.training.epochs = 7; }), QString("training.epochs"));
        QCOMPARE(subject([](spec::Spec &s) { s.training.loss.values["reduction"] = std::string("sum"); }), QString("training.loss.reduction"));
        QCOMPARE(subject([](spec::Spec &s) { s.model.layers[2].values["units"] = spec::Index(8); }), QString("model.layers.2.units"));
        QCOMPARE(subject([](spec::Spec &s) { s.model.layers[2].values.erase("units"); }), QString("model.layers.2.units"));
    }

    void aMirroredPairIsOne() {
        QCOMPARE(subject([](spec::Spec &s) {
                     s.model.layers[1].values["units"] = spec::Index(48);
                     s.model.layers[3].values["units"] = spec::Index(48);
                 }),
                 QString("model.layers.1.units"));
    }

    void layersThatMovedAreNoSetting() {
        spec::Spec before, after;
        before.model.layers = {{"dense", {{"units", spec::Index(64)}}}, {"dense", {{"units", spec::Index(32)}}}, {"dense", {{"units", std::string("data")}}}};
        before.model.code = 2; // so that it stays where it is
        before.model = spec::withIds(before.model);
        after = before;
        std::swap(after.model.layers[0], after.model.layers[1]);
        QCOMPARE(app::editSubject(before, after), QString("model.layers.0.units")); // both widths were changed
        std::swap(after.model.ids[0], after.model.ids[1]);
        QCOMPARE(app::editSubject(before, after), QString());
        after = before;
        after.model.layers[1].values["units"] = spec::Index(33);
        QCOMPARE(app::editSubject(before, after), QString("model.layers.1.units"));
        after.model.ids.clear(); // nothing is known
        QCOMPARE(app::editSubject(before, after), QString("model.layers.1.units"));
    }

    void theCorruptionSliderCountsItsZero() {
        spec::Spec none = deep, little = deep, much = deep;
        little.training.corruption = {"gaussian", {{"strength", 0.1}}};
        much.training.corruption = {"gaussian", {{"strength", 0.4}}};
        const QString strength = "training.corruption.strength";
        QCOMPARE(app::editSubject(none, little), strength);
        QCOMPARE(app::editSubject(little, much), strength);
        QCOMPARE(app::editSubject(much, none), strength);
    }

    void everyPartOfTheTrainingHasSubjects() {
        spec::Spec before = deep, after = deep;
        before.training.corruption = after.training.corruption = {"masking", {{"fraction", 0.1}}};
        after.training.corruption.values["fraction"] = 0.2;
        QCOMPARE(app::editSubject(before, after), QString("training.corruption.fraction"));
        QCOMPARE(app::editSubject(deep, after), QString()); // another kind is an edit of its own
        QCOMPARE(subject([](spec::Spec &s) { s.training.gradient.clipNorm = 1; }), QString("training.gradient.clip_norm"));
        QCOMPARE(subject([](spec::Spec &s) { s.training.schedule.values["warm_up"] = 1.0; }), QString("training.schedule.warm_up"));
        QCOMPARE(subject([](spec::Spec &s) { s.training.average.kind = "exponential"; }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.training.stop = {{"steps", {}}}; }), QString());
        before = after = deep;
        before.training.stop = {{"seconds", {}}, {"steps", {{"count", spec::Index(5)}}}};
        after.training.stop = {{"seconds", {}}, {"steps", {{"count", spec::Index(6)}}}};
        QCOMPARE(app::editSubject(before, after), QString("training.stop.1.count"));
    }

    void nothingInCommonHasNoSubject() {
        QCOMPARE(app::editSubject(deep, deep), QString());
        QCOMPARE(subject([](spec::Spec &s) {
                     s.training.batch = 7;
                     s.training.epochs = 7;
                 }),
                 QString());
        QCOMPARE(subject([](spec::Spec &s) { s.training.optimiser.kind = "sgd"; }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.training.loss.kind = "mean_squared_error"; }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.model.layers.pop_back(); }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.model.code = 1; }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.model.mirror = false; }), QString());
        QCOMPARE(subject([](spec::Spec &s) { s.model.layers[0].kind = "other"; }), QString());
        QCOMPARE(subject([](spec::Spec &s) {
                     s.model.layers[0].values["units"] = spec::Index(8);
                     s.model.layers[0].values["activation"] = std::string("tanh");
                 }),
                 QString());
    }
};

QTEST_APPLESS_MAIN(EditSubjectTest)
#include "edit_subject_test.moc"
