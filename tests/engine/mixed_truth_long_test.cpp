// Mixed precision trains as well as single: of every preset the mean test loss of five seeds after five epochs. On the first samples of the full set;
// HOURGLASS_TRUTH_SAMPLES says how many, 0 all of them.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

#include "engine/core/thread_pool.h"
#include "engine/data/library/library.h"
#include "engine/spec/presets.h"
#include "engine/training/stepper.h"

using namespace hourglass;
using core::Index;

class MixedTruthLongTest : public QObject {
    Q_OBJECT

    static constexpr int seeds = 5, epochs = 5;
    core::ThreadPool m_pool{static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u))};

    double testLoss(const spec::Spec &spec, const std::shared_ptr<const data::Dataset> &dataset, std::uint64_t seed, bool isMixed) {
        spec::TrainingSpec training = spec.training;
        training.seed = seed;
        training.precision = {isMixed ? "mixed" : "single", {}};
        training::Stepper stepper(*plan::compile(spec.model, dataset->shape), dataset);
        if (!stepper.configure(training))
            return NAN;
        stepper.setThreadPool(&m_pool);
        stepper.start();
        for (Index step = 0; step < epochs * stepper.stepsPerEpoch(); ++step)
            stepper.step();
        return stepper.evaluate(dataset->test);
    }

private slots:
    void trainsAsWell_data() {
        QTest::addColumn<int>("preset");
        for (std::size_t i = 0; i < spec::presets().size(); ++i)
            QTest::addRow("%s", spec::presets()[i].key.c_str()) << static_cast<int>(i);
    }
    void trainsAsWell() {
        QFETCH(int, preset);
        spec::Spec spec = spec::presets()[static_cast<std::size_t>(preset)].spec;
        const int samples = qEnvironmentVariableIsSet("HOURGLASS_TRUTH_SAMPLES") ? qEnvironmentVariableIntValue("HOURGLASS_TRUTH_SAMPLES") : 4000;
        if (spec.data.source == "fashion-mnist" && samples > 0)
            spec.data.subset = {"first", {{"samples", Index(samples)}}};
        const data::Library library({}, data::standardDataFolders());
        const auto dataset = library.load(spec.data, 0, {});
        if (!dataset)
            QSKIP("The full set is not installed.");
        double sum = 0, difference = 0, squares = 0;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const double single = testLoss(spec, *dataset, seed, false), apart = testLoss(spec, *dataset, seed, true) - single;
            sum += single / seeds;
            difference += apart / seeds;
            squares += apart * apart;
        }
        const double variance = (squares - seeds * difference * difference) / (seeds - 1), error = std::sqrt(std::max(0.0, variance) / seeds);
        const QString words =
            QString("single %1, mixed %2 %, standard error %3 %").arg(sum).arg(100 * difference / sum, 0, 'f', 3).arg(100 * error / sum, 0, 'f', 3);
        qInfo("%s", qPrintable(words));
        QVERIFY2(std::abs(difference) <= std::max(0.005 * sum, 2 * error), qPrintable(words));
    }
};

QTEST_APPLESS_MAIN(MixedTruthLongTest)
#include "mixed_truth_long_test.moc"
