// Arrays that lack values: what stands in their place, what is told, and codes that may stand for them.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/data/readers/array_missing.h"
#include "tests/support/data_folder.h"
#include "tests/support/npy_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;

namespace {

const float lacking = std::nanf(""), infinite = std::numeric_limits<float>::infinity();

spec::Values with(const char *missing) {
    return {{"missing", std::string(missing)}};
}

} // namespace

class ArrayMissingTest : public QObject {
    Q_OBJECT

private slots:
    void whatStandsInPlace_data() {
        QTest::addColumn<QString>("missing");
        QTest::addColumn<QList<float>>("train");
        QTest::addColumn<QList<float>>("test");
        QTest::addColumn<QString>("told");
        // Of the second number 2, 6, 8 and, in the test part, 10 are there.
        QTest::newRow("by itself") << "" << QList<float>{1, 2, 3, 6.5f, 5, 6, 7, 8} << QList<float>{3, 10}
                                   << "the mean, 6.5, of all samples, test part included, stands in place.";
        QTest::newRow("mean") << "mean" << QList<float>{1, 2, 3, 6.5f, 5, 6, 7, 8} << QList<float>{3, 10} << "the mean, 6.5, of all samples";
        QTest::newRow("median") << "median" << QList<float>{1, 2, 3, 7, 5, 6, 7, 8} << QList<float>{3, 10} << "the median, 7, of all samples";
        QTest::newRow("drop_row") << "drop_row" << QList<float>{1, 2, 5, 6, 7, 8} << QList<float>{3, 10} << "samples with missing values are left out.";
        QTest::newRow("column") << "column" << QList<float>{1, 2, 0, 3, 6.5f, 1, 5, 6, 0, 7, 8, 0} << QList<float>{3, 10, 0}
                                << "a number of its own tells where.";
    }
    void whatStandsInPlace() {
        QFETCH(QString, missing);
        QFETCH(QList<float>, train);
        QFETCH(QList<float>, test);
        QFETCH(QString, told);
        DataFolder folder;
        folder.add("X_train.npy", npyOf("(4, 2)", Floats{1, 2, 3, infinite, 5, 6, 7, 8}));
        folder.add("X_test.npy", npyOf("(1, 2)", Floats{3, 10}));
        const Dataset dataset = readWell(folder, missing.isEmpty() ? spec::Values() : with(qPrintable(missing)));
        QCOMPARE(dataset.train.floats, Floats(train.begin(), train.end()));
        QCOMPARE(dataset.test.floats, Floats(test.begin(), test.end()));
        QVERIFY2(remarksOf(dataset.report).contains("Column 2: 1 value is missing; ") && remarksOf(dataset.report).contains(told),
                 qPrintable(remarksOf(dataset.report)));
        QVERIFY(remarksOf(dataset.report).contains("1 of the values that count as missing is infinite, or too large for single precision"));
        QCOMPARE(dataset.features(), Index{missing == "column" ? 3 : 2});
        QCOMPARE(dataset.report.leftOutSamples, Index{missing == "drop_row" ? 1 : 0});
        QCOMPARE(std::get<std::string>(dataset.report.assumed.at("missing")), missing.isEmpty() ? std::string("mean") : missing.toStdString());
    }

    /// As zeros they would be trained on.
    void numbersBeyondFloatAreRefused() {
        DataFolder folder;
        folder.add("X.npy", npyOf("(2, 2)", Floats{infinite, lacking, infinite, infinite}));
        const QString sentence = sentenceOf(folder.read());
        QVERIFY2(sentence.contains("no number of the samples is finite"), qPrintable(sentence));
    }

    void labelsStayWithTheirSamples() {
        DataFolder folder;
        folder.add("X.npy", npyOf("(4, 1)", Floats{1, lacking, 3, 4}));
        folder.add("y.npy", npyOf("|u1", "(4,)", {5, 6, 7, 8}));
        const Dataset dataset = readWell(folder, with("drop_row"));
        QVERIFY(!remarksOf(dataset.report).contains("infinite"));
        QCOMPARE(dataset.train.floats, (Floats{1, 3, 4}));
        QCOMPARE(dataset.train.labels.size(), std::size_t{3});
        QCOMPARE(dataset.classNames[static_cast<std::size_t>(dataset.train.labels[1])], std::string("7"));
        QVERIFY(dataset.train.sourceIndex.empty());
    }

    void namesTheFlags() {
        DataFolder folder;
        folder.add("X.npy", npyOf("(2, 2)", Floats{1, 0.5f, 0, lacking}));
        const Dataset dataset = readWell(folder, with("column"));
        QCOMPARE(dataset.featureNames, (std::vector<std::string>{"number 1", "number 2", "number 2 is missing"}));
        QVERIFY(dataset.featureKinds.back() == FeatureKind::Flag && dataset.shape == core::Shape(3) && dataset.isWithinUnit && !dataset.fileLayout);
        folder.add("X.npy", npyOf("(1, 2, 2)", Floats{1, 0.5f, 0, lacking}));
        QVERIFY(sentenceOf(folder.read(with("column"))).contains("data.options.missing"));
        const Dataset picture = readWell(folder);
        QCOMPARE(picture.train.floats, (Floats{1, 0.5f, 0, 0}));
        QVERIFY(remarksOf(picture.report).contains("no sample has it, and 0 stands in place"));
    }

    void saysWhatIsLeft() {
        DataFolder folder;
        folder.add("X.npy", npyOf("(2, 2)", Floats{lacking, 1, 2, infinite}));
        QVERIFY(sentenceOf(folder.read(with("drop_row"))).contains("every sample has a value that is not finite"));
        Floats nearlyNone(31, lacking);
        nearlyNone.back() = 1;
        folder.add("X.npy", npyOf("(1, 31)", nearlyNone));
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.report.missing.size(), std::size_t{20});
        QVERIFY2(remarksOf(dataset.report).contains("10 more numbers of a sample lack values too"), qPrintable(remarksOf(dataset.report)));
        folder.add("X.npy", npyOf("(3, 1)", Floats{1, lacking, 2}));
        const QString inFile = sentenceOf(folder.read({{"storage", std::string("file")}}));
        QVERIFY2(inFile.contains("sample 1 holds a value that is not a finite number") && inFile.contains("Set data.options.storage to memory"),
                 qPrintable(inFile));
    }

    void codesArePointedOut_data() {
        QTest::addColumn<QList<float>>("column");
        QTest::addColumn<bool>("isCode");
        QList<float> values;
        for (int i = 0; i < 20; ++i)
            values.append(20 + static_cast<float>(i) / 2);
        const auto changed = [&values](float value) {
            QList<float> more = values;
            more[3] = more[7] = value;
            return more;
        };
        QTest::newRow("none") << values << false;
        for (const float code : {-999.0f, -200.0f, -9999.0f, 9999.0f, 999.0f})
            QTest::addRow("%g", static_cast<double>(code)) << changed(code) << true;
        QTest::newRow("no code") << changed(-1000.0f) << false;
        QTest::newRow("among the others") << QList<float>{-999, -998, -400, -300, -200, -100, 0, 100, 200, 300, 400, 500} << false;
        QTest::newRow("all") << QList<float>(12, -999.0f) << false;
    }
    void codesArePointedOut() {
        QFETCH(QList<float>, column);
        QFETCH(bool, isCode);
        DataFolder folder;
        folder.add("X.npy", npyOf("(" + std::to_string(column.size()) + ",)", Floats(column.begin(), column.end())));
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.train.floats, Floats(column.begin(), column.end()));
        QVERIFY2(remarksOf(dataset.report).contains("Number 1 of a sample is ") == isCode, qPrintable(remarksOf(dataset.report)));
    }
};

QTEST_APPLESS_MAIN(ArrayMissingTest)
#include "array_missing_test.moc"
