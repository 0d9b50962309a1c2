// `projection`: planes of codes in files, and a sentence for what cannot be laid out.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/core/random.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/npy_array.h"
#include "engine/files/npy_writer.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

class ProjectionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    bool isThere(const char *name) const { return QFile::exists(m_folder.filePath(QString::fromUtf8(name))); }

    std::string saved(const char *name, const std::vector<Index> &extents, const std::vector<float> &numbers) const {
        auto writer = files::NpyWriter::create(pathOf(name), extents);
        if (!writer || writer->write(std::span<const float>(numbers)) || writer->commit())
            qFatal("cannot write");
        return pathOf(name);
    }

    /// Three clouds of 50 in four dimensions.
    static std::vector<float> clouds() {
        const core::Random random(4, core::Stream::Data);
        std::vector<float> numbers;
        for (std::uint64_t sample = 0; sample < 150; ++sample)
            for (std::uint64_t row = 0; row < 4; ++row)
                numbers.push_back(random.normal(0, sample, row) + (sample / 50 == row ? 6.0f : 0.0f));
        return numbers;
    }

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        saved("codes.npy", {150, 4}, clouds());
        std::vector<float> labels;
        for (int i = 0; i < 150; ++i)
            labels.push_back(static_cast<float>(i / 50));
        saved("labels.npy", {150}, labels);
    }

    void laysOutByEveryMethod_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("dimensions");
        for (const int dimensions : {2, 3})
            for (const char *method : {"pca", "tsne", "umap", "pacmap", "lda", "random"})
                QTest::addRow("%s in %d dimensions", method, dimensions) << method << dimensions;
    }
    void laysOutByEveryMethod() {
        QFETCH(QString, method);
        QFETCH(int, dimensions);
        std::vector<std::string> words{
            "projection", "--method", method.toStdString(), pathOf("codes.npy"), "--labels", pathOf("labels.npy"), "-o", pathOf("plane.npy"), "--json",
            "--threads",  "2"};
        if (dimensions != 2) // what is not said is a plane
            words.insert(words.end(), {"--dimensions", std::to_string(dimensions)});
        const Run run = tests::run(words);
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto said = objects(run.out);
        QCOMPARE(said.size(), std::size_t{1});
        QCOMPARE(said[0]["method"].get<std::string>(), method.toStdString());
        QCOMPARE(said[0]["samples"].get<int>(), 150);
        QCOMPARE(said[0]["dimensions"].get<int>(), 4);
        QCOMPARE(said[0]["layout_dimensions"].get<int>(), dimensions);
        QVERIFY(said[0]["seconds"].get<double>() >= 0);
        const double trust = said[0]["trustworthiness"].get<double>();
        QVERIFY2(trust > (method == "random" ? 0.5 : 0.75) && trust <= 1, qPrintable(QString::number(trust)));
        QVERIFY(said[0]["continuity"].get<double>() > 0.5 && said[0]["stress"].get<double>() < 1);
        QCOMPARE(said[0].contains("divergence"), method == "tsne");
        if (method == "tsne")
            QVERIFY(said[0]["warnings"][0].get<std::string>().find("mean nothing") != std::string::npos);
        const auto plane = data::readNpyFile(pathOf("plane.npy"), {});
        QVERIFY(plane);
        QCOMPARE(plane->extents, (std::vector<Index>{150, dimensions}));
    }

    void seedsAndThreadsAreAsTheySay() {
        const auto planeOf = [&](const char *seed, const char *threads) {
            const Run run = tests::run({"projection", "--method", "umap", pathOf("codes.npy"), "--set", "iterations=30", "--set", "min_dist=0.25", "--seed",
                                        seed, "--threads", threads, "-o", pathOf("plane.npy")});
            if (run.status != 0 || !run.out.empty())
                qFatal("%s", run.err.c_str());
            return data::readNpyFile(pathOf("plane.npy"), {})->floats;
        };
        const auto first = planeOf("3", "1");
        QVERIFY(first == planeOf("3", "3"));
        QVERIFY(first != planeOf("4", "1"));
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no method") << QStringList{"codes.npy", "-o", "bad.npy"} << "--method: Which projection?";
        QTest::newRow("unknown method") << QStringList{"--method", "tsn", "codes.npy", "-o", "bad.npy"} << "There is no projection \"tsn\"";
        QTest::newRow("no codes") << QStringList{"--method", "pca", "-o", "bad.npy"} << "Which codes?";
        QTest::newRow("no plane") << QStringList{"--method", "pca", "codes.npy"} << "Where should the layout go?";
        QTest::newRow("four dimensions") << QStringList{"--method", "pca", "codes.npy", "--dimensions", "4", "-o", "bad.npy"} << "--dimensions";
        QTest::newRow("space for a plane") << QStringList{"--method", "tsne", "nan.npy", "--dimensions", "3", "-o", "bad.npy"}
                                           << "codes of 2 dimensions fill no space";
        QTest::newRow("no file") << QStringList{"--method", "pca", "none.npy", "-o", "bad.npy"} << "none.npy";
        QTest::newRow("no setting") << QStringList{"--method", "tsne", "codes.npy", "--set", "perplexity", "-o", "bad.npy"} << "sets nothing";
        QTest::newRow("unknown setting") << QStringList{"--method", "tsne", "codes.npy", "--set", "perplexty=4", "-o", "bad.npy"} << "perplexity";
        QTest::newRow("out of range") << QStringList{"--method", "tsne", "codes.npy", "--set", "perplexity=-4", "-o", "bad.npy"} << "perplexity";
        QTest::newRow("labels missing") << QStringList{"--method", "lda", "codes.npy", "-o", "bad.npy"} << "LDA needs labels";
        QTest::newRow("labels of others") << QStringList{"--method", "lda", "codes.npy", "--labels", "few.npy", "-o", "bad.npy"} << "few.npy";
        QTest::newRow("not finite") << QStringList{"--method", "umap", "nan.npy", "-o", "bad.npy"} << "the code of sample 1 is not finite";
        QTest::newRow("constant") << QStringList{"--method", "tsne", "constant.npy", "-o", "bad.npy"} << "all 20 codes are equal";
        QTest::newRow("as good as constant") << QStringList{"--method", "pca", "tiny.npy", "-o", "bad.npy"} << "all 20 codes lie so near one another";
        QTest::newRow("too large") << QStringList{"--method", "pacmap", "huge.npy", "-o", "bad.npy"} << "the code of sample 0 is too large";
        QTest::newRow("one sample") << QStringList{"--method", "tsne", "one.npy", "-o", "bad.npy"} << "needs at least 4 samples, and there is 1";
    }
    void refuses() {
        QFETCH(QStringList, words);
        QFETCH(QString, sentence);
        saved("few.npy", {7}, {0, 1, 0, 1, 0, 1, 0});
        saved("nan.npy", {4, 2}, {0, 1, 2, std::numeric_limits<float>::quiet_NaN(), 4, 5, 6, 7});
        saved("constant.npy", {20, 3}, std::vector<float>(60, 1.5f));
        saved("one.npy", {1, 3}, {1, 2, 3});
        saved("huge.npy", {4, 1}, {1e25f, 2, 3, 4});
        std::vector<float> tiny(60);
        for (std::size_t i = 0; i < tiny.size(); ++i)
            tiny[i] = 1e-20f * static_cast<float>(i);
        saved("tiny.npy", {20, 3}, tiny);
        std::vector<std::string> all{"projection"};
        for (const QString &word : words)
            all.push_back(word.endsWith(".npy") ? m_folder.filePath(word).toStdString() : word.toStdString());
        const Run run = tests::run(all);
        QCOMPARE(run.status, 1);
        QVERIFY2(QString::fromStdString(run.err).contains(sentence), run.err.c_str());
        QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), std::ptrdiff_t{1});
        QVERIFY(!isThere("bad.npy"));
    }
};

QTEST_GUILESS_MAIN(ProjectionTest)
#include "projection_test.moc"
