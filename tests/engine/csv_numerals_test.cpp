// Numbers written with units, signs of currencies, brackets and blanks; several numbers in one field; codes for missing values.
#include <QTest>

#include "engine/data/readers/csv_numeral.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

class CsvNumeralsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

    static std::string table(const QStringList &fields, const char *delimiter = ",") {
        QString text = QString("a") + delimiter + "b\n";
        int row = 0;
        for (const QString &field : fields)
            text += QString::number(row++ % 3) + (*delimiter == ';' ? ",5" : ".5") + delimiter + field + '\n';
        return text.toStdString();
    }
    static Floats second(const Dataset &dataset) {
        Floats values;
        for (std::size_t i = 1; i < dataset.train.floats.size(); i += 2)
            values.push_back(dataset.train.floats[i]);
        return values;
    }

private slots:
    void aNumberIsTakenApart_data() {
        QTest::addColumn<QString>("plain");
        QTest::addColumn<QString>("unit");
        const auto row = [](const char *text, const char *plain, const char *unit) { QTest::newRow(text) << plain << unit; };
        row("5%", "5", "%");
        row("% 5", "5", "%");
        row("$1,234.50", "1234.50", "$");
        row("-$5", "-5", "$");
        row("$-5", "-5", "$");
        row("($1,234.50)", "-1234.50", "$");
        row("$(5)", "-5", "$");
        row("(5%)", "-5", "%");
        row("\u20ac 12.5", "12.5", "\u20ac");
        row("12.5 \u20ac", "12.5", "\u20ac");
        row("\u00a33", "3", "\u00a3");
        row("USD 12", "12", "USD");
        row("12 EUR", "12", "EUR");
        row("12 kg", "12", "kg");
        row("12kg", "12", "kg");
        row("5.3 m/s", "5.3", "m/s");
        row("9.81 m/s^2", "9.81", "m/s^2");
        row("20 \u00b0C", "20", "\u00b0C");
        row("7 m\u00b3", "7", "m\u00b3");
        row("1 234 567", "1234567", "");
        row("1\u202f234.5", "1234.5", "");
        row("1\u00a0234", "1234", "");
        row("1'234.5", "1234.5", "");
        row("1\u2019234", "1234", "");
        row("12,34,567.8", "1234567.8", "");
        row("\u2212 5", "-5", "");
        row("5-", "-5", "");
        row("+5 kg", "5", "kg");
        row("1.5e3 Pa", "1.5e3", "Pa");
        for (const char *text : {"kg",         "a 5",   "text 5", "Q1 5", "1-2", "5 6", "1 23",      "1234 567", "1,23", "5 of 6", "1.2.3", "2024-05-01",
                                 "5 May 2024", "10:30", "<5",     "(5",   "5)",  "--5", "5\u00b110", "12ab34",   "1/2",  "65+",    "-",     "5'11"})
            row(text, "", "");
    }
    void aNumberIsTakenApart() {
        QFETCH(QString, plain);
        QFETCH(QString, unit);
        CsvNumeral numeral;
        QCOMPARE(takeApart(QTest::currentDataTag(), '.', numeral), !plain.isEmpty());
        if (plain.isEmpty())
            return;
        QCOMPARE(QString::fromStdString(numeral.plain), plain);
        QCOMPARE(QString::fromStdString(numeral.unit), unit);
    }

    void wholeColumnsAreRead_data() {
        QTest::addColumn<QStringList>("fields");
        QTest::addColumn<QList<float>>("numbers");
        QTest::addColumn<QString>("remark");
        const auto row = [](const char *name, const QStringList &fields, const QList<float> &numbers, const char *remark) {
            QTest::newRow(name) << fields << numbers << remark;
        };
        row("percent", {"5%", "12.5 %", "0"}, {5, 12.5f, 0}, "the % signs are passed over.");
        row("money", {"$5", "\"$1,234.50\"", "($3)"}, {5, 1234.5f, -3},
            "the $ signs and the commas between thousands are passed over; numbers in brackets are read as negative.");
        row("euro behind", {"5 \u20ac", "12 \u20ac", "7.25 \u20ac"}, {5, 12, 7.25f}, "the \u20ac signs are passed over.");
        row("unit", {"5 kg", "12kg", "7.25 kg"}, {5, 12, 7.25f}, "the unit \"kg\" is passed over.");
        row("plural", {"1 month", "36 months", "60 months"}, {1, 36, 60}, "the unit \"month\" is passed over.");
        row("brackets", {"(5)", "12", "(7.25)"}, {-5, 12, -7.25f}, "numbers in brackets are read as negative.");
        row("blanks", {"5", "12 345", "1 234 567.5"}, {5, 12345, 1234567.5f}, "the blanks between thousands are passed over.");
        row("apostrophes", {"5", "12'345", "1'234'567.5"}, {5, 12345, 1234567.5f}, "the apostrophes between thousands are passed over.");
        row("multipliers", {"950", "1.2K", "3M"}, {950, 1200, 3e6f}, "K, M and B are read as thousands, millions and billions.");
        row("money with multipliers", {"\u20ac110.5M", "\u20ac565K", "\u20ac0"}, {110.5e6f, 565e3f, 0},
            "the \u20ac signs are passed over; K, M and B are read as thousands, millions and billions.");
        row("minus", {"\u22125", "+12", "\u20137.25"}, {-5, 12, -7.25f}, "");
        row("flags", {"5", "12.5 b", "7.25", "3 ep", "2"}, {5, 12.5f, 7.25f, 3, 2}, "marks beside numbers (b, ep) are passed over.");
        row("footnotes", {"5*", "12.5[1]", "7.25 **", "3\u2020"}, {5, 12.5f, 7.25f, 3}, "marks beside numbers (*, [1], **, \u2020) are passed over.");
        row("about", {"~5", "\u224812.5", "7.25"}, {5, 12.5f, 7.25f}, "marks beside numbers (~) are passed over.");
        row("deviations", {"5\u00b10.1", "12.5 \u00b1 1", "7.25 +/- 2"}, {5, 12.5f, 7.25f}, "marks beside numbers (\u00b1) are passed over.");
        row("money with footnotes", {"$5", "\"$1,234.50*\"", "$3"}, {5, 1234.5f, 3},
            "the $ signs and the commas between thousands are passed over; marks beside numbers (*) are passed over.");
        row("a comma of its own", {"\"1,5\"", "2", "\"12,05\""}, {1.5f, 2, 12.05f}, "a comma stands before its decimals, unlike elsewhere in the file.");
    }
    void wholeColumnsAreRead() {
        QFETCH(QStringList, fields);
        QFETCH(QList<float>, numbers);
        QFETCH(QString, remark);
        const Dataset dataset = m_files.readWell(table(fields));
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(second(dataset), Floats(numbers.begin(), numbers.end()));
        QCOMPARE(dataset.report.problemCount, Index{0});
        QCOMPARE(remarksOf(dataset.report), remark.isEmpty() ? QString() : "Column 2 (b): " + remark + '\n');
    }

    /// Pairs of numbers are no decimals, letters beside most numbers are units, and a later number in the file's own writing is not guessed at.
    void marksAndCommasAreNotGuessed() {
        QCOMPARE(m_files.readWell(table({"\"3,4\"", "\"1,2\"", "\"5,6\""})).featureNames, (Names{"a", "b 1", "b 2"}));
        QCOMPARE(m_files.readWell(table({"3 m", "1 s", "5 m", "7 s"})).featureNames.size(), std::size_t{5}); // words
        QVERIFY(!remarksOf(m_files.readWell(table({"5", "12 kg", "7", "5 lb", "3", "4"})).report).contains("marks"));
        std::string text = "a,b\n";
        for (int row = 0; row < 1200; ++row)
            text += std::to_string(row * 7 % 13) + ".25,\"" + std::to_string(row % 11) + (row == 1100 ? ".5" : ",05") + "\"\n";
        const Dataset dataset = m_files.readWell(text, {{"decimal", std::string("point")}});
        QCOMPARE(dataset.train.floats[3], 1.05f);
        QCOMPARE(dataset.report.problemCount, Index{1});
        QVERIFY2(dataset.report.problems[0].what.find("another sign before its decimals") != std::string::npos, dataset.report.problems[0].what.c_str());
    }

    void aDecimalCommaIsFound() {
        const Dataset dataset = m_files.readWell(table({"1 234,5 \u20ac", "12,25 \u20ac", "1 234 567,0 \u20ac"}, ";"));
        QCOMPARE(second(dataset), (Floats{1234.5f, 12.25f, 1234567.0f}));
        QCOMPARE(choiceIn(dataset.report, "decimal"), "comma");
        QCOMPARE(second(m_files.readWell("a,b\n0,\"12,5\"\n1,\"7,25\"\n2,\"1.234,5\"\n")), (Floats{12.5f, 7.25f, 1234.5f}));
    }

    void windows1252IsRead() {
        const Dataset dataset = m_files.readWell("a,b\n0.5,\x80"
                                                 "5\n1.5,\x80"
                                                 "7\n0.5,\x96\x80"
                                                 "7\n");
        QCOMPARE(second(dataset), (Floats{5, 7, -7}));
        QVERIFY(remarksOf(dataset.report).contains("the \u20ac signs are passed over."));
    }

    void differentUnitsAreNotMixed_data() {
        QTest::addColumn<QStringList>("fields");
        QTest::addColumn<QString>("remark");
        QTest::newRow("units") << QStringList{"5 kg", "12 lb", "7 kg", "5 lb"}
                               << "Column 2 (b) holds numbers with different units: kg, lb: it is not read as numbers.";
        QTest::newRow("letters") << QStringList{"180 cm", "1.8 m", "165 cm", "1.7 m", "172 cm"}
                                 << "Column 2 (b) holds numbers with different units: cm, m: it is not read as numbers.";
        QTest::newRow("currencies") << QStringList{"$5", "\u20ac12", "$7", "\u20ac5"}
                                    << "Column 2 (b) holds numbers with different units: $, \u20ac: it is not read as numbers.";
        QTest::newRow("percent") << QStringList{"5%", "12%", "0.07", "8%"}
                                 << "Column 2 (b) holds numbers with % and numbers without: it is not read as numbers.";
        QTest::newRow("codes") << QStringList{"5a", "5b", "7a", "7b"} << "";
        QTest::newRow("ordinals") << QStringList{"1st", "2nd", "12th", "1st class"} << "";
        QTest::newRow("words") << QStringList{"5 kg", "12 kg", "heavy", "8 kg"} << "";
    }
    void differentUnitsAreNotMixed() {
        QFETCH(QStringList, fields);
        QFETCH(QString, remark);
        const Dataset dataset = m_files.readWell(table(fields));
        QVERIFY(dataset.features() > 2);
        QCOMPARE(remarksOf(dataset.report).trimmed(), remark);
    }

    void aLaterNumberWithoutPercentIsAProblem() {
        QStringList fields;
        for (int i = 0; i < 1500; ++i)
            fields << (i == 1200 ? "0.5" : i == 1300 ? "0" : QString::number(i % 7 + 1) + '%');
        const Dataset dataset = m_files.readWell(table(fields));
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{1202});
        QCOMPARE(second(dataset)[1300], 0.0f);
    }

    void wordsAmongNumbersMayMeanMissing() {
        const Dataset dataset = m_files.readWell("a,b\n1.5,.\n2.5,.\n3.5,nil\n4.5,2\n5.5,n.a.\n6.5,4\n");
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(second(dataset), (Floats{3, 3, 3, 2, 3, 4}));
        QCOMPARE(dataset.report.problemCount, Index{0});
        QCOMPARE(dataset.report.missing[0].count, Index{4});
        const Dataset words = m_files.readWell("a,b\n1.5,none\n2.5,red\n3.5,none\n4.5,red\n");
        QCOMPARE(words.featureNames, (Names{"a", "b=none", "b=red"}));
    }

    /// "2, 4, more" of the UCI's cars: as numbers a third of them would be their mean.
    void gradesAreCategories() {
        QStringList fields, few;
        for (int row = 0; row < 24; ++row) {
            fields.push_back(row % 3 == 2 ? "more" : row % 3 == 1 ? "4" : "2");
            few.push_back(row == 20 ? "more" : row % 2 == 1 ? "4" : "2");
        }
        const Dataset dataset = m_files.readWell(table(fields));
        QCOMPARE(dataset.featureNames, (Names{"a", "b=2", "b=4", "b=more"}));
        QCOMPARE(dataset.report.problemCount, core::Index{0});
        for (std::size_t row = 0; row < 24; ++row)
            QCOMPARE(Floats(dataset.train.floats.begin() + static_cast<std::ptrdiff_t>(4 * row) + 1,
                            dataset.train.floats.begin() + static_cast<std::ptrdiff_t>(4 * row) + 4),
                     row % 3 == 0   ? (Floats{1, 0, 0})
                     : row % 3 == 1 ? (Floats{0, 1, 0})
                                    : (Floats{0, 0, 1}));
        const Dataset numbers = m_files.readWell(table(few));
        QCOMPARE(numbers.featureNames, (Names{"a", "b"}));
        QCOMPARE(numbers.report.problemCount, core::Index{1});
    }

    void severalNumbersInAFieldAreFeatures_data() {
        QTest::addColumn<QStringList>("fields");
        QTest::newRow("brackets") << QStringList{"\"[0.5, -1]\"", "\"[1.5, 2]\"", "\"[0.25, 3]\""};
        QTest::newRow("blanks") << QStringList{"0.5 -1", "1.5 2", "0.25 3"};
        QTest::newRow("NumPy") << QStringList{"[ 0.5 -1. ]", "[ 1.5  2. ]", "[ 0.25\n 3.  ]"}.replaceInStrings("[ 0.25\n 3.  ]", "\"[ 0.25\n 3.  ]\"");
        QTest::newRow("semicolons") << QStringList{"0.5;-1", "1.5;2", "0.25;3"};
        QTest::newRow("arrays") << QStringList{"\"array([0.5, -1.])\"", "\"array([1.5, 2], dtype=float32)\"", "\"array([0.25, 3.])\""};
        QTest::newRow("tensors") << QStringList{"\"tensor([0.5, -1.])\"", "\"tensor([1.5, 2.], device='cuda:0')\"", "\"tensor([0.25, 3.])\""};
        QTest::newRow("bars") << QStringList{"0.5|-1", "1.5|2", "0.25|3"};
    }
    void severalNumbersInAFieldAreFeatures() {
        QFETCH(QStringList, fields);
        std::string text = "name,score,vector\n";
        for (int i = 0; i < 12; ++i)
            text += "text " + std::to_string(i) + ',' + std::to_string(i) + ".5," + fields[i % 3].toStdString() + '\n';
        const Dataset dataset = m_files.readWell(text, {{"delimiter", std::string("comma")}});
        QCOMPARE(dataset.featureNames, (Names{"score", "vector 1", "vector 2"}));
        for (std::size_t i = 0; i < 12; ++i) {
            QCOMPARE(dataset.train.floats[3 * i + 1], (Floats{0.5f, 1.5f, 0.25f})[i % 3]);
            QCOMPARE(dataset.train.floats[3 * i + 2], (Floats{-1, 2, 3})[i % 3]);
        }
        QVERIFY(remarksOf(dataset.report).contains("Column 3 (vector) holds 2 numbers in one field: each is a feature."));
    }

    void theyDoNotPassForColumns_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("delimiter");
        QTest::newRow("commas in brackets between tabs") << "%1.5\t[%1, 2.5, -3]"
                                                         << "tab";
        QTest::newRow("commas between tabs") << "%1.5\t%1,2.5,-3"
                                             << "tab";
        QTest::newRow("semicolons between commas") << "%1.5,%1;2.5;-3"
                                                   << "comma";
        QTest::newRow("blanks behind a number") << "%1," + QString("2.5 ").repeated(19) + "2"
                                                << "comma";
        QTest::newRow("blanks before a number") << QString("2 ").repeated(19) + "2,%1"
                                                << "comma";
    }
    void theyDoNotPassForColumns() {
        QFETCH(QString, row);
        QFETCH(QString, delimiter);
        QString text;
        for (int i = 0; i < 12; ++i)
            text += row.arg(i * 7 % 5) + '\n';
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(choiceIn(dataset.report, "delimiter"), delimiter.toStdString());
        QVERIFY(remarksOf(dataset.report).contains("numbers in one field: each is a feature."));
        QCOMPARE(dataset.report.problemCount, Index{0});
        // Blanks and decimal commas alone are what they were.
        QCOMPARE(choiceIn(m_files.readWell("1,5 2,5 3\n4,5 5,5 6\n7,5 8,5 9\n").report, "delimiter"), "space");
    }

    void unequallyManyAreTold() {
        std::string text = "score,vector\n";
        for (int i = 0; i < 12; ++i)
            text += std::to_string(i) + ".5," + (i % 2 ? "1 2 3\n" : "1 2 3 4\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.featureNames[0], "score");
        QVERIFY(remarksOf(dataset.report).contains("Column 2 (vector) holds 3 to 4 numbers in one field"));
    }

    void aShorterOneIsAProblem() {
        std::string text = "score,vector\n";
        for (int i = 0; i < 40; ++i)
            text += std::to_string(i) + (i == 30 ? ".5,1 2\n" : ".5,1 2 3\n");
        // Among the first rows they differ; behind them each must have as many as those.
        QVERIFY(remarksOf(m_files.readWell(text).report).contains("holds 2 to 3 numbers"));
        text = "score,vector\n";
        for (int i = 0; i < 1400; ++i)
            text += std::to_string(i % 9) + (i == 1300 ? ".5,1 2\n" : ".5,1 2 3\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{1302});
        QCOMPARE(dataset.train.floats[1300 * 4 + 3], 3.0f); // the mean
    }

    void picturesInAFieldAreImages_data() {
        QTest::addColumn<bool>("isQuoted");
        QTest::addColumn<bool>("isValidated");
        QTest::newRow("plain") << false << false;
        QTest::newRow("quoted") << true << false;
        QTest::newRow("two tests") << false << true;
    }
    void picturesInAFieldAreImages() {
        QFETCH(bool, isQuoted);
        QFETCH(bool, isValidated);
        const std::string quote = isQuoted ? "\"" : "";
        std::string text = "emotion,pixels,Usage\n";
        for (int i = 0; i < 40; ++i) {
            text += std::to_string(i % 7) + ',' + quote;
            for (int pixel = 0; pixel < 100; ++pixel)
                text += (pixel ? " " : "") + std::to_string((i * 31 + pixel * 7) % 256);
            text += quote + (i < 30 ? ",Training\n" : isValidated && i < 35 ? ",PrivateTest\n" : ",PublicTest\n");
        }
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.shape, core::Shape(1, 10, 10));
        QVERIFY(dataset.train.holdsBytes());
        QCOMPARE(dataset.train.samples, Index{30});
        QCOMPARE(dataset.test.samples, Index{isValidated ? 5 : 10});
        QCOMPARE(dataset.validation.samples, Index{isValidated ? 5 : 0});
        QCOMPARE(dataset.classNames.size(), std::size_t{7});
        QCOMPARE(dataset.train.labels[8], 1);
        QCOMPARE(static_cast<int>(dataset.train.bytes[205]), (62 + 35) % 256);
        const Dataset again = m_files.readWell(text, dataset.report.assumed);
        QCOMPARE(again.train.bytes, dataset.train.bytes);
    }

    void codesForMissingValuesAreInDoubt() {
        std::string text = "co,age,temp,grade\n";
        for (int i = 0; i < 60; ++i)
            text += (i % 10 == 3 ? "-999" : std::to_string(20 + i % 5) + ".5") + ',' + (i % 20 == 1 ? "99" : std::to_string(20 + i % 30)) + ',' +
                    (i % 15 == 2 ? "-999" : std::to_string(i * 40) + ".5") + ',' + std::to_string(90 + i % 10) + '\n';
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.train.floats[12], -999.0f); // nothing is replaced by itself
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        const Doubt &doubt = dataset.report.doubts[0];
        QCOMPARE(
            QString::fromStdString(doubt.sentence),
            "Column 1 (co): 6 values are -999, the others 20.5 to 24.5; Column 2 (age): 3 values are 99, the others 20 to 49; Column 3 (temp): 4 values are -999, "
            "the others 0.5 to 2360.5. Such numbers may stand for missing values; they are taken as they are.");
        QCOMPARE(doubt.setting, "missing_codes");
        QCOMPARE(std::get<std::string>(doubt.otherwise), "-999, age=99"); // 99 is a grade
        QCOMPARE(doubt.offer, "-999, 99 stand for missing values");
        const Dataset without = m_files.readWell(text, {{doubt.setting, doubt.otherwise}});
        QVERIFY(without.report.doubts.empty());
        QCOMPARE(without.report.missing.size(), std::size_t{3});
        QCOMPARE(without.report.missing[0].count, Index{6});
        QCOMPARE(without.report.missing[1].count, Index{3});
        QVERIFY(without.train.floats[12] > 20.0f && without.train.floats[12] < 25.0f);
        QCOMPARE(without.train.floats[4 * 9 + 3], 99.0f);
    }

    void codesAreTheFilesNumbersInColumnsThatAreKeptAsDifferences() {
        const auto tableOf = [](const char *code) {
            std::string text = "northing,ratio\n";
            for (int i = 0; i < 60; ++i)
                text += (i % 20 == 7 ? code : std::to_string(9412345 + i % 7 * 10) + (i % 2 == 0 ? ".5" : ".75")) + ',' + std::to_string(i % 13) + ".25\n";
            return text;
        };
        const std::string text = tableOf("9999999");
        const Dataset dataset = m_files.readWell(text);
        QVERIFY(!dataset.offsets.empty());
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        const Doubt &doubt = dataset.report.doubts[0];
        QCOMPARE(QString::fromStdString(doubt.sentence),
                 "Column 1 (northing): 3 values are 9999999, the others 9412345.5 to 9412405.75. Such numbers may stand for "
                 "missing values; they are taken as they are.");
        QCOMPARE(std::get<std::string>(doubt.otherwise), "9999999");
        const Dataset without = m_files.readWell(text, {{doubt.setting, doubt.otherwise}});
        QVERIFY(without.report.doubts.empty());
        QCOMPARE(without.report.missing.size(), std::size_t{1});
        QCOMPARE(without.report.missing[0].count, Index{3});
        QVERIFY(!without.offsets.empty());
        QVERIFY(without.offsets[0] > 9412345.0 && without.offsets[0] < 9412406.0);
    }

    void differencesAreNoCodes() {
        std::string text = "northing,ratio\n"; // less 7000100: -99 three times, and 60.1 to 99.69
        for (int i = 0; i < 60; ++i)
            text += (i % 20 == 7 ? "7000001" : std::to_string(7000160 + i * 2 / 3) + '.' + std::to_string(10 + i)) + ',' + std::to_string(i % 13) + ".25\n";
        const Dataset dataset = m_files.readWell(text);
        QVERIFY(!dataset.offsets.empty());
        QCOMPARE(dataset.offsets[0], 7000100.0);
        QCOMPARE(dataset.train.floats[std::size_t{2} * 7], -99.0f);
        QVERIFY(dataset.report.doubts.empty());
    }

    void numbersAmongOthersAreNoCodes() {
        std::string text = "a,b,c\n";
        for (int i = 0; i < 60; ++i)
            text += std::to_string(i % 10 * 11) + ',' + std::to_string(i == 5 ? 9999 : i) + ',' + std::to_string(i % 2 * 99) +
                    '\n'; // among others, once, and one of two
        QVERIFY(m_files.readWell(text).report.doubts.empty());
    }

    void wordsMayBeNamedAsMissing() {
        const Dataset dataset = m_files.readWell("a,b\n1.5,red\n2.5,absent\n7,red\n3.5,blue\n", {{"missing_codes", std::string("absent, 7")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "b=blue", "b=red"}));
        QCOMPARE(dataset.report.missing.size(), std::size_t{2});
        QCOMPARE(m_files.readWell("a,b\n1.5,2\n999.9,4\n2.5,3\n", {{"missing_codes", 999.9}}).train.floats, (Floats{1.5f, 2, 2, 4, 2.5f, 3}));
        const auto refused = m_files.read("a,b\n1.5,2\n", {{"missing_codes", std::string("c=7")}});
        QVERIFY(!refused);
        QVERIFY(refused.error().sentence().find("no column") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CsvNumeralsTest)
#include "csv_numerals_test.moc"
