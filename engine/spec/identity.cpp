#include "engine/spec/identity.h"

#include <algorithm>
#include <random>
#include <utility>

namespace hourglass::spec {

std::uint64_t newLayerId() {
    static thread_local std::random_device device;
    std::uint64_t id = 0;
    while (id == 0) {
        const std::uint64_t high = device(), low = device();
        id = (high << 32 | low) & largestLayerId;
    }
    return id;
}

std::uint64_t idOf(const ModelSpec &model, int index) {
    const auto at = static_cast<std::size_t>(index);
    return index >= 0 && at < model.layers.size() && at < model.ids.size() ? model.ids[at] : 0;
}

int layerWithId(const ModelSpec &model, std::uint64_t id) {
    const auto end = model.ids.begin() + static_cast<std::ptrdiff_t>(std::min(model.ids.size(), model.layers.size()));
    const auto found = id == 0 ? end : std::find(model.ids.begin(), end, id);
    return found == end ? -1 : static_cast<int>(found - model.ids.begin());
}

ModelSpec withAlignedIds(ModelSpec model) {
    model.ids.resize(model.layers.size());
    for (auto id = model.ids.begin(); id != model.ids.end(); ++id)
        if (std::find(model.ids.begin(), id, *id) != id)
            *id = 0;
    return model;
}

ModelSpec withIds(ModelSpec model) {
    model = withAlignedIds(std::move(model));
    for (std::uint64_t &id : model.ids)
        while (id == 0) {
            const std::uint64_t made = newLayerId();
            if (std::find(model.ids.begin(), model.ids.end(), made) == model.ids.end())
                id = made;
        }
    return model;
}

} // namespace hourglass::spec
