// The command line as a user meets it: what it prints, where, and with which status.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "tests/support/command_run.h"

using namespace hourglass::tests;

namespace {

const std::vector<std::string> quickTraining{"train", "--preset", "tabular", "--epochs", "2", "--json", "--seed", "7"};

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void opensTheWindowWithoutACommand() {
        QVERIFY(run({}).opensWindow);
        QVERIFY(run({"--preset", "deep"}).opensWindow);
        QVERIFY(run({"/some/folder"}).opensWindow);
    }

    void listsWhatThereIs() {
        std::istringstream lines(run({"presets"}).out);
        std::string line;
        for (const hourglass::spec::Preset &preset : hourglass::spec::presets()) // one that is as wide as its column keeps its distance
            QVERIFY2(std::getline(lines, line) && line.rfind(preset.key + "  ", 0) == 0, line.c_str());
        const Run presets = run({"presets", "--json"});
        QCOMPARE(presets.status, 0);
        QCOMPARE(objects(presets.out).size(), std::size_t{19});
        QCOMPARE(objects(presets.out)[1]["name"].get<std::string>(), std::string("deep"));
        const Run datasets = run({"datasets", "--json"});
        QVERIFY(datasets.out.find("fashion-mnist-sample") != std::string::npos);
        for (const auto &object : objects(datasets.out))
            QVERIFY(object.contains("name") && object.contains("available"));
        const Run spec = run({"spec", "--preset", "map"});
        QCOMPARE(nlohmann::json::parse(spec.out)["version"].get<int>(), 1);
    }

    void listsEveryKindWithItsSettings() {
        const std::vector<std::pair<std::string, const std::vector<hourglass::spec::Kind> *>> tables{
            {"layers", &hourglass::training::catalogue().layers},
            {"losses", &hourglass::training::catalogue().losses},
            {"optimisers", &hourglass::training::catalogue().optimisers},
            {"schedules", &hourglass::training::catalogue().schedules},
            {"corruptions", &hourglass::training::catalogue().corruptions},
            {"averages", &hourglass::training::catalogue().averages},
            {"stops", &hourglass::training::catalogue().stops}};
        for (const auto &[command, kinds] : tables) {
            const Run list = run({command, "--json"}), plain = run({command});
            QCOMPARE(list.status, 0);
            const auto all = objects(list.out);
            QCOMPARE(all.size(), kinds->size());
            for (std::size_t i = 0; i < all.size(); ++i) {
                const hourglass::spec::Kind &kind = (*kinds)[i];
                QCOMPARE(all[i]["kind"].get<std::string>(), kind.key);
                QVERIFY(!all[i]["help"].get<std::string>().empty());
                QCOMPARE(all[i]["settings"].size(), kind.settings.size());
                QVERIFY(plain.out.find(kind.help) != std::string::npos);
                for (std::size_t s = 0; s < kind.settings.size(); ++s) {
                    const auto &setting = all[i]["settings"][s];
                    QCOMPARE(setting["key"].get<std::string>(), kind.settings[s].key);
                    QVERIFY(setting.contains("default") && setting.contains("type") && !setting["help"].get<std::string>().empty());
                    if (setting["type"] == "real" || setting["type"] == "integer")
                        QCOMPARE(setting["range"][1].get<double>(), kind.settings[s].maximum);
                    if (setting["type"] == "choice")
                        QCOMPARE(setting["choices"].size(), kind.settings[s].choices.size());
                }
            }
        }
    }

    void everyCommandHasHelp() {
        for (const std::string command :
             {"presets",    "datasets",  "spec",        "train",         "reconstruct", "encode",   "export", "generate", "render", "layers",  "losses",
              "optimisers", "schedules", "corruptions", "augmentations", "penalties",   "averages", "stops",  "subsets",  "splits", "scalings"}) {
            const Run help = run({command, "--help"});
            QCOMPARE(help.status, 0);
            QVERIFY(help.out.find("hourglass " + command) == 0);
        }
        QVERIFY(run({"--help"}).out.find("render") != std::string::npos);
    }

    void printsOneObjectALine() {
        const Run training = run(quickTraining);
        QCOMPARE(training.status, 0);
        QCOMPARE(training.err, std::string());
        const auto all = objects(training.out);
        QCOMPARE(all.size(), std::size_t{4});
        QCOMPARE(all[0]["event"].get<std::string>(), std::string("start"));
        for (const char *key : {"preset", "data", "samples", "parameters", "instructions", "threads", "seed"})
            QVERIFY2(all[0].contains(key), key);
        QCOMPARE(all[0]["parameters"].get<int>(), 5546);
        for (const char *key : {"epoch", "seconds", "samples_per_second", "train_loss", "validation_loss", "test_loss"})
            QVERIFY2(all[1].contains(key), key);
        QVERIFY(all[1]["validation_loss"].is_null());
        QVERIFY(all[2]["train_loss"].get<double>() < all[1]["train_loss"].get<double>());
        const auto &done = all[3];
        QCOMPARE(done["stopped"].get<bool>(), false);
        QVERIFY(std::abs(done["test"]["mse"].get<double>() - all[2]["test_loss"].get<double>()) < 1e-6);
        for (const char *key : {"mean_mse", "pca_mse", "bce_floor"})
            QVERIFY2(done["baselines"].contains(key), key);
        QCOMPARE(done["parameters_sha256"].get<std::string>().size(), std::size_t{64});
        QVERIFY(done["peak_memory_mb"].get<double>() > 1);
    }

    void saysWhyItEnded() {
        QCOMPARE(objects(run(quickTraining).out).back()["reason"].get<std::string>(), std::string("epochs"));
        std::vector<std::string> words = quickTraining;
        words[4] = "30";
        words.insert(words.end(), {"--rate", "0.1", "--set", R"(training.stop=[{"kind": "no_improvement", "patience": 1}])"});
        Run training = run(words);
        QVERIFY2(training.status == 0, training.err.c_str());
        auto all = objects(training.out);
        QCOMPARE(all.back()["reason"].get<std::string>(), std::string("no_improvement"));
        QVERIFY(all.size() < 32);
        QVERIFY(all[1]["validation_loss"].is_number());
        QVERIFY(all[0]["note"].get<std::string>().find("tenth") != std::string::npos);
        QVERIFY(training.err.find("hourglass: A tenth of the training part") == 0);
        const int samples = objects(run(quickTraining).out)[0]["samples"].get<int>();
        QCOMPARE(all[0]["samples"].get<int>(), samples - samples / 10);
        words.erase(std::find(words.begin(), words.end(), "--json"));
        training = run(words);
        QVERIFY2(training.out.find("Stopped: no improvement for 1 epoch; the parameters of epoch ") != std::string::npos, training.out.c_str());
        words = quickTraining;
        words.insert(words.end(), {"--set", R"(training.stop=[{"kind": "steps", "count": 3}])"});
        training = run(words);
        QCOMPARE(training.err, std::string());
        all = objects(training.out);
        QCOMPARE(all.back()["reason"].get<std::string>(), std::string("steps"));
        QVERIFY(!all[0].contains("note"));
    }

    void threadsChangeNoBit() {
        std::vector<std::string> hashes;
        for (const std::string threads : {"1", "2", "3", "5"}) {
            const Run training =
                run({"train", "--preset", "deep", "--data", "fashion-mnist-sample", "--epochs", "1", "--seed", "7", "--threads", threads, "--json"});
            QCOMPARE(training.status, 0);
            hashes.push_back(objects(training.out).back()["parameters_sha256"].get<std::string>());
        }
        QVERIFY(hashes == std::vector<std::string>(4, hashes[0]));
    }

    void settingsReachTheTraining() {
        std::vector<std::string> words = quickTraining;
        words.insert(words.end(), {"--set", "model.layers.1.units=3", "--batch", "50", "--rate", "0.01"});
        QCOMPARE(objects(run(words).out)[0]["parameters"].get<int>(), 10 * 64 + 64 + 64 * 3 + 3 + 3 * 64 + 64 + 64 * 10 + 10);
    }

    void saysWhatDoesNotFit_data() {
        QTest::addColumn<std::vector<std::string>>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part"); ///< of the sentence
        const auto add = [](const char *name, std::vector<std::string> words, int status, const char *part) {
            QTest::newRow(name) << std::move(words) << status << QString::fromUtf8(part);
        };
        add("mistyped command", {"trian"}, 2, "train");
        add("mistyped option", {"train", "--epoch", "3"}, 2, "--epochs");
        add("option without value", {"train", "--epochs"}, 2, "--epochs");
        add("option twice", {"train", "--epochs", "3", "--epochs", "4"}, 2, "twice");
        add("word too many", {"train", "deep"}, 2, "deep");
        add("unknown preset", {"train", "--preset", "deeep"}, 1, "deep");
        add("unknown loss", {"train", "--preset", "tabular", "--loss", "hinge"}, 1, "loss");
        add("unknown theme", {"render", "--theme", "pink", "-o", "/tmp/x.png"}, 1, "pink");
        add("unknown arrangement", {"render", "--arrangement", "dat", "-o", "/tmp/x.png"}, 1, "Did you mean \"data\"?");
        add("unknown panel", {"render", "--panel", "moon", "-o", "/tmp/x.png"}, 1, "moon");
        add("unwritable picture", {"render", "-o", "/nowhere/at/all.png"}, 1, "/nowhere/at/all.png");
        add("no picture", {"render"}, 1, "-o");
        add("a picture of no kind", {"render", "-o", "/tmp/x.xyz"}, 1, "x.xyz");
        for (const char *size : {"0x0", "-5x600", "99999x99999", "big", "1600", "1600x1000x2"})
            add(size, {"render", "--size", size, "-o", "/tmp/x.png"}, 1, "--size");
        for (const char *scale : {"0", "3", "x"})
            add(QByteArray("scale ") + scale, {"render", "--scale", scale, "-o", "/tmp/x.png"}, 1, "--scale");
        for (const std::string option : {"--epochs", "--batch", "--threads"})
            for (const std::string value : {"0", "-1", "1e3", "many", "99999999999999999999", ""})
                add((option + " " + value).c_str(), {"train", option, value}, 1, option.c_str());
        for (const std::string value : {"-1", "x", "99999999999999999999"})
            add(("--seed " + value).c_str(), {"train", "--seed", value}, 1, "--seed");
        for (const std::string value : {"0", "-1", "1e9", "nan", "inf", "fast"})
            add(("--rate " + value).c_str(), {"train", "--rate", value}, 1, "--rate");
        add("missing spec", {"train", "--spec", "/nowhere.json"}, 1, "/nowhere.json");
        add("spec and preset", {"train", "--spec", "a", "--preset", "deep"}, 1, "--preset");
        add("missing data", {"train", "--data", "/nowhere/at/all"}, 1, "/nowhere/at/all");
        add("unknown data", {"train", "--data", "moonshine"}, 1, "moonshine");
        add("unknown path", {"train", "--set", "model.layers.0.unitz=3"}, 1, "unit");
        add("no path", {"train", "--set", "nonsense"}, 1, "nonsense");
        add("stack that does not fit", {"train", "--preset", "tabular", "--set", "model.layers.3.units=9"}, 1, "layer 4");
        add("code that is not there", {"train", "--preset", "tabular", "--set", "model.code=9"}, 1, "code");
        add("cross-entropy without sigmoid", {"train", "--preset", "halves", "--set", "model.layers.3.activation=relu"}, 1, "sigmoid");
        add("cross-entropy of other data", {"train", "--preset", "shallow", "--loss", "binary_cross_entropy"}, 1, "between 0 and 1");
        add("divergence", {"train", "--preset", "deep", "--data", "fashion-mnist-sample", "--rate", "1e6", "--epochs", "1", "--json"}, 1, "step");
    }
    void saysWhatDoesNotFit() {
        QFETCH(std::vector<std::string>, words);
        QFETCH(int, status);
        QFETCH(QString, part);
        const Run result = run(words);
        QVERIFY(!result.opensWindow);
        QVERIFY2(result.status == status, result.err.c_str());
        QVERIFY2(QString::fromStdString(result.err).contains(part), result.err.c_str());
        QCOMPARE(std::count(result.err.begin(), result.err.end(), '\n'), 1);
        QVERIFY(result.err.find("hourglass: ") == 0);
    }

    void aSpecOfOnesOwn() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("mine.json").toStdString();
        const auto write = [&](const std::string &text) {
            QFile file(QString::fromStdString(path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.data(), static_cast<qint64>(text.size()));
        };
        write(run({"spec", "--preset", "tabular"}).out);
        const auto mine = objects(run({"train", "--spec", path, "--epochs", "2", "--json", "--seed", "7"}).out);
        QVERIFY(mine.back()["parameters_sha256"] == objects(run(quickTraining).out).back()["parameters_sha256"]);
        for (const std::string &bad :
             {std::string("no JSON at all"), std::string(10'000, '['), std::string("{}"), std::string("{\"version\": 2}"), std::string()}) {
            write(bad);
            const Run result = run({"train", "--spec", path});
            QCOMPARE(result.status, 1);
            QVERIFY2(result.err.find("mine.json") != std::string::npos, result.err.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
