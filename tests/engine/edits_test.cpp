// Edits of the stack: the decoder follows where it should, the code stays where it should, and nothing impossible happens.
#include <QtTest>

#include "engine/spec/edits.h"
#include "tests/support/sample_catalogue.h"

using namespace hourglass;
using namespace hourglass::spec;
using hourglass::tests::deepModel;
using hourglass::tests::dense;
using hourglass::tests::halvesModel;
using hourglass::tests::mapModel;
using hourglass::tests::narrowModel;
using hourglass::tests::output;

namespace {

/// "256 64 [2] 64 256 data", with a trailing "~" where mirror is on.
QString text(const ModelSpec &model) {
    QStringList words;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const Value units = model.layers[i].values.at("units");
        const auto *number = std::get_if<Index>(&units);
        const QString word = number ? QString::number(*number) : QString::fromStdString(std::get<std::string>(units));
        words << (static_cast<Index>(i) == model.code ? '[' + word + ']' : word);
    }
    return words.join(' ') + (model.mirror ? " ~" : "");
}

std::string activation(const ModelSpec &model, std::size_t index) {
    return std::get<std::string>(model.layers[index].values.at("activation"));
}

ModelSpec tabularModel() {
    return {{dense(64), dense(32), dense(64), output()}, 1, true};
}

} // namespace

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void recognisesMirrorImages() {
        QVERIFY(isMirrored(mapModel()));
        QVERIFY(isMirrored(deepModel()));
        QVERIFY(isMirrored(tabularModel()));
        QVERIFY(!isMirrored(narrowModel()));
        QVERIFY(!isMirrored(halvesModel())); // as many layers, other widths
        QVERIFY(isMirrored({{dense(10), output()}, 0, true}));
        QVERIFY(!isMirrored(ModelSpec{}));
    }

    void findsTheTwin() {
        const ModelSpec map = mapModel();
        QCOMPARE(mirrorOf(map, 0), 4);
        QCOMPARE(mirrorOf(map, 1), 3);
        QCOMPARE(mirrorOf(map, 3), 1);
        QCOMPARE(mirrorOf(map, 2), -1);
        QCOMPARE(mirrorOf(map, 5), -1);
        QCOMPARE(mirrorOf(map, 6), -1);
        QCOMPARE(mirrorOf(map, -1), -1);
        QCOMPARE(mirrorGapOf(map, 0), 5);
        QCOMPARE(mirrorGapOf(map, 2), 3);
        QCOMPARE(mirrorGapOf(map, 3), 2);
        ModelSpec alone = map;
        alone.mirror = false;
        QCOMPARE(mirrorOf(alone, 0), -1);
        QCOMPARE(mirrorGapOf(alone, 0), -1);
        ModelSpec unequal = narrowModel();
        unequal.mirror = true; // hand-written: nothing to follow
        QCOMPARE(mirrorOf(unequal, 0), -1);
    }

    void mirrorRebuildsTheDecoder() {
        QCOMPARE(text(withMirror(narrowModel(), true)), QString("64 [64] 64 data ~"));
        QCOMPARE(text(withMirror(halvesModel(), true)), QString("10 [10] 10 data ~"));
        QCOMPARE(activation(withMirror(halvesModel(), true), 2), std::string("relu"));
        QCOMPARE(activation(withMirror(halvesModel(), true), 3), std::string("sigmoid")); // the last layer is kept
        QVERIFY(withMirror(mapModel(), true) == mapModel());
        QCOMPARE(text(withMirror(mapModel(), false)), QString("256 64 [2] 64 256 data"));
    }

    void insertsOnBothSides_data() {
        QTest::addColumn<int>("gap");
        QTest::addColumn<QString>("expected");
        QTest::newRow("first") << 0 << "9 256 64 [2] 64 256 9 data ~";
        QTest::newRow("encoder") << 1 << "256 9 64 [2] 64 9 256 data ~";
        QTest::newRow("before the code") << 2 << "256 64 9 [2] 9 64 256 data ~";
        QTest::newRow("after the code") << 3 << "256 64 9 [2] 9 64 256 data ~";
        QTest::newRow("decoder") << 4 << "256 9 64 [2] 64 9 256 data ~";
        QTest::newRow("before the output") << 5 << "9 256 64 [2] 64 256 9 data ~";
        QTest::newRow("behind the output") << 6 << "256 64 [2] 64 256 data ~";
        QTest::newRow("outside") << -1 << "256 64 [2] 64 256 data ~";
    }

    void insertsOnBothSides() {
        QFETCH(int, gap);
        QFETCH(QString, expected);
        const ModelSpec edited = withInserted(mapModel(), gap, dense(9));
        QCOMPARE(text(edited), expected);
        QVERIFY(isMirrored(edited));
    }

    void insertsAloneWithoutMirror() {
        QCOMPARE(text(withInserted(narrowModel(), 0, dense(9))), QString("9 64 [64] data"));
        QCOMPARE(text(withInserted(narrowModel(), 1, dense(9))), QString("64 9 [64] data"));
        QCOMPARE(text(withInserted(narrowModel(), 2, dense(9))), QString("64 [64] 9 data"));
    }

    void removesOnBothSides_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("expected");
        QTest::newRow("first") << 0 << "64 [2] 64 data ~";
        QTest::newRow("encoder") << 1 << "256 [2] 256 data ~";
        QTest::newRow("decoder") << 3 << "256 [2] 256 data ~";
        QTest::newRow("before the output") << 4 << "64 [2] 64 data ~";
        QTest::newRow("the code") << 2 << "256 [64] 256 data ~";
        QTest::newRow("the output") << 5 << "256 64 [2] 64 256 data ~";
        QTest::newRow("outside") << 17 << "256 64 [2] 64 256 data ~";
    }

    void removesOnBothSides() {
        QFETCH(int, index);
        QFETCH(QString, expected);
        const ModelSpec edited = withRemoved(mapModel(), index);
        QCOMPARE(text(edited), expected);
        QVERIFY(isMirrored(edited));
        QCOMPARE(canRemove(mapModel(), index), text(mapModel()) != expected);
    }

    void removesAloneWithoutMirror() {
        QCOMPARE(text(withRemoved(narrowModel(), 1)), QString("[64] data"));
        QCOMPARE(text(withRemoved(narrowModel(), 0)), QString("[64] data"));
        QCOMPARE(text(withRemoved(halvesModel(), 2)), QString("10 [10] data"));
        ModelSpec first{{dense(3), dense(4), output()}, 0, false};
        QCOMPARE(text(withRemoved(first, 0)), QString("[4] data"));
        const ModelSpec only{{dense(3), output()}, 0, false};
        QVERIFY(withRemoved(only, 0) == only);
        QVERIFY(!canRemove(only, 0));
    }

    void theLastPairGoesTogether() {
        const ModelSpec edited = withRemoved(tabularModel(), 0);
        QCOMPARE(text(edited), QString("[32] data ~"));
        QVERIFY(withRemoved(edited, 0) == edited);
    }

    void movesOnBothSides() {
        QCOMPARE(text(withMoved(mapModel(), 0, 1)), QString("64 256 [2] 256 64 data ~"));
        QCOMPARE(text(withMoved(mapModel(), 4, 3)), QString("64 256 [2] 256 64 data ~"));
        QVERIFY(withMoved(mapModel(), 4, 5) == mapModel());
        QVERIFY(withMoved(mapModel(), 5, 4) == mapModel());
        QVERIFY(withMoved(mapModel(), 0, -1) == mapModel());
    }

    void movingThroughTheMiddleKeepsTheMirror() {
        for (const auto &[from, to] : {std::pair{1, 2}, {2, 1}, {2, 3}, {3, 2}}) {
            const ModelSpec edited = withMoved(mapModel(), from, to);
            QCOMPARE(text(edited), QString("256 2 [64] 2 256 data ~"));
            QVERIFY(isMirrored(edited));
        }
        ModelSpec map = mapModel();
        map.layers[3] = dense(64, "tanh"); // twins may differ in what was edited apart
        QCOMPARE(activation(withMoved(map, 0, 1), 4), std::string("tanh"));
        QCOMPARE(activation(withMoved(map, 0, 1), 0), std::string("relu"));
    }

    void movesAloneWithoutMirror() {
        const ModelSpec model{{dense(1), dense(2), dense(3), dense(4), output()}, 1, false};
        QCOMPARE(text(withMoved(model, 0, 2)), QString("[2] 3 1 4 data"));
        QCOMPARE(text(withMoved(model, 1, 3)), QString("1 3 4 [2] data"));
        QCOMPARE(text(withMoved(model, 3, 0)), QString("4 1 [2] 3 data"));
        QCOMPARE(text(withMoved(model, 2, 3)), QString("1 [2] 4 3 data"));
    }

    void valuesReachTheTwin() {
        const ModelSpec narrower = withValue(deepModel(), 0, "units", Index{96});
        QCOMPARE(text(narrower), QString("96 64 [32] 64 96 data ~"));
        const ModelSpec bent = withValue(deepModel(), 3, "activation", std::string("tanh"));
        QCOMPARE(activation(bent, 1), std::string("tanh"));
        QCOMPARE(activation(bent, 3), std::string("tanh"));
        QCOMPARE(activation(bent, 0), std::string("relu"));
        QCOMPARE(text(withValue(deepModel(), 2, "units", Index{8})), QString("128 64 [8] 64 128 data ~"));
        const ModelSpec last = withValue(deepModel(), 5, "activation", std::string("identity"));
        QCOMPARE(activation(last, 5), std::string("identity"));
        QCOMPARE(activation(last, 4), std::string("relu"));
        QVERIFY(withValue(deepModel(), 6, "units", Index{8}) == deepModel());
        QCOMPARE(text(withValue(halvesModel(), 0, "units", Index{8})), QString("8 [10] 100 data"));
    }

    void theCodeIsSaid() {
        QCOMPARE(text(withCode(narrowModel(), 0)), QString("[64] 64 data"));
        QCOMPARE(text(withCode(mapModel(), 1)), QString("256 [64] 2 64 256 data")); // no mirror image around it
        QVERIFY(withCode(mapModel(), 5) == mapModel());
        QVERIFY(withCode(mapModel(), 2) == mapModel());
        QVERIFY(!canBeCode(mapModel(), 5) && !canBeCode(mapModel(), -1) && canBeCode(mapModel(), 0));
    }

    void suggestsWhatFits() {
        const auto units = [](const LayerSpec &layer) { return std::get<Index>(layer.values.at("units")); };
        QCOMPARE(units(suggestedLayer(mapModel(), 0, 784)), Index{448});
        QCOMPARE(units(suggestedLayer(mapModel(), 1, 784)), Index{128});
        QCOMPARE(units(suggestedLayer(mapModel(), 2, 784)), Index{12});
        for (int gap = 0; gap < 6; ++gap) {
            const LayerSpec layer = suggestedLayer(mapModel(), gap, 784);
            QVERIFY(layer == suggestedLayer(mapModel(), mirrorGapOf(mapModel(), gap), 784));
            QVERIFY(std::get<std::string>(layer.values.at("activation")) == "relu"); // neither the code's nor the output's
        }
        QCOMPARE(units(suggestedLayer(halvesModel(), 3, 100)), Index{100});
        const LayerSpec lonely = suggestedLayer({{dense(1, "identity"), output()}, 0, false}, 1, 1);
        QCOMPARE(units(lonely), Index{1});
        QVERIFY(!lonely.values.contains("activation")); // nothing to go by: the kind's own fallback
        QCOMPARE(units(suggestedLayer({{dense(largestUnits), output()}, 0, false}, 0, 70000)), largestUnits);
    }

    void badIndicesInAnEmptyStack() {
        const ModelSpec none;
        QVERIFY(withRemoved(none, 0) == none && withMoved(none, 0, 1) == none && withCode(none, 0) == none);
        QVERIFY(withInserted(none, 0, dense(1)) == none);
        QVERIFY(withMirror(none, false) == none);
        QCOMPARE(mirrorOf(none, 0), -1);
    }
};

QTEST_APPLESS_MAIN(EditsTest)
#include "edits_test.moc"
