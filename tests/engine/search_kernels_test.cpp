// What the search for neighbours spends its time with, against loops, at each level of the instruction set (tests/engine/kernel_levels.cmake).
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "engine/kernels/projections.h"
#include "tests/support/instruction_levels.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::Index;

namespace {

constexpr std::size_t room = kernels::slack;
constexpr float canary = -12345.0f;

struct Kept {
    std::vector<float> values;
    std::vector<std::int32_t> indices;
    bool operator==(const Kept &) const = default;
};

Kept firstOf(Index count, const std::vector<float> &values, const std::vector<std::int32_t> &indices) {
    return {{values.begin(), values.begin() + count}, {indices.begin(), indices.begin() + count}};
}

} // namespace

class SearchKernelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL").toStdString();
        if (!wanted.empty() && !supports(wanted))
            QSKIP("This processor does not have the level");
        if (wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
    }

    void whatIsBelowIsCollected() {
        for (const Index count : {0, 1, 15, 16, 17, 48, 131}) {
            const auto size = static_cast<std::size_t>(count);
            const std::vector<float> products = waves(count + 16, 3), offsets = waves(count + 16, 900);
            for (const float limit : {-4.0f, -0.5f, 0.0f, 1.0f, 9.0f}) {
                Kept expected;
                for (std::size_t i = 0; i < size; ++i)
                    if (const float value = offsets[i] - 2.0f * products[i]; value <= limit) {
                        expected.values.push_back(value);
                        expected.indices.push_back(static_cast<std::int32_t>(40 + i));
                    }
                std::vector<float> values(size + room + 1, canary);
                std::vector<std::int32_t> indices(size + room + 1, -7);
                const Index found = kernels::collectBelow(count, products.data(), offsets.data(), limit, 40, values.data(), indices.data());
                QVERIFY(firstOf(found, values, indices) == expected);
                QCOMPARE(values.back(), canary); // nothing behind the room that it may use
                QCOMPARE(indices.back(), -7);
            }
        }
    }

    void whatIsBelowIsKept() {
        for (const Index count : {0, 1, 15, 16, 17, 33, 200})
            for (const float limit : {-2.0f, -0.7f, 0.1f, 0.9f, 2.0f}) {
                std::vector<float> values = waves(count, 7);
                std::vector<std::int32_t> indices;
                Kept expected;
                for (std::size_t i = 0; i < values.size(); ++i) {
                    indices.push_back(static_cast<std::int32_t>(1000 - i));
                    if (values[i] <= limit) {
                        expected.values.push_back(values[i]);
                        expected.indices.push_back(indices.back());
                    }
                }
                values.push_back(canary);
                indices.push_back(-7);
                const Index kept = kernels::keepBelow(count, limit, values.data(), indices.data());
                QVERIFY(firstOf(kept, values, indices) == expected);
                QCOMPARE(values.back(), canary);
                QCOMPARE(indices.back(), -7);
            }
    }

    void ranksCountWhoIsLess() {
        for (const Index count : {0, 1, 2, 7, 8, 9, 100, 161}) {
            std::vector<float> values;
            for (Index i = 0; i < count; ++i)
                values.push_back(i % 5 == 4 ? values[static_cast<std::size_t>(i - 3)] : wave(i)); // some are equal
            std::vector<float> given = values;
            given.resize(values.size() + room, -1e30f);
            std::vector<std::int32_t> ranks(values.size() + room);
            kernels::ranksOf(count, given.data(), ranks.data());
            for (std::size_t i = 0; i < values.size(); ++i)
                QCOMPARE(ranks[i], static_cast<std::int32_t>(std::count_if(values.begin(), values.end(), [&](float other) { return other < values[i]; })));
        }
    }

    void smallestAreSelected() {
        for (const Index count : {1, 16, 33, 150, 400}) {
            std::vector<float> sorted = waves(count, 11);
            for (std::size_t i = 0; i < sorted.size(); i += 7)
                sorted[i] = 0.25f;
            const std::vector<float> given = sorted;
            std::sort(sorted.begin(), sorted.end());
            for (Index rank = 0; rank < count; rank += 1 + count / 9) {
                std::vector<float> values = given, work(2 * (given.size() + room));
                values.resize(given.size() + room);
                QCOMPARE(kernels::selectSmallest(count, rank, values.data(), work.data()), sorted[static_cast<std::size_t>(rank)]);
            }
        }
    }

    void boxesLieAsFarAsALoopSays() {
        constexpr Index axes = 5, stride = 80;
        const std::vector<float> lows = waves(axes * stride + 16, 11), sizes = waves(axes * stride + 16, 500), places = waves(axes * stride + 16, 77);
        std::vector<float> highs(lows.size());
        for (std::size_t i = 0; i < lows.size(); ++i)
            highs[i] = lows[i] + std::abs(sizes[i]);
        const std::vector<std::int32_t> axis{4, 0, 1, 3, 2};
        const std::vector<float> low{-0.5f, 0.1f, 0.3f, -2.0f, 0.0f}, high{-0.1f, 0.2f, 0.9f, 1.0f, 0.0f};
        for (const Index count : {1, 7, 16, 48, 61}) {
            std::vector<float> gaps(static_cast<std::size_t>(count) + room, canary), outside(gaps);
            kernels::boxGaps(count, axes, low.data(), high.data(), lows.data(), highs.data(), stride, gaps.data());
            const float least = kernels::boxDistances(count, axes, axis.data(), places.data(), stride, low.data(), high.data(),
                                                      std::numeric_limits<float>::infinity(), outside.data());
            for (Index i = 0; i < count; ++i) {
                double gap = 0, out = 0;
                for (std::size_t n = 0; n < static_cast<std::size_t>(axes); ++n) {
                    const auto at = n * static_cast<std::size_t>(stride) + static_cast<std::size_t>(i),
                               turned = static_cast<std::size_t>(axis[n]) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(i);
                    const float way = std::max({low[n] - highs[at], lows[at] - high[n], 0.0f}),
                                way2 = std::max({low[n] - places[turned], places[turned] - high[n], 0.0f});
                    gap += static_cast<double>(way) * static_cast<double>(way);
                    out += static_cast<double>(way2) * static_cast<double>(way2);
                }
                QVERIFY(std::abs(static_cast<double>(gaps[static_cast<std::size_t>(i)]) - gap) <= 1e-6 * gap);
                QVERIFY(std::abs(static_cast<double>(outside[static_cast<std::size_t>(i)]) - out) <= 1e-6 * out);
            }
            QCOMPARE(least, *std::min_element(outside.begin(), outside.begin() + count));
        }
    }

    void whatLiesTooFarIsLookedAtNoFurther() {
        constexpr Index axes = 20, stride = 80;
        const std::vector<float> places = waves(axes * stride + 16, 77), low(axes, 1.5f), high(axes, 1.7f);
        std::vector<std::int32_t> axis(axes);
        std::iota(axis.begin(), axis.end(), 0);
        for (const Index count : {1, 16, 48, 61}) {
            std::vector<float> all(static_cast<std::size_t>(count) + room, canary), some(all);
            const auto squares = [&](float enough, std::vector<float> &to) {
                return kernels::boxDistances(count, axes, axis.data(), places.data(), stride, low.data(), high.data(), enough, to.data());
            };
            const float least = squares(std::numeric_limits<float>::infinity(), all);
            QCOMPARE(squares(least, some), least);                            // it is not more than that
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) // together with how many it is looked at hangs on the level
                QVERIFY(some[i] == all[i] || (some[i] > least && some[i] < all[i]));
            const float enough = 0.25f * least, found = squares(enough, some);
            QVERIFY(found > enough && found < least);
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
                QVERIFY(some[i] >= found && some[i] <= all[i]);
        }
    }

    void whoLiesWithinItsLimitIsFound() {
        for (const Index count : {0, 1, 15, 16, 33, 48}) {
            const std::vector<float> values = waves(count + 16, 5);
            std::vector<float> limits = waves(count + 16, 321);
            limits[0] = std::numeric_limits<float>::infinity();
            std::vector<std::int32_t> expected, found(static_cast<std::size_t>(count) + room + 1, -7);
            for (Index i = 0; i < count; ++i)
                if (values[static_cast<std::size_t>(i)] <= limits[static_cast<std::size_t>(i)] + 0.25f)
                    expected.push_back(static_cast<std::int32_t>(i));
            const Index within = kernels::placesWithin(count, values.data(), limits.data(), 0.25f, found.data());
            QVERIFY(std::equal(expected.begin(), expected.end(), found.begin(), found.begin() + within));
            QCOMPARE(found.back(), -7);
        }
    }

    void distancesAreThoseOfALoop() {
        for (const Index count : {1, 7, 8, 9, 32, 100}) {
            const std::vector<float> a = waves(count, 1), b = waves(count, 5000);
            double expected = 0;
            for (std::size_t i = 0; i < a.size(); ++i)
                expected += (static_cast<double>(a[i]) - static_cast<double>(b[i])) * (static_cast<double>(a[i]) - static_cast<double>(b[i]));
            QVERIFY(std::abs(kernels::squaredDistance(count, a.data(), b.data()) - expected) <= 1e-14 * expected);
        }
    }

    void distancesToManyAreThoseToEach() {
        for (const Index count : {3, 8, 20, 32, 256, 264}) {
            constexpr Index columns = 37;
            const Index stride = count + 3;
            const std::vector<float> codes = waves(stride * columns + 16, 3), own = waves(count + 16, 71);
            for (const std::size_t others : {0, 1, 4, 7, 30}) {
                std::vector<std::int32_t> numbers;
                for (std::size_t i = 0; i < others; ++i)
                    numbers.push_back(static_cast<std::int32_t>(i * 11 % columns));
                std::vector<double> squares(others);
                kernels::squaredDistances(count, own.data(), codes.data(), stride, static_cast<Index>(others), numbers.data(), squares.data());
                for (std::size_t i = 0; i < others; ++i) {
                    double alone = 0;
                    kernels::squaredDistances(count, own.data(), codes.data(), stride, 1, numbers.data() + i, &alone);
                    QVERIFY(squares[i] == alone); // to the bit: of equal distances the lower number comes first
                    const double one = kernels::squaredDistance(count, own.data(), codes.data() + stride * numbers[i]);
                    QVERIFY(std::abs(squares[i] - one) <= 1e-14 * one);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(SearchKernelsTest)
#include "search_kernels_test.moc"
