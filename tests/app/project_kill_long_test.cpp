// Two hundred kills within 0.1 to 20 s of training, of a small stack and of Deep with its optimiser's state.
#include <QTest>

#include "tests/support/killed_training.h"

using namespace hourglass;
using namespace hourglass::tests;

class ProjectKillLongTest : public QObject {
    Q_OBJECT

private slots:
    void nothingOlderThanTwoSecondsIsLost_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<int>("kills");
        QTest::newRow("tabular") << "tabular" << 150;
        QTest::newRow("deep") << "deep" << 50;
    }

    void nothingOlderThanTwoSecondsIsLost() {
        QFETCH(QString, preset);
        QFETCH(int, kills);
        std::mt19937 random(3);
        const QTemporaryDir folder;
        double worst = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const QString file = folder.filePath(QString::number(kill / 5) + ".hourglass"); // five to a file: it goes on four times
            const bool goesOn = QFile::exists(file) && !objects(run({"runs", file.toStdString(), "--json"}).out).empty();
            const QStringList words = goesOn ? QStringList{"train", file, "--epochs", "1000000"}
                                             : QStringList{"train", "--preset", preset, "--epochs", "1000000", "-o", file};
            const double exponent = static_cast<double>(random() % 1000) / 1000;
            const auto milliseconds = static_cast<int>(100 * std::pow(kill % 10 == 0 ? 200.0 : 40.0, exponent));
            const KilledTraining killed = killTraining(QStringLiteral(HOURGLASS_PROGRAM), words, file.toStdString(), milliseconds);
            QVERIFY2(killed.problem.empty(), ("kill " + std::to_string(kill) + ": " + killed.problem).c_str());
            // A program that was still reading its data had begun no second of training.
            if (killed.wasSaved && !goesOn)
                worst = std::max(worst, killed.secondsLost);
        }
        qInfo("at most %.2f s lost", worst);
        QVERIFY(worst < HOURGLASS_SECONDS_LOST);
    }
};

QTEST_GUILESS_MAIN(ProjectKillLongTest)
#include "project_kill_long_test.moc"
