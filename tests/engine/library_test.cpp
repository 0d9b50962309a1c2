// The library: what it offers, what it loads, and what it says where it cannot. The real Fashion-MNIST is read where it is
// installed, the embedded sample always.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/data/generators/generator.h"
#include "engine/data/library/embedded_sample.h"
#include "engine/data/library/library.h"
#include "engine/data/shaping/split.h"
#include "tests/support/idx_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

long long sumOf(const Part &part, Index first, Index count) {
    const auto begin = part.bytes.begin() + first * part.features;
    return std::accumulate(begin, begin + count * part.features, 0LL);
}

spec::DataSpec specOf(const std::string &source, double validation = 0.0) {
    spec::DataSpec data;
    data.source = source;
    data.validation = validation;
    return data;
}

} // namespace

class LibraryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Bytes m_sample = readFile(HOURGLASS_SOURCE_DIR "/resources/sample/fashion-mnist-sample.gz");
    Library m_library{asBytes(m_sample), {}};

    QString errorOf(const spec::DataSpec &data) {
        const auto dataset = m_library.load(data, 0, {});
        return dataset ? QString() : QString::fromStdString(dataset.error().sentence());
    }

private slots:
    void readsFashionMnist() {
        const Library library(asBytes(m_sample), standardDataFolders());
        const std::vector<Source> sources = library.sources();
        const bool isInstalled = sources.front().isAvailable;
        QCOMPARE(sources.front().key, std::string("fashion-mnist"));
        const auto loaded = library.load(specOf(isInstalled ? "fashion-mnist" : "fashion-mnist-sample"), 0, {});
        QVERIFY2(bool(loaded), loaded ? "" : loaded.error().sentence().c_str());
        const Dataset &dataset = **loaded;
        QVERIFY(dataset.shape == core::Shape(1, 28, 28));
        QVERIFY(dataset.train.holdsBytes() && dataset.test.holdsBytes());
        QVERIFY(dataset.isWithinUnit && dataset.validation.isEmpty());
        QCOMPARE(dataset.classNames.size(), 10u);
        QVERIFY(QString::fromStdString(dataset.origin).contains("MIT"));
        if (isInstalled) {
            QCOMPARE(dataset.key, std::string("fashion-mnist"));
            QCOMPARE(dataset.title, std::string("Fashion-MNIST"));
            QCOMPARE(dataset.train.samples, 60000);
            QCOMPARE(dataset.test.samples, 10000);
            QCOMPARE(dataset.test.labels.front(), 9);
            QCOMPARE(dataset.classNames[9], std::string("Boot"));
            QCOMPARE(sumOf(dataset.test, 0, 1), 33456);
            QCOMPARE(sumOf(dataset.test, 0, 10000), 573469082);
            QCOMPARE(sumOf(dataset.train, 0, 1), 76247);
            QCOMPARE(sumOf(dataset.train, 0, 60000), 3431114169);
        }
    }

    void readsTheEmbeddedSample() {
        const auto loaded = m_library.load(specOf("fashion-mnist-sample"), 0, {});
        QVERIFY2(bool(loaded), loaded ? "" : loaded.error().sentence().c_str());
        const Dataset &dataset = **loaded;
        QCOMPARE(dataset.key, std::string("fashion-mnist-sample"));
        QVERIFY(dataset.shape == core::Shape(1, 28, 28));
        QCOMPARE(dataset.train.samples, 2500);
        QCOMPARE(dataset.test.samples, 500);
        for (int label = 0; label < 10; ++label) {
            QCOMPARE(std::count(dataset.train.labels.begin(), dataset.train.labels.end(), label), 250);
            QCOMPARE(std::count(dataset.test.labels.begin(), dataset.test.labels.end(), label), 50);
        }
        QCOMPARE(dataset.train.labels.front(), 1);
        QCOMPARE(sumOf(dataset.train, 0, 1), 52118);
        QCOMPARE(sumOf(dataset.train, 0, 2500), 142973621);
        QCOMPARE(sumOf(dataset.test, 0, 500), 28750217);
        QCOMPARE(dataset.classNames.front(), std::string("T-shirt"));
        QVERIFY(QString::fromStdString(dataset.origin).contains("Zalando SE 2017, MIT licence"));
        QVERIFY(m_sample.size() <= 1'400'000);
    }

    void refusesABadSample() {
        Bytes small = countingIdx({4, 3, 2});
        append(small, labelIdx({0, 1, 2, 3}));
        append(small, countingIdx({2, 3, 2}));
        append(small, labelIdx({9, 9}));
        const Bytes packed = gzip(small);
        const auto good = readSample(asBytes(packed), {});
        QVERIFY(bool(good));
        QCOMPARE(good->test.labels, (std::vector<std::int32_t>{9, 9}));
        for (std::size_t length = 0; length < packed.size(); ++length)
            QVERIFY(!readSample(asBytes(packed).first(length), {}));
        Bytes tooLong = small, tooLarge = small;
        tooLong.push_back(0);
        tooLarge.back() = 10;
        QVERIFY(!readSample(asBytes(gzip(tooLong)), {}));
        QVERIFY(!readSample(asBytes(gzip(tooLarge)), {}));
        QVERIFY(!readSample(asBytes(gzip(countingIdx({4, 3, 2}))), {}));
    }

    void listsItsSources() {
        const std::vector<Source> sources = m_library.sources();
        std::vector<std::string> keys;
        for (const Source &source : sources) {
            QVERIFY(!source.title.empty() && !source.description.empty());
            keys.push_back(source.key);
        }
        std::vector<std::string> expected{"fashion-mnist", "fashion-mnist-sample"};
        for (const Generator &generator : generators())
            expected.push_back(generator.kind().key);
        QCOMPARE(keys, expected);
        QVERIFY(!sources[0].isAvailable);
        QVERIFY(sources[1].isAvailable);
        QVERIFY(!Library({}, {}).sources()[1].isAvailable);
        for (std::size_t i = 1; i < sources.size(); ++i) {
            const auto loaded = m_library.load(specOf(sources[i].key), 5, {});
            QVERIFY(bool(loaded));
            QCOMPARE((*loaded)->key, sources[i].key);
        }
    }

    void findsFashionMnistInTheFirstFolderThatHasIt() {
        const QString first = m_folder.filePath("first"), second = m_folder.filePath("second");
        QDir().mkpath(first + "/datasets/fashion-mnist"); // empty
        writeFile(second, "datasets/fashion-mnist/train-images-idx3-ubyte.gz", gzip(countingIdx({12, 2, 2})));
        const Library library({}, {m_folder.filePath("nowhere").toStdString(), first.toStdString(), second.toStdString()});
        QVERIFY(library.sources().front().isAvailable);
        const auto loaded = library.load(specOf("fashion-mnist"), 0, {});
        QVERIFY(bool(loaded));
        QCOMPARE((*loaded)->samples(), 12);
    }

    void tellsWhatToDoWithoutThePackage() {
        const QString sentence = errorOf(specOf("fashion-mnist"));
        QVERIFY2(sentence.contains("dataset-fashion-mnist") && sentence.contains("fashion-mnist-sample"), qPrintable(sentence));
        const auto withoutSample = Library({}, {}).load(specOf("fashion-mnist-sample"), 0, {});
        QVERIFY(!withoutSample);
        QVERIFY(!withoutSample.error().hint.empty());
    }

    void refusesWhatItDoesNotKnow() {
        const QString unknown = errorOf(specOf("fashion-mnits"));
        QVERIFY2(unknown.contains("fashion-mnits") && unknown.contains("fashion-mnist, fashion-mnist-sample, noise, tabular, halves"), qPrintable(unknown));
        QVERIFY2(unknown.contains("Did you mean fashion-mnist?"), qPrintable(unknown));
        QVERIFY(errorOf(specOf("")).contains("no data are named"));
        QVERIFY(errorOf(specOf(m_folder.filePath("gone").toStdString())).contains("no such file or folder"));
        for (const double fraction : {-0.1, 0.6, std::nan(""), std::numeric_limits<double>::infinity()})
            QVERIFY(errorOf(specOf("noise", fraction)).contains("data.validation"));
        spec::DataSpec scaling = specOf("noise");
        scaling.scaling.kind = "percent";
        QVERIFY(errorOf(scaling).contains("percent"));
        spec::DataSpec split = specOf("noise");
        split.split = {"random", {{"test", 2.0}}};
        QVERIFY(errorOf(split).contains("data.split.test"));
        const std::string path = writeFile(m_folder.path(), "set/pictures-idx3-ubyte", countingIdx({100, 2, 2}));
        for (const std::string &source : {std::string("noise"), path}) {
            spec::DataSpec options = specOf(source);
            options.options = {{"colour", std::string("blue")}};
            QVERIFY2(errorOf(options).contains("data.options.colour"), qPrintable(errorOf(options)));
        }
    }

    void theTestPartIsAsLargeAsAskedFor() {
        const std::string path = writeFile(m_folder.path(), "set/pictures-idx3-ubyte", countingIdx({100, 2, 2}));
        for (const double fraction : {0.0, 0.25, 0.9}) {
            spec::DataSpec spec = specOf(path);
            spec.split = {"random", {{"test", fraction}}};
            const auto loaded = m_library.load(spec, 4, {});
            QVERIFY(bool(loaded));
            QCOMPARE((*loaded)->test.samples, static_cast<Index>(fraction * 100));
            QCOMPARE((*loaded)->dependsOnSeed, fraction > 0);
            QCOMPARE((*loaded)->report.reader, "idx");
        }
    }

    void setsTestAndValidationAside() {
        const std::string path = writeFile(m_folder.path(), "set/pictures-idx3-ubyte", countingIdx({100, 2, 2}));
        const auto loaded = m_library.load(specOf(path, 0.2), 4, {});
        QVERIFY(bool(loaded));
        const Dataset &dataset = **loaded;
        QCOMPARE(dataset.key, path);
        QCOMPARE(dataset.test.samples, 10);
        QCOMPARE(dataset.validation.samples, 18);
        QCOMPARE(dataset.train.samples, 72);
        QCOMPARE(dataset.heldOutName(), "validation");
        for (const Part *part : {&dataset.train, &dataset.validation, &dataset.test})
            for (std::size_t i = 0; i < part->sourceIndex.size(); ++i)
                QCOMPARE(int(part->bytes[4 * i]), int(part->sourceIndex[i] * 4 % 256));

        // The test part does not depend on the validation part, and a set's own test part is kept whole.
        const auto without = m_library.load(specOf(path), 4, {});
        QVERIFY(bool(without));
        QCOMPARE((*without)->test.sourceIndex, dataset.test.sourceIndex);
        const auto noise = m_library.load(specOf("noise", 0.1), 4, {});
        QVERIFY(bool(noise));
        QCOMPARE((*noise)->train.samples, 90);
        QCOMPARE((*noise)->validation.samples, 10);
        QCOMPARE((*noise)->test.samples, 100);
        QVERIFY((*noise)->test.sourceIndex.empty());
        Part numbers;
        numbers.samples = 100;
        QCOMPARE((*noise)->validation.sourceIndex, splitOff(numbers, 0.1, 4, SplitOff::Validation).sourceIndex);
    }

    void readsASingleSample() {
        const auto loaded = m_library.load(specOf(writeFile(m_folder.path(), "one/one-idx3-ubyte", countingIdx({1, 2, 2})), 0.5), 0, {});
        QVERIFY(bool(loaded));
        QCOMPARE((*loaded)->train.samples, 1);
        QVERIFY((*loaded)->test.isEmpty() && (*loaded)->validation.isEmpty());
    }

    void handsOptionsToGenerators() {
        spec::DataSpec data = specOf("uniform");
        data.options = {{"samples", Index{30}}, {"dimensions", Index{5}}};
        const auto loaded = m_library.load(data, 1, {});
        QVERIFY(bool(loaded));
        QCOMPARE((*loaded)->train.samples, 30);
        QVERIFY((*loaded)->shape == core::Shape(5));
        QCOMPARE(std::get<Index>((*loaded)->report.assumed.at("dimensions")), 5);
        data.options = {{"dimension", Index{5}}};
        QVERIFY2(errorOf(data).contains("data.options.dimension") && errorOf(data).contains("Did you mean"), qPrintable(errorOf(data)));
        data.options = {{"dimensions", Index{0}}};
        QVERIFY2(errorOf(data).contains("data.options.dimensions"), qPrintable(errorOf(data)));
    }

    void reportsProgressAndStops() {
        std::vector<double> fractions;
        Progress progress;
        progress.report = [&](double fraction, const std::string &what) {
            QVERIFY(!what.empty());
            fractions.push_back(fraction);
        };
        QVERIFY(bool(m_library.load(specOf("fashion-mnist-sample"), 0, progress)));
        QVERIFY(fractions.size() > 2);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);

        const std::atomic<bool> cancelled = true;
        for (const char *source : {"fashion-mnist-sample", "noise"}) {
            const auto stopped = m_library.load(specOf(source), 0, {nullptr, &cancelled});
            QVERIFY(!stopped);
            QVERIFY(QString::fromStdString(stopped.error().what).contains("cancelled"));
        }
    }

    void looksWhereTheDesktopKeepsItsData() {
        const QByteArray home = qgetenv("HOME"), dataHome = qgetenv("XDG_DATA_HOME"), dataFolders = qgetenv("XDG_DATA_DIRS");
        const bool hadDataHome = qEnvironmentVariableIsSet("XDG_DATA_HOME"), hadFolders = qEnvironmentVariableIsSet("XDG_DATA_DIRS");
        qputenv("HOME", "/home/ada");
        qunsetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_DIRS", "");
        QCOMPARE(standardDataFolders(), (std::vector<std::string>{"/home/ada/.local/share", "/usr/local/share", "/usr/share"}));
        qputenv("XDG_DATA_HOME", "/data");
        qputenv("XDG_DATA_DIRS", ":/first:relative:/second:");
        QCOMPARE(standardDataFolders(), (std::vector<std::string>{"/data", "/first", "/second"}));
        qputenv("HOME", home);
        hadDataHome ? qputenv("XDG_DATA_HOME", dataHome) : qunsetenv("XDG_DATA_HOME");
        hadFolders ? qputenv("XDG_DATA_DIRS", dataFolders) : qunsetenv("XDG_DATA_DIRS");
    }
};

QTEST_APPLESS_MAIN(LibraryTest)
#include "library_test.moc"
