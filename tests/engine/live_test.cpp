// Settings of layers that act while training: none changes what is learned or how it lies in memory.
#include <QtTest>

#include "engine/layers/registry.h"
#include "engine/spec/live.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

std::vector<spec::Kind> kinds() {
    return layers::layerKinds();
}

/// A layer of this kind behind a dense one of 16, and before the output.
spec::ModelSpec around(const spec::LayerSpec &layer) {
    return {{tests::dense(16, "tanh"), layer, tests::output("identity")}, 1, false};
}

/// Another value of the setting.
spec::Value other(const spec::Setting &setting, const spec::Value &value) {
    if (const auto *whole = std::get_if<Index>(&value))
        return *whole + 1;
    return (std::get<double>(value) + setting.minimum) / 2 + 0.01;
}

std::shared_ptr<const plan::Plan> planOf(const spec::ModelSpec &model) {
    const auto plan = plan::compile(model, core::Shape(7));
    return plan ? *plan : nullptr;
}

} // namespace

class LiveTest : public QObject {
    Q_OBJECT

private slots:
    void theseAreLive() {
        QStringList live;
        for (const spec::Kind &kind : kinds())
            for (const spec::Setting &setting : kind.settings)
                if (setting.isLive)
                    live << QString::fromStdString(kind.key + "." + setting.key);
        live.sort();
        QCOMPARE(live, (QStringList{"dropout.rate", "gaussian_noise.strength", "k_sparse.k", "mmd.weight", "spatial_dropout.rate", "variational.beta",
                                    "variational.free_bits"}));
    }

    void parametersContinue_data() {
        QTest::addColumn<std::string>("kind");
        QTest::addColumn<std::string>("key");
        for (const spec::Kind &kind : kinds())
            for (const spec::Setting &setting : kind.settings)
                if (setting.isLive)
                    QTest::newRow((kind.key + "." + setting.key).c_str()) << kind.key << setting.key;
    }
    void parametersContinue() {
        QFETCH(std::string, kind);
        QFETCH(std::string, key);
        const std::vector<spec::Kind> all = kinds();
        const spec::Kind &row = *spec::find(all, kind);
        spec::LayerSpec layer{kind, {}};
        if (kind == "k_sparse")
            layer.values["k"] = Index{3};
        spec::LayerSpec changed = layer;
        changed.values[key] = other(*row.find(key), spec::valueOf(layer, row, key));
        const spec::ModelSpec before = around(layer), after = around(changed);
        QVERIFY(spec::differInLiveSettingsOnly(before, after, all));
        training::Stepper stepper(planOf(before), tests::smoothData({}));
        QVERIFY(stepper.configure(tests::settings(tests::squaredError, "adam", 16)));
        stepper.start();
        for (int i = 0; i < 5; ++i)
            stepper.step();
        const core::Floats learned = stepper.currentParameters();
        const Index steps = stepper.steps();
        QVERIFY(stepper.exchangePlan(planOf(after)));
        QCOMPARE(stepper.steps(), steps);
        QVERIFY(std::equal(learned.data(), learned.data() + learned.size(), stepper.currentParameters().data()));
        // From here as a training that was restored with the new setting from the start, and not as one with the old.
        training::Stepper fresh(planOf(after), tests::smoothData({})), old(planOf(before), tests::smoothData({}));
        for (training::Stepper *each : {&fresh, &old}) {
            QVERIFY(each->configure(tests::settings(tests::squaredError, "adam", 16)));
            each->restore(stepper.state());
        }
        for (int i = 0; i < 3; ++i)
            for (training::Stepper *each : {&stepper, &fresh, &old})
                each->step();
        const auto equals = [&](const training::Stepper &one) {
            const core::Floats &mine = stepper.currentParameters(), &its = one.currentParameters();
            return std::equal(mine.data(), mine.data() + mine.size(), its.data());
        };
        QVERIFY(equals(fresh));
        QVERIFY(!equals(old));
    }

    void whatDiffersInMoreIsNotLive() {
        const std::vector<spec::Kind> all = kinds();
        const spec::ModelSpec model = around({"variational", {{"units", Index{2}}, {"beta", 1.0}}});
        QVERIFY(!spec::differInLiveSettingsOnly(model, model, all));
        QVERIFY(spec::differInLiveSettingsOnly(model, around({"variational", {{"units", Index{2}}, {"beta", 2.0}}}), all));
        QVERIFY(spec::differInLiveSettingsOnly(model, around({"variational", {{"units", Index{2}}}}), all)); // written or not
        QVERIFY(!spec::differInLiveSettingsOnly(model, around({"variational", {{"units", Index{3}}, {"beta", 2.0}}}), all));
        QVERIFY(!spec::differInLiveSettingsOnly(model, around({"dropout", {}}), all));
        spec::ModelSpec longer = model;
        longer.layers.push_back(tests::output());
        QVERIFY(!spec::differInLiveSettingsOnly(model, longer, all));
        longer = model;
        longer.code = 0;
        QVERIFY(!spec::differInLiveSettingsOnly(model, longer, all));
        training::Stepper stepper(planOf(model), tests::smoothData({}));
        QVERIFY(!stepper.exchangePlan(planOf(around({"variational", {{"units", Index{3}}}}))));
        QCOMPARE(stepper.sharedPlan()->model().layers.size(), model.layers.size());
    }
};

QTEST_APPLESS_MAIN(LiveTest)
#include "live_test.moc"
