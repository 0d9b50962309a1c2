// Delimited text that is not as it should be: what can be used is used, the rest is told with line and column, and nothing crashes.
#include <QTest>

#include <atomic>
#include <cmath>

#include <unistd.h>

#include "engine/data/readers/csv.h"
#include "tests/support/csv_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;

namespace {

std::string repeated(const std::string &text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

} // namespace

class CsvBadTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void tellsProblemsWhereTheyAre_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("rows");
        const auto row = [](const char *name, const char *text, const char *what, int line, int column, int rows) {
            QTest::newRow(name) << QString(text) << QString(what) << line << column << rows;
        };
        row("a word", "a,b\n1,2\n3,oh\n5,6\n", "\"oh\" is no number", 3, 2, 3);
        row("behind blank lines and comments", "# c\n\na,b\n1,2\n\n# d\n3,oh\n5,6\n", "\"oh\" is no number", 7, 2, 3);
        row("behind breaks in quotes", "n,b\n\"x\ny\",2\n\"x\ny\",3\nz,oh\nz,6\nz,7\n", "\"oh\" is no number", 6, 2, 5);
        row("a date", "1,2\n3,2024-01-02\n5,6\n", "\"2024-01-02\" is no number", 2, 2, 3);
        row("infinite", "1,2\n-inf,4\n5,6\n", "\"-inf\" is not finite", 2, 1, 3);
        row("too large", "1,2\n3,1e39\n5,6\n", "\"1e39\" is not finite, or too large", 2, 2, 3);
        row("short", "1,2,3\n4,5\n6,7,8\n", "the row has 2 values instead of 3", 2, 2, 2);
        row("long", "1,2\n3,4\n5,6,7,8\n", "the row has 4 values instead of 2", 3, 4, 2);
        row("open quotes", "1,2\n\"3,4\n5,6\n7,8\n", "the quotes opened here are not closed", 2, 1, 3);
    }
    void tellsProblemsWhereTheyAre() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(int, rows);
        const auto dataset = m_files.read(text.toStdString());
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->report.problemCount, Index{1});
        const Problem &problem = dataset->report.problems.front();
        QVERIFY2(QString::fromStdString(problem.what).contains(what), problem.what.c_str());
        QCOMPARE(problem.line, Index{line});
        QCOMPARE(problem.column, Index{column});
        QCOMPARE(dataset->train.samples, Index{rows});
        for (const float value : dataset->train.floats)
            QVERIFY(std::isfinite(value));
    }

    void refusesWhatLeavesNothing_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const std::string &text, const char *part) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString(part);
        };
        row("empty", "", "the file is empty");
        row("one byte", "a", "a header and no rows");
        row("one quote", "\"", "quotes of the first rows are not closed");
        row("a line break", "\n", "the file holds no rows");
        row("comments", "# a\n# b\n", "");
        row("only a header", "a,b,c\n", "a header and no rows");
        row("binary",
            std::string("\x7f"
                        "ELF\0\0\0\1,2\n",
                        12),
            "bytes of value 0");
        row("prose",
            "It was dark.\nRain fell, and then\nmore of it fell, all night,\nuntil day came.\nBirds sang.\nAt noon, sun.\nBy dusk\nthe road was dry,\nand he left.\n",
            "");
        row("texts", "a,b\none,two\nthree,four\nfive,six\nseven,eight\nnine,ten\neleven,twelve\n1st,2nd\n3rd,4th\n5th,6th\n", "no column holds numbers");
        row("missing", "a,b\n?,?\nNA,\n", "no column holds numbers");
        row("infinite", "a,b\ninf,inf\ninf,-inf\n", "no column holds numbers");
        row("100 000 columns", repeated("1,", 99999) + "1\n" + repeated("2,", 99999) + "3\n", "the rows have 100000 columns; at most 65537");
        row("17 MB without a line break", std::string(17 << 20, '1'), "the first");
        row("a long row behind others", repeated("1,2\n3,4\n", 200000) + std::string(34 << 20, '7'), "a row is longer than 16 MB");
    }
    void refusesWhatLeavesNothing() {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        const auto dataset = m_files.read(text.toStdString());
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.contains("some.csv") && !sentence.contains('\n') && !dataset.error().hint.empty(), qPrintable(sentence));
    }

    /// Of the 3 GB, 17 MB are on the disk; the rest is a hole that must not be reached.
    void aLineOf3GigabytesIsNotTakenIn() {
        const std::string path = m_files.write(repeated("1,", 17 << 19));
        QCOMPARE(::truncate(path.c_str(), off_t{3} << 30), 0);
        tests::largestAllocation = 0;
        const auto dataset = readPath({path, {}, {}});
        QVERIFY(!dataset);
        QVERIFY2(dataset.error().what.starts_with("the first"), dataset.error().what.c_str());
        QVERIFY2(tests::largestAllocation < 64 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void survivesEveryTruncation_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("table") << QByteArray(
            "a,name,when,z\n1.5,\"x, \"\"y\"\"\",2024-01-02,3e2\n-2,\"two\nlines\",2024-01-03,?\n7,z,2024-01-04,inf\n8,z,2024-01-05,1\n");
        QTest::newRow("blanks") << QByteArray("  1.5  2,5 \n# x\n 3 4\n\n 5 6\n");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE"
                                              "1\0,\0"
                                              "2\0\n\0"
                                              "3\0,\0\x3D\xD8\x00\xDE\n\0"
                                              "5\0,\0"
                                              "6\0\n\0",
                                              28);
    }
    void survivesEveryTruncation() {
        QFETCH(QByteArray, text);
        for (qsizetype length = 0; length <= text.size(); ++length) {
            const std::string cut = text.left(length).toStdString();
            const auto dataset = m_files.read(cut);
            if (dataset) {
                QCOMPARE(static_cast<Index>(dataset->train.floats.size()), dataset->train.samples * dataset->features());
                for (const float value : dataset->train.floats)
                    QVERIFY(std::isfinite(value));
            } else {
                QVERIFY(!dataset.error().what.empty());
            }
        }
    }

    void survivesEveryFlippedBit() {
        const std::string whole = "a,b,name\n1.5,2,\"x\"\n3,4e1,y\n5,6,x\n";
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            std::string flipped = whole;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
            const auto dataset = m_files.read(flipped);
            if (dataset)
                QCOMPARE(static_cast<Index>(dataset->train.floats.size()), dataset->train.samples * dataset->features());
        }
    }

    void refusesEveryTruncationOfGzip() {
        const Bytes packed = gzip(bytesOf("a,b\n1.5,2\n3,4\n5,6\n"));
        for (std::size_t length = 0; length < packed.size(); ++length) {
            const auto dataset =
                readPath({writeFile(m_files.path(), "cut.csv.gz", {packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(length)}), {}, {}});
            QVERIFY2(!dataset || length < 2, qPrintable(QString("%1 bytes were enough").arg(length)));
        }
    }

    void quotesThatAreNotClosedSwallowNoMoreThanTheirLine() {
        std::string text = "a,b\n1,2\n\"3,4\n";
        text += repeated("5,6\n", 100000);
        const auto dataset = m_files.read(text);
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.samples, Index{100001});
        QCOMPARE(dataset->report.problemCount, Index{1});
    }

    void quotedLineBreaksMayLieAcrossBlocks() {
        std::string text = "x,t\n";
        Floats expected;
        for (int i = 0; i < 60000; ++i) {
            text += std::to_string(i % 100) + ".5,\"" + std::string(static_cast<std::size_t>(i % 40), '\n') + (i % 2 ? "a\"\"b" : "c,d") + "\"\n";
            expected.push_back(static_cast<float>(i % 100) + 0.5f);
        }
        text += "oh,\"c,d\"\n";
        const auto line = static_cast<Index>(std::count(text.begin(), text.end(), '\n'));
        const auto dataset = m_files.read(text, {{"words", std::string("leave_out")}, {"missing", std::string("drop_row")}});
        QVERIFY(bool(dataset));
        QVERIFY(dataset->train.floats == expected);
        QCOMPARE(dataset->report.problems.front().line, line);
    }

    void threadsMakeNoDifference() {
        std::string text = "id,x,colour,z\n";
        for (int i = 0; i < 150000; ++i) {
            text += std::to_string(i) + ',' + std::to_string(i % 977) + '.' + std::to_string(i) + ',';
            text += i % 3 ? "red" : "\"green, or\nblue\"";
            text += i % 1000 == 999 ? ",oh\n" : i % 500 == 7 ? "\n" : i % 70 == 3 ? ",NA\n" : ",-" + std::to_string(i % 31) + "e-3\n";
        }
        const std::string path = m_files.write(text);
        const auto one = readCsv({path, {}, {}}, 1);
        QVERIFY2(bool(one), one ? "" : one.error().sentence().c_str());
        QCOMPARE(one->report.problemCount, Index{450});
        for (const int threads : {2, 5}) {
            const auto other = readCsv({path, {}, {}}, threads);
            QVERIFY(bool(other));
            QVERIFY(one->train.floats == other->train.floats && one->featureNames == other->featureNames && one->report.remarks == other->report.remarks);
            QCOMPARE(other->report.problems.size(), one->report.problems.size());
            for (std::size_t i = 0; i < one->report.problems.size(); ++i) {
                QCOMPARE(other->report.problems[i].line, one->report.problems[i].line);
                QCOMPARE(other->report.problems[i].what, one->report.problems[i].what);
            }
        }
    }

    void keepsTheFirstThousandProblems() {
        const auto dataset = m_files.read("a,b\n" + repeated("1,2.5\n3,4\n5,oh\n", 1500));
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->report.problemCount, Index{1500});
        QCOMPARE(dataset->report.problems.size(), ReadReport::mostProblems);
        QCOMPARE(dataset->report.problems.back().line, Index{1 + 3000});
    }

    void asksForNoMoreMemoryThanTheFileCanFill() {
        const std::string blank = m_files.write("1,2\n3,4\n" + std::string(4 << 20, '\n'), "blank.csv");
        const std::string packed = writeFile(m_files.path(), "packed.csv.gz", gzip(bytesOf(std::string(40 << 20, '1'))));
        tests::largestAllocation = 0;
        QVERIFY(bool(readCsv({blank, {}, {}})));
        QVERIFY2(tests::largestAllocation <= 4 * (4 << 20) + 4096, qPrintable(QString::number(tests::largestAllocation)));
        QVERIFY(!readCsv({packed, {}, {}}));
        QVERIFY2(tests::largestAllocation < 80 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void stopsWhenCancelled() {
        const std::string path = m_files.write(repeated("1.5,2.5,3.5\n4.5,5.5,6.5\n", 500000));
        std::atomic<bool> cancelled = false;
        double last = 0.0;
        Progress progress;
        progress.cancelled = &cancelled;
        progress.report = [&](double fraction, const std::string &what) {
            QVERIFY(fraction >= last && fraction <= 1.0);
            QCOMPARE(what, std::string("Reading some.csv"));
            last = fraction;
            cancelled = fraction > 0.3;
        };
        const auto dataset = readCsv({path, {}, progress}, 1);
        QVERIFY(!dataset && QString::fromStdString(dataset.error().what).contains("cancelled"));
        QVERIFY(last > 0.3 && last < 0.6);
    }
};

QTEST_APPLESS_MAIN(CsvBadTest)
#include "csv_bad_test.moc"
