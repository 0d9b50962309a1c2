// What mixed precision is on this machine: the path that its products take, and why.
#pragma once

#include <string>

#include "engine/kernels/mixed.h"

namespace hourglass::training {

struct MixedPrecision {
    kernels::MixedPath path = kernels::MixedPath::Software;
    std::string key;    ///< "amx", "avx512_bf16", "software"
    std::string name;   ///< "AMX", "AVX512_BF16", "software"
    std::string reason; ///< a sentence
    double gain = 1;    ///< how many times as fast as in single precision a product is whose operands are ready, measured once
};

/// Looked for when it is first asked: the best path that the machine has and whose products agree with the software's on some tiles, within what
/// rounding explains. HOURGLASS_MIXED=amx, avx512_bf16 or software takes that one, where it is there.
const MixedPrecision &mixedPrecision();

/// "AMX multiplies, 9 times as fast as single precision. …", with the reason.
std::string mixedSentence();

/// True where the path's products of some tiles differ from the software's by no more than rounding explains.
bool agreesWithSoftware(kernels::MixedPath path);

} // namespace hourglass::training
