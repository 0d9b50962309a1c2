// As cpp_header_test.cpp: every preset as it is, and 100 stacks by lot, compiled as the header recommends where this machine can run that.
#include <QTest>

#include "engine/core/floating_point.h"
#include "tests/support/cpp_program.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

QStringList fast() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? QStringList{"-O3", "-march=x86-64-v3"} : QStringList{"-O3"};
}

} // namespace

class CppHeaderLongTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void presetsAgree_data() {
        QTest::addColumn<int>("unused");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << 0;
    }
    void presetsAgree() {
        CppProgram program;
        program.add("preset", FilledPlan(presetPlan(*spec::findPreset(QTest::currentDataTag())), 1));
        const QString fault = program.fault(fast());
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void stacksByLotAgree_data() { addSeeds(1, 5); }
    void stacksByLotAgree() { // twenty in a program
        QFETCH(quint64, seed);
        CppProgram program;
        int added = 0;
        for (std::uint64_t at = 1000 * seed; added < 20; ++at)
            if (const auto plan = randomPlan(at); plan && plan->parameterFloats() < 50'000) {
                program.add("stack" + std::to_string(at), FilledPlan(plan, at));
                ++added;
            }
        const QString fault = program.fault(fast());
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
};

QTEST_APPLESS_MAIN(CppHeaderLongTest)
#include "cpp_header_long_test.moc"
