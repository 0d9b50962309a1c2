// What a changed spec takes, alone: a row for each way in which two specs differ.
#include <QtTest>

#include "app/session/spec_change.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using app::SpecChange;

namespace {

spec::Spec present() {
    spec::Spec spec;
    spec.name = "Present";
    spec.data.source = "tabular";
    spec.model.layers = {tests::dense(12, "relu"), {"k_sparse", {{"k", core::Index(3)}}}, tests::output()};
    spec.model.code = 1;
    spec.training = tests::settings(tests::squaredError, "adam", 32, 5);
    return spec;
}

using Edit = void (*)(spec::Spec &);

} // namespace

class SpecChangeTest : public QObject {
    Q_OBJECT

private slots:
    void takes_data() {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<bool>("dependsOnSeed");
        QTest::addColumn<SpecChange>("change");
        const auto row = [](const char *name, SpecChange change, Edit edit, bool dependsOnSeed = false) {
            QTest::newRow(name) << edit << dependsOnSeed << change;
        };
        row("the same", SpecChange::None, [](spec::Spec &) {});
        row("another name", SpecChange::None, [](spec::Spec &spec) { spec.name = "Other"; });
        row("rate", SpecChange::Settings, [](spec::Spec &spec) { spec.training.optimiser.values["rate"] = 0.5; });
        row("loss", SpecChange::Settings, [](spec::Spec &spec) { spec.training.loss = {tests::crossEntropy, {}}; });
        row("a stop that needs no validation", SpecChange::Settings, [](spec::Spec &spec) { spec.training.stop = {{"steps", {{"count", core::Index{3}}}}}; });
        row("live setting of a layer", SpecChange::Plan, [](spec::Spec &spec) { spec.model.layers[1].values["k"] = core::Index(2); });
        row("live setting and rate", SpecChange::Plan, [](spec::Spec &spec) {
            spec.model.layers[1].values["k"] = core::Index(2);
            spec.training.optimiser.values["rate"] = 0.5;
        });
        row("units", SpecChange::Restart, [](spec::Spec &spec) { spec.model.layers[0].values["units"] = core::Index(13); });
        row("code", SpecChange::Restart, [](spec::Spec &spec) { spec.model.code = 0; });
        row("a layer less", SpecChange::Restart, [](spec::Spec &spec) { spec.model.layers.erase(spec.model.layers.begin()); });
        row("seed", SpecChange::Restart, [](spec::Spec &spec) { ++spec.training.seed; });
        row("seed of data that do not care, and live setting", SpecChange::Restart, [](spec::Spec &spec) {
            ++spec.training.seed;
            spec.model.layers[1].values["k"] = core::Index(2);
        });
        row(
            "seed of drawn data", SpecChange::Data, [](spec::Spec &spec) { ++spec.training.seed; }, true);
        row(
            "rate beside drawn data", SpecChange::Settings, [](spec::Spec &spec) { spec.training.optimiser.values["rate"] = 0.5; }, true);
        row("source", SpecChange::Data, [](spec::Spec &spec) { spec.data.source = "noise"; });
        row("validation part", SpecChange::Data, [](spec::Spec &spec) { spec.data.validation = 0.2; });
        row("a stop that wants a validation part", SpecChange::Data, [](spec::Spec &spec) { spec.training.stop = {{"no_improvement", {}}}; });
        row("all at once", SpecChange::Data, [](spec::Spec &spec) {
            spec.data.source = "noise";
            ++spec.training.seed;
            spec.model.code = 0;
        });
    }
    void takes() {
        QFETCH(Edit, edit);
        QFETCH(bool, dependsOnSeed);
        QFETCH(SpecChange, change);
        spec::Spec wanted = present();
        edit(wanted);
        QCOMPARE(app::changeBetween({present(), dependsOnSeed}, wanted), change);
        QCOMPARE(app::changeBetween({wanted, dependsOnSeed}, present()), change); // and back
    }

    /// A validation part that a stop brings and one that is asked for are the same data.
    void aValidationPartThatIsThereIsNotReadAgain() {
        spec::Spec stops = present(), asks = present();
        stops.training.stop = {{"no_improvement", {}}};
        asks.training.stop = stops.training.stop;
        asks.data.validation = 0.1;
        QCOMPARE(app::changeBetween({stops, false}, asks), SpecChange::None);
        asks.training.stop.clear();
        QCOMPARE(app::changeBetween({stops, false}, asks), SpecChange::Settings);
    }

    void dataThatWereReadBesideAreKnown() {
        const spec::Spec spec = present();
        spec::Spec other = spec;
        ++other.training.seed;
        QVERIFY(app::areDataOf(spec, spec.data, spec.training.seed, true));
        QVERIFY(app::areDataOf(other, spec.data, spec.training.seed, false));
        QVERIFY(!app::areDataOf(other, spec.data, spec.training.seed, true)); // drawn with another seed
        other.data.source = "noise";
        QVERIFY(!app::areDataOf(other, spec.data, spec.training.seed, false));
    }
};

QTEST_APPLESS_MAIN(SpecChangeTest)
#include "spec_change_test.moc"
