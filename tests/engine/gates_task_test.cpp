// The gates of recurrent layers by plain loops, against the states that the layers themselves hand on (which are held to PyTorch), and a case whose gates are
// known.
#include <QTest>

#include <cmath>

#include "engine/analysis/gates_task.h"
#include "tests/support/layer_cases.h"
#include "tests/support/snapshot_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

struct Bench : SnapshotBench {
    Bench(const char *kind, const char *gives, bool isBidirectional)
        : SnapshotBench({.train = 10, .features = 20, .test = 40, .shape = core::Shape(1, 4, 5)},
                        {recurrent("simple_rnn", 7, "sequence", false), recurrent(kind, 3, gives, isBidirectional), output()}, 1) {
        for (Index i = 0; i < snapshot->parameters.size(); ++i)
            snapshot->parameters.data()[i] += 0.2f * wave(i); // biases that are not zero
    }
};

} // namespace

class GatesTaskTest : public QObject {
    Q_OBJECT
private slots:
    void theyLeadToTheStatesThatTheLayerGives_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("isBidirectional");
        QTest::addColumn<int>("gates");
        for (const bool isBidirectional : {false, true}) {
            QTest::addRow("lstm %d", isBidirectional) << "lstm" << isBidirectional << 6;
            QTest::addRow("gru %d", isBidirectional) << "gru" << isBidirectional << 4;
            QTest::addRow("simple %d", isBidirectional) << "simple_rnn" << isBidirectional << 1;
        }
    }
    void theyLeadToTheStatesThatTheLayerGives() {
        QFETCH(QString, kind);
        QFETCH(bool, isBidirectional);
        QFETCH(int, gates);
        const Index ways = isBidirectional ? 2 : 1;
        for (const char *gives : {"sequence", "last"}) {
            Bench of(qPrintable(kind), gives, isBidirectional);
            const auto picture = of.run(analysis::GatesTask{{data::PartKind::Test, 7}, 1});
            QCOMPARE(picture->layer, 1);
            QCOMPARE(picture->steps, Index{4});
            QCOMPARE(picture->units, Index{3});
            QCOMPARE(static_cast<Index>(picture->directions.size()), ways);
            core::Floats x(core::strideOf(20));
            of.dataset->test.copySample(7, x.data());
            plan::Network network(*of.snapshot, 1);
            network.reconstruct({x.data(), 20, 1, core::strideOf(20)});
            const float *y = network.output(1, 1).data;
            for (Index way = 0; way < ways; ++way) {
                const auto &all = picture->directions[static_cast<std::size_t>(way)].gates;
                QCOMPARE(static_cast<int>(all.size()), gates);
                QCOMPARE(all.back().symbol, std::string("h"));
                for (Index step = 0; step < 4; ++step)
                    for (Index unit = 0; unit < 3; ++unit) {
                        const float state = all.back().values[static_cast<std::size_t>(step * 3 + unit)];
                        if (std::string(gives) == "sequence")
                            QVERIFY(std::abs(state - y[step * 3 * ways + way * 3 + unit]) < 1e-5f);
                        else if (step == (way == 0 ? 3 : 0)) // the end of its way
                            QVERIFY(std::abs(state - y[way * 3 + unit]) < 1e-5f);
                        for (const analysis::Gate &gate : all)
                            if (const float value = gate.values[static_cast<std::size_t>(step * 3 + unit)]; gate.isShare)
                                QVERIFY(value > 0 && value < 1);
                    }
            }
        }
    }

    /// With every number of an LSTM zero but the bias b of its candidate: i = f = o = 1/2, g = tanh b, and c = g (1 − 2⁻ⁿ) after n steps.
    void gatesThatAreKnown() {
        Bench of("lstm", "sequence", false);
        float *numbers = of.parametersOf(1);
        const Index inputs = core::padded(12 * 7), states = core::padded(12 * 3), biases = core::padded(12);
        std::fill_n(numbers, inputs + states + 2 * biases, 0.0f);
        for (Index unit = 0; unit < 3; ++unit)
            numbers[inputs + states + 6 + unit] = 0.3f;
        const auto picture = of.run(analysis::GatesTask{{data::PartKind::Test, 0}, 1});
        const char *symbols[] = {"i", "f", "g", "o", "c", "h"};
        for (Index step = 0; step < 4; ++step) {
            const double g = std::tanh(0.3), c = g * (1 - std::pow(0.5, static_cast<double>(step + 1)));
            const double expected[] = {0.5, 0.5, g, 0.5, c, 0.5 * std::tanh(c)};
            for (std::size_t gate = 0; gate < 6; ++gate) {
                QCOMPARE(picture->directions[0].gates[gate].symbol, std::string(symbols[gate]));
                QVERIFY(std::abs(static_cast<double>(picture->directions[0].gates[gate].values[static_cast<std::size_t>(step * 3 + 1)]) - expected[gate]) <
                        1e-6);
            }
        }
    }

    void whereALayerHasNoneTheFirstThatHas() {
        Bench of("gru", "last", false);
        QCOMPARE(of.run(analysis::GatesTask{{data::PartKind::Test, 0}, 2})->layer, 0);
        QCOMPARE(of.run(analysis::GatesTask{{data::PartKind::Test, 0}, -1})->layer, 0);
        QVERIFY(!of.run(analysis::GatesTask{{data::PartKind::Test, 40}, 1}));
        SnapshotBench none({.train = 10, .features = 7, .test = 5}, {dense(2, "tanh"), output()}, 0);
        const auto picture = none.run(analysis::GatesTask{{data::PartKind::Test, 0}, 0});
        QVERIFY(picture->layer == -1 && picture->directions.empty());
    }
};

QTEST_APPLESS_MAIN(GatesTaskTest)
#include "gates_task_test.moc"
