#include "engine/importers/state_dict.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/files/safetensors.h"
#include "engine/importers/stack_builder.h"
#include "engine/layers/activation.h"

namespace hourglass::importers {

namespace {

/// A module with its tensors by their last names.
struct Module {
    std::string name, group;    ///< "encoder.0", "encoder"
    std::vector<Index> numbers; ///< {0}
    bool isInSequence = false;  ///< numbered by Sequential, where a gap says that something without numbers stands between
    std::map<std::string, const files::TensorEntry *> tensors;

    const files::TensorEntry *find(const char *key) const {
        const auto found = tensors.find(key);
        return found == tensors.end() ? nullptr : found->second;
    }
    bool isLinear() const { return find("weight") && find("weight")->shape.size() == 2; }
    Index inputs() const { return isLinear() ? find("weight")->shape[1] : find("weight")->elements; }
    Index outputs() const { return isLinear() ? find("weight")->shape[0] : find("weight")->elements; }
    bool isPrelu() const { return !isLinear() && !find("bias"); }
    bool fits(Index width) const { return inputs() == width || (isPrelu() && inputs() == 1); }
};

const char *const onnxHint = "Export the model as ONNX instead, which says all of it: torch.onnx.export(model, example, \"model.onnx\").";

bool holds(const std::string &name, std::initializer_list<const char *> words) {
    std::string small = name;
    std::transform(small.begin(), small.end(), small.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return std::any_of(words.begin(), words.end(), [&](const char *word) { return small.find(word) != std::string::npos; });
}

/// "blocks.2.0" → "blocks" and 2, 0; "fc1" → "fc" and 1.
void splitName(Module &module) {
    std::string rest = module.name;
    while (!rest.empty()) {
        const std::size_t dot = rest.rfind('.');
        const std::string last = rest.substr(dot == std::string::npos ? 0 : dot + 1);
        std::size_t digits = last.size();
        while (digits > 0 && std::isdigit(static_cast<unsigned char>(last[digits - 1])))
            --digits;
        if (digits == last.size() || last.size() - digits > 9)
            break;
        module.numbers.insert(module.numbers.begin(), std::stoll(last.substr(digits)));
        if (digits > 0) {
            rest.resize(rest.size() - (last.size() - digits));
            break;
        }
        module.isInSequence = true;
        rest.resize(dot == std::string::npos ? 0 : dot);
    }
    module.group = rest;
}

core::Result<std::vector<Module>> modulesOf(const files::SafetensorsFile &file, const StackBuilder &builder) {
    std::map<std::string, Module> found;
    for (const files::TensorEntry &entry : file.tensors()) {
        std::string name = entry.name;
        for (const char *wrapped : {"module.", "_orig_mod."})
            if (name.starts_with(wrapped))
                name.erase(0, std::string(wrapped).size());
        const std::size_t dot = name.rfind('.');
        const std::string key = name.substr(dot == std::string::npos ? 0 : dot + 1);
        if (key == "num_batches_tracked")
            continue;
        Module &module = found[dot == std::string::npos ? std::string() : name.substr(0, dot)];
        module.name = dot == std::string::npos ? std::string() : name.substr(0, dot);
        module.tensors[key] = &entry;
    }
    std::vector<Module> modules;
    for (auto &[name, module] : found) {
        const files::TensorEntry *weight = module.find("weight");
        const bool isRecurrent = module.find("weight_ih_l0"), isMap = weight && weight->shape.size() > 2;
        if (isRecurrent || isMap)
            return builder.error(isRecurrent ? "this is a recurrent layer, and a state dict does not say along how many steps it walks, nor what comes of them"
                                             : "this is a convolution, and a state dict does not say its stride and padding",
                                 module.name, onnxHint);
        for (const auto &[key, entry] : module.tensors)
            if (key != "weight" && key != "bias" && key != "running_mean" && key != "running_var")
                return builder.error("no layer that can be known by its shapes has such a tensor", entry->name, onnxHint);
        if (!weight || weight->shape.empty() || weight->elements == 0)
            return builder.error("there is no weight", module.name, onnxHint);
        if (module.find("bias") && module.find("bias")->elements != module.outputs())
            return builder.error("the bias has another size than the weight", module.name, onnxHint);
        splitName(module);
        modules.push_back(std::move(module));
    }
    std::stable_sort(modules.begin(), modules.end(), [](const Module &a, const Module &b) { return a.numbers < b.numbers; });
    return modules;
}

/// Of a variational encoder's two heads the mean is the code.
void dropDeviations(std::vector<Module> &modules, StackBuilder &builder) {
    const bool hasMean = std::any_of(modules.begin(), modules.end(), [](const Module &module) { return holds(module.name, {"mu", "mean"}); });
    const auto isDeviation = [&](const Module &module) {
        return hasMean && holds(module.name, {"logvar", "log_var", "logsigma", "log_sigma", "sigma", "std"});
    };
    for (const Module &module : modules)
        if (isDeviation(module))
            builder.remark(module.name + " was passed over: the mean alone is the code.");
    std::erase_if(modules, isDeviation);
}

using Group = std::vector<Module>;

std::vector<Group> groupsOf(const std::vector<Module> &modules) {
    std::vector<Group> groups;
    for (const Module &module : modules) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const Group &each) { return each.front().group == module.group; });
        if (group == groups.end())
            groups.push_back({module});
        else
            group->push_back(module);
    }
    const auto rank = [](const Group &group) {
        const std::string &name = group.front().group;
        return holds(name, {"dec"}) ? 3 : holds(name, {"enc"}) ? 0 : holds(name, {"mu", "mean", "code", "latent", "bottleneck"}) ? 2 : 1;
    };
    std::stable_sort(groups.begin(), groups.end(), [&](const Group &a, const Group &b) { return rank(a) < rank(b); });
    return groups;
}

/// The width behind a group, or 0 where it does not fit behind `width`; 0 fits any.
Index behind(const Group &group, Index width) {
    for (const Module &module : group) {
        if (width != 0 && !module.fits(width))
            return 0;
        width = module.isPrelu() && module.outputs() == 1 ? width : module.outputs();
    }
    return width;
}

/// Puts the groups into the first order in which each fits behind the one before, and the last gives as many numbers as the first takes.
bool order(std::vector<Group> &groups, std::size_t done, Index width, int &tries) {
    if (done == groups.size())
        return width == groups.front().front().inputs();
    for (std::size_t next = done; next < groups.size() && tries > 0; ++next) {
        --tries;
        std::rotate(groups.begin() + static_cast<std::ptrdiff_t>(done), groups.begin() + static_cast<std::ptrdiff_t>(next),
                    groups.begin() + static_cast<std::ptrdiff_t>(next) + 1);
        if (const Index wide = behind(groups[done], width); wide != 0 && order(groups, done + 1, wide, tries))
            return true;
        std::rotate(groups.begin() + static_cast<std::ptrdiff_t>(done), groups.begin() + static_cast<std::ptrdiff_t>(done) + 1,
                    groups.begin() + static_cast<std::ptrdiff_t>(next) + 1);
    }
    return false;
}

/// Whether something without numbers, an activation, stands between two modules; nothing where the names do not tell.
std::optional<bool> isGap(const Module &module, const Module &next) {
    if (!module.isInSequence || module.group != next.group || module.numbers.size() != next.numbers.size())
        return {};
    for (std::size_t i = 0; i + 1 < module.numbers.size(); ++i)
        if (module.numbers[i] != next.numbers[i])
            return {};
    return next.numbers.back() - module.numbers.back() > 1;
}

core::Result<Part> partOf(const Module &module, const Shape &before, files::SafetensorsFile &file) {
    Part part{{}, {}, module.isLinear() ? Shape(module.outputs()) : before, module.name};
    if (module.isLinear())
        part.layer = {"dense", {{"units", module.outputs()}, {"activation", std::string("identity")}, {"bias", module.find("bias") != nullptr}}};
    else
        part.layer.kind = module.find("running_mean") ? "batch_norm" : module.isPrelu() ? "prelu" : "layer_norm";
    for (const auto &[key, entry] : module.tensors) {
        Numbers numbers{entry->shape, std::vector<float>(static_cast<std::size_t>(entry->elements))};
        if (auto error = file.read(*entry, numbers.values.data()))
            return *error;
        if (module.isPrelu() && numbers.values.size() == 1)
            numbers.values.assign(static_cast<std::size_t>(before.size()), numbers.values[0]);
        part.tensors[module.isPrelu() ? "slope" : key] = std::move(numbers);
    }
    return part;
}

std::optional<core::Error> unknownActivation(const std::optional<std::string> &key, const char *option) {
    const spec::Setting known = layers::activationSetting();
    std::string all;
    for (const spec::Choice &choice : known.choices) {
        if (!key || choice.key == *key)
            return {};
        all += (all.empty() ? "" : ", ") + choice.key;
    }
    return core::Error{"There is no activation \"" + *key + '"', option, "Choose one of: " + all + "."};
}

} // namespace

core::Result<Imported> readStateDict(const std::string &path, const Wish &wish) {
    for (const auto &[key, option] : {std::pair(wish.activation, "--activation"), std::pair(wish.output, "--output")})
        if (auto error = unknownActivation(key, option))
            return *error;
    auto file = files::SafetensorsFile::open(path);
    if (!file)
        return file.error();
    StackBuilder builder(path);
    auto modules = modulesOf(*file, builder);
    if (!modules)
        return modules.error();
    dropDeviations(*modules, builder);
    std::vector<Group> groups = groupsOf(*modules);
    int tries = 10'000;
    if (groups.empty() || !order(groups, 0, 0, tries))
        return builder.error("Its layers do not fit one behind the other so that as many numbers come out as go in", "", onnxHint);
    std::vector<Module> chain;
    for (const Group &group : groups)
        chain.insert(chain.end(), group.begin(), group.end());
    builder.setSample(Shape(chain.front().inputs()));
    std::size_t last = chain.size() - 1;
    while (last > 0 && !chain[last].isLinear())
        --last;
    // Without a word about it the code is linear: the last of the encoder, or the narrowest.
    std::size_t code = 0;
    for (std::size_t i = 0; i < last; ++i)
        if (chain[i].isLinear() && (!chain[code].isLinear() || chain[i].outputs() <= chain[code].outputs()))
            code = i;
    bool tellsGaps = false; // else the activations are no modules of their own
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
        tellsGaps = tellsGaps || isGap(chain[i], chain[i + 1]).value_or(false);
    std::vector<int> hidden;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        auto part = partOf(chain[i], builder.parts().empty() ? builder.sample() : builder.parts().back().output, *file);
        if (!part)
            return part.error();
        builder.add(std::move(*part));
        const bool isNormedNext = i + 1 < chain.size() && !chain[i + 1].isLinear();
        if (i + 1 == chain.size() || isNormedNext || chain[i].isPrelu())
            continue;
        std::size_t linear = i;
        while (linear > 0 && !chain[linear].isLinear())
            --linear;
        if (!(tellsGaps ? isGap(chain[i], chain[i + 1]) : std::nullopt).value_or(linear != code))
            continue;
        if (builder.parts().back().isOpen())
            builder.change().layer.values["activation"] = wish.activation.value_or("relu");
        else
            builder.add({{"activation", {{"activation", wish.activation.value_or("relu")}}}, {}, Shape(builder.parts().back().output), chain[i].name});
        hidden.push_back(static_cast<int>(builder.parts().size()) - 1);
    }
    if (builder.parts().back().is("dense"))
        builder.change().layer.values["activation"] = wish.output.value_or("identity");
    else
        builder.add({{"activation", {{"activation", wish.output.value_or("identity")}}}, {}, Shape(builder.parts().back().output), chain.back().name});
    auto imported = builder.finish(wish);
    if (!imported)
        return imported;
    if (!wish.activation)
        imported->hiddenActivations = std::move(hidden);
    imported->lacksOutput = !wish.output;
    return imported;
}

} // namespace hourglass::importers
