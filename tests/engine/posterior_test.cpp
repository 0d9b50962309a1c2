// What a code tells unit by unit: against PyTorch, closed forms, and loops over the layer's own numbers.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/analysis/posterior_task.h"
#include "engine/core/random.h"
#include "engine/plan/placed_tensors.h"
#include "engine/plan/plan.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::analysis;

namespace {

std::vector<double> numbers(const QJsonValue &value) {
    std::vector<double> list;
    for (const QJsonValue &each : value.toArray())
        list.push_back(each.toDouble());
    return list;
}

std::vector<float> floats(const QJsonValue &value) {
    const std::vector<double> exact = numbers(value);
    return {exact.begin(), exact.end()};
}

std::shared_ptr<const data::Dataset> someData(Index samples) {
    auto made = std::make_shared<data::Dataset>();
    made->key = "numbers";
    made->shape = core::Shape(6);
    const core::Random random(5, core::Stream::Data);
    for (data::Part *part : {&made->train, &made->test}) {
        part->samples = samples;
        part->features = 6;
        for (Index i = 0; i < 6 * samples; ++i)
            part->floats.push_back(random.normal(part == &made->train, 0, static_cast<std::uint64_t>(i)));
    }
    return made;
}

struct Bench {
    std::shared_ptr<const data::Dataset> data = someData(150);
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> cancelled{false};

    explicit Bench(std::vector<spec::LayerSpec> layers, std::size_t code) {
        spec::ModelSpec model;
        model.layers = std::move(layers);
        model.code = code;
        snapshot->plan = *plan::compile(model, data->shape);
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        const core::Random random(2, core::Stream::Parameters);
        for (Index i = 0; i < snapshot->parameters.size(); ++i)
            snapshot->parameters[i] = 0.4f * random.normal(0, 0, static_cast<std::uint64_t>(i));
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
    }
    std::shared_ptr<const PosteriorPicture> run() {
        TaskContext context(snapshot, data, shared, cancelled);
        return PosteriorTask{}.run(context);
    }
    const float *tensor(int layer, const std::string &name) const {
        for (const plan::PlacedTensor &each : plan::tensorsOf(*snapshot->plan))
            if (each.layer == layer && each.tensor->name == name)
                return snapshot->parameters.data() + each.offset;
        qFatal("no %s", name.c_str());
    }
};

double shareBelow(double z) {
    return 0.5 * (1 + std::erf(z / std::numbers::sqrt2));
}

} // namespace

class PosteriorTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithPyTorch() {
        QFile file(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/posterior_reference.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
        const Index units = all["units"].toInt(), samples = all["samples"].toInt();
        const std::vector<float> means = floats(all["means"]), logVariances = floats(all["log_variances"]);
        QCOMPARE(static_cast<Index>(means.size()), units * samples);
        const auto found = unitPosteriors({means.data(), units, samples, units}, {logVariances.data(), units, samples, units}, true);
        QVERIFY(found);
        const std::vector<double> divergence = numbers(all["divergence"]), variance = numbers(all["variance"]), shares = numbers(all["shares"]);
        Index active = 0;
        for (std::size_t unit = 0; unit < found->size(); ++unit) {
            const UnitPosterior &own = (*found)[unit];
            QVERIFY(own.divergence && std::abs(*own.divergence - divergence[unit]) < 1e-7 * std::max(1.0, divergence[unit]));
            QVERIFY(std::abs(own.variance - variance[unit]) < 1e-7 * std::max(1.0, variance[unit]));
            for (std::size_t bin = 0; bin < UnitPosterior::bins; ++bin)
                QVERIFY(std::abs(static_cast<double>(own.shares[bin]) - shares[unit * UnitPosterior::bins + bin]) < 1e-7);
            active += own.isActive();
        }
        QCOMPARE(active, Index{all["active"].toInt()});
        QVERIFY(active > 0 && active < units);
    }

    void aUnitLikeThePriorTellsNothing() {
        const std::vector<float> zeros(40, 0.0f);
        const auto found = unitPosteriors({zeros.data(), 1, 40, 1}, {zeros.data(), 1, 40, 1}, true);
        QVERIFY(found);
        const UnitPosterior &unit = found->front();
        QCOMPARE(*unit.divergence, 0.0);
        QVERIFY(!unit.isActive());
        for (int bin = 0; bin < UnitPosterior::bins; ++bin) {
            const double left = -4 + 8.0 * bin / UnitPosterior::bins, right = left + 8.0 / UnitPosterior::bins;
            QVERIFY(std::abs(static_cast<double>(unit.shares[static_cast<std::size_t>(bin)]) - (shareBelow(right) - shareBelow(left))) < 1e-8);
        }
        // One sample at 2 with σ = ½: ½ (4 + ¼ − 1 − log ¼), and 0.0228 of it above 3.
        const float mean = 2, logVariance = std::log(0.25f);
        const auto one = unitPosteriors({&mean, 1, 1, 1}, {&logVariance, 1, 1, 1}, true);
        QVERIFY(std::abs(*one->front().divergence - 0.5 * (4 + 0.25 - 1 - std::log(0.25))) < 1e-6);
        double above = 0;
        for (std::size_t bin = 42; bin < UnitPosterior::bins; ++bin)
            above += static_cast<double>(one->front().shares[bin]);
        QVERIFY(std::abs(above - (1 - shareBelow(2))) < 1e-4); // ±4 σ from 2 lie within the ends
    }

    void aCodeThatIsNoDistributionIsCounted() {
        std::vector<float> codes; // two units: 0 … 99, and always 7
        for (int i = 0; i < 100; ++i)
            codes.insert(codes.end(), {static_cast<float>(i), 7.0f});
        const auto found = unitPosteriors({codes.data(), 2, 100, 2}, {}, false);
        QVERIFY(found && !found->front().divergence);
        QVERIFY(std::abs(found->front().mean - 49.5) < 1e-9);
        QVERIFY(std::abs(found->front().variance - (100.0 * 100 - 1) / 12) < 1e-9);
        double sum = 0;
        for (const float share : found->front().shares)
            sum += static_cast<double>(share);
        QVERIFY(std::abs(sum - 1) < 1e-6);
        QVERIFY(!found->back().isActive());
        QCOMPARE(found->back().low, 6.0);
        QCOMPARE(found->back().shares[UnitPosterior::bins / 2], 1.0f);
        codes[5] = std::numeric_limits<float>::infinity();
        QVERIFY(!unitPosteriors({codes.data(), 2, 100, 2}, {}, false));
        QVERIFY(!unitPosteriors({codes.data(), 2, 0, 2}, {}, false));
    }

    void theTaskReadsWhatTheLayerMakes() {
        for (const bool isFirst : {false, true}) { // alone, or behind another
            std::vector<spec::LayerSpec> layers{spec::LayerSpec{"variational", {{"units", Index{3}}}}, tests::output()};
            if (!isFirst)
                layers.insert(layers.begin(), tests::dense(5, "tanh"));
            const int code = isFirst ? 0 : 1, inputs = isFirst ? 6 : 5;
            Bench bench(layers, static_cast<std::size_t>(code));
            const auto picture = bench.run();
            QVERIFY(picture && !picture->obstacle && picture->isDistribution() && picture->hasPrior);
            QCOMPARE(picture->units.size(), std::size_t{3});
            QCOMPARE(picture->samples.size(), std::size_t{150});
            const float *weight = bench.tensor(code, "weight"), *bias = bench.tensor(code, "bias");
            double divergence = 0;
            for (Index sample = 0; sample < 150; ++sample) {
                core::Floats x(core::strideOf(6));
                bench.data->test.copySample(sample, x.data());
                const core::ConstView codes = bench.shared.network->encode({x.data(), 6, 1, core::strideOf(6)});
                const float *below = isFirst ? x.data() : bench.shared.network->output(0, 1).data;
                for (int unit = 0; unit < 3; ++unit) {
                    double logVariance = static_cast<double>(bias[3 + unit]);
                    for (int i = 0; i < inputs; ++i)
                        logVariance += static_cast<double>(weight[(3 + unit) * inputs + i]) * static_cast<double>(below[i]);
                    const double deviation = std::exp(0.5 * logVariance), mean = static_cast<double>(codes.data[unit]);
                    QVERIFY(std::abs(static_cast<double>(picture->deviationsOf(sample)[unit]) - deviation) < 1e-5 * deviation);
                    divergence += 0.5 * (mean * mean + deviation * deviation - 1 - logVariance) / 150;
                }
            }
            QVERIFY(std::abs(picture->divergence() - divergence) < 1e-5 * divergence);
            QVERIFY(!picture->deviationsOf(150) && !picture->deviationsOf(-1));
            bench.cancelled = true;
            QVERIFY(!bench.run());
        }
    }

    void otherStacksHaveUnitsAndNoClouds() {
        Bench bench({tests::dense(4, "identity"), tests::output()}, 0);
        const auto picture = bench.run();
        QVERIFY(picture && !picture->isDistribution() && !picture->hasPrior && !picture->obstacle);
        QCOMPARE(picture->active(), Index{4});
        QVERIFY(!picture->deviationsOf(0));
        bench.snapshot->parameters[0] = std::numeric_limits<float>::quiet_NaN();
        bench.shared = {};
        QVERIFY(bench.run()->obstacle->sentence().find("not finite") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(PosteriorTest)
#include "posterior_test.moc"
