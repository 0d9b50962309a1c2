// The presets train as they should: test losses on the full set that another framework reaches, with the same settings, for three seeds.
#include <QTest>

#include <algorithm>
#include <thread>

#include "engine/analysis/scores.h"
#include "engine/core/thread_pool.h"
#include "engine/data/library/library.h"
#include "engine/spec/presets.h"
#include "engine/training/stepper.h"

using namespace hourglass;
using core::Index;

class BarsLongTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const data::Dataset> m_dataset;
    core::ThreadPool m_pool{static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u))};

private slots:
    void initTestCase() {
        const data::Library library({}, data::standardDataFolders());
        const auto loaded = library.load({.source = "fashion-mnist"}, 0, {});
        if (!loaded)
            QSKIP("The full set is not installed.");
        m_dataset = *loaded;
    }

    void reaches_data() {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<bool>("isCrossEntropy");
        QTest::addColumn<int>("firstEpochs");
        QTest::addColumn<double>("firstBar");
        QTest::addColumn<double>("barAfterTen");
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3}) {
            QTest::addRow("deep, seed %d", seed) << QByteArray("deep") << true << 5 << 0.2965 << 0.2900 << seed;
            QTest::addRow("map, seed %d", seed) << QByteArray("map") << false << 1 << 0.0362 << 0.0283 << seed;
        }
    }
    void reaches() {
        QFETCH(QByteArray, preset);
        QFETCH(bool, isCrossEntropy);
        QFETCH(int, firstEpochs);
        QFETCH(double, firstBar);
        QFETCH(double, barAfterTen);
        QFETCH(int, seed);
        const spec::Spec spec = spec::findPreset(preset.toStdString())->spec;
        spec::TrainingSpec settings = spec.training;
        settings.seed = static_cast<std::uint64_t>(seed);
        const auto plan = *plan::compile(spec.model, m_dataset->shape);
        training::Stepper stepper(plan, m_dataset);
        QVERIFY(bool(stepper.configure(settings)));
        stepper.setThreadPool(&m_pool);
        stepper.start();
        const auto trainTo = [&](int epochs) {
            for (Index step = stepper.steps(); step < epochs * stepper.stepsPerEpoch(); ++step)
                stepper.step();
            plan::Snapshot snapshot;
            snapshot.plan = plan;
            snapshot.parameters = stepper.currentParameters();
            snapshot.state = stepper.currentState();
            const analysis::Scores scores = analysis::measureScores(snapshot, *m_dataset, m_dataset->test, {}, settings.seed, m_pool);
            qInfo("%s, seed %d, after %d: test BCE %.4f, MSE %.4f", preset.constData(), seed, epochs, scores.bce, scores.mse);
            return isCrossEntropy ? scores.bce : scores.mse;
        };
        const double first = trainTo(firstEpochs);
        QVERIFY2(first <= firstBar, qPrintable(QString::number(first)));
        const double afterTen = trainTo(10);
        QVERIFY2(afterTen <= barAfterTen, qPrintable(QString::number(afterTen)));
    }
};

QTEST_APPLESS_MAIN(BarsLongTest)
#include "bars_long_test.moc"
