// A row that is left out leaves nothing behind: neither its words in the next row nor categories that no sample has.
#include <QTest>

#include <numeric>

#include "engine/data/readers/csv.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

class CsvDroppedRowsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void leaveNoWordsBehind_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("missing");
        // Each row that stays is the number of its town and of its kind, and where its size is.
        const QString rows = "town,kind,size\nA,u,10\nB,v,11\nC,u,12\n%1A,v,13\nB,u,14\nC,v,15\n%2A,u,16\n";
        QTest::newRow("missing value") << rows.arg("Z,v,\n", "B,w,\n") << "drop_row";
        QTest::newRow("two in a row") << rows.arg("Z,v,\nB,w,?\n", "C,u,NA\n") << "drop_row";
        QTest::newRow("too short") << rows.arg("Z,v\n", "Y,w\n") << "mean";
        QTest::newRow("too long") << rows.arg("Z,w,1,2\n", "Y,w,1,2\n") << "mean";
        QTest::newRow("a line of text") << rows.arg("Zero\n", "One\n") << "mean";
        QTest::newRow("open quotes") << rows.arg("", "Z,v,\"1\n") << "mean";
    }
    void leaveNoWordsBehind() {
        QFETCH(QString, text);
        QFETCH(QString, missing);
        const auto dataset = m_files.readWell(text.toStdString(), {{"missing", missing.toStdString()}});
        QCOMPARE(dataset.featureNames, (Names{"town=A", "town=B", "town=C", "kind=u", "kind=v", "size"}));
        QCOMPARE(dataset.train.floats,
                 (Floats{1, 0, 0, 1, 0, 10, 0, 1, 0, 0, 1, 11, 0, 0, 1, 1, 0, 12, 1, 0, 0, 0, 1, 13, 0, 1, 0, 1, 0, 14, 0, 0, 1, 0, 1, 15, 1, 0, 0, 1, 0, 16}));
    }

    void areNoGroupsAndNoClasses() {
        const std::string text = "group,x,class\np,1,a\nq,2,b\nr,,c\np,4,a\nq,5,b\np,6,a\n";
        const auto dataset = m_files.readWell(text, {{"missing", std::string("drop_row")}, {"group", std::string("group")}});
        QCOMPARE(dataset.groupNames, (Names{"p", "q"}));
        QCOMPARE(dataset.classNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 4, 5, 6}));
    }

    /// Before it is known that a column is empty, every row lacks its value.
    void anEmptyColumnDropsNoRows() {
        const std::string text = "kind,x,none\nu,1,\nv,2,\nu,3,\nv,,\nu,5,\n";
        const auto dataset = m_files.readWell(text, {{"missing", std::string("drop_row")}});
        QCOMPARE(dataset.featureNames, (Names{"kind=u", "kind=v", "x"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 0, 1, 0, 1, 2, 1, 0, 3, 1, 0, 5}));
    }

    /// More rows than a block of the reader holds, so that a dropped row is the last of one and the first of another.
    void inEveryBlock() {
        std::string text = "kind,x\n";
        Floats expected;
        for (int i = 0; i < 300'000; ++i) {
            const bool isDropped = i % 3 == 1;
            text += std::string(i % 2 == 0 ? "u," : "v,") + (isDropped ? "" : std::to_string(i)) + '\n';
            if (!isDropped)
                expected.insert(expected.end(), {i % 2 == 0 ? 1.0f : 0.0f, i % 2 == 0 ? 0.0f : 1.0f, static_cast<float>(i)});
        }
        QVERIFY(m_files.readWell(text, {{"missing", std::string("drop_row")}}).train.floats == expected);
    }
};

QTEST_GUILESS_MAIN(CsvDroppedRowsTest)
#include "csv_dropped_rows_test.moc"
