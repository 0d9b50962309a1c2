// What each loss is called within a sentence.
#include <QTest>

#include <set>

#include "engine/training/loss.h"

using namespace hourglass;

class LossNameTest : public QObject {
    Q_OBJECT

private slots:
    void everyLossHasANameOfItsOwn() {
        std::set<std::string> names;
        for (const spec::Kind &kind : training::lossKinds()) {
            const std::string name = training::lossName({kind.key, {}});
            QVERIFY2(!name.empty() && names.insert(name).second, kind.key.c_str());
            if (kind.find("reduction"))
                QVERIFY(training::lossName({kind.key, {{"reduction", std::string("sum")}}}) != name);
        }
        QCOMPARE(training::lossName({"cosine", {}}), std::string("cosine distance"));
        QCOMPARE(training::lossName({"binary_cross_entropy", {{"reduction", std::string("sum")}}}), std::string("binary cross-entropy, summed"));
        QCOMPARE(training::lossName({"unheard of", {}}), std::string());
    }
};

QTEST_APPLESS_MAIN(LossNameTest)
#include "loss_name_test.moc"
