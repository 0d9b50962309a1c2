// Delimited text gives the numbers that pandas finds (tests/data/make_csv_reference.py).
#include <QFile>
#include <QTest>

#include "engine/data/readers/reader.h"

using namespace hourglass;

class CsvReferenceTest : public QObject {
    Q_OBJECT

private slots:
    void givesWhatPandasGives() {
        const QString folder = QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/csv/");
        QFile file(folder + "reference.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        int tables = 0;
        for (; !lines.isEmpty(); ++tables) {
            const QStringList head = lines.takeFirst().split(' ');
            QCOMPARE(head.size(), 3);
            const QStringList names = lines.takeFirst().replace("\\n", "\n").split('|');
            const auto dataset = data::readPath({(folder + head[0]).toStdString(), {}, {}});
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QCOMPARE(dataset->train.samples, data::Index{head[1].toInt()});
            QCOMPARE(dataset->features(), data::Index{head[2].toInt()});
            QCOMPARE(dataset->report.problemCount, data::Index{0});
            for (qsizetype i = 0; i < names.size(); ++i)
                QCOMPARE(QString::fromStdString(dataset->featureNames[static_cast<std::size_t>(i)]), names[i]);
            std::size_t at = 0;
            for (int row = 0; row < head[1].toInt(); ++row)
                for (const QString &number : lines.takeFirst().split(' '))
                    QCOMPARE(dataset->train.floats[at++], static_cast<float>(number.toDouble()));
        }
        QCOMPARE(tables, 4);
    }
};

QTEST_APPLESS_MAIN(CsvReferenceTest)
#include "csv_reference_test.moc"
