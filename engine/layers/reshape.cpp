#include "engine/layers/reshape.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class Reshape : public Layer, public Lowered {
public:
    explicit Reshape(const Shape &output) { m_traits.output = output; }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override { to.shapeAs(m_traits.output); }

    void forward(ForwardPass &pass) const override {
        for (Index column = 0; column < pass.x.columns; ++column)
            std::copy_n(pass.x.column(column), pass.x.rows, pass.y.column(column));
    }

    /// dx = dy
    void backward(BackwardPass &pass) const override {
        for (Index column = 0; pass.dx.data && column < pass.dy.columns; ++column)
            std::copy_n(pass.dy.column(column), pass.dy.rows, pass.dx.column(column));
    }

private:
    Traits m_traits;
};

spec::Setting side(const char *key, const char *label, const char *help) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Integer,
            .fallback = std::string("auto"),
            .minimum = 1,
            .maximum = 65536,
            .isLogarithmic = true,
            .word = "auto",
            .usualMinimum = 1,
            .usualMaximum = 64};
}

/// The number, or 0 for "auto".
Index sideOf(const spec::Component &component, const char *key) {
    const spec::Value value = spec::valueOf(component, reshapeKind(), key);
    const Index *number = std::get_if<Index>(&value);
    return number ? *number : 0;
}

core::Error misfit(Index size, const std::string &wanted, std::string hint) {
    return {std::to_string(size) + (size == 1 ? " number does" : " numbers do") + " not fill " + wanted, "", std::move(hint)};
}

} // namespace

spec::Kind reshapeKind() {
    spec::Setting width = side("width", "Width", "Columns of a map; \"auto\": as many as the numbers fill.");
    width.onlyWith = {"form", {"image"}};
    return {"reshape",
            "Reshape",
            "The same numbers as an image or a series, so that convolutions can follow a dense layer.",
            {{.key = "form",
              .label = "Form",
              .help = "What the numbers become.",
              .kind = spec::SettingKind::Choice,
              .fallback = std::string("image"),
              .choices = {{"image", "Image", "Channels, one map behind the other, each row by row."}, {"series", "Series", "Steps, one behind the other."}}},
             {.key = "channels",
              .label = "Channels",
              .help = "How many maps the image has; of a series, how many numbers each step has.",
              .kind = spec::SettingKind::Integer,
              .fallback = Index{1},
              .minimum = 1,
              .maximum = 65536,
              .isLogarithmic = true,
              .usualMinimum = 1,
              .usualMaximum = 256},
             side("height", "Height",
                  "Rows of a map, or steps of a series; \"auto\": as many as the numbers fill, and a map whose width is not said either is a square."),
             std::move(width)}};
}

core::Result<Shape> reshaped(const spec::Component &component, Index size) {
    const spec::Kind kind = reshapeKind();
    const Index channels = spec::integerOf(component, kind, "channels"), ofChannel = size / channels;
    Index height = sideOf(component, "height"), width = sideOf(component, "width");
    if (ofChannel * channels != size)
        return misfit(size, std::to_string(channels) + " channels",
                      "Give the layer before it a number of units that the channels divide, or change the channels.");
    if (spec::choiceOf(component, kind, "form") == "series") {
        if (height > 0 && height != ofChannel)
            return misfit(size, std::to_string(height) + " steps of " + std::to_string(channels),
                          "Give the layer before it " + std::to_string(height * channels) + " units, or let the height be \"auto\".");
        return Shape(ofChannel, channels);
    }
    const Index root = std::llround(std::sqrt(static_cast<double>(ofChannel)));
    if (height == 0 && width == 0) {
        if (root * root != ofChannel)
            return misfit(size, std::to_string(channels) + (channels == 1 ? " square map" : " square maps"),
                          "Say its height or its width, or give the layer before it a square number of units for each channel.");
        return Shape(channels, root, root);
    }
    height = height > 0 ? height : std::max<Index>(ofChannel / width, 1);
    width = width > 0 ? width : std::max<Index>(ofChannel / height, 1);
    if (height * width != ofChannel)
        return misfit(size, std::to_string(channels) + " × " + std::to_string(height) + " × " + std::to_string(width),
                      "Give the layer before it " + std::to_string(channels * height * width) + " units, or change the shape.");
    return Shape(channels, height, width);
}

LayerResult makeReshape(const spec::Component &component, const LayerContext &context) {
    const core::Result<Shape> output = reshaped(component, context.input.size());
    if (!output)
        return output.error();
    return std::shared_ptr<const Layer>(std::make_shared<Reshape>(*output));
}

} // namespace hourglass::layers
