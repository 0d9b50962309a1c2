// `score`: figures of codes in files, the same numbers for the same seed, and a sentence for what cannot be judged.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#include "engine/core/random.h"
#include "engine/files/npy_writer.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

class ScoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    std::string saved(const char *name, const std::vector<Index> &extents, const std::vector<float> &numbers) const {
        auto writer = files::NpyWriter::create(pathOf(name), extents);
        if (!writer || writer->write(std::span<const float>(numbers)) || writer->commit())
            qFatal("cannot write");
        return pathOf(name);
    }
    nlohmann::json scored(std::vector<std::string> words) const {
        words.insert(words.begin(), {"score", pathOf("codes.npy"), pathOf("labels.npy"), "--json"});
        const Run run = tests::run(words);
        if (run.status != 0)
            qFatal("%s", run.err.c_str());
        return objects(run.out).at(0);
    }

private slots:
    /// Three clouds of 80 in four dimensions, and raw samples of twenty numbers in which they are hidden.
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const core::Random random(4, core::Stream::Data);
        std::vector<float> codes, labels, raw, errors, factors;
        for (std::uint64_t sample = 0; sample < 240; ++sample) {
            const std::uint64_t own = sample / 80;
            for (std::uint64_t row = 0; row < 4; ++row)
                codes.push_back(random.normal(0, sample, row) + (own == row ? 6.0f : 0.0f));
            for (std::uint64_t row = 0; row < 20; ++row)
                raw.push_back(2 * random.normal(1, sample, row) + (own == row ? 3.0f : 0.0f));
            labels.push_back(static_cast<float>(own));
            errors.push_back(0.5f + 0.1f * random.normal(2, sample, 0) + (own == 2 ? 0.3f : 0.0f));
            factors.push_back(std::round(codes[codes.size() - 4]));
            factors.push_back(std::round(2 * codes[codes.size() - 3]));
        }
        saved("codes.npy", {240, 4}, codes);
        saved("labels.npy", {240}, labels);
        saved("raw.npy", {240, 20}, raw);
        saved("errors.npy", {240}, errors);
        saved("factors.npy", {240, 2}, factors);
    }

    void codesBesidePcaAndTheRawInput() {
        const auto said = scored({"--raw", pathOf("raw.npy")});
        QCOMPARE(said["samples"].get<int>(), 240);
        QCOMPARE(said["held_out"].get<int>(), 60);
        QCOMPARE(said["fitted"].get<int>(), 180);
        QCOMPARE(said["classes"].size(), std::size_t{3});
        QVERIFY(said["code"]["linear_probe"]["accuracy"].get<double>() > 0.98);
        QVERIFY(said["code"]["neighbour_accuracy"].get<double>() > 0.98);
        QVERIFY(said["code"]["linear_probe"]["auc"].get<double>() > 0.99);
        QVERIFY(said["code"]["linear_probe"]["converged"].get<bool>());
        int samples = 0;
        for (const auto &row : said["code"]["linear_probe"]["confusion"])
            for (const auto &count : row)
                samples += count.get<int>();
        QCOMPARE(samples, 60);
        for (const char *method : {"k_means", "gaussian_mixture"}) {
            QCOMPARE(said["code"][method]["clusters"].get<int>(), 3);
            QVERIFY(said["code"][method]["adjusted_rand"].get<double>() > 0.95);
            QVERIFY(said["code"][method]["silhouette"].get<double>() > 0.4);
        }
        QVERIFY(said["code"]["hdbscan"]["clusters"].get<int>() >= 2);
        QCOMPARE(said["pca"]["numbers"].get<int>(), 4);
        QCOMPARE(said["raw"]["numbers"].get<int>(), 20);
        QVERIFY(said["raw"]["linear_probe"]["accuracy"].get<double>() < said["code"]["linear_probe"]["accuracy"].get<double>());
        QVERIFY(!said["raw"].contains("hdbscan"));
        QCOMPARE(said["code_units"]["active"].get<int>(), 4);
        QVERIFY(said["code_units"]["participation_ratio"].get<double>() > 2);
        QCOMPARE(said["warnings"].size(), std::size_t{0});
    }

    void theSameNumbersOnAnyNumberOfThreads() {
        const auto one = scored({"--raw", pathOf("raw.npy"), "--seed", "3", "--threads", "1"});
        QVERIFY(one == scored({"--raw", pathOf("raw.npy"), "--seed", "3", "--threads", "3"}));
        QVERIFY(one != scored({"--raw", pathOf("raw.npy"), "--seed", "4", "--threads", "1"}));
    }

    void anomaliesByTheirErrors() {
        const auto said = scored({"--anomaly", "2", "--errors", pathOf("errors.npy"), "--raw", pathOf("raw.npy")})["anomaly"];
        QCOMPARE(said["reconstruction"]["anomalous"].get<int>(), 80);
        QVERIFY(said["reconstruction"]["auc"].get<double>() > 0.95);
        QVERIFY(said["reconstruction"]["average_precision"].get<double>() > 0.9);
        const auto best = said["reconstruction"]["best_youden"];
        QVERIFY(best["threshold"].get<double>() > 0.55 && best["threshold"].get<double>() < 0.75);
        QVERIFY(best["recall"].get<double>() > 0.8 && best["precision"].get<double>() > 0.8);
        QVERIFY(said["pca"]["auc"].get<double>() > 0.4);
        const auto made = scored({"--anomaly", "1,2", "--raw", pathOf("raw.npy"), "--reconstructions", pathOf("raw.npy")})["anomaly"];
        QCOMPARE(made["reconstruction"]["anomalous"].get<int>(), 160);
        QCOMPARE(made["reconstruction"]["auc"].get<double>(), 0.5); // all errors are 0
    }

    void factorsThatAreKnown() {
        const auto said = scored({"--factors", pathOf("factors.npy")})["factors"];
        QCOMPARE(said["used"].size(), std::size_t{2});
        QVERIFY(said["mig"].get<double>() > 0.4);
        QVERIFY(said["sap"].get<double>() > 0.5);
        QCOMPARE(said["dci"]["regressor"].get<std::string>(), std::string("lasso"));
        QVERIFY(said["dci"]["informativeness"].get<double>() > 0.9);
        QCOMPARE(said["mutual_information"].size(), std::size_t{2});
    }

    void settingsAct() {
        const auto said = scored({"--set", "clusters=5", "--set", "held_out=0.5", "--set", "neighbours=9", "--set", "covariance=diagonal"});
        QCOMPARE(said["code"]["k_means"]["clusters"].get<int>(), 5);
        QCOMPARE(said["held_out"].get<int>(), 120);
        QCOMPARE(said["neighbours"].get<int>(), 9);
    }

    void aTableForPeople() {
        const Run run = tests::run({"score", pathOf("codes.npy"), pathOf("labels.npy"), "--raw", pathOf("raw.npy")});
        QCOMPARE(run.status, 0);
        for (const char *words : {"code 4", "pca 4", "raw 20", "5 neighbours: accuracy", "linear probe: macro F1", "HDBSCAN: clusters", "participation ratio"})
            QVERIFY2(run.out.find(words) != std::string::npos, words);
    }

    void whatIsPoorIsToldAndTheRestMeasured_data() {
        QTest::addColumn<QString>("codes");
        QTest::addColumn<QString>("labels");
        QTest::addColumn<QString>("remark");
        QTest::newRow("one sample") << "one.npy"
                                    << "one-label.npy"
                                    << "too few samples";
        QTest::newRow("one class") << "constant.npy"
                                   << "alike.npy"
                                   << "alike.npy: All samples are of one class: there is nothing to tell apart. Give samples";
        QTest::newRow("labels for none") << "duplicates.npy"
                                         << "no-class.npy"
                                         << "no-class.npy: No sample has a class, all labels are -1: nothing is measured of classes. Give the labels";
        QTest::newRow("duplicates") << "duplicates.npy"
                                    << "many.npy"
                                    << "";
        QTest::newRow("no labels") << "duplicates.npy"
                                   << ""
                                   << "";
    }
    void whatIsPoorIsToldAndTheRestMeasured() {
        QFETCH(QString, codes);
        QFETCH(QString, labels);
        QFETCH(QString, remark);
        std::vector<float> duplicates, many;
        for (int i = 0; i < 2000; ++i) {
            duplicates.insert(duplicates.end(), {static_cast<float>(i % 2), 1.0f});
            many.push_back(static_cast<float>(i % 2));
        }
        saved("one.npy", {1, 3}, {1, 2, 3});
        saved("one-label.npy", {1}, {0});
        saved("constant.npy", {60, 3}, std::vector<float>(180, 1.5f));
        saved("alike.npy", {60}, std::vector<float>(60, 1.0f));
        saved("no-class.npy", {2000}, std::vector<float>(2000, -1.0f));
        saved("duplicates.npy", {2000, 2}, duplicates);
        saved("many.npy", {2000}, many);
        std::vector<std::string> words{"score", m_folder.filePath(codes).toStdString(), "--json"};
        if (!labels.isEmpty())
            words.insert(words.begin() + 2, m_folder.filePath(labels).toStdString());
        const Run run = tests::run(words);
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto said = objects(run.out).at(0);
        QVERIFY2(run.err.find(remark.toStdString()) != std::string::npos, run.err.c_str());
        QVERIFY(said["code"].contains("k_means"));
        QCOMPARE(said["code"].contains("linear_probe"), remark.isEmpty() && !labels.isEmpty());
    }

    /// float64 around 1e8, where floats are 8 apart: what is asked is how codes differ. Errors of reconstructions likewise, and thresholds stay as they are.
    void numbersFarFromZero() {
        const auto doubles = [this](const char *name, Index columns, double offset) {
            const core::Random random(9, core::Stream::Data);
            std::vector<double> numbers;
            for (std::uint64_t sample = 0; sample < 120; ++sample)
                for (std::uint64_t row = 0; row < static_cast<std::uint64_t>(columns); ++row)
                    numbers.push_back(std::round(256 * (random.normal(0, sample, row) + (sample % 2 == 0 && row == 0 ? 4.0f : 0.0f))) / 256 + offset);
            auto writer = files::NpyWriter::create(pathOf(name), {120, columns}, true);
            if (!writer || writer->write(std::span<const double>(numbers)) || writer->commit())
                qFatal("cannot write");
        };
        std::vector<float> labels, words;
        for (int i = 0; i < 120; ++i)
            labels.push_back(static_cast<float>(i % 2));
        saved("odd.npy", {120}, labels);
        doubles("near.npy", 4, 0);
        doubles("far.npy", 4, 1e8);
        doubles("near-factors.npy", 2, 0);
        doubles("far-factors.npy", 2, 1e8);
        doubles("near-errors.npy", 1, 10);
        const auto figures = [this](const char *codes, const char *factors) {
            const Run run = tests::run({"score", pathOf(codes), pathOf("odd.npy"), "--raw", pathOf(codes), "--factors", pathOf(factors), "--json"});
            if (run.status != 0)
                qFatal("%s", run.err.c_str());
            return objects(run.out).at(0);
        };
        const auto near = figures("near.npy", "near-factors.npy"), far = figures("far.npy", "far-factors.npy");
        QVERIFY(near["code"]["linear_probe"]["accuracy"].get<double>() > 0.9);
        for (const char *part : {"code", "pca", "raw"})
            for (const char *method : {"k_means", "gaussian_mixture", "hdbscan"})
                if (near[part].contains(method))
                    QVERIFY2(std::abs(near[part][method]["nmi"].get<double>() - far[part][method]["nmi"].get<double>()) < 1e-6, method);
        QCOMPARE(far["code"]["neighbour_accuracy"], near["code"]["neighbour_accuracy"]);
        QCOMPARE(far["code"]["linear_probe"]["accuracy"], near["code"]["linear_probe"]["accuracy"]);
        QVERIFY(std::abs(far["code_units"]["participation_ratio"].get<double>() - near["code_units"]["participation_ratio"].get<double>()) < 1e-6);
        QVERIFY(std::abs(far["factors"]["mig"].get<double>() - near["factors"]["mig"].get<double>()) < 1e-6);

        const auto anomalies = [this](const char *raw, const char *made) {
            const Run run = tests::run(
                {"score", pathOf("near.npy"), pathOf("odd.npy"), "--raw", pathOf(raw), "--reconstructions", pathOf(made), "--anomaly", "1", "--json"});
            if (run.status != 0)
                qFatal("%s", run.err.c_str());
            return objects(run.out).at(0)["anomaly"]["reconstruction"]["auc"].get<double>();
        };
        doubles("far-made.npy", 4, 1e8 + 0.25); // the same error everywhere
        QCOMPARE(anomalies("far.npy", "far-made.npy"), 0.5);
        const Run errors = tests::run({"score", pathOf("near.npy"), pathOf("odd.npy"), "--errors", pathOf("near-errors.npy"), "--anomaly", "0", "--json"});
        const double threshold = objects(errors.out).at(0)["anomaly"]["reconstruction"]["best_youden"]["threshold"].get<double>();
        QVERIFY2(threshold > 9, qPrintable(QString::number(threshold)));
    }

    void labelsOfEveryKind() {
        const auto textOf = [this](const char *name, const std::string &type, const std::string &content) {
            std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (240,), }";
            header.resize(117, ' ');
            header += '\n';
            std::ofstream file(pathOf(name), std::ios::binary);
            file << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size()) << '\0' << header << content;
        };
        std::string words;
        std::vector<float> some, turned;
        for (int sample = 0; sample < 240; ++sample) {
            words += sample < 80 ? "b " : sample < 160 ? "c " : "a ";
            some.push_back(sample % 3 == 0 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(sample / 80));
            turned.push_back(static_cast<float>(7 - 5 * (sample / 80)));
        }
        std::replace(words.begin(), words.end(), ' ', '\0');
        textOf("words.npy", "|S2", words);
        saved("some.npy", {240}, some);
        saved("turned.npy", {240}, turned);
        const auto by = [this](const char *name) {
            const Run run = tests::run({"score", pathOf("codes.npy"), pathOf(name), "--json"});
            if (run.status != 0)
                qFatal("%s", run.err.c_str());
            return objects(run.out).at(0);
        };
        const auto ofWords = by("words.npy"), ofSome = by("some.npy"), ofTurned = by("turned.npy");
        QCOMPARE(ofWords["classes"], nlohmann::json({"a", "b", "c"}));
        QVERIFY(ofWords["code"]["linear_probe"]["accuracy"].get<double>() > 0.95);
        QCOMPARE(ofSome["fitted"].get<int>() + ofSome["held_out"].get<int>(), 160);
        QCOMPARE(ofTurned["classes"], nlohmann::json({"-3", "2", "7"}));
        textOf("few-words.npy", "|S2", words);
        const Run few = tests::run({"score", pathOf("nan.npy"), pathOf("few-words.npy")});
        QCOMPARE(few.status, 1);
    }

    void codesThatTellNothingAreTold_data() {
        QTest::addColumn<float>("step");
        QTest::addColumn<QString>("remark");
        QTest::newRow("constant") << 0.0f << "still.npy: all 60 codes are equal: nothing of neighbours, clusters and directions means anything. Look whether";
        QTest::newRow("near 1e-30") << 1e-30f << "still.npy: all 60 codes lie within 5e-30 of each other: squared distances vanish in single precision";
        QTest::newRow("near 1") << 1.0f << "";
    }
    void codesThatTellNothingAreTold() {
        QFETCH(float, step);
        QFETCH(QString, remark);
        std::vector<float> codes, labels;
        for (int i = 0; i < 60; ++i) {
            codes.insert(codes.end(), {step * static_cast<float>(i % 2 * 4), step * static_cast<float>(i % 6)});
            labels.push_back(static_cast<float>(i % 2));
        }
        saved("still.npy", {60, 2}, codes);
        saved("halves.npy", {60}, labels);
        const Run run = tests::run({"score", pathOf("still.npy"), pathOf("halves.npy"), "--raw", pathOf("still.npy"), "--json"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto said = objects(run.out).at(0);
        QVERIFY2(run.err.find(remark.toStdString()) != std::string::npos, run.err.c_str());
        const QString ofRaw = QString(remark).replace("codes", "samples");
        QVERIFY2(run.err.find(ofRaw.toStdString()) != std::string::npos, run.err.c_str());
        QCOMPARE(said["warnings"].empty(), remark.isEmpty());
        const double accuracy = said["code"]["linear_probe"]["accuracy"].get<double>(), byNeighbours = said["code"]["neighbour_accuracy"].get<double>();
        QVERIFY2(step > 0 ? accuracy == 1 && byNeighbours == 1 : accuracy <= 0.5, qPrintable(QString("%1, %2").arg(accuracy).arg(byNeighbours)));
        QCOMPARE(said["code"]["k_means"]["clusters"].get<int>(), step > 0 ? 2 : 1);
        QVERIFY(said["code"].contains("hdbscan") && said["code_units"]["active"].get<int>() == (step == 1 ? 2 : 0));
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no codes") << QStringList{} << "Which codes?";
        QTest::newRow("no file") << QStringList{"none.npy"} << "none.npy";
        QTest::newRow("not finite") << QStringList{"nan.npy"} << "nan.npy: Sample 1 has a number that is not finite";
        QTest::newRow("too large") << QStringList{"huge.npy"} << "huge.npy: sample 2 holds a number that is too large for single precision";
        QTest::newRow("labels of others") << QStringList{"codes.npy", "few.npy"} << "few.npy";
        QTest::newRow("raw of others") << QStringList{"codes.npy", "labels.npy", "--raw", "nan.npy"} << "holds 4 samples for 240 codes";
        QTest::newRow("unknown setting") << QStringList{"codes.npy", "--set", "neighbors=3"} << "neighbors";
        QTest::newRow("no such class") << QStringList{"codes.npy", "labels.npy", "--anomaly", "7", "--errors", "errors.npy"} << "There is no class \"7\"";
        QTest::newRow("no error") << QStringList{"codes.npy", "labels.npy", "--anomaly", "1"} << "An anomaly is found by its error";
        QTest::newRow("no labels") << QStringList{"codes.npy", "--anomaly", "1"} << "Which samples are anomalous?";
        QTest::newRow("no samples") << QStringList{"codes.npy", "labels.npy", "--reconstructions", "raw.npy"} << "need the samples that they are of";
    }
    void refuses() {
        QFETCH(QStringList, words);
        QFETCH(QString, sentence);
        saved("few.npy", {7}, {0, 1, 0, 1, 0, 1, 0});
        saved("nan.npy", {4, 2}, {0, 1, 2, std::numeric_limits<float>::quiet_NaN(), 4, 5, 6, 7});
        const double huge[] = {1, 2, 3, 4, 1e300, 5};
        auto writer = files::NpyWriter::create(pathOf("huge.npy"), {3, 2}, true);
        QVERIFY(writer && !writer->write(std::span<const double>(huge)) && !writer->commit());
        std::vector<std::string> all{"score"};
        for (const QString &word : words)
            all.push_back(word.endsWith(".npy") ? m_folder.filePath(word).toStdString() : word.toStdString());
        const Run run = tests::run(all);
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.find(sentence.toStdString()) != std::string::npos, run.err.c_str());
        QVERIFY(run.out.empty());
    }
};

QTEST_GUILESS_MAIN(ScoreTest)
#include "score_test.moc"
