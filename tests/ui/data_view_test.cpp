// The data view alone, with mouse and keys.
#include <QBuffer>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

#include "engine/data/shaping/scaling.h"
#include "ui/plots/plot_export.h"
#include "ui/samples/data_view.h"
#include "ui/samples/sample_grid.h"
#include "ui/samples/sample_table.h"
#include "ui/samples/sample_thumbnail.h"
#include "ui/samples/statistics_charts.h"
#include "ui/samples/statistics_column.h"

using namespace hourglass;
using namespace hourglass::ui;
using core::Index;
using data::PartKind;
using data::SampleId;

namespace {

/// Sample i of a part is of brightness i, of class i % 3, and stands in the source before or behind its neighbours.
data::Part part(Index samples, const core::Shape &shape, Index firstNumber) {
    data::Part made;
    made.samples = samples;
    made.features = shape.size();
    for (Index i = 0; i < samples; ++i) {
        made.bytes.insert(made.bytes.end(), static_cast<std::size_t>(shape.size()), static_cast<std::uint8_t>(i % 256));
        made.labels.push_back(static_cast<std::int32_t>(i % 3));
        made.sourceIndex.push_back(firstNumber + 2 * i);
    }
    return made;
}

std::shared_ptr<data::Dataset> dataset(const core::Shape &shape = core::Shape(1, 8, 8), Index samples = 300) {
    auto made = std::make_shared<data::Dataset>();
    made->title = "Squares";
    made->shape = shape;
    made->train = part(samples, shape, 0);
    made->test = part(50, shape, 1);
    made->classNames = {"cat", "dog", "catfish"};
    return made;
}

/// What is read as x was 10 + 2 x in the source; of the second feature 0.3 − x, where no more than rounding is left of 0.3.
class Doubling : public data::Scaling {
public:
    void apply(float *, Index, float *) const override {}
    void invertExactly(const float *scaled, float, double *original) const override {
        for (int feature = 0; feature < 4; ++feature)
            original[feature] = feature == 1 ? (scaled[1] > 0 ? 1e-8 : 0.3) : 10 + 2 * static_cast<double>(scaled[feature]);
    }
    void invert(const float *scaled, float length, float *original) const override {
        double exact[4];
        invertExactly(scaled, length, exact);
        std::copy_n(exact, 4, original);
    }
};

struct Bench {
    DataView view;
    std::vector<std::optional<SampleId>> selected, hovered;
    int errorsWanted = 0;
    SampleGrid *grid = view.findChild<SampleGrid *>("sampleGrid");
    QTableView *table = view.findChild<QTableView *>("sampleTable");
    QLineEdit *search = view.findChild<QLineEdit *>("sampleSearch");
    QComboBox *classes = view.findChild<QComboBox *>("sampleClass"), *part = view.findChild<QComboBox *>("samplePart"),
              *order = view.findChild<QComboBox *>("sampleOrder");

    explicit Bench(const QSize &size = {900, 500}) {
        QObject::connect(&view, &DataView::sampleSelected, &view, [this](const std::optional<SampleId> &sample) {
            selected.push_back(sample);
            view.setSelectedSample(sample);
        });
        QObject::connect(&view, &DataView::sampleHovered, &view, [this](const std::optional<SampleId> &sample) { hovered.push_back(sample); });
        QObject::connect(&view, &DataView::errorsWanted, &view, [this] { ++errorsWanted; });
        view.resize(size);
    }
    void show(std::shared_ptr<const data::Dataset> data) {
        view.showDataset(std::move(data));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    Index size() const { return view.list().size(); }
    SampleId at(Index position) const { return view.list()[position]; }
    QPoint centre(Index position) const { return grid->cell(position).center(); }
};

} // namespace

class DataViewTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void listsInTheOrderOfTheSource() {
        SampleList list;
        list.setDataset(dataset());
        list.choose({}, SampleOrder::Source);
        QCOMPARE(list.size(), 350);
        QCOMPARE(list[0], (SampleId{PartKind::Train, 0}));
        QCOMPARE(list[1], (SampleId{PartKind::Test, 0})); // numbers 0, 1, 2 …
        for (Index i = 1; i < list.size(); ++i)
            QVERIFY(list.numberOf(list[i]) > list.numberOf(list[i - 1]));
        QCOMPARE(list.positionOf({PartKind::Test, 0}), 1);
        QCOMPARE(list.positionOf({PartKind::Test, 50}), -1);
    }

    void filtersAndSorts() {
        SampleList list;
        list.setDataset(dataset());
        list.choose({.label = 2, .part = PartKind::Test, .search = {}}, SampleOrder::Source);
        QCOMPARE(list.size(), 16);
        for (Index i = 0; i < list.size(); ++i)
            QVERIFY(list[i].part == PartKind::Test && list.labelOf(list[i]) == 2);
        list.choose({.search = "CAT"}, SampleOrder::Source);
        QCOMPARE(list.size(), 100 + 17 + 100 + 16); // cat and catfish
        list.choose({.search = " 7 "}, SampleOrder::Source);
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0], (SampleId{PartKind::Test, 3}));
        list.choose({.search = "bird"}, SampleOrder::Source);
        QCOMPARE(list.size(), 0);
        list.choose({}, SampleOrder::Class);
        QCOMPARE(list.size(), 350);
        for (Index i = 1; i < list.size(); ++i) {
            QVERIFY(list.labelOf(list[i]) >= list.labelOf(list[i - 1]));
            QVERIFY(list.labelOf(list[i]) > list.labelOf(list[i - 1]) || list.numberOf(list[i]) > list.numberOf(list[i - 1]));
        }
    }

    void sortsByErrorWhatHasOne() {
        SampleList list;
        list.setDataset(dataset());
        SampleErrors errors;
        errors.byRow.assign(350, NAN);
        errors.byRow[4] = 0.5f;
        errors.byRow[300] = 0.9f; // the first of the test part
        errors.byRow[7] = 0.7f;
        list.setErrors(errors);
        list.choose({}, SampleOrder::LargestError);
        QCOMPARE(list.size(), 3);
        QCOMPARE(list[0], (SampleId{PartKind::Test, 0}));
        QCOMPARE(list[1], (SampleId{PartKind::Train, 7}));
        QVERIFY(list.describe(list[0]).contains("0.9"));
        QVERIFY(!list.describe({PartKind::Train, 0}).contains("MSE"));
    }

    void showsEverySampleAndScrolls() {
        Bench bench;
        bench.show(dataset(core::Shape(1, 8, 8), 70000));
        QCOMPARE(bench.size(), 70050);
        QVERIFY(bench.grid->isVisible() && !bench.table->isVisible());
        QVERIFY(bench.grid->columns() > 5);
        QScrollBar *bar = bench.grid->verticalScrollBar();
        bar->setValue(bar->maximum());
        const QRect last = bench.grid->cell(70049);
        QVERIFY(bench.grid->viewport()->rect().contains(last));
        const QImage image = bench.grid->viewport()->grab().toImage();
        QCOMPARE(image.pixelColor(last.center() - QPoint(0, 4)).red(), 69999 % 256); // number 139 998, the last of the training part
    }

    void selectsWithMouseAndKeys() {
        Bench bench;
        bench.show(dataset());
        QTest::mouseClick(bench.grid->viewport(), Qt::LeftButton, {}, bench.centre(3));
        QCOMPARE(bench.selected.back(), std::optional(bench.at(3)));
        QTest::mouseClick(bench.grid->viewport(), Qt::LeftButton, {}, bench.centre(3));
        QVERIFY(!bench.selected.back());
        bench.grid->setFocus();
        const int columns = bench.grid->columns();
        QTest::keyClick(bench.grid, Qt::Key_Right);
        QTest::keyClick(bench.grid, Qt::Key_Down);
        QCOMPARE(bench.grid->current(), 4 + columns);
        QTest::keyClick(bench.grid, Qt::Key_Return);
        QCOMPARE(bench.selected.back(), std::optional(bench.at(4 + columns)));
        QTest::keyClick(bench.grid, Qt::Key_End);
        QCOMPARE(bench.grid->current(), 349);
        QVERIFY(bench.grid->viewport()->rect().contains(bench.grid->cell(349)));
        QVERIFY(bench.grid->accessibleDescription().contains("598")); // the number of the last one
        QTest::keyClick(bench.grid, Qt::Key_Home);
        QTest::keyClick(bench.grid, Qt::Key_Up);
        QTest::keyClick(bench.grid, Qt::Key_Left);
        QCOMPARE(bench.grid->current(), 0);
        QTest::keyClick(bench.grid, Qt::Key_Escape);
        QVERIFY(!bench.selected.back());
    }

    void scrollsToWhatIsSelectedElsewhere() {
        Bench bench;
        bench.show(dataset(core::Shape(1, 8, 8), 5000));
        const SampleId far{PartKind::Train, 4000};
        const Index position = bench.view.list().positionOf(far);
        QVERIFY(!bench.grid->viewport()->rect().intersects(bench.grid->cell(position)));
        bench.view.setSelectedSample(far);
        QVERIFY(bench.grid->viewport()->rect().contains(bench.grid->cell(position)));
        const QRect cell = bench.grid->cell(position);
        const QImage ringed = bench.grid->viewport()->grab().toImage();
        QCOMPARE(ringed.pixelColor(cell.left() - 2, cell.center().y()), Theme::light().accent());
        bench.order->setCurrentIndex(1); // another order begins at its beginning, and the ring stays
        QCOMPARE(bench.grid->verticalScrollBar()->value(), 0);
        QCOMPARE(bench.grid->current(), bench.view.list().positionOf(far));
        bench.view.setSelectedSample(far);
        QVERIFY(bench.grid->viewport()->rect().contains(bench.grid->cell(bench.grid->current())));
        bench.view.setSelectedSample({});
        QVERIFY(bench.grid->viewport()->grab().toImage() != ringed);
    }

    void hoverTells() {
        Bench bench;
        bench.show(dataset());
        QTest::mouseMove(bench.grid->viewport(), bench.centre(2) + QPoint(1, 1));
        QTest::mouseMove(bench.grid->viewport(), bench.centre(2));
        QTRY_VERIFY(!bench.hovered.empty());
        QCOMPARE(bench.hovered.back(), std::optional(bench.at(2)));
    }

    void filtersByItsFields() {
        Bench bench;
        bench.show(dataset());
        bench.classes->setCurrentIndex(2);
        QCOMPARE(bench.size(), 117);
        bench.part->setCurrentIndex(3);
        QCOMPARE(bench.size(), 17);
        bench.search->setText("299");
        QCOMPARE(bench.size(), 0);
        bench.search->clear();
        bench.classes->setCurrentIndex(0);
        QCOMPARE(bench.size(), 50);
        for (const QWidget *field : {static_cast<QWidget *>(bench.search), static_cast<QWidget *>(bench.classes), static_cast<QWidget *>(bench.part),
                                     static_cast<QWidget *>(bench.order), static_cast<QWidget *>(bench.grid), static_cast<QWidget *>(bench.table)})
            QVERIFY(!field->accessibleName().isEmpty());
        bench.view.showDataset(dataset(core::Shape(1, 8, 8), 20)); // other data: as at first
        QCOMPARE(bench.size(), 70);
        QCOMPARE(bench.part->currentIndex(), 0);
    }

    void asksForErrors() {
        Bench bench;
        bench.show(dataset());
        bench.order->setCurrentIndex(2);
        QCOMPARE(bench.errorsWanted, 1);
        QCOMPARE(bench.size(), 350); // until they come
        SampleErrors errors;
        errors.byRow.assign(350, NAN);
        errors.byRow[11] = 0.25f;
        errors.measured = 1;
        errors.moment = "after 5 steps";
        bench.view.showErrors(errors);
        QCOMPARE(bench.size(), 1);
        QString said;
        for (const QLabel *label : bench.view.header()->findChildren<QLabel *>())
            said += label->text();
        QVERIFY2(said.contains("errors of 1 of 350 samples, after 5 steps"), qPrintable(said));
    }

    void oldErrorsOfferToBeMeasuredAgain() {
        Bench bench;
        bench.show(dataset());
        bench.order->setCurrentIndex(2);
        const auto again = [&bench] {
            for (QToolButton *button : bench.view.findChildren<QToolButton *>())
                if (button->text() == "Measure again")
                    return button;
            return static_cast<QToolButton *>(nullptr);
        }();
        const auto said = [&bench] {
            QString all;
            for (const QLabel *label : bench.view.header()->findChildren<QLabel *>())
                all += label->text();
            return all;
        };
        SampleErrors errors;
        errors.byRow.assign(350, 0.1f);
        errors.byRow[11] = 0.25f;
        errors.measured = 350;
        errors.moment = "after 500 steps";
        errors.step = 500;
        bench.view.showStep(500);
        bench.view.showErrors(errors);
        QVERIFY(again->isVisible() && !again->property("urgent").toBool());
        const SampleId first = bench.at(0);
        bench.view.showStep(590);
        QVERIFY(!again->property("urgent").toBool());
        bench.view.showStep(1750);
        QVERIFY(again->property("urgent").toBool());
        QVERIFY2(said().contains("1,200 steps ago"), qPrintable(said()));
        QCOMPARE(bench.at(0), first); // nothing moves under the mouse
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(bench.errorsWanted, 2);
        errors.byRow[20] = 0.9f;
        errors.step = 1750;
        bench.view.showErrors(errors);
        QVERIFY(!again->property("urgent").toBool() && !said().contains("ago"));
        QVERIFY(!(bench.at(0) == first));
        bench.view.showStep(0); // reset
        QVERIFY(again->property("urgent").toBool());
        QVERIFY2(said().contains("before the present training"), qPrintable(said()));
    }

    void chartsCanBeCopiedAndSaved() {
        auto data = dataset(core::Shape(4));
        data->featureNames = {"a", "b", "c", "d, e"};
        Bench bench;
        bench.show(data);
        bench.view.showStatistics(std::make_shared<analysis::DataStatistics>(*analysis::measureData(*data)));
        auto *column = bench.view.findChild<StatisticsColumn *>();
        auto *bars = bench.view.findChild<ClassBars *>("classBars");
        QTRY_COMPARE(bars->height(), bars->sizeHint().height());
        int charts = 0;
        for (QWidget *chart : column->findChildren<QWidget *>()) {
            auto *saving = chart->findChild<PlotExport *>(QString(), Qt::FindDirectChildrenOnly);
            if (!saving)
                continue;
            ++charts;
            emit chart->customContextMenuRequested({5, 5});
            auto *menu = chart->findChild<QMenu *>();
            QVERIFY(menu && menu->isVisible());
            QStringList endings;
            for (const QAction *action : menu->actions())
                if (action->data().isValid())
                    endings << action->data().toString();
            QCOMPARE(endings, QStringList({"svg", "pdf", "png", "csv"}));
            menu->close();
            for (const QString &ending : endings) {
                const auto saved = saving->save(m_folder.filePath(QString("chart%1.%2").arg(charts).arg(ending)));
                QVERIFY2(saved, qPrintable(QString("%1 %2 %3").arg(charts).arg(ending, saved ? QString() : QString::fromStdString(saved.error().what))));
            }
            QImage picture(m_folder.filePath(QString("chart%1.png").arg(charts)));
            QVERIFY(picture.width() >= 2 * chart->width());
            QSet<QRgb> colours;
            for (int x = 0; x < picture.width(); ++x)
                for (int y = 0; y < picture.height(); ++y)
                    colours.insert(picture.pixel(x, y));
            QVERIFY(colours.size() > 1 && colours.contains(chart->palette().color(QPalette::Base).rgb()));
        }
        QCOMPARE(charts, 4);
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        CsvWriter writer(buffer);
        bars->writeNumbers(writer);
        QCOMPARE(buffer.data(), QByteArray("class,training,validation,test\r\ncat,100,0,17\r\ndog,100,0,17\r\ncatfish,100,0,16\r\n"));
        buffer.buffer().clear();
        buffer.seek(0);
        bench.view.findChildren<FeatureChart *>().front()->writeNumbers(writer);
        QVERIFY2(buffer.data().startsWith("feature,Mean\r\na,0."), buffer.data().constData());
        QVERIFY(buffer.data().contains("\r\n\"d, e\",0."));
    }

    void tablesShowTheNumbersOfTheSource() {
        auto data = dataset(core::Shape(4));
        data->scaling = std::make_shared<const Doubling>();
        Bench bench;
        bench.show(data);
        for (const int row : {2, 90, 2})
            for (const int feature : {0, 3})
                QCOMPARE(bench.table->model()->index(row, SampleTable::FirstFeature + feature).data().toString(),
                         QLocale().toString(10 + 2.0 * (row / 2) / 255, 'g', 4));
        QCOMPARE(bench.table->model()->index(0, SampleTable::FirstFeature + 1).data().toString(), QLocale().toString(0.3));
        QCOMPARE(bench.table->model()->index(2, SampleTable::FirstFeature + 1).data().toString(), QString("0"));
    }

    void numbersWithAnOffsetAreShownWhole() {
        auto data = dataset(core::Shape(4));
        data->featureNames = {"when", "b", "c", "d"};
        data->offsets = {1717200000.25, 0, 0, 0};
        Bench bench;
        bench.show(data);
        for (const bool isScaled : {false, true}) {
            if (isScaled)
                data->scaling = std::make_shared<const Doubling>();
            bench.show(data);
            std::vector<float> sample(4);
            data->train.copySample(1, sample.data());
            const double number = static_cast<double>(sample[0]), expected = 1717200000.25 + (isScaled ? 10 + 2 * number : number);
            QCOMPARE(bench.table->model()->index(2, SampleTable::FirstFeature).data().toString(), QLocale().toString(expected, 'g', 12));
            const double other = static_cast<double>(sample[3]);
            QCOMPARE(bench.table->model()->index(2, SampleTable::FirstFeature + 3).data().toString(),
                     QLocale().toString(isScaled ? 10 + 2 * other : other, 'g', 4));
        }
    }

    void columnsAreAsWideAsTheirNames() {
        auto data = dataset(core::Shape(4));
        data->featureNames = {"a", "the length of the petals", std::string(200, 'w'), "d"};
        Bench bench;
        bench.show(data);
        const auto width = [&bench](int feature) { return bench.table->columnWidth(SampleTable::FirstFeature + feature); };
        QVERIFY(width(0) < width(1) && width(1) < width(2) && width(2) < 250 && width(3) == width(0));
        QVERIFY(width(0) > bench.table->fontMetrics().horizontalAdvance("-0.0001234") + 14); // and the numbers
        QCOMPARE(bench.table->model()->headerData(SampleTable::FirstFeature + 2, Qt::Horizontal, Qt::ToolTipRole).toString(), QString(200, 'w'));
    }

    void tablesAreRows() {
        auto data = dataset(core::Shape(4));
        data->featureNames = {"a", "b", "c", "d"};
        Bench bench;
        bench.show(data);
        QVERIFY(bench.table->isVisible() && !bench.grid->isVisible());
        const QAbstractItemModel *model = bench.table->model();
        QCOMPARE(model->rowCount(), 350);
        QCOMPARE(model->columnCount(), 9);
        QCOMPARE(model->headerData(SampleTable::FirstFeature + 1, Qt::Horizontal).toString(), QString("b"));
        QVERIFY(bench.table->isColumnHidden(SampleTable::Factor)); // nothing colours by one
        QCOMPARE(model->index(2, SampleTable::Class).data().toString(), QString("dog"));
        QCOMPARE(model->index(2, SampleTable::FirstFeature).data().toString(), QLocale().toString(1.0 / 255, 'g', 4));
        bench.table->setFocus();
        bench.table->setCurrentIndex(model->index(5, 0));
        QTest::keyClick(bench.table, Qt::Key_Return);
        QCOMPARE(bench.selected.back(), std::optional(bench.at(5)));
        bench.view.setSelectedSample(SampleId{PartKind::Train, 299});
        QCOMPARE(bench.table->selectionModel()->selectedRows().value(0).row(), 349);
        QVERIFY(bench.table->verticalScrollBar()->value() > 0);
        bench.part->setCurrentIndex(1);
        QCOMPARE(bench.table->verticalScrollBar()->value(), 0);
        QCOMPARE(bench.table->selectionModel()->selectedRows().value(0).row(), 299);
    }

    void hiddenItDoesNothing() {
        Bench bench;
        bench.view.showDataset(dataset());
        QCOMPARE(bench.size(), 0);
        bench.view.setSelectedSample(SampleId{PartKind::Train, 3});
        bench.show(dataset());
        QCOMPARE(bench.size(), 350);
    }

    void colourImagesAreInColour() {
        std::vector<float> values(3 * 4 * 4, 0.0f);
        std::fill(values.begin(), values.begin() + 16, 1.0f);
        const QImage red = thumbnail(values, core::Shape(3, 4, 4), true, Theme::light(), 1);
        QCOMPARE(red.pixelColor(3, 3), QColor(255, 0, 0));
        QCOMPARE(red.size(), QSize(56, 56));
        for (float &value : values)
            value = value * 8 - 4; // its own range where values leave 0 … 1
        QCOMPARE(thumbnail(values, core::Shape(3, 4, 4), false, Theme::light(), 1).pixelColor(3, 3), QColor(255, 0, 0));
        QCOMPARE(thumbnailSize(core::Shape(3, 300, 200)), QSize(64, 96));
    }

    /// A sample is steps × features: a level line for each feature that does not change, whatever the others do.
    void seriesAreLinesOfTheirFeatures() {
        std::vector<float> values;
        for (int step = 0; step < 20; ++step)
            values.insert(values.end(), {0.0f, 0.5f, 1.0f});
        const QImage image = thumbnail(values, core::Shape(20, 3), true, Theme::light(), 1);
        const auto rowsWithInk = [&image](int x) {
            QList<int> rows;
            for (int y = 0; y < image.height(); ++y)
                if (image.pixelColor(x, y) != Theme::light().background)
                    rows << y;
            return rows;
        };
        const QList<int> left = rowsWithInk(8);
        QVERIFY(left.size() >= 3 && left.size() <= 9);
        for (int x = 9; x < image.width() - 8; ++x)
            QCOMPARE(rowsWithInk(x), left);
    }

    void saysWhatWasMeasured() {
        auto data = dataset(core::Shape(4));
        data->featureNames = {"a", "b", "c", "<d>"};
        data->test.bytes[2] = 200;
        const auto statistics = std::make_shared<analysis::DataStatistics>(*analysis::measureData(*data));
        const QString notes = statisticsNotes(*data, *statistics);
        QVERIFY2(notes.contains("49 held-out"), qPrintable(notes)); // all of the test part but one is a brightness of the training part
        QVERIFY(notes.contains("No feature is constant"));
        Bench bench;
        bench.show(data);
        auto *label = bench.view.findChild<QLabel *>("dataNotes");
        QVERIFY(!label->isVisible());
        bench.view.showProgress(0.42);
        QVERIFY(bench.view.findChild<QLabel *>("dataMeasuring")->text().contains("42"));
        bench.view.showStatistics(statistics);
        QVERIFY(label->isVisible());
        emit label->linkActivated("2:7");
        QCOMPARE(bench.selected.back(), (std::optional<SampleId>({PartKind::Test, 7})));
        bench.classes->setCurrentIndex(1);
        emit label->linkActivated("0:1"); // filtered away: what was asked for is shown
        QVERIFY(bench.view.list().positionOf({PartKind::Train, 1}) >= 0);
        for (Index i = 0; i < 300; ++i)
            data->train.bytes[static_cast<std::size_t>(4 * i + 3)] = 9;
        for (Index i = 0; i < 50; ++i)
            data->test.bytes[static_cast<std::size_t>(4 * i + 3)] = 9;
        QVERIFY(statisticsNotes(*data, *analysis::measureData(*data)).contains("&lt;d&gt;"));
    }

    void aClassBarFilters() {
        auto data = dataset();
        Bench bench;
        bench.show(data);
        bench.view.showStatistics(std::make_shared<analysis::DataStatistics>(*analysis::measureData(*data)));
        auto *bars = bench.view.findChild<ClassBars *>("classBars");
        QTRY_COMPARE(bars->height(), bars->sizeHint().height());
        QTest::mouseClick(bars, Qt::LeftButton, {}, QPoint(20, bars->height() / 2)); // the second of three
        QCOMPARE(bench.classes->currentData().toInt(), 1);
        QCOMPARE(bench.size(), 117);
        QTest::mouseClick(bars, Qt::LeftButton, {}, QPoint(20, bars->height() / 2));
        QCOMPARE(bench.size(), 350);
        QVERIFY(bars->accessibleDescription().contains("dog: 117"));
    }

    void followsTheTheme() {
        Bench bench;
        auto data = dataset();
        bench.show(data);
        bench.view.showStatistics(std::make_shared<analysis::DataStatistics>(*analysis::measureData(*data)));
        const auto background = [&bench] { return bench.grid->viewport()->grab().toImage().pixelColor(2, 2); };
        QCOMPARE(background(), Theme::light().panel);
        bench.view.setTheme(Theme::dark());
        QCOMPARE(background(), Theme::dark().panel);
        QVERIFY(bench.view.findChild<QLabel *>("dataNotes")->text().contains(Theme::dark().readable(Theme::dark().bad).name()));
    }

    void fitsIntoLittleRoom() {
        Bench bench({420, 260});
        auto data = dataset();
        bench.show(data);
        QVERIFY2(bench.view.minimumSizeHint().width() <= 640, qPrintable(QString::number(bench.view.minimumSizeHint().width())));
    }

    void aValueColoursSortsAndIsSaid() {
        Bench bench;
        const auto data = dataset();
        bench.show(data);
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Size", .values = {}, .scale = {}};
        for (Index i = 0; i < 300; ++i) // the larger the number, the smaller; one is unknown
            colouring.values[0].push_back(i == 7 ? std::numeric_limits<float>::quiet_NaN() : 10 - 0.01f * static_cast<float>(i));
        colouring.values[2].assign(50, 20.5f);
        colouring.scale = ColourScale::of(colouring.values[0]);
        const auto shared = std::make_shared<const Colouring>(colouring);
        QCOMPARE(bench.order->count(), 3);
        bench.view.setColouring(shared);
        QCOMPARE(bench.order->itemText(3), "By Size");
        QVERIFY(bench.view.list().describe({PartKind::Train, 0}).contains("Size 10.00"));
        QVERIFY(bench.view.list().describe({PartKind::Train, 7}).contains("Size unknown"));
        bench.order->setCurrentIndex(3);
        QCOMPARE(bench.size(), 350);
        QCOMPARE(bench.at(0), (SampleId{PartKind::Train, 299}));
        QCOMPARE(bench.at(349), (SampleId{PartKind::Train, 7}));
        for (Index i = 1; i < 349; ++i)
            QVERIFY(shared->valueOf(bench.at(i)) >= shared->valueOf(bench.at(i - 1)));

        const QImage image = bench.grid->viewport()->grab().toImage();
        for (const Index position : {Index{0}, Index{5}}) {
            const QRect cell = bench.grid->cell(position);
            QCOMPARE(image.pixelColor(cell.center().x(), cell.bottom() - 1), shared->colourOf(shared->valueOf(bench.at(position)), Theme::light()));
        }
        bench.view.setColouring(nullptr); // the order goes with what it sorts by
        QCOMPARE(bench.order->count(), 3);
        QCOMPARE(bench.order->currentIndex(), 0);
        QCOMPARE(bench.at(0), (SampleId{PartKind::Train, 0}));
        const QRect cell = bench.grid->cell(0);
        QCOMPARE(bench.grid->viewport()->grab().toImage().pixelColor(cell.center().x(), cell.bottom() - 1), classColour(0));
        bench.view.setColouring(std::make_shared<const Colouring>(Colouring{.kind = ColouringKind::None, .name = {}, .values = {}, .scale = {}}));
        QCOMPARE(bench.grid->viewport()->grab().toImage().pixelColor(cell.center().x(), cell.bottom() - 1), Theme::light().panel);
    }

    void theTablesColumnIsFilledWithItsColours() {
        Bench bench;
        const auto data = dataset(core::Shape(4), 30);
        bench.show(data);
        Colouring colouring{.kind = ColouringKind::Feature, .column = 2, .name = "2", .values = {}, .scale = {}};
        for (const PartKind kind : {PartKind::Train, PartKind::Test})
            for (Index i = 0; i < partOf(*data, kind).samples; ++i)
                colouring.values[static_cast<std::size_t>(kind)].push_back(static_cast<float>(i) / 7);
        colouring.scale = ColourScale::of(colouring.values[0]);
        auto shared = std::make_shared<Colouring>(colouring);
        bench.view.setColouring(shared);
        const QAbstractItemModel *model = bench.table->model();
        const auto groundOf = [&](int row, int column) { return model->data(model->index(row, column), Qt::BackgroundRole); };
        for (int row = 0; row < 20; ++row) {
            QCOMPARE(groundOf(row, SampleTable::FirstFeature + 2).value<QColor>(), shared->colourOf(shared->valueOf(bench.at(row)), Theme::light()));
            QVERIFY(!groundOf(row, SampleTable::FirstFeature + 1).isValid());
        }
        const QRect cell = bench.table->visualRect(model->index(3, SampleTable::FirstFeature + 2)); // and it is painted so
        QCOMPARE(bench.table->viewport()->grab().toImage().pixelColor(cell.topLeft() + QPoint(3, 3)),
                 groundOf(3, SampleTable::FirstFeature + 2).value<QColor>());
        QVERIFY(bench.table->isColumnHidden(SampleTable::Factor));
        shared = std::make_shared<Colouring>(colouring);
        shared->kind = ColouringKind::Factor;
        shared->name = "Size";
        bench.view.setColouring(shared);
        QVERIFY(!bench.table->isColumnHidden(SampleTable::Factor));
        QCOMPARE(model->headerData(SampleTable::Factor, Qt::Horizontal).toString(), "Size");
        QCOMPARE(model->data(model->index(0, SampleTable::Factor)).toString(), shared->scale.textOf(shared->valueOf(bench.at(0))));
        QVERIFY(!groundOf(0, SampleTable::FirstFeature + 2).isValid());
    }
};

QTEST_MAIN(DataViewTest)
#include "data_view_test.moc"
