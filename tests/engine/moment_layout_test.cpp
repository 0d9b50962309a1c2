// Layouts that stay with the moments of a run: how exact they are, what they belong to, what they weigh, and which moments go first.
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

#include "engine/projections/projection.h"
#include "engine/runs/key_frames.h"
#include "engine/runs/run_history.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using core::Index;
using runs::KeptLayout;
using runs::KeyFrames;
using runs::LayoutKey;
using runs::MomentLayout;

namespace {

std::shared_ptr<plan::Snapshot> snapshotAt(Index step, float value = 0, Index floats = 100) {
    auto snapshot = std::make_shared<plan::Snapshot>();
    snapshot->step = step;
    snapshot->run = 1;
    snapshot->parameters = core::Floats(floats);
    snapshot->parameters[0] = value;
    return snapshot;
}

const LayoutKey tsne{.method = "tsne", .settings = "{}", .seed = 0, .layer = 2, .dimensions = 2};

KeptLayout layoutOf(const plan::Snapshot &snapshot, const LayoutKey &key = tsne, Index samples = 50, Index neighbours = 0) {
    auto layout = std::make_shared<MomentLayout>();
    layout->key = key;
    layout->model = runs::fingerprintOf(snapshot);
    layout->trust.neighbours = neighbours;
    std::vector<float> axis(static_cast<std::size_t>(samples));
    for (Index i = 0; i < samples; ++i)
        axis[static_cast<std::size_t>(i)] = static_cast<float>(snapshot.step + i);
    if (!layout->setPlaces(std::vector<std::span<const float>>(static_cast<std::size_t>(key.dimensions), axis)))
        qFatal("no layout");
    return layout;
}

KeyFrames framesAt(const std::vector<Index> &steps) {
    KeyFrames frames;
    for (const Index step : steps)
        frames.add({.snapshot = snapshotAt(step)});
    return frames;
}

} // namespace

class MomentLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void placesComeBackAsExactlyAsIsSaid_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<double>("middle");
        QTest::newRow("t-SNE's") << 40.0 << 0.0;
        QTest::newRow("small") << 1e-4 << 0.0;
        QTest::newRow("large and aside") << 3e4 << 1e5;
        QTest::newRow("to the ends of float") << 1e38 << 0.0;
    }
    void placesComeBackAsExactlyAsIsSaid() {
        QFETCH(double, scale);
        QFETCH(double, middle);
        std::mt19937 lot(7);
        std::vector<std::vector<float>> axes(3);
        for (auto &axis : axes)
            for (int i = 0; i < 5000; ++i)
                axis.push_back(static_cast<float>(middle + scale * std::uniform_real_distribution(-1.0, 1.0)(lot)));
        MomentLayout layout;
        layout.key = tsne;
        layout.key.dimensions = 3;
        QVERIFY(layout.setPlaces({axes[0], axes[1], axes[2]}));
        MomentLayout read;
        read.key = layout.key;
        QVERIFY(read.unpack(layout.packed()));
        QCOMPARE(read.samples(), Index(5000));
        for (Index axis = 0; axis < 3; ++axis) {
            const auto &was = axes[static_cast<std::size_t>(axis)];
            const auto is = layout.places(axis);
            QCOMPARE(read.places(axis), is);
            const auto [least, most] = std::minmax_element(was.begin(), was.end());
            const double step = (static_cast<double>(*most) - static_cast<double>(*least)) / 65535;
            for (std::size_t i = 0; i < was.size(); ++i) {
                const double float32 = 4e-7 * std::max(std::abs(static_cast<double>(*least)), std::abs(static_cast<double>(*most)));
                QVERIFY2(std::abs(static_cast<double>(is[i]) - static_cast<double>(was[i])) <= 0.5 * step + float32, qPrintable(QString::number(i)));
            }
        }
        QVERIFY(layout.bytes() >= 30'000 && layout.bytes() < 31'000);
    }

    void whatIsNoLayoutIsRefused() {
        MomentLayout layout;
        layout.key = tsne;
        const std::vector<float> three{1, 2, 3}, two{1, 2}, none;
        QVERIFY(!layout.setPlaces({three, two}));
        QVERIFY(!layout.setPlaces({three}));
        QVERIFY(!layout.setPlaces({three, three, three}));
        QVERIFY(!layout.setPlaces({none, none}));
        QVERIFY(!layout.setPlaces({three, std::vector<float>{1, std::numeric_limits<float>::quiet_NaN(), 3}}));
        QVERIFY(!layout.setPlaces({three, std::vector<float>{1, std::numeric_limits<float>::infinity(), 3}}));
        QVERIFY(layout.setPlaces({three, std::vector<float>{5, 5, 5}})); // all on one line
        QCOMPARE(layout.places(1), (std::vector<float>{5, 5, 5}));
        const auto packed = layout.packed();
        QCOMPARE(packed.size(), std::size_t(2 * 2 * 4 + 2 * 3 * 2));
        MomentLayout read;
        read.key = tsne;
        for (std::size_t bytes : {std::size_t(0), std::size_t(15), std::size_t(16), packed.size() - 1})
            QVERIFY2(!read.unpack({packed.data(), bytes}), qPrintable(QString::number(bytes)));
        auto spoilt = packed;
        spoilt[3] = spoilt[2] = std::byte{0xff}; // an end that is no number
        QVERIFY(!read.unpack(spoilt));
        read.key.dimensions = 3; // 3 · 2 · 4 of ends are more than there is
        QVERIFY(!read.unpack(packed));
        read.key.dimensions = 7;
        QVERIFY(!read.unpack(packed));
        read.key.dimensions = 2;
        QVERIFY(read.unpack(packed));
    }

    void aLayoutBelongsToItsModelAndItsKey() {
        KeyFrames frames = framesAt({0, 1, 5});
        const auto moment = frames.frames()[1].snapshot;
        QVERIFY(frames.keepLayout(moment, layoutOf(*moment)));
        QVERIFY(frames.layoutOf(*moment, tsne));
        for (LayoutKey other : {tsne, tsne, tsne, tsne, tsne}) {
            static int which = 0;
            switch (which++) {
            case 0: other.method = "umap"; break;
            case 1: other.settings = "{\"perplexity\":40}"; break;
            case 2: other.seed = 1; break;
            case 3: other.layer = 3; break;
            default: other.dimensions = 3;
            }
            QVERIFY(!frames.layoutOf(*moment, other));
            QVERIFY(frames.keepLayout(moment, layoutOf(*moment, other))); // and stands beside it
            QVERIFY(frames.layoutOf(*moment, other)->key == other);
        }
        QCOMPARE(frames.frames()[1].layouts.size(), std::size_t(6));
        // A copy of the moment, as views are shown it, is the same; one of other parameters is not.
        plan::Snapshot copy = *moment;
        QVERIFY(frames.layoutOf(copy, tsne));
        copy.parameters[99] = 1;
        QVERIFY(!frames.layoutOf(copy, tsne));
        QVERIFY(!frames.keepLayout(std::make_shared<plan::Snapshot>(copy), layoutOf(copy)));
        QVERIFY(!frames.layoutOf(*frames.frames()[2].snapshot, tsne));

        const std::uint64_t version = frames.version();
        QVERIFY(frames.keepLayout(moment, layoutOf(*moment, tsne, 50, 15))); // judged: in the place of the one before
        QVERIFY(frames.version() > version);
        QCOMPARE(frames.frames()[1].layouts.size(), std::size_t(6));
        QCOMPARE(frames.layoutOf(*moment, tsne)->trust.neighbours, Index(15));
        for (std::uint64_t seed = 10; seed < 20; ++seed) { // an end of all that is kept
            LayoutKey other = tsne;
            other.seed = seed;
            QVERIFY(frames.keepLayout(moment, layoutOf(*moment, other)));
        }
        QCOMPARE(frames.frames()[1].layouts.size(), KeyFrames::mostLayouts);
        QVERIFY(!frames.layoutOf(*moment, tsne));
    }

    void theStackIsAPartOfTheModel() {
        const auto bench = [](const char *activation) { return tests::TrainerBench({100, 9, 20, 40}, {tests::dense(5, activation), tests::output()}); };
        const auto fingerprint = [](const tests::TrainerBench &of, std::uint64_t run) {
            plan::Snapshot snapshot = *snapshotAt(3, 0, of.plan->parameterFloats());
            snapshot.plan = of.plan;
            snapshot.run = run;
            return runs::fingerprintOf(snapshot);
        };
        const auto relu = bench("relu"), again = bench("relu"), tanh = bench("tanh");
        QCOMPARE(fingerprint(relu, 1), fingerprint(again, 2)); // whichever training, it is the same model
        QVERIFY(fingerprint(relu, 1) != fingerprint(tanh, 1));
        QVERIFY(fingerprint(relu, 1) != 0);
    }

    void theNearestIsThatInTheLogarithm() {
        KeyFrames frames = framesAt({0, 10, 100, 1000});
        QVERIFY(!frames.layoutNear(10, tsne).first);
        for (const std::size_t i : {std::size_t(1), std::size_t(3)})
            QVERIFY(frames.keepLayout(frames.frames()[i].snapshot, layoutOf(*frames.frames()[i].snapshot)));
        QCOMPARE(frames.layoutNear(0, tsne).second, Index(10));
        QCOMPARE(frames.layoutNear(60, tsne).second, Index(10));
        QCOMPARE(frames.layoutNear(200, tsne).second, Index(1000));
        LayoutKey other = tsne;
        other.method = "umap";
        QVERIFY(!frames.layoutNear(60, other).first);
    }

    void aMomentThatWasShownIsKeptWithIt() {
        KeyFrames frames = framesAt({0, 10, 100});
        const auto between = snapshotAt(42);
        QVERIFY(frames.keepLayout(between, layoutOf(*between)));
        QCOMPARE(frames.frames().size(), std::size_t(4));
        QCOMPARE(frames.frames()[2].snapshot, between);
        QVERIFY(frames.layoutOf(*between, tsne));
        // Another stretch of the run comes to the same step with other numbers: the layout is of those before.
        frames.add({.snapshot = snapshotAt(42, 9)});
        QVERIFY(frames.frames()[2].layouts.empty());
        frames.add({.snapshot = snapshotAt(10, 0)}); // and with the same ones: it stays
        const auto ten = frames.frames()[1].snapshot;
        QVERIFY(frames.keepLayout(ten, layoutOf(*ten)));
        frames.add({.snapshot = snapshotAt(10, 0)});
        QCOMPARE(frames.frames()[1].layouts.size(), std::size_t(1));
    }

    void theyComeBackWithTheirMoments() {
        const auto one = snapshotAt(7), other = snapshotAt(9);
        KeyFrames frames;
        frames.add({.snapshot = snapshotAt(9)}); // the first of what goes on is the last of what was
        frames.restore({.snapshot = one, .state = nullptr, .layouts = {layoutOf(*one)}});
        frames.restore({.snapshot = other, .state = nullptr, .layouts = {layoutOf(*other)}});
        QCOMPARE(frames.frames().size(), std::size_t(2));
        QVERIFY(frames.layoutOf(*one, tsne) && frames.layoutOf(*other, tsne));
        const auto later = snapshotAt(9, 5);
        frames.restore({.snapshot = later, .state = nullptr, .layouts = {layoutOf(*later)}});
        QCOMPARE(frames.frames()[1].layouts.size(), std::size_t(1)); // of other numbers: not its
    }

    void theyCountInTheBudgetAndAreMissedMore() {
        constexpr Index floats = 100, samples = 50;
        KeyFrames frames;
        for (Index step = 0; step < 100; ++step)
            frames.add({.snapshot = snapshotAt(step, 0, floats)});
        const Index bare = frames.bytes();
        const auto moment = frames.frames()[50].snapshot;
        const KeptLayout layout = layoutOf(*moment, tsne, samples);
        QVERIFY(frames.keepLayout(moment, layout));
        QCOMPARE(frames.bytes(), bare + layout->bytes());
        QVERIFY(layout->bytes() > samples * 4);

        // Of neighbours in a narrow place those with a layout stay.
        KeyFrames narrow;
        for (Index step = 0; step <= 400; ++step) {
            const auto each = snapshotAt(step, 0, floats);
            narrow.add({.snapshot = each});
            if (step % 10 == 5)
                QVERIFY(narrow.keepLayout(each, layoutOf(*each, tsne, samples)));
        }
        QVERIFY(narrow.frames().size() <= KeyFrames::mostFrames);
        std::size_t with = 0;
        for (const KeyFrames::Frame &frame : narrow.frames())
            with += frame.layouts.empty() ? 0 : 1;
        QCOMPARE(with, std::size_t(40));
        narrow.setByteBudget(60 * floats * 4);
        QVERIFY(narrow.bytes() <= 60 * floats * 4);
        QCOMPARE(narrow.frames().front().step(), Index(0));
        QCOMPARE(narrow.frames().back().step(), Index(400));
        std::size_t left = 0;
        for (const KeyFrames::Frame &frame : narrow.frames())
            left += frame.layouts.empty() ? 0 : 1;
        QVERIFY2(2 * left > narrow.frames().size(), qPrintable(QStringLiteral("%1 of %2").arg(left).arg(narrow.frames().size())));
    }

    void aHistoryHasThemInItsOneBudget() {
        runs::RunHistory history(1'000'000);
        history.start(1, 0, "loss", "test");
        const auto moment = snapshotAt(3);
        history.addFrame({.snapshot = moment});
        const Index before = history.bytes();
        const KeptLayout layout = layoutOf(*moment);
        history.keepLayout(2, moment, layout); // another training's
        QCOMPARE(history.bytes(), before);
        history.keepLayout(1, moment, layout);
        QCOMPARE(history.bytes(), before + layout->bytes());
        QVERIFY(history.frames().layoutOf(*moment, tsne));
    }

    void settingsAreAllOfThem() {
        const std::string usual = projections::settingsText("tsne", {});
        QVERIFY2(usual.find("perplexity") != std::string::npos, usual.c_str());
        QVERIFY(projections::settingsText("tsne", {{"perplexity", 40.0}}) != usual);
        QVERIFY(projections::settingsText("umap", {}) != usual);
        QVERIFY(projections::settingsText("none", {}).empty());
    }
};

QTEST_APPLESS_MAIN(MomentLayoutTest)
#include "moment_layout_test.moc"
