// Orange's tables: types and roles of the second and third line, or of prefixes, are what columns are taken for. Values are those
// of Orange.data.Table.
#include <QTest>

#include "engine/data/readers/tables/orange.h"
#include "tests/support/cut_files.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string zoo = "name\tlegs\tweight\tpain\tnote\twhen\ttype\nstring\td\tc\tvery\\ high none\ts\ttime\td\nmeta\t\tunit=kg\t\ti\t\tclass\n"
                        "ape\t2\t1.5\tnone\tp\t2020-01-01\tmammal\nbee\t6\t?\tvery "
                        "high\tq\t2020-01-02\tinsect\n\ncow\t4\t3.5\tnone\t\"a\nb\"\t2020-01-03\tmammal\nant\t6\t2\tnone\n";

} // namespace

class OrangeTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    OrangeTest() : ReadsTexts("some.tab") {}

private slots:
    void typesAndRolesAreFollowed() {
        const Dataset dataset = read(zoo, {{"label", std::string("automatic")}});
        QCOMPARE(dataset.report.reader, std::string("orange"));
        QCOMPARE(dataset.featureNames, (Names{"legs=2", "legs=4", "legs=6", "weight", "pain=none", "pain=very high"}));
        QCOMPARE(dataset.classNames, (Names{"insect", "mammal"}));
        QCOMPARE(Floats(dataset.train.floats.begin(), dataset.train.floats.begin() + 6), (Floats{1, 0, 0, 1.5f, 1, 0}));
        QCOMPARE(dataset.train.floats[9], (1.5f + 3.5f + (dataset.train.samples == 4 ? 2.0f : 0.0f)) / static_cast<float>(dataset.train.samples - 1));
        const QString remarks = remarksOf(dataset.report);
        QVERIFY2(remarks.contains("Column 1 (name) is left out: the file says that it is a meta attribute"), qPrintable(remarks));
        QVERIFY(remarks.contains("Column 5 (note) is left out: the file says that it is to be ignored"));
        QVERIFY(remarks.contains("Column 6 (when) is left out: it holds dates"));
    }

    void headersAreFound_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reader");
        QTest::newRow("three lines") << "a.tab"
                                     << "a\tk\nc\td\n\tclass\n1\tx\n2\ty\n"
                                     << "orange";
        QTest::newRow("without roles") << "a.tab"
                                       << "a\tk\nc\td\n\t\n1\tx\n2\ty\n"
                                       << "orange";
        QTest::newRow("long words and commas") << "a.csv"
                                               << "a,k\nContinuous,discrete\n,class\n1,x\n2,y\n"
                                               << "orange";
        QTest::newRow("prefixes") << "a.csv"
                                  << "C#a,cD#k\n1,x\n2,y\n"
                                  << "orange";
        QTest::newRow("a prefix among names") << "a.tab"
                                              << "a\tc#k\n1\tx\n2\ty\n"
                                              << "orange";
        QTest::newRow("a plain table") << "a.tab"
                                       << "a\tk\n1\tx\n2\ty\n"
                                       << "csv";
        QTest::newRow("letters as values") << "a.csv"
                                           << "a,k\nc,d\nd,c\nc,c\n"
                                           << "csv";
        QTest::newRow("languages") << "a.csv"
                                   << "C#,F#\n1,2\n3,4\n"
                                   << "csv";
    }
    void headersAreFound() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QString, reader);
        const auto dataset = m_files.read(text.toStdString(), {}, name);
        QVERIFY2(bool(dataset) || reader == "csv", dataset ? "" : dataset.error().sentence().c_str());
        if (!dataset)
            return;
        QCOMPARE(QString::fromStdString(dataset->report.reader), reader);
        if (reader == "csv")
            return;
        const bool hasClass = !text.startsWith("a\tk\nc\td\n\t\n");
        QCOMPARE(dataset->train.floats, hasClass ? (Floats{1, 2}) : (Floats{1, 1, 0, 2, 0, 1}));
        QCOMPARE(dataset->featureNames.front(), std::string("a"));
        QCOMPARE(dataset->classNames.size(), std::size_t{hasClass ? 2u : 0u});
    }

    void prefixesSayTypeAndRole() {
        const Dataset dataset = read("mS#id\tD#legs\tC#weight\ti#skip\tcD#kind\nr1\t2\t1.5\t9\t1\nr2\t4\t2.5\t8\t2\nr3\t2\t3.5\t7\t1\n");
        QCOMPARE(dataset.featureNames, (Names{"legs=2", "legs=4", "weight"}));
        QCOMPARE(dataset.classNames, (Names{"1", "2"}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 0}));
        QCOMPARE(dataset.train.floats, (Floats{1, 0, 1.5f, 0, 1, 2.5f, 1, 0, 3.5f}));
    }

    void aClassOfNumbersIsNoClass() {
        const Dataset dataset = read("a\tvalue\nc\tc\n\tclass\n1\t24.5\n2\t21.5\n");
        QVERIFY(dataset.classNames.empty());
        QCOMPARE(dataset.featureNames, (Names{"a", "value"}));
    }

    void unclosedQuotesCostTheirRowAlone() {
        std::string text = "a\tk\nc\td\n\tclass\n1\t\"x\n";
        for (int i = 0; i < 100; ++i)
            text += std::to_string(i) + "\ty\n";
        const Dataset dataset = read(text);
        QCOMPARE(dataset.train.samples, Index{100});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{4});
    }

    void columnSettingsMeanTheSame() {
        QCOMPARE(read("a\tb\tk\nc\tc\td\n\t\tclass\n1\t2\tx\n3\t4\ty\n", {{"leave_out", std::string("a")}}).featureNames, (Names{"b"}));
        QCOMPARE(read("a\tb\tk\nc\td\td\n\t\tclass\n1\tu\tx\n3\tv\ty\n", {{"label", std::string("b")}}).classNames, (Names{"u", "v"}));
        QCOMPARE(read("a\tb\tk\nc\tc\td\n\t\tclass\n1\t2\tx\n?\t4\ty\n", {{"missing", std::string("drop_row")}}).train.samples, Index{1});
    }

    void cutAnywhereItIsReadOrRefused() { QCOMPARE(flawOfCuts(m_files, zoo, "some.tab", 1), QString()); }
};

QTEST_APPLESS_MAIN(OrangeTest)
#include "orange_test.moc"
