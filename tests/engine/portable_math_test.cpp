// Sine, cosine and exponential of plain arithmetic beside the C library's, and their bits.
#include <QTest>

#include <bit>
#include <cmath>

#include "engine/data/generators/portable_math.h"

using namespace hourglass::data;

class PortableMathTest : public QObject {
    Q_OBJECT

private slots:
    void sineAndCosineAreRight() {
        double worst = 0.0;
        for (int i = -400'000; i <= 400'000; ++i) {
            const double x = (i % 2 == 0 ? 1e-4 : 0.2357) * i;
            worst = std::max({worst, std::abs(sine(x) - std::sin(x)), std::abs(cosine(x) - std::cos(x))});
        }
        QVERIFY2(worst < 1e-12, qPrintable(QString::number(worst)));
        QCOMPARE(sine(0.0), 0.0);
        QCOMPARE(cosine(0.0), 1.0);
    }

    void theExponentialIsRight() {
        double worst = 0.0;
        for (int i = -70'000; i <= 70'000; ++i) {
            const double x = 0.01 * i;
            worst = std::max(worst, std::abs(exponential(x) / std::exp(x) - 1.0));
        }
        QVERIFY2(worst < 1e-12, qPrintable(QString::number(worst)));
        QCOMPARE(exponential(0.0), 1.0);
        QCOMPARE(exponential(-1e300), 0.0);
        QVERIFY(std::isfinite(exponential(1e300)));
    }

    void theBitsAreTheSameEverywhere() {
        QCOMPARE(std::bit_cast<quint64>(sine(1.0)), quint64{0x3feaed548f090cee});
        QCOMPARE(std::bit_cast<quint64>(cosine(100.5)), quint64{0x3feffc12adaecec2});
        QCOMPARE(std::bit_cast<quint64>(exponential(-3.7)), quint64{0x3f99511fc6871044});
    }
};

QTEST_APPLESS_MAIN(PortableMathTest)
#include "portable_math_test.moc"
