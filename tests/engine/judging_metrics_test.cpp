// Metrics of given labels and scores, beside scikit-learn's numbers.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/judging/anomalous_names.h"
#include "engine/judging/confusion.h"
#include "engine/judging/partition_scores.h"
#include "engine/judging/ranking.h"
#include "tests/support/judging_reference.h"

using namespace hourglass;
using namespace hourglass::judging;
using namespace hourglass::tests;

namespace {

bool isNear(double found, double expected, double tolerance = 1e-6) {
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("%.12g, and not %.12g", found, expected);
    return false;
}

} // namespace

class JudgingMetricsTest : public QObject {
    Q_OBJECT

    const QJsonObject m_all = judgingReference();

private slots:
    void classesAsScikitLearn() {
        const QJsonObject reference = m_all["labels"].toObject();
        const Confusion confusion(labelsIn(reference["truth"]), labelsIn(reference["predicted"]), 6);
        QVERIFY(isNear(confusion.accuracy(), reference["accuracy"].toDouble()));
        QVERIFY(isNear(confusion.balancedAccuracy(), reference["balanced_accuracy"].toDouble()));
        QVERIFY(isNear(confusion.macroF1(), reference["macro_f1"].toDouble()));
        const auto expected = labelsIn(reference["confusion"]);
        QCOMPARE(confusion.counts.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(confusion.counts[i], Index{expected[i]});
    }

    void partitionsAsScikitLearn() {
        const QJsonObject reference = m_all["labels"].toObject();
        const PartitionScores scores = compare(labelsIn(reference["truth"]), labelsIn(reference["clusters"]));
        QVERIFY(isNear(scores.purity, reference["purity"].toDouble()));
        QVERIFY(isNear(scores.mutualInformation, reference["mutual_information"].toDouble()));
        QVERIFY(isNear(scores.normalisedMutualInformation, reference["nmi"].toDouble()));
        QVERIFY(isNear(scores.adjustedRand, reference["adjusted_rand"].toDouble()));
        QVERIFY(isNear(scores.homogeneity, reference["homogeneity"].toDouble()));
        QVERIFY(isNear(scores.completeness, reference["completeness"].toDouble()));
    }

    void partitionsAtTheirEnds() {
        const std::vector<std::int32_t> one(6, 0), each{0, 1, 2, 3, 4, 5}, halves{0, 0, 0, 1, 1, 1}, swapped{1, 1, 1, 0, 0, 0}, none{-1, -1, -1, -1, -1, -1};
        const PartitionScores same = compare(halves, swapped);
        QVERIFY(isNear(same.adjustedRand, 1) && isNear(same.normalisedMutualInformation, 1) && isNear(same.purity, 1));
        const PartitionScores whole = compare(one, one);
        QVERIFY(isNear(whole.adjustedRand, 1) && isNear(whole.normalisedMutualInformation, 1));
        const PartitionScores together = compare(halves, one);
        QVERIFY(isNear(together.homogeneity, 0) && isNear(together.completeness, 1) && isNear(together.adjustedRand, 0) && isNear(together.purity, 0.5));
        QVERIFY(isNear(compare(halves, each).homogeneity, 1));
        QCOMPARE(compare(none, each).samples, Index{0});
        QVERIFY(isNear(compare(halves, none).purity, 0.5)); // what is in no cluster is one of its own
    }

    void rankingAsScikitLearn() {
        const QJsonObject reference = m_all["ranking"].toObject();
        std::vector<std::uint8_t> isPositive;
        for (const std::int32_t each : labelsIn(reference["positive"]))
            isPositive.push_back(each != 0);
        const auto ranking = rank(numbersIn(reference["scores"]), isPositive);
        QVERIFY(ranking);
        QVERIFY(isNear(ranking->area(), reference["area"].toDouble()));
        QVERIFY(isNear(ranking->averagePrecision(), reference["average_precision"].toDouble()));
        QVERIFY(isNear(ranking->best().threshold, reference["youden"].toDouble()));
        const auto falseRate = numbersIn(reference["false_rate"]), trueRate = numbersIn(reference["true_rate"]), precision = numbersIn(reference["precision"]);
        QCOMPARE(ranking->cuts.size(), falseRate.size());
        for (std::size_t i = 0; i < falseRate.size(); ++i) {
            QVERIFY(isNear(ranking->falsePositiveRate(ranking->cuts[i]), falseRate[i]));
            QVERIFY(isNear(ranking->truePositiveRate(ranking->cuts[i]), trueRate[i]));
            QVERIFY(isNear(ranking->precision(ranking->cuts[i]), precision[i]));
        }
        const Cut &best = ranking->bestF1();
        for (const Cut &cut : ranking->cuts)
            QVERIFY(ranking->f1(best) >= ranking->f1(cut));
        QCOMPARE(ranking->at(best.threshold).truePositives, best.truePositives);
        QCOMPARE(ranking->at(1e9).truePositives, Index{0});
        QCOMPARE(ranking->at(-1e9).falsePositives, ranking->negatives);
    }

    void rankingRefuses() {
        const std::vector<double> scores{1, 2, 3}, broken{1, std::numeric_limits<double>::quiet_NaN(), 3};
        const std::vector<std::uint8_t> mixed{0, 1, 0}, all{1, 1, 1};
        QVERIFY(rank(scores, mixed));
        QVERIFY(rank(scores, all).error().sentence().find("one kind") != std::string::npos);
        QVERIFY(rank(broken, mixed).error().sentence().find("sample 1 is not finite") != std::string::npos);
        QVERIFY(!rank({}, {}));
    }

    void classesThatAreAnomalousByTheirNames() {
        using Names = std::vector<std::string>;
        using Found = std::vector<std::int32_t>;
        QCOMPARE(anomalousByName(Names{"Normal", "Abnormal"}), Found{1});
        QCOMPARE(anomalousByName(Names{"good", "scratch", "hole"}), (Found{1, 2}));
        QCOMPARE(anomalousByName(Names{"dos attack", "web", "mail"}), Found{0});
        QCOMPARE(anomalousByName(Names{"cat", "dog"}), Found{});
        QCOMPARE(anomalousByName(Names{"outlier"}), Found{});
        QCOMPARE(anomalousByName(Names{}), Found{});
    }

    void oneAgainstTheRestAsScikitLearn() {
        const QJsonObject reference = m_all["one_against_rest"].toObject();
        const std::vector<std::int32_t> truth = labelsIn(reference["truth"]);
        const Table scores = tableIn(reference["scores"], static_cast<Index>(truth.size()));
        QVERIFY(isNear(macroArea(scores.view(), truth), reference["area"].toDouble()));
        QVERIFY(std::isnan(macroArea(scores.view(), std::vector<std::int32_t>(truth.size(), 2))));
    }

    void silhouetteAsScikitLearn() {
        const QJsonObject reference = m_all["codes"].toObject();
        const Table codes = tableIn(reference["values"], reference["samples"].toInt());
        const std::vector<std::int32_t> labels = labelsIn(reference["labels"]);
        core::ThreadPool one(1), three(3);
        const auto silhouette = silhouetteOf(codes.view(), labels, one);
        QVERIFY(silhouette && silhouette.value());
        QVERIFY(isNear(**silhouette, reference["silhouette"].toDouble()));
        QVERIFY(**silhouetteOf(codes.view(), labels, three) == **silhouette);
        QVERIFY(!*silhouetteOf(codes.view(), std::vector<std::int32_t>(labels.size(), 0), one));
        const std::atomic<bool> cancelled = true;
        QVERIFY(!silhouetteOf(codes.view(), labels, one, &cancelled));
    }
};

QTEST_APPLESS_MAIN(JudgingMetricsTest)
#include "judging_metrics_test.moc"
