// `hourglass sweep`: what it prints and writes, and that each of its trainings is what `train` does.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/command_run.h"

using namespace hourglass;
using nlohmann::json;
using tests::objects;
using tests::run;

namespace {

using Words = std::vector<std::string>;

/// 200 samples of four numbers, so that all is quick.
Words sweep(Words more) {
    Words words{"sweep",    "shallow",
                "--data",   "swiss-roll",
                "--set",    "data.options.samples=300",
                "--loss",   "mean_squared_error",
                "--set",    "model.layers.1.activation=identity",
                "--batch",  "32",
                "--epochs", "4"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

json eventOf(const std::vector<json> &all, const char *event, std::size_t number = 0) {
    for (const json &each : all)
        if (each.at("event") == event && number-- == 0)
            return each;
    return {};
}

} // namespace

class SweepCommandTest : public QObject {
    Q_OBJECT

private slots:
    void trainsEachAsTrainDoes() {
        QTemporaryDir folder;
        const std::string best = folder.filePath("best.json").toStdString(), table = folder.filePath("table.csv").toStdString();
        const tests::Run result = run(sweep({"--vary", "layers.code.units=1,2,3", "--vary", "training.optimiser.rate=0.003,0.03", "--seeds", "2", "--threads",
                                             "2", "--json", "--best", best, "-o", table}));
        QVERIFY2(result.status == 0, result.err.c_str());
        const std::vector<json> all = objects(result.out);
        QCOMPARE(all.size(), std::size_t(14));
        QCOMPARE(eventOf(all, "start").at("trials"), 12);
        const json done = eventOf(all, "done"), first = done.at("ranking").at(0);
        QCOMPARE(done.at("ranking").size(), std::size_t(6));
        double lowest = 1e9;
        for (const json &row : done.at("ranking")) {
            QCOMPARE(row.at("trainings"), 2);
            QVERIFY(row.at("spread").get<double>() >= 0);
            lowest = std::min(lowest, row.at("mean").get<double>());
        }
        QCOMPARE(first.at("mean").get<double>(), lowest);
        const tests::Run alone = run({"train", "--spec", best, "--json", "--threads", "1"});
        QVERIFY2(alone.status == 0, alone.err.c_str());
        const json last = eventOf(objects(alone.out), "epoch", 3);
        bool isFound = false;
        for (const json &trial : all)
            if (trial.at("event") == "trial" && trial.at("combination") == first.at("combination") && trial.at("seed") == 0) {
                isFound = true;
                QCOMPARE(trial.at("validation_loss"), last.at("validation_loss")); // all nine digits
                QCOMPARE(trial.at("train_loss"), last.at("train_loss"));
                QCOMPARE(trial.at("state"), "done");
            }
        QVERIFY(isFound);
        QFile file(QString::fromStdString(table));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArrayList lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 13);
        QVERIFY(lines.front().startsWith("trial,combination,layers.code.units,training.optimiser.rate,seed,"));
    }

    void readyMadeHasPcaBeside() {
        const tests::Run result = run(sweep({"--ready", "bottleneck", "--vary", "layers.code.units=1,2,3", "--json"}));
        QVERIFY2(result.status == 0, result.err.c_str());
        const json pca = eventOf(objects(result.out), "done").at("pca");
        QCOMPARE(pca.size(), std::size_t(3));
        QCOMPARE(pca[1].at("components"), 2);
        QVERIFY(pca[0].at("mse").get<double>() > pca[1].at("mse").get<double>());
        QVERIFY(pca[2].at("mse").get<double>() < 1e-6); // three numbers by three
    }

    void halvingStopsTheWorse() {
        const tests::Run result = run(sweep({"--vary", "training.optimiser.rate=0.0001,0.001,0.01,0.03", "--halving", "2", "--json"}));
        QVERIFY2(result.status == 0, result.err.c_str());
        const std::vector<json> all = objects(result.out);
        QCOMPARE(eventOf(all, "start").at("rungs"),
                 json::parse(R"([{"epochs":1,"combinations":4},{"epochs":2,"combinations":2},{"epochs":4,"combinations":1}])"));
        int done = 0, stopped = 0;
        for (const json &each : all)
            if (each.at("event") == "trial") {
                done += each.at("state") == "done";
                stopped += each.at("state") == "stopped";
            }
        QCOMPARE(done, 1);
        QCOMPARE(stopped, 3);
    }

    void saysItForPeople() {
        const tests::Run result = run(sweep({"--vary", "layers.code.units=1,0,2"}));
        QVERIFY2(result.status == 0, result.err.c_str());
        const QString out = QString::fromStdString(result.out);
        QVERIFY(out.contains("3 combinations, 3 trainings, by the loss of the validation part"));
        QVERIFY(out.contains("layers.code.units=0, seed 0: failed"));
        QVERIFY(out.contains("best  layers.code.units=2: "));
        QCOMPARE(out.count("best "), 1);
    }

    void refusesWhatItCannotDo_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing varied") << ""
                                        << "Nothing is varied";
        QTest::newRow("unknown setting") << "--vary layers.code.unit=1,2"
                                         << "Did you mean \"units\"?";
        QTest::newRow("no values") << "--vary layers.code.units="
                                   << "There are no values";
        QTest::newRow("unknown ready-made") << "--ready botleneck"
                                            << "bottleneck";
        QTest::newRow("does not fit") << "--ready beta"
                                      << "no variational layer";
        QTest::newRow("seeds") << "--vary depth=1 --seeds 0"
                               << "--seeds";
        QTest::newRow("all impossible") << "--vary layers.code.units=0,-3"
                                        << "units";
        QTest::newRow("nowhere to write") << "--vary layers.code.units=1 -o /nowhere/table.csv"
                                          << "/nowhere";
        QTest::newRow("all fail") << "--vary training.optimiser.kind=sgd --rate 1000000 --epochs 50"
                                  << "No training came to its end";
    }
    void refusesWhatItCannotDo() {
        QFETCH(QString, words);
        QFETCH(QString, said);
        Words more;
        for (const QString &word : words.split(' ', Qt::SkipEmptyParts))
            more.push_back(word.toStdString());
        Words all = sweep({});
        if (words.contains("--epochs"))
            all.resize(all.size() - 2);
        all.insert(all.end(), more.begin(), more.end());
        const tests::Run result = run(all);
        QCOMPARE(result.status, 1);
        QVERIFY2(QString::fromStdString(result.err).contains(said), result.err.c_str());
    }
};

QTEST_GUILESS_MAIN(SweepCommandTest)
#include "sweep_command_test.moc"
