// Stacks for pictures of another size: what changes, and what does not.
#include <QTest>

#include "engine/plan/fitting.h"
#include "engine/plan/plan.h"
#include "engine/spec/presets.h"

using namespace hourglass;

class FittingTest : public QObject {
    Q_OBJECT

private slots:
    void convolutionsTakeOtherPictures_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("units");
        QTest::newRow("their own") << 1 << 28 << 28 << 1568;
        QTest::newRow("CIFAR") << 3 << 32 << 32 << 2048;
        QTest::newRow("oblong") << 3 << 64 << 52 << 32 * 16 * 13;
    }
    void convolutionsTakeOtherPictures() {
        QFETCH(int, channels);
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(int, units);
        const core::Shape sample(channels, height, width);
        spec::ModelSpec expected = spec::findPreset("convolutional")->spec.model;
        const spec::ModelSpec fitted = plan::fittedTo(expected, sample);
        expected.layers[3].values["units"] = core::Index{units};
        QVERIFY(fitted == expected);
        const auto plan = plan::compile(fitted, sample);
        QVERIFY(plan && (*plan)->outline().layers[3].output.size() == units);
    }

    void whatFitsStaysAndWhatCannotDoesToo() {
        for (const spec::Preset &preset : spec::presets()) {
            QVERIFY(plan::fittedTo(preset.spec.model, core::Shape(1, 28, 28)) == preset.spec.model);
            for (const core::Shape &sample : {core::Shape(3, 32, 32), core::Shape(10), core::Shape(1, 1, 1)}) {
                const spec::ModelSpec fitted = plan::fittedTo(preset.spec.model, sample);
                QVERIFY(fitted == preset.spec.model || plan::compile(fitted, sample));
            }
        }
        const spec::ModelSpec none{{}, 0, false};
        QVERIFY(plan::fittedTo(none, core::Shape(4)) == none);
    }

    void deepTakesColourAsItIs() {
        const spec::ModelSpec model = spec::findPreset("deep")->spec.model;
        QVERIFY(plan::fittedTo(model, core::Shape(3, 32, 32)) == model && plan::compile(model, core::Shape(3, 32, 32)));
    }
};

QTEST_APPLESS_MAIN(FittingTest)
#include "fitting_test.moc"
