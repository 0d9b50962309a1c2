// JSON as a table: every way in which pandas.DataFrame.to_json writes one, records a line, and lists within objects; and what is
// no table.
#include <QTest>

#include "engine/data/readers/tables/json_records.h"
#include "tests/support/cut_files.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string records = R"([{"size":1.5,"kind":"x","new":true,"class":"a"},
 {"kind":"y","size":null,"new":false,"class":"b"},
 {"size":-2e1,"kind":"x","new":true,"class":"a","late":"1"}])";

} // namespace

class JsonRecordsTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    JsonRecordsTest() : ReadsTexts("some.json") {}

private slots:
    void recordsAreRows() {
        const Dataset dataset = read(records, {{"missing", std::string("column")}});
        QCOMPARE(dataset.report.reader, std::string("json"));
        QCOMPARE(dataset.featureNames, (Names{"size", "size is missing", "kind=x", "kind=y", "new", "late", "late is missing"}));
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 0, 1, 0, 1, 1, 1, -9.25f, 1, 0, 1, 0, 1, 1, -20, 0, 1, 0, 1, 1, 0}));
        QCOMPARE(dataset.classNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 0}));
    }

    void columnSettingsMeanTheSame() {
        const Dataset dataset = read(records, {{"label", std::string("kind")}, {"leave_out", std::string("class,late")}, {"missing", std::string("drop_row")}});
        QCOMPARE(dataset.classNames.size(), std::size_t{1} + dataset.train.samples / 3);
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 1, -20, 1}));
    }

    void everyOrientIsTheSameTable_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *label, const char *text, const char *name = "some.json") { QTest::newRow(label) << QString(text) << QString(name); };
        row("records", R"([{"b":1,"a":4},{"b":2,"a":null},{"b":3.5,"a":6}])");
        row("lines", "{\"b\":1,\"a\":4}\n\n{\"b\":2,\"a\":null}\n{\"b\":3.5,\"a\":6}\n", "some.jsonl");
        row("lines under another name", "{\"b\":1,\"a\":4}\n{\"b\":2,\"a\":null}\n{\"b\":3.5,\"a\":6}\n", "some.txt");
        row("columns", R"({"b":{"0":1,"1":2,"2":3.5},"a":{"0":4,"1":null,"2":6}})");
        row("index", R"({"0":{"b":1,"a":4},"1":{"b":2,"a":null},"2":{"b":3.5,"a":6}})");
        row("index of names", R"({"p":{"b":1,"a":4},"q":{"b":2,"a":null},"r":{"b":3.5,"a":6}})");
        row("columns of names", R"({"b":{"p":1,"q":2,"r":3.5},"a":{"p":4,"r":6}})");
        row("split", R"({"columns":["b","a"],"index":[7,8,9],"data":[[1,4],[2,null],[3.5,6]]})");
        row("lists", R"({"b":[1,2,3.5],"a":[4,null,6]})");
        row("within", R"({"meta":{"n":3,"tags":["u"]},"data":{"items":[{"b":1,"a":4},{"b":2},{"b":3.5,"a":6}]}})");
        row("lists with names", R"([["b","a"],[1,4],[2,null],[3.5,6]])");
        row("Python's words", R"([{"b":1,"a":4},{"b":2,"a":NaN},{"b":3.5,"a":6},{"b":-Infinity,"a":Infinity}])");
        row("strings", R"([{"b":"1","a":"4"},{"b":"2","a":""},{"b":"3.5","a":"6"}])");
    }
    void everyOrientIsTheSameTable() {
        QFETCH(QString, text);
        QFETCH(QString, name);
        Dataset dataset = read(text.toStdString(), {{"leave_out", std::string("none")}}, name);
        QCOMPARE(dataset.featureNames, (Names{"b", "a"}));
        dataset.train.floats.resize(6); // of what stands behind, all is missing
        QCOMPARE(dataset.train.floats, (Floats{1, 4, 2, 5, 3.5f, 6}));
    }

    void whichWayItLiesCanBeSaid() {
        const std::string square = R"({"p":{"b":1,"a":4},"q":{"b":2,"a":5}})";
        QCOMPARE(read(square).featureNames, (Names{"p", "q"}));
        QCOMPARE(read(square).report.doubts.at(0).setting, std::string("orient"));
        QCOMPARE(read(square, {{"orient", std::string("rows")}}).featureNames, (Names{"b", "a"}));
        const std::string two = R"({"few":[{"a":1},{"a":2}],"many":[{"b":1},{"b":2},{"b":3}],"deep":{"er":[{"c":5},{"c":6}]}})";
        QCOMPARE(read(two).train.floats, (Floats{1, 2, 3}));
        QVERIFY(remarksOf(read(two).report).contains("\"many\"; there are also \"few\", \"deep.er\""));
        QCOMPARE(read(two, {{"records", std::string("deep.er")}}).train.floats, (Floats{5, 6}));
        const auto none = m_files.read(two, {{"records", std::string("deep.ar")}}, "some.json");
        QVERIFY(!none && none.error().where == "data.options.records" && none.error().hint.find("\"deep.er\"") != std::string::npos);
    }

    void labelsBesideRowsAreTheirs() {
        const Dataset dataset =
            read(R"({"data":[[1,2],[3,4],[5,6]],"target":["u","v","u"],"feature_names":["a","b"],"DESCR":"some","target_names":["u","v","w","x"]})");
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6}));
        QCOMPARE(dataset.classNames, (Names{"u", "v"}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 0}));
        const Dataset ofRecords = read(R"({"rows":[{"a":1,"b":2},{"a":3,"b":4},{"a":5,"b":6}],"label":["u","v","u"],"unit":["m"]})");
        QCOMPARE(ofRecords.featureNames, (Names{"a", "b"}));
        QCOMPARE(ofRecords.train.labels, (Labels{0, 1, 0}));
    }

    void partsAreThoseThatItNames_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("records") << R"({"name":"some","test":[{"a":7,"b":8}],"train":[{"a":1,"b":2},{"a":3,"b":4}],"val":[{"a":5,"b":6}]})";
        QTest::newRow("columns") << R"({"train":{"a":[1,3],"b":[2,4]},"validation":{"a":[5],"b":[6]},"test":{"a":[7],"b":[8]}})";
    }
    void partsAreThoseThatItNames() {
        QFETCH(QString, text);
        const Dataset dataset = read(text.toStdString());
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4}));
        QCOMPARE(dataset.validation.floats, (Floats{5, 6}));
        QCOMPARE(dataset.test.floats, (Floats{7, 8}));
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
    }

    void whatIsNestedGetsNamesWithPoints() {
        const Dataset dataset = read(R"([{"p":{"x":1,"y":2},"v":[3,[4,5]],"e":[],"o":{}},{"p":{"x":6,"y":7},"v":[8,[9,10]]}])");
        QCOMPARE(dataset.featureNames, (Names{"p.x", "p.y", "v.0", "v.1.0", "v.1.1"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
        const Dataset labelled = read(R"({"X":[[1,2],[3,4],[5,6],[7,8]],"y":[0,1,0,1]})");
        QCOMPARE(labelled.featureNames, (Names{"X.0", "X.1"}));
        QCOMPARE(labelled.train.labels, (Labels{0, 1, 0, 1}));
    }

    void listsHaveNoNames() {
        const Dataset dataset = read("[[1,2],[3,4]]");
        QCOMPARE(dataset.featureNames, (Names{"column 1", "column 2"}));
        QCOMPARE(read("[1,2,3]").train.floats, (Floats{1, 2, 3}));
    }

    void problemsHaveTheirLine() {
        const Dataset lines = read("{\"a\":1}\n{\"a\":\n7\n{\"a\":2}\n", {}, "some.jsonl");
        QCOMPARE(lines.train.floats, (Floats{1, 2}));
        QCOMPARE(lines.report.problemCount, Index{2});
        QCOMPARE(lines.report.leftOutSamples, Index{2});
        QCOMPARE(lines.report.problems[0].line, Index{2});
        const Dataset whole = read("[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n\n{\"a\":\"oh\"},{\"a\":5}]");
        QCOMPARE(whole.report.problems.at(0).line, Index{6});
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        const auto row = [](const std::string &text, const char *what) { QTest::newRow(what) << QString::fromStdString(text) << QString(what); };
        row("[{\"a\":1},\n{\"a\":2}", "unexpected end of input");
        row("[{\"a\":1} {\"a\":2}]", "is no JSON");
        row("{\"a\":1}", "one object and no list of records");
        row("{}", "the object is empty");
        row("[]", "holds no records");
        row("7", "a single value");
        row("[[],[]]", "no");
        row(std::string(100'000, '['), "nested deeper than 64 levels");
        row("[" + std::string(100'000, '{'), "is no JSON: ");
    }
    void refusesWithASentence() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        const auto dataset = m_files.read(text.toStdString(), {}, "some.json");
        QVERIFY(!dataset);
        QVERIFY2(QString::fromStdString(dataset.error().sentence()).contains(what), dataset.error().sentence().c_str());
    }

    void aStackIsNoRecords() {
        QVERIFY(beginsAsRecords(m_files.write(records, "some.json")));
        QVERIFY(beginsAsRecords(m_files.write("\n{\"a\":1}\n{\"a\":2}\n", "some.json")));
        QVERIFY(!beginsAsRecords(m_files.write("{\"version\": 1,\n \"data\": {}}\n", "some.json")));
        QVERIFY(!beginsAsRecords(m_files.write("", "some.json")));
    }

    void tooManyFieldsAreRefused() {
        std::string text = "[{\"a\":1}";
        for (int i = 0; i < 66'000; ++i)
            text += ",{\"k" + std::to_string(i) + "\":1}";
        const auto dataset = m_files.read(text + "]", {}, "some.json");
        QVERIFY(!dataset && dataset.error().what.find("more than 65537 different fields") != std::string::npos);
    }

    void cutAnywhereItIsReadOrRefused() {
        QCOMPARE(flawOfCuts(m_files, records, "some.json", 1), QString());
        QCOMPARE(flawOfCuts(m_files, "{\"a\":1,\"k\":\"x\"}\n{\"a\":2,\"k\":\"y\"}\n{\"a\":3,\"k\":\"x\"}\n", "some.jsonl", 1), QString());
        QCOMPARE(flawOfCuts(m_files, R"({"b":{"0":1,"1":2},"a":{"0":4,"1":null}})", "some.json", 1), QString());
    }
};

QTEST_APPLESS_MAIN(JsonRecordsTest)
#include "json_records_test.moc"
