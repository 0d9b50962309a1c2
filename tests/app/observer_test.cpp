// What the visible views are given, and when: driven tick by tick, without a session.
#include <QtTest>

#include "app/background/observer.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using app::View;
using core::Index;
using tests::comesAbout;
using tests::dense;
using tests::output;
using training::State;

namespace {

constexpr Index testSamples = 40;

/// A trainer and its observer; a code of two units, four steps an epoch, three epochs.
struct Bench {
    tests::TrainerBench bench;
    training::Trainer trainer{{.threads = 1}};
    app::Observer observer{trainer};
    std::vector<std::shared_ptr<const analysis::LatentPicture>> maps;
    std::vector<std::shared_ptr<const analysis::LatticePicture>> lattices;
    std::vector<std::shared_ptr<const analysis::ReconstructionPicture>> reconstructions;
    std::vector<analysis::Moment> snapshots;

    explicit Bench(tests::DataSizes sizes = {100, 9, 0, testSamples}, Index code = 2)
        : bench(sizes, {dense(code, "tanh"), dense(6, "tanh"), output()}) {
        QObject::connect(&observer, &app::Observer::latentArrived, [this](const auto &picture) { maps.push_back(picture); });
        QObject::connect(&observer, &app::Observer::latticeArrived, [this](const auto &picture) { lattices.push_back(picture); });
        QObject::connect(&observer, &app::Observer::reconstructionsArrived, [this](const auto &picture) { reconstructions.push_back(picture); });
        QObject::connect(&observer, &app::Observer::snapshotArrived, [this] {
            const plan::Snapshot &snapshot = *observer.snapshot();
            snapshots.push_back({snapshot.run, snapshot.step, snapshot.epoch, snapshot.published});
        });
    }

    void begin(std::uint64_t run = 1) {
        trainer.assign(bench.assignment(run));
        tests::settled(trainer);
        observer.begin(run, bench.dataset);
    }
    void step(int count = 1) {
        for (int i = 0; i < count; ++i)
            trainer.step();
        tests::settled(trainer);
    }
    void tick() { observer.tick(trainer.status()); }
    bool isCurrent() const { return observer.snapshot() && observer.snapshot()->run == trainer.status().run && observer.snapshot()->step == trainer.status().step; }
    /// Until every visible view has the parameters of a training that rests.
    bool settles() {
        return comesAbout([this] {
            tick();
            return isCurrent() && !observer.isBusy();
        });
    }
    void forget() {
        maps.clear();
        lattices.clear();
        reconstructions.clear();
        snapshots.clear();
    }
    bool hasNothing() const { return maps.empty() && lattices.empty() && reconstructions.empty() && snapshots.empty(); }

    /// The numbers of the newest snapshot, run on their own.
    plan::Network network() const { return {observer.snapshot()->plan, observer.snapshot()->parameters.data(), observer.snapshot()->state.data(), 1}; }
};

const analysis::Inspection::Grid grid{-1, 1, -1, 1, 5, 4};

std::vector<float> toVector(core::ConstView column) {
    return {column.data, column.data + column.rows};
}

std::vector<Index> samplesOf(const analysis::ReconstructionPicture &picture) {
    std::vector<Index> samples;
    for (const analysis::ReconstructionColumn &column : picture.columns)
        samples.push_back(column.sample);
    return samples;
}

} // namespace

class ObserverTest : public QObject {
    Q_OBJECT

private slots:
    void bringsEveryViewItsPicture() {
        Bench bench;
        bench.observer.setGrid(grid);
        QVERIFY(!bench.observer.isBusy());
        bench.tick(); // nothing to look at yet
        QVERIFY(bench.hasNothing() && !bench.observer.snapshot());
        bench.begin();
        QVERIFY(bench.observer.isBusy());
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->x.size(), std::size_t{testSamples});
        QCOMPARE(bench.maps.back()->units, Index{2});
        QCOMPARE(bench.lattices.back()->columns, grid.columns);
        QCOMPARE(bench.lattices.back()->rows, grid.rows);
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{12});
        QCOMPARE(bench.observer.sampleShape(), bench.bench.dataset->shape);
    }

    void whatNobodySeesCostsNothing() {
        Bench bench;
        bench.observer.setVisible(View::Latent, false);
        bench.observer.setVisible(View::Reconstructions, false);
        bench.observer.setGrid(grid);
        bench.begin();
        const auto wish = [&bench](int i) {
            bench.observer.drawAnew();
            bench.observer.setAxes({analysis::LatentAxes::Kind::Units, i % 2, (i + 1) % 2});
            bench.observer.setCorruption({0.1f * static_cast<float>(i)}, 1);
            bench.tick();
            bench.step(); // a snapshot that was asked for is there when this returns
            QVERIFY(!bench.trainer.takeSnapshot());
            QVERIFY(!bench.observer.isBusy());
        };
        for (int i = 0; i < 5; ++i)
            wish(i);
        QVERIFY(bench.hasNothing() && !bench.observer.snapshot());
        bench.observer.setVisible(View::Latent, true);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->moment.step, Index{5});
        QVERIFY(bench.reconstructions.empty());
        // Hidden again: what was asked for before may come, nothing after it.
        bench.observer.setVisible(View::Latent, false);
        bench.forget();
        for (int i = 0; i < 5; ++i)
            wish(i);
        QVERIFY(bench.hasNothing());
        QCOMPARE(bench.observer.snapshot()->step, Index{5});
    }

    void aHiddenViewIsLeftOut_data() {
        QTest::addColumn<View>("hidden");
        QTest::newRow("map") << View::Latent;
        QTest::newRow("reconstructions") << View::Reconstructions;
    }
    void aHiddenViewIsLeftOut() {
        QFETCH(View, hidden);
        Bench bench;
        bench.observer.setGrid(grid);
        bench.observer.setVisible(hidden, false);
        bench.begin();
        QVERIFY(bench.settles());
        bench.step(2);
        QVERIFY(bench.settles());
        const bool isMap = hidden == View::Latent;
        QCOMPARE(bench.maps.empty(), isMap);
        QCOMPARE(bench.lattices.empty(), isMap);
        QCOMPARE(bench.reconstructions.empty(), !isMap);
        // Shown again, the snapshot that is there serves.
        const std::size_t snapshots = bench.snapshots.size();
        bench.observer.setVisible(hidden, true);
        QVERIFY(bench.observer.isBusy());
        QVERIFY(bench.settles());
        QCOMPARE(bench.snapshots.size(), snapshots);
        QCOMPARE(bench.maps.back()->moment, bench.snapshots.back());
        QCOMPARE(bench.lattices.back()->moment, bench.snapshots.back());
        QCOMPARE(bench.reconstructions.back()->moment, bench.snapshots.back());
    }

    void restingItAsksForNothing() {
        Bench bench;
        bench.begin();
        QVERIFY(bench.settles());
        bench.forget();
        QTest::qWait(200); // beyond the pause between two snapshots
        for (int i = 0; i < 5; ++i)
            bench.tick();
        bench.trainer.configure(bench.bench.spec); // obeyed before or with a request
        tests::settled(bench.trainer);
        QVERIFY(!bench.trainer.takeSnapshot());
        QVERIFY(bench.hasNothing() && !bench.observer.isBusy());
    }

    void picturesCarryTheMomentOfTheirFrame() {
        Bench bench;
        bench.observer.setGrid(grid);
        bench.bench.spec.epochs = 100'000;
        bench.begin();
        bench.trainer.train();
        QVERIFY(comesAbout([&] {
            bench.tick();
            return bench.lattices.size() >= 4 && bench.reconstructions.size() >= 4;
        }));
        bench.trainer.pause();
        tests::settled(bench.trainer);
        QVERIFY(bench.settles());
        QVERIFY(bench.snapshots.size() >= 4);
        for (std::size_t i = 1; i < bench.snapshots.size(); ++i) {
            QVERIFY(bench.snapshots[i].step > bench.snapshots[i - 1].step); // a newer one replaces the older
            QVERIFY(bench.snapshots[i].published > bench.snapshots[i - 1].published);
        }
        const auto isOfAFrame = [&bench](const auto &pictures) {
            Index last = 0;
            for (const auto &picture : pictures) {
                if (picture->moment.step < last || std::find(bench.snapshots.begin(), bench.snapshots.end(), picture->moment) == bench.snapshots.end())
                    return false;
                last = picture->moment.step;
            }
            return true;
        };
        QVERIFY(isOfAFrame(bench.maps));
        QVERIFY(isOfAFrame(bench.lattices));
        QVERIFY(isOfAFrame(bench.reconstructions));
    }

    void showsTheParametersOfThatStep() {
        Bench bench;
        bench.begin();
        bench.step(3);
        QVERIFY(bench.settles());
        const core::Floats expected = bench.bench.parametersAfter(3);
        const plan::Snapshot &snapshot = *bench.observer.snapshot();
        QVERIFY(std::equal(expected.span().begin(), expected.span().end(), snapshot.parameters.span().begin(), snapshot.parameters.span().end()));
        plan::Network network(snapshot.plan, expected.data(), snapshot.state.data(), 1);
        const analysis::ReconstructionColumn &column = bench.reconstructions.back()->columns[3];
        const std::vector<float> output = toVector(network.reconstruct({column.original.data(), 9, 1, 9}));
        QCOMPARE(column.reconstruction.size(), output.size());
        for (std::size_t i = 0; i < output.size(); ++i)
            QVERIFY(std::abs(column.reconstruction[i] - output[i]) < 1e-5f);
    }

    void theLastParametersReachEveryView_data() {
        QTest::addColumn<bool>("finishes");
        QTest::newRow("paused") << false;
        QTest::newRow("finished") << true;
    }
    void theLastParametersReachEveryView() {
        QFETCH(bool, finishes);
        Bench bench;
        bench.observer.setGrid(grid);
        bench.bench.spec.epochs = finishes ? 3 : 100'000;
        bench.begin();
        bench.trainer.train();
        if (!finishes) {
            QVERIFY(comesAbout([&] {
                bench.tick();
                return bench.maps.size() >= 2;
            }));
            bench.trainer.pause();
        }
        const training::Status status = tests::settled(bench.trainer);
        QCOMPARE(status.state, finishes ? State::Finished : State::Paused);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->moment.step, status.step);
        QCOMPARE(bench.lattices.back()->moment.step, status.step);
        QCOMPARE(bench.reconstructions.back()->moment.step, status.step);
    }

    void decodesWithTheNewestFrame() {
        Bench bench;
        bench.begin();
        QVERIFY(!bench.observer.decode(0, 0)); // no map yet
        const auto isDecoded = [&bench](double x, double y) {
            const auto picture = bench.observer.decode(x, y);
            const analysis::LatentPicture &map = *bench.maps.back();
            std::vector<float> code(2);
            for (std::size_t unit = 0; unit < 2; ++unit)
                code[unit] = static_cast<float>(map.origin[unit] + x * map.axisX[unit] + y * map.axisY[unit]);
            plan::Network network = bench.network();
            return picture && picture->sample == bench.bench.dataset->shape && picture->code == code &&
                   picture->values == toVector(network.decode({code.data(), 2, 1, 2}));
        };
        for (int i = 0; i < 3; ++i) {
            QVERIFY(bench.settles());
            for (const double x : {-0.7, 0.0, 2.0})
                QVERIFY(isDecoded(x, 0.3 - x));
            const std::vector<float> before = bench.observer.decode(0.4, 0.1)->values;
            bench.step();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return bench.isCurrent();
            }));
            QVERIFY(bench.observer.decode(0.4, 0.1)->values != before); // at once, not only with the next map
        }
        bench.observer.setAxes({analysis::LatentAxes::Kind::Principal});
        QVERIFY(bench.settles());
        QVERIFY(isDecoded(0.5, -0.5));
        bench.begin(2);
        QVERIFY(!bench.observer.decode(0, 0));
    }

    void tellsOneSampleAsTheColumnDoes() {
        Bench bench;
        bench.begin();
        QVERIFY(!bench.observer.sample(0)); // no snapshot yet
        bench.step(2);
        QVERIFY(bench.settles());
        for (const analysis::ReconstructionColumn &column : bench.reconstructions.back()->columns) {
            const auto one = bench.observer.sample(column.sample);
            QVERIFY(one);
            QCOMPARE(one->sample, column.sample);
            QCOMPARE(one->original, column.original);
            QVERIFY(std::abs(one->mse - column.mse) < 1e-6);
        }
        QVERIFY(!bench.observer.sample(-1));
        QVERIFY(!bench.observer.sample(testSamples));
    }

    void aStackTooLargeForTheWindowIsNotDecodedThere() {
        Bench bench({4, 1000, 0, 4}, 4000);
        bench.bench.spec.optimiser = {"sgd", {}};
        bench.observer.setVisible(View::Latent, false);
        bench.begin();
        QVERIFY(bench.settles());
        QVERIFY(bench.observer.sample(0)); // four million multiply-adds are done at once
        bench.bench.plan = *plan::compile({{dense(10'100, "relu"), output()}, 0, false}, bench.bench.dataset->shape);
        bench.begin(2);
        QVERIFY(bench.settles());
        QVERIFY(!bench.observer.sample(0));
        QVERIFY(!bench.reconstructions.back()->columns.empty()); // the inspector takes its time
    }

    void nothingOfTheTrainingBeforeComesThrough() {
        Bench bench;
        bench.observer.setGrid(grid);
        bench.bench.spec.epochs = 100'000;
        bench.begin();
        for (std::uint64_t run = 2; run < 12; ++run) {
            bench.trainer.train();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return !bench.snapshots.empty(); // an inspection is under way
            }));
            bench.trainer.assign(bench.bench.assignment(run)); // taken up at some time
            bench.observer.begin(run, bench.bench.dataset);
            QVERIFY(!bench.observer.snapshot());
            bench.forget();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return !bench.lattices.empty() && !bench.reconstructions.empty();
            }));
            for (const analysis::Moment &moment : bench.snapshots)
                QCOMPARE(moment.run, run);
            for (const auto &picture : bench.maps)
                QCOMPARE(picture->moment.run, run);
            for (const auto &picture : bench.lattices)
                QCOMPARE(picture->moment.run, run);
            for (const auto &picture : bench.reconstructions)
                QCOMPARE(picture->moment.run, run);
            bench.forget();
        }
    }

    void wishesAreMetWithoutANewFrame() {
        Bench bench;
        bench.observer.setGrid(grid);
        bench.begin();
        QVERIFY(bench.settles());
        const std::vector<Index> first = samplesOf(*bench.reconstructions.back());
        const auto changes = [&bench](auto wish) {
            bench.forget();
            wish();
            return bench.observer.isBusy() && bench.settles() && bench.snapshots.empty();
        };
        QVERIFY(changes([&] { bench.observer.drawAnew(); }));
        const std::vector<Index> second = samplesOf(*bench.reconstructions.back());
        QCOMPARE(second.size(), first.size());
        QVERIFY(second != first);
        QVERIFY(changes([&] { bench.observer.setSampleCount(7); }));
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{7});
        QVERIFY(changes([&] { bench.observer.setSampleCount(1000); })); // more than there are
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{testSamples});
        QVERIFY(bench.reconstructions.back()->columns.front().corrupted.empty());
        QVERIFY(changes([&] { bench.observer.setCorruption({0.3f}, 5); }));
        QVERIFY(bench.reconstructions.back()->columns.front().corrupted != bench.reconstructions.back()->columns.front().original);
        QVERIFY(changes([&] { bench.observer.setCorruption({0.3f, data::Corruption::Kind::Masking}, 5); }));
        QVERIFY(changes([&] { bench.observer.setCorruption({0.3f}, 5); }));
        QVERIFY(bench.reconstructions.back()->columns.front().pca.empty());
        const auto pca = std::make_shared<analysis::Pca>(*analysis::fitPca(bench.bench.dataset->train, 2, nullptr));
        QVERIFY(changes([&] { bench.observer.setPca(pca); }));
        QCOMPARE(bench.reconstructions.back()->columns.front().pca.size(), std::size_t{9});
        QVERIFY(changes([&] { bench.observer.setGrid(analysis::Inspection::Grid{0, 1, 0, 1, 2, 3}); }));
        QCOMPARE(bench.lattices.back()->rows, 3);
        const analysis::LatentAxes principal{analysis::LatentAxes::Kind::Principal};
        QVERIFY(changes([&] { bench.observer.setAxes(principal); }));
        QCOMPARE(bench.maps.back()->axes, principal);
        QVERIFY(bench.lattices.empty()); // the grid was one of the other plane
        QVERIFY(changes([&] { bench.observer.setGrid(grid); }));
        QCOMPARE(bench.lattices.back()->axes, principal);
        // The same wishes again are none.
        bench.forget();
        bench.observer.setAxes(principal);
        bench.observer.setGrid(grid);
        bench.observer.setSampleCount(1000);
        bench.observer.setCorruption({0.3f}, 5);
        QVERIFY(!bench.observer.isBusy());
    }

    void otherDataAreDrawnFromTheStart() {
        Bench bench;
        bench.begin();
        QVERIFY(bench.settles());
        const std::vector<Index> first = samplesOf(*bench.reconstructions.back());
        bench.observer.drawAnew();
        bench.begin(2); // another training of the same data keeps the draw
        QVERIFY(bench.settles());
        QVERIFY(samplesOf(*bench.reconstructions.back()) != first);
        bench.bench.dataset = tests::smoothData({100, 9, 0, testSamples});
        bench.begin(3);
        QVERIFY(bench.settles());
        QCOMPARE(samplesOf(*bench.reconstructions.back()), first);
    }

    void withoutATestPartTheTrainingPartIsShown() {
        Bench bench({30, 9, 0, 0});
        bench.begin();
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->x.size(), std::size_t{30});
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{12});
        QVERIFY(bench.observer.sample(29) && !bench.observer.sample(30));
    }

    void aTrainingThatDivergesShowsTheParametersItWentBackTo() {
        Bench bench;
        bench.observer.setGrid(grid);
        bench.bench.plan = *plan::compile({{dense(2, "identity"), output("identity")}, 0, false}, bench.bench.dataset->shape);
        bench.bench.spec.optimiser = {"sgd", {{"rate", 1e6}}};
        bench.bench.spec.epochs = 1000;
        bench.begin();
        bench.trainer.train();
        QCOMPARE(tests::settled(bench.trainer).state, State::Diverged);
        QVERIFY(bench.settles());
        for (const float value : bench.observer.snapshot()->parameters.span())
            QVERIFY(std::isfinite(value));
        QCOMPARE(bench.maps.back()->moment.step, bench.trainer.status().step);
    }
};

QTEST_GUILESS_MAIN(ObserverTest)
#include "observer_test.moc"
