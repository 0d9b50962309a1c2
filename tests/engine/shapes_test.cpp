// Shapes from layer to layer: what is inferred, and what is refused with a sentence that names the layer and the reason.
#include <QTest>

#include "engine/plan/plan.h"
#include "tests/support/layer_cases.h"

using namespace hourglass;
using namespace hourglass::tests;

Q_DECLARE_METATYPE(hourglass::core::Shape)
Q_DECLARE_METATYPE(std::vector<hourglass::spec::LayerSpec>)

namespace {

using Stack = std::vector<spec::LayerSpec>;
const core::Shape image(1, 28, 28), colour(3, 32, 32), series(50, 4), table(30);

spec::LayerSpec kind(const char *key, spec::Values values = {}) {
    return {key, std::move(values)};
}

} // namespace

class ShapesTest : public QObject {
    Q_OBJECT

private slots:
    void areInferred_data() {
        QTest::addColumn<core::Shape>("sample");
        QTest::addColumn<Stack>("stack");
        QTest::addColumn<core::Shape>("shape");
        const auto row = [](const char *name, const core::Shape &sample, const Stack &stack, const core::Shape &shape) {
            QTest::newRow(name) << sample << stack << shape;
        };
        row("same halves", image, {conv("conv2d", 16, 3, 2, {})}, core::Shape(16, 14, 14));
        row("same of an odd map", image, {conv("conv2d", 8, 3, 2, {}), conv("conv2d", 8, 3, 2, {}), conv("conv2d", 8, 3, 2, {})}, core::Shape(8, 4, 4));
        row("valid", image, {conv("conv2d", 2, 5, 1, {{"padding", Index{0}}})}, core::Shape(2, 24, 24));
        row("dilated", image, {conv("conv2d", 2, 5, 1, {{"padding", Index{0}}, {"dilation", Index{3}}})}, core::Shape(2, 16, 16));
        row("stride beyond kernel", image, {conv("conv2d", 2, 2, 5, {{"padding", Index{1}}})}, core::Shape(2, 6, 6));
        row("colour", colour, {conv("conv2d", 8, 3, 1, {})}, core::Shape(8, 32, 32));
        row("transposed doubles", image, {conv("conv2d", 4, 3, 2, {}), conv("conv2d_transposed", 1, 3, 2, {})}, image);
        row("transposed, padded", image, {conv("conv2d", 4, 3, 2, {}), conv("conv2d_transposed", 1, 4, 2, {{"padding", Index{1}}})}, image);
        row("a map that comes back", image, {conv("conv2d", 5, 3, 4, {}), dense(10, "relu"), dense(245, "relu"), conv("conv2d", 3, 1, 1, {})},
            core::Shape(3, 7, 7));
        row("a square", table, {dense(16, "relu"), conv("conv2d", 3, 1, 1, {})}, core::Shape(3, 4, 4));
        row("a series as a map", series, {conv("conv2d", 3, 3, 1, {})}, core::Shape(3, 50, 4));
        row("pooled", image, {kind("max_pool", {{"window", Index{3}}})}, core::Shape(1, 13, 13));
        row("upsampled", image, {kind("max_pool"), kind("upsample")}, image);
        row("rows of an image", image, {recurrent("lstm", 8, "sequence", false)}, core::Shape(28, 8));
        row("both ways", series, {recurrent("gru", 8, "sequence", true)}, core::Shape(50, 16));
        row("last state", series, {recurrent("simple_rnn", 8, "last", true)}, core::Shape(16));
        row("numbers one by one", table, {recurrent("lstm", 8, "sequence", false)}, core::Shape(30, 8));
        row("repeated as often as the data", image, {dense(5, "relu"), kind("repeat_vector")}, core::Shape(28, 5));
        row("dense at each step", series, {recurrent("lstm", 8, "sequence", false), denseSteps(std::string("data"), "identity")}, series);
        row("series, same", series, {conv("conv1d", 6, 3, 2, {})}, core::Shape(25, 6));
        row("series, back", series, {conv("conv1d", 6, 3, 2, {}), conv("conv1d_transposed", 4, 3, 2, {})}, series);
        row("reshaped to squares", image, {dense(48, "relu"), kind("reshape", {{"channels", Index{3}}})}, core::Shape(3, 4, 4));
        row("reshaped by height", image, {dense(30, "relu"), kind("reshape", {{"channels", Index{2}}, {"height", Index{3}}})}, core::Shape(2, 3, 5));
        row("reshaped by width", image, {dense(30, "relu"), kind("reshape", {{"width", Index{5}}})}, core::Shape(1, 6, 5));
        row("reshaped to a series", image, {kind("reshape", {{"form", std::string("series")}, {"channels", Index{4}}})}, core::Shape(196, 4));
        row("reshaped maps that convolutions take", image, {dense(36, "relu"), kind("reshape", {{"channels", Index{4}}}), conv("conv2d", 2, 3, 1, {})},
            core::Shape(2, 3, 3));
        row("channels of the data", colour, {conv("conv2d", 8, 3, 1, {}), {"conv2d", {{"channels", std::string("data")}}}}, colour);
    }
    void areInferred() {
        QFETCH(core::Shape, sample);
        QFETCH(Stack, stack);
        QFETCH(core::Shape, shape);
        const std::size_t last = stack.size() - 1;
        stack.push_back(output());
        const auto plan = plan::compile({stack, 0, false}, sample);
        QVERIFY2(bool(plan), plan ? "" : plan.error().sentence().c_str());
        QCOMPARE(core::toText((*plan)->layers()[last].traits().output), core::toText(shape));
        QVERIFY((*plan)->layers()[last].traits().output == shape);
    }

    void refuses_data() {
        QTest::addColumn<core::Shape>("sample");
        QTest::addColumn<Stack>("stack");
        QTest::addColumn<int>("layer");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const core::Shape &sample, const Stack &stack, int layer, const char *words) {
            QTest::newRow(name) << sample << stack << layer << QString(words);
        };
        row("kernel larger than the map", image, {conv("conv2d", 4, 29, 1, {{"padding", Index{0}}}), output()}, 0, "does not fit into a map of 28 × 28");
        row("dilation larger than the map", image, {conv("conv2d", 4, 3, 1, {{"padding", Index{0}}, {"dilation", Index{14}}}), output()}, 0, "reaches over 29");
        row("kernel longer than the series", series, {conv("conv1d", 4, 51, 1, {{"padding", Index{0}}}), output()}, 0, "50 steps");
        row("window larger than the map", image, {kind("max_pool", {{"window", Index{30}}}), output()}, 0, "window of 30");
        row("groups that do not divide", image, {conv("conv2d", 4, 3, 1, {{"groups", Index{2}}}), output()}, 0, "do not divide into 2 groups");
        row("no image", table, {conv("conv2d", 4, 3, 1, {}), output()}, 0, "needs an image");
        row("no image further down", image, {dense(30, "relu"), conv("conv2d", 4, 3, 1, {}), output()}, 1, "needs an image");
        row("no sequence", colour, {recurrent("lstm", 4, "last", false), output()}, 0, "needs a sequence");
        row("padding that takes all", image, {dense(1, "relu"), dense(4, "relu"), conv("conv2d_transposed", 1, 2, 1, {{"padding", Index{2}}}), output()}, 2,
            "takes away all");
        row("output padding beyond the stride", image, {conv("conv2d_transposed", 1, 3, 2, {{"output_padding", Index{2}}, {"padding", Index{0}}}), output()}, 0,
            "smaller than the stride");
        row("k beyond the units", image, {dense(8, "relu"), kind("k_sparse", {{"k", Index{9}}}), output()}, 1, "9 cannot speak");
        row("tied to what comes later", image, {dense(8, "relu"), kind("tied", {{"to", Index{2}}})}, 1, "layer before it");
        row("tied to itself", image, {dense(8, "relu"), kind("tied", {{"to", Index{1}}})}, 1, "layer before it");
        row("tied to a tied layer", image, {dense(784, "relu"), kind("tied", {{"to", Index{0}}}), kind("tied", {{"to", Index{1}}})}, 2, "not dense");
        row("tied to a convolution", image, {conv("conv2d", 1, 3, 1, {}), kind("tied", {{"to", Index{0}}})}, 1, "not dense");
        row("tied to a layer of another width", image, {dense(8, "relu"), dense(9, "relu"), kind("tied", {{"to", Index{0}}})}, 2,
            "takes 8 numbers, and 9 come in");
        row("tied across nothing", image, {dense(8, "relu"), kind("tied"), kind("tied"), kind("tied")}, 2, "none across the code");
        row("another size at the end", image, {conv("conv2d", 5, 3, 2, {})}, 0, "14 × 14 × 5");
        row("reshaped to other channels", image, {dense(30, "relu"), kind("reshape", {{"channels", Index{4}}}), output()}, 1,
            "30 numbers do not fill 4 channels");
        row("reshaped to no square", image, {dense(30, "relu"), kind("reshape", {{"channels", Index{2}}}), output()}, 1, "do not fill 2 square maps");
        row("reshaped to another size", image, {dense(30, "relu"), kind("reshape", {{"height", Index{7}}, {"width", Index{4}}}), output()}, 1,
            "do not fill 1 × 7 × 4");
        row("reshaped to other steps", image,
            {dense(30, "relu"), kind("reshape", {{"form", std::string("series")}, {"height", Index{7}}, {"channels", Index{3}}}), output()}, 1,
            "do not fill 7 steps of 3");
        row("reshaped beyond all numbers", image, {dense(2, "relu"), kind("reshape", {{"width", Index{7}}}), output()}, 1, "do not fill");
        row("a map beyond all memory", image, {kind("upsample", {{"factor", Index{64}}}), kind("upsample", {{"factor", Index{64}}}), output()}, 1,
            "more than 268435456");
        row("a repetition beyond all memory", image, {dense(65536, "relu"), kind("repeat_vector", {{"steps", Index{65536}}}), output()}, 1,
            "more than 268435456");
    }
    void refuses() {
        QFETCH(core::Shape, sample);
        QFETCH(Stack, stack);
        QFETCH(int, layer);
        QFETCH(QString, words);
        const auto plan = plan::compile({stack, 0, false}, sample);
        QVERIFY(!plan);
        const QString sentence = QString::fromStdString(plan.error().sentence());
        QVERIFY2(sentence.contains(words), qPrintable(sentence));
        QCOMPARE(plan.error().layer, layer);
        QVERIFY(!plan.error().hint.empty());
    }
};

QTEST_APPLESS_MAIN(ShapesTest)
#include "shapes_test.moc"
