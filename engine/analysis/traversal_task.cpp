#include "engine/analysis/traversal_task.h"

#include <algorithm>

namespace hourglass::analysis {

std::vector<double> traversalSteps(int count, double reach) {
    std::vector<double> steps;
    for (int i = 0; i < count; ++i)
        steps.push_back(count > 1 ? reach * (2 * i - (count - 1)) / (count - 1) : 0.0);
    return steps;
}

std::shared_ptr<const TraversalPicture> TraversalTask::run(TaskContext &context) const {
    const MixPicture *mix = latest->picture.get();
    if (!mix || mix->obstacle || mix->moment != context.moment() || mix->spread.basis != basis || latest->centre != centre)
        return nullptr;
    const CodeSpread &spread = mix->spread;
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    auto picture = std::make_shared<TraversalPicture>();
    picture->moment = mix->moment;
    picture->centre = mix->centre;
    picture->basis = basis;
    picture->sample = dataset.shape;
    picture->steps = traversalSteps(steps, reach);
    std::copy_if(axes.begin(), axes.end(), std::back_inserter(picture->axes), [&spread](int axis) { return axis >= 0 && axis < spread.axes; });

    const Index features = dataset.features(), stride = core::strideOf(spread.units), columns = steps;
    const Index cells = static_cast<Index>(picture->axes.size()) * columns + 1; // the centre is the last
    const std::vector<double> positions = positionsOf(spread, mix->code);
    picture->values.resize(static_cast<std::size_t>((cells - 1) * features));
    picture->decodedCentre.resize(static_cast<std::size_t>(features));
    std::vector<double> offsets(static_cast<std::size_t>(spread.axes));
    core::Floats codes(stride * std::min(cells, network.block()));
    for (Index first = 0; first < cells; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View z{codes.data(), spread.units, std::min(network.block(), cells - first), stride};
        for (Index column = 0; column < z.columns; ++column) {
            const Index cell = first + column;
            std::vector<float> code = mix->code;
            if (cell + 1 < cells) {
                const auto axis = static_cast<std::size_t>(picture->axes[static_cast<std::size_t>(cell / columns)]);
                const double step = picture->steps[static_cast<std::size_t>(cell % columns)];
                offsets[axis] = step;
                code = moved(spread, mix->code, offsets);
                offsets[axis] = 0;
                picture->codes.push_back(valueAt(spread, static_cast<Index>(axis), positions[axis] + step));
            }
            std::copy(code.begin(), code.end(), z.column(column));
        }
        const core::ConstView decoded = network.decode(z);
        for (Index column = 0; column < z.columns; ++column) {
            const Index cell = first + column;
            dataset.invert(decoded.column(column), cell + 1 < cells ? picture->values.data() + cell * features : picture->decodedCentre.data());
        }
    }
    return picture;
}

} // namespace hourglass::analysis
