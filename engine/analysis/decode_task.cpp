#include "engine/analysis/decode_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

std::optional<std::vector<DecodedPicture>> decodeCodes(plan::Network &network, const data::Dataset &dataset, const std::vector<std::vector<float>> &codes,
                                                       const std::atomic<bool> *cancelled) {
    const Index units = network.plan().codeSize(), stride = core::strideOf(units), count = static_cast<Index>(codes.size());
    for (const std::vector<float> &code : codes)
        if (static_cast<Index>(code.size()) != units)
            return {};
    std::vector<DecodedPicture> pictures;
    core::Floats block(stride * std::min(count, network.block()));
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(cancelled))
            return {};
        const core::View z{block.data(), units, std::min(network.block(), count - first), stride};
        for (Index column = 0; column < z.columns; ++column)
            std::copy_n(codes[static_cast<std::size_t>(first + column)].data(), units, z.column(column));
        const core::ConstView decoded = network.decode(z);
        for (Index column = 0; column < z.columns; ++column) {
            DecodedPicture picture{dataset.shape, codes[static_cast<std::size_t>(first + column)], {}, dataset.originalRange};
            picture.values.resize(static_cast<std::size_t>(decoded.rows));
            dataset.invert(decoded.column(column), picture.values.data());
            pictures.push_back(std::move(picture));
        }
    }
    return pictures;
}

std::shared_ptr<const DecodedCodes> DecodeTask::run(TaskContext &context) const {
    auto pictures = decodeCodes(context.network(), *context.dataset(), codes, context.cancelled());
    if (!pictures)
        return nullptr;
    return std::make_shared<const DecodedCodes>(DecodedCodes{context.moment(), std::move(*pictures)});
}

} // namespace hourglass::analysis
