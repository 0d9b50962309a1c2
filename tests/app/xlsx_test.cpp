// Workbooks (tests/data/make_xlsx_files.py): the sheet that is wanted, as the table that it shows.
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/converted_data.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Names = std::vector<std::string>;

namespace {

std::string pathOf(const char *name) {
    return HOURGLASS_SOURCE_DIR "/tests/data/xlsx/" + std::string(name);
}

float at(const Part &part, Index sample, Index feature) {
    return part.floats[static_cast<std::size_t>(sample * part.features + feature)];
}

} // namespace

class XlsxTest : public QObject {
    Q_OBJECT

private slots:
    void readsTheSameOfEveryWriter_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"openpyxl.xlsx", "xlsxwriter.xlsx", "pandas.xlsx"})
            QTest::newRow(name) << name;
    }
    void readsTheSameOfEveryWriter() {
        QFETCH(QString, name);
        const Dataset dataset = readWellByProgram(pathOf(name.toUtf8()), {{"label", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"a", "word=high", "word=low", "word=not ö", "b"})); // the days are none
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i) {
            QCOMPARE(at(dataset.train, i, 0), 1.5f * static_cast<float>(i));
            QCOMPARE(at(dataset.train, i, 1 + (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 0)), 1.0f);
            if (i != 4 && i != 9)
                QCOMPARE(at(dataset.train, i, 4), static_cast<float>(i % 4) + 0.25f);
        }
        QVERIFY2(remarksOf(dataset.report).contains("day) is left out: it holds dates"), qPrintable(remarksOf(dataset.report)));
        QCOMPARE(dataset.report.missing.size(), std::size_t{1});
        QCOMPARE(dataset.report.missing[0].count, Index{2});
        QCOMPARE(choiceIn(dataset.report, "sheet"), std::string("Data"));
        QCOMPARE(choiceIn(dataset.report, "delimiter"), std::string()); // of text alone
    }

    void notesInFrontAreNoTable() {
        const Dataset dataset = readWellByProgram(pathOf("notes.xlsx"));
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(choiceIn(dataset.report, "sheet"), std::string("Data"));
        QVERIFY2(remarksOf(dataset.report).contains("“Notes” stands in front and holds no table: “Data” is read."), qPrintable(remarksOf(dataset.report)));
        QVERIFY(!readByProgram(pathOf("notes.xlsx"), {{"sheet", std::string("Notes")}})); // asked for, it is what is wanted
    }

    void aSheetIsChosen() {
        const Dataset dataset = readWellByProgram(pathOf("openpyxl.xlsx"), {{"sheet", std::string("More")}});
        QCOMPARE(at(dataset.train, 3, dataset.features() - 1), 91.0f);
        const auto none = readByProgram(pathOf("openpyxl.xlsx"), {{"sheet", std::string("Less")}});
        QVERIFY(!none && none.error().where == "data.options.sheet" && none.error().hint.find("Empty, Data, More, Secret") != std::string::npos);
        const auto empty = readByProgram(pathOf("openpyxl.xlsx"), {{"sheet", std::string("Empty")}});
        QVERIFY(!empty && empty.error().what.find("is empty") != std::string::npos);
        QVERIFY(remarksOf(readWellByProgram(pathOf("openpyxl.xlsx")).report).contains("The sheet “Data” is read; the workbook has Empty, Data, More, Secret."));
    }

    void otherSheetsAreOffered() {
        const Dataset dataset = readWellByProgram(pathOf("openpyxl.xlsx"));
        std::vector<spec::Value> offered;
        for (const Doubt &doubt : dataset.report.doubts)
            if (doubt.setting == "sheet")
                offered.push_back(doubt.otherwise);
        QCOMPARE(offered, (std::vector<spec::Value>{std::string("More"), std::string("Secret")}));
        for (const Doubt &doubt : readWellByProgram(pathOf("openpyxl.xlsx"), {{"sheet", std::string("More")}}).report.doubts)
            QVERIFY(doubt.setting != "sheet");
    }

    void formulasTruthsAndErrors() {
        const Dataset dataset = readWellByProgram(pathOf("formulas.xlsx"), {{"label", std::string("none")}, {"leave_out", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"x", "double", "is_large", "bad"}));
        QCOMPARE(at(dataset.train, 7, 2), 1.0f);
        QCOMPARE(at(dataset.train, 4, 2), 0.0f);
        QCOMPARE(at(dataset.train, 4, 3), 4.0f);
        QCOMPARE(dataset.report.missing[0].count, Index{6}); // errors
        QVERIFY(remarksOf(dataset.report).contains("Column B of the sheet holds formulas that are all 0 or empty"));
    }

    void mergedCellsHoldForAllOfTheirs() {
        const Dataset dataset = readWellByProgram(pathOf("merged.xlsx"));
        QCOMPARE(dataset.featureNames, (Names{"left a", "left b", "right a", "right b"}));
        QCOMPARE(dataset.classNames, (Names{"low", "not ö"}));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i) {
            QCOMPARE(dataset.train.labels[static_cast<std::size_t>(i)], static_cast<std::int32_t>(i / 3 % 2));
            QCOMPARE(at(dataset.train, i, 3), static_cast<float>(i) + 0.75f);
        }
        QVERIFY2(remarksOf(dataset.report).contains("have their value in each of them: 9 are filled"), qPrintable(remarksOf(dataset.report)));
    }

    void numbersThatAreTextsAreNumbers() {
        const Dataset dataset = readWellByProgram(pathOf("texts.xlsx"), {{"leave_out", std::string("1")}});
        QCOMPARE(dataset.featureNames, (Names{"left a", "left b", "right a", "right b"}));
        QCOMPARE(dataset.train.samples, Index{12});
        for (Index i = 0; i < 12; ++i) {
            const auto row = static_cast<float>(i);
            QCOMPARE(at(dataset.train, i, 0), row + 0.5f);
            QCOMPARE(at(dataset.train, i, 1), row + 0.25f);
            QCOMPARE(at(dataset.train, i, 2), -row - 0.75f);
            QCOMPARE(at(dataset.train, i, 3), row);
        }
        QVERIFY2(remarksOf(dataset.report).contains("Columns B, D of the sheet hold numbers as texts"), qPrintable(remarksOf(dataset.report)));
    }

    void daysCountFromTwoYears_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("second");
        QTest::newRow("1900") << "openpyxl.xlsx"
                              << "2024-02-27,0,low,0.25";
        QTest::newRow("1904") << "from1904.xlsx"
                              << "2024-03-01,0";
    }
    void daysCountFromTwoYears() {
        QFETCH(QString, name);
        QFETCH(QString, second);
        const auto conversion = programConverter().convert({"xlsx", pathOf(name.toUtf8()), {}, {}});
        QVERIFY(conversion);
        QFile text(QString::fromStdString(conversion->path));
        QVERIFY(text.open(QIODevice::ReadOnly));
        text.readLine();
        QCOMPARE(QString::fromUtf8(text.readLine()).trimmed(), second);
    }

    void damagedFilesAreSentences() {
        QTemporaryDir folder;
        QVERIFY(refusedBeginnings(QString::fromStdString(pathOf("formulas.xlsx")), folder.path(), 64) > 50);
    }
};

QTEST_GUILESS_MAIN(XlsxTest)
#include "xlsx_test.moc"
