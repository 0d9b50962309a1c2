// Philox against its published vectors, the distributions against their exact functions, the kernel's normals against the scalar ones.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/core/random.h"
#include "engine/kernels/kernels.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using core::Random;
using core::Stream;

namespace {

/// Φ⁻¹(p) for p ≤ 1/2 by bisection of Φ(x) = erfc(−x / √2) / 2.
double lowerQuantile(double p) {
    double low = -40, high = 0;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2;
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

class RandomTest : public QObject {
    Q_OBJECT

private slots:
    /// kat_vectors of the Random123 distribution (Salmon et al. 2011), "philox4x32 10".
    void philoxGivesItsKnownAnswers() {
        using Counter = std::array<std::uint32_t, 4>;
        constexpr std::uint32_t ones = 0xffffffff;
        QVERIFY((core::philox({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
        QVERIFY((core::philox({ones, ones, ones, ones}, {ones, ones}) == Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
        QVERIFY((core::philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
                 Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    }

    void uniformStaysBetweenItsEnds() {
        QVERIFY(core::uniformFrom(0) > 0.0f);
        QVERIFY(core::uniformFrom(0xffffffff) < 1.0f);
        QVERIFY(core::uniformFrom(0x7fffffff) < 0.5f && core::uniformFrom(0x80000000) > 0.5f);
        for (std::uint64_t wide = 0; wide < 0x100000000u; wide += 99'991u) {
            const auto word = static_cast<std::uint32_t>(wide);
            const double exact = (static_cast<double>(word) + 0.5) / 4294967296.0;
            QVERIFY(std::abs(static_cast<double>(core::uniformFrom(word)) - exact) < 1.2e-7);
        }
    }

    void uniformIsUniform() {
        const Random random(11, Stream::Data);
        constexpr int bins = 50, draws = 500'000;
        std::vector<int> count(bins);
        for (int i = 0; i < draws; ++i)
            ++count[static_cast<std::size_t>(random.uniform(0, static_cast<std::uint64_t>(i / 1000), static_cast<std::uint64_t>(i % 1000)) * bins)];
        double chi = 0;
        for (const int is : count)
            chi += (is - draws / bins) * (is - draws / bins) / double(draws / bins);
        QVERIFY2(chi > 20 && chi < 95, qPrintable(QString::number(chi))); // 49 degrees of freedom: 1e-4 on either side
    }

    void normalIsTheQuantileOfItsWord() {
        double largest = 0;
        for (std::uint64_t wide = 0; wide < 0x100000000u; wide += 999'991u) {
            const auto word = static_cast<std::uint32_t>(wide);
            for (const std::uint32_t near : {word, word >> 8, word >> 16, 0xffffffffu - (word >> 16)}) {
                // Of what uniformFrom() keeps of the word.
                const double p = static_cast<double>(core::uniformFrom(near));
                const double exact = p <= 0.5 ? lowerQuantile(p) : -lowerQuantile(1 - p);
                largest = std::max(largest, std::abs(static_cast<double>(core::normalFrom(near)) - exact) / std::max(1.0, std::abs(exact)));
            }
        }
        QVERIFY2(largest < 2e-6, qPrintable(QString::number(largest)));
        QVERIFY(core::normalFrom(0) < -5.2f && core::normalFrom(0xffffffff) > 5.2f);
        QVERIFY(core::normalFrom(0) == -core::normalFrom(0xffffffff));
    }

    void normalHasTheMomentsAndTailsOfANormal() {
        const Random random(5, Stream::Corruption);
        constexpr int draws = 1'000'000;
        double sum = 0, squares = 0, cubes = 0, fourths = 0;
        std::map<int, int> beyond;
        for (int i = 0; i < draws; ++i) {
            const auto x = static_cast<double>(
                random.normal(static_cast<std::uint64_t>(i / 10'000), static_cast<std::uint64_t>(i / 100 % 100), static_cast<std::uint64_t>(i % 100)));
            sum += x;
            squares += x * x;
            cubes += x * x * x;
            fourths += x * x * x * x;
            for (int limit = 1; limit <= 4; ++limit)
                beyond[limit] += std::abs(x) > limit;
        }
        // Four standard errors.
        QVERIFY(std::abs(sum / draws) < 0.004);
        QVERIFY(std::abs(squares / draws - 1) < 0.0057);
        QVERIFY(std::abs(cubes / draws) < 0.0155);
        QVERIFY(std::abs(fourths / draws - 3) < 0.04);
        for (int limit = 1; limit <= 4; ++limit) {
            const double expected = draws * std::erfc(limit / std::sqrt(2.0));
            QVERIFY(std::abs(beyond[limit] - expected) < 4 * std::sqrt(expected));
        }
    }

    void belowIsUnbiasedAndStaysBelow() {
        const Random random(3, Stream::Shuffle);
        for (const Index bound : {1, 2, 3, 7, 10, 100}) {
            std::vector<int> count(static_cast<std::size_t>(bound));
            const int draws = 2000 * static_cast<int>(bound);
            for (int i = 0; i < draws; ++i) {
                const Index value = random.below(bound, 0, 0, static_cast<std::uint64_t>(i));
                QVERIFY(value >= 0 && value < bound);
                ++count[static_cast<std::size_t>(value)];
            }
            for (const int is : count)
                QVERIFY(std::abs(is - 2000) < 5 * std::sqrt(2000.0));
        }
        // A bound that is not small beside 2^64 keeps its upper half, which a remainder would halve.
        const Index large = Index{3} << 61;
        int upper = 0;
        for (int i = 0; i < 10'000; ++i)
            upper += random.below(large, 1, 0, static_cast<std::uint64_t>(i)) >= large / 2;
        QVERIFY(std::abs(upper - 5000) < 250);
    }

    void streamsSeedsAndPlacesHaveNothingInCommon() {
        std::set<std::array<std::uint32_t, 2>> keys;
        for (std::uint64_t seed = 0; seed < 100; ++seed)
            for (std::uint32_t stream = 1; stream <= 8; ++stream)
                keys.insert(Random(seed, static_cast<Stream>(stream)).key());
        QCOMPARE(keys.size(), std::size_t{800});
        QVERIFY(Random(1, Stream::Data).key() != Random(std::uint64_t{1} << 32, Stream::Data).key());

        const Random one(1, Stream::Data), two(1, Stream::Layer);
        double product = 0, neighbour = 0, square = 0;
        for (std::uint64_t i = 0; i < 100'000; ++i) {
            const auto x = static_cast<double>(one.normal(0, i, 0));
            product += x * static_cast<double>(two.normal(0, i, 0));
            neighbour += x * static_cast<double>(one.normal(0, i, 1));
            square += x * static_cast<double>(one.normal(1, i, 0));
        }
        for (const double sum : {product, neighbour, square})
            QVERIFY(std::abs(sum) < 4 * std::sqrt(100'000.0));

        // Places that a careless counter would let meet.
        std::set<std::uint32_t> words;
        std::size_t places = 0;
        for (const std::uint64_t step : {0ull, 1ull, 1ull << 31, 1ull << 32, 1ull << 40})
            for (const std::uint64_t sample : {0ull, 1ull, 1ull << 31, 1ull << 32})
                for (const std::uint64_t element : {0ull, 1ull, 3ull, 4ull, 1ull << 33}) {
                    words.insert(one.word(step, sample, element));
                    ++places;
                }
        QCOMPARE(words.size(), places);
    }

    void theKernelDrawsTheSameNumbers() {
        const Random random(17, Stream::Corruption);
        const auto key = random.key();
        for (const Index rows : {1, 3, 4, 5, 127, 128, 129, 784})
            for (const std::uint64_t step : {0ull, 5ull, (1ull << 32) + 3})
                for (const std::uint64_t sample : {0ull, 59'999ull, (1ull << 33) + 1}) {
                    const std::vector<float> before = waves(rows + 1);
                    std::vector<float> x = before;
                    kernels::addNormal(rows, x.data(), 0.3f, key.data(), step, sample);
                    for (Index i = 0; i < rows; ++i) {
                        const auto at = static_cast<std::size_t>(i);
                        const double expected = static_cast<double>(before[at]) +
                                                static_cast<double>(0.3f) * static_cast<double>(random.normal(step, sample, static_cast<std::uint64_t>(i)));
                        QVERIFY(std::abs(static_cast<double>(x[at]) - expected) < 1e-6);
                    }
                    QCOMPARE(x.back(), before.back());
                }
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
