// What every Keras script has alike, as text of Python: classes of its own, and the way of weights in and out.
#pragma once

namespace hourglass::exporters {

extern const char *const kerasTied, *const kerasKeepLargest, *const kerasSampling, *const kerasDiscrepancy, *const kerasBlocks; ///< classes
extern const char *const kerasWeights;   ///< load_weights(), save_weights()
extern const char *const kerasGradients; ///< gradients_of(), by each backend
extern const char *const kerasMain;

} // namespace hourglass::exporters
