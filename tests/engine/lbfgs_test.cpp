// L-BFGS on least squares whose answer is known, beside PyTorch's on small stacks, and in a training.
#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/training/demands.h"
#include "engine/training/optimiser.h"
#include "tests/support/eigen_oracle.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::Optimiser;

namespace {

/// What all objectives here have: arrays, and a count of evaluations.
class Counted : public training::Objective {
public:
    Counted(Index size, const Optimiser &optimiser)
        : x(static_cast<std::size_t>(size)), slope(x.size()), m_slots(static_cast<std::size_t>(optimiser.slotCount()), std::vector<float>(x.size())) {}
    double evaluate() override {
        ++evaluations;
        return lossAndSlope();
    }
    void inChunks(core::FunctionRef<void(Index, Index)> work) override { work(0, size()); }
    Index size() const override { return static_cast<Index>(x.size()); }
    float *parameters() override { return x.data(); }
    const float *gradient() const override { return slope.data(); }
    float *slot(int index) override { return m_slots.at(static_cast<std::size_t>(index)).data(); }
    Index updates() const override { return 0; }
    double rateFactor() const override { return 1; }
    double norm() const {
        double squares = 0;
        for (const float number : slope)
            squares += static_cast<double>(number) * static_cast<double>(number);
        return std::sqrt(squares);
    }

    std::vector<float> x, slope;
    int evaluations = 0;

protected:
    virtual double lossAndSlope() = 0;

private:
    std::vector<std::vector<float>> m_slots;
};

/// ½ |A x − b|², with singular values of A from 1 down to 1/30.
class LeastSquares : public Counted {
public:
    explicit LeastSquares(const Optimiser &optimiser) : Counted(25, optimiser), m_a(40, 25), m_b(40) {
        for (Index column = 0; column < 25; ++column)
            for (Index row = 0; row < 40; ++row)
                m_a(row, column) = static_cast<double>(wave(row * 25 + column));
        for (Index row = 0; row < 40; ++row)
            m_b(row) = static_cast<double>(wave(5000 + row));
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(m_a, Eigen::ComputeThinU | Eigen::ComputeThinV);
        Eigen::VectorXd values(25);
        for (Index i = 0; i < 25; ++i)
            values(i) = std::pow(1.0 / 30, static_cast<double>(i) / 24);
        m_a = svd.matrixU() * values.asDiagonal() * svd.matrixV().transpose();
    }
    Eigen::VectorXd solution() const { return leastSquares(m_a, m_b); }

protected:
    double lossAndSlope() override {
        const Eigen::VectorXd at = Eigen::Map<Eigen::VectorXf>(x.data(), 25).cast<double>(), rest = m_a * at - m_b;
        Eigen::Map<Eigen::VectorXf>(slope.data(), 25) = (m_a.transpose() * rest).cast<float>();
        return 0.5 * rest.squaredNorm();
    }

private:
    Eigen::MatrixXd m_a;
    Eigen::VectorXd m_b;
};

/// Rosenbrock 1960, 100 (x₁ − x₀²)² + (1 − x₀)², from (−1.2, 1): a valley that bends.
class Valley : public Counted {
public:
    explicit Valley(const Optimiser &optimiser) : Counted(2, optimiser) { x = {-1.2f, 1.0f}; }

protected:
    double lossAndSlope() override {
        const auto a = static_cast<double>(x[0]), b = static_cast<double>(x[1]);
        slope = {static_cast<float>(-400 * a * (b - a * a) - 2 * (1 - a)), static_cast<float>(200 * (b - a * a))};
        return 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a);
    }
};

/// Is finite on one side of a wall only: −log(1 − x) − log(1 + x) + x.
class Wall : public Counted {
public:
    explicit Wall(const Optimiser &optimiser) : Counted(1, optimiser) { x = {0.9f}; }

protected:
    double lossAndSlope() override {
        const auto at = static_cast<double>(x[0]);
        slope = {static_cast<float>(1 / (1 - at) - 1 / (1 + at) + 1)};
        return std::abs(at) < 1 ? -std::log(1 - at) - std::log(1 + at) + at : std::nan("");
    }
};

std::unique_ptr<const Optimiser> lbfgs(spec::Values values = {}) {
    return std::move(*training::makeOptimiser({"lbfgs", std::move(values)}));
}

constexpr Index widths[] = {7, 5, 3, 5, 7};

/// Weights and data of make_torch_reference.py.
struct ReferenceBench {
    std::shared_ptr<data::Dataset> dataset = std::make_shared<data::Dataset>(*smoothData({11, 7, 0, 1}));
    std::shared_ptr<const plan::Plan> plan;
    spec::TrainingSpec spec;

    ReferenceBench(const std::string &activation, const std::string &loss) : spec(settings(loss.c_str(), "lbfgs", 11, 1000)) {
        for (Index s = 0; s < 11; ++s)
            for (Index f = 0; f < 7; ++f)
                dataset->train.floats[static_cast<std::size_t>(s * 7 + f)] =
                    static_cast<float>(0.5 + 0.45 * std::sin(0.9 * static_cast<double>(s) + 1.7 * static_cast<double>(f) + 0.05 * static_cast<double>(s * f)));
        const char *name = activation.c_str();
        plan = *plan::compile({{dense(widths[1], name), dense(widths[2], name), dense(widths[3], name), output()}, 1, false}, core::Shape(7));
    }
    std::unique_ptr<training::Stepper> stepper() const {
        auto made = std::make_unique<training::Stepper>(plan, dataset);
        [[maybe_unused]] const auto taken = made->configure(spec);
        assert(taken);
        made->start();
        training::TrainingState state = made->state();
        for (int layer = 0; layer < 4; ++layer) {
            Index at = plan->layers()[static_cast<std::size_t>(layer)].parameters;
            const Index weights = widths[layer] * widths[layer + 1];
            for (Index i = 0; i < weights; ++i)
                state.parameters[at + i] = static_cast<float>(0.6 * std::sin(1.3 * static_cast<double>(i) + 0.7 * layer + 0.1));
            at += core::padded(weights);
            for (Index i = 0; i < widths[layer + 1]; ++i)
                state.parameters[at + i] = static_cast<float>(0.1 * std::cos(2.1 * static_cast<double>(i) + layer));
        }
        made->restore(state);
        return made;
    }
};

} // namespace

class LbfgsTest : public QObject {
    Q_OBJECT

private slots:
    void solvesLeastSquaresToThePrecisionOfFloat() {
        const auto optimiser = lbfgs();
        LeastSquares squares(*optimiser);
        squares.evaluate();
        const double first = squares.norm();
        double before = INFINITY;
        for (int step = 0; step < 15; ++step) {
            const double loss = optimiser->step(squares);
            QVERIFY(loss <= before * (1 + 1e-6));
            before = loss;
        }
        squares.evaluate();
        QVERIFY2(squares.norm() < 1e-6 * first, qPrintable(QString::number(squares.norm() / first)));
        const Eigen::VectorXd is = Eigen::Map<Eigen::VectorXf>(squares.x.data(), 25).cast<double>(), shouldBe = squares.solution();
        QVERIFY2((is - shouldBe).norm() < 1e-4 * shouldBe.norm(), qPrintable(QString::number((is - shouldBe).norm() / shouldBe.norm())));
    }

    void goesAlongABentValley() {
        const auto optimiser = lbfgs();
        Valley valley(*optimiser);
        for (int step = 0; step < 4; ++step)
            optimiser->step(valley);
        QVERIFY2(std::abs(valley.x[0] - 1) < 1e-3f && std::abs(valley.x[1] - 1) < 2e-3f, qPrintable(QString("%1 %2").arg(valley.x[0]).arg(valley.x[1])));
        QVERIFY(valley.evaluations <= 80);
    }

    void comesBackFromWhatIsNotFinite() {
        const auto optimiser = lbfgs({{"rate", 100.0}});
        Wall wall(*optimiser);
        for (int step = 0; step < 3; ++step)
            QVERIFY(std::isfinite(optimiser->step(wall)));
        QVERIFY2(std::abs(wall.x[0] - (1 - std::sqrt(2.0f))) < 1e-4f, qPrintable(QString::number(wall.x[0])));
    }

    void keepsToItsEvaluations() {
        for (const Index most : {2, 3, 7, 20}) {
            const auto optimiser = lbfgs({{"max_evaluations", most}});
            Valley valley(*optimiser);
            double before = INFINITY;
            for (int step = 1; step < 30; ++step) {
                const double loss = optimiser->step(valley);
                QVERIFY(valley.evaluations <= step * most);
                QVERIFY(loss <= before * (1 + 1e-6) + 1e-12);
                before = loss;
            }
        }
    }

    void stopsWhereThereIsNothingToDo() {
        const auto optimiser = lbfgs();
        Valley valley(*optimiser);
        valley.x = {1, 1};
        QCOMPARE(optimiser->step(valley), 0.0);
        QCOMPARE(valley.evaluations, 1);
        QVERIFY((valley.x == std::vector<float>{1, 1}));
    }

    void theHistoryMatters() {
        const auto longer = lbfgs({{"history", Index{20}}}), shorter = lbfgs({{"history", Index{1}}});
        QCOMPARE(longer->slotCount() - shorter->slotCount(), 38);
        LeastSquares one(*longer), other(*shorter);
        for (int step = 0; step < 3; ++step) {
            longer->step(one);
            shorter->step(other);
        }
        QVERIFY(one.evaluate() < other.evaluate());
    }

    void theRateIsTheFirstTrial() {
        for (const double rate : {0.25, 1.0}) {
            const auto optimiser = lbfgs({{"rate", rate}, {"max_evaluations", Index{2}}});
            LeastSquares squares(*optimiser);
            squares.evaluate();
            const std::vector<float> slope = squares.slope;
            double sum = 0;
            for (const float number : slope)
                sum += std::abs(static_cast<double>(number));
            optimiser->step(squares);
            for (std::size_t i = 0; i < slope.size(); ++i) // so short a step is always lower
                QVERIFY(std::abs(static_cast<double>(squares.x[i]) + rate * std::min(1.0, 1 / sum) * static_cast<double>(slope[i])) < 1e-6);
        }
    }

    /// Paths part within a hundred evaluations, whatever small thing differs (an order of sums is enough): so the cases are judged all together,
    /// and one by one before they part and where both have come down into the same valley.
    void comesAsLowAsPyTorch() {
        std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_lbfgs.txt");
        double logarithms = 0;
        int cases = 0;
        for (std::string text; std::getline(file, text); ++cases) {
            std::istringstream line(text);
            std::string activation, loss;
            int evaluations = 0;
            double reference = 0;
            line >> activation >> loss >> evaluations >> reference;
            QVERIFY(!line.fail());
            ReferenceBench bench(activation, loss);
            bench.spec.optimiser.values["max_evaluations"] = Index{evaluations}; // in one step, as there
            const auto stepper = bench.stepper();
            stepper->step();
            const double ratio = stepper->evaluate(stepper->dataset().train) / reference;
            logarithms += std::log(ratio);
            const bool hasOneValley = activation == "identity";
            const double most = hasOneValley && evaluations >= 400 ? 1.01 : evaluations <= 20 ? 1.1 : 2.0;
            QVERIFY2(ratio <= most, qPrintable(QString("%1: %2 of it").arg(text.c_str()).arg(ratio)));
        }
        QCOMPARE(cases, 48);
        QVERIFY2(logarithms / cases <= std::log(1.03), qPrintable(QString::number(std::exp(logarithms / cases))));
    }

    void aStepIsTheWholeTrainingPart() {
        TrainerBench bench({100, 9, 0, 40});
        bench.spec.optimiser = {"lbfgs", {}};
        std::vector<double> losses;
        for (const Index batch : {7, 32, 100, 5000}) {
            bench.spec.batch = batch;
            const auto stepper = bench.stepper();
            QCOMPARE(stepper->stepsPerEpoch(), Index{1});
            const double before = stepper->evaluate(bench.dataset->train);
            const training::StepOutcome outcome = stepper->step();
            QCOMPARE(outcome.samples, Index{100});
            QVERIFY(outcome.endsEpoch);
            QVERIFY(std::abs(outcome.loss - before) < 1e-6 * before);
            for (int step = 0; step < 3; ++step)
                stepper->step();
            losses.push_back(stepper->evaluate(bench.dataset->train));
            QVERIFY(losses.back() < 0.5 * before);
        }
        for (const double loss : losses) // the sums are in another order, no more
            QVERIFY2(std::abs(loss - losses[0]) < 0.05 * losses[0], qPrintable(QString::number(loss / losses[0])));
    }

    void anyNumberOfThreadsGivesTheSameBits() {
        TrainerBench bench({600, 90, 0, 70}, {dense(70, "tanh"), dense(9, "tanh"), output()});
        bench.spec.optimiser = {"lbfgs", {}};
        std::vector<core::Floats> reached;
        for (const int threads : {1, 2, 5}) {
            core::ThreadPool pool(threads);
            const auto stepper = bench.stepper();
            stepper->setThreadPool(&pool);
            for (int step = 0; step < 5; ++step)
                stepper->step();
            reached.push_back(stepper->currentParameters());
        }
        QVERIFY(sameBits(reached[0], reached[1]) && sameBits(reached[0], reached[2]));
    }

    void resumedItIsTheSameAsNeverStopped() {
        TrainerBench bench({100, 9, 0, 40});
        bench.spec.optimiser = {"lbfgs", {{"max_evaluations", Index{5}}, {"history", Index{3}}}};
        const auto whole = bench.stepper();
        for (int step = 0; step < 9; ++step)
            whole->step();
        const auto before = bench.stepper();
        for (int step = 0; step < 5; ++step)
            before->step();
        training::Stepper after(bench.plan, bench.dataset);
        QVERIFY(bool(after.configure(bench.spec)));
        after.restore(before->state());
        for (int step = 0; step < 4; ++step)
            after.step();
        QVERIFY(sameBits(after.currentParameters(), whole->currentParameters()));
        // Another length of the history starts without memory, and the arrays fit it.
        bench.spec.optimiser.values["history"] = Index{30};
        QVERIFY(bool(after.configure(bench.spec)));
        const double loss = after.evaluate(bench.dataset->train);
        after.step();
        QVERIFY(after.evaluate(bench.dataset->train) < loss);
    }

    void whatItCannotDoIsSaid() {
        spec::Spec spec;
        spec.training.optimiser = {"lbfgs", {}};
        data::Dataset dataset = *smoothData({10, 7, 0, 1});
        QVERIFY(!training::unmetDemand(spec.training, dataset));
        const std::vector<std::string> notes = training::notesOn(spec, dataset);
        QCOMPARE(notes.size(), std::size_t{1});
        QVERIFY(notes[0].find("10 samples") != std::string::npos);
        dataset.train.samples = 50'001;
        const auto tooMany = training::unmetDemand(spec.training, dataset);
        QVERIFY(tooMany);
        QCOMPARE(tooMany->where, std::string("training.optimiser"));
        QVERIFY(tooMany->what.find("50001") != std::string::npos);
        dataset.train.samples = 50'000;
        QVERIFY(!training::unmetDemand(spec.training, dataset));
        spec.training.gradient.clipNorm = 1;
        QVERIFY(training::unmetDemand(spec.training, dataset));
        spec.training.optimiser = {"adam", {}};
        QVERIFY(!training::unmetDemand(spec.training, dataset));
    }
};

QTEST_APPLESS_MAIN(LbfgsTest)
#include "lbfgs_test.moc"
