// Columns of a delimited text that say which samples belong together, and which part of the data set they are.
#include <QTest>

#include <algorithm>
#include <random>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv.h"
#include "engine/data/sample_id.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Groups = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

class CsvGroupsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void namesAreOrderedAsPeopleDo() {
        const Names ordered{"", "07", "7", "7b", "10", "p", "p2", "p2x", "p10", "q1", "q1-9", "q1-10"};
        for (std::size_t i = 0; i < ordered.size(); ++i)
            for (std::size_t k = 0; k < ordered.size(); ++k)
                QVERIFY2(comesBefore(ordered[i], ordered[k]) == (i < k), qPrintable(QString("%1 and %2").arg(i).arg(k)));
    }

    void aColumnNamesTheGroups_data() {
        QTest::addColumn<QString>("wanted");
        QTest::newRow("by name") << "patient";
        QTest::newRow("in other capitals") << "Patient";
        QTest::newRow("by number") << "2";
    }
    void aColumnNamesTheGroups() {
        QFETCH(QString, wanted);
        const std::string text = "x,patient,z\n1,10,2\n3,9,4\n5,10,6\n7,,8\n9,ada,10\n";
        const Dataset dataset = m_files.readWell(text, {{"group", wanted.toStdString()}});
        QCOMPARE(dataset.featureNames, (Names{"x", "z"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6, 9, 10}));
        QCOMPARE(dataset.groupNames, (Names{"9", "10", "ada"}));
        QCOMPARE(dataset.train.groups, (Groups{1, 0, 1, 2}));
        QCOMPARE(choiceIn(dataset.report, "group"), std::string("patient"));
        QVERIFY(remarksOf(dataset.report).contains("Column 2 (patient) says which samples belong together: 3 groups."));
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].what, std::string("the group is missing; the row is left out"));
        QCOMPARE(dataset.report.problems[0].line, Index{5});
        QCOMPARE(dataset.report.problems[0].column, Index{2});
        const Dataset without = m_files.readWell(text);
        QVERIFY(without.train.groups.empty() && without.groupNames.empty());
        QCOMPARE(choiceIn(without.report, "group"), std::string("none"));
    }

    void whatMayBeAGroupIsOffered_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("kind"); // how rows repeat: 0 in runs, 1 in turn, 2 by chance
        QTest::addColumn<QString>("group");
        for (const char *name : {"patient", "Subject ID", "machine_id", "userId", "group"}) {
            QTest::addRow("%s in turn", name) << QString("x,%1").arg(name) << 1 << name;
            QTest::addRow("%s by chance", name) << QString("x,%1").arg(name) << 2 << name;
        }
        QTest::newRow("id in runs") << "x,id" << 0 << "id";
        QTest::newRow("nr in turn") << "x,nr" << 1 << "nr";
        QTest::newRow("id by chance") << "x,id" << 2 << "";
        QTest::newRow("pressure") << "x,pressure" << 0 << "";
        QTest::newRow("impatient") << "x,impatient" << 1 << "";
        QTest::newRow("year") << "x,year" << 0 << "";
    }
    void whatMayBeAGroupIsOffered() {
        QFETCH(QString, header);
        QFETCH(int, kind);
        QFETCH(QString, group);
        std::mt19937 random(7);
        std::string text = header.toStdString() + '\n';
        for (unsigned i = 0; i < 60; ++i)
            text += std::to_string(random() % 1000) + ".5," + std::to_string(1 + (kind == 0 ? i / 4 : kind == 1 || i < 15 ? i % 15 : random() % 15)) + '\n';
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.features(), Index{2});
        const auto found =
            std::find_if(dataset.report.doubts.begin(), dataset.report.doubts.end(), [](const Doubt &doubt) { return doubt.setting == "group"; });
        QCOMPARE(found != dataset.report.doubts.end(), !group.isEmpty());
        if (group.isEmpty())
            return;
        QVERIFY2(QString::fromStdString(found->sentence).startsWith(QString("Column 2 (%1) holds 15 values").arg(group)), found->sentence.c_str());
        const Dataset grouped = m_files.readWell(text, {{found->setting, found->otherwise}});
        QCOMPARE(grouped.groupNames.size(), std::size_t{15});
        QVERIFY(grouped.report.doubts.empty());
    }

    void twoTreatmentsAndPatientsThatComeOnceAreNoGroups() {
        QVERIFY(m_files.readWell("x,group\n1.5,1\n2.5,2\n3.5,1\n4,2\n5,1\n6,2\n").report.doubts.empty());
        std::string text = "patient,x,z\n";
        for (int i = 0; i < 20; ++i)
            text += std::to_string((i * 7) % 20) + ',' + std::to_string(i * i % 17) + ".5," + std::to_string(i * 3 % 11) + ".25\n";
        QVERIFY(m_files.readWell(text).report.doubts.empty());
    }

    void wordsThatChangeWhereDatesBeginAnewAreOffered() {
        std::string text = "symbol,date,price\n";
        for (int symbol = 0; symbol < 3; ++symbol)
            for (int day = 0; day < 25; ++day)
                text += std::string(1, static_cast<char>('a' + symbol)) + ",2024-01-" + std::to_string(1 + day) + ',' +
                        std::to_string((day * 13 + symbol) % 40) + ".5\n";
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        QCOMPARE(dataset.report.doubts[0].setting, std::string("group"));
        QVERIFY(dataset.report.doubts[0].otherwise == spec::Value(std::string("symbol")));
    }

    void aColumnNamedAfterAPartSaysYesOrNo_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("yes");
        QTest::addColumn<QString>("no");
        QTest::addColumn<int>("training");
        QTest::newRow("train") << "train"
                               << "T"
                               << "F" << 40;
        QTest::newRow("is_train") << "is_train"
                                  << "1"
                                  << "0" << 40;
        QTest::newRow("isTest") << "isTest"
                                << "yes"
                                << "no" << 20;
        QTest::newRow("split") << "split"
                               << "test"
                               << "train" << 20;
        QTest::newRow("hours of training") << "training"
                                           << "1"
                                           << "0" << 60;
        QTest::newRow("counted") << "train"
                                 << "3"
                                 << "2" << 60;
    }
    void aColumnNamedAfterAPartSaysYesOrNo() {
        QFETCH(QString, name);
        QFETCH(QString, yes);
        QFETCH(QString, no);
        QFETCH(int, training);
        std::string text = "x," + name.toStdString() + '\n';
        for (int i = 0; i < 60; ++i)
            text += std::to_string(i * 37 % 60) + ".5," + (i % 3 == 0 ? no : yes).toStdString() + '\n';
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.train.samples, Index{training});
        QCOMPARE(dataset.test.samples, Index{60 - training});
        QCOMPARE(dataset.features(), Index{training == 60 ? 2 : 1});
        QCOMPARE(m_files.readWell(text, {{"group", std::string("none")}}).train.samples, Index{60});
    }

    void anIdMayBeTheGroupAndWordsTheLabel() {
        std::string text = "patient_id,kind,x\n";
        for (int i = 0; i < 40; ++i)
            text += std::to_string(1 + i) + (i % 2 ? ",sick," : ",well,") + std::to_string(i) + ".5\n";
        const Dataset dataset = m_files.readWell(text, {{"group", std::string("patient_id")}, {"label", std::string("kind")}});
        QCOMPARE(dataset.features(), Index{1});
        QCOMPARE(dataset.groupNames.size(), std::size_t{40});
        QCOMPARE(dataset.train.labels[0], 1);
        QCOMPARE(dataset.train.groups[9], 9);
    }

    void groupsAreTheSameForAnyNumberOfThreads() {
        std::mt19937 random(3);
        std::string text = "x,who\n";
        Groups expected;
        for (int i = 0; i < 300'000; ++i) {
            expected.push_back(static_cast<std::int32_t>(random() % 700));
            text += std::to_string(i % 97) + ".25,n" + std::to_string(expected.back()) + '\n';
        }
        const std::string path = m_files.write(text);
        for (const int threads : {1, 3}) {
            const auto dataset = readCsv({path, {{"group", std::string("who")}}, {}}, threads);
            QVERIFY(dataset);
            QCOMPARE(dataset->train.groups, expected);
            QCOMPARE(dataset->groupNames[12], std::string("n12"));
        }
    }

    void wordsOfPartsAreTheParts_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("wanted");
        for (const char *name : {"split", "Set", "part", "FOLD"})
            QTest::newRow(name) << name << "automatic";
        QTest::newRow("named") << "usage"
                               << "usage";
    }
    void wordsOfPartsAreTheParts() {
        QFETCH(QString, name);
        QFETCH(QString, wanted);
        const std::string text = "x," + name.toStdString() + ",class\n1,train,a\n2,Test,b\n3,valid,a\n4,training,b\n5,test,a\n6,,a\n";
        const Dataset dataset = m_files.readWell(text, {{"group", wanted.toStdString()}});
        QCOMPARE(dataset.train.floats, (Floats{1, 4}));
        QCOMPARE(dataset.validation.floats, (Floats{3}));
        QCOMPARE(dataset.test.floats, (Floats{2, 5}));
        QCOMPARE(dataset.test.labels, (Groups{1, 0}));
        QVERIFY(dataset.groupNames.empty() && dataset.test.groups.empty());
        for (const auto &[part, numbers] : {std::pair{PartKind::Train, std::vector<Index>{0, 3}}, {PartKind::Validation, {2}}, {PartKind::Test, {1, 4}}})
            for (Index i = 0; i < static_cast<Index>(numbers.size()); ++i)
                QCOMPARE(numberOf(dataset, {part, i}), numbers[static_cast<std::size_t>(i)]); // of its row in the file
        QCOMPARE(choiceIn(dataset.report, "group"), name.toStdString());
        QVERIFY2(remarksOf(dataset.report).contains("says the part of each row: 2 training, 1 validation, 2 test."), qPrintable(remarksOf(dataset.report)));
        QCOMPARE(dataset.report.problems[0].what, std::string("the part is missing; the row is left out"));
        const Dataset again = m_files.readWell(text, dataset.report.assumed);
        QCOMPARE(again.test.floats, dataset.test.floats);
        const Dataset refused = m_files.readWell(text, {{"group", std::string("none")}});
        QVERIFY(refused.test.isEmpty() && refused.features() > 1);
    }

    void groupsAndPartsGoTogether() {
        const Dataset dataset = m_files.readWell("x,who,split\n1,b,train\n2,a,test\n3,a,train\n", {{"group", std::string("who")}});
        QCOMPARE(dataset.train.groups, (Groups{1, 0}));
        QCOMPARE(dataset.test.groups, (Groups{0}));
        QCOMPARE(dataset.features(), Index{1});
    }

    void whatIsNotBeyondDoubtIsNoPart() {
        std::string text = "x,set\n";
        for (int i = 0; i < 3000; ++i)
            text += std::to_string(i % 7) + ".5," + (i < 2500 ? "train" : "spare") + '\n';
        const Dataset dataset = m_files.readWell(text);
        QVERIFY(dataset.test.isEmpty());
        QCOMPARE(dataset.featureNames, (Names{"x", "set=spare", "set=train"}));
        QCOMPARE(m_files.readWell(text, {{"words", std::string("leave_out")}}).featureNames, (Names{"x"}));
        QCOMPARE(m_files.readWell("x,split\n1,test\n2,test\n").train.samples, Index{2}); // nothing to train on: no parts
        QCOMPARE(m_files.readWell("x,fold\n1,1\n2,2\n").features(), Index{2});
        QCOMPARE(m_files.readWell("x,group\n1,a\n2,b\n3,a\n").features(), Index{3}); // a name says too little
    }

    void refusesWhatCannotBeFollowed_data() {
        QTest::addColumn<spec::Values>("options");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const spec::Values &options, const char *part) { QTest::newRow(name) << options << QString(part); };
        row("unknown", {{"group", std::string("hwo")}}, "data.options.group: there is no column \"hwo\"; there are 3. Did you mean \"who\"?");
        row("number", {{"group", std::string("4")}}, "there is no column \"4\"");
        row("label too", {{"group", std::string("who")}, {"label", std::string("who")}},
            "data.options.group: the label column \"who\" is to hold the groups too");
        row("left out too", {{"group", std::string("who")}, {"leave_out", std::string("who")}},
            "data.options.leave_out: the group column \"who\" is to be left out too");
        row("empty", {{"group", std::string("none at all")}}, "the group column “none at all” is empty");
    }
    void refusesWhatCannotBeFollowed() {
        QFETCH(spec::Values, options);
        QFETCH(QString, part);
        const auto dataset = m_files.read("x,who,none at all\n1,a,\n2,b,\n3,a,\n", options);
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void anyBeginningIsReadOrRefused() {
        const std::string text = "x,who,split\n1.5,\"a\"\"b\",train\n2.5,c,test\n3.5,,valid\n4.5,c,train\n";
        for (std::size_t size = 0; size <= text.size(); ++size) {
            const auto dataset = m_files.read(text.substr(0, size), {{"group", std::string("who")}});
            if (!dataset) {
                QVERIFY(!dataset.error().what.empty());
                continue;
            }
            for (const Part *part : {&dataset->train, &dataset->validation, &dataset->test})
                QCOMPARE(static_cast<Index>(part->groups.size()), part->samples);
            QVERIFY(!dataset->train.isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(CsvGroupsTest)
#include "csv_groups_test.moc"
