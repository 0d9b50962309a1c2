#include <QTest>

#include <cmath>
#include <set>
#include <tuple>

#include "engine/analysis/duplicates.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using namespace hourglass::analysis;
using data::PartKind;
using data::SampleId;
using tests::drawnPart;
using tests::valueOf;

namespace {

data::Dataset drawnDataset(bool bytes) {
    data::Dataset dataset;
    dataset.shape = core::Shape(13);
    dataset.train = drawnPart(700, 13, 3, bytes, 1);
    dataset.validation = drawnPart(90, 13, 3, bytes, 2);
    dataset.test = drawnPart(210, 13, 3, bytes, 3);
    return dataset;
}

void setSample(data::Part &to, Index sample, const data::Part &from, Index other) {
    const auto width = static_cast<std::size_t>(to.features);
    for (std::size_t f = 0; f < width; ++f)
        to.floats[static_cast<std::size_t>(sample) * width + f] = from.floats[static_cast<std::size_t>(other) * width + f];
}

std::vector<SampleId> allPlaces(const data::Dataset &dataset) {
    std::vector<SampleId> places;
    for (const PartKind kind : data::partKinds)
        for (Index i = 0; i < partOf(dataset, kind).samples; ++i)
            places.push_back({kind, i});
    return places;
}

/// Each sample against each before it.
Duplicates slowDuplicates(const data::Dataset &dataset) {
    const std::vector<SampleId> places = allPlaces(dataset);
    Duplicates found;
    std::vector<DuplicatePair> pairs;
    std::set<SampleId> groups;
    const auto areEqual = [&](const SampleId &a, const SampleId &b) {
        for (Index f = 0; f < dataset.features(); ++f)
            if (valueOf(partOf(dataset, a.part), a.sample, f) != valueOf(partOf(dataset, b.part), b.sample, f))
                return false;
        return true;
    };
    for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (areEqual(places[i], places[j])) {
                pairs.push_back({places[j], places[i], numberOf(dataset, places[j]), numberOf(dataset, places[i])});
                groups.insert(places[j]);
                break;
            }
    std::sort(pairs.begin(), pairs.end(),
              [](const DuplicatePair &a, const DuplicatePair &b) { return std::tie(a.first, a.second) < std::tie(b.first, b.second); });
    found.groups = static_cast<Index>(groups.size());
    found.samples = static_cast<Index>(pairs.size());
    for (const DuplicatePair &pair : pairs) {
        if (found.pairs.size() < Duplicates::mostPairs)
            found.pairs.push_back(pair);
        if (pair.first.part == PartKind::Train && pair.second.part != PartKind::Train) {
            ++(pair.second.part == PartKind::Test ? found.leakedTest : found.leakedValidation);
            if (found.leaks.size() < Duplicates::mostPairs)
                found.leaks.push_back(pair);
        }
    }
    return found;
}

bool areSame(const Duplicates &a, const Duplicates &b) {
    return a.groups == b.groups && a.samples == b.samples && a.leakedTest == b.leakedTest && a.leakedValidation == b.leakedValidation && a.pairs == b.pairs &&
           a.leaks == b.leaks;
}

} // namespace

class DataStatisticsTest : public QObject {
    Q_OBJECT
private slots:
    void agreesWithSlowLoops_data() {
        QTest::addColumn<bool>("bytes");
        QTest::addColumn<double>("stretch");
        QTest::addColumn<double>("offset");
        QTest::newRow("bytes") << true << 1.0 << 0.0;
        QTest::newRow("floats") << false << 1.0 << 0.0;
        QTest::newRow("far from zero") << false << 30.0 << 1000.0;
        QTest::newRow("negative") << false << 5.0 << -40.0;
    }

    void agreesWithSlowLoops() {
        QFETCH(bool, bytes);
        QFETCH(double, stretch);
        QFETCH(double, offset);
        data::Dataset dataset = drawnDataset(bytes);
        for (data::Part *part : {&dataset.train, &dataset.validation, &dataset.test})
            for (float &value : part->floats)
                value = static_cast<float>(static_cast<double>(value) * stretch + offset);
        dataset.isWithinUnit = stretch == 1.0;
        const auto measured = measureData(dataset);
        QVERIFY(measured);
        QCOMPARE(measured->samples, 1000);
        QVERIFY(!measured->isDrawn());
        const std::vector<SampleId> places = allPlaces(dataset);
        const auto value = [&](const SampleId &place, Index f) { return static_cast<double>(valueOf(partOf(dataset, place.part), place.sample, f)); };
        double sum = 0, least = 1e9, most = -1e9;
        for (Index f = 0; f < 13; ++f) {
            const auto at = static_cast<std::size_t>(f);
            double mean = 0, squares = 0, low = 1e9, high = -1e9;
            for (const SampleId &place : places)
                mean += value(place, f) / 1000;
            for (const SampleId &place : places) {
                squares += std::pow(value(place, f) - mean, 2);
                low = std::min(low, value(place, f));
                high = std::max(high, value(place, f));
            }
            QVERIFY(std::abs(measured->mean[at] - mean) < 1e-9 * stretch);
            QVERIFY(std::abs(measured->deviation[at] - std::sqrt(squares / 1000)) < 1e-9 * stretch);
            QCOMPARE(measured->minimum[at], low);
            QCOMPARE(measured->maximum[at], high);
            sum += mean / 13;
            least = std::min(least, low);
            most = std::max(most, high);
        }
        double variance = 0;
        const double from = dataset.isWithinUnit ? 0 : least, to = dataset.isWithinUnit ? 1 : most;
        std::array<Index, ValueHistogram::bins> counts{};
        for (const SampleId &place : places)
            for (Index f = 0; f < 13; ++f) {
                variance += std::pow(value(place, f) - sum, 2) / 13000;
                int bin = ValueHistogram::bins - 1;
                while (bin > 0 && value(place, f) < from + (to - from) / ValueHistogram::bins * bin)
                    --bin;
                ++counts[static_cast<std::size_t>(bin)];
            }
        QVERIFY(std::abs(measured->valueMean - sum) < 1e-9 * stretch);
        QVERIFY(std::abs(measured->valueDeviation - std::sqrt(variance)) < 1e-9 * stretch);
        QCOMPARE(measured->valueMinimum, least);
        QCOMPARE(measured->valueMaximum, most);
        QCOMPARE(measured->histogram.from, from);
        QCOMPARE(measured->histogram.to, to);
        Index differing = 0; // values on the edge of a bin may fall either way by rounding
        for (std::size_t bin = 0; bin < counts.size(); ++bin)
            differing += std::abs(counts[bin] - measured->histogram.counts[bin]);
        QVERIFY(differing <= 4);
        QVERIFY(measured->constantFeatures.empty());
        QVERIFY(areSame(measured->duplicates, slowDuplicates(dataset)));
    }

    void namesConstantFeatures() {
        data::Dataset dataset = drawnDataset(false);
        for (data::Part *part : {&dataset.train, &dataset.validation, &dataset.test})
            for (std::size_t i = 0; i < part->floats.size(); i += 13) {
                part->floats[i + 4] = 0.1f;
                part->floats[i + 9] = 0.25f;
            }
        dataset.test.floats[9] = 0.26f; // one other value is enough
        const auto measured = measureData(dataset);
        QCOMPARE(measured->constantFeatures, std::vector<Index>{4});
        QCOMPARE(measured->deviation[4], 0.0);
        QCOMPARE(measured->mean[4], static_cast<double>(0.1f));
        QVERIFY(measured->deviation[9] > 0);
    }

    void findsPlantedDuplicates() {
        data::Dataset dataset = drawnDataset(false);
        QCOMPARE(measureData(dataset)->duplicates.samples, 0);
        setSample(dataset.train, 600, dataset.train, 20);
        setSample(dataset.train, 601, dataset.train, 20);
        setSample(dataset.test, 7, dataset.train, 20);
        setSample(dataset.test, 8, dataset.validation, 3); // no leak into the training
        setSample(dataset.validation, 5, dataset.train, 1);
        setSample(dataset.test, 100, dataset.test, 99);
        const auto measured = measureData(dataset);
        const Duplicates &found = measured->duplicates;
        QVERIFY(areSame(found, slowDuplicates(dataset)));
        QCOMPARE(found.groups, 4);
        QCOMPARE(found.samples, 6);
        QCOMPARE(found.leakedTest, 1);
        QCOMPARE(found.leakedValidation, 1);
        QCOMPARE(found.leaks.size(), std::size_t{2});
        QCOMPARE(found.pairs.front().second, (SampleId{PartKind::Validation, 5}));
        QCOMPARE(found.leaks.back().secondNumber, 700 + 90 + 7);
    }

    void knowsNumbersOfTheSource() {
        data::Dataset dataset = drawnDataset(false);
        setSample(dataset.test, 7, dataset.train, 20);
        for (Index i = 0; i < 700; ++i)
            dataset.train.sourceIndex.push_back(3 * i);
        for (Index i = 0; i < 210; ++i)
            dataset.test.sourceIndex.push_back(3 * i + 1);
        const DuplicatePair pair = measureData(dataset)->duplicates.leaks.front();
        QCOMPARE(pair.firstNumber, 60);
        QCOMPARE(pair.secondNumber, 22);
    }

    void oneBitMakesAnother() {
        data::Dataset dataset = drawnDataset(false);
        setSample(dataset.train, 10, dataset.train, 9);
        dataset.train.floats[10 * 13 + 12] = std::nextafter(dataset.train.floats[10 * 13 + 12], 2.0f);
        QCOMPARE(measureData(dataset)->duplicates.samples, 0);
        dataset.train.floats[10 * 13 + 12] = 0.0f;
        dataset.train.floats[9 * 13 + 12] = -0.0f;
        QCOMPARE(measureData(dataset)->duplicates.samples, 1);
    }

    void comparesWhereHashesAgree() {
        data::Dataset dataset = drawnDataset(false);
        setSample(dataset.train, 30, dataset.train, 20);
        setSample(dataset.test, 7, dataset.train, 21);
        const std::vector<SampleId> places = allPlaces(dataset);
        DuplicateSearch search(dataset, 1000, [](const float *, Index) { return std::uint64_t{5}; });
        std::vector<float> values(13);
        for (const SampleId &place : places) {
            partOf(dataset, place.part).copySample(place.sample, values.data());
            search.add(values.data());
        }
        Duplicates found;
        QVERIFY(search.finish([&](Index position) { return places[static_cast<std::size_t>(position)]; }, {}, found));
        QVERIFY(areSame(found, slowDuplicates(dataset)));
        QCOMPARE(found.samples, 2);
    }

    void keepsTheFirstPairsOfMany() {
        data::Dataset dataset = drawnDataset(false);
        for (Index i = 1; i < 700; ++i)
            setSample(dataset.train, i, dataset.train, 0);
        const Duplicates found = measureData(dataset)->duplicates;
        QCOMPARE(found.groups, 1);
        QCOMPARE(found.samples, 699);
        QCOMPARE(found.pairs.size(), Duplicates::mostPairs);
        QCOMPARE(found.pairs.back().second.sample, 100);
    }

    void countsClassesByPart() {
        data::Dataset dataset = drawnDataset(true);
        dataset.classNames = {"a", "b", "c"};
        for (Index i = 0; i < 700; ++i)
            dataset.train.labels.push_back(i < 500 ? 0 : 2);
        for (Index i = 0; i < 210; ++i)
            dataset.test.labels.push_back(i < 10 ? -1 : 1);
        const auto measured = measureData(dataset);
        QCOMPARE(measured->classes.size(), std::size_t{3});
        QCOMPARE(measured->classes[0], (std::array<Index, 3>{500, 0, 0}));
        QCOMPARE(measured->classes[1], (std::array<Index, 3>{0, 0, 200}));
        QCOMPARE(measured->classes[2], (std::array<Index, 3>{200, 0, 0}));
        QCOMPARE(measured->unlabelled, (std::array<Index, 3>{0, 90, 10}));
    }

    void drawsFromMany() {
        const data::Dataset dataset = drawnDataset(false);
        const auto whole = measureData(dataset);
        const auto drawn = measureData(dataset, {}, {13 * 400, 1000, 5}), again = measureData(dataset, {}, {13 * 400, 1000, 5});
        const auto other = measureData(dataset, {}, {13 * 400, 1000, 6});
        QCOMPARE(drawn->measured, 400);
        QCOMPARE(drawn->samples, 1000);
        QVERIFY(drawn->isDrawn());
        QCOMPARE(measureData(dataset, {}, {1'000'000, 90, 0})->measured, 90);
        QVERIFY(drawn->mean == again->mean && drawn->histogram.counts == again->histogram.counts);
        QVERIFY(drawn->mean != other->mean);
        QVERIFY(drawn->duplicates.samples == 0); // none is drawn twice
        for (std::size_t f = 0; f < 13; ++f)
            QVERIFY(std::abs(drawn->mean[f] - whole->mean[f]) < 5 * whole->deviation[f] / 20);
    }

    void nothingToMeasure() {
        data::Dataset dataset;
        dataset.shape = core::Shape(5);
        const auto measured = measureData(dataset);
        QVERIFY(measured);
        QCOMPARE(measured->measured, 0);
        QVERIFY(measured->mean.empty());
    }

    void oneValueThroughout() {
        data::Dataset dataset;
        dataset.shape = core::Shape(2);
        dataset.train = {3, 2, {}, {7, 7, 7, 7, 7, 7}, {}, {}, {}};
        dataset.isWithinUnit = false;
        const auto measured = measureData(dataset);
        QCOMPARE(measured->histogram.counts[0], 6);
        QCOMPARE(measured->valueDeviation, 0.0);
        QCOMPARE(measured->constantFeatures.size(), std::size_t{2});
    }

    void cancelsAndTells() {
        const data::Dataset dataset = drawnDataset(false);
        std::atomic<bool> cancelled = true;
        QVERIFY(!measureData(dataset, {{}, &cancelled}));
        cancelled = false;
        double last = 0;
        bool isRising = true;
        const data::Progress progress{[&](double fraction, const std::string &) {
                                          isRising = isRising && fraction >= last && fraction <= 1;
                                          last = fraction;
                                          cancelled = fraction > 0.4;
                                      },
                                      &cancelled};
        QVERIFY(!measureData(dataset, progress));
        QVERIFY(isRising && last > 0.4 && last < 0.9);
    }
};

QTEST_APPLESS_MAIN(DataStatisticsTest)
#include "data_statistics_test.moc"
