// What is said in short of how data were read.
#include <QTest>

#include "engine/data/report_summary.h"

using namespace hourglass;
using namespace hourglass::data;

class ReportSummaryTest : public QObject {
    Q_OBJECT

private slots:
    void ofWhatNeedsNoWord() {
        ReadReport report;
        report.remarks = {"The values of a row are read as an image, 28 × 28, row by row."};
        report.assumed = {{"header", std::string("yes")}};
        QCOMPARE(summaryOf(report).sentence(), std::string());
        QVERIFY(!summaryOf(report).needsALook);
    }

    void namesColumnsUpToFour() {
        ReadReport report;
        report.leftOutColumns = {"Column 1 (id)"};
        QCOMPARE(summaryOf(report).sentence(), std::string("1 column is left out: column 1 (id)."));
        report.leftOutColumns = {"Column 1 (id)", "Column 2", "Column 3", "Column 4", "Column 5", "Column 6"};
        report.wordColumns = {"Column 7 (sex)"};
        QCOMPARE(summaryOf(report).sentence(), std::string("6 columns are left out: column 1 (id), column 2, column 3, column 4 and 2 more; "
                                                           "1 column of words is turned into numbers: column 7 (sex)."));
        QVERIFY(!summaryOf(report).needsALook); // told, and as one would have it
    }

    void countsWhatIsMissingAndWhatCouldNotBeUsed() {
        ReadReport report;
        report.missing = {{2, "age", 2, "the mean, 31, of the whole file stands in place"}, {5, "", 12, "the mean stands in place"}};
        QCOMPARE(summaryOf(report).sentence(), std::string("14 values are missing in 2 columns: the mean, 31, of the whole file stands in place."));
        QVERIFY(!summaryOf(report).needsALook);
        report.missing.resize(1);
        report.leftOutSamples = 1;
        report.add({"\"n.a.\" is no number", {}, 3, 2});
        report.doubts.push_back({"Line 1 is taken for a sample.", "header", std::string("yes"), "Line 1 names the columns"});
        const ReportSummary summary = summaryOf(report);
        QVERIFY(summary.needsALook);
        QCOMPARE(summary.facts.size(), std::size_t(4));
        QCOMPARE(summary.facts[0], std::string("1 sample is left out"));
        QCOMPARE(summary.facts[2], std::string("1 thing could not be used as it stands"));
        QCOMPARE(summary.facts[3], std::string("1 thing may be read in two ways"));
    }
};

QTEST_GUILESS_MAIN(ReportSummaryTest)
#include "report_summary_test.moc"
