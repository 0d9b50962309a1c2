// Sparse matrices of SciPy in every layout that scipy.sparse.save_npz writes, equal to their toarray(); and archives whose arrays
// do not hold together.
#include <QTest>

#include <functional>

#include "engine/data/readers/matrices/sparse_npz.h"
#include "tests/support/cut_files.h"
#include "tests/support/largest_allocation.h"
#include "tests/support/npz_bytes.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Wholes = std::vector<std::int32_t>;
using Longs = std::vector<std::int64_t>;
using Doubles = std::vector<double>;

namespace {

const Floats truth{0, 1.5f, 0, -2, 0, 0, 0, 0, 3, 0, 0, 4}; // 4 × 3

std::string layoutOf(const std::string &name, const std::string &shape, std::vector<ZipEntry> arrays, const std::string &textType = "|S3",
                     const std::string &text = {}) {
    arrays.push_back({"format.npy", npyOf(textType, "()", text.empty() ? name : text)});
    arrays.push_back({"shape.npy", shape});
    return zipOf(arrays);
}

const std::string size43 = npyOf<std::int64_t>("<i8", {4, 3});
const ZipEntry values{"data.npy", npyOf<double>("<f8", {1.5, -2, 3, 4})};

std::string csr() {
    return layoutOf("csr", size43,
                    {{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, 2, 2})}, {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 3, 4})}, values});
}

} // namespace

class SparseNpzTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void readsEveryLayout_data() {
        QTest::addColumn<QByteArray>("archive");
        const auto row = [](const char *name, const std::string &archive) { QTest::newRow(name) << QByteArray::fromStdString(archive); };
        row("csr", csr());
        row("csr, long indices, its name in UTF-32",
            layoutOf("csr", size43,
                     {{"indices.npy", npyOf<std::int64_t>("<i8", {1, 0, 2, 2})}, {"indptr.npy", npyOf<std::int64_t>("<i8", {0, 1, 2, 3, 4})}, values}, "<U3",
                     std::string("c\0\0\0s\0\0\0r\0\0\0", 12)));
        row("csc, not sorted, one place twice", layoutOf("csc", size43,
                                                         {{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, 3, 2, 3})},
                                                          {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 5})},
                                                          {"data.npy", npyOf<float>("<f4", {-2, 1.5f, 1.75f, 3, 2.25f})}}));
        row("coo", layoutOf("coo", size43,
                            {{"row.npy", npyOf<std::int32_t>("<i4", {3, 2, 0, 1})},
                             {"col.npy", npyOf<std::int32_t>("<i4", {2, 2, 1, 0})},
                             {"data.npy", npyOf<double>("<f8", {4, 3, 1.5, -2})}}));
        row("coo by coordinates", layoutOf("coo", size43,
                                           {{"coords.npy", npyOf<std::int32_t>("<i4", {3, 2, 0, 1, 2, 2, 1, 0}, "(2, 4)")},
                                            {"data.npy", npyOf<double>("<f8", {4, 3, 1.5, -2})},
                                            {"_is_array.npy", npyOf("|b1", "()", "\1")}}));
        row("bsr", layoutOf("bsr", size43,
                            {{"indices.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 2})},
                             {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 2, 4})},
                             {"data.npy", npyOf<double>("<f8", {0, -2, 1.5, 0, 0, 0, 3, 4}, "(4, 2, 1)")}}));
        row("dia", layoutOf("dia", size43,
                            {{"offsets.npy", npyOf<std::int32_t>("<i4", {-1, 0, 1, -2})},
                             {"data.npy", npyOf<double>("<f8", {-2, 0, 4, 0, 0, 3, 9, 1.5, 0, 0, 0, 0}, "(4, 3)")}}));
    }
    void readsEveryLayout() {
        QFETCH(QByteArray, archive);
        const auto dataset = m_files.read(archive.toStdString(), {}, "some.npz");
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->report.reader, std::string("sparse_npz"));
        QCOMPARE(dataset->shape, core::Shape(3));
        QCOMPARE(dataset->train.floats, truth);
        QVERIFY(remarksOf(dataset->report).contains("sparse"));
    }

    void columnsMayBeSamples() {
        const auto dataset = m_files.read(csr(), {{"samples", std::string("columns")}}, "some.npz");
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.samples, Index{3});
        QCOMPARE(dataset->train.floats, (Floats{0, -2, 0, 0, 1.5f, 0, 0, 0, 0, 0, 3, 4}));
    }

    void oneAxisAndThree() {
        const auto vector = m_files.read(layoutOf("coo", npyOf<std::int64_t>("<i8", {5}),
                                                  {{"coords.npy", npyOf<std::int32_t>("<i4", {1, 3}, "(1, 2)")}, {"data.npy", npyOf<double>("<f8", {2, 7})}}),
                                         {}, "some.npz");
        QVERIFY(bool(vector));
        QCOMPARE(vector->train.floats, (Floats{0, 2, 0, 7, 0}));
        QCOMPARE(vector->shape, core::Shape(1));
        const auto cube =
            m_files.read(layoutOf("coo", npyOf<std::int64_t>("<i8", {2, 2, 2}),
                                  {{"coords.npy", npyOf<std::int32_t>("<i4", {0, 1, 1, 0, 0, 1}, "(3, 2)")}, {"data.npy", npyOf<double>("<f8", {2, 7})}}),
                         {}, "some.npz");
        QVERIFY(bool(cube));
        QCOMPARE(cube->shape, core::Shape(1, 2, 2));
        QCOMPARE(cube->train.floats, (Floats{0, 0, 2, 0, 0, 7, 0, 0}));
    }

    void saysWhatItWouldTakeBeforeItIsTaken() {
        const auto of = [](std::int64_t rows, std::int64_t columns) {
            return layoutOf(
                "coo", npyOf<std::int64_t>("<i8", {rows, columns}),
                {{"row.npy", npyOf<std::int32_t>("<i4", {0})}, {"col.npy", npyOf<std::int32_t>("<i4", {0})}, {"data.npy", npyOf<double>("<f8", {1})}});
        };
        const std::string path = m_files.write(of(20'000, 15'000), "some.npz");
        largestAllocation = 0;
        const auto dataset = readPath({path, {}, {}});
        QVERIFY(!dataset);
        QVERIFY2(dataset.error().sentence().find("1200 MB once the zeros are written out, and 1000 MB are allowed") != std::string::npos,
                 dataset.error().sentence().c_str());
        QVERIFY2(largestAllocation < 20'000'000, qPrintable(QString::number(largestAllocation)));
        const auto huge = m_files.read(of(std::int64_t{1} << 40, std::int64_t{1} << 40), {}, "some.npz");
        QVERIFY(!huge && huge.error().what.find("the machine has") != std::string::npos);
        const auto small = m_files.read(of(1000, 500), {{"megabytes", Index{1}}}, "some.npz");
        QVERIFY(!small && small.error().what.find("2 MB") != std::string::npos);
    }

    void refusesWhatDoesNotHoldTogether_data() {
        QTest::addColumn<QByteArray>("archive");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const std::string &archive, const char *what) {
            QTest::newRow(name) << QByteArray::fromStdString(archive) << QString(what);
        };
        const ZipEntry indices{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, 2, 2})}, pointers{"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 3, 4})};
        row("an index outside", layoutOf("csr", size43, {{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, 3, 2})}, pointers, values}),
            "an index lies outside");
        row("a negative index", layoutOf("csr", size43, {{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, -1, 2})}, pointers, values}),
            "an index lies outside");
        row("falling", layoutOf("csr", size43, {indices, {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 3, 2, 3, 4})}, values}), "indptr does not rise");
        row("beyond", layoutOf("csr", size43, {indices, {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 3, 9})}, values}), "indptr does not rise");
        row("few data", layoutOf("csr", size43, {indices, pointers, {"data.npy", npyOf<double>("<f8", {1.5})}}), "not as long");
        row("few pointers", layoutOf("csr", size43, {indices, {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1})}, values}), "not as long");
        row("no indices", layoutOf("csr", size43, {pointers, values}), "lacks its array \"indices\"");
        row("indices of floats", layoutOf("csr", size43, {{"indices.npy", npyOf<float>("<f4", {1, 0, 2, 2})}, pointers, values}), "no whole numbers");
        row("a strange layout", layoutOf("lil", size43, {indices, pointers, values}), "\"lil\" is no layout");
        row("no samples", layoutOf("csr", npyOf<std::int64_t>("<i8", {0, 3}), {indices, pointers, values}), "the shape 0 × 3");
        row("negative", layoutOf("csr", npyOf<std::int64_t>("<i8", {4, -3}), {indices, pointers, values}), "the shape 4 × -3");
        row("five axes", layoutOf("coo", npyOf<std::int64_t>("<i8", {1, 1, 1, 1, 1}), {{"coords.npy", npyOf<std::int32_t>("<i4", {0})}, values}),
            "one to four axes");
        row("a coordinate outside",
            layoutOf("coo", size43, {{"row.npy", npyOf<std::int32_t>("<i4", {4, 0, 0, 0})}, {"col.npy", npyOf<std::int32_t>("<i4", {0, 0, 0, 0})}, values}),
            "a coordinate lies outside");
        row("few coordinates",
            layoutOf("coo", size43, {{"row.npy", npyOf<std::int32_t>("<i4", {1})}, {"col.npy", npyOf<std::int32_t>("<i4", {0, 0, 0, 0})}, values}),
            "not as many");
        row("blocks that do not fit", layoutOf("bsr", size43, {indices, pointers, {"data.npy", npyOf<double>("<f8", {1, 2, 3, 4, 5, 6}, "(2, 3, 1)")}}),
            "blocks do not fill it");
        row("blocks of nothing", layoutOf("bsr", size43, {indices, pointers, {"data.npy", npyOf("<f8", "(2, 0, 1)", "")}}),
            "more numbers than the file can hold");
        row("diagonals",
            layoutOf("dia", size43, {{"offsets.npy", npyOf<std::int64_t>("<i8", {0, 1})}, {"data.npy", npyOf<double>("<f8", {1, 2, 3}, "(1, 3)")}}),
            "offsets than of diagonals");
        row("a lying size", layoutOf("csr", size43, {indices, pointers, {"data.npy", npyOf("<f8", "(1000000000,)", "12345678")}}),
            "more numbers than the file can hold");
        row("complex", layoutOf("csr", size43, {indices, pointers, {"data.npy", npyOf("<c16", "(4,)", std::string(64, '\0'))}}), "complex");
    }
    void refusesWhatDoesNotHoldTogether() {
        QFETCH(QByteArray, archive);
        QFETCH(QString, what);
        const auto dataset = m_files.read(archive.toStdString(), {}, "some.npz");
        QVERIFY(!dataset);
        QVERIFY2(QString::fromStdString(dataset.error().sentence()).contains(what), dataset.error().sentence().c_str());
    }

    void farDiagonalsAreNowhere() {
        const auto dataset = m_files.read(layoutOf("dia", size43,
                                                   {{"offsets.npy", npyOf<std::int64_t>("<i8", {INT64_MIN, INT64_MAX, 0})},
                                                    {"data.npy", npyOf<double>("<f8", {1, 2, 3, 4, 5, 6, 7, 8, 9}, "(3, 3)")}}),
                                          {}, "some.npz");
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.floats, (Floats{7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0}));
    }

    void arraysOfOtherNamesStayAnArchive() {
        const auto dataset =
            m_files.read(zipOf({{"data.npy", npyOf<double>("<f8", {1, 2, 3, 4}, "(2, 2)")}, {"format.npy", npyOf<double>("<f8", {1})}}), {}, "some.npz");
        QVERIFY(dataset && dataset->report.reader == "npz");
    }

    void cutAnywhereItIsRefused() { QCOMPARE(flawOfCuts(m_files, csr(), "some.npz"), QString()); }
};

QTEST_APPLESS_MAIN(SparseNpzTest)
#include "sparse_npz_test.moc"
