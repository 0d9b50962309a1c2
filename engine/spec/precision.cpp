#include "engine/spec/precision.h"

namespace hourglass::spec {

const std::vector<Kind> &precisionKinds() {
    static const std::vector<Kind> kinds{
        {"single", "Single", "Every number has 32 bits, about seven digits: the same result as ever.", {}},
        {"mixed",
         "Mixed",
         "What is multiplied in large sums is rounded to 16 bits, about three digits; the sums, the weights and all that is kept stay exact. Training is several "
         "times faster where the processor has instructions for it, and ends about as well: single rounding errors are smaller than what chance does to each step.",
         {}}};
    return kinds;
}

bool isMixed(const TrainingSpec &training) {
    return training.precision.kind == "mixed";
}

} // namespace hourglass::spec
