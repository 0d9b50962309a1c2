// A program that is killed while it trains loses next to nothing, and Ctrl+C nothing at all.
#include <QTest>

#include <utility>
#include <vector>

#include "tests/support/killed_training.h"
#include "tests/support/killed_window.h"

using namespace hourglass;
using namespace hourglass::tests;

class ProjectKillTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void aKilledTrainingLosesLittleAndGoesOn() {
        const std::string path = m_folder.filePath("killed.hourglass").toStdString();
        const QString file = QString::fromStdString(path);
        std::mt19937 random(17);
        core::Index lastStep = 0;
        int saved = 0;
        for (int round = 0; round < 10; ++round) {
            const int milliseconds = round == 9 ? 2'600 : 80 + static_cast<int>(random() % 500);
            const QStringList words =
                saved > 0 ? QStringList{"train", file, "--epochs", "1000000"} : QStringList{"train", "--preset", "tabular", "--epochs", "1000000", "-o", file};
            const KilledTraining killed = killTraining(QStringLiteral(HOURGLASS_PROGRAM), words, path, milliseconds);
            QVERIFY2(killed.problem.empty(), ("round " + std::to_string(round) + ": " + killed.problem).c_str());
            saved += killed.wasSaved;
            QVERIFY2(killed.step >= lastStep, ("round " + std::to_string(round)).c_str());
            lastStep = killed.step;
            if (round == 9 && killed.wasSaved)
                QVERIFY2(killed.secondsLost < HOURGLASS_SECONDS_LOST, std::to_string(killed.secondsLost).c_str());
        }
        QVERIFY(saved > 0);
        QVERIFY(lastStep > 0);
    }

    void aKilledWindowLosesLittleAndOpensWithoutAQuestion() {
        const QString program = QCoreApplication::applicationFilePath();
        int saved = 0;
        std::vector<std::pair<const char *, int>> rounds{{"a", 1'300}, {"a", 700}, {"b", 2'600}};
        for (std::size_t round = 0; round < rounds.size(); ++round) {
            const auto [name, milliseconds] = rounds[round];
            const QString file = m_folder.filePath(QString(name) + ".hourglass");
            const bool isFirst = !QFile::exists(file);
            const KilledTraining killed = killTraining(program, {windowWord, file, m_folder.path()}, file.toStdString(), milliseconds);
            QVERIFY2(killed.problem.empty(), killed.problem.c_str());
            saved += killed.wasSaved;
            if (isFirst && killed.wasSaved && killed.step > 0)
                QVERIFY2(killed.secondsLost < HOURGLASS_SECONDS_LOST, std::to_string(killed.secondsLost).c_str());
            if (round + 1 == rounds.size() && saved == 0 && milliseconds < 60'000) // a window of the sanitizers on a busy machine is not open yet
                rounds.emplace_back("b", 2 * milliseconds);
        }
        QVERIFY(saved > 0);
    }

    void anInterruptSavesAll() {
        const std::string path = m_folder.filePath("interrupted.hourglass").toStdString();
        QProcess process;
        process.setProgram(QStringLiteral(HOURGLASS_PROGRAM));
        process.setArguments({"train", "--preset", "tabular", "--epochs", "1000000", "--json", "-o", QString::fromStdString(path)});
        process.start();
        QByteArray out;
        QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).count("\"epoch\"") > 3, 60'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        out += process.readAllStandardOutput();
        const nlohmann::json done = objects(out.trimmed().toStdString()).back();
        QVERIFY(done["stopped"].get<bool>());
        const nlohmann::json kept = objects(run({"runs", path, "--json"}).out).front();
        QVERIFY(kept["step"].get<int>() >= 3 * 32);
        QVERIFY(!QFile::exists(QString::fromStdString(path + ".lock")));
        // One step more of it is one step more of all.
        const int steps = kept["step"].get<int>() + 1;
        const Run more = run({"train", path, "--steps", "1", "--json"});
        QVERIFY2(more.status == 0, more.err.c_str());
        const Run whole = run({"train", "--preset", "tabular", "--epochs", "1000000", "--steps", std::to_string(steps), "--json"});
        QVERIFY(objects(more.out).back()["parameters_sha256"] == objects(whole.out).back()["parameters_sha256"]);
    }
};

int main(int argc, char **argv) {
    if (argc > 3 && QByteArray(argv[1]) == windowWord)
        return runWindowToBeKilled(argc, argv);
    QCoreApplication application(argc, argv);
    ProjectKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "project_kill_test.moc"
