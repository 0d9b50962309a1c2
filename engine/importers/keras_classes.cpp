// What each class of Keras' layers is in ONNX.
#include <algorithm>

#include "engine/importers/keras_nodes.h"

namespace hourglass::importers {

namespace {

bool isOneOf(const std::string &word, std::initializer_list<const char *> words) {
    return std::any_of(words.begin(), words.end(), [&](const char *each) { return word == each; });
}

} // namespace

const std::map<std::string, KerasNodes::Layer> &KerasNodes::layers() {
    using K = KerasNodes;
    static const std::map<std::string, Layer> all{{"Dense", &K::dense},
                                                  {"Conv1D", &K::convolution},
                                                  {"Conv2D", &K::convolution},
                                                  {"Conv1DTranspose", &K::convolution},
                                                  {"Conv2DTranspose", &K::convolution},
                                                  {"DepthwiseConv2D", &K::convolution},
                                                  {"BatchNormalization", &K::batchNorm},
                                                  {"LayerNormalization", &K::layerNorm},
                                                  {"PReLU", &K::prelu},
                                                  {"Activation", &K::activationLayer},
                                                  {"ReLU", &K::activationLayer},
                                                  {"LeakyReLU", &K::activationLayer},
                                                  {"ELU", &K::activationLayer},
                                                  {"Softmax", &K::activationLayer},
                                                  {"MaxPooling2D", &K::pooling},
                                                  {"AveragePooling2D", &K::pooling},
                                                  {"GlobalAveragePooling2D", &K::pooling},
                                                  {"UpSampling2D", &K::upsampling},
                                                  {"ZeroPadding2D", &K::padding},
                                                  {"Cropping2D", &K::cropping},
                                                  {"Concatenate", &K::concatenation},
                                                  {"Flatten", &K::flatten},
                                                  {"Reshape", &K::reshape},
                                                  {"Permute", &K::permute},
                                                  {"RepeatVector", &K::repeat},
                                                  {"SimpleRNN", &K::recurrent},
                                                  {"LSTM", &K::recurrent},
                                                  {"GRU", &K::recurrent},
                                                  {"Bidirectional", &K::recurrent},
                                                  {"TimeDistributed", &K::distributed},
                                                  {"Rescaling", &K::rescaling},
                                                  {"Identity", &K::passed},
                                                  {"Dropout", &K::passed},
                                                  {"SpatialDropout1D", &K::passed},
                                                  {"SpatialDropout2D", &K::passed},
                                                  {"AlphaDropout", &K::passed},
                                                  {"GaussianDropout", &K::passed},
                                                  {"GaussianNoise", &K::passed},
                                                  {"ActivityRegularization", &K::passed}};
    return all;
}

std::string KerasNodes::activationOf(const char *name) const {
    const auto *value = setting(name);
    if (value && value->is_object()) { // {"class_name": "function", "config": "relu"}
        const auto function = value->find("config"), kind = value->find("class_name");
        if (function != value->end() && function->is_string())
            return function->get<std::string>();
        return kind != value->end() && kind->is_string() ? kind->get<std::string>() : "?";
    }
    return value && value->is_string() ? value->get<std::string>() : "linear";
}

std::string KerasNodes::activated(const std::string &value, const std::string &key) {
    static const std::map<std::string, const char *> operations{{"relu", "Relu"},  {"elu", "Elu"},         {"selu", "Selu"},           {"gelu", "Gelu"},
                                                                {"silu", "Swish"}, {"swish", "Swish"},     {"softplus", "Softplus"},   {"sigmoid", "Sigmoid"},
                                                                {"tanh", "Tanh"},  {"softmax", "Softmax"}, {"leaky_relu", "LeakyRelu"}};
    if (value.empty() || key == "linear")
        return value;
    if (key == "hard_tanh")
        return node("Clip", {value, constant("low", {}, {-1.0f}), constant("high", {}, {1.0f})});
    const auto found = operations.find(key);
    if (found == operations.end())
        return fail("no layer here has the activation " + key, "`hourglass layers` lists those that there are.");
    std::string made = node(found->second, {value});
    if (key == "leaky_relu")
        attribute("alpha", 0.2); // of the function; the layer of that name has a setting
    return made;
}

std::string KerasNodes::activationLayer() {
    const std::string &x = m_call->inputs[0], &kind = m_call->kind;
    if (kind == "Activation")
        return activated(x, activationOf("activation"));
    if (kind == "Softmax")
        return whole("axis", -1) == -1 ? activated(x, "softmax") : fail("its softmax is along another axis than the last");
    const double slope = real("negative_slope", kind == "LeakyReLU" ? 0.3 : 0.0);
    if (kind == "ReLU" && (setting("max_value") || real("threshold", 0) != 0))
        return fail("its ReLU has a largest value or a threshold, and here it has none");
    if (kind == "ReLU" && slope == 0)
        return activated(x, "relu");
    std::string made = node(kind == "ELU" ? "Elu" : "LeakyRelu", {x});
    attribute("alpha", kind == "ELU" ? real("alpha", 1.0) : slope);
    return made;
}

std::string KerasNodes::dense() {
    std::string value = node("MatMul", {m_call->inputs[0], tensor("vars/0", "kernel")});
    if (toggle("use_bias", true))
        value = node("Add", {value, tensor("vars/1", "bias")});
    return activated(value, activationOf("activation"));
}

std::string KerasNodes::distributed() {
    const auto *inner = setting("layer");
    if (!inner || !inner->is_object() || inner->value("class_name", nlohmann::json()) != "Dense" || !inner->contains("config"))
        return fail("only a Dense layer can be applied to each step here");
    KerasCall own = *m_call;
    own.config = inner->at("config");
    own.weights += "layer/";
    const KerasCall *outer = m_call;
    m_call = &own;
    std::string value = dense();
    m_call = outer;
    return value;
}

std::string KerasNodes::convolution() {
    const std::string &kind = m_call->kind, padding = text("padding", "valid");
    const bool isTransposed = kind.ends_with("Transpose"), isDepthwise = kind == "DepthwiseConv2D";
    const std::size_t sides = kind.starts_with("Conv1D") ? 1 : 2;
    const auto ofSides = [&](const char *name, Index fallback) {
        std::vector<Index> all = wholes(name, std::vector<Index>(sides, fallback));
        all.resize(sides, all.back()); // one for both
        return all;
    };
    const std::vector<Index> kernel = ofSides("kernel_size", 1), strides = ofSides("strides", 1), dilations = ofSides("dilation_rate", 1);
    if (!isOneOf(padding, {"same", "valid"}))
        return fail("its padding is " + padding + ", and here it is same, or the same zeros on all sides");
    std::vector<std::size_t> order = sides == 1 ? std::vector<std::size_t>{2, 1, 0} : std::vector<std::size_t>{3, 2, 0, 1};
    if (isDepthwise)
        order = {2, 3, 0, 1};
    std::vector<Index> shape;
    Index groups = whole("groups", 1);
    if (isDepthwise) { // [inputs, multiplier, rows, columns], where ONNX has [inputs · multiplier, 1, rows, columns]
        const files::TensorEntry *entry = m_weights.find(m_call->weights + "vars/0");
        if (!entry || entry->shape.size() != 4)
            return fail("there are no numbers of it in the file");
        groups = entry->shape[2];
        shape = {entry->shape[2] * entry->shape[3], 1, entry->shape[0], entry->shape[1]};
    }
    std::vector<Index> pads(2 * sides, 0), more(sides, 0);
    std::string x = m_call->inputs[0];
    if (const auto around = m_pads.find(x); around != m_pads.end()) {
        if (sides != 2 || isTransposed || padding == "same")
            return fail("zeros are added in front of a convolution that adds some itself");
        pads = {around->second[0], around->second[2], around->second[1], around->second[3]};
        x = x.substr(0, x.rfind("+zeros"));
    }
    const std::vector<Index> added = setting("output_padding") ? ofSides("output_padding", 0) : std::vector<Index>();
    for (std::size_t i = 0; isTransposed && i < sides; ++i) {
        const Index reach = dilations[i] * (kernel[i] - 1) + 1, taken = padding == "same" ? std::max<Index>(reach - strides[i], 0) : 0;
        more[i] = added.empty() ? std::max<Index>(strides[i] - reach, 0) : added[i];
        pads[i] = added.empty() || padding == "valid" ? taken / 2 : reach / 2;
        pads[i + sides] = added.empty() || padding == "valid" ? taken - taken / 2 : reach / 2;
    }
    const bool isFirst = isChannelsFirst();
    if (!isFirst)
        x = turned(x, sides == 1 ? std::vector<Index>{0, 2, 1} : std::vector<Index>{0, 3, 1, 2});
    std::vector<std::string> inputs{x, tensor("vars/0", "kernel", order, shape)};
    if (toggle("use_bias", true))
        inputs.push_back(tensor("vars/1", "bias"));
    std::string value = node(isTransposed ? "ConvTranspose" : "Conv", inputs);
    const int place = m_model.graph().node_size() - 1;
    attribute("strides", strides);
    attribute("dilations", dilations);
    attribute("group", groups);
    if (isTransposed)
        attribute("output_padding", more);
    if (!isTransposed && padding == "same")
        attribute("auto_pad", std::string("SAME_UPPER"));
    else
        attribute("pads", pads);
    if (!isFirst)
        value = turned(value, sides == 1 ? std::vector<Index>{0, 2, 1} : std::vector<Index>{0, 2, 3, 1});
    value = activated(value, activationOf("activation"));
    if (isTransposed && sides == 2 && !isFirst)
        m_transposed[value] = place;
    return value;
}

std::string KerasNodes::batchNorm() {
    const std::vector<Index> axes = wholes("axis", {-1});
    const auto rank = static_cast<Index>(m_call->shape.size()) + 1;
    if (axes.size() != 1 || (axes[0] != -1 && axes[0] != rank - 1) || (rank != 2 && rank != 3 && rank != 4))
        return fail("it normalises along another axis than the last");
    const bool scales = toggle("scale", true), centres = toggle("center", true);
    const auto place = [&](int number) { return "vars/" + std::to_string(number); };
    std::vector<Index> shape;
    const auto mean = numbers(place((scales ? 1 : 0) + (centres ? 1 : 0)), shape);
    if (!mean)
        return {};
    int next = 0;
    const std::vector<Index> count{static_cast<Index>(mean->size())};
    const std::string gamma = scales ? tensor(place(next++), "gamma") : constant("gamma", count, std::vector<float>(mean->size(), 1.0f));
    const std::string beta = centres ? tensor(place(next++), "beta") : constant("beta", count, std::vector<float>(mean->size(), 0.0f));
    std::string x = m_call->inputs[0];
    if (rank > 2)
        x = turned(x, rank == 3 ? std::vector<Index>{0, 2, 1} : std::vector<Index>{0, 3, 1, 2});
    const std::string average = tensor(place(next), "mean"), variance = tensor(place(next + 1), "variance");
    x = node("BatchNormalization", {x, gamma, beta, average, variance});
    attribute("epsilon", real("epsilon", 1e-3));
    attribute("momentum", real("momentum", 0.99));
    return rank > 2 ? turned(x, rank == 3 ? std::vector<Index>{0, 2, 1} : std::vector<Index>{0, 2, 3, 1}) : x;
}

std::string KerasNodes::layerNorm() {
    if (toggle("rms_scaling", false) || !toggle("scale", true) || !toggle("center", true))
        return fail("it normalises without a factor or an offset of its own, and here it has both");
    std::string value = node("LayerNormalization", {m_call->inputs[0], tensor("vars/0", "gamma"), tensor("vars/1", "beta")});
    const std::vector<Index> axes = wholes("axis", {-1});
    attribute("axis", *std::min_element(axes.begin(), axes.end()));
    attribute("epsilon", real("epsilon", 1e-3));
    return value;
}

std::string KerasNodes::prelu() {
    return node("PRelu", {m_call->inputs[0], tensor("vars/0", "alpha")});
}

std::string KerasNodes::flatten() {
    return node("Flatten", {isChannelsFirst() && m_call->shape.size() == 3 ? turned(m_call->inputs[0], {0, 2, 3, 1}) : m_call->inputs[0]});
}

std::string KerasNodes::reshape() {
    std::vector<Index> shape = wholes("target_shape", {-1});
    shape.insert(shape.begin(), 0); // the batch as it is
    return node("Reshape", {m_call->inputs[0], constant("shape", shape)});
}

std::string KerasNodes::permute() {
    std::vector<Index> order = wholes("dims", {});
    std::vector<Index> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        if (sorted[i] != static_cast<Index>(i) + 1)
            return fail("its order of axes is none");
    order.insert(order.begin(), 0);
    return turned(m_call->inputs[0], order);
}

std::string KerasNodes::repeat() {
    const std::string axes = constant("axes", {1});
    const std::string one = node("Unsqueeze", {m_call->inputs[0], axes});
    return node("Tile", {one, constant("repeats", {1, std::max<Index>(whole("n", 1), 1), 1})});
}

std::string KerasNodes::rescaling() {
    const double scale = real("scale", 1), offset = real("offset", 0);
    std::string x = node("Mul", {m_call->inputs[0], constant("scale", {}, {static_cast<float>(scale)})});
    return node("Add", {x, constant("offset", {}, {static_cast<float>(offset)})});
}

std::string KerasNodes::passed() {
    if (m_call->kind != "Identity")
        m_remarks.push_back("The layer \"" + m_call->name + "\" (" + m_call->kind + ") works in training alone and is left out.");
    return m_call->inputs[0];
}

} // namespace hourglass::importers
