// Layers whose weights lie in panels: a training by a slow loop in double, plain and tied, with last batches that fill no block.
#include <QTest>

#include <cmath>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/layers/weight_products.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

constexpr Index inputs = 830, outputs = 490; // more than the second cache keeps, and no multiple of anything

struct Columns {
    Index rows, count, stride = core::strideOf(rows);
    core::Floats numbers{stride * count};

    Columns(Index ofRows, Index columns, Index seed) : rows(ofRows), count(columns) {
        for (Index column = 0; column < count; ++column)
            for (Index row = 0; row < rows; ++row)
                numbers[row + column * stride] = wave(seed + row * 3 + column * 17);
    }
    core::View view(Index first, Index columns) { return {numbers.data() + first * stride, rows, columns, stride}; }
    double at(Index row, Index column) const { return static_cast<double>(numbers[row + column * stride]); }
};

} // namespace

class WideLayersTest : public QObject {
    Q_OBJECT

    layers::WeightProducts m_products{inputs, outputs};
    core::Floats m_weights{inputs * outputs}, m_prepared{m_products.preparedSize()};

    double weight(Index output, Index input) const { return static_cast<double>(m_weights[input + output * inputs]); }

private slots:
    void initTestCase() {
        core::setFloatingPointMode();
        for (Index i = 0; i < m_weights.size(); ++i)
            m_weights[i] = wave(i * 5);
        QVERIFY(m_products.keptPerBlock() > 0); // else this tests what every layer case does
        QVERIFY(m_products.prepareTasks() > 1);
        for (Index task = m_products.prepareTasks(); task-- > 0;)
            m_products.prepare(m_weights.data(), m_prepared.data(), task);
    }

    void bothWaysAreProductsWithTheWeights() {
        for (const Index samples : {1, 7, 32}) {
            Columns x(inputs, samples, 1), y(outputs, samples, 2), back(inputs, samples, 3);
            m_products.plain(m_prepared.data(), x.view(0, samples), y.view(0, samples));
            m_products.transposed(m_weights.data(), m_prepared.data(), y.view(0, samples), back.view(0, samples));
            for (Index sample = 0; sample < samples; ++sample) {
                for (Index output = 0; output < outputs; ++output) {
                    double sum = 0;
                    for (Index input = 0; input < inputs; ++input)
                        sum += weight(output, input) * x.at(input, sample);
                    QVERIFY(std::abs(y.at(output, sample) - sum) < 1e-3);
                }
                for (Index input = 0; input < inputs; ++input) {
                    double sum = 0;
                    for (Index output = 0; output < outputs; ++output)
                        sum += weight(output, input) * y.at(output, sample);
                    QVERIFY(std::abs(back.at(input, sample) - sum) < 1e-4 * (1 + std::abs(sum)) + 2e-2);
                }
            }
        }
    }

    /// Blocks may be those of a batch, or two runs of them (samples and samples nearby), of which the first ends within a block.
    void gradientIsThatOfTheWholeBatch_data() {
        QTest::addColumn<std::vector<int>>("blocks");
        QTest::addColumn<bool>("whole");
        QTest::newRow("one short block") << std::vector<int>{5} << true;
        QTest::newRow("a batch") << std::vector<int>{32, 32, 17} << true;
        QTest::newRow("samples nearby") << std::vector<int>{32, 9, 32, 9} << false;
    }
    void gradientIsThatOfTheWholeBatch() {
        QFETCH(std::vector<int>, blocks);
        QFETCH(bool, whole);
        Index samples = 0;
        for (const int block : blocks)
            samples += block;
        Columns x(inputs, samples, 5), dz(outputs, samples, 6);
        const Index kept = core::padded(m_products.keptPerBlock());
        core::Floats partials(kept * static_cast<Index>(blocks.size()));
        for (Index at = 0, first = 0; at < static_cast<Index>(blocks.size()); first += blocks[static_cast<std::size_t>(at++)])
            m_products.keep(x.view(first, blocks[static_cast<std::size_t>(at)]), partials.data() + at * kept);
        layers::GradientPass pass;
        pass.partials = {partials.data(), m_products.keptPerBlock(), static_cast<Index>(blocks.size()), kept};
        pass.hasWholeBlocks = whole;
        core::Floats gradient(inputs * outputs);
        for (pass.task = 0; pass.task < m_products.gradientTasks(); ++pass.task)
            m_products.gradient(pass, x.view(0, samples), dz.view(0, samples), gradient.data(), false);
        for (Index output = 0; output < outputs; ++output)
            for (Index input = 0; input < inputs; ++input) {
                double sum = 0;
                for (Index sample = 0; sample < samples; ++sample)
                    sum += x.at(input, sample) * dz.at(output, sample);
                QVERIFY(std::abs(static_cast<double>(gradient[input + output * inputs]) - sum) < 1e-4);
            }
        core::Floats twice = gradient;
        for (pass.task = 0; pass.task < m_products.gradientTasks(); ++pass.task)
            m_products.gradient(pass, x.view(0, samples), dz.view(0, samples), twice.data(), true);
        for (Index i = 0; i < twice.size(); ++i)
            QCOMPARE(twice[i], gradient[i] + gradient[i]);
    }
};

QTEST_GUILESS_MAIN(WideLayersTest)
#include "wide_layers_test.moc"
