// Trainings of a sweep on threads: the same as alone, whatever is beside them; halving; pause, cancel; what fails.
#include <QtTest>

#include <Eigen/Dense>

#include "engine/plan/network.h"
#include "engine/sweeps/pca_curve.h"
#include "engine/sweeps/record.h"
#include "engine/sweeps/results.h"
#include "engine/sweeps/runner.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using sweeps::Runner;
using sweeps::TrialProgress;
using sweeps::TrialState;

namespace {

const auto dataset = smoothData({120, 9, 30, 40});

core::Result<sweeps::SharedDataset> load(const spec::DataSpec &, std::uint64_t, const std::atomic<bool> &) {
    return dataset;
}

spec::Spec base(Index epochs = 4) {
    spec::Spec spec;
    spec.model = {{dense(6, "tanh"), dense(2, "identity"), output()}, 1, false};
    spec.training = settings(squaredError, "adam", 32, epochs, 5);
    spec.data.validation = 0.1;
    return spec;
}

std::vector<sweeps::Trial> trialsOf(spec::Spec spec, std::vector<sweeps::Axis> axes, Index seeds = 1) {
    return *sweeps::trialsOf({std::move(spec), std::move(axes), 0, seeds});
}

std::vector<TrialProgress> finished(const Runner &runner) {
    [[maybe_unused]] const bool isOver = comesAbout([&] { return runner.progress().isOver; });
    return runner.progressOfTrials();
}

/// The validation losses after each epoch of a training by itself.
std::vector<double> lossesAlone(const spec::Spec &spec) {
    training::Trainer trainer({.threads = 2});
    trainer.assign({1, *plan::compile(spec.model, dataset->shape), dataset, spec.training});
    trainer.train();
    std::vector<training::EvaluationRecord> records;
    settled(trainer, &records);
    std::vector<double> losses;
    for (const training::EvaluationRecord &record : records)
        losses.push_back(record.validationLoss);
    return losses;
}

const std::vector<sweeps::Axis> widthsAndRates{{"layers.code.units", {"1", "2", "4"}}, {"training.optimiser.rate", {"0.001", "0.01", "0.05"}}};

} // namespace

class SweepRunnerTest : public QObject {
    Q_OBJECT

private slots:
    void eachIsTheSameAsAlone_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("halving");
        QTest::addColumn<core::Index>("held");
        for (const int threads : {1, 3, 40})
            QTest::addRow("%d threads", threads) << threads << 0 << core::Index(1'000'000);
        QTest::newRow("halved") << 3 << 2 << core::Index(1'000'000);
        QTest::newRow("halved, no state kept") << 3 << 2 << core::Index(0);
    }
    void eachIsTheSameAsAlone() {
        QFETCH(int, threads);
        QFETCH(int, halving);
        QFETCH(core::Index, held);
        const auto trials = trialsOf(base(), widthsAndRates, 2);
        Runner runner(trials, halving, sweeps::Measure::Loss, load, {.threads = threads, .heldBytes = held});
        const std::vector<TrialProgress> progress = finished(runner);
        for (std::size_t trial = 0; trial < trials.size(); ++trial) {
            QVERIFY(progress[trial].state == TrialState::Done || (halving > 0 && progress[trial].state == TrialState::Stopped));
            std::vector<double> alone = lossesAlone(trials[trial].spec);
            QCOMPARE(alone.size(), std::size_t(4));
            alone.resize(progress[trial].losses.size());
            QCOMPARE(progress[trial].losses, alone); // to the bit
            QCOMPARE(progress[trial].loss, alone.back());
        }
    }

    void comesBackFromItsText() {
        sweeps::Sweep sweep{base(2), widthsAndRates};
        sweep.axes[1].span = sweeps::Span{0.001, 0.05, false, true};
        sweep.draws = 5;
        sweep.seeds = 2;
        const auto trials = std::make_shared<const std::vector<sweeps::Trial>>(*sweeps::trialsOf(sweep));
        sweeps::Record record{.sweep = sweep, .ready = "bottleneck", .measure = sweeps::Measure::SquaredError, .trials = trials, .progress = {}, .pca = {}};
        {
            Runner runner(*trials, 0, record.measure, load, {.threads = 2});
            record.progress = finished(runner);
        }
        record.progress[1].state = TrialState::Running; // when the program ended
        record.pca = {{1, 0.25}, {2, 0.1}};
        const auto back = sweeps::readRecord(sweeps::writeRecord(record), "here");
        QVERIFY2(back, back ? "" : back.error().sentence().c_str());
        QVERIFY(back->sweep.base == sweep.base && back->sweep.axes == sweep.axes && back->sweep.seeds == 2 && back->sweep.draws == 5);
        QVERIFY(back->measure == record.measure && back->ready == record.ready);
        QCOMPARE(back->pca.size(), std::size_t(2));
        QCOMPARE(back->pca[1].squaredError, 0.1);
        QCOMPARE(back->trials->size(), trials->size());
        for (std::size_t trial = 0; trial < trials->size(); ++trial) {
            QVERIFY((*back->trials)[trial].spec == (*trials)[trial].spec);
            QCOMPARE(back->progress[trial].losses, record.progress[trial].losses); // to the bit
            QCOMPARE(back->progress[trial].steps, record.progress[trial].steps);
            QVERIFY(back->progress[trial].steps > 0);
            QCOMPARE(back->progress[trial].judgement.squaredError, record.progress[trial].judgement.squaredError);
            QVERIFY(back->progress[trial].state == (trial == 1 ? TrialState::Cancelled : TrialState::Done));
        }
        const std::string text = sweeps::writeRecord(record);
        for (std::size_t cut = 0; cut < text.size(); cut += 97)
            QVERIFY(!sweeps::readRecord(text.substr(0, cut), "here"));
        std::string other = text;
        other.replace(other.find("\"seeds\":2"), 9, "\"seeds\":3");
        const auto refused = sweeps::readRecord(other, "here");
        QVERIFY(!refused && refused.error().where == "here");
    }

    /// Against a loop over all trainings done to their end.
    void halvingKeepsTheBest() {
        const auto trials = trialsOf(base(8), widthsAndRates, 2);
        std::vector<std::vector<double>> alone;
        for (const sweeps::Trial &trial : trials)
            alone.push_back(lossesAlone(trial.spec));
        std::vector<std::size_t> left{0, 1, 2, 3, 4, 5, 6, 7, 8};
        std::vector<std::size_t> epochs(9, 0);
        for (const auto &[epoch, next] : {std::pair<std::size_t, std::size_t>{1, 5}, {2, 3}, {4, 2}, {8, 1}}) {
            for (const std::size_t combination : left)
                epochs[combination] = epoch;
            std::sort(left.begin(), left.end(), [&, at = epoch - 1](std::size_t a, std::size_t b) {
                return alone[2 * a][at] + alone[2 * a + 1][at] < alone[2 * b][at] + alone[2 * b + 1][at];
            });
            left.resize(next);
        }
        Runner runner(trials, 2, sweeps::Measure::Loss, load, {.threads = 3});
        QCOMPARE(runner.rungs(), (std::vector<sweeps::Rung>{{1, 9}, {2, 5}, {4, 3}, {8, 2}}));
        const std::vector<TrialProgress> progress = finished(runner);
        for (std::size_t trial = 0; trial < trials.size(); ++trial) {
            QCOMPARE(progress[trial].losses.size(), epochs[trial / 2]);
            QCOMPARE(progress[trial].state, epochs[trial / 2] == 8 ? TrialState::Done : TrialState::Stopped);
        }
        QCOMPARE(sweeps::ranked(sweeps::summariesOf(trials, progress, sweeps::Measure::Loss)).front(), left.front());
        QCOMPARE(runner.progress().fraction, 1.0);
    }

    void whatFailsIsARowAndTheOthersGoOn() {
        auto trials = trialsOf(base(), {{"layers.0.units", {"4", "0", "5"}}, {"training.optimiser.rate", {"0.01"}}});
        sweeps::Trial broken = trials.front();
        broken.combination = 3;
        broken.spec.model.layers.back() = dense(4, "identity"); // not as many as a sample has
        trials.push_back(broken);
        sweeps::Trial wild = trials.front();
        wild.combination = 4;
        wild.spec.model.layers.back() = output("identity");
        wild.spec.training.optimiser = {"sgd", {{"rate", 1e6}}};
        wild.spec.training.epochs = 50;
        trials.push_back(wild);
        sweeps::Trial gone = trials.front();
        gone.combination = 5;
        gone.spec.data.source = "gone";
        trials.push_back(gone);
        const sweeps::Load someGone = [](const spec::DataSpec &data, std::uint64_t, const std::atomic<bool> &) -> core::Result<sweeps::SharedDataset> {
            if (data.source == "gone")
                return core::Error{"There is no such data", "gone", {}};
            return dataset;
        };
        for (const Index halving : {0, 2}) {
            Runner runner(trials, halving, sweeps::Measure::Loss, someGone, {.threads = 2});
            const std::vector<TrialProgress> progress = finished(runner);
            for (const std::size_t trial : {1u, 3u, 4u, 5u}) {
                QCOMPARE(progress[trial].state, TrialState::Failed);
                QVERIFY(!progress[trial].sentence.empty());
            }
            QVERIFY(progress[4].sentence.find("Lower its learning rate") != std::string::npos);
            QVERIFY(progress[0].state == TrialState::Done || progress[2].state == TrialState::Done);
            const auto best = sweeps::ranked(sweeps::summariesOf(trials, progress, sweeps::Measure::Loss)).front();
            QVERIFY(best == 0 || best == 2);
        }
    }

    void withoutAValidationPartNothingIsChosen() {
        const auto bare = smoothData({60, 9, 0, 40});
        Runner runner(trialsOf(base(), {{"depth", {"1"}}}), 0, sweeps::Measure::Loss,
                      [&bare](const auto &, auto, const auto &) -> core::Result<sweeps::SharedDataset> { return bare; }, {});
        QVERIFY(finished(runner).front().sentence.find("no validation part") != std::string::npos);
    }

    void pausesAndGoesOnWithTheSameBits() {
        const auto trials = trialsOf(base(spec::largestEpochs), {{"layers.code.units", {"1", "2", "3"}}}); // days
        Runner runner(trials, 0, sweeps::Measure::Loss, load, {.threads = 2});
        const auto epochs = [&runner] { return runner.progressOfTrials()[0].losses.size(); };
        std::size_t seen = 0;
        for (int pause = 0; pause < 3; ++pause) {
            QVERIFY(comesAbout([&] { return epochs() > seen + 10; }));
            runner.pause();
            QVERIFY(runner.progress().isPaused);
            QVERIFY(comesAbout([&] { // both halt: nothing more comes for a while
                const auto version = runner.version();
                std::this_thread::sleep_for(120ms);
                return runner.version() == version;
            }));
            seen = epochs();
            runner.resume();
            QVERIFY(!runner.progress().isPaused);
        }
        QVERIFY(comesAbout([&] { return epochs() > seen + 10; }));
        runner.cancel();
        const std::vector<TrialProgress> progress = runner.progressOfTrials();
        spec::Spec alone = trials[0].spec; // no schedule looks at how many epochs are to come
        alone.training.epochs = static_cast<Index>(std::min<std::size_t>(progress[0].losses.size(), 3000));
        std::vector<double> begun = progress[0].losses;
        begun.resize(static_cast<std::size_t>(alone.training.epochs));
        QCOMPARE(begun, lossesAlone(alone));
    }

    void cancelIsAtOnceAndKeepsWhatIsDone() {
        auto trials = trialsOf(base(2), {{"layers.code.units", {"1", "2", "3", "4"}}});
        for (std::size_t trial = 1; trial < trials.size(); ++trial)
            trials[trial].spec.training.epochs = spec::largestEpochs; // days
        auto runner = std::make_unique<Runner>(trials, 0, sweeps::Measure::Loss, load, sweeps::RunnerOptions{.threads = 2});
        QVERIFY(comesAbout([&] { return runner->progressOfTrials()[0].state == TrialState::Done && runner->progressOfTrials()[2].epoch > 0; }));
        const sweeps::SweepProgress before = runner->progress();
        QVERIFY(before.over == 1 && before.fraction < 0.01 && before.secondsLeft > 0);
        runner->cancel();
        QVERIFY(runner->progress().isOver && runner->progress().isCancelled); // at once
        const std::vector<TrialProgress> progress = runner->progressOfTrials();
        QCOMPARE(progress[0].state, TrialState::Done);
        QVERIFY(std::isfinite(progress[0].judgement.squaredError));
        for (const std::size_t trial : {1u, 2u, 3u})
            QCOMPARE(progress[trial].state, TrialState::Cancelled);
        runner.reset(); // and its threads end
    }

    void fewerThreadsLeaveTheOthersForLater() {
        const auto trials = trialsOf(base(20), {{"layers.code.units", {"1", "2", "3", "4", "5", "6"}}});
        Runner runner(trials, 0, sweeps::Measure::Loss, load, {.threads = 3});
        runner.useThreads(0); // one is the least
        for (const TrialProgress &progress : finished(runner))
            QCOMPARE(progress.state, TrialState::Done);
    }

    /// Rate and distortion add up to the loss that the trainer measured, and the distortion is that of a slow loop.
    void judgesRateAndDistortion() {
        spec::Spec spec = base(3);
        spec.model.layers[1] = {"variational", {{"units", Index(2)}, {"beta", 0.01}}};
        Runner runner(trialsOf(spec, {{"layers.code.beta", {"0.01", "0.5", "0"}}}), 0, sweeps::Measure::SquaredError, load, {});
        const std::vector<TrialProgress> progress = finished(runner);
        for (const auto &[trial, beta] : {std::pair<std::size_t, double>{0, 0.01}, {1, 0.5}, {2, 0.0}}) {
            const sweeps::Judgement &judgement = progress[trial].judgement;
            QVERIFY(judgement.rate > 0);
            QVERIFY(std::abs(judgement.distortion + beta * judgement.rate - progress[trial].loss) < 1e-6 * progress[trial].loss);
            // Mean squared error over features: what a loss "mean squared error" is, and what the squared error says.
            QVERIFY(std::abs(judgement.distortion - judgement.squaredError) < 1e-6 * judgement.squaredError);
        }
        QVERIFY(progress[2].judgement.rate > progress[1].judgement.rate); // what costs nothing tells more
        training::Trainer trainer({.threads = 1});
        const auto plan = *plan::compile(runner.trials()[1].spec.model, dataset->shape);
        trainer.assign({1, plan, dataset, runner.trials()[1].spec.training});
        trainer.train();
        settled(trainer);
        const auto state = stateOf(trainer);
        plan::Network network(plan, state->parameters.data(), state->state.data(), 1);
        double squares = 0;
        for (Index sample = 0; sample < dataset->validation.samples; ++sample) {
            const float *x = dataset->validation.floats.data() + sample * 9;
            const core::ConstView y = network.reconstruct({x, 9, 1, 9});
            for (Index feature = 0; feature < 9; ++feature)
                squares += std::pow(static_cast<double>(y.data[feature]) - static_cast<double>(x[feature]), 2);
        }
        const double slow = squares / 9 / static_cast<double>(dataset->validation.samples);
        QVERIFY(std::abs(progress[1].judgement.squaredError - slow) < 1e-6 * slow);
    }

    /// Against Eigen's decomposition of the centred training samples.
    void drawsPcaBeside() {
        const auto curve = sweeps::pcaCurve(*dataset, {1, 3, 9, 50});
        QVERIFY(curve);
        const auto matrixOf = [](const data::Part &part) {
            return Eigen::Map<const Eigen::MatrixXf>(part.floats.data(), 9, part.samples).cast<double>().eval();
        };
        const Eigen::MatrixXd train = matrixOf(dataset->train), held = matrixOf(dataset->validation);
        const Eigen::VectorXd mean = train.rowwise().mean();
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(train.colwise() - mean, Eigen::ComputeThinU);
        const Eigen::MatrixXd centred = held.colwise() - mean;
        for (const sweeps::PcaPoint &point : *curve) {
            const Eigen::MatrixXd directions = svd.matrixU().leftCols(std::min<Index>(point.components, 9));
            const double error = (centred - directions * (directions.transpose() * centred)).squaredNorm() / static_cast<double>(held.size());
            QVERIFY2(std::abs(point.squaredError - error) < 1e-5 * error + 1e-9,
                     qPrintable(QString("%1: %2 and %3").arg(point.components).arg(point.squaredError).arg(error)));
        }
    }

    void readsDataOnceForAllThatWantTheSame() {
        std::atomic<int> reads = 0;
        const sweeps::Load counted = [&reads](const spec::DataSpec &, std::uint64_t, const std::atomic<bool> &) -> core::Result<sweeps::SharedDataset> {
            ++reads;
            return dataset;
        };
        Runner runner(trialsOf(base(1), widthsAndRates, 3), 0, sweeps::Measure::Loss, counted, {.threads = 4});
        finished(runner);
        QCOMPARE(reads.load(), 1); // these data do not depend on the seed
    }
};

QTEST_GUILESS_MAIN(SweepRunnerTest)
#include "sweep_runner_test.moc"
