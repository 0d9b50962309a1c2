// Traversals, effects and decoded codes as tasks, against the network run sample by sample.
#include <QTest>

#include <atomic>
#include <cmath>

#include "engine/analysis/decode_task.h"
#include "engine/analysis/traversal_task.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using analysis::CodeBasis;
using analysis::CodeCentre;
using core::Index;

namespace {

struct Bench {
    std::shared_ptr<const data::Dataset> dataset = tests::smoothData({.train = 64, .features = 7, .test = 200});
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};
    std::shared_ptr<analysis::LatestMix> latest = std::make_shared<analysis::LatestMix>();

    explicit Bench(const spec::LayerSpec &code = tests::dense(4, "identity")) {
        spec::ModelSpec model{{tests::dense(6, "tanh"), code, tests::dense(6, "tanh"), tests::output()}, 1, false};
        snapshot->plan = *plan::compile(model, core::Shape(7));
        snapshot->run = snapshot->step = 3;
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, 4, snapshot->parameters.data(), snapshot->state.data());
    }
    template <class T>
    std::shared_ptr<const typename T::Result> run(const T &task) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
    std::shared_ptr<const analysis::MixPicture> mix(const CodeCentre &centre = {}, CodeBasis basis = CodeBasis::Units, bool measuresEffects = false) {
        return run(analysis::MixTask{centre, basis, measuresEffects, {}, latest});
    }
    /// One code, by a network that does nothing else.
    std::vector<float> decode(const std::vector<float> &code) const {
        plan::Network single(snapshot->plan, snapshot->parameters.data(), snapshot->state.data(), 1);
        const core::ConstView y = single.decode({code.data(), static_cast<Index>(code.size()), 1, static_cast<Index>(code.size())});
        std::vector<float> values(y.data, y.data + y.rows);
        dataset->invert(values.data(), values.data());
        return values;
    }
};

double largestDifference(const float *a, const std::vector<float> &b) {
    double largest = 0;
    for (std::size_t i = 0; i < b.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

} // namespace

class TraversalTest : public QObject {
    Q_OBJECT
private slots:
    void stepsAreEvenAboutZero() {
        QCOMPARE(analysis::traversalSteps(7, 3), (std::vector<double>{-3, -2, -1, 0, 1, 2, 3}));
        QCOMPARE(analysis::traversalSteps(1, 3), std::vector<double>{0});
    }

    void eachCellIsItsCodeDecoded_data() {
        QTest::addColumn<bool>("isPrincipal");
        QTest::newRow("units") << false;
        QTest::newRow("principal") << true;
    }
    void eachCellIsItsCodeDecoded() {
        QFETCH(bool, isPrincipal);
        const CodeBasis basis = isPrincipal ? CodeBasis::Principal : CodeBasis::Units;
        Bench bench;
        const CodeCentre centre{CodeCentre::Kind::Sample, 5, 0};
        const auto mix = bench.mix(centre, basis);
        const auto picture = bench.run(analysis::TraversalTask{centre, basis, {2, 0, 9}, 7, 3, bench.latest}); // there is no axis 9
        QVERIFY(picture);
        QCOMPARE(picture->axes, (std::vector<int>{2, 0}));
        QVERIFY(largestDifference(picture->decodedCentre.data(), bench.decode(mix->code)) < 1e-6);
        for (std::size_t row = 0; row < 2; ++row)
            for (std::size_t column = 0; column < 7; ++column) {
                const auto axis = static_cast<std::size_t>(picture->axes[row]);
                std::vector<float> code = mix->code; // by hand
                for (std::size_t unit = 0; unit < 4; ++unit) {
                    const double direction = isPrincipal ? static_cast<double>(mix->spread.directions[axis * 4 + unit]) : unit == axis ? 1 : 0;
                    code[unit] += static_cast<float>(picture->steps[column] * mix->spread.deviation[axis] * direction);
                }
                QVERIFY(largestDifference(picture->at(row, column), bench.decode(code)) < 1e-5);
                if (!isPrincipal)
                    QVERIFY(std::abs(picture->codes[row * 7 + column] - static_cast<double>(code[axis])) < 1e-5);
            }
    }

    void anotherMixIsNotTraversed() {
        Bench bench;
        QVERIFY(!bench.run(analysis::TraversalTask{{}, CodeBasis::Units, {0}, 7, 3, bench.latest})); // none yet
        bench.mix();
        QVERIFY(bench.run(analysis::TraversalTask{{}, CodeBasis::Units, {0}, 7, 3, bench.latest}));
        QVERIFY(!bench.run(analysis::TraversalTask{{CodeCentre::Kind::Zero}, CodeBasis::Units, {0}, 7, 3, bench.latest}));
        QVERIFY(!bench.run(analysis::TraversalTask{{}, CodeBasis::Principal, {0}, 7, 3, bench.latest}));
        bench.snapshot->step = 4;
        QVERIFY(!bench.run(analysis::TraversalTask{{}, CodeBasis::Units, {0}, 7, 3, bench.latest}));
    }

    void effectsAreHalfTheDifferenceOfAStepEachWay() {
        Bench bench;
        const auto mix = bench.mix({}, CodeBasis::Units, true);
        QCOMPARE(mix->effects.size(), std::size_t(4));
        for (std::size_t unit = 0; unit < 4; ++unit) {
            std::vector<float> low = mix->spread.mean, high = low;
            low[unit] -= static_cast<float>(mix->spread.deviation[unit]);
            high[unit] += static_cast<float>(mix->spread.deviation[unit]);
            const std::vector<float> from = bench.decode(low), to = bench.decode(high); // nothing is scaled here
            double squares = 0;
            for (std::size_t i = 0; i < from.size(); ++i)
                squares += std::pow((static_cast<double>(to[i]) - static_cast<double>(from[i])) / 2, 2);
            QVERIFY(std::abs(mix->effects[unit] - std::sqrt(squares / 7)) < 1e-6);
            QVERIFY(mix->effects[unit] > 0);
        }
    }

    void centresAreWhatTheySay() {
        Bench bench;
        const auto mean = bench.mix();
        QCOMPARE(mean->code, mean->spread.mean);
        QCOMPARE(bench.mix({CodeCentre::Kind::Zero})->code, std::vector<float>(4));
        const auto random = bench.mix({CodeCentre::Kind::Draw, 0, 1});
        QVERIFY(random->code != bench.mix({CodeCentre::Kind::Draw, 0, 2})->code);
        QCOMPARE(random->code, bench.mix({CodeCentre::Kind::Draw, 0, 1})->code);
        QCOMPARE(bench.mix({CodeCentre::Kind::Sample, 100'000, 0})->centre, CodeCentre());
        const auto sample = bench.mix({CodeCentre::Kind::Sample, 9, 0});
        std::vector<float> original(7);
        bench.dataset->test.copySample(9, original.data());
        QCOMPARE(sample->original, original);
    }

    void aStackWithAPriorDrawsFromIt() {
        Bench bench({"variational", {{"units", Index{4}}}});
        const auto first = bench.mix({CodeCentre::Kind::Draw, 0, 7});
        QVERIFY(first->hasPrior);
        double sum = 0, squares = 0;
        constexpr int draws = 2000;
        for (std::uint64_t draw = 0; draw < draws / 4; ++draw)
            for (const float value : bench.mix({CodeCentre::Kind::Draw, 0, draw})->code) {
                sum += static_cast<double>(value);
                squares += static_cast<double>(value) * static_cast<double>(value);
            }
        QVERIFY(std::abs(sum / draws) < 0.1 && std::abs(squares / draws - 1) < 0.15); // standard normal, whatever the codes are
    }

    void codesAreDecodedInTheirOrder() {
        Bench bench;
        std::vector<std::vector<float>> codes;
        for (int i = 0; i < 150; ++i) // more than a block
            codes.push_back(tests::waves(4, 10 * i));
        const auto decoded = bench.run(analysis::DecodeTask{codes});
        QCOMPARE(decoded->pictures.size(), codes.size());
        for (const std::size_t i : {0, 63, 64, 149})
            QVERIFY(largestDifference(decoded->pictures[i].values.data(), bench.decode(codes[i])) < 1e-6);
        QVERIFY(!bench.run(analysis::DecodeTask{{{1, 2, 3}}})); // of another stack
    }

    void anAttributeIsTheDifferenceOfTwoMeans() {
        Bench bench;
        auto labelled = std::make_shared<data::Dataset>(*bench.dataset);
        for (Index i = 0; i < labelled->test.samples; ++i)
            labelled->test.labels.push_back(static_cast<std::int32_t>(i % 5));
        bench.dataset = labelled;
        bench.mix();
        const std::shared_ptr<const analysis::CodeTable> table = bench.latest->codes; // the next mix brings its own
        const analysis::CodeTable &codes = *table;
        using Kind = analysis::CodeAttribute::Kind;
        const auto everyFifth = std::make_shared<std::vector<Index>>();
        std::vector<double> meant(4), rest(4);
        for (Index i = 0; i < 200; ++i) {
            for (std::size_t unit = 0; unit < 4; ++unit)
                (i % 5 == 2 ? meant : rest)[unit] += static_cast<double>(codes.view().column(i)[unit]) / (i % 5 == 2 ? 40 : 160);
            if (i % 5 == 2)
                everyFifth->push_back(i);
        }
        for (const analysis::CodeAttribute &attribute :
             {analysis::CodeAttribute{Kind::Class, 2, nullptr}, analysis::CodeAttribute{Kind::Samples, 0, everyFifth}}) {
            const std::vector<float> way = analysis::directionOf(attribute, codes);
            for (std::size_t unit = 0; unit < 4; ++unit)
                QVERIFY(std::abs(static_cast<double>(way[unit]) - (meant[unit] - rest[unit])) < 1e-5);
            QCOMPARE(bench.run(analysis::MixTask{{}, CodeBasis::Units, false, attribute, bench.latest})->attributeWay, way);
        }
        QVERIFY(analysis::directionOf({Kind::Class, 9, nullptr}, codes).empty()); // nobody is of it
        QVERIFY(analysis::directionOf({}, codes).empty());
    }

    void whatIsCancelledEnds() {
        Bench bench;
        bench.isCancelled = true;
        QVERIFY(!bench.mix());
    }
};

QTEST_APPLESS_MAIN(TraversalTest)
#include "traversal_test.moc"
