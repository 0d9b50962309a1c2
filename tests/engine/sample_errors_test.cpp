#include <QTest>

#include <cmath>

#include "engine/analysis/sample_errors.h"
#include "engine/plan/plan.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using core::Index;
using tests::drawnPart;

namespace {

/// Twelve numbers through three and back.
struct Bench {
    data::Dataset dataset;
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state;

    Bench() {
        dataset.shape = core::Shape(12);
        dataset.train = drawnPart(100, 12, 3, false, 1);
        dataset.validation = drawnPart(20, 12, 3, false, 2);
        dataset.test = drawnPart(30, 12, 3, false, 3);
        spec::ModelSpec model;
        model.layers = {{"dense", {{"units", Index{3}}}}, {"dense", {{"units", Index{12}}}}};
        plan = *plan::compile(model, dataset.shape);
        parameters = core::Floats(plan->parameterFloats());
        state = core::Floats(plan->stateFloats());
        plan::initialise(*plan, 3, parameters.data(), state.data());
    }
};

} // namespace

class SampleErrorsTest : public QObject {
    Q_OBJECT
private slots:
    void agreesWithOneSampleAtATime() {
        Bench bench;
        plan::Network network(bench.plan, bench.parameters.data(), bench.state.data(), 8), single(bench.plan, bench.parameters.data(), bench.state.data(), 1);
        const auto errors = analysis::measureSampleErrors(network, bench.dataset, 1000);
        QVERIFY(errors);
        QCOMPARE(errors->measured, 150);
        std::size_t row = 0;
        for (const data::Part *part : {&bench.dataset.train, &bench.dataset.validation, &bench.dataset.test})
            for (Index sample = 0; sample < part->samples; ++sample, ++row) {
                core::Floats x(core::strideOf(12));
                part->copySample(sample, x.data());
                const core::ConstView y = single.reconstruct({x.data(), 12, 1, core::strideOf(12)});
                double sum = 0;
                for (Index f = 0; f < 12; ++f)
                    sum += std::pow(static_cast<double>(x[f]) - static_cast<double>(y.data[f]), 2);
                QVERIFY(std::abs(static_cast<double>(errors->byRow[row]) - sum / 12) < 1e-6);
            }
    }

    void takesTheHeldOutPartFirst() {
        Bench bench;
        plan::Network network(bench.plan, bench.parameters.data(), bench.state.data(), 8);
        const auto errors = analysis::measureSampleErrors(network, bench.dataset, 60);
        QCOMPARE(errors->measured, 60);
        Index train = 0;
        for (std::size_t row = 0; row < 150; ++row)
            if (std::isfinite(errors->byRow[row])) {
                train += row < 100;
            } else {
                QVERIFY(row < 100);
            }
        QCOMPARE(train, 10);                       // 30 test, 20 validation
        QVERIFY(std::isfinite(errors->byRow[90])); // at even distances
    }

    void cancels() {
        Bench bench;
        plan::Network network(bench.plan, bench.parameters.data(), bench.state.data(), 8);
        const std::atomic<bool> cancelled = true;
        QVERIFY(!analysis::measureSampleErrors(network, bench.dataset, 1000, {{}, &cancelled}));
    }
};

QTEST_APPLESS_MAIN(SampleErrorsTest)
#include "sample_errors_test.moc"
