// Some seconds of random actions; half an hour of them is random_actions_long_test.
#include "tests/support/random_actions.h"

using namespace hourglass;

class RandomActionsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void theWindowIsNeverStuck_data() {
        QTest::addColumn<quint32>("seed");
        QTest::newRow("first") << 1u;
        QTest::newRow("second") << 2u;
    }
    void theWindowIsNeverStuck() {
        QFETCH(quint32, seed);
        QDir::setCurrent(m_folder.path());
        QSettings settings(m_folder.filePath(QString("settings%1.ini").arg(seed)), QSettings::IniFormat);
        tests::WindowBench bench(settings);
        bench.open();
        tests::RandomActions actions(bench, seed);
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 8000)
            actions.act();
        const QString problem = tests::stuck(bench);
        QVERIFY2(problem.isEmpty(), qPrintable(problem + " after " + actions.last().join(", ")));
    }
};

QTEST_MAIN(RandomActionsTest)
#include "random_actions_test.moc"
