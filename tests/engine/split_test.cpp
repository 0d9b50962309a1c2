// Parts set aside: how many, which, and that the same samples are chosen whatever they are made of.
#include <QTest>

#include <algorithm>
#include <limits>

#include "engine/data/shaping/split.h"

using namespace hourglass;
using namespace hourglass::data;

namespace {

/// Sample i holds i and i + 1 in its features and i as its label.
Part counting(Index samples, bool asBytes) {
    Part part;
    part.samples = samples;
    part.features = 2;
    for (Index i = 0; i < samples; ++i)
        for (Index feature = 0; feature < 2; ++feature)
            asBytes ? part.bytes.push_back(static_cast<std::uint8_t>(i + feature)) : part.floats.push_back(static_cast<float>(i + feature));
    for (Index i = 0; i < samples; ++i)
        part.labels.push_back(static_cast<std::int32_t>(i));
    return part;
}

bool isConsistent(const Part &part) {
    const auto size = static_cast<std::size_t>(part.samples);
    if (part.bytes.size() + part.floats.size() != 2 * size || part.labels.size() != size || part.sourceIndex.size() != size)
        return false;
    for (std::size_t i = 0; i < size; ++i) {
        const float first = part.holdsBytes() ? static_cast<float>(part.bytes[2 * i]) : part.floats[2 * i];
        if (part.labels[i] != part.sourceIndex[i] || first != static_cast<float>(part.sourceIndex[i]))
            return false;
    }
    return std::is_sorted(part.sourceIndex.begin(), part.sourceIndex.end());
}

} // namespace

class SplitTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatAFractionIs() {
        QCOMPARE(splitCount(100, 0.1), 10);
        QCOMPARE(splitCount(104, 0.1), 10);
        QCOMPARE(splitCount(106, 0.1), 11);
        QCOMPARE(splitCount(3, 0.1), 1);
        QCOMPARE(splitCount(2, 0.1), 1);
        QCOMPARE(splitCount(2, 0.9), 1);
        QCOMPARE(splitCount(1, 0.1), 0);
        QCOMPARE(splitCount(0, 0.1), 0);
        QCOMPARE(splitCount(100, 0.0), 0);
    }

    void movesWholeSamplesAndKeepsTheirOrder() {
        for (const bool asBytes : {true, false}) {
            Part train = counting(100, asBytes);
            const Part test = splitOff(train, 0.1, 7, SplitOff::Test);
            QCOMPARE(test.samples, 10);
            QCOMPARE(train.samples, 90);
            QCOMPARE(test.features, 2);
            QVERIFY(isConsistent(train));
            QVERIFY(isConsistent(test));
            std::vector<Index> all = train.sourceIndex;
            all.insert(all.end(), test.sourceIndex.begin(), test.sourceIndex.end());
            std::sort(all.begin(), all.end());
            for (Index i = 0; i < 100; ++i)
                QCOMPARE(all[static_cast<std::size_t>(i)], i);
        }
    }

    void choosesTheSameSamplesInEveryFormat() {
        Part bytes = counting(200, true), floats = counting(200, false);
        floats.labels.clear();
        QCOMPARE(splitOff(bytes, 0.1, 3, SplitOff::Test).sourceIndex, splitOff(floats, 0.1, 3, SplitOff::Test).sourceIndex);
        QVERIFY(floats.labels.empty());
    }

    void choosesTheSameSamplesEverywhere() {
        Part part = counting(100, true);
        QCOMPARE(splitOff(part, 0.1, 0, SplitOff::Test).sourceIndex, (std::vector<Index>{1, 13, 19, 24, 28, 56, 58, 73, 80, 82}));
    }

    void dependsOnSeedAndPurpose() {
        const auto chosen = [](std::uint64_t seed, SplitOff purpose) {
            Part part = counting(200, true);
            return splitOff(part, 0.2, seed, purpose).sourceIndex;
        };
        QVERIFY(chosen(1, SplitOff::Test) == chosen(1, SplitOff::Test));
        QVERIFY(chosen(1, SplitOff::Test) != chosen(2, SplitOff::Test));
        QVERIFY(chosen(1, SplitOff::Test) != chosen(1, SplitOff::Validation));
    }

    void choosesEverySampleEquallyOften() {
        std::vector<int> times(20);
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            Part part = counting(20, true);
            for (const Index index : splitOff(part, 0.25, seed, SplitOff::Validation).sourceIndex)
                ++times[static_cast<std::size_t>(index)];
        }
        // 2000 draws with probability 1/4: 500, with a standard deviation of 19.
        QVERIFY(std::all_of(times.begin(), times.end(), [](int count) { return count > 400 && count < 600; }));
    }

    void numbersStayThoseOfTheSource() {
        Part train = counting(100, true);
        const Part test = splitOff(train, 0.1, 7, SplitOff::Test);
        const Part validation = splitOff(train, 0.2, 7, SplitOff::Validation);
        QCOMPARE(validation.samples, 18);
        QVERIFY(isConsistent(train));
        QVERIFY(isConsistent(validation));
        for (const Index index : validation.sourceIndex)
            QVERIFY(!std::binary_search(test.sourceIndex.begin(), test.sourceIndex.end(), index));
    }

    void leavesAloneWhatCannotBeSplit() {
        Part single = counting(1, true), whole = counting(5, true), none;
        QVERIFY(splitOff(single, 0.1, 0, SplitOff::Test).isEmpty());
        QCOMPARE(single.samples, 1);
        QVERIFY(splitOff(whole, 0.0, 0, SplitOff::Validation).isEmpty());
        QVERIFY(whole.sourceIndex.empty());
        QVERIFY(splitOff(none, 0.1, 0, SplitOff::Test).isEmpty());
    }
};

QTEST_APPLESS_MAIN(SplitTest)
#include "split_test.moc"
