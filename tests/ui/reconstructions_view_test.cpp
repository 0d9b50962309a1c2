// The dock of reconstructions, driven with mouse and keys.
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

#include "ui/plots/plot_export.h"
#include "ui/reconstructions/feature_ranges.h"
#include "ui/reconstructions/feature_rows.h"
#include "ui/reconstructions/feature_table.h"
#include "ui/reconstructions/reconstruction_card.h"
#include "ui/reconstructions/reconstruction_choices.h"
#include "ui/reconstructions/reconstruction_grid.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/reconstructions/sample_view.h"

using namespace hourglass;
using namespace hourglass::ui;
using analysis::ReconstructionColumn;
using analysis::ReconstructionPicture;
using Sample = std::optional<core::Index>;

namespace {

ReconstructionColumn columnOf(core::Index sample, std::int32_t label, std::size_t features, float error, float pcaError) {
    ReconstructionColumn column;
    column.sample = sample;
    column.label = label;
    for (std::size_t i = 0; i < features; ++i) {
        const float value = 0.3f + 0.4f * static_cast<float>(i % 2);
        const float sign = i % 4 < 2 ? 1.0f : -1.0f;
        column.original.push_back(value);
        column.reconstruction.push_back(value + sign * error);
        column.pca.push_back(value + sign * pcaError);
    }
    column.mse = static_cast<double>(error) * error;
    column.pcaMse = static_cast<double>(pcaError) * pcaError;
    column.mae = 0.05;
    column.pcaMae = 0.15;
    column.psnr = 26;
    column.pcaPsnr = 16;
    return column;
}

std::shared_ptr<ReconstructionPicture> pictureOf(int columns, const core::Shape &shape, bool isCorrupted = false) {
    auto picture = std::make_shared<ReconstructionPicture>();
    picture->sample = shape;
    picture->codeSize = 8;
    for (int i = 0; i < columns; ++i) {
        picture->columns.push_back(columnOf(100 + 3 * i, i % 10, static_cast<std::size_t>(shape.size()), 0.05f, 0.15f));
        if (isCorrupted)
            picture->columns.back().corrupted = picture->columns.back().pca;
    }
    return picture;
}

const core::Shape image(1, 28, 28);

/// A window with the view at its bottom, as in the program, and an owner that answers a selection.
struct Window {
    std::vector<Sample> hovered, selected; // outlive the view, which says so when it is hidden
    QWidget window;
    ReconstructionsView *view = new ReconstructionsView;
    ReconstructionGrid *grid = nullptr;

    explicit Window(const QSize &size = {934, 620}, int above = 280) {
        window.resize(size);
        auto *layout = new QVBoxLayout(&window);
        layout->setContentsMargins(0, above, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(view->header());
        layout->addWidget(view);
        view->header()->show();
        view->setClasses({"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"});
        grid = view->findChild<ReconstructionGrid *>();
        QObject::connect(view, &ReconstructionsView::sampleHovered, view, [this](Sample sample) { hovered.push_back(sample); });
        QObject::connect(view, &ReconstructionsView::sampleSelected, view, [this](Sample sample) {
            selected.push_back(sample);
            view->setSelectedSample(sample);
        });
        window.show();
    }
    void moveTo(const QPoint &point) {
        QWidget *top = grid->window();
        QTest::mouseMove(top->windowHandle(), grid->mapTo(top, point + QPoint(1, 1))); // a move to where it is would be none
        QTest::mouseMove(top->windowHandle(), grid->mapTo(top, point));
    }
    QPoint centre(int column) const { return grid->layoutOfColumns().column(column).center().toPoint(); }
    QToolButton *chip(const QString &text) const {
        for (auto *button : window.findChildren<QToolButton *>())
            if (button->text() == text)
                return button;
        return nullptr;
    }
    QColor pixel(const QPointF &point) const { return grid->grab().toImage().pixelColor(point.toPoint()); }
    const ReconstructionLayout::Row &row(ReconstructionRow kind) const {
        const auto &rows = grid->layoutOfColumns().rows;
        return *std::find_if(rows.begin(), rows.end(), [&](const auto &candidate) { return candidate.kind == kind; });
    }
};

} // namespace

class ReconstructionsViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }

    void scaleIsWholeAndTwelveColumnsFit_data() {
        QTest::addColumn<QSizeF>("place");
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("pixel");
        QTest::newRow("as drawn") << QSizeF(898, 269) << 1.0 << 2.0;
        QTest::newRow("wide and high") << QSizeF(1500, 460) << 1.0 << 3.0;
        QTest::newRow("low") << QSizeF(898, 200) << 1.0 << 1.0;
        QTest::newRow("fine screen, half steps") << QSizeF(760, 240) << 2.0 << 1.5;
    }
    void scaleIsWholeAndTwelveColumnsFit() {
        QFETCH(QSizeF, place);
        QFETCH(double, ratio);
        QFETCH(double, pixel);
        ReconstructionMeasures measures;
        measures.place = place;
        measures.ratio = ratio;
        const ReconstructionLayout layout = arrangeReconstructions(measures);
        QCOMPARE(layout.cellWidth, 28 * pixel);
        QVERIFY(layout.columns >= 12);
        QCOMPARE(layout.rows.size(), std::size_t(4));
        QVERIFY(layout.bottom <= place.height());
        for (int column = 0; column < layout.columns; ++column) {
            const QRectF cell = layout.cell(column, layout.rows.back());
            QVERIFY(cell.right() <= place.width());
            QCOMPARE(cell.left() * ratio, std::round(cell.left() * ratio)); // on the pixels of the screen
            QCOMPARE(layout.columnAt(cell.center()), column);
        }
        QCOMPARE(layout.columnAt({layout.labelLeft, 100}), -1);
        QCOMPARE(layout.columnAt({place.width() - 1, -20}), -1);
    }

    void aHighPlaceHasFewerAndLargerOrFurtherBands() {
        ReconstructionMeasures measures;
        measures.place = {720, 400};
        const ReconstructionLayout large = arrangeReconstructions(measures);
        QCOMPARE(large.cellWidth, 84.0);
        QCOMPARE(large.columns, leastPictures);
        QCOMPARE(large.bands(), 1);
        measures.sample = core::Shape(1, 8, 40); // wide ones: the width is full before the height is
        measures.place = {620, 460};
        const ReconstructionLayout banded = arrangeReconstructions(measures);
        QVERIFY(banded.bands() > 1);
        QCOMPARE(banded.columns, banded.bands() * banded.perBand);
        const double last = (banded.bands() - 1) * banded.bandPitch;
        QVERIFY(last + banded.bottom <= measures.place.height() + 0.5);
        QVERIFY(last + banded.bottom > 0.75 * measures.place.height()); // filled
        for (int column = 0; column < banded.columns; ++column) {
            for (const auto &row : banded.rows)
                QCOMPARE(banded.columnAt(banded.cell(column, row).center()), column);
            if (column >= banded.perBand)
                QVERIFY(banded.column(column).top() >= banded.column(column - banded.perBand).bottom() - 1);
        }
        QCOMPARE(banded.columnAt({banded.left + 10, measures.place.height() + 40}), -1);
    }

    void theMenuCopiesAndSaves() {
        Window w;
        w.view->show(pictureOf(12, image));
        QContextMenuEvent event(QContextMenuEvent::Mouse, w.centre(2), w.grid->mapToGlobal(w.centre(2)));
        QCoreApplication::sendEvent(w.grid, &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QVERIFY(menu->actions().size() >= 6); // other samples, copy, three pictures, numbers
        QSignalSpy drawn(w.view, &ReconstructionsView::newDrawRequested);
        menu->actions().first()->trigger();
        QCOMPARE(drawn.count(), 1);
        menu->close();
        QTemporaryDir folder;
        auto *saving = w.grid->findChild<PlotExport *>();
        for (const char *name : {"a.png", "a.svg", "a.csv"})
            QVERIFY(bool(saving->save(folder.filePath(name))));
        QVERIFY(!QImage(folder.filePath("a.png")).isNull());
        QFile csv(folder.filePath("a.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + 3 * w.grid->shownColumns()); // original, reconstruction and PCA of each
        QVERIFY(lines[0].startsWith("sample,class,row,mse,mae,psnr,ssim,0,1"));
        QVERIFY(lines[2].startsWith("100,T-shirt,reconstruction,0.0025") && lines[2].contains(",0.05,26,,"));
        QCOMPARE(lines[1].count(','), 6 + 28 * 28);
    }

    void numbersAndRowsExplainThemselves() {
        Window w;
        w.view->show(pictureOf(12, image));
        const auto helpAt = [&w](const QPoint &place) {
            QHelpEvent event(QEvent::ToolTip, place, w.grid->mapToGlobal(place));
            QCoreApplication::sendEvent(w.grid, &event);
            return QToolTip::text();
        };
        QVERIFY(helpAt({w.centre(0).x(), static_cast<int>(w.grid->layoutOfColumns().mseTop + 4)}).contains("Bold"));
        QVERIFY(helpAt(QPoint(20, static_cast<int>(w.row(ReconstructionRow::Pca).top + 8))).contains("linear"));
        QToolTip::hideText();
    }

    void largeImagesAreShrunkAndTinyPlacesStayUsable() {
        ReconstructionMeasures measures;
        measures.sample = core::Shape(3, 128, 128);
        measures.place = {898, 269};
        ReconstructionLayout layout = arrangeReconstructions(measures);
        QVERIFY(layout.cellWidth < 128 && layout.cellWidth >= 28);
        QVERIFY(layout.columns >= 12);
        QVERIFY(layout.bottom <= 269);
        measures.place = {60, 20};
        layout = arrangeReconstructions(measures);
        QCOMPARE(layout.columns, 1);
        QVERIFY(layout.cellWidth >= 28);
    }

    void namesOfLowRowsDoNotOverlap_data() {
        QTest::addColumn<QSizeF>("place");
        QTest::addColumn<bool>("isCorrupted");
        QTest::addColumn<int>("height");
        QTest::addColumn<bool>("hasSecondLines");
        for (const bool isCorrupted : {false, true})
            for (const int height : {5, 12, 20}) {
                QTest::addRow("high, %d rows of pixels, %d", height, isCorrupted) << QSizeF(560, 360) << isCorrupted << height << true;
                QTest::addRow("low, %d rows of pixels, %d", height, isCorrupted) << QSizeF(360, isCorrupted ? 150 : 125) << isCorrupted << height << false;
            }
    }
    void namesOfLowRowsDoNotOverlap() {
        QFETCH(QSizeF, place);
        QFETCH(bool, isCorrupted);
        QFETCH(int, height);
        QFETCH(bool, hasSecondLines);
        ReconstructionMeasures measures;
        measures.place = place;
        measures.isCorrupted = isCorrupted;
        measures.sample = core::Shape(1, height, 18);
        const ReconstructionLayout layout = arrangeReconstructions(measures);
        QCOMPARE(layout.hasSecondLines, hasSecondLines);
        double above = std::max(layout.namesTop >= 0 ? layout.namesTop + layout.lineHeight : 0, layout.barTop);
        for (const auto &row : layout.rows) {
            const bool hasTwo = layout.hasSecondLines && row.kind != ReconstructionRow::Original && row.kind != ReconstructionRow::Corrupted;
            const double half = layout.lineHeight * (hasTwo ? 1 : 0.5), middle = row.top + row.height / 2;
            QVERIFY2(middle - half >= above - 0.51, qPrintable(QString("a row at %1, what is above it ends at %2").arg(row.top).arg(above)));
            above = std::max(middle + half, row.top + row.height);
        }
        QVERIFY(layout.mseTop >= above - 0.51);
        QVERIFY(layout.bottom <= place.height());
    }

    void corruptedRowTakesThePlaceOfPcaBeforeItCostsScale() {
        ReconstructionMeasures measures;
        measures.isCorrupted = true;
        measures.place = {898, 269};
        const auto kinds = [](const ReconstructionLayout &layout) {
            std::vector<ReconstructionRow> result;
            for (const auto &row : layout.rows)
                result.push_back(row.kind);
            return result;
        };
        using enum ReconstructionRow;
        const ReconstructionLayout low = arrangeReconstructions(measures);
        QVERIFY((kinds(low) == std::vector{Original, Corrupted, Reconstruction, Error}));
        QCOMPARE(low.cellWidth, 56.0);
        measures.place = {898, 360};
        QVERIFY((kinds(arrangeReconstructions(measures)) == std::vector{Original, Corrupted, Reconstruction, Pca, Error}));
    }

    void saysHowManyColumnsFit() {
        Window w;
        QSignalSpy wanted(w.view, &ReconstructionsView::columnsWanted);
        w.view->show(pictureOf(40, image));
        const int before = w.view->columns();
        QVERIFY(before >= 12);
        w.window.resize(1400, 620);
        QTRY_VERIFY(w.view->columns() > before);
        QCOMPARE(wanted.last().first().toInt(), w.view->columns());
        QCOMPARE(w.grid->shownColumns(), w.view->columns());
        const auto count = wanted.count();
        w.view->show(pictureOf(40, image));
        QCOMPARE(wanted.count(), count); // only when it changes
    }

    void hoverTellsTheSampleAndEnlargesIt() {
        Window w;
        w.view->show(pictureOf(12, image));
        w.moveTo(w.centre(4));
        QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
        QCOMPARE(w.hovered.back(), Sample(112));
        QCOMPARE(w.grid->card()->column(), 4);
        w.moveTo(w.centre(5));
        QVERIFY(w.grid->card()->isVisible()); // moves on at once, without being hidden
        QCOMPARE(w.grid->card()->column(), 5);
        QCOMPARE(w.hovered.back(), Sample(115));
        w.moveTo(QPoint(20, 60)); // the names of the rows
        QVERIFY(!w.grid->card()->isVisible());
        QCOMPARE(w.hovered.back(), Sample());
    }

    void cardStaysInTheWindowAndOffTheColumns() {
        for (const int above : {280, 10})
            for (const bool isLast : {false, true}) {
                Window w({934, 600}, above);
                w.view->show(pictureOf(12, image));
                const int column = isLast ? w.grid->shownColumns() - 1 : 0;
                w.moveTo(w.centre(column));
                QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
                const QRect card = w.grid->card()->geometry();
                QVERIFY(w.window.rect().contains(card));
                const QRect hovered = w.grid->layoutOfColumns().column(column).toRect();
                QVERIFY(!card.adjusted(8, 8, -8, -8).intersects(QRect(w.grid->mapTo(&w.window, hovered.topLeft()), hovered.size())));
            }
        Window tiny({300, 260}, 0);
        tiny.view->show(pictureOf(3, core::Shape(3, 200, 200)));
        tiny.moveTo(tiny.centre(0));
        QTRY_VERIFY(tiny.grid->card() && tiny.grid->card()->isVisible());
        QVERIFY(tiny.window.rect().contains(tiny.grid->card()->geometry()));
    }

    void clickSelectsAndLetsGo() {
        Window w;
        w.view->show(pictureOf(12, image));
        QTest::mouseClick(w.grid, Qt::LeftButton, {}, w.centre(2));
        QCOMPARE(w.selected.back(), Sample(106));
        const Theme theme = Theme::light();
        const QRectF column = w.grid->layoutOfColumns().column(2);
        QCOMPARE(w.pixel({column.left() + 1, column.center().y()}), theme.accent());
        QTest::mouseClick(w.grid, Qt::LeftButton, {}, w.centre(2));
        QCOMPARE(w.selected.back(), Sample());
        const auto count = w.selected.size();
        QTest::mouseClick(w.grid, Qt::LeftButton, {}, QPoint(20, 60)); // nothing selected, nothing to let go
        QTest::mouseClick(w.grid, Qt::RightButton, {}, w.centre(2));
        QCOMPARE(w.selected.size(), count);
    }

    void keysMoveTheSelection() {
        Window w;
        w.view->show(pictureOf(5, image));
        w.grid->setFocus();
        QTest::keyClick(w.grid, Qt::Key_Right);
        QCOMPARE(w.selected.back(), Sample(100));
        QTest::keyClick(w.grid, Qt::Key_Right);
        QCOMPARE(w.selected.back(), Sample(103));
        QVERIFY(w.grid->card()->isVisible()); // what the pointer shows, the keys show too
        QCOMPARE(w.grid->card()->column(), 1);
        QTest::keyClick(w.grid, Qt::Key_Left);
        QTest::keyClick(w.grid, Qt::Key_Left);
        QCOMPARE(w.selected.back(), Sample(100));
        QTest::keyClick(w.grid, Qt::Key_End);
        QTest::keyClick(w.grid, Qt::Key_Right);
        QCOMPARE(w.selected.back(), Sample(112));
        QTest::keyClick(w.grid, Qt::Key_Escape);
        QCOMPARE(w.selected.back(), Sample());
        QVERIFY(!w.grid->card()->isVisible());
        w.moveTo(w.centre(3));
        QTest::keyClick(w.grid, Qt::Key_Return);
        QCOMPARE(w.selected.back(), Sample(109));
    }

    void sampleOfAnotherViewIsMarked() {
        Window w;
        w.view->show(pictureOf(12, image));
        const QRectF column = w.grid->layoutOfColumns().column(7);
        const QPointF gap(column.center().x(), column.bottom() - 2); // below the numbers
        const QColor unmarked = w.pixel(gap);
        QVERIFY(unmarked != Theme::light().accentPale());
        w.view->setMarkedSample(121);
        QCOMPARE(w.pixel(gap), Theme::light().accentPale());
        w.view->setMarkedSample(999); // not among those shown
        QCOMPARE(w.pixel(gap), unmarked);
        QVERIFY(w.hovered.empty());
    }

    void newSamplesUnderAStillPointerAreTold() {
        Window w;
        w.view->show(pictureOf(12, image));
        w.moveTo(w.centre(1));
        QCOMPARE(w.hovered.back(), Sample(103));
        auto other = pictureOf(12, image);
        other->columns[1].sample = 7;
        w.view->show(other);
        QCOMPARE(w.hovered.back(), Sample(7));
        w.view->show(pictureOf(1, image));
        QCOMPARE(w.hovered.back(), Sample());
    }

    void picturesShowTheirValues() {
        Window w;
        auto picture = pictureOf(2, image);
        std::fill(picture->columns[0].original.begin(), picture->columns[0].original.end(), 1.0f);
        std::fill(picture->columns[0].reconstruction.begin(), picture->columns[0].reconstruction.end(), 0.0f);
        w.view->show(picture);
        const auto &layout = w.grid->layoutOfColumns();
        const auto at = [&](ReconstructionRow row) { return w.pixel(layout.cell(0, w.row(row)).center()); };
        QCOMPARE(at(ReconstructionRow::Original), QColor(Qt::white));
        QCOMPARE(at(ReconstructionRow::Reconstruction), QColor(Qt::black));
        QVERIFY(at(ReconstructionRow::Error).blue() > at(ReconstructionRow::Error).red()); // too dark is blue
        QTest::mouseClick(w.chip("Absolute"), Qt::LeftButton);
        QVERIFY(at(ReconstructionRow::Error).lightness() > 200); // the largest error is bright
        QVERIFY(!w.chip("Signed")->isChecked());
    }

    void rowsAreSwitched() {
        using enum ReconstructionRow;
        const auto kinds = [](const ReconstructionLayout &layout) {
            std::vector<ReconstructionRow> result;
            for (const auto &row : layout.rows)
                result.push_back(row.kind);
            return result;
        };
        Window w;
        w.view->show(pictureOf(12, image, true));
        QSignalSpy edited(w.view, &ReconstructionsView::optionsEdited);
        QTest::mouseClick(w.chip("Rows ▾"), Qt::LeftButton);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        const auto action = [&menu](const QString &begin) {
            for (QAction *each : menu->actions())
                if (each->text().startsWith(begin))
                    return each;
            return static_cast<QAction *>(nullptr);
        };
        QVERIFY(action("PCA")->isChecked() && action("SSIM")->isEnabled() && action("MSE")->isChecked());
        action("PCA")->trigger();
        menu->close();
        QCOMPARE(edited.count(), 1);
        QVERIFY(!w.view->options().rows.has(Pca));
        QVERIFY((kinds(w.grid->layoutOfColumns()) == std::vector{Original, Corrupted, Reconstruction, Error}));
        QCOMPARE(w.grid->layoutOfColumns().pcaTop, -1.0); // nor its numbers
        ReconstructionOptions options = w.view->options();
        for (const ReconstructionRow row : {Corrupted, Error, Original})
            options.rows.set(row, false);
        w.view->setOptions(options);
        QVERIFY((kinds(w.grid->layoutOfColumns()) == std::vector{Reconstruction}));
        QVERIFY(w.grid->layoutOfColumns().cellWidth >= 84); // what others leave is used
        options.rows.set(Reconstruction, false);
        w.view->setOptions(options);
        QVERIFY((kinds(w.grid->layoutOfColumns()) == std::vector{Original}));
        w.grid->grab();
        options = {};
        options.rows.set(Error, false);
        w.view->setOptions(options);
        w.view->show(pictureOf(40, core::Shape(10)));
        QVERIFY((kinds(w.grid->layoutOfColumns()) == std::vector{Values}));
        w.grid->grab();
    }

    void anEarlierMomentIsARowOfItsOwn() {
        using enum ReconstructionRow;
        Window w;
        auto picture = pictureOf(12, image);
        w.view->show(picture);
        QSignalSpy chosen(w.view, &ReconstructionsView::earlierChosen);
        connect(w.view, &ReconstructionsView::momentsWanted, w.view, [&w] {
            std::vector<EarlierMoment> moments;
            for (core::Index i = 0; i < 100; ++i)
                moments.push_back({i * i, 0.01 * static_cast<double>(i * i), i == 70});
            w.view->setMoments(std::move(moments));
        });
        const auto open = [&w] {
            QTest::mouseClick(w.chip("Rows ▾"), Qt::LeftButton);
            QMenu *menu = nullptr;
            return QTest::qWaitFor([&] { return (menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr; })
                       ? menu->findChild<QMenu *>("earlierMoments")
                       : nullptr;
        };
        QMenu *moments = open();
        QVERIFY(moments);
        QStringList texts;
        for (const QAction *action : moments->actions())
            texts << action->text();
        QVERIFY2(texts.size() >= 13 && texts.size() <= 15 && texts[0] == "None" && texts[1].startsWith("The start: epoch 0.00"), qPrintable(texts.join('|')));
        QCOMPARE(texts.filter("The best: epoch 49.00").size(), 1);
        QVERIFY(texts.back().contains("9,801")); // the last
        QVERIFY(moments->actions()[0]->isChecked());
        moments->actions()[1]->trigger();
        QCOMPARE(chosen.takeFirst().at(0).value<Sample>(), Sample(0));
        moments->parentWidget()->close();

        auto with = std::make_shared<ReconstructionPicture>(*picture);
        with->earlierEpoch = 0.25;
        for (ReconstructionColumn &column : with->columns) {
            column.earlier = column.original;
            column.earlierMse = 0.5;
        }
        w.view->show(with);
        std::vector<ReconstructionRow> kinds;
        for (const auto &row : w.grid->layoutOfColumns().rows)
            kinds.push_back(row.kind);
        QVERIFY((kinds == std::vector{Original, Reconstruction, Earlier, Pca, Error}));
        const ReconstructionLayout layout = w.grid->layoutOfColumns();
        const QImage seen = w.grid->grab().toImage();
        const auto tile = [&](ReconstructionRow kind) { return seen.copy(layout.cell(2, w.row(kind)).toRect()); };
        QVERIFY(tile(Earlier) == tile(Original) && tile(Earlier) != tile(Reconstruction));
        w.view->show(picture); // chosen no longer
        QCOMPARE(w.grid->layoutOfColumns().rows.size(), std::size_t{4});
        w.view->show([&] {
            auto table = pictureOf(12, core::Shape(10));
            table->earlierEpoch = 1;
            for (ReconstructionColumn &column : table->columns)
                column.earlier = column.original;
            return table;
        }());
        w.grid->grab();
    }

    void theMeasureIsChosenAtItsName() {
        Window w;
        w.view->show(pictureOf(12, image));
        const QPoint name(20, static_cast<int>(w.grid->layoutOfColumns().mseTop + 4));
        QTest::mouseClick(w.grid, Qt::LeftButton, {}, name);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QCOMPARE(menu->actions().size(), 4);
        menu->actions()[2]->trigger();
        menu->close();
        QCOMPARE(w.view->options().measure, analysis::Measure::Psnr);
        QHelpEvent event(QEvent::ToolTip, name, w.grid->mapToGlobal(name));
        w.grid->grab();
        QCoreApplication::sendEvent(w.grid, &event);
        QVERIFY2(QToolTip::text().contains("decibels") && QToolTip::text().contains("data range of 1"), qPrintable(QToolTip::text()));
        QToolTip::hideText();
        QCOMPARE(measureText(analysis::Measure::Psnr, 26.04, 26), QLocale().toString(26.0, 'f', 1));
        QCOMPARE(measureText(analysis::Measure::Ssim, 0.9512, 1), QLocale().toString(0.951, 'f', 3));
        QCOMPARE(measureText(analysis::Measure::Mae, 0.05, 0.05), mseText(0.05));
        QCOMPARE(measureText(analysis::Measure::Ssim, std::nan(""), 1), QStringLiteral("–"));
        ReconstructionOptions options;
        options.measure = analysis::Measure::Ssim;
        w.view->setOptions(options);
        w.view->show(pictureOf(40, core::Shape(10))); // which have no structure: MSE in its place
        w.grid->grab();
        QCoreApplication::sendEvent(w.grid, &event);
        QTest::mouseClick(w.grid, Qt::LeftButton, {}, {20, static_cast<int>(w.grid->layoutOfColumns().mseTop + 4)});
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QVERIFY(menu->actions()[0]->isChecked() && !menu->actions()[3]->isEnabled());
        menu->close();
    }

    void thePixelUnderTheMouseIsMarkedInAllPictures() {
        Window w;
        const auto picture = pictureOf(12, image);
        picture->columns[4].original[3 * 28 + 5] = 0.53f;
        picture->columns[4].reconstruction[3 * 28 + 5] = 0.61f;
        w.view->show(picture);
        const ReconstructionLayout &layout = w.grid->layoutOfColumns();
        const double scale = layout.cellWidth / 28;
        const QPointF within((5 + 0.5) * scale, (3 + 0.5) * scale);
        const auto at = [&](ReconstructionRow row) { return layout.cell(4, w.row(row)).topLeft() + within; };
        w.moveTo(at(ReconstructionRow::Pca).toPoint());
        QCOMPARE(w.grid->place().pixel, std::optional(QPoint(5, 3)));
        QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
        const QString said = w.grid->card()->placeSentence();
        QVERIFY2(said.startsWith("pixel 6, 4: original 0.53, reconstruction 0.61") && said.endsWith("+0.08"), qPrintable(said));
        const QImage shown = w.grid->grab().toImage();
        for (const ReconstructionRow row : {ReconstructionRow::Original, ReconstructionRow::Reconstruction, ReconstructionRow::Pca, ReconstructionRow::Error}) {
            const QRectF pixel = ReconstructionLayout::pixelIn(layout.cell(4, w.row(row)), {5, 3}, image).adjusted(-1, -1, 1, 1);
            const QPoint above(static_cast<int>(pixel.center().x()), static_cast<int>(std::floor(pixel.top())));
            QCOMPARE(shown.pixelColor(above), QColor(Qt::white));
            QCOMPARE(shown.pixelColor(above - QPoint(0, 1)), QColor(Qt::black));
        }
        w.moveTo(QPoint(20, 60)); // the names of the rows
        QVERIFY(w.grid->place().isNowhere());

        w.view->show(pictureOf(40, core::Shape(10)));
        w.moveTo(w.grid->layoutOfColumns().cell(2, w.row(ReconstructionRow::Values)).center().toPoint() + QPoint(2, 0));
        QCOMPARE(w.grid->place().feature, std::optional(5));
        QTRY_VERIFY(w.grid->card()->isVisible() && w.grid->card()->placeSentence().startsWith("feature 6: original "));
    }

    void coloursAreThreeNumbers() {
        auto picture = pictureOf(2, core::Shape(3, 4, 4));
        const SamplePlace place{QPoint(1, 2), {}};
        for (int channel = 0; channel < 3; ++channel)
            picture->columns[0].original[static_cast<std::size_t>(channel * 16 + 2 * 4 + 1)] = 0.25f * static_cast<float>(channel + 1);
        QCOMPARE(placeText(picture->columns[0], ReconstructionRow::Original, place, picture->sample, {}), QStringLiteral("0.25 0.50 0.75"));
        QVERIFY(placeText(picture->columns[0], ReconstructionRow::Corrupted, place, picture->sample, {}).isEmpty());
        ReconstructionStyle series;
        series.stepFeatures = 2;
        ReconstructionColumn steps = columnOf(0, -1, 6, 0, 0);
        steps.original = {1, 2, 3, 4, 5, 6};
        QCOMPARE(placeText(steps, ReconstructionRow::Original, {{}, 1}, core::Shape(3, 2), series), featureText(3) + ' ' + featureText(4));
    }

    void samplesAreChosenAndSaid() {
        Window w;
        w.view->show(pictureOf(12, image));
        using Kind = analysis::SampleChoice::Kind;
        std::vector<analysis::SampleChoice> chosen;
        connect(w.view, &ReconstructionsView::choiceEdited, w.view, [&](const analysis::SampleChoice &choice) { chosen.push_back(choice); });
        QToolButton *chip = w.view->header()->findChild<QToolButton *>("shownSamples");
        const auto open = [&] {
            QTest::mouseClick(chip, Qt::LeftButton);
            QMenu *menu = nullptr;
            if (QTest::qWaitFor([&] { return (menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr; }))
                return menu;
            return static_cast<QMenu *>(nullptr);
        };
        QMenu *menu = open();
        QVERIFY(menu && menu->actions()[0]->isChecked());
        for (QAction *action : menu->actions())
            if (action->text() == "Worst first")
                action->trigger();
        QMenu *classes = nullptr;
        for (QAction *action : menu->actions())
            classes = action->menu() ? action->menu() : classes;
        QVERIFY(classes);
        QCOMPARE(classes->actions().size(), 10);
        classes->actions()[3]->trigger();
        menu->close();
        QCOMPARE(chosen.size(), std::size_t{2});
        QCOMPARE(chosen[0].kind, Kind::Worst);
        QVERIFY((chosen[1] == analysis::SampleChoice{Kind::Class, 3}));
        QVERIFY(chip->text().startsWith("Fixed set")); // until the owner answers
        w.view->showSamples({chosen[1], 300, "test", {}});
        QVERIFY(chip->text().startsWith("Dress"));
        const auto subtitle = [&w] {
            QString all;
            for (const QLabel *label : w.view->header()->findChildren<QLabel *>())
                all += label->text() + '\n';
            return all;
        };
        QVERIFY2(subtitle().contains("of 300 test samples"), qPrintable(subtitle()));
        w.view->showSamples({chosen[0], 10000, "test", 3.0});
        QVERIFY2(subtitle().contains("at epoch 3.0"), qPrintable(subtitle()));
        w.view->showSamples({{Kind::Selection}, 0, "test", {}});
        QCOMPARE(w.grid->shownColumns(), 0); // and a sentence in its place
        w.grid->grab();
    }

    void oneSampleIsSeenAtFullSize() {
        Window w;
        auto picture = pictureOf(12, image);
        std::fill(picture->columns[2].original.begin(), picture->columns[2].original.end(), 1.0f);
        std::fill(picture->columns[2].reconstruction.begin(), picture->columns[2].reconstruction.end(), 0.0f);
        w.view->show(picture);
        QTest::mouseDClick(w.grid, Qt::LeftButton, {}, w.centre(2));
        QCOMPARE(w.view->fullSample(), Sample(106));
        QCOMPARE(w.selected.back(), Sample(106)); // in every view
        auto *full = w.view->findChild<SampleView *>();
        SampleCanvas *canvas = full->canvas();
        QVERIFY(full->isVisible() && !w.grid->isVisible() && full->text().contains("Pullover") && full->text().contains("no. 106"));
        const QRectF original = canvas->placeOf(ReconstructionRow::Original);
        QVERIFY(original.width() >= 84 && original.width() == std::round(original.width() / 28) * 28);
        for (const ReconstructionRow row : {ReconstructionRow::Reconstruction, ReconstructionRow::Pca, ReconstructionRow::Error})
            QVERIFY(canvas->rect().contains(canvas->placeOf(row).toRect()) && !canvas->placeOf(row).intersects(original));
        const auto at = [canvas](const QPointF &point) { return canvas->grab().toImage().pixelColor(point.toPoint()); };
        QCOMPARE(at(original.center()), QColor(Qt::white));

        QSignalSpy edited(w.view, &ReconstructionsView::optionsEdited);
        QTest::keyClick(full, Qt::Key_W);
        QCOMPARE(canvas->way(), SampleWay::Wipe);
        QCOMPARE(w.view->options().way, SampleWay::Wipe);
        QCOMPARE(edited.count(), 1); // it is kept
        const QRectF wiped = canvas->placeOf(ReconstructionRow::Original);
        QVERIFY(wiped.width() > original.width());
        QTest::mouseClick(canvas, Qt::LeftButton, {}, QPointF(wiped.left() + 0.25 * wiped.width(), wiped.center().y()).toPoint());
        QVERIFY(std::abs(canvas->wipe() - 0.25) < 0.02);
        QCOMPARE(at({wiped.left() + 0.1 * wiped.width(), wiped.top() + 20}), QColor(Qt::white));
        QCOMPARE(at({wiped.left() + 0.6 * wiped.width(), wiped.top() + 20}), QColor(Qt::black));
        QTest::keyClick(full, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(canvas->wipe() > 0.27);

        QTest::keyClick(full, Qt::Key_B);
        QVERIFY(canvas->isOriginalShown());
        QTRY_VERIFY(!canvas->isOriginalShown());
        QTRY_VERIFY(canvas->isOriginalShown());

        QTest::keyClick(full, Qt::Key_S);
        QTest::keyClick(full, Qt::Key_Right);
        QCOMPARE(w.view->fullSample(), Sample(109));
        QCOMPARE(w.selected.back(), Sample(109));
        auto later = pictureOf(12, image); // the training goes on
        later->columns[3].mae = 0.25;
        w.view->show(later);
        QVERIFY2(full->text().contains("MAE " + mseText(0.25)), qPrintable(full->text()));
        w.moveTo(QPoint(0, 0));
        QTest::mouseMove(w.window.windowHandle(), canvas->mapTo(&w.window, canvas->placeOf(ReconstructionRow::Pca).center().toPoint()));
        QTRY_VERIFY2(full->text().startsWith("pixel 1"), qPrintable(full->text()));
        QTest::keyClick(full, Qt::Key_Escape);
        QVERIFY(w.grid->isVisible() && !w.view->fullSample());
        w.grid->setFocus();
        QTest::keyClick(w.grid, Qt::Key_Return); // selected: full size again
        QCOMPARE(w.view->fullSample(), Sample(109));
        w.view->show(pictureOf(1, image)); // others: the first of them
        QCOMPARE(w.view->fullSample(), Sample(100));
        w.view->clear();
        QVERIFY(!w.view->fullSample());
    }

    void aTableIsReadFeatureByFeature() {
        Window w;
        w.view->setFeatures({"mass (g)", "wing", "colour"});
        auto picture = pictureOf(4, core::Shape(3));
        picture->columns[1].original = {3000, 0.25f, 1};
        picture->columns[1].reconstruction = {2900, 0.5f, 1};
        picture->columns[1].pca = {1, 2, 3};
        w.view->show(picture);
        w.view->openSample(103);
        auto *table = w.view->findChild<SampleView *>()->table();
        QVERIFY(table->isVisible());
        QCOMPARE(table->rowCount(), 3);
        QCOMPARE(table->columnCount(), 5);
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("mass (g)"));
        QCOMPARE(table->item(0, 4)->text(), featureText(-100)); // in its own unit, whatever charts are drawn in
        QCOMPARE(table->item(1, 4)->text(), '+' + featureText(0.25));
        table->sortByColumn(4, Qt::AscendingOrder);
        QCOMPARE(table->item(2, 0)->text(), QStringLiteral("mass (g)")); // by size
        picture = std::make_shared<ReconstructionPicture>(*picture);
        picture->columns[1].reconstruction = {3000, 0.25f, 9};
        w.view->show(picture);
        QCOMPARE(table->item(2, 0)->text(), QStringLiteral("colour")); // sorted still
        ReconstructionOptions options;
        options.rows.set(ReconstructionRow::Pca, false);
        w.view->setOptions(options);
        QCOMPARE(table->columnCount(), 4);
    }

    void aSeriesIsCurvesWithABand() {
        Window w;
        auto picture = pictureOf(4, core::Shape(50, 2));
        ReconstructionColumn &column = picture->columns[0];
        for (std::size_t i = 0; i < 100; ++i) {
            column.original[i] = i % 2 == 0 ? static_cast<float>(i) : 0.0f;
            column.reconstruction[i] = column.original[i] + (i % 2 == 0 ? 10.0f : 0.0f);
        }
        column.pca.clear();
        w.view->show(picture);
        w.view->openSample(100);
        SampleCanvas *canvas = w.view->findChild<SampleView *>()->canvas();
        QVERIFY(canvas->isVisible());
        const auto reddish = [canvas] {
            const QImage shown = canvas->grab().toImage();
            int count = 0;
            for (int x = 0; x < shown.width(); ++x)
                for (int y = 0; y < shown.height() / 2; ++y)
                    count += shown.pixelColor(x, y).red() > shown.pixelColor(x, y).blue() + 20 ? 1 : 0;
            return count;
        };
        QVERIFY(reddish() > 500);
        ReconstructionOptions options;
        options.rows.set(ReconstructionRow::Error, false);
        w.view->setOptions(options);
        QCOMPARE(reddish(), 0);
        QTest::mouseMove(w.window.windowHandle(), canvas->mapTo(&w.window, QPoint(canvas->width() - 3, canvas->height() / 4)));
        QTRY_COMPARE(canvas->place().feature, std::optional(49));
        QVERIFY2(canvas->placeSentence().startsWith("step 50: original " + featureText(98)), qPrintable(canvas->placeSentence()));
    }

    void limitFollowsSteadily() {
        SteadyLimit limit;
        QCOMPARE(limit.follow(0.68), 0.7);
        QCOMPARE(limit.follow(0.66), 0.7);
        QCOMPARE(limit.follow(0.71), 1.0);
        QCOMPARE(limit.follow(0.69), 1.0); // no flicker around a step
        QCOMPARE(limit.follow(0.30), 0.5);
        QCOMPARE(limit.follow(0.26), 0.3);
        QCOMPARE(limit.follow(std::numeric_limits<double>::quiet_NaN()), 0.3);
        QCOMPARE(SteadyLimit().follow(0), 1.0);
    }

    void numbersAreShort() {
        QCOMPARE(mseText(0.01189), QStringLiteral("0.0119"));
        QCOMPARE(mseText(0.0), QStringLiteral("0.0000"));
        QCOMPARE(mseText(0.0000312), QStringLiteral("3.1e-05"));
        QCOMPARE(mseText(123.4), QStringLiteral("123"));
        QCOMPARE(mseText(0.000061, 0.0205), QStringLiteral("0.0001")); // in one row
        QCOMPARE(mseText(0.0205, 0.0205), QStringLiteral("0.0205"));
        QCOMPARE(mseText(0.000061, 0.0002), QStringLiteral("6.1e-05"));
        QCOMPARE(mseText(0.0205, 205.0), QStringLiteral("0"));
        QCOMPARE(mseText(0.01, std::numeric_limits<double>::quiet_NaN()), QStringLiteral("0.0100"));
        QCOMPARE(mseText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
        QCOMPARE(signedText(-0.7), QStringLiteral("−0.7"));
    }

    void rowsOfNumbersAreCharts() {
        for (const int features : {1, 10, 100, 1000}) {
            Window w;
            w.view->show(pictureOf(40, core::Shape(features), features == 10));
            QVERIFY(w.view->columns() >= 12);
            QCOMPARE(w.grid->layoutOfColumns().rows.front().kind, ReconstructionRow::Values);
            const QImage shown = w.grid->grab().toImage();
            const QRect cell = w.grid->layoutOfColumns().cell(0, w.row(ReconstructionRow::Values)).toRect();
            int filled = 0;
            for (int x = cell.left(); x < cell.right(); ++x)
                for (int y = cell.top(); y < cell.bottom(); ++y)
                    filled += shown.pixelColor(x, y) != shown.pixelColor(0, 0);
            QVERIFY(filled > cell.width() * cell.height() / 10);
            w.moveTo(w.centre(0));
            QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
            QVERIFY(w.window.rect().contains(w.grid->card()->geometry()));
        }
    }

    /// A line for each named feature; a table of many columns is a chart that says which are the first and the last.
    void namedFeaturesAreRowsOfTheCard() {
        const auto cardOf = [](int features, const QStringList &names) {
            Window w;
            w.view->setFeatures(names);
            w.view->show(pictureOf(40, core::Shape(features)));
            w.moveTo(w.centre(0));
            const bool isThere = QTest::qWaitFor([&] { return w.grid->card() && w.grid->card()->isVisible(); });
            return isThere ? w.window.grab(w.grid->card()->geometry()).toImage() : QImage();
        };
        QStringList names;
        for (int i = 0; i < 40; ++i)
            names << QString("column %1").arg(i);
        const QImage few = cardOf(4, names.mid(0, 4)), more = cardOf(12, names.mid(0, 12));
        QVERIFY(!few.isNull() && !more.isNull());
        QVERIFY(more.height() >= few.height() + 8 * 14);
        QStringList others = names.mid(0, 12);
        others[5] = "blood pressure";
        const QImage renamed = cardOf(12, others);
        QVERIFY(renamed.width() != more.width() || renamed != more);
        const QImage many = cardOf(40, names);
        names[39] = "the last";
        QVERIFY(cardOf(40, names) != many);
        QCOMPARE(cardOf(40, names).size(), cardOf(40, {}).size());
    }

    /// Grams beside words: each column of a table between the ends of its own range, and pictures and like columns as they are.
    void columnsOfUnlikeSizeShareAChart() {
        auto picture = std::make_shared<analysis::ReconstructionPicture>(*pictureOf(12, core::Shape(3)));
        for (std::size_t i = 0; i < picture->columns.size(); ++i) {
            const auto at = static_cast<float>(i);
            picture->columns[i].original = {3000 + 200 * at, 0.1f * at, 7};
            picture->columns[i].reconstruction = {3000 + 200 * at, 0.1f * at + 0.11f, 7};
            picture->columns[i].pca.clear();
            picture->columns[i].earlier = {3000 + 200 * at + 220, 0.1f * at, 7};
        }
        const std::vector<core::Range> ranges = unlikeRanges(*picture, 12);
        QCOMPARE(ranges.size(), std::size_t(3));
        QCOMPARE(ranges[0].highest, 3000.0f + 2200.0f);
        QCOMPARE(ranges[2].highest - ranges[2].lowest, 1.0f);
        const auto within = withinRanges(*picture, ranges);
        QCOMPARE(within->columns[11].original, (std::vector<float>{1, 1, 0}));
        QVERIFY(std::abs(within->columns[0].reconstruction[1] - 0.1f) < 1e-6f);
        QVERIFY(std::abs(within->columns[0].earlier[0] - 0.1f) < 1e-6f);
        QVERIFY(unlikeRanges(*picture, 0).empty());
        QCOMPARE(picture->columns[1].original[0], 3200.0f); // the numbers themselves stay

        Window w;
        w.view->show(picture);
        w.window.grab();
        QVERIFY(w.grid->errorLimit() >= 0.11);
        w.view->setFeatures({"mass", "share", "same"});
        w.view->show(picture);
        w.window.grab();
        QVERIFY(w.grid->errorLimit() >= 0.1 && w.grid->errorLimit() < 0.3); // a tenth of its range
        const ReconstructionLayout::Row &row = w.row(ReconstructionRow::Values);
        const QImage shown = w.grid->grab().toImage();
        const QRectF cell = w.grid->layoutOfColumns().cell(11, row);
        int dark = 0; // the outline of the second bar, which stands as high as the first
        for (int y = static_cast<int>(cell.top()); y < cell.bottom(); ++y)
            dark += shown.pixelColor(static_cast<int>(cell.left() + cell.width() / 2), y).lightness() < 200 ? 1 : 0;
        QVERIFY2(dark > cell.height() / 2, qPrintable(QString::number(dark)));
    }

    void numbersOfTheSourceAreReadAsTheyAre() {
        QCOMPARE(featureText(205), QLocale().toString(205.0, 'f', 1));
        QCOMPARE(featureText(-0.04123), QString(QChar(0x2212)) + QLocale().toString(0.0412, 'f', 4));
        QCOMPARE(featureText(20512.4), QLocale().toString(20512));
        QCOMPARE(featureText(std::numeric_limits<double>::infinity()), QStringLiteral("–"));
        QCOMPARE(limitText(205), QStringLiteral("205"));
        QCOMPARE(limitText(0.7), QLocale().toString(0.7));
    }

    /// Steps × features: two features that do not change are two level lines, and nothing between them.
    void seriesAreLines() {
        Window w;
        const auto picture = pictureOf(40, core::Shape(50, 2));
        for (ReconstructionColumn &column : picture->columns)
            for (std::size_t i = 0; i < 100; ++i)
                column.original[i] = column.reconstruction[i] = column.pca[i] = i % 2 == 0 ? 0.9f : 0.3f;
        w.view->show(picture);
        const QImage shown = w.grid->grab().toImage();
        const QRect cell = w.grid->layoutOfColumns().cell(0, w.row(ReconstructionRow::Values)).toRect().adjusted(4, 0, -4, 0);
        for (int x = cell.left(); x < cell.right(); ++x) {
            int filled = 0;
            for (int y = cell.top(); y < cell.bottom(); ++y)
                filled += shown.pixelColor(x, y) != shown.pixelColor(0, 0);
            QVERIFY2(filled >= 2 && filled <= 12, qPrintable(QString::number(filled)));
        }
        w.moveTo(w.centre(0));
        QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
    }

    void badInputIsDrawnCalmly() {
        Window w;
        w.grid->grab(); // nothing yet
        w.view->show(std::make_shared<ReconstructionPicture>());
        w.grid->grab();
        QCOMPARE(w.grid->shownColumns(), 0);
        w.moveTo(w.centre(0));
        QTest::keyClick(w.grid, Qt::Key_Right);
        QVERIFY(w.selected.empty() && w.hovered.empty());

        const float nan = std::numeric_limits<float>::quiet_NaN();
        for (const core::Shape &shape : {image, core::Shape(10)}) {
            auto picture = pictureOf(3, shape);
            std::fill(picture->columns[0].reconstruction.begin(), picture->columns[0].reconstruction.end(), nan);
            picture->columns[0].mse = std::numeric_limits<double>::quiet_NaN();
            picture->columns[1].pca.clear(); // not fitted yet
            picture->columns[2].reconstruction.clear();
            picture->columns[2].label = -1;
            w.view->show(picture);
            w.grid->grab();
            QVERIFY(w.grid->errorLimit() > 0);
            w.moveTo(w.centre(0));
            QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
            w.moveTo(w.centre(2));
            w.window.grab();
        }
        w.view->clear();
        QVERIFY(!w.grid->card()->isVisible());
        QCOMPARE(w.hovered.back(), Sample());
        w.grid->grab();
    }

    void hiddenViewComputesNothing() {
        Window w;
        w.view->show(pictureOf(12, image));
        w.view->hide();
        QSignalSpy wanted(w.view, &ReconstructionsView::columnsWanted);
        w.view->show(pictureOf(12, core::Shape(1, 10, 10)));
        QCOMPARE(wanted.count(), 0);
        QCOMPARE(w.grid->layoutOfColumns().cellWidth, 56.0); // still that of the picture before
        w.view->show();
        QVERIFY(w.grid->layoutOfColumns().cellWidth != 56.0);
    }

    void newDrawIsAskedFor() {
        Window w;
        QSignalSpy asked(w.view, &ReconstructionsView::newDrawRequested);
        QTest::mouseClick(w.chip("New draw"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QVERIFY(w.chip("New draw")->toolTip().contains("N"));
    }

    void cardFollowsItsDock() {
        Window w;
        w.view->show(pictureOf(12, image));
        w.moveTo(w.centre(4));
        QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
        QWidget other; // as a dock that floats
        other.resize(934, 620);
        auto *layout = new QVBoxLayout(&other);
        layout->addWidget(w.view);
        other.show();
        w.moveTo(w.centre(5));
        QTRY_VERIFY(w.grid->card() && w.grid->card()->isVisible());
        QCOMPARE(w.grid->card()->window(), &other);
        w.window.layout()->addWidget(w.view);
    }

    void theBarTakesTheColouring() {
        Window window;
        window.view->show(pictureOf(12, image));
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Size", .values = {}, .scale = {}};
        for (int i = 0; i < 200; ++i)
            colouring.values[static_cast<std::size_t>(data::PartKind::Test)].push_back(static_cast<float>(i) / 10);
        colouring.scale = ColourScale::of(colouring.values[2]);
        const auto shared = std::make_shared<const Colouring>(colouring);
        const auto barAt = [&](int column) {
            const ReconstructionLayout &layout = window.grid->layoutOfColumns();
            const QPointF at(layout.cell(column, layout.rows.front()).center().x(), layout.barTop + 1.5);
            return window.grid->grab().toImage().pixelColor(at.toPoint());
        };
        QCOMPARE(barAt(3), classColour(3));
        window.view->setColouring(shared);
        for (const int column : {0, 3, 11})
            QCOMPARE(barAt(column), shared->colourOf(static_cast<float>(100 + 3 * column) / 10, Theme::light()));
        auto bare = pictureOf(12, image); // without classes the bar is there for the value
        for (ReconstructionColumn &column : bare->columns)
            column.label = -1;
        window.view->show(bare);
        QCOMPARE(barAt(3), shared->colourOf(10.9f, Theme::light()));
        window.view->setColouring(nullptr);
        QVERIFY(window.grid->layoutOfColumns().barTop < 0);
    }
};

QTEST_MAIN(ReconstructionsViewTest)
#include "reconstructions_view_test.moc"
