// Pictures of the person's own: pasted and dropped, in front of the test samples, while training goes on.
#include <QClipboard>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QToolButton>

#include "app/import/own_pictures.h"
#include "tests/support/tiff_files.h"
#include "tests/support/window_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

QImage plain(const QColor &colour, int side = 40) {
    QImage image(side, side, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

void drop(ui::MainWindow &window, QMimeData &content) {
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
}

} // namespace

class OwnPicturesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    int ownColumns(const WindowBench &bench) {
        const auto &columns = bench.reconstructions->columns;
        return static_cast<int>(std::count_if(columns.begin(), columns.end(), [](const auto &column) { return column.sample < 0; }));
    }

private slots:
    void arePastedKeptWhileTrainingAndRemoved() {
        QSettings settings(m_folder.filePath("a.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open();
        auto *remove = bench.window.findChild<QToolButton *>("removeOwn");
        QVERIFY(remove && !remove->isVisible());
        QGuiApplication::clipboard()->setImage(plain(QColor(0, 255, 0)));
        bench.window.commands().paste->trigger();
        QTRY_COMPARE(ownColumns(bench), 1);
        const analysis::ReconstructionColumn first = bench.reconstructions->columns.front();
        QCOMPARE(first.sample, core::Index{-1});
        QCOMPARE(first.original.size(), static_cast<std::size_t>(bench.session.dataset()->features()));
        for (const float value : first.original)
            QCOMPARE(value, 150.0f / 255.0f); // 0.587 · 255
        QCOMPARE(first.reconstruction.size(), first.original.size());
        QVERIFY(first.mse > 0 && bench.reconstructions->columns[1].sample >= 0 && remove->isVisible());

        bench.session.toggleTraining();
        QTRY_VERIFY(bench.reconstructions->moment.step > 0);
        QVERIFY(bench.reconstructions->columns.front().original == first.original);
        QVERIFY(bench.reconstructions->columns.front().reconstruction != first.reconstruction);
        bench.session.toggleTraining();
        bench.rest();

        QGuiApplication::clipboard()->setImage(plain(Qt::white));
        QTest::keyClick(&bench.window, Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(ownColumns(bench), 2);
        QCOMPARE(bench.reconstructions->columns.front().original.front(), 1.0f); // the newest in front
        for (int i = 0; i < 5; ++i)
            bench.window.commands().paste->trigger();
        QTRY_COMPARE(ownColumns(bench), app::OwnPictures::most);

        // Under the pointer and selected, they leave the map alone.
        const QPoint middle = bench.grid->layoutOfColumns().column(0).center().toPoint();
        QTest::mouseMove(bench.grid, middle);
        QTest::mouseClick(bench.grid, Qt::LeftButton, {}, middle);
        QTest::qWait(300);
        QTest::mouseClick(remove, Qt::LeftButton);
        QTRY_COMPARE(ownColumns(bench), 0);
        QVERIFY(!remove->isVisible());
    }

    void areDropped() {
        QSettings settings(m_folder.filePath("b.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open();
        const auto dataset = bench.session.dataset();
        const QString path = m_folder.filePath("mine.png");
        plain(QColor(51, 51, 51), 90).save(path);
        QMimeData file, image, broken;
        file.setUrls({QUrl::fromLocalFile(path)});
        drop(bench.window, file);
        QTRY_COMPARE(ownColumns(bench), 1);
        QCOMPARE(bench.reconstructions->columns.front().original.front(), 0.2f);
        image.setImageData(plain(Qt::black));
        drop(bench.window, image);
        QTRY_COMPARE(ownColumns(bench), 2);
        QCOMPARE(bench.session.dataset(), dataset); // no data were opened

        const QString bad = m_folder.filePath("bad.png");
        QFile out(bad);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("no") == 2);
        out.close();
        broken.setUrls({QUrl::fromLocalFile(bad)});
        QString problem;
        connect(&bench.session, &app::Session::problemMet, this, [&problem](const core::Error &error) { problem = QString::fromStdString(error.sentence()); });
        drop(bench.window, broken);
        QVERIFY2(problem.contains("bad.png") && problem.contains("is none of PNG"), qPrintable(problem));
        QGuiApplication::clipboard()->setText("words");
        bench.window.commands().paste->trigger();
        QVERIFY2(problem.contains("no picture"), qPrintable(problem));
        QTest::qWait(200);
        QCOMPARE(ownColumns(bench), 2);

        // Of 16 bits it is seen by the range that it uses; what has several pages is data.
        writeTiff<std::uint16_t>(m_folder.filePath("deep.tif"), {.width = 28, .height = 28}, {std::vector<std::uint16_t>(784, 300)});
        writeTiff<std::uint16_t>(m_folder.filePath("stack.tif"), {}, {someNumbers<std::uint16_t>(120, 1), someNumbers<std::uint16_t>(120, 2)});
        QVERIFY(app::OwnPictures::isPicture(m_folder.filePath("deep.tif")) && app::OwnPictures::isPicture(bad));
        QVERIFY(!app::OwnPictures::isPicture(m_folder.filePath("stack.tif")) && !app::OwnPictures::isPicture(m_folder.path()));
        std::vector<std::uint16_t> half(784, 300);
        std::fill(half.begin(), half.begin() + 392, std::uint16_t{1100});
        writeTiff<std::uint16_t>(m_folder.filePath("deep.tif"), {.width = 28, .height = 28}, {half});
        QMimeData deep;
        deep.setUrls({QUrl::fromLocalFile(m_folder.filePath("deep.tif"))});
        drop(bench.window, deep);
        QTRY_COMPARE(ownColumns(bench), 3);
        QCOMPARE(bench.reconstructions->columns.front().original.front(), 1.0f);
        QCOMPARE(bench.reconstructions->columns.front().original.back(), 0.0f);

        // Beside data that are no pictures they wait.
        bench.session.openSource("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(bench.session.dataset()->key), QString("tabular"), 20000);
        QTRY_COMPARE_WITH_TIMEOUT(ownColumns(bench), 0, 20000);
        QVERIFY(!bench.window.findChild<QToolButton *>("removeOwn")->isVisible());
        drop(bench.window, image);
        QVERIFY2(problem.contains("needs data that are pictures"), qPrintable(problem));
        bench.session.openSource("fashion-mnist-sample");
        QTRY_COMPARE_WITH_TIMEOUT(ownColumns(bench), 3, 20000);
    }
};

QTEST_MAIN(OwnPicturesTest)
#include "own_pictures_test.moc"
