// What the visible views are given, and when: driven tick by tick, without a session.
#include <QtTest>

#include "app/background/available_threads.h"
#include "app/background/data_feed.h"
#include "app/background/point_decoder.h"
#include "tests/support/trainer_bench.h"
#include "tests/support/weight_norm_task.h"

using namespace hourglass;
using core::Index;
using tests::comesAbout;
using tests::dense;
using tests::output;
using training::State;

namespace {

constexpr Index testSamples = 40;

/// Measures until it may end.
struct HeldTask {
    using Result = int;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 5};

    const std::atomic<bool> *mayEnd = nullptr;

    std::shared_ptr<const int> run(analysis::TaskContext &context) const {
        while (!*mayEnd && !*context.cancelled())
            QThread::usleep(200);
        return std::make_shared<const int>(1);
    }
    bool operator==(const HeldTask &) const = default;
};

/// A trainer and what is fed by it; a code of two units, four steps an epoch, three epochs.
struct Bench {
    tests::TrainerBench bench;
    training::Trainer trainer;
    app::SnapshotFeed feed{trainer};
    app::MapFeed map{feed};
    app::ReconstructionFeed sheet{feed};
    app::PointDecoder decoder{feed, map, sheet};
    app::DataFeed data{feed};
    std::vector<std::shared_ptr<const analysis::LatentPicture>> maps;
    std::vector<std::shared_ptr<const analysis::LatticePicture>> lattices;
    std::vector<std::shared_ptr<const analysis::ReconstructionPicture>> reconstructions;
    std::vector<analysis::Moment> snapshots;
    std::optional<analysis::SampleErrors> errors;
    Index errorsStep = -1;

    explicit Bench(tests::DataSizes sizes = {100, 9, 0, testSamples}, Index code = 2, int threads = 1)
        : bench(sizes, {dense(code, "tanh"), dense(6, "tanh"), output()}), trainer({.threads = threads}) {
        map.setVisible(true);
        sheet.setVisible(true);
        QObject::connect(&map, &app::MapFeed::latentArrived, [this](const auto &picture) { maps.push_back(picture); });
        QObject::connect(&map, &app::MapFeed::latticeArrived, [this](const auto &picture) { lattices.push_back(picture); });
        QObject::connect(&sheet, &app::ReconstructionFeed::reconstructionsArrived, [this](const auto &picture) { reconstructions.push_back(picture); });
        QObject::connect(&feed, &app::SnapshotFeed::snapshotArrived, [this] { snapshots.push_back(analysis::momentOf(*feed.snapshot())); });
        QObject::connect(&data, &app::DataFeed::errorsArrived, [this](const analysis::SampleErrors &measured, Index step) {
            errors = measured;
            errorsStep = step;
        });
    }

    void begin(std::uint64_t run = 1) {
        trainer.assign(bench.assignment(run));
        tests::settled(trainer);
        feed.begin(run, bench.dataset);
    }
    void step(int count = 1) {
        for (int i = 0; i < count; ++i)
            trainer.step();
        tests::settled(trainer);
    }
    void tick() { feed.tick(trainer.status()); }
    bool isCurrent() const { return feed.snapshot() && feed.snapshot()->run == trainer.status().run && feed.snapshot()->step == trainer.status().step; }
    /// Until every visible view has the parameters of a training that rests.
    bool settles() {
        return comesAbout([this] {
            tick();
            return isCurrent() && !feed.isBusy();
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
    plan::Network network() const { return {feed.snapshot()->plan, feed.snapshot()->parameters.data(), feed.snapshot()->state.data(), 1}; }
};

const analysis::LatticeTask::Grid grid{-1, 1, -1, 1, 5, 4};

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

class SnapshotFeedTest : public QObject {
    Q_OBJECT

private slots:
    void bringsEveryViewItsPicture() {
        Bench bench;
        bench.map.setGrid(grid);
        QVERIFY(!bench.feed.isBusy());
        bench.tick(); // nothing to look at yet
        QVERIFY(bench.hasNothing() && !bench.feed.snapshot());
        bench.begin();
        QVERIFY(bench.feed.isBusy());
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->x.size(), std::size_t{testSamples});
        QCOMPARE(bench.maps.back()->units, Index{2});
        QCOMPARE(bench.lattices.back()->columns, grid.columns);
        QCOMPARE(bench.lattices.back()->rows, grid.rows);
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{12});
        QCOMPARE(bench.decoder.sampleShape(), bench.bench.dataset->shape);
    }

    void whatNobodySeesCostsNothing() {
        Bench bench;
        bench.map.setVisible(false);
        bench.sheet.setVisible(false);
        bench.map.setGrid(grid);
        bench.begin();
        const auto wish = [&bench](int i) {
            bench.sheet.drawAnew();
            bench.map.setAxes({analysis::LatentAxes::Kind::Units, i % 2, (i + 1) % 2});
            bench.sheet.setCorruption({0.1f * static_cast<float>(i)}, 1);
            bench.tick();
            bench.step(); // a snapshot that was asked for is there when this returns
            QVERIFY(!bench.trainer.takeSnapshot());
            QVERIFY(!bench.feed.isBusy());
        };
        for (int i = 0; i < 5; ++i)
            wish(i);
        QVERIFY(bench.hasNothing() && !bench.feed.snapshot());
        bench.map.setVisible(true);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->moment.step, Index{5});
        QVERIFY(bench.reconstructions.empty());
        // Hidden again: what was asked for before may come, nothing after it.
        bench.map.setVisible(false);
        bench.forget();
        for (int i = 0; i < 5; ++i)
            wish(i);
        QVERIFY(bench.hasNothing());
        QCOMPARE(bench.feed.snapshot()->step, Index{5});
    }

    void aHiddenViewIsLeftOut_data() {
        QTest::addColumn<bool>("isMap");
        QTest::newRow("map") << true;
        QTest::newRow("reconstructions") << false;
    }
    void aHiddenViewIsLeftOut() {
        QFETCH(bool, isMap);
        Bench bench;
        bench.map.setGrid(grid);
        const auto show = [&](bool isVisible) { isMap ? bench.map.setVisible(isVisible) : bench.sheet.setVisible(isVisible); };
        show(false);
        bench.begin();
        QVERIFY(bench.settles());
        bench.step(2);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.empty(), isMap);
        QCOMPARE(bench.lattices.empty(), isMap);
        QCOMPARE(bench.reconstructions.empty(), !isMap);
        // Shown again, the snapshot that is there serves.
        const std::size_t snapshots = bench.snapshots.size();
        show(true);
        QVERIFY(bench.feed.isBusy());
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
        QVERIFY(bench.hasNothing() && !bench.feed.isBusy());
    }

    void picturesCarryTheMomentOfTheirFrame() {
        Bench bench;
        bench.map.setGrid(grid);
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
        const plan::Snapshot &snapshot = *bench.feed.snapshot();
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
        bench.map.setGrid(grid);
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

    void whatIsReadyComesWithoutATick() {
        Bench bench;
        bench.map.setGrid(grid);
        bench.begin();
        bench.tick(); // asks
        QTRY_VERIFY_WITH_TIMEOUT(!bench.maps.empty() && !bench.lattices.empty() && !bench.reconstructions.empty(), 30'000);
        QCOMPARE(bench.snapshots.size(), std::size_t{1});
        QCOMPARE(bench.lattices.back()->moment, bench.snapshots.back());
    }

    void whileAHandMovesResultsComeOneATickAndEachInTurn() {
        Bench bench;
        bench.begin();
        bench.map.setGrid(grid);
        QVERIFY(bench.settles());
        bench.forget();
        bench.step();
        // All that is made of the step lies ready before anything is taken.
        QVERIFY(comesAbout([&] {
            bench.feed.favourHand();
            bench.tick();
            return bench.isCurrent();
        }));
        std::size_t before = bench.maps.size() + bench.lattices.size() + bench.reconstructions.size();
        const auto all = [&] { return bench.maps.size() + bench.lattices.size() + bench.reconstructions.size(); };
        QVERIFY(comesAbout([&] { return !bench.feed.isDrawing(); }));
        for (int tick = 0; tick < 20; ++tick) {
            bench.feed.favourHand();
            bench.tick();
            QVERIFY(all() <= before + 1);
            before = all();
        }
        QVERIFY(!bench.maps.empty() && !bench.lattices.empty() && !bench.reconstructions.empty()); // nobody was passed over
        QVERIFY(bench.trainer.spared() == std::max(0, bench.trainer.status().threads - (app::availableThreads() - 1)));
        QTRY_COMPARE_WITH_TIMEOUT(bench.trainer.spared(), 0, 5000); // once it rests
    }

    void aCoreIsLeftToWhatIsMadeLive() {
        Bench bench({100, 9, 0, 3000}, 2, app::availableThreads());
        bench.begin();
        QVERIFY(bench.settles());
        const int left = std::max(0, bench.trainer.status().threads - (app::availableThreads() - 1));
        int seen = 0;
        QObject::connect(&bench.feed, &app::SnapshotFeed::snapshotArrived, &bench.feed, [&] {
            if (!bench.feed.isDrawing())
                return;
            ++seen;
            QCOMPARE(bench.trainer.spared(), left);
        });
        for (int i = 0; i < 5; ++i) {
            bench.step();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return bench.isCurrent();
            }));
        }
        QVERIFY(seen > 0);
        QTRY_COMPARE_WITH_TIMEOUT(bench.trainer.spared(), 0, 5000); // when all is made
    }

    void aCoreIsLeftToWhatIsMeasured() {
        Bench bench({100, 9, 0, testSamples}, 2, app::availableThreads());
        bench.begin();
        QVERIFY(bench.settles());
        const int left = std::max(0, bench.trainer.status().threads - (app::availableThreads() - 1));
        std::atomic<bool> mayEnd{false};
        const auto held = bench.feed.subscribe<HeldTask>(&bench.feed, [](const auto &) {});
        held->setWatched(true);
        held->wantAnew({&mayEnd});
        bench.tick();
        QVERIFY(comesAbout([&] {
            bench.tick();
            return bench.trainer.spared() == left && !bench.feed.isDrawing();
        }));
        mayEnd = true;
        QTRY_COMPARE_WITH_TIMEOUT(bench.trainer.spared(), 0, 5000);
    }

    void themThatMeasureShareWhatTheyMayTake() {
        Bench bench;
        bench.begin();
        std::atomic<bool> mayEnd{true};
        QCOMPARE(bench.feed.measuringShare(), 0.05);
        std::vector<std::shared_ptr<analysis::Subscription<HeldTask>>> all;
        for (int count = 1; count <= 5; ++count) {
            all.push_back(bench.feed.subscribe<HeldTask>(&bench.feed, [](const auto &) {}));
            all.back()->setWatched(true);
            all.back()->want({&mayEnd});
            QCOMPARE(count * bench.feed.measuringShare(), 0.05);
        }
        for (const auto &each : all)
            each->setWatched(false); // out of sight
        QCOMPARE(bench.feed.measuringShare(), 0.05);
    }

    void decodesWithTheNewestFrame() {
        Bench bench;
        bench.begin();
        QVERIFY(!bench.decoder.decode(0, 0)); // no map yet
        const auto isDecoded = [&bench](double x, double y) {
            const auto picture = bench.decoder.decode(x, y);
            const analysis::LatentPicture &map = *bench.maps.back();
            std::vector<float> code(2);
            for (std::size_t unit = 0; unit < 2; ++unit)
                code[unit] = static_cast<float>(map.plane->origin[unit] + x * map.plane->axisX[unit] + y * map.plane->axisY[unit]);
            plan::Network network = bench.network();
            return picture && picture->sample == bench.bench.dataset->shape && picture->code == code &&
                   picture->values == toVector(network.decode({code.data(), 2, 1, 2}));
        };
        for (int i = 0; i < 3; ++i) {
            QVERIFY(bench.settles());
            for (const double x : {-0.7, 0.0, 2.0})
                QVERIFY(isDecoded(x, 0.3 - x));
            const std::vector<float> before = bench.decoder.decode(0.4, 0.1)->values;
            bench.step();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return bench.isCurrent();
            }));
            QVERIFY(bench.decoder.decode(0.4, 0.1)->values != before); // at once, not only with the next map
        }
        bench.map.setAxes({analysis::LatentAxes::Kind::Principal});
        QVERIFY(bench.settles());
        QVERIFY(isDecoded(0.5, -0.5));
        bench.begin(2);
        QVERIFY(!bench.decoder.decode(0, 0));
    }

    void tellsOneSampleAsTheColumnDoes() {
        Bench bench;
        bench.begin();
        QVERIFY(!bench.decoder.sample(0)); // no snapshot yet
        bench.step(2);
        QVERIFY(bench.settles());
        for (const analysis::ReconstructionColumn &column : bench.reconstructions.back()->columns) {
            const auto one = bench.decoder.sample(column.sample);
            QVERIFY(one);
            QCOMPARE(one->sample, column.sample);
            QCOMPARE(one->original, column.original);
            QVERIFY(std::abs(one->mse - column.mse) < 1e-6);
        }
        QVERIFY(!bench.decoder.sample(-1));
        QVERIFY(!bench.decoder.sample(testSamples));
    }

    void aStackTooLargeForTheWindowIsNotDecodedThere() {
        Bench bench({4, 1000, 0, 4}, 4000);
        bench.bench.spec.optimiser = {"sgd", {}};
        bench.map.setVisible(false);
        bench.begin();
        QVERIFY(bench.settles());
        QVERIFY(bench.decoder.sample(0)); // four million multiply-adds are done at once
        bench.bench.plan = *plan::compile({{dense(10'100, "relu"), output()}, 0, false}, bench.bench.dataset->shape);
        bench.begin(2);
        QVERIFY(bench.settles());
        QVERIFY(!bench.decoder.sample(0));
        QVERIFY(!bench.reconstructions.back()->columns.empty()); // the inspector takes its time
    }

    void nothingOfTheTrainingBeforeComesThrough() {
        Bench bench;
        bench.map.setGrid(grid);
        bench.bench.spec.epochs = 100'000;
        bench.begin();
        for (std::uint64_t run = 2; run < 12; ++run) {
            bench.trainer.train();
            QVERIFY(comesAbout([&] {
                bench.tick();
                return !bench.snapshots.empty(); // an inspection is under way
            }));
            bench.trainer.assign(bench.bench.assignment(run)); // taken up at some time
            bench.feed.begin(run, bench.bench.dataset);
            QVERIFY(!bench.feed.snapshot());
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
        bench.map.setGrid(grid);
        bench.begin();
        QVERIFY(bench.settles());
        const std::vector<Index> first = samplesOf(*bench.reconstructions.back());
        const auto changes = [&bench](auto wish) {
            bench.forget();
            wish();
            return bench.feed.isBusy() && bench.settles() && bench.snapshots.empty();
        };
        QVERIFY(changes([&] { bench.sheet.drawAnew(); }));
        const std::vector<Index> second = samplesOf(*bench.reconstructions.back());
        QCOMPARE(second.size(), first.size());
        QVERIFY(second != first);
        QVERIFY(changes([&] { bench.sheet.setSampleCount(7); }));
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{7});
        QVERIFY(changes([&] { bench.sheet.setSampleCount(1000); })); // more than there are
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{testSamples});
        QVERIFY(bench.reconstructions.back()->columns.front().corrupted.empty());
        QVERIFY(changes([&] { bench.sheet.setCorruption({0.3f}, 5); }));
        QVERIFY(bench.reconstructions.back()->columns.front().corrupted != bench.reconstructions.back()->columns.front().original);
        QVERIFY(changes([&] { bench.sheet.setCorruption({0.3f, data::Corruption::Kind::Masking}, 5); }));
        QVERIFY(changes([&] { bench.sheet.setCorruption({0.3f}, 5); }));
        QVERIFY(bench.reconstructions.back()->columns.front().pca.empty());
        const auto pca = std::make_shared<analysis::Pca>(*analysis::fitPca(bench.bench.dataset->train, 2, nullptr));
        QVERIFY(changes([&] { bench.sheet.setPca(pca); }));
        QCOMPARE(bench.reconstructions.back()->columns.front().pca.size(), std::size_t{9});
        const auto ofOtherCode = std::make_shared<analysis::Pca>(*analysis::fitPca(bench.bench.dataset->train, 4, nullptr));
        QVERIFY(changes([&] { bench.sheet.setPca(ofOtherCode); })); // as while that of the present code is being measured
        QVERIFY(bench.reconstructions.back()->columns.front().pca.empty());
        QVERIFY(changes([&] { bench.sheet.setPca(pca); }));
        QVERIFY(changes([&] { bench.map.setGrid(analysis::LatticeTask::Grid{0, 1, 0, 1, 2, 3}); }));
        QCOMPARE(bench.lattices.back()->rows, 3);
        const analysis::LatentAxes principal{analysis::LatentAxes::Kind::Principal};
        QVERIFY(changes([&] { bench.map.setAxes(principal); }));
        QCOMPARE(bench.maps.back()->axes, principal);
        QVERIFY(bench.lattices.empty()); // the grid was one of the other plane
        QVERIFY(changes([&] { bench.map.setGrid(grid); }));
        QCOMPARE(bench.lattices.back()->axes, principal);
        // The same wishes again are none.
        bench.forget();
        bench.map.setAxes(principal);
        bench.map.setGrid(grid);
        bench.sheet.setSampleCount(1000);
        bench.sheet.setCorruption({0.3f}, 5);
        QVERIFY(!bench.feed.isBusy());
    }

    void otherDataAreDrawnFromTheStart() {
        Bench bench;
        bench.begin();
        QVERIFY(bench.settles());
        const std::vector<Index> first = samplesOf(*bench.reconstructions.back());
        bench.sheet.drawAnew();
        bench.begin(2); // another training of the same data keeps the draw
        QVERIFY(bench.settles());
        const std::vector<Index> second = samplesOf(*bench.reconstructions.back());
        QVERIFY(second != first);
        bench.sheet.drawAnew();
        bench.bench.dataset = tests::smoothData({100, 9, 0, testSamples});
        bench.begin(3);
        QVERIFY(bench.settles());
        QCOMPARE(samplesOf(*bench.reconstructions.back()), second);
        bench.sheet.setChoice({});
        QVERIFY(bench.settles());
        QCOMPARE(samplesOf(*bench.reconstructions.back()), first);
    }

    void samplesAreChosenByErrorAndBySelection() {
        using Kind = analysis::SampleChoice::Kind;
        Bench bench;
        std::vector<app::SamplePool> pools;
        QObject::connect(&bench.sheet, &app::ReconstructionFeed::poolChanged, [&pools](const app::SamplePool &pool) { pools.push_back(pool); });
        bench.sheet.setSampleCount(5);
        bench.begin();
        QVERIFY(bench.settles());
        QCOMPARE(pools.back().samples, Index{testSamples});
        bench.sheet.follow(bench.trainer.status()); // nobody asked for errors
        QVERIFY(!bench.feed.isBusy());
        const auto show = [&bench](const analysis::SampleChoice &choice) {
            bench.sheet.setChoice(choice);
            bench.sheet.follow(bench.trainer.status());
            return bench.settles() && bench.settles(); // errors, then what is made of them
        };
        const auto errorsShown = [&bench](analysis::Measure measure) {
            std::vector<double> errors;
            for (const auto &column : bench.reconstructions.back()->columns)
                errors.push_back(column.of(measure));
            return errors;
        };
        plan::Network network = bench.network();
        std::vector<double> all;
        for (Index i = 0; i < testSamples; ++i) {
            std::vector<float> sample(9);
            bench.bench.dataset->test.copySample(i, sample.data());
            const core::ConstView output = network.reconstruct({sample.data(), 9, 1, 9});
            double sum = 0;
            for (std::size_t f = 0; f < 9; ++f)
                sum += std::pow(static_cast<double>(output.data[f] - sample[f]), 2);
            all.push_back(sum / 9);
        }
        std::sort(all.begin(), all.end());
        for (const bool isWorst : {true, false}) {
            QVERIFY(show({isWorst ? Kind::Worst : Kind::Best}));
            const std::vector<double> shown = errorsShown(analysis::Measure::Mse);
            QCOMPARE(shown.size(), std::size_t{5});
            for (std::size_t i = 0; i < 5; ++i)
                QVERIFY(std::abs(shown[i] - (isWorst ? all[all.size() - 1 - i] : all[i])) < 1e-6);
            QCOMPARE(pools.back().samples, Index{testSamples});
            QCOMPARE(pools.back().epoch, std::optional(0.0));
        }
        bench.step(3);
        QVERIFY(bench.settles());
        bench.sheet.follow(bench.trainer.status()); // it rests, and what is shown is of before
        QVERIFY(bench.settles() && bench.settles());
        QCOMPARE(pools.back().epoch, std::optional(bench.trainer.status().epoch));

        QVERIFY(show({Kind::Selection}));
        QCOMPARE(pools.back().samples, Index{0});
        bench.sheet.setSelection({7, 3, 30});
        QVERIFY(bench.settles());
        QCOMPARE(samplesOf(*bench.reconstructions.back()), (std::vector<Index>{7, 3, 30}));
        bench.sheet.drawAnew();
        QVERIFY(bench.settles());
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{3}); // others of them, were there more
        QCOMPARE(bench.sheet.choice().kind, Kind::Selection);
        bench.bench.dataset = tests::smoothData({100, 9, 0, testSamples});
        bench.begin(2);
        QVERIFY(bench.settles());
        QCOMPARE(bench.sheet.choice().kind, Kind::Fixed); // nothing is selected among other data
        QCOMPARE(pools.back().choice.kind, Kind::Fixed);
    }

    void withoutATestPartTheTrainingPartIsShown() {
        Bench bench({30, 9, 0, 0});
        bench.begin();
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->x.size(), std::size_t{30});
        QCOMPARE(bench.reconstructions.back()->columns.size(), std::size_t{12});
        QVERIFY(bench.decoder.sample(29) && !bench.decoder.sample(30));
    }

    void errorsAreOfThePresentParametersWhoeverElseLooks_data() {
        QTest::addColumn<bool>("isHidden");
        QTest::newRow("map and reconstructions hidden") << true;
        QTest::newRow("all in sight") << false;
    }
    void errorsAreOfThePresentParametersWhoeverElseLooks() {
        QFETCH(bool, isHidden);
        Bench bench;
        bench.map.setVisible(!isHidden);
        bench.sheet.setVisible(!isHidden);
        bench.data.setVisible(true);
        bench.begin();
        const auto areMeasured = [&] {
            bench.errors.reset();
            bench.data.measureErrors();
            return bench.feed.isBusy() && comesAbout([&] {
                       bench.tick();
                       return bench.errors && !bench.feed.isBusy();
                   });
        };
        for (const Index step : {0, 3, 5}) {
            while (bench.trainer.status().step < step)
                bench.step();
            QVERIFY(areMeasured());
            QCOMPARE(bench.errorsStep, step);
            QCOMPARE(bench.errors->measured, bench.bench.dataset->samples());
            const core::Floats parameters = bench.bench.parametersAfter(step);
            const core::Floats state(bench.bench.plan->stateFloats() + 1);
            plan::Network network(bench.bench.plan, parameters.data(), state.data(), 1);
            std::vector<float> input(9);
            bench.bench.dataset->test.copySample(7, input.data());
            const std::vector<float> output = toVector(network.reconstruct({input.data(), 9, 1, 9}));
            double error = 0;
            for (std::size_t i = 0; i < 9; ++i)
                error += std::pow(static_cast<double>(output[i] - input[i]), 2) / 9;
            QVERIFY(std::abs(static_cast<double>(bench.errors->byRow[100 + 7]) - error) < 1e-6);
        }
        QVERIFY(bench.maps.empty() == isHidden && bench.reconstructions.empty() == isHidden);
    }

    void errorsOfATrainingThatRestsAreMeasuredOnce() {
        Bench bench;
        bench.map.setVisible(false);
        bench.sheet.setVisible(false);
        bench.begin();
        bench.data.measureErrors(); // nobody sees them yet
        for (int i = 0; i < 5; ++i)
            bench.tick();
        QVERIFY(!bench.feed.isBusy() && !bench.feed.snapshot());
        bench.data.setVisible(true);
        QVERIFY(comesAbout([&] {
            bench.tick();
            return bench.errors && !bench.feed.isBusy();
        }));
        bench.errors.reset();
        bench.step();
        for (int i = 0; i < 5; ++i)
            bench.tick();
        QVERIFY(!bench.errors && !bench.feed.isBusy()); // they stay as they were measured
        QCOMPARE(bench.feed.snapshot()->step, Index{0});
    }

    void aViewOfItsOwnTakesNothingButItsTask() {
        Bench bench;
        bench.map.setVisible(false);
        bench.sheet.setVisible(false);
        std::vector<analysis::Answer<double>> norms;
        QObject view;
        const auto subscription = bench.feed.subscribe<tests::WeightNormTask>(&view, [&](const auto &answer) { norms.push_back(answer); });
        subscription->want({1});
        subscription->setWatched(true);
        bench.begin();
        QVERIFY(bench.settles());
        bench.step(2);
        QVERIFY(bench.settles());
        QCOMPARE(norms.back().moment, bench.snapshots.back());
        QCOMPARE(*norms.back().result, tests::WeightNormTask{1}.norm(*bench.feed.snapshot()));
        QVERIFY(*norms.back().result != *norms.front().result);
        QVERIFY(bench.maps.empty() && bench.reconstructions.empty());
    }

    void withoutAWayBackNothingIsDecoded() {
        struct FlatProjection : analysis::Projection {
            std::optional<analysis::LatentPicture> place(const analysis::Codes &codes, const analysis::LatentPicture *previous,
                                                         const std::atomic<bool> *) const override {
                analysis::LatentPicture picture = analysis::mapCodes(codes, {}, previous);
                picture.plane.reset();
                return picture;
            }
        };
        Bench bench;
        bench.begin();
        QVERIFY(bench.settles());
        QVERIFY(bench.decoder.decode(0, 0));
        bench.map.setProjection(std::make_shared<FlatProjection>());
        bench.map.setGrid(grid);
        QVERIFY(bench.settles());
        QVERIFY(!bench.maps.back()->plane && !bench.decoder.decode(0, 0));
        QVERIFY(bench.lattices.empty());
        QVERIFY(bench.decoder.sample(0)); // what needs no plane stays
        bench.map.setAxes({});
        bench.map.setGrid(grid);
        QVERIFY(bench.settles());
        QVERIFY(bench.decoder.decode(0, 0) && !bench.lattices.empty());
    }

    void pastMomentsAreShownWithSomeSamplesAndAtRestWithAll() {
        Bench bench({100, 9, 0, 3000});
        bench.begin();
        QVERIFY(bench.settles());
        std::vector<std::shared_ptr<const plan::Snapshot>> moments{bench.feed.snapshot()};
        for (int i = 0; i < 3; ++i) {
            bench.step();
            QVERIFY(bench.settles());
            moments.push_back(bench.feed.snapshot());
        }
        bench.forget();
        int changes = 0;
        QObject::connect(&bench.feed, &app::SnapshotFeed::shownChanged, [&] { ++changes; });
        bench.feed.showPast(moments[0]);
        bench.feed.showPast(moments[2]);
        bench.feed.showPast(moments[2]); // nothing new
        QCOMPARE(changes, 2);
        QVERIFY(bench.feed.isBusy());
        QCOMPARE(bench.feed.atShown(bench.trainer.status()).step, Index{2});
        QTRY_VERIFY_WITH_TIMEOUT((bench.tick(), !bench.feed.isBusy() && !bench.maps.empty()), 30'000); // without the trainer
        QVERIFY(std::any_of(bench.maps.begin(), bench.maps.end(), [](const auto &map) { return map->x.size() == 2000 && map->moment.step == 2; }));
        QCOMPARE(bench.maps.back()->x.size(), std::size_t{3000});
        QCOMPARE(bench.maps.back()->moment.step, Index{2});
        QCOMPARE(bench.reconstructions.back()->moment.step, Index{2});
        bench.trainer.step(5);
        tests::settled(bench.trainer);
        for (int i = 0; i < 5; ++i)
            bench.tick();
        QCOMPARE(bench.feed.snapshot()->step, Index{2});
        QVERIFY(!bench.trainer.takeSnapshot()); // nobody asked for one

        // What is measured once is measured of the moment that is shown.
        bench.data.setVisible(true);
        bench.data.measureErrors();
        QVERIFY(comesAbout([&] {
            bench.tick();
            return bench.errors.has_value();
        }));
        QCOMPARE(bench.errorsStep, Index{2});
        bench.feed.showPresent();
        QCOMPARE(changes, 3);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->moment.step, Index{8});
        bench.feed.showPast(moments[1]);
        bench.begin(2); // another training is the present
        QVERIFY(!bench.feed.past());
        QCOMPARE(changes, 5);
        QVERIFY(bench.settles());
        QCOMPARE(bench.maps.back()->moment.run, std::uint64_t{2});
    }

    void aTrainingThatDivergesShowsTheParametersItWentBackTo() {
        Bench bench;
        bench.map.setGrid(grid);
        bench.bench.plan = *plan::compile({{dense(2, "identity"), output("identity")}, 0, false}, bench.bench.dataset->shape);
        bench.bench.spec.optimiser = {"sgd", {{"rate", 1e6}}};
        bench.bench.spec.epochs = 1000;
        bench.begin();
        bench.trainer.train();
        QCOMPARE(tests::settled(bench.trainer).state, State::Diverged);
        QVERIFY(bench.settles());
        for (const float value : bench.feed.snapshot()->parameters.span())
            QVERIFY(std::isfinite(value));
        QCOMPARE(bench.maps.back()->moment.step, bench.trainer.status().step);
    }
};

QTEST_GUILESS_MAIN(SnapshotFeedTest)
#include "snapshot_feed_test.moc"
