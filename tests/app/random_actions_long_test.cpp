// Half an hour of random actions, looked at every minute. HOURGLASS_MINUTES and HOURGLASS_SEED take others.
#include "tests/support/random_actions.h"

using namespace hourglass;

class RandomActionsLongTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void theWindowIsNeverStuck_data() {
        QTest::addColumn<quint32>("seed");
        bool isSaid = false;
        const int said = qEnvironmentVariableIntValue("HOURGLASS_MINUTES", &isSaid), minutes = isSaid ? said : 30;
        const int first = std::max(1, qEnvironmentVariableIntValue("HOURGLASS_SEED"));
        for (int minute = 0; minute < minutes; ++minute)
            QTest::addRow("seed %d", first + minute) << static_cast<quint32>(first + minute);
    }
    void theWindowIsNeverStuck() {
        QFETCH(quint32, seed);
        QDir::setCurrent(m_folder.path());
        QSettings settings(m_folder.filePath(QString("settings%1.ini").arg(seed % 4)), QSettings::IniFormat);
        tests::WindowBench bench(settings);
        bench.open();
        tests::RandomActions actions(bench, seed);
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 55'000)
            actions.act();
        const QString problem = tests::stuck(bench);
        QVERIFY2(problem.isEmpty(), qPrintable(problem + " after " + actions.last().join(", ")));
        qInfo("%d actions", actions.count());
    }
};

QTEST_MAIN(RandomActionsLongTest)
#include "random_actions_long_test.moc"
