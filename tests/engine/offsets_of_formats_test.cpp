// Numbers that are large beside their differences, in series, sparse matrices and IDX files: kept as differences and given back whole, as those of
// tables and arrays are (float_offsets_test).
#include <QTest>

#include <bit>
#include <cmath>
#include <functional>

#include "engine/data/source_numbers.h"
#include "tests/support/npz_bytes.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Numbers = std::vector<double>;

namespace {

constexpr Index rows = 24;

/// Three columns: seconds, metres to a hundredth, and numbers that floats hold.
double numberAt(Index row, Index column) {
    const auto step = static_cast<double>(row * 7 % rows);
    return column == 0 ? 1717200000 + 10 * step : column == 1 ? std::round(541234512 + step) / 100 : step / 4;
}

std::string textOf(double number) {
    return QString::number(number, 'g', 17).toStdString();
}

/// All numbers of the training part, sample after sample.
Numbers sourceOf(const Dataset &dataset) {
    Numbers numbers(static_cast<std::size_t>(dataset.train.samples * dataset.features()));
    std::vector<float> scaled(static_cast<std::size_t>(dataset.features()));
    for (Index i = 0; i < dataset.train.samples; ++i) {
        dataset.train.copySample(i, scaled.data());
        toSource(dataset, dataset.train, i, scaled.data(), numbers.data() + i * dataset.features());
    }
    return numbers;
}

std::string joined(const char *between, Index count, const std::function<double(Index)> &number) {
    std::string text;
    for (Index i = 0; i < count; ++i)
        text += (i > 0 ? between : "") + textOf(number(i));
    return text;
}

std::string idxOf(std::uint8_t type, Index columns) {
    Bytes bytes = idxHeader(type, {static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(columns)});
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            append(bytes, type == 0x0E ? bigEndian(std::bit_cast<std::uint64_t>(numberAt(row, column)), 8)
                                       : bigEndian(static_cast<std::uint64_t>(numberAt(row, column)), 4));
    return {bytes.begin(), bytes.end()};
}

} // namespace

class OffsetsOfFormatsTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    OffsetsOfFormatsTest() : ReadsTexts("some.txt") {}

private slots:
    void tablesComeBackWhole_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("columns");
        const auto row = [](const char *name, const std::string &content, int columns = 3) {
            QTest::newRow(name) << name << QByteArray::fromStdString(content) << columns;
        };
        std::string array = "%%MatrixMarket matrix array real general\n24 3\n", places = "%%MatrixMarket matrix coordinate real general\n24 3 72\n", pairs;
        std::vector<std::int32_t> columns, ends{0};
        Numbers numbers;
        for (Index column = 0; column < 3; ++column)
            for (Index i = 0; i < rows; ++i)
                array += textOf(numberAt(i, column)) + '\n';
        for (Index i = 0; i < rows; ++i) {
            pairs += i % 2 == 0 ? "1" : "-1";
            for (Index column = 0; column < 3; ++column) {
                places += std::to_string(i + 1) + ' ' + std::to_string(column + 1) + ' ' + textOf(numberAt(i, column)) + '\n';
                pairs += ' ' + std::to_string(column + 1) + ':' + textOf(numberAt(i, column));
                columns.push_back(static_cast<std::int32_t>(column));
                numbers.push_back(numberAt(i, column));
            }
            pairs += '\n';
            ends.push_back(static_cast<std::int32_t>(columns.size()));
        }
        row("array.mtx", array);
        row("places.mtx", places);
        row("pairs.svm", pairs);
        row("csr.npz", zipOf({{"format.npy", npyOf("|S3", "()", "csr")},
                              {"shape.npy", npyOf<std::int64_t>("<i8", {rows, 3})},
                              {"indices.npy", npyOf("<i4", columns)},
                              {"indptr.npy", npyOf("<i4", ends)},
                              {"data.npy", npyOf("<f8", numbers)}}));
        row("doubles-idx2-double", idxOf(0x0E, 3));
        row("wholes-idx2-int", idxOf(0x0C, 1), 1);
    }
    void tablesComeBackWhole() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(int, columns);
        const Dataset dataset = read(content.toStdString(), {}, name);
        QCOMPARE(dataset.train.samples, rows);
        QCOMPARE(dataset.features(), Index{columns});
        QVERIFY2(remarksOf(dataset.report).contains("as differences"), qPrintable(remarksOf(dataset.report)));
        const Numbers got = sourceOf(dataset);
        for (Index i = 0; i < rows; ++i)
            for (Index column = 0; column < columns; ++column)
                QCOMPARE(offsetOf(dataset, column) != 0, column < 2);
        for (std::size_t i = 0; i < got.size(); ++i) {
            const double expected = numberAt(static_cast<Index>(i) / columns, static_cast<Index>(i) % columns);
            QVERIFY2(std::abs(got[i] - expected) <= 5e-8, qPrintable(QString("%1: %2, not %3").arg(i).arg(got[i], 0, 'g', 17).arg(expected, 0, 'g', 17)));
        }
    }

    /// Of three axes, pictures have one offset for all numbers; what has channels as its last axis has one for each number.
    void moreAxesComeBackWhole_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("channels");
        QTest::newRow("dense pictures") << "cube.npy" << 5;
        QTest::newRow("sparse pictures") << "cube.npz" << 5;
        QTest::newRow("dense series") << "cube.npy" << 3;
        QTest::newRow("sparse series") << "cube.npz" << 3;
    }
    void moreAxesComeBackWhole() {
        QFETCH(QString, name);
        QFETCH(int, channels);
        const auto numberIn = [channels](Index sample, Index step, Index channel) {
            return 1717200000.0 + 0.25 * static_cast<double>((sample * 6 + step) * channels + channel);
        };
        std::vector<std::int32_t> places[3];
        Numbers numbers;
        for (Index sample = 0; sample < rows; ++sample)
            for (Index step = 0; step < 6; ++step)
                for (Index channel = 0; channel < channels; ++channel) {
                    for (const auto &[axis, place] : {std::pair{0, sample}, std::pair{1, step}, std::pair{2, channel}})
                        places[axis].push_back(static_cast<std::int32_t>(place));
                    numbers.push_back(numberIn(sample, step, channel));
                }
        std::vector<std::int32_t> coordinates(places[0]);
        for (const int axis : {1, 2})
            coordinates.insert(coordinates.end(), places[axis].begin(), places[axis].end());
        const std::string count = std::to_string(numbers.size()), shape = "(" + std::to_string(rows) + ", 6, " + std::to_string(channels) + ")";
        const std::string content = name.endsWith("npy") ? npyOf("<f8", numbers, shape)
                                                         : zipOf({{"format.npy", npyOf("|S3", "()", "coo")},
                                                                  {"shape.npy", npyOf<std::int64_t>("<i8", {rows, 6, channels})},
                                                                  {"coords.npy", npyOf("<i4", coordinates, "(3, " + count + ")")},
                                                                  {"data.npy", npyOf("<f8", numbers)}});
        const Dataset dataset = read(content, {}, name);
        QCOMPARE(dataset.shape, channels == 5 ? core::Shape(1, 6, 5) : core::Shape(6, 3));
        QVERIFY2(remarksOf(dataset.report).contains("as differences") && remarksOf(dataset.report).contains("all numbers less") == (channels == 5),
                 qPrintable(remarksOf(dataset.report)));
        QCOMPARE(sourceOf(dataset), numbers);
    }

    void zerosBesideLargeNumbersStay() {
        // A column with zeros has no offset, whether they are written or not; one that is missing gets the mean of the source's numbers.
        std::string pairs;
        for (Index i = 0; i < rows; ++i)
            pairs +=
                "1 1:" + textOf(numberAt(i, 0)) + (i % 5 == 0 ? "" : " 2:" + textOf(numberAt(i, 0))) + " 3:" + (i == 3 ? "nan" : textOf(numberAt(i, 1))) + "\n";
        const Dataset dataset = read(pairs, {}, "some.svm");
        QVERIFY(offsetOf(dataset, 0) != 0 && offsetOf(dataset, 1) == 0);
        const Numbers got = sourceOf(dataset);
        for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
            QCOMPARE(got[3 * i + 1] == 0, i % 5 == 0);
        QVERIFY(std::abs(got[3 * 3 + 2] - 5412345.24) < 0.02);
    }

    void aTestPartHasThemToo() {
        std::string train, test = "1 1:1717200005 2:1\n-1 1:1717200016 2:2\n";
        for (Index i = 0; i < rows; ++i)
            train += "1 1:" + textOf(numberAt(i, 0)) + " 2:1\n";
        m_files.write(test, "pairs.svm.t");
        const Dataset pairs = read(train, {}, "pairs.svm");
        QCOMPARE(pairs.test.samples, Index{2});
        QCOMPARE(static_cast<double>(pairs.test.floats[2]) + offsetOf(pairs, 0), 1717200016.0);

        Bytes further = idxHeader(0x0C, {2, 1});
        for (const std::uint64_t second : {1717200005u, 1717200016u})
            append(further, bigEndian(second, 4));
        QTemporaryDir folder;
        const std::string whole = idxOf(0x0C, 1);
        writeFile(folder.path(), "t10k-images-idx2-int", further);
        const auto dataset = readPath({writeFile(folder.path(), "train-images-idx2-int", {whole.begin(), whole.end()}), {}, {}});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->test.samples, Index{2});
        QCOMPARE(static_cast<double>(dataset->test.floats[1]) + offsetOf(*dataset, 0), 1717200016.0);
        writeFile(folder.path(), "t10k-images-idx2-int", idxHeader(0x0C, {1, 3})); // of another width, and cut off
        QVERIFY(!readPath({folder.path().toStdString() + "/train-images-idx2-int", {}, {}}));
    }

    void seriesComeBackWhole() {
        std::string text = "@problemName P\n@univariate false\n@classLabel false\n@data\n";
        for (Index series = 0; series < 6; ++series)
            text += joined(",", 4, [&](Index step) { return numberAt(4 * series + step, 0); }) + ':' +
                    joined(",", 4, [&](Index step) { return numberAt(4 * series + step, 2); }) + '\n';
        const Dataset dataset = read(text, {}, "some.ts");
        QCOMPARE(dataset.shape, core::Shape(4, 2));
        QVERIFY2(remarksOf(dataset.report).contains("channel 1 less"), qPrintable(remarksOf(dataset.report)));
        const Numbers got = sourceOf(dataset);
        for (std::size_t i = 0; i < got.size(); ++i)
            QCOMPARE(got[i], numberAt(static_cast<Index>(i) / 2, i % 2 == 0 ? 0 : 2));
    }

    void bagsComeBackWhole_data() {
        QTest::addColumn<bool>("areChannels");
        QTest::newRow("channels") << true;
        QTest::newRow("steps") << false;
    }
    void bagsComeBackWhole() {
        QFETCH(bool, areChannels);
        std::string text = "@relation r\n@attribute bag relational\n@attribute a numeric\n@attribute b numeric\n@end bag\n@data\n";
        for (Index bag = 0; bag < 6; ++bag)
            text += "'" + joined(",", 2, [&](Index i) { return numberAt(4 * bag + (areChannels ? i : 0), areChannels ? 0 : 2 * i); }) + "\\n" +
                    joined(",", 2, [&](Index i) { return numberAt(4 * bag + (areChannels ? i : 1), areChannels ? 2 : 2 * i); }) + "'\n";
        const Dataset dataset = read(text, {{"bag_rows", std::string(areChannels ? "channels" : "steps")}}, "some.arff");
        QCOMPARE(dataset.shape, core::Shape(2, 2));
        QCOMPARE(dataset.offsets.size(), std::size_t{4});
        const Numbers got = sourceOf(dataset);
        for (std::size_t i = 0; i < got.size(); ++i)
            QCOMPARE(got[i], numberAt(static_cast<Index>(i / 4 * 4 + i / 2 % 2), i % 2 == 0 ? 0 : 2));
    }

    void paddingAndGapsAreOfTheSource() {
        const std::string header = "@problemName P\n@univariate true\n@classLabel false\n@data\n";
        const std::string series = header + "1717200010,1717200020,?,1717200040\n1717200011,1717200023\n";
        QCOMPARE(sourceOf(read(series, {}, "some.ts")), (Numbers{1717200010, 1717200020, 1717200030, 1717200040, 1717200011, 1717200023, 0, 0}));
        QCOMPARE(sourceOf(read(series, {{"gaps", std::string("zero")}, {"lengths", std::string("pad_last")}}, "some.ts")),
                 (Numbers{1717200010, 1717200020, 0, 1717200040, 1717200011, 1717200023, 1717200023, 1717200023}));
        QVERIFY(read(header + "1717200010,12\n1717200011,1717200023\n", {}, "some.ts").offsets.empty()); // they differ by as much as they are
    }

    void forecastsComeBackWhole() {
        const std::string header = "@relation Some\n@attribute series_name string\n@frequency daily\n@data\n";
        const auto numbers = joined(",", rows, [](Index i) { return numberAt(i, 1); });
        const Dataset values = read(header + "T1:" + numbers + '\n', {}, "some.tsf");
        QCOMPARE(values.features(), Index{1});
        QCOMPARE(values.train.samples, rows);
        QVERIFY(remarksOf(values.report).contains("value less"));
        const Dataset series = read(header + "T1:" + numbers + "\nT2:" + numbers + '\n', {}, "some.tsf");
        QCOMPARE(series.features(), rows);
        for (const Dataset *dataset : {&values, &series}) {
            const Numbers got = sourceOf(*dataset);
            for (std::size_t i = 0; i < got.size(); ++i)
                QVERIFY(std::abs(got[i] - numberAt(static_cast<Index>(i) % rows, 1)) <= 5e-8);
        }
    }
};

QTEST_GUILESS_MAIN(OffsetsOfFormatsTest)
#include "offsets_of_formats_test.moc"
