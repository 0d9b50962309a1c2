// The panel of errors: bins by class, and the brush, with mouse and keys.
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

#include "ui/errors/class_histogram.h"
#include "ui/errors/errors_view.h"
#include "ui/errors/sample_error_plot.h"
#include "ui/plots/plot_export.h"

using namespace hourglass;
using namespace hourglass::ui;
using analysis::Measure;
using core::Index;

namespace {

/// 200 errors from 0 to 1.99, of the classes 0 and 1 in turn; the last three have none.
std::shared_ptr<const analysis::PartErrors> errorsOf(Measure measure = Measure::Mse) {
    auto errors = std::make_shared<analysis::PartErrors>();
    errors->measure = measure;
    for (int i = 0; i < 200; ++i)
        errors->bySample.push_back(0.01f * static_cast<float>(i));
    for (int i = 0; i < 3; ++i)
        errors->bySample.push_back(std::nanf(""));
    errors->measured = 200;
    return errors;
}

std::shared_ptr<const data::Dataset> dataset(const core::Shape &shape = core::Shape(1, 4, 4)) {
    auto made = std::make_shared<data::Dataset>();
    made->shape = shape;
    made->classNames = {"Shirt", "Boot"};
    made->test.samples = 203;
    for (int i = 0; i < 203; ++i)
        made->test.labels.push_back(i % 2);
    return made;
}

} // namespace

class ErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void binsCountEachSampleOnce() {
        const auto errors = errorsOf();
        const ErrorBins bins = countErrors(*errors, dataset()->test.labels, 2);
        QCOMPARE(bins.samples, Index{200});
        Index all = 0, shirts = 0;
        for (int bin = 0; bin < ErrorBins::bins; ++bin) {
            all += bins.inBin(bin);
            shirts += bins.counts[static_cast<std::size_t>(bin)][0];
        }
        QCOMPARE(all, Index{200});
        QCOMPARE(shirts, Index{100});
        QCOMPARE(bins.from, 0.0);
        QVERIFY(bins.to > 1.95 && bins.to < 2.1);
        QCOMPARE(bins.binOf(-5), 0);
        QCOMPARE(bins.binOf(1e300), ErrorBins::bins - 1);
        const std::vector<Index> above = samplesWithin(*errors, bins, 1.495, bins.to);
        QCOMPARE(above.size(), std::size_t{50});
        QCOMPARE(above.front(), Index{150});
        QCOMPARE(samplesWithin(*errors, bins, bins.from, bins.to).size(), std::size_t{200}); // the ends reach as far as there are numbers
        QVERIFY(samplesWithin(*errors, bins, 0.491, 0.499).empty());
        QVERIFY(countErrors({}, {}, 0).isEmpty());
        analysis::PartErrors same;
        same.bySample.assign(5, 0.25f);
        QVERIFY(countErrors(same, {}, 0).to > countErrors(same, {}, 0).from);
        const ErrorBins similar = countErrors(*errorsOf(Measure::Psnr), {}, 0); // the worst are small, and the tail is there
        QVERIFY(similar.from >= similar.lowest && similar.to >= similar.highest);
    }

    void theBrushSelects() {
        ErrorsView view;
        view.resize(420, 260);
        view.showDataset(dataset());
        view.showErrors(errorsOf(), 3);
        view.QWidget::show();
        ClassHistogram *histogram = view.histogram();
        std::vector<std::pair<std::vector<Index>, QString>> chosen;
        connect(&view, &ErrorsView::samplesChosen, &view, [&](const std::vector<Index> &samples, const QString &name) { chosen.emplace_back(samples, name); });
        const auto at = [histogram](double error) { return QPoint(static_cast<int>(std::lround(histogram->pixelOf(error))), 40); };
        QTest::mousePress(histogram, Qt::LeftButton, {}, at(0.5));
        QTest::mouseMove(histogram, at(0.8));
        QTest::mouseMove(histogram, at(1.0));
        QVERIFY(chosen.empty() && histogram->brush()); // told when it is let go
        QTest::mouseRelease(histogram, Qt::LeftButton, {}, at(1.0));
        QCOMPARE(chosen.size(), std::size_t{1});
        QVERIFY(std::abs(static_cast<int>(chosen[0].first.size()) - 50) <= 2);
        QVERIFY2(chosen[0].second.startsWith("MSE 0."), qPrintable(chosen[0].second));
        QTest::mousePress(histogram, Qt::LeftButton, {}, at(histogram->brush()->second)); // an end of it
        QTest::mouseMove(histogram, at(1.2));
        QTest::mouseMove(histogram, at(1.5));
        QTest::mouseRelease(histogram, Qt::LeftButton, {}, at(1.5));
        QVERIFY(std::abs(histogram->brush()->first - 0.5) < 0.02 && std::abs(histogram->brush()->second - 1.5) < 0.02);
        view.showErrors(errorsOf(), 4); // measured again: it stays
        QVERIFY(histogram->brush());
        QTest::mouseClick(histogram, Qt::LeftButton, {}, at(1.8));
        QVERIFY(!histogram->brush() && chosen.back().first.empty());

        QTest::keyClick(histogram, Qt::Key_Right); // the worst tenth and less
        QVERIFY(histogram->brush() && histogram->brush()->second == histogram->bins().to);
        const std::size_t worst = chosen.back().first.size();
        QVERIFY(worst > 5 && worst < 25);
        QVERIFY(chosen.back().second.startsWith("MSE above"));
        QTest::keyClick(histogram, Qt::Key_Left);
        QVERIFY(chosen.back().first.size() > worst);
        QTest::keyClick(histogram, Qt::Key_Escape);
        QVERIFY(!histogram->brush());
    }

    void barsHaveTheirClassesColours() {
        ErrorsView view;
        view.resize(420, 260);
        view.showDataset(dataset());
        view.showErrors(errorsOf(), 3);
        view.QWidget::show();
        ClassHistogram *histogram = view.histogram();
        const auto count = [histogram](const QColor &colour) {
            const QImage shown = histogram->grab().toImage();
            int pixels = 0;
            for (int x = 0; x < shown.width(); ++x)
                for (int y = 0; y < shown.height(); ++y)
                    pixels += shown.pixelColor(x, y) == colour ? 1 : 0;
            return pixels;
        };
        QVERIFY(count(classColour(0)) > 500 && count(classColour(1)) > 500);
        const int linear = count(classColour(0));
        QSignalSpy edited(&view, &ErrorsView::optionsEdited);
        view.setOptions({Measure::Mse, true});
        QCOMPARE(edited.count(), 0);
        QVERIFY(count(classColour(0)) != linear);
        QVERIFY2(histogram->textOf(30).contains("samples, ") && histogram->textOf(30).contains("Boot "), qPrintable(histogram->textOf(30)));
        QTemporaryDir folder;
        for (const char *name : {"a.png", "a.csv"})
            QVERIFY(bool(histogram->plotExport()->save(folder.filePath(name))));
        QFile csv(folder.filePath("a.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + ErrorBins::bins);
        QCOMPARE(lines[0].trimmed(), QByteArray("from,to,Shirt,Boot,no class"));
    }

    void theErrorOfOneSampleOverTime() {
        ErrorsView view;
        view.resize(420, 300);
        view.QWidget::show();
        view.showDataset(dataset());
        view.showErrors(errorsOf(), 1);
        QSignalSpy edited(&view, &ErrorsView::optionsEdited);
        const auto says = [&view](const QString &words) {
            const QList<QLabel *> labels = view.header()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) { return label->text().contains(words); });
        };
        QVERIFY(says("by class") && !says("one sample"));
        view.header()->findChild<QToolButton *>("errorsOverTime")->click();
        QVERIFY(!says("by class") && says("one sample"));
        QVERIFY(edited.count() == 1 && view.options().isOverTime && !view.histogram()->isVisible());
        QVERIFY(view.findChild<QLabel *>("errorsMessage")->text().contains("Click a sample"));
        auto history = std::make_shared<analysis::SampleHistory>();
        history->sample = {data::PartKind::Test, 12};
        for (int i = 0; i < 20; ++i)
            history->points.push_back({i * i, 0.1 * i * i, 1.0 / (1 + i)});
        view.showHistory(history, "no. 13, Boot");
        QVERIFY(view.history()->isVisible() && !view.findChild<QLabel *>("errorsMessage")->isVisible());
        QCoreApplication::processEvents();
        SampleErrorPlot *plot = view.history();
        const QPointF first = plot->placeOf(0), fifth = plot->placeOf(5), last = plot->placeOf(19);
        QVERIFY(plot->rect().contains(first.toPoint()) && plot->rect().contains(last.toPoint()) && first.y() < fifth.y() && fifth.y() < last.y());
        QVERIFY(std::abs((fifth.x() - first.x()) / (last.x() - first.x()) - 5.0 / 19) < 1e-3); // by the root of the time
        QTest::mouseMove(plot, fifth.toPoint());
        QTRY_VERIFY2(plot->readOut().contains("epoch 2.50, step 25: MSE 0.16"), qPrintable(plot->readOut()));
        QTest::keyClick(plot, Qt::Key_Right);
        QVERIFY(plot->readOut().contains("step 36"));
        QTemporaryDir folder;
        for (const char *name : {"a.svg", "a.pdf", "a.png", "a.csv"})
            QVERIFY(bool(plot->plotExport()->save(folder.filePath(name))));
        QFile csv(folder.filePath("a.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readAll().contains("25,2.5,0.166666667"));
        history = std::make_shared<analysis::SampleHistory>(*history);
        history->points[3].error = std::nan(""); // of a moment that diverged
        view.showHistory(history, "no. 13, Boot");
        view.setOptions({Measure::Mse, true, true});
        view.grab();
        view.showHistory(nullptr, {});
        QVERIFY(!view.history()->isVisible());
        view.setOptions({});
        QVERIFY(view.histogram()->isVisible());
    }

    void saysWhatIsMissing() {
        ErrorsView view;
        view.resize(420, 260);
        view.QWidget::show();
        const auto says = [&view](const QString &words) {
            const auto *message = view.findChild<QLabel *>("errorsMessage");
            return message->isVisible() && message->text().contains(words);
        };
        QVERIFY(says("Open data"));
        view.showDataset(dataset());
        QVERIFY(says("Measuring"));
        auto broken = std::make_shared<analysis::PartErrors>();
        broken->bySample.assign(203, std::nanf(""));
        view.showErrors(broken, 1);
        QVERIFY(says("diverged"));
        view.showErrors(errorsOf(), 1);
        QVERIFY(view.histogram()->isVisible());
        view.setOptions({Measure::Ssim, false}); // those are errors by another measure
        QVERIFY(says("Measuring"));
        view.showDataset(dataset(core::Shape(16))); // no images: MSE in its place
        view.showErrors(errorsOf(), 1);
        QVERIFY(view.histogram()->isVisible());
        QTest::keyClick(view.histogram(), Qt::Key_Right);
        QVERIFY(view.histogram()->brush());
        view.showDataset(dataset());
        QVERIFY(!view.histogram()->brush());
    }
};

QTEST_MAIN(ErrorsTest)
#include "errors_test.moc"
