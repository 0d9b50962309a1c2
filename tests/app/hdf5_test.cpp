// HDF5 and what is built on it, netCDF's classic files (tests/data/make_hdf5_files.py), read in a process of the program.
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

#include "engine/data/readers/converted.h"
#include "engine/data/readers/hdf5.h"
#include "tests/support/converted_data.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Names = std::vector<std::string>;

namespace {

std::string pathOf(const char *name) {
    return HOURGLASS_SOURCE_DIR "/tests/data/hdf5/" + std::string(name);
}

float expected(Index row, Index column) {
    return static_cast<float>(row + 1) + static_cast<float>(column) / 4;
}

float at(const Part &part, Index sample, Index feature) {
    return part.floats[static_cast<std::size_t>(sample * part.features + feature)];
}

} // namespace

class Hdf5Test : public QObject {
    Q_OBJECT

private slots:
    void readsArraysAndClasses_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"plain.h5", "version73.mat"})
            QTest::newRow(name) << name;
    }
    void readsArraysAndClasses() {
        QFETCH(QString, name);
        const Dataset dataset = readWellByProgram(pathOf(name.toUtf8()));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.features(), Index{3});
        for (Index i = 0; i < 12; ++i) {
            for (Index j = 0; j < 3; ++j)
                QCOMPARE(at(dataset.train, i, j), expected(i, j));
            QCOMPARE(dataset.classNames[static_cast<std::size_t>(dataset.train.labels[static_cast<std::size_t>(i)])], std::to_string(i % 3 + 1));
        }
    }

    /// Whole numbers with scale_factor, add_offset and _FillValue, and labels that have axes of 1 behind them, in a file that no netCDF library wrote.
    void numbersAreReadInTheirOwnUnit() {
        const Dataset dataset = readWellByProgram(pathOf("scaled.h5"));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                if (i != 5 || j != 1)
                    QCOMPARE(at(dataset.train, i, j), 10.0f + expected(i, j));
        QCOMPARE(dataset.report.missing.size(), std::size_t{1});
        QCOMPARE(dataset.classNames.size(), std::size_t{3});
        QVERIFY2(remarksOf(dataset.report)
                     .contains("X is read in its own unit: its numbers times 0.25, plus 10 (scale_factor, add_offset). -9999 stands for a missing value there"),
                 qPrintable(remarksOf(dataset.report)));
    }

    void settingsThatHadNoSayAreNotShown() {
        const spec::Kind ofArrays = withoutIdleSettings(hdf5Kind(), readWellByProgram(pathOf("plain.h5")));
        QVERIFY(ofArrays.find("array") && ofArrays.find("channels") && ofArrays.find("missing") && !ofArrays.find("header") && !ofArrays.find("words"));
        const spec::Kind ofTables = withoutIdleSettings(hdf5Kind(), readWellByProgram(pathOf("frame.h5")));
        QVERIFY(ofTables.find("array") && ofTables.find("header") && ofTables.find("missing") && !ofTables.find("channels") && !ofTables.find("labels"));
    }

    void partsHaveTheNamesOfTheirGroups() {
        const Dataset dataset = readWellByProgram(pathOf("parts.h5"));
        QCOMPARE(dataset.train.samples, Index{8});
        QCOMPARE(dataset.test.samples, Index{4});
        QCOMPARE(at(dataset.test, 3, 2), expected(11, 2));
        QCOMPARE(dataset.test.labels.size(), std::size_t{4});
        const Dataset chosen = readWellByProgram(pathOf("parts.h5"), {{"array", std::string("test/X")}});
        QCOMPARE(chosen.train.samples, Index{4});
    }

    void rowsOfFieldsAreATable() {
        const Dataset dataset = readWellByProgram(pathOf("rows.h5"), {{"label", std::string("none")}, {"leave_out", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "n", "w=u", "w=v", "v_0", "v_1"}));
        for (Index i = 0; i < 12; ++i) {
            QCOMPARE(at(dataset.train, i, 0), expected(i, 0));
            QCOMPARE(at(dataset.train, i, 1), static_cast<float>(i % 3 + 1));
            QCOMPARE(at(dataset.train, i, 2), i % 3 == 1 ? 0.0f : 1.0f);
            QCOMPARE(at(dataset.train, i, 5), expected(i, 2));
        }
    }

    void framesKeepTheOrderOfTheirColumns() {
        const Dataset dataset = readWellByProgram(pathOf("frame.h5"), {{"label", std::string("none")}, {"leave_out", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "k", "b", "t"}));
        QCOMPARE(at(dataset.train, 5, 0), expected(5, 0));
        QCOMPARE(at(dataset.train, 5, 1), 3.0f);
        QCOMPARE(at(dataset.train, 5, 2), expected(5, 1));
        QCOMPARE(at(dataset.train, 3, 3), 0.0f);
        QCOMPARE(at(dataset.train, 5, 3), 1.0f);
    }

    void cellsWithTheirTypes() {
        const Dataset dataset = readWellByProgram(pathOf("cells.h5ad"));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                QCOMPARE(at(dataset.train, i, j), expected(i, j) > 6 ? expected(i, j) : 0.0f);
        QCOMPARE(dataset.classNames, (Names{"B", "NK", "T"}));
        QCOMPARE(dataset.train.labels[1], 0);
        const Dataset batches = readWellByProgram(pathOf("cells.h5ad"), {{"labels", std::string("obs/batch")}, {"array", std::string("obsm/X_pca")}});
        QCOMPARE(batches.classNames, (Names{"p", "q"}));
        QCOMPARE(batches.features(), Index{2});
        QCOMPARE(at(batches.train, 7, 1), expected(7, 1));
    }

    void whatIsKnownOfCellsColoursThem() {
        const Dataset dataset = readWellByProgram(pathOf("described.h5ad"));
        QCOMPARE(dataset.featureNames, (Names{"CD4", "CD8A", "MS4A1"}));
        QCOMPARE(choiceIn(dataset.report, "labels"), std::string("obs/cell_type"));
        QCOMPARE(dataset.train.labels, (std::vector<std::int32_t>{2, 0, 1, 2, -1, 1, 2, 0, 1, 2, 0, 1})); // B, NK, T; one has none
        QCOMPARE(dataset.factorNames, (Names{"batch", "doublet", "level", "n_counts", "stage"}));         // not what is the same in all, or differs in all
        QCOMPARE(dataset.factorWords.size(), std::size_t{5});
        QCOMPARE(dataset.factorWords[0], (Names{"p", "q"}));
        QVERIFY(dataset.factorWords[2].empty());
        for (Index i = 0; i < 12; ++i) {
            const float *factors = dataset.train.factors.data() + 5 * i;
            QVERIFY(i % 3 == 2 ? std::isnan(factors[0]) : factors[0] == (i % 3 == 0 ? 1.0f : 0.0f));
            QCOMPARE(factors[1], i % 2 == 0 ? 1.0f : 0.0f);
            QCOMPARE(factors[2], static_cast<float>(i % 4 * 10));
            QCOMPARE(factors[3], static_cast<float>(i) * 1.5f);
            QVERIFY(i == 3 ? std::isnan(factors[4]) : factors[4] == static_cast<float>(i % 2));
        }
        QVERIFY2(!remarksOf(dataset.report).contains("obs/batch"), qPrintable(remarksOf(dataset.report))); // it is read
    }

    void classesAreOffered() {
        const Dataset dataset = readWellByProgram(pathOf("described.h5ad"));
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        QCOMPARE(dataset.report.doubts[0].setting, std::string("labels"));
        QVERIFY(dataset.report.doubts[0].otherwise == spec::Value(std::string("obs/batch")));
        const Dataset other = readWellByProgram(pathOf("described.h5ad"), {{"labels", std::string("obs/batch")}});
        QVERIFY(other.report.doubts.empty());
        QCOMPARE(other.classNames, (Names{"p", "q"}));
        QCOMPARE(other.factorNames.front(), std::string("cell_type")); // the classes are no factor, what they were before is one
        QCOMPARE(readWellByProgram(pathOf("described.h5ad"), {{"labels", std::string("obs/level")}}).classNames, (Names{"0", "10", "20", "30"}));
        QCOMPARE(readWellByProgram(pathOf("described.h5ad"), {{"labels", std::string("obs/barcode")}}).classNames.size(), std::size_t{12});
        const Dataset none = readWellByProgram(pathOf("described.h5ad"), {{"labels", std::string("none")}});
        QVERIFY(none.classNames.empty() && none.report.doubts.empty());
    }

    void otherMatricesHaveTheNamesThatAreTheirs() {
        const Dataset layer = readWellByProgram(pathOf("described.h5ad"), {{"array", std::string("layers/counts")}}); // by columns
        QCOMPARE(layer.featureNames, (Names{"CD4", "CD8A", "MS4A1"}));
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                QCOMPARE(at(layer.train, i, j), expected(i, j) > 6 ? expected(i, j) : 0.0f);
        const Dataset reduced = readWellByProgram(pathOf("described.h5ad"), {{"array", std::string("obsm/X_pca")}});
        QCOMPARE(reduced.features(), Index{2});
        QVERIFY(reduced.featureNames.empty());
    }

    void olderFilesKeepCategoriesBesideTheColumns() {
        const Dataset dataset = readWellByProgram(pathOf("older.h5ad"));
        QCOMPARE(dataset.featureNames, (Names{"CD4", "CD8A", "MS4A1"}));
        QCOMPARE(dataset.classNames, (Names{"p", "q"}));
        QCOMPARE(dataset.train.labels, (std::vector<std::int32_t>{0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1}));
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1}); // few words alone do not make classes
        QVERIFY(dataset.report.doubts[0].otherwise == spec::Value(std::string("none")));
    }

    void whatWasNeverWrittenIsMissingBesideNan() {
        const Dataset dataset = readWellByProgram(pathOf("never.nc"), {{"label", std::string("none")}, {"leave_out", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "b", "c"}));
        QCOMPARE(dataset.report.missing.size(), std::size_t{2});
        QCOMPARE(dataset.report.missing[0].count, Index{3}); // of floats
        QCOMPARE(dataset.report.missing[1].count, Index{2}); // of doubles
        QCOMPARE(at(dataset.train, 0, 1), expected(0, 1));
        QVERIFY(at(dataset.train, 11, 1) < 100.0f);
    }

    void variablesAlongOneDimensionAreColumns_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"series.nc", "classic.nc"})
            QTest::newRow(name) << name;
    }
    void variablesAlongOneDimensionAreColumns() {
        QFETCH(QString, name);
        const Dataset dataset = readWellByProgram(pathOf(name.toUtf8()));
        QCOMPARE(dataset.featureNames, (Names{"a", "b"})); // the time is none
        QCOMPARE(at(dataset.train, 4, 0), expected(4, 0));
        QCOMPARE(dataset.report.missing.size(), std::size_t{1});
        QCOMPARE(dataset.report.missing[0].count, Index{3});
    }

    void packedNumbersAreUnpacked() {
        const Dataset dataset = readWellByProgram(pathOf("packed.nc"));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.features(), Index{6});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                for (Index k = 0; k < 2; ++k)
                    QCOMPARE(at(dataset.train, i, 2 * j + k), expected(i, j) + static_cast<float>(k));
    }

    void seriesOfUnequalLengthAreToldByTheirPath() {
        const auto dataset = readByProgram(pathOf("uneven.h5"));
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains("the HDF5 file holds no arrays of numbers; not read: series (no numbers in rows of one length). Save them with h5py"),
                 qPrintable(sentence));
    }

    void bytesAreUnsignedAndLieInTheirRange() {
        const Dataset dataset = readWellByProgram(pathOf("ranged.nc"));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                if (i == 11 && j == 2) // 250 is the last within the range
                    QCOMPARE(at(dataset.train, i, j), 250.0f);
                else if (i != 3 || j != 1) // 255 is beyond it, and the mean stands there
                    QCOMPARE(at(dataset.train, i, j), 20.0f * expected(i, j));
        QVERIFY(at(dataset.train, 3, 1) < 200.0f);
        QCOMPARE(dataset.report.missing.size(), std::size_t{1});
    }

    void categoriesHaveTheirNames() {
        const Dataset dataset = readWellByProgram(pathOf("named.h5"));
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"ash", "oak"}));
        for (Index i = 0; i < 12; ++i)
            QCOMPARE(dataset.train.labels[static_cast<std::size_t>(i)], i % 3 == 0 ? 1 : 0);
    }

    void whatOthersWriteAsMatlabsIsReadWhole() {
        const Dataset dataset = readWellByProgram(pathOf("others73.mat"));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.features(), Index{3});
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"ash", "oak", "élan"}));
        for (Index i = 0; i < 12; ++i) {
            for (Index j = 0; j < 3; ++j)
                QCOMPARE(at(dataset.train, i, j), expected(i, j));
            QCOMPARE(dataset.classNames[static_cast<std::size_t>(dataset.train.labels[static_cast<std::size_t>(i)])], std::string(i % 3 == 0   ? "oak"
                                                                                                                                  : i % 3 == 1 ? "ash"
                                                                                                                                               : "élan"));
        }
        const Dataset sparse = readWellByProgram(pathOf("others73.mat"), {{"array", std::string("S")}});
        QCOMPARE(sparse.features(), Index{2});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 2; ++j)
                QCOMPARE(at(sparse.train, i, j), i / 6 == j ? static_cast<float>(i + 1) : 0.0f);
    }

    void arraysOfOneValueASampleAreColumns() {
        const Dataset dataset = readWellByProgram(pathOf("vectors.h5"), {{"leave_out", std::string("none")}});
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.featureNames, (std::vector<std::string>{"energy", "mass"}));
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"1", "2", "3"}));
        for (Index i = 0; i < 12; ++i) {
            QCOMPARE(at(dataset.train, i, 0), expected(i, 1));
            QCOMPARE(at(dataset.train, i, 1), expected(i, 0));
        }
        const Dataset one = readWellByProgram(pathOf("vectors.h5"), {{"array", std::string("events/mass")}});
        QCOMPARE(one.features(), Index{1});
    }

    void damagedFilesAreSentences() {
        QTemporaryDir folder;
        for (const char *name : {"parts.h5", "classic.nc", "older.h5ad", "series.nc"})
            QVERIFY(refusedBeginnings(QString::fromStdString(pathOf(name)), folder.path(), 64) > 0);
    }
};

QTEST_GUILESS_MAIN(Hdf5Test)
#include "hdf5_test.moc"
