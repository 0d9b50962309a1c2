// The range that each activation's row promises, against values sampled from its kernel.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/layers/activation.h"

using namespace hourglass;

namespace {

/// Densely around zero, where the smooth ones turn, and far out on both sides.
std::vector<float> inputs() {
    std::vector<float> z;
    for (int i = -20'000; i <= 20'000; ++i)
        z.push_back(static_cast<float>(i) * 1e-3f);
    for (int i = 1; i <= 1000; ++i)
        for (const float sign : {-1.0f, 1.0f})
            z.push_back(sign * 10.0f * static_cast<float>(i));
    return z;
}

core::Range sampled(const std::string &key) {
    constexpr core::Index rows = 2; // softmax shares a whole among them
    std::vector<float> y;
    for (const float z : inputs())
        y.insert(y.end(), {z, -z});
    kernels::biasAndActivate(layers::activationOf(key), rows, static_cast<core::Index>(y.size()) / rows, y.data(), rows, nullptr);
    const auto [lowest, highest] = std::minmax_element(y.begin(), y.end());
    return {*lowest, *highest};
}

} // namespace

class ActivationRangeTest : public QObject {
    Q_OBJECT

private slots:
    void isWhatTheKernelReaches_data() {
        QTest::addColumn<QString>("key");
        for (const spec::Choice &choice : layers::activationSetting().choices)
            QTest::newRow(choice.key.c_str()) << QString::fromStdString(choice.key);
    }

    void isWhatTheKernelReaches() {
        QFETCH(QString, key);
        constexpr float close = 1e-5f, far = 50.0f;
        const core::Range promised = layers::activationRange(key.toStdString()), reached = sampled(key.toStdString());
        if (std::isfinite(promised.lowest))
            QVERIFY2(std::abs(reached.lowest - promised.lowest) < close, qPrintable(QString::number(reached.lowest, 'g', 9)));
        else
            QVERIFY2(reached.lowest < -far, qPrintable(QString::number(reached.lowest)));
        if (std::isfinite(promised.highest))
            QVERIFY2(std::abs(reached.highest - promised.highest) < close, qPrintable(QString::number(reached.highest, 'g', 9)));
        else
            QVERIFY2(reached.highest > far, qPrintable(QString::number(reached.highest)));
    }

    void ofAnUnknownOneIsEverything() {
        const core::Range range = layers::activationRange("nothing_of_the_sort");
        QVERIFY(range.lowest < 0 && std::isinf(range.lowest) && range.highest > 0 && std::isinf(range.highest));
    }
};

QTEST_APPLESS_MAIN(ActivationRangeTest)
#include "activation_range_test.moc"
