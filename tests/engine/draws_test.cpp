// What layers draw in training: as much as they say, anew for each sample, step and seed, and the same for a sample wherever it stands.
#include <QTest>

#include <cmath>
#include <numeric>

#include "engine/layers/registry.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr Index samples = 300;
const core::Shape image(6, 5, 4); // six channels

struct Drawn {
    std::vector<std::vector<float>> y, dx; ///< of each sample
};

/// One pass up and down with x = 1 and dy = 1; weights and biases are zero, `order` has the numbers of the samples.
Drawn drawn(const spec::LayerSpec &spec, const std::vector<Index> &order, std::uint64_t seed = 1, std::uint64_t step = 1,
            layers::Mode mode = layers::Mode::Training) {
    layers::LayerContext place;
    place.input = place.data = image;
    const auto layer = *layers::make(spec, place);
    const layers::Traits &needs = layer->traits();
    Index parameters = 0;
    for (const layers::Tensor &tensor : needs.parameters)
        parameters += core::padded(tensor.size());
    const Index columns = static_cast<Index>(order.size()), inStride = core::strideOf(image.size()), outStride = core::strideOf(needs.output.size()),
                scratchStride = core::strideOf(needs.scratchPerSample);
    core::Floats x(inStride * columns), dx(inStride * columns), y(outStride * columns), dy(outStride * columns), scratch(scratchStride * columns),
        zeros(parameters + 16), prepared(needs.preparedSize + 16), workspace(needs.workspace + 16);
    std::fill_n(x.data(), x.size(), 1.0f);
    std::fill_n(dy.data(), dy.size(), 1.0f);
    const core::Random random(seed, core::Stream::Layer);
    layers::ForwardPass up;
    up.mode = mode;
    up.arrays = {zeros.data(), prepared.data(), nullptr, nullptr, nullptr};
    up.x = {x.data(), image.size(), columns, inStride};
    up.y = {y.data(), needs.output.size(), columns, outStride};
    up.scratch = {scratch.data(), needs.scratchPerSample, columns, scratchStride};
    up.random = &random;
    up.step = step;
    up.samples = order.data();
    up.workspace = workspace.data();
    layer->forward(up);
    layers::BackwardPass down;
    down.arrays = up.arrays;
    down.x = up.x;
    down.y = up.y;
    down.dy = {dy.data(), needs.output.size(), columns, outStride};
    down.dx = {dx.data(), image.size(), columns, inStride};
    down.scratch = up.scratch;
    down.random = &random;
    down.step = step;
    down.samples = order.data();
    down.workspace = workspace.data();
    if (mode == layers::Mode::Training)
        layer->backward(down);
    Drawn result;
    for (Index column = 0; column < columns; ++column) {
        result.y.emplace_back(up.y.column(column), up.y.column(column) + needs.output.size());
        result.dx.emplace_back(dx.data() + column * inStride, dx.data() + column * inStride + image.size());
    }
    return result;
}

std::vector<Index> numbersFrom(Index first) {
    std::vector<Index> numbers(samples);
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
}

spec::LayerSpec layerOf(const char *kind) {
    if (kind == std::string("variational"))
        return {kind, {{"units", Index{40}}}};
    return {kind, {{kind == std::string("gaussian_noise") ? "strength" : "rate", 0.3}}};
}

} // namespace

class DrawsTest : public QObject {
    Q_OBJECT

    void addKinds() {
        QTest::addColumn<QByteArray>("kind");
        for (const char *kind : {"dropout", "spatial_dropout", "gaussian_noise", "variational"})
            QTest::newRow(kind) << QByteArray(kind);
    }

private slots:
    /// Share and size of what falls silent, mean and deviation of noise.
    void areAsLargeAsTheySay_data() { addKinds(); }
    void areAsLargeAsTheySay() {
        QFETCH(QByteArray, kind);
        const Drawn all = drawn(layerOf(kind.constData()), numbersFrom(0));
        const bool isDropout = kind.endsWith("dropout");
        double count = 0, sum = 0, squares = 0;
        for (const std::vector<float> &sample : all.y)
            for (const float value : sample) {
                const double z = static_cast<double>(value) - (kind == "variational" ? 0 : 1);
                if (isDropout)
                    QVERIFY(value == 0.0f || std::abs(value - 1 / 0.7f) < 1e-6f);
                ++count;
                sum += z;
                squares += z * z;
            }
        const double deviation = isDropout               ? std::sqrt(0.3 / 0.7)
                                 : kind == "variational" ? 1
                                                         : 0.3,
                     independent = kind == "spatial_dropout" ? count / 20 : count;
        QVERIFY2(std::abs(sum / count) < 5 * deviation / std::sqrt(independent), qPrintable(QString::number(sum / count)));
        QVERIFY2(std::abs(std::sqrt(squares / count) / deviation - 1) < 0.05, qPrintable(QString::number(std::sqrt(squares / count))));
    }

    void eachSampleStepAndSeedHasItsOwn_data() { addKinds(); }
    void eachSampleStepAndSeedHasItsOwn() {
        QFETCH(QByteArray, kind);
        const spec::LayerSpec layer = layerOf(kind.constData());
        const Drawn all = drawn(layer, numbersFrom(0)), later = drawn(layer, numbersFrom(0), 1, 2), other = drawn(layer, numbersFrom(0), 2, 1);
        // Six channels have 64 patterns: two samples out of many are alike there by chance, by 0.58^6 of all pairs.
        const double byChance = kind == "spatial_dropout" ? std::pow(0.3 * 0.3 + 0.7 * 0.7, 6) : 0;
        double pairs = 0, alike = 0;
        for (std::size_t a = 0; a < all.y.size(); ++a)
            for (std::size_t b = 0; b < a; ++b, ++pairs)
                alike += all.y[a] == all.y[b];
        QVERIFY2(byChance == 0 ? alike == 0 : std::abs(alike / pairs - byChance) < 0.25 * byChance, qPrintable(QString("%1 of %2").arg(alike).arg(pairs)));
        for (const Drawn *drawn : {&later, &other}) {
            double same = 0;
            for (std::size_t a = 0; a < all.y.size(); ++a)
                same += all.y[a] == drawn->y[a];
            QVERIFY(same <= 3 * byChance * samples);
        }
    }

    /// The place in a batch and the samples beside it change nothing, and the way back has the factors of the way up.
    void followTheSample_data() { addKinds(); }
    void followTheSample() {
        QFETCH(QByteArray, kind);
        const spec::LayerSpec layer = layerOf(kind.constData());
        const Drawn all = drawn(layer, numbersFrom(0)), few = drawn(layer, {77, 3, 299});
        QVERIFY(few.y[0] == all.y[77] && few.y[1] == all.y[3] && few.y[2] == all.y[299]);
        if (kind.endsWith("dropout"))
            QVERIFY(all.dx == all.y);
        if (kind == "gaussian_noise")
            QVERIFY(all.dx == std::vector<std::vector<float>>(samples, std::vector<float>(static_cast<std::size_t>(image.size()), 1.0f)));
    }

    void wholeChannelsFallSilent() {
        for (const std::vector<float> &sample : drawn(layerOf("spatial_dropout"), numbersFrom(0)).y)
            for (std::size_t i = 0; i < sample.size(); ++i)
                QCOMPARE(sample[i], sample[i / 20 * 20]);
    }

    void nothingIsDrawnInEvaluation_data() { addKinds(); }
    void nothingIsDrawnInEvaluation() {
        QFETCH(QByteArray, kind);
        const Drawn all = drawn(layerOf(kind.constData()), numbersFrom(0), 1, 1, layers::Mode::Evaluation);
        for (const std::vector<float> &sample : all.y)
            for (const float value : sample)
                QCOMPARE(value, kind == "variational" ? 0.0f : 1.0f);
    }
};

QTEST_APPLESS_MAIN(DrawsTest)
#include "draws_test.moc"
