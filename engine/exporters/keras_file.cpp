#include "engine/exporters/keras_file.h"

#include <map>

#include "engine/exporters/hdf5_image.h"
#include "engine/exporters/keras_layers.h"
#include "engine/exporters/zip_bytes.h"

namespace hourglass::exporters {

using core::Index;
using Json = nlohmann::ordered_json;

namespace {

const char *const version = "3.15.1"; // whose files these are like

/// A value of a model that is written: the layer that gives it, and its shape.
struct Given {
    std::string name;
    std::vector<Index> shape;
    int node = 0; ///< how often its layer had been called before
    const char *type = "float32";
};

Json batched(const std::vector<Index> &shape) {
    Json extents = Json::array({nullptr});
    for (const Index extent : shape)
        extents.push_back(extent);
    return extents;
}

Json tensorOf(const Given &given) {
    return {{"class_name", "__keras_tensor__"}, {"config", {{"shape", batched(given.shape)}, {"dtype", given.type}, {"keras_history", {given.name, 0, 0}}}}};
}

/// One model of the functional kind.
class Functional {
public:
    Functional(const std::string &name, const std::string &inputName, const std::vector<Index> &input) : m_name(name), m_input(inputName) {
        Json layer{{"module", "keras.layers"},
                   {"class_name", "InputLayer"},
                   {"config", {{"batch_shape", batched(input)}, {"dtype", "float32"}, {"name", inputName}}},
                   {"registered_name", nullptr},
                   {"name", inputName},
                   {"inbound_nodes", Json::array()}};
        m_layers.push_back(std::move(layer));
    }

    void add(const std::string &module, const std::string &kind, const std::string &name, Json config, Json arguments) {
        config["name"] = name;
        const bool isLayer = module == "keras.layers";
        Json node{{"args", std::move(arguments)}, {"kwargs", Json::object()}};
        m_layers.push_back({{"module", module},
                            {"class_name", kind},
                            {"config", std::move(config)},
                            {"registered_name", isLayer ? Json() : Json(kind)},
                            {"name", name},
                            {"inbound_nodes", Json::array({std::move(node)})}});
    }

    Json finished(const Given &output) const {
        return {{"module", "keras.src.models.functional"},
                {"class_name", "Functional"},
                {"config",
                 {{"name", m_name},
                  {"trainable", true},
                  {"layers", m_layers},
                  {"input_layers", Json::array({m_input, 0, 0})},
                  {"output_layers", Json::array({output.name, output.node, 0})}}},
                {"registered_name", "Functional"}};
    }

private:
    std::string m_name, m_input;
    Json m_layers = Json::array();
};

/// "Conv2DTranspose" → "conv2d_transpose", as Keras names what has weights.
std::string snakeOf(const std::string &kind) {
    static const std::map<std::string, std::string> names{{"Dense", "dense"},
                                                          {"Conv2D", "conv2d"},
                                                          {"Conv2DTranspose", "conv2d_transpose"},
                                                          {"BatchNormalization", "batch_normalization"},
                                                          {"LayerNormalization", "layer_normalization"},
                                                          {"PReLU", "p_re_lu"},
                                                          {"LSTM", "lstm"},
                                                          {"GRU", "gru"},
                                                          {"SimpleRNN", "simple_rnn"},
                                                          {"Bidirectional", "bidirectional"}};
    const auto found = names.find(kind);
    return found == names.end() ? kind : found->second;
}

/// y = x where x is at least the largest but count - 1, else 0: operations, since no layer of Keras does that. Equals are all kept.
Given keepLargest(Functional &model, const KerasLayer &layer, const Given &x, const std::string &stem) {
    const auto count = layer.arguments.at("count").get<Index>();
    const Given largest{stem + "_largest", {count}}, least{stem + "_least", {1}}, isKept{stem + "_kept", x.shape, 0, "bool"}, y{stem, x.shape};
    model.add("keras.src.ops.math", "TopK", largest.name, {{"k", count}, {"sorted", true}}, Json::array({tensorOf(x)}));
    const auto slice = [](const Json &from, const Json &to) {
        return Json{{"class_name", "__slice__"}, {"config", {{"start", from}, {"stop", to}, {"step", nullptr}}}};
    };
    Json place = Json::array();
    place.push_back(slice(nullptr, nullptr));
    place.push_back(slice(count - 1, count));
    Json picked = Json::array();
    picked.push_back(tensorOf(largest));
    picked.push_back(std::move(place));
    model.add("keras.src.ops.numpy", "GetItem", least.name, Json::object(), std::move(picked));
    model.add("keras.src.ops.numpy", "GreaterEqual", isKept.name, Json::object(), Json::array({tensorOf(x), tensorOf(least)}));
    model.add("keras.src.ops.numpy", "Where", y.name, Json::object(), Json::array({tensorOf(isKept), tensorOf(x), 0.0}));
    return y;
}

/// Adds the layers of a chain and their weights, which lie under `begin`.
Given addChain(Functional &model, const KerasChain &chain, const std::string &begin, std::vector<Hdf5Array> &weights) {
    std::vector<Given> values{{chain.inputName, chain.input}};
    std::map<std::string, int> counts;
    for (std::size_t i = 0; i < chain.layers.size(); ++i) {
        const KerasLayer &layer = chain.layers[i];
        const std::string name = layer.key.empty() ? snakeOf(layer.kind) + "_of_" + std::to_string(i) : "layer_" + layer.key;
        if (layer.kind == "KeepLargest") {
            values.push_back(keepLargest(model, layer, values[layer.inputs[0]], "keep_largest_" + std::to_string(i)));
            continue;
        }
        Json tensors = Json::array();
        for (const std::size_t input : layer.inputs)
            tensors.push_back(tensorOf(values[input]));
        Json arguments = Json::array();
        if (layer.inputs.size() > 1)
            arguments.push_back(std::move(tensors)); // one argument, a list
        else
            arguments = std::move(tensors);
        const std::string kind = layer.isBidirectional ? "Bidirectional" : layer.kind;
        Json config = layer.arguments;
        if (layer.isBidirectional) {
            config["name"] = name + "_cell";
            config = {{"layer", {{"module", "keras.layers"}, {"class_name", layer.kind}, {"config", config}, {"registered_name", nullptr}}},
                      {"merge_mode", "concat"}};
        }
        model.add("keras.layers", kind, name, std::move(config), std::move(arguments));
        values.push_back({name, layer.output});
        if (layer.tensors.empty())
            continue;
        const int count = counts[kind]++;
        const std::string place = begin + "layers/" + snakeOf(kind) + (count > 0 ? '_' + std::to_string(count) : std::string()) + '/';
        for (const KerasTensor &tensor : layer.tensors)
            weights.push_back({place + tensor.path, tensor.shape, &tensor.values});
    }
    return values[chain.output];
}

core::Result<std::string> packed(const Json &config, const std::vector<Hdf5Array> &weights) {
    auto image = hdf5Of(weights);
    if (!image)
        return image.error();
    const Json facts{{"keras_version", version}, {"date_saved", "1980-01-01@00:00:00"}}; // the same model is the same bytes
    return zipOf({{"metadata.json", facts.dump()}, {"config.json", config.dump()}, {"model.weights.h5", std::move(*image)}});
}

} // namespace

core::Result<std::string> kerasFileOf(const Model &model) {
    std::vector<Hdf5Array> weights;
    std::vector<KerasChain> chains;
    for (const graph::Graph &part : model.parts)
        if (auto refusal = kerasRefusal(part))
            return *refusal;
    for (const graph::Graph &part : model.parts)
        chains.push_back(kerasChainOf(part, part.shapeOf(part.outputs.front().value), true));
    if (chains.size() == 1) {
        Functional only(model.parts.front().outputs.front().name == "code" ? "encoder" : "decoder", chains[0].inputName, chains[0].input);
        const Given output = addChain(only, chains[0], "", weights);
        return packed(only.finished(output), weights);
    }
    Functional whole("autoencoder", "input", chains[0].input);
    Given at{"input", chains[0].input};
    Json parts = Json::array();
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const char *const name = i == 0 ? "encoder" : "decoder";
        Functional part(name, i == 0 ? "sample" : "code", chains[i].input);
        chains[i].inputName = i == 0 ? "sample" : "code";
        const Given output = addChain(part, chains[i], i == 0 ? "layers/functional/" : "layers/functional_1/", weights);
        Json config = part.finished(output).at("config");
        whole.add("keras.src.models.functional", "Functional", name, std::move(config), Json::array({tensorOf(at)}));
        at = {name, output.shape, 1}; // a model has been called once when it was made
    }
    return packed(whole.finished(at), weights);
}

} // namespace hourglass::exporters
