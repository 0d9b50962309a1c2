// A file of ONNX and the tensors in it, before anything is made of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <onnx/onnx_pb.h>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::importers {

using core::Index;

/// Numbers that are known before any sample is: learned, or extents and places. Row-major; a scalar has no extents.
struct Tensor {
    std::vector<Index> shape;
    std::vector<float> reals;
    std::vector<Index> wholes; ///< instead, where isWhole
    bool isWhole = false;

    Index size() const { return static_cast<Index>(isWhole ? wholes.size() : reals.size()); }
};

constexpr Index mostNumbers = Index{1} << 28; ///< of a tensor: what a layer may have is less

/// The product of the extents; −1 where one is negative, or where they are more than `mostNumbers`.
Index sizeOf(const std::vector<Index> &shape);

/// At most 2 GB, which is what such a file may have. An error where it is no ONNX.
core::Result<onnx::ModelProto> openOnnx(const std::string &path);

/// The numbers of a tensor as they stand in the file or in one beside it, which must lie in the same folder or below. `path`: of the model.
core::Result<Tensor> tensorOf(const onnx::TensorProto &from, const std::string &path);

/// "MatMul /decoder/0/MatMul", for messages.
std::string nameOf(const onnx::NodeProto &node);

} // namespace hourglass::importers
