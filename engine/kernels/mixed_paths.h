// The paths of mixed.h, each in a file of its own. Files that are compiled for one processor's instructions include nothing whose inline
// functions another file could share.
#pragma once

#include "engine/kernels/mixed.h"

namespace hourglass::kernels {

void mixedProductSoftware(const MixedProduct &product);
void mixedProductAvx512(const MixedProduct &product);
void mixedProductAmx(const MixedProduct &product);

void roundRowsAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index toStride);
void roundRowsTurnedAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to);
void roundPanelsAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride);
void roundPanelsTurnedAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride);

/// Without the pairs beyond the last depth; columns one or two numbers apart.
void gatherPanelsAvx512(const Patches &patches, const std::uint16_t *image, std::uint16_t *panels, Index pairStride);
void gatherRowsAvx512(const Patches &patches, const std::uint16_t *image, std::uint16_t *rows, Index rowStride);

} // namespace hourglass::kernels
