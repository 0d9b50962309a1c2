// Every plot can be copied and saved; a path that cannot be written gives a sentence and leaves nothing half-written.
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>

#include <qcustomplot.h>

#include <limits>

#include "ui/plots/plot_export.h"

using namespace hourglass;

namespace {

void writeNumbers(ui::CsvWriter &writer) {
    writer.row(QStringList{QStringLiteral("step"), QStringLiteral("loss, \"raw\"")});
    writer.row({1, 0.5});
    writer.row({2, std::numeric_limits<double>::quiet_NaN()});
    writer.row({1000000, 1.0 / 3.0});
}

QByteArray contentOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class PlotExportTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_plot = std::make_unique<QCustomPlot>();
        m_plot->resize(320, 200);
        QCPGraph *graph = m_plot->addGraph();
        graph->setData({0, 1, 2}, {0, 1, 0.5});
        graph->setPen(QPen(Qt::red, 3));
        m_plot->rescaleAxes();
        m_export = new ui::PlotExport(m_plot.get(), QStringLiteral("Loss"), writeNumbers);
    }

    void csvIsQuotedAndKnowsNoLanguage() {
        QLocale::setDefault(QLocale(QLocale::German));
        const QString path = m_folder.filePath(QStringLiteral("a.csv"));
        QVERIFY(m_export->save(path));
        QLocale::setDefault(QLocale());
        QCOMPARE(contentOf(path), QByteArray("step,\"loss, \"\"raw\"\"\"\r\n1,0.5\r\n2,\r\n1000000,0.333333333\r\n"));
    }

    void pngHasTwoPixelsAPoint() {
        const QString path = m_folder.filePath(QStringLiteral("a.png"));
        QVERIFY(m_export->save(path));
        const QImage image(path);
        QVERIFY(image.width() >= 640 && image.width() * 200 == image.height() * 320);
        QVERIFY(hasRed(image));
    }

    void svgHasTheSizeOfThePlotAndItsLines() {
        const QString path = m_folder.filePath(QStringLiteral("a.svg"));
        QVERIFY(m_export->save(path));
        QSvgRenderer renderer(path);
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox(), QRect(0, 0, 320, 200));
        QImage image(320, 200, QImage::Format_ARGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        renderer.render(&painter);
        QVERIFY(hasRed(image));
    }

    void pdfIsOnePageOfThePlotsSize() {
        const QString path = m_folder.filePath(QStringLiteral("a.PDF"));
        QVERIFY(m_export->save(path));
        const QByteArray content = contentOf(path);
        QVERIFY(content.startsWith("%PDF-") && content.trimmed().endsWith("%%EOF"));
        const double points = 320.0 * 72 / m_plot->logicalDpiX();
        const QByteArray box = content.mid(content.indexOf("/MediaBox"), 40);
        QVERIFY2(box.startsWith("/MediaBox [0 0 " + QByteArray::number(points)), box);
    }

    void drawingTakesTheReadOutAwayFirst() {
        const QSignalSpy spy(m_export, &ui::PlotExport::aboutToDraw);
        m_export->copyImage();
        QCOMPARE(spy.size(), 1);
        const QImage image = QGuiApplication::clipboard()->image();
        QVERIFY(image.width() >= 640);
        QVERIFY(hasRed(image));
    }

    void badPathsAreASentence_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("no such folder") << m_folder.filePath(QStringLiteral("missing/a.svg"));
        QTest::newRow("a folder") << m_folder.path() + QStringLiteral("/folder.png");
        QTest::newRow("unknown ending") << m_folder.filePath(QStringLiteral("a.docx"));
        QTest::newRow("no ending") << m_folder.filePath(QStringLiteral("a"));
        QTest::newRow("empty") << QString();
    }
    void badPathsAreASentence() {
        QDir(m_folder.path()).mkdir(QStringLiteral("folder.png"));
        QFETCH(const QString, path);
        const auto result = m_export->save(path);
        QVERIFY(!result);
        QVERIFY(!result.error().what.empty() && !result.error().hint.empty());
        QCOMPARE(QString::fromStdString(result.error().where), path);
        QVERIFY(!QFileInfo(path).isFile());
    }

    void menuLeadsThroughTheDialogToAFile() {
        QMenu menu;
        m_export->addTo(&menu);
        QCOMPARE(actionsOf(menu), 5);
        for (const QAction *action : menu.actions())
            QVERIFY(action->isSeparator() || !action->toolTip().isEmpty());
        QSignalSpy saved(m_export, &ui::PlotExport::saved), failed(m_export, &ui::PlotExport::failed);
        const QString path = m_folder.filePath(QStringLiteral("chosen.svg"));
        choose(menu, path);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved.first().first().toString(), path);
        QVERIFY(QFileInfo(path).size() > 100);
        QCOMPARE(failed.size(), 0);
    }

    void menuReportsWhatCannotBeWritten() {
        QMenu menu;
        m_export->addTo(&menu);
        QSignalSpy saved(m_export, &ui::PlotExport::saved), failed(m_export, &ui::PlotExport::failed);
        choose(menu, m_folder.filePath(QStringLiteral("missing/chosen.svg")));
        QCOMPARE(saved.size(), 0);
        QCOMPARE(failed.size(), 1);
        QVERIFY(!failed.first().first().value<core::Error>().sentence().empty());
    }

    void withoutNumbersThereIsNoTable() {
        auto *bare = new ui::PlotExport(m_plot.get(), QStringLiteral("Bare"), nullptr);
        QMenu menu;
        bare->addTo(&menu);
        QCOMPARE(actionsOf(menu), 4);
        QVERIFY(!bare->save(m_folder.filePath(QStringLiteral("bare.csv"))));
    }

private:
    static bool hasRed(const QImage &image) {
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (const QColor colour = image.pixelColor(x, y); colour.red() > 200 && colour.green() < 60 && colour.alpha() > 200)
                    return true;
        return false;
    }
    static int actionsOf(const QMenu &menu) {
        int count = 0;
        for (const QAction *action : menu.actions())
            count += !action->isSeparator();
        return count;
    }
    void choose(QMenu &menu, const QString &path) {
        for (QAction *action : menu.actions())
            if (action->data().toString() == u"svg")
                action->trigger();
        auto *dialog = m_plot->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->selectedFiles().value(0).endsWith(QLatin1String("Loss.svg")));
        emit dialog->fileSelected(path);
        dialog->close();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QCustomPlot> m_plot;
    ui::PlotExport *m_export = nullptr;
};

QTEST_MAIN(PlotExportTest)
#include "plot_export_test.moc"
