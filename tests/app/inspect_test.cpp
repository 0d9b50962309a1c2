// `hourglass inspect`: what it says of data, and of what are none.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/data_report.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

/// A NumPy array of float32.
QByteArray npy(const std::vector<float> &values, int samples, int features) {
    QByteArray header =
        QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (") + QByteArray::number(samples) + ", " + QByteArray::number(features) + "), }";
    header = header.leftJustified(117) + '\n';
    QByteArray file("\x93NUMPY\x01\x00", 8);
    file += static_cast<char>(header.size());
    file += '\0';
    return file + header + QByteArray(reinterpret_cast<const char *>(values.data()), static_cast<qsizetype>(values.size() * sizeof(float)));
}

} // namespace

class InspectTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const char *name, const QByteArray &bytes) {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName().toStdString() : std::string();
    }

private slots:
    void saysWhatAFileHolds() {
        const std::string path = write("X.npy", npy({1, 2, 5, 3, 2, 5, 1, 2, 5, -4, 2, 6}, 4, 3));
        const Run plain = run({"inspect", path, "--set", "data.split.test=0"}), json = run({"inspect", path, "--set", "data.split.test=0", "--json"});
        QVERIFY2(plain.status == 0, plain.err.c_str());
        QCOMPARE(plain.err, std::string());
        for (const char *said : {"X.npy", "NumPy array", "3 numbers, floats", "4: 4 training", "classes     none", "-4 … 6, mean 2.5", "1 of 3 features: 1",
                                 "1 sample equals one before", "sample 0 (train) = sample 2 (train)"})
            QVERIFY2(plain.out.find(said) != std::string::npos, (std::string(said) + " in\n" + plain.out).c_str());
        const auto object = objects(json.out).front();
        QCOMPARE(object["reader"].get<std::string>(), std::string("npy"));
        QCOMPARE(object["samples"]["train"].get<int>(), 4);
        QCOMPARE(object["shape"].get<std::vector<int>>(), std::vector<int>{3});
        QCOMPARE(object["mean"].get<double>(), 2.5);
        QCOMPARE(object["constant_features"].get<std::vector<int>>(), std::vector<int>{1});
        QCOMPARE(object["duplicates"]["samples"].get<int>(), 1);
        QCOMPARE(object["duplicates"]["first_pairs"][0]["second"].get<int>(), 2);
        QCOMPARE(object["features"]["mean"][0].get<double>(), 0.25);
        QCOMPARE(object["histogram"]["counts"].size(), std::size_t{64});
    }

    void knowsSetsByName() {
        const Run sample = run({"inspect", "fashion-mnist-sample", "--set", "data.validation=0.1", "--json"});
        QVERIFY2(sample.status == 0, sample.err.c_str());
        const auto object = objects(sample.out).front();
        QCOMPARE(object["classes"].size(), std::size_t{10});
        QCOMPARE(object["type"].get<std::string>(), std::string("bytes"));
        const auto samples = object["samples"];
        QCOMPARE(samples["train"].get<int>() + samples["validation"].get<int>() + samples["test"].get<int>(), 3000);
        QVERIFY(samples["validation"].get<int>() > 100);
        QVERIFY(run({"inspect", "fashion-mnist-sample"}).out.find("Trouser") != std::string::npos);
    }

    void refusesWhatIsNoData() {
        const std::string text = write("notes.txt", "Dear diary");
        for (const std::vector<std::string> &words : {std::vector<std::string>{text},
                                                      {"/nowhere/at/all"},
                                                      {"no-such-set"},
                                                      {},
                                                      {text, "--set", "training.batch=3"},
                                                      {text, "--set", "data.validation=7"},
                                                      {"halves", "--seed", "-1"},
                                                      {write("broken.npy", npy({1, 2, 3}, 4, 3))}}) {
            std::vector<std::string> all{"inspect"};
            all.insert(all.end(), words.begin(), words.end());
            const Run refused = run(all);
            QCOMPARE(refused.status, 1);
            QCOMPARE(refused.out, std::string());
            QCOMPARE(std::count(refused.err.begin(), refused.err.end(), '\n'), 1);
        }
        QCOMPARE(run({"inspect", text, "--nonsense"}).status, 2);
    }

    void saysGroupsAndMissingValues() {
        QByteArray text = "x,who,age\n";
        for (int i = 0; i < 60; ++i)
            text += QByteArray::number(i) + ".5," + (i < 3 ? "ada" : i < 30 ? "bob" : "cy") + ',' + (i == 7 || i == 9 ? "" : "4") + '\n';
        const std::string path = write("people.csv", text);
        const std::vector<std::string> words{
            "inspect", path, "--set", "data.options.group=who", "--set", "data.split.kind=group", "--set", "data.split.test_groups=cy"};
        const auto with = [&words](const std::vector<std::string> &more) {
            std::vector<std::string> all = words;
            all.insert(all.end(), more.begin(), more.end());
            return run(all);
        };
        const Run plain = with({}), json = with({"--json"});
        QVERIFY2(plain.status == 0, plain.err.c_str());
        for (const char *said : {"60: 30 training, 0 validation, 30 test", "groups      3, the smallest ada with 3 samples, the largest cy with 30 samples\n",
                                 "missing     Column 3 (age): 2 values are missing; the mean, 4, of the whole file, test part included, stands in place.\n"})
            QVERIFY2(plain.out.find(said) != std::string::npos, (std::string(said) + " in\n" + plain.out).c_str());
        const auto object = objects(json.out).front();
        QCOMPARE(object["groups"]["count"].get<int>(), 3);
        QCOMPARE(object["groups"]["in_several_parts"].get<int>(), 0);
        QCOMPARE(object["groups"]["largest"]["name"].get<std::string>(), std::string("cy"));
        QCOMPARE(object["groups"]["smallest"]["samples"].get<int>(), 3);
        QCOMPARE(object["missing"].size(), std::size_t{1});
        QCOMPARE(object["missing"][0]["column"].get<int>(), 3);
        QCOMPARE(object["missing"][0]["values"].get<int>(), 2);
        QVERIFY(object["missing"][0]["done"].get<std::string>().find("the mean, 4") == 0);
        const Run drawn = run({"inspect", path, "--set", "data.options.group=who", "--json"});
        QVERIFY(objects(drawn.out).front()["groups"]["in_several_parts"].get<int>() >= 1);
        QVERIFY(run({"inspect", path}).out.find("groups  ") == std::string::npos);
    }

    void showsTheReport() {
        data::Dataset dataset;
        dataset.title = "People";
        dataset.shape = core::Shape(2);
        dataset.train = {2, 2, {}, {0, 1, 1, 1}, {}, {}, {}};
        dataset.featureNames = {"height", "planet"};
        dataset.report.reader = "npy";
        dataset.report.assumed = {{"delimiter", std::string(";")}, {"header", true}};
        dataset.report.remarks = {"Column 1 (id) is left out."};
        dataset.report.add({"\"n.a.\" is no number", "a.csv", 7, 3});
        dataset.report.add({"the picture is broken", "b.png", 0, 0});
        const auto statistics = analysis::measureData(dataset);
        const std::string text = app::dataReportText(dataset, *statistics);
        for (const char *said : {"delimiter: \";\"", "header: yes", "Column 1 (id) is left out.", "problems    2", "a.csv:7:3: \"n.a.\" is no number.",
                                 "b.png: the picture is broken.", "planet"})
            QVERIFY2(text.find(said) != std::string::npos, (std::string(said) + " in\n" + text).c_str());
        const auto object = nlohmann::json::parse(app::dataReportJson(dataset, *statistics).toText());
        QCOMPARE(object["problems"][0]["line"].get<int>(), 7);
        QCOMPARE(object["assumed"].size(), std::size_t{2});
        QCOMPARE(object["remarks"][0]["text"].get<std::string>(), dataset.report.remarks[0]);
    }

    void namesFeaturesAndTheirKindsAndWhatIsInDoubt() {
        data::Dataset dataset;
        dataset.title = "People";
        dataset.shape = core::Shape(3);
        dataset.train = {2, 3, {}, {0, 1, 1, 1, 0, 1}, {}, {}, {}};
        dataset.featureNames = {"height", "sex=f", "sex=m"};
        dataset.featureKinds = {data::FeatureKind::Number, data::FeatureKind::Category, data::FeatureKind::Category};
        dataset.report.leftOutColumns = {"Column 1 (id)"};
        dataset.report.wordColumns = {"Column 3 (sex)"};
        dataset.report.leftOutSamples = 4;
        dataset.report.doubts = {{"Line 1 is taken for a sample.", "header", std::string("yes"), "Line 1 names the columns"},
                                 {"Column 3 has two values.", "label", std::string("of a kind"), "It is the class"}};
        const auto statistics = analysis::measureData(dataset);
        const std::string text = app::dataReportText(dataset, *statistics);
        QVERIFY(text.find("in doubt    Line 1 is taken for a sample. Line 1 names the columns: --set data.options.header=yes\n") != std::string::npos);
        QVERIFY(text.find("--set 'data.options.label=of a kind'") != std::string::npos); // as a shell takes it
        const auto object = nlohmann::json::parse(app::dataReportJson(dataset, *statistics).toText());
        QCOMPARE(object["features"]["names"].get<std::vector<std::string>>(), dataset.featureNames);
        QCOMPARE(object["features"]["kinds"].get<std::vector<std::string>>(), (std::vector<std::string>{"number", "category", "category"}));
        QCOMPARE(object["left_out_columns"][0].get<std::string>(), std::string("Column 1 (id)"));
        QCOMPARE(object["word_columns"][0].get<std::string>(), std::string("Column 3 (sex)"));
        QCOMPARE(object["left_out_samples"].get<int>(), 4);
        QCOMPARE(object["doubts"][1]["otherwise"].get<std::string>(), std::string("of a kind"));
    }
};

QTEST_GUILESS_MAIN(InspectTest)
#include "inspect_test.moc"
