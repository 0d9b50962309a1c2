#include "engine/layers/upsampling.h"

#include <algorithm>
#include <vector>

#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"
#include "engine/layers/registry.h"

namespace hourglass::layers {

namespace {

/// Each number of one side is a mixture of two neighbours of the smaller side.
struct Mixture {
    Index first, second;
    float shareOfSecond;
};

/// `size` numbers from `extent`. Bilinear: pixel centres stay where they are ("align corners" off). The outermost are repeated.
std::vector<Mixture> mixtures(Index extent, Index size, Index factor, bool isBilinear) {
    std::vector<Mixture> all;
    for (Index i = 0; i < size; ++i) {
        if (!isBilinear) {
            const Index pixel = std::min(i / factor, extent - 1);
            all.push_back({pixel, pixel, 0});
            continue;
        }
        const double context = std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(factor) - 0.5, 0.0, static_cast<double>(extent - 1));
        const auto first = static_cast<Index>(context);
        all.push_back({first, std::min(first + 1, extent - 1), static_cast<float>(context - static_cast<double>(first))});
    }
    return all;
}

/// The larger map: so many times, or the map that pooling took in, whose last rows it may not have seen.
Shape outputOf(const Shape &input, Index factor, const std::optional<Shape> &undone) {
    if (undone && undone->height() > (input.height() - 1) * factor && undone->width() > (input.width() - 1) * factor)
        return {input.channels(), undone->height(), undone->width()};
    return {input.channels(), input.height() * factor, input.width() * factor};
}

class Upsampling : public Layer, public Lowered {
public:
    Upsampling(const Shape &input, const Shape &output, Index factor, bool isBilinear)
        : m_input(input), m_factor(factor), m_isBilinear(isBilinear), m_rows(mixtures(input.height(), output.height(), factor, isBilinear)),
          m_columns(mixtures(input.width(), output.width(), factor, isBilinear)) {
        m_traits.output = output;
        m_traits.multiplyAdds = static_cast<double>(m_traits.output.size() * (isBilinear ? 4 : 1));
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(m_input);
        to.apply(graph::Resize{m_factor, m_isBilinear}, m_traits.output);
    }

    void forward(ForwardPass &pass) const override {
        forEach(pass.x.columns, [&](Index column, Index map, const Mixture &row, const Mixture &context, Index output) {
            const float *above = pass.x.column(column) + map + row.first * m_input.width(), *below = pass.x.column(column) + map + row.second * m_input.width();
            const float upper = above[context.first] + context.shareOfSecond * (above[context.second] - above[context.first]);
            const float lower = below[context.first] + context.shareOfSecond * (below[context.second] - below[context.first]);
            pass.y.column(column)[output] = upper + row.shareOfSecond * (lower - upper);
        });
    }

    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        for (Index column = 0; column < pass.dx.columns; ++column)
            std::fill_n(pass.dx.column(column), pass.dx.rows, 0.0f);
        forEach(pass.dx.columns, [&](Index column, Index map, const Mixture &row, const Mixture &context, Index output) {
            const float dy = pass.dy.column(column)[output];
            float *above = pass.dx.column(column) + map + row.first * m_input.width(), *below = pass.dx.column(column) + map + row.second * m_input.width();
            above[context.first] += (1 - row.shareOfSecond) * (1 - context.shareOfSecond) * dy;
            above[context.second] += (1 - row.shareOfSecond) * context.shareOfSecond * dy;
            below[context.first] += row.shareOfSecond * (1 - context.shareOfSecond) * dy;
            below[context.second] += row.shareOfSecond * context.shareOfSecond * dy;
        });
    }

private:
    template <class Work>
    void forEach(Index columns, Work work) const {
        for (Index column = 0; column < columns; ++column)
            for (Index channel = 0, output = 0; channel < m_input.channels(); ++channel)
                for (const Mixture &row : m_rows)
                    for (const Mixture &context : m_columns)
                        work(column, channel * m_input.height() * m_input.width(), row, context, output++);
    }

    Shape m_input;
    Index m_factor;
    bool m_isBilinear;
    std::vector<Mixture> m_rows, m_columns;
    Traits m_traits;
};

} // namespace

spec::Kind upsamplingKind() {
    return {"upsample",
            "Upsampling",
            "Makes a map larger by repeating its pixels or by drawing between them.",
            {{.key = "factor",
              .label = "Factor",
              .help = "How many times as high and wide.",
              .kind = spec::SettingKind::Integer,
              .fallback = core::Index{2},
              .minimum = 1,
              .maximum = 64,
              .usualMinimum = 1,
              .usualMaximum = 8},
             {.key = "mode",
              .label = "Between pixels",
              .help = "What stands between the pixels of the smaller map.",
              .kind = spec::SettingKind::Choice,
              .fallback = std::string("nearest"),
              .choices = {{"nearest", "Nearest", "Each pixel is repeated."}, {"bilinear", "Bilinear", "Straight lines from pixel to pixel."}}}}};
}

LayerResult makeUpsampling(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = upsamplingKind();
    const core::Result<Shape> input = imageOf(context);
    if (!input)
        return input.error();
    const Index factor = spec::integerOf(component, kind, "factor");
    const Shape output = outputOf(*input, factor, context.undone);
    if (output.size() > largestTensor)
        return tooLarge("The map would have", static_cast<double>(output.size()), "numbers", "Choose a smaller factor.");
    return std::shared_ptr<const Layer>(std::make_shared<Upsampling>(*input, output, factor, spec::choiceOf(component, kind, "mode") == "bilinear"));
}

} // namespace hourglass::layers
