#include "engine/exporters/cpp_header.h"
#include "engine/exporters/exporter.h"
#include "engine/exporters/onnx.h"
#include "engine/files/atomic_file.h"

namespace hourglass::exporters {

const std::vector<Row> &formats() {
    static const std::vector<Row> rows{{"onnx", "ONNX", ".onnx", false, onnxOf}, {"cpp", "C++ header", ".h", true, cppHeaderOf}};
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
    if (!bytes)
        return bytes.error();
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(*bytes))))
        return error;
    return file->commit();
}

} // namespace hourglass::exporters
