// Delimited text: which lines are titles, header, units, samples and totals, and which field has which name.
#include <QRegularExpression>
#include <QTest>

#include <random>

#include "engine/data/readers/csv.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

namespace {

/// Rows of numbers between two bounds with so many decimals, each behind what `before` says of its number.
template <class Before>
std::string rowsBehind(Before before, int rows, int columns, double lowest, double highest, int decimals, const char *delimiter = ",") {
    std::mt19937 random(static_cast<unsigned>(rows * 1000 + columns));
    std::string text;
    for (int row = 0; row < rows; ++row) {
        text += before(row);
        for (int i = 0; i < columns; ++i) {
            const double share = static_cast<double>(random() % 100000) / 100000.0;
            text += (i == 0 && text.ends_with(delimiter)) || i == 0 ? "" : delimiter;
            text += QByteArray::number(lowest + share * (highest - lowest), 'f', decimals).toStdString();
        }
        text += '\n';
    }
    return text;
}

std::string rows(int count, int columns, double lowest = 0.0, double highest = 1.0, int decimals = 3, const char *delimiter = ",") {
    return rowsBehind([](int) { return std::string(); }, count, columns, lowest, highest, decimals, delimiter);
}

std::string named(const char *name, int count, int columns, double lowest, double highest, int decimals) {
    return rowsBehind([name](int row) { return name + std::to_string(row) + ','; }, count, columns, lowest, highest, decimals);
}

template <class Name>
std::string header(const char *first, int columns, Name name) {
    std::string text = first;
    for (int i = 0; i < columns; ++i)
        text += (i == 0 ? "" : ",") + name(i).toStdString();
    return text + '\n';
}

QByteArray joined(const Names &names) {
    QByteArray text;
    for (const std::string &name : names)
        text += (text.isEmpty() ? "" : "|") + QByteArray::fromStdString(name);
    return text;
}

bool holdsDoubt(const ReadReport &report, const char *setting) {
    return std::any_of(report.doubts.begin(), report.doubts.end(), [setting](const Doubt &doubt) { return doubt.setting == setting; });
}

} // namespace

class CsvLinesTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void namesMayBeNumbers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("samples");
        QTest::addColumn<QByteArray>("first"); // name of the first feature
        QTest::addColumn<int>("features");
        const auto row = [](const char *name, const std::string &text, int samples, const char *first, int features) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << samples << QByteArray(first) << features;
        };
        const auto counting = [](int from, int step) { return [from, step](int i) { return QString::number(from + i * step); }; };
        row("wavelengths", header("", 12, [](int i) { return QString::number(400.0 + 2.5 * i, 'f', 1); }) + rows(30, 12, 0, 1, 4), 30, "400.0", 12);
        row("uneven wavelengths", header("", 9, [](int i) { return QString::number(350.0 + 2.1 * i + 0.3 * i * i, 'f', 2); }) + rows(30, 9, 0, 1, 4), 30,
            "350.00", 9);
        row("falling wave numbers", header("id,", 15, counting(4000, -50)) + named("s", 20, 15, 0, 1, 4), 20, "4000", 15);
        row("years over fractions",
            header("place,code,", 10, counting(2001, 1)) +
                rowsBehind([](int i) { return "P" + std::to_string(i) + ",c" + std::to_string(i) + ','; }, 30, 10, 1, 6, 3),
            30, "2001", 10);
        row("years over counts", header("region,", 8, counting(1990, 1)) + named("Region ", 25, 8, 100, 900, 0), 25, "1990", 8);
        row("decades over counts that reach as far", header("region,", 6, counting(1960, 10)) + named("R", 25, 6, 500, 9000, 0), 25, "1960", 6);
        row("years with gaps",
            header("region,", 7, [](int i) { return QString::number(i < 4 ? 1990 + 5 * i : 2000 + 3 * i); }) + named("R", 25, 7, 10, 30000, 0), 25, "1990", 7);
        row("spectra and a result", header("sample,", 10, counting(850, 10)).substr(0, 7 + 10 * 4 - 2) + "x,fat\n" + named("s", 20, 11, 2, 4, 4), 20, "850",
            11);
        row("a series of pandas", ",0\n" + rowsBehind([](int i) { return std::to_string(i) + ','; }, 30, 1, -1, 1, 5), 30, "0", 1);
        row("an array of pandas", header(",", 6, counting(0, 1)) + rowsBehind([](int i) { return std::to_string(i) + ','; }, 30, 6, -1, 1, 5), 30, "0", 6);
        row("a matrix of R", "\"\",\"1\",\"2\",\"3\"\n\"1\",50,19,26\n\"2\",16,40,34\n\"3\",12,35,65\n\"4\",11,20,58\n", 4, "1", 3);
        row("two rows of R", "\"\",\"1940\",\"1945\"\n\"Food\",22.2,44.5\n\"Health\",3.53,5.76\n", 2, "1940", 2);
        row("dates over counts", "Province,Lat,1/22/20,1/23/20,1/24/20\n" + named("P", 12, 4, 0, 500, 0), 12, "Lat", 4);
        row("ages and more", "group,0-9,10-19,20+\na,43,16,3\nb,20,11,9\na,6,10,10\nb,5,6,7\na,9,3,1\n", 5, "group=a", 5);
        row("words over dates",
            "\"\",\"name\",\"from\",\"party\"\n\"1\",\"N0\",1950-01-20,\"L\"\n\"2\",\"N1\",1954-01-20,\"R\"\n\"3\",\"N2\",1958-"
            "01-20,\"L\"\n"
            "\"4\",\"N3\",1962-01-20,\"R\"\n\"5\",\"N4\",1966-01-20,\"L\"\n\"6\",\"N5\",1970-01-20,\"R\"\n\"7\",\"N6\",1974-01-"
            "20,\"L\"\n\"8\",\"N7\",1978-01-20,\"R\"\n",
            8, "party=L", 2);
    }
    void namesMayBeNumbers() {
        QFETCH(QByteArray, text);
        QFETCH(int, samples);
        QFETCH(QByteArray, first);
        QFETCH(int, features);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(QString::fromStdString(choiceIn(dataset.report, "header")), QString("yes"));
        QCOMPARE(int(dataset.train.samples), samples);
        QCOMPARE(int(dataset.features()), features);
        QCOMPARE(QByteArray::fromStdString(dataset.featureNames.front()), first);
        QCOMPARE(dataset.report.problemCount, Index{0});
    }

    void pixelsAreNumbered() {
        for (const bool isMangled : {false, true}) {
            std::string text = isMangled ? "3" : "label";
            for (int i = 0; i < 64; ++i)
                text += "," + (isMangled ? std::string(i == 0 ? "0" : "0." + std::to_string(i)) : std::to_string(i));
            text += '\n';
            for (int row = 0; row < 30; ++row) {
                text += std::to_string(row % 10);
                for (int i = 0; i < 64; ++i)
                    text += ',' + std::to_string((row * 31 + i * 7) % 256);
                text += '\n';
            }
            const Dataset dataset = m_files.readWell(text);
            QCOMPARE(dataset.shape, core::Shape(1, 8, 8));
            QCOMPARE(dataset.train.samples, Index{30});
        }
    }

    void aFirstRowOfNumbersIsMostlyASample_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("samples");
        const auto row = [](const char *name, const std::string &text, int samples) { QTest::newRow(name) << QByteArray::fromStdString(text) << samples; };
        row("fractions", rows(30, 8), 30);
        row("counts", rows(30, 8, 0, 100, 0), 30);
        row("two rows", "1,2\n3,4\n", 2);
        row("zeros first", "0,0\n0.29,337\n1.1,354\n1.9,40\n", 4);
        row("numbered rows", rowsBehind([](int i) { return std::to_string(i) + ','; }, 30, 4, 0, 50, 2), 30);
        row("rows that grow", "1,2,4\n2,4,8\n4,8,16\n8,16,32\n16,32,64\n32,64,128\n", 6);
        row("rows that count", "1,2,3,4\n2,3,4,5\n3,4,5,6\n4,5,6,7\n5,6,7,8\n", 5);
        row("a first row beyond the others", "0,156\n1,63\n2,29\n3,8\n4,4\n5,1\n6,1\n", 7);
        row("words and numbers", "a,1.5\nb,2.5\na,0.5\nb,4\na,1\nb,7\n", 6);
        row("a word for a missing number", "n.a.,1.5,2\n3,2.5,1\n2,0.5,2\n1,4,4\n2,1,3\n1,7,2\n", 6);
        row("words that are units too", "m,b\nn,c\nn,c\nm,c\nm,b\nn,c\nm,b\n", 7);
        row("savetxt", rowsBehind([](int) { return std::string(); }, 20, 3, -2, 2, 18, " "), 20);
    }
    void aFirstRowOfNumbersIsMostlyASample() {
        QFETCH(QByteArray, text);
        QFETCH(int, samples);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(QString::fromStdString(choiceIn(dataset.report, "header")), QString("no"));
        QCOMPARE(int(dataset.train.samples), samples);
    }

    void whatIsUncertainIsAsked() {
        std::string text = "0\n";
        for (int i = 0; i < 20; ++i)
            text += (i % 3 == 0 ? "-0." : "0.") + std::to_string(i % 2 == 0 ? 496714153 + i * 7919 : 31415 + i * 17) + '\n';
        const Dataset dataset = m_files.readWell(text);
        QVERIFY(holdsDoubt(dataset.report, "header"));
        const Doubt &doubt = dataset.report.doubts.front();
        const Dataset other = m_files.readWell(text, {{doubt.setting, doubt.otherwise}});
        QCOMPARE(std::abs(other.train.samples - dataset.train.samples), Index{1});
        QVERIFY(!holdsDoubt(other.report, "header"));
        QVERIFY2(QString::fromStdString(doubt.sentence).startsWith("Line 1 is taken for"), doubt.sentence.c_str());
    }

    void linesAroundATableAreNoSamples_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("top");
        QTest::addColumn<int>("bottom");
        QTest::addColumn<QString>("remark");
        const std::string table = "speed,torque,temp\n", body = rows(20, 3), five = "speed;torque;temp\n" + rows(20, 3, 0, 1, 3, ";");
        const auto row = [](const char *name, const std::string &text, int top, int bottom, const char *remark) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << top << bottom << QString(remark);
        };
        row("units", table + "m/s,Nm,degC\n" + body, 0, 0, "Line 2, below the names, is passed over");
        row("units in brackets", table + "[m/s],[N m],[°C]\n" + body, 0, 0, "Line 2, below the names");
        row("units of some", table + ",(Nm),\n" + body, 0, 0, "Line 2, below the names");
        row("units and types", table + "m/s,Nm,degC\nAvg,Avg,Smp\n" + body, 0, 0, "Line 3, below the names");
        row("types", table + "float,float,double\n" + body, 0, 0, "Line 2, below the names");
        row("words below the names", table + "of the shaft,at the flange,of the oil\n" + body, 0, 0, "Line 2, below the names");
        row("a title", "Run 12 of the test bench\n" + table + body, 1, 0, "Line 1 is passed over");
        row("a title with commas", "Run 12, test bench, hall 3, by night, and so on\n" + table + body, 1, 0, "Line 1 is passed over");
        row("a logger", "Logger,HX-12\n\nCalibrated,2024-03-28\n\n" + table + body, 4, 0, "Lines 1 to 4 are passed over");
        row("a logger in full width", "Logger,HX-12,\nCalibrated,2024-03-28,\n,,\n" + table + body, 3, 0, "Lines 1 to 3 are passed over");
        row("a device and units", "Device: HX-12\nSerial: 0001\n\n" + table + "m/s,Nm,degC\n" + body, 3, 0, "Line 5, below the names");
        row("a bank", "Account;DE12 3456\nFrom;01.02.2024\nTo;01.03.2024\n\n" + five, 4, 0, "Lines 1 to 4 are passed over");
        row("rulers", "=====\n" + table + "-----\n" + body, 1, 0, "");
        row("a sign for Excel", "sep=;\n" + five, 1, 0, "");
        row("a quoted sign", "\"sep=,\"\n" + table + body, 1, 0, "");
        row("a source", table + body + "Source: own measurements\n", 0, 1, "Line 22 below the table is passed over: \"Source: own measurements\".");
        row("a source behind blank lines", table + body + "\n\n\"* preliminary, to be corrected\"\n(c) the authors\n", 0, 2, "Lines 24 to 25 below the table");
        row("a note in full width", table + body + "Source: own,,\n", 0, 1, "Line 22 below the table");
        row("delimiters alone", table + body + ",,\n,,\n", 0, 0, "2 rows hold nothing and are passed over, the first in line 22.");
        row("blanks and delimiters", table + " , ,\n" + body, 0, 0, "");
        row("a row of words", table + body + "none,none,none\n" + body.substr(0, 18), 0, 0, "");
    }
    void linesAroundATableAreNoSamples() {
        QFETCH(QByteArray, text);
        QFETCH(int, top);
        QFETCH(int, bottom);
        QFETCH(QString, remark);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.featureNames, (Names{"speed", "torque", "temp"}));
        const Dataset plain = m_files.readWell("speed,torque,temp\n" + rows(20, 3));
        QCOMPARE(Floats(dataset.train.floats.begin(), dataset.train.floats.begin() + 60), plain.train.floats);
        QVERIFY(dataset.train.samples <= 21);
        QVERIFY2(remarksOf(dataset.report).contains(remark), qPrintable(remarksOf(dataset.report)));
        QCOMPARE(std::get<Index>(dataset.report.assumed.at("skip_top")), Index{top});
        QCOMPARE(std::get<Index>(dataset.report.assumed.at("skip_bottom")), Index{bottom});
        const Dataset again = m_files.readWell(text.toStdString(), dataset.report.assumed);
        QCOMPARE(again.train.floats, dataset.train.floats);
        QVERIFY(again.report.assumed == dataset.report.assumed);
    }

    void tablesOfManyMakersAreRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<int>("samples");
        const auto row = [](const char *name, const std::string &text, const char *names, int samples) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(names) << samples;
        };
        const auto dated = [](int count, int columns) {
            return rowsBehind([](int i) { return "\"2024-01-" + std::to_string(10 + i) + " 00:00:00\","; }, count, columns, 0, 9, 2);
        };
        row("a logger of Campbell",
            "\"TOA5\",\"CR1000\",\"CR1000\",\"1234\"\n\"TIMESTAMP\",\"batt\",\"temp\",\"wind\"\n\"TS\",\"Volts\",\"DegC\",\"m/"
            "s\"\n\"\",\"Smp\",\"Avg\",\"Avg\"\n" +
                dated(15, 3),
            "batt|temp|wind", 15);
        row("the World Bank",
            "\"Data Source\",\"Indicators\",\n\n\"Last "
            "Updated\",\"2023-05-10\",\n\n\"Country\",\"Code\",\"1990\",\"1991\",\"1992\",\n\"C1\",\"K1\",\"5.5\",\"\",\"700.1\","
            "\n"
            "\"C2\",\"K2\",\"15.5\",\"61.5\",\"7.1\",\n\"C3\",\"K3\",\"\",\"3.5\",\"70.1\",\n\"C4\",\"K4\",\"50.5\",\"6.2\","
            "\"9000.1\",\n\"C5\",\"K5\",\"2.5\",\"1.5\",\"3.1\",\n"
            "\"C6\",\"K6\",\"7.5\",\"6.5\",\"1.5\",\n\"C7\",\"K7\",\"5.1\",\"6.7\",\"70.5\",\n\"C8\",\"K8\",\"5.1\",\"6.7\",\"70."
            "5\",\n",
            "1990|1991|1992", 8);
        row("LabVIEW", "LabVIEW Measurement\t\nWriter_Version\t2\n***End_of_Header***\t\n\t\nX\tU\tI\n" + rows(15, 3, 0, 1, 3, "\t"), "X|U|I", 15);
        row("Origin", "Time\tVoltage\tCurrent\ns\tV\tmA\nclock\tcell 1\tcell 1\n" + rows(15, 3, 0, 1, 3, "\t"), "Time|Voltage|Current", 15);
        row("Excel, padded", "Table 1: Rain by month,,,\n,,,\nspring,summer,autumn,winter\n" + rows(15, 4) + "Source: met office,,,\n",
            "spring|summer|autumn|winter", 15);
        row("numbers of columns", "a,b,c\n(1),(2),(3)\n" + rows(15, 3), "a|b|c", 15);
        row("two levels of pandas", ",u,u,v\n,x,y,x\n" + rowsBehind([](int i) { return std::to_string(i) + ','; }, 15, 3, 0, 1, 3), "u x|u y|v x", 15);
        row("R's write.table", "\"length\" \"width\"\n" + rowsBehind([](int i) { return '"' + std::to_string(i + 1) + "\" "; }, 15, 2, 0, 1, 3, " "),
            "length|width", 15);
        row("two levels of pandas above the index's name",
            ",u,u,v,v\n,mean,std,mean,std\ng,,,,\n" + rowsBehind([](int i) { return 'k' + std::to_string(i) + ','; }, 15, 4, 0, 1, 3),
            "u mean|u std|v mean|v std", 15);
        row("a logger's number of the record",
            "TIMESTAMP,RECORD,batt,temp\n" +
                rowsBehind([](int i) { return "2024-01-" + std::to_string(10 + i) + ',' + std::to_string(i) + ','; }, 15, 2, 0, 9, 2),
            "batt|temp", 15);
        row("years with their twelfths",
            "year,co2\n1958.0417,315.5\n1958.1250,316.2\n1958.2083,314.1\n1958.2917,317.5\n1958.3750,315.9\n1958.4583,314.7\n1958.5417,315.4\n1958.6250,316.3\n",
            "co2", 8);
        row("an oscilloscope of Tektronix",
            "Model,MDO3014\nFirmware Version,1.26\n\nWaveform Type,ANALOG,\nHorizontal Units,s,\nHorizontal Scale,0.0004,\n,,\nLabel,,\nTIME,CH1,CH2\n" +
                rowsBehind([](int i) { return std::to_string(i) + "e-6,"; }, 15, 2, 0, 9, 2),
            "CH1|CH2", 15);
        row("two columns of an oscilloscope",
            "Model,MDO3014\nHorizontal Units,s\nHorizontal Scale,0.0004\nLabel,none\nTIME,CH1\n" +
                rowsBehind([](int i) { return std::to_string(i) + "e-6,"; }, 15, 1, 0, 9, 2),
            "CH1", 15);
        row("names in a comment above an empty one",
            "# A weather service\n# \n# STN,YYYYMMDD,   TG,   RH\n# \n" +
                rowsBehind([](int i) { return "  260,202401" + std::to_string(10 + i) + ", "; }, 15, 2, 0, 9, 2),
            "STN|TG|RH", 15);
        row("texts of a spreadsheet",
            "=\"a\",=\"b\",=\"c\"\n" + rowsBehind([](int i) { return "=\"" + std::to_string(i * 7 % 15) + ".5\",=\"x,y\","; }, 15, 1, 0, 9, 2), "a|b=x,y|c",
            15);
        row("psql", " a    | b\n------+------\n" + rows(15, 2, 0, 1, 3, " | ") + "(15 rows)\n", "a|b", 15);
        row("Markdown", "| a | b |\n|---|---|\n| 1.5 | 2 |\n| 2.5 | 1 |\n| 3.5 | 7 |\n", "a|b", 3);
        row("more lines above than below", "a;1\nb;2\nc;3\nd;4\ne;5\nf;6\ng;7\nh;8\n\np;q;r;s;t;u;v\n" + rows(5, 7, 0, 1, 3, ";"), "p|q|r|s|t|u|v", 5);
        row("types and roles of Orange", "a\tb\tkind\nc\tc\td\n\t\tclass\n1.5\t2\tx\n2.5\t4\ty\n4.5\t6\tx\n3.5\t1\ty\n0.5\t3\tx\n", "a|b",
            5); // its own reader has the class
        row("a first sample without numbers", "place,a,b\nLima,,\nRome,2.5,4\nOslo,4.5,6\nBonn,3.5,1\n", "place=Bonn|place=Lima|place=Oslo|place=Rome|a|b", 4);
        row("files behind one another", "kind,a,b\nx,1.5,2\ny,2.5,4\nx,4.5,6\nkind,a,b\ny,3.5,1\nx,0.5,3\ny,1.5,3\n", "kind=x|kind=y|a|b", 6);
        row("files with ids behind one another", "id,a,b\n7,1.5,2\n9,2.5,4\n3,4.5,6\nid,a,b\n5,3.5,1\n2,0.5,3\n8,1.5,3\n", "a|b", 6);
        row("names in a comment over rows that end with a delimiter", "# a;b;c\n1.5;2;3;\n2.5;4;1;\n4.5;6;7;\n3.5;1;2;\n", "a|b|c", 4);
        row("a title of as many words as there are columns less one",
            "Table of all runs\n6.5\t2.5\t3.5\t4.5\t6\n2.5\t4.5\t1.5\t0.5\t3\n4.5\t6.5\t7.5\t2.5\t4\n7.5\t2.5\t1.5\t9.5\t2\n3.5\t1.5\t4.5\t3.5\t7\n",
            "column 1|column 2|column 3|column 4|column 5", 5);
        row("rows that end with a delimiter", "1.5|2.5|x|\n2.5|1.5|y|\n0.5|3.5|x|\n4.5|2.5|y|\n", "column 1|column 2", 4);
        row("points between thousands alone", "when\tB\tn\n2024-01-02\t759.565.892\t25\n2024-01-03\t548.791.949\t66\n2024-01-04\t168.454.671\t50\n", "B|n", 3);
    }
    void tablesOfManyMakersAreRead() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, names);
        QFETCH(int, samples);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(joined(dataset.featureNames), names);
        QCOMPARE(int(dataset.train.samples), samples);
    }

    void totalsAreNoSamples_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("samples");
        QTest::addColumn<bool>("isAsked");
        const auto row = [](const char *name, const std::string &text, int samples, bool isAsked) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << samples << isAsked;
        };
        const std::string table = "place,a,b\nx,1,10\ny,2,20\nz,3,30\nu,4,40\nv,5,51\n";
        row("sums", table + "Total,15,151\n", 5, false);
        row("sums in German", table + "Gesamt:,15,151\n", 5, false);
        row("means", table + "Mean,3,30.2\n", 5, false);
        row("sums without a name", table + ",15,151\n", 5, true);
        row("sums of another name", table + "World,15,151\n", 5, true);
        row("a total that is no sum", table + "Total,99,1\n", 5, true);
        row("both", table + "Total,15,151\nAverage,3,30.2\nSource: census\n", 5, false);
        row("no total", table + "w,6,60\n", 6, false);
        row("a total of each group", "place,a,b\nx,1,10\nTotal,1,10\ny,2,20\nTotal,2,20\n", 4, false);
        row("what describes the columns", "id,a,b\n1,1,10\n2,2,20\n3,3,30\n4,4,40\n5,5,51\n\nMean,3,30.2\nSD,1.58,16.2\nN,5,5\n", 5, true);
        row("counts and quartiles", table + "count,5,5\nmean,3,30.2\nstd,1.58,16.2\nmin,1,10\n25%,2,20\nmax,5,51\n", 5, true);
        row("places called as statistics are", "place,a,b\nk,1,10\nl,2,20\nm,3,30\nn,4,40\n", 4, false);
        row("a name among numbers", "a,b,c\n" + rows(10, 3) + "Total,5.1,4.9\n", 10, true);
    }
    void totalsAreNoSamples() {
        QFETCH(QByteArray, text);
        QFETCH(int, samples);
        QFETCH(bool, isAsked);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(int(dataset.train.samples), samples);
        QCOMPARE(holdsDoubt(dataset.report, "skip_bottom"), isAsked);
        if (isAsked) {
            const Doubt &doubt = dataset.report.doubts.front();
            QVERIFY2(QString::fromStdString(doubt.sentence).contains(QRegularExpression("ines? [0-9]")), doubt.sentence.c_str());
            QCOMPARE(int(m_files.readWell(text.toStdString(), {{doubt.setting, doubt.otherwise}}).train.samples),
                     samples + static_cast<int>(std::get<Index>(dataset.report.assumed.at("skip_bottom"))));
        }
    }

    void fieldsKeepTheirNames_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<int>("samples");
        const auto row = [](const char *name, const std::string &text, const char *names, int samples) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(names) << samples;
        };
        row("a delimiter behind rows", "a,b,c\n1.5,2,3,\n4,5,7,\n7,8,8,\n", "a|b|c", 3);
        row("two delimiters behind rows", "a,b,c\n1.5,2,3,,\n4,5,7,,\n7,8,8,,\n", "a|b|c", 3);
        row("a delimiter behind some rows", "a,b,c\n1.5,2,3\n4,5,7,\n7,8,8,,\n", "a|b|c", 3);
        row("a delimiter behind the header", "a,b,c,\n1.5,2,3\n4,5,7\n7,8,8\n", "a|b|c", 3);
        row("a delimiter behind all", "a,b,c,\n1.5,2,3,\n4,5,7,\n7,8,8,\n", "a|b|c", 3);
        row("row names of R", "a,b,c\nn0,1.5,2,3\nn1,4,5,7\nn2,7,8,8\n", "a|b|c", 3);
        row("names that come again", "a,b,a,a\n1.5,2,3,1\n4,5,7,2\n7,8,8,4\n", "a|b|a.1|a.2", 3);
        row("a column without a name", "a,,c\n1.5,2.5,3\n4,5,7\n7,8,8\n", "a|column 2|c", 3);
        row("short rows", "a,b,c\n1.5,2,3\n4,5\n7,8\n2,3,5\n4,1\n", "a|b|c", 5);
        row("short rows first", "a,b,c\n1.5,2\n4,5\n7,8,8\n2,3,5\n4,1,7\n", "a|b|c", 5);
        row("one short row", "a,b,c\n1.5,2,3\n4,5,6\n7,8\n2,3,5\n4,1,2\n9,9,9\n2,5,3\n1,3,2\n", "a|b|c", 7);
        row("names over two lines", "\"a\nb\",\"c\"\n1.5,2\n4,5\n7,8\n", "a b|c", 3);
    }
    void fieldsKeepTheirNames() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, names);
        QFETCH(int, samples);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(joined(dataset.featureNames), names);
        QCOMPARE(int(dataset.train.samples), samples);
        QCOMPARE(dataset.report.leftOutSamples, dataset.report.problemCount);
    }

    void shortRowsLackTheirLastValues() {
        const Dataset dataset = m_files.readWell("when,a,b,c\n1950:1,1.5,,,\n1950:2,2,3,\n1950:3,4,5,\n1951:1,3,1,\n1951:2,5,3,7\n1951:3,4,2,9\n",
                                                 {{"leave_out", std::string("when")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "b", "c"}));
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 2.8f, 8, 2, 3, 8, 4, 5, 8, 3, 1, 8, 5, 3, 7, 4, 2, 9}));
    }

    /// Where the names are as many as the values of most rows, a few rows of more are wrong and the others sound.
    void aFewLongRowsAreLeftOut() {
        std::string text = "a,b,c\n";
        for (int row = 0; row < 40; ++row)
            text += std::to_string(row * 37 % 41) + ".5," + std::to_string(row * 13 % 17) + ",2.5" + (row % 11 == 5 ? ",9,8\n" : "\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.featureNames, (Names{"a", "b", "c"}));
        QCOMPARE(int(dataset.train.samples), 36);
        QCOMPARE(int(dataset.report.problemCount), 4);
    }

    void aLongFirstRowTakesNoNames() {
        std::string text = "a,b,c\n1,2,3,4\n";
        for (int row = 0; row < 20; ++row)
            text += std::to_string(row * row % 7) + ",0.5," + std::to_string(row % 5) + '\n';
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.featureNames, (Names{"a", "b", "c"}));
        QCOMPARE(dataset.train.samples, Index{20});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{2});
    }

    void linesMayBeSkippedAtBothEnds() {
        const std::string text = "1,2\n3,4\n5,6\n7,8\n9,10\n";
        const auto skipping = [&](Index top, Index bottom) { return m_files.readWell(text, {{"skip_top", top}, {"skip_bottom", bottom}}).train.floats; };
        QCOMPARE(skipping(0, 0).size(), std::size_t{10});
        QCOMPARE(skipping(1, 1), (Floats{3, 4, 5, 6, 7, 8}));
        QCOMPARE(skipping(4, 0), (Floats{9, 10}));
        QVERIFY(!m_files.read(text, {{"skip_top", Index{5}}}));
        QVERIFY(!m_files.read(text, {{"skip_bottom", Index{5}}}));
        QVERIFY(!m_files.read(text, {{"skip_top", Index{3}}, {"skip_bottom", Index{2}}}));
        QVERIFY(!m_files.read(text, {{"skip_top", Index{-1}}}));
        const Dataset named = m_files.readWell("x,1\n" + text, {{"skip_top", Index{1}}, {"header", std::string("yes")}});
        QCOMPARE(named.featureNames, (Names{"1", "2"}));
    }

    void theEndOfALongFileIsSeen() {
        const std::string body = rows(200000, 3),
                          text = "Logger: x\n\nspeed,torque,temp\nm/s,Nm,degC\n" + body + "\nTotal,1,2\nSource: own measurements, all of them\n";
        QVERIFY(text.size() > 3 << 20);
        const Dataset plain = m_files.readWell(body);
        const std::string path = m_files.write(text, "long.csv");
        for (const int threads : {1, 3}) {
            const auto dataset = readCsv({path, {}, {}}, threads);
            QVERIFY(bool(dataset));
            QVERIFY(dataset->train.floats == plain.train.floats);
            QCOMPARE(dataset->report.problemCount, Index{0});
            QCOMPARE(std::get<Index>(dataset->report.assumed.at("skip_bottom")), Index{2});
            QVERIFY(holdsDoubt(dataset->report, "skip_bottom"));
        }
        const auto packed = readPath({writeFile(m_files.path(), "long.csv.gz", gzip(bytesOf(text))), {}, {}});
        QVERIFY(packed && packed->train.floats == plain.train.floats);
        std::string wide = "\xFF\xFE";
        for (const char c : text) {
            wide += c;
            wide += '\0';
        }
        QVERIFY(m_files.readWell(wide).train.floats == plain.train.floats);
        std::string returns = text;
        std::replace(returns.begin(), returns.end(), '\n', '\r');
        QVERIFY(m_files.readWell(returns).train.floats == plain.train.floats);
    }

    void whatIsShownIsUtf8() {
        const Dataset dataset = m_files.readWell("Ger\xE4t: 7\n\na;b\n" + rows(10, 2, 0, 1, 3, ";") + "Quelle: eigene Z\xE4hlung\n");
        const QString remarks = remarksOf(dataset.report);
        QVERIFY2(remarks.contains(QStringLiteral("Ger\u00E4t")) && remarks.contains(QStringLiteral("Z\u00E4hlung")), qPrintable(remarks));
    }

    /// Names as short as units are below a title that a blank line keeps apart.
    void aTitleApartIsNoName() {
        const Dataset dataset = m_files.readWell("Report 2024,\n,\na,c\n" + rows(12, 2, 0, 1, 3));
        QCOMPARE(dataset.featureNames, (std::vector<std::string>{"a", "c"}));
        QCOMPARE(dataset.train.samples, core::Index{12});
    }

    void problemsKeepTheirLines() {
        const Dataset dataset = m_files.readWell("Logger: x\n\na,b\n\"m/\ns\",Nm\n1,2\n3,oh\n5,6\n7,8\nSource: x\n");
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems.front().line, Index{7});
    }

    void textForReadingIsNoTable() {
        const std::string licence = "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this "
                                    "software and associated documentation files (the \"Software\"),\n"
                                    "to deal in the Software without restriction, including without limitation\nthe rights to "
                                    "use, copy, modify, merge, publish, and to permit persons to whom\n"
                                    "the Software is furnished to do so, subject to the following conditions.\n\nThe above "
                                    "notice shall be included in all copies.\n";
        for (const char *name : {"LICENSE", "notes.txt", "notes.csv"}) {
            const auto dataset = m_files.read(licence, {}, name);
            QVERIFY(!dataset);
            QVERIFY2(dataset.error().what.starts_with("it looks like text for reading"), dataset.error().what.c_str());
        }
        const auto fixed = m_files.read("   id        heduc   heblack   years\n    9   12-15 years     No    10.546\n   11    < 12 years     No    34.943\n  "
                                        " 13    < 12 years    Yes     2.834\n"
                                        "   15    16+ years     Yes     1.100\n   17    < 12 years     No     3.900\n   18   12-15 years     No     4.100\n",
                                        {}, "divorce.dat");
        QVERIFY(!fixed);
        QVERIFY2(fixed.error().what.starts_with("its columns seem to have fixed widths"), fixed.error().what.c_str());
        // Sentences in one column of a table do not make it one.
        const Dataset table =
            m_files.readWell("text,stars\n\"It is the best of all, and that is that.\",5\n\"Not for me, it was in the way of the other one.\",1\n"
                             "\"It is what it is, and the colour is not the one that was on the box.\",3\n\"To be or not to be, that is "
                             "it.\",4\n");
        QCOMPARE(table.train.samples, Index{4});
    }

    void survivesEveryTruncation() {
        const std::string text = "sep=,\nLogger: x\n\n,1990,1991,1992\nm,s,V,V\nr0,1,2,3,\nr1,4,5,6\n,,,\nr2,7,8\nr3,1,2,4\n\nTotal,6,9,11\nSource: "
                                 "\"x\"\n";
        for (std::size_t length = 0; length <= text.size(); ++length) {
            const auto dataset = m_files.read(text.substr(0, length));
            if (dataset)
                QCOMPARE(static_cast<Index>(dataset->train.floats.size()), dataset->train.samples * dataset->features());
            else
                QVERIFY(!dataset.error().what.empty());
        }
    }
};

QTEST_APPLESS_MAIN(CsvLinesTest)
#include "csv_lines_test.moc"
