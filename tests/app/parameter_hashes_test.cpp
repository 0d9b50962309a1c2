// Every preset learns the same bits as ever: a table of the parameters after one epoch, at each level of the instruction set.
#include <QFile>
#include <QTest>

#include <map>

#include "app/commands/parameter_hash.h"
#include "app/import/embedded.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/fitting.h"
#include "engine/plan/plan.h"
#include "engine/spec/presets.h"
#include "engine/training/demands.h"
#include "engine/training/stepper.h"
#include "tests/support/command_run.h"
#include "tests/support/instruction_levels.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr core::Index samples = 600;

std::string sourceOf(const spec::Preset &preset) {
    return preset.spec.data.source == "fashion-mnist" ? "fashion-mnist-sample" : preset.spec.data.source;
}

/// By preset, of the level that runs.
std::map<std::string, std::string> table(const std::string &level) {
    std::map<std::string, std::string> hashes;
    QFile file(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/parameter_hashes.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tests/data/parameter_hashes.txt cannot be read");
    for (const QByteArray &line : file.readAll().split('\n'))
        if (const QList<QByteArray> words = line.split(' '); words.size() == 3 && words[1].toStdString() == level)
            hashes[words[0].toStdString()] = words[2].toStdString();
    return hashes;
}

std::string hashAfterAnEpoch(const spec::Preset &preset) {
    spec::Spec spec = preset.spec;
    spec.data.source = sourceOf(preset);
    spec.data.subset = {"first", {{"samples", samples}}};
    const auto dataset = app::library().load(training::dataFor(spec), spec.training.seed, {});
    if (!dataset)
        return dataset.error().sentence();
    const auto plan = plan::compile(plan::fittedTo(spec.model, (*dataset)->shape), (*dataset)->shape);
    if (!plan)
        return plan.error().sentence();
    core::ThreadPool pool(2);
    training::Stepper stepper(*plan, *dataset);
    if (const auto taken = stepper.configure(spec.training); !taken)
        return taken.error().sentence();
    stepper.setThreadPool(&pool);
    stepper.start();
    while (!stepper.step().endsEpoch) {
    }
    plan::Snapshot snapshot;
    snapshot.plan = *plan;
    snapshot.parameters = stepper.shownParameters();
    return app::parameterHash(snapshot);
}

} // namespace

class ParameterHashesTest : public QObject {
    Q_OBJECT

    std::string m_level = kernels::instructionLevel();

private slots:
    /// Other compilers contract other sums, and bits without optimisation are nobody's.
    void initTestCase() {
#if !defined(NDEBUG) || defined(__clang__)
        QSKIP("The table is of the release build");
#endif
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL", QString::fromStdString(m_level)).toStdString();
        if (!supports(wanted))
            QSKIP("The processor lacks this level");
        if (qEnvironmentVariableIsSet("HOURGLASS_TEST_LEVEL") && wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
        QCOMPARE(m_level, wanted);
    }

    void presetsLearnTheSameBits_data() {
        QTest::addColumn<QByteArray>("preset");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << QByteArray::fromStdString(preset.key);
    }
    void presetsLearnTheSameBits() {
        QFETCH(QByteArray, preset);
        const auto hashes = table(m_level);
        const auto row = hashes.find(preset.toStdString());
        QVERIFY2(row != hashes.end(), "tests/data/parameter_hashes.txt has no row of it");
        for (const spec::Preset &each : spec::presets())
            if (each.key == row->first)
                QCOMPARE(QString::fromStdString(hashAfterAnEpoch(each)), QString::fromStdString(row->second));
    }

    void theCommandSaysThem() {
        const Run trained = run({"train", "--preset", "narrow", "--data", "fashion-mnist-sample", "--epochs", "1", "--set", "data.subset.kind=first", "--set",
                                 "data.subset.samples=" + std::to_string(samples), "--json"});
        QVERIFY2(trained.status == 0, trained.err.c_str());
        QCOMPARE(objects(trained.out).back()["parameters_sha256"].get<std::string>(), table(m_level)["narrow"]);
    }
};

QTEST_GUILESS_MAIN(ParameterHashesTest)
#include "parameter_hashes_test.moc"
