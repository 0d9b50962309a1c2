// What a loss is made from, and when there is none.
#include <QTest>

#include "engine/training/loss.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::makeLoss;

namespace {

std::shared_ptr<const plan::Plan> planWith(const char *activation) {
    return *plan::compile({{dense(3, "tanh"), output(activation)}, 0, false}, core::Shape(7));
}

spec::LossSpec loss(const char *kind, const char *reduction = nullptr) {
    spec::LossSpec made{kind, {}};
    if (reduction)
        made.values["reduction"] = std::string(reduction);
    return made;
}

} // namespace

class LossTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsMade() {
        auto dataset = std::make_shared<data::Dataset>(*smoothData({}));
        dataset->shape = core::Shape(1, 1, 7);
        for (const spec::Kind &kind : training::lossKinds()) {
            const bool isCategorical = kind.key == "categorical_cross_entropy";
            const auto plan = *plan::compile({{dense(3, "tanh"), output(isCategorical ? "softmax" : "sigmoid")}, 0, false}, dataset->shape);
            const auto made = makeLoss(loss(kind.key.c_str()), *plan, *dataset);
            QVERIFY2(bool(made), kind.key.c_str());
            QVERIFY(made->sum);
            QCOMPARE(made->wantsLogits, kind.key == crossEntropy || isCategorical);
        }
    }

    void theMeanIsOverFeaturesTheSumIsNot() {
        const auto dataset = smoothData({});
        for (const char *kind : {squaredError, crossEntropy}) {
            const auto byDefault = makeLoss(loss(kind), *planWith("sigmoid"), *dataset), mean = makeLoss(loss(kind, "mean"), *planWith("sigmoid"), *dataset),
                       sum = makeLoss(loss(kind, "sum"), *planWith("sigmoid"), *dataset);
            QCOMPARE(byDefault->featureScale, mean->featureScale);
            QCOMPARE(mean->meanOf(70.0, 5), 2.0);
            QCOMPARE(sum->meanOf(70.0, 5), 14.0);
            QCOMPARE(mean->gradientScale(5), 1.0f / 35);
            QCOMPARE(sum->gradientScale(5), 0.2f);
        }
    }

    void theSumIsOverAllAndTheGradientIsScaled() {
        const std::vector<float> y{1, 2, 3, 4, 5, 6}, t{0, 2, 5, 4, 4, 6};
        std::vector<float> gradient(6);
        const auto made = makeLoss(loss(squaredError), *planWith("identity"), *smoothData({}));
        QCOMPARE(made->sum({y.data(), 3, 2, 3}, {t.data(), 3, 2, 3}, {gradient.data(), 3, 2, 3}, 0.5f), 6.0);
        QVERIFY((gradient == std::vector<float>{1, 0, -2, 0, 1, 0}));
        QCOMPARE(made->sum({y.data(), 3, 2, 3}, {t.data(), 3, 2, 3}, {}, 0.5f), 6.0);
    }

    void crossEntropyNeedsASigmoid() {
        for (const char *activation : {"identity", "relu", "leaky_relu", "tanh"}) {
            const auto made = makeLoss(loss(crossEntropy), *planWith(activation), *smoothData({}));
            QVERIFY(!made);
            QCOMPARE(made.error().layer, 1);
            QCOMPARE(made.error().where, std::string("training.loss"));
            QVERIFY(made.error().hint.find("sigmoid") != std::string::npos);
            QVERIFY(bool(makeLoss(loss(squaredError), *planWith(activation), *smoothData({}))));
        }
    }

    void crossEntropyNeedsDataBetweenZeroAndOne() {
        auto dataset = std::make_shared<data::Dataset>(*smoothData({}));
        dataset->isWithinUnit = false;
        const auto made = makeLoss(loss(crossEntropy), *planWith("sigmoid"), *dataset);
        QVERIFY(!made);
        QVERIFY(made.error().what.find(dataset->title) != std::string::npos);
        QCOMPARE(made.error().layer, -1);
        QVERIFY(bool(makeLoss(loss(squaredError), *planWith("sigmoid"), *dataset)));
    }

    void categoricalCrossEntropyNeedsASoftmax() {
        for (const char *activation : {"identity", "sigmoid", "tanh"}) {
            const auto made = makeLoss(loss("categorical_cross_entropy"), *planWith(activation), *smoothData({}));
            QVERIFY(!made);
            QCOMPARE(made.error().layer, 1);
            QCOMPARE(made.error().where, std::string("training.loss"));
            QVERIFY(made.error().hint.find("softmax") != std::string::npos);
        }
    }

    void structuralSimilarityNeedsImagesBetweenZeroAndOne() {
        const auto made = makeLoss(loss("structural_similarity"), *planWith("sigmoid"), *smoothData({}));
        QVERIFY(!made);
        QVERIFY(made.error().what.find("images") != std::string::npos);
        auto dataset = std::make_shared<data::Dataset>(*smoothData({64, 60, 0, 20}));
        dataset->shape = core::Shape(1, 6, 10);
        const auto plan = *plan::compile({{dense(3, "tanh"), output("identity")}, 0, false}, dataset->shape);
        const auto fits = makeLoss(loss("structural_similarity"), *plan, *dataset);
        QVERIFY(bool(fits));
        QVERIFY(!fits->wantsLogits);
        QCOMPARE(fits->featureScale, 1.0);
        const std::vector<float> x = smoothSamples(2, 60, 0);
        QVERIFY(std::abs(fits->sum({x.data(), 60, 2, 60}, {x.data(), 60, 2, 60}, {}, 1)) < 1e-12);
        dataset->isWithinUnit = false;
        const auto beyond = makeLoss(loss("structural_similarity"), *plan, *dataset);
        QVERIFY(!beyond);
        QVERIFY(beyond.error().what.find(dataset->title) != std::string::npos);
    }

    void aRowAloneMakesALoss() {
        std::vector<training::LossRow> rows = training::lossRows();
        rows.push_back({.kind = {"dummy",
                                 "Dummy",
                                 "The first feature's distance to what a setting says.",
                                 {{.key = "aim", .label = "Aim", .help = "Where it is none.", .fallback = 2.0, .minimum = 0.0, .maximum = 9.0}}},
                        .make = [](const spec::LossSpec &component, const spec::Kind &kind, const core::Shape &) -> decltype(training::Loss::sum) {
                            return [aim = spec::realOf(component, kind, "aim")](core::ConstView y, core::ConstView, core::View, float) {
                                return std::abs(static_cast<double>(y.data[0]) - aim);
                            };
                        },
                        .needsUnitData = true,
                        .ending = training::LossRow::Ending::Sigmoid});
        const std::vector<spec::Kind> kinds = training::lossKinds(rows);
        QCOMPARE(kinds.size(), training::lossKinds().size() + 1);
        QCOMPARE(kinds.back().label, std::string("Dummy"));
        const spec::LossSpec chosen{"dummy", {{"aim", 5.0}}};
        const auto made = makeLoss(chosen, *planWith("sigmoid"), *smoothData({}), rows);
        QVERIFY(bool(made));
        QVERIFY(made->wantsLogits);
        const std::vector<float> y{1, 2}, t{0, 0};
        QCOMPARE(made->sum({y.data(), 2, 1, 2}, {t.data(), 2, 1, 2}, {}, 1.0f), 4.0);
        QCOMPARE(makeLoss(chosen, *planWith("tanh"), *smoothData({}), rows).error().layer, 1);
        auto dataset = std::make_shared<data::Dataset>(*smoothData({}));
        dataset->isWithinUnit = false;
        QVERIFY(!makeLoss(chosen, *planWith("sigmoid"), *dataset, rows));
        QVERIFY(!makeLoss(chosen, *planWith("sigmoid"), *smoothData({})));
    }

    void anUnknownKindIsAnError() {
        const auto made = makeLoss(loss("hinge"), *planWith("sigmoid"), *smoothData({}));
        QVERIFY(!made);
        QVERIFY(made.error().what.find("hinge") != std::string::npos);
        QCOMPARE(made.error().where, std::string("training.loss.kind"));
        for (const spec::Kind &kind : training::lossKinds())
            QVERIFY(made.error().hint.find(kind.key) != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(LossTest)
#include "loss_test.moc"
