// Dates of a delimited text, by their form and by whole columns.
#include <QTest>

#include "engine/data/readers/csv_dates.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

class CsvDatesTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

    static std::vector<CsvRow> column(const QStringList &fields) {
        std::vector<CsvRow> rows;
        for (const QString &field : fields)
            rows.push_back({{field.toStdString()}, {false}});
        return rows;
    }

private slots:
    void datesOfAnyWriting_data() {
        QTest::addColumn<bool>("expected");
        for (const char *text : {"2024-05-01",
                                 "1.5.2024",
                                 "01.05.24",
                                 "5/1/24 10:30",
                                 "10:30:15",
                                 "10:30 PM",
                                 "05-Jan-2024",
                                 "5-Jan-24",
                                 "Jan 5, 2024",
                                 "January 5, 2024",
                                 "Jan. 5, 2024",
                                 "5 January 2024",
                                 "5th January 2024",
                                 "5 Jan",
                                 "Jan 5",
                                 "Jan-49",
                                 "January 2024",
                                 "05JAN2024",
                                 "05Jan2024 10:30:00",
                                 "1949-02",
                                 "1949/02",
                                 "02/1949",
                                 "1949M02",
                                 "1949m2",
                                 "1949Q1",
                                 "1949 Q1",
                                 "1949-Q4",
                                 "Q1 1949",
                                 "Q3-2020",
                                 "1949:02",
                                 "2024-W05",
                                 "2024W05",
                                 "2024-W05-3",
                                 "2024/01/05 10:00",
                                 "2024-01-05T10:00:00Z",
                                 "2024-01-05T10:00:00.123456+02:00",
                                 "2024-01-05 10:00:00 UTC",
                                 "2024-01-05 10:00:00 CET",
                                 "20240105T103000",
                                 "20240105 10:30",
                                 "2024-01-05_10:00:00",
                                 "1979-01-01 00-00-00",
                                 "2024-01-05 10.30.00",
                                 "Fri Jan  5 10:00:00 2024",
                                 "Fri Jan 5 10:00:00 CET 2024",
                                 "Fri, 05 Jan 2024 10:00:00 +0100",
                                 "05/Jan/2024:10:00:00 +0000",
                                 "Monday, January 5, 2024",
                                 "5. Januar 2024",
                                 "5. M\u00e4rz 2024",
                                 "12. Dez. 2023",
                                 "5 janvier 2024",
                                 "1er f\u00e9vrier 2024",
                                 "14 ao\u00fbt 2023",
                                 "5 de enero de 2024",
                                 "5 gennaio 2024",
                                 "5 de mar\u00e7o de 2024",
                                 "5 mei 2024",
                                 "2024\u5e741\u67085\u65e5",
                                 "2024\u5e741\u6708",
                                 "2024\ub144 1\uc6d4 5\uc77c",
                                 "99-12-31",
                                 "18.00.00",
                                 "3 days 10:30:00",
                                 "0000-00-00",
                                 "2024-05-01 10",
                                 "1949 Jan",
                                 "2024-Jan-05",
                                 "2024 January 5"})
            QTest::newRow(text) << true;
        for (const char *text : {"",
                                 "2024",
                                 "20240105",
                                 "Jan",
                                 "May",
                                 "Monday",
                                 "Set 1",
                                 "Set 12",
                                 "Mark 12",
                                 "Q5 1949",
                                 "1949Q5",
                                 "1949M13",
                                 "2024-W54",
                                 "2024-13",
                                 "2019-20",
                                 "1-2",
                                 "25-34",
                                 "1234-567",
                                 "5 apples",
                                 "5 Jan x",
                                 "Jan x",
                                 "2024-05-01x",
                                 "32 January 2024",
                                 "1.50.99",
                                 "40/45/1999",
                                 "12 34",
                                 "1.2.3.4",
                                 "192.168.0.1",
                                 "10:30 apples",
                                 "5 kg",
                                 "text 1",
                                 "version 1.2",
                                 "1/2",
                                 "3D",
                                 "10-K",
                                 "room 5",
                                 "2024-05-01 to 2024-05-02",
                                 "12-34-5678"})
            QTest::newRow(text[0] ? text : "empty") << false;
    }
    void datesOfAnyWriting() {
        QFETCH(bool, expected);
        const std::string text = QTest::currentDataTag();
        QCOMPARE(isDate(text == "empty" ? "" : text), expected);
    }

    void digitsAloneAreToldByTheColumn_data() {
        QTest::addColumn<QStringList>("fields");
        QTest::addColumn<bool>("expected");
        QTest::newRow("days") << QStringList{"20240105", "20240229", ""} << true;
        QTest::newRow("as floats") << QStringList{"20240105.0", "20231231.0"} << true;
        QTest::newRow("with times") << QStringList{"20240105103000", "20240105104500"} << true;
        QTest::newRow("no such day") << QStringList{"20240105", "20240230"} << false;
        QTest::newRow("day first") << QStringList{"01052024", "15052024", "31122023", "02012024", "03012024", "04012024"} << true;
        QTest::newRow("months") << QStringList{"202401", "202402", "202403", "202404", "202405", "202412"} << true;
        QTest::newRow("too few months") << QStringList{"202401", "202402"} << false;
        QTest::newRow("short years") << QStringList{"930101", "930215", "941231", "950630", "960101", "970505"} << true;
        QTest::newRow("numbers") << QStringList{"930101", "930215", "941231", "950630", "960101", "977705"} << false;
        QTest::newRow("years") << QStringList{"1990", "1991"} << false;
        QTest::newRow("empty") << QStringList{"", ""} << false;
    }
    void digitsAloneAreToldByTheColumn() {
        QFETCH(QStringList, fields);
        QFETCH(bool, expected);
        QCOMPARE(areCompactDates(column(fields), 0), expected);
    }

    void yearsRunOneWay() {
        QVERIFY(areYears(column({"1990", "1991", "1995"}), 0));
        QVERIFY(areYears(column({"1995", "1991"}), 0));
        QVERIFY(!areYears(column({"1990", "1991", "1991"}), 0));
        QVERIFY(!areYears(column({"990", "1991"}), 0));
        QVERIFY(!areYears(column({"1990"}), 0));
    }

    void columnsOfThemAreLeftOut_data() {
        QTest::addColumn<QStringList>("dates");
        QTest::newRow("month names") << QStringList{"05-Jan-2024", "06-Jan-2024", "07-Feb-2024"};
        QTest::newRow("English") << QStringList{"\"Jan 5, 2024\"", "\"Jan 6, 2024\"", "\"Feb 7, 2024\""};
        QTest::newRow("French, Windows-1252") << QStringList{"5 f\u00e9vrier 2024", "6 f\u00e9vrier 2024", "7 ao\u00fbt 2024"};
        QTest::newRow("compact") << QStringList{"20240105", "20240105", "20240107"};
        QTest::newRow("months") << QStringList{"1949-01", "1949-02", "1949-03"};
        QTest::newRow("quarters") << QStringList{"1949Q1", "1949Q2", "1949Q3"};
    }
    void columnsOfThemAreLeftOut() {
        QFETCH(QStringList, dates);
        QString text = "when,load\n";
        for (int i = 0; i < 12; ++i)
            text += dates[i % 3] + ',' + QString::number(i * 7 % 5) + ".5\n";
        const bool isWindows = QByteArray(QTest::currentDataTag()).contains("1252");
        const Dataset dataset = m_files.readWell((isWindows ? text.toLatin1() : text.toUtf8()).toStdString());
        QCOMPARE(dataset.featureNames, (std::vector<std::string>{"load"}));
        QVERIFY2(remarksOf(dataset.report).contains("Column 1 (when) is left out: it holds dates."), qPrintable(remarksOf(dataset.report)));
    }
};

QTEST_APPLESS_MAIN(CsvDatesTest)
#include "csv_dates_test.moc"
