// What stands across the code in stacks of images, sequences and special codes: edits there and back, and stacks that compile.
#include <QtTest>

#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "engine/spec/mirror.h"

using namespace hourglass;
using namespace hourglass::spec;

namespace {

const core::Shape image(1, 28, 28);

LayerSpec maps(Index channels, Index stride = 2, const char *kind = "conv2d") {
    return {kind, {{"channels", channels}, {"stride", stride}, {"activation", std::string("relu")}}};
}

LayerSpec dense(Index units) {
    return {"dense", {{"units", units}}};
}

LayerSpec output() {
    return {"dense", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}}};
}

LayerSpec plain(const char *kind) {
    return {kind, {}};
}

LayerSpec tied(Index to) {
    return {"tied", {{"to", to}}};
}

ModelSpec mirroredOf(std::vector<LayerSpec> encoderAndCode) {
    const auto code = static_cast<Index>(encoderAndCode.size()) - 1;
    encoderAndCode.push_back(output());
    return withMirror({std::move(encoderAndCode), code, false}, true);
}

QString kinds(const ModelSpec &model) {
    QStringList words;
    for (const LayerSpec &layer : model.layers)
        words << QString::fromStdString(layer.kind);
    return words.join(' ');
}

std::string problemOf(const ModelSpec &model) {
    const auto plan = plan::compile(model, image);
    return plan ? "" : plan.error().sentence();
}

QString text(const Value &value) {
    if (const auto *number = std::get_if<Index>(&value))
        return QString::number(*number);
    const auto *word = std::get_if<std::string>(&value);
    return word ? QString::fromStdString(*word) : "?";
}

/// A setting of all layers that have it: "16 32 8 16 data".
QString all(const ModelSpec &model, const std::string &key) {
    QStringList words;
    for (const LayerSpec &layer : model.layers)
        if (const auto found = layer.values.find(key); found != layer.values.end())
            words << text(found->second);
    return words.join(' ');
}

ModelSpec convolutions() {
    return mirroredOf({maps(16), maps(32), maps(8, 1)});
}

} // namespace

class MirrorTest : public QObject {
    Q_OBJECT

private slots:
    void encodersCompileWithTheirMirror_data() {
        QTest::addColumn<ModelSpec>("model");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char *name, std::vector<LayerSpec> encoder, const char *expected) {
            QTest::newRow(name) << mirroredOf(std::move(encoder)) << QString(expected);
        };
        add("convolutions", {maps(16), maps(32), maps(8, 1)}, "conv2d conv2d conv2d conv2d_transposed conv2d_transposed dense");
        add("pooling", {maps(16, 1), plain("max_pool"), maps(32, 1), plain("average_pool"), maps(4, 1)},
            "conv2d max_pool conv2d average_pool conv2d upsample conv2d_transposed upsample conv2d_transposed dense");
        add("flat code", {maps(16), maps(32), dense(1568), dense(2)}, "conv2d conv2d dense dense dense conv2d_transposed conv2d_transposed dense");
        add("back to front", {maps(4, 2, "conv2d_transposed"), plain("max_pool"), maps(2, 1)}, "conv2d_transposed max_pool conv2d upsample conv2d dense");
        add("series", {maps(8, 2, "conv1d"), maps(4, 2, "conv1d"), maps(2, 1, "conv1d")}, "conv1d conv1d conv1d conv1d_transposed conv1d_transposed dense");
        add("recurrent", {{"lstm", {{"units", Index{8}}, {"output", std::string("sequence")}}}, {"gru", {{"units", Index{4}}}}}, "lstm gru lstm dense");
        add("variational", {dense(64), plain("batch_norm"), {"variational", {{"units", Index{2}}}}}, "dense batch_norm variational batch_norm dense dense");
        add("variational inside", {{"variational", {{"units", Index{9}}}}, dense(4)}, "variational dense dense dense");
        add("MMD", {dense(64), dense(2), plain("mmd")}, "dense dense mmd dense dense dense");
        add("MMD inside", {dense(64), plain("mmd"), dense(2)}, "dense mmd dense activation dense dense");
    }

    void encodersCompileWithTheirMirror() {
        QFETCH(ModelSpec, model);
        QFETCH(QString, expected);
        QCOMPARE(kinds(model), expected);
        QVERIFY(isMirrored(model));
        QCOMPARE(problemOf(model), std::string());
        QVERIFY(withMirror(withMirror(model, false), true) == model);
        // An edit there and back leaves what was, on both sides of the code.
        for (int gap = 0; gap + 1 < static_cast<int>(model.layers.size()); ++gap) {
            const ModelSpec more = withInserted(model, gap, dense(784));
            QVERIFY(isMirrored(more));
            const int place = gap > static_cast<int>(model.code) ? gap + 1 : gap;
            QVERIFY(withRemoved(more, place) == model);
        }
        for (int index = 0; index + 1 < static_cast<int>(model.code); ++index) {
            const ModelSpec moved = withMoved(model, index, index + 1);
            QVERIFY(isMirrored(moved));
            QVERIFY(withMoved(moved, index + 1, index) == model);
        }
    }

    void mapsComeBackToTheirSize() {
        const auto plan = plan::compile(convolutions(), image);
        QVERIFY(plan);
        const auto &layers = (*plan)->outline().layers;
        QCOMPARE(layers[3].output, core::Shape(16, 14, 14));
        QCOMPARE(layers[4].output, image);
        for (const char *kind : {"max_pool", "average_pool"}) {
            const ModelSpec model = mirroredOf({{kind, {{"window", Index{3}}, {"stride", Index{4}}}}, dense(49)});
            QVERIFY(model.layers[2] == (LayerSpec{"upsample", {{"factor", Index{4}}}}));
        }
    }

    void channelsAreThoseThatCameIn() {
        QCOMPARE(all(convolutions(), "channels"), QString("16 32 8 16 data"));
        QCOMPARE(all(withValue(convolutions(), 0, "channels", Index{24}), "channels"), QString("24 32 8 24 data"));
        QCOMPARE(all(withValue(convolutions(), 1, "channels", Index{24}), "channels"), QString("16 24 8 16 data"));
        QCOMPARE(all(withValue(convolutions(), 3, "channels", Index{24}), "channels"), QString("24 32 8 24 data")); // from the decoder
        QCOMPARE(all(withInserted(convolutions(), 1, maps(20, 1)), "channels"), QString("16 20 32 8 20 16 data"));
        QCOMPARE(all(withRemoved(convolutions(), 0), "channels"), QString("32 8 data"));
        QCOMPARE(all(withMoved(convolutions(), 0, 1), "channels"), QString("32 16 8 32 data"));
        const ModelSpec alone = withValue(convolutions(), 4, "channels", Index{3}); // no layer of the encoder says the data's channels
        QCOMPARE(all(alone, "channels"), QString("16 32 8 16 3"));
        QVERIFY(!alone.mirror);
        const ModelSpec mixed = mirroredOf({{"lstm", {{"units", Index{6}}, {"output", std::string("sequence")}}}, maps(8, 1, "conv1d"), dense(3)});
        QCOMPARE(all(mixed, "channels"), QString("8 6"));
    }

    void otherSettingsReachTheTwinUnderItsName() {
        const ModelSpec model = mirroredOf({maps(16), plain("max_pool"), dense(9)});
        QCOMPARE(all(withValue(model, 0, "kernel", Index{5}), "kernel"), QString("5 5"));
        QCOMPARE(all(withValue(model, 4, "kernel", Index{5}), "kernel"), QString("5 5"));
        QCOMPARE(all(withValue(model, 4, "output_padding", Index{1}), "output_padding"), QString("1")); // of the transposed one alone
        QCOMPARE(all(withValue(model, 1, "stride", Index{3}), "factor"), QString("3"));
        const ModelSpec larger = withValue(model, 3, "factor", Index{3});
        QCOMPARE(all(larger, "stride"), QString("2 3 2"));
        QCOMPARE(all(larger, "window"), QString("3"));
        QCOMPARE(all(withValue(model, 1, "window", Index{3}), "factor"), QString("2"));
        const ModelSpec steps = mirroredOf({{"gru", {{"units", Index{8}}}}, dense(2)});
        QCOMPARE(all(withValue(steps, 0, "units", Index{5}), "units"), QString("5 2 5 data"));
        QCOMPARE(all(withValue(steps, 0, "output", std::string("sequence")), "output"), QString("sequence sequence"));
        const ModelSpec noisy = mirroredOf({{"variational", {{"units", Index{9}}}}, dense(4)});
        const ModelSpec dearer = withValue(withValue(noisy, 0, "beta", 4.0), 0, "units", Index{7});
        QCOMPARE(all(dearer, "units"), QString("7 4 7 data"));
        QVERIFY(dearer.layers[2].values.count("beta") == 0);
    }

    void anotherKindBringsItsTwin() {
        const ModelSpec model = mirroredOf({dense(64), dense(32), dense(2)});
        QCOMPARE(kinds(withLayer(model, 0, maps(16))), QString("conv2d dense dense dense conv2d_transposed dense"));
        QCOMPARE(all(withLayer(model, 0, maps(16)), "channels"), QString("16 data"));
        QCOMPARE(kinds(withLayer(model, 4, maps(16, 2, "conv2d_transposed"))), QString("conv2d dense dense dense conv2d_transposed dense"));
        QCOMPARE(kinds(withLayer(model, 1, plain("average_pool"))), QString("dense average_pool dense upsample dense dense"));
        const ModelSpec pooled = withLayer(model, 3, {"upsample", {{"factor", Index{3}}}});
        QVERIFY(pooled.layers[1] == (LayerSpec{"max_pool", {{"stride", Index{3}}, {"window", Index{3}}}}));
        QVERIFY(isMirrored(pooled));
        const ModelSpec half = withLayer(model, 3, plain("tied")); // uses what is there
        QCOMPARE(kinds(half), QString("dense dense dense tied dense dense"));
        QVERIFY(isMirrored(half));
        QCOMPARE(problemOf(half), std::string());
        QCOMPARE(all(withValue(half, 1, "units", Index{20}), "units"), QString("64 20 2 64 data"));
        QCOMPARE(problemOf(withValue(half, 1, "units", Index{20})), std::string());
        QVERIFY(withMirror(withMirror(half, false), true) == half);
    }

    void anMmdBehindTheCodeStays() {
        const ModelSpec model = withMirror({{dense(64), dense(2), plain("mmd"), dense(64), output()}, 1, false}, true);
        QCOMPARE(kinds(model), QString("dense dense mmd dense dense dense"));
        QCOMPARE(model.code, Index{2});
        QCOMPARE(problemOf(model), std::string());
    }

    void whatIsNoPairIsNoMirror() {
        ModelSpec model = convolutions();
        model.layers[3].values["channels"] = Index{15};
        QVERIFY(!isMirrored(model));
        model = convolutions();
        model.layers[3].values["stride"] = Index{1};
        QVERIFY(!isMirrored(model));
        model = mirroredOf({plain("max_pool"), dense(4)});
        model.layers[2].values["factor"] = Index{3};
        QVERIFY(!isMirrored(model));
        model = mirroredOf({plain("lstm"), dense(4)});
        model.layers[2].values["output"] = std::string("last");
        QVERIFY(!isMirrored(model));
        model = mirroredOf({dense(8), dense(4)});
        model.layers[2] = tied(0); // not the one across
        QVERIFY(!isMirrored(model));
        model.layers[2] = tied(1);
        QVERIFY(isMirrored(model));
    }

    void tiedLayersFollowTheirLayer() {
        const ModelSpec model{{dense(256), dense(64), dense(2), tied(2), tied(1), tied(0)}, 2, false};
        QCOMPARE(problemOf(model), std::string());
        QCOMPARE(all(withInserted(model, 0, plain("dropout")), "to"), QString("3 2 1"));
        QCOMPARE(all(withInserted(model, 2, plain("dropout")), "to"), QString("3 1 0"));
        QCOMPARE(all(withInserted(model, 3, plain("dropout")), "to"), QString("2 1 0"));
        QCOMPARE(all(withRemoved(model, 0), "to"), QString("1 0 mirror"));
        QCOMPARE(all(withRemoved(model, 2), "to"), QString("mirror 1 0"));
        QCOMPARE(all(withRemoved(model, 4), "to"), QString("2 0"));
        QCOMPARE(all(withMoved(model, 0, 2), "to"), QString("1 0 2"));
        QCOMPARE(all(withMoved(model, 2, 0), "to"), QString("0 2 1"));
        QCOMPARE(problemOf(withInserted(model, 2, plain("dropout"))), std::string());
        ModelSpec both = model;
        both.mirror = true; // the last layer too is tied
        QVERIFY(isMirrored(both));
        for (const ModelSpec &edited : {withInserted(both, 1, dense(100)), withMoved(both, 0, 1), withRemoved(both, 1)}) {
            QVERIFY(all(edited, "to").startsWith("mirror mirror"));
            QVERIFY(isMirrored(edited));
            QCOMPARE(problemOf(edited), std::string());
        }
        both.layers[4] = dense(256);
        both.layers[5] = {"tied", {{"to", Index{1}}}}; // tied to another: that one is followed
        QCOMPARE(all(withInserted(both, 0, dense(100)), "to"), QString("mirror 2"));
    }
};

QTEST_APPLESS_MAIN(MirrorTest)
#include "mirror_test.moc"
