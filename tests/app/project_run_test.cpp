// Runs in projects on the command line: what was interrupted goes on with the same bits, whatever it is trained by, and wrong words are a sentence.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "engine/project/project_file.h"
#include "engine/training/catalogue.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words &more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

std::string hashOf(const Run &run) {
    return run.status == 0 ? objects(run.out).back()["parameters_sha256"].get<std::string>() : run.err;
}

} // namespace

class ProjectRunTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string pathOf(const std::string &name) const { return m_folder.filePath(QString::fromStdString(name)).toStdString(); }

private slots:
    void curvesLeaveAsATableAndForTensorBoard() {
        const std::string path = pathOf("curves.hourglass"), table = pathOf("curves.csv"), board = pathOf("board");
        QCOMPARE(run({"train", "--preset", "tabular", "--epochs", "3", "--seed", "7", "-o", path}).status, 0);
        const Run made = run({"runs", path, "--csv", table, "--tensorboard", board});
        QVERIFY2(made.status == 0 && made.out.empty() && made.err.find("1 run, ") == 0, (made.out + made.err).c_str()); // the files are the result
        QFile file(QString::fromStdString(table));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split("\r\n", Qt::SkipEmptyParts);
        const std::size_t steps = objects(run({"runs", path, "--json"}).out).front()["step"].get<std::size_t>();
        QCOMPARE(static_cast<std::size_t>(lines.filter(",loss/train,").size()), steps);
        QCOMPARE(lines.filter(",loss/test,").size(), 3);
        QCOMPARE(lines.filter(",loss/train_epoch,").size(), 3);
        const QDir folder(QString::fromStdString(board));
        QCOMPARE(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
        QCOMPARE(QDir(folder.filePath(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).front())).entryList({"events.out.tfevents.*"}).size(), 1);
        const Run over = run({"runs", path, "--csv", path});
        QCOMPARE(over.status, 1);
        QCOMPARE(run({"runs", path}).status, 0); // it is still a project
        const Run failed = run({"runs", path, "--csv", pathOf("nowhere/curves.csv")});
        QVERIFY2(failed.status == 1 && failed.err.find("nowhere") != std::string::npos, failed.err.c_str());
    }

    void tenEpochsAreFourAndSix_data() {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("preset");
        const auto row = [](const std::string &name, const QStringList &settings, const QString &preset = "tabular") {
            QTest::newRow(name.c_str()) << settings << preset;
        };
        for (const spec::Kind &kind : training::catalogue().optimisers)
            row("optimiser " + kind.key, {QString::fromStdString("training.optimiser.kind=" + kind.key)});
        for (const spec::Kind &kind : training::catalogue().schedules)
            row("schedule " + kind.key, {QString::fromStdString("training.schedule.kind=" + kind.key)});
        for (const spec::Kind &kind : training::catalogue().averages)
            row("average " + kind.key, {QString::fromStdString("training.average.kind=" + kind.key)});
        row("best epoch", {"training.stop=[{\"kind\": \"no_improvement\", \"patience\": 2}]", "training.optimiser.rate=0.02"});
        row("dropout, corruption, accumulated", {"training.gradient.accumulate=2", "training.corruption.kind=gaussian"});
        row("variational", {}, "variational");
    }

    void tenEpochsAreFourAndSix() {
        QFETCH(QStringList, settings);
        QFETCH(QString, preset);
        Words words{"train", "--preset", preset.toStdString(), "--seed", "7", "--json", "--threads", "1"};
        if (preset != "tabular")
            words = words + Words{"--data", "tabular", "--loss", "mean_squared_error"};
        for (const QString &setting : settings)
            words = words + Words{"--set", setting.toStdString()};
        const std::string path = pathOf(QString(QTest::currentDataTag()).replace(' ', '_').toStdString() + ".hourglass");
        const Run whole = run(words + Words{"--epochs", "10"});
        QVERIFY2(whole.status == 0, whole.err.c_str());
        // Within an epoch (L-BFGS has one step in each), and the epochs that are asked for in all known to schedules from the start.
        const bool takesAllSamples = QByteArray(QTest::currentDataTag()) == "optimiser lbfgs";
        const Run first = run(words + Words{"--epochs", "10", "--steps", takesAllSamples ? "4" : "67", "-o", path});
        QVERIFY2(first.status == 0, first.err.c_str());
        const Run rest = run({"train", path, "--epochs", "10", "--json"});
        QVERIFY2(rest.status == 0, rest.err.c_str());
        QCOMPARE(hashOf(rest), hashOf(whole));
        QVERIFY(objects(rest.out).back()["test"] == objects(whole.out).back()["test"]);
    }

    void epochsAreThoseInAll_data() {
        QTest::addColumn<QString>("stop");
        QTest::newRow("constant") << "";
        QTest::newRow("the best parameters come back at each end") << "training.stop=[{\"kind\": \"no_improvement\", \"patience\": 9}]";
    }

    void epochsAreThoseInAll() {
        QFETCH(QString, stop);
        // A rate so high that the last epoch is not the best.
        Words words{"train", "--preset", "tabular", "--rate", "0.05", "--json"};
        if (!stop.isEmpty())
            words = words + Words{"--set", stop.toStdString()};
        const std::string path = pathOf(stop.isEmpty() ? "epochs.hourglass" : "best.hourglass");
        QCOMPARE(run(words + Words{"--epochs", "4", "-o", path}).status, 0);
        QCOMPARE(hashOf(run({"train", path, "--epochs", "10", "--json"})), hashOf(run(words + Words{"--epochs", "10"})));
        const nlohmann::json kept = objects(run({"runs", path, "--json"}).out).front();
        QCOMPARE(kept["epochs"].get<int>(), 10);
        QVERIFY(kept["finished"].get<bool>());
        QCOMPARE(kept["epoch"].get<double>(), 10.0);
        QVERIFY(kept["best"]["loss"].is_number());
        const Run again = run({"train", path, "--epochs", "10"});
        QVERIFY(stop.isEmpty() ? again.status == 1 && again.err.find("has done its 10 epochs") != std::string::npos : again.status == 0);
    }

    void aProjectTakesMoreRuns() {
        const std::string path = pathOf("more.hourglass"), other = pathOf("other.hourglass");
        QCOMPARE(run({"train", "--preset", "tabular", "--epochs", "1", "-o", path}).status, 0);
        QCOMPARE(run({"train", "--preset", "tabular", "--epochs", "2", "--seed", "3", "-o", path}).status, 0);
        auto runs = objects(run({"runs", path, "--json"}).out);
        QCOMPARE(runs.size(), std::size_t{2});
        QVERIFY(!runs[0]["present"].get<bool>() && runs[1]["present"].get<bool>());
        QCOMPARE(runs[1]["seed"].get<int>(), 3);
        QVERIFY(run({"runs", path}).out.find("Tabular") != std::string::npos);
        QCOMPARE(run({"train", path, "--run", "1", "--epochs", "3"}).status, 0);
        runs = objects(run({"runs", path, "--json"}).out);
        QVERIFY(runs[0]["present"].get<bool>());
        QCOMPARE(runs[0]["epoch"].get<double>(), 3.0);
        QCOMPARE(runs[1]["epoch"].get<double>(), 2.0);
        // Into another project: this one stays as it is.
        QCOMPARE(run({"train", path, "--run", "2", "--epochs", "4", "-o", other}).status, 0);
        QCOMPARE(objects(run({"runs", path, "--json"}).out)[1]["epoch"].get<double>(), 2.0);
        QCOMPARE(objects(run({"runs", other, "--json"}).out)[0]["epoch"].get<double>(), 4.0);
    }

    /// As the window has it: each step at first, then ever rarer ones, and the end; to look at, and some of them to branch from.
    void theTimelineIsKept() {
        const std::string path = pathOf("timeline.hourglass"), other = pathOf("other_timeline.hourglass");
        const auto momentsOf = [](const std::string &project) {
            auto file = project::ProjectFile::openToRead(project);
            return file ? file->frames(file->presentRun()) : std::vector<project::StoredFrame>();
        };
        const auto countUntil = [](const std::vector<project::StoredFrame> &frames, core::Index step) {
            return std::count_if(frames.begin(), frames.end(), [step](const project::StoredFrame &frame) { return frame.step() <= step; });
        };
        const Run whole = run({"train", "--preset", "tabular", "--seed", "7", "--epochs", "6", "--json"});
        const Run first = run({"train", "--preset", "tabular", "--seed", "7", "--epochs", "3", "--json", "-o", path});
        QVERIFY2(first.status == 0, first.err.c_str());
        const core::Index end = objects(run({"runs", path, "--json"}).out).front()["step"].get<core::Index>();
        const std::vector<project::StoredFrame> moments = momentsOf(path);
        QVERIFY(end > 40);
        for (core::Index step = 0; step <= 20; ++step)
            QVERIFY(moments.size() > 20 && moments[static_cast<std::size_t>(step)].step() == step);
        QCOMPARE(moments.back().step(), end);
        QVERIFY(moments.back().epoch == 3.0);
        QVERIFY(moments.back().stateBytes() > 0); // to go on from

        const std::string without = pathOf("without_timeline.hourglass");
        QCOMPARE(hashOf(run({"train", "--preset", "tabular", "--seed", "7", "--epochs", "6", "--json", "--timeline", "0", "-o", without})), hashOf(whole));
        QVERIFY(momentsOf(without).empty());

        const Run copied = run({"train", path, "--epochs", "6", "--json", "-o", other}), rest = run({"train", path, "--epochs", "6", "--json"});
        for (const Run *each : {&copied, &rest}) // which take nothing from the training
            QCOMPARE(hashOf(*each), hashOf(whole));
        for (const std::string &project : {path, other}) {
            const std::vector<project::StoredFrame> now = momentsOf(project);
            QCOMPARE(now.front().step(), core::Index(0));
            QCOMPARE(now.back().step(), 2 * end);
            QVERIFY2(countUntil(now, end) >= static_cast<std::ptrdiff_t>(moments.size()) - 1, project.c_str()); // the best may be another
        }
    }

    void wrongWordsAreASentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such file") << QStringList{"train", "none.hourglass"} << "no such file";
        QTest::newRow("no project") << QStringList{"train", "HERE/some.txt"} << "ends in .hourglass";
        QTest::newRow("another name") << QStringList{"train", "--preset", "tabular", "-o", "HERE/run.json"} << "ends in .hourglass";
        QTest::newRow("another preset") << QStringList{"train", "HERE/one.hourglass", "--preset", "deep"} << "starts a run";
        QTest::newRow("another stack") << QStringList{"train", "HERE/one.hourglass", "--epochs", "9", "--set", "model.layers.0.units=7"} << "its own stack";
        QTest::newRow("no such run") << QStringList{"train", "HERE/one.hourglass", "--run", "7"} << "no run 7";
        QTest::newRow("no such folder") << QStringList{"train", "--preset", "tabular", "-o", "HERE/none/run.hourglass"} << "run.hourglass";
        QTest::newRow("whose runs") << QStringList{"runs"} << "Name a project";
    }

    void wrongWordsAreASentence() {
        QFETCH(QStringList, words);
        QFETCH(QString, sentence);
        const std::string one = pathOf("one.hourglass");
        if (!QFile::exists(QString::fromStdString(one)))
            QCOMPARE(run({"train", "--preset", "tabular", "--epochs", "1", "-o", one}).status, 0);
        QFile text(QString::fromStdString(pathOf("some.txt")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("nothing") > 0);
        text.close();
        Words all;
        for (QString word : words)
            all.push_back(word.replace("HERE", m_folder.path()).toStdString());
        const Run wrong = run(all);
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.err.find(sentence.toStdString()) != std::string::npos, wrong.err.c_str());
        QVERIFY(wrong.out.empty());
    }

    void otherDataAreNoticed() {
        const auto write = [this](int salt) {
            QFile file(QString::fromStdString(pathOf("table.csv")));
            if (!file.open(QIODevice::WriteOnly))
                return;
            file.write("a,b,c\n");
            for (int row = 0; row < 60; ++row)
                file.write(QByteArray::number(row % 7 + 0.5) + ',' + QByteArray::number(row % (5 + salt)) + ".25," + QByteArray::number(row % 3) + ".5\n");
        };
        write(0);
        const std::string path = pathOf("data.hourglass");
        const Run first = run({"train", "--preset", "tabular", "--data", pathOf("table.csv"), "--loss", "mean_squared_error", "--set",
                               "data.scaling.kind=standardise", "--epochs", "1", "-o", path});
        QVERIFY2(first.status == 0, first.err.c_str());
        write(1);
        const Run changed = run({"train", path, "--epochs", "3"});
        QCOMPARE(changed.status, 1);
        QVERIFY2(changed.err.find("no longer those") != std::string::npos, changed.err.c_str());
    }
};

QTEST_GUILESS_MAIN(ProjectRunTest)
#include "project_run_test.moc"
