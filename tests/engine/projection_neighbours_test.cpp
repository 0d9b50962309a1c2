// The nearest samples, beside a loop over all pairs.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "engine/core/random.h"
#include "engine/projections/codes.h"
#include "engine/projections/neighbours.h"

using hourglass::core::ConstView;
using hourglass::core::Random;
using hourglass::core::Stream;
using hourglass::core::ThreadPool;
using namespace hourglass::projections;

namespace {

struct Cloud {
    hourglass::core::Index dimensions, samples;
    std::vector<float> numbers;
    ConstView view() const { return {numbers.data(), dimensions, samples, dimensions}; }
    float *of(hourglass::core::Index sample) { return numbers.data() + sample * dimensions; }
};

Cloud cloudOf(Index dimensions, Index samples, float offset = 0, float scale = 1) {
    const Random random(3, Stream::Data);
    Cloud cloud{dimensions, samples, std::vector<float>(static_cast<std::size_t>(dimensions * samples))};
    for (Index sample = 0; sample < samples; ++sample)
        for (Index row = 0; row < dimensions; ++row)
            cloud.of(sample)[row] = offset + scale * random.normal(0, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(row));
    return cloud;
}

double slowDistance(const Cloud &cloud, Index a, Index b) {
    double sum = 0;
    for (Index row = 0; row < cloud.dimensions; ++row) {
        const double way = static_cast<double>(cloud.view().column(a)[row]) - static_cast<double>(cloud.view().column(b)[row]);
        sum += way * way;
    }
    return sum;
}

/// Of equal distances the lower number first; distances a rounding of double apart count as equal where `tolerance` is not 0.
void compareWithLoop(const Cloud &cloud, const Neighbours &found) {
    for (Index sample = 0; sample < cloud.samples; ++sample) {
        std::vector<std::pair<double, Index>> all;
        for (Index other = 0; other < cloud.samples; ++other)
            if (other != sample)
                all.emplace_back(slowDistance(cloud, sample, other), other);
        std::sort(all.begin(), all.end());
        for (Index i = 0; i < found.count; ++i) {
            const auto at = static_cast<std::size_t>(sample * found.count + i);
            const auto &[distance, index] = all[static_cast<std::size_t>(i)];
            const double own = slowDistance(cloud, sample, found.indices[at]);
            if (found.indices[at] != index)
                QVERIFY2(std::abs(own - distance) <= 1e-14 * distance, qPrintable(QString("sample %1 neighbour %2").arg(sample).arg(i)));
            QVERIFY(std::abs(static_cast<double>(found.squaredDistances[at]) - distance) <= 1e-7 * distance);
        }
    }
}

/// As lists that begin with the furthest.
KnownNeighbours knownFrom(const Neighbours &neighbours, Index turn) {
    KnownNeighbours known{{0}, {}, turn, neighbours.order};
    for (Index sample = 0; sample < static_cast<Index>(neighbours.indices.size()) / neighbours.count; ++sample) {
        const auto of = neighbours.of(sample);
        known.columns.insert(known.columns.end(), of.rbegin(), of.rend());
        known.starts.push_back(static_cast<Index>(known.columns.size()));
    }
    return known;
}

} // namespace

class ProjectionNeighboursTest : public QObject {
    Q_OBJECT

private slots:
    void areThoseOfALoop_data() {
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("offset");
        QTest::addColumn<double>("scale");
        QTest::newRow("a line") << 1 << 700 << 5 << 0.0 << 1.0;
        QTest::newRow("a plane") << 2 << 1300 << 90 << 0.0 << 1.0;
        QTest::newRow("codes") << 32 << 1100 << 15 << 0.0 << 1.0;
        QTest::newRow("far from the origin") << 8 << 900 << 10 << 5000.0 << 0.01;
        QTest::newRow("tiny") << 8 << 600 << 10 << 0.0 << 1e-12;
        QTest::newRow("huge") << 8 << 600 << 10 << 0.0 << 1e15;
        QTest::newRow("many dimensions") << 300 << 530 << 7 << 0.0 << 1.0;
        QTest::newRow("two samples") << 3 << 2 << 1 << 0.0 << 1.0;
        QTest::newRow("all others") << 3 << 40 << 39 << 0.0 << 1.0;
    }
    void areThoseOfALoop() {
        QFETCH(int, dimensions);
        QFETCH(int, samples);
        QFETCH(int, count);
        QFETCH(double, offset);
        QFETCH(double, scale);
        const Cloud cloud = cloudOf(dimensions, samples, static_cast<float>(offset), static_cast<float>(scale));
        ThreadPool pool(2);
        const auto found = nearestNeighbours(cloud.view(), count, pool);
        QVERIFY(found);
        compareWithLoop(cloud, *found);
    }

    void heapsFarApartAreThoseOfALoop() {
        // Most boxes are left out here; some heaps are so tight that their distances drown in the rounding of the estimates.
        Cloud cloud = cloudOf(12, 3000, 300.0f);
        for (Index sample = 0; sample < cloud.samples; ++sample) {
            const Index heap = sample % 7;
            for (Index row = 0; row < cloud.dimensions; ++row) {
                float &number = cloud.of(sample)[row];
                number = 300 + (number - 300) * (heap < 3 ? 1e-4f : 1.0f) + (row == heap % 3 ? 25.0f * static_cast<float>(heap) : 0.0f);
            }
        }
        ThreadPool pool(3);
        const auto found = nearestNeighbours(cloud.view(), 20, pool);
        QVERIFY(found);
        compareWithLoop(cloud, *found);
        const auto some = nearestNeighbours(cloud.view(), 20, pool, nullptr, 7);
        QVERIFY(some);
        for (Index asked = 0; asked < askedOf(cloud.samples, 7); ++asked)
            QVERIFY(std::ranges::equal(some->of(asked), found->of(7 * asked)));
    }

    void amongTheFirstOnesAlone() {
        const Cloud cloud = cloudOf(7, 1700);
        constexpr Index among = 1100, count = 9;
        ThreadPool pool(2);
        const auto found = nearestNeighboursAmong(cloud.view(), among, count, pool);
        QVERIFY(found);
        QCOMPARE(found->indices.size(), std::size_t{600 * count});
        for (Index asked = 0; asked < 600; ++asked) {
            std::vector<std::pair<double, Index>> all;
            for (Index other = 0; other < among; ++other)
                all.emplace_back(slowDistance(cloud, among + asked, other), other);
            std::sort(all.begin(), all.end());
            for (Index i = 0; i < count; ++i)
                QCOMPARE(Index{found->of(asked)[static_cast<std::size_t>(i)]}, all[static_cast<std::size_t>(i)].second);
        }
        const auto every = nearestNeighboursAmong(cloud.view(), 3, 3, pool); // as many as there are
        QVERIFY(every);
        QCOMPARE(every->indices.size(), std::size_t{3 * 1697});
    }

    void outliersHideNobody() {
        Cloud cloud = cloudOf(6, 1200);
        for (Index row = 0; row < 6; ++row)
            cloud.of(700)[row] = 1e6f;
        ThreadPool pool(1);
        const auto found = nearestNeighbours(cloud.view(), 12, pool);
        QVERIFY(found);
        compareWithLoop(cloud, *found);
    }

    void ofEqualSamplesTheLowerNumbersComeFirst() {
        Cloud cloud = cloudOf(4, 3000);
        for (Index sample = 0; sample < 3000; ++sample)
            if (sample % 3 != 0)
                std::copy_n(cloud.of(0), 4, cloud.of(sample));
        ThreadPool pool(2);
        const auto found = nearestNeighbours(cloud.view(), 4, pool);
        QVERIFY(found);
        const std::vector<std::int32_t> nearFirst(found->of(0).begin(), found->of(0).end()), nearFive(found->of(5).begin(), found->of(5).end());
        QCOMPARE(nearFirst, (std::vector<std::int32_t>{1, 2, 4, 5}));
        QCOMPARE(nearFive, (std::vector<std::int32_t>{0, 1, 2, 4}));
        QCOMPARE(found->squaredDistances[5 * 4], 0.0f);
        QCOMPARE(repeatedSamples(cloud.view()), Index{2000});
    }

    void areTheSameBitsOnAnyNumberOfThreads() {
        const Cloud cloud = cloudOf(16, 1500);
        ThreadPool one(1), five(5);
        const auto alone = nearestNeighbours(cloud.view(), 30, one), shared = nearestNeighbours(cloud.view(), 30, five);
        QVERIFY(alone && shared);
        QVERIFY(alone->indices == shared->indices);
        QVERIFY(alone->squaredDistances == shared->squaredDistances);
    }

    void ofKnownOnesASixteenthIsSoughtAnew() {
        const Cloud before = cloudOf(10, 2100);
        Cloud after = before;
        const Random random(5, Stream::Data);
        for (std::size_t i = 0; i < after.numbers.size(); ++i)
            after.numbers[i] += 0.02f * random.normal(0, i, 0);
        ThreadPool pool(2), other(3);
        constexpr Index count = 24;
        const auto first = nearestNeighbours(before.view(), count, pool), truth = nearestNeighbours(after.view(), count, pool);
        QVERIFY(first && truth);
        for (const Index turn : {0, 5, 31}) {
            const KnownNeighbours known = knownFrom(*first, turn);
            const auto found = nearestNeighboursAfter(known, after.view(), count, pool), again = nearestNeighboursAfter(known, after.view(), count, other);
            QVERIFY(found && again);
            QVERIFY(found->indices == again->indices && found->squaredDistances == again->squaredDistances);
            QVERIFY(std::set(found->order.begin(), found->order.end()).size() == static_cast<std::size_t>(after.samples));
            QVERIFY((found->order == known.order) == (turn != 31)); // after sixteen turns it is made anew
            Index met = 0;
            for (Index place = 0; place < after.samples; ++place) {
                const Index sample = found->order[static_cast<std::size_t>(place)];
                const auto own = found->of(sample), should = truth->of(sample), were = first->of(sample);
                if (place / 48 % 16 == turn % 16) { // 48 who lie together, and of those every sixteenth
                    QVERIFY(std::ranges::equal(own, should));
                    continue;
                }
                QVERIFY(std::set(own.begin(), own.end()) == std::set(were.begin(), were.end())); // as many as were known
                for (std::size_t i = 0; i < own.size(); ++i) {
                    met += std::ranges::find(should, own[i]) != should.end();
                    QCOMPARE(found->squaredDistances[static_cast<std::size_t>(sample * count) + i], static_cast<float>(slowDistance(after, sample, own[i])));
                    QVERIFY(i == 0 || slowDistance(after, sample, own[i - 1]) <= slowDistance(after, sample, own[i]));
                }
            }
            QVERIFY(met > 9 * count * after.samples / 10 * 15 / 16);
        }
        // What was right stays so.
        const auto same = nearestNeighboursAfter(knownFrom(*first, 3), before.view(), count, pool);
        QVERIFY(same && same->indices == first->indices && same->squaredDistances == first->squaredDistances);
    }

    void ofKnownOnesTheFrontIsBroughtIntoOrder() {
        const Cloud before = cloudOf(10, 2100);
        Cloud after = before;
        const Random random(5, Stream::Data);
        for (std::size_t i = 0; i < after.numbers.size(); ++i)
            after.numbers[i] += 0.02f * random.normal(0, i, 0);
        constexpr Index count = 24, front = 9;
        ThreadPool one(1);
        const auto first = nearestNeighbours(before.view(), count, one), truth = nearestNeighbours(after.view(), count, one);
        QVERIFY(first && truth);
        QCOMPARE(first->measured(), count);
        KnownNeighbours known{{}, first->indices, 0, first->order};
        for (Index sample = 0; sample <= before.samples; ++sample)
            known.starts.push_back(sample * count);
        for (const int threads : {1, 2, 3, 5}) {
            ThreadPool pool(threads);
            const auto found = nearestNeighboursAfter(known, after.view(), count, pool, nullptr, 1, front);
            QVERIFY(found);
            QCOMPARE(found->measured(), front);
            QCOMPARE(std::ssize(found->squaredDistances), after.samples * front);
            for (Index place = 0; place < after.samples; ++place) {
                const Index sample = found->order[static_cast<std::size_t>(place)];
                const auto own = found->of(sample), should = truth->of(sample), were = first->of(sample);
                for (std::size_t i = 0; i < front; ++i)
                    QCOMPARE(found->squaresOf(sample)[i], static_cast<float>(slowDistance(after, sample, own[i])));
                if (place / 48 % 16 == 0) { // sought anew
                    QVERIFY(std::ranges::equal(own, should));
                    continue;
                }
                QVERIFY(std::ranges::equal(own.subspan(front), were.subspan(front)));
                const auto ownFront = own.first(front), wereFront = were.first(front);
                QVERIFY(std::set(ownFront.begin(), ownFront.end()) == std::set(wereFront.begin(), wereFront.end()));
                for (std::size_t i = 1; i < front; ++i)
                    QVERIFY(slowDistance(after, sample, own[i - 1]) <= slowDistance(after, sample, own[i]));
            }
        }
    }

    void withinAFactorNobodyNearIsMissed() {
        const Cloud cloud = cloudOf(12, 5000);
        constexpr Index count = 30;
        ThreadPool one(1);
        const auto truth = nearestNeighbours(cloud.view(), count, one), exact = nearestNeighboursWithin(1, cloud.view(), count, one);
        QVERIFY(truth && exact && exact->indices == truth->indices && exact->squaredDistances == truth->squaredDistances);
        for (const float within : {1.2f, 1.6f, 3.0f}) {
            const auto found = nearestNeighboursWithin(within, cloud.view(), count, one);
            QVERIFY(found);
            Index met = 0;
            for (Index sample = 0; sample < cloud.samples; ++sample) {
                const auto own = found->of(sample), should = truth->of(sample);
                for (std::size_t i = 0; i < own.size(); ++i) {
                    const bool isThere = std::ranges::find(own, should[i]) != own.end();
                    met += isThere;
                    QVERIFY(isThere || within * within * truth->squaresOf(sample)[i] >= found->squaresOf(sample).back());
                }
            }
            QVERIFY2(met < count * cloud.samples || within < 1.5f, qPrintable(QString::number(met))); // boxes were left out
            QVERIFY2(within > 2 || met > count * cloud.samples * 99 / 100, qPrintable(QString::number(met)));
            for (const int threads : {2, 3, 5}) {
                ThreadPool pool(threads);
                const auto again = nearestNeighboursWithin(within, cloud.view(), count, pool);
                QVERIFY(again && again->indices == found->indices && again->squaredDistances == found->squaredDistances);
            }
        }
    }

    void whereTooFewWereKnownAllAreSought() {
        const Cloud before = cloudOf(10, 1700);
        Cloud after = before;
        for (Index sample = 0; sample < after.samples; ++sample) // another stands in the place of each
            std::copy_n(before.numbers.data() + (sample * 7 + 3) % after.samples * 10, 10, after.of(sample));
        ThreadPool pool(2);
        const auto first = nearestNeighbours(before.view(), 20, pool), truth = nearestNeighbours(after.view(), 20, pool);
        const auto found = nearestNeighboursAfter(knownFrom(*first, 0), after.view(), 20, pool);
        QVERIFY(found && found->indices == truth->indices);
        // So they are where lists are too short, or of other samples.
        const auto longer = nearestNeighboursAfter(knownFrom(*first, 0), before.view(), 21, pool);
        QVERIFY(longer && longer->indices == nearestNeighbours(before.view(), 21, pool)->indices);
        const Cloud fewer = cloudOf(10, 900);
        const auto others = nearestNeighboursAfter(knownFrom(*first, 0), fewer.view(), 20, pool);
        QVERIFY(others && others->indices == nearestNeighbours(fewer.view(), 20, pool)->indices);
        QCOMPARE(nearestNeighboursAfter({}, fewer.view(), 20, pool)->indices, others->indices);
        const std::atomic<bool> cancelled{true};
        QVERIFY(!nearestNeighboursAfter(knownFrom(*first, 0), before.view(), 20, pool, &cancelled));
        after.of(17)[2] = std::numeric_limits<float>::quiet_NaN(); // none of those that are sought
        QVERIFY(!nearestNeighboursAfter(knownFrom(*first, 0), after.view(), 20, pool));
    }

    void whatIsNoNumberIsASentence() {
        Cloud cloud = cloudOf(4, 50);
        ThreadPool pool(1);
        cloud.of(17)[2] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(QString::fromStdString(nearestNeighbours(cloud.view(), 3, pool).error().what), QString("the code of sample 17 is not finite"));
        cloud.of(17)[2] = 1e30f;
        QVERIFY(QString::fromStdString(nearestNeighbours(cloud.view(), 3, pool).error().what).contains("sample 17 is too large"));
    }

    void endsWhenCancelled() {
        const Cloud cloud = cloudOf(4, 500);
        ThreadPool pool(2);
        const std::atomic<bool> cancelled{true};
        QVERIFY(!nearestNeighbours(cloud.view(), 3, pool, &cancelled));
    }
};

QTEST_GUILESS_MAIN(ProjectionNeighboursTest)
#include "projection_neighbours_test.moc"
