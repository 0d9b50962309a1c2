// Optimisers on an objective of a few lines; PyTorch's numbers stand in torch_reference_test.
#include <QTest>

#include <cmath>
#include <vector>

#include "engine/training/optimiser.h"

using namespace hourglass;
using namespace hourglass::training;

namespace {

/// L = Σ cᵢ (xᵢ − 1)² / 2
class Bowl : public Objective {
public:
    explicit Bowl(int memory) : m_memory(static_cast<std::size_t>(memory), std::vector<float>(count)) {}

    double evaluate() override {
        ++evaluations;
        double loss = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const float way = x[i] - 1, steepness = static_cast<float>(i + 1);
            m_gradient[i] = steepness * way;
            loss += 0.5 * static_cast<double>(steepness * way * way);
        }
        return loss;
    }
    void inChunks(core::FunctionRef<void(Index, Index)> work) override {
        for (Index first = 0; first < Index{count}; first += 4)
            work(first, std::min<Index>(4, Index{count} - first));
    }
    Index size() const override { return Index{count}; }
    float *parameters() override { return x.data(); }
    const float *gradient() const override { return m_gradient.data(); }
    float *slot(int index) override { return m_memory.at(static_cast<std::size_t>(index)).data(); }
    Index updates() const override { return updateCount; }
    double rateFactor() const override { return factor; }
    double factor = 1;

    static constexpr std::size_t count = 10;
    std::vector<float> x = std::vector<float>(count, 3.0f);
    Index updateCount = 0;
    int evaluations = 0;

private:
    std::vector<float> m_gradient = std::vector<float>(count);
    std::vector<std::vector<float>> m_memory;
};

std::unique_ptr<const Optimiser> make(const char *kind, spec::Values values) {
    auto made = makeOptimiser({kind, std::move(values)});
    return made ? std::move(*made) : nullptr;
}

} // namespace

class OptimiserTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindDescendsAndReturnsTheLossBefore() {
        for (const spec::Kind &kind : optimiserKinds()) {
            const auto optimiser = make(kind.key.c_str(), {{"rate", kind.key == "adadelta" ? 20.0 : kind.key == "adagrad" ? 1.0 : 0.05}});
            QVERIFY(optimiser);
            Bowl bowl(optimiser->slotCount());
            const double first = Bowl(optimiser->slotCount()).evaluate();
            QCOMPARE(optimiser->step(bowl), first);
            for (int step = 1; step < 400; ++step) {
                ++bowl.updateCount;
                optimiser->step(bowl);
            }
            QVERIFY2(bowl.evaluate() < 1e-3 * first, kind.key.c_str());
        }
    }

    void defaultsAreThoseOfTheTable() {
        for (const spec::Kind &kind : optimiserKinds()) {
            spec::Values all;
            for (const spec::Setting &setting : kind.settings) {
                all[setting.key] = setting.fallback;
                if (const auto *value = std::get_if<double>(&setting.fallback))
                    QVERIFY(setting.minimum <= *value && *value <= setting.maximum);
            }
            const auto byDefault = make(kind.key.c_str(), {}), spelledOut = make(kind.key.c_str(), all);
            Bowl one(byDefault->slotCount()), two(byDefault->slotCount());
            for (int step = 0; step < 3; ++step) {
                byDefault->step(one);
                spelledOut->step(two);
                ++one.updateCount, ++two.updateCount;
            }
            QVERIFY(one.x == two.x);
        }
        QCOMPARE(spec::realOf({"adam", {}}, optimiserKinds()[0], "rate"), 0.001);
        QCOMPARE(spec::realOf({"adam", {}}, optimiserKinds()[0], "beta1"), 0.9);
        QCOMPARE(spec::realOf({"adam", {}}, optimiserKinds()[0], "beta2"), 0.999);
        QCOMPARE(spec::realOf({"adam", {}}, optimiserKinds()[0], "epsilon"), 1e-8);
    }

    void everySettingMatters() {
        const std::vector<std::pair<const char *, spec::Values>> changes{
            {"adam", {{"rate", 0.5}}},      {"adam", {{"beta1", 0.5}}},         {"adam", {{"beta2", 0.5}}},
            {"adam", {{"epsilon", 1.0}}},   {"sgd", {{"rate", 0.5}}},           {"sgd", {{"momentum", 0.1}}},
            {"sgd", {{"nesterov", true}}},  {"adamw", {{"weight_decay", 1.0}}}, {"nadam", {{"momentum_decay", 0.5}}},
            {"rmsprop", {{"decay", 0.5}}},  {"rmsprop", {{"epsilon", 1.0}}},    {"adagrad", {{"epsilon", 1.0}}},
            {"adadelta", {{"decay", 0.5}}}, {"amsgrad", {{"beta2", 0.5}}},      {"lbfgs", {{"max_evaluations", Index{3}}}}};
        for (const auto &[kind, values] : changes) {
            const auto plain = make(kind, {}), changed = make(kind, values);
            Bowl one(plain->slotCount()), two(plain->slotCount());
            for (int step = 0; step < 3; ++step) {
                plain->step(one);
                changed->step(two);
                ++one.updateCount, ++two.updateCount;
            }
            QVERIFY2(one.x != two.x, (std::string(kind) + ' ' + values.begin()->first).c_str());
        }
    }

    void theScheduleScalesTheRate() {
        for (const spec::Kind &kind : optimiserKinds()) {
            const auto half = make(kind.key.c_str(), {{"rate", 0.1}}), whole = make(kind.key.c_str(), {{"rate", 0.05}});
            Bowl one(half->slotCount()), two(half->slotCount());
            one.factor = 0.5;
            for (int step = 0; step < 3; ++step) {
                half->step(one);
                whole->step(two);
                ++one.updateCount, ++two.updateCount;
            }
            for (std::size_t i = 0; i < Bowl::count; ++i)
                QVERIFY2(std::abs(one.x[i] - two.x[i]) < 1e-6f, kind.key.c_str());
        }
    }

    void nesterovLooksAhead() {
        const auto ahead = make("sgd", {{"rate", 0.01}, {"momentum", 0.5}, {"nesterov", true}});
        Bowl bowl(1);
        ahead->step(bowl);
        for (std::size_t i = 0; i < Bowl::count; ++i) // the first step is (1 + momentum) of the gradient's
            QVERIFY(std::abs(bowl.x[i] - (3 - 0.015f * 2 * static_cast<float>(i + 1))) < 1e-6f);
    }

    /// Whatever the gradient's size, Adam's first step is the rate: that is what the corrections of its means are for.
    void adamsFirstStepIsItsRate() {
        const auto adam = make("adam", {{"rate", 0.25}});
        Bowl bowl(2);
        adam->step(bowl);
        for (const float x : bowl.x)
            QVERIFY(std::abs(x - 2.75f) < 1e-5f);
        // It counts the updates of its own memory, not its calls.
        Bowl late(2);
        late.updateCount = 1000;
        adam->step(late);
        QVERIFY(late.x[0] < 2.5f); // the means count as settled, so the first is far too large beside the root of the second
    }

    void plainDescentIsRateTimesGradient() {
        const auto sgd = make("sgd", {{"rate", 0.01}, {"momentum", 0.0}});
        Bowl bowl(1);
        for (int step = 0; step < 2; ++step)
            sgd->step(bowl);
        for (std::size_t i = 0; i < Bowl::count; ++i) {
            const double keep = 1 - 0.01 * static_cast<double>(i + 1);
            QVERIFY(std::abs(static_cast<double>(bowl.x[i]) - (1 + 2 * keep * keep)) < 1e-6);
        }
        QCOMPARE(bowl.evaluations, 2);
    }

    void anUnknownKindIsAnError() {
        const auto made = makeOptimiser({"lion", {}});
        QVERIFY(!made);
        QVERIFY(made.error().what.find("lion") != std::string::npos);
        QCOMPARE(made.error().where, std::string("training.optimiser.kind"));
        for (const spec::Kind &kind : optimiserKinds())
            QVERIFY(made.error().hint.find(kind.key) != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(OptimiserTest)
#include "optimiser_test.moc"
