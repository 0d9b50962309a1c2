#include "engine/exporters/cpp_header.h"
#include "engine/exporters/exporter.h"
#include "engine/exporters/keras_file.h"
#include "engine/exporters/keras_script.h"
#include "engine/exporters/onnx.h"
#include "engine/exporters/pytorch.h"
#include "engine/exporters/torch_state.h"
#include "engine/files/atomic_file.h"

namespace hourglass::exporters {

const std::vector<Row> &formats() {
    static const std::vector<Row> rows{
        {.key = "onnx", .label = "ONNX", .suffix = ".onnx", .make = onnxOf},
        {.key = "cpp", .label = "C++ header", .suffix = ".h", .inHalves = true, .make = cppHeaderOf},
        {.key = "pytorch", .label = "PyTorch script", .suffix = ".py", .inHalves = true, .makeScript = pytorchOf, .remarksOn = pytorchRemarks},
        {.key = "torch_state",
         .label = "PyTorch state dict",
         .suffix = ".pt",
         .inHalves = true,
         .isTrainable = true,
         .remark = "torch.load(path, weights_only=True) reads it; its names and shapes are those of the model in the PyTorch script.",
         .make = torchStateOf},
        {.key = "keras",
         .label = "Keras model",
         .suffix = ".keras",
         .inHalves = true,
         .remark = "keras.models.load_model(path) reads it. Images have their channels last; dropout and noise are left out, a layer that was tied "
                   "is a copy, and a code that is drawn is its mean.",
         .make = kerasFileOf},
        {.key = "keras_script",
         .label = "Keras script",
         .suffix = ".py",
         .inHalves = true,
         .makeScript = kerasScriptOf,
         .remarksOn = kerasRemarks,
         .refusalOf = kerasScriptRefusal}};
    return rows;
}

std::string formatKeys() {
    std::string keys;
    for (const Row &row : formats())
        keys += (keys.empty() ? "" : ", ") + std::string(row.key);
    return keys;
}

std::optional<core::Error> write(const Row &format, const Model &model, const std::string &path) {
    const auto bytes = format.make(model);
    return bytes ? writeText(*bytes, path) : std::optional(bytes.error());
}

std::optional<core::Error> writeText(const std::string &text, const std::string &path) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text))))
        return error;
    return file->commit();
}

} // namespace hourglass::exporters
