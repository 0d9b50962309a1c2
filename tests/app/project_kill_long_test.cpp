// Two hundred kills within 0.1 to 20 s of training, of a small stack and of Deep with its optimiser's state; and of a window that is edited and saved.
#include <QTest>

#include "tests/support/killed_training.h"
#include "tests/support/killed_window.h"

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
            const QStringList words =
                goesOn ? QStringList{"train", file, "--epochs", "1000000"} : QStringList{"train", "--preset", preset, "--epochs", "1000000", "-o", file};
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

    void aKilledWindowOpensWithoutAQuestion() {
        constexpr int kills = 100;
        std::mt19937 random(5);
        const QTemporaryDir folder;
        double worst = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const QString file = folder.filePath(QString::number(kill / 5) + ".hourglass");
            const bool isFirst = !QFile::exists(file);
            const auto milliseconds = static_cast<int>(400 + random() % 4'000);
            const KilledTraining killed =
                killTraining(QCoreApplication::applicationFilePath(), {windowWord, file, folder.path()}, file.toStdString(), milliseconds);
            QVERIFY2(killed.problem.empty(), ("kill " + std::to_string(kill) + ": " + killed.problem).c_str());
            if (killed.wasSaved && isFirst && killed.step > 0)
                worst = std::max(worst, killed.secondsLost);
        }
        qInfo("at most %.2f s lost", worst);
        QVERIFY(worst < HOURGLASS_SECONDS_LOST);
    }
};

int main(int argc, char **argv) {
    if (argc > 3 && QByteArray(argv[1]) == windowWord)
        return runWindowToBeKilled(argc, argv);
    QCoreApplication application(argc, argv);
    ProjectKillLongTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "project_kill_long_test.moc"
