// The traversals in the window: rows in sight alone, about the centre that the mixing desk has, too.
#include <QScrollBar>
#include <QToolButton>

#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/code/traversal_table.h"
#include "ui/code/traversals.h"
#include "ui/plots/plot_export.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

spec::Spec manyUnits() {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[1] = tests::dense(40, "identity");
    return spec;
}

struct TraversalsBench : WindowBench {
    ui::Traversals *view = views.panels.view<ui::Traversals>();
    ui::TraversalTable *table = view->table();
    app::CodeFeed *feed = session.findChild<app::CodeFeed *>();
    std::shared_ptr<const analysis::MixPicture> mix;
    int pictures = 0;

    explicit TraversalsBench(QSettings &settings) : WindowBench(settings) {
        QObject::connect(feed, &app::CodeFeed::mixArrived, &window, [this](const auto &picture) { mix = picture; });
        QObject::connect(feed, &app::CodeFeed::traversalArrived, &window, [this] { ++pictures; });
    }
    void explore() {
        open(manyUnits());
        QVERIFY(window.showArrangement("explore"));
        QTRY_VERIFY_WITH_TIMEOUT(showsWhatIsInSight(), patience);
        rest();
    }
    bool showsWhatIsInSight() const {
        return table->picture() && !table->axesInSight().empty() && table->picture()->axes == table->axesInSight() && mix &&
               table->picture()->moment == mix->moment && table->picture()->centre == mix->centre;
    }
    /// What the network makes of the centre moved along one unit.
    std::vector<float> expected(int axis, double step) const {
        const plan::Snapshot &snapshot = *session.snapshotFeed().snapshot();
        plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), 1);
        std::vector<float> code = mix->code;
        code[static_cast<std::size_t>(axis)] += static_cast<float>(step * mix->spread.deviation[static_cast<std::size_t>(axis)]);
        const core::Index units = snapshot.plan->codeSize();
        const core::ConstView y = network.decode({code.data(), units, 1, units});
        std::vector<float> values(y.data, y.data + y.rows);
        session.dataset()->invert(values.data(), values.data());
        return values;
    }
    void verify() const {
        const auto &picture = *table->picture();
        for (std::size_t row = 0; row < picture.axes.size(); ++row)
            for (std::size_t column = 0; column < picture.steps.size(); ++column) {
                const std::vector<float> values = expected(picture.axes[row], picture.steps[column]);
                for (std::size_t i = 0; i < values.size(); ++i)
                    QVERIFY(std::abs(picture.at(row, column)[i] - values[i]) < 1e-4f);
            }
    }
};

} // namespace

class TraversalsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void rowsAreTheUnitsDecoded() {
        TraversalsBench bench(*settings());
        bench.explore();
        QVERIFY(bench.table->axesInSight().size() < 40);
        bench.verify();
        // The strongest first.
        const std::vector<double> &deviation = bench.mix->spread.deviation;
        QCOMPARE(bench.table->axesInSight().front(), static_cast<int>(std::max_element(deviation.begin(), deviation.end()) - deviation.begin()));

        const std::vector<int> before = bench.table->axesInSight();
        bench.table->setFocus();
        QTest::keyClick(bench.table, Qt::Key_End);
        QVERIFY(bench.table->axesInSight() != before);
        QTRY_VERIFY_WITH_TIMEOUT(bench.showsWhatIsInSight(), patience);
        bench.verify();

        auto *selection = bench.session.findChild<app::SampleSelection *>();
        selection->pin(selection->ofShownPart(3));
        QTRY_VERIFY_WITH_TIMEOUT(bench.showsWhatIsInSight() && bench.table->picture()->centre.sample == 3, patience);
        bench.verify();
    }

    void theyFollowTheTrainingAndRestWhenHidden() {
        TraversalsBench bench(*settings());
        bench.explore();
        const std::vector<float> before = bench.table->picture()->values;
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.mix->moment.step == 1 && bench.showsWhatIsInSight(), patience);
        bench.rest();
        QVERIFY(bench.table->picture()->values != before);
        bench.verify();
        bench.dock("traversals")->hide(); // the desk is still there
        bench.rest();
        const int pictures = bench.pictures;
        bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.mix->moment.step, 2, patience);
        bench.rest();
        QCOMPARE(bench.pictures, pictures);
        bench.dock("traversals")->show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.table->picture()->moment.step == 2, patience);
    }

    void differencesAndNumbers() {
        TraversalsBench bench(*settings());
        bench.explore();
        const int axis = bench.table->axesInSight().front();
        const QImage output = bench.table->viewport()->grab().toImage();
        const QPoint centre = bench.table->cellOf(axis, 3).center().toPoint(), last = bench.table->cellOf(axis, 6).center().toPoint();
        QTest::mouseClick(bench.dock("traversals")->findChild<QToolButton *>("differenceChip"), Qt::LeftButton);
        const QImage difference = bench.table->viewport()->grab().toImage();
        QCOMPARE(difference.pixel(centre), output.pixel(centre)); // the centre stays what it is
        QVERIFY(difference.pixel(last) != output.pixel(last));

        const QString path = m_folder.filePath("rows.csv");
        QVERIFY(bench.table->plotExport()->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), static_cast<qsizetype>(1 + 7 * bench.table->picture()->axes.size()));
        const QStringList first = lines[1].trimmed().split(',');
        QCOMPARE(first.size(), 3 + 784);
        QCOMPARE(first[1], QString("-3"));
        QVERIFY(std::abs(first[3 + 400].toFloat() - bench.table->picture()->at(0, 0)[400]) < 1e-5f);
        QVERIFY(bench.table->plotExport()->save(m_folder.filePath("rows.png")));
        QVERIFY(QImage(m_folder.filePath("rows.png")).width() > 100);
    }
};

QTEST_MAIN(TraversalsTest)
#include "traversals_test.moc"
