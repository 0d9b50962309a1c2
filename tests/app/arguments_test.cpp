#include <QtTest>

#include "app/commands/arguments.h"

using namespace hourglass;
using app::Arguments;

namespace {

const std::vector<app::Option> options{{"--epochs", "N", ""}, {"--rate", "X", ""}, {"--set", "PATH=VALUE", "", true}, {"--json", "", ""}, {"-o", "FILE", ""}};

core::Result<Arguments> parse(const std::vector<std::string> &words, std::size_t mostPositional = 1) {
    return Arguments::parse(words, options, mostPositional);
}

} // namespace

class ArgumentsTest : public QObject {
    Q_OBJECT

private slots:
    void sortsOptionsAndWords() {
        const auto arguments = parse({"--epochs", "3", "folder", "--json", "--set", "a=1", "--set=b=2", "-o", "-"});
        QVERIFY(arguments);
        QCOMPARE(*arguments->value("--epochs"), std::string("3"));
        QVERIFY(arguments->has("--json"));
        QVERIFY(!arguments->has("--rate"));
        QVERIFY(!arguments->value("--rate"));
        QCOMPARE(arguments->values("--set"), (std::vector<std::string>{"a=1", "b=2"}));
        QCOMPARE(*arguments->value("-o"), std::string("-"));
        QCOMPARE(arguments->positional(), std::vector<std::string>{"folder"});
        QVERIFY(parse({})->positional().empty());
    }

    void takesTheNextWordAsValueWhateverItIs() {
        QCOMPARE(*parse({"--rate", "-1"})->value("--rate"), std::string("-1"));
        QCOMPARE(*parse({"--rate="})->value("--rate"), std::string());
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown") << QStringList{"--epoch", "3"} << "There is no option --epoch. Did you mean --epochs?";
        QTest::newRow("far from all") << QStringList{"--zzzzzzzz"} << "There is no option --zzzzzzzz. See --help.";
        QTest::newRow("no value") << QStringList{"--epochs"} << "The option --epochs needs a value: --epochs N.";
        QTest::newRow("twice") << QStringList{"--epochs", "1", "--epochs=2"} << "The option --epochs is given twice. Give it once.";
        QTest::newRow("a switch with a value") << QStringList{"--json=1"} << "The option --json takes no value.";
        QTest::newRow("a word too many") << QStringList{"a", "b"} << "\"b\" is one word too many. See --help.";
    }
    void refuses() {
        QFETCH(QStringList, words);
        std::vector<std::string> all;
        for (const QString &word : words)
            all.push_back(word.toStdString());
        const auto arguments = parse(all);
        QVERIFY(!arguments);
        QTEST(QString::fromStdString(arguments.error().sentence()), "sentence");
    }

    void readsWholeNumbers() {
        const auto number = [](const std::string &text) { return parse({"--epochs", text})->integer("--epochs", 7, 1, 100); };
        QCOMPARE(*number("1"), 1LL);
        QCOMPARE(*number("100"), 100LL);
        QCOMPARE(*parse({})->integer("--epochs", 7, 1, 100), 7LL);
        for (const char *bad : {"0", "101", "-1", "", " ", "1.5", "1e2", "x", "3x", " 3", "0x10", "99999999999999999999999", "\xff"}) {
            const auto refused = number(bad);
            QVERIFY2(!refused, bad);
            QCOMPARE(refused.error().where, std::string("--epochs"));
        }
        QCOMPARE(QString::fromStdString(number("many").error().sentence()), QString("--epochs: \"many\" is no whole number from 1 to 100."));
    }

    void readsNumbers() {
        const auto number = [](const std::string &text) { return parse({"--rate", text})->real("--rate", 0.5, 0, 10); };
        QCOMPARE(*number("0.25"), 0.25);
        QCOMPARE(*number("1e-3"), 0.001);
        QCOMPARE(*number("10"), 10.0);
        QCOMPARE(*parse({})->real("--rate", 0.5, 0, 10), 0.5);
        for (const char *bad : {"0", "-1", "10.1", "", "x", "1,5", "nan", "inf", "-inf", "1e999", "1 "})
            QVERIFY2(!number(bad), bad);
        QCOMPARE(QString::fromStdString(number("inf").error().sentence()), QString("--rate: \"inf\" is no number above 0 and at most 10."));
    }
};

QTEST_APPLESS_MAIN(ArgumentsTest)
#include "arguments_test.moc"
