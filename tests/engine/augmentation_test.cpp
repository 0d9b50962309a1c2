// What each variation does to a sample, told by what it makes of ramps and constants; that input and target are the same variant; and that
// nothing else of the training changes.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/kernels/kernels.h"
#include "engine/plan/network.h"
#include "engine/training/augmentation.h"
#include "engine/training/demands.h"
#include "engine/training/stepper.h"
#include "tests/support/malloc_count.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Shape;
using training::Augmentation;
using training::makeAugmentation;

namespace {

constexpr Index side = 33, middle = 16;
const Shape picture(1, side, side), series(20, 3);
const core::Random lots(11, core::Stream::Augmentation);

std::vector<float> varied(const std::vector<spec::Component> &list, const Shape &shape, std::vector<float> x, Index sample, std::uint64_t step = 3,
                          bool isWithinUnit = false, const core::Random &random = lots) {
    const auto made = makeAugmentation(list, shape, isWithinUnit);
    std::vector<float> workspace(static_cast<std::size_t>(made->workspace()));
    made->apply(x.data(), workspace.data(), random, step, sample);
    return x;
}

/// down · (row − middle) + across · (column − middle)
std::vector<float> ramp(float down, float across) {
    std::vector<float> x;
    for (Index row = 0; row < side; ++row)
        for (Index column = 0; column < side; ++column)
            x.push_back(down * static_cast<float>(row - middle) + across * static_cast<float>(column - middle));
    return x;
}

double at(const std::vector<float> &x, Index row, Index column) {
    return static_cast<double>(x[static_cast<std::size_t>(row * side + column)]);
}

/// Linear between pixels, so ramps show the map exactly, near the centre: variant (row, column) comes from offset + matrix · (row, column).
struct Found {
    double matrix[2][2], offset[2], misfit = 0;
};

Found mapOf(const std::vector<spec::Component> &list, Index sample) {
    Found found;
    const std::vector<float> ramps[2] = {varied(list, picture, ramp(1, 0), sample), varied(list, picture, ramp(0, 1), sample)};
    for (int axis = 0; axis < 2; ++axis) {
        const std::vector<float> &x = ramps[axis];
        found.offset[axis] = at(x, middle, middle);
        found.matrix[axis][0] = (at(x, middle + 2, middle) - at(x, middle - 2, middle)) / 4;
        found.matrix[axis][1] = (at(x, middle, middle + 2) - at(x, middle, middle - 2)) / 4;
        for (Index row = middle - 3; row <= middle + 3; ++row)
            for (Index column = middle - 3; column <= middle + 3; ++column)
                found.misfit =
                    std::max(found.misfit, std::abs(at(x, row, column) - found.offset[axis] - found.matrix[axis][0] * static_cast<double>(row - middle) -
                                                    found.matrix[axis][1] * static_cast<double>(column - middle)));
    }
    return found;
}

double determinant(const Found &found) {
    return found.matrix[0][0] * found.matrix[1][1] - found.matrix[0][1] * found.matrix[1][0];
}

struct Moments {
    double mean = 0, deviation = 0, most = 0;
};

Moments momentsOf(const std::vector<double> &values) {
    Moments moments;
    for (const double value : values) {
        moments.mean += value / static_cast<double>(values.size());
        moments.most = std::max(moments.most, std::abs(value));
    }
    for (const double value : values)
        moments.deviation += (value - moments.mean) * (value - moments.mean) / static_cast<double>(values.size());
    moments.deviation = std::sqrt(moments.deviation);
    return moments;
}

/// Uniform in ± limit: what 400 draws of it show.
bool isUniform(const std::vector<double> &values, double limit) {
    const Moments moments = momentsOf(values);
    return std::abs(moments.mean) < 0.15 * limit && std::abs(moments.deviation - limit / std::sqrt(3.0)) < 0.1 * limit && moments.most <= 1.0001 * limit &&
           moments.most > 0.97 * limit;
}

constexpr Index draws = 400;

} // namespace

class AugmentationTest : public QObject {
    Q_OBJECT

private slots:
    void offIsNothing() {
        QVERIFY(!Augmentation().isOn());
        QVERIFY(!makeAugmentation({}, picture, true)->isOn());
        QVERIFY(!makeAugmentation({{"shift", {{"amount", 0.0}}}, {"noise", {{"strength", 0.0}}}}, picture, true)->isOn());
        QCOMPARE(makeAugmentation({}, picture, true)->workspace(), Index{0});
        for (const spec::Kind &kind : training::augmentationKinds())
            QVERIFY2(makeAugmentation({{kind.key, {}}}, kind.key == "window" ? series : picture, true)->isOn(), kind.key.c_str());
    }

    void picturesAreShifted() {
        std::vector<double> down, across;
        for (Index sample = 0; sample < draws; ++sample) {
            const Found found = mapOf({{"shift", {{"amount", 0.2}}}}, sample);
            QVERIFY(found.misfit < 1e-4 && std::abs(determinant(found) - 1) < 1e-5 && std::abs(found.matrix[0][1]) < 1e-5);
            down.push_back(found.offset[0]);
            across.push_back(found.offset[1]);
        }
        QVERIFY(isUniform(down, 0.2 * side) && isUniform(across, 0.2 * side));
        QVERIFY(down != across);
    }

    void whatMovesInIsTheRim() {
        const std::vector<float> constant(static_cast<std::size_t>(picture.size()), 0.7f);
        for (Index sample = 0; sample < 50; ++sample)
            for (const float value : varied({{"shift", {{"amount", 0.5}}}, {"rotate", {{"degrees", 180.0}}}}, picture, constant, sample))
                QVERIFY(std::abs(value - 0.7f) < 1e-6f);
        const std::vector<float> down = ramp(1, 0);
        for (const float value : varied({{"shift", {{"amount", 0.5}}}}, picture, down, 1))
            QVERIFY(std::abs(value) <= middle);
    }

    void picturesAreTurned() {
        std::vector<double> degrees;
        for (Index sample = 0; sample < draws; ++sample) {
            const Found found = mapOf({{"rotate", {{"degrees", 30.0}}}}, sample);
            QVERIFY(found.misfit < 1e-4 && std::abs(determinant(found) - 1) < 1e-4 && std::abs(found.offset[0]) + std::abs(found.offset[1]) < 1e-4);
            QVERIFY(std::abs(found.matrix[0][0] - found.matrix[1][1]) < 1e-4 && std::abs(found.matrix[0][1] + found.matrix[1][0]) < 1e-4);
            degrees.push_back(std::atan2(found.matrix[0][1], found.matrix[0][0]) * 57.29577951308232);
        }
        QVERIFY(isUniform(degrees, 30));
    }

    void picturesGrowAndShrink() {
        std::vector<double> growth;
        for (Index sample = 0; sample < draws; ++sample) {
            const Found found = mapOf({{"zoom", {{"amount", 0.4}}}}, sample);
            QVERIFY(found.misfit < 1e-4 && std::abs(found.matrix[0][0] - found.matrix[1][1]) < 1e-5 && std::abs(found.matrix[0][1]) < 1e-5);
            growth.push_back(1 / found.matrix[0][0] - 1);
        }
        QVERIFY(isUniform(growth, 0.4));
    }

    void halfOfThePicturesAreMirrored() {
        for (const auto &[direction, mirrorsDown, mirrorsAcross] :
             {std::tuple{"horizontal", false, true}, std::tuple{"vertical", true, false}, std::tuple{"both", true, true}}) {
            int down = 0, across = 0, together = 0;
            for (Index sample = 0; sample < draws; ++sample) {
                const std::vector<float> x = varied({{"flip", {{"direction", std::string(direction)}}}}, picture, ramp(1, 100), sample);
                const Found found = mapOf({{"flip", {{"direction", std::string(direction)}}}}, sample);
                QVERIFY(std::abs(std::abs(found.matrix[0][0]) - 1) < 1e-6 && std::abs(std::abs(found.matrix[1][1]) - 1) < 1e-6);
                down += found.matrix[0][0] < 0;
                across += found.matrix[1][1] < 0;
                together += found.matrix[0][0] < 0 && found.matrix[1][1] < 0;
                QCOMPARE(at(x, 0, 0), (found.matrix[0][0] < 0 ? 1 : -1) * double(middle) + (found.matrix[1][1] < 0 ? 100 : -100) * double(middle));
            }
            QVERIFY2(mirrorsDown ? std::abs(down - draws / 2) < 40 : down == 0, direction);
            QVERIFY2(mirrorsAcross ? std::abs(across - draws / 2) < 40 : across == 0, direction);
            if (mirrorsDown && mirrorsAcross)
                QVERIFY(std::abs(together - draws / 4) < 40);
        }
    }

    /// The nodes' ways are as long as asked for, and the field between them is smooth: no step from pixel to pixel is longer than the
    /// difference of two nodes at the steepest, 1.5 / 7 of it, allows.
    void picturesAreBentSmoothly() {
        std::vector<double> ways;
        for (Index sample = 0; sample < 100; ++sample) {
            const std::vector<float> straight = ramp(1, 0), x = varied({{"elastic", {{"pixels", 0.8}}}}, picture, straight, sample);
            for (Index row = 7; row < 28; row += 7)
                for (Index column = 7; column < 28; column += 7)
                    ways.push_back(at(x, row, column) - at(straight, row, column));
            for (Index row = 4; row < 28; ++row)
                for (Index column = 4; column < 28; ++column)
                    QVERIFY(std::abs(at(x, row, column + 1) - at(x, row, column)) < 6 * 0.8 * std::sqrt(2.0) * 1.5 / 7);
        }
        const Moments moments = momentsOf(ways);
        QVERIFY(std::abs(moments.mean) < 0.1 && std::abs(moments.deviation - 0.8) < 0.08);
    }

    void channelsMoveTogether() {
        const Shape colours(3, side, side);
        std::vector<float> x;
        for (const float factor : {1.0f, -2.0f, 0.5f})
            for (const float value : ramp(factor, 0.3f * factor))
                x.push_back(value);
        const std::vector<float> y = varied({{"elastic", {}}, {"rotate", {}}, {"flip", {}}}, colours, x, 5);
        for (std::size_t i = 0; i < side * side; ++i) {
            QVERIFY(std::abs(y[side * side + i] + 2 * y[i]) < 1e-4f);
            QVERIFY(std::abs(y[2 * side * side + i] - 0.5f * y[i]) < 1e-4f);
        }
        QVERIFY(y != x);
    }

    void brightnessNoiseAndScale() {
        const std::vector<float> x = waves(picture.size());
        std::vector<double> added, factors, noise;
        for (Index sample = 0; sample < draws; ++sample) {
            const std::vector<float> brighter = varied({{"brightness", {{"amount", 0.3}}}}, picture, x, sample);
            const std::vector<float> scaled = varied({{"scale", {{"strength", 0.2}}}}, picture, x, sample);
            added.push_back(static_cast<double>(brighter[0] - x[0]));
            factors.push_back(static_cast<double>(scaled[5] / x[5]));
            for (std::size_t i = 0; i < x.size(); ++i) {
                QVERIFY(std::abs(static_cast<double>(brighter[i] - x[i]) - added.back()) < 1e-6);
                QVERIFY(std::abs(static_cast<double>(scaled[i]) - factors.back() * static_cast<double>(x[i])) < 1e-5);
            }
            const std::vector<float> noisy = varied({{"noise", {{"strength", 0.5}}}}, picture, x, sample);
            for (std::size_t i = 0; i < 20; ++i)
                noise.push_back(static_cast<double>(noisy[i] - x[i]));
        }
        QVERIFY(isUniform(added, 0.3));
        const Moments factor = momentsOf(factors), noisy = momentsOf(noise);
        QVERIFY(std::abs(factor.mean - 1) < 0.03 && std::abs(factor.deviation - 0.2) < 0.03);
        QVERIFY(std::abs(noisy.mean) < 0.03 && std::abs(noisy.deviation - 0.5) < 0.03);
    }

    void variantsStayWithinTheUnit() {
        std::vector<float> x = waves(picture.size());
        for (float &value : x)
            value = 0.5f + 0.5f * value;
        const std::vector<spec::Component> list{{"noise", {{"strength", 0.5}}}, {"brightness", {}}};
        const std::vector<float> kept = varied(list, picture, x, 0, 0, true), free = varied(list, picture, x, 0, 0, false);
        for (std::size_t i = 0; i < x.size(); ++i)
            QCOMPARE(kept[i], std::clamp(free[i], 0.0f, 1.0f));
        QVERIFY(kept != free);
    }

    /// Of a series that rises by 1 a step, a window rises by less, and begins and ends within it.
    void windowsAreStretched() {
        std::vector<float> x;
        for (Index step = 0; step < 20; ++step)
            for (const float factor : {1.0f, -2.0f, 0.5f})
                x.push_back(factor * static_cast<float>(step));
        std::vector<double> starts;
        for (Index sample = 0; sample < draws; ++sample) {
            const std::vector<float> y = varied({{"window", {{"cut", 0.4}}}}, series, x, sample);
            starts.push_back(static_cast<double>(y[0]) - 0.2 * 19);
            for (std::size_t step = 0; step < 20; ++step)
                for (std::size_t feature = 0; feature < 3; ++feature)
                    QVERIFY(std::abs(y[3 * step + feature] - x[3 + feature] * (y[0] + 0.6f * static_cast<float>(step))) < 1e-4f);
            QVERIFY(y[57] <= 19.0001f);
        }
        QVERIFY(isUniform(starts, 0.2 * 19));
    }

    void stepSampleSeedAndPlaceMakeTheDifference() {
        const std::vector<float> x = waves(picture.size());
        for (const spec::Kind &kind : training::augmentationKinds()) {
            if (kind.key == "window" || kind.key == "flip")
                continue;
            const std::vector<spec::Component> one{{kind.key, {}}};
            const std::vector<float> first = varied(one, picture, x, 4);
            QCOMPARE(varied(one, picture, x, 4), first);
            QVERIFY2(first != x, kind.key.c_str());
            QVERIFY2(varied(one, picture, x, 5) != first, kind.key.c_str());
            QVERIFY2(varied(one, picture, x, 4, 9) != first, kind.key.c_str());
            QVERIFY2(varied(one, picture, x, 4, 3, false, core::Random(12, core::Stream::Augmentation)) != first, kind.key.c_str());
        }
        // The second of two alike draws numbers of its own: twice the same way would be 2 d.
        const std::vector<spec::Component> once{{"brightness", {}}}, twice{{"brightness", {}}, {"brightness", {}}};
        const std::vector<spec::Component> noise{{"noise", {}}}, noises{{"noise", {}}, {"noise", {}}};
        QVERIFY(std::abs((varied(twice, picture, x, 4)[0] - x[0]) - 2 * (varied(once, picture, x, 4)[0] - x[0])) > 1e-4f);
        QVERIFY(std::abs((varied(noises, picture, x, 4)[0] - x[0]) - 2 * (varied(noise, picture, x, 4)[0] - x[0])) > 1e-4f);
    }

    void whatDoesNotFitIsRefused() {
        for (const spec::Kind &kind : training::augmentationKinds()) {
            const bool needsPictures = kind.key == "shift" || kind.key == "rotate" || kind.key == "zoom" || kind.key == "flip" || kind.key == "elastic";
            const std::vector<spec::Component> list{{"noise", {}}, {kind.key, {}}};
            QCOMPARE(bool(makeAugmentation(list, picture, false)), kind.key != "window");
            QCOMPARE(bool(makeAugmentation(list, series, false)), !needsPictures);
            const auto ofVectors = makeAugmentation(list, Shape(10), false);
            QCOMPARE(bool(ofVectors), !needsPictures && kind.key != "window");
            if (!ofVectors)
                QCOMPARE(ofVectors.error().where, std::string("training.augmentation.1"));
        }
        const auto dataset = smoothData({64, 7, 0, 20});
        const auto plan = *plan::compile({{dense(3, "tanh"), output()}, 0, false}, dataset->shape);
        spec::TrainingSpec wanted = settings(squaredError, "adam", 32);
        wanted.augmentation = {{"rotate", {}}};
        training::Stepper stepper(plan, dataset);
        QVERIFY(!stepper.configure(wanted));
        QVERIFY(bool(training::refusal(wanted, *plan, *dataset)));
    }

    /// The first step's loss is that of a slow loop: the variant is input and target, the corruption comes on top of the input alone.
    void theVariantIsInputAndTarget() {
        auto dataset = std::make_shared<data::Dataset>(*smoothData({64, 90, 0, 20}));
        dataset->shape = Shape(1, 9, 10);
        const auto plan = *plan::compile({{dense(3, "tanh"), output()}, 0, false}, dataset->shape);
        for (const bool corrupts : {false, true}) {
            training::Stepper stepper(plan, dataset);
            spec::TrainingSpec wanted = settings(squaredError, "sgd", 64);
            wanted.augmentation = {{"rotate", {{"degrees", 40.0}}}, {"brightness", {}}};
            if (corrupts)
                wanted.corruption = {"masking", {}};
            QVERIFY(bool(stepper.configure(wanted)));
            stepper.start();
            const core::Floats start = stepper.currentParameters();
            plan::Network network(plan, start.data(), stepper.currentState().data(), 1);
            const auto corruption = data::makeCorruption(wanted.corruption);
            double expected = 0;
            for (Index sample = 0; sample < 64; ++sample) {
                std::vector<float> target(90);
                dataset->train.copySample(sample, target.data());
                target = varied(wanted.augmentation, dataset->shape, target, sample, 0, dataset->isWithinUnit, core::Random(0, core::Stream::Augmentation));
                std::vector<float> x = target;
                if (corrupts)
                    corruption.apply(dataset->shape, x.data(), core::Random(0, core::Stream::Corruption), 0, sample);
                const core::ConstView y = network.reconstruct({x.data(), 90, 1, 90});
                for (std::size_t i = 0; i < 90; ++i)
                    expected += std::pow(static_cast<double>(y.data[i]) - static_cast<double>(target[i]), 2) / (64 * 90);
            }
            const double loss = stepper.step().loss, held = stepper.evaluate(dataset->test);
            QVERIFY2(std::abs(loss - expected) < 1e-6 * expected, qPrintable(QString("%1, not %2").arg(loss).arg(expected)));
            wanted.augmentation.clear();
            QVERIFY(bool(stepper.configure(wanted)));
            QCOMPARE(stepper.evaluate(dataset->test), held); // what is held out is not varied
        }
    }

    void anyNumberOfThreadsGivesTheSameBitsAndNothingIsAllocated() {
        auto dataset = std::make_shared<data::Dataset>(*smoothData({300, 90, 0, 20}));
        dataset->shape = Shape(1, 9, 10);
        const auto plan = *plan::compile({{dense(70, "tanh"), dense(9, "tanh"), output()}, 1, false}, dataset->shape);
        std::vector<core::Floats> reached;
        for (const int threads : {1, 2, 5}) {
            core::ThreadPool pool(threads);
            training::Stepper stepper(plan, dataset);
            spec::TrainingSpec wanted = settings(squaredError, "adam", 100);
            for (const spec::Kind &kind : training::augmentationKinds())
                if (kind.key != "window")
                    wanted.augmentation.push_back({kind.key, {}});
            QVERIFY(bool(stepper.configure(wanted)));
            stepper.setThreadPool(&pool);
            stepper.start();
            const int allocations = allocationsOf([&] {
                for (int step = 0; step < 5; ++step)
                    stepper.step();
            });
            if (!isSanitized)
                QCOMPARE(allocations, 0);
            reached.push_back(stepper.currentParameters());
        }
        QVERIFY(sameBits(reached[0], reached[1]) && sameBits(reached[0], reached[2]));
    }
};

QTEST_APPLESS_MAIN(AugmentationTest)
#include "augmentation_test.moc"
