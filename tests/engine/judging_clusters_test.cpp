// Codes divided without their classes, beside scikit-learn.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/core/random.h"
#include "engine/judging/cluster_scores.h"
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

} // namespace

class JudgingClustersTest : public QObject {
    Q_OBJECT

    const QJsonObject m_all = judgingReference(), m_reference = m_all["codes"].toObject();
    const Table m_codes = tableIn(m_reference["values"], m_reference["samples"].toInt());
    const std::vector<std::int32_t> m_labels = labelsIn(m_reference["labels"]);
    core::ThreadPool m_one{1}, m_three{3};

private slots:
    void kMeansIsAsGoodAsScikitLearns() {
        const QJsonObject expected = m_all["k_means"].toObject();
        const auto clusters = kMeans(m_codes.view(), {.clusters = 4, .restarts = 10, .seed = 1}, m_one);
        QVERIFY(clusters);
        QCOMPARE(clusters->count, Index{4});
        QVERIFY(isNear(clusters->objective, expected["inertia"].toDouble(), 1e-3 * expected["inertia"].toDouble()));
        QVERIFY(isNear(compare(m_labels, clusters->labels).normalisedMutualInformation, expected["nmi"].toDouble(), 0.01));
        QVERIFY(isNear(**silhouetteOf(m_codes.view(), clusters->labels, m_one), expected["silhouette"].toDouble(), 0.003));
        const auto shared = kMeans(m_codes.view(), {.clusters = 4, .restarts = 10, .seed = 1}, m_three);
        QCOMPARE(shared->labels, clusters->labels);
        QVERIFY(std::ranges::equal(shared->centres.values.span(), clusters->centres.values.span()));
    }

    void mixturesAreAsLikelyAsScikitLearns() {
        for (const QJsonValue &each : m_all["mixture"].toArray()) {
            const QJsonObject expected = each.toObject();
            MixtureOptions options{.components = 4, .tolerance = 1e-4, .iterations = 500};
            if (expected["covariance"].toString() == "diagonal")
                options.covariance = MixtureOptions::Covariance::Diagonal;
            double likelihood = -INFINITY, agreement = 0;
            for (options.seed = 0; options.seed < 20; ++options.seed) { // the best of twenty, as there
                const auto mixture = gaussianMixture(m_codes.view(), options, m_one);
                QVERIFY(mixture);
                if (mixture->objective > likelihood) {
                    likelihood = mixture->objective;
                    agreement = compare(m_labels, mixture->labels).normalisedMutualInformation;
                }
            }
            QVERIFY(isNear(likelihood, expected["likelihood"].toDouble(), 0.01 * std::abs(expected["likelihood"].toDouble())));
            QVERIFY(isNear(agreement, expected["nmi"].toDouble(), 0.05));
            options.seed = 3;
            const auto alone = gaussianMixture(m_codes.view(), options, m_one), shared = gaussianMixture(m_codes.view(), options, m_three);
            QVERIFY(alone->objective == shared->objective && alone->labels == shared->labels);
        }
    }

    void hdbscanFindsWhatScikitLearnFinds() {
        const QJsonObject reference = m_all["shapes"].toObject();
        const Table shapes = tableIn(reference["values"], reference["samples"].toInt());
        for (const QJsonValue &each : reference["found"].toArray()) {
            const QJsonObject expected = each.toObject();
            const HdbscanOptions options{expected["smallest"].toInt(), expected["reach"].toInt()};
            const auto clusters = hdbscan(shapes.view(), options, m_one);
            QVERIFY(clusters);
            const auto labels = labelsIn(expected["labels"]);
            // Reachabilities are often equal, and which of equal edges comes first moves samples at the rims: up to three here, if scikit-learn is given
            // the same samples in another order.
            std::size_t others = 0;
            for (std::size_t i = 0; i < labels.size(); ++i)
                others += (clusters->labels[i] < 0) != (labels[i] < 0);
            QVERIFY2(others <= 3, qPrintable(QString::number(others)));
            QVERIFY(isNear(compare(clusters->labels, labels).adjustedRand, 1, 0.01));
            QCOMPARE(clusters->count, Index{*std::max_element(labels.begin(), labels.end()) + 1});
            QCOMPARE(hdbscan(shapes.view(), options, m_three)->labels, clusters->labels);
        }
    }

    /// Numbers of few digits, whose distances are often equal: which of them comes first in the file is chance.
    void theOrderOfSamplesDecidesNothing() {
        constexpr Index samples = 400;
        const core::Random random(3, core::Stream::Data);
        Table codes(2, samples), other(2, samples);
        for (Index sample = 0; sample < samples; ++sample)
            for (Index row = 0; row < 2; ++row)
                codes.column(sample)[row] = static_cast<float>(3 * (sample % 3)) +
                                            std::round(2 * random.normal(0, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(row))) / 2;
        const auto placeOf = [](Index sample) { return (sample * 147 + 31) % samples; };
        for (Index sample = 0; sample < samples; ++sample)
            std::copy_n(codes.column(sample), 2, other.column(placeOf(sample)));
        Index most = 0;
        for (const Index smallest : {5, 15})
            for (const Index reach : {1, 5, 15}) {
                const auto clusters = hdbscan(codes.view(), {smallest, reach}, m_one), again = hdbscan(other.view(), {smallest, reach}, m_one);
                QVERIFY(clusters && again);
                std::vector<std::int32_t> inOrder, numberOf(static_cast<std::size_t>(again->count), -1);
                std::int32_t next = 0;
                for (Index sample = 0; sample < samples; ++sample) {
                    const std::int32_t label = again->labels[static_cast<std::size_t>(placeOf(sample))];
                    if (label >= 0 && numberOf[static_cast<std::size_t>(label)] < 0)
                        numberOf[static_cast<std::size_t>(label)] = next++;
                    inOrder.push_back(label < 0 ? -1 : numberOf[static_cast<std::size_t>(label)]);
                }
                QCOMPARE(inOrder, clusters->labels);
                most = std::max(most, clusters->count);
            }
        QVERIFY(most > 2);
    }

    void duplicatesByTheThousand() {
        Table twice(2, 3000);
        for (Index sample = 0; sample < 3000; ++sample)
            twice.column(sample)[0] = sample % 3 == 0 ? 1.0f : 4.0f;
        std::vector<std::int32_t> labels(3000);
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = i % 3 == 0;
        for (const ClusterMethod method : clusterMethods) {
            Options options;
            options.clusters = 5; // of two that differ
            const auto scores = measureClusters(twice.view(), labels, method, options, 0, m_three);
            QVERIFY2(scores, keyOf(method));
            QCOMPARE(scores->clusters.count, Index{2});
            QVERIFY(isNear(scores->agreement->adjustedRand, 1, 1e-12));
            QVERIFY(isNear(*scores->silhouette, 1, 1e-12));
        }
    }

    void badCodes() {
        const Table constant(4, 100), one(4, 1);
        Table broken(2, 100);
        broken.column(5)[1] = std::numeric_limits<float>::infinity();
        for (const ClusterMethod method : clusterMethods) {
            const auto scores = measureClusters(constant.view(), {}, method, {}, 0, m_one);
            QVERIFY2(scores, keyOf(method));
            QVERIFY(!scores->silhouette && !scores->agreement);
            QVERIFY(scores->clusters.count <= 1);
            QVERIFY(measureClusters(broken.view(), {}, method, {}, 0, m_one).error().sentence().find("Sample 5") != std::string::npos);
            const std::atomic<bool> cancelled = true;
            QVERIFY(!measureClusters(m_codes.view(), {}, method, {}, 0, m_one, &cancelled));
        }
        QCOMPARE(kMeans(one.view(), {}, m_one)->count, Index{1});
        QCOMPARE(gaussianMixture(one.view(), {}, m_one)->count, Index{1});
        QVERIFY(hdbscan(one.view(), {}, m_one).error().sentence().find("at least 30 samples") != std::string::npos);
    }

    void settingsAreChecked() {
        QCOMPARE(optionsFrom({{"neighbours", 7.0}})->probes.neighbours, Index{7});
        QCOMPARE(optionsFrom({{"smallest_cluster", Index{9}}})->hdbscan.neighbours, Index{9});
        QVERIFY(!optionsFrom({{"held_out", 1.5}}));
        QVERIFY(!optionsFrom({{"neighbors", 3.0}}));
    }
};

QTEST_APPLESS_MAIN(JudgingClustersTest)
#include "judging_clusters_test.moc"
