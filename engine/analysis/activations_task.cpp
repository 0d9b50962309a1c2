#include "engine/analysis/activations_task.h"

#include <algorithm>

namespace hourglass::analysis {

std::shared_ptr<const ActivationsPicture> ActivationsTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::partOf(dataset, sample.part);
    if (sample.sample < 0 || sample.sample >= part.samples)
        return nullptr;
    const Index features = dataset.features();
    core::Floats input(core::strideOf(features));
    part.copySample(sample.sample, input.data());
    plan::Network &network = context.network();
    network.reconstruct({input.data(), features, 1, input.size()});

    auto picture = std::make_shared<ActivationsPicture>();
    picture->moment = context.moment();
    picture->sample = sample;
    picture->label = part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(sample.sample)];
    picture->shape = dataset.shape;
    picture->range = dataset.originalRange;
    picture->original.resize(static_cast<std::size_t>(features));
    const auto write = [&](const float *values, float *to) {
        if (dataset.shape.isImage())
            return dataset.invert(part, sample.sample, values, to);
        std::copy_n(values, features, to);
    };
    write(input.data(), picture->original.data());
    const plan::Plan &plan = network.plan();
    const int layers = static_cast<int>(plan.layers().size());
    for (int index = 0; index < layers; ++index) {
        const plan::LayerOutline &outline = plan.outline().layers[static_cast<std::size_t>(index)];
        const core::ConstView output = network.output(index, 1);
        LayerActivations layer{
            outline.output, outline.label, {output.data, output.data + output.rows}, index == plan.codeLayer(), index == layers - 1 && output.rows == features};
        if (layer.isSample) {
            layer.shape = dataset.shape;
            write(output.data, layer.values.data());
        }
        picture->layers.push_back(std::move(layer));
    }
    return picture;
}

} // namespace hourglass::analysis
