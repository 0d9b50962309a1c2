// MATLAB's files (tests/data/make_matlab_files.py), read in a process of the program, and what becomes of that process when it fails.
#include <QTemporaryDir>
#include <QtTest>

#include <chrono>

#include "tests/support/converted_data.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

std::string pathOf(const char *name) {
    return HOURGLASS_SOURCE_DIR "/tests/data/matlab/" + std::string(name);
}

} // namespace

class MatlabTest : public QObject {
    Q_OBJECT

private slots:
    void readsTheSameOfEveryKind_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"plain.mat", "packed.mat", "version4.mat", "columns.mat", "struct.mat", "words.mat", "characters.mat", "complex.mat"})
            QTest::newRow(name) << name;
    }
    void readsTheSameOfEveryKind() {
        QFETCH(QString, name);
        const Dataset dataset = readWellByProgram(pathOf(name.toUtf8()));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.features(), Index{3});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j)
                QCOMPARE(dataset.train.floats[static_cast<std::size_t>(3 * i + j)], static_cast<float>(i + 1) + static_cast<float>(j) / 4);
        QCOMPARE(dataset.title, name.toStdString());
        QVERIFY(!remarksOf(dataset.report).contains("/proc/"));
    }

    void findsClasses() {
        for (const char *name : {"plain.mat", "columns.mat", "struct.mat"}) {
            const Dataset dataset = readWellByProgram(pathOf(name));
            QCOMPARE(dataset.train.labels.size(), std::size_t{12});
            for (std::size_t i = 0; i < 12; ++i)
                QCOMPARE(dataset.classNames[static_cast<std::size_t>(dataset.train.labels[i])], std::to_string(i % 3 + 1));
        }
    }

    /// Samples and classes beside each other, one-hot, as MATLAB's neural networks have them.
    void targetsMayStandBesideEachOther() {
        const Dataset dataset = readWellByProgram(pathOf("targets.mat"));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.features(), Index{3});
        QCOMPARE(dataset.train.floats[4], 2.25f);
        QCOMPARE(dataset.classNames.size(), std::size_t{3});
        for (std::size_t i = 0; i < 12; ++i)
            QCOMPARE(dataset.train.labels[i], static_cast<std::int32_t>(i % 3));
    }

    void fillsSparseMatrices() {
        const Dataset dataset = readWellByProgram(pathOf("sparse.mat"));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i)
            for (Index j = 0; j < 3; ++j) {
                const float value = static_cast<float>(i + 1) + static_cast<float>(j) / 4;
                QCOMPARE(dataset.train.floats[static_cast<std::size_t>(3 * i + j)], value > 6 ? value : 0.0f);
            }
    }

    void picturesOneBehindTheOther() {
        const Dataset dataset = readWellByProgram(pathOf("pictures.mat"));
        QVERIFY(dataset.shape == core::Shape(3, 4, 5));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index picture = 0; picture < 12; ++picture)
            for (Index channel = 0; channel < 3; ++channel)
                for (Index row = 0; row < 4; ++row)
                    for (Index column = 0; column < 5; ++column)
                        QCOMPARE(static_cast<Index>(dataset.train.bytes[static_cast<std::size_t>(60 * picture + 20 * channel + 5 * row + column)]),
                                 8 * picture + 15 * row + 3 * column + channel);
        QVERIFY(remarksOf(dataset.report).contains("X has its samples last, 12 of them"));
    }

    void stacksSeriesOfCells() {
        const Dataset dataset = readWellByProgram(pathOf("cells.mat"));
        QVERIFY(dataset.shape == core::Shape(20, 2));
        for (Index sample = 0; sample < 4; ++sample)
            for (Index i = 0; i < 40; ++i)
                QCOMPARE(dataset.train.floats[static_cast<std::size_t>(40 * sample + i)],
                         static_cast<float>(static_cast<double>(sample) + static_cast<double>(i) / 100));
    }

    void namesWhatIsPassedOver() {
        QVERIFY(remarksOf(readWellByProgram(pathOf("complex.mat")).report).contains("Z (its numbers are complex)"));
        const Dataset chosen = readWellByProgram(pathOf("complex.mat"), {{"array", std::string("flags")}});
        QCOMPARE(chosen.train.floats[3 * 4], 0.0f);
        QCOMPARE(chosen.train.floats[3 * 11], 1.0f); // a truth is 1, not a byte
        const auto missing = readByProgram(pathOf("plain.mat"), {{"array", std::string("Y")}});
        QVERIFY(!missing && missing.error().sentence().find("X, y") != std::string::npos);
    }

    void datesAreTold() {
        const Dataset dataset = readWellByProgram(pathOf("dates.mat"));
        QCOMPARE(dataset.train.samples, Index{12});
        const QString remarks = remarksOf(dataset.report);
        QVERIFY2(remarks.contains("when (it is an object of the class datetime: save posixtime(when))"), qPrintable(remarks));
        QVERIFY2(remarks.contains("later (it is an object of the class table: save table2array(later))"), qPrintable(remarks)); // packed
        QVERIFY2(remarks.contains("t holds 4 numbers that are −2⁶³"), qPrintable(remarks));
        QVERIFY2(remarks.contains("u holds 4 numbers that are −2⁶³"), qPrintable(remarks)); // as doubles
        const Dataset numbers = readWellByProgram(pathOf("dates.mat"), {{"array", std::string("t")}});
        QCOMPARE(numbers.report.missing.size(), std::size_t{1});
        QCOMPARE(numbers.report.missing[0].count, Index{4});
        QCOMPARE(numbers.train.floats[0], 1.0f);
        QCOMPARE(numbers.train.floats[1], 2.0f); // the mean of 1 and 3
    }

    void whatObjectsConsistOfIsNoData() {
        const auto dataset = readByProgram(pathOf("objects.mat"));
        QVERIFY(!dataset);
        QVERIFY2(dataset.error().what.find("when (it is an object of the class datetime") != std::string::npos, dataset.error().sentence().c_str());
    }

    void damagedFilesAreSentences() {
        QTemporaryDir folder;
        for (const char *name : {"plain.mat", "packed.mat", "cells.mat", "dates.mat"})
            QVERIFY(refusedBeginnings(QString::fromStdString(pathOf(name)), folder.path(), 64) > 0);
    }

    void aProcessThatFailsIsASentence() {
        // Programs that are none of ours: one that says nothing, one that never ends, one that there is not.
        const ConversionOrder order{"matlab", pathOf("plain.mat"), {}, {}};
        const auto silent = app::ChildConverter("/bin/true").convert(order);
        QVERIFY(!silent && silent.error().what.find("failed on it") != std::string::npos);
        QTemporaryDir folder;
        const std::string script = writeFile(folder.path(), "sleep.sh", bytesOf("#!/bin/sh\nexec sleep 60\n"));
        QFile::setPermissions(QString::fromStdString(script), QFile::ReadOwner | QFile::ExeOwner);
        const auto begin = std::chrono::steady_clock::now();
        const auto late = app::ChildConverter(script, std::chrono::seconds(1)).convert(order);
        QVERIFY(!late && late.error().what.find("longer than 1 s") != std::string::npos);
        std::atomic<bool> cancelled{true};
        const auto stopped = app::ChildConverter(script).convert({"matlab", pathOf("plain.mat"), {}, {nullptr, &cancelled}});
        QVERIFY(!stopped && stopped.error().what == "reading was cancelled");
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
        const auto none = app::ChildConverter("/no/such/program").convert(order);
        QVERIFY(!none && none.error().what.find("could not be started") != std::string::npos);
    }

    void withoutAConverterItIsASentence() {
        const auto dataset = readPath({.path = pathOf("plain.mat")});
        QVERIFY(!dataset && dataset.error().what.find("cannot be read here") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(MatlabTest)
#include "matlab_test.moc"
