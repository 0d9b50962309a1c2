#include "engine/exporters/cpp_header.h"
#include "engine/exporters/exporter.h"
#include "engine/exporters/onnx.h"
#include "engine/exporters/pytorch.h"
#include "engine/files/atomic_file.h"

namespace hourglass::exporters {

const std::vector<Row> &formats() {
    static const std::vector<Row> rows{{.key = "onnx", .label = "ONNX", .suffix = ".onnx", .make = onnxOf},
                                       {.key = "cpp", .label = "C++ header", .suffix = ".h", .inHalves = true, .make = cppHeaderOf},
                                       {.key = "pytorch", .label = "PyTorch script", .suffix = ".py", .inHalves = true, .makeScript = pytorchOf}};
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
