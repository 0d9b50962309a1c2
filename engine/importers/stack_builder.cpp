#include "engine/importers/stack_builder.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/registry.h"
#include "engine/plan/placed_tensors.h"
#include "engine/spec/check.h"

namespace hourglass::importers {

namespace {

const std::vector<spec::Kind> &kinds() {
    static const std::vector<spec::Kind> all = layers::layerKinds();
    return all;
}

bool hasActivation(const spec::LayerSpec &layer) {
    const auto found = layer.values.find("activation");
    return found != layer.values.end() && found->second != spec::Value(std::string("identity"));
}

Index placeOf(const Places &places, Index number) {
    return places.empty() ? number : places[static_cast<std::size_t>(number)];
}

/// Rows of a tensor, as many as its first extent: row `from` goes to `to[from]`.
void moveRows(Numbers &numbers, const Places &to) {
    const std::size_t width = numbers.values.size() / to.size();
    std::vector<float> moved(numbers.values.size());
    for (std::size_t row = 0; row < to.size(); ++row)
        std::copy_n(numbers.values.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                    moved.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(to[row]) * width));
    numbers.values = std::move(moved);
}

} // namespace

std::string labelOf(const spec::LayerSpec &layer) {
    const spec::Kind *kind = spec::find(kinds(), layer.kind);
    return kind ? kind->label : layer.kind;
}

bool Part::isOpen() const {
    return (is("dense") || is("dense_steps") || is("tied") || layer.kind.starts_with("conv")) && !hasActivation(layer);
}

Index Part::rows() const {
    if (is("dense_steps") || is("conv1d") || is("conv1d_transposed"))
        return output.extents[1];
    return output.isImage() ? output.channels() : output.size();
}

void StackBuilder::add(Part part) {
    m_parts.push_back(std::move(part));
    ++m_version;
}

Part &StackBuilder::change() {
    ++m_version;
    return m_parts.back();
}

void StackBuilder::remark(const std::string &sentence) {
    if (std::find(m_remarks.begin(), m_remarks.end(), sentence) == m_remarks.end())
        m_remarks.push_back(sentence);
}

core::Error StackBuilder::error(std::string what, const std::string &where, std::string hint) const {
    return {std::move(what), where.empty() ? m_path : m_path + ": " + where, std::move(hint)};
}

bool StackBuilder::rearrange(const Places &places, const Places &wanted, Index size) {
    Places to(static_cast<std::size_t>(size));
    bool isMoved = false;
    for (Index number = 0; number < size; ++number) {
        to[static_cast<std::size_t>(placeOf(places, number))] = placeOf(wanted, number);
        isMoved = isMoved || placeOf(places, number) != placeOf(wanted, number);
    }
    if (!isMoved)
        return true;
    // Back over what treats each number by itself, to the layer that makes them.
    std::size_t behind = m_parts.size();
    while (behind > 0 && (m_parts[behind - 1].is("activation") || m_parts[behind - 1].is("prelu") || m_parts[behind - 1].is("batch_norm") ||
                          m_parts[behind - 1].is("layer_norm")))
        --behind;
    for (std::size_t i = behind; i < m_parts.size(); ++i)
        for (const auto &[name, numbers] : m_parts[i].tensors)
            if (static_cast<Index>(numbers.values.size()) != size) // of channels
                return false;
    if (behind > 0 && !m_parts[behind - 1].is("dense"))
        return false;
    for (std::size_t i = behind == 0 ? 0 : behind - 1; i < m_parts.size(); ++i)
        for (auto &[name, numbers] : m_parts[i].tensors)
            moveRows(numbers, to);
    if (behind == 0) {
        Places sample(to.size());
        for (Index number = 0; number < size; ++number)
            sample[static_cast<std::size_t>(number)] = to[static_cast<std::size_t>(placeOf(m_samplePlaces, number))];
        m_samplePlaces = std::move(sample);
    }
    return true;
}

bool StackBuilder::takeUp(const std::vector<float> &factor, const std::vector<float> &offset) {
    if (m_parts.empty() || !m_parts.back().isOpen() || (m_parts.back().is("tied") && !factor.empty()))
        return false;
    Part &part = change();
    const auto rows = static_cast<std::size_t>(part.rows());
    Numbers &bias = part.tensors["bias"];
    if (bias.values.empty())
        bias = {{part.rows()}, std::vector<float>(rows, 0.0f)};
    part.layer.values.erase("bias");
    for (std::size_t row = 0; row < rows; ++row)
        bias.values[row] = bias.values[row] * (factor.empty() ? 1.0f : factor[row]) + (offset.empty() ? 0.0f : offset[row]);
    if (factor.empty())
        return true;
    Numbers &weight = part.tensors["weight"];
    const bool isTransposed = part.layer.kind.ends_with("_transposed"); // [inputs, outputs / groups, kernel]
    const std::size_t perGroup = isTransposed ? static_cast<std::size_t>(weight.shape[1]) : 1,
                      area = isTransposed ? weight.values.size() / perGroup / static_cast<std::size_t>(weight.shape[0]) : 1;
    const std::size_t width = weight.values.size() / rows, inputsOfGroup = isTransposed ? static_cast<std::size_t>(weight.shape[0]) * perGroup / rows : 1;
    for (std::size_t i = 0; i < weight.values.size(); ++i) {
        const std::size_t input = i / (area * perGroup); // of a transposed one
        weight.values[i] *= factor[isTransposed ? input / inputsOfGroup * perGroup + i / area % perGroup : i / width];
    }
    return true;
}

/// As the person says, or the file; what is called an encoder and what a decoder; else the last of the narrowest layers in front of the one
/// that makes the output.
Index StackBuilder::codeOf(const Wish &wish, const std::string &codeSource) {
    const auto count = static_cast<Index>(m_parts.size());
    if (wish.code)
        return *wish.code;
    for (Index i = count; !codeSource.empty() && i-- > 0;)
        if (m_parts[static_cast<std::size_t>(i)].source.starts_with(codeSource))
            return i;
    const auto isCalled = [&](Index i, const char *word) {
        std::string name = m_parts[static_cast<std::size_t>(i)].source;
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        return name.find(word) != std::string::npos;
    };
    Index lastOfEncoder = -1, firstOfDecoder = count;
    for (Index i = 0; i < count; ++i) {
        if (isCalled(i, "enc") && !isCalled(i, "dec"))
            lastOfEncoder = i;
        if (isCalled(i, "dec") && !isCalled(i, "enc") && firstOfDecoder == count)
            firstOfDecoder = i;
    }
    if (lastOfEncoder >= 0 && firstOfDecoder < count && lastOfEncoder < firstOfDecoder)
        return firstOfDecoder - 1;
    Index end = count; // the layer that makes the output, behind which only activations and norms stand
    while (end > 0 && !spec::find(kinds(), m_parts[static_cast<std::size_t>(end - 1)].layer.kind)->hasWidth())
        --end;
    Index code = 0;
    for (Index i = 0; i + 1 < std::max<Index>(end, 1); ++i)
        if (m_parts[static_cast<std::size_t>(i)].output.size() <= m_parts[static_cast<std::size_t>(code)].output.size() &&
            !m_parts[static_cast<std::size_t>(i)].is("reshape"))
            code = i;
    const Part &part = m_parts[static_cast<std::size_t>(code)];
    remark("The code was taken to be layer " + std::to_string(code + 1) + " (" + labelOf(part.layer) + ", " + std::to_string(part.output.size()) +
           "), the last of the narrowest.");
    return code;
}

std::optional<core::Error> StackBuilder::fill(Imported &imported) const {
    for (const plan::PlacedTensor &placed : plan::tensorsOf(*imported.plan)) {
        const Part &part = m_parts[static_cast<std::size_t>(placed.layer)];
        const auto found = part.tensors.find(placed.tensor->name);
        if (found == part.tensors.end())
            return error("there is no " + placed.tensor->name + " for the layer " + labelOf(part.layer), part.source, "The file may be damaged.");
        const std::vector<float> &values = found->second.values;
        if (static_cast<Index>(values.size()) != placed.tensor->size())
            return error("its " + placed.tensor->name + " has " + std::to_string(values.size()) + " numbers, and the layer " + labelOf(part.layer) + " takes " +
                             std::to_string(placed.tensor->size()),
                         part.source);
        if (!kernels::areFinite(placed.tensor->size(), values.data()))
            return error("its " + placed.tensor->name + " holds numbers that are not finite", part.source,
                         "Export it from a training whose weights are finite.");
        std::copy(values.begin(), values.end(), (placed.isState ? imported.state : imported.parameters).data() + placed.offset);
    }
    return {};
}

core::Result<Imported> StackBuilder::finish(const Wish &wish, const std::string &codeSource) {
    if (m_parts.empty())
        return error("There are no layers in it", "", "Export the model with its weights.");
    if (static_cast<Index>(m_parts.size()) > spec::largestLayers)
        return error("It has " + std::to_string(m_parts.size()) + " layers, and a stack has at most " + std::to_string(spec::largestLayers), "");
    const Index features = m_sample.size();
    if (m_parts.back().output.size() != features)
        return error("It gives " + std::to_string(m_parts.back().output.size()) + " numbers for " + std::to_string(features) +
                         ", and an autoencoder gives as many as it takes",
                     m_parts.back().source, "Export encoder and decoder together.");
    spec::LayerSpec &last = m_parts.back().layer;
    const Index dataChannels = m_sample.rank == 3 ? m_sample.channels() : 1;
    if (last.kind == "dense")
        last.values["units"] = std::string("data");
    else if (last.kind.starts_with("conv2d") && last.values["channels"] == spec::Value(dataChannels))
        last.values["channels"] = std::string("data");
    spec::ModelSpec model;
    for (const Part &part : m_parts) {
        auto checked = spec::checkedComponent(part.layer, kinds(), "layer", {});
        if (!checked)
            return error("the layer " + labelOf(part.layer) + ": " + checked.error().sentence(), part.source);
        model.layers.push_back(std::move(*checked));
    }
    model.code = codeOf(wish, codeSource);
    if (model.code < 0 || model.code >= static_cast<Index>(m_parts.size()))
        return core::Error{"There is no layer " + std::to_string(model.code + 1) + " that could be the code", m_path,
                           "It has " + std::to_string(m_parts.size()) + " layers."};
    auto plan = plan::compile(model, m_sample);
    if (!plan)
        return error(plan.error().what, plan.error().layer < 0 ? "" : m_parts[static_cast<std::size_t>(plan.error().layer)].source, plan.error().hint);
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (const Shape &shape = (*plan)->outline().layers[i].output;
            shape.size() != m_parts[i].output.size() || (shape.isImage() && m_parts[i].output.isImage() && !(shape == m_parts[i].output)))
            return error("it gives " + core::toText(m_parts[i].output) + ", and the layer " + labelOf(m_parts[i].layer) + " here " + core::toText(shape),
                         m_parts[i].source, "Its sizes or its padding are such as no layer here has.");
    Imported imported{*plan, core::Floats((*plan)->parameterFloats()), core::Floats((*plan)->stateFloats()), {}};
    if (auto problem = fill(imported))
        return *problem;
    imported.remarks = m_remarks;
    return imported;
}

} // namespace hourglass::importers
