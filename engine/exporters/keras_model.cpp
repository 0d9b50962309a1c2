#include "engine/exporters/keras_model.h"

#include <array>
#include <set>
#include <utility>

#include "engine/exporters/keras_layers.h"
#include "engine/exporters/keras_texts.h"
#include "engine/exporters/python_text.h"

namespace hourglass::exporters {

namespace {

bool mentions(const std::string &text, const char *word) {
    return text.find(word) != std::string::npos;
}

/// A setting as Python writes it.
std::string valueOf(const nlohmann::ordered_json &value) {
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    if (value.is_null())
        return "None";
    if (!value.is_array())
        return value.is_string() && value.get<std::string>().starts_with("Blocks(") ? value.get<std::string>() : value.dump();
    std::string text = "(";
    for (const auto &each : value)
        text += (text.size() > 1 ? ", " : "") + valueOf(each);
    return text + (value.size() == 1 ? ",)" : ")");
}

std::string constructorOf(const KerasLayer &layer) {
    std::string arguments = layer.tiedTo.empty() ? "" : "layer_" + layer.tiedTo;
    for (const auto &[name, value] : layer.arguments.items())
        arguments += (arguments.empty() ? "" : ", ") + name + "=" + valueOf(value);
    const std::string name =
        layer.key.empty() ? "" : (arguments.empty() && !layer.isBidirectional ? "" : ", ") + std::string("name=\"layer_") + layer.key + '"';
    const std::string kind = (layer.isOwn ? "" : "layers.") + layer.kind;
    return layer.isBidirectional ? "layers.Bidirectional(" + kind + '(' + arguments + ')' + name + ')' : kind + '(' + arguments + name + ')';
}

/// The lines that make x of x.
std::string linesOf(const KerasChain &chain, const std::vector<std::string> &names, const std::set<std::string> &tied) {
    std::set<std::size_t> kept; // values that are wanted once more
    for (const KerasLayer &layer : chain.layers)
        if (layer.inputs.size() > 1)
            kept.insert(layer.inputs.front());
    std::string text = kept.count(0) > 0 ? "    whole = x\n" : "";
    int place = -1;
    for (std::size_t i = 0; i < chain.layers.size(); ++i) {
        const KerasLayer &layer = chain.layers[i];
        if (chain.hasLogits && chain.logits == i)
            text += "    logits = x\n";
        if (layer.place >= 0 && layer.place != place && static_cast<std::size_t>(layer.place) < names.size())
            text += "    # " + std::to_string(layer.place + 1) + ". " + names[static_cast<std::size_t>(layer.place)] + '\n';
        place = layer.place;
        const std::string given = layer.inputs.size() > 1 ? "[whole, x]" : "x";
        if (!layer.key.empty() && tied.count(layer.key) > 0)
            text += "    layer_" + layer.key + " = " + constructorOf(layer) + "\n    x = layer_" + layer.key + "(x)\n";
        else
            text += "    x = " + constructorOf(layer) + '(' + given + ")\n";
        if (kept.count(i + 1) > 0)
            text += "    whole = x\n";
    }
    return chain.layers.empty() ? text + "    x = layers.Identity()(x)\n" : text;
}

} // namespace

std::string kerasModelText(const Lesson &lesson) {
    const core::Shape &code = lesson.encoder.shapeOf(lesson.encoder.outputs.front().value);
    const KerasChain encoder = kerasChainOf(lesson.encoder, code, false);
    const graph::Graph behind = lesson.decoder ? *lesson.decoder : passing(code);
    const KerasChain decoder = kerasChainOf(behind, lesson.shape, false);
    std::set<std::string> tied;
    for (const KerasChain *chain : {&encoder, &decoder})
        for (const KerasLayer &layer : chain->layers)
            if (!layer.tiedTo.empty())
                tied.insert(layer.tiedTo);
    const std::string first = linesOf(encoder, lesson.layers, tied), second = linesOf(decoder, lesson.layers, tied), both = first + second;
    std::string text;
    const std::array<std::pair<const char *, const char *>, 5> classes{
        {{"Tied(", kerasTied}, {"KeepLargest(", kerasKeepLargest}, {"Sampling(", kerasSampling}, {"Discrepancy(", kerasDiscrepancy}, {"Blocks(", kerasBlocks}}};
    for (const auto &[word, own] : classes)
        text += mentions(both, word) ? own : "";
    text += "\n\ndef build():\n    \"\"\"Encoder, decoder" + std::string(decoder.hasLogits ? ", the decoder before its last activation" : "") +
            " and the whole; images have their channels last.\"\"\"\n    x = sample = keras.Input(" + pythonTuple(encoder.input) + ", name=\"input\")\n" +
            first + "    encoder = keras.Model(sample, x, name=\"encoder\")\n\n    x = code = keras.Input(" + pythonTuple(decoder.input) +
            ", name=\"code\")\n" + second +
            "    decoder = keras.Model(code, x, name=\"decoder\")\n    whole = keras.Model(sample, decoder(encoder(sample)), name=\"autoencoder\")\n" +
            (decoder.hasLogits ? "    logits = keras.Model(code, logits, name=\"logits\")\n" : "    logits = decoder  # there are none\n") +
            "    return types.SimpleNamespace(encoder=encoder, decoder=decoder, logits=logits, whole=whole)\n";
    text += "\n\ndef images(rows):\n    \"\"\"Flat samples, channel by channel, as the model takes them.\"\"\"\n    return ";
    text += lesson.shape.isImage() ? "rows.reshape(-1, *SHAPE).transpose(0, 2, 3, 1)\n" : "rows.reshape(-1, *SHAPE)\n";
    return text + "\n\ndef rows_of(x):\n    \"\"\"The way back.\"\"\"\n    if len(x.shape) == 4:\n        x = ops.transpose(x, (0, 3, 1, 2))\n"
                  "    return ops.cast(ops.reshape(x, (x.shape[0], -1)), \"float32\")\n";
}

} // namespace hourglass::exporters
