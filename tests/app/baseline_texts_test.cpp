// What the loss plot calls each loss.
#include <QSet>
#include <QTest>

#include "app/wiring/baseline_texts.h"
#include "engine/training/loss.h"

using namespace hourglass;

class BaselineTextsTest : public QObject {
    Q_OBJECT

private slots:
    void everyLossHasANameOfItsOwn() {
        QSet<QString> names;
        for (const spec::Kind &kind : training::lossKinds()) {
            const QString name = app::lossText({kind.key, {}});
            QVERIFY2(!name.isEmpty() && !names.contains(name), kind.key.c_str());
            names.insert(name);
            if (kind.find("reduction"))
                QVERIFY(app::lossText({kind.key, {{"reduction", std::string("sum")}}}) != name);
        }
        QCOMPARE(app::lossText({"cosine", {}}), QString("cosine distance"));
    }
};

QTEST_APPLESS_MAIN(BaselineTextsTest)
#include "baseline_texts_test.moc"
