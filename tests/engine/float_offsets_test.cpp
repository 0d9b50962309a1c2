// Numbers that are large beside their differences: read in double, kept as differences, given back whole. All others stay the nearest floats.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <set>

#include "engine/analysis/data_statistics.h"
#include "engine/data/float_offsets.h"
#include "engine/data/shaping/scaling.h"
#include "engine/data/source_numbers.h"
#include "engine/files/npy_writer.h"
#include "tests/support/csv_files.h"
#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Numbers = std::vector<double>;

constexpr Index rows = 120;

/// The column `name`, rows numbers as their decimal texts have them.
Numbers columnOf(const QString &name) {
    Numbers numbers;
    for (Index i = 0; i < rows; ++i) {
        const auto step = static_cast<double>(i * 7 % rows), wave = std::sin(static_cast<double>(i * i));
        const auto rounded = [](double number, double unit) { return std::round(number * unit) / unit; };
        numbers.push_back(name == "northing"   ? rounded(5412345.12 + 0.01 * step, 100)
                          : name == "epoch"    ? 1717200000 + 10 * step
                          : name == "epochMs"  ? 1717200000123 + 250 * step
                          : name == "latitude" ? rounded(52.1234567 + 1e-5 * wave, 1e7)
                          : name == "southern" ? rounded(-9876543.21 - 0.5 * wave, 1000)
                          : name == "julian"   ? rounded(2460310.5 + step / 1440, 1e6)
                          : name == "pressure" ? rounded(1013.25 + 9 * wave, 100)
                          : name == "year"     ? 1990 + static_cast<double>(i % 30)
                          : name == "constant" ? 123456789.123
                          : name == "noisy"    ? 273.15 + rounded(8 * wave, 10)
                          : name == "identity" ? static_cast<double>(i * 7919 % 65537) * 30011
                          : name == "ratio"    ? wave
                                               : static_cast<double>(i));
    }
    return numbers;
}

const char *const needy[] = {"northing", "epoch", "epochMs", "latitude", "southern", "julian"};
const char *const plain[] = {"pressure", "year", "constant", "noisy", "identity", "ratio"};

std::string textOf(double number, const char *point) {
    return QString::number(number, 'g', 17).replace('.', point).toStdString();
}

double spreadOf(const Numbers &numbers) {
    return *std::max_element(numbers.begin(), numbers.end()) - *std::min_element(numbers.begin(), numbers.end());
}

/// The numbers of a feature in the order of the source, as a file or a table would have them.
Numbers sourceNumbers(const data::Dataset &dataset, Index feature) {
    Numbers numbers(static_cast<std::size_t>(dataset.train.samples)), sample(static_cast<std::size_t>(dataset.features()));
    std::vector<float> scaled(sample.size());
    for (Index i = 0; i < dataset.train.samples; ++i) {
        dataset.train.copySample(i, scaled.data());
        data::toSource(dataset, dataset.train, i, scaled.data(), sample.data());
        numbers[static_cast<std::size_t>(i)] = sample[static_cast<std::size_t>(feature)];
    }
    return numbers;
}

void compareWhole(const data::Dataset &dataset, Index feature, const Numbers &expected) {
    QVERIFY(data::offsetOf(dataset, feature) != 0);
    const Numbers got = sourceNumbers(dataset, feature);
    QCOMPARE(got.size(), expected.size());
    const double tolerance = 2e-7 * spreadOf(expected) + 4e-16 * std::abs(expected.front());
    for (std::size_t i = 0; i < got.size(); ++i)
        QVERIFY2(std::abs(got[i] - expected[i]) <= tolerance,
                 qPrintable(QString("%1: %2, not %3").arg(i).arg(got[i], 0, 'g', 17).arg(expected[i], 0, 'g', 17)));
    QCOMPARE(std::set<double>(got.begin(), got.end()).size(), std::set<double>(expected.begin(), expected.end()).size());
}

void compareFloats(const data::Dataset &dataset, Index feature, const Numbers &expected) {
    QCOMPARE(data::offsetOf(dataset, feature), 0.0);
    std::vector<float> sample(static_cast<std::size_t>(dataset.features()));
    for (Index i = 0; i < dataset.train.samples; ++i) {
        dataset.train.copySample(i, sample.data());
        QCOMPARE(sample[static_cast<std::size_t>(feature)], static_cast<float>(expected[static_cast<std::size_t>(i)]));
    }
}

/// A .npy file of whole or broken numbers, written by hand.
template <class T>
Bytes npyOf(const char *type, const std::vector<Numbers> &columns, bool isFortranOrder) {
    std::string header = "{'descr': '";
    header.append(type).append("', 'fortran_order': ").append(isFortranOrder ? "True" : "False").append(", 'shape': (");
    header += std::to_string(columns.front().size()) + ", " + std::to_string(columns.size()) + "), }\n";
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(header.size()), 0};
    append(bytes, {header.begin(), header.end()});
    const auto add = [&](double number) {
        const T value = static_cast<T>(number);
        Bytes raw(sizeof value);
        std::memcpy(raw.data(), &value, sizeof value);
        if (type[0] == '>')
            std::reverse(raw.begin(), raw.end());
        append(bytes, raw);
    };
    const std::size_t count = columns.front().size();
    for (std::size_t i = 0; i < count * columns.size(); ++i)
        isFortranOrder ? add(columns[i / count][i % count]) : add(columns[i % columns.size()][i / columns.size()]);
    return bytes;
}

spec::Component scalingOf(const char *kind, const char *by = nullptr) {
    spec::Component scaling{kind, {}};
    if (by)
        scaling.values.emplace("by", std::string(by));
    return scaling;
}

} // namespace

class FloatOffsetsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

    QString tableOf(const QString &name, const char *delimiter, const char *point, bool isQuoted) {
        std::string text = "share" + std::string(delimiter) + name.toStdString() + delimiter + "kind\n";
        const Numbers ratio = columnOf("ratio"), numbers = columnOf(name);
        const std::string quote = isQuoted ? "\"" : "";
        for (std::size_t i = 0; i < numbers.size(); ++i)
            text += textOf(ratio[i], point) + delimiter + quote + textOf(numbers[i], point) + quote + delimiter + (i % 3 == 0 ? "x" : "y") + "\n";
        return QString::fromStdString(text);
    }
    static void addNames() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isNeedy");
        for (const char *name : needy)
            QTest::newRow(name) << QString(name) << true;
        for (const char *name : plain)
            QTest::newRow(name) << QString(name) << false;
    }

private slots:
    void columnsOfText_data() { addNames(); }
    void columnsOfText() {
        QFETCH(QString, name);
        QFETCH(bool, isNeedy);
        for (const auto &[delimiter, point, isQuoted] : {std::tuple{",", ".", false}, {";", ",", false}, {"\t", ".", true}}) {
            const data::Dataset dataset =
                m_files.readWell(tableOf(name, delimiter, point, isQuoted).toStdString(), {{"leave_out", std::string("none")}, {"label", std::string("none")}});
            QCOMPARE(dataset.featureNames, (std::vector<std::string>{"share", name.toStdString(), "kind=x", "kind=y"}));
            QCOMPARE(dataset.train.samples, rows);
            compareFloats(dataset, 0, columnOf("ratio"));
            isNeedy ? compareWhole(dataset, 1, columnOf(name)) : compareFloats(dataset, 1, columnOf(name));
            QCOMPARE(dataset.offsets.empty(), !isNeedy);
            QCOMPARE(remarksOf(dataset.report).contains("as differences"), isNeedy);
            QCOMPARE(remarksOf(dataset.report).contains("Column 2 (" + name + ") less"), isNeedy);
            QCOMPARE(dataset.train.floats[2], 1.0f); // the words are where they were
        }
    }

    void arrays_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isNeedy");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("isFortranOrder");
        for (const char *type : {"<f8", ">f8"})
            for (const bool isFortranOrder : {false, true}) {
                for (const char *name : needy)
                    QTest::addRow("%s %s %d", name, type, isFortranOrder) << QString(name) << true << QString(type) << isFortranOrder;
                for (const char *name : plain)
                    QTest::addRow("%s %s %d", name, type, isFortranOrder) << QString(name) << false << QString(type) << isFortranOrder;
            }
        for (const char *type : {"<i8", "<u8", "<i4", ">u4"})
            QTest::addRow("epoch %s", type) << QString("epoch") << true << QString(type) << false;
        QTest::newRow("epochMs <i8") << QString("epochMs") << true << QString("<i8") << true;
        QTest::newRow("year <i8") << QString("year") << false << QString("<i8") << false;
    }
    void arrays() {
        QFETCH(QString, name);
        QFETCH(bool, isNeedy);
        QFETCH(QString, type);
        QFETCH(bool, isFortranOrder);
        const std::vector<Numbers> columns{columnOf(type.endsWith("f8") ? "ratio" : "count"), columnOf(name)};
        const std::string signs = type.toStdString();
        const Bytes content = type.endsWith("f8")   ? npyOf<double>(signs.c_str(), columns, isFortranOrder)
                              : type.endsWith("i8") ? npyOf<std::int64_t>(signs.c_str(), columns, isFortranOrder)
                              : type.endsWith("u8") ? npyOf<std::uint64_t>(signs.c_str(), columns, isFortranOrder)
                              : type.endsWith("i4") ? npyOf<std::int32_t>(signs.c_str(), columns, isFortranOrder)
                                                    : npyOf<std::uint32_t>(signs.c_str(), columns, isFortranOrder);
        const std::string path = writeFile(m_files.path(), "X.npy", content);
        for (const char *storage : {"memory", "file"}) {
            if (isFortranOrder && storage == std::string("file"))
                continue;
            const auto dataset = data::readPath({path, {{"storage", std::string(storage)}}, {}});
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QCOMPARE(dataset->train.file != nullptr, storage == std::string("file"));
            compareFloats(*dataset, 0, columns[0]);
            isNeedy ? compareWhole(*dataset, 1, columns[1]) : compareFloats(*dataset, 1, columns[1]);
            QCOMPARE(dataset->offsets.empty(), !isNeedy);
            QCOMPARE(remarksOf(dataset->report).contains("number 2 of a sample less"), isNeedy);
        }
    }

    void aTestPartHasTheSameOffsets() {
        const Numbers northing = columnOf("northing");
        Numbers further = northing;
        for (double &number : further)
            number += 3;
        writeFile(m_files.path(), "X_train.npy", npyOf<double>("<f8", {northing, columnOf("ratio")}, false));
        writeFile(m_files.path(), "X_test.npy", npyOf<double>("<f8", {further, columnOf("ratio")}, true));
        const auto dataset = data::readPath({m_files.path().toStdString() + "/X_train.npy", {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->test.samples, rows);
        for (Index i = 0; i < rows; ++i)
            QVERIFY(std::abs(dataset->test.floats[std::size_t(2 * i)] - dataset->train.floats[std::size_t(2 * i)] - 3) < 1e-6);
        compareWhole(*dataset, 0, northing);
    }

    void missingValuesGetTheMean() {
        std::string text = "a,when\n";
        const Numbers epoch = columnOf("epoch");
        double mean = 0;
        for (std::size_t i = 0; i < epoch.size(); ++i) {
            text += std::to_string(i % 5) + ".5," + (i == 4 ? std::string() : textOf(epoch[i], ".")) + "\n";
            mean += i == 4 ? 0 : epoch[i] / static_cast<double>(rows - 1);
        }
        const data::Dataset dataset = m_files.readWell(text, {{"leave_out", std::string("none")}});
        QVERIFY(std::abs(sourceNumbers(dataset, 1)[4] - mean) < 1e-3);
        QVERIFY2(remarksOf(dataset.report).contains("the mean, 17172005"), qPrintable(remarksOf(dataset.report)));
    }

    void statisticsAreOfTheSource() {
        const data::Dataset dataset = m_files.readWell(tableOf("northing", ",", ".", false).toStdString(), {{"leave_out", std::string("none")}});
        const auto statistics = analysis::measureData(dataset);
        QVERIFY(bool(statistics));
        const Numbers northing = columnOf("northing");
        double mean = 0, squares = 0;
        for (const double number : northing)
            mean += number / static_cast<double>(rows);
        for (const double number : northing)
            squares += (number - mean) * (number - mean) / static_cast<double>(rows);
        QVERIFY(std::abs(statistics->mean[1] - mean) < 1e-6);
        QVERIFY(std::abs(statistics->deviation[1] - std::sqrt(squares)) < 1e-6);
        QVERIFY(std::abs(statistics->maximum[1] - *std::max_element(northing.begin(), northing.end())) < 1e-6);
        QVERIFY(std::abs(statistics->valueMaximum - statistics->maximum[1]) < 1e-6);
        QCOMPARE(statistics->duplicates.samples, Index{0});
        Index counted = 0;
        for (const Index bin : statistics->histogram.counts)
            counted += bin;
        QCOMPARE(counted, rows * 4);
    }

    void scalingsLeadBack_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("by");
        QTest::addColumn<double>("tolerance"); ///< of northing, in its own unit
        for (const char *kind : {"range", "standardise", "robust"})
            QTest::addRow("%s feature", kind) << kind << "feature" << 1e-6;
        QTest::newRow("range whole") << "range"
                                     << "whole" << 1.0; // of floats from 0 to 1: that is what was asked for
        QTest::newRow("standardise whole") << "standardise"
                                           << "whole" << 1.0;
        QTest::newRow("robust whole") << "robust"
                                      << "whole" << 1.0;
        QTest::newRow("whiten") << "whiten"
                                << "" << 1e-6;
        QTest::newRow("unit_norm") << "unit_norm"
                                   << "" << 1.0;
    }
    void scalingsLeadBack() {
        QFETCH(QString, kind);
        QFETCH(QString, by);
        QFETCH(double, tolerance);
        data::Dataset dataset = m_files.readWell(tableOf("northing", ",", ".", false).toStdString(), {{"leave_out", std::string("none")}});
        dataset.train.labels.clear();
        const auto error = data::scale(dataset, by.isEmpty() ? scalingOf(kind.toUtf8()) : scalingOf(kind.toUtf8(), by.toUtf8()), {});
        QVERIFY(!error);
        const Numbers got = sourceNumbers(dataset, 1), expected = columnOf("northing"), ratios = columnOf("ratio");
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY2(std::abs(got[i] - expected[i]) <= tolerance, qPrintable(QString::number(got[i] - expected[i])));
        if (kind == "range" && by == "whole") { // of the source's numbers: those of ratio are next to nothing beside them
            QVERIFY(dataset.train.floats[0] < 1e-6f && dataset.train.floats[1] > 0.99f);
        } else if (kind == "unit_norm") {
            QVERIFY(std::abs(dataset.train.floats[1] - 1) < 1e-6f);
        }
    }

    void windowsRepeatThem() {
        data::Dataset dataset = m_files.readWell(tableOf("epoch", ",", ".", false).toStdString(), {{"leave_out", std::string("none")}});
        const std::vector<double> offsets = dataset.offsets;
        dataset.featureKinds.assign(4, data::FeatureKind::Number);
        dataset.featureKinds[2] = data::FeatureKind::Category;
        spec::DataSpec wanted;
        wanted.window = {"sliding", {{"length", Index{3}}, {"step", Index{1}}}};
        wanted.split = {"order", {}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QCOMPARE(dataset.offsets.size(), std::size_t{12});
        QCOMPARE(dataset.featureKinds.size(), std::size_t{12});
        for (std::size_t i = 0; i < 12; ++i) {
            QCOMPARE(dataset.offsets[i], offsets[i % 4]);
            QCOMPARE(dataset.featureKinds[i] == data::FeatureKind::Category, i % 4 == 2);
        }
    }

    void aFolderOfSeriesHasOneOffset() {
        const Numbers epoch = columnOf("epoch");
        QTemporaryDir folder;
        for (int file = 0; file < 3; ++file) {
            std::string text = "value,when\n";
            for (std::size_t i = 0; i < 40; ++i)
                text += std::to_string(i % 7) + ".25," + textOf(epoch[std::size_t(file) * 40 + i], ".") + "\n";
            writeFile(folder.path(), QString("s%1.csv").arg(file), bytesOf(text));
        }
        const auto dataset = data::readPath({folder.path().toStdString(), {{"leave_out", std::string("none")}}, {}});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compareWhole(*dataset, 1, epoch);
    }

    void aFolderOfArraysHasOneOffset() {
        const Numbers epoch = columnOf("epochMs"), ratio = columnOf("ratio");
        QTemporaryDir folder;
        for (int file = 0; file < 3; ++file) {
            const auto third = [file](const Numbers &all) { return Numbers(all.begin() + file * 40, all.begin() + (file + 1) * 40); };
            writeFile(folder.path(), QString("s%1.npy").arg(file), npyOf<double>("<f8", {third(ratio), third(epoch)}, file == 1));
        }
        const auto dataset = data::readPath({folder.path().toStdString(), {}, {}});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->report.reader, std::string("array_folder"));
        compareFloats(*dataset, 0, ratio);
        compareWhole(*dataset, 1, epoch);
    }

    void whatFloatsHoldApartStays() {
        const float few[] = {1013.25f, 1013.5f, 1014.75f};
        QVERIFY(!data::mayNeedOffset({few, 3, 1}, 1013.25f, 1014.75f, true)); // all different, and floats are closer than 1e-4 of the range
        const float close[] = {1013.25f, 1013.5f};
        QVERIFY(data::mayNeedOffset({close, 2, 1}, 1013.25f, 1013.5f, false)); // a hundredth may have been lost
        const float whole[] = {2010, 2011};
        QVERIFY(!data::mayNeedOffset({whole, 2, 1}, 2010, 2011, false));
        const float twice[] = {16777216, 16777216, 16777300};
        QVERIFY(data::mayNeedOffset({twice, 3, 1}, 16777216, 16777300, true)); // the two may have been one more and one less
        const float unlike[] = {-1e9f, 1e9f};
        QVERIFY(!data::mayNeedOffset({unlike, 2, 1}, -1e9f, 1e9f, true));
        const float none[] = {NAN};
        QVERIFY(!data::mayNeedOffset({none, 1, 1}, INFINITY, -INFINITY, true));
        QVERIFY(!data::mayNeedOffset({few, 3, 1}, 1013.25f, INFINITY, true));
        QVERIFY(!data::needsOffset({none, 1, 1}, 5e6));
        const float rounding[] = {1e-10f, 0, -1e-10f}; // of doubles of this size
        QVERIFY(!data::needsOffset({rounding, 3, 1}, 5e6));
        const float real[] = {1e-2f, 0, NAN, -1e-2f};
        QVERIFY(data::needsOffset({real, 4, 1}, 5e6));
        const float changed[] = {-5000001, -5000000, -4999999}; // around 0: the file is another one than before
        QVERIFY(!data::needsOffset({changed, 3, 1}, 5e6));
        const float infinite[] = {INFINITY, 0};
        QVERIFY(!data::needsOffset({infinite, 2, 1}, 5e6));
        QCOMPARE(data::offsetBetween(1717200000.0f, 1717201152.0f), 1717201000.0);
        QCOMPARE(data::offsetBetween(-52.125f, -52.115f), -52.12);
    }
};

QTEST_GUILESS_MAIN(FloatOffsetsTest)
#include "float_offsets_test.moc"
