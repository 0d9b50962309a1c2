// Delimited text: what the reader assumes by itself, what may be said otherwise, and what becomes of columns.
#include <QTest>

#include <cmath>
#include <cstdlib>
#include <random>
#include <set>

#include "engine/data/readers/csv.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

namespace {

std::string utf16(const std::string &ascii, bool isBigEndian) {
    std::string text = isBigEndian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        text += isBigEndian ? '\0' : c;
        text += isBigEndian ? c : '\0';
    }
    return text;
}

/// Rows of 1 + pixels numbers: a label and bytes.
std::string imageRows(int rows, int pixels, bool hasHeader) {
    std::string text;
    if (hasHeader) {
        text = "label";
        for (int i = 0; i < pixels; ++i)
            text += ",pixel" + std::to_string(i);
        text += '\n';
    }
    for (int row = 0; row < rows; ++row) {
        text += std::to_string(row % 10);
        for (int i = 0; i < pixels; ++i)
            text += ',' + std::to_string((row * 31 + i * 7) % 256);
        text += '\n';
    }
    return text;
}

} // namespace

class CsvTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void assumesHowATextIsWritten_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *name, const std::string &text, const char *key, const char *value) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString(key) << QString(value);
        };
        const std::string points = "1.5,2.5\n3.5,4.5\n";
        row("UTF-8", points, "encoding", "utf-8");
        row("UTF-8 with a mark", "\xEF\xBB\xBF" + points, "encoding", "utf-8");
        row("UTF-16 LE", utf16(points, false), "encoding", "utf-16le");
        row("UTF-16 BE", utf16(points, true), "encoding", "utf-16be");
        row("Windows-1252", "1.5,caf\xE9\n2.5,caf\xE9\n3.5,th\xE9\n4.5,th\xE9\n", "encoding", "windows-1252");
        row("comma", points, "delimiter", "comma");
        row("semicolon", "1.5;2.5\n3.5;4.5\n", "delimiter", "semicolon");
        row("semicolon, comma", "1,5;2,5\n3,5;4,5\n", "delimiter", "semicolon");
        row("tab", "1.5\t2.5\n3.5\t4.5\n", "delimiter", "tab");
        row("tab, comma", "1,5\t2,5\n3,5\t4,5\n", "delimiter", "tab");
        row("bar", "1.5|2.5\n3.5|4.5\n", "delimiter", "bar");
        row("blanks", "  1.5   2.5\n 13.5\t 4.5 \n", "delimiter", "space");
        row("blanks, comma", "1,5 2,5\n3,5 4,5\n", "delimiter", "space");
        row("comma and blank", "1.5, 2.5\n3.5, 4.5\n", "delimiter", "comma");
        row("words with blanks", "New York,1.5\nSan Francisco,2.5\nNew York,3.5\n", "delimiter", "comma");
        row("point", points, "decimal", "point");
        row("decimal comma", "1,5;2,5\n3,5;4,5\n", "decimal", "comma");
        row("double quotes", "\"a\",\"b\"\n1.5,2.5\n3.5,4.5\n", "quotes", "double");
        row("single quotes", "'a, b',1.5\n'c, d',2.5\n'a, b',3.5\n", "quotes", "single");
        row("double quotes inside single ones", "'a \"b\"',1.5\n'c, d',2.5\n'a \"b\"',3.5\n", "quotes", "single");
        row("money between semicolons", "$1,234.50;1.5\n-$734.25;2.5\n$3,345.00;-3.5\n$4,345.00;4.5\n", "delimiter", "semicolon");
        row("money between tabs", "1,234.50 €\t£1,734.25\n3,345.00 €\t£2,734.75\n4,345.00 €\t£1,834.50\n", "delimiter", "tab");
        row("quoted decimal commas between blanks", "\"a\" \"b\"\n\"1,5\" \"2,25\"\n\"3,5\" \"4,75\"\n\"5,5\" \"6,25\"\n", "delimiter", "space");
        row("names with blanks over tabs", "weight 19\theight\nRow1\t1.5\t2.25\nRow2\t3.5\t4.5\nRow3\t2.5\t6.5\nRow4\t1.25\t3.5\n", "delimiter", "tab");
        row("no comments", points, "comment", "none");
        row("hash", "# made by hand\n" + points, "comment", "hash");
        row("percent", "% made by hand\n" + points, "comment", "percent");
        row("colours", "colour,x\n#ff0000,1.5\n#00ff00,2.5\n#ff0000,1.5\n#00ff00,2.5\n", "comment", "none");
        row("header", "a,b\n" + points, "header", "yes");
        row("no header", points, "header", "no");
        row("header over words", "size,colour\nsmall,red\nlarge,red\nsmall,blue\nlarge,blue\nsmall,red\nlarge,red\n", "header", "yes");
        row("no header over words", "small,red\nlarge,red\nsmall,blue\nlarge,blue\nsmall,red\n", "header", "no");
        row("names that count", "0,1,2\n1.5,2.5,3.5\n4.5,5.5,6.5\n", "header", "yes");
        row("table", points, "shape", "table");
        row("images", imageRows(12, 64, false), "shape", "images");
        row("no label", points, "label", "none");
        row("label by name", "x1,Species\n1.5,a\n2.5,b\n3.5,a\n4.5,b\n", "label", "Species");
        row("label at the end", "1.5,a\n2.5,b\n3.5,a\n4.5,b\n", "label", "2");
        row("label before pixels", imageRows(12, 64, false), "label", "1");
        row("nothing left out", points, "leave_out", "none");
        row("ids and dates", "id,when,x\n7,2024-01-02,1.5\n9,2024-01-03,2.5\n8,2024-01-04,3.5\n", "leave_out", "id, when");
        row("words", points, "words", "one_hot");
        row("missing", points, "missing", "mean");
    }
    void assumesHowATextIsWritten() {
        QFETCH(QByteArray, text);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(QString::fromStdString(choiceIn(dataset.report, key.toStdString())), value);
        QCOMPARE(dataset.report.reader, std::string("csv"));
        QCOMPARE(dataset.report.assumed.size(), csvKind().settings.size());
        QCOMPARE(dataset.report.problemCount, Index{0});
        // What was assumed, said by a person, gives the same.
        const Dataset again = m_files.readWell(text.toStdString(), dataset.report.assumed);
        QCOMPARE(again.train.floats, dataset.train.floats);
        QCOMPARE(again.train.bytes, dataset.train.bytes);
        QCOMPARE(again.train.labels, dataset.train.labels);
        QCOMPARE(again.featureNames, dataset.featureNames);
        QCOMPARE(again.classNames, dataset.classNames);
        QVERIFY(again.report.assumed == dataset.report.assumed);
    }

    void aBrokenRowDoesNotChangeTheDelimiter_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("delimiter");
        QTest::newRow("decimal commas between bars") << QByteArray(
                                                            "0,209|0,125|0,624\n0,296|0,496|0,290\n0,849|0,893|0,013|7\n0,150|0,873|0,288\n0,250|0,373|0,788\n")
                                                     << "bar";
        QByteArray blanks = "a b c\n";
        for (int i = 0; i < 10; ++i)
            blanks += QByteArray::number(i) + "2,4606 0,07" + QByteArray::number(i) + " 5" + (i == 6 ? " 3\n" : "\n");
        QTest::newRow("decimal commas between blanks") << blanks << "space";
    }
    void aBrokenRowDoesNotChangeTheDelimiter() {
        QFETCH(QByteArray, text);
        QFETCH(QString, delimiter);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(QString::fromStdString(choiceIn(dataset.report, "delimiter")), delimiter);
        QCOMPARE(choiceIn(dataset.report, "decimal"), std::string("comma"));
        QCOMPARE(dataset.features(), Index{3});
        QCOMPARE(dataset.report.problemCount, Index{1});
    }

    void readsTheSameNumbersHoweverTheyAreWritten_data() {
        QTest::addColumn<QByteArray>("text");
        const std::string plain = "1.5,-2\n3,4e1\n";
        const auto row = [](const char *name, const std::string &text) { QTest::newRow(name) << QByteArray::fromStdString(text); };
        row("plain", plain);
        row("no line break at the end", "1.5,-2\n3,4e1");
        row("Windows", "1.5,-2\r\n3,4e1\r\n");
        row("an old Macintosh", "1.5,-2\r3,4e1\r");
        row("marked", "\xEF\xBB\xBF" + plain);
        row("UTF-16 LE", utf16(plain, false));
        row("UTF-16 BE", utf16("1.5,-2\r\n3,4e1", true));
        row("blank lines", "\n1.5,-2\n  \n\n3,4e1\n\n");
        row("comments", "# 1,2\n1.5,-2\n# \"open\n3,4e1\n");
        row("quoted", "\"1.5\",\"-2\"\n3,\"4e1\"\n");
        row("blanks around", " 1.5 , -2 \n 3 ,\t4e1 \n");
        row("semicolons", "1,5;-2\n3;4e1\n");
        row("blanks", "  1.5   -2\n  3\t 4e1   \n");
        row("signs", "+1.5,-2.0\n+3,0.4e2\n");
    }
    void readsTheSameNumbersHoweverTheyAreWritten() {
        QFETCH(QByteArray, text);
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.train.floats, (Floats{1.5f, -2.0f, 3.0f, 40.0f}));
        QCOMPARE(dataset.train.samples, Index{2});
        QVERIFY(dataset.test.isEmpty() && dataset.shape == core::Shape(2) && !dataset.isWithinUnit);
        const Bytes packed = gzip(bytesOf(text.toStdString()));
        const auto unpacked = readPath({writeFile(m_files.path(), "some.csv.gz", packed), {}, {}});
        QVERIFY(unpacked && unpacked->train.floats == dataset.train.floats);
    }

    void aPersonsWordCounts() {
        QCOMPARE(m_files.readWell("1,5\n2,5\n", {{"delimiter", std::string("semicolon")}, {"decimal", std::string("comma")}}).train.floats,
                 (Floats{1.5f, 2.5f}));
        QCOMPARE(m_files.readWell("1,2\n3,4\n", {{"header", std::string("yes")}}).train.floats, (Floats{3.0f, 4.0f}));
        QCOMPARE(m_files.readWell("#1,2\n3,4\n", {{"comment", std::string("none")}, {"header", std::string("yes")}}).featureNames, (Names{"#1", "2"}));
        QCOMPARE(m_files.readWell("x,z\n1,2\n3,4\n", {{"leave_out", std::string("x")}}).train.floats, (Floats{2.0f, 4.0f}));
        QCOMPARE(m_files.readWell("x,z\n1,2\n3,4\n", {{"leave_out", std::string("2")}}).train.floats, (Floats{1.0f, 3.0f}));
        QCOMPARE(m_files.readWell(imageRows(12, 64, true), {{"shape", std::string("table")}}).shape, core::Shape(64));
        QCOMPARE(m_files.readWell("label,x\n1,2\n3,4\n", {{"label", std::string("none")}}).train.floats, (Floats{1.0f, 2.0f, 3.0f, 4.0f}));
        const Dataset labelled = m_files.readWell("x,z\n0.5,2\n1.5,1\n2.5,2\n", {{"label", std::string("Z")}});
        QCOMPARE(labelled.train.labels, (std::vector<std::int32_t>{1, 0, 1}));
        QCOMPARE(labelled.classNames, (Names{"1", "2"})); // no class without a sample;
    }

    void refusesWhatCannotBeFollowed_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("part");
        QTest::newRow("label") << "label"
                               << "Specis"
                               << "data.options.label: there is no column \"Specis\"; there are 3. Did you mean \"Species\"?";
        QTest::newRow("number") << "label"
                                << "4"
                                << "there is no column \"4\"";
        QTest::newRow("fractions") << "label"
                                   << "x"
                                   << "cannot hold classes: its numbers are not whole";
        QTest::newRow("left out") << "leave_out"
                                  << "x, q"
                                  << "data.options.leave_out: there is no column \"q\"";
        QTest::newRow("shape") << "shape"
                               << "images"
                               << "data.options.shape: the rows have 2 values";
        QTest::newRow("choice") << "delimiter"
                                << "commas"
                                << "data.options.delimiter";
        QTest::newRow("setting") << "delimiters"
                                 << "comma"
                                 << "data.options.delimiters";
    }
    void refusesWhatCannotBeFollowed() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, part);
        const auto dataset = m_files.read("x,z,Species\n0.5,2,a\n1.5,1,b\n2.5,2,a\n", {{key.toStdString(), value.toStdString()}});
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void wordsBecomeCategories() {
        const std::string text = "x,colour\n0.5,red\n1.5,green\n2.5,red\n3.5,?\n";
        const Dataset oneHot = m_files.readWell(text);
        QCOMPARE(oneHot.featureNames, (Names{"x", "colour=green", "colour=red"}));
        const float third = 1.0f / 3.0f;
        QCOMPARE(oneHot.train.floats, (Floats{0.5f, 0, 1, 1.5f, 1, 0, 2.5f, 0, 1, 3.5f, third, static_cast<float>(2.0 / 3.0)}));
        const Dataset codes = m_files.readWell(text, {{"words", std::string("codes")}, {"missing", std::string("drop_row")}});
        QCOMPARE(codes.featureNames, (Names{"x", "colour"}));
        QCOMPARE(codes.train.floats, (Floats{0.5f, 1, 1.5f, 0, 2.5f, 1}));
        const Dataset without = m_files.readWell(text, {{"words", std::string("leave_out")}});
        QCOMPARE(without.featureNames, (Names{"x"}));
        QVERIFY(remarksOf(without.report).contains("Column 2 (colour) is left out: it holds words."));
        const Dataset few = m_files.readWell(text, {{"categories", Index{1}}});
        QCOMPARE(few.featureNames, (Names{"x"}));
        QVERIFY(remarksOf(few.report).contains("Column 2 (colour) is left out: it has more than 1 different words."));
    }

    void missingValuesAreReplacedAndCounted() {
        const std::string text = "x,z\n1,10\nNA,20\n2,\n6,60\n?,70\n";
        const auto with = [&](const char *missing) { return m_files.readWell(text, {{"missing", std::string(missing)}}); };
        QCOMPARE(with("mean").train.floats, (Floats{1, 10, 3, 20, 2, 40, 6, 60, 3, 70}));
        QCOMPARE(with("median").train.floats, (Floats{1, 10, 2, 20, 2, 40, 6, 60, 2, 70}));
        QCOMPARE(with("drop_row").train.floats, (Floats{1, 10, 6, 60}));
        const Dataset flagged = with("column");
        QCOMPARE(flagged.featureNames, (Names{"x", "x is missing", "z", "z is missing"}));
        QCOMPARE(flagged.train.floats, (Floats{1, 0, 10, 0, 3, 1, 20, 0, 2, 0, 40, 1, 6, 0, 60, 0, 3, 1, 70, 0}));
        const QString remarks = remarksOf(with("mean").report);
        QVERIFY2(remarks.contains("Column 1 (x): 2 values are missing; the mean, 3, of the whole file"), qPrintable(remarks));
        QVERIFY2(remarks.contains("Column 2 (z): 1 value is missing; the mean, 40, of the whole file"), qPrintable(remarks));
        QVERIFY(remarksOf(with("drop_row").report).contains("3 rows are left out because values are missing."));
        QCOMPARE(with("mean").report.problemCount, Index{0});
    }

    void idsDatesAndConstantsAreNamed() {
        std::string text = "id,day,name,x,same\n";
        for (int i = 0; i < 60; ++i)
            text += std::to_string((i * 7) % 60) + ",2024-01-0" + std::to_string(1 + i % 9) + ",n" + std::to_string(i) + ',' + std::to_string(i % 5) + ".5,3\n";
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.featureNames, (Names{"x", "same"}));
        const QString remarks = remarksOf(dataset.report);
        for (const char *part : {"Column 1 (id) is left out: each row has a number of its own.", "Column 2 (day) is left out: it holds dates.",
                                 "Column 3 (name) is left out: each row has a text of its own.", "Column 5 (same) is constant"})
            QVERIFY2(remarks.contains(part), qPrintable(remarks));
        std::string numbered;
        for (int i = 0; i < 20; ++i)
            numbered += std::to_string(100 + i) + ",0.5," + std::to_string(i % 3) + '\n';
        QVERIFY(remarksOf(m_files.readWell(numbered).report).contains("Column 1 is left out: it numbers the rows."));
    }

    void imagesStayBytes() {
        for (const bool hasHeader : {false, true})
            for (const int pixels : {64, 784, 3 * 8 * 8}) {
                const Dataset dataset = m_files.readWell(imageRows(25, pixels, hasHeader));
                const bool isColoured = pixels == 192;
                const Index width = pixels == 784 ? 28 : 8;
                QCOMPARE(dataset.shape, core::Shape(isColoured ? 3 : 1, width, width));
                QVERIFY(dataset.train.holdsBytes() && dataset.train.floats.empty() && dataset.isWithinUnit && dataset.featureNames.empty());
                QCOMPARE(dataset.train.samples, Index{25});
                QCOMPARE(dataset.classNames.size(), std::size_t{10});
                for (int row = 0; row < 25; ++row) {
                    QCOMPARE(dataset.train.labels[static_cast<std::size_t>(row)], row % 10);
                    for (int i = 0; i < pixels; ++i)
                        QCOMPARE(int(dataset.train.bytes[static_cast<std::size_t>(row * pixels + i)]), (row * 31 + i * 7) % 256);
                }
            }
    }

    void oneValueAbove255MakesFloatsOfAll() {
        std::string text = imageRows(2000, 64, false); // beyond the rows that are looked at first
        text.replace(text.rfind(','), std::string::npos, ",256\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.shape, core::Shape(64));
        QCOMPARE(dataset.train.floats.size(), std::size_t{2000 * 64});
        QCOMPARE(dataset.train.floats.back(), 256.0f);
    }

    void aColumnMayTurnOutToHoldWords() {
        std::string text = "x,z\n";
        for (int i = 0; i < 5000; ++i)
            text += std::to_string(i % 9) + ".25," + (i < 1500 ? "1" : i % 2 ? "odd" : "even") + '\n';
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.featureNames, (Names{"x", "z=1", "z=even", "z=odd"}));
        QCOMPARE(dataset.train.samples, Index{5000});
        QCOMPARE((Floats(dataset.train.floats.end() - 4, dataset.train.floats.end())), (Floats{4.25f, 0, 0, 1}));
    }

    void labelsKeepTheirNumbersOrGetSome() {
        QCOMPARE(m_files.readWell("x,class\n0.5,-1\n1.5,1\n2.5,-1\n").classNames, (Names{"-1", "1"}));
        QCOMPARE(m_files.readWell("x,class\n0.5,1000\n1.5,2000\n2.5,1000\n").train.labels, (std::vector<std::int32_t>{0, 1, 0}));
        QCOMPARE(m_files.readWell("x,target\n0.5,0.25\n1.5,1.75\n2.5,2.5\n").features(), Index{2}); // no classes: a feature
        QCOMPARE(m_files.readWell("x,y\n1,2\n3,4\n5,2\n").features(), Index{2});                    // coordinates
    }

    void numbersAgreeWithASlowReading() {
        std::mt19937 random(11);
        std::string text;
        Floats expected;
        for (int i = 0; i < 30000; ++i) {
            std::string number = random() % 2 ? "-" : "";
            number += std::to_string(random() % 1000) + '.' + std::to_string(random());
            if (random() % 4 == 0)
                number += "e-" + std::to_string(random() % 40);
            expected.push_back(std::strtof(number.c_str(), nullptr));
            text += random() % 9 == 0 ? '"' + number + '"' : number;
            text += i % 10 == 9 ? '\n' : ',';
        }
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.train.samples, Index{3000});
        QVERIFY(dataset.train.floats == expected);
    }

    void isToldByNameAndByItsBeginning() {
        for (const char *name : {"a.csv", "a.TSV", "a.txt", "a.data", "a.csv.gz", "nameless"})
            QVERIFY2(looksLikeCsv(m_files.write("1,2\n3,4\n", name)), name);
        QVERIFY(looksLikeCsv(writeFile(m_files.path(), "packed", gzip(bytesOf("1;2\n3;4\n")))));
        for (const char *text : {"", "word", "{\"a\": 1, \"b\": 2}\n", "<a, b>\n<c, d>\n", "one, two\nthree\nfour, five, six\n"})
            QVERIFY2(!looksLikeCsv(m_files.write(text, "other")), text);
        QVERIFY(!looksLikeCsv(m_files.write(std::string("1,2\n\0\x01,4\n", 9), "binary")) && !looksLikeCsv(m_files.path().toStdString()));
    }
};

QTEST_APPLESS_MAIN(CsvTest)
#include "csv_test.moc"
