// Times, indices and ids of a delimited text: what numbers the rows, and whether they stand in the order of their times.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_time.h"
#include "tests/support/csv_files.h"
#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

namespace {

/// The day of so many after 2023-01-01, in one of several ways.
std::string dateOf(int day, int form) {
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year = 2023, month = 0;
    for (; day >= lengths[month]; month = (month + 1) % 12, year += month == 0 ? 1 : 0)
        day -= lengths[month];
    char text[64];
    const int first = day + 1, number = month + 1;
    switch (form) {
    case 0: std::snprintf(text, sizeof text, "%d-%02d-%02d", year, number, first); break;
    case 1: std::snprintf(text, sizeof text, "%d.%d.%d", first, number, year); break;
    case 2: std::snprintf(text, sizeof text, "%02d/%02d/%02d", number, first, year % 100); break;
    case 3: std::snprintf(text, sizeof text, "%d-%02d-%02d 00:00:00", year, number, first); break;
    default: std::snprintf(text, sizeof text, "%02d-%s-%d", first, months[month], year);
    }
    return text;
}

std::string datedRows(const std::vector<int> &days, int form) {
    std::string text = "Date,Close,Day\n";
    for (const int day : days)
        text += dateOf(day, form) + ',' + std::to_string(100 + day * day % 17) + ".5," + std::to_string(1000 + day) + '\n';
    return text;
}

std::vector<int> daysFrom(int count, bool falls) {
    std::vector<int> days;
    for (int i = 0; i < count; ++i)
        days.push_back(falls ? count - 1 - i : i);
    return days;
}

double secondsOf(const char *text, std::size_t reading = 0) {
    const auto time = timeOf(text);
    return time ? (*time)[reading] : std::nan("");
}

} // namespace

class CsvOrderTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void timesRise_data() {
        QTest::addColumn<QString>("earlier");
        QTest::addColumn<QString>("later");
        const auto row = [](const char *earlier, const char *later) { QTest::newRow(earlier) << earlier << later; };
        row("2023-12-31", "2024-01-01");
        row("31.12.2023", "1.1.2024");
        row("31.12.99", "1.1.00");
        row("05-Jan-2024", "01-Feb-2024");
        row("January 5, 2024", "March 1, 2024");
        row("5. M\xc3\xa4rz 2024", "1. Mai 2024");
        row("20231231", "20240101");
        row("1949-02", "1950-01");
        row("12/2023", "01/2024");
        row("2023Q4", "2024Q1");
        row("2023-W52", "2024-W05");
        row("1999", "2000");
        row("9:59", "10:00");
        row("11:59 PM 1/2/2024", "12:01 AM 1/3/2024");
        row("2024-01-02T23:59:59.25Z", "2024-01-02T23:59:59.5Z");
        row("12:30 AM", "1:00 AM");
        row("11:59 AM", "12:00 PM");
    }
    void timesRise() {
        QFETCH(QString, earlier);
        QFETCH(QString, later);
        const auto first = timeOf(earlier.toStdString()), second = timeOf(later.toStdString());
        QVERIFY(first && second);
        if (earlier.contains('M') && earlier.contains('/')) // the hour before the date
            return;
        QVERIFY2((*first)[0] < (*second)[0], qPrintable(QString("%1 %2").arg((*first)[0], 0, 'f').arg((*second)[0], 0, 'f')));
    }

    void timesAreSecondsSince1970() {
        QCOMPARE(secondsOf("1970-01-01"), 0.0);
        QCOMPARE(secondsOf("2024-06-01 00:00:10"), 1717200010.0); // date -u -d @1717200010
        QCOMPARE(secondsOf("1900-03-01"), -2203891200.0);
        QCOMPARE(secondsOf("03/04/2024", 0), secondsOf("2024-04-03"));
        QCOMPARE(secondsOf("03/04/2024", 1), secondsOf("2024-03-04"));
        QVERIFY(std::isnan(secondsOf("31/04/2024", 1)) && !timeOf("never") && !timeOf(""));
    }

    void whatNumbersTheRowsIsNoFeature_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("steps"); // of the first column: its start and what is added to it in turn
        QTest::addColumn<bool>("isFeature");
        const auto row = [](const char *name, const char *header, const char *steps, bool isFeature) { QTest::newRow(name) << header << steps << isFeature; };
        row("index before a value", "", "1 1", false);
        row("index from 0", "", "0 1", false);
        row("year and value", "year,flow", "1900 1", false);
        row("year in another language", "Jahr,flow", "1900 1", false);
        row("every tenth year", "Year,people", "1790 10", false);
        row("falling index", "t,v", "500 -1", false);
        row("quarters", "time,v", "1949 0.25", false);
        row("months as they are printed", "time,v", "1949 0.0833333333 0.0833333334 0.0833333333", false);
        row("numbers before two values", "n,a,b", "100 1", false);
        row("numbers with gaps", ",a,b", "1 1 2 1 5 1 1", false);
        row("ids with gaps", "id,a,b", "1 7 2 19 5", false);
        row("survival sorted by time", "t,d,z", "1 54 19 12 3 8", true);
        row("a measured number and a value", "height,weight", "58 1", true);
        row("coordinates", "northing,easting", "5500000 0.01", true);
        row("sorted doses", "dose,a,b", "0 5 5 10 25", true);
        row("an age", "age,a,b", "20 1 2 1 4 1 1", true);
    }
    void whatNumbersTheRowsIsNoFeature() {
        QFETCH(QString, header);
        QFETCH(QString, steps);
        QFETCH(bool, isFeature);
        std::mt19937 random(4);
        const QStringList numbers = steps.split(' ');
        const qsizetype columns = header.isEmpty() ? 2 : header.split(',').size();
        std::string text = header.isEmpty() ? "" : header.toStdString() + '\n';
        double value = numbers[0].toDouble();
        for (int row = 0; row < 40; ++row) {
            text += QString::number(value, 'f', value == std::floor(value) && !steps.contains('.') ? 0 : 10).toStdString();
            for (qsizetype i = 1; i < columns; ++i)
                text += ',' + std::to_string(random() % 1000) + '.' + std::to_string(random() % 90 + 10);
            text += '\n';
            value += numbers[1 + row % (numbers.size() - 1)].toDouble();
        }
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.features(), static_cast<Index>(columns - (isFeature ? 0 : 1)));
        QCOMPARE(dataset.report.leftOutColumns.size(), isFeature ? std::size_t{0} : std::size_t{1});
        QCOMPARE(remarksOf(dataset.report).contains(" is left out: "), !isFeature);
    }

    void newestFirstIsTurnedForWindowsAndParts_data() {
        QTest::addColumn<int>("form");
        for (int form = 0; form < 5; ++form)
            QTest::newRow(dateOf(40, form).c_str()) << form;
    }
    void newestFirstIsTurnedForWindowsAndParts() {
        QFETCH(int, form);
        const int count = 200;
        spec::DataSpec wanted;
        wanted.split = {"order", {{"test", 0.1}}};
        const auto readShaped = [&](bool falls, const spec::Component &window) {
            Dataset dataset = m_files.readWell(datedRows(daysFrom(count, falls), form));
            wanted.window = window;
            const std::string said = shaped(dataset, wanted);
            return said.empty() ? std::move(dataset) : Dataset();
        };
        for (const spec::Component &window : {spec::Component{"none", {}}, spec::Component{"sliding", {{"length", Index{5}}, {"step", Index{1}}}}}) {
            const Dataset falling = readShaped(true, window), rising = readShaped(false, window);
            QVERIFY(rising.train.samples > 0);
            QCOMPARE(falling.train.floats, rising.train.floats);
            QCOMPARE(falling.test.floats, rising.test.floats);
            QCOMPARE(falling.test.floats.back(), 1000.0f + count - 1); // the newest
            QCOMPARE(falling.train.sourceIndex.front(), Index{count - 1});
            QVERIFY(remarksOf(falling.report).contains("The newest row stands first"));
            QVERIFY(!remarksOf(rising.report).contains("The newest row"));
        }
        // Where the order does not matter, or is said otherwise, the rows stay as they are.
        Dataset plain = m_files.readWell(datedRows(daysFrom(count, true), form));
        QCOMPARE(shaped(plain, {}), std::string());
        QCOMPARE(plain.train.floats[1], 1000.0f + count - 1);
        Dataset kept = m_files.readWell(datedRows(daysFrom(count, true), form), {{"order", std::string("kept")}});
        wanted.window = {"none", {}};
        QCOMPARE(shaped(kept, wanted), std::string());
        QCOMPARE(kept.test.floats.back(), 1000.0f);
    }

    void windowsOfGroupsThatAreTurnedShareNoRowWithTheTestPart() {
        std::string text = "who,day,x\n";
        for (int i = 0; i < 120; ++i)
            text += std::string(i % 3 ? "a," : "b,") + dateOf(119 - i, 0) + ',' + std::to_string(1119 - i) + '\n';
        Dataset dataset = m_files.readWell(text, {{"group", std::string("who")}});
        spec::DataSpec wanted;
        wanted.split = {"order", {{"test", 0.2}}};
        wanted.window = {"sliding", {{"length", Index{4}}, {"step", Index{1}}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QVERIFY(dataset.train.samples > 40 && dataset.test.samples > 10);
        std::vector<float> tested(dataset.test.floats);
        std::sort(tested.begin(), tested.end());
        for (const float value : dataset.train.floats)
            QVERIFY(!std::binary_search(tested.begin(), tested.end(), value));
        for (std::size_t i = 0; i < dataset.train.floats.size(); i += 4)
            QVERIFY(dataset.train.floats[i] < dataset.train.floats[i + 3]);
    }

    void timesInNoOrderOrTwiceAreTold() {
        const QString shuffled = "Column 1 (Date) holds times in no order";
        std::vector<int> days = daysFrom(200, false);
        QVERIFY(!remarksOf(m_files.readWell(datedRows(days, 0)).report).contains("times"));
        std::vector<int> doubled = days;
        doubled.insert(doubled.begin() + 60, {58, 59, 59});
        std::sort(doubled.begin(), doubled.end());
        QVERIFY(remarksOf(m_files.readWell(datedRows(doubled, 0)).report).contains("Column 1 (Date): 3 rows have the same time as another."));
        std::swap(days[50], days[90]);
        QVERIFY(remarksOf(m_files.readWell(datedRows(days, 0)).report).contains("Column 1 (Date) rises but for 2 steps"));
        std::shuffle(days.begin(), days.end(), std::mt19937(8));
        for (int form = 0; form < 5; ++form)
            QVERIFY(remarksOf(m_files.readWell(datedRows(days, form)).report).contains(shuffled));
        std::mt19937 random(6);
        std::vector<int> birthdays;
        for (int i = 0; i < 60; ++i)
            birthdays.push_back(static_cast<int>(random() % 20000));
        QVERIFY(!remarksOf(m_files.readWell(datedRows(birthdays, 0)).report).contains("order"));
    }

    void dateAndTimeMayHaveColumnsOfTheirOwn() {
        std::string text = "date;time;x\n";
        for (int hour = 199; hour >= 0; --hour)
            text += dateOf(hour / 24, 1) + ';' + std::to_string(hour % 24) + ":00:00;" + std::to_string(hour) + ".5\n";
        QCOMPARE(choiceIn(m_files.readWell(text).report, "order"), std::string("turned"));
    }

    void theReportCountsWhatIsLeftOutAndKnowsTheKindsOfFeatures() {
        const std::string text = "id,town,size,when\n1,A,1.5,2024-01-01\n2,B,,2024-01-02\n4,A,2.5\n5,B,3.5,2024-01-03\n";
        const Dataset dataset = m_files.readWell(text, {{"missing", std::string("column")}});
        QCOMPARE(dataset.report.leftOutColumns, (Names{"Column 1 (id)", "Column 4 (when)"}));
        QCOMPARE(dataset.report.wordColumns, (Names{"Column 2 (town)"}));
        QCOMPARE(dataset.report.leftOutSamples, Index{1});
        QVERIFY(dataset.featureKinds == (std::vector<FeatureKind>{FeatureKind::Category, FeatureKind::Category, FeatureKind::Number, FeatureKind::Flag}));
        const Dataset codes = m_files.readWell(text, {{"missing", std::string("drop_row")}, {"words", std::string("codes")}});
        QCOMPARE(codes.report.leftOutSamples, Index{2});
        QVERIFY(codes.featureKinds == (std::vector<FeatureKind>{FeatureKind::Code, FeatureKind::Number}));
    }

    void whatStandsForAMissingWordAddsUpToOne() {
        const std::string text = "x,c\n1.5,r\n2.5,g\n3.5,r\n4.5,?\n5.5,b\n";
        for (const char *missing : {"mean", "median"}) {
            const Dataset dataset = m_files.readWell(text, {{"missing", std::string(missing)}});
            for (std::size_t at = 0; at < dataset.train.floats.size(); at += 4)
                QCOMPARE(dataset.train.floats[at + 1] + dataset.train.floats[at + 2] + dataset.train.floats[at + 3], 1.0f);
        }
        const Dataset median = m_files.readWell(text, {{"missing", std::string("median")}});
        QCOMPARE((Floats(median.train.floats.begin() + 12, median.train.floats.begin() + 16)), (Floats{4.5f, 0, 0, 1}));
        QVERIFY(remarksOf(median.report).contains("Column 2 (c): 1 value is missing; the most frequent word, “r”, of the whole file"));
        QVERIFY(remarksOf(m_files.readWell(text).report).contains("the mean, the share of each word, of the whole file"));
        QCOMPARE(m_files.readWell(text, {{"words", std::string("codes")}}).train.floats[7], 2.0f);
    }

    /// An axis that neither its name nor whole numbers betray is a feature, and one click leaves it out.
    void anEvenAxisIsInDoubt_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<double>("step");
        QTest::addColumn<bool>("isOffered");
        QTest::newRow("tenths") << "0.1" << 0.1 << true;
        QTest::newRow("falling") << "4000.5" << -0.5 << true;
        QTest::newRow("modified Julian dates") << "60310.125" << 0.125 << true;
        QTest::newRow("uneven") << "0.1" << 0.0 << false;
    }
    void anEvenAxisIsInDoubt() {
        QFETCH(QString, first);
        QFETCH(double, step);
        QFETCH(bool, isOffered);
        std::string text = "x,a,b\n";
        for (int row = 0; row < 40; ++row) {
            const double at = first.toDouble() + (step != 0.0 ? step * row : row * row * 0.1);
            text += QString::number(at, 'f', 3).toStdString() + ',' + std::to_string(row * 7 % 11) + ".25," + std::to_string(row * 5 % 13) + '\n';
        }
        const Dataset dataset = m_files.readWell(text);
        const auto &doubts = dataset.report.doubts;
        const auto found = std::find_if(doubts.begin(), doubts.end(), [](const Doubt &doubt) { return doubt.setting == "leave_out"; });
        QCOMPARE(found != doubts.end(), isOffered);
        if (isOffered)
            QCOMPARE(m_files.readWell(text, {{"leave_out", found->otherwise}}).featureNames, (std::vector<std::string>{"a", "b"}));
    }
};

QTEST_APPLESS_MAIN(CsvOrderTest)
#include "csv_order_test.moc"
