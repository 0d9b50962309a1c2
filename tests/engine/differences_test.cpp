// What two specs differ in, as a person would list it.
#include <QtTest>

#include "engine/runs/differences.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

using namespace hourglass;
using runs::Difference;

namespace {

spec::Spec stackOf(std::vector<core::Index> units, core::Index code) {
    spec::Spec spec;
    for (const core::Index each : units)
        spec.model.layers.push_back({"dense", {{"units", each}}});
    spec.model.code = code;
    return spec;
}

std::vector<Difference> between(const spec::Spec &a, const spec::Spec &b) {
    return runs::differences(a, b, training::catalogue(), spec::trainingParts());
}

QString told(const std::vector<Difference> &differences) {
    QStringList lines;
    for (const Difference &difference : differences)
        lines << QString::fromStdString(runs::changeText(difference));
    return lines.join(QStringLiteral("; "));
}

} // namespace

class DifferencesTest : public QObject {
    Q_OBJECT

private slots:
    void alikeHaveNone() {
        const spec::Spec spec = stackOf({64, 2, 64, 784}, 1);
        QVERIFY(between(spec, spec).empty());
        spec::Spec written = spec; // a value that is the fallback is no difference
        written.training.optimiser.values["rate"] = 0.001;
        QCOMPARE(told(between(spec, written)), QString());
    }

    void theCodeIsTheCodeWhereverItStands() {
        QCOMPARE(told(between(stackOf({64, 2, 64, 784}, 1), stackOf({64, 3, 64, 784}, 1))), QString("Code · Units 2 → 3"));
        QCOMPARE(told(between(stackOf({64, 2, 784}, 1), stackOf({64, 32, 2, 784}, 2))), QString("Encoder 2: + Dense 32"));
        QCOMPARE(told(between(stackOf({64, 32, 2, 784}, 2), stackOf({64, 2, 784}, 1))), QString("Encoder 2: − Dense 32"));
    }

    void anotherKindIsOneDifferenceAndSettingsOneEach() {
        spec::Spec a = stackOf({64, 2, 784}, 1), b = a;
        b.training.loss.kind = "binary_cross_entropy";
        b.training.batch = 64;
        b.training.seed = 7;
        b.model.layers[0].values["activation"] = std::string("tanh");
        const std::vector<Difference> found = between(a, b);
        QCOMPARE(found.size(), std::size_t(4));
        QCOMPARE(QString::fromStdString(found[0].where), QString("Encoder 1 · Activation"));
        QCOMPARE(QString::fromStdString(found[0].b), QString("Tanh"));
        QCOMPARE(QString::fromStdString(found[1].where), QString("Loss"));
        QCOMPARE(told({found[2], found[3]}), QString("Batch size 256 → 64; Seed 0 → 7"));
    }

    void listsAndDataAreCompared() {
        spec::Spec a = stackOf({2, 784}, 0), b = a;
        b.training.penalties.push_back({"l1_activity", {}});
        b.data.source = "mnist";
        b.data.validation = 0.1;
        const std::vector<Difference> found = between(a, b);
        QCOMPARE(told({found[0], found[1]}), QString("Data fashion-mnist → mnist; Validation part 0 → 0.1"));
        QVERIFY(found.back().a.empty() && !found.back().b.empty());
        QCOMPARE(QString::fromStdString(found.back().where), QString("Penalty"));
    }

    void everyPairOfPresetsHasWordsForWhatDiffers() {
        for (const spec::Preset &a : spec::presets())
            for (const spec::Preset &b : spec::presets()) {
                const std::vector<Difference> there = between(a.spec, b.spec), back = between(b.spec, a.spec);
                QVERIFY(there.empty() == (&a == &b));
                QCOMPARE(there.size() == 0, back.size() == 0);
                for (const Difference &difference : there)
                    QVERIFY(!difference.where.empty() && difference.a != difference.b);
            }
    }
};

QTEST_APPLESS_MAIN(DifferencesTest)
#include "differences_test.moc"
