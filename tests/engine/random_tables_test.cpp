// 500 tables by lot, read back; `engine_random_tables isReadBack:"seeds 51 to 100"` repeats some, TABLE_SEED=17 and
// `engine_random_tables one` one of them, whose text it writes. random_tables_long_test.cpp draws more.
#include <QTest>

#include "tests/support/random_table_checks.h"

using namespace hourglass;
using namespace hourglass::tests;

class RandomTablesTest : public QObject {
    Q_OBJECT

private slots:
    void isReadBack_data() {
        QTest::addColumn<quint64>("first");
        for (quint64 first = 1; first <= 451; first += 50)
            QTest::addRow("seeds %llu to %llu", first, first + 49) << first;
    }
    void isReadBack() {
        QFETCH(quint64, first);
        const TablesRead read = readTables(first, 50);
        m_told += read.told;
        QVERIFY2(read.wrong.isEmpty(), qPrintable('\n' + read.wrong.join('\n')));
        for (const QString &told : read.toldSeeds)
            qInfo("%s", qPrintable(told));
    }
    void fewAreDoubtful() { QVERIFY2(m_told <= 5, qPrintable(QString::number(m_told))); }

    void one() {
        if (!qEnvironmentVariableIsSet("TABLE_SEED"))
            QSKIP("TABLE_SEED names none");
        const CsvFiles files;
        const RandomTable table = TableLottery(qEnvironmentVariable("TABLE_SEED").toULongLong()).draw();
        const auto dataset = files.read(table.bytes, table.options);
        fwrite(table.bytes.data(), 1, table.bytes.size(), stdout);
        qInfo("missing: %s, words: %s", table.missing.c_str(), table.words.c_str());
        QVERIFY2(dataset, qPrintable(QString::fromStdString(dataset ? "" : dataset.error().sentence())));
        for (const std::string &name : dataset->featureNames)
            qInfo("feature %s", name.c_str());
        qInfo("%s", qPrintable(remarksOf(dataset->report)));
        for (const data::Doubt &doubt : dataset->report.doubts)
            qInfo("doubt: %s", doubt.sentence.c_str());
        for (const data::Problem &problem : dataset->report.problems)
            qInfo("line %lld: %s", static_cast<long long>(problem.line), problem.what.c_str());
        const QString difference = differenceOf(*dataset, table);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void theSameSeedDrawsTheSame() {
        QVERIFY(TableLottery(7).draw().bytes == TableLottery(7).draw().bytes);
        QVERIFY(TableLottery(7).draw().bytes != TableLottery(8).draw().bytes);
    }

private:
    Index m_told = 0;
};

QTEST_APPLESS_MAIN(RandomTablesTest)
#include "random_tables_test.moc"
