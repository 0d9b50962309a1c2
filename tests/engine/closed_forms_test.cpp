// Trainings whose end is known in closed form: PCA, probabilistic PCA, and gradient descent on a quadratic.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/core/floating_point.h"
#include "engine/core/random.h"
#include "engine/training/stepper.h"
#include "tests/support/eigen_oracle.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

MatrixXd normals(Index rows, Index columns, std::uint64_t purpose) {
    const core::Random random(11, core::Stream::Data);
    return MatrixXd::NullaryExpr(rows, columns, [&](Index row, Index column) {
        return static_cast<double>(random.normal(purpose, static_cast<std::uint64_t>(row), static_cast<std::uint64_t>(column)));
    });
}

/// A table whose samples have these eigenvalues of their covariance (sums divided by the samples), along directions by chance, and this mean.
std::shared_ptr<const data::Dataset> tableOf(const VectorXd &eigenvalues, Index samples, double mean) {
    const Index features = eigenvalues.size();
    MatrixXd x = normals(samples, features, 0);
    x.rowwise() -= x.colwise().mean().eval();
    const MatrixXd white = Eigen::BDCSVD<MatrixXd>(x, Eigen::ComputeThinU).matrixU() * std::sqrt(static_cast<double>(samples));
    const MatrixXd directions = orthonormalised(normals(features, features, 1));
    x = (white * eigenvalues.cwiseSqrt().asDiagonal() * directions.transpose()).array() + mean;
    auto dataset = std::make_shared<data::Dataset>(*smoothData({samples, features}));
    dataset->isWithinUnit = false;
    for (Index sample = 0; sample < samples; ++sample)
        for (Index feature = 0; feature < features; ++feature)
            dataset->train.floats[static_cast<std::size_t>(sample * features + feature)] = static_cast<float>(x(sample, feature));
    return dataset;
}

/// Features × samples, as the floats have them.
MatrixXd matrixOf(const data::Part &part) {
    return Eigen::Map<const Eigen::MatrixXf>(part.floats.data(), part.features, part.samples).cast<double>();
}

/// Principal directions and the variances along them, by the singular values of the centred samples.
struct Principal {
    explicit Principal(const data::Part &part) {
        MatrixXd x = matrixOf(part);
        x.colwise() -= x.rowwise().mean().eval();
        const Eigen::BDCSVD<MatrixXd> decomposition(x, Eigen::ComputeThinU);
        directions = decomposition.matrixU();
        variances = decomposition.singularValues().array().square() / static_cast<double>(part.samples);
    }

    MatrixXd directions;
    VectorXd variances;
};

/// Sine of the largest angle between the spaces that the columns of both span.
double sineBetween(const MatrixXd &columns, const MatrixXd &orthonormal) {
    const MatrixXd own = orthonormalised(columns);
    return Eigen::BDCSVD<MatrixXd>(own - orthonormal * (orthonormal.transpose() * own)).singularValues()(0);
}

/// The weights [outputs, inputs] of a layer.
MatrixXd weightsOf(const training::Stepper &stepper, std::size_t layer) {
    const plan::PlacedLayer &placed = stepper.plan().layers()[layer];
    const std::vector<Index> &shape = placed.traits().parameters[0].shape;
    const float *first = stepper.shownParameters().data() + placed.parameters;
    return Eigen::Map<const Eigen::MatrixXf>(first, shape[1], shape[0]).cast<double>().transpose();
}

struct Bench {
    std::shared_ptr<const data::Dataset> dataset;
    std::unique_ptr<training::Stepper> stepper;

    Bench(std::shared_ptr<const data::Dataset> table, std::vector<spec::LayerSpec> layers, const spec::TrainingSpec &training)
        : dataset(std::move(table)), stepper(std::make_unique<training::Stepper>(*plan::compile({std::move(layers), 0, false}, dataset->shape), dataset)) {
        const auto taken = stepper->configure(training);
        if (!taken)
            qFatal("%s", taken.error().sentence().c_str());
        stepper->start();
    }
};

spec::TrainingSpec summed(const char *optimiser, const spec::Values &values, Index batch, Index epochs) {
    spec::TrainingSpec training = settings(squaredError, optimiser, batch, epochs, 3);
    training.loss.values["reduction"] = std::string("sum");
    training.optimiser.values = values;
    return training;
}

} // namespace

class ClosedFormsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    /// Baldi and Hornik 1989: what is left after a linear autoencoder is what is left after PCA, and the map there and back is its projection.
    void aLinearAutoencoderIsPca_data() {
        QTest::addColumn<QByteArray>("optimiser");
        QTest::addColumn<int>("steps");
        QTest::newRow("lbfgs") << QByteArray("lbfgs") << 60;
        QTest::newRow("adam") << QByteArray("adam") << 4000;
    }
    void aLinearAutoencoderIsPca() {
        QFETCH(QByteArray, optimiser);
        QFETCH(int, steps);
        constexpr Index code = 3;
        const auto table = tableOf((VectorXd(8) << 4, 2.5, 1.5, 0.6, 0.3, 0.2, 0.1, 0.05).finished(), 200, 0.7);
        spec::TrainingSpec training = summed(optimiser.constData(), {}, 200, steps);
        if (optimiser == "adam") {
            training.optimiser.values["rate"] = 0.02;
            training.schedule = {"cosine", {}};
        }
        const Bench bench(table, {dense(code, "identity"), output("identity")}, training);
        for (int step = 0; step < steps; ++step)
            bench.stepper->step();
        const Principal principal(table->train);
        const MatrixXd first = principal.directions.leftCols(code), encoder = weightsOf(*bench.stepper, 0), decoder = weightsOf(*bench.stepper, 1);
        const double residual = principal.variances.tail(8 - code).sum(), loss = bench.stepper->evaluate(table->train);
        QVERIFY2(std::abs(loss / residual - 1) < 1e-5, qPrintable(QString("loss %1, residual %2").arg(loss).arg(residual)));
        QVERIFY2(sineBetween(decoder, first) < 1e-3, qPrintable(QString::number(sineBetween(decoder, first))));
        const double away = (decoder * encoder - first * first.transpose()).norm();
        QVERIFY2(away < 2e-3, qPrintable(QString::number(away)));
    }

    /// Tipping and Bishop 1999: the likelihood is greatest where the columns of the decoder lie along the principal directions, each as long
    /// as √(λ − σ²), or vanish where λ < σ². A variational autoencoder of linear maps has the same optimum, and at it no gap to the
    /// likelihood (Lucas et al. 2019, "Don't blame the ELBO!"); its posterior has the variances σ² / λ. With Σ (x − y)² as the loss,
    /// 2 σ² takes the place of β.
    void aLinearVariationalAutoencoderIsProbabilisticPca() {
        constexpr Index units = 4, samples = 1000, steps = 8000, last = 2000;
        constexpr double noise = 0.5; // σ²
        const auto table = tableOf((VectorXd(6) << 4, 2, 1, 0.3, 0.2, 0.1).finished(), samples, -0.4);
        spec::TrainingSpec training = summed("adam", {{"rate", 0.01}}, samples, steps);
        training.schedule = {"cosine", {}};
        const Bench bench(table, {{"variational", {{"units", units}, {"beta", 2 * noise}}}, output("identity")}, training);
        double loss = 0;
        for (Index step = 0; step < steps; ++step)
            if (const double own = bench.stepper->step().loss; step >= steps - last)
                loss += own / static_cast<double>(last);

        const Principal principal(table->train);
        const MatrixXd decoder = weightsOf(*bench.stepper, 1);
        std::vector<Index> byLength(units);
        for (Index unit = 0; unit < units; ++unit)
            byLength[static_cast<std::size_t>(unit)] = unit;
        std::sort(byLength.begin(), byLength.end(), [&](Index a, Index b) { return decoder.col(a).norm() > decoder.col(b).norm(); });
        const float *bias = bench.stepper->currentParameters().data() + core::padded(2 * units * 6);
        double expected = principal.variances.tail(3).sum(); // of the loss: 2 σ² · ½ (Σ (1 + log(λ / σ²)) + Σ of the others λ / σ²)
        for (Index i = 0; i < units; ++i) {
            const Index unit = byLength[static_cast<std::size_t>(i)];
            const double variance = principal.variances(i), length = decoder.col(unit).norm();
            const double posterior = std::exp(static_cast<double>(bias[units + unit]));
            const QString said = QString("unit %1: length %2, variance %3").arg(i).arg(length).arg(posterior);
            if (variance < noise) {
                QVERIFY2(length < 0.02 && std::abs(posterior - 1) < 0.01, qPrintable(said));
                continue;
            }
            expected += noise * (1 + std::log(variance / noise));
            QVERIFY2(std::abs(length / std::sqrt(variance - noise) - 1) < 0.004, qPrintable(said));
            QVERIFY2(std::abs(posterior * variance / noise - 1) < 0.01, qPrintable(said));
            const double along = std::abs(decoder.col(unit).dot(principal.directions.col(i))) / length;
            QVERIFY2(along > 0.9995, qPrintable(said + QString(", cosine %1").arg(along)));
        }
        QVERIFY2(std::abs(loss / expected - 1) < 0.002, qPrintable(QString("loss %1, expected %2").arg(loss).arg(expected)));
    }

    /// One linear layer that is to give its input back: W − 1 shrinks by 1 − η f λ in each step along each direction of the samples' moments,
    /// λ = 2 · moment / scale, f what the schedule makes of the rate.
    void descentOnAQuadraticIsAPower_data() {
        QTest::addColumn<QByteArray>("reduction");
        QTest::addColumn<double>("factor"); // of the rate, from step to step
        QTest::addColumn<Index>("batch");
        QTest::newRow("sum") << QByteArray("sum") << 1.0 << Index{60};
        QTest::newRow("mean") << QByteArray("mean") << 1.0 << Index{60};
        QTest::newRow("a rate that falls") << QByteArray("sum") << 0.95 << Index{60};
        QTest::newRow("four batches a step") << QByteArray("sum") << 1.0 << Index{16}; // the last is smaller
    }
    void descentOnAQuadraticIsAPower() {
        QFETCH(QByteArray, reduction);
        QFETCH(double, factor);
        QFETCH(Index, batch);
        const auto table = tableOf((VectorXd(5) << 2, 1, 0.5, 0.2, 0.1).finished(), 60, 0.1);
        const double scale = reduction == "sum" ? 1 : 5, rate = 0.2 * scale;
        spec::TrainingSpec training = summed("sgd", {{"rate", rate}, {"momentum", 0.0}}, batch, 100);
        training.loss.values["reduction"] = reduction.toStdString();
        training.gradient.accumulate = batch < 60 ? 4 : 1;
        if (factor < 1)
            training.schedule = {"exponential", {{"factor", factor}}};
        spec::LayerSpec layer = output("identity");
        layer.values["bias"] = false;
        const Bench bench(table, {layer}, training);
        const MatrixXd x = matrixOf(table->train), identity = MatrixXd::Identity(5, 5), start = weightsOf(*bench.stepper, 0) - identity;
        const Eigen::SelfAdjointEigenSolver<MatrixXd> moments(covarianceOf(x));
        VectorXd left = VectorXd::Ones(5);
        for (int step = 0; step < 40; ++step) {
            left.array() *= 1 - rate * std::pow(factor, step) * 2 / scale * moments.eigenvalues().array();
            const training::StepOutcome outcome = bench.stepper->step();
            QVERIFY(outcome.endsEpoch);
            const MatrixXd expected = start * moments.eigenvectors() * left.asDiagonal();
            const MatrixXd is = (weightsOf(*bench.stepper, 0) - identity) * moments.eigenvectors();
            for (Index direction = 0; direction < 5; ++direction) {
                const double error = (is - expected).col(direction).norm(), size = expected.col(direction).norm();
                QVERIFY2(error < 2e-4 * size + 2e-6, qPrintable(QString("step %1, direction %2: %3 of %4").arg(step).arg(direction).arg(error).arg(size)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(ClosedFormsTest)
#include "closed_forms_test.moc"
