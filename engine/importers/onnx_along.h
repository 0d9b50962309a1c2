// One side of a convolution as ONNX says it.
#pragma once

#include <algorithm>

#include "engine/core/types.h"

namespace hourglass::importers {

using core::Index;

struct Along {
    Index extent = 1, kernel = 1, stride = 1, dilation = 1, before = 0, behind = 0, more = 0; ///< more: output_padding
    Index out = 0;

    /// A side of this extent that stays as it is, number by number.
    bool isNothing(Index of = 1) const { return extent == of && kernel == 1 && stride == 1 && dilation == 1 && before == 0 && behind == 0 && more == 0; }
    Index reach() const { return dilation * (kernel - 1) + 1; }
    void settle(bool isTransposed) {
        if (isTransposed)
            out = (extent - 1) * stride + reach() - before - behind + more;
        else
            out = extent + before + behind < reach() ? 0 : (extent + before + behind - reach()) / stride + 1;
    }
    /// As TensorFlow has "same": ⌈extent / stride⌉ positions, or transposed extent · stride; the odd zero behind.
    void makeSame(bool isTransposed) {
        const Index wanted = isTransposed ? extent * stride : (extent + stride - 1) / stride;
        const Index missing = isTransposed ? reach() - stride : (wanted - 1) * stride + reach() - extent;
        before = std::max<Index>(0, missing) / 2;
        behind = std::max<Index>(0, missing) - before;
        more = isTransposed ? std::max<Index>(0, -missing) : 0;
    }
    /// Whether "same" makes this of it; transposed also of the map that a convolution with "same" took in, whatever its size.
    bool isSame(bool isTransposed) const {
        const Index positions = isTransposed ? extent : (extent + stride - 1) / stride, whole = isTransposed ? out : extent;
        const Index missing = std::max<Index>(0, (positions - 1) * stride + reach() - whole);
        return before == missing / 2 && (isTransposed ? (whole + stride - 1) / stride == positions : positions == out && behind == missing - before);
    }
    /// Transposed, "same" without a convolution to be undone.
    bool isWhole() const { return out == extent * stride; }
    /// Of a transposed one with as many zeros before as behind.
    Index outputPadding() const { return out - ((extent - 1) * stride + reach() - 2 * before); }
};

} // namespace hourglass::importers
