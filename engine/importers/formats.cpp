#include "engine/importers/importer.h"

#include <algorithm>
#include <cctype>

#include "engine/importers/keras.h"
#include "engine/importers/onnx.h"
#include "engine/importers/state_dict.h"
#include "engine/plan/placed_tensors.h"

namespace hourglass::importers {

const std::vector<Row> &formats() {
    static const std::vector<Row> rows{
        {"onnx", "ONNX", ".onnx", [](const std::string &path, const Wish &wish, const data::Converter *) { return readOnnx(path, wish); }},
        {"state_dict", "PyTorch state dict", ".safetensors",
         [](const std::string &path, const Wish &wish, const data::Converter *) { return readStateDict(path, wish); }},
        {"keras", "Keras", ".keras", readKeras}};
    return rows;
}

const Row *formatOf(const std::string &path) {
    std::string small = path;
    std::transform(small.begin(), small.end(), small.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    for (const Row &row : formats())
        if (small.ends_with(row.suffix))
            return &row;
    return nullptr;
}

core::Result<Imported> read(const std::string &path, const Wish &wish, const data::Converter *converter) {
    if (const Row *row = formatOf(path))
        return row->read(path, wish, converter);
    std::string suffixes;
    for (const Row &row : formats())
        suffixes += (suffixes.empty() ? "" : ", ") + std::string(row.suffix);
    return core::Error{"No format of models ends so", path, "These are read: " + suffixes + "."};
}

core::Result<std::shared_ptr<const plan::Plan>> planFor(const Imported &imported, const Shape &sample) {
    const Shape &own = imported.plan->input();
    if (sample == own)
        return imported.plan;
    const std::string takes = "The model takes " + core::toText(own) + ", and a sample of the data is " + core::toText(sample);
    const char *const hint = "Open the data that it was made for, or shape these so.";
    if (sample.size() != own.size())
        return core::Error{takes, "", hint};
    auto plan = plan::compile(imported.plan->model(), sample);
    if (!plan)
        return core::Error{takes + ": " + plan.error().what, "", hint};
    const std::vector<plan::PlacedTensor> before = plan::tensorsOf(*imported.plan), now = plan::tensorsOf(**plan);
    const auto isAlike = [](const plan::PlacedTensor &a, const plan::PlacedTensor &b) {
        return a.offset == b.offset && a.isState == b.isState && a.tensor->shape == b.tensor->shape;
    };
    if (!std::equal(before.begin(), before.end(), now.begin(), now.end(), isAlike))
        return core::Error{takes, "", hint};
    return *plan;
}

} // namespace hourglass::importers
