// The images of convolutions laid out as matrices, and back.
#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

void gatherPatches(const Patches &patches, const float *image, float *columns) {
    for (Index depth = 0; depth < patches.depths; ++depth) {
        const float *from = image + patches.depthOffsets[depth];
        const std::int32_t *offsets = patches.positionOffsets;
        float *__restrict column = columns + depth * patches.stride;
        for (Index position = 0; position < patches.positions; ++position)
            column[position] = from[offsets[position]];
    }
}

void addPatches(const Patches &patches, const float *columns, float *image) {
    for (Index depth = 0; depth < patches.depths; ++depth) {
        float *to = image + patches.depthOffsets[depth];
        const std::int32_t *offsets = patches.positionOffsets;
        const float *column = columns + depth * patches.stride;
        for (Index position = 0; position < patches.positions; ++position)
            to[offsets[position]] += column[position];
    }
}

} // namespace hourglass::kernels
