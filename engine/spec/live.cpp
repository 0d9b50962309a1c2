#include "engine/spec/live.h"

#include <algorithm>

namespace hourglass::spec {

namespace {

bool areAlikeButForLiveSettings(const LayerSpec &a, const LayerSpec &b, const std::vector<Kind> &layers) {
    const Kind *kind = a.kind == b.kind ? find(layers, a.kind) : nullptr;
    return kind && std::all_of(kind->settings.begin(), kind->settings.end(),
                               [&](const Setting &setting) { return setting.isLive || valueOf(a, *kind, setting.key) == valueOf(b, *kind, setting.key); });
}

} // namespace

bool differInLiveSettingsOnly(const ModelSpec &a, const ModelSpec &b, const std::vector<Kind> &layers) {
    const auto areAlike = [&](const LayerSpec &one, const LayerSpec &other) { return areAlikeButForLiveSettings(one, other, layers); };
    return !(a == b) && a.code == b.code && a.mirror == b.mirror && std::equal(a.layers.begin(), a.layers.end(), b.layers.begin(), b.layers.end(), areAlike);
}

} // namespace hourglass::spec
