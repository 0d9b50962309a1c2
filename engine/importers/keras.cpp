#include "engine/importers/keras.h"

#include <algorithm>

#include "engine/data/converter.h"
#include "engine/data/readers/zip_archive.h"
#include "engine/importers/keras_nodes.h"
#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

using core::Error;
using core::Result;
using Json = nlohmann::json;
using nlohmann::literals::operator""_json_pointer;

namespace {

constexpr std::uint64_t largestConfiguration = 64 << 20; ///< bytes
constexpr int deepest = 16;                              ///< models within models
const char *const damagedHint = "It may be damaged or cut off: save it again with model.save(\"NAME.keras\").";

Result<Json> configurationOf(const std::string &path) {
    const auto archive = data::ZipArchive::open(path);
    if (!archive)
        return Error{"This is no `.keras` file, or it is cut off (" + archive.error().what + ")", path, damagedHint};
    const auto &entries = archive->entries();
    const auto entry = std::find_if(entries.begin(), entries.end(), [](const auto &each) { return each.name == "config.json"; });
    if (entry == entries.end())
        return Error{"There is no model (config.json) in it", path, "Files of Keras 3 are read: save it with model.save(\"NAME.keras\")."};
    if (entry->size > largestConfiguration)
        return Error{"Its config.json is larger than a model's can be", path, damagedHint};
    const auto source = archive->read(*entry);
    if (!source)
        return Error{source.error().what, path + ": config.json", damagedHint};
    std::string text(entry->size, '\0');
    const auto got = (*source)->read({reinterpret_cast<std::uint8_t *>(text.data()), text.size()}); // NOLINT: bytes of a text
    if (!got || *got != text.size() || data::expectEnd(**source))
        return Error{"Its config.json cannot be unpacked", path, damagedHint};
    Json configuration = Json::parse(text, nullptr, false);
    if (!configuration.is_object())
        return Error{"Its config.json is no JSON", path, damagedHint};
    return configuration;
}

const Json *member(const Json &object, const char *name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() ? &*found : nullptr;
}

std::string textOf(const Json &object, const char *name) {
    const Json *value = member(object, name);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

/// "Conv2DTranspose" → "conv2d_transpose", as Keras calls the folders of weights.
std::string snakeOf(const std::string &kind) {
    const auto isUpper = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    const auto isLower = [](char letter) { return letter >= 'a' && letter <= 'z'; };
    std::string words; // (.)([A-Z][a-z]+) → \1_\2
    for (std::size_t i = 0; i < kind.size(); ++i) {
        words += i > 0 && isUpper(kind[i]) && i + 1 < kind.size() && isLower(kind[i + 1]) ? "_" : "";
        words += kind[i];
    }
    std::string snake; // ([a-z])([A-Z]) → \1_\2
    for (std::size_t i = 0; i < words.size(); ++i) {
        snake += i > 0 && isUpper(words[i]) && isLower(words[i - 1]) ? "_" : "";
        snake += isUpper(words[i]) ? static_cast<char>(words[i] - 'A' + 'a') : words[i];
    }
    return snake;
}

/// Extents without the batch; empty where they are left open or are none.
std::vector<Index> extentsOf(const Json *shape) {
    std::vector<Index> extents;
    for (std::size_t i = 1; shape && shape->is_array() && i < shape->size(); ++i) {
        const Json &extent = (*shape)[i];
        if (!extent.is_number_integer() || extent.get<Index>() < 1 || extent.get<Index>() > mostOfSample)
            return {};
        extents.push_back(extent.get<Index>());
    }
    return extents;
}

/// A tensor that a layer is called with: the layer that gives it, and its shape.
struct Taken {
    std::string layer;
    std::vector<Index> shape;
};

void collectTaken(const Json &from, std::vector<Taken> &taken, int depth = 0) {
    if (textOf(from, "class_name") == "__keras_tensor__") {
        const Json *config = member(from, "config"), *history = config ? member(*config, "keras_history") : nullptr;
        if (history && history->is_array() && !history->empty() && (*history)[0].is_string())
            taken.push_back({(*history)[0].get<std::string>(), extentsOf(member(*config, "shape"))});
        return;
    }
    if (depth < 4 && from.is_array())
        for (const Json &each : from)
            collectTaken(each, taken, depth + 1);
}

class KerasModel {
public:
    KerasModel(files::SafetensorsFile &weights, const std::string &path) : m_path(path), m_nodes(weights, path) {}

    Result<onnx::ModelProto> modelOf(const Json &configuration) {
        const auto sample = sampleOf(configuration, 0);
        if (sample.empty())
            return Error{"It does not say how large a sample is", m_path, "Give it an Input layer of one size, and save it again."};
        auto output = add(configuration, "", "", m_nodes.addInput(sample), sample, 0);
        if (!output)
            return output.error();
        onnx::ModelProto model = m_nodes.finished(*output);
        if (!m_code.empty()) {
            onnx::StringStringEntryProto &fact = *model.add_metadata_props();
            fact.set_key("hourglass.code");
            fact.set_value(m_code);
        }
        return model;
    }

    const std::vector<std::string> &remarks() const { return m_nodes.remarks(); }

private:
    static std::vector<Index> sampleOf(const Json &model, int depth) {
        const Json *config = member(model, "config"), *layers = config ? member(*config, "layers") : nullptr;
        if (!layers || !layers->is_array() || layers->empty() || depth > deepest)
            return {};
        for (const Json &layer : *layers)
            if (const Json *own = member(layer, "config"); own && textOf(layer, "class_name") == "InputLayer")
                return extentsOf(member(*own, "batch_shape"));
        const Json *built = member(*config, "build_input_shape"), *outer = member(model, "build_config");
        const std::vector<Index> extents = extentsOf(built ? built : outer ? member(*outer, "input_shape") : nullptr);
        return extents.empty() ? sampleOf((*layers)[0], depth + 1) : extents;
    }

    Error refusal(std::string what, const std::string &layer, std::string hint) const {
        return {std::move(what), layer.empty() ? m_path : m_path + ": layer \"" + layer + '"', std::move(hint)};
    }

    /// The layers of a model behind one another. `prefix`: "encoder/"; `folder`: of its weights.
    Result<std::string> add(const Json &model, const std::string &prefix, const std::string &folder, const std::string &input, std::vector<Index> shape,
                            int depth) {
        const std::string kind = textOf(model, "class_name");
        const Json *config = member(model, "config"), *layers = config ? member(*config, "layers") : nullptr;
        if ((kind != "Sequential" && kind != "Functional" && kind != "Model") || !layers || !layers->is_array())
            return refusal("Sequential and functional models are read, and this is of the class " + (kind.empty() ? "?" : kind), prefix,
                           "Build encoder and decoder with keras.Sequential or keras.Model(inputs, outputs).");
        if (depth > deepest)
            return refusal("its models lie too deep within one another", prefix, damagedHint);
        const bool isSequential = kind == "Sequential";
        std::map<std::string, std::string> values; // of each layer
        std::map<std::string, const Json *> byName;
        std::map<std::string, int> counts;
        for (const Json &layer : *layers)
            if (const Json *own = member(layer, "config"))
                byName[textOf(layer, "name").empty() ? textOf(*own, "name") : textOf(layer, "name")] = &layer;
        std::string last = input;
        for (const Json &layer : *layers) {
            const Json *own = member(layer, "config");
            const std::string its = textOf(layer, "class_name");
            if (!own || its.empty())
                return refusal("one of its layers has no class or no settings", prefix, damagedHint);
            const std::string name = textOf(layer, "name").empty() ? textOf(*own, "name") : textOf(layer, "name");
            const std::string snake = snakeOf(its);
            const int count = counts[snake]++;
            if (its == "InputLayer") {
                if (values.size() > 0 && !isSequential)
                    return refusal("the model has several inputs, and an autoencoder has one", prefix + name, "Models with several inputs cannot be imported.");
                values[name] = input;
                continue;
            }
            std::vector<Taken> taken;
            if (const Json *calls = member(layer, "inbound_nodes"); calls && calls->is_array() && !isSequential) {
                if (calls->size() > 1)
                    return refusal("it is called several times, and a stack is one layer behind the other", prefix + name,
                                   "Models that share layers cannot be imported.");
                for (const Json &call : *calls)
                    if (const Json *arguments = member(call, "args"))
                        collectTaken(*arguments, taken);
            }
            KerasCall call{its, prefix + name, folder + "layers/" + snake + (count > 0 ? '_' + std::to_string(count) : std::string()) + '/', *own, {}, {}};
            if (isSequential) {
                call.inputs = {last};
                call.shape = sequentialShape(layer, shape);
            } else if (taken.empty()) {
                return refusal("it does not say what it is called with", prefix + name, damagedHint);
            } else {
                call.shape = taken.front().shape;
            }
            if (isOperationOfLargest(its)) { // told together, by the last of them
                values[name] = std::string();
                continue;
            }
            for (const Taken &each : taken) {
                const auto value = values.find(each.layer);
                if (value == values.end())
                    return refusal("it is called with what no layer before it gives", prefix + name, damagedHint);
                if (value->second.empty() && its != "Where")
                    return refusal("no layer here does what the operation before it does", prefix + name, "`hourglass layers` lists those that there are.");
                call.inputs.push_back(value->second);
            }
            auto output = its == "Where" ? addLargest(layer, byName, call, taken)
                          : member(*own, "layers")
                              ? add({{"class_name", its}, {"config", *own}}, call.name + '/', call.weights, call.inputs.front(), call.shape, depth + 1)
                              : m_nodes.add(call);
            if (!output)
                return output.error();
            noteCode(name, call.name);
            shape.clear();
            values[name] = last = *output;
        }
        if (isSequential)
            return last;
        std::vector<std::string> outputs;
        collectNames(member(*config, "output_layers"), outputs);
        const auto value = outputs.size() == 1 ? values.find(outputs.front()) : values.end();
        if (value == values.end())
            return refusal(outputs.size() > 1 ? "it has several outputs, and a stack has one" : "it does not say which layer is its output", prefix,
                           "Build the model from its input to its reconstruction alone.");
        return value->second;
    }

    static std::vector<Index> sequentialShape(const Json &layer, const std::vector<Index> &first) {
        const Json *built = member(layer, "build_config");
        const std::vector<Index> extents = extentsOf(built ? member(*built, "input_shape") : nullptr);
        return extents.empty() ? first : extents;
    }

    /// ["name", 0, 0], or several of these.
    static void collectNames(const Json *from, std::vector<std::string> &names) {
        if (!from || !from->is_array() || from->empty())
            return;
        if ((*from)[0].is_string()) {
            names.push_back((*from)[0].get<std::string>());
            return;
        }
        for (const Json &each : *from)
            if (each.is_array() && !each.empty() && each[0].is_string())
                names.push_back(each[0].get<std::string>());
    }

    static bool isOperationOfLargest(const std::string &kind) { return kind == "TopK" || kind == "GetItem" || kind == "GreaterEqual"; }

    /// Whether what is picked of so many is the last: [:, count - 1 : count] or [:, -1:].
    static bool picksLast(const Json &getItem, Index count) {
        const Json slices = getItem.value("/inbound_nodes/0/args/1"_json_pointer, Json());
        if (!slices.is_array() || slices.size() != 2)
            return false;
        const Json *settings = member(slices[1], "config"), *start = settings ? member(*settings, "start") : nullptr;
        return start && start->is_number_integer() && (start->get<Index>() == count - 1 || start->get<Index>() == -1);
    }

    /// where(x >= top_k(x, k)[0][:, k - 1 : k], x, 0): the k largest of a sample.
    Result<std::string> addLargest(const Json &where, const std::map<std::string, const Json *> &byName, const KerasCall &call,
                                   const std::vector<Taken> &taken) {
        const auto takenBy = [&](const std::string &name, const char *kind) {
            const auto found = byName.find(name);
            std::vector<Taken> all;
            if (const Json *calls = found != byName.end() && textOf(*found->second, "class_name") == kind ? member(*found->second, "inbound_nodes") : nullptr)
                for (const Json &each : *calls)
                    if (const Json *arguments = member(each, "args"))
                        collectTaken(*arguments, all);
            return all;
        };
        const Error error = refusal("no layer here does what the operation Where does, but for the largest numbers of a sample", call.name,
                                    "`hourglass layers` lists those that there are.");
        const Json otherwise = where.value("/inbound_nodes/0/args/2"_json_pointer, Json());
        if (taken.size() != 2 || !otherwise.is_number() || otherwise.get<double>() != 0)
            return error;
        const std::vector<Taken> compared = takenBy(taken[0].layer, "GreaterEqual"),
                                 picked = compared.size() == 2 ? takenBy(compared[1].layer, "GetItem") : compared,
                                 largest = picked.size() == 1 ? takenBy(picked[0].layer, "TopK") : std::vector<Taken>();
        if (largest.size() != 1 || largest[0].layer != taken[1].layer || compared[0].layer != taken[1].layer || taken[1].shape.size() != 1)
            return error;
        const Json *settings = member(*byName.at(picked[0].layer), "config"), *count = settings ? member(*settings, "k") : nullptr;
        if (!count || !count->is_number_integer() || count->get<Index>() < 1 || count->get<Index>() > taken[1].shape[0] || call.inputs[1].empty() ||
            !picksLast(*byName.at(compared[1].layer), count->get<Index>()))
            return error;
        return m_nodes.addLargest(call.name, call.inputs[1], count->get<Index>(), taken[1].shape[0]);
    }

    /// A layer that is called as codes are.
    void noteCode(const std::string &name, const std::string &full) {
        static const std::vector<std::string> words{"code", "codes", "latent", "latents", "latent_space", "bottleneck", "embedding", "z", "encoded"};
        if (std::find(words.begin(), words.end(), name) != words.end())
            m_code = full;
    }

    std::string m_path, m_code;
    KerasNodes m_nodes;
};

} // namespace

Result<Imported> readKeras(const std::string &path, const Wish &wish, const data::Converter *converter) {
    const auto configuration = configurationOf(path);
    if (!configuration)
        return configuration.error();
    if (!converter)
        return Error{"Nothing here reads the weights of Keras", path, "Open it in the program."};
    const auto conversion = converter->convert({"keras", path, {}, {}});
    if (!conversion)
        return conversion.error();
    auto weights = files::SafetensorsFile::open(conversion->path);
    if (!weights)
        return Error{weights.error().what, path, damagedHint};
    KerasModel reader(*weights, path);
    const auto model = reader.modelOf(*configuration);
    if (!model)
        return model.error();
    auto imported = OnnxReader(*model, path).read(wish);
    if (imported)
        imported->remarks.insert(imported->remarks.end(), reader.remarks().begin(), reader.remarks().end());
    return imported;
}

} // namespace hourglass::importers
