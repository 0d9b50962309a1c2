// What the panel of the factors is told, against sources' figures on the same codes, loops, and cases whose answer is known.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/judging/factors_task.h"
#include "engine/judging/partition_scores.h"
#include "tests/support/snapshot_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using namespace hourglass::judging;

namespace {

/// Samples of 6 numbers of which the first three are factors; the class is whether the first is large.
std::shared_ptr<data::Dataset> knownData(bool hasFactors, bool hasClasses) {
    auto dataset = std::make_shared<data::Dataset>();
    dataset->key = dataset->title = "known";
    dataset->shape = core::Shape(6);
    const auto fill = [&](data::Part &part, Index samples, Index from) {
        part.samples = samples;
        part.features = 6;
        for (Index sample = 0; sample < samples; ++sample) {
            float values[6];
            for (Index i = 0; i < 6; ++i)
                values[i] = wave((sample + from) * 31 + i * 1009 + i * i * 7);
            part.floats.insert(part.floats.end(), values, values + 6);
            if (hasFactors) // the third is words, the fourth is not known of all
                part.factors.insert(part.factors.end(), {values[0], 5 * values[1] - 2, values[2] > 0 ? 1.0f : 0.0f, sample == 3 ? std::nanf("") : 1.0f});
            if (hasClasses)
                part.labels.push_back(sample % 10 == 9 ? -1 : values[0] > 0.1f ? 1 : 0);
        }
    };
    fill(dataset->train, 30, 0);
    fill(dataset->test, 400, 5000);
    if (hasFactors) {
        dataset->factorNames = {"height", "width", "colour", "gap"};
        dataset->factorWords = {{}, {}, {"red", "blue"}, {}};
    }
    if (hasClasses)
        dataset->classNames = {"small", "large"};
    return dataset;
}

/// A code of `units` that are numbers of the sample as they are: unit u reads number source[u].
struct Reading : SnapshotBench {
    Reading(std::shared_ptr<const data::Dataset> known, const std::vector<Index> &source)
        : SnapshotBench(std::move(known), spec::ModelSpec{{dense(static_cast<Index>(source.size()), "identity"), output("identity")}, 0, false}) {
        float *weights = parametersOf(0);
        for (std::size_t unit = 0; unit < source.size(); ++unit)
            for (Index i = 0; i < 6; ++i)
                weights[static_cast<Index>(unit) * 6 + i] = i == source[unit] ? 1.0f : 0.0f;
    }
};

} // namespace

class FactorsTaskTest : public QObject {
    Q_OBJECT
private slots:
    void figuresAreThoseOfTheCodes() {
        const auto dataset = knownData(true, true);
        Reading bench(dataset, {4, 1, 0, 2});
        const auto report = bench.run(FactorsTask());
        QVERIFY(!report->obstacle);
        QCOMPARE(report->samples.part, data::PartKind::Test);
        QCOMPARE(report->samples.samples.size(), std::size_t{400});
        QCOMPARE(report->units, Index{4});
        QCOMPARE(report->active, Index{4});
        QCOMPARE(report->unknown, Index{1}); // the gap
        QCOMPARE(report->factors.size(), std::size_t{4});
        const char *names[] = {"height", "width", "colour", "class"};
        Table codes(4, 400), factors(2, 400);
        std::vector<std::int32_t> colours, classes;
        for (Index sample = 0; sample < 400; ++sample) {
            const float *values = dataset->test.floats.data() + sample * 6;
            const float code[] = {values[4], values[1], values[0], values[2]};
            std::copy_n(code, 4, codes.column(sample));
            factors.column(sample)[0] = values[0];
            factors.column(sample)[1] = 5 * values[1] - 2;
            colours.push_back(values[2] > 0);
            classes.push_back(dataset->test.labels[static_cast<std::size_t>(sample)]);
        }
        const auto scores = measureDisentanglement(codes.view(), *knownFactors(factors.view())); // as judging_probes_test has it from disentanglement_lib
        QVERIFY(report->scores && !report->classGap);
        QVERIFY(std::abs(report->scores->mig - scores->mig) < 1e-4 && std::abs(report->scores->sap - scores->sap) < 1e-4);
        QVERIFY(report->scores->sap > 0.9 && report->scores->completeness > 0.8); // each factor stands in one unit
        const auto figures = measureUnits(codes.view());
        QVERIFY(std::abs(report->figures.participationRatio - figures->participationRatio) < 1e-4);
        for (std::size_t factor = 0; factor < 4; ++factor) {
            QCOMPARE(report->factors[factor].name, std::string(names[factor]));
            QCOMPARE(report->factors[factor].isNominal, factor >= 2);
            const auto &information = report->factors[factor].information;
            const std::size_t best = factor == 1 ? 1 : factor == 2 ? 3 : 2; // the unit that reads it
            QCOMPARE(static_cast<std::size_t>(std::max_element(information.begin(), information.end()) - information.begin()), best);
            QVERIFY(information[best] > 0.6 * report->factors[factor].entropy);
            QVERIFY(information[0] < 0.25 * report->factors[factor].entropy); // reads another number
        }
        // I(unit; class) of those that have one, by counting pairs.
        std::map<std::pair<std::int32_t, std::int32_t>, double> pairs;
        std::map<std::int32_t, double> ofBins, ofClasses;
        std::vector<double> values;
        std::vector<std::int32_t> known;
        for (Index sample = 0; sample < 400; ++sample)
            if (classes[static_cast<std::size_t>(sample)] >= 0) {
                values.push_back(static_cast<double>(codes.column(sample)[2]));
                known.push_back(classes[static_cast<std::size_t>(sample)]);
            }
        const std::vector<std::int32_t> bins = binned(values, 20);
        const auto share = 1 / static_cast<double>(known.size());
        for (std::size_t i = 0; i < known.size(); ++i) {
            pairs[{bins[i], known[i]}] += share;
            ofBins[bins[i]] += share;
            ofClasses[known[i]] += share;
        }
        double slow = 0;
        for (const auto &[pair, both] : pairs)
            slow += both * std::log(both / (ofBins[pair.first] * ofClasses[pair.second]));
        QVERIFY(std::abs(report->factors[3].information[2] - slow) < 1e-6);
    }

    void classesAlone() {
        Reading bench(knownData(false, true), {0, 3});
        const auto report = bench.run(FactorsTask());
        QVERIFY(!report->scores && report->classGap);
        QCOMPARE(report->factors.size(), std::size_t{1});
        const FactorKnown &known = report->factors.front();
        QVERIFY(std::abs(*report->classGap - (known.information[0] - known.information[1]) / known.entropy) < 1e-9);
        QVERIFY(*report->classGap > 0.7);
    }

    void withNothingKnown() {
        Reading bench(knownData(false, false), {0, 0, 5});
        const auto report = bench.run(FactorsTask());
        QVERIFY(!report->obstacle && report->factors.empty() && !report->scores && !report->classGap);
        QVERIFY(std::abs(report->figures.correlation[1] - 1) < 1e-6); // two units that are the same
        QVERIFY(report->figures.participationRatio < 2.05);
    }

    void codesThatCannotBeMeasured() {
        Reading bench(knownData(true, true), {0, 1});
        bench.parametersOf(0)[0] = std::nanf("");
        QVERIFY(bench.run(FactorsTask())->obstacle);
        Reading constant(knownData(true, true), {0, 1});
        std::fill_n(constant.parametersOf(0), 12, 0.0f);
        const auto report = constant.run(FactorsTask());
        QVERIFY(!report->obstacle);
        QCOMPARE(report->active, Index{0});
        QCOMPARE(report->factors[0].information[0], 0.0);
        QVERIFY(report->scores && report->scores->mig == 0 && report->scores->sap == 0);
    }

    void ofManyUnitsThoseThatVaryMost() {
        std::vector<Index> source(300, 3);
        Reading bench(knownData(false, true), source);
        float *weights = bench.parametersOf(0);
        for (Index unit = 0; unit < 300; unit += 2) // 150 that vary less
            weights[unit * 6 + 3] = 0.01f * static_cast<float>(unit + 1) / 300;
        const auto report = bench.run(FactorsTask{60});
        QCOMPARE(report->units, Index{300});
        QCOMPARE(report->active, Index{150});
        QCOMPARE(static_cast<Index>(report->shown.size()), FactorsTask::mostUnits);
        QVERIFY(std::is_sorted(report->shown.begin(), report->shown.end()));
        QVERIFY(std::count_if(report->shown.begin(), report->shown.end(), [](Index unit) { return unit % 2 == 1; }) == 150);
        QVERIFY(std::find(report->shown.begin(), report->shown.end(), Index{0}) == report->shown.end());
        QCOMPARE(std::set<Index>(report->order.begin(), report->order.end()).size(), report->shown.size());
    }

    /// Units of two groups, one of which falls as the other rises, and one that never changes: each group comes together, what is still is last.
    void unitsThatGoTogetherStandTogether() {
        Table codes(7, 200);
        for (Index sample = 0; sample < 200; ++sample) {
            const float first = wave(sample * 3), second = wave(sample * 11 + 400);
            const float group[] = {first, second, first, 0, second, first, second};
            for (Index unit = 0; unit < 7; ++unit)
                codes.column(sample)[unit] = unit == 3 ? 0.5f : group[unit] + 0.1f * wave(sample * 17 + unit * 91);
        }
        const std::vector<Index> order = correlationOrder(*measureUnits(codes.view()));
        QCOMPARE(order.size(), std::size_t{7});
        QCOMPARE(order.back(), Index{3});
        std::string groups;
        for (std::size_t i = 0; i < 6; ++i)
            groups += order[i] == 0 || order[i] == 2 || order[i] == 5 ? 'a' : 'b';
        QVERIFY2(groups == "aaabbb" || groups == "bbbaaa", groups.c_str());
        QCOMPARE(correlationOrder(*measureUnits(Table(2, 5).view())), (std::vector<Index>{0, 1}));
    }
};

QTEST_APPLESS_MAIN(FactorsTaskTest)
#include "factors_task_test.moc"
