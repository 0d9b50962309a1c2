// What lies between two samples, in the window: ends by clicks anywhere, or classes.
#include <QComboBox>
#include <QToolButton>

#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/code/between_two.h"
#include "ui/code/path_strip.h"
#include "ui/plots/plot_export.h"

using namespace hourglass;
using analysis::PathEnd;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

struct PathBench : WindowBench {
    ui::BetweenTwo *view = views.panels.view<ui::BetweenTwo>();
    ui::PathStrip *strip = view->strip();
    app::SampleSelection *selection = session.findChild<app::SampleSelection *>();

    explicit PathBench(QSettings &settings) : WindowBench(settings) {}
    void explore() {
        open();
        QVERIFY(window.showArrangement("explore"));
        dock("betweenTwo")->toggleViewAction()->trigger();
        QTRY_VERIFY(!strip->visibleRegion().isEmpty());
    }
    bool isBetween(const PathEnd &from, const PathEnd &to) const { return strip->path() && strip->path()->from == from && strip->path()->to == to; }
    void pin(core::Index sample) { selection->pin(selection->ofShownPart(sample)); }
};

} // namespace

class BetweenTwoTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void twoClicksAreTheEnds() {
        PathBench bench(*settings());
        bench.explore();
        QVERIFY(!bench.strip->path());
        bench.pin(3);
        bench.pin(8);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isBetween({PathEnd::Kind::Sample, 3}, {PathEnd::Kind::Sample, 8}), patience);
        QCOMPARE(bench.strip->path()->stops.size(), std::size_t(9));
        QCOMPARE(bench.strip->path()->stops.front().nearestSample, 3);
        QCOMPARE(bench.strip->path()->stops.back().nearestSample, 8);

        // The nearest sample of a stop is selected everywhere, and the ends stay.
        const core::Index nearest = bench.strip->path()->stops[4].nearestSample;
        QTest::mouseClick(bench.strip, Qt::LeftButton, {}, bench.strip->cell(ui::PathStrip::Nearest, 4).center().toPoint());
        QCOMPARE(bench.selection->pinned()->sample, nearest);
        QTest::qWait(50);
        QVERIFY(bench.isBetween({PathEnd::Kind::Sample, 3}, {PathEnd::Kind::Sample, 8}));

        const std::vector<float> before = bench.strip->path()->stops[4].decoded;
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.strip->path()->moment.step == 1 && bench.strip->path()->stops[4].decoded != before, patience);

        bench.pin(11); // the ends move on
        QTRY_VERIFY_WITH_TIMEOUT(bench.isBetween({PathEnd::Kind::Sample, 8}, {PathEnd::Kind::Sample, 11}), patience);
    }

    void classesAndTheSphericalWay() {
        PathBench bench(*settings());
        bench.explore();
        auto *from = bench.dock("betweenTwo")->findChild<QComboBox *>("pathFrom"), *to = bench.dock("betweenTwo")->findChild<QComboBox *>("pathTo");
        QCOMPARE(from->count(), 11);
        for (auto *box : {from, to}) {
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Down); // the first class
        }
        QTest::qWait(50);
        QVERIFY(!bench.strip->path()); // both are the same
        QTest::keyClick(to, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isBetween({PathEnd::Kind::ClassMean, 0}, {PathEnd::Kind::ClassMean, 1}), patience);
        const std::vector<float> linear = bench.strip->path()->stops[4].code;
        for (QToolButton *chip : bench.dock("betweenTwo")->findChildren<QToolButton *>())
            if (chip->text() == "Spherical")
                QTest::mouseClick(chip, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.strip->path() && bench.strip->path()->isSpherical, patience);
        QVERIFY(bench.strip->path()->stops[4].code != linear);

        const QString path = m_folder.filePath("way.csv");
        QVERIFY(bench.strip->plotExport()->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts).size(), 1 + 3 * 9);
    }
};

QTEST_MAIN(BetweenTwoTest)
#include "between_two_test.moc"
