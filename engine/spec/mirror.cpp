#include "engine/spec/mirror.h"

#include <algorithm>

namespace hourglass::spec {

namespace {

/// Settings of encoder and decoder that belong together, and what an absent one means.
struct Shared {
    const char *encoder, *decoder;
    Index fallback;
};

enum class Sharing {
    All,    ///< every setting but those in `own`
    Listed, ///< those in `shared`
};

struct Row {
    const char *encoder, *decoder; ///< kinds
    Sharing sharing = Sharing::All;
    std::vector<std::string> own = {};
    std::vector<Shared> shared = {}; ///< with Sharing::All: those that must agree
    Values given = {};               ///< what the twin always says
    bool takesChannels = false;      ///< the twin makes the channels that came into the encoder's layer
};

const std::vector<std::string> &convolutionsOwn() {
    static const std::vector<std::string> own{"channels", "output_padding"};
    return own;
}

const std::vector<Row> &table() {
    const auto convolution = [](const char *encoder, const char *decoder) {
        return Row{encoder, decoder, Sharing::All, convolutionsOwn(), {{"stride", "stride", 1}}, {}, true};
    };
    const auto recurrent = [](const char *kind) {
        return Row{kind, kind, Sharing::All, {"output"}, {{"units", "units", 32}}, {{"output", std::string("sequence")}}};
    };
    static const std::vector<Row> rows{
        convolution("conv2d", "conv2d_transposed"),
        convolution("conv2d_transposed", "conv2d"),
        convolution("conv1d", "conv1d_transposed"),
        convolution("conv1d_transposed", "conv1d"),
        {"max_pool", "upsample", Sharing::Listed, {}, {{"stride", "factor", 2}}},
        {"average_pool", "upsample", Sharing::Listed, {}, {{"stride", "factor", 2}}},
        {"upsample", "average_pool", Sharing::Listed, {}, {{"factor", "stride", 2}, {"factor", "window", 2}}},
        recurrent("simple_rnn"),
        recurrent("lstm"),
        recurrent("gru"),
        {"variational", "dense", Sharing::Listed, {}, {{"units", "units", 2}}, {{"activation", std::string("identity")}}},
        {"mmd", "activation", Sharing::Listed, {}, {}, {{"activation", std::string("identity")}}},
        {"reshape", "activation", Sharing::Listed, {}, {}, {{"activation", std::string("identity")}}},
    };
    return rows;
}

const Row *rowOf(const std::string &encoder) {
    const std::vector<Row> &rows = table();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row &row) { return encoder == row.encoder; });
    return found == rows.end() ? nullptr : &*found;
}

const LayerSpec &layerAt(const ModelSpec &model, int index) {
    return model.layers[static_cast<std::size_t>(index)];
}

bool isTied(const LayerSpec &layer) {
    return layer.kind == "tied";
}

bool contains(const std::vector<std::string> &keys, const std::string &key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Value valueOr(const LayerSpec &layer, const std::string &key, const Value &fallback) {
    const auto found = layer.values.find(key);
    return found == layer.values.end() ? fallback : found->second;
}

/// The kind of the encoder that a kind of the decoder undoes.
std::string originKind(const std::string &decoder) {
    if (decoder == "upsample")
        return "max_pool";
    for (const Row &row : table())
        if (row.takesChannels && decoder == row.decoder)
            return row.encoder;
    return decoder == "max_pool" || decoder == "average_pool" ? "upsample" : decoder;
}

/// The layer before `index` that says how many channels or features of a step come in; −1 where none does.
int channelsFrom(const ModelSpec &model, int index) {
    for (int before = index - 1; before >= 0; --before) {
        const LayerSpec &layer = layerAt(model, before);
        const Row *row = rowOf(layer.kind);
        if (layer.values.count("channels") || (row && row->takesChannels))
            return before;
        if (layer.values.count("units")) // a dense layer stands for the data's shape
            return layer.kind == "dense" || layer.kind == "variational" ? -1 : before;
    }
    return -1;
}

Value channelsInto(const ModelSpec &model, int index) {
    const int from = channelsFrom(model, index);
    if (from < 0)
        return std::string("data");
    const LayerSpec &layer = layerAt(model, from);
    return valueOr(layer, layer.values.count("units") ? "units" : "channels", Index{16});
}

int halfOf(const ModelSpec &model) {
    return static_cast<int>(model.code);
}

/// Another name for a setting across the code; empty where it has none there.
std::vector<std::string> keysAcross(const Row *row, const std::string &key, bool isFromEncoder) {
    if (!row || row->sharing == Sharing::All) {
        if (row && contains(row->own, key))
            return {};
        return {key};
    }
    std::vector<std::string> keys;
    for (const Shared &shared : row->shared)
        if (key == (isFromEncoder ? shared.encoder : shared.decoder))
            keys.push_back(isFromEncoder ? shared.decoder : shared.encoder);
    return keys;
}

bool isChannelsOfATwin(const ModelSpec &model, const Assigned &setting) {
    if (setting.key != "channels" || setting.layer <= halfOf(model))
        return false;
    const int encoder = 2 * halfOf(model) - setting.layer;
    const Row *row = encoder >= 0 ? rowOf(layerAt(model, encoder).kind) : nullptr;
    return row && row->takesChannels;
}

} // namespace

LayerSpec twinOf(const LayerSpec &encoder) {
    const Row *row = rowOf(encoder.kind);
    if (!row)
        return encoder;
    LayerSpec twin{row->decoder, row->given};
    if (row->sharing == Sharing::All) {
        for (const auto &[key, value] : encoder.values)
            if (!contains(row->own, key))
                twin.values[key] = value;
    } else {
        for (const Shared &shared : row->shared)
            twin.values[shared.decoder] = valueOr(encoder, shared.encoder, shared.fallback);
    }
    return twin;
}

LayerSpec originOf(const LayerSpec &decoder, const LayerSpec &present) {
    if (isTied(decoder))
        return present;
    const Row *row = rowOf(originKind(decoder.kind));
    if (!row || row->encoder == decoder.kind)
        return decoder;
    LayerSpec origin{row->encoder, {}};
    if (row->sharing == Sharing::All) {
        for (const auto &[key, value] : decoder.values)
            if (!contains(row->own, key) || key == "channels")
                origin.values[key] = value;
        return origin;
    }
    for (const Shared &shared : row->shared)
        origin.values[shared.encoder] = valueOr(decoder, shared.decoder, shared.fallback);
    if (row->encoder == std::string("max_pool")) // squares beside each other
        origin.values["window"] = origin.values["stride"];
    return origin;
}

bool areTwins(const ModelSpec &model, int index, int across) {
    const LayerSpec &encoder = layerAt(model, index), &decoder = layerAt(model, across);
    const Row *row = rowOf(encoder.kind);
    if (isTied(decoder)) {
        const Value to = valueOr(decoder, "to", std::string("mirror"));
        return encoder.kind == "dense" && (to == Value(std::string("mirror")) || to == Value(Index{2 * model.code + 1 - across}));
    }
    if (!row)
        return encoder.kind == decoder.kind && valueOr(encoder, "units", false) == valueOr(decoder, "units", false);
    const bool agree = std::all_of(row->shared.begin(), row->shared.end(), [&](const Shared &shared) {
        return valueOr(encoder, shared.encoder, shared.fallback) == valueOr(decoder, shared.decoder, shared.fallback);
    });
    const bool isGiven =
        std::all_of(row->given.begin(), row->given.end(), [&](const auto &entry) { return valueOr(decoder, entry.first, false) == entry.second; });
    const bool hasChannels = !row->takesChannels || valueOr(decoder, "channels", Index{16}) == channelsInto(model, index);
    return decoder.kind == row->decoder && agree && isGiven && hasChannels;
}

std::vector<Assigned> mirrored(const ModelSpec &model, const Assigned &setting, int across) {
    std::vector<Assigned> all{setting};
    if (across < 0)
        return all;
    const bool isFromEncoder = setting.layer < across;
    const LayerSpec &encoder = layerAt(model, std::min(setting.layer, across)), &decoder = layerAt(model, std::max(setting.layer, across));
    if (isChannelsOfATwin(model, setting)) {
        const int from = channelsFrom(model, across);
        if (from >= 0)
            all.push_back({from, layerAt(model, from).values.count("units") ? "units" : "channels", setting.value});
        return all;
    }
    if (isTied(decoder)) {
        if (setting.key == "activation")
            all.push_back({across, setting.key, setting.value});
        return all;
    }
    const Row *row = rowOf(encoder.kind);
    if (row ? decoder.kind != row->decoder : decoder.kind != encoder.kind)
        return all; // no pair: the setting would mean something else there
    for (const std::string &key : keysAcross(row, setting.key, isFromEncoder))
        all.push_back({across, key, setting.value});
    if (!isFromEncoder && setting.key == "factor" && valueOr(encoder, "window", Index{2}) == valueOr(encoder, "stride", Index{2}))
        all.push_back({across, "window", setting.value});
    return all;
}

bool breaksMirror(const ModelSpec &model, const Assigned &setting) {
    return isChannelsOfATwin(model, setting) && channelsFrom(model, 2 * halfOf(model) - setting.layer) < 0;
}

void alignChannels(ModelSpec &model) {
    for (int index = 0; index < halfOf(model); ++index) {
        const Row *row = rowOf(layerAt(model, index).kind);
        LayerSpec &twin = model.layers[static_cast<std::size_t>(2 * halfOf(model) - index)];
        if (row && row->takesChannels && twin.kind == row->decoder)
            twin.values["channels"] = channelsInto(model, index);
    }
}

} // namespace hourglass::spec
