// What classifiers read from codes, and what units stand for, beside scikit-learn and disentanglement_lib.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/core/random.h"
#include "engine/judging/disentanglement.h"
#include "engine/judging/lbfgs.h"
#include "engine/judging/linear_probe.h"
#include "engine/judging/neighbour_vote.h"
#include "engine/judging/probes.h"
#include "engine/judging/units.h"
#include "tests/support/judging_reference.h"

using namespace hourglass;
using namespace hourglass::judging;
using namespace hourglass::tests;

namespace {

bool isNear(double found, double expected, double tolerance) {
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("%.12g, and not %.12g", found, expected);
    return false;
}

bool areNear(const std::vector<double> &found, const std::vector<double> &expected, double tolerance) {
    if (found.size() != expected.size())
        return false;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!isNear(found[i], expected[i], tolerance))
            return false;
    return true;
}

/// Every fourth sample is asked.
struct Case {
    Table codes, fitted, asked;
    std::vector<std::int32_t> all, labels, truth;

    explicit Case(const QJsonObject &reference) : codes(tableIn(reference["values"], reference["samples"].toInt())), all(labelsIn(reference["labels"])) {
        Split split;
        for (Index i = 0; i < codes.columns; ++i)
            (i % 4 == 0 ? split.heldOut : split.fit).push_back(i);
        fitted = selected(codes.view(), split.fit);
        asked = selected(codes.view(), split.heldOut);
        labels = selected(Labels(all), split.fit);
        truth = selected(Labels(all), split.heldOut);
    }
};

} // namespace

class JudgingProbesTest : public QObject {
    Q_OBJECT

    const QJsonObject m_all = judgingReference(), m_codes = m_all["codes"].toObject();
    const Case m_case{m_codes};
    core::ThreadPool m_one{1}, m_three{3};

private slots:
    void neighboursVoteAsScikitLearn() {
        const auto vote = voteOfNeighbours(m_case.fitted.view(), m_case.labels, m_case.asked.view(), 5, m_one);
        QVERIFY(vote);
        QCOMPARE(vote->predicted, labelsIn(m_codes["neighbours"]));
        const auto few = voteOfNeighbours(m_case.fitted.view().columnsFrom(0, 3), Labels(m_case.labels).first(3), m_case.asked.view(), 5, m_one);
        QVERIFY(few);
        QCOMPARE(few->neighbours, Index{3});
    }

    void probeIsTheMinimumThatScikitLearnFinds() {
        const auto probe = LinearProbe::fit(m_case.fitted.view(), m_case.labels, {}, m_one);
        QVERIFY(probe);
        QVERIFY(probe->isConverged());
        const Table chances = probe->probabilities(m_case.asked.view());
        const auto expected = numbersIn(m_codes["probabilities"]);
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(isNear(static_cast<double>(chances.values.data()[i]), expected[i], 1e-4));
        QCOMPARE(largestOf(chances.view()), labelsIn(m_codes["probe"]));
        const auto shared = LinearProbe::fit(m_case.fitted.view(), m_case.labels, {}, m_three);
        QVERIFY(shared && shared->objective() == probe->objective());
        QVERIFY(std::ranges::equal(shared->probabilities(m_case.asked.view()).values.span(), chances.values.span()));
    }

    /// Chances of the second class by scikit-learn 1.9.1, StandardScaler and LogisticRegression(C): what is penalised of two classes is one vector, not two.
    void twoClassesAsScikitLearn() {
        const float numbers[] = {0, 1, 1, 3, 2, 0, 3, 2, 2, 5, 4, 1, 5, 4, 6, 2}, others[] = {0, 0, 3, 3, 2.5f, 1, 6, 6};
        Table fitted(2, 8), asked(2, 4);
        std::copy(std::begin(numbers), std::end(numbers), fitted.values.data());
        std::copy(std::begin(others), std::end(others), asked.values.data());
        const std::vector<std::pair<double, std::vector<double>>> expected{{1.0, {0.1383688340, 0.5173838941, 0.4617772741, 0.8773995408}},
                                                                           {0.1, {0.3958032575, 0.5040198808, 0.4872703325, 0.6118611766}}};
        for (const std::int32_t second : {1, 3}) { // of labels that leave some out, too
            std::vector<std::int32_t> labels{0, 0, 0, 1, 0, 1, 1, 1};
            for (std::int32_t &label : labels)
                label *= second;
            for (const auto &[inverse, chances] : expected) {
                const auto probe = LinearProbe::fit(fitted.view(), labels, {.inverseRegularisation = inverse}, m_one);
                QVERIFY(probe);
                const Table found = probe->probabilities(asked.view());
                for (std::size_t i = 0; i < chances.size(); ++i)
                    QVERIFY(isNear(static_cast<double>(found.column(static_cast<Index>(i))[second]), chances[i], 1e-4));
            }
        }
    }

    void figuresOfProbes() {
        const auto scores = measureProbes(m_case.fitted.view(), m_case.labels, m_case.asked.view(), m_case.truth, {}, m_three);
        QVERIFY(scores);
        QVERIFY(isNear(scores->accuracy, m_codes["probe_accuracy"].toDouble(), 0.01));
        QVERIFY(isNear(scores->macroF1, m_codes["probe_macro_f1"].toDouble(), 0.01));
        QVERIFY(isNear(scores->area, m_codes["probe_area"].toDouble(), 1e-4));
        QCOMPARE(scores->fitted, Index{195});
        QCOMPARE(scores->confusion.samples(), Index{65});
    }

    void classesThatAreNotFittedAreNeverPredicted() {
        std::vector<std::int32_t> gaps = m_case.labels;
        for (std::int32_t &label : gaps)
            label = label == 1 ? 0 : label * 3;
        const auto probe = LinearProbe::fit(m_case.fitted.view(), gaps, {}, m_one);
        QVERIFY(probe);
        const Table chances = probe->probabilities(m_case.asked.view());
        QCOMPARE(chances.rows, Index{10});
        for (Index sample = 0; sample < chances.columns; ++sample)
            QCOMPARE(chances.column(sample)[4], 0.0f);
    }

    void badCodesAreASentence() {
        Table broken = selected(m_case.fitted.view(), std::vector<Index>{0, 1, 2, 3});
        const std::vector<std::int32_t> labels{0, 1, 0, 1}, alike(4, 0);
        QVERIFY(LinearProbe::fit(broken.view(), alike, {}, m_one).error().sentence().find("one class") != std::string::npos);
        broken.column(2)[1] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(LinearProbe::fit(broken.view(), labels, {}, m_one).error().sentence().find("Sample 2 has a number that is not finite") != std::string::npos);
        QVERIFY(!voteOfNeighbours(broken.view(), labels, m_case.asked.view(), 1, m_one));
        QVERIFY(!voteOfNeighbours(m_case.asked.view(), m_case.truth, broken.view(), 1, m_one));
        const Table constant(3, 40);
        std::vector<std::int32_t> halves(40);
        for (std::size_t i = 0; i < 40; ++i)
            halves[i] = i < 25;
        const auto chance = measureProbes(constant.view(), halves, constant.view(), halves, {}, m_one);
        QVERIFY(chance);
        QVERIFY(isNear(chance->accuracy, 25.0 / 40, 1e-9) && isNear(chance->area, 0.5, 1e-9)); // the commoner class of all
        const std::atomic<bool> cancelled = true;
        QVERIFY(!measureProbes(m_case.fitted.view(), m_case.labels, m_case.asked.view(), m_case.truth, {}, m_one, &cancelled));
    }

    void splitsKeepTheShareOfEachClass() {
        std::vector<std::int32_t> labels(200, 0);
        for (std::size_t i = 0; i < 40; ++i)
            labels[i * 5] = 1;
        labels[1] = 2;
        labels[2] = -1;
        const Split split = stratifiedSplit(labels, 0.25, 3);
        QCOMPARE(split.fit.size() + split.heldOut.size(), std::size_t{199});
        const auto heldOut = selected(Labels(labels), split.heldOut);
        QCOMPARE(std::count(heldOut.begin(), heldOut.end(), 1), std::ptrdiff_t{10});
        QCOMPARE(std::count(heldOut.begin(), heldOut.end(), 2), std::ptrdiff_t{0}); // its only sample is learned from
        QCOMPARE(stratifiedSplit(labels, 0.25, 3).heldOut, split.heldOut);
        QVERIFY(stratifiedSplit(labels, 0.25, 4).heldOut != split.heldOut);
    }

    void descendsAValley() { // Rosenbrock's, whose minimum is known
        std::vector<double> x(10, -1.2);
        const auto valley = [](std::span<const double> at, std::span<double> gradient) {
            double sum = 0;
            std::fill(gradient.begin(), gradient.end(), 0.0);
            for (std::size_t i = 0; i + 1 < at.size(); ++i) {
                const double a = at[i + 1] - at[i] * at[i], b = 1 - at[i];
                sum += 100 * a * a + b * b;
                gradient[i] += -400 * at[i] * a - 2 * b;
                gradient[i + 1] += 200 * a;
            }
            return sum;
        };
        const LbfgsEnd end = minimise(x, valley, {.tolerance = 1e-9});
        QVERIFY(end.isConverged);
        QVERIFY(end.iterations < 200);
        QVERIFY(areNear(x, std::vector<double>(10, 1.0), 1e-8));
    }

    void unitsAsNumpy() {
        const auto figures = measureUnits(m_case.codes.view());
        QVERIFY(figures);
        QVERIFY(areNear(figures->correlation, numbersIn(m_codes["correlation"]), 1e-6));
        QCOMPARE(figures->active, Index{5});
        QVERIFY(figures->participationRatio > 1 && figures->participationRatio < 5);
        Table three(3, 400); // two independent units of one size, and one that sleeps
        const core::Random random(1, core::Stream::Data);
        for (Index sample = 0; sample < 400; ++sample)
            for (Index unit = 0; unit < 2; ++unit)
                three.column(sample)[unit] = (((sample >> unit) & 1) != 0 ? 1.0f : -1.0f);
        const auto two = measureUnits(three.view());
        QVERIFY(isNear(two->participationRatio, 2, 1e-9) && isNear(two->meanCorrelation, 0, 1e-9));
        QCOMPARE(two->active, Index{2});
        QCOMPARE(measureUnits(Table(3, 1).view())->participationRatio, 0.0);
    }

    void disentanglementAsPublished() {
        const QJsonObject reference = m_all["factors"].toObject();
        const auto known = knownFactors(tableIn(reference["values"], reference["samples"].toInt()).view());
        QVERIFY(known);
        for (const QJsonValue &each : reference["cases"].toArray()) {
            const QJsonObject expected = each.toObject();
            const Table codes = tableIn(expected["codes"], reference["samples"].toInt());
            const auto scores = measureDisentanglement(codes.view(), *known);
            QVERIFY(scores);
            QVERIFY(areNear(scores->mutualInformation, numbersIn(expected["information"]), 1e-6));
            QVERIFY(isNear(scores->mig, expected["mig"].toDouble(), 1e-6));
            QVERIFY(isNear(scores->sap, expected["sap"].toDouble(), 1e-6));
            const auto importance = numbersIn(expected["importance"]);
            QVERIFY(isNear(disentanglementOf(importance, 4, 3), expected["disentanglement"].toDouble(), 1e-6));
            QVERIFY(isNear(completenessOf(importance, 4, 3), expected["completeness"].toDouble(), 1e-6));
            const Table x = Standardisation(codes.view()).applied(codes.view()), y = Standardisation(known->values.view()).applied(known->values.view());
            std::vector<double> found;
            for (Index factor = 0; factor < 3; ++factor) {
                std::vector<double> target;
                for (Index sample = 0; sample < y.columns; ++sample)
                    target.push_back(static_cast<double>(y.column(sample)[factor]));
                for (const double weight : lasso(x.view(), target, 0.02))
                    found.push_back(std::abs(weight));
            }
            QVERIFY(areNear(found, importance, 1e-5));
            QVERIFY(scores->informativeness > 0.3 && scores->informativeness < 1);
            QVERIFY(isNear(scores->disentanglement, expected["disentanglement"].toDouble(), 0.05)); // learned from three quarters
        }
    }

    void factorsThatAreNotKnownAreLeftOut() {
        Table factors(3, 50);
        for (Index sample = 0; sample < 50; ++sample) {
            factors.column(sample)[0] = 4;
            factors.column(sample)[1] = sample == 7 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(sample);
            factors.column(sample)[2] = static_cast<float>(sample % 5);
        }
        const auto known = knownFactors(factors.view());
        QVERIFY(known);
        QCOMPARE(known->used, std::vector<Index>{2});
        Table constant(2, 50);
        const auto scores = measureDisentanglement(constant.view(), *known);
        QVERIFY(scores);
        QVERIFY(isNear(scores->mig, 0, 1e-12) && isNear(scores->sap, 0, 1e-12) && isNear(scores->completeness, 0, 1e-6));
        QVERIFY(!measureDisentanglement(m_case.codes.view(), *known));
        QVERIFY(!knownFactors(constant.view()));
    }
};

QTEST_APPLESS_MAIN(JudgingProbesTest)
#include "judging_probes_test.moc"
