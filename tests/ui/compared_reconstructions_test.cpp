// The same samples of several runs: who is closer, where everything stands, and what mouse and keys do.
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include <cmath>
#include <limits>
#include <memory>

#include "ui/compare/closest.h"
#include "ui/compare/compared_grid.h"
#include "ui/compare/compared_layout.h"
#include "ui/compare/compared_reconstructions_view.h"
#include "ui/compare/compared_sheet.h"
#include "ui/plots/plot_export.h"

using namespace hourglass;
using namespace hourglass::ui;
using analysis::Measure;
using Sample = std::optional<core::Index>;

namespace {

const core::Shape image(1, 28, 28);

/// Whose reconstructions are `error` too bright in all places, of each column.
std::shared_ptr<const analysis::ReconstructionPicture> pictureOf(const std::vector<float> &errors, const core::Shape &shape = image) {
    auto picture = std::make_shared<analysis::ReconstructionPicture>();
    picture->sample = shape;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        analysis::ReconstructionColumn column;
        column.sample = static_cast<core::Index>(100 + 3 * i);
        column.label = static_cast<std::int32_t>(i % 10);
        column.original.assign(static_cast<std::size_t>(shape.size()), 0.25f);
        column.reconstruction.assign(static_cast<std::size_t>(shape.size()), 0.25f + errors[i]);
        column.mse = static_cast<double>(errors[i]) * static_cast<double>(errors[i]);
        column.psnr = 10 * std::log10(1 / column.mse);
        picture->columns.push_back(column);
    }
    return picture;
}

ComparedRow rowOf(const char *name, int colour, std::shared_ptr<const analysis::ReconstructionPicture> picture, const char *obstacle = "") {
    return {name, {colour, false}, obstacle, std::move(picture)};
}

} // namespace

class ComparedReconstructionsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> m_window;
    ComparedReconstructionsView *m_view = nullptr;
    ComparedGrid *m_grid = nullptr;

    QString subtitle() const {
        QString text;
        for (const auto *label : m_view->header()->findChildren<QLabel *>())
            if (label->text().contains("closer"))
                text = label->text();
        return text;
    }
    void moveTo(const QPointF &point) {
        const QPoint at = m_grid->mapTo(m_window.get(), point.toPoint());
        QTest::mouseMove(m_window->windowHandle(), at + QPoint(1, 1)); // a move to where it is would be none
        QTest::mouseMove(m_window->windowHandle(), at);
    }

private slots:
    void init() {
        m_window = std::make_unique<QWidget>();
        m_view = new ComparedReconstructionsView;
        m_grid = m_view->grid();
        auto *layout = new QVBoxLayout(m_window.get());
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_view->header());
        layout->addWidget(m_view);
        connect(m_view, &ComparedReconstructionsView::sampleSelected, m_view, &ComparedReconstructionsView::setSelectedSample); // the owner's answer
        m_window->resize(1000, 380);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void onlyAClearLeadCounts() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(closest(Measure::Mse, {0.0277, 0.0263}), std::optional<std::size_t>(1));
        QVERIFY(!closest(Measure::Mse, {0.0100, 0.0102})); // 2 %: even
        QCOMPARE(closest(Measure::Mse, {0.0100, 0.0103}), std::optional<std::size_t>(0));
        QCOMPARE(closest(Measure::Psnr, {20, 25}), std::optional<std::size_t>(1)); // the larger, the better
        QVERIFY(!closest(Measure::Mse, {0.0100, 0.0101, 0.05}));                   // two of three are even
        QCOMPARE(closest(Measure::Mse, {nan, 0.2, 0.1}), std::optional<std::size_t>(2));
        QVERIFY(!closest(Measure::Mse, {nan, 0.2}));
        QVERIFY(!closest(Measure::Mse, std::vector<double>{}));
        QCOMPARE(leadText(Measure::Mse, 0.0078, 0.01), QString("−22 %"));
        QCOMPARE(leadText(Measure::Psnr, 21.3, 20), QString("+1.3"));
    }

    void theDifferenceHasTheColourOfTheCloserOne() {
        const auto a = pictureOf({0.1f}), b = pictureOf({-0.3f});
        auto changed = std::make_shared<analysis::ReconstructionPicture>(*b);
        changed->columns[0].reconstruction[1] = 0.25f;        // here the other one is closer, by 0.1
        changed->columns[0].reconstruction[2] = 0.25f - 0.1f; // and here both are as far
        const QImage difference = differenceImage(a->columns[0], changed->columns[0], image, 0.2, Qt::blue, Qt::red, Qt::black);
        QCOMPARE(difference.size(), QSize(28, 28));
        QCOMPARE(difference.pixelColor(0, 0), QColor(Qt::blue)); // by 0.2, which is full
        QVERIFY(std::abs(difference.pixelColor(1, 0).red() - 128) <= 1 && difference.pixelColor(1, 0).blue() == 0);
        QVERIFY(difference.pixelColor(2, 0).red() + difference.pixelColor(2, 0).blue() < 3);
        QVERIFY(std::abs(typicalDifference(*a, *b, 1) - 0.2) < 1e-6);
        changed->columns[0].reconstruction[5] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(differenceImage(a->columns[0], changed->columns[0], image, 0.2, Qt::blue, Qt::red, Qt::black).isNull());
    }

    void rowsFitAndPixelsAreWhole() {
        for (const int runs : {2, 3, 4})
            for (const QSizeF &place : {QSizeF(400, 200), QSizeF(900, 300), QSizeF(1500, 700)}) {
                const ReconstructionLayout layout = arrangeCompared({.place = place, .runs = runs});
                QCOMPARE(layout.rows.size(), std::size_t(runs == 2 ? 4 : runs + 1));
                QVERIFY(layout.bottom <=
                        std::max(place.height(), 14.0 + 20 * (runs + 2) + 14 * (runs + 1) + 20)); // as small as can be seen, where nothing fits
                for (std::size_t row = 0; row + 1 < layout.rows.size(); ++row)
                    QVERIFY(layout.rows[row + 1].top >= layout.rows[row].top + layout.rows[row].height + (row > 0 ? layout.lineHeight : 0));
                if (place.height() >= 300 && runs < 4)
                    QVERIFY(std::fmod(layout.cellWidth, 28.0) == 0);
                QCOMPARE(layout.mseTop >= 0, runs == 2);
            }
        const ReconstructionLayout chart = arrangeCompared({.place = {900, 300}, .sample = core::Shape(10), .runs = 3});
        QCOMPARE(chart.rows.size(), std::size_t(3));
        QVERIFY(chart.bottom <= 300 && chart.columns >= 6);
    }

    void theClosestIsRingedAndCounted() {
        m_view->showRows({rowOf("Map", 0, pictureOf({0.1f, 0.2f, 0.1f})), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f, 0.1f}))});
        QCOMPARE(m_grid->shownColumns(), 3);
        QVERIFY2(subtitle().contains("Map in 1, Deeper in 1, even in 1"), qPrintable(subtitle()));
        const QImage shown = m_grid->grab().toImage();
        const ReconstructionLayout &layout = m_grid->layoutOfColumns();
        const auto edge = [&](int column, std::size_t row) {
            const QRectF cell = layout.cell(column, layout.rows[row]);
            return shown.pixelColor(QPoint(static_cast<int>(cell.center().x()), static_cast<int>(cell.top()) - 1)); // in the middle of the ring
        };
        QCOMPARE(edge(0, 1), runColour(0, Theme::light()));
        QCOMPARE(edge(1, 2), runColour(1, Theme::light()));
        for (const auto &[column, row] : {std::pair{0, 2}, {1, 1}, {2, 1}, {2, 2}}) {
            const QColor found = edge(column, static_cast<std::size_t>(row));
            QVERIFY2(found.saturation() < 20, qPrintable(QString("%1 in row %2 of column %3").arg(found.name()).arg(row).arg(column)));
        }
        m_view->setMeasure(Measure::Psnr);
        QVERIFY2(subtitle().contains("PSNR") && subtitle().contains("Map in 1, Deeper in 1, even in 1"), qPrintable(subtitle()));
    }

    void columnsAreHoveredAndSelected() {
        m_view->showRows({rowOf("Map", 0, pictureOf({0.1f, 0.2f, 0.1f})), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f, 0.1f}))});
        std::vector<Sample> hovered, selected;
        connect(m_view, &ComparedReconstructionsView::sampleHovered, this, [&](Sample sample) { hovered.push_back(sample); });
        connect(m_view, &ComparedReconstructionsView::sampleSelected, this, [&](Sample sample) { selected.push_back(sample); });
        const ReconstructionLayout &layout = m_grid->layoutOfColumns();
        moveTo(layout.cell(1, layout.rows[2]).center());
        QVERIFY(!hovered.empty() && hovered.back() == Sample(103));
        QTest::mouseClick(m_grid, Qt::LeftButton, {}, layout.cell(1, layout.rows[2]).center().toPoint());
        QVERIFY(selected.back() == Sample(103));
        QTest::keyClick(m_grid, Qt::Key_Right);
        QVERIFY(selected.back() == Sample(106));
        QTest::keyClick(m_grid, Qt::Key_Home);
        QVERIFY(selected.back() == Sample(100));
        QTest::keyClick(m_grid, Qt::Key_Escape);
        QVERIFY(!selected.back());
        const QImage before = m_grid->grab().toImage();
        m_view->setMarkedSample(106); // hovered elsewhere
        QVERIFY(m_grid->grab().toImage() != before);
        m_view->setMarkedSample(999);
        QCOMPARE(m_grid->grab().toImage(), before);
        m_window->hide();
        QVERIFY(!hovered.back());
        disconnect(m_view, nullptr, this, nullptr);
    }

    void whatCannotBeShownIsSaid() {
        const QImage empty = m_grid->grab().toImage();
        m_view->showRows({rowOf("Map", 0, pictureOf({0.1f}))}); // one run is none to compare
        QCOMPARE(m_grid->shownColumns(), 0);
        QCOMPARE(m_grid->grab().toImage(), empty);
        m_view->showRows({rowOf("Map", 0, nullptr, "Trained on other data."), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f}))});
        QCOMPARE(m_grid->shownColumns(), 2);
        const QImage with = m_grid->grab().toImage();
        m_view->showRows({rowOf("Map", 0, nullptr), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f}))});
        QVERIFY(m_grid->grab().toImage() != with); // the sentence stands in its row
        m_view->showRows({rowOf("Map", 0, nullptr, "Trained on other data."), rowOf("Deeper", 1, nullptr, "Lost.")});
        QCOMPARE(m_grid->shownColumns(), 0);
        QVERIFY(m_grid->grab().toImage() != empty);
    }

    void chartsOfSamplesThatAreNoImages() {
        const core::Shape table(6);
        m_view->showRows({rowOf("Map", 0, pictureOf({0.1f, 0.2f}, table)), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f}, table)),
                          rowOf("Wide", 2, pictureOf({0.3f, 0.3f}, table))});
        QCOMPARE(m_grid->layoutOfColumns().rows.size(), std::size_t(3));
        const QImage shown = m_grid->grab().toImage();
        const QRectF cell = m_grid->layoutOfColumns().cell(0, m_grid->layoutOfColumns().rows[1]);
        int coloured = 0; // bars in the run's colour
        for (int y = static_cast<int>(cell.top()); y < cell.bottom(); ++y)
            for (int x = static_cast<int>(cell.left()); x < cell.right(); ++x)
                coloured += shown.pixelColor(x, y).hsvHue() == runColour(1, Theme::light()).hsvHue() && shown.pixelColor(x, y).saturation() > 100;
        QVERIFY2(coloured > 50, qPrintable(QString::number(coloured)));
    }

    void numbersLeaveAsATable() {
        m_view->showRows({rowOf("Map", 0, pictureOf({0.1f, 0.2f})), rowOf("Deeper", 1, pictureOf({0.2f, 0.1f}))});
        QTemporaryDir folder;
        auto *exported = m_grid->findChild<PlotExport *>();
        const auto saved = exported->save(folder.filePath("compared.csv"));
        QVERIFY(saved);
        QFile file(*saved);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split("\r\n", Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QString("sample,class,run,mse,mae,psnr,ssim"));
        QVERIFY2(lines[1].startsWith("100,0,Map,0.01"), qPrintable(lines[1]));
        QVERIFY2(lines[4].startsWith("103,1,Deeper,0.01"), qPrintable(lines[4]));
    }
};

QTEST_MAIN(ComparedReconstructionsTest)
#include "compared_reconstructions_test.moc"
