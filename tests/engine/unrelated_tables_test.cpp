// Folders of tables that belong together by nothing but their place: one of them is asked for, and none is merged with another.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

#include "engine/data/readers/series_folder.h"
#include "tests/support/data_folder.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Names = std::vector<std::string>;

namespace {

std::string numbers(int rows, int columns, int offset) {
    std::string text;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            text += std::to_string(offset + (row * 7 + column * 3) % 50) + ".5" + (column + 1 < columns ? ',' : '\n');
    return text;
}

/// (rows, columns) of unsigned bytes.
Bytes array(int rows, int columns) {
    std::string literal = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " + std::to_string(columns) + "), }\n";
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(literal.size()), 0};
    append(bytes, bytesOf(literal));
    bytes.resize(bytes.size() + static_cast<std::size_t>(rows * columns), 7);
    return bytes;
}

} // namespace

class UnrelatedTablesTest : public QObject {
    Q_OBJECT

private slots:
    void areAskedAbout_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("texts");
        const auto text = [](int rows, int columns, int offset) { return QString::fromStdString(numbers(rows, columns, offset)); };
        QTest::newRow("as many columns") << QStringList{"boston_housing.csv", "iris.csv", "wine.csv"}
                                         << QStringList{text(30, 7, 0), text(20, 4, 0), text(40, 7, 500)};
        QTest::newRow("all alike") << QStringList{"boston_data.csv", "iris_data.csv", "wine_data.csv"}
                                   << QStringList{text(30, 7, 0), text(20, 7, 0), text(40, 7, 500)};
        QTest::newRow("data first") << QStringList{"data_boston.csv", "data_wine.csv"} << QStringList{text(30, 7, 0), text(40, 7, 500)};
        QTest::newRow("names of columns") << QStringList{"a.csv", "b.csv", "c.csv", "d.csv"}
                                          << QStringList{"x,z\n" + text(9, 2, 0), "x,z\n" + text(9, 2, 0), "u,v\n" + text(9, 2, 0), "u,v\n" + text(9, 2, 0)};
        QTest::newRow("all different") << QStringList{"p1.csv", "p2.csv", "p3.csv"}
                                       << QStringList{"x,z\n" + text(9, 2, 0), "z,x\n" + text(9, 2, 0), text(9, 3, 0)};
    }
    void areAskedAbout() {
        QFETCH(QStringList, names);
        QFETCH(QStringList, texts);
        DataFolder folder(std::vector<TextFile>{{"README.txt", "About these tables.\n"}});
        for (qsizetype i = 0; i < names.size(); ++i)
            folder.add(names[i], bytesOf(texts[i].toStdString()));
        const QString sentence = sentenceOf(folder.read());
        QVERIFY2(sentence.contains(QString::number(names.size()) + " tables that do not say that they belong together") &&
                     sentence.contains("Name one of them"),
                 qPrintable(sentence));
        for (const QString &name : names)
            QVERIFY2(sentence.contains(name + " ("), qPrintable(sentence));
        const Dataset asked = readWell(folder, {{"together", std::string("yes")}});
        QVERIFY(asked.report.reader == "series_folder" && asked.train.samples > 0);
        QCOMPARE(readWell(folder.readFile(names[1].toStdString())).report.reader, std::string("csv"));
    }

    void seriesStaySeries_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<bool>("hasHeader");
        QTest::newRow("same names of columns") << QStringList{"ann.csv", "bob.csv", "carol.csv"} << true;
        QTest::newRow("counted") << QStringList{"1.csv", "2.csv", "10.csv"} << false;
        QTest::newRow("counted behind words") << QStringList{"walk_01.txt", "walk_02.txt", "run_01.txt", "run_02.txt"} << false;
        QTest::newRow("dates") << QStringList{"2024-01-01.csv", "2024-01-02.csv"} << false;
        QTest::newRow("letters") << QStringList{"A.csv", "B.csv"} << false;
        QTest::newRow("behind a word") << QStringList{"walk_ann.csv", "walk_bob.csv"} << false;
    }
    void seriesStaySeries() {
        QFETCH(QStringList, names);
        QFETCH(bool, hasHeader);
        DataFolder folder(std::vector<TextFile>{{"README.txt", "About these series.\n"}});
        for (const QString &name : names)
            folder.add(name, bytesOf((hasHeader ? "x,z\n" : "") + numbers(9, 2, 0)));
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.report.reader, std::string("series_folder"));
        QCOMPARE(dataset.groupNames.size(), static_cast<std::size_t>(names.size()));
        QCOMPARE(dataset.train.samples, static_cast<Index>(9 * names.size()));
    }

    void arraysAreAskedAboutToo() {
        DataFolder folder;
        folder.add("boston.npy", array(4, 3));
        folder.add("wine.npy", array(5, 3));
        QVERIFY2(sentenceOf(folder.read()).contains("boston.npy (3 columns), wine.npy (3 columns)"), qPrintable(sentenceOf(folder.read())));
        QCOMPARE(readWell(folder, {{"together", std::string("yes")}}).train.samples, Index{9});
    }

    void theOneFileIsRead_data() {
        QTest::addColumn<QStringList>("beside");
        QTest::newRow("alone") << QStringList{};
        QTest::newRow("prose") << QStringList{"README.txt", "LICENSE", "CHANGES.md"};
        QTest::newRow("notes") << QStringList{"notes.txt"};
        QTest::newRow("what cannot be read") << QStringList{"some.bin", ".hidden.csv"};
    }
    void theOneFileIsRead() {
        QFETCH(QStringList, beside);
        DataFolder folder(std::vector<TextFile>{{"wine.csv", numbers(9, 3, 0)}});
        for (const QString &name : beside)
            folder.add(name, name == "some.bin" ? Bytes{0, 1, 2, 3} : bytesOf("It is about wine, and more.\n"));
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.report.reader, std::string("csv"));
        QCOMPARE(dataset.train.samples, Index{9});
        QCOMPARE(dataset.key, folder.path());
        QVERIFY2(remarksOf(dataset.report).contains("wine.csv is what is read of the folder."), qPrintable(remarksOf(dataset.report)));
    }

    void aFolderInAFolderIsRead() {
        DataFolder folder({{"Bump/Bump_TRAIN.tsv", "1\t0.5\n2\t1.5\n1\t0.25\n2\t1.75\n"},
                           {"Bump/Bump_TEST.tsv", "1\t0.5\n2\t1.5\n"},
                           {"README.md", "About bumps.\n"},
                           {"__MACOSX/x", ""}});
        const Dataset dataset = readWell(folder);
        QVERIFY(dataset.report.reader == "table_set" && dataset.train.samples == 4 && dataset.test.samples == 2);
        QCOMPARE(dataset.key, folder.path());
        const DataFolder circle;
        std::filesystem::create_directory_symlink(circle.path(), circle.path() + "/again");
        QVERIFY(sentenceOf(circle.read()).contains("holds no data"));
    }

    void saysWhatAFolderHolds() {
        DataFolder several;
        several.add("a.npz", {'P', 'K'});
        several.add("some.csv", bytesOf("1,2\n"));
        QVERIFY2(sentenceOf(several.read()).contains("several files of data that do not say that they belong together: a.npz, some.csv. Name one of them."),
                 qPrintable(sentenceOf(several.read())));
        QVERIFY(sentenceOf(DataFolder().read()).contains("the folder holds no data that can be read"));
        const DataFolder dead;
        std::filesystem::create_symlink("/nowhere/at/all", dead.path() + "/train.csv");
        QVERIFY2(sentenceOf(dead.read()).contains("train.csv leads nowhere"), qPrintable(sentenceOf(dead.read())));
        QVERIFY(sentenceOf(DataFolder(std::vector<TextFile>{{"a.csv", ""}}).read()).contains("is empty"));
    }
};

QTEST_APPLESS_MAIN(UnrelatedTablesTest)
#include "unrelated_tables_test.moc"
