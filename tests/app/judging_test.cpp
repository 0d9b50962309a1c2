// The panel Judging in the window, by mouse: probes, clusters and anomalies of the code, measured while they are in sight.
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

#include "app/background/judging_feed.h"
#include "app/session/sample_selection.h"
#include "app/wiring/sample_colouring.h"
#include "tests/support/window_bench.h"
#include "ui/judging/cluster_faces.h"
#include "ui/judging/confusion_picture.h"
#include "ui/judging/error_threshold.h"
#include "ui/judging/judging_view.h"
#include "ui/judging/score_bars.h"
#include "ui/judging/worst_samples.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

struct JudgingBench : WindowBench {
    ui::JudgingView *view = program.panels().view<ui::JudgingView>();
    app::JudgingFeed *feed = session.findChild<app::JudgingFeed *>();
    ui::ConfusionPicture *confusion = view->findChild<ui::ConfusionPicture *>();
    ui::ClusterFaces *faces = view->findChild<ui::ClusterFaces *>();
    ui::ErrorHistogram *histogram = view->findChild<ui::ErrorHistogram *>();
    int probes = 0, clusters = 0, errors = 0;
    std::shared_ptr<const judging::ProbeReport> report;
    std::shared_ptr<const judging::BaselineProbes> baselines;
    std::shared_ptr<const judging::ClusterReport> divided;

    explicit JudgingBench(QSettings &settings) : WindowBench(settings) {
        QObject::connect(feed, &app::JudgingFeed::probesArrived, &window, [this](const auto &made) {
            report = made;
            ++probes;
        });
        QObject::connect(feed, &app::JudgingFeed::baselinesArrived, &window, [this](const auto &made) { baselines = made; });
        QObject::connect(feed, &app::JudgingFeed::clustersArrived, &window, [this](const auto &made) {
            divided = made;
            ++clusters;
        });
        QObject::connect(feed, &app::JudgingFeed::errorsArrived, &window, [this] { ++errors; });
    }
    void bring() {
        dock("judging")->toggleViewAction()->trigger();
        QTRY_VERIFY(view->isVisible() && !view->visibleRegion().isEmpty());
    }
    /// More than an epoch.
    void trainABit() {
        session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(session.status().epoch > 1.2, patience);
        session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(session.status().state == training::State::Paused, patience);
    }
    void press(const char *chip) { QTest::mouseClick(view->header()->findChild<QToolButton *>(chip), Qt::LeftButton); }
    QString text(const char *label) const { return view->findChild<QLabel *>(label)->text(); }
    /// The row of an open menu, clicked.
    void choose(const char *name, const QString &row) {
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = view->findChild<QMenu *>(name)) && menu->isVisible());
        for (QAction *action : menu->actions())
            if (action->text() == row) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
        QFAIL(qPrintable("no " + row));
    }
};

} // namespace

class JudgingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void probesAreMeasuredInSightAndFollowTheTraining() {
        JudgingBench bench(*settings());
        bench.open();
        QCOMPARE(bench.probes, 0); // hidden at first
        bench.bring();
        QTRY_VERIFY_WITH_TIMEOUT(bench.probes > 0 && bench.baselines, patience);
        QVERIFY(bench.report->scores);
        QCOMPARE(bench.report->scores->confusion.samples(), bench.report->scores->asked);
        QVERIFY(bench.baselines->raw.scores && bench.baselines->pca.scores);
        const auto *bars = bench.view->findChild<ui::ScoreBars *>();
        QTRY_VERIFY(bars->isVisible() && bars->accessibleDescription().contains("PCA") && bars->accessibleDescription().contains("Input"));

        // A cell is read under the mouse, and a click pins a sample of it in every view.
        const judging::Confusion &confusion = bench.report->scores->confusion;
        const core::Index truth = confusion.ofClass(0) > 0 ? 0 : 1;
        core::Index predicted = 0;
        while (confusion.of(truth, predicted) == 0)
            ++predicted;
        const QPointF cell = bench.confusion->placeOf({truth, predicted}).center();
        bench.moveMouse(bench.confusion, cell);
        QTRY_VERIFY(bench.confusion->hovered());
        QVERIFY(bench.confusion->accessibleDescription().contains(QString("%1 of %2").arg(confusion.of(truth, predicted)).arg(confusion.ofClass(truth))));
        QTest::mouseClick(bench.confusion, Qt::LeftButton, {}, cell.toPoint());
        const auto pinned = bench.session.findChild<app::SampleSelection *>()->pinned();
        QVERIFY(pinned);
        QCOMPARE(core::Index{partOf(*bench.session.dataset(), pinned->part).labels[static_cast<std::size_t>(pinned->sample)]}, truth);

        const int before = bench.probes;
        bench.trainABit();
        QTRY_VERIFY_WITH_TIMEOUT(bench.probes > before, patience);
        const QString epoch = QLocale().toString(bench.session.status().epoch, 'f', 1);
        const auto tellsEpoch = [&] {
            for (const QLabel *label : bench.view->header()->findChildren<QLabel *>())
                if (label->text().contains("at epoch " + epoch))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(tellsEpoch(), patience); // of the end, once it rests
    }

    void hiddenItCostsNothing() {
        JudgingBench bench(*settings());
        bench.open();
        bench.bring();
        QTRY_VERIFY_WITH_TIMEOUT(bench.probes > 0, patience);
        bench.dock("judging")->toggleViewAction()->trigger();
        QTRY_VERIFY(!bench.view->isVisible());
        bench.rest();
        const int before = bench.probes;
        bench.trainABit();
        bench.rest();
        QCOMPARE(bench.probes, before);
        QCOMPARE(bench.clusters + bench.errors, 0);
    }

    void clustersHaveFacesFiguresAndNames() {
        JudgingBench bench(*settings());
        bench.open();
        bench.bring();
        bench.press("judgingClusters");
        QTRY_VERIFY_WITH_TIMEOUT(bench.clusters > 0, patience);
        QVERIFY(bench.divided->scores);
        QCOMPARE(bench.divided->faces.columns, bench.divided->scores->clusters.count);
        QTRY_VERIFY(bench.faces->isVisible() && bench.text("clusterFigures").contains("purity"));
        core::Index sum = 0;
        for (const core::Index size : bench.divided->sizes)
            sum += size;
        QCOMPARE(sum, static_cast<core::Index>(bench.divided->samples.samples.size()));

        QTest::mouseClick(bench.faces, Qt::LeftButton, {}, bench.faces->placeOf(0).center());
        bench.choose("clusterNames", QString::fromStdString(bench.session.dataset()->classNames[1]));
        QTRY_VERIFY(bench.text("clusterFigures").contains("right as named"));

        auto *count = bench.view->findChild<QComboBox *>("clusterCount");
        count->setFocus();
        count->setCurrentIndex(count->findData(3));
        emit count->activated(count->currentIndex());
        QTRY_VERIFY_WITH_TIMEOUT(bench.divided->scores && bench.divided->scores->clusters.count <= 3, patience);
        QTest::mouseClick(bench.view->findChild<QToolButton *>("cluster_gaussian_mixture"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.divided->method == judging::ClusterMethod::Mixture, patience);
        QTest::mouseClick(bench.view->findChild<QToolButton *>("cluster_hdbscan"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.divided->method == judging::ClusterMethod::Hdbscan, patience);
        QVERIFY(!count->isVisible());
    }

    void namedClustersColourTheMap() {
        JudgingBench bench(*settings());
        bench.open();
        bench.bring();
        bench.press("judgingClusters");
        auto *colouring = bench.session.findChild<app::SampleColouring *>();
        colouring->choose({ui::ColouringKind::Cluster, -1, "Cluster"});
        QTRY_VERIFY_WITH_TIMEOUT(colouring->colouring()->isKnown() && !bench.divided->ofShown.empty(), patience);
        const auto &samples = bench.divided->samples.samples;
        const auto kindOf = [&](core::Index sample) { return colouring->colouring()->shownValue(sample); };
        const auto sampleIn = [&](std::int32_t cluster) {
            return samples[static_cast<std::size_t>(std::ranges::find(bench.divided->scores->clusters.labels, cluster) -
                                                    bench.divided->scores->clusters.labels.begin())];
        };
        QVERIFY(bench.divided->scores->clusters.count > 1);
        QVERIFY(kindOf(sampleIn(0)) != kindOf(sampleIn(1)));
        // Two clusters that a person gives one name are one kind, in the colour of its class.
        const QString name = QString::fromStdString(bench.session.dataset()->classNames[1]);
        for (const std::size_t cluster : {0u, 1u}) {
            QTRY_VERIFY(!bench.faces->placeOf(cluster).isEmpty());
            QTest::mouseClick(bench.faces, Qt::LeftButton, {}, bench.faces->placeOf(cluster).center());
            bench.choose("clusterNames", name);
            QTRY_VERIFY(!bench.view->findChild<QMenu *>("clusterNames"));
        }
        QTRY_COMPARE(kindOf(sampleIn(0)), kindOf(sampleIn(1)));
        QCOMPARE(colouring->colouring()->scale.textOf(kindOf(sampleIn(0))), name);
        QCOMPARE(colouring->colouring()->colourOf(kindOf(sampleIn(0)), ui::Theme::light()), ui::classColour(1));
    }

    void anomaliesByAThresholdThatIsDragged() {
        JudgingBench bench(*settings());
        bench.open();
        bench.bring();
        bench.press("judgingAnomalies");
        QTRY_VERIFY_WITH_TIMEOUT(bench.errors > 0, patience);
        QTRY_VERIFY(bench.histogram->isVisible() && bench.text("anomalyFigures").contains("Choose which classes"));
        auto *roc = bench.view->findChild<ui::RocPicture *>();
        QVERIFY(!roc->isVisible());
        QTest::mouseClick(bench.view->findChild<QToolButton *>("anomalousChoice"), Qt::LeftButton);
        bench.choose("anomalousMenu", QString::fromStdString(bench.session.dataset()->classNames[1]));
        QTRY_VERIFY(bench.text("anomalyFigures").contains("AUC") && roc->isVisible());
        bench.window.activateWindow();

        const double best = bench.histogram->threshold();
        const QPoint from(static_cast<int>(bench.histogram->pixelOf(best)), bench.histogram->height() / 2),
            to(from.x() > bench.histogram->width() / 2 ? from.x() - 60 : from.x() + 60, from.y());
        QTest::mousePress(bench.histogram, Qt::LeftButton, {}, from);
        QTest::mouseMove(bench.histogram, to);
        QTest::mouseRelease(bench.histogram, Qt::LeftButton, {}, to);
        QTRY_VERIFY(std::abs(bench.histogram->threshold() - best) > 0);
        QVERIFY(std::abs(bench.histogram->pixelOf(bench.histogram->threshold()) - to.x()) < 3);
        QTest::mouseDClick(bench.histogram, Qt::LeftButton, {}, to);
        QTRY_COMPARE(bench.histogram->threshold(), best);

        auto *worst = bench.view->findChild<ui::WorstSamples *>();
        std::optional<data::SampleId> chosen;
        connect(bench.view, &ui::JudgingView::sampleSelected, this, [&](const std::optional<data::SampleId> &sample) { chosen = sample; });
        QTest::mouseClick(worst, Qt::LeftButton, {}, worst->placeOf(0).center());
        QVERIFY(chosen);
    }

    void dataWithoutClassesAreASentence() {
        JudgingBench bench(*settings());
        spec::Spec spec = tests::smallSpec();
        spec.data.source = "swiss-roll";
        spec.training.loss.kind = "mean_squared_error";
        bench.show();
        bench.program.open(spec, {});
        bench.bring();
        QTRY_VERIFY_WITH_TIMEOUT(bench.probes > 0, patience);
        QVERIFY(bench.session.dataset()->classNames.empty());
        QVERIFY2(bench.text("probesMessage").contains("no classes"), qPrintable(bench.text("probesMessage")));
        bench.press("judgingClusters");
        QTRY_VERIFY_WITH_TIMEOUT(bench.clusters > 0 && bench.text("clusterFigures").contains("10 clusters"), patience);
        bench.press("judgingAnomalies");
        QTRY_VERIFY_WITH_TIMEOUT(bench.errors > 0 && bench.text("anomalyFigures").contains("have an error of"), patience);
        QVERIFY(!bench.view->findChild<QToolButton *>("anomalousChoice")->isVisible());
    }
};

QTEST_MAIN(JudgingTest)
#include "judging_test.moc"
