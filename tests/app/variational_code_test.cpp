// A variational code in the window: what its units tell, its clouds and its prior on the map, and codes in space, each measured while somebody sees it.
#include <QToolButton>

#include "app/background/code_feed.h"
#include "tests/support/window_bench.h"
#include "ui/code/code_units.h"
#include "ui/code/unit_rows.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

spec::Spec variationalSpec(core::Index units) {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[spec.model.code] = {"variational", {{"units", units}}};
    return spec;
}

struct CodeBench : WindowBench {
    ui::CodeUnits *view = program.panels().view<ui::CodeUnits>();
    std::shared_ptr<const analysis::PosteriorPicture> posterior;
    int posteriors = 0;

    explicit CodeBench(QSettings &settings) : WindowBench(settings) {
        QObject::connect(session.findChild<app::CodeFeed *>(), &app::CodeFeed::posteriorArrived, &window, [this](const auto &picture) {
            posterior = picture;
            ++posteriors;
        });
    }
};

} // namespace

class VariationalCodeTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void theMapKnowsItsCloudsAndThePanelItsUnits() {
        CodeBench bench(*settings());
        bench.open(variationalSpec(2));
        QTRY_VERIFY_WITH_TIMEOUT(bench.posterior && bench.posterior->isDistribution(), patience);
        QCOMPARE(bench.posterior->units.size(), std::size_t{2});
        bench.views.latent->setSelectedSample(bench.map->samples.front());
        QVERIFY(!bench.glass->marks().clouds[1].isEmpty());
        bench.dock("codeUnits")->toggleViewAction()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(bench.view->rows()->order().size(), std::size_t{2}, patience);
        // It follows the training.
        const core::Index step = bench.posterior->moment.step;
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.posterior->moment.step > step, patience);
        bench.session.toggleTraining();
        bench.rest();
        QTRY_COMPARE_WITH_TIMEOUT(bench.posterior->moment.step, bench.session.status().step, patience);
    }

    void otherCodesCostNothing() {
        CodeBench bench(*settings());
        bench.open();
        QCOMPARE(bench.posteriors, 0); // the panel is hidden, and the map has nothing to show of them
        bench.dock("codeUnits")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.posterior && !bench.posterior->isDistribution(), patience);
        QVERIFY(!bench.view->rows()->order().empty());
    }

    void codesInSpaceTurnUnderTheMouse() {
        CodeBench bench(*settings());
        bench.open(variationalSpec(4));
        auto *chip = bench.views.latent->header()->findChild<QToolButton *>("spaceChip");
        QVERIFY(chip);
        chip->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.map && bench.map->axes.isSpatial() && !bench.map->z.empty(), patience);
        bench.rest();
        const auto *seen = bench.views.latent->scatter()->points();
        const float before = seen->x[0];
        const QPoint from = bench.glass->rect().center();
        QTest::mousePress(bench.glass, Qt::LeftButton, {}, from);
        for (const QPoint &at : {from + QPoint(15, 0), from + QPoint(60, 20)}) {
            QMouseEvent event(QEvent::MouseMove, at, bench.glass->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(bench.glass, &event);
        }
        QTest::mouseRelease(bench.glass, Qt::LeftButton, {}, from + QPoint(60, 20));
        QVERIFY(bench.views.latent->scatter()->points()->x[0] != before);
        chip->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.map->axes.isSpatial() && bench.map->leadsBack(), patience);
    }
};

QTEST_MAIN(VariationalCodeTest)
#include "variational_code_test.moc"
