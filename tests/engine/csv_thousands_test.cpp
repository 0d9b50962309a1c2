// Numbers whose thousands are kept apart, and names of columns in a comment.
#include <QTest>

#include "engine/data/readers/csv_thousands.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

class CsvThousandsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void separatorsAreTakenOut_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        const auto row = [](const char *text, const char *plain) { QTest::newRow(text) << text << plain; };
        row("1,234", "1234");
        row("123,456", "123456");
        row("1,234,567", "1234567");
        row("-1,234.5", "-1234.5");
        row("+12,345,678.", "+12345678.");
        for (const char *text : {"", "-", ",", "1", "123", "1234", "1234,567", ",123", "1,23", "1,2345", "1,234,56", "1,,234", "1,234,", "1,234.5,6", "1,234x",
                                 "x1,234", "1,234e5", "1.234,5", "1 234"})
            row(text, "");
    }
    void separatorsAreTakenOut() {
        QFETCH(QString, text);
        QFETCH(QString, plain);
        for (const bool isComma : {false, true}) { // the same with the two signs exchanged
            const auto exchanged = [isComma](QString signs) {
                return isComma ? signs.replace(',', '#').replace('.', ',').replace('#', '.').toStdString() : signs.toStdString();
            };
            std::string found;
            QCOMPARE(takeOutThousands(exchanged(text), isComma ? ',' : '.', found), !plain.isEmpty());
            if (!plain.isEmpty())
                QCOMPARE(found, exchanged(plain));
        }
    }

    void aWholeColumnOfThemIsRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sign");
        QTest::newRow("quoted") << QByteArray("a,price\n1.5,\"1,234,567\"\n2.5,\"1,234\"\n3.5,12\n4.5,\n") << "commas";
        QTest::newRow("alone") << QByteArray("a;price\n1.5;1,234,567\n2.5;1,234\n3.5;12\n4.5;\n") << "commas";
        QTest::newRow("decimal comma") << QByteArray("a;price\n1,5;1.234.567,0\n2,5;1.234\n3,5;12\n4,5;\n") << "points";
        QTest::newRow("tabs") << QByteArray("a\tprice\n1,5\t1.234.567\n2,5\t1.234,00\n3,5\t12\n4,5\t\n") << "points";
    }
    void aWholeColumnOfThemIsRead() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sign);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.featureNames, (Names{"a", "price"}));
        QCOMPARE(dataset.report.problemCount, Index{0});
        const float mean = static_cast<float>((1234567.0 + 1234.0 + 12.0) / 3.0);
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 1234567, 2.5f, 1234, 3.5f, 12, 4.5f, mean}));
        QVERIFY2(remarksOf(dataset.report).contains("Column 2 (price): the " + sign + " between thousands are passed over."),
                 qPrintable(remarksOf(dataset.report)));
        const Dataset again = m_files.readWell(text.toStdString(), dataset.report.assumed);
        QCOMPARE(again.train.floats, dataset.train.floats);
    }

    void namesAboveNothingButThousandsAreAHeader() {
        QCOMPARE(m_files.readWell("a;b\n1,234,567;2,000,000\n2,234,567;3,000,000\n3,234,567;4,000,000\n").featureNames, (Names{"a", "b"}));
    }

    /// Of a text such as "10,251" it says what it is that "9,5" stands below it.
    void decimalsOfThreeDigitsAreNoThousands() {
        std::string text = "size,weight\n";
        Floats wanted;
        for (int i = 0; i < 20; ++i) {
            const int thousandths = 10251 + 137 * i;
            text += std::to_string(i) + ".5,\"" + (i == 12 ? "9,5" : std::to_string(thousandths / 1000) + ',' + std::to_string(thousandths).substr(2)) + "\"\n";
            wanted.push_back(static_cast<float>(i) + 0.5f);
            wanted.push_back(i == 12 ? 9.5f : static_cast<float>(static_cast<double>(thousandths) / 1000.0));
        }
        const Dataset dataset = m_files.readWell(text, {{"leave_out", std::string("none")}});
        QCOMPARE(dataset.train.floats, wanted);
        QCOMPARE(dataset.report.problemCount, Index{0});
    }

    void decimalsElsewhereDecide_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("quoted") << QByteArray("a,price\n1.5,\"1,234\"\n2.5,\"5,678\"\n3.5,\"1,234\"\n");
        QTest::newRow("blanks behind") << QByteArray("a,price\n1.5,\"1,234  \"\n2.5,\"5,678  \"\n3.5,\"1,234  \"\n");
        QTest::newRow("alone") << QByteArray("a;price\n1.5;1,234\n2.5;5,678\n3.5;1,234\n");
        QTest::newRow("decimal comma") << QByteArray("a;price\n1,5;1.234\n2,5;5.678\n3,5;1.234\n");
    }
    void decimalsElsewhereDecide() {
        QFETCH(QByteArray, text);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 1234, 2.5f, 5678, 3.5f, 1234}));
        QVERIFY(dataset.report.doubts.empty());
        QVERIFY(remarksOf(dataset.report).contains("between thousands are passed over."));
    }

    void whatMayBeDecimalsIsInDoubt() {
        const std::string text = "a,price\n1,\"1,234\"\n2,\"5,678\"\n2,\"1,235\"\n";
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.train.floats, (Floats{1, 1234, 2, 5678, 2, 1235}));
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        const Doubt &doubt = dataset.report.doubts[0];
        QVERIFY(doubt.sentence.starts_with("Column 2 (price): the commas are taken to stand between thousands"));
        const Dataset other = m_files.readWell(text, {{doubt.setting, doubt.otherwise}});
        QCOMPARE(other.train.floats, (Floats{1, 1.234f, 2, 5.678f, 2, 1.235f}));
        QVERIFY(other.report.doubts.empty());
    }

    void nothingIsGuessed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("some without") << QByteArray("a,price\n1.5,\"1,234,567\"\n2.5,\"1,234,567\"\n3.5,1234\n");
        QTest::newRow("other words") << QByteArray("a,price\n1.5,\"1,234,567\"\n2.5,\"1,234,567\"\n3.5,cheap\n");
        QTest::newRow("addresses") << QByteArray("a;price\n1.5;192.168.100.200\n2.5;10.0.0.1\n3.5;10.0.0.1\n");
    }
    void nothingIsGuessed() {
        QFETCH(QByteArray, text);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.train.floats[0], 1.5f);
        QVERIFY(dataset.features() > 2); // categories
        QVERIFY(!remarksOf(dataset.report).contains("passed over"));
    }

    void aLaterOddOneIsAProblem() {
        std::string text = "a,price\n";
        for (int i = 0; i < 2000; ++i)
            text += std::to_string(i % 7) + (i == 1500 ? ".5,\"1,23\"\n" : ".5,\"1,234,567\"\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{1502});
        QCOMPARE(dataset.train.floats[3001], 1234567.0f); // the mean of the others
    }

    void aCommentMayNameTheColumns_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char *name, const char *text, const QStringList &names) { QTest::newRow(name) << QByteArray(text) << names; };
        row("blanks", "# time left right\n1.5 2.5 3.5\n4.5 5.5 6.5\n", {"time", "left", "right"});
        row("commas", "# made by hand\n#time, left,right\n1.5,2.5,3.5\n4.5,5.5,6.5\n", {"time", "left", "right"});
        row("percent", "%x;y z\n1.5;2.5\n4.5;5.5\n", {"x", "y z"});
        row("one column", "# height\n1.5\n2.5\n", {"height"});
        row("too few", "# time left\n1.5 2.5 3.5\n4.5 5.5 6.5\n", {"column 1", "column 2", "column 3"});
        row("a sentence", "# measured in May, 2024, by hand\n1.5,2.5\n4.5,5.5\n", {"column 1", "column 2"});
        row("numbers", "# 1 2 3\n1.5 2.5 3.5\n4.5 5.5 6.5\n", {"column 1", "column 2", "column 3"});
        row("the same twice", "# x x\n1.5 2.5\n4.5 5.5\n", {"column 1", "column 2"});
        row("not right above", "# x z\n\n1.5 2.5\n4.5 5.5\n", {"column 1", "column 2"});
        row("behind the first row", "1.5 2.5\n# x z\n4.5 5.5\n", {"column 1", "column 2"});
        row("above a header", "# a b\nx z\n1.5 2.5\n4.5 5.5\n", {"x", "z"});
        row("several words for one column", "# made by hand\n1.5\n2.5\n", {"column 1"});
    }
    void aCommentMayNameTheColumns() {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, names);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QStringList found;
        for (const std::string &name : dataset.featureNames)
            found << QString::fromStdString(name);
        QCOMPARE(found, names);
        const bool isNamed = !names.first().startsWith("column") && !text.contains("# a b");
        QCOMPARE(remarksOf(dataset.report).contains("names the columns."), isNamed);
        const Dataset again = m_files.readWell(text.toStdString(), dataset.report.assumed);
        QCOMPARE(again.featureNames, dataset.featureNames);
        QVERIFY(again.train.floats == dataset.train.floats);
    }
};

QTEST_APPLESS_MAIN(CsvThousandsTest)
#include "csv_thousands_test.moc"
